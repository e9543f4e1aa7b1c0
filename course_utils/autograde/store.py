"""One submission into the gradebook: scores, penalty, record and graded copies, all or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, SubmittedNotebook
from nbgrader.utils import compute_checksum, is_grade, is_solution, is_task

from course_utils.autograde import graded_copy, late, record, timestamps
from course_utils.autograde.nbgrader_bridge import with_header
from course_utils.autograde.restore import SourceCell
from course_utils.autograde.results import Result
from course_utils.autograde.scores import auto_score, is_all_or_nothing
from course_utils.autograde.submissions import Submission
from course_utils.course import Lesson
from course_utils.reading import Unreadable


@dataclass(frozen=True)
class Graded:
    """One notebook of a submission, and what came of it.

    Attributes:
        source: its cells, as the instructor has them.
        notebook: executed; None scores every cell 0, as for a missing notebook.
    """

    submission: Submission
    source: list[SourceCell]
    result: Result
    notebook: NotebookNode | None = None

    def copy(self, out: Path) -> Path:
        """Where the graded notebook goes."""
        place = Path(self.submission.student, self.submission.lesson.assignment)
        return out / place / f"{self.submission.lesson.notebook}.ipynb"


def store(gradebook: Gradebook, parts: Sequence[Graded], key: str, ran: str, out: Path) -> None:
    """Write a submission in one commit, then put its graded copies in place.

    Args:
        parts: its notebooks.
        key, ran: names of what was graded, see `record.note`.

    Raises:
        Exception: the late penalty's plugin failed, the disk is full, the gradebook is locked.
            Nothing was written, if the caller rolls back.
    """
    copies = []
    with _one_commit(gradebook):
        for part in parts:
            stored = _submitted(gradebook, part.submission)
            released = [*_texts(part.submission.lesson), *(cell.source for cell in part.source)]
            _score(gradebook, stored, part.notebook)
            _comment(gradebook, stored, part.notebook)
            clean = part.notebook and graded_copy.clean(part.notebook, released)
            graded_copy.write_part(part.copy(out), key, clean)
            copies.append((part.copy(out), clean is not None))
            points_alone = ran if _is_in_proportion(part) else ""
            record.note(
                gradebook, part.submission, part.result, key, points_alone, clean is not None
            )
        _finish(gradebook, parts)
    gradebook.db.commit()
    for copy, there in copies:
        if there:
            graded_copy.put_in_place(copy, key)
        else:
            copy.unlink(missing_ok=True)


def store_points(
    gradebook: Gradebook, parts: Sequence[Graded], earlier: Sequence[Result], key: str, ran: str,
    out: Path,
) -> None:  # fmt: skip
    """The same for a submission whose points alone have changed.

    Args:
        parts: with results that `results.with_points` made; without notebooks.
        earlier: their results before.

    Raises:
        Exception: as `store`.
    """
    with _one_commit(gradebook):
        for part, before in zip(parts, earlier, strict=True):
            _score_anew(gradebook, _submitted(gradebook, part.submission), part.result, before)
            notebook = _with_points(part.copy(out), part.source)
            graded_copy.write_part(part.copy(out), key, notebook)
            record.note(gradebook, part.submission, part.result, key, ran, copied=True)
        _finish(gradebook, parts)
    gradebook.db.commit()
    for part in parts:
        graded_copy.put_in_place(part.copy(out), key)


@contextmanager
def _one_commit(gradebook: Gradebook) -> Iterator[None]:
    """nbgrader's functions commit one by one: a fault between them would leave a score of 0."""
    gradebook.db.commit = gradebook.db.flush
    try:
        yield
    finally:
        del gradebook.db.commit


def _finish(gradebook: Gradebook, parts: Sequence[Graded]) -> None:
    """What concerns the submission as a whole."""
    first = parts[0].submission
    place = (first.student, first.lesson.assignment)
    late.assess(gradebook, first.lesson.root, place)
    record.forget_fault(gradebook, place)


def _submitted(gradebook: Gradebook, submission: Submission) -> SubmittedNotebook:
    """nbgrader's entry, made if there is none."""
    lesson, when = submission.lesson, _timestamp(submission)
    given = {} if when is None else {"timestamp": when}
    with gradebook.db.no_autoflush:  # its tree is built piece by piece
        gradebook.update_or_create_student(submission.student)
        gradebook.update_or_create_submission(lesson.assignment, submission.student, **given)
    return gradebook.find_submission_notebook(
        lesson.notebook, lesson.assignment, submission.student
    )


def _timestamp(submission: Submission) -> datetime | None:
    """When it was handed in, in UTC; None if nobody says so, or it cannot be told."""
    with suppress(Unreadable):
        return timestamps.handed_in(submission.folder)
    return None


def _score(gradebook: Gradebook, stored: SubmittedNotebook, notebook: NotebookNode | None) -> None:
    cells = _graded_cells(notebook)
    for grade, name in _of_cells(gradebook, Grade, stored):
        cell = cells.get(name)
        grade.auto_score = 0 if cell is None else auto_score(cell)
        marked, task = grade.manual_score is not None, cell is not None and is_task(cell)
        # nbgrader's rule: what a person marked waits for one again, but for a task.
        grade.needs_manual_grade = not marked if task else marked or grade.auto_score is None


def _score_anew(
    gradebook: Gradebook, stored: SubmittedNotebook, result: Result, earlier: Result
) -> None:
    """A person looks again at what they gave points to, where its points have changed."""
    tests = {cell.grade_id: cell for cell in result.cells}
    before = {cell.grade_id: cell.max_score for cell in earlier.cells} | earlier.manual
    now = {cell.grade_id: cell.max_score for cell in result.cells} | result.manual
    for grade, name in _of_cells(gradebook, Grade, stored):
        if name in tests:
            grade.auto_score = tests[name].score
        if now.get(name) != before.get(name) and grade.manual_score is not None:
            grade.needs_manual_grade = True


def _comment(
    gradebook: Gradebook, stored: SubmittedNotebook, notebook: NotebookNode | None
) -> None:
    cells = _graded_cells(notebook)
    for comment, name in _of_cells(gradebook, Comment, stored):
        cell = cells.get(name)
        none = cell is None or (_is_unanswered(cell) and not is_task(cell))
        comment.auto_comment = "No response." if none else None


def _of_cells(
    gradebook: Gradebook, kind: type[Grade] | type[Comment], stored: SubmittedNotebook
) -> Iterator[tuple[Any, str]]:
    """nbgrader's entries, each with its grade_id: in one query."""
    query = gradebook.db.query(kind, BaseCell.name).join(BaseCell, kind.cell_id == BaseCell.id)
    yield from query.filter(kind.notebook_id == stored.id).tuples()


def _graded_cells(notebook: NotebookNode | None) -> dict[str, NotebookNode]:
    return {
        cell.metadata.nbgrader["grade_id"]: cell
        for cell in (notebook.cells if notebook else [])
        if is_grade(cell) or is_solution(cell) or is_task(cell)
    }


def _is_unanswered(cell: NotebookNode) -> bool:
    return bool(cell.metadata.nbgrader.get("checksum") == compute_checksum(cell))


def _texts(lesson: Lesson) -> tuple[str, ...]:
    """Sources of all cells of the lesson, as the instructor has them."""
    return _read_texts(lesson, lesson.source.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read_texts(lesson: Lesson, _: int) -> tuple[str, ...]:
    return tuple(str(cell.source) for cell in with_header(lesson).cells)


# --- when points alone change ---


def _is_in_proportion(part: Graded) -> bool:
    """Whether other points would change its scores in proportion, and nothing else: an ordinary
    submission, whose tests give all or nothing."""
    tests = {cell.grade_id for cell in part.source if cell.is_test}
    cells = _graded_cells(part.notebook)
    return (
        part.result.status == "graded"
        and not part.result.reason
        and all(cell.max_score > 0 for cell in part.result.cells)
        and all(is_all_or_nothing(cells[name]) for name in tests)
    )


def _with_points(copy: Path, source: Sequence[SourceCell]) -> NotebookNode:
    """A graded copy whose cells tell the points that they are worth now."""
    notebook: NotebookNode = nbformat.read(copy, as_version=4)
    known = {cell.grade_id: cell for cell in source}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in known:
            cell.metadata["nbgrader"] = nbformat.from_dict(known[name].metadata())
    return notebook
