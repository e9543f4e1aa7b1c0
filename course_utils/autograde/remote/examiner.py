"""The examiner's process: runs test cells, with stubs in place of the student's functions.

A name that a test cell uses and does not define is asked of the student's process, by value
(wire.py). The student's code is never here, the tests are never there.
"""

import ast
import builtins
import contextlib
import io
import re
import socket
import symtable
import warnings
from collections.abc import Callable
from typing import Any

import cloudpickle
import numpy as np

from course_utils.autograde.remote import wire
from course_utils.autograde.remote.frames import READY

MAX_OUTPUT = 20_000
# Errors that are neither Python's own nor numpy.linalg's, and that students meet.
LIBRARIES = ("UFuncTypeError", "_UFuncNoLoopError", "_UFuncOutputCastingError", "AxisError",
             "_UFuncBinaryResolutionError", "_ArrayMemoryError", "InvalidArgumentError",
             "JSONDecodeError")  # fmt: skip
_own: list[Any] = []  # functions of tests that the student's process may call back


class Remote:
    """A function of the student: called there, by value."""

    def __init__(self, channel: socket.socket, target: str | int, name: str, text: str) -> None:
        self._channel, self._target = channel, target
        self.__name__ = self.__qualname__ = name
        self.__doc__ = text

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        order = {
            "do": "call",
            "target": self._target,
            "arguments": wire.dumps((args, kwargs), _keep),
            "errstate": np.geterr(),
        }
        reply = _ask(self._channel, order)
        known = wire.parts((args, kwargs))
        if reply.get("changed"):
            new_args, new_kwargs = wire.decode(reply["changed"], lambda *_: None)
            wire.write_back(args, new_args)
            wire.write_back(kwargs, new_kwargs)
        for kind, text in reply.get("warnings", ()):
            warnings.warn(str(text), _warning(kind), stacklevel=2)
        if "error" in reply:
            raise _error(*reply["error"])
        return wire.decode(reply["value"], _stub(self._channel), known)

    def __reduce__(self) -> Any:
        """Passed to another of the student's functions, it is the student's own again."""
        from course_utils.autograde.remote import student

        return student.resolve, (self._target,)

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


def _stub(channel: socket.socket, name: str | None = None) -> Callable[[int, str, str], Remote]:
    def stub(number: int, own_name: str, text: str) -> Remote:
        return Remote(channel, number if name is None else name, own_name, text)

    return stub


def _keep(function: Any) -> int:
    _own.append(function)
    return len(_own) - 1


def _ask(channel: socket.socket, order: dict[str, Any]) -> dict[str, Any]:
    """The reply to an order; meanwhile the student's code may call functions of the test."""
    wire.send(channel, wire.ORDER, wire.pack(order))
    while True:
        kind, body = wire.receive(channel, 2 * wire.MAX_BYTES)
        message = wire.unpack(body)
        if kind != wire.CALLBACK:
            return message
        answer: dict[str, Any] = {"do": "answer"}
        try:
            args, kwargs = wire.decode(message["arguments"], _stub(channel))
            answer["value"] = wire.dumps(_own[message["number"]](*args, **kwargs), _keep)
        except Exception as error:
            answer["error"] = cloudpickle.dumps(_error(type(error).__name__, str(error)))
        wire.send(channel, wire.ORDER, wire.pack(answer))


def _warning(name: str) -> type[Warning]:
    for kind in (getattr(builtins, str(name), None), getattr(np.exceptions, str(name), None)):
        if isinstance(kind, type) and issubclass(kind, Warning):
            return kind
    return UserWarning


def _error(name: str, text: str = "", line: int | None = None) -> Exception:
    """An exception like the student's: of the same name if that is a library's.

    Any other name is text of the student's choice, and could tell what a hidden test passed.
    """
    line = line if isinstance(line, int) and 0 < line < 10_000 else None
    # SystemExit and KeyboardInterrupt would end the test itself.
    for kind in (getattr(builtins, str(name), None), getattr(np.linalg, str(name), None)):
        if isinstance(kind, type) and issubclass(kind, Exception):
            with contextlib.suppress(Exception):
                error = kind(text)
                error.line = line  # type: ignore[attr-defined]
                return error
    error = type(name if name in LIBRARIES else "StudentError", (Exception,), {})(text)
    error.line = line  # type: ignore[attr-defined]
    return error


# --- test cells ---


def free_names(source: str) -> list[str]:
    """Names that a cell uses and neither defines, imports nor finds among the builtins.

    Raises:
        SyntaxError: not Python.
    """
    bound: set[str] = set()
    used: set[str] = set()

    def walk(table: symtable.SymbolTable) -> None:
        for symbol in table.get_symbols():
            if table.get_type() == "module":
                if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
                    bound.add(symbol.get_name())
                if symbol.is_referenced():
                    used.add(symbol.get_name())
            elif symbol.is_global():
                used.add(symbol.get_name())
        for child in table.get_children():
            walk(child)

    walk(symtable.symtable(source, "<test>", "exec"))
    return sorted(name for name in used - bound if not hasattr(builtins, name))


def examine(source: str, channel: socket.socket) -> list[dict[str, Any]]:
    """Run one test cell; its outputs, in nbformat's terms."""
    printed = io.StringIO()
    result: Any = None
    outputs: list[dict[str, Any]] = []
    try:
        tree, last = _split(source)
        names: dict[str, Any] = {"__name__": "__main__"}
        for name in free_names(source):
            _fetch(name, names, channel)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(tree, "<test>", "exec"), names)
            if last is not None:
                result = eval(compile(last, "<test>", "eval"), names)
    except BaseException as error:
        outputs.append(_error_output(error))
    if printed.getvalue():
        text = printed.getvalue()[:MAX_OUTPUT]
        outputs.append({"output_type": "stream", "name": "stdout", "text": text})
    if result is not None:
        # nbgrader reads partial credit from the text of a last line's number.
        number = isinstance(result, np.generic) and result.dtype.kind in "iuf"
        text = repr(result.item() if number else result)[:MAX_OUTPUT]
        outputs.append({"output_type": "execute_result", "data": {"text/plain": text}})
    return outputs


def _split(source: str) -> tuple[ast.Module, ast.Expression | None]:
    """The statements, and the last line's expression if it is one that would be shown."""
    from IPython.core.inputtransformer2 import TransformerManager

    tree = ast.parse(TransformerManager().transform_cell(source))
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        last = tree.body.pop()
        assert isinstance(last, ast.Expr)
        return tree, ast.Expression(last.value)
    return tree, None


def _fetch(name: str, names: dict[str, Any], channel: socket.socket) -> None:
    reply = _ask(channel, {"do": "get", "name": name})
    if "error" in reply:
        raise _error(*reply["error"])
    if not reply.get("missing"):
        names[name] = wire.decode(reply["value"], _stub(channel, name))


def _error_output(error: BaseException) -> dict[str, Any]:
    name, text = type(error).__name__, str(error)[:MAX_OUTPUT]
    line = getattr(error, "line", None)
    if isinstance(line, int) and name not in ("NotImplementedError", "AssertionError"):
        text += f" (line {line} of the answer)"
    return {
        "output_type": "error",
        "ename": name,
        "evalue": text,
        # Of the tests nothing is shown but their message.
        "traceback": re.sub("\x1b", "", f"{name}: {text}").splitlines(),
    }


def main(channel: socket.socket) -> None:
    """In the fork, inside a box of its own: examine until the other side hangs up."""
    channel.sendall(READY)
    wire.receive(channel)  # how to begin; nothing to do
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            _, body = wire.receive(channel)
            outputs = examine(wire.unpack(body)["source"], channel)
            wire.send(channel, wire.REPLY, wire.pack({"outputs": outputs}))
