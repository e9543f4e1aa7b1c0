"""One notebook -> the same notebook, executed: a pure function that any process can run.

Two processes do it, each in a box of its own (sandbox.py), fresh for every submission: the
student's runs what was handed in, the examiner's runs the test cells and asks the student's for
values (wire.py). This one, which has the notebook and all tests, runs nothing: it passes messages
on, looks at the clock, and writes down what came. In the student's own process ("in-kernel") tests
run as nbgrader runs them; that is for assignments of other courses, whose tests share variables
with the cells before them.
"""

import contextlib
import os
import re
import select
import socket
import time
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from course_utils.autograde import outputs, warm
from course_utils.autograde.outputs import Outputs
from course_utils.autograde.remote import wire

LOOK = 0.25  # seconds between two looks at memory and processes
GRACE = 2.0  # seconds that an interrupted cell may go on


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes:
        cell_seconds: wall time of one cell.
        submission_seconds: wall time of all its cells.
        memory_bytes: resident memory of all its processes.
        tasks: threads of all its processes.
        scratch_bytes: files in its scratch folder.
        demo: also run cells tagged `demo` (figures, long training), which no test needs.
    """

    cell_seconds: float = 30
    submission_seconds: float = 300.0
    memory_bytes: int = 3_000_000_000
    tasks: int = 256
    scratch_bytes: int = 64_000_000
    demo: bool = False


@dataclass(frozen=True)
class Mode:
    """How it is executed: in boxes or without, the verdict outside or in the student's process."""

    sandbox: bool = True
    isolated: bool = True


@dataclass(frozen=True)
class Executed:
    """What came of one submission.

    Attributes:
        text: the notebook with its outputs, as JSON.
        seconds: wall time.
        stopped: why not all cells ran; "" if they did.
        worker: host and process that executed it.
    """

    text: str
    seconds: float
    stopped: str = ""
    worker: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")


class Stopped(Exception):
    """The student's process is no more; the text says why."""


class Late(Exception):
    """The cell's time is over."""


ORDINARY = Mode()


def run(
    text: str, limits: Limits | None = None, mode: Mode = ORDINARY,
    files: dict[str, bytes] | None = None,
) -> Executed:  # fmt: skip
    """Execute a notebook. Never raises for what the notebook does.

    Args:
        text: the notebook as JSON, restored (`autograde.restore`).
        files: that lie beside it: relative path -> content.

    Raises:
        NoSandbox: a box is asked for and cannot be built.
    """
    limits = limits or Limits()
    notebook = nbformat.reads(text, as_version=4)
    begin = time.monotonic()
    module = "tensorflow" if re.search(r"\b(tensorflow|keras|backbone)\b", text) else ""
    session = Session(limits, mode, module, files or {})
    reached: set[int] = set()
    stopped = ""
    try:
        for i, cell in enumerate(notebook.cells):
            if not _runs(cell, limits):
                continue
            cell.outputs = []
            cell.outputs = [outputs.node(output) for output in session.cell(cell)]
            reached.add(i)
    except Stopped as why:
        stopped = str(why)
    finally:
        session.close()
    _settle(notebook, reached, stopped)
    # Half a surrogate pair can be printed by students' code, and be written to no file.
    text = nbformat.writes(notebook).encode("utf-8", "replace").decode()
    return Executed(text, time.monotonic() - begin, stopped)


def _is_test(cell: NotebookNode) -> bool:
    """The instructor's own code; a graded cell that the student writes is not."""
    return bool(is_grade(cell) and not is_solution(cell))


def _runs(cell: NotebookNode, limits: Limits) -> bool:
    if cell.cell_type != "code" or not cell.source.strip():
        return False
    tags = cell.metadata.get("tags", [])
    skipped = "skip-execution" in tags or ("demo" in tags and not limits.demo)
    return bool(is_grade(cell)) or not skipped


@dataclass
class Session:
    """The two processes of one submission, started when first needed."""

    limits: Limits
    mode: Mode
    module: str
    files: dict[str, bytes]
    student: "Talk | None" = None
    examiner: "Talk | None" = None
    end: float = field(init=False)

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.limits.submission_seconds

    def cell(self, cell: NotebookNode) -> Outputs:
        """Run one cell; its outputs.

        Raises:
            Stopped: the student's process ended, or was ended, and with it the submission.
        """
        now = time.monotonic()
        if now > self.end:
            raise Stopped(f"the submission used up its {self.limits.submission_seconds:g} s")
        deadline = min(now + self.limits.cell_seconds, self.end)
        if self.mode.isolated and _is_test(cell):
            return self._test(cell.source, deadline)
        order = {"do": "run", "source": cell.source, "id": str(cell.get("id", ""))[:64]}
        student = self._student()
        student.send(wire.ORDER, wire.pack(order))
        try:
            _, body = student.receive(deadline)
        except Late:
            student.stop_calling()
            return [*outputs.of_reply(student.last), self._late()]
        return outputs.of_reply(body)

    def _test(self, source: str, deadline: float) -> Outputs:
        """The examiner runs a test; this passes its questions on, and the answers back."""
        examiner, student = self._examiner(), self._student()
        examiner.send(wire.ORDER, wire.pack({"source": source}))
        while True:
            try:
                kind, body = examiner.receive(deadline)
            except (Late, Stopped) as why:  # the test itself, with what the student gave it
                examiner.close()
                self.examiner = None
                return [
                    self._late() if isinstance(why, Late) else outputs.error("DeadTest", str(why))
                ]
            if kind == wire.REPLY:
                return outputs.of_reply(body)
            student.send(wire.ORDER, body)
            try:
                kind, body = student.receive(deadline)
            except Late:
                student.stop_calling()
                examiner.close()  # whatever it would say now, the time is over
                self.examiner = None
                return [self._late()]
            examiner.send(kind, body)

    def _late(self) -> dict[str, Any]:
        seconds = self.limits.cell_seconds
        text = f"stopped after {seconds:g} s: an endless loop, or far too slow"
        return outputs.error("CellTimeoutError", text)

    def _student(self) -> "Talk":
        if self.student is None:
            self.student = self._start("student", {"files": self.files})
            if self.mode.isolated:
                self._examiner()  # begins while the student's process does
        return self.student

    def _examiner(self) -> "Talk":
        if self.examiner is None:
            self.examiner = self._start("examiner", {})
        return self.examiner

    def _start(self, role: str, first: dict[str, Any]) -> "Talk":
        child = warm.start(
            role, self.module, self.limits.scratch_bytes, self.mode.sandbox,
            self.limits.memory_bytes,
        )  # fmt: skip
        talk = Talk(child, self.limits)
        talk.send(wire.ORDER, wire.pack({**first, "folder": f"{child.home}/work"}))
        return talk

    def close(self) -> None:
        """End both processes and whatever they started."""
        for talk in (self.student, self.examiner):
            if talk is not None:
                talk.close()


class Talk:
    """A conversation with a child, under the limits of the submission."""

    def __init__(self, child: warm.Child, limits: Limits) -> None:
        self.child, self.limits = child, limits
        self.base = child.usage().memory  # a fork begins with its parent's pages
        self.looked = time.monotonic()
        self.frames = wire.Frames(2 * wire.MAX_BYTES)
        self.last = b""

    def send(self, kind: int, body: bytes) -> None:
        """One frame; that nobody is there shows when the answer is awaited."""
        try:
            self.child.channel.settimeout(max(self.limits.cell_seconds, 1))
            wire.send(self.child.channel, kind, body)
        except OSError:
            return
        finally:
            self.child.channel.settimeout(None)

    def receive(self, deadline: float) -> tuple[int, bytes]:
        """The next frame.

        Raises:
            Late: not before the deadline.
            Stopped: the process ended, or took more than its limits.
        """
        # In pieces, the limits watched between them: a frame may be sent a byte at a time.
        while True:
            try:
                frame = self.frames.next()
            except wire.WireError as error:
                raise Stopped(str(error)) from None
            if frame is not None:
                return frame
            left = deadline - time.monotonic()
            self._look()
            if left <= 0:
                raise Late
            ready, _, _ = select.select([self.child.channel], [], [], min(left, LOOK))
            if ready:
                self.frames.add(self._piece())

    def _piece(self) -> bytes:
        with contextlib.suppress(OSError):
            piece = self.child.channel.recv(1 << 20)
            if piece:
                return piece
        raise Stopped(self.child.close() or "the Python process ended")

    def _look(self) -> None:
        now = time.monotonic()
        if now - self.looked < LOOK:
            return
        self.looked = now
        used = self.child.usage()
        if used.memory - self.base > self.limits.memory_bytes:
            self.child.close()
            raise Stopped(f"more than {self.limits.memory_bytes / 1e9:g} GB of memory")
        if used.tasks > self.limits.tasks:
            self.child.close()
            raise Stopped(f"more than {self.limits.tasks} processes and threads")

    def stop_calling(self) -> None:
        """Interrupt it, as Jupyter's stop button does, and wait for its answer.

        Raises:
            Stopped: there was none; it is ended.
        """
        self.child.interrupt()
        try:
            kind, self.last = self.receive(time.monotonic() + GRACE)
        except Late:
            kind = wire.CALLBACK
        if kind != wire.REPLY:
            self.child.close()
            raise Stopped("a cell went on after it was told to stop")

    def close(self) -> None:
        """End the process."""
        self.child.close()


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
