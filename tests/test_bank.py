"""The answer bank: what the build makes of mistakes.py, what it reports, and what students meet."""

import json
import os
from pathlib import Path

import pytest

from course_utils.author import bank, demo
from course_utils.autograde.nbgrader_bridge import read_source
from course_utils.checks import CheckError, case, fold, lookup
from course_utils.checks.outcomes import alike
from course_utils.course import CourseError, Lesson, find_course, lessons

MISTAKES = os.environ.get("COURSE_MISTAKES", "1")  # of each exercise
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
    assert bank.is_current(lesson)
    stored = bank.read(lesson)
    assert bank.faults(lesson, {"exercises": stored}) == []
    assert set(stored) == set(demo.lecture(lesson).solutions)
    assert min(len(entry["mistakes"]) for entry in stored.values()) >= 10


@each_lesson
def test_the_bank_is_what_the_checks_see_today(lesson: Lesson) -> None:
    """One mistake of each exercise, all with COURSE_MISTAKES=all (`make bench`)."""
    stored = bank.read(lesson)
    most = None if MISTAKES == "all" else int(MISTAKES)
    made = bank.make(lesson, most)["exercises"]
    assert made.keys() == stored.keys()
    for exercise, entry in made.items():
        assert entry["first"].items() <= stored[exercise]["first"].items()
        for where, seen in entry["cases"].items():
            # What a trained network gives depends on the machine in its last digits.
            known = stored[exercise]["cases"][where]
            assert [x for x in seen if not alike(seen[x], known[x])] == [], where


def test_what_ships_holds_no_code() -> None:
    for path in lookup.FOLDER.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert "def " not in text and "lambda" not in text, path.name


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
