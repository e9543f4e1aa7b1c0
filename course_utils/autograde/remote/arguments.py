"""Arguments of a call: to the student's process, and what has become of them there.

They go pickled, for the examiner is trusted. What lives in one process stays there, and a number
goes for it: functions that a test defines become callbacks, the student's own are themselves again.

What a call changed comes back as the new content of each argument, in which the arguments are
referred to. So it is as in one process: `state["w"] -= 1` changes the array that the test holds,
`state["w"] = state["w"] - 1` puts another one in its place.
"""

import ctypes
import io
import pickle
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

import cloudpickle
import numpy as np

from course_utils.autograde.remote import models
from course_utils.autograde.remote.arrays import exact
from course_utils.autograde.remote.codec import (
    MAX_DEPTH,
    Keep,
    Owner,
    decode,
    encode,
    encode_content,
)  # fmt: skip
from course_utils.autograde.remote.frames import WireError
from course_utils.autograde.remote.stubs import Stub
from course_utils.checks.networks import is_model


def parts(value: Any, depth: int = 0) -> list[Any]:
    """Everything in a call's arguments that has an identity, in one order on both sides."""
    if isinstance(value, np.ndarray | np.random.Generator) or is_model(value):
        return [value]
    if isinstance(value, list | dict) and depth < MAX_DEPTH:
        inner = value if isinstance(value, list) else value.values()
        return [value, *(p for v in inner for p in parts(v, depth + 1))]
    if isinstance(value, tuple) and depth < MAX_DEPTH:
        return [p for v in value for p in parts(v, depth + 1)]
    return []


# --- what has become of them ---


def contents(known: Sequence[Any], keep: Keep) -> list[bytes]:
    """What each of the `parts` holds; b"" for what cannot come back, so cannot be compared."""
    return [_content(i, keep, known) for i in range(len(known))]


def _content(index: int, keep: Keep, known: Sequence[Any]) -> bytes:
    try:
        return encode_content(index, keep, known)
    except Exception:  # something of the test that does not cross, or that student code broke
        return b""


def changes(before: list[bytes], after: list[bytes]) -> list[list[Any]]:
    """Number and new content of the parts that changed."""
    both = enumerate(zip(before, after, strict=True))
    return [[i, new] for i, (old, new) in both if new != old and new]


def write_back(known: Sequence[Any], changed: Any, owner: Owner) -> None:
    """Give the parts of the arguments the contents that they have in the student's process.

    Raises:
        WireError: not made by `changes`.
    """
    if not isinstance(changed, list) or len(changed) > len(known):
        raise WireError("the changed arguments are damaged")
    new = []
    for pair in changed:
        index, data = pair if isinstance(pair, list) and len(pair) == 2 else (None, b"")
        part = known[exact(index, 0, len(known))]
        new.append((part, decode(data, owner, known)))
    for part, content in new:
        _become(part, content)


def _become(part: Any, content: Any) -> None:
    for kind, change in _CHANGES:
        if isinstance(part, kind) and isinstance(content, kind):
            change(part, content)
            return
    if is_model(part) and is_model(content):
        models.become(part, content)


def _become_dict(part: dict, content: dict) -> None:
    if part is not content:
        part.clear()
        part.update(content)


def _become_array(part: np.ndarray, content: np.ndarray) -> None:
    if part.shape == content.shape and part.flags.writeable:
        part[...] = content


def _become_list(part: list, content: list) -> None:
    part[:] = content


def _become_generator(part: np.random.Generator, content: np.random.Generator) -> None:
    part.bit_generator.state = content.bit_generator.state


_CHANGES: tuple[tuple[type, Callable[[Any, Any], None]], ...] = (
    (np.ndarray, _become_array),
    (dict, _become_dict),
    (list, _become_list),
    (np.random.Generator, _become_generator),
)


# --- examiner -> student ---


class Pickler(cloudpickle.Pickler):
    """Pickles a call's arguments: as they are, but what lives in one process stays there.

    Args:
        keep: keeps a function of the test and returns its number.
    """

    def __init__(self, target: io.BytesIO, keep: Callable[[Any], int]) -> None:
        super().__init__(target)
        self.keep = keep

    def persistent_id(self, value: Any) -> Any:
        if isinstance(value, Stub):
            return "student's", value._target
        if type(value) is FunctionType and value.__module__ == "__main__":
            return "test's", (self.keep(value), value.__name__)
        return None

    def reducer_override(self, value: Any) -> Any:
        if is_model(value):
            return decode, (encode(value),)
        if type(value) is np.ndarray and value.size and not value.dtype.hasobject:
            contiguous = value.flags.c_contiguous or value.flags.f_contiguous
            if not (contiguous and value.flags.writeable):
                return _array, _layout(value)
        return super().reducer_override(value)


def dumps(value: Any, keep: Callable[[Any], int]) -> bytes:
    """Arguments as bytes for `loads` in the student's process."""
    target = io.BytesIO()
    Pickler(target, keep).dump(value)
    return target.getvalue()


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, thing: Callable[[Any], Any], callback: Any) -> None:
        super().__init__(io.BytesIO(data))
        self.thing, self.callback = thing, callback

    def persistent_load(self, pid: Any) -> Any:
        whose, about = pid
        return self.thing(about) if whose == "student's" else self.callback(*about)


def loads(
    data: bytes, thing: Callable[[str | int], Any], callback: Callable[[int, str], Any]
) -> Any:
    """In the student's process: what `dumps` of the examiner's packed.

    Args:
        thing: the student's own function or object of this name or number.
        callback: a function that calls the test's function of this number.
    """
    return _Unpickler(data, thing, callback).load()


def _layout(value: np.ndarray) -> tuple[Any, ...]:
    """Memory, and how the array lies in it: plain pickling would make it contiguous."""
    low, high = np.lib.array_utils.byte_bounds(value)
    start = value.__array_interface__["data"][0]
    span = ctypes.string_at(low, high - low)
    return span, value.shape, value.dtype.str, value.strides, start - low, value.flags.writeable


def _array(
    span: bytes, shape: tuple, kind: str, strides: tuple, offset: int, writeable: bool
) -> np.ndarray:
    array = np.ndarray(shape, kind, bytearray(span), offset, strides)
    array.flags.writeable = writeable
    return array
