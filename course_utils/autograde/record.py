"""What is graded, and what came of it: a table in the gradebook itself, and the only store of it.

A row is written in the transaction that writes its scores. So whatever ends a run, what the table
holds is what nbgrader's own tables hold, and the same command goes on with the rest.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import ColumnElement, and_, update

from course_utils.autograde import graded_copy
from course_utils.autograde.gradebook import FAULTS, LEDGER
from course_utils.autograde.jobs import Job
from course_utils.autograde.results import Result, merged
from course_utils.autograde.submissions import Submission
from course_utils.course import Lesson

Place = tuple[str, str]  # student, assignment


@dataclass(frozen=True)
class Known:
    """A submission that need not run.

    Attributes:
        results: one a notebook, as stored.
        same: nothing has changed; else its points have.
        failed: the grader failed at another version of it since.
    """

    results: list[Result]
    same: bool
    failed: bool


def known(gradebook: Gradebook, jobs: Sequence[Job], out: Path) -> dict[Place, Known]:
    """Those of the jobs that this gradebook has already, copies included."""
    rows: dict[tuple[str, ...], Any] = {
        (row.student, row.assignment, row.notebook): row for row in _rows(gradebook)
    }
    failed = {(row.student, row.assignment) for row in gradebook.db.execute(FAULTS.select())}
    found = {}
    for job in jobs:
        places = [(*job.names, submission.lesson.notebook) for submission in job.submissions]
        mine = [rows[place] for place in places if place in rows]
        same = bool(job.key) and all(row.key == job.key for row in mine)
        if len(mine) < len(places) or not (same or all(_has_run(job, row) for row in mine)):
            continue
        results = [_read(row.result) for row in mine]
        if all(result is not None for result in results) and all(_is_copied(x, out) for x in mine):
            found[job.names] = Known([x for x in results if x], same, job.names in failed)
    return found


def _has_run(job: Job, row: Any) -> bool:
    return bool(job.ran) and row.ran == job.ran


def _rows(gradebook: Gradebook) -> Iterator[Any]:
    """Of submissions that nbgrader knows, too: what was removed there is gone."""
    there = set(
        gradebook.db.query(Student.id, Assignment.name)
        .select_from(SubmittedAssignment).join(Assignment).join(Student)
        .tuples()
    )  # fmt: skip
    for row in gradebook.db.execute(LEDGER.select()):
        if (row.student, row.assignment) in there:
            yield row


def _read(text: str) -> Result | None:
    """None if another version of this package wrote it otherwise."""
    try:
        return Result.of(text)
    except (ValueError, KeyError, TypeError):
        return None


def _is_copied(row: Any, out: Path) -> bool:
    """Whether its graded copy is there, if there is one; puts it in place if it is beside it."""
    copy = out / row.student / row.assignment / f"{row.notebook}.ipynb"
    graded_copy.put_in_place(copy, row.key)  # the run ended between commit and rename
    return copy.is_file() or not row.copied


def results(gradebook: Gradebook) -> list[Result]:
    """What came of everything that was graded, one a student and assignment, sorted.

    Where the grader failed since, that is told, with the earlier score if there is one.
    """
    stored = merged([x for row in _rows(gradebook) if (x := _read(row.result)) is not None])
    found = {(x.student, x.assignment): x for x in stored}
    for row in gradebook.db.execute(FAULTS.select()):
        if (fault := _read(row.result)) is not None:
            earlier = found.get((row.student, row.assignment), fault)
            told = replace(earlier, status=fault.status, reason=fault.reason)
            found[row.student, row.assignment] = told
    return [found[place] for place in sorted(found)]


def without_copy(gradebook: Gradebook, lesson: Lesson) -> dict[str, str]:
    """Students whose file could not be graded -> why."""
    same = (LEDGER.c.assignment == lesson.assignment) & (LEDGER.c.notebook == lesson.notebook)
    rows = gradebook.db.execute(LEDGER.select().where(same & ~LEDGER.c.copied))
    return {row.student: str(json.loads(row.result)["reason"]) for row in rows}


def graded(gradebook: Gradebook) -> set[Place]:
    """What has a score of the grader's."""
    return {(row.student, row.assignment) for row in _rows(gradebook)}


def by_hand(gradebook: Gradebook) -> list[Any]:
    """Cells that a person gave points to.

    Returns:
        Rows of id, auto (its automatic score), most (full marks), waits (to be looked at again),
        student and assignment.
    """
    query = gradebook.db.query(
        Grade.id, Grade.auto_score.label("auto"), Grade.max_score.label("most"),
        Grade.needs_manual_grade.label("waits"), Student.id.label("student"),
        Assignment.name.label("assignment"),
    )  # fmt: skip
    return list(
        query.select_from(Grade).join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .filter(Grade.manual_score.is_not(None))
    )  # fmt: skip


# --- in the transaction that is open ---


def note(
    gradebook: Gradebook, submission: Submission, result: Result, key: str, ran: str, copied: bool
) -> None:
    """That this notebook is graded.

    Args:
        key: what tells the next run that this is done; "" for what shall be tried again.
        ran: tells it that points alone have changed; "" if that may change more.
        copied: there is a graded copy.
    """
    place = {"student": submission.student, "assignment": submission.lesson.assignment}
    row = place | {"notebook": submission.lesson.notebook}
    gradebook.db.execute(LEDGER.delete().where(_is(LEDGER, row)))
    told = {"key": key, "ran": ran, "copied": copied, "result": result.as_json()}
    gradebook.db.execute(LEDGER.insert().values(**row, **told))


def mark_read(gradebook: Gradebook, grade: str) -> None:
    """A person need not look at it again.

    Args:
        grade: its id, of `by_hand`.
    """
    here = update(Grade).where(Grade.id == grade)
    gradebook.db.execute(here.values(needs_manual_grade=False))


def forget_fault(gradebook: Gradebook, place: Place) -> None:
    """It is graded now."""
    row = dict(zip(("student", "assignment"), place, strict=True))
    gradebook.db.execute(FAULTS.delete().where(_is(FAULTS, row)))


def forget_faults_of_absent(gradebook: Gradebook, assignments: set[str], there: set[str]) -> None:
    """Of students who are no longer among those who handed in: nobody will try again.

    Args:
        there: students who have a folder.
    """
    for row in gradebook.db.execute(FAULTS.select()).all():
        if row.assignment in assignments and row.student not in there:
            forget_fault(gradebook, (row.student, row.assignment))


def note_fault(gradebook: Gradebook, result: Result) -> None:
    """The grader failed at it; the record of an earlier score stays."""
    forget_fault(gradebook, (result.student, result.assignment))
    place = {"student": result.student, "assignment": result.assignment}
    gradebook.db.execute(FAULTS.insert().values(**place, result=result.as_json()))


def _is(table: Any, row: dict[str, str]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in row.items()))
