"""Put back what students must not change, before anything runs.

The gradebook holds every cell of the assignment as the instructor wrote it. Whatever happened to
the submitted metadata, test cells run and count exactly as written there.
"""

import hashlib
import re
import reprlib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import nbformat
from nbformat import NotebookNode

from course_utils.answers import MAX_SOURCE, canonical, same_code

SCHEMA_VERSION = 3  # of nbgrader's cell metadata


@dataclass(frozen=True)
class SourceCell:
    """One cell of the assignment that nbgrader knows, in notebook order.

    Attributes:
        points: None for a cell that carries no grade.
        checksum: nbgrader's, of the cell as released; equal means "not answered".
        task: nbgrader's kind of cell that sets a task to be answered anywhere; graded by a person.
        released: digests (`digest`) of this cell in every version that was handed out.
    """

    grade_id: str
    cell_type: str
    source: str
    locked: bool
    solution: bool
    points: float | None
    checksum: str | None
    task: bool = False
    released: tuple[str, ...] = ()

    @property
    def is_test(self) -> bool:
        """Graded by running it, not by a person."""
        return self.points is not None and not self.solution and self.cell_type == "code"

    def metadata(self) -> dict[str, object]:
        """nbgrader's metadata for this cell."""
        data: dict[str, object] = {
            "cell_type": self.cell_type,
            "checksum": self.checksum,
            "grade": self.points is not None and not self.task,
            "grade_id": self.grade_id,
            "locked": self.locked,
            "schema_version": SCHEMA_VERSION,
            "solution": self.solution,
            "task": self.task,
        }
        return data if self.points is None else data | {"points": self.points}


def digest(data: dict[str, object], cell_type: str, text: str) -> str:
    """Names what a student must not change: points, kind and, if it is locked, the text.

    Args:
        data: nbgrader's metadata of the cell.
        text: as students have it; "" where they write it.
    """
    points = data.get("points") if data.get("grade") or data.get("task") else None
    number = float(points) if isinstance(points, int | float) else reprlib.repr(points)
    kind = [bool(data.get(key)) for key in ("grade", "solution", "locked", "task")]
    version = reprlib.repr(data.get("schema_version"))
    told = repr((cell_type, number, kind, version, canonical(_as_released(text))))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def claims(notebook: NotebookNode, source: Sequence[SourceCell]) -> dict[str, NotebookNode]:
    """grade_id -> the last cell that says it is that cell of the assignment."""
    known = {cell.grade_id for cell in source}
    found = {}
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader")
        name = data.get("grade_id") if isinstance(data, dict) else cell.get("id")
        if isinstance(name, str) and name in known:
            found[name] = cell
    return found


def answered(notebook: NotebookNode, source: Sequence[SourceCell]) -> set[str]:
    """grade_ids of the answers that are no longer as handed out."""
    own = claims(notebook, source)
    return {
        cell.grade_id
        for cell in source
        if cell.solution and cell.grade_id in own
        and canonical(own[cell.grade_id].source) != canonical(cell.source)
    }  # fmt: skip


def restore(
    notebook: NotebookNode, source: Sequence[SourceCell], demo: Set[str] = frozenset()
) -> list[str]:
    """Make `notebook` (changed in place) run and count as written in `source`.

    Args:
        demo: sha256 of the `canonical` text of the lesson's cells tagged `demo`; on any other cell
            the tag, which would keep it from running, is taken off.

    Returns:
        What a person should look at, a phrase each; [] for an ordinary submission.
    """
    notes: list[str] = []
    known = {cell.grade_id: cell for cell in source}
    own, copied = _claim(notebook, known, notes)
    for grade_id, cell in own.items():
        _overwrite(cell, known[grade_id], notes)
    for cell in notebook.cells:
        if "demo" in cell.metadata.get("tags", ()) and not _is_demo(cell, demo):
            cell.metadata.tags.remove("demo")
    _insert_missing(notebook, source, own, notes)
    _reorder(notebook, source, {k: v for k, v in own.items() if k not in copied}, notes)
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    _unique_ids(notebook)
    return notes


def _claim(
    notebook: NotebookNode, known: dict[str, SourceCell], notes: list[str]
) -> tuple[dict[str, NotebookNode], set[str]]:
    """grade_id -> the cell that stands for it, and which of them were there more than once.

    Of copies the last counts, as in nbgrader.
    """
    own: dict[str, NotebookNode] = {}
    copied: set[str] = set()
    for cell in reversed(notebook.cells):
        data = cell.metadata.get("nbgrader")
        grade_id = data.get("grade_id") if isinstance(data, dict) else None
        cell.metadata.pop("nbgrader", None)
        if grade_id is None and cell.get("id") in known and cell.get("id") not in own:
            grade_id = cell["id"]
            notes.append(f"metadata of {grade_id} was gone: recognised by the cell's id")
        if not isinstance(grade_id, str) or grade_id not in known:
            continue
        if grade_id in own:
            copied.add(grade_id)
            notes.append(f"{grade_id} is there more than once: the last one counts")
            continue
        own[grade_id] = cell
        if isinstance(data, dict):
            _note_edits(data, cell, known[grade_id], notes)
    return own, copied


def _note_edits(
    data: dict[str, object], cell: NotebookNode, source: SourceCell, notes: list[str]
) -> None:
    """Say where the submission differs from what was handed out, beyond the answers."""
    text = cell.source if source.locked else ""
    if source.released and digest(data, cell.cell_type, text) in source.released:
        return  # of this version, or of an earlier one
    want = source.metadata()
    if data.get("grade") and not data.get("solution"):
        want.pop("locked")  # nbgrader locks a test whatever this says
    for key in ("schema_version", "grade", "solution", "locked", "points"):
        if key in want and data.get(key) != want[key]:
            notes.append(
                f"{key} of {source.grade_id} was {reprlib.repr(data.get(key))}: made {want[key]!r}"
            )
    allowed = (_as_released(source.source), source.source)
    if source.locked and not any(same_code(cell.source, text) for text in allowed):
        notes.append(f"{source.grade_id} was edited: put back")


def _is_demo(cell: NotebookNode, demo: Set[str]) -> bool:
    text = canonical(cell.source).encode("utf-8", "replace")
    return hashlib.sha256(text).hexdigest() in demo


def _as_released(text: str) -> str:
    """Without the hidden tests, as nbgrader's ClearHiddenTests leaves it."""
    if "BEGIN HIDDEN TESTS" not in text or len(text) > MAX_SOURCE:
        return text.strip()
    return re.sub(
        r"[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", "", text, flags=re.DOTALL
    ).strip()


def _overwrite(cell: NotebookNode, source: SourceCell, notes: list[str]) -> None:
    if cell.cell_type != source.cell_type:
        notes.append(
            f"{source.grade_id} was a {cell.cell_type} cell: made {source.cell_type} again"
        )
        cell.cell_type = source.cell_type
        if source.cell_type != "markdown":
            cell.pop("attachments", None)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    if source.locked:
        cell.source = source.source
    # No tag of a student's (skip-execution, raises-exception) survives on a cell that counts.
    ran = {"ran": cell.metadata["ran"]} if "ran" in cell.metadata else {}  # see minutes.py
    cell.metadata = nbformat.from_dict({"nbgrader": source.metadata()} | ran)


def _insert_missing(
    notebook: NotebookNode,
    source: Sequence[SourceCell],
    own: dict[str, NotebookNode],
    notes: list[str],
) -> None:
    """Missing cells go behind their predecessor in the assignment, or to the end.

    A missing answer cell stays missing, unless a person grades it: the student may well have
    written the function elsewhere, and a stub put back would overwrite it.
    """
    before: NotebookNode | None = None
    for cell in source:
        if cell.grade_id not in own:
            if cell.solution and cell.points is None:
                notes.append(f"answer cell {cell.grade_id} is missing")
                before = None  # who knows where the function is now: its test goes to the end
                continue
            make = getattr(nbformat.v4, f"new_{cell.cell_type}_cell")
            fresh = make(source=cell.source, metadata={"nbgrader": cell.metadata()})
            where = len(notebook.cells)
            if before is not None:
                where = next(i for i, x in enumerate(notebook.cells) if x is before) + 1
            notebook.cells.insert(where, fresh)
            own[cell.grade_id] = fresh
            notes.append(f"{cell.grade_id} was missing: put back")
        before = own[cell.grade_id]


def _reorder(
    notebook: NotebookNode,
    source: Sequence[SourceCell],
    own: dict[str, NotebookNode],
    notes: list[str],
) -> None:
    """A test that stands before the cell it followed in the assignment goes behind it."""
    for before, cell in pairwise(source):
        if not cell.is_test or cell.grade_id not in own or before.grade_id not in own:
            continue
        test = own[cell.grade_id]
        here, there = (
            next(i for i, x in enumerate(notebook.cells) if x is c)
            for c in (test, own[before.grade_id])
        )
        if here < there:
            notebook.cells.insert(there, notebook.cells.pop(here))
            notes.append(f"{cell.grade_id} stood before {before.grade_id}: put behind it")


def _unique_ids(notebook: NotebookNode) -> None:
    taken: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell-{number}"
        cell["id"] = name if name not in taken else f"cell-{number}"
        taken.add(cell["id"])
