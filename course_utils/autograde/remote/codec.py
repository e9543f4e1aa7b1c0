"""Values of a student's process as bytes, and back.

Plain data, as MessagePack with arrays in NumPy's .npy format, never pickled, limited in size and
depth: nothing that arrives can run. An argument that is returned is the same object again, as in
one process.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_utils.autograde.remote import arrays, models
from course_utils.autograde.remote.frames import MAX_BYTES, MAX_TEXT, WireError, pack, unpacked

MAX_DEPTH = 40
MAX_PARTS = 200_000


def encode(
    value: Any,
    keep: Callable[[Any], int] | None = None,
    arguments: "list[Any] | None" = None,
) -> bytes:
    """A value as bytes.

    Args:
        value: numbers, text, None, arrays, tensors, Generators, Keras models, functions, and
            lists, tuples, sets and dicts of them.
        keep: keeps a function for later calls and returns its number; None refuses functions.
        arguments: `parts` of a call's arguments; those, and views of them, go as references.

    Raises:
        WireError: anything else, or nested too deep, or too large.
    """
    return pack_checked(_Packer(keep, arguments or []).pack(value, 0))


def pack_checked(packed: Any) -> bytes:
    """MessagePack of what a packer made, if it is not too large."""
    data = pack(packed)
    if len(data) > MAX_BYTES:
        raise WireError(f"the value is too large ({len(data) / 1e6:.0f} MB)")
    return data


class _Packer:
    """Makes [tag, content] of everything, so that no data can pass for a tag."""

    def __init__(self, keep: Callable[[Any], int] | None, arguments: list[Any]) -> None:
        self.keep, self.count = keep, 0
        self.arguments = arguments
        self.known = {id(part): i for i, part in enumerate(arguments)}

    def pack(self, value: Any, depth: int) -> list[Any]:
        self.count += 1
        if depth > MAX_DEPTH:
            raise WireError(f"the value is nested more than {MAX_DEPTH} deep")
        if self.count > MAX_PARTS:
            raise WireError(f"the value has more than {MAX_PARTS:,} parts: return an array")
        if id(value) in self.known:
            return ["argument", self.known[id(value)]]
        kind = type(value)
        if value is None or kind in (bool, float, str, bytes):
            return ["=", value]
        if isinstance(value, int):
            return ["=", int(value)] if -(2**63) <= value < 2**64 else ["int", hex(value)]
        if kind is complex:
            return ["complex", [value.real, value.imag]]
        return self._composed(value, depth)

    def _composed(self, value: Any, depth: int) -> list[Any]:
        if isinstance(value, list | tuple | range | set | frozenset):
            tag = "tuple" if isinstance(value, tuple) else "list"
            tag = "set" if isinstance(value, set | frozenset) else tag
            return [tag, [self.pack(part, depth + 1) for part in value]]
        if isinstance(value, Mapping):
            pairs = value.items()
            return ["dict", [[self.pack(part, depth + 1) for part in pair] for pair in pairs]]
        if isinstance(value, np.ndarray):
            return self._view(value) or ["array", arrays.npy(value)]
        if isinstance(value, np.generic):
            return ["scalar", arrays.npy(value)]
        if isinstance(value, np.random.Generator):
            return ["generator", self.pack(value.bit_generator.state, depth + 1)]
        if models.is_model(value):
            return ["model", models.model_parts(value)]
        if hasattr(value, "numpy") and hasattr(value, "dtype"):  # a tensor or variable
            return ["array", arrays.npy(np.asarray(value))]
        if callable(value) and self.keep is not None:
            about = (getattr(value, "__name__", "function"), getattr(value, "__doc__", "") or "")
            return ["function", [self.keep(value), *(str(text)[:MAX_TEXT] for text in about)]]
        what = "a module" if type(value) is type(json) else f"a {type(value).__name__}"
        raise WireError(f"{what} cannot be graded: use plain numbers, arrays, lists or dicts")

    def _view(self, value: np.ndarray) -> list[Any] | None:
        """A view of an argument's memory stays one."""
        start = value.__array_interface__["data"][0]
        for i, part in enumerate(self.arguments):
            if isinstance(part, np.ndarray) and part.flags.c_contiguous and part.nbytes:
                offset = start - part.__array_interface__["data"][0]
                if 0 <= offset < part.nbytes and np.may_share_memory(value, part):
                    shape, strides = list(value.shape), list(value.strides)
                    return ["view", [i, offset, shape, strides, value.dtype.str]]
        return None


def decode(
    data: bytes,
    function: Callable[[int, str, str], Any] | None = None,
    arguments: "list[Any] | None" = None,
) -> Any:
    """The value that `encode` packed.

    Args:
        function: makes a stub of a kept function's number, name and docstring.
        arguments: the same as the other side's, by `parts`.

    Raises:
        WireError: not made by `encode`.
    """
    if len(data) > MAX_BYTES:
        raise WireError("the value is too large")
    try:
        packed = unpacked(data)
        return _unpack(packed, function, arguments or [], 0)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"the value is damaged ({type(error).__name__})") from None


def _unpack(packed: Any, function: Any, arguments: list[Any], depth: int) -> Any:
    tag, data = packed
    if depth > MAX_DEPTH:
        raise WireError(f"the value is nested more than {MAX_DEPTH} deep")
    if tag in ("list", "tuple", "set", "dict"):
        if tag == "dict":
            pairs = ([_unpack(p, function, arguments, depth + 1) for p in pair] for pair in data)
            return dict(pairs)  # type: ignore[arg-type]
        parts = [_unpack(p, function, arguments, depth + 1) for p in data]
        return parts if tag == "list" else tuple(parts) if tag == "tuple" else set(parts)
    if tag == "function" and function is not None:
        number, name, text = data
        return function(int(number), str(name), str(text))
    return _LEAVES[tag](data, arguments)


_LEAVES: dict[str, Callable[[Any, list[Any]], Any]] = {
    "=": lambda data, _: data,
    "int": lambda data, _: int(data[: MAX_TEXT * 4], 16),
    "complex": lambda data, _: complex(*data),
    "array": lambda data, _: arrays.load(data),
    "scalar": lambda data, _: arrays.load(data)[()],
    "generator": lambda data, _: arrays.generator(_unpack(data, None, [], 0)),
    "model": lambda data, _: models.rebuilt(data),
    "argument": lambda data, arguments: arguments[data],
    "view": arrays.view_of,
}
