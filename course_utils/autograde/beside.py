"""Files beside a notebook: the student's own, a few and bounded; the teacher's, as they are."""

import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from itertools import islice
from pathlib import Path, PurePosixPath

from course_utils.autograde.nbgrader_bridge import nbgrader_config
from course_utils.course import CourseError, Lesson
from course_utils.reading import Unreadable, read_bounded

MAX_BYTES, MAX_FILES = 20_000_000, 200  # of a student's
MAX_DEPTH, MAX_SEEN = 8, 5_000
MAX_GIVEN = 500_000_000  # bytes of a teacher's
MAX_TOLD = 10
MODULES = {".py", ".pyc", ".so", ".pyd"}


def own_files(folder: Path, depth: int = MAX_DEPTH) -> tuple[dict[str, bytes], list[str]]:
    """What a student put beside the notebook: relative path -> content, and what was left out.

    Left out are links, what is too much, and Python modules that would hide a library.

    Args:
        depth: 1: only what lies in the folder itself.
    """
    found: dict[str, bytes] = {}
    lost: list[str] = []
    size = 0
    walked = list(islice(_walk(folder, depth, lost), MAX_SEEN + 1))
    if len(walked) > MAX_SEEN:
        lost.append(f"what comes after {MAX_SEEN:,} files left out")
    names = {entry_name for entry_name, _ in walked[:MAX_SEEN]}
    for name, path in sorted(walked[:MAX_SEEN]):
        problem = _problem(PurePosixPath(name), names)
        if not problem and len(found) >= MAX_FILES:
            problem = _TOO_MUCH
        try:
            if not problem:
                found[name] = read_bounded(path, MAX_BYTES - size)
                size += len(found[name])
        except Unreadable as why:
            problem = _TOO_MUCH if "at most" in str(why) else str(why)
        if problem:
            lost.append(f"{name} left out: {problem}")
    more = len(lost) - MAX_TOLD
    return found, lost[:MAX_TOLD] + ([f"{more} more files left out"] if more > 0 else [])


_TOO_MUCH = f"more than {MAX_FILES} files or {MAX_BYTES / 1e6:.0f} MB"


def given_files(lesson: Lesson) -> dict[str, Path]:
    """What the teacher put beside the notebook: relative path -> the file, links followed.

    To be read, or shown to a sandbox, once an assignment and not once a submission.

    Raises:
        CourseError: more than 500 MB.
    """
    ignored = ["*.py"] if lesson.source.suffix == ".py" else []
    ignored += nbgrader_config(lesson.root).CourseDirectory.get("ignore", [])
    found = {
        name: path
        for name, path in _walk(lesson.source.parent, MAX_DEPTH, [], ignored, links=True)
        if path.is_file()
    }
    if sum(path.stat().st_size for path in found.values()) > MAX_GIVEN:
        raise CourseError(f"{lesson.source.parent} holds more than {MAX_GIVEN // 1_000_000} MB")
    return found


def _walk(
    folder: Path, depth: int, lost: list[str], ignored: Iterable[str] = (), links: bool = False
) -> Iterator[tuple[str, Path]]:
    """Relative path and place of all that is neither folder nor notebook nor hidden.

    Without `links`, these are left out; with them, a folder that holds itself is entered once.
    """
    ignored = list(ignored)
    left: list[tuple[Path, tuple[str, ...], frozenset[str]]] = [(folder, (), frozenset())]
    while left:
        here, parts, above = left.pop()
        real = os.path.realpath(here)
        if (here.is_symlink() and not links) or real in above:
            continue
        for entry in _scan(here, lost):
            name = (*parts, entry.name)
            shown = "/".join(name)
            if _is_known(entry.name) or any(fnmatch(entry.name, x) for x in ignored):
                continue
            if entry.is_symlink() and not links:
                lost.append(f"{shown} left out: it is a link")
            elif not entry.is_dir():
                yield shown, Path(entry.path)
            elif len(name) < depth:
                left.append((Path(entry.path), name, above | {real}))
            elif depth > 1:
                lost.append(f"{shown} left out: folders more than {depth} deep")


def _scan(folder: Path, lost: list[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as scan:
            return sorted(islice(scan, 2 * MAX_SEEN), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        lost.append(f"{folder.name} left out: {error.strerror}")
        return []


def _is_known(name: str) -> bool:
    """Notebooks, what nbgrader writes, and what computers leave in folders."""
    junk = ("__pycache__", "__MACOSX", "Thumbs.db", "desktop.ini", "timestamp.txt")
    return name.startswith(".") or name in junk or name.endswith(".ipynb")


def _problem(name: PurePosixPath, names: set[str]) -> str:
    """Why a student's file is not put beside the notebook; "" if it is.

    Only what Python would import in place of a library does harm, and never data: a package, a
    module, or a module in a folder without __init__ of a library that is such a folder itself.
    """
    try:
        name.as_posix().encode()
    except UnicodeEncodeError:
        return "its name is not Unicode"
    top = name.parts[0].partition(".")[0]
    if name.suffix not in MODULES or top not in sys.stdlib_module_names | _installed():
        return ""
    package = any(f"{top}/__init__{suffix}" in names for suffix in MODULES)
    if len(name.parts) == 1 or package or _is_namespace(top):
        return "it would hide a library of the same name"
    return ""


@cache
def _installed() -> frozenset[str]:
    return frozenset(importlib.metadata.packages_distributions())


@cache
def _is_namespace(name: str) -> bool:
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin is None
