"""What the gradebook says each student has: nbgrader's scores, marks by hand, late penalties."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import (
    Assignment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from course_utils.autograde import record
from course_utils.autograde.gradebook import address, as_url, file_of, opened, shown
from course_utils.autograde.nbgrader_bridge import find_lessons, places
from course_utils.autograde.results import Result
from course_utils.course import CourseError


@dataclass
class Total:
    """One submission, in points.

    Attributes:
        auto: of cells that tests decided.
        manual: of cells that a person gave points to, extra credit included.
        late: penalty, 0 or more.
        awaiting: how many cells a person has still to look at.
        most: full marks of the assignment.
    """

    auto: float = 0.0
    manual: float = 0.0
    late: float = 0.0
    awaiting: int = 0
    most: float = 0.0

    @property
    def total(self) -> float:
        """As nbgrader exports it: a penalty takes no more than there is."""
        return max(0.0, self.auto + self.manual - self.late)


def totals(gradebook: Gradebook) -> dict[tuple[str, str], Total]:
    """(student, assignment) -> what the gradebook holds; in three queries, however many."""
    db = gradebook.db
    most = {a.name: float(a.max_score) for a in db.query(Assignment)}
    found: dict[tuple[str, str], Total] = {}
    penalty = SubmittedAssignment.late_submission_penalty
    for student, name, late in db.query(Student.id, Assignment.name, penalty).select_from(
        SubmittedAssignment
    ).join(Assignment).join(Student):  # fmt: skip
        found[student, name] = Total(late=float(late or 0), most=most[name])
    for student, name, score, manual, waits in (
        db.query(Student.id, Assignment.name, Grade.score, Grade.manual_score,
                 Grade.needs_manual_grade)
        .select_from(SubmittedAssignment).join(Assignment).join(Student)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    ):  # fmt: skip
        total = found[student, name]
        if manual is None:
            total.auto += score
        else:
            total.manual += score
        total.awaiting += bool(waits)
    return found


@contextmanager
def graded_into(url: str) -> Iterator[Gradebook]:
    """A gradebook that is there.

    Raises:
        CourseError: it is not, or cannot be read.
    """
    file = file_of(url)
    if file is not None and not file.is_file():  # opening it would make one
        raise CourseError(_nothing_in(url))
    with opened(url) as gradebook:
        yield gradebook


def of_class(url: str) -> tuple[list[Result], dict[tuple[str, str], Total]]:
    """What came of everything that was graded into a gradebook, and what it is worth there.

    Raises:
        CourseError: nothing was, or the gradebook cannot be read.
    """
    with graded_into(url) as gradebook:
        results, worth = record.results(gradebook), totals(gradebook)
    if not results:
        raise CourseError(_nothing_in(url))
    return results, worth


def _nothing_in(url: str) -> str:
    file = file_of(url)
    return f"no results in {os.path.relpath(file) if file else shown(url)}: run `course grade`"


def find_gradebook(named: str | None, graded: Path | None) -> str:
    """The URL of the gradebook that is meant.

    Args:
        named: what was typed; it counts.
        graded: folder with graded copies: the gradebook they were graded into; None: those of the
            course at hand, or what its settings say.

    Raises:
        CourseError: nobody says which, or there is none.
    """
    if named:
        file = file_of(as_url(named))
        if file and not file.is_file():
            raise CourseError(f"no gradebook at {named}: `course grade` makes it")
        return as_url(named)
    try:
        usual = places(find_lessons(None)[0].root)
    except CourseError:
        if graded is None:
            raise
        usual = None
    folder = graded or (usual and usual.autograded)
    found = address(folder) if folder else None
    if found is None and usual and folder and folder.resolve() == usual.autograded.resolve():
        found = usual.gradebook
    if found is None:
        raise CourseError(f"no results in {graded}: run `course grade --out {graded}`")
    return found
