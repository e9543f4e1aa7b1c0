"""Arguments of a call: to the student's process, and what has become of them there.

Pickled, for the examiner is trusted. Functions that a test defines stay where they are; the
student's process gets a callback. Arguments that come back changed are written back.
"""

import ctypes
import io
from collections.abc import Callable
from typing import Any

import cloudpickle
import numpy as np

from course_utils.autograde.remote import models
from course_utils.autograde.remote.codec import MAX_DEPTH, decode, encode
from course_utils.autograde.remote.models import is_model


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


def write_back(old: Any, new: Any) -> None:
    """Make an argument what it has become in the student's process."""
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        if old.shape == new.shape and old.flags.writeable:
            old[...] = new
    elif isinstance(old, np.random.Generator) and isinstance(new, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in [k for k in old if k not in new]:
            del old[key]
        for key, value in new.items():
            old[key] = _merged(old[key], value) if key in old else value
    elif isinstance(old, list) and isinstance(new, list):
        old[:] = [_merged(old[i], value) if i < len(old) else value for i, value in enumerate(new)]
    elif isinstance(old, tuple) and isinstance(new, tuple):
        for before, after in zip(old, new, strict=False):
            write_back(before, after)
    elif is_model(old) and is_model(new):
        models.write_back(old, new)


def _merged(old: Any, new: Any) -> Any:
    """The old object with the new content where it can hold it, else the new one."""
    kinds = (np.ndarray, np.random.Generator, dict, list, tuple)
    same = any(isinstance(old, k) and isinstance(new, k) for k in kinds)
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        same = old.shape == new.shape and old.dtype == new.dtype
    if same or (is_model(old) and is_model(new)):
        write_back(old, new)
        return old
    return new


class Pickler(cloudpickle.Pickler):
    """Pickles a call's arguments: as they are, but functions of the test stay here.

    Args:
        keep: keeps such a function and returns its number.
    """

    def __init__(self, target: io.BytesIO, keep: Callable[[Any], int]) -> None:
        super().__init__(target)
        self.keep = keep

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, type(lambda: 0)) and value.__module__ == "__main__":
            return _callback, (self.keep(value), value.__name__)
        if is_model(value):
            return decode, (encode(value),)
        if type(value) is np.ndarray and value.size and not value.dtype.hasobject:
            contiguous = value.flags.c_contiguous or value.flags.f_contiguous
            if not (contiguous and value.flags.writeable):
                return _array, _layout(value)
        return super().reducer_override(value)


def dumps(value: Any, keep: Callable[[Any], int]) -> bytes:
    """Arguments as bytes for `cloudpickle.loads` in the student's process."""
    target = io.BytesIO()
    Pickler(target, keep).dump(value)
    return target.getvalue()


def _callback(number: int, name: str) -> Any:
    from course_utils.autograde.remote import student

    return student.callback(number, name)


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
