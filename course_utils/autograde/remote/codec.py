"""Values of a student's process as bytes, and back.

Plain data as MessagePack, never pickled, limited in size, number and depth: nothing that arrives
can run. Every value is [tag, content], so that no data can pass for a tag. An argument that is
returned is the same object again, as in one process; functions and objects of the student's own
classes stay where they are, and a number goes for them.
"""

import decimal
import fractions
import io
import types
from collections.abc import (
    Callable,
    ItemsView,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    Set,
    ValuesView,
)
from functools import singledispatchmethod
from typing import Any, Protocol

import numpy as np

from course_utils.autograde.remote import arrays, models
from course_utils.autograde.remote.arrays import DAMAGED, exact
from course_utils.autograde.remote.frames import MAX_BYTES, MAX_TEXT, WireError, pack, unpacked
from course_utils.checks.networks import is_model

MAX_DEPTH = 40
MAX_PARTS = 200_000
MAX_NAME = 60
MAX_BITS = 14_000  # of an int: Python prints no longer ones
MAX_EXPONENT = 5_000  # of a Decimal: int(Decimal("1e999999999")) takes all memory
_PLAIN = (types.NoneType, bool, float, str, bytes)
_NUMBERS = {kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in "biufc"}

Keep = Callable[[Any], tuple[str, int]]


class Owner(Protocol):
    """Makes, or finds, what a number in a message stands for."""

    def function(self, number: int, name: str, text: str) -> Any:
        """A function of the student's."""

    def thing(self, number: int, name: str) -> Any:
        """An object of the student's."""

    def own(self, number: int) -> Any:
        """A function of the test, which the student's code was given."""


# --- to bytes ---


def encode(value: Any, keep: Keep | None = None, arguments: Sequence[Any] = ()) -> bytes:
    """A value as bytes.

    Args:
        value: numbers, text, None, arrays, tensors, Generators, Keras models, functions, objects
            of own classes, and lists, tuples, sets and dicts of them.
        keep: keeps a function or object for later; "kept" and its number, or "own" and the number
            of a function of the test. None: those are refused.
        arguments: `parts` of a call's arguments; those, and views of them, go as references.

    Raises:
        WireError: anything else, or nested too deep, or too large.
    """
    packer = _Packer(keep, arguments)
    return _checked(packer.pack(value, 0))


def encode_content(index: int, keep: Keep, arguments: Sequence[Any]) -> bytes:
    """What an argument holds; other arguments in it as references.

    Raises:
        WireError: as `encode`.
    """
    return _checked(_Packer(keep, arguments).content(arguments[index]))


def _checked(packed: Any) -> bytes:
    data = pack(packed)
    if len(data) > MAX_BYTES:
        raise WireError(f"the value is too large ({len(data) / 1e6:.0f} MB)")
    return data


class _Packer:
    """Makes [tag, content] of everything."""

    def __init__(self, keep: Keep | None, arguments: Sequence[Any]) -> None:
        self.keep, self.count, self.views = keep, 0, True
        self.arguments = arguments
        self.known = {id(part): i for i, part in enumerate(arguments)}

    def pack(self, value: Any, depth: int) -> list[Any]:
        self._more(1)
        if depth > MAX_DEPTH:
            raise WireError(f"the value is nested more than {MAX_DEPTH} deep")
        if type(value) in _PLAIN or (type(value) is int and abs(value) < 2**63):
            return ["=", value]
        if id(value) in self.known:
            return ["argument", self.known[id(value)]]
        return self._any(value, depth)

    def content(self, value: Any) -> list[Any]:
        self.views = False
        return self._any(value, 0)

    def _more(self, parts: int) -> None:
        self.count += parts
        if self.count > MAX_PARTS:
            raise WireError(f"the value has more than {MAX_PARTS:,} parts: return an array")

    def _all(self, tag: str, values: Any, depth: int) -> list[Any]:
        return [tag, [self.pack(value, depth + 1) for value in values]]

    def _sequence(self, tag: str, values: list | tuple, depth: int) -> list[Any]:
        """NumPy's own numbers, all of one type, go as one array: `list(row)` makes many of them,
        and one by one they take some 60 times as long."""
        kinds = {*map(type, values)}
        alike = len(kinds) == 1 and kinds <= _NUMBERS
        if not alike or self.known.keys() & map(id, values):  # what was passed keeps its identity
            return self._all(tag, values, depth)
        self._more(len(values))
        return ["scalars", [tag, arrays.packed(np.array(values))]]

    @singledispatchmethod
    def _any(self, value: Any, depth: int) -> list[Any]:
        """Everything that is known by no class of its own."""
        if is_model(value):
            return ["model", models.packed(value)]
        if _is_array(value):
            return ["array", arrays.packed(value)]
        if reason := _refusal(value):
            raise WireError(reason)
        if self.keep is None:
            raise WireError(f"{_a(value)} cannot be graded: use numbers, arrays, lists or dicts")
        kind, number = self.keep(value)
        if kind == "own":
            return ["own", number]
        if not callable(value):
            return ["thing", [number, type(value).__name__[:MAX_NAME]]]
        about = (getattr(value, "__name__", "function"), getattr(value, "__doc__", "") or "")
        return ["function", [number, *(str(text)[:MAX_TEXT] for text in about)]]

    @_any.register
    def _(self, value: list, depth: int) -> list[Any]:
        return self._sequence("list", value, depth)

    @_any.register(range)
    @_any.register(KeysView)
    @_any.register(ValuesView)
    @_any.register(ItemsView)
    def _(self, value: Any, depth: int) -> list[Any]:
        return self._all("list", value, depth)

    @_any.register
    def _(self, value: tuple, depth: int) -> list[Any]:
        return self._sequence("tuple", value, depth)

    @_any.register(Set)
    def _(self, value: Any, depth: int) -> list[Any]:
        return self._all("set", value, depth)

    @_any.register(Mapping)
    def _(self, value: Any, depth: int) -> list[Any]:
        return ["dict", [self._all("pair", pair, depth)[1] for pair in value.items()]]

    @_any.register
    def _(self, value: np.ndarray, depth: int) -> list[Any]:
        for i, part in enumerate(self.arguments if self.views else ()):
            if isinstance(part, np.ndarray) and np.may_share_memory(value, part):
                found = arrays.view_in(value, part)
                if found is not None:
                    return ["view", [i, *found]]
        return ["array", arrays.packed(value)]

    @_any.register
    def _(self, value: np.generic, depth: int) -> list[Any]:
        return ["scalar", arrays.packed(value)]

    @_any.register
    def _(self, value: np.random.Generator, depth: int) -> list[Any]:
        return ["generator", self.pack(value.bit_generator.state, depth + 1)]

    @_any.register
    def _(self, value: int, depth: int) -> list[Any]:
        if -(2**63) <= value < 2**64:
            return ["=", int(value)]
        if value.bit_length() > MAX_BITS:
            raise WireError("an int of more than 4,000 digits cannot be graded")
        return ["int", hex(value)]

    @_any.register(float)
    @_any.register(str)
    @_any.register(bytes)
    @_any.register(bytearray)
    def _(self, value: Any, depth: int) -> list[Any]:  # of a class of their own
        kind = next(kind for kind in (float, str, bytes, bytearray) if isinstance(value, kind))
        return ["=", bytes(value) if kind is bytearray else kind(value)]

    @_any.register
    def _(self, value: complex, depth: int) -> list[Any]:
        return ["complex", [float(value.real), float(value.imag)]]

    @_any.register
    def _(self, value: memoryview, depth: int) -> list[Any]:
        return ["array", arrays.packed(np.asarray(value))]

    @_any.register
    def _(self, value: fractions.Fraction, depth: int) -> list[Any]:
        return self._all("fraction", [value.numerator, value.denominator], depth)

    @_any.register
    def _(self, value: decimal.Decimal, depth: int) -> list[Any]:
        return ["decimal", str(value)]


def _is_array(value: Any) -> bool:
    """A tensor, a variable, a column of a table: what NumPy makes numbers of."""
    theirs = type(value).__module__ != "__main__" and not isinstance(value, type)
    return theirs and (hasattr(value, "__array__") or hasattr(value, "__array_interface__"))


_REFUSED: tuple[tuple[Any, str], ...] = (
    (types.ModuleType, "a module cannot be graded: use numbers, arrays, lists or dicts"),
    (types.CoroutineType, "a coroutine cannot be graded: leave out `async`"),
    (io.IOBase, "an open file cannot be graded: return what is in it"),
    (Iterator, "{} can be read only once: return a list of it, `list(...)`"),
)


def _refusal(value: Any) -> str:
    """Why it cannot cross and cannot be kept either; "" if it can be kept."""
    for kind, sentence in _REFUSED:
        if isinstance(value, kind):
            return sentence.format(_a(value))
    if "Sparse" in type(value).__name__ and type(value).__module__.startswith("tensorflow"):
        return "a sparse tensor cannot be graded: use tf.sparse.to_dense"
    if type(value).__module__.startswith("scipy.sparse"):
        return "a sparse matrix cannot be graded: use .toarray()"
    if type(value).__name__ == "RaggedTensor":
        return "a ragged tensor cannot be graded: use .to_list()"
    return ""


def _a(value: Any) -> str:
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


# --- from bytes ---


def decode(data: Any, owner: Owner | None = None, arguments: Sequence[Any] = ()) -> Any:
    """The value that `encode` packed.

    Args:
        owner: of what stays in the other process; None refuses that.
        arguments: the same as the other side's, by `parts`.

    Raises:
        WireError: not made by `encode`.
    """
    if not isinstance(data, bytes) or len(data) > MAX_BYTES:
        raise WireError("the value is too large" if isinstance(data, bytes) else DAMAGED)
    try:
        return _Unpacker(owner, arguments).unpack(unpacked(data), 0)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"{DAMAGED} ({type(error).__name__})") from None


class _Unpacker:
    """Makes values of [tag, content]. Whoever sent them is not believed."""

    def __init__(self, owner: Owner | None, arguments: Sequence[Any]) -> None:
        self.owner, self.arguments, self.count = owner, arguments, 0

    def unpack(self, packed: Any, depth: int) -> Any:
        self._more(1, depth)
        if type(packed) is not list or len(packed) != 2 or type(packed[0]) is not str:
            raise WireError(DAMAGED)
        tag, content = packed
        if tag in _COLLECTIONS:
            return _COLLECTIONS[tag](self._all(content, depth))
        if tag == "scalars":
            kind, numbers = _list(content, 2)
            return self._scalars(kind, numbers, depth)
        if tag == "dict":
            return {k: v for k, v in (self._all(_list(pair, 2), depth) for pair in _list(content))}
        if tag in ("function", "thing", "own"):
            return self._owned(tag, content)
        if tag in ("argument", "view"):
            return self._argument(tag, content)
        if tag == "generator":
            return arrays.generator(self.unpack(content, depth + 1))
        if tag == "fraction":
            return fractions.Fraction(*(_int(x) for x in self._all(_list(content, 2), depth)))
        if tag not in _LEAVES:
            raise WireError(DAMAGED)
        return _LEAVES[tag](content)

    def _more(self, parts: int, depth: int) -> None:
        self.count += parts
        if depth > MAX_DEPTH or self.count > MAX_PARTS:
            raise WireError("the value is nested too deep, or has too many parts")

    def _scalars(self, kind: Any, content: Any, depth: int) -> list[Any] | tuple[Any, ...]:
        numbers = arrays.array(content)
        if kind not in ("list", "tuple") or numbers.ndim != 1 or numbers.dtype.type not in _NUMBERS:
            raise WireError(DAMAGED)
        self._more(len(numbers), depth)
        return list(numbers) if kind == "list" else tuple(numbers)

    def _all(self, content: Any, depth: int) -> list[Any]:
        return [self.unpack(part, depth + 1) for part in _list(content)]

    def _owned(self, tag: str, content: Any) -> Any:
        if self.owner is None:
            raise WireError(DAMAGED)
        if tag == "own":
            return self.owner.own(exact(content, 0, 2**31))
        number, *texts = _list(content, 3 if tag == "function" else 2)
        if not all(type(text) is str for text in texts):
            raise WireError(DAMAGED)
        number, texts = exact(number, 0, 2**31), [text[:MAX_TEXT] for text in texts]
        texts[0] = texts[0][:MAX_NAME]
        return (self.owner.function if tag == "function" else self.owner.thing)(number, *texts)

    def _argument(self, tag: str, content: Any) -> Any:
        index, rest = (content, []) if tag == "argument" else (_list(content)[0], content[1:])
        part = self.arguments[exact(index, 0, len(self.arguments))]
        return part if tag == "argument" else arrays.view(rest, part)


def _list(content: Any, size: int | None = None) -> list[Any]:
    if type(content) is not list or size not in (None, len(content)):
        raise WireError(DAMAGED)
    return content


def _int(value: Any) -> int:
    if type(value) is not int:
        raise WireError(DAMAGED)
    return value


def _plain(content: Any) -> Any:
    if type(content) not in (*_PLAIN, int):
        raise WireError(DAMAGED)
    return content


def _long(content: Any) -> int:
    if type(content) is not str or len(content) > MAX_BITS // 4 + 4:
        raise WireError(DAMAGED)
    return int(content, 16)


def _complex(content: Any) -> complex:
    real, imaginary = _list(content, 2)
    if type(real) is not float or type(imaginary) is not float:
        raise WireError(DAMAGED)
    return complex(real, imaginary)


def _decimal(content: Any) -> decimal.Decimal:
    if type(content) is not str or len(content) > MAX_BITS // 3:
        raise WireError(DAMAGED)
    number = decimal.Decimal(content)
    if number.is_finite() and abs(number.adjusted()) > MAX_EXPONENT:
        raise WireError("a Decimal of more than 5,000 digits cannot be graded")
    return number


_COLLECTIONS: dict[str, Callable[[list[Any]], Any]] = {"list": list, "tuple": tuple, "set": set}
_LEAVES: dict[str, Callable[[Any], Any]] = {
    "=": _plain,
    "int": _long,
    "complex": _complex,
    "decimal": _decimal,
    "array": arrays.array,
    "scalar": lambda content: arrays.array(content)[()],
    "model": models.rebuilt,
}
