"""Find and read what students handed in: folders <student>/<assignment>/<notebook>.ipynb."""

import importlib.metadata
import json
import sys
import unicodedata
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course_utils.autograde.nbgrader_bridge import nbgrader_config
from course_utils.course import CourseError, Lesson

MAX_BYTES = 50_000_000  # an honest notebook with figures has below 5 MB
MAX_EXTRA, MAX_FILES = 20_000_000, 200  # of what lies beside it

# Told by their first bytes; the last fits anything.
_ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "byte order mark removed"),
    (b"\xff\xfe", "utf-16", "read as UTF-16"),
    (b"\xfe\xff", "utf-16", "read as UTF-16"),
    (b"", "utf-8", ""),
)


class Unreadable(Exception):
    """No notebook can be had from this submission; the text is the reason, one line."""


class Refused(Unreadable):
    """The file is not opened at all: a link, or far too large."""


@dataclass(frozen=True)
class Submission:
    """One student's folder for one assignment."""

    student: str
    lesson: Lesson
    folder: Path

    @property
    def path(self) -> Path:
        """Where the notebook should be."""
        return self.folder / f"{self.lesson.notebook}.ipynb"

    @property
    def stamp(self) -> Path | None:
        """timestamp.txt, which nbgrader's collect writes; None unless it is a plain small file."""
        path = self.folder / "timestamp.txt"
        plain = path.is_file() and not (path.is_symlink() or self.folder.is_symlink())
        return path if plain and path.stat().st_size < 1000 else None


def find(folder: Path, chosen: Iterable[Lesson]) -> list[Submission]:
    """Every student's folder for these lessons, by student, then lesson.

    Raises:
        CourseError: `folder` is no folder, or holds none of them.
    """
    if not folder.is_dir():
        raise CourseError(f"no submissions: {folder} is no folder")
    chosen = list(chosen)
    students = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    found = [
        Submission(printable(student.name), lesson, student / lesson.assignment)
        for student in students
        for lesson in chosen
        if _is_there(student / lesson.assignment)
    ]
    if not found:
        names = ", ".join(lesson.assignment for lesson in chosen)
        raise CourseError(
            f"no submissions of {names} in {folder}: it should hold "
            "<student>/<assignment>/<notebook>.ipynb"
        )
    return found


def _is_there(path: Path) -> bool:
    """Also if it is a link, or must not be looked at."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


def read(submission: Submission) -> tuple[NotebookNode, list[str]]:
    """The submitted notebook in format 4, and what had to be repaired to get it.

    Raises:
        Unreadable: there is no notebook, or none can be made of the file.
    """
    path, notes = _locate(submission)
    if path.stat().st_size > MAX_BYTES:
        raise Refused(f"{path.name} has {path.stat().st_size / 1e6:.0f} MB; at most 50 MB")
    text, repaired = _decode(path)
    if repaired:
        notes.append(repaired)
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(f"{path.name} is not JSON: cut off, or not saved by Jupyter") from None
    if not isinstance(raw, dict) or not ("cells" in raw or "worksheets" in raw):
        raise Unreadable(f"{path.name} is JSON but no notebook: it has no cells")
    return _as_format_4(raw, path, notes), notes


def files(submission: Submission) -> tuple[dict[str, bytes], list[str]]:
    """What lies beside the notebook, and what was left out of it.

    The instructor's files (data, say) replace the student's of the same name.
    """
    lesson = submission.lesson
    ignored = ["*.py"] if lesson.source.suffix == ".py" else []
    ignored += nbgrader_config(lesson.root).CourseDirectory.get("ignore", [])
    own, notes = files_in(submission.folder)
    given, _ = files_in(lesson.source.parent, ignored)
    return own | given, notes


def files_in(folder: Path, ignored: Iterable[str] = ()) -> tuple[dict[str, bytes], list[str]]:
    """Relative path -> content of everything but notebooks, and what was left out.

    Left out are links, what is too large, and what would hide a library ("numpy.py").
    """
    found: dict[str, bytes] = {}
    notes: list[str] = []
    if folder.is_symlink() or not folder.is_dir():
        return found, notes
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        stays = any(fnmatch(part, pattern) for part in name.parts for pattern in ignored)
        if stays or path.is_symlink() or not path.is_file() or _is_known(name):
            continue
        problem = _problem(path, name, found)
        if problem:
            notes.append(f"{name} left out: {problem}")
        else:
            found[name.as_posix()] = path.read_bytes()
    return found, notes


def _is_known(name: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
    return hidden or name.suffix == ".ipynb" or name.name == "timestamp.txt"


def _problem(path: Path, name: Path, found: dict[str, bytes]) -> str:
    top = name.parts[0].partition(".")[0]
    if top in sys.stdlib_module_names or (path.suffix == ".py" and top in _installed()):
        return "it would hide a library of the same name"
    if len(name.parts) > 1 and top in _installed():
        return "it would hide a library of the same name"
    if len(found) >= MAX_FILES or path.stat().st_size + sum(map(len, found.values())) > MAX_EXTRA:
        return f"more than {MAX_FILES} files or {MAX_EXTRA / 1e6:.0f} MB"
    try:
        name.as_posix().encode()
    except UnicodeEncodeError:
        return "its name is not Unicode"
    return ""


@cache
def _installed() -> frozenset[str]:
    return frozenset(importlib.metadata.packages_distributions())


def printable(name: str) -> str:
    """A name; what is no Unicode (an old zip's file names) or a control character is told by its
    code, as no database, report or terminal takes it otherwise."""
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in ("Cc", "Cs") else c
        for c in name
    )


def _locate(submission: Submission) -> tuple[Path, list[str]]:
    folder, path = submission.folder, submission.path
    if folder.is_symlink() or path.is_symlink() or submission.folder.parent.is_symlink():
        raise Refused(f"{path.name} is a symbolic link: links are not followed")
    if path.is_file():
        return path, []
    if folder.exists() and not folder.is_dir():
        raise Unreadable(f"{folder.name} is no folder")
    if path.exists():
        raise Unreadable(f"{path.name} is no file")
    others = [
        p for p in sorted(folder.glob("*.ipynb"))
        if p.is_file() and not p.is_symlink() and p.stem not in submission.lesson.together
    ]  # fmt: skip
    if len(others) == 1:
        return others[0], [f"graded {others[0].name}, handed in under another name"]
    if others:
        raise Unreadable(f"{path.name} is missing, and {len(others)} other notebooks are there")
    there = ", ".join(sorted(p.name for p in folder.iterdir())[:5]) if folder.is_dir() else ""
    raise Unreadable(f"{path.name} is missing" + (f"; the folder holds {there}" if there else ""))


def _decode(path: Path) -> tuple[str, str]:
    """The text, and what was unusual about its encoding ("" if nothing)."""
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable(f"{path.name} is empty")
    for mark, encoding, note in _ENCODINGS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), note
            except UnicodeDecodeError:
                break
    raise Unreadable(f"{path.name} is not text in UTF-8")


def _as_format_4(raw: dict[str, Any], path: Path, notes: list[str]) -> NotebookNode:
    version = raw.get("nbformat")
    if not isinstance(version, int) or version > 4:
        notes.append(f"notebook format {version!r} read as 4")
        raw = raw | {"nbformat": 4, "nbformat_minor": 5}
    if not isinstance(raw.get("metadata"), dict):
        raw = raw | {"metadata": {}}
    try:
        with warnings.catch_warnings(action="ignore"):  # copied cells share an id: harmless
            notebook = nbformat.reads(json.dumps(raw), as_version=4)
        cells = [_plain_cell(cell) for cell in notebook.cells]
    except Exception:
        raise Unreadable(
            f"{path.name} cannot be read as a notebook: its cells are damaged"
        ) from None
    notebook.cells = [cell for cell in cells if cell is not None]
    if len(notebook.cells) < len(cells):
        notes.append("damaged cells left out")
    return notebook


def _plain_cell(cell: Any) -> NotebookNode | None:
    """The cell with a source of plain text and the metadata grading reads; None if it has none."""
    source = cell.get("source") if isinstance(cell, dict) else None
    if not isinstance(source, str) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    make = getattr(nbformat.v4, f"new_{cell['cell_type']}_cell")
    # Half a surrogate pair is valid in JSON and in no file, database or message.
    text = source.replace("\x00", "").encode("utf-8", "replace").decode()
    plain: NotebookNode = make(source=text, metadata=_plain_metadata(cell.get("metadata")))
    if isinstance(cell.get("id"), str):
        plain["id"] = cell["id"]
    return plain


def _plain_metadata(metadata: Any) -> dict[str, Any]:
    """Only what grading reads: nbgrader's part, and tags."""
    if not isinstance(metadata, dict):
        return {}
    plain = {"nbgrader": metadata["nbgrader"]} if "nbgrader" in metadata else {}
    tags = metadata.get("tags")
    if isinstance(tags, list):
        plain["tags"] = [tag for tag in tags if isinstance(tag, str) and tag.isascii()]
    return plain
