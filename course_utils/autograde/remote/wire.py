"""How values cross between a student's process and the examiner.

Student -> examiner: plain data, as MessagePack with arrays in NumPy's .npy format, never pickled,
limited in size and depth: nothing that arrives can run. Arguments that come back changed are
written back, and an argument that is returned is the same object again, as in one process.

Examiner -> student: pickled, for the examiner is trusted. Functions that a test defines stay where
they are; the student's process gets a callback.

Frames on a socket: 4 bytes of length, 1 of kind, the rest.
"""

import ctypes
import io
import json
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import cloudpickle
import msgpack
import numpy as np

MAX_BYTES = 64_000_000
MAX_DEPTH = 40
MAX_PARTS = 200_000
MAX_TEXT = 20_000
_HEAD = struct.Struct("<IB")

# A frame's kind. A relay tells by it who speaks next, without reading the rest.
ORDER, REPLY, CALLBACK = 1, 2, 3

# What a model's configuration may name. Anything else could import and run code when rebuilt.
_MODULES = ("keras", "course_utils.data.backbone", "builtins")
_FORBIDDEN = ("Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "function",
              "__lambda__", "__tensor__", "__numpy__")  # fmt: skip


class WireError(ValueError):
    """A value that cannot cross; the text says why, for the student."""


# --- frames ---


def send(channel: socket.socket, kind: int, body: bytes) -> None:
    """One frame."""
    channel.sendall(_HEAD.pack(len(body), kind) + body)


def receive(channel: socket.socket, most: int = 2**32) -> tuple[int, bytes]:
    """One frame's kind and body.

    Raises:
        EOFError: the other side is gone.
        WireError: a frame larger than `most`.
    """
    size, kind = _HEAD.unpack(_exactly(channel, _HEAD.size))
    if size > most:
        raise WireError(f"the value is too large ({size / 1e6:.0f} MB)")
    return kind, _exactly(channel, size)


def _exactly(channel: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = channel.recv(min(1 << 20, size - len(data)))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


class Frames:
    """Frames out of a stream, in whatever pieces it comes.

    Raises:
        WireError: a frame larger than `most`.
    """

    def __init__(self, most: int) -> None:
        self.most, self.data = most, bytearray()

    def add(self, part: bytes) -> None:
        """What was just received."""
        self.data += part

    def next(self) -> tuple[int, bytes] | None:
        """The first frame's kind and body, if all of it is there."""
        if len(self.data) < _HEAD.size:
            return None
        size, kind = _HEAD.unpack_from(self.data)
        if size > self.most:
            raise WireError(f"the value is too large ({size / 1e6:.0f} MB)")
        end = _HEAD.size + size
        if len(self.data) < end:
            return None
        body = bytes(self.data[_HEAD.size : end])
        del self.data[:end]
        return kind, body


def pack(message: Any) -> bytes:
    """Plain values as MessagePack."""
    # Half a surrogate pair is text in Python.
    packed: bytes = msgpack.packb(message, use_bin_type=True, unicode_errors="surrogatepass")
    return packed


def _unpacked(data: bytes) -> Any:
    return msgpack.unpackb(data, raw=False, strict_map_key=True, unicode_errors="surrogatepass")


def unpack(data: bytes) -> dict[str, Any]:
    """The message, of whoever sent it.

    Raises:
        WireError: not a message.
    """
    try:
        message = _unpacked(data)
    except Exception as error:  # msgpack raises many kinds, RecursionError too
        raise WireError(f"the message is damaged ({type(error).__name__})") from None
    if not isinstance(message, dict):
        raise WireError("the message is damaged")
    return message


# --- student -> examiner ---


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
            return self._view(value) or ["array", _npy(value)]
        if isinstance(value, np.generic):
            return ["scalar", _npy(value)]
        if isinstance(value, np.random.Generator):
            return ["generator", self.pack(value.bit_generator.state, depth + 1)]
        if is_model(value):
            return ["model", _model_parts(value)]
        if hasattr(value, "numpy") and hasattr(value, "dtype"):  # a tensor or variable
            return ["array", _npy(np.asarray(value))]
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
        packed = _unpacked(data)
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


def _view_of(data: Any, arguments: list[Any]) -> np.ndarray:
    index, offset, shape, strides, kind = data
    whole, dtype = arguments[index], np.dtype(str(kind))
    # Numbers read as objects would be pointers, and the student chooses the numbers.
    if not isinstance(whole, np.ndarray) or not whole.flags.c_contiguous or dtype.hasobject:
        raise WireError("the value is damaged")
    # NumPy refuses what would reach beyond the buffer.
    return np.ndarray(shape, dtype, buffer=whole, offset=offset, strides=strides)


def _generator(data: Any, _: list[Any]) -> np.random.Generator:
    state = _unpack(data, None, [], 0)
    if state["bit_generator"] not in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"):
        raise WireError("the value is damaged")
    bits = getattr(np.random, state["bit_generator"])()
    bits.state = state
    return np.random.Generator(bits)


def _npy(value: Any) -> bytes:
    array = np.asarray(value)
    if array.dtype.hasobject:
        raise WireError("an array of Python objects cannot be graded: make it numeric")
    if array.nbytes > MAX_BYTES:
        raise WireError(f"the value is too large ({array.nbytes / 1e6:.0f} MB)")
    target = io.BytesIO()
    np.save(target, array, allow_pickle=False)
    return target.getvalue()


def _load(data: bytes) -> np.ndarray:
    array: np.ndarray = np.load(io.BytesIO(data), allow_pickle=False)
    return array


# --- Keras models: configuration, weights, which layers train ---


def is_model(value: Any) -> bool:
    """Whether it is a Keras model, without importing Keras."""
    kinds = type(value).__mro__
    return any(k.__name__ == "Model" and k.__module__.startswith("keras.") for k in kinds)


def _model_parts(model: Any) -> list[Any]:
    if not model.built:
        return [_plain_config(model), [], []]
    trains = [bool(layer.trainable) for layer in _layers(model)]
    return [_plain_config(model), [_npy(w) for w in model.get_weights()], trains]


def _plain_config(model: Any) -> str:
    """Its JSON; without how it is compiled if that names the student's own functions."""
    config = json.loads(model.to_json())
    compiled = config.get("compile_config")
    try:
        _check_config(compiled, 0)
    except WireError:
        config["compile_config"] = None
    return json.dumps(config)


def _model(data: Any, _: list[Any]) -> Any:
    from keras.models import model_from_json

    text, weights, trains = data
    config = json.loads(text)
    _check_config(config, 0)
    if any(part.get("class_name") == "ScanPreparation" for part in _dicts(config)):
        import course_utils.data.backbone  # noqa: F401 - registers its layers
    model = model_from_json(text)
    model.set_weights([_load(array) for array in weights])
    layers = _layers(model)
    if len(trains) == len(layers):
        for layer, flag in zip(layers, trains, strict=True):  # outer ones first: they set inner
            if layer.trainable != flag:
                layer.trainable = flag
    return model


def _layers(model: Any) -> list[Any]:
    """The model and everything in it, outer before inner."""
    found = [model]
    for layer in getattr(model, "layers", []):
        found += _layers(layer)
    return found


def _dicts(part: Any) -> Iterator[dict]:
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    for inner in part if isinstance(part, list) else []:
        yield from _dicts(inner)


def _check_config(part: Any, depth: int) -> None:
    """Refuse a configuration that would run anything but Keras's own layers."""
    if depth > 4 * MAX_DEPTH:
        raise WireError("the model is nested too deep")
    if isinstance(part, dict):
        module = part.get("module") or "keras"
        if not any(f"{module}.".startswith(f"{known}.") for known in _MODULES):
            raise WireError(f"a model with parts from {module!r} cannot be graded")
        if part.get("class_name") in _FORBIDDEN:
            raise WireError(f"a model with a {part['class_name']} cannot be graded")
    if isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            _check_config(inner, depth + 1)


_LEAVES: dict[str, Callable[[Any, list[Any]], Any]] = {
    "=": lambda data, _: data,
    "int": lambda data, _: int(data[: MAX_TEXT * 4], 16),
    "complex": lambda data, _: complex(*data),
    "array": lambda data, _: _load(data),
    "scalar": lambda data, _: _load(data)[()],
    "generator": _generator,
    "model": _model,
    "argument": lambda data, arguments: arguments[data],
    "view": _view_of,
}


# --- arguments ---


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
        _write_back_model(old, new)


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


def _write_back_model(old: Any, new: Any) -> None:
    ours, theirs = _layers(old), _layers(new)
    if [type(x) for x in ours] == [type(x) for x in theirs]:
        for mine, its in zip(ours, theirs, strict=True):
            if mine.trainable != its.trainable:
                mine.trainable = its.trainable
        if [w.shape for w in old.get_weights()] == [w.shape for w in new.get_weights()]:
            old.set_weights(new.get_weights())


# --- examiner -> student ---


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
