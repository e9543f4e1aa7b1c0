"""A limit on processor time for what this process does with a student's text."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooSlow(BaseException):
    """The time is over. Not an Exception: renderers catch those and go on."""


@contextmanager
def processor_seconds(most: float) -> Iterator[None]:
    """The block may use so much processor time; a busy machine takes nothing from it.

    Parsers and regular expressions of Python look for signals while they run. Where there are none
    (Windows, other threads) nothing is limited.

    Raises:
        TooSlow: it used more.
    """
    main = threading.main_thread()
    if not hasattr(signal, "setitimer") or threading.current_thread() is not main:
        yield
        return

    def over(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, over)
    # Again every second, should something have swallowed the first.
    signal.setitimer(signal.ITIMER_PROF, most, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
