"""Find what students handed in: folders <student>/<assignment>/<notebook>.ipynb.

Ordinary disorder (a folder called `01 mini`, the notebook one level up or down, a copy beside it)
is recognised where it can mean one thing only, and always told.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from course_utils.autograde import timestamps
from course_utils.autograde.nbgrader_bridge import find_lessons, is_chosen
from course_utils.course import CourseError, Lesson
from course_utils.reading import Refused, Unreadable

INSTRUCTOR = "instructor"  # hands in the source (self_test.py), whichever students are chosen
MAX_ENTRIES = 10_000  # looked at in one folder
MAX_ID, MAX_ID_BYTES = 120, 200  # a column of nbgrader's, the name of a file
# What computers leave in folders; names that begin with a dot are never looked at.
JUNK = {"__MACOSX", "$RECYCLE.BIN", "System Volume Information", "@eaDir", "__pycache__"}
_COPY = re.compile(r"([ _-]*\(\d+\)|[ _-]*copy[ _-]*\d*|[ _-]*사본[ _-]*\d*)+$")


@dataclass(frozen=True)
class Submission:
    """One student's folder for one assignment.

    Attributes:
        problem: why it cannot be opened, found before anything in it was looked at.
        notes: what was unusual about its place, a phrase each.
        file: the notebook's file name where it is not in a folder of the assignment's.
    """

    student: str
    lesson: Lesson
    folder: Path
    problem: str = ""
    notes: tuple[str, ...] = ()
    file: str = ""

    @property
    def path(self) -> Path:
        """Where the notebook should be."""
        return self.folder / (self.file or f"{self.lesson.notebook}.ipynb")

    @property
    def stamp(self) -> Path | None:
        """timestamp.txt, which nbgrader's collect writes; None unless it tells a time."""
        try:
            told = None if self.folder.is_symlink() else timestamps.handed_in(self.folder)
        except Unreadable:
            told = None
        return self.folder / "timestamp.txt" if told else None


@dataclass(frozen=True)
class Student:
    """A folder of `submitted/`.

    Attributes:
        id: its name as any database, file system and terminal takes it.
        problem: why it cannot be told whose it is.
    """

    id: str
    folder: Path
    problem: str = ""


def find(folder: Path, chosen: Iterable[Lesson]) -> list[Submission]:
    """Every student's submission of these lessons, by student, then lesson.

    A student who handed in nothing for a lesson has none; `students` knows them too.

    Raises:
        CourseError: `folder` is no folder, or holds none of them.
    """
    chosen = list(chosen)
    every = find_lessons(None, chosen[0].root) if chosen else []
    wanted = is_chosen(chosen[0].root) if chosen else bool
    people = [x for x in students(folder) if x.id == INSTRUCTOR or wanted(x.id)]
    found = [x for student in people for x in _handed_in(student, chosen, every)]
    if not found:
        names = ", ".join(lesson.assignment for lesson in chosen)
        raise CourseError(
            f"no submissions of {names} in {folder}: it should hold "
            "<student>/<assignment>/<notebook>.ipynb"
        )
    return found


def students(folder: Path) -> list[Student]:
    """The students' folders, by name.

    Two that stand for one name (in other Unicode forms, or differing by characters that nobody
    sees) get ids of their own and a problem each: neither may overwrite the other's grades.

    Raises:
        CourseError: `folder` is no folder.
    """
    if not folder.is_dir():
        raise CourseError(f"no submissions: {folder} is no folder")
    named: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not _is_junk(path.name):
            named.setdefault(printable(normal(path.name)), []).append(path)
    found = []
    for name, paths in named.items():
        told = " and ".join(_told(path.name) for path in paths)
        for path in paths:
            alone = len(paths) == 1
            problem = "" if alone else f"the folders {told} stand for one student: keep one"
            found.append(Student(_id(name, None if alone else path.name), path, problem))
    return found


@lru_cache(maxsize=4096)  # students' folders are called alike
def normal(name: str) -> str:
    """What people take for the same name: composed (NFC), without characters that nobody sees."""
    seen = (c for c in name if unicodedata.category(c) not in ("Cc", "Cf"))
    return unicodedata.normalize("NFC", "".join(seen)).strip()


def printable(name: str) -> str:
    """A name; what is no Unicode (an old zip's file names) or a control character is told by its
    code, as no database, report or terminal takes it otherwise."""
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in ("Cc", "Cs") else c
        for c in name
    )


def locate(submission: Submission) -> tuple[list[Path], list[str]]:
    """The notebooks handed in, the one that should be there first if it is, and what was unusual.

    Raises:
        Unreadable: there is none; Refused: the way to it is a link.
    """
    folder, path = submission.folder, submission.path
    way = (folder, path) if submission.file else (folder.parent, folder, path)
    if any(part.is_symlink() for part in way):
        raise Refused(f"{path.name} is a symbolic link: links are not followed")
    if folder.exists() and not folder.is_dir():
        raise Unreadable(f"{folder.name} is no folder")
    if path.exists() and not path.is_file():
        raise Unreadable(f"{path.name} is no file")
    if submission.file:
        return [path], []
    entries = _entries(folder)
    found = _notebooks(entries, submission.lesson)
    if found:
        wanted = normal(path.name)
        return sorted(found, key=lambda p: (normal(p.name) != wanted, p.name)), []
    below = [p for e in entries if _is_folder(e) for p in _below(e, submission.lesson)]
    below = [p for p in below if normal(p.name) == normal(path.name)] or below
    if len(below) == 1:
        place = printable(below[0].relative_to(folder).as_posix())
        return below, [f"{place} should be one level up, in {folder.name}"]
    there = ", ".join(sorted(e.name for e in entries)[:5])
    raise Unreadable(f"{path.name} is missing" + (f"; the folder holds {there}" if there else ""))


def _handed_in(student: Student, chosen: list[Lesson], every: list[Lesson]) -> list[Submission]:
    places = [student.folder / lesson.assignment for lesson in chosen]
    try:
        entries = [] if student.folder.is_symlink() else _entries(student.folder)
    except Unreadable as why:
        return [
            Submission(student.id, lesson, place, str(why))
            for lesson, place in zip(chosen, places, strict=True)
        ]
    found = [_place(student, lesson, entries, every) for lesson in chosen]
    if student.folder.is_symlink():  # not looked into; what is asked for is refused, by name
        found = [
            Submission(student.id, lesson, place) if os.path.lexists(place) else None
            for lesson, place in zip(chosen, places, strict=True)
        ]
    return [x for x in found if x is not None]


def _place(
    student: Student, lesson: Lesson, entries: list[os.DirEntry[str]], every: list[Lesson]
) -> Submission | None:
    """Where a student's work for this lesson is; None if there is none."""
    wanted = lesson.assignment
    taken = {normal(x.assignment) for x in every}
    names = {_plain(wanted)}
    if lesson.given is None:
        names |= {_plain(lesson.notebook), wanted[:2]}
    exact = [e for e in entries if normal(e.name) == normal(wanted)]
    alike = [
        e for e in entries
        if _plain(e.name) in names and normal(e.name) not in taken and _is_folder(e)
    ]  # fmt: skip
    others = ", ".join(printable(e.name) for e in alike)
    if exact:
        notes = (f"{others} left aside: only {wanted} is graded",) if alike else ()
        return Submission(student.id, lesson, Path(exact[0].path), student.problem, notes)
    if alike:
        ask = f"{others}: the folder should be called {wanted}"
        problem = student.problem or ("" if len(alike) == 1 else f"{ask}, and there be one")
        return Submission(student.id, lesson, Path(alike[0].path), problem, (ask,))
    return _loose(student, lesson, entries, every)


def _loose(
    student: Student, lesson: Lesson, entries: list[os.DirEntry[str]], every: list[Lesson]
) -> Submission | None:
    """The notebook itself in the student's folder, one level too high."""
    wanted = f"{lesson.notebook}.ipynb"
    found = [
        e for e in entries
        if e.name.endswith(".ipynb") and _plain(e.name[:-6]) == _plain(lesson.notebook)
    ]  # fmt: skip
    found = [e for e in found if normal(e.name) == normal(wanted)] or found
    if not found:
        return None
    others = {x.assignment for x in every if _plain(x.notebook) == _plain(lesson.notebook)}
    names = ", ".join(printable(e.name) for e in found)
    ask = f"{names} should be in a folder {' or '.join(sorted(others))}"
    problem = "" if len(others) == len(found) == 1 else ask
    return Submission(
        student.id, lesson, student.folder, student.problem or problem, (ask,), found[0].name
    )


def _notebooks(entries: list[os.DirEntry[str]], lesson: Lesson) -> list[Path]:
    """But for links, and the assignment's other notebooks."""
    others = {normal(name) for name in lesson.together - {lesson.notebook}}
    return [
        Path(e.path) for e in entries
        if e.name.endswith(".ipynb") and e.is_file(follow_symlinks=False)
        and normal(e.name[:-6]) not in others
    ]  # fmt: skip


def _below(entry: os.DirEntry[str], lesson: Lesson) -> list[Path]:
    try:
        return _notebooks(_entries(Path(entry.path)), lesson)
    except Unreadable:
        return []


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name, but for what computers leave there; [] if it is none."""
    try:
        with os.scandir(folder) as scan:
            some = [e for e in islice(scan, MAX_ENTRIES) if not _is_junk(e.name)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Unreadable(f"{folder.name} cannot be read: {error.strerror}") from None
    return sorted(some, key=lambda entry: entry.name)


def _is_junk(name: str) -> bool:
    return name.startswith(".") or name in JUNK


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """A name without what people change by accident: case, blanks, dashes, "(1)", "-Copy1"."""
    text = _COPY.sub("", normal(name).casefold())
    return "".join(c for c in text if c.isalnum())


def _id(name: str, folder: str | None) -> str:
    """A student's id: the name if it is short; `folder` where the name is not theirs alone."""
    if name and folder is None and len(name) <= MAX_ID and len(name.encode()) <= MAX_ID_BYTES:
        return name
    digest = hashlib.sha256(os.fsencode(folder if folder is not None else name)).hexdigest()[:8]
    begin = name.encode()[: MAX_ID_BYTES - 40].decode(errors="ignore")[: MAX_ID - 20]
    return f"{begin or 'student'}~{digest}"


def _told(name: str) -> str:
    """So that two names which look the same are told apart."""
    same = normal(name) == name
    return printable(name[:60]) if same else name[:60].encode("unicode_escape").decode()
