"""A submission on its way: what names its score, and what a worker does with it.

The grader itself holds names and digests only. Files are read where they are executed, and
forgotten there, so a class of any size takes the memory of a few submissions.
"""

import contextlib
import hashlib
import importlib.metadata
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import course_utils
from course_utils.autograde.beside import MAX_DEPTH, MAX_SEEN, given_files
from course_utils.autograde.execute import Executed, Limits, Mode, run_together
from course_utils.autograde.intake import Opened, open_submission
from course_utils.autograde.restore import SourceCell
from course_utils.autograde.submissions import Submission, locate
from course_utils.course import Lesson
from course_utils.reading import MAX_BYTES, Unreadable, read_bounded

DECIDES = (".py", ".json", ".npz")  # code, the answer bank, weights of networks
# What makes the course, speaks to people, or tells afterwards what came of the grading.
APART = (
    "author/", "commands/", "cli.py", "console.py", "doctor.py", "self_check.py",
    "autograde/row_changes.py", "autograde/difference.py", "autograde/extensions.py",
    "autograde/feedback.py", "autograde/formgrade.py", "autograde/items.py", "autograde/late.py",
    "autograde/late_policy.py", "autograde/lms.py", "autograde/lookalikes.py",
    "autograde/regrade.py", "autograde/report.py", "autograde/roster.py",
    "autograde/shapes.py", "autograde/similar.py", "autograde/totals.py",
)  # fmt: skip


@dataclass(frozen=True)
class Job:
    """The notebooks that one student handed in for one assignment, in nbgrader's order.

    Attributes:
        sources: the cells of each notebook, as the instructor has them.
        given: digest of the instructor's files.
        key: names what the score follows from; "" if that cannot be told.
        ran: the same but for points: names what was executed.
    """

    submissions: tuple[Submission, ...]
    sources: tuple[list[SourceCell], ...]
    limits: Limits
    mode: Mode
    given: str
    key: str = ""
    ran: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """Student and assignment."""
        return self.submissions[0].student, self.submissions[0].lesson.assignment


@dataclass(frozen=True)
class Ready:
    """A job whose files are read: what can be sent to a machine that does not see them."""

    opened: tuple[Opened | Unreadable, ...]
    files: dict[str, bytes]
    limits: Limits
    mode: Mode


@dataclass(frozen=True)
class Done:
    """What came of one notebook: it could not be read, or was executed."""

    notes: tuple[str, ...] = ()
    problem: Unreadable | None = None
    executed: Executed | None = None


# --- what the score follows from ---


def wanted(sources: Sequence[list[SourceCell]]) -> tuple[str, str]:
    """Digests of an assignment's cells: as they are, and whatever they are worth."""
    plain = [[replace(c, points=c.points and 1, checksum="", released=()) for c in cells]
             for cells in sources]  # fmt: skip
    return _digest(sources), _digest(plain)


def named(job: Job, cells: tuple[str, str]) -> Job:
    """The job with digests of what was handed in, of the assignment, the settings, and what decides
    scores. Not of when it is due: a penalty is found without running anything.

    Args:
        cells: `wanted` of its sources.
    """
    told: list[object] = [job.names, job.limits, job.mode, job.given, deciding()]
    for submission in job.submissions:
        lesson = submission.lesson
        told += [lesson.notebook, submission.problem, submission.notes, submission.file]
        told += _handed_in(submission)
    key, ran = (_digest([told, digest]) for digest in cells)
    return replace(job, key=key, ran=ran)


def _digest(told: object) -> str:
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()


def _handed_in(submission: Submission) -> Iterator[tuple[object, ...]]:
    """Everything in its folder by name, kind and content; links are not followed."""
    depth = 1 if submission.file else MAX_DEPTH + 1
    left = [] if submission.folder.is_symlink() else [(submission.folder, 1)]
    seen = 0
    while left and seen <= 2 * MAX_SEEN:
        here, level = left.pop()
        for path in _entries(here):
            seen += 1
            about = path.lstat()
            name = os.fsencode(path.relative_to(submission.folder))
            yield name, stat.S_IFMT(about.st_mode), _content(path, about)
            if stat.S_ISDIR(about.st_mode) and level < depth:
                left.append((path, level + 1))


def _entries(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError), os.scandir(folder) as scan:
        return sorted(Path(entry.path) for entry in islice(scan, 2 * MAX_SEEN))
    return []


def _content(path: Path, about: os.stat_result) -> object:
    if not stat.S_ISREG(about.st_mode):
        return ""
    if about.st_size > MAX_BYTES:  # nobody reads it
        return about.st_size, about.st_mtime_ns
    try:
        return hashlib.sha256(read_bounded(path, MAX_BYTES)).digest()
    except Unreadable as why:
        return str(why)


def given(lesson: Lesson) -> str:
    """Digest of the instructor's files beside an assignment's notebooks."""
    digest = hashlib.sha256()
    for name, path in sorted(given_files(lesson).items()):
        digest.update(repr((name, hashlib.sha256(path.read_bytes()).digest())).encode())
    return digest.hexdigest()


@cache
def deciding() -> str:
    """Digest of this package, as far as a score can follow from it, and versions of what answers
    are made of."""
    told = [digest_of(Path(course_utils.__file__).parent)]
    for library in ("numpy", "scipy", "tensorflow", "keras"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            told.append(f"{library} {importlib.metadata.version(library)}")
    return _digest(told)


def digest_of(package: Path) -> str:
    """Of what decides scores in the folder of this package."""
    files = {path.relative_to(package).as_posix(): path for path in package.rglob("*")}
    return _digest([
        (name, hashlib.sha256(path.read_bytes()).digest())
        for name, path in sorted(files.items())
        if path.suffix in DECIDES and not name.startswith(APART)
    ])  # fmt: skip


# --- what a worker does ---


def work(job: Job) -> list[Done]:
    """Read, restore and execute.

    Raises:
        NoSandbox: no box can be built on this machine.
        TryAgain: not at this moment.
        Exception: anything else is a fault of the grader, and nothing is known of the submission.
    """
    return execute(ready(job))


def ready(job: Job) -> Ready:
    """Read and restore."""
    opened: list[Opened | Unreadable] = []
    files: dict[str, bytes] = {}
    for submission, source in zip(job.submissions, job.sources, strict=True):
        try:
            found = open_submission(submission, source)
            files |= found.files | _as_handed_in(submission)
            opened.append(found)
        except Unreadable as problem:
            opened.append(problem)
    # The instructor's replace the student's of the same name.
    files |= _given(job.submissions[0].lesson, job.given)
    return Ready(tuple(opened), files, job.limits, job.mode)


def execute(job: Ready) -> list[Done]:
    """One after another, in one folder."""
    texts = [opened.text for opened in job.opened if isinstance(opened, Opened)]
    executed = iter(run_together(texts, job.limits, job.mode, job.files) if texts else [])
    return [
        Done(opened.notes, executed=next(executed))
        if isinstance(opened, Opened) else Done(problem=opened)
        for opened in job.opened
    ]  # fmt: skip


def _as_handed_in(submission: Submission) -> dict[str, bytes]:
    """The notebook as a file, for `%run` and whoever opens it: without tests that were hidden."""
    with contextlib.suppress(Unreadable):
        path = locate(submission)[0][0]
        name = f"{submission.lesson.notebook}.ipynb"
        return {name: read_bounded(path, MAX_BYTES)}
    return {}


@lru_cache(maxsize=1)
def _given(lesson: Lesson, digest: str) -> dict[str, bytes]:
    """Read once an assignment and not once a submission; again when they have changed."""
    return {name: path.read_bytes() for name, path in given_files(lesson).items()}
