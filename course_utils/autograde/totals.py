"""What the gradebook says each student has: nbgrader's scores, marks by hand, late penalties."""

from contextlib import suppress
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

from course_utils.autograde.gradebook import as_url, opened
from course_utils.autograde.nbgrader_bridge import find_lessons, places
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


def of_course(gradebook: str | None, ours: bool = True) -> dict[tuple[str, str], Total] | None:
    """What the gradebook holds; None if none is named and there is none.

    Args:
        ours: what was graded is the course's own class, so the course's gradebook is meant.
    """
    url = as_url(gradebook) if gradebook else ""
    if not url and ours:
        with suppress(CourseError):
            url = places(find_lessons(None)[0].root).gradebook
    file = url.removeprefix("sqlite:///")
    if file != url and not Path(file).is_file():  # opening it would make one
        if gradebook:
            raise CourseError(f"no gradebook at {file}: `course grade` makes it")
        return None
    if not url:
        return None
    with opened(url) as book:
        return totals(book)
