"""The grader's end of the lines to a student's and an examiner's process. Nothing here waits for
either of them: what they do not read is kept, what they have not said is not awaited."""

import select
from collections import deque
from collections.abc import Iterable

from course_utils.autograde import warm
from course_utils.autograde.remote import frames

PIECE = 1 << 20


class Ended(Exception):
    """A process is no more; the text says why.

    Attributes:
        connection: to which.
    """

    def __init__(self, connection: "Connection", why: str) -> None:
        super().__init__(why)
        self.connection = connection


class Connection:
    """A process that was started for grading, and the frames on their way to it and from it."""

    def __init__(self, child: warm.Child) -> None:
        self.child = child
        self._channel = child.channel
        self._channel.setblocking(False)
        self._arriving = frames.Frames(2 * frames.MAX_BYTES)
        self._leaving: deque[memoryview] = deque()

    @property
    def roots(self) -> tuple[int, int]:
        """Pids that all its processes descend from, as `limits.Meter` wants them."""
        return (self.child.box.pid if self.child.box else 0), self.child.pid

    def send(self, kind: int, body: bytes) -> None:
        """One frame. It leaves when the other side reads; that nobody is there shows later."""
        self._leaving.append(memoryview(frames.frame(kind, body)))
        self._flush()

    def frame(self) -> tuple[int, bytes] | None:
        """The next frame that has arrived whole.

        Raises:
            Ended: it sends what is no frame, and was ended for that.
        """
        try:
            return self._arriving.next()
        except frames.WireError as error:
            raise self.end(str(error)) from None

    def end(self, why: str) -> Ended:
        """End the process and all that it started; the error to raise."""
        self.child.close()
        return Ended(self, why)

    def _flush(self) -> None:
        try:
            while self._leaving:
                sent = self._channel.send(self._leaving[0][:PIECE])
                self._leaving[0] = self._leaving[0][sent:]
                if not self._leaving[0]:
                    self._leaving.popleft()
        except BlockingIOError:
            pass
        except OSError:  # nobody reads any more
            self._leaving.clear()

    def _fill(self) -> None:
        piece = b""
        try:
            piece = self._channel.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            pass
        if not piece:
            why = self.child.close() or "the Python process ended"
            raise Ended(self, why)
        self._arriving.add(piece)


def turn(listening: Connection, every: Iterable[Connection], seconds: float) -> None:
    """Let bytes flow for at most so long, until there is news from the one we listen to.

    Only that one is read: what another has to say before it is asked stays in its socket, bounded.

    Raises:
        Ended: the one we listen to is gone.
    """
    by_number = {c.child.channel.fileno(): c for c in every}
    poll = select.poll()
    for number, each in by_number.items():
        wanted = (select.POLLIN * (each is listening)) | (select.POLLOUT * bool(each._leaving))
        if wanted:  # else one that hung up would wake us again and again
            poll.register(number, wanted)
    for number, event in poll.poll(max(0, round(1000 * seconds))):
        each = by_number[number]
        if event & select.POLLOUT:
            each._flush()
        if each is listening and event & ~select.POLLOUT:
            each._fill()
        elif event & (select.POLLHUP | select.POLLERR):  # it shows when it is listened to
            each._leaving.clear()
