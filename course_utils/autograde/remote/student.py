"""The student's process: runs the cells of one submission and answers calls of its functions.

An IPython shell without Jupyter's sockets: what a cell shows is collected here, cut to a size that
a person could read, and sent when the cell is done. Nothing here is trusted by anybody: student
code runs in the same process and may change all of it, to its own loss only.
"""

import contextlib
import copy
import io
import os
import signal
import socket
import sys
import warnings
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from course_utils.autograde.remote import arguments as crossing
from course_utils.autograde.remote import codec, frames

MAX_TEXT = 200_000  # characters that one cell may print
MAX_SHOWN = 200  # figures and results that one cell may show
MAX_SHOWN_BYTES = 8_000_000
MAX_WARNINGS = 20

_kept: list[Any] = []  # functions and objects that tests may name by number
_numbers: dict[int, tuple[str, int]] = {}  # id -> whose it is, and its number
_channel: socket.socket


class Screen:
    """What the running cell has shown, in nbformat's terms, up to a limit."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget it."""
        self.outputs: list[dict[str, Any]] = []
        self.left = {"text": MAX_TEXT, "shown": MAX_SHOWN, "bytes": MAX_SHOWN_BYTES}

    def text(self, name: str, text: str) -> None:
        """Something printed; what is too much is dropped, and said so once."""
        if self.left["text"] <= 0:
            return
        text, cut = text[: self.left["text"]], len(text) > self.left["text"]
        self.left["text"] -= len(text)
        if cut or self.left["text"] == 0:
            text += "\n[cut here: too long]"
            self.left["text"] = 0
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": [text]})

    def data(self, kind: str, data: dict[str, Any], identity: str | None = None) -> None:
        """A figure or a result."""
        plain = _plain(data)
        size = sum(map(len, plain.values()))
        if self.left["shown"] <= 0 or size > self.left["bytes"]:
            return
        self.left["shown"] -= 1
        self.left["bytes"] -= size
        self.outputs.append({"output_type": kind, "data": plain, "id": identity})

    def error(self, name: str, value: str, trace: list[str]) -> None:
        """The error that ended the cell."""
        trace = [str(line)[:MAX_TEXT] for line in trace[:50]]
        shown = {"output_type": "error", "ename": str(name)[:200], "evalue": str(value)[:MAX_TEXT]}
        self.outputs.append({**shown, "traceback": trace})

    def taken(self) -> list[dict[str, Any]]:
        """Everything, and forget it."""
        outputs = self.outputs
        for output in outputs:
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
        self.clear()
        return outputs


def _plain(data: dict[str, Any]) -> dict[str, str]:
    """Texts as they are, pictures as base64, as nbformat has them; nothing else."""
    texts = {k: b64encode(v).decode() if isinstance(v, bytes) else v for k, v in data.items()}
    return {k: v for k, v in texts.items() if isinstance(k, str) and isinstance(v, str)}


SCREEN = Screen()


class _Stream(io.TextIOBase):
    """sys.stdout and sys.stderr."""

    encoding = "utf-8"

    def __init__(self, name: str) -> None:
        self.name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        SCREEN.text(self.name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(  # type: ignore[override]
        self, data: dict, metadata: Any = None, *, transient: Any = None, update: bool = False,
        **others: Any,
    ) -> None:  # fmt: skip
        identity = (transient or {}).get("display_id")
        if update:
            for output in SCREEN.outputs:
                if identity is not None and output.get("id") == identity:
                    output["data"] = _plain(data)
        else:
            SCREEN.data("display_data", data, identity)

    def clear_output(self, wait: bool = False) -> None:
        SCREEN.clear()


class _Hook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: Any = None) -> None:
        SCREEN.data("execute_result", format_dict)

    def start_displayhook(self) -> None:
        pass

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """IPython as a kernel has it, showing into SCREEN."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        SCREEN.error(getattr(etype, "__name__", str(etype)), evalue, stb)

    def raw_input(self, prompt: str = "") -> str:
        """Nobody is there to answer."""
        raise OSError("input() was called, but nobody can answer while this is graded")


def start() -> Shell:
    """A shell that has run nothing."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
    Shell.clear_instance()
    shell = Shell.instance(config=config)
    shell.builtin_trap.activate()
    shell.user_ns["input"] = shell.raw_input
    if "" not in sys.path:
        sys.path.insert(0, "")
    if "matplotlib_inline.backend_inline" in sys.modules:  # imported before there was a shell
        _show_figures(shell)
    return shell


def _show_figures(shell: Shell) -> None:
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    activate_matplotlib("inline")
    configure_inline_support(shell, "inline")


def serve(channel: socket.socket, shell: Shell) -> None:
    """Do what is ordered until the other side hangs up."""
    global _channel
    _channel = channel
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt that comes too late
            _, body = frames.receive(channel)
            order = frames.unpack(body)
            frames.send(channel, frames.REPLY, _obey(order, shell))


def _obey(order: dict[str, Any], shell: Shell) -> bytes:
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if order["do"] == "run":
            shell.run_cell(order["source"], store_history=True, cell_id=order.get("id"))
            return frames.pack({"outputs": SCREEN.taken()})
        if order["do"] == "get":
            return _get(shell, order["name"])
        if order["do"] == "copy":
            return _copy(order["target"], order["deep"])
        return _call(shell, order["target"], order["arguments"], order["errstate"])
    except KeyboardInterrupt:
        return frames.pack({"error": ["KeyboardInterrupt", "interrupted"], "outputs": []})
    except Exception as error:  # student code has broken what runs it
        return frames.pack({"error": [type(error).__name__, _text(error)], "outputs": []})


def _get(shell: Shell, name: str) -> bytes:
    if name not in shell.user_ns:
        return frames.pack({"missing": True})
    try:
        return frames.pack({"value": codec.encode(shell.user_ns[name], _keep)})
    except frames.WireError as error:
        return frames.pack({"error": ["TypeError", f"{name}: {error}"]})


def _call(shell: Shell, target: str | int, arguments: bytes, errstate: dict[str, Any]) -> bytes:
    """Call a function; what it prints is dropped, what it warns is passed on."""
    global _shell_ns
    _shell_ns = shell.user_ns
    args, kwargs = crossing.loads(arguments, resolve, callback)
    known = crossing.parts((args, kwargs))
    before = crossing.contents(known, _keep)
    reply: dict[str, Any] = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with np.errstate(**errstate):
                value = resolve(target)(*args, **kwargs)
            reply["value"] = codec.encode(value, _keep, known)
        except frames.WireError as error:
            reply["error"] = ["TypeError", f"the returned value: {error}"]
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            reply["error"] = [type(error).__name__, _text(error), _line(error)]
    shown = [(w.category.__name__, str(w.message)[:300]) for w in caught[:MAX_WARNINGS]]
    reply["warnings"] = shown
    reply["changed"] = crossing.changes(before, crossing.contents(known, _keep))
    SCREEN.clear()
    return frames.pack(reply)


_shell_ns: dict[str, Any] = {}


def resolve(target: str | int) -> Any:
    """What has this name in the notebook, or was kept under this number."""
    return _shell_ns[target] if isinstance(target, str) else _kept[target]


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
                frames.send(_channel, frames.REPLY, _obey(order, Shell.instance()))
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
    """In the fork, inside the box, rights dropped: the first frame says how to begin."""
    shell = start()
    channel.sendall(frames.READY)
    _, body = frames.receive(channel)
    order = frames.unpack(body)
    os.makedirs(order["folder"], exist_ok=True)
    os.chdir(order["folder"])
    for name, content in order["files"].items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    serve(channel, shell)
