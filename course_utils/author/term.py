"""A simulated term: a class hands in lesson after lesson, some late, some with more time; half-way
a test turns out to be wrong and is mended. What everybody must have is known beforehand.

It is a course of its own (a copy of the sources, with a late policy and due dates), graded by what
`course grade`, `regrade`, `similar`, `report` and `export` call.
"""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from nbgrader.api import Gradebook

from course_utils.author.demo import LIMITS
from course_utils.author.term_class import (
    COPIES,
    HABITS,
    Term,
    begin,
    due,
    expected_of_first,
    expected_points,
    hand_in,
    mend,
)
from course_utils.autograde import assignments, lms, lookalikes, regrade
from course_utils.autograde import gradebook as book
from course_utils.autograde.difference import Gain
from course_utils.autograde.execute import Mode
from course_utils.autograde.grade import grade, unchanged
from course_utils.autograde.report import write_csv, write_html, write_json
from course_utils.autograde.results import Result
from course_utils.autograde.totals import of_class, totals
from course_utils.course import Lesson


def run(
    chosen: list[Lesson], students: int, folder: Path, executor: Callable[[], Executor],
    mode: Mode, say: Callable[[str], None],
) -> tuple[Term, list[str]]:  # fmt: skip
    """The whole term.

    Args:
        students: two more copy from the second and the third of them.
        folder: a folder of this simulation alone, replaced.

    Returns:
        The term, and every number that is not as it had to be, a line each.
    """
    term = begin(chosen, students, folder, executor, mode)
    wrong = []
    for number, taught in enumerate(term.lectures):
        say(f"{taught.lesson.assignment}: {len(term.class_)} hand in")
        with term.timed("handing in"):
            hand_in(term, number)
        with term.timed("grading"):
            wrong += _grade(term, [taught.lesson])
        if number == len(term.lectures) // 2:
            say(f"{term.first.assignment}: {term.wrong} tests nothing; it is mended, regraded")
            wrong += _regrade(term)
    with term.timed("grading again, nothing changed"):
        wrong += _grade(term, [x.lesson for x in term.lectures])
    wrong += _surprises(term)
    with term.timed("looking for copies"):
        wrong += _copies_not_seen(term)
    with term.timed("report and export"):
        _report(term)
    return term, wrong


def _grade(term: Term, chosen: list[Lesson]) -> list[str]:
    """`course grade`; what the grader itself failed at."""
    assignments.set_up(term.url, chosen)
    with Gradebook(term.url) as gradebook:
        for number, taught in enumerate(term.lectures):
            if taught.lesson in chosen:
                name = taught.lesson.assignment
                gradebook.update_or_create_assignment(name, duedate=f"{due(number)} UTC")
    steps = grade(
        chosen, term.folder / "submitted", term.url, term.out, term.executor, LIMITS, term.mode
    )
    results = [step for step in steps if isinstance(step, Result)]
    return [f"{r.student}: {r.reason}" for r in results if r.status in ("error", "rejected")]


def _regrade(term: Term) -> list[str]:
    """`course regrade`, `--undo`, and once more for good; what is not as it had to be."""
    old = expected_of_first(term)
    mend(term)
    new = expected_of_first(term)
    expected = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    before = _worth(term)
    with term.timed("regrading"):
        found = _tried(term)
    wrong = [] if found == expected else [f"regrade: {_differing(found, expected)}"]
    regrade.undo(term.url, term.out)
    if _worth(term) != before:
        wrong.append("regrade: --undo does not give the old points back")
    with term.timed("regrading"):
        _tried(term)
    regrade.accept(term.url, term.out)
    return wrong


def _tried(term: Term) -> dict[str, tuple[float, float]]:
    """Kept; who gains or loses -> points before and after."""
    submitted = term.folder / "submitted"
    with book.reserved(term.url, term.out), regrade.trial(term.url, term.out) as trial:
        same = unchanged([term.first], submitted, term.url, term.out, LIMITS, term.mode)
        for _ in grade(
            [term.first], submitted, trial.url, trial.out, term.executor, LIMITS, term.mode,
            only=trial.places,
        ):  # fmt: skip
            pass
        found = trial.difference([term.first], same)
        trial.keep(found)
    return {gain.student: _rounded(gain) for gain in found.gains}


def _copies_not_seen(term: Term) -> list[str]:
    """`course similar`; who copied and is not at the head of its list."""
    chosen = [x.lesson for x in term.lectures]
    found = lookalikes.look(chosen, term.folder / "submitted", os.cpu_count() or 1)
    lookalikes.write(found, term.folder / "similar.html")
    first = found.found[-1].pairs[: len(HABITS)]  # of all lessons together
    shown = [{found.students[i] for i in pair.students} for pair in first]
    copies = [x.name for x in term.class_ if x.name.startswith(COPIES)]
    return [
        f"{name}: `course similar` does not list it first"
        for name in copies if {name, name.removeprefix(COPIES)} not in shown
    ]  # fmt: skip


def _rounded(gain: Gain) -> tuple[float, float]:
    return round(gain.before, 6), round(gain.after, 6)


def _worth(term: Term) -> dict[tuple[str, str], float]:
    with book.opened(term.url) as gradebook:
        return {place: total.total for place, total in totals(gradebook).items()}


def _report(term: Term) -> None:
    results, worth = of_class(term.url)
    with book.opened(term.url) as gradebook:
        write_html(results, term.folder / "report.html", worth, regrade.pending(gradebook))
        lms.write(lms.export(gradebook, "csv", None, [], {}), term.folder / "export.csv")
    write_json(results, term.folder / "report.json", worth)
    write_csv(results, term.folder / "grades.csv", worth)


def _differing(
    found: dict[str, tuple[float, float]], expected: dict[str, tuple[float, float]]
) -> str:
    names = sorted(x for x in found.keys() | expected.keys() if found.get(x) != expected.get(x))
    told = [f"{x} {found.get(x)}, expected {expected.get(x)}" for x in names[:5]]
    return f"{len(names)} differ: {'; '.join(told)}"


def _surprises(term: Term) -> list[str]:
    """Every total that is not as it had to be."""
    worth, wrong = _worth(term), []
    for number, taught in enumerate(term.lectures):
        name = taught.lesson.assignment
        for index, person in enumerate(term.class_):
            found, expected = worth.get((person.name, name)), expected_points(term, index, number)
            if found is None or abs(found - expected) > 1e-6:
                wrong.append(f"{person.name}: {name}: {found}, expected {expected:g}")
    return wrong
