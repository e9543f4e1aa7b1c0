"""What may cross between the student's process and the examiner's, and what may not."""

import contextlib
import decimal
import fractions
import math
import types
from collections import Counter, OrderedDict, defaultdict, namedtuple
from typing import Any

import hypothesis.extra.numpy as npst
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.autograde.remote import arguments, arrays, codec, frames
from course_utils.autograde.remote.frames import WireError


class Other:
    """The other process, when both are this one: keeps things, and makes them of numbers."""

    def __init__(self) -> None:
        self.kept: list[Any] = []

    def keep(self, value: Any) -> tuple[str, int]:
        self.kept.append(value)
        return "kept", len(self.kept) - 1

    def function(self, number: int, name: str, text: str) -> Any:
        return self.kept[number]

    def thing(self, number: int, name: str) -> Any:
        return self.kept[number]

    def own(self, number: int) -> Any:
        raise AssertionError("no function of a test was given away")


def there_and_back(value: Any, theirs: Any = (), ours: Any = ()) -> Any:
    other = Other()
    return codec.decode(codec.encode(value, other.keep, theirs), other, ours)


def same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray | np.generic):
        return type(a) is type(b) and a.dtype == b.dtype and np.array_equal(
            a, b, equal_nan=a.dtype.kind in "fc")  # fmt: skip
    if isinstance(a, dict):
        return list(a) == list(b) and all(
            same(x, y) for x, y in zip(a.values(), b.values(), strict=True)
        )
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and (a == b or a != a)


# --- frames and messages ---


def test_frames_come_in_any_pieces() -> None:
    stream, found = frames.Frames(100), []
    sent = b"".join(
        len(b).to_bytes(4, "little") + bytes([k]) + b for k, b in [(1, b"ab"), (2, b"")]
    )
    for i in range(len(sent)):
        stream.add(sent[i : i + 1])
        found += [frame] if (frame := stream.next()) else []
    assert found == [(1, b"ab"), (2, b"")]
    stream.add((101).to_bytes(4, "little") + b"\x01")
    with pytest.raises(WireError, match="too large"):
        stream.next()


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.binary()
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)  # fmt: skip


@given(PLAIN, st.booleans())
def test_messages_are_the_same_however_they_are_read(value: Any, long: bool) -> None:
    padded = [value, b"\0" * 20_000 if long else b""]  # long ones are read part by part
    assert same(frames.unpacked(frames.pack(padded)), padded)


@pytest.mark.parametrize("part", [{}, [], None, [[[]]], {"a": 1}], ids=str)
def test_a_message_becomes_no_more_parts_than_are_allowed(part: Any) -> None:
    few, many = frames.pack([part] * 20), frames.pack([part] * 20_000)
    assert frames.unpacked(few, parts=1000) == [part] * 20
    with pytest.raises(WireError, match="too many parts"):
        frames.unpacked(many, parts=1000)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xc1", b"\x93\x01", b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff",
        b"\x91" * 2000, b"\xc7\x00\x05", b"\xd6\xff\0\0\0\0", b"\x81\x01\x02", b"\x01\x02",
        (b"\xdd\x00\x00\x3f\xff") * 3000,
    ],
    ids=["nothing", "unused", "cut", "long list", "long dict", "deep", "extension", "date",
         "key", "two", "deep and long"],
)  # fmt: skip
@pytest.mark.parametrize("long", [False, True])
def test_a_damaged_message_is_refused(data: bytes, long: bool) -> None:
    with pytest.raises(WireError):
        frames.unpack(b"\x92\xc6\x00\x00\x50\x00" + bytes(0x5000) + data if long else data)


ERROR = {"output_type": "error", "ename": "AssertionError", "evalue": "", "traceback": []}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xc1", frames.pack([]), frames.pack({}), frames.pack({"outputs": None}),
        frames.pack({"outputs": [1]}), frames.pack({"outputs": [{}] * 1_000_000}),
        frames.pack({"outputs": [], "error": ["ValueError", ""]}),
        frames.pack({"outputs": [], "more": bytes(frames.MAX_REPLY)}),
        frames.pack({"outputs": [{}] * 400 + [ERROR]}),
    ],
    ids=["nothing", "damaged", "a list", "no outputs", "none", "no dicts", "flood", "an error",
         "too large", "an error beyond the most"],
)  # fmt: skip
def test_a_reply_never_becomes_less_than_an_error(body: bytes) -> None:
    assert [o for o in frames.outputs(body) if o.get("output_type") == "error"]


def test_outputs_come_as_they_are() -> None:
    assert frames.outputs(frames.pack({"outputs": []})) == []
    assert frames.outputs(frames.pack({"outputs": [ERROR]})) == [ERROR]


# --- values ---

NUMBERS = npst.arrays(
    npst.boolean_dtypes() | npst.integer_dtypes(endianness="<") | npst.floating_dtypes(
        endianness="<", sizes=(16, 32, 64)) | npst.complex_number_dtypes(endianness="<"),
    npst.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4),
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text()
    | st.binary() | st.fractions() | NUMBERS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(
        st.text() | st.integers() | st.tuples(st.integers()), inner),
)  # fmt: skip


@settings(deadline=None)
@given(VALUES)
def test_data_cross_unchanged(value: Any) -> None:
    assert same(there_and_back(value), value)


Point = namedtuple("Point", "x y")


class Colour(int):
    """A number of a class of its own."""


CONVERTED: list[tuple[Any, Any]] = [
    (Point(1, 2.0), (1, 2.0)),
    (range(3), [0, 1, 2]),
    ({"a": 1}.keys(), ["a"]),
    ({"a": 1}.values(), [1]),
    ({"a": 1}.items(), [("a", 1)]),
    (defaultdict(list, a=[1]), {"a": [1]}),
    (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
    (Counter("aab"), {"a": 2, "b": 1}),
    (types.MappingProxyType({"a": 1}), {"a": 1}),
    (frozenset({1}), {1}),
    (Colour(3), 3),
    (type("Own", (float,), {})(0.5), 0.5),
    (type("Own", (str,), {})("a"), "a"),
    (bytearray(b"ab"), b"ab"),
    (memoryview(b"ab"), np.array([97, 98], np.uint8)),
    (np.matrix([[1, 2]]), np.array([[1, 2]])),
    (np.array([1, 2], ">i4"), np.array([1, 2], "<i4")),
    (np.array(["a", "bcd"]), np.array(["a", "bcd"])),
    (np.array([b"a"]), np.array([b"a"])),
    (np.float32(0.5), np.float32(0.5)),
    (np.str_("a"), "a"),
    (np.longdouble(1) / 3, np.longdouble(1) / 3),
    (10**1000, 10**1000),
    (decimal.Decimal("1.50"), decimal.Decimal("1.50")),
    (fractions.Fraction(1, 3), fractions.Fraction(1, 3)),
]


@pytest.mark.parametrize("value, becomes", CONVERTED, ids=lambda v: type(v).__name__)
def test_what_is_like_data_becomes_data(value: Any, becomes: Any) -> None:
    assert same(there_and_back(value), becomes)


REFUSED: list[tuple[Any, str]] = [
    (math, "a module cannot be graded"),
    ((i for i in range(3)), "a generator can be read only once: return a list"),
    (map(abs, [1]), "a map can be read only once"),
    (iter([1]), "a list_iterator can be read only once"),
    (np.array([None]), "an array of Python objects"),
    (np.array([(1, 2.0)], "i4,f8"), "an array of dtype void96 cannot be graded"),
    (np.array(["2020-01-01"], "M8[D]"), "cannot be graded: make it numeric"),
    (np.ma.masked_array([1, 2], [0, 1]), "a masked array cannot be graded: fill it"),
    (10**10_000, "an int of more than 4,000 digits"),
    (np.zeros(10**8, np.int8), "the value is too large"),
    (decimal.Decimal("1e999999"), "a Decimal of more than 5,000 digits"),
]


@pytest.mark.parametrize("value, reason", REFUSED, ids=lambda v: type(v).__name__)
def test_what_cannot_cross_says_why(value: Any, reason: str) -> None:
    with pytest.raises(WireError, match=reason):
        there_and_back(value)


def test_deep_and_many_are_refused() -> None:
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(WireError, match="nested more than 40 deep"):
        there_and_back(deep)
    with pytest.raises(WireError, match=r"more than 200,000 parts: return an array"):
        there_and_back([0] * 200_001)
    assert there_and_back([0] * 199_999) == [0] * 199_999


NUMBERS = [
    list(np.linspace(0, 1, 5)), tuple(np.arange(3)), [list(row) for row in np.eye(3, dtype="f4")],
    list(np.array([True, False])), list(np.array([1 + 2j])), list(np.array([1, 2], np.longdouble)),
    [np.float64(1), np.float32(1), 1.0], {np.int8(1): np.int8(2)}, [np.array([1.0]), np.float64(2)],
]  # fmt: skip


@pytest.mark.parametrize("value", NUMBERS, ids=repr)
def test_numpys_own_numbers_stay_what_they_are_in_lists(value: Any) -> None:
    got = there_and_back(value)
    assert repr(got) == repr(value)  # which names each type
    if isinstance(value, list | tuple):
        assert [type(x) for x in got] == [type(x) for x in value]


def test_a_list_of_numpys_own_numbers_has_as_many_parts() -> None:
    with pytest.raises(WireError, match=r"more than 200,000 parts: return an array"):
        there_and_back([[np.float64(0)] * 100_000] * 2)


def test_a_number_that_was_passed_comes_back_as_the_same_in_a_list() -> None:
    theirs, ours = np.float64(1), np.float64(1)
    assert there_and_back([theirs, theirs], [theirs], [ours])[1] is ours


def test_a_forged_bool_is_still_true_or_false() -> None:
    got = codec.decode(frames.pack(["array", ["|b1", [2], b"\x02\xff"]]))
    assert got.view(np.uint8).tolist() == [1, 1]


FORGED: list[Any] = [
    *([kind, [1], b"\0" * 8] for kind in
      ("|O", "O", "<O8", "i4,O", "V8", "|V8", "<M8[s]", "<U2", "S8", ">f8", "f8", "<f16", "", None,
       8, "<f8, <f8", "(2,)<f4", "{'a': 'f8'}", "<i8\0", "object")),
    *(["<f8", shape, b"\0" * 8] for shape in
      ([2], [-1], [-1, -1], [True], [1.0], ["1"], [None], 1, None, [2**63], [1] * 33,
       [2**32, 2**32], [1, [1]], {"a": 1}, [0])),
    *(["<f8", shape, b""] for shape in
      ([0, 10**13], [10**13, 0], [2**63, 0], [0] + [2**31] * 31, [1])),
    ["<f8", [1], "\0" * 8], ["<f8", [1], None], ["<f8", [1]], ["<f8", [1], b"\0" * 8, 0],
    ["U", [1], ["a", "b"]], ["U", [1], [b"a"]], ["S", [1], ["a"]], ["U", [1], "a"],
    ["U", [10**9, 0], []], ["U", [20_000], ["a" * 10_000] + [""] * 19_999],
    ["g", [1], [b"\0" * 8]], ["g", [1], [b"\0" * 8, b"\0" * 16]], ["g", [1], b"\0" * 16],
]  # fmt: skip


@pytest.mark.parametrize("tag", ["array", "scalar"])
@pytest.mark.parametrize("content", FORGED, ids=lambda c: repr(c)[:60])
def test_a_forged_array_is_refused(tag: str, content: Any) -> None:
    with pytest.raises(WireError):
        codec.decode(frames.pack([tag, content]))


@pytest.mark.parametrize(
    "value",
    [
        None, 1, [], ["="], ["=", 1, 2], ["unknown", 1], [1, 1], [["="], 1], {"=": 1},
        ["=", [1]], ["=", {"a": 1}], ["int", 1], ["int", "0x" + "f" * 10_000], ["int", "x"],
        ["complex", [1, 2]], ["complex", [1.0]], ["complex", ["1", 2.0]],
        ["decimal", "x"], ["decimal", "1e999999999"], ["decimal", 1],
        ["fraction", [["=", 1], ["=", 0]]], ["fraction", [["=", "1"], ["=", "2"]]],
        ["list", 1], ["list", [1]], ["set", [["list", []]]], ["dict", [[["=", 1]]]],
        ["dict", [[["list", []], ["=", 1]]]], ["dict", {"a": 1}],
        ["argument", 0], ["argument", -1], ["argument", True], ["argument", 1.0],
        ["view", [0, 0, [1], [1]]], ["view", []], ["view", 0],
        ["function", [0, "f", ""]], ["thing", [0, "C"]], ["own", 0],
        ["generator", ["=", None]], ["generator", ["dict", []]], ["model", None],
        ["scalars", 1], ["scalars", ["list", 1]], ["scalars", ["set", ["|i1", [1], b"0"]]],
        ["scalars", [["list"], ["|i1", [1], b"0"]]], ["scalars", ["list", ["|i1", [], b"0"]]],
        ["scalars", ["list", ["U", [1], ["a"]]]], ["scalars", ["list", ["|i1", [1, 1], b"0"]]],
        ["scalars", ["list", ["|b1", [200_000], bytes(200_000)]]],
        ["model", ["{}", [], []]], ["model", ["[" * 100_000, [], []]], ["model", ["null", [], []]],
    ],
    ids=lambda v: repr(v)[:50],
)  # fmt: skip
def test_a_forged_value_is_refused(value: Any) -> None:
    with pytest.raises(WireError):
        codec.decode(frames.pack(value))


TAGS = (
    "= int list tuple set dict array scalar scalars view argument function thing own generator "
    "model fraction decimal complex <f8 |b1 U"
)
MESSAGES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from([2**62, -(2**62)])
    | st.binary(max_size=9) | st.sampled_from(TAGS.split()),
    lambda inner: st.lists(inner, max_size=5),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(MESSAGES)
def test_whatever_is_sent_is_a_value_or_refused(message: Any) -> None:
    with contextlib.suppress(WireError):
        codec.decode(frames.pack(message), None, [np.arange(4.0), [1]])


# --- views ---


@given(st.data())
def test_a_view_of_an_argument_stays_one(data: Any) -> None:
    shape = data.draw(npst.array_shapes(max_dims=3, max_side=5))
    theirs, ours = (np.arange(math.prod(shape), dtype=float).reshape(shape) for _ in range(2))
    index = data.draw(npst.basic_indices(shape, allow_newaxis=True))
    view = theirs[index]
    got = there_and_back(view, [theirs], [ours])
    assert np.array_equal(got, view)
    if isinstance(view, np.ndarray) and view.size:
        got[...] = -1
        view[...] = -1
        assert np.array_equal(ours, theirs)


def test_reshaped_transposed_and_broadcast_views_stay_views() -> None:
    theirs, ours = np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3)
    for change in (np.transpose, np.ravel, lambda a: np.broadcast_to(a, (4, 2, 3))):
        got = there_and_back(change(theirs), [theirs], [ours])
        assert np.shares_memory(got, ours)
        assert np.array_equal(got, change(theirs))


@pytest.mark.parametrize(
    "offset, shape, steps",
    [
        (6, [1], [1]), (0, [3], [100]), (1, [3], [-2]), (0, [7], [1]), (-1, [1], [1]),
        (0, [2**31], [2**32]), (0, [2**33, 2], [2**31, 0]), (5, [2**62], [-4]), (0, [3], [2**62]),
        (0, [2, 2, 2], [2**63, 2**63, 1]), (0, [2**40], [0]), (0, [0], [1]), (0, [2], [1, 1]),
        (0, [2], [True]), (0, [2], [0.5]), (True, [2], [1]), (0, [True], [1]), (0, [2], None),
        (0.0, [2], [1]), (None, [2], [1]), (2**64, [1], [1]), (3, [2, 2], [3, -3]),
    ],
)  # fmt: skip
def test_a_view_reaches_no_further_than_its_argument(offset: Any, shape: Any, steps: Any) -> None:
    with pytest.raises(WireError):
        arrays.view([offset, shape, steps], np.arange(6.0))
    with pytest.raises((WireError, OverflowError)):
        codec.decode(frames.pack(["view", [0, offset, shape, steps]]), None, [np.arange(6.0)])


@given(st.integers(-2, 8), st.lists(st.tuples(st.integers(0, 4), st.integers(-4, 4)), max_size=3))
def test_every_item_of_a_view_is_an_item_of_its_argument(offset: int, axes: list) -> None:
    whole = np.arange(6.0)
    shape, steps = [size for size, _ in axes], [step for _, step in axes]
    places = [offset + int(np.dot(index, steps)) for index in np.ndindex(*shape)]
    try:
        got = arrays.view([offset, shape, steps], whole)
    except WireError:
        assert not places or min(places) < 0 or max(places) > 5
    else:
        assert got.ravel().tolist() == places


@pytest.mark.parametrize("whole", [np.arange(6.0)[::2], np.array([None] * 6), [1] * 6, np.zeros(0)])
def test_only_plain_memory_has_views(whole: Any) -> None:
    with pytest.raises(WireError):
        arrays.view([0, [1], [1]], whole)


# --- random generators ---

BITS = ("PCG64", "PCG64DXSM", "MT19937", "SFC64", "Philox")


@pytest.mark.parametrize("name", BITS)
def test_a_generator_goes_on_where_it_was(name: str) -> None:
    rng = np.random.Generator(getattr(np.random, name)(3))
    rng.integers(0, 9, dtype=np.uint32)  # half of 64 bits stay in a buffer
    rng.random(3)
    copy = there_and_back(rng)
    assert copy.integers(0, 2**30, 9, dtype=np.uint32).tolist() == (
        rng.integers(0, 2**30, 9, dtype=np.uint32).tolist()
    )


STATES: list[tuple[str, tuple[str, ...], Any]] = [
    ("MT19937", ("state", "pos"), 625), ("MT19937", ("state", "pos"), -1),
    ("MT19937", ("state", "pos"), 2**31), ("MT19937", ("state", "pos"), True),
    ("MT19937", ("state", "pos"), None), ("MT19937", ("state", "key"), np.zeros(623, "u4")),
    ("MT19937", ("state", "key"), np.zeros(624, "u8")), ("MT19937", ("state", "key"), [0] * 624),
    ("Philox", ("buffer_pos",), 5), ("Philox", ("buffer_pos",), -1),
    ("Philox", ("buffer",), np.zeros(3, "u8")), ("Philox", ("state", "key"), np.zeros(1, "u8")),
    ("PCG64", ("has_uint32",), 2), ("PCG64", ("uinteger",), 2**32), ("PCG64", ("uinteger",), -1),
    ("PCG64", ("state", "state"), 2**128), ("PCG64", ("state", "inc"), 2),
    ("PCG64", ("more",), 1), ("PCG64", ("bit_generator",), "Generator"),
    ("PCG64", ("bit_generator",), "__class__"), ("PCG64", ("state",), None),
    ("SFC64", ("state", "state"), np.zeros((2, 2), "u8")),
]  # fmt: skip


@pytest.mark.parametrize("name, place, value", STATES, ids=lambda v: str(v)[:30])
def test_a_forged_state_is_refused(name: str, place: tuple[str, ...], value: Any) -> None:
    state: dict[str, Any] = dict(getattr(np.random, name)(3).state)
    assert arrays.generator(state)
    *outer, last = place
    inner = state
    for key in outer:
        inner[key] = dict(inner[key])
        inner = inner[key]
    inner[last] = value
    with pytest.raises(WireError):
        arrays.generator(state)


# --- arguments ---


def called(function: Any, *args: Any) -> Any:
    """What a call in another process makes of its arguments, and its value."""
    theirs, _ = arguments.loads(arguments.dumps((args, {}), Other().keep), None, None)  # type: ignore
    known, ours = arguments.parts(theirs), arguments.parts(args)
    other = Other()
    before = arguments.contents(known, other.keep)
    value = function(*theirs)
    changed = arguments.changes(before, arguments.contents(known, other.keep))
    data = codec.encode(value, other.keep, known)
    arguments.write_back(ours, frames.unpacked(frames.pack(changed)), other)
    return codec.decode(data, other, ours)


def step_in_place(state: dict) -> Any:
    state["w"] -= 1
    state["steps"] = state.get("steps", 0) + 1
    return state


def step_anew(state: dict) -> Any:
    state["w"] = state["w"] - 1
    return state["w"]


def test_an_array_is_changed_where_it_was_changed() -> None:
    held = np.ones(2)
    state = {"w": held}
    assert called(step_in_place, state) is state
    assert held.tolist() == [0, 0] and state["w"] is held and state["steps"] == 1


def test_an_array_is_replaced_where_it_was_replaced() -> None:
    held = np.ones(2)
    state = {"w": held}
    new = called(step_anew, state)
    assert held.tolist() == [1, 1] and state["w"].tolist() == [0, 0] == new.tolist()


def test_lists_tuples_dicts_and_generators_are_as_in_one_process() -> None:
    a, rng = np.arange(2.0), np.random.default_rng(0)
    args: list[Any] = [[a, (1, a), {"rng": rng}]]

    def change(parts: list) -> Any:
        parts[2]["rng"].random(3)
        parts[1] = (2, parts[0])
        parts.append(parts[0][::-1])
        del parts[2]["rng"]
        return parts[1]

    returned = called(change, *args)
    (parts,) = args
    assert parts[1] == (2, a) and parts[1][1] is a and returned[1] is a
    assert parts[2] == {} and parts[3].tolist() == [1, 0]
    fresh = np.random.default_rng(0)
    fresh.random(3)
    assert rng.random() == fresh.random()


@pytest.mark.parametrize(
    "changed",
    [None, 1, {}, [1], [[0]], [[0, b""]], [[5, b""]], [[True, b""]], [[-1, codec.encode([])]],
     [[0, codec.encode([])]] * 3, [[0, "text"]]],
    ids=repr,
)  # fmt: skip
def test_forged_changes_are_refused(changed: Any) -> None:
    with pytest.raises(WireError):
        arguments.write_back([[], {}], changed, Other())


def test_a_change_of_another_kind_changes_nothing() -> None:
    for part, content in (([1], {}), ({1: 1}, []), (np.ones(2), np.ones(3)), (np.ones(2), [])):
        before = repr(part)
        arguments.write_back([part], [[0, codec.encode(content)]], Other())
        assert repr(part) == before


@pytest.mark.parametrize("part", [["=", None], {}, [], [[]]], ids=str)
def test_a_flood_of_parts_is_refused(part: Any) -> None:
    with pytest.raises(WireError, match="parts"):
        codec.decode(frames.pack(["list", [part] * 3_000_000]))
