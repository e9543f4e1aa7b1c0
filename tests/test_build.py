"""One text source, everything else built from it, and nothing of a solution with the students."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from classroom import ROOT, Classroom

from course_utils.author.build import build, drift
from course_utils.autograde.nbgrader_bridge import read_source, released
from course_utils.checks import fold
from course_utils.course import CourseError, Lesson, lessons

MINI = ROOT / "tests" / "mini_course"


@pytest.fixture(scope="module")
def built(classroom: Classroom) -> Classroom:
    """The mini course with both notebooks of both lessons."""
    build(classroom.lessons, say=lambda line: None)
    return classroom


@pytest.fixture
def course(built: Classroom, tmp_path: Path) -> Path:
    """A copy of the built course that a test may change."""
    shutil.copytree(built.root, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture
def mini(course: Path) -> Lesson:
    """Its first lesson."""
    return lessons(course)[0]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


# What is built.


def test_the_solution_notebook_is_executed(built: Classroom) -> None:
    notebook = nbformat.read(built.lessons[0].solution, as_version=4)
    outputs = [o.text for c in notebook.cells for o in c.get("outputs", [])]
    assert outputs == ["a picture for people to look at\n", "42\n"]
    nbformat.validate(notebook)


def test_the_release_is_what_students_write_into(built: Classroom) -> None:
    notebook = nbformat.read(built.lessons[0].release, as_version=4)
    sources = {c.id: c.source for c in notebook.cells}
    assert "raise NotImplementedError" in sources["double"]
    assert "Twice x." in sources["double"]  # the docstring stays
    assert "double(3)" in sources["test_double"]  # so does the visible test
    assert not any(c.get("outputs") for c in notebook.cells)
    nbformat.validate(notebook)


def test_a_freshly_built_course_has_not_drifted(built: Classroom) -> None:
    assert drift(built.lessons) == []


def test_ids_stay_when_a_cell_is_inserted_before(mini: Lesson) -> None:
    before = [c.id for c in read_source(mini).cells]
    edit(
        mini.source, "# %%\nimport numpy", "# %% [markdown]\n# A word before.\n\n# %%\nimport numpy"
    )
    after = [c.id for c in read_source(mini).cells]
    assert len(after) == len(before) + 1
    assert [name for name in after if name in before] == before
    assert {"double", "test_double", "why_zero"} <= set(before)


def test_only_what_changed_is_executed(course: Path) -> None:
    mini, micro = lessons(course)
    edit(micro.source, "one function", "only one function")
    said: list[str] = []
    build([mini, micro], say=said.append)
    assert said == ["01_mini: built", "02_micro: executing", "02_micro: built"]
    assert drift([mini, micro]) == []


# What drifted.


def outdated(notebook: str) -> str:
    return f"{notebook}: built from another version of mini.py"


@pytest.mark.parametrize(
    "change, found",
    [
        pytest.param(
            lambda x: edit(x.solution, "result += number", "result -= number"),
            ["solutions/01_mini/mini.ipynb: cell 8 (total) differs in its source"],
            id="solution edited",
        ),
        pytest.param(
            lambda x: edit(x.release, '\\"points\\": 1'.replace("\\", ""), '"points": 5'),
            ["notebooks/01_mini/mini.ipynb: cell 5 (test_double) differs in its metadata"],
            id="points in the release edited",
        ),
        pytest.param(
            lambda x: edit(x.release, "Twice x.", "Thrice x."),
            ["notebooks/01_mini/mini.ipynb: cell 4 (double) differs in its source"],
            id="release edited",
        ),
        pytest.param(
            lambda x: x.release.with_name("mini.py").write_text("def double(x): ..."),
            ["notebooks/01_mini/mini.py is not made by any lesson"],
            id="stray file",
        ),
        pytest.param(
            lambda x: shutil.copytree(x.release.parent, x.release.parent.with_name("old")),
            ["notebooks/old/mini.ipynb is not made by any lesson"],
            id="stray folder",
        ),
        pytest.param(
            lambda x: x.release.unlink(),
            ["notebooks/01_mini/mini.ipynb is missing"],
            id="no release",
        ),
        pytest.param(
            lambda x: x.solution.unlink(),
            ["solutions/01_mini/mini.ipynb is missing"],
            id="no solution",
        ),
        pytest.param(
            lambda x: x.solution.write_text("{"),
            ["solutions/01_mini/mini.ipynb is no readable notebook"],
            id="damaged",
        ),
        pytest.param(
            lambda x: edit(x.source, "Twice as much", "Two times"),
            [outdated("solutions/01_mini/mini.ipynb"), outdated("notebooks/01_mini/mini.ipynb")],
            id="source changed",
        ),
        pytest.param(
            lambda x: edit(
                x.release,
                '"cells": [',
                '"cells": [{"cell_type": "raw", "id": "a", "metadata": {}, "source": ""},',
            ),
            ["notebooks/01_mini/mini.ipynb: cell 1 ({first}) differs in its cell_type"],
            id="cell added",
        ),
    ],
)
def test_drift_names_what_differs(mini: Lesson, change, found: list[str]) -> None:  # type: ignore[no-untyped-def]
    first = read_source(mini).cells[0].id
    change(mini)
    assert drift(lessons(mini.root)) == [line.format(first=first) for line in found]


def test_checking_executes_nothing(mini: Lesson, tmp_path: Path) -> None:
    proof = tmp_path / "executed"
    edit(mini.source, "import numpy as np\n", f"import numpy as np\nopen({str(proof)!r}, 'w')\n")
    assert drift([mini]) != []
    assert not proof.exists()


# What is refused, and leaves the course as it was.


def refused(lesson: Lesson) -> str:
    """The one line that says why this lesson is not built; every file stays as it is."""
    before = files(lesson.root)
    with pytest.raises(CourseError) as caught:
        build([lesson], say=lambda line: None)
    assert files(lesson.root) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_cell_that_fails(mini: Lesson) -> None:
    edit(mini.source, "return 2 *", "return 3 *")
    assert refused(mini).startswith(
        "mini.py: cell 5 (test_double) failed: CheckError: double(3) is not what was expected"
    )


def test_a_process_that_dies(mini: Lesson) -> None:
    edit(mini.source, "import numpy as np\n", "import os\nos._exit(1)\n")
    assert refused(mini) == "mini.py: the Python process ended while a cell ran"


def test_a_megabyte_of_outputs(mini: Lesson) -> None:
    edit(mini.source, "print(double(21))", "print('x' * 1_100_000)")
    assert refused(mini) == "mini.ipynb: 1.1 MB with outputs; at most 1 MB, use smaller figures"


def test_two_cells_of_one_name(mini: Lesson) -> None:
    edit(mini.source, '"grade_id": "total"', '"grade_id": "double"')
    assert refused(mini).startswith("nbgrader could not release 01_mini")


# What students must never get.


def secrets(lesson: Lesson) -> set[str]:
    """Lines of solutions and hidden tests that stand nowhere else in the lesson."""
    kept, cut = [], []
    into = kept
    for line in lesson.source.read_text(encoding="utf-8").splitlines():
        text = line.removeprefix("#").strip() if line.startswith("# ") else line.strip()
        if re.search("### BEGIN (SOLUTION|HIDDEN TESTS)", line):
            into = cut
        elif re.search("### END (SOLUTION|HIDDEN TESTS)", line):
            into = kept
        else:
            into.append(text)
    # The folds show what the bank says, a line of code included where that is the cure.
    visible = fold.fill_in("\n".join(kept), lesson)
    return {text for text in cut if len(text) > 12 and text not in visible}


def leaks(lesson: Lesson, release: Path) -> list[str]:
    """Secret lines, or markers of them, in what students get."""
    cells = nbformat.read(release, as_version=4).cells
    text = "\n".join(c.source for c in cells) + "".join(str(c.get("outputs", "")) for c in cells)
    marks = {"BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN", "END HIDDEN"}
    return sorted(line for line in secrets(lesson) | marks if line in text)


@pytest.mark.parametrize("lesson", lessons(ROOT) + lessons(MINI), ids=lambda x: x.assignment)
def test_no_solution_or_hidden_test_is_released(lesson: Lesson, tmp_path: Path) -> None:
    assert len(secrets(lesson)) > 1
    shutil.copytree(lesson.source.parent, tmp_path / "solutions" / lesson.assignment)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    copy = Lesson(tmp_path, lesson.assignment, lesson.notebook)
    with released([copy]) as folder:
        made = sorted(p.name for p in (folder / "notebooks").rglob("*") if p.is_file())
        assert made == [copy.release.name]
        assert leaks(copy, folder / "notebooks" / copy.assignment / copy.release.name) == []
    if lesson.release.is_file():  # as committed
        assert leaks(lesson, lesson.release) == []


def test_the_search_for_leaks_finds_them(mini: Lesson) -> None:
    assert leaks(mini, mini.release) == []
    assert "return 2 * np.asarray(x)" in leaks(mini, mini.solution)
    assert "x = np.random.default_rng(11).normal(size=(3, 2))" in leaks(mini, mini.solution)


def test_plain_nbgrader_releases_no_source_either(course: Path) -> None:
    """`nbgrader generate_assignment`, or the formgrader's button, with the course's settings."""
    shutil.rmtree(course / "notebooks")
    scripts = Path(sys.executable).parent
    subprocess.run(
        [scripts / "nbgrader", "generate_assignment", "01_mini"],
        cwd=course,
        env=os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        check=True,
    )
    made = [str(p.relative_to(course)) for p in (course / "notebooks").rglob("*") if p.is_file()]
    assert made == ["notebooks/01_mini/mini.ipynb"]
    assert leaks(lessons(course)[0], course / made[0]) == []
