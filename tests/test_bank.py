"""The answer bank: what the build makes of mistakes.py, what it reports, and what students meet."""

import json
import random
import re
from functools import partial
from pathlib import Path

import nbformat
import pytest
from classroom import MODE

from course_utils.author import audit, bank, demo
from course_utils.author.acceptance import styles
from course_utils.autograde.execute import Limits
from course_utils.autograde.grade import grade
from course_utils.autograde.gradebook import as_url
from course_utils.autograde.nbgrader_bridge import read_source
from course_utils.autograde.results import Result
from course_utils.autograde.workers import pool
from course_utils.checks import CheckError, case, fold, lookup
from course_utils.checks.outcomes import alike
from course_utils.course import CourseError, Lesson, find_course, lessons
from course_utils.self_check import run

LESSONS = [x for x in lessons(find_course(Path(__file__).parent)) if x.mistakes.is_file()]

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.assignment)

# --- a bank of our own ---

TINY = """# %% [markdown]
# ## 1 Halves
#
# ### Exercise 1: `half` (*, 5 minutes)

# %% nbgrader={"grade": false, "grade_id": "half", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_half", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
from course_utils.checks import case

case("half(NUMBER)", half, NUMBER, expects=NUMBER / 2)

# %% [markdown]
# <!-- mistakes: half -->
"""  # noqa: E501
DOUBLED = '''# %% exercise="half" mistake="doubled"
def half(x):
    """Half is one part of two: divide."""
    return 2 * x


# %% exercise="half" mistake="doubled"
def half(x):
    return x + x + x - x
'''
MORE = '''

# %% exercise="half" mistake="{name}"{more}
def half(x):
    """Another thing."""
    return {wrong}
'''


def tiny(folder: Path, number: float = 6.0, more: str = "") -> Lesson:
    """A lesson of one exercise and one visible case, and its bank."""
    lesson = Lesson(folder, "01_tiny", "tiny", folder / "solutions" / "01_tiny" / "tiny.py")
    lesson.source.parent.mkdir(parents=True)
    (folder / "course_utils" / "checks" / "bank").mkdir(parents=True)
    lesson.source.write_text(TINY.replace("NUMBER", str(number)))
    lesson.mistakes.write_text(DOUBLED + more)
    return lesson


def test_a_bank_is_made_of_values_and_fills_the_fold(tmp_path: Path) -> None:
    lesson = tiny(tmp_path)
    assert not bank.is_current(lesson)
    bank.refresh(lesson, say=lambda line: None)
    assert bank.is_current(lesson)
    entry = json.loads(fold.bank_file(lesson).read_text())["exercises"]["half"]
    assert entry["mistakes"] == {"doubled": ["Half is one part of two: divide.", "1 Halves"]}
    twelve = {"gives": {"shape": [], "cells": [12.0]}}
    assert entry["cases"] == {"half(6.0)": {"doubled": twelve, "doubled~2": twelve}}
    shown = read_source(lesson).cells[-1].source
    assert "| gives `12` | Half is one part of two: divide. |" in shown and "<!--" not in shown


def test_a_cell_keeps_its_id_when_the_bank_grows(tmp_path: Path) -> None:
    lesson = tiny(tmp_path)
    before = read_source(lesson)
    bank.refresh(lesson, say=lambda line: None)
    after = read_source(lesson)
    assert [c.id for c in before.cells] == [c.id for c in after.cells]
    assert before.cells[-1].source != after.cells[-1].source


@pytest.mark.parametrize(
    ("number", "name", "more", "wrong", "says"),
    [
        (0.0, "", "", "", "half: doubled: no visible case stops it"),
        (4.0, "squared", "", "x * x / 2", "half: squared and doubled give the same in 'half(4.0)'"),
        (6.0, "as-it-is", ' section="9 Ends"', "x", "as-it-is: there is no section '9 Ends'"),
    ],
)
def test_weak_cases_and_wrong_sections_stop_the_build(
    tmp_path: Path, number: float, name: str, more: str, wrong: str, says: str
) -> None:
    added = MORE.format(name=name, more=more, wrong=wrong) if name else ""
    lesson = tiny(tmp_path, number, added)
    with pytest.raises(CourseError) as caught:
        bank.refresh(lesson, say=lambda line: None)
    assert says in str(caught.value)
    assert not fold.bank_file(lesson).exists()


def test_of_an_array_too_large_to_keep_the_fold_shows_the_shape() -> None:
    seen = {"gives": {"shape": [20, 10], "cells": [0.5] * 48}}
    entry = {
        "mistakes": {"m": ["Halve it.", "1"]},
        "first": {"m": "f()"},
        "cases": {"f()": {"m": seen}},
    }
    assert "| gives other numbers, shape (20, 10) | Halve it. |" in fold._fold(entry)


def test_mistakes_of_no_exercise_are_told(tmp_path: Path) -> None:
    lesson = tiny(tmp_path, more='\n\n# %% exercise="third" mistake="x"\ndef third(x): ...\n')
    with pytest.raises(CourseError, match="no exercise 'third'"):
        bank.make(lesson)


# --- the course's own banks ---


@each_lesson
def test_every_mistake_is_stopped_in_sight_and_called_by_its_name(lesson: Lesson) -> None:
    made = bank.make(lesson)
    assert bank.faults(lesson, made) == []
    stored = json.loads(fold.bank_file(lesson).read_text(encoding="utf-8"))
    assert made["made_from"] == stored["made_from"]
    assert made["exercises"].keys() == stored["exercises"].keys()
    for exercise, entry in made["exercises"].items():
        other = stored["exercises"][exercise]
        assert (entry["mistakes"], entry["first"]) == (other["mistakes"], other["first"])
        # What a trained network gives depends on the machine in its last digits.
        assert entry["cases"].keys() == other["cases"].keys()
        for where, seen in entry["cases"].items():
            assert seen.keys() == other["cases"][where].keys()
            assert [x for x in seen if not alike(seen[x], other["cases"][where][x])] == [], where
    assert set(made["exercises"]) == set(demo.lecture(lesson).solutions)
    assert min(len(entry["mistakes"]) for entry in made["exercises"].values()) >= 10


@each_lesson
def test_right_answers_in_every_style_hold_in_every_visible_case(lesson: Lesson) -> None:
    on = bank.stage(lesson)
    for exercise, answers in styles(lesson).items():
        for answer in answers:
            failed = [s.case for s in bank.observe(on, exercise, answer.source) if not s.holds]
            assert failed == [], f"{exercise}, {answer.style}"


def test_what_ships_holds_no_code() -> None:
    for path in lookup.FOLDER.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert "def " not in text and "lambda" not in text, path.name


HINT = re.compile(r"```python\n(.*?)```", re.DOTALL)


def hints(lesson: Lesson) -> list[tuple[str, str]]:
    """(exercise, code) of each hint that holds the whole function."""
    found = []
    for cell in read_source(lesson).cells:
        parts = re.split(r"^### Exercise \d+: `(\w+)`", cell.source, flags=re.MULTILINE)
        for exercise, text in zip(parts[1::2], parts[2::2], strict=True):
            codes = (code for code in HINT.findall(text) if f"def {exercise}(" in code)
            found += [(exercise, code) for code in codes]
    return found


@each_lesson
def test_the_code_of_a_hint_gets_full_marks(lesson: Lesson) -> None:
    assert hints(lesson)
    with audit.workers(1) as fresh:  # a process that has used TensorFlow cannot be forked
        for exercise, code in hints(lesson):
            outcome = fresh.submit(audit.grade_source, lesson, exercise, code).result()
            assert outcome.passed, f"{exercise}: {outcome.message}"


# --- in a student's notebook ---


def softmax_over_columns(z):  # type: ignore[no-untyped-def]
    import numpy as np

    e = np.exp(z - np.max(z, axis=0))
    return (e / e.sum(axis=0)).astype(np.float32)


def test_a_student_reads_the_sentence_and_the_section_also_with_float32() -> None:
    import numpy as np

    rows = np.log([[1.0, 2.0, 5.0], [3.0, 1.0, 4.0]])
    with pytest.raises(CheckError) as caught:
        case(
            "softmax([[0, ln 2, ln 5], [ln 3, 0, ln 4]])", softmax_over_columns, rows,
            expects=[[0.125, 0.25, 0.625], [0.375, 0.125, 0.5]],
        )  # fmt: skip
    assert caught.value.cause.startswith("Shared over the columns")
    assert caught.value.section == "7 Softmax"
    assert "expected" in str(caught.value) and "read again: 7 Softmax" in str(caught.value)


def test_wrong_on_one_side_of_0_is_told_where_no_known_mistake_fits() -> None:
    import numpy as np

    x = np.array([-1.0, 2.0, -3.0])
    with pytest.raises(CheckError) as caught:
        case("a function without a bank", np.abs, x, expects=[5.0, 2.0, 7.0])
    assert caught.value.cause == (
        "right where the input is positive, wrong where it is negative: look at that branch"
    )


def test_of_several_results_those_are_named_that_are_wrong() -> None:
    def two(x: float) -> tuple[float, dict[str, float]]:
        return x + 1, {"w": x}

    with pytest.raises(CheckError) as caught:
        case("a function of two results", two, 3.0, expects=(5.0, {"w": 3.0}))
    assert caught.value.cause == ("right: result 1; wrong: result 0: look at what these alone need")


# --- a green check means full marks ---


def drawn(lesson: Lesson, seed: int) -> dict[str, str]:
    """A student's answers by chance: half of them right in some style, half of them mistaken."""
    chance, made = random.Random(seed), demo.lecture(lesson)
    known = styles(lesson)
    return {
        exercise: chance.choice(
            known[exercise] if chance.random() < 0.5 else made.mistakes(exercise)
        ).source
        for exercise in made.solutions
    }


@each_lesson
def test_course_check_and_the_grade_agree_on_students_drawn_by_chance(
    lesson: Lesson, tmp_path: Path
) -> None:
    release = nbformat.read(lesson.release, as_version=4)
    seen = {}
    for seed in range(2):
        person = demo.Person(f"seed_{seed}", {lesson.assignment: drawn(lesson, seed)}, frozenset())
        path = tmp_path / "in" / person.name / lesson.assignment / lesson.release.name
        path.parent.mkdir(parents=True)
        nbformat.write(demo.fill_in(release, lesson, person), path)
        seen |= {(person.name, e.name): e.state == "done" for e in run(path).exercises}
    url, workers = as_url(str(tmp_path / "gradebook.db")), partial(pool, 2)
    steps = grade([lesson], tmp_path / "in", url, tmp_path / "out", workers, Limits(), MODE)
    graded = {
        (result.student, cell.grade_id.removeprefix("test_")): cell.score == cell.max_score
        for result in steps
        if isinstance(result, Result)
        for cell in result.cells
    }
    assert seen == graded
    assert set(seen.values()) == {True, False}
