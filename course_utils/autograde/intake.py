"""One submission, from its folder to a notebook that can run: what a worker does first.

`open_submission` is a pure function of files on disk and can run in any process. It keeps nothing
between two calls but what it knows of the lesson itself.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course_utils.answers import canonical
from course_utils.autograde import timestamps
from course_utils.autograde.beside import own_files
from course_utils.autograde.nbgrader_bridge import find_lessons, read_source
from course_utils.autograde.restore import SourceCell, answered, claims, restore
from course_utils.autograde.submissions import Submission, locate, normal, printable
from course_utils.course import CourseError, Lesson
from course_utils.reading import Refused, Unreadable, read_notebook

MAX_COPIES = 5  # other notebooks in the folder that are looked into


@dataclass(frozen=True)
class Opened:
    """A submission, read and restored.

    Attributes:
        text: the notebook as JSON, as the instructor wrote it but for the answers.
        files: the student's, beside it: relative path -> content.
        notes: what a person should look at, a phrase each; empty for an ordinary submission.
    """

    text: str
    files: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def open_submission(submission: Submission, source: Sequence[SourceCell]) -> Opened:
    """Read what was handed in, and put back what students must not change.

    Args:
        source: the assignment's cells, see `gradebook.source_cells`.

    Raises:
        Unreadable: no notebook can be had; the text says why, in one line.
        Exception: anything else is a fault of ours, which a caller has to keep to this submission.
    """
    if submission.problem:
        raise Refused(printable(submission.problem))
    try:
        path, notebook, notes = _chosen(submission, source)
    except Unreadable as why:
        raise type(why)(printable(str(why))) from None  # it may name a student's file
    about = _about(submission.lesson)
    _same_language(notebook, path.name)
    stranger = _stranger(notebook, source, submission.lesson)
    changed = restore(notebook, source, about.demo)
    for cell in notebook.cells:  # what stops is told apart by it: results.py
        if cell.source.strip() in about.given:
            cell.metadata["given"] = True
    own, left_out = own_files(path.parent, *([1] if submission.file else []))
    notes = [*submission.notes, *notes, *([stranger] if stranger else changed), *left_out]
    try:
        timestamps.handed_in(submission.folder)
    except Unreadable as why:
        notes.append(str(why))
    return Opened(nbformat.writes(notebook), own, tuple(printable(note) for note in notes))


def _chosen(
    submission: Submission, source: Sequence[SourceCell]
) -> tuple[Path, NotebookNode, list[str]]:
    """The notebook that counts, and what to say of the others.

    It is the one with the assignment's name; without that, the only one that is there, or that
    holds answers.
    """
    paths, notes = locate(submission)
    wanted = submission.path.name
    if normal(paths[0].name) == normal(wanted) or len(paths) == 1:
        notebook, repaired = read_notebook(paths[0])
        if normal(paths[0].name) != normal(wanted):
            notes = [*notes, f"graded {paths[0].name}, handed in under another name"]
        have = answered(notebook, source)
        more = [p.name for p, _, n in _copies(paths[1:], source) if n > len(have)]
        if more:
            names = ", ".join(more)
            notes = [*notes, f"{wanted} {_MORE[bool(have)]} {names}: rename it if it is meant"]
        return paths[0], notebook, [*notes, *repaired]
    fits = [(p, notebook) for p, notebook, number in _copies(paths, source) if number]
    if len(fits) != 1:
        raise Unreadable(f"{wanted} is missing, and {len(paths)} other notebooks are there")
    ((path, notebook),) = fits
    return path, notebook, [f"graded {path.name}, handed in under another name"]


_MORE = {False: "is untouched, answers are in", True: "holds fewer answers than"}


def _copies(
    paths: list[Path], source: Sequence[SourceCell]
) -> list[tuple[Path, NotebookNode, int]]:
    """Those that are notebooks of this assignment, with the number of their answers."""
    found = []
    for path in paths[:MAX_COPIES]:
        try:
            notebook, _ = read_notebook(path)
        except Unreadable:
            continue
        found.append((path, notebook, len(answered(notebook, source))))
    return found


# --- what the lesson itself says ---


@dataclass(frozen=True)
class _Lesson:
    """Of the instructor's text: code that nobody is graded for, digests of what of it is tagged
    `demo`, and grade_ids."""

    given: frozenset[str]
    demo: frozenset[str]
    grade_ids: frozenset[str]


def _about(lesson: Lesson) -> _Lesson:
    return _read_lesson(lesson, lesson.source.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read_lesson(lesson: Lesson, changed: int) -> _Lesson:
    notebook = read_source(lesson)
    ours = lesson.given is None  # in other people's courses the tag means nothing to us
    demo = [c for c in notebook.cells if ours and "demo" in c.metadata.get("tags", [])]
    ids = [c.metadata.get("nbgrader", {}).get("grade_id") for c in notebook.cells]
    given = [c for c in notebook.cells if c.cell_type == "code" and "nbgrader" not in c.metadata]
    return _Lesson(
        frozenset(c.source.strip() for c in given),
        frozenset(_digest(c.source) for c in demo),
        frozenset(str(name) for name in ids if name),
    )


def _digest(source: str) -> str:
    return hashlib.sha256(canonical(source).encode("utf-8", "replace")).hexdigest()


def _same_language(notebook: NotebookNode, name: str) -> None:
    """What the kernel that ran it said counts, else the one that should have run it."""
    spec, info = (notebook.metadata.get(key, {}) for key in ("kernelspec", "language_info"))
    language = str(info.get("name") or spec.get("language") or "python")
    if not language.casefold().startswith(("python", "ipython")):
        kernel = f" (kernel {spec['name']})" if "name" in spec else ""
        raise Unreadable(f"{name} is written in {language}{kernel}: this assignment is in Python")


def _stranger(notebook: NotebookNode, source: Sequence[SourceCell], lesson: Lesson) -> str:
    """What to say if this is no notebook of the assignment; "" if it is."""
    if claims(notebook, source) or not source:
        return ""
    known = {canonical(cell.source) for cell in source if cell.locked}
    names = [f"def {cell.grade_id}(" for cell in source if cell.solution]
    for cell in notebook.cells:
        if any(name in cell.source for name in names):
            return ""  # an editor dropped the metadata
        if canonical(cell.source) in known:
            return ""
    said = "none of this assignment's cells is in it"
    ids = {str(c.metadata.get("nbgrader", {}).get("grade_id")) for c in notebook.cells}
    other = max(_others(lesson), key=lambda pair: len(pair[1] & ids), default=None)
    if other is None or not other[1] & ids:
        return said
    return f"{said}; it looks like {other[0]}"


def _others(lesson: Lesson) -> list[tuple[str, frozenset[str]]]:
    found = []
    for each in find_lessons(None, lesson.root):
        try:
            found.append((each.assignment, _about(each).grade_ids))
        except (CourseError, OSError):  # its own grading says what is wrong with it
            continue
    return found
