"""Arrays, views of arrays and states of random generators over the wire.

NumPy believes whoever builds an array: strides that overflow its own check read foreign memory,
and a generator's position outside its state does too. So every number that came over the wire is
an exact int here, compared with Python's arithmetic, before NumPy sees it. An array is its dtype
(one of a list), its shape and its bytes; the .npy format would be parsed by far more code.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from course_utils.autograde.remote.frames import MAX_BYTES, WireError

MAX_DIMENSIONS = 32
NUMBERS = frozenset(
    ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8",
     "<f2", "<f4", "<f8", "<c8", "<c16")
)  # fmt: skip
DAMAGED = "the value is damaged"


def exact(number: Any, low: int, high: int) -> int:
    """The number, if it is an int, no bool, and low <= number < high.

    Raises:
        WireError: it is not.
    """
    if type(number) is not int or not low <= number < high:
        raise WireError(DAMAGED)
    return number


def _shape(sizes: Any, itemsize: int) -> tuple[int, ...]:
    """A shape whose items, empty axes counted as 1, have at most MAX_BYTES."""
    if not isinstance(sizes, list) or len(sizes) > MAX_DIMENSIONS:
        raise WireError(DAMAGED)
    shape = tuple(exact(size, 0, MAX_BYTES + 1) for size in sizes)
    if math.prod(max(1, size) for size in shape) * itemsize > MAX_BYTES:
        raise WireError("the value is too large")
    return shape


# --- arrays by value ---


def packed(value: Any) -> list[Any]:
    """dtype, shape and content of an array or NumPy scalar.

    Raises:
        WireError: its dtype is none of numbers or text, or it is too large.
    """
    if np.ma.isMaskedArray(value):
        raise WireError("a masked array cannot be graded: fill it, `.filled(0)` for instance")
    array = _numbers_of(np.asarray(value))
    if array.nbytes > MAX_BYTES:
        raise WireError(f"the value is too large ({array.nbytes / 1e6:.0f} MB)")
    shape = list(array.shape)
    if len(shape) > MAX_DIMENSIONS or array.size * array.itemsize > MAX_BYTES:
        raise WireError(f"an array of {len(shape)} dimensions cannot be graded")
    if array.dtype.kind in "US":
        if array.size > 200_000:
            raise WireError("an array of more than 200,000 texts cannot be graded")
        return [array.dtype.kind, shape, array.ravel().tolist()]
    if array.dtype.char == "g":
        return ["g", shape, _halves(array)]
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    return [little.dtype.str, shape, little.tobytes()]


def _numbers_of(array: np.ndarray) -> np.ndarray:
    """The same values in a dtype that crosses."""
    kind = array.dtype
    if kind.name.startswith(("bfloat16", "float8_", "float6_", "float4_")):  # TensorFlow's own
        return array.astype(np.float32)
    if kind.name in ("int2", "int4", "uint2", "uint4"):
        return array.astype(np.int8)
    if kind.char in "?bhilqBHILQefdFDg" or kind.kind in "US":
        return array
    if kind.hasobject:
        raise WireError("an array of Python objects cannot be graded: make it numeric")
    raise WireError(f"an array of dtype {kind.name} cannot be graded: make it numeric")


def _halves(array: np.ndarray) -> list[bytes]:
    """A longdouble as two float64: not every pattern of its bits is a number."""
    with np.errstate(all="ignore"):
        high = array.astype(np.float64)
        low = np.where(np.isfinite(high), array - high, 0).astype(np.float64)
    return [high.tobytes(), low.tobytes()]


def array(data: Any) -> np.ndarray:
    """The array that `packed` packed.

    Raises:
        WireError: not made by `packed`.
    """
    kind, sizes, content = _three(data)
    if kind in ("U", "S"):
        return _texts(kind, sizes, content)
    if kind == "g":
        if not isinstance(content, list) or len(content) != 2:
            raise WireError(DAMAGED)
        high, low = (_numbers("<f8", sizes, half) for half in content)
        return high.astype(np.longdouble) + low
    if kind not in NUMBERS:
        raise WireError(DAMAGED)
    return _numbers(kind, sizes, content)


def _three(data: Any) -> Sequence[Any]:
    if not isinstance(data, list) or len(data) != 3 or not isinstance(data[0], str):
        raise WireError(DAMAGED)
    return data


def _numbers(kind: str, sizes: Any, content: Any) -> np.ndarray:
    # NumPy takes for granted that a bool is 0 or 1.
    dtype = np.dtype("u1" if kind == "|b1" else kind)
    shape = _shape(sizes, dtype.itemsize)
    if not isinstance(content, bytes) or len(content) != math.prod(shape) * dtype.itemsize:
        raise WireError(DAMAGED)
    flat = np.frombuffer(bytearray(content), dtype) if content else np.empty(0, dtype)
    return (flat != 0 if kind == "|b1" else flat).reshape(shape)


def _texts(kind: str, sizes: Any, content: Any) -> np.ndarray:
    wanted = str if kind == "U" else bytes
    if not isinstance(content, list) or not all(type(text) is wanted for text in content):
        raise WireError(DAMAGED)
    longest = max(1, *map(len, content)) if content else 1  # NumPy makes room for it everywhere
    shape = _shape(sizes, longest * (4 if kind == "U" else 1))
    if len(content) != math.prod(shape):
        raise WireError(DAMAGED)
    return np.array(content, dtype=f"{kind}{longest}").reshape(shape)


# --- views of arguments ---


def view_in(value: np.ndarray, whole: np.ndarray) -> list[Any] | None:
    """Offset, shape and strides, in items, of a view of an array's memory; None if it is none."""
    if not whole.flags.c_contiguous or value.dtype != whole.dtype or not value.size:
        return None
    begin, item = whole.__array_interface__["data"][0], whole.itemsize
    offset = value.__array_interface__["data"][0] - begin
    steps = [offset, *value.strides]
    if not 0 <= offset < whole.nbytes or any(step % item for step in steps):
        return None
    found = [offset // item, list(value.shape), [step // item for step in value.strides]]
    try:
        view(found, whole)
    except WireError:  # of something larger, of which the argument is a part itself
        return None
    return found


def view(data: Any, whole: Any) -> np.ndarray:
    """The view of `whole` with this offset, shape and strides, counted in items.

    Raises:
        WireError: an item of it would lie outside.
    """
    offset, sizes, steps = data if isinstance(data, list) and len(data) == 3 else (None,) * 3
    if not isinstance(whole, np.ndarray) or not whole.flags.c_contiguous or not whole.size:
        raise WireError(DAMAGED)
    item, shape = whole.itemsize, _shape(sizes, whole.itemsize)
    offset = exact(offset, 0, whole.size)
    if 0 in shape or not isinstance(steps, list) or len(steps) != len(shape):
        raise WireError(DAMAGED)
    strides = [exact(step, -whole.size, whole.size + 1) for step in steps]
    reaches = [(size - 1) * step for size, step in zip(shape, strides, strict=True)]
    lowest = offset + sum(reach for reach in reaches if reach < 0)
    highest = offset + sum(reach for reach in reaches if reach > 0)
    if lowest < 0 or highest >= whole.size or whole.dtype.hasobject:
        raise WireError(DAMAGED)
    in_bytes = [step * item for step in strides]
    return np.ndarray(shape, whole.dtype, buffer=whole, offset=offset * item, strides=in_bytes)


# --- random generators ---

_UINT = {32: (0, 2**32), 64: (0, 2**64), 128: (0, 2**128)}
_BUFFER = {"has_uint32": (0, 2), "uinteger": _UINT[32]}
# name -> (numbers or arrays in "state", what lies beside it). An array: (length, dtype).
_STATES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "PCG64": ({"state": _UINT[128], "inc": _UINT[128]}, _BUFFER),
    "PCG64DXSM": ({"state": _UINT[128], "inc": _UINT[128]}, _BUFFER),
    "MT19937": ({"key": (624, "<u4"), "pos": (0, 625)}, {}),
    "SFC64": ({"state": (4, "<u8")}, _BUFFER),
    "Philox": (
        {"counter": (4, "<u8"), "key": (2, "<u8")},
        {"buffer": (4, "<u8"), "buffer_pos": (0, 5), **_BUFFER},
    ),
}


def generator(state: Any) -> np.random.Generator:
    """A generator in this state, every number of which is checked before NumPy has it.

    Raises:
        WireError: no state of a bit generator of NumPy's.
    """
    name = state.get("bit_generator") if isinstance(state, dict) else None
    if not isinstance(name, str) or name not in _STATES:
        raise WireError("a random generator of this kind cannot be graded")
    inner, beside = _STATES[name]
    _check_fields(state.get("state"), inner)
    _check_fields({k: v for k, v in state.items() if k not in ("bit_generator", "state")}, beside)
    if name.startswith("PCG") and not state["state"]["inc"] % 2:
        raise WireError(DAMAGED)
    bits = getattr(np.random, name)(0)
    bits.state = state
    return np.random.Generator(bits)


def _check_fields(found: Any, wanted: dict[str, Any]) -> None:
    if not isinstance(found, dict) or found.keys() != wanted.keys():
        raise WireError(DAMAGED)
    for key, (first, second) in wanted.items():
        value = found[key]
        if not isinstance(second, str):
            exact(value, first, second)
        elif (
            not isinstance(value, np.ndarray)
            or value.shape != (first,)
            or value.dtype.newbyteorder("<").str != second
        ):
            raise WireError(DAMAGED)
