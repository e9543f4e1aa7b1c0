"""Late penalties and extensions: by the plugin that the settings name, as nbgrader gives them.

nbgrader's own step, AssignLatePenalties, opens the gradebook once more and commits by itself. Here
a penalty belongs to the transaction that writes the scores: both are there, or neither. And it is
found anew at every run, since it follows from what no digest can hold: the due date, an extension,
the plugin and whatever that reads, and points given by hand meanwhile. It is always a student's
whole term that is looked at, as one late assignment may use up the free days of the next.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nbgrader.api import (
    Assignment,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import and_, update
from traitlets import TraitError

from course_utils.autograde import extensions
from course_utils.autograde.extensions import Extension
from course_utils.autograde.gradebook import LATE, opened
from course_utils.autograde.late_policy import LatePolicy, shown, span
from course_utils.autograde.nbgrader_bridge import find_lessons, nbgrader_config, teachers_code
from course_utils.autograde.submissions import students
from course_utils.course import CourseError

Place = tuple[str, str]  # student, assignment


@dataclass(frozen=True)
class Penalty:
    """Of one notebook.

    Attributes:
        points: None if nothing is taken off.
        why: in sentences, for the student; "" if there is nothing to say.
    """

    points: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Terms:
    """What the course's settings and extensions.csv say.

    Attributes:
        zone: of the course.
        given: extensions; None if there is no such file.
    """

    file: Path
    zone: ZoneInfo | None
    given: dict[Place, Extension] | None


def check(gradebook: Gradebook, root: Path) -> None:
    """Before anything is graded.

    Raises:
        CourseError: rows of extensions.csv are wrong, a line each, or the policy's settings are.
    """
    terms = terms_of(root)
    due = dict(gradebook.db.query(Assignment.name, Assignment.duedate).tuples())
    wrong = [
        f"{terms.file}:{row.line}: due before everybody's due date ({shown(when, terms.zone)})"
        for (_, assignment), row in (terms.given or {}).items()
        if (when := due.get(assignment)) is not None and row.due is not None and row.due < when
    ]
    if wrong:
        raise CourseError("\n".join(wrong))


def strangers(root: Path, url: str, folder: Path) -> list[str]:
    """Rows of extensions.csv for students of whom nothing is known here, a line each: they have
    handed in nothing yet, or the name is misspelt and the extension would be lost.

    Args:
        url, folder: the gradebook and the submissions.
    """
    terms = terms_of(root)
    if not terms.given:
        return []
    with opened(url, root) as gradebook:
        known = {x.id for x in gradebook.students} | {x.id for x in students(folder)}
    return [
        f"{terms.file}:{row.line}: nothing is known of a student {student!r}: is the name right?"
        for (student, _), row in terms.given.items() if student not in known
    ]  # fmt: skip


def terms_of(root: Path) -> Terms:
    """Of a course, whichever plugin finds the penalties.

    Raises:
        CourseError: a setting of `c.LatePolicy` is wrong, or rows of extensions.csv are, a line
            each.
    """
    try:
        policy = LatePolicy(config=nbgrader_config(root))
    except TraitError as error:
        raise CourseError(f"{root / 'nbgrader_config.py'}: {error}") from None
    path = root / policy.extensions
    given = None
    if path.is_file():
        given = extensions.read(path, find_lessons(None, root), policy.zone)
    return Terms(path, policy.zone, given)


def assess(gradebook: Gradebook, root: Path, place: Place) -> None:
    """Write extension and penalties of one submission, in the transaction that is open, and those
    of the student's others.

    Args:
        root: the course folder.

    Raises:
        Exception: whatever the plugin raises, or whatever keeps it from being imported.
    """
    gradebook.db.flush()
    _settle(gradebook, root, terms_of(root), _rows(gradebook, place[0]))


def settle(gradebook: Gradebook, root: Path, places: Collection[Place]) -> dict[Place, Exception]:
    """Find the penalties of submissions anew that are in the gradebook; a commit each student.

    Returns:
        What was raised, of those whose penalty could not be found or written; theirs stay.
    """
    rows: dict[str, list[Any]] = {}
    for row in _rows(gradebook):
        rows.setdefault(row.student, []).append(row)
    gradebook.db.rollback()  # ends the transaction that reading began: the plugin may take long
    terms = terms_of(root)
    failed: dict[Place, Exception] = {}
    for student in sorted(rows.keys() & {student for student, _ in places}):
        try:
            _settle(gradebook, root, terms, rows[student])
            gradebook.db.commit()
        except Exception as error:
            gradebook.db.rollback()
            failed |= {(student, row.assignment): error for row in rows[student]}
    return failed


def _settle(gradebook: Gradebook, root: Path, terms: Terms, rows: Sequence[Any]) -> None:
    """Of one student."""
    if _extend(gradebook, terms, rows):
        rows = _rows(gradebook, rows[0].student)
    for row in rows:
        found = _penalty(gradebook, root, terms.zone, row)
        if (row.penalty or 0) != (found.points or 0):
            here = update(SubmittedNotebook).where(SubmittedNotebook.id == row.id)
            gradebook.db.execute(here.values(late_submission_penalty=found.points))
        if (row.why or "") != found.why:
            _explain(gradebook, row, found.why)


def _rows(gradebook: Gradebook, student: str | None = None) -> list[Any]:
    """Notebooks that may be late, or have a penalty: of one student, or all."""
    penalty = SubmittedNotebook.late_submission_penalty
    told = and_(
        LATE.c.student == Student.id,
        LATE.c.assignment == Assignment.name,
        LATE.c.notebook == Notebook.name,
    )
    query = (
        gradebook.db.query(
            SubmittedNotebook.id, Student.id.label("student"), Notebook.name.label("notebook"),
            Assignment.name.label("assignment"), Assignment.duedate, SubmittedAssignment.timestamp,
            SubmittedAssignment.id.label("submission"), SubmittedAssignment.extension,
            SubmittedNotebook.score, penalty.label("penalty"), LATE.c.why,
        )
        .select_from(SubmittedNotebook)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .outerjoin(LATE, told)
        .filter(Assignment.duedate.is_not(None) | penalty.is_not(None) | LATE.c.why.is_not(None))
    )  # fmt: skip
    return list(query if student is None else query.filter(Student.id == student))


def _extend(gradebook: Gradebook, terms: Terms, rows: Sequence[Any]) -> bool:
    """Put what extensions.csv says into the gradebook; whether anything was new."""
    if terms.given is None:
        return False
    zone = terms.zone or ZoneInfo("UTC")
    changed = False
    for row in {row.submission: row for row in rows}.values():
        entry = terms.given.get((row.student, row.assignment))
        wanted = entry.beyond(row.duedate, zone) if entry else None
        if (row.extension or timedelta()) != (wanted or timedelta()):
            here = update(SubmittedAssignment).where(SubmittedAssignment.id == row.submission)
            gradebook.db.execute(here.values(extension=wanted))
            changed = True
    return changed


def _penalty(gradebook: Gradebook, root: Path, zone: ZoneInfo | None, row: Any) -> Penalty:
    """As AssignLatePenalties.preprocess has it."""
    if row.timestamp is None or row.duedate is None:
        return Penalty()
    late = row.timestamp - row.duedate - (row.extension or timedelta())
    if late <= timedelta():
        return Penalty()
    with teachers_code(root):
        step = AssignLatePenalties(config=nbgrader_config(root))
        # What a plugin may ask of its parent.
        step.student_id, step.assignment_id = row.student, row.assignment
        step.notebook_id, step.gradebook = row.notebook, gradebook
        step.db_url = gradebook.engine.url.render_as_string(hide_password=False)
        step.init_plugin()
        plugin = step.plugin_inst
        found = plugin.late_submission_penalty(row.student, row.score, late.total_seconds())
        points = None if found is None else float(step._check_late_penalty(row, found))
        own = isinstance(plugin, LatePolicy)
        words = plugin.words(gradebook, row.student, row.assignment) if own else ""
    if not points and not words:
        return Penalty(points)
    return Penalty(points, f"{_late(row, late, zone)} {words}".rstrip())


def _late(row: Any, late: timedelta, zone: ZoneInfo | None) -> str:
    """When it was handed in, and when it was due."""
    due = f"due {shown(row.duedate + (row.extension or timedelta()), zone)}"
    if row.extension:
        due += f", with an extension of {span(row.extension)}"
    return f"Handed in {shown(row.timestamp, zone)}, {span(late)} late ({due})."


def _explain(gradebook: Gradebook, row: Any, why: str) -> None:
    place = {"student": row.student, "assignment": row.assignment, "notebook": row.notebook}
    here = and_(*(LATE.c[name] == value for name, value in place.items()))
    gradebook.db.execute(LATE.delete().where(here))
    if why:
        gradebook.db.execute(LATE.insert().values(**place, why=why))


def explained(gradebook: Gradebook, place: Place, notebook: str) -> str:
    """Why something was taken off, or was not although it was late; "" if it was in time."""
    here = and_(LATE.c.student == place[0], LATE.c.assignment == place[1])
    row = gradebook.db.execute(LATE.select().where(here & (LATE.c.notebook == notebook))).first()
    return str(row.why) if row is not None else ""
