"""Notebooks -> the same notebooks, executed: a pure function that any process can run.

Two processes do it, each in a box of its own (sandbox.py), fresh for every notebook: the student's
runs what was handed in, the examiner's runs the test cells and asks the student's for values
(remote/). This one, which has the notebooks and all tests, runs nothing: it passes messages on,
watches what they use (session.py), and writes down what came. In the student's own process
("in-kernel") tests run as nbgrader runs them; that is for assignments of other courses, whose tests
share variables with the cells before them.
"""

import os
import re
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from course_utils.autograde import outputs
from course_utils.autograde.limits import Limits
from course_utils.autograde.session import Session, Stopped

__all__ = ["ORDINARY", "Executed", "Limits", "Mode", "run", "run_together"]

# Of all outputs that graded copies of a submission keep. Tests' own outputs are few, and count.
MAX_KEPT, MAX_OUTPUTS = 20_000_000, 3_000


@dataclass(frozen=True)
class Mode:
    """How it is executed: in boxes or without, the verdict outside or in the student's process."""

    sandbox: bool = True
    isolated: bool = True


ORDINARY = Mode()


@dataclass(frozen=True)
class Executed:
    """What came of one notebook.

    Attributes:
        text: the notebook with its outputs, as JSON.
        seconds: wall time.
        stopped: why not all cells ran; "" if they did.
        notes: what else a person should know, a phrase each.
        limited: a limit decided about some of it, which may come out otherwise another time.
        far: the far limit of wall time did (limits.far): it should run once more, alone.
        worker: host and process that executed it.
    """

    text: str
    seconds: float
    stopped: str = ""
    notes: tuple[str, ...] = ()
    limited: bool = False
    far: bool = False
    worker: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")


def run(
    text: str, limits: Limits | None = None, mode: Mode = ORDINARY,
    files: dict[str, bytes] | None = None,
) -> Executed:  # fmt: skip
    """Execute a notebook, see `run_together`."""
    return run_together([text], limits, mode, files)[0]


def run_together(
    texts: Sequence[str], limits: Limits | None = None, mode: Mode = ORDINARY,
    files: dict[str, bytes] | None = None,
) -> list[Executed]:  # fmt: skip
    """Execute the notebooks of one submission, in order, in one folder.

    Never raises for what a notebook does.

    Args:
        texts: the notebooks as JSON, restored (`autograde.restore`).
        limits: of all of them together.
        files: that lie beside them: relative path -> content.

    Raises:
        NoSandbox: a box is asked for and cannot be built.
        TryAgain: a process could not be started at this moment.
    """
    limits = limits or Limits()
    tensorflow = any(re.search(r"\b(tensorflow|keras|backbone)\b", text) for text in texts)
    module = "tensorflow" if tensorflow else ""
    session = Session(limits, mode.isolated, mode.sandbox, module, files or {})
    room = _Room()
    try:
        return [_executed(text, session, room) for text in texts]
    finally:
        session.close()


def _executed(text: str, session: Session, room: "_Room") -> Executed:
    notebook = nbformat.reads(text, as_version=4)
    begin = time.monotonic()
    reached: set[int] = set()
    stopped = ""
    session.begin()
    try:
        for i, cell in enumerate(notebook.cells):
            if not _runs(cell, session.limits):
                continue
            cell.outputs = []
            test = _is_test(cell)
            found = session.cell(cell.source, str(cell.get("id", "")), test)
            nodes = [outputs.node(output) for output in found]
            cell.outputs = nodes if test else room.kept(nodes)
            reached.add(i)
    except Stopped as why:
        stopped = str(why)
    _settle(notebook, reached, stopped)
    # Half a surrogate pair can be printed by students' code, and be written to no file.
    text = nbformat.writes(notebook).encode("utf-8", "replace").decode()
    notes = (*session.notes, *([room.note] if room.note else []))
    return Executed(text, time.monotonic() - begin, stopped, notes, session.limited, session.far)


class _Room:
    """What is left of the space for outputs of a submission."""

    def __init__(self) -> None:
        self._bytes, self._outputs, self.note = MAX_KEPT, MAX_OUTPUTS, ""

    def kept(self, nodes: list[NotebookNode]) -> list[NotebookNode]:
        """Those that still fit, and every error."""
        kept = []
        for node in nodes:
            size = len(repr(node))
            if node.output_type != "error" and (size > self._bytes or not self._outputs):
                self.note = f"outputs left out: they are more than {MAX_KEPT / 1e6:g} MB"
                continue
            self._bytes, self._outputs = self._bytes - size, max(0, self._outputs - 1)
            kept.append(node)
        return kept


def _is_test(cell: NotebookNode) -> bool:
    """The instructor's own code; a graded cell that the student writes is not."""
    return bool(is_grade(cell) and not is_solution(cell))


def _runs(cell: NotebookNode, limits: Limits) -> bool:
    if cell.cell_type != "code" or not cell.source.strip():
        return False
    tags = cell.metadata.get("tags", [])
    skipped = "skip-execution" in tags or ("demo" in tags and not limits.demo)
    return bool(is_grade(cell)) or not skipped


def _settle(notebook: NotebookNode, reached: set[int], stopped: str) -> None:
    """What nbgrader shall score: a test that did not run fails; a warning costs nothing.

    nbgrader gives full points to a test cell without outputs, none to one that wrote to stderr,
    as libraries do when they warn, and those that a result before the error claims.
    """
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        if i not in reached:
            cell.outputs = []
        cell.execution_count = None
        if not is_grade(cell):
            continue
        if i not in reached and cell.source.strip():
            cell.outputs = [
                outputs.node(outputs.error("NotRun", stopped or "this cell did not run"))
            ]
        cell.outputs = sorted(
            (o for o in cell.outputs if not (o.output_type == "stream" and o.name == "stderr")),
            key=lambda output: output.output_type != "error",
        )
