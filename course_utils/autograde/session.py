"""The two processes of one submission: orders go in, outputs come out, limits are watched.

One loop does all of it (`Session._receive`): it moves bytes, and a few times a second looks at
everything both processes have started. It never waits for one of them, so nobody who is slow to
read, to write or to answer keeps it from looking.
"""

import random
import time
from dataclasses import dataclass, field
from typing import Any

from course_utils.autograde import outputs, warm
from course_utils.autograde.connection import Connection, Ended, turn
from course_utils.autograde.limits import Limits, Meter, Usage, far
from course_utils.autograde.outputs import Outputs
from course_utils.autograde.remote import frames
from course_utils.autograde.sandbox import TryAgain

LOOK = 0.1, 0.2  # seconds between two looks: at random, so that nobody can hide from them
COST, LONGEST = 10, 1.0  # looking may take a tenth of the time, but is done every second
GRACE = 2.0  # seconds that an interrupted cell may go on
RESTARTS = 3  # of the student's process, after cells that went on
MESSAGES, BYTES = 200_000, 4_000_000_000  # between tests and answers of a whole submission
WENT_ON = "a cell went on after it was told to stop: the rest was graded without it"


class Stopped(Exception):
    """The student's process is no more, and the rest cannot run; the text says why."""


class Late(Exception):
    """The time is over.

    Attributes:
        far: it is the far limit of wall time, not what was charged.
    """

    def __init__(self, far: bool) -> None:
        super().__init__()
        self.far = far


@dataclass(frozen=True)
class Deadline:
    """In seconds charged by the meter, and on the clock."""

    charged: float
    clock: float

    def first(self, other: "Deadline") -> "Deadline":
        """The earlier of both."""
        return Deadline(min(self.charged, other.charged), min(self.clock, other.clock))


@dataclass
class Session:
    """Two processes, started before any clock runs, and again when they had to be ended.

    Attributes:
        limits: of the whole submission.
        isolated: tests run in a process of their own.
        sandbox: both run in boxes.
        module: a library that is imported already when they start: "tensorflow" or "".
        files: that lie in the student's folder: relative path -> content.
        notes: what a person should know of the notebook that runs.
        limited: a limit decided about a cell of it.
        far: the far limit of wall time did.
    """

    limits: Limits
    isolated: bool
    sandbox: bool
    module: str
    files: dict[str, bytes]
    notes: list[str] = field(default_factory=list)
    limited: bool = False
    far: bool = False

    def __post_init__(self) -> None:
        self._student: Connection | None = None
        self._examiner: Connection | None = None
        self._meter = Meter(self.limits.memory_bytes)
        self._next_look, self._tasks = 0.0, 0
        self._end: Deadline | None = None  # of the submission
        self._done: list[bytes] = []  # orders that the student's process has carried out
        self._restarts = self._messages = self._bytes = 0

    # --- what a notebook asks for ---

    def begin(self) -> None:
        """Fresh processes for the next notebook; files that an earlier one wrote are there."""
        self._done, self.notes, self.limited, self.far = [], [], False, False
        if self._student is not None:
            self._start_student()

    def cell(self, source: str, identity: str, test: bool) -> Outputs:
        """Run one cell; its outputs.

        Raises:
            Stopped: the student's process ended, or was ended, and with it the submission.
        """
        try:
            self._ready()
            deadline = self._deadline(self.limits.cell_seconds)
            if test and self.isolated:
                return self._test(source, deadline)
            order = frames.pack({"do": "run", "source": source, "id": identity[:64]})
            return self._own(order, deadline)
        except Ended as ended:
            if ended.connection is self._student:
                self._student = None
            raise Stopped(str(ended)) from None

    def close(self) -> None:
        """End both processes and whatever they started."""
        for connection in self._all():
            connection.child.close()
        self._student = self._examiner = None

    # --- the student's cells ---

    def _own(self, order: bytes, deadline: Deadline) -> Outputs:
        assert self._student
        late = []
        self._student.send(frames.ORDER, order)
        try:
            body: bytes | None = self._receive(self._student, deadline)[1]
        except Late as why:
            late = [self._timeout(why)]
            body = self._interrupt()
            if body is None:
                self._replace_student()
                return late
        self._done.append(order)
        return [*outputs.of_reply(body or b""), *late]

    def _interrupt(self) -> bytes | None:
        """As Jupyter's stop button does. Its reply; None if it goes on."""
        assert self._student
        self._student.child.interrupt()
        try:
            kind, body = self._receive(self._student, self._deadline(GRACE))
        except Late:
            return None
        return body if kind == frames.REPLY else None

    def _replace_student(self) -> None:
        """Another process that has run what this one had, but for what it goes on with."""
        if WENT_ON not in self.notes:
            self.notes.append(WENT_ON)
        while True:
            self._restarts += 1
            if self._restarts > RESTARTS:
                raise Stopped("cells went on after they were told to stop, one after another")
            self._start_student()
            if self._replay():
                return

    def _replay(self) -> bool:
        """Run what is done once more; what came of it is known. False: a cell of it goes on now."""
        assert self._student
        for order in list(self._done):
            self._student.send(frames.ORDER, order)
            try:
                self._receive(self._student, self._deadline(self.limits.cell_seconds))
            except Late as why:
                self._timeout(why)
                if self._interrupt() is None:
                    self._done.remove(order)
                    return False
        return True

    # --- tests ---

    def _test(self, source: str, deadline: Deadline) -> Outputs:
        """The examiner runs a test; this passes its questions on, and the answers back."""
        assert self._examiner and self._student
        kind, speaker = frames.ORDER, self._examiner
        self._examiner.send(frames.ORDER, frames.pack({"source": source}))
        try:
            while True:
                speaker = self._examiner
                order, body = self._receive(speaker, deadline)
                if order == frames.REPLY:
                    return outputs.of_reply(body)
                speaker = self._student
                speaker.send(frames.ORDER, body)
                kind, body = self._receive(speaker, deadline)
                self._examiner.send(kind, body)
        except Late as why:
            self._end_examiner()  # whatever it would say now, the time is over
            asked = speaker is self._student or kind == frames.CALLBACK
            if asked and self._interrupt() is None:
                self._replace_student()
            return [self._timeout(why)]
        except Ended as ended:
            if ended.connection is not self._examiner:
                raise
            self._end_examiner()
            if kind == frames.CALLBACK and self._interrupt() is None:
                self._replace_student()
            self.notes.append(f"the process of a test ended: {ended}")
            return [outputs.error("DeadTest", str(ended))]

    def _end_examiner(self) -> None:
        if self._examiner is not None:
            self._examiner.child.close()
            self._examiner = None

    def _timeout(self, why: Late) -> dict[str, Any]:
        self.limited = True
        self.far |= why.far
        text = f"stopped after {self.limits.cell_seconds:g} s: an endless loop, or far too slow"
        if why.far:
            text = f"stopped: {_far_text(self.limits.cell_seconds)}"
        return outputs.error("CellTimeoutError", text)

    # --- starting ---

    def _ready(self) -> None:
        """Both processes are there and wait for orders, and none of that took anybody's time."""
        fresh = []
        if self._student is None:
            self._student = self._start("student", None)
            fresh.append(self._student)
        if self._examiner is None and self.isolated:
            self._examiner = self._start("examiner", None)
            fresh.append(self._examiner)
        self._await_start(fresh)
        if self._end is None:
            self._end = Deadline(float("inf"), float("inf"))
            self._end = self._deadline(self.limits.submission_seconds)

    def _start_student(self) -> None:
        assert self._student
        old, self._student = self._student, None
        self._end_examiner()  # it knows things of the old one by number
        self._student = self._start("student", old.child)
        self._await_start([self._student])

    def _start(self, role: str, after: warm.Child | None) -> Connection:
        place = after and (after.box or after.folder)
        child = warm.start(
            role, self.module, self.limits.scratch_bytes, self.sandbox, self.limits.memory_bytes,
            after,
        )  # fmt: skip
        kept = place is not None and place in (child.box, child.folder)
        connection = Connection(child)
        begin = {"folder": f"{child.home}/work", "files": {} if kept else self.files}
        connection.send(frames.ORDER, frames.pack(begin))
        # Nothing to do: it answers when it has begun.
        connection.send(frames.ORDER, frames.pack({"do": "run", "source": "", "id": ""}))
        return connection

    def _await_start(self, fresh: list[Connection]) -> None:
        for connection in fresh:
            try:
                clock = time.monotonic() + warm.START_SECONDS
                self._receive(connection, Deadline(float("inf"), clock))
            except (Late, Ended) as why:
                raise TryAgain(f"a process for grading did not begin: {why}") from None
        if fresh:
            self._meter.skip([c.roots for c in self._all()])

    # --- the loop ---

    def _all(self) -> list[Connection]:
        return [c for c in (self._student, self._examiner) if c is not None]

    def _deadline(self, seconds: float) -> Deadline:
        """So far from now, but not later than the submission's.

        Raises:
            Stopped: the submission has no time left.
        """
        now = Deadline(self._meter.charged + seconds, time.monotonic() + far(seconds))
        if self._end is None:
            return now
        if self._meter.charged >= self._end.charged or time.monotonic() >= self._end.clock:
            self.limited = True
            seconds = self.limits.submission_seconds
            if self._meter.charged >= self._end.charged:
                raise Stopped(f"the submission used up its {seconds:g} s")
            self.far = True
            raise Stopped(_far_text(seconds))
        return now.first(self._end)

    def _receive(self, speaker: Connection, deadline: Deadline) -> tuple[int, bytes]:
        """The next frame.

        Raises:
            Late: not before the deadline.
            Ended: a process ended, or took more than its limits and was ended.
        """
        while True:
            now = time.monotonic()
            if now >= self._next_look:
                self._look()
            if self._meter.charged >= deadline.charged or now >= deadline.clock:
                raise Late(self._meter.charged < deadline.charged)
            arrived = speaker.frame()
            if arrived is not None:
                return self._counted(speaker, arrived)
            turn(speaker, self._all(), self._next_look - now)

    def _counted(self, speaker: Connection, frame: tuple[int, bytes]) -> tuple[int, bytes]:
        self._messages += 1
        self._bytes += len(frame[1])
        if self._messages > MESSAGES or self._bytes > BYTES:
            self.limited = True
            raise speaker.end(f"more than {MESSAGES} messages or {BYTES / 1e9:g} GB of them")
        return frame

    def _look(self) -> None:
        begin, grown = time.monotonic(), 0
        every = self._all()
        for connection, used in zip(every, self._meter.look([c.roots for c in every]), strict=True):
            why = self._too_much(used)
            if why:
                self.limited = True
                raise connection.end(why)
            grown += used.tasks
        now = time.monotonic()
        pause = max(random.uniform(*LOOK), COST * (now - begin))
        if grown > self._tasks + 16:  # a bomb would be large before it is looked at again
            pause = LOOK[0] / 10
        self._tasks, self._next_look = grown, now + min(pause, LONGEST)

    def _too_much(self, used: Usage) -> str:
        limits = self.limits
        if used.memory > limits.memory_bytes:
            return f"more than {limits.memory_bytes / 1e9:g} GB of memory"
        if used.tasks > limits.tasks:
            return f"more than {limits.tasks} processes and threads"
        if used.inodes > limits.inodes:
            return f"more than {limits.inodes} files"
        return ""


def _far_text(seconds: float) -> str:
    return f"{far(seconds):g} s passed while others kept the processors busy"
