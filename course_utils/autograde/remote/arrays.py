"""Arrays, views of arrays and random generators over the wire."""

import io
from typing import Any

import numpy as np

from course_utils.autograde.remote.frames import MAX_BYTES, WireError


def view_of(data: Any, arguments: list[Any]) -> np.ndarray:
    """A view of an argument's memory."""
    index, offset, shape, strides, kind = data
    whole, dtype = arguments[index], np.dtype(str(kind))
    # Numbers read as objects would be pointers, and the student chooses the numbers.
    if not isinstance(whole, np.ndarray) or not whole.flags.c_contiguous or dtype.hasobject:
        raise WireError("the value is damaged")
    # NumPy refuses what would reach beyond the buffer.
    return np.ndarray(shape, dtype, buffer=whole, offset=offset, strides=strides)


def generator(state: Any) -> np.random.Generator:
    """A generator in this state."""
    if state["bit_generator"] not in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"):
        raise WireError("the value is damaged")
    bits = getattr(np.random, state["bit_generator"])()
    bits.state = state
    return np.random.Generator(bits)


def npy(value: Any) -> bytes:
    """NumPy's own format."""
    array = np.asarray(value)
    if array.dtype.hasobject:
        raise WireError("an array of Python objects cannot be graded: make it numeric")
    if array.nbytes > MAX_BYTES:
        raise WireError(f"the value is too large ({array.nbytes / 1e6:.0f} MB)")
    target = io.BytesIO()
    np.save(target, array, allow_pickle=False)
    return target.getvalue()


def load(data: bytes) -> np.ndarray:
    """The array of `npy`."""
    array: np.ndarray = np.load(io.BytesIO(data), allow_pickle=False)
    return array
