"""nbgrader's gradebook: set up from solutions/, written by one process, a commit a submission."""

import glob
import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import nbformat
from alembic.script import ScriptDirectory
from nbformat import NotebookNode
from nbgrader.api import Base, Gradebook
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import (
    compute_checksum,
    determine_grade,
    is_grade,
    is_solution,
    is_task,
)
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    MetaData,
    String,
    Table,
    Text,
    and_,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from course_utils.autograde import timestamps
from course_utils.autograde.graded_copy import clean, has_own_cells
from course_utils.autograde.nbgrader_bridge import (
    nbgrader_config,
    teachers_code,
    with_header,
)
from course_utils.autograde.submissions import Submission
from course_utils.course import CourseError, Lesson, replace_file
from course_utils.reading import Unreadable

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# What is done, in the gradebook itself: committed with the scores, or not at all.
LEDGER = Table(
    "course_ledger",
    MetaData(),
    Column("student", String(255), primary_key=True),
    Column("assignment", String(255), primary_key=True),
    Column("notebook", String(255), primary_key=True),
    Column("key", String(64), nullable=False, index=True),
    Column("copied", Boolean, nullable=False),  # whether there is a graded copy
    Column("result", Text, nullable=False),
    Column("late", String(64)),  # `_lateness` that the penalty stands for
)

# nbgrader's own: the revision of its tables, which `nbgrader db upgrade` reads.
VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), nullable=False))


def as_url(text: str) -> str:
    """A SQLAlchemy URL; a plain path means a SQLite file."""
    return text if "://" in text else f"sqlite:///{Path(text).resolve()}"


@contextmanager
def opened(url: str, root: Path | None = None) -> Iterator[Gradebook]:
    """nbgrader's gradebook at `url`, created if the database is empty.

    Args:
        root: the course folder, whose nbgrader_config.py may give the course a name.

    Raises:
        CourseError: the URL is malformed or the database does not answer.
    """
    try:
        given = nbgrader_config(root).CourseDirectory.get("course_id", "") if root else ""
        _create(url)
        gradebook = Gradebook(url, given or "default_course")
    except (SQLAlchemyError, ModuleNotFoundError, OSError) as error:
        reason = str(error).strip().splitlines()[0]
        raise CourseError(f"cannot open the gradebook {shown(url)}: {reason}") from None
    try:
        yield gradebook
    except SQLAlchemyError as error:
        reason = str(error).strip().splitlines()[0]
        raise CourseError(f"the gradebook {shown(url)} failed: {reason}") from None
    finally:
        gradebook.close()


def _create(url: str) -> None:
    """Set up an empty database as nbgrader does, which starts `alembic` to ask for its version."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if not inspect(connection).get_table_names():
                Base.metadata.create_all(connection)
                VERSION.create(connection)
                head = ScriptDirectory(ALEMBIC_DIR).get_current_head()
                connection.execute(VERSION.insert().values(version_num=head))
    finally:
        engine.dispose()


def shown(url: str) -> str:
    """The URL without its password."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


def copied(url: str, folder: Path) -> str:
    """The URL of a gradebook in `folder` to try things with: a copy, or an empty one."""
    there = folder / "gradebook.db"
    file = make_url(url).database if url.startswith("sqlite") else None
    if file and Path(file).is_file():
        with closing(sqlite3.connect(file)) as ours, closing(sqlite3.connect(there)) as copy:
            ours.backup(copy)
    return f"sqlite:///{there}"


@lru_cache(maxsize=8)
def _texts(lesson: Lesson, _: int) -> tuple[str, ...]:
    return tuple(str(cell.source) for cell in with_header(lesson).cells)


def _released(gradebook: Gradebook, lesson: Lesson) -> list[str]:
    """Sources of all cells that a student was given, answers and hidden tests as released."""
    stored = gradebook.find_notebook(lesson.notebook, lesson.assignment)
    own = (str(cell.source) for cell in stored.source_cells)
    return [*_texts(lesson, lesson.source.stat().st_mtime_ns), *own]


def without_copy(gradebook: Gradebook, lesson: Lesson) -> dict[str, str]:
    """Students whose file could not be graded -> why."""
    _create_ledger(gradebook)
    same = (LEDGER.c.assignment == lesson.assignment) & (LEDGER.c.notebook == lesson.notebook)
    rows = gradebook.db.execute(LEDGER.select().where(same & ~LEDGER.c.copied))
    return {row.student: str(json.loads(row.result)["reason"]) for row in rows}


@contextmanager
def reserved(url: str, out: Path) -> Iterator[None]:
    """One grader at a time writes to a gradebook; the lock ends with the process.

    Raises:
        CourseError: another one does.
    """
    if fcntl is None:  # Windows: SQLite's own lock has to do
        yield
        return
    database = make_url(url).database if url.startswith("sqlite") else None
    out.mkdir(parents=True, exist_ok=True)
    path = Path(database) if database and Path(database).parent.is_dir() else out
    # Closing a file that SQLite uses would drop SQLite's locks: held until all is closed.
    descriptor = os.open(path, os.O_RDONLY if path == out else os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CourseError(
            f"another `course grade` is writing to {shown(url)}: wait until it is done"
        ) from None
    finally:
        os.close(descriptor)


class Key(Protocol):
    """What `known` reads of a job."""

    @property
    def submissions(self) -> tuple[Submission, ...]: ...
    @property
    def key(self) -> str: ...


def known(gradebook: Gradebook, jobs: Sequence[Key], out: Path) -> dict[str, list[str]]:
    """Key -> stored results, one a notebook, of the jobs that this gradebook has already, copies
    included."""
    _create_ledger(gradebook)
    rows = {
        (row.student, row.assignment, row.notebook): row
        for row in gradebook.db.execute(LEDGER.select())
    }
    found = {}
    for job in jobs:
        places = [(s.student, s.lesson.assignment, s.lesson.notebook) for s in job.submissions]
        mine = [rows[place] for place in places if place in rows]
        same = [row for row in mine if row.key == job.key and _is_copied(row, out)]
        if job.key and len(same) == len(places):
            found[job.key] = [row.result for row in same]
    return found


def _create_ledger(gradebook: Gradebook) -> None:
    LEDGER.create(gradebook.engine, checkfirst=True)
    columns = {column["name"] for column in inspect(gradebook.engine).get_columns(LEDGER.name)}
    if "late" not in columns:  # of an earlier version
        gradebook.db.execute(text(f"ALTER TABLE {LEDGER.name} ADD COLUMN late VARCHAR(64)"))
        gradebook.db.commit()


def _is_copied(row: Any, out: Path) -> bool:
    """Whether its graded copy is there, if there is one; puts it in place if it is beside it."""
    copy = out / row.student / row.assignment / f"{row.notebook}.ipynb"
    part = _part(copy, row.key)
    if part.is_file():  # the run ended between commit and rename
        os.replace(part, copy)
    return copy.is_file() or not row.copied


def settle(gradebook: Gradebook, submission: Submission) -> None:
    """Find the penalty anew if the due date, an extension or the settings have changed since."""
    same = _row_of(submission)
    late = _lateness(gradebook, submission)
    row = gradebook.db.execute(LEDGER.select().where(same)).first()
    if row is not None and row.late != late:
        gradebook.db.commit()  # the plugin writes by a connection of its own
        _late_penalty(gradebook, submission, None)
        gradebook.db.execute(LEDGER.update().where(same).values(late=late))
        gradebook.db.commit()


def _lateness(gradebook: Gradebook, submission: Submission) -> str:
    """Digest of all that a penalty for being late follows from, but for the plugin's own code."""
    stored = gradebook.find_submission(submission.lesson.assignment, submission.student)
    config = submission.lesson.root / "nbgrader_config.py"
    policy = config.read_bytes() if config.is_file() else b""
    told = (stored.assignment.duedate, stored.extension, stored.timestamp, policy)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def store(
    gradebook: Gradebook,
    submission: Submission,
    notebook: NotebookNode | None,
    copy: Path,
    key: str,
    result: str,
) -> None:
    """Write one submission's scores in one commit, then put its graded copy in place.

    Args:
        notebook: executed and restored; None scores every cell 0, as for a missing notebook.
        copy: where the graded notebook goes; removed if there is none.
        key, result: for the ledger, which tells the next run that this is done.
    """
    lesson = submission.lesson
    when = _timestamp(submission)
    given = {} if when is None else {"timestamp": when}
    with gradebook.db.no_autoflush, _one_commit(gradebook):
        gradebook.update_or_create_student(submission.student)
        gradebook.update_or_create_submission(lesson.assignment, submission.student, **given)
    stored = gradebook.find_submission_notebook(
        lesson.notebook, lesson.assignment, submission.student
    )
    cells = {} if notebook is None else _graded_cells(notebook)
    for grade in stored.grades:
        cell = cells.get(grade.cell.name)
        grade.auto_score = 0 if cell is None else auto_score(cell)
        grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
    released = _released(gradebook, lesson)
    own = notebook is not None and has_own_cells(notebook, released)
    for comment in stored.comments:
        cell = cells.get(comment.cell.name)
        none = cell is None or (_unanswered(cell) and not (own and is_task(cell)))
        comment.auto_comment = "No response." if none else None
    part = _write_part(notebook and clean(notebook, released), copy, key)
    late = stored.assignment.duedate is not None
    if not late:
        _note(gradebook, submission, key, part is not None, result)
    gradebook.db.commit()
    if part is None:
        copy.unlink(missing_ok=True)
    else:
        os.replace(part, copy)
    if late:  # the plugin commits by itself, so done is only what has its penalty too
        _late_penalty(gradebook, submission, notebook)
        _note(gradebook, submission, key, part is not None, result)
        gradebook.db.commit()


@contextmanager
def _one_commit(gradebook: Gradebook) -> Iterator[None]:
    """nbgrader's functions commit one by one: a fault between them would leave a score of 0."""
    gradebook.db.commit = gradebook.db.flush
    try:
        yield
    finally:
        del gradebook.db.commit


def _note(
    gradebook: Gradebook, submission: Submission, key: str, copied: bool, result: str
) -> None:
    """In the ledger, in the transaction that is open."""
    lesson = submission.lesson
    gradebook.db.execute(LEDGER.delete().where(_row_of(submission)))
    gradebook.db.execute(
        LEDGER.insert().values(
            student=submission.student, assignment=lesson.assignment, notebook=lesson.notebook,
            key=key, copied=copied, result=result, late=_lateness(gradebook, submission),
        )
    )  # fmt: skip


def _row_of(submission: Submission) -> ColumnElement[bool]:
    return and_(
        LEDGER.c.student == submission.student,
        LEDGER.c.assignment == submission.lesson.assignment,
        LEDGER.c.notebook == submission.lesson.notebook,
    )


def auto_score(cell: NotebookNode) -> float | None:
    """nbgrader's score of an executed cell; None if a person has to give it."""
    if is_task(cell):
        return None
    try:
        score: float | None = determine_grade(cell)[0]
        return score
    except (KeyError, ValueError):  # an output that claims more than all points, or holds no text
        return 0.0


def _graded_cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {
        cell.metadata.nbgrader["grade_id"]: cell
        for cell in notebook.cells
        if is_grade(cell) or is_solution(cell) or is_task(cell)
    }


def _unanswered(cell: NotebookNode) -> bool:
    return bool(cell.metadata.nbgrader.get("checksum") == compute_checksum(cell))


def _timestamp(submission: Submission) -> datetime | None:
    """When it was handed in, in UTC; None if nobody says so, or it cannot be told."""
    try:
        return timestamps.handed_in(submission.folder)
    except Unreadable:
        return None


def _part(copy: Path, key: str) -> Path:
    return copy.with_name(f".{copy.stem}.{key[:16]}.part")


def _write_part(notebook: NotebookNode | None, copy: Path, key: str) -> Path | None:
    """The graded copy beside its place, whole or not at all."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    for left in copy.parent.glob(f".{glob.escape(copy.stem)}.*.part*"):  # of a run that was killed
        left.unlink()
    if notebook is None:
        return None
    part = _part(copy, key)
    replace_file(part, nbformat.writes(notebook))
    return part


def _late_penalty(
    gradebook: Gradebook, submission: Submission, notebook: NotebookNode | None
) -> None:
    """By the plugin that nbgrader_config.py names; nbgrader's default takes nothing off."""
    names = {
        "student": submission.student,
        "assignment": submission.lesson.assignment,
        "notebook": submission.lesson.notebook,
        "db_url": str(gradebook.engine.url.render_as_string(hide_password=False)),
    }
    root = submission.lesson.root
    with teachers_code(root):
        penalties = AssignLatePenalties(config=nbgrader_config(root))
        penalties.preprocess(notebook or nbformat.v4.new_notebook(), {"nbgrader": names})
