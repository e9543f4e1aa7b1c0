"""The audit: what it changes, how it judges, and that the course's tests stand it."""

from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from classroom import MODE

from course_utils.author import acceptance, audit
from course_utils.author.demo import lecture
from course_utils.author.mutants import Mutant, mutants
from course_utils.course import CourseError, Lesson, find_course, lessons

ROOT = find_course(Path(__file__).parent)
LESSONS = lessons(ROOT)
NUMPY = [x for x in LESSONS if x.assignment < "05"]  # no TensorFlow: graded in seconds

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.assignment)


@cache
def of_solution(source: str) -> list[Mutant]:
    """Made once for all tests: a lesson has hundreds."""
    return mutants(source)


def changed(body: str, signature: str = "x, y") -> dict[str, set[str]]:
    """Kind -> the first lines below the signature that mutants of `body` have."""
    found: dict[str, set[str]] = {}
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    for mutant in mutants(f"def f({signature}):\n{lines}"):
        first = mutant.source.splitlines()[1].strip()
        found.setdefault(mutant.kind, set()).add(first)
    return found


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("return x - 1", "operator", "return x + 1"),
        ("return x - 1", "term dropped", "return x; return 1"),
        ("return x - 1", "operands swapped", "return 1 - x"),
        ("return x - 1", "constant", "return x - 2; return x - 0; return x - -1"),
        ("y = 1e-07 * x", "constant", "; ".join(
            f"y = {v} * x" for v in ("1e-06", "1e-08", "2e-07", "0.0", "-1e-07"))),
        ("return x < 1", "comparison", "return x <= 1; return x > 1"),
        ("y = -x", "sign", "y = x"),
        ("return x and y", "condition", "return x or y; return x; return y"),
        ("if x: raise ValueError('no')", "validation dropped", "pass"),
        ("if x: raise ValueError('no')", "condition", "if not x:; if True:"),
        ("x += y", "statement dropped", "pass"),
        ("return f(x, y)", "arguments swapped", "return f(y, x)"),
        ("y = np.sum(x, axis=1)", "axis", "; ".join(
            f"y = np.sum(x, axis={axis})" for axis in ("0", "-1", "None"))),
        ("return np.sum(x, keepdims=True)", "keyword dropped", "return np.sum(x)"),
        ("return np.max(x)", "neighbour", "return np.min(x); return np.mean(x)"),
        ("return np.abs(x)", "call dropped", "return x"),
        ("return x.copy()", "copy dropped", "return x"),
        ("return np.array(x)", "copy dropped", "return np.asarray(x)"),
        ("x = x + y", "copy dropped", "x += y"),
        ("return float(x)", "dtype", "return int(x)"),
        ("y = x[1:]", "slice", "y = x; y = x[:]; y = x[1 + 1:]; y = x[1 - 1:]"),
        ("return x.T", "transpose dropped", "return x"),
        ("return x", "other variable", "return y"),
        ("return x, 2", "order", "return (2, x)"),
        ("return x, 2", "element dropped", "return (2,); return (x,)"),
        ("return [i for i in x]", "loop leaves one out",
         "return [i for i in list(x)[1:]]; return [i for i in list(x)[:-1]]"),
        ("y = rng.permutation(x)", "not shuffled", "y = np.arange(x)"),
        ("y = rng.random()", "own seed", "y = np.random.default_rng(0).random()"),
    ],
)  # fmt: skip
def test_a_kind_makes_these_mutants(body: str, kind: str, expected: str) -> None:
    # Swapped parameters leave the first line below the signature as it is.
    assert changed(body)[kind] - {body, "return (x, 2)"} == set(expected.split("; "))


def test_a_mutant_gives_the_right_result_and_spoils_the_argument() -> None:
    source = "def double(x):\n    return 2 * x\n"
    (spoiling,) = (m for m in mutants(source) if ".clear()" in m.source)
    names: dict[str, Any] = {}
    exec(spoiling.source, names)
    numbers = [1, 2]
    assert names["double"](numbers) == [1, 2, 1, 2]
    assert numbers == []


def test_defaults_are_dropped_and_docstrings_and_error_texts_left_alone() -> None:
    source = 'def f(x, lr=0.5):\n    """1 + 1"""\n    raise ValueError(f"{x} + 1" + "no")\n'
    made = mutants(source)
    assert "default dropped" in {m.kind for m in made}
    assert all("1 + 1" in m.source and "no" in m.source for m in made)


@each_lesson
def test_mutants_differ_from_the_solution_and_from_each_other(lesson: Lesson) -> None:
    for exercise, source in lecture(lesson).solutions.items():
        made = of_solution(source)
        assert len({m.id for m in made}) == len({m.source for m in made}) == len(made), exercise
        assert source not in {m.source for m in made}


def test_the_order_is_the_same_every_time() -> None:
    source = lecture(NUMPY[0]).solutions["softmax"]
    assert mutants(source) == mutants(source)


def test_a_cell_with_two_functions_is_refused() -> None:
    with pytest.raises(ValueError, match="one function"):
        mutants("def f(): ...\ndef g(): ...")


@each_lesson
def test_every_exercise_has_four_styles_and_three_mistakes(lesson: Lesson) -> None:
    made = lecture(lesson)
    for exercise, answers in acceptance.styles(lesson).items():
        assert len(answers) > 4, f"{exercise}: the reference and four other styles"
        assert len({a.style for a in answers}) == len(answers), exercise
        assert len(made.mistakes(exercise)) >= 3, exercise


def test_the_bank_holds_many_mistakes_and_none_is_a_right_answer() -> None:
    known = [a for lesson in LESSONS for a in acceptance.known_answers(lesson)]
    assert sum(bool(a.mistake) for a in known) >= 120
    sources = [(a.exercise, a.source) for a in known]
    assert len(set(sources)) == len(sources)


@cache
def sampled() -> list[audit.Row]:
    """A mutant of every exercise of two lessons that need no TensorFlow, graded."""
    return audit.audit(NUMPY[::2], 2, sample=1)


def test_a_sample_of_mutants_is_caught_or_explained() -> None:
    rows = sampled()
    assert audit.holes(rows) == []
    assert sum(r.mutants for r in rows) == len(rows) > 20
    # Hidden tests are an insurance: what the visible check lets through is the rare exception.
    assert sum(r.visible for r in rows) >= 20 * sum(r.hidden for r in rows)
    assert all(r.mutants == r.visible + r.hidden + r.equivalent for r in rows)


def test_every_reason_belongs_to_a_mutant_of_today() -> None:
    reasons, exercises = audit.equivalents(ROOT), set()
    for lesson in LESSONS:
        for exercise, source in lecture(lesson).solutions.items():
            ids = {m.id for m in of_solution(source)}
            assert set(audit.reasons(lesson, exercise)) <= ids, exercise
            exercises |= {exercise, f"{lesson.assignment[:2]}.{exercise}"}
    assert set(reasons) <= exercises
    assert all(len(reason) > 15 for each in reasons.values() for reason in each.values())


def test_an_entry_is_stale_if_its_mutant_is_gone_or_fails() -> None:
    row = audit.Row("01_x", "f")
    mutant = mutants("def f(x):\n    return x + 1")[0]
    row.count(mutant, audit.Outcome(False, False), explained=True)
    assert row.stale == [mutant.id] and row.visible == 1
    row.count(mutant, audit.Outcome(True, True), explained=False)
    assert audit.holes([row]) == [
        f"f: survived: {mutant.id}", f"f: stale in the reasons: {mutant.id}"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["[[f]", '[[f]]\nmutants = ["a"]', '[[f]]\nreason = "r"\nmutants = ["a", "a"]']
)
def test_a_damaged_reasons_file_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / audit.EQUIVALENT).write_text(text)
    with pytest.raises(CourseError, match=audit.EQUIVALENT):
        audit.equivalents(tmp_path)


def test_endless_loops_exits_and_hogs_fail_and_harm_nobody() -> None:
    lesson = NUMPY[0]
    grade = partial(audit.grade_source, lesson, "relu")
    for body in ("while True: pass", "import os; os._exit(0)", "return [0] * 10**12", "exit()"):
        outcome = grade(f"def relu(z):\n    {body}")
        assert not outcome.passed and outcome.message, body
    assert grade(lecture(lesson).solutions["relu"]).passed


def test_the_autograder_gives_the_same_verdicts() -> None:
    compared, other = audit.disagreements(NUMPY[:1], 2, MODE, sample=1)
    assert compared == len(lecture(NUMPY[0]).solutions)
    assert other == []


def test_right_answers_pass_under_other_seeds_and_threads() -> None:
    assert acceptance.robust(NUMPY[:1], 2, runs=2) == []


def test_the_page_of_right_answers_is_of_today() -> None:
    assert (ROOT / "docs" / acceptance.ACCEPTANCE).read_text() == acceptance.acceptance_page(
        LESSONS
    )


def test_the_page_of_mistakes_is_of_today() -> None:
    page = (ROOT / "docs" / acceptance.MISCONCEPTIONS).read_text()
    assert page == acceptance.misconception_page(LESSONS)
