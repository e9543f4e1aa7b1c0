"""Before a class is graded: does the instructor's own solution score full?

It is handed in like anybody's work, into a copy of the gradebook, and graded behind the same walls.
So whatever would cost right answers points here (a test that shares variables with other cells, a
file that is not there, a library that is missing) is found before it costs a student any.
"""

import hashlib
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from course_utils.autograde import assignments
from course_utils.autograde import gradebook as book
from course_utils.autograde.execute import Limits, Mode
from course_utils.autograde.grade import grade
from course_utils.autograde.jobs import deciding
from course_utils.autograde.nbgrader_bridge import by_assignment, left_out, release_key, with_header
from course_utils.autograde.results import CellResult, Result, merged
from course_utils.autograde.submissions import INSTRUCTOR
from course_utils.course import CourseError, Lesson

MAX_TOLD = 3  # cells in a refusal


@dataclass
class Plan:
    """What can be graded, and how.

    Attributes:
        modes: assignment -> where its tests run.
        refused: assignment -> why it is not graded, one line.
        notes: what the instructor should know, one line each.
    """

    modes: dict[str, Mode] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """All that a grading needs beside the lessons: gradebook, graded copies, workers, limits."""

    url: str
    out: Path
    executor: Callable[[], Executor]
    limits: Limits


def plan(
    chosen: list[Lesson], batch: Batch, sandbox: bool, verdict: str | None, test: bool = True
) -> Plan:
    """Set up the gradebook and find out where the tests of each assignment can run.

    Args:
        sandbox: behind walls.
        verdict: "isolated" or "in-kernel"; None: isolated where the instructor's solution scores
            full that way; another course's else in the student's kernel.
        test: False: believe that it does.
    """
    made, lessons = Plan(), by_assignment(chosen)
    if steps := left_out(chosen[0].root):
        made.notes.append(
            f"{', '.join(steps)}: steps of your own among the settings are not taken here; "
            "`nbgrader autograde` takes them"
        )
    with book.reserved(batch.url, batch.out):
        made.refused = _set_up(batch.url, lessons)
        ways = {
            name: [Mode(sandbox, way == "isolated") for way in _ways(verdict, own, test)]
            for name, own in lessons.items()
            if name not in made.refused
        }
        if test:
            _find_modes(lessons, batch, ways, made)
            why = "tests share more than functions with the cells before them"
        else:
            made.modes = {name: modes[0] for name, modes in ways.items()}
            why = "nobody tried whether tests can run apart (--no-self-test)"
    _warn(made, verdict, why)
    return made


def _set_up(url: str, lessons: dict[str, list[Lesson]]) -> dict[str, str]:
    """Put the assignments into the gradebook; which of them cannot be, and why."""
    refused = {}
    for name, own in lessons.items():
        try:
            assignments.set_up(url, own)
        except CourseError as why:
            refused[name] = str(why)
    return refused


def _find_modes(
    lessons: dict[str, list[Lesson]], batch: Batch, ways: dict[str, list[Mode]], made: Plan
) -> None:
    """The way in which each solution scores full: noted in the gradebook, or found out now."""
    keys = {name: _key(lessons[name], batch.limits, modes) for name, modes in ways.items()}
    root = next(iter(lessons.values()))[0].root
    with book.opened(batch.url, root) as gradebook:
        passed = {name: assignments.self_tested(gradebook, name, keys[name]) for name in ways}
    made.modes = {name: ways[name][i] for name, i in passed.items() if i is not None}
    left = {name: lessons[name] for name in ways if name not in made.modes}
    _try(left, batch, ways, made)
    with book.opened(batch.url, root) as gradebook:
        for name in left:
            if name in made.modes:
                way = ways[name].index(made.modes[name])
                assignments.note_self_test(gradebook, name, keys[name], way)


def _warn(made: Plan, verdict: str | None, why: str) -> None:
    """Of tests in the student's kernel that nobody asked for."""
    made.notes += [
        f"{name}: {why}, so they run in the student's kernel, where students' code can change them"
        for name, mode in made.modes.items()
        if verdict is None and not mode.isolated
    ]


def _ways(verdict: str | None, lessons: list[Lesson], test: bool) -> list[str]:
    """Where the tests may run, best first."""
    if verdict is not None:
        return [verdict]
    if lessons[0].given is None:
        return ["isolated"]
    return ["isolated", "in-kernel"] if test else ["in-kernel"]


def _try(
    left: dict[str, list[Lesson]], batch: Batch, ways: dict[str, list[Mode]], made: Plan
) -> None:
    """Grade the instructor's solutions; those that do not score full in the next way."""
    for turn in range(max(map(len, ways.values()), default=0)):
        modes = {name: ways[name][turn] for name in left if len(ways[name]) > turn}
        for mode in dict.fromkeys(modes.values()):
            lessons = [lesson for name in modes if modes[name] == mode for lesson in left[name]]
            made.refused |= _graded(lessons, batch, mode)
        full = {name: mode for name, mode in modes.items() if not made.refused[name]}
        made.modes |= full
        left = {name: lessons for name, lessons in left.items() if name not in full}
    made.refused = {name: why for name, why in made.refused.items() if why}


def _graded(lessons: list[Lesson], batch: Batch, mode: Mode) -> dict[str, str]:
    """Assignment -> why the instructor's solution does not score full, "" if it does."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        url = book.copied(batch.url, root)
        for lesson in lessons:
            path = root / "submitted" / INSTRUCTOR / lesson.assignment / f"{lesson.notebook}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(nbformat.writes(with_header(lesson)), encoding="utf-8")
        steps = grade(
            lessons, root / "submitted", url, root / "out", batch.executor, batch.limits, mode
        )
        results = merged([step for step in steps if isinstance(step, Result)])
    return {result.assignment: _complaint(result) for result in results}


def _complaint(result: Result) -> str:
    if result.status == "error":
        return f"{result.assignment} is not graded: {result.reason}"
    short = [cell for cell in result.cells if cell.score < cell.max_score]
    if not short:
        return ""
    told = [f"{c.grade_id}: {_why(c)}" for c in short[:MAX_TOLD]]
    more = [f"and {len(short) - MAX_TOLD} more"] if len(short) > MAX_TOLD else []
    why = f" ({result.reason})" if result.reason else ""
    return (
        f"{result.assignment} is not graded: its own solution scores {result.score:g} of "
        f"{result.max_score:g}{why}; {'; '.join(told + more)}. "
        "Mend the source, or go on with --no-self-test"
    )


def _why(cell: CellResult) -> str:
    if cell.status == "passed":
        return f"the number in its last line gives {cell.score:g} of {cell.max_score:g} points"
    return " ".join((cell.message or cell.status).split())[:200]


def _key(lessons: list[Lesson], limits: Limits, modes: list[Mode]) -> str:
    """Names what the outcome follows from."""
    folder = lessons[0].source.parent
    beside = sorted(
        (str(path.relative_to(folder)), path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts
    )
    told = repr((release_key(lessons), limits, modes, beside, deciding()))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
