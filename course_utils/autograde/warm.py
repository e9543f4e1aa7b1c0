"""Processes that start in milliseconds: forked from a parent that has imported the libraries.

`import tensorflow` takes 10 seconds and more, as long as grading everything else. So a worker
keeps a parent process that has imported it once, run nothing, and forks for every submission.
The parent never sees a notebook, a test, the gradebook's address or the worker's environment:
every child inherits what it knows.

This is the worker's side; warm_parent.py is what it starts. Where a parent cannot fork safely
(macOS, or a library started threads) the same process starts cold, with the same results.
"""

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import Any

from course_utils.autograde import sandbox, taskgroup, warm_parent
from course_utils.autograde.remote import frames
from course_utils.autograde.warm_parent import ENVIRONMENT, PID_DIGITS, PROCESSES

START_SECONDS = 180.0


@dataclass
class Child:
    """A process forked into a box, or started cold; `pid` is its own, seen from outside.

    Attributes:
        channel: to speak with it (remote/frames.py).
        box: its walls; None without.
        waiter: the process that waits for it; a child of the warm parent.
        parent: the warm parent; None if it was started cold.
        folder: its scratch folder outside a box.
    """

    channel: socket.socket
    box: sandbox.Box | None = None
    pid: int = 0
    waiter: int = 0
    parent: "Parent | None" = None
    process: "subprocess.Popen[bytes] | None" = None
    folder: "tempfile.TemporaryDirectory[str] | None" = None

    @property
    def home(self) -> str:
        """Its scratch folder, as it sees it."""
        return sandbox.SCRATCH if self.folder is None else self.folder.name

    def interrupt(self) -> None:
        """What Jupyter's stop button sends."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)

    def leave(self) -> "tuple[sandbox.Box | None, tempfile.TemporaryDirectory[str] | None]":
        """End it and all that it started, but keep its box or folder, and the files there.

        The box is None too if it could not be emptied, because a student's process ended what
        holds it up: it is closed then, and its files are lost.
        """
        box, folder = self.box, self.folder
        if box is None or box.empty():
            self.box = self.folder = None
        self.close()
        return (None if self.box else box), folder

    def close(self) -> str:
        """End it and all that it started; how it had ended before, "" if it had not."""
        ended = self._ended()
        self.channel.close()
        if self.box is not None:
            self.box.close()
        elif self.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        if self.folder is not None:
            self.folder.cleanup()
        return ended

    def _ended(self) -> str:
        code = None
        # The channel closes a little before the process is gone: on a busy machine a second before.
        # One that closed it and goes on keeps nobody longer than this.
        for _ in range(300):
            if self.parent is not None:
                code = self.parent.poll(self.waiter)
            elif self.process is not None:
                code = self.process.poll()
            if code is not None or not _hung_up(self.channel):
                break
            time.sleep(0.01)
        return "" if code is None else _cause(code)


def _hung_up(channel: socket.socket) -> bool:
    try:
        return channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _cause(code: int) -> str:
    if code >= 0:
        return f"the Python process ended itself (exit code {code})"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    how = {"SIGSEGV": "crashed (segmentation fault)", "SIGABRT": "aborted", "SIGKILL": "was killed"}
    return f"the Python process {how.get(name, 'was ended by ' + name)}"


def start(role: str, module: str = "", scratch_bytes: int = 64_000_000, walls: bool = True,
          memory_bytes: int = 3_000_000_000, after: Child | None = None) -> Child:  # fmt: skip
    """A student's or an examiner's process, ready to take orders.

    The first call for a `module` also starts the warm parent, which takes seconds: call it before
    any clock runs.

    Args:
        role: "student" or "examiner".
        module: one more library that the parent has imported: "tensorflow" or "".
        walls: in a box.
        after: an earlier process, of the same student and with the same walls. It is ended with
            all that it started; the new one takes over its box or folder, and finds the files
            that were written there. For notebooks of one assignment, which share a folder.

    Raises:
        NoSandbox: there should be a box and none can be built.
        TryAgain: the process could not be started at this moment; `after` is ended nevertheless.
    """
    ours, theirs = socket.socketpair()
    child = Child(ours)
    try:
        if after is not None:
            child.box, child.folder = after.leave()
        if walls and child.box is None:
            child.box = sandbox.build(scratch_bytes, tasks=PROCESSES + 32)
        if not walls and child.folder is None:
            child.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        _launch(child, role, module, memory_bytes, theirs)
    except BaseException as error:
        child.close()
        if isinstance(error, OSError | RuntimeError):  # of the warm parent, at work or starting
            raise sandbox.TryAgain(f"a process for grading did not start: {error}") from None
        raise
    finally:
        theirs.close()
    return child


def _launch(child: Child, role: str, module: str, memory_bytes: int, theirs: socket.socket) -> None:
    """Fork it or start it cold, and wait until it can take orders."""
    box, door = (child.box.pid, taskgroup.door(child.box.group)) if child.box else (0, None)
    order = {"role": role, "box": box, "memory": memory_bytes, "home": child.home}
    order["door"] = str(door or "")
    child.parent = parent(module)
    if child.parent is not None:
        child.waiter = child.parent.fork(order, theirs)
    else:
        child.process = _cold(order, theirs)
    theirs.close()
    child.channel.settimeout(START_SECONDS)
    said = b""  # its number by the process that waits for it, and READY: in any order
    while len(said) < PID_DIGITS + len(frames.READY):
        part = child.channel.recv(1)
        if not part:
            raise sandbox.TryAgain("a process for grading did not start")
        said += part
    child.pid = int(said.replace(frames.READY, b""))
    child.channel.settimeout(None)


def _cold(order: dict[str, Any], channel: socket.socket) -> "subprocess.Popen[bytes]":
    told = [str(channel.fileno()), json.dumps(order), str(os.getpid())]
    return subprocess.Popen(
        [sys.executable, "-m", warm_parent.__name__, "once", *told],
        pass_fds=[channel.fileno()], env=_environment(), cwd="/",
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    """ENVIRONMENT, plus where the course is if it is not installed."""
    home = {"HOME": "/nonexistent"}
    return ENVIRONMENT | home | {k: os.environ[k] for k in ("PYTHONPATH",) if k in os.environ}


class Parent:
    """The warm process, seen from the worker that started it."""

    def __init__(self, module: str) -> None:
        ours, theirs = socket.socketpair()
        told = [str(theirs.fileno()), module, str(os.getpid())]
        self.process = subprocess.Popen(
            [sys.executable, "-m", warm_parent.__name__, "serve", *told],
            pass_fds=[theirs.fileno()], env=_environment(), cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        ours.settimeout(START_SECONDS)
        self.channel = ours
        self.lock = threading.Lock()  # a dask worker has several threads
        self.stream = ours.makefile("r", encoding="utf-8")
        self.usable = self._read().get("threads") == 1
        atexit.register(self.close)

    def fork(self, order: dict[str, Any], channel: socket.socket) -> int:
        """Fork a child that speaks on `channel`; the pid of the process that waits for it."""
        answer = self._ask({"do": "fork", **order}, [channel.fileno()])
        if "error" in answer:
            raise OSError(answer["error"])
        pid: int = answer["pid"]
        return pid

    def poll(self, pid: int) -> int | None:
        """Exit code, None while it runs."""
        code: int | None = self._ask({"do": "poll", "pid": pid})["code"]
        return code

    def close(self) -> None:
        """End it, and with it every child that still runs."""
        with contextlib.suppress(OSError):
            self.stream.close()
            self.channel.close()
        self.process.kill()
        self.process.wait()

    def _ask(self, order: dict[str, Any], descriptors: list[int] | None = None) -> dict[str, Any]:
        line = json.dumps(order).encode() + b"\n"
        with self.lock:
            socket.send_fds(self.channel, [line], descriptors or [])
            return self._read()

    def _read(self) -> dict[str, Any]:
        line = self.stream.readline()
        if not line:
            raise RuntimeError("the warm parent ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


_parents: dict[str, Parent | None] = {}
_starting = threading.Lock()


def parent(module: str) -> Parent | None:
    """This process's warm parent with `module` imported: started at the first call, and again
    when it has ended; None where a cold start has to do."""
    with _starting:
        known = _parents.get(module)
        if module not in _parents or (known is not None and known.process.poll() is not None):
            _parents[module] = _started(module)
        return _parents[module]


def _started(module: str) -> Parent | None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            started = Parent(module)
            if started.usable:
                return started
            started.close()
    return None
