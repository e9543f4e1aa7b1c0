"""The examiner's process: runs test cells, with stubs in place of the student's functions.

A name that a test cell uses and does not define is asked of the student's process, by value
(codec.py). The student's code is never here, the tests are never there.
"""

import ast
import builtins
import contextlib
import io
import re
import socket
import symtable
import sys
import traceback
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import cloudpickle
import numpy as np

from course_utils.autograde.remote import arguments, codec, frames
from course_utils.autograde.remote.arrays import exact
from course_utils.autograde.remote.frames import READY
from course_utils.autograde.remote.stubs import Function, Stub, Thing
from course_utils.checks.messages import CheckError, facts_of

MAX_OUTPUT = 20_000
# Errors that are neither Python's own nor numpy.linalg's, and that students meet.
LIBRARIES = ("UFuncTypeError", "_UFuncNoLoopError", "_UFuncOutputCastingError", "AxisError",
             "_UFuncBinaryResolutionError", "_ArrayMemoryError", "InvalidArgumentError",
             "JSONDecodeError")  # fmt: skip
MAX_WARNINGS = 20
MAX_WARNING = 300
_INPUT = builtins.input


class Student:
    """The student's process, asked over a channel."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self.why: dict[str, tuple[str, str]] = {}  # missing name -> kind of error, text
        self._functions: list[Any] = []  # of tests, which the student's process may call back
        self._numbers: dict[int, int] = {}
        self._stubs: dict[int, Stub] = {}
        self.names: dict[str, Any] = {}  # of the test that runs

    # What a test asks for:

    def get(self, name: str, names: dict[str, Any]) -> None:
        """Put what has this name in the notebook among the names, if there is such a thing.

        Raises:
            Exception: of the kind that came.
        """
        reply = self._ask({"do": "get", "name": name})
        if "error" in reply:
            raise _error_of(reply)
        if reply.get("missing") is True:
            self.why[name] = _why(reply.get("why"))
        else:
            value = codec.decode(reply.get("value"), self)
            named = isinstance(value, Function)  # by name: the notebook may define it anew
            names[name] = Function(self, name, value.__name__, value.__doc__) if named else value

    def call(self, target: str | int, args: tuple, kwargs: dict[str, Any]) -> Any:
        """Call a function there; arguments that it changed are changed here."""
        packed = arguments.dumps((args, kwargs), self._keep)
        order = {
            "do": "call", "target": target, "arguments": packed, "errstate": np.geterr(),
            "input": self._input(),
        }  # fmt: skip
        reply = self._ask(order)
        known = arguments.parts((args, kwargs))
        arguments.write_back(known, reply.get("changed", []), self)
        for kind, text in _pairs(reply.get("warnings", [])):
            warnings.warn(text[:MAX_WARNING], _warning(kind), stacklevel=3)
        if "error" in reply:
            raise _error_of(reply)
        return codec.decode(reply.get("value"), self, known)

    def copy(self, target: str | int, deep: bool) -> int:
        """Copy an object there."""
        reply = self._ask({"do": "copy", "target": target, "deep": deep})
        if "error" in reply:
            raise _error_of(reply)
        return exact(reply.get("number"), 0, 2**31)

    # What numbers stand for in its answers (codec.Owner):

    def function(self, number: int, name: str, text: str) -> Stub:
        """The same stub for the same number: identity is as in one process."""
        return self._stubs.setdefault(number, Function(self, number, name, text))

    def thing(self, number: int, name: str) -> Stub:
        """As `function`."""
        return self._stubs.setdefault(number, Thing(self, number, name))

    def own(self, number: int) -> Any:
        """A function of the test comes back."""
        return self._functions[exact(number, 0, len(self._functions))]

    # How it is asked:

    def _input(self) -> int | None:
        """The number of what the test put in the place of input(), by assignment or by a mock."""
        found = self.names.get("input", builtins.input)
        return None if found is _INPUT else self._keep(found)

    def _keep(self, function: Any) -> int:
        if id(function) not in self._numbers:
            self._numbers[id(function)] = len(self._functions)
            self._functions.append(function)
        return self._numbers[id(function)]

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """The reply to an order; meanwhile the student's code may call functions of the test."""
        frames.send(self._channel, frames.ORDER, frames.pack(order))
        while True:
            kind, body = frames.receive(self._channel, 2 * frames.MAX_BYTES)
            message = frames.unpack(body)
            if kind != frames.CALLBACK:
                return message
            answer: dict[str, Any] = {"do": "answer"}
            try:
                function = self.own(message.get("number"))  # type: ignore[arg-type]
                args, kwargs = codec.decode(message.get("arguments"), self)
                answer["value"] = arguments.dumps(function(*args, **kwargs), self._keep)
            except Exception as error:
                answer["error"] = cloudpickle.dumps(_error(type(error).__name__, str(error)))
            frames.send(self._channel, frames.ORDER, frames.pack(answer))


def _pairs(found: Any) -> list[tuple[str, str]]:
    pairs = found[:MAX_WARNINGS] if isinstance(found, list) else []
    return [(str(p[0]), str(p[1])) for p in pairs if isinstance(p, list) and len(p) == 2]


def _error_of(reply: dict[str, Any]) -> Exception:
    about = reply["error"]
    if not isinstance(about, list) or not 2 <= len(about) <= 3:
        return _error("StudentError")
    line = about[2] if len(about) == 3 else None
    return _error(str(about[0]), str(about[1])[: frames.MAX_TEXT], line)


def _warning(name: str) -> type[Warning]:
    for kind in (getattr(builtins, str(name), None), getattr(np.exceptions, str(name), None)):
        if isinstance(kind, type) and issubclass(kind, Warning):
            return kind
    return UserWarning


def _error(name: str, text: str = "", line: int | None = None) -> Exception:
    """An exception like the student's: of the same name if that is a library's.

    Any other name is text of the student's choice, and could tell what a hidden test passed.
    """
    line = line if type(line) is int and 0 < line < 10_000 else None
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


def examine(source: str, student: Student) -> list[dict[str, Any]]:
    """Run one test cell; its outputs, in nbformat's terms."""
    printed = io.StringIO()
    result: Any = None
    outputs: list[dict[str, Any]] = []
    try:
        tree, last = _split(source)
        _no_doctest(tree)
        with (
            _main() as names,
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            student.names = names
            for name in free_names(source):
                student.get(name, names)
            exec(compile(tree, "<test>", "exec"), names)
            if last is not None:
                result = eval(compile(last, "<test>", "eval"), names)
    except BaseException as error:
        blank = re.match(r"(?:[ \t]*\n)*", source)  # lines that IPython leaves out
        before = blank[0].count("\n") if blank else 0
        outputs.append(_error_output(error, before, student.why))
    if printed.getvalue():
        text = printed.getvalue()[:MAX_OUTPUT]
        outputs.append({"output_type": "stream", "name": "stdout", "text": text})
    if result is not None:
        # nbgrader reads partial credit from the text of a last line's number.
        number = isinstance(result, np.generic) and result.dtype.kind in "iuf"
        text = repr(result.item() if number else result)[:MAX_OUTPUT]
        outputs.append({"output_type": "execute_result", "data": {"text/plain": text}})
    return outputs


@contextlib.contextmanager
def _main() -> Iterator[dict[str, Any]]:
    """The names of a new `__main__`: there unittest.main() looks for a cell's test classes."""
    main, kept = ModuleType("__main__"), sys.modules["__main__"]
    sys.modules["__main__"] = main
    try:
        yield vars(main)
    finally:
        sys.modules["__main__"] = kept


def _no_doctest(tree: ast.Module) -> None:
    """Refuse doctest: it looks for examples in functions, and in stubs finds none to fail."""
    for node in ast.walk(tree):
        names = [x.name for x in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if "doctest" in names:
            raise ImportError("doctest finds no examples here: such a test runs in-kernel")


def _split(source: str) -> tuple[ast.Module, ast.Expression | None]:
    """The statements, and the last line's expression if it is one that would be shown."""
    from IPython.core.inputtransformer2 import TransformerManager

    tree = ast.parse(TransformerManager().transform_cell(source))
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        last = tree.body.pop()
        assert isinstance(last, ast.Expr)
        return tree, ast.Expression(last.value)
    return tree, None


def _why(told: Any) -> tuple[str, str]:
    """Why a name is missing: what the student's process says, as one short line."""
    kind, text = told if isinstance(told, list) and len(told) == 2 else ("", "")
    kind = kind if kind in ("SyntaxError", "IndentationError", "TabError") else "NameError"
    text = text if isinstance(text, str) else ""
    return kind, "".join(c if c.isprintable() else " " for c in text[:200])


def _error_output(
    error: BaseException, before: int, why: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    """An output, whose traceback shows nothing of the tests but their message.

    Its lines are: where the test failed, the message, and the cause and section that a check named.
    A student's text is in the message alone, so whatever it says, it is none of the others.
    """
    name, text = type(error).__name__, str(error)[:MAX_OUTPUT]
    missing = getattr(error, "name", None) if isinstance(error, NameError) else None
    if missing in why and why[missing][1]:
        name, reason = why[missing]
        text = f"{missing} is not defined: {reason}" if name == "NameError" else reason
    line = getattr(error, "line", None)
    if isinstance(line, int) and name not in ("NotImplementedError", "AssertionError"):
        text += f" (line {line} of the answer)"
    stack = traceback.extract_tb(error.__traceback__)
    at = [frame.lineno or 0 for frame in stack if frame.filename == "<test>"]
    where = f"{name} in line {at[0] + before} of the test" if at else name
    told = [text]
    if isinstance(error, CheckError):
        lines = zip(("likely cause", "read again"), (error.cause, error.section), strict=True)
        told = ["\n".join(facts_of(error)), *(f"  {what}: {it}" for what, it in lines if it)]
    shown = [where, *(re.sub("\x1b", "", part) for part in told)]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": shown}


def main(channel: socket.socket) -> None:
    """In the fork, inside a box of its own: examine until the other side hangs up."""
    channel.sendall(READY)
    frames.receive(channel)  # how to begin; nothing to do
    student = Student(channel)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            _, body = frames.receive(channel)
            outputs = examine(frames.unpack(body)["source"], student)
            frames.send(channel, frames.REPLY, frames.pack({"outputs": outputs}))
