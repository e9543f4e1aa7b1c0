"""nbgrader's gradebook: opened, made, copied, and reserved for one grader at a time."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic.script import ScriptDirectory
from nbgrader.api import Base, Gradebook
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import (
    URL,
    Boolean,
    Column,
    Engine,
    Inspector,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from course_utils.autograde.nbgrader_bridge import nbgrader_config
from course_utils.course import CourseError, replace_file

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

OURS = MetaData()  # tables of our own, beside nbgrader's

# What is graded, and what came of it: committed with the scores, or not at all (record.py).
LEDGER = Table(
    "course_ledger",
    OURS,
    Column("student", String(255), primary_key=True),
    Column("assignment", String(255), primary_key=True),
    Column("notebook", String(255), primary_key=True),
    Column("key", String(64), nullable=False, index=True),  # jobs.Job.key
    Column("copied", Boolean, nullable=False),  # whether there is a graded copy
    Column("result", Text, nullable=False),  # results.Result.as_json
    Column("ran", String(64)),  # jobs.Job.ran, if its scores follow from it and the points
)

# What the grader failed at since: no score was written for it.
FAULTS = Table(
    "course_faults",
    OURS,
    Column("student", String(255), primary_key=True),
    Column("assignment", String(255), primary_key=True),
    Column("result", Text, nullable=False),
)

# Why something was taken off a late submission, or was not: for its student (late.py).
LATE = Table(
    "course_late",
    OURS,
    Column("student", String(255), primary_key=True),
    Column("assignment", String(255), primary_key=True),
    Column("notebook", String(255), primary_key=True),
    Column("why", Text, nullable=False),
)

# The last regrade, until it is accepted or undone: what changed, and the way back (regrade.py).
REGRADE = Table(
    "course_regrade",
    OURS,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),  # cell, gain or change
    Column("told", Text, nullable=False),
)

# nbgrader's own: the revision of its tables, which `nbgrader db upgrade` reads.
VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), nullable=False))

ADDRESS = "gradebook.txt"  # beside graded copies: where their grades are


def as_url(text: str) -> str:
    """A SQLAlchemy URL; a plain path means a SQLite file."""
    return text if "://" in text else f"sqlite:///{Path(text).resolve()}"


@contextmanager
def opened(url: str, root: Path | None = None) -> Iterator[Gradebook]:
    """nbgrader's gradebook at `url`, created if the database is empty.

    Args:
        root: the course folder, whose nbgrader_config.py may give the course a name.

    Raises:
        CourseError: the URL is malformed, the database does not answer, or its tables are those of
            another version of nbgrader.
    """
    try:
        given = nbgrader_config(root).CourseDirectory.get("course_id", "") if root else ""
        _create(url)
        gradebook = Gradebook(url, given or "default_course")
        _add_ours(gradebook.engine)
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
            there = inspect(connection)
            if not there.get_table_names():
                if engine.dialect.name == "sqlite":  # all or nothing, also when killed half-way
                    connection.exec_driver_sql("BEGIN")
                Base.metadata.create_all(connection)
                VERSION.create(connection)
                head = ScriptDirectory(ALEMBIC_DIR).get_current_head()
                connection.execute(VERSION.insert().values(version_num=head))
            elif _lacks_columns(there):
                raise CourseError(
                    f"the gradebook {shown(url)} is of another version of nbgrader: back it up, "
                    "then `nbgrader db upgrade`"
                )
    finally:
        engine.dispose()


def _lacks_columns(there: Inspector) -> bool:
    """Whether nbgrader's tables are older than the nbgrader that is installed.

    By what they hold: the version that is written beside them may be missing, and nbgrader itself
    never reads it.
    """
    for name in set(there.get_table_names()) & set(Base.metadata.tables):
        found = {column["name"] for column in there.get_columns(name)}
        if set(Base.metadata.tables[name].columns.keys()) - found:
            return True
    return False


def _add_ours(engine: Engine) -> None:
    """Our own tables, and the columns that those of an earlier version lack."""
    OURS.create_all(engine)
    there = {column["name"] for column in inspect(engine).get_columns(LEDGER.name)}
    if "ran" not in there:
        with engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {LEDGER.name} ADD COLUMN ran VARCHAR(64)"))


def shown(url: str) -> str:
    """The URL without its password."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


def file_of(url: str) -> Path | None:
    """The file of a SQLite gradebook; None for another database."""
    database = make_url(url).database if url.startswith("sqlite") else None
    return Path(database) if database else None


def leave_address(url: str, graded: Path) -> None:
    """Say in a folder of graded copies where their grades are; without what may be a password."""
    file, given = file_of(url), make_url(url)
    plain = URL.create(
        given.drivername, given.username, None, given.host, given.port, given.database
    )
    told = os.path.relpath(file, graded) if file else plain.render_as_string()
    replace_file(graded / ADDRESS, f"{told}\n")


def address(graded: Path) -> str | None:
    """What `leave_address` said there, as a SQLAlchemy URL; None if nothing."""
    try:
        told = (graded / ADDRESS).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return told if "://" in told else as_url(str(graded / told))


def copied(url: str, folder: Path) -> str:
    """The URL of a gradebook in `folder` to try things with: a copy, or an empty one."""
    there, file = folder.resolve() / "gradebook.db", file_of(url)
    if file and file.is_file():
        with closing(sqlite3.connect(file)) as ours, closing(sqlite3.connect(there)) as copy:
            ours.backup(copy)
    return f"sqlite:///{there}"


@contextmanager
def reserved(url: str, out: Path) -> Iterator[None]:
    """One grader at a time writes to a gradebook; the lock ends with the process.

    Raises:
        CourseError: another one does.
    """
    if fcntl is None:  # Windows: SQLite's own lock has to do
        yield
        return
    database = file_of(url)
    out.mkdir(parents=True, exist_ok=True)
    path = database if database and database.parent.is_dir() else out
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
