"""Late penalties: by the plugin that the settings name, as nbgrader gives them.

nbgrader's own step, AssignLatePenalties, opens the gradebook once more and commits by itself. Here
a penalty belongs to the transaction that writes the scores: both are there, or neither. And it is
found anew at every run, since it follows from what no digest can hold: the due date, an extension,
the plugin and whatever that reads, and points given by hand meanwhile.
"""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import update

from course_utils.autograde.nbgrader_bridge import nbgrader_config, teachers_code

Place = tuple[str, str]  # student, assignment


def assess(gradebook: Gradebook, root: Path, place: Place) -> None:
    """Write the penalties of one submission, in the transaction that is open.

    Args:
        root: the course folder.

    Raises:
        Exception: whatever the plugin raises, or whatever keeps it from being imported.
    """
    gradebook.db.flush()
    rows = _rows(gradebook).filter(Student.id == place[0], Assignment.name == place[1]).all()
    for notebook, penalty in _changes(gradebook, root, rows).items():
        _write(gradebook, notebook, penalty)


def settle(gradebook: Gradebook, root: Path, places: Collection[Place]) -> dict[Place, Exception]:
    """Find the penalties of submissions anew that are in the gradebook; a commit each.

    Returns:
        What was raised, of those whose penalty could not be found or written; theirs stay.
    """
    rows: dict[Place, list[Any]] = {}
    for row in _rows(gradebook):
        rows.setdefault((row.student, row.assignment), []).append(row)
    gradebook.db.rollback()  # ends the transaction that reading began: the plugin may take long
    failed: dict[Place, Exception] = {}
    for place in rows.keys() & set(places):
        try:
            for notebook, penalty in _changes(gradebook, root, rows[place]).items():
                _write(gradebook, notebook, penalty)
            gradebook.db.commit()
        except Exception as error:
            gradebook.db.rollback()
            failed[place] = error
    return failed


def _rows(gradebook: Gradebook) -> Any:
    """A query of the notebooks that may be late, or have a penalty."""
    penalty = SubmittedNotebook.late_submission_penalty
    return (
        gradebook.db.query(
            SubmittedNotebook.id, Student.id.label("student"), Notebook.name.label("notebook"),
            Assignment.name.label("assignment"), Assignment.duedate, SubmittedAssignment.timestamp,
            SubmittedAssignment.extension, SubmittedNotebook.score, penalty.label("penalty"),
        )
        .select_from(SubmittedNotebook)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .filter(Assignment.duedate.is_not(None) | penalty.is_not(None))
    )  # fmt: skip


def _changes(gradebook: Gradebook, root: Path, rows: list[Any]) -> dict[str, float | None]:
    """Id of a submitted notebook -> its penalty, of those that have another one."""
    found = {row.id: _penalty(gradebook, root, row) for row in rows}
    return {row.id: found[row.id] for row in rows if (row.penalty or 0) != (found[row.id] or 0)}


def _penalty(gradebook: Gradebook, root: Path, row: Any) -> float | None:
    """As AssignLatePenalties.preprocess has it; None if nothing is taken off."""
    if row.timestamp is None or row.duedate is None:
        return None
    late = row.timestamp - row.duedate - (row.extension or timedelta())
    if late <= timedelta():
        return None
    with teachers_code(root):
        step = AssignLatePenalties(config=nbgrader_config(root))
        # What a plugin may ask of its parent.
        step.student_id, step.assignment_id = row.student, row.assignment
        step.notebook_id, step.gradebook = row.notebook, gradebook
        step.db_url = gradebook.engine.url.render_as_string(hide_password=False)
        step.init_plugin()
        found = step.plugin_inst.late_submission_penalty(
            row.student, row.score, late.total_seconds()
        )
        return None if found is None else float(step._check_late_penalty(row, found))


def _write(gradebook: Gradebook, notebook: str, penalty: float | None) -> None:
    here = SubmittedNotebook.id == notebook
    values = {"late_submission_penalty": penalty}
    gradebook.db.execute(update(SubmittedNotebook).where(here).values(**values))
