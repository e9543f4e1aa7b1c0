"""What came of a submission: one Result for each student and assignment."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from nbformat import NotebookNode

from course_utils.answers import left_over
from course_utils.autograde import causes
from course_utils.autograde.execute import Executed
from course_utils.autograde.minutes import minutes
from course_utils.autograde.restore import SourceCell
from course_utils.autograde.scores import auto_score
from course_utils.course import Lesson
from course_utils.reading import Refused, Unreadable

MAX_NOTES = 4  # in a reason; a notebook without metadata would fill a page
MAX_MESSAGE = 200

# A test cell's status by the name of the error that ended it; any other error is "error".
STATUS = {
    "NotImplementedError": "not_started",
    "CheckError": "failed",
    "AssertionError": "failed",
    "CellTimeoutError": "timeout",
    "NotRun": "not_run",
}
# Errors that come of where a cell runs, and not of what a student's function gave it.
SURROUNDINGS = (
    "CellTimeoutError", "NameError", "ImportError", "ModuleNotFoundError", "FileNotFoundError",
    "PermissionError", "OSError", "MemoryError",
)  # fmt: skip


@dataclass(frozen=True)
class CellResult:
    """One test cell: status is "passed" or one of STATUS's values or "error".

    Attributes:
        cause: the likely cause that the check named, of the course's own (causes.py); "" if none.
        notebook: its notebook where an assignment has several, which may use one grade_id twice.
    """

    grade_id: str
    score: float
    max_score: float
    status: str
    message: str = ""
    cause: str = ""
    notebook: str = ""


@dataclass(frozen=True)
class Result:
    """One submission, as `--json` prints it.

    Attributes:
        status: "graded", "needs_review" (graded, or scored 0, and a person should look),
            "rejected" (not opened at all) or "error" (the grader failed at it: no score was
            written, and an earlier one stays).
        reason: one line, "" for an ordinary submission.
        score, max_score: of the cells graded by running them; written answers wait in `manual`.
            As JSON the score of an "error" is null.
        seconds: wall time of the execution.
        manual: grade_ids that a person grades, with their points.
        minutes: exercises, with how long the student worked at them (minutes.py); those alone of
            which the file tells it, and as JSON only where it tells any.
        worker: who executed it: host and process; not a part of the result as JSON.
    """

    student: str
    assignment: str
    status: str
    reason: str
    score: float
    max_score: float
    seconds: float
    cells: list[CellResult] = field(default_factory=list)
    manual: dict[str, float] = field(default_factory=dict)
    worker: str = ""
    minutes: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> str:
        """One line."""
        told = asdict(self)
        del told["worker"]
        if not self.minutes:
            del told["minutes"]
        for cell in told["cells"]:
            if not cell["notebook"]:
                del cell["notebook"]
        if self.status == "error":
            told["score"] = None
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> "Result":
        """What `as_json` wrote."""
        told = json.loads(text)
        cells = [CellResult(**cell) for cell in told["cells"]]
        return cls(**told | {"cells": cells, "score": told["score"] or 0.0})


def merged(results: Sequence[Result]) -> list[Result]:
    """One result a student and assignment, sorted; an assignment may have several notebooks."""
    worst = ["graded", "needs_review", "rejected", "error"]
    found: dict[tuple[str, str], Result] = {}
    for result in sorted(results, key=lambda r: (r.student, r.assignment)):
        key = (result.student, result.assignment)
        if key not in found:
            found[key] = result
            continue
        first = found[key]
        found[key] = replace(
            first,
            status=max(first.status, result.status, key=worst.index),
            reason="; ".join(dict.fromkeys(filter(None, (first.reason, result.reason)))),
            score=first.score + result.score,
            max_score=first.max_score + result.max_score,
            seconds=round(first.seconds + result.seconds, 3),
            cells=first.cells + result.cells,
            manual=_both(first.manual, result.manual),
            minutes=first.minutes | result.minutes,
        )
    return list(found.values())


def _both(first: dict[str, float], second: dict[str, float]) -> dict[str, float]:
    """Two notebooks may use one grade_id: the later one gets a number, so that no point is lost."""
    both = dict(first)
    for name, points in second.items():
        free, copies = name, 1
        while free in both:
            copies += 1
            free = f"{name} ({copies})"
        both[free] = points
    return both


def within(lesson: Lesson, result: Result) -> Result:
    """The same, its cells told apart from those of the assignment's other notebooks."""
    if len(lesson.together) == 1:
        return result
    return replace(result, cells=[replace(c, notebook=lesson.notebook) for c in result.cells])


def of_notebook(
    names: tuple[str, str], source: list[SourceCell], notes: Sequence[str], done: Executed,
    notebook: NotebookNode,
) -> Result:  # fmt: skip
    """Of a notebook that was executed.

    Args:
        names: student and assignment.
        notes: of reading it.
        notebook: what `done` holds.
    """
    cells = _cell_results(source, notebook)
    told = [*notes, *filter(None, [done.stopped]), *done.notes]
    told += [f"{c.grade_id} {c.message}" for c in cells if c.status == "timeout"]
    if any(c.score < c.max_score for c in cells):
        told += _stopped_cells(source, notebook)
    status = "needs_review" if told else "graded"
    seconds = round(done.seconds, 3)
    result = _result(names, source, status, told, cells, seconds, done.worker)
    return replace(result, minutes=minutes(notebook))


def of_problem(names: tuple[str, str], source: list[SourceCell], problem: Unreadable) -> Result:
    """Of a notebook that cannot be read: everything in it scores 0."""
    tests = [cell for cell in source if cell.is_test]
    cells = [CellResult(c.grade_id, 0.0, c.points or 0.0, "not_run", str(problem)) for c in tests]
    status = "rejected" if isinstance(problem, Refused) else "needs_review"
    return _result(names, source, status, [str(problem)], cells)


def of_fault(names: tuple[str, str], source: list[SourceCell], reason: str) -> Result:
    """Of one that the grader failed at: nothing is known of it."""
    most = sum(cell.points or 0.0 for cell in source if cell.is_test)
    return Result(*names, "error", one_line([reason]), 0.0, most, 0.0)


def with_points(result: Result, source: Sequence[SourceCell]) -> Result:
    """The same with the points that its cells have now: each test gives all of them, or none."""
    points = {cell.grade_id: cell.points or 0.0 for cell in source}
    cells = [
        replace(c, score=points[c.grade_id] if c.score else 0.0, max_score=points[c.grade_id])
        for c in result.cells
    ]
    score, most = sum(c.score for c in cells), sum(c.max_score for c in cells)
    manual = {name: points[name] for name in result.manual}
    return replace(result, cells=cells, score=score, max_score=most, manual=manual)


def _result(
    names: tuple[str, str], source: list[SourceCell], status: str, told: list[str],
    cells: list[CellResult], seconds: float = 0.0, worker: str = "",
) -> Result:  # fmt: skip
    score, most = sum(c.score for c in cells), sum(c.max_score for c in cells)
    manual = {c.grade_id: c.points for c in source if c.points is not None and not c.is_test}
    return Result(
        *names, status, one_line(told), score, most, seconds, cells, manual, worker
    )  # fmt: skip


def one_line(notes: Sequence[str]) -> str:
    """The first few phrases, without anything that a terminal would obey."""
    more = len(notes) - MAX_NOTES
    text = "; ".join([*notes[:MAX_NOTES], *([f"and {more} more"] if more > 0 else [])])
    return "".join(c if c.isprintable() else " " for c in text)


def _cell_results(source: list[SourceCell], notebook: NotebookNode) -> list[CellResult]:
    ran = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in notebook.cells}
    answers = {name: ran.get(name.removeprefix("test_")) for name in ran if name}
    tests = [cell for cell in source if cell.is_test]
    return [_cell_result(cell, ran[cell.grade_id], answers[cell.grade_id]) for cell in tests]


def _cell_result(source: SourceCell, ran: NotebookNode, answer: NotebookNode | None) -> CellResult:
    score = auto_score(ran) or 0.0
    error = _error(ran)
    status = "passed" if error is None else STATUS.get(error.ename, "error")
    message = "" if error is None else error.evalue
    if status == "error":
        message = f"{error.ename}: {message}" if error else ""
    if status == "not_started":
        message = left_over(answer.source if answer else "") or "not written yet"
    cause = causes.cause(error.traceback, ran.source) if error and status == "failed" else ""
    return CellResult(source.grade_id, float(score), source.points or 0.0, status, message, cause)


def _error(cell: NotebookNode) -> NotebookNode | None:
    """What ended it. An interrupted cell shows KeyboardInterrupt first, then why."""
    errors = [o for o in cell.get("outputs", []) if o.output_type == "error"]
    return errors[-1] if errors else None


def _stopped_cells(source: list[SourceCell], notebook: NotebookNode) -> list[str]:
    """The first cell that is neither answer nor test and did not run through, and how many more.

    What such a cell should have done (an import, say) may have cost the points of others. One that
    stopped since an exercise is not written yet, or at a check of it, tells nothing new; nor does a
    cell that was handed out and met what a wrong answer raises.
    """
    own = {cell.grade_id for cell in source if cell.is_test or cell.solution}
    stopped = []
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for number, cell in enumerate(code, 1):
        error = _error(cell)
        ours = cell.metadata.get("nbgrader", {}).get("grade_id") in own
        if error is not None and not ours and _is_news(error, "given" in cell.metadata):
            stopped.append(f"cell {number} stopped: {_told(error)}")
    more = len(stopped) - 1
    return [stopped[0] + (f", and {more} more did" if more else "")] if stopped else []


def _is_news(error: NotebookNode, given: bool) -> bool:
    if STATUS.get(error.ename) in ("not_started", "failed"):
        return False
    return not given or error.ename in SURROUNDINGS


def _told(error: NotebookNode) -> str:
    text = " ".join(error.evalue.split())[:MAX_MESSAGE]
    return text.removeprefix("stopped ") if error.ename == "CellTimeoutError" else (
        f"{error.ename}: {text}" if text else error.ename
    )  # fmt: skip
