"""The two-sided gate, through the real autograder: solutions 100 %, the untouched release 0, every
right style full marks, every known mistake its own exercise and nothing else.
"""

import json
import os
from pathlib import Path

import nbformat
import pytest

from course_utils import demo
from course_utils.autograde.execute import Limits
from course_utils.autograde.grade import Result, grade, pool
from course_utils.autograde.gradebook import as_url
from course_utils.course import Lesson, find_course, lessons

LESSONS = lessons(find_course(Path(__file__).parent))
STYLES = ("loops", "one_liner", "float32")

pytestmark = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.assignment, scope="module")


@pytest.fixture(scope="module")
def class_(lesson: Lesson) -> list[demo.Person]:
    """The solutions, the release, every style, and every mistake spread over a few students."""
    made = demo.lecture(lesson)
    kinds = {"solutions": demo.KINDS["perfect"], "release": demo.KINDS["untouched"]}
    people = [demo.Person(name, **kind([made], 0)) for name, kind in kinds.items()]
    for style in STYLES:
        answers = {lesson.assignment: made.in_style(style)}
        people.append(demo.Person(style, answers, frozenset()))
    most = max(len(made.mistakes(exercise)) for exercise in made.solutions)
    for index in range(most):
        for residue in range(3):
            person = demo.with_mistakes([made], residue, index)
            people.append(demo.Person(f"mistake_{index}_{residue}", **person))
    return people


@pytest.fixture(scope="module")
def results(
    lesson: Lesson, class_: list[demo.Person], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Result]:
    """The class, graded once."""
    folder = tmp_path_factory.mktemp(lesson.assignment)
    release = nbformat.read(lesson.release, as_version=4)
    for person in class_:
        target = folder / "submitted" / person.name / lesson.assignment / lesson.release.name
        target.parent.mkdir(parents=True)
        nbformat.write(demo.fill_in(release, lesson, person), target)
    # The executed solution notebook itself is a submission too: what an instructor tries first.
    (folder / "submitted" / "solutions" / lesson.assignment / lesson.release.name).write_bytes(
        lesson.solution.read_bytes()
    )
    url = as_url(str(folder / "gradebook.db"))
    workers = pool(1 if "PYTEST_XDIST_WORKER" in os.environ else os.cpu_count() or 1)
    graded = grade(
        [lesson], folder / "submitted", url, folder / "autograded", workers, Limits(cell_seconds=30)
    )
    return {r.student: r for r in graded if isinstance(r, Result)}


def test_the_solution_notebook_scores_100_percent(results: dict[str, Result]) -> None:
    result = results["solutions"]
    assert [c for c in result.cells if c.status != "passed"] == []
    assert result.score == result.max_score > 0
    assert result.status == "graded"


def test_the_untouched_release_scores_0_on_every_exercise(results: dict[str, Result]) -> None:
    result = results["release"]
    assert {c.status for c in result.cells} == {"not_started"}
    assert result.score == 0


def test_the_release_raises_not_implemented_error_in_test_cells_and_nothing_else(
    lesson: Lesson, class_: list[demo.Person], tmp_path: Path
) -> None:
    """All cells run here, the ones tagged `demo` too: this is what a student sees first."""
    from course_utils.autograde.execute import run

    ran = run(lesson.release.read_text(encoding="utf-8"), Limits(cell_seconds=120, demo=True))
    assert ran.stopped == ""
    for cell in json.loads(ran.text)["cells"]:
        errors = [o["ename"] for o in cell.get("outputs", []) if o["output_type"] == "error"]
        is_test = cell["metadata"].get("nbgrader", {}).get("grade", False)
        expected = ["NotImplementedError"] if is_test and cell["cell_type"] == "code" else []
        assert errors == expected, "".join(cell["source"])


@pytest.mark.parametrize("style", STYLES)
def test_right_answers_in_other_styles_get_full_marks(
    results: dict[str, Result], style: str
) -> None:
    assert [c for c in results[style].cells if c.status != "passed"] == []


def test_each_mistake_loses_exactly_its_exercise(
    class_: list[demo.Person], results: dict[str, Result]
) -> None:
    assert demo.surprises(class_, list(results.values())) == []


def test_every_exercise_has_mistakes_and_other_styles(lesson: Lesson) -> None:
    made = demo.lecture(lesson)
    for exercise in made.solutions:
        assert len(made.mistakes(exercise)) >= 3, exercise
        assert len([v for v in made.variants if v.exercise == exercise and v.style]) >= 2, exercise
