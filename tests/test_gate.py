"""The two-sided gate, through the real autograder: solutions 100 %, the untouched release 0, every
right style and every hint's code full marks, a known mistake its own exercise and nothing else, and
`course check` says the same. One mistake of each exercise is handed in, with COURSE_MISTAKES=all
every one (`make bench`).
"""

import functools
import json
import os
import random
import re
import tempfile
from itertools import zip_longest
from pathlib import Path

import nbformat
import pytest
from classroom import MODE

from course_utils.author import demo
from course_utils.author.acceptance import styles
from course_utils.autograde.execute import Limits, run
from course_utils.autograde.grade import grade
from course_utils.autograde.gradebook import as_url
from course_utils.autograde.nbgrader_bridge import read_source
from course_utils.autograde.results import Result
from course_utils.autograde.workers import pool
from course_utils.course import Lesson, exercise_of, find_course, lessons
from course_utils.self_check import run as check

HINT = re.compile(r"```python\n(.*?)```", re.DOTALL)
MISTAKES = os.environ.get("COURSE_MISTAKES", "1")  # of each exercise
LESSONS = lessons(find_course(Path(__file__).parent))

pytestmark = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.assignment)


def hints(lesson: Lesson) -> list[tuple[str, str]]:
    """(exercise, code) of each hint that holds the whole function."""
    found = []
    for cell in read_source(lesson).cells:
        parts = re.split(r"^### Exercise \d+: `(\w+)`", cell.source, flags=re.MULTILINE)
        for exercise, text in zip(parts[1::2], parts[2::2], strict=True):
            codes = (code for code in HINT.findall(text) if f"def {exercise}(" in code)
            found += [(exercise, code) for code in codes]
    return found


def right_answers(lesson: Lesson) -> dict[str, list[demo.Variant]]:
    """Exercise -> what is right too: its other styles, and the code of its hints."""
    found = {exercise: answers[1:] for exercise, answers in styles(lesson).items()}
    for number, (exercise, code) in enumerate(hints(lesson)):
        found[exercise].append(demo.Variant(exercise, code, style=f"hint {number}"))
    return found


def who_are_right(lesson: Lesson) -> dict[str, dict[str, demo.Variant]]:
    """Students who between them hand in each right answer. They make no mistake beside it: some
    styles call the function of another exercise, as students do."""
    turns = enumerate(zip_longest(*right_answers(lesson).values()))
    return {f"right_{n}": {a.exercise: a for a in answers if a} for n, answers in turns}


@functools.cache
def people(lesson: Lesson) -> list[demo.Person]:
    """The solutions, the release, all right answers and some mistakes, spread over few students."""
    made = demo.lecture(lesson)
    kinds = {"solutions": demo.KINDS["perfect"], "release": demo.KINDS["untouched"]}
    class_ = [demo.Person(name, **kind([made], 0)) for name, kind in kinds.items()]
    for name, answers in who_are_right(lesson).items():
        sources = made.solutions | {exercise: a.source for exercise, a in answers.items()}
        class_.append(demo.Person(name, {lesson.assignment: sources}, frozenset()))
    most = range(max(len(made.mistakes(exercise)) for exercise in made.solutions))
    chosen = most if MISTAKES == "all" else random.Random(3).sample(most, int(MISTAKES))
    for index in chosen:
        for residue in range(2):
            mistaken = demo.with_mistakes([made], residue, index, every=2)
            class_.append(demo.Person(f"mistake_{index}_{residue}", **mistaken))
    return class_


@functools.cache
def graded(lesson: Lesson) -> dict[str, Result]:
    """The class, graded once: student -> result."""
    release = nbformat.read(lesson.release, as_version=4)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for person in people(lesson):
            target = folder / "submitted" / person.name / lesson.assignment / lesson.release.name
            target.parent.mkdir(parents=True)
            nbformat.write(demo.fill_in(release, lesson, person), target)
        # The executed solution notebook is a submission too: what an instructor tries first.
        target = folder / "submitted" / "solutions" / lesson.assignment / lesson.release.name
        target.write_bytes(lesson.solution.read_bytes())
        workers = functools.partial(pool, os.cpu_count() or 1)
        url = as_url(str(folder / "gradebook.db"))
        steps = grade([lesson], folder / "submitted", url, folder / "out", workers, Limits(), MODE)
        return {r.student: r for r in steps if isinstance(r, Result)}


def test_the_solution_notebook_scores_100_percent(lesson: Lesson) -> None:
    result = graded(lesson)["solutions"]
    assert [c for c in result.cells if c.status != "passed"] == []
    assert result.score == result.max_score > 0
    assert result.status == "graded"


def test_the_untouched_release_scores_0_on_every_exercise(lesson: Lesson) -> None:
    result = graded(lesson)["release"]
    assert {c.status for c in result.cells} == {"not_started"}
    assert result.score == 0


def test_the_release_raises_not_implemented_error_in_test_cells_and_nothing_else(
    lesson: Lesson,
) -> None:
    """All cells run here, the ones tagged `demo` too: this is what a student sees first."""
    limits = Limits(cell_seconds=120, demo=True)
    ran = run(lesson.release.read_text(encoding="utf-8"), limits, MODE)
    assert ran.stopped == ""
    for cell in json.loads(ran.text)["cells"]:
        errors = [o["ename"] for o in cell.get("outputs", []) if o["output_type"] == "error"]
        is_test = cell["metadata"].get("nbgrader", {}).get("grade", False)
        expected = ["NotImplementedError"] if is_test and cell["cell_type"] == "code" else []
        assert errors == expected, "".join(cell["source"])


def test_right_answers_get_full_marks_in_every_style_and_from_every_hint(lesson: Lesson) -> None:
    right = who_are_right(lesson)
    handed_in = {answer for answers in right.values() for answer in answers.values()}
    assert handed_in == {answer for own in right_answers(lesson).values() for answer in own}
    assert any(answer.style.startswith("hint") for answer in handed_in)
    failed = []
    for student, answers in right.items():
        for cell in graded(lesson)[student].cells:
            answer = answers.get(exercise_of(cell.grade_id))
            if answer and cell.status != "passed":
                failed.append(f"{answer.exercise}, {answer.style}: {cell.status}: {cell.message}")
    assert failed == []


def test_each_mistake_loses_exactly_its_exercise(lesson: Lesson) -> None:
    assert demo.surprises(people(lesson), list(graded(lesson).values())) == []


def test_course_check_and_the_grade_agree(lesson: Lesson, tmp_path: Path) -> None:
    """On a student who has every second exercise wrong."""
    person = next(p for p in people(lesson) if p.name.startswith("mistake_"))
    release, path = nbformat.read(lesson.release, as_version=4), tmp_path / "own.ipynb"
    nbformat.write(demo.fill_in(release, lesson, person), path)
    seen = {exercise.name: exercise.state == "done" for exercise in check(path).exercises}
    cells = graded(lesson)[person.name].cells
    points = {c.grade_id.removeprefix("test_"): c.score == c.max_score for c in cells}
    assert seen == points and set(points.values()) == {True, False}
