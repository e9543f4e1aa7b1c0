"""Checks of a value. Values are compared as plain arrays.

Lists, float32, 0-d arrays and tensors count as the numbers they hold; an object's own `__eq__`
is never asked; NaN equals only an expected NaN.
"""

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from course_utils.checks.diagnosis import close, diagnose, diagnose_list, named_mistake
from course_utils.checks.messages import describe, report, returned_nothing, say_at_the_end, short

Mistakes = Mapping[str, Any]

# float32 carries about 7 digits; 1e-4 leaves room for the rounding of a few hundred
# operations, and no misconception in the course is that small.
FLOAT32_RTOL, FLOAT32_ATOL = 1e-4, 1e-5


def assert_close(
    got: Any,
    expected: Any,
    what: str = "the result",
    *,
    rtol: float = 1e-7,
    atol: float = 1e-9,
    mistakes: Mistakes | None = None,
    hint: str = "",
) -> None:
    """Numbers agree: same structure, same shape, |got - expected| <= atol + rtol |expected|.

    Args:
        got: what the student's function returned: a number, nested list, array of any float
            or integer type, tensor, or a tuple / dict of them where `expected` is one (for a
            tuple a list or an array of that length will do).
        expected: the same in plain Python or NumPy.
        what: the expression under test, as the message shows it: "sigmoid([0, 1])".
        rtol, atol: tolerances; widened to 1e-4 and 1e-5 where `got` is float32.
        mistakes: sentence -> the value that this mistake gives. If `got` equals one of them
            (and not `expected`), the sentence becomes the likely cause.
        hint: likely cause where nothing more exact was recognised.

    Raises:
        AssertionError: with a message for the student.
    """
    say_at_the_end()
    if isinstance(expected, Mapping):
        _require_mapping(got, expected, what)
        for key in expected:
            wrong = {s: m[key] for s, m in (mistakes or {}).items() if key in m}
            assert_close(
                dict.__getitem__(got, key), expected[key], f"{what}[{key!r}]",
                rtol=rtol, atol=atol, mistakes=wrong, hint=hint,
            )  # fmt: skip
        return
    if isinstance(expected, tuple):
        parts = _parts(got, expected, what)
        for i, part in enumerate(expected):
            wrong = {s: m[i] for s, m in (mistakes or {}).items()}
            assert_close(
                parts[i], part, f"{what}[{i}]", rtol=rtol, atol=atol, mistakes=wrong, hint=hint
            )
        return
    want = np.asarray(expected)
    have = numbers(got, want, what)
    if have.dtype == np.float32:
        rtol, atol = max(rtol, FLOAT32_RTOL), max(atol, FLOAT32_ATOL)
    same = close(have, want, rtol, atol)
    if same is not None and bool(np.all(same)):
        return
    cause = named_mistake(have, want, mistakes, rtol, atol) or diagnose(have, want) or hint
    _fail(what, want, have, same, cause)


def assert_equal(
    got: Any,
    expected: Any,
    what: str = "the result",
    *,
    mistakes: Mistakes | None = None,
    hint: str = "",
) -> None:
    """Exactly equal: strings, booleans, None and whole numbers, alone or in lists and tuples.

    Lists and tuples count as the same. Integer arrays and NumPy scalars count as the numbers
    they hold, and 1 and 0 as True and False where one of these is expected.

    Raises:
        AssertionError: with a message for the student.
    """
    say_at_the_end()
    have, want = plain(got, what), plain(expected, what)
    if type(want) is bool and type(have) in (int, float) and have in (0, 1):
        have = bool(have)
    if type(have) is type(want) and have == want:
        return
    for sentence, value in (mistakes or {}).items():
        if have == plain(value, what):
            hint = sentence
            break
    report(
        f"{what} is not what was expected.",
        [("expected", short(want)), ("got", short(have))],
        returned_nothing(got) or hint or diagnose_list(have, want),
    )


def assert_shape(
    got: Any, shape: tuple[int, ...], what: str = "the result", hint: str = ""
) -> None:
    """The value is an array (list, tensor) of numbers of exactly this shape."""
    say_at_the_end()
    have = numbers(got, None, what)
    if have.shape != tuple(shape):
        report(
            f"{what} has the wrong shape.",
            [("expected shape", str(tuple(shape))), ("got shape", str(have.shape))],
            hint,
        )


def numbers(got: Any, want: np.ndarray | None, what: str) -> np.ndarray:
    """`got` as a plain numeric array, or a message saying why it is none."""
    nothing = returned_nothing(got)
    if nothing:
        report(f"{what} gives None.", [("expected", describe(want)), ("got", "None")], nothing)
    if callable(got) and not hasattr(got, "__array__"):
        report(
            f"{what} gives a function.",
            [("expected", describe(want)), ("got", "a function")],
            "parentheses missing: `f` is the function, `f(x)` is its value",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            have = np.array(got, copy=True, subok=False)
    except Exception:
        have = np.array(None, dtype=object)
    if have.dtype.kind not in "biuf":
        report(
            f"{what} is not made of numbers.",
            [("expected", describe(want)), ("got", short(got))],
            "rows of different lengths, text, or an object where a number belongs"
            if have.dtype.kind in "OUS"
            else f"the type {have.dtype}",
        )
    return have


def _fail(
    what: str, want: np.ndarray, have: np.ndarray, same: np.ndarray | None, cause: str
) -> None:
    if same is None:
        report(
            f"{what} has the wrong shape.",
            [
                ("expected", f"{short(want)}  shape {want.shape}"),
                ("got", f"{short(have)}  shape {have.shape}"),
            ],
            cause,
        )
    rows = [("expected", short(want)), ("got", short(have))]
    if want.ndim and same is not None:
        where = tuple(int(i) for i in np.argwhere(~same)[0])
        index = ", ".join(map(str, where))
        rows.append(
            (
                "first difference",
                f"at [{index}]: expected {want[where]:.8g}, got {have[where]:.8g} "
                f"({int(np.sum(~same))} of {want.size} values differ)",
            )
        )
    report(f"{what} is not what was expected.", rows, cause)


def _require_mapping(got: Any, expected: Mapping[Any, Any], what: str) -> None:
    keys = ", ".join(map(repr, expected))
    if not issubclass(type(got), dict):
        report(
            f"{what} should be a dict.",
            [("expected", f"a dict with the keys {keys}"), ("got", short(got))],
            returned_nothing(got),
        )
    if set(dict.keys(got)) != set(expected):
        report(
            f"{what} has the wrong keys.",
            [("expected", keys), ("got", ", ".join(map(repr, dict.keys(got))))],
            "a key misspelt, left out or added",
        )


def _parts(got: Any, expected: tuple[Any, ...], what: str) -> Any:
    """As many values as expected, in a tuple, list or array; else a message."""
    if is_array(got):
        got = np.array(got, copy=True, subok=False)
    sequence = issubclass(type(got), (tuple, list)) or (type(got) is np.ndarray and got.ndim > 0)
    if not sequence or len(got) != len(expected):
        size = f"{len(got)} values" if sequence else short(got)
        one = "" if sequence else "`return a, b` returns two values as a tuple"
        text = "this is text, where numbers are asked for" if isinstance(got, str) else ""
        report(
            f"{what} should be {len(expected)} values.",
            [("expected", f"{len(expected)} values"), ("got", size)],
            returned_nothing(got) or text or one,
        )
    return got


def plain(value: Any, what: str) -> Any:
    """Strings, bools, None, numbers and nested lists of them; nothing with its own `__eq__`."""
    if value is None or type(value) in (str, bool, int, float):
        return value
    if type(value) in (list, tuple):
        return [plain(v, what) for v in value]
    if is_array(value):
        array = np.array(value, copy=True, subok=False)
        if array.dtype.kind in "biufU":  # an object array would hand out its objects' `__eq__`
            return array.tolist()
    report(
        f"{what} is of an unexpected type.",
        [("expected", "text, numbers, or lists of them"), ("got", type(value).__name__)],
        "parentheses missing after a function's name" if callable(value) else "",
    )


def is_text(expected: Any) -> bool:
    """Whether `expected` is for `assert_equal`: text, None or a truth value, or holds some."""
    if isinstance(expected, (list, tuple)):
        return any(is_text(part) for part in expected)
    return expected is None or isinstance(expected, (str, bool))


def is_array(value: Any) -> bool:
    """An array, a NumPy scalar, or a tensor of TensorFlow, Keras or PyTorch."""
    tensor = hasattr(value, "numpy") and hasattr(value, "__array__")
    return isinstance(value, (np.generic, np.ndarray)) or tensor
