"""The student's process: runs the cells of one submission and answers calls of its functions.

What a cell shows is sent when the cell is done (kernel.py). Nothing here is trusted by anybody:
student code runs in the same process and may change all of it, to its own loss only.
"""

import builtins
import contextlib
import copy
import os
import re
import signal
import socket
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.autograde.remote import arguments as crossing
from course_utils.autograde.remote import codec, frames
from course_utils.autograde.remote.kernel import Kernel
from course_utils.checks.outcomes import uncompiled

MAX_WARNINGS = 20

_kept: list[Any] = []  # functions and objects that tests may name by number
_numbers: dict[int, tuple[str, int]] = {}  # id -> whose it is, and its number
_channel: socket.socket
_kernel: Kernel
_why: dict[str, tuple[str, str]] = {}  # names that a cell should have made -> why it did not
_MADE = re.compile(
    r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*=[^=]|^\s*(?:from\s.+?)?import\s+(.+)$", re.M
)


async def _serve(channel: socket.socket) -> None:
    """Do what is ordered until the other side hangs up."""
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt that comes too late
            _, body = frames.receive(channel)
            order = frames.unpack(body)
            reply = await _run(order) if order["do"] == "run" else _obey(order)
            frames.send(channel, frames.REPLY, reply)


async def _run(order: dict[str, Any]) -> bytes:
    outputs = []
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        await _kernel.run(order["source"], order.get("id"))
        _note_failure(order["source"])
    except KeyboardInterrupt:
        pass
    except BaseException as error:  # student code has broken what runs it: this cell did not run
        shown = {"ename": type(error).__name__, "evalue": _text(error), "traceback": []}
        outputs = [{"output_type": "error", **shown}]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return frames.pack({"outputs": _kernel.shown() + outputs})


def _note_failure(source: str) -> None:
    """If the cell that just ran failed: why the names that it should have made are missing."""
    result = _kernel.shell.last_execution_result
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return
    name, line = type(error).__name__, getattr(error, "lineno", None)
    if isinstance(error, SyntaxError):
        why = name, f"line {line} of your answer: {error.msg}"
    else:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_globals.get("__name__") != "__main__":
            trace = trace.tb_next
        at = f" at line {trace.tb_lineno}" if trace else ""
        why = "NameError", f"its cell stopped{at}: {name}: {_text(error)}"
    for function, assigned, imported in _MADE.findall(source):
        names = [part.split()[-1] for part in imported.strip("()\\ ").split(",") if part.split()]
        for made in filter(None, (function, assigned, *names)):
            _why.setdefault(made, why)


def _obey(order: dict[str, Any]) -> bytes:
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if order["do"] == "get":
            return _get(order["name"])
        if order["do"] == "copy":
            return _copy(order["target"], order["deep"])
        return _call(order["target"], order["arguments"], order["errstate"], order["input"])
    except KeyboardInterrupt:
        return frames.pack({"error": ["KeyboardInterrupt", "interrupted"]})
    except Exception as error:  # student code has broken what runs it
        return frames.pack({"error": [type(error).__name__, _text(error)]})


def _get(name: str) -> bytes:
    if name not in _kernel.shell.user_ns:
        return frames.pack({"missing": True, "why": _why.get(name)})
    try:
        return frames.pack({"value": codec.encode(_kernel.shell.user_ns[name], _keep)})
    except frames.WireError as error:
        return frames.pack({"error": ["TypeError", f"{name}: {error}"]})


def _call(
    target: str | int, arguments: bytes, errstate: dict[str, Any], asked: int | None
) -> bytes:
    """Call a function; what it prints is dropped, what it warns is passed on.

    Args:
        asked: the number of the test's own function that answers input() meanwhile.
    """
    args, kwargs = crossing.loads(arguments, resolve, callback)
    known = crossing.parts((args, kwargs))
    before = crossing.contents(known, _keep)
    reply: dict[str, Any] = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with np.errstate(**errstate), _answering(asked), uncompiled():
                value = resolve(target)(*args, **kwargs)
            reply["value"] = codec.encode(value, _keep, known)
        except frames.WireError as error:
            reply["error"] = ["TypeError", f"the returned value: {error}"]
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            text = _text(error)
            if isinstance(error, NameError) and error.name in _why:
                text += f": {_why[error.name][1]}"
            reply["error"] = [type(error).__name__, text, _line(error)]
    shown = [(w.category.__name__, str(w.message)[:300]) for w in caught[:MAX_WARNINGS]]
    reply["warnings"] = shown
    reply["changed"] = crossing.changes(before, crossing.contents(known, _keep))
    _kernel.shown()
    return frames.pack(reply)


@contextlib.contextmanager
def _answering(asked: int | None) -> Iterator[None]:
    before = builtins.input
    if asked is not None:
        builtins.input = callback(asked, "input")
    try:
        yield
    finally:
        builtins.input = before


def resolve(target: str | int) -> Any:
    """What has this name in the notebook, or was kept under this number."""
    return _kernel.shell.user_ns[target] if isinstance(target, str) else _kept[target]


def _copy(target: str | int, deep: bool) -> bytes:
    copied = (copy.deepcopy if deep else copy.copy)(resolve(target))
    return frames.pack({"number": _keep(copied)[1]})


def callback(number: int, name: str) -> Callable[..., Any]:
    """A function of the test, which stays in the examiner's process."""
    if number in _callbacks:
        return _callbacks[number]

    def call(*args: Any, **kwargs: Any) -> Any:
        question = {"number": number, "arguments": codec.encode((args, kwargs), _keep)}
        frames.send(_channel, frames.CALLBACK, frames.pack(question))
        while True:
            _, body = frames.receive(_channel)
            order = frames.unpack(body)
            if order["do"] != "answer":  # the function calls one of the student's
                frames.send(_channel, frames.REPLY, _obey(order))
                continue
            if "error" in order:
                raise crossing.loads(order["error"], resolve, callback)
            return crossing.loads(order["value"], resolve, callback)

    call.__name__ = name
    _callbacks[number] = call
    _numbers[id(call)] = ("own", number)
    return call


_callbacks: dict[int, Callable[..., Any]] = {}  # functions of tests


def _keep(thing: Any) -> tuple[str, int]:
    """Whose a thing is, the test's ("own") or the student's, and its number there."""
    if id(thing) not in _numbers:
        _numbers[id(thing)] = ("kept", len(_kept))
        _kept.append(thing)  # and so its id stays its own
    return _numbers[id(thing)]


def _text(error: BaseException) -> str:
    try:
        return str(error)[: frames.MAX_TEXT]
    except Exception:
        return ""


def _line(error: BaseException) -> int | None:
    """The last line of the student's own code that the error passed."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") == "__main__":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def main(channel: socket.socket) -> None:
    """In the fork, inside the box, rights dropped: the first frame has the notebook's files."""
    global _channel, _kernel
    os.makedirs("work", exist_ok=True)
    os.chdir("work")
    _channel, _kernel = channel, Kernel()
    channel.sendall(frames.READY)
    _, body = frames.receive(channel)
    for name, content in frames.unpack(body)["files"].items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    _kernel.serve(_serve(channel))
