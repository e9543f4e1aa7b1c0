"""What test cells call. A failing check tells a student what was expected, what came,
where it first differs, and what usually causes it.

    checks.assert_close(sigmoid(0.0), 0.5, what="sigmoid(0)")

In a hidden test the same checks keep the case to themselves: inside `with hidden(topic):`
messages name the topic and the likely cause, never an input or an expected number.

Values are compared as plain arrays. Lists, float32, 0-d arrays and tensors count as the
numbers they hold; an object's own `__eq__` is never asked; NaN equals only an expected NaN.
"""

import contextlib
import copy
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, NoReturn

import numpy as np

from course_utils._lesson import is_live, section_of

__all__ = [
    "assert_close",
    "assert_equal",
    "assert_raises",
    "assert_shape",
    "error_means",
    "hidden",
    "is_hidden",
    "likely_cause",
    "no_warnings",
    "unchanged",
]

Mistakes = Mapping[str, Any]

# float32 carries about 7 digits; 1e-4 leaves room for the rounding of a few hundred
# operations, and no misconception in the course is that small.
_FLOAT32_RTOL, _FLOAT32_ATOL = 1e-4, 1e-5

# What a hidden test says where it recognises nothing.
_UNKNOWN = "a case the worked examples do not show: other shapes, ranks, empty or extreme values"

_hidden_topic: ContextVar[str | None] = ContextVar("hidden_topic", default=None)
_watched = False  # whether the running cell's end is waited for


class CheckError(AssertionError):
    """A check that did not hold. Its text is written for the student."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the message, without the frames of this module."""
        return ["\x1b[31mNot yet.\x1b[0m " + str(self)]


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
    _say_at_the_end()
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
    have = _numbers(got, want, what)
    if have.dtype == np.float32:
        rtol, atol = max(rtol, _FLOAT32_RTOL), max(atol, _FLOAT32_ATOL)
    same = _close(have, want, rtol, atol)
    if same is not None and bool(np.all(same)):
        return
    cause = _named_mistake(have, want, mistakes, rtol, atol) or _diagnose(have, want) or hint
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
    they hold.

    Raises:
        AssertionError: with a message for the student.
    """
    _say_at_the_end()
    have, want = _plain(got, what), _plain(expected, what)
    if type(have) is type(want) and have == want:
        return
    for sentence, value in (mistakes or {}).items():
        if have == _plain(value, what):
            hint = sentence
            break
    _report(
        f"{what} is not what was expected.",
        [("expected", _short(want)), ("got", _short(have))],
        _returned_nothing(got) or hint,
    )


def assert_shape(
    got: Any, shape: tuple[int, ...], what: str = "the result", hint: str = ""
) -> None:
    """The value is an array (list, tensor) of numbers of exactly this shape."""
    _say_at_the_end()
    have = _numbers(got, None, what)
    if have.shape != tuple(shape):
        _report(
            f"{what} has the wrong shape.",
            [("expected shape", str(tuple(shape))), ("got shape", str(have.shape))],
            hint,
        )


def assert_raises(
    error: type[Exception], function: Callable[..., Any], *args: Any, what: str = "", hint: str = ""
) -> None:
    """`function(*args)` must refuse its input with `error` (NotImplementedError passes through)."""
    _say_at_the_end()
    name = getattr(function, "__name__", "the function")
    what = what or f"{name}({', '.join(_in_a_call(a) for a in args)})"
    rows = [("expected", f"{error.__name__} with a message that says what is wrong")]
    try:
        got = function(*args)
    except NotImplementedError:
        raise
    except error:
        return
    except Exception as other:
        rows.append(("got", f"{type(other).__name__}: {other}"))
    else:
        rows.append(("got", f"no error, but the value {_short(got)}"))
    _report(
        f"{what} should refuse this input.",
        rows,
        hint or f"test the input first, and `raise {error.__name__}(...)` when it is wrong",
    )


@contextlib.contextmanager
def unchanged(*arguments: Any, what: str = "the function") -> Iterator[None]:
    """The block must leave these arguments (arrays, or lists and dicts of them) as they were."""
    before = copy.deepcopy(arguments)
    yield
    if not _same(before, arguments):
        _report(
            f"{what} changed an argument that belongs to the caller.",
            [("expected", "the arguments as they were"), ("got", "other values in them")],
            "writing in place: `w += ...` or `x[i] = ...` on an argument; work on `x.copy()`",
        )


@contextlib.contextmanager
def no_warnings(what: str = "the function") -> Iterator[None]:
    """The block must run without a NumPy warning (overflow, division by zero, invalid value)."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        yield
    bad = [w for w in caught if issubclass(w.category, RuntimeWarning)]
    if bad:
        _report(
            f"{what} warns on the way.",
            [("expected", "no warning"), ("got", str(bad[0].message))],
            "exp of a large number overflows: rewrite the formula so that it never sees one",
        )


def _say_at_the_end() -> None:
    """Where a person sits in front, when the running cell ends: that its checks hold, or where
    to read again."""
    global _watched
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None or _watched or not is_live():
        return
    _watched = True

    def ended(result: Any) -> None:
        global _watched
        _watched = False
        shell.events.unregister("post_run_cell", ended)
        if result.success:
            print("✓ Every check in this cell holds.")
        elif not isinstance(result.error_in_exec, NotImplementedError):
            _read_again(section_of(getattr(result.info, "cell_id", None)))

    shell.events.register("post_run_cell", ended)


def _read_again(heading: str) -> None:
    from IPython.display import Markdown, display

    if heading:
        link = heading.replace(" ", "-")  # as JupyterLab names the heading's place
        display(Markdown(f"Explained in section [{heading}](<#{link}>)."))


@contextlib.contextmanager
def hidden(topic: str) -> Iterator[None]:
    """Checks in this block keep their numbers to themselves.

    Args:
        topic: what the case is about, in words a student may read: "a batch of random shapes".

    Raises:
        AssertionError: the failing check's message without inputs or expected values. An error
            that the student's code raised keeps its type and loses its text where the text
            could quote the case.
    """
    token = _hidden_topic.set(topic)
    try:
        yield
    except CheckError:
        raise
    except NotImplementedError as error:
        if error.args:
            raise NotImplementedError from None
        raise
    except Exception as error:
        _stopped(error, _UNKNOWN)
    finally:
        _hidden_topic.reset(token)


@contextlib.contextmanager
def error_means(kind: type[Exception], cause: str) -> Iterator[None]:
    """An error of this kind that the student's code raises in the block has this likely cause.

    For mistakes that give no value to recognise them by.

    Raises:
        AssertionError: in its place, with its text; in a hidden test without.
    """
    try:
        yield
    except (CheckError, NotImplementedError):
        raise
    except kind as error:
        _stopped(error, cause)


def likely_cause(message: str) -> str:
    """The cause that a failing check named in its message; "" if it recognised none."""
    causes = re.findall(r"^  likely cause: (.*)", message, re.MULTILINE)
    return causes[-1] if causes and causes[-1] != _UNKNOWN else ""


def is_hidden() -> bool:
    """True inside `hidden`: a check built on these must not show the case then."""
    return _hidden_topic.get() is not None


def _numbers(got: Any, want: np.ndarray | None, what: str) -> np.ndarray:
    """`got` as a plain numeric array, or a message saying why it is none."""
    nothing = _returned_nothing(got)
    if nothing:
        _report(f"{what} gives None.", [("expected", _describe(want)), ("got", "None")], nothing)
    if callable(got) and not hasattr(got, "__array__"):
        _report(
            f"{what} gives a function.",
            [("expected", _describe(want)), ("got", "a function")],
            "parentheses missing: `f` is the function, `f(x)` is its value",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            have = np.array(got, copy=True, subok=False)
    except Exception:
        have = np.array(None, dtype=object)
    if have.dtype.kind not in "biuf":
        _report(
            f"{what} is not made of numbers.",
            [("expected", _describe(want)), ("got", _short(got))],
            "rows of different lengths, text, or an object where a number belongs"
            if have.dtype.kind in "OUS"
            else f"the type {have.dtype}",
        )
    return have


def _close(have: np.ndarray, want: np.ndarray, rtol: float, atol: float) -> np.ndarray | None:
    """Cell by cell; None where the shapes differ."""
    if have.shape != want.shape:
        return None
    with np.errstate(all="ignore"):
        return np.isclose(
            have.astype(np.float64), want.astype(np.float64), rtol=rtol, atol=atol, equal_nan=True
        )


def _named_mistake(
    have: np.ndarray, want: np.ndarray, mistakes: Mistakes | None, rtol: float, atol: float
) -> str:
    for sentence, value in (mistakes or {}).items():
        wrong = np.asarray(value)
        if wrong.dtype.kind not in "biuf":
            continue
        if wrong.shape == want.shape and np.all(_close(wrong, want, rtol, atol)):
            continue  # this mistake does not show on this input
        same = _close(have, wrong, max(rtol, 1e-6), max(atol, 1e-8))
        if same is not None and bool(np.all(same)):
            return sentence
    return ""


def _diagnose(have: np.ndarray, want: np.ndarray) -> str:
    """Causes that can be told from the numbers alone, whatever the exercise."""
    if have.shape != want.shape:
        return _diagnose_shape(have, want)
    h, w = have.astype(np.float64), want.astype(np.float64)
    if h.size and np.isnan(h).all() and not np.isnan(w).any():
        return "all NaN: 0/0, inf - inf or log of a negative number on the way"
    if np.isnan(h).any() and not np.isnan(w).any():
        return "NaN in some cells: a division by zero, or exp that overflowed"
    if np.isinf(h).any() and not np.isinf(w).any():
        return "infinite cells: exp of a large number, log(0) or a division by zero"
    if not np.isfinite(h).all() or not np.isfinite(w).all() or not h.size or np.allclose(h, w):
        return ""  # nearly right: not a swap, a sign or a factor
    if have.dtype.kind in "iu" and np.array_equal(h, np.trunc(w)):
        return "whole numbers: the result was stored in an integer array and lost its fraction"
    if h.ndim == 2 and h.shape[0] == h.shape[1] and np.allclose(h.T, w):
        return "rows and columns are swapped (a transpose)"
    if np.allclose(h, -w):
        return "the sign is reversed"
    return _diagnose_factor(h, w)


def _diagnose_factor(h: np.ndarray, w: np.ndarray) -> str:
    big = np.abs(w) > 1e-9
    if not big.any() or np.abs(h[~big]).max(initial=0) > 1e-9:
        return ""
    ratio = h[big] / w[big]
    factor = float(np.median(ratio))
    if big.sum() < 2 or not np.allclose(ratio, factor, rtol=1e-6) or abs(factor) < 1e-9:
        return ""
    text = f"{factor:.6g}" if abs(factor) >= 1 else f"1/{1 / factor:.6g}"
    if _hidden_topic.get() is not None:
        text = "a constant"  # the number could give the case away
    return (
        f"every value is {text} times the expected one: a mean where a sum belongs, a sum where "
        "a mean belongs, or a factor left out"
    )


def _diagnose_shape(have: np.ndarray, want: np.ndarray) -> str:
    if have.ndim == want.ndim == 2 and have.T.shape == want.shape:
        return "rows and columns are swapped (a transpose)"
    if have.ndim == want.ndim - 1 and have.size and want.size % have.size == 0:
        return "one axis is lost: a sum or mean over an axis too many, or keepdims=True missing"
    if have.size == want.size:
        return "the same number of values in another arrangement: a reshape or an extra axis"
    return ""


def _fail(
    what: str, want: np.ndarray, have: np.ndarray, same: np.ndarray | None, cause: str
) -> None:
    if same is None:
        _report(
            f"{what} has the wrong shape.",
            [
                ("expected", f"{_short(want)}  shape {want.shape}"),
                ("got", f"{_short(have)}  shape {have.shape}"),
            ],
            cause,
        )
    rows = [("expected", _short(want)), ("got", _short(have))]
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
    _report(f"{what} is not what was expected.", rows, cause)


def _report(headline: str, rows: list[tuple[str, str]], cause: str) -> None:
    topic = _hidden_topic.get()
    if topic is None:
        lines = [headline]
        for name, value in rows:
            indent = "\n" + " " * (len(name) + 4)
            lines.append(f"  {name}: " + value.replace("\n", indent))
    else:
        lines = [f"Hidden test on {topic}: the result is not what was expected."]
        cause = cause or _UNKNOWN
    if cause:
        lines.append(f"  likely cause: {cause}")
    raise CheckError("\n".join(lines)) from None


def _stopped(error: Exception, cause: str) -> NoReturn:
    topic, name = _hidden_topic.get(), type(error).__name__
    headline = f"Your function stopped with {name}: {error}"
    if topic is not None:
        headline = f"Hidden test on {topic}: your function stopped with {name}."
    raise CheckError(f"{headline}\n  likely cause: {cause}") from None


def _require_mapping(got: Any, expected: Mapping[Any, Any], what: str) -> None:
    keys = ", ".join(map(repr, expected))
    if not issubclass(type(got), dict):
        _report(
            f"{what} should be a dict.",
            [("expected", f"a dict with the keys {keys}"), ("got", _short(got))],
            _returned_nothing(got),
        )
    if set(dict.keys(got)) != set(expected):
        _report(
            f"{what} has the wrong keys.",
            [("expected", keys), ("got", ", ".join(map(repr, dict.keys(got))))],
            "a key misspelt, left out or added",
        )


def _parts(got: Any, expected: tuple[Any, ...], what: str) -> Any:
    """As many values as expected, in a tuple, list or array; else a message."""
    if _is_array(got):
        got = np.array(got, copy=True, subok=False)
    sequence = issubclass(type(got), (tuple, list)) or (type(got) is np.ndarray and got.ndim > 0)
    if not sequence or len(got) != len(expected):
        size = f"{len(got)} values" if sequence else _short(got)
        _report(
            f"{what} should be {len(expected)} values.",
            [("expected", f"{len(expected)} values"), ("got", size)],
            _returned_nothing(got) or "`return a, b` returns two values as a tuple",
        )
    return got


def _returned_nothing(got: Any) -> str:
    return "the function ends without `return`" if got is None else ""


def _plain(value: Any, what: str) -> Any:
    """Strings, bools, None, numbers and nested lists of them; nothing with its own `__eq__`."""
    if value is None or type(value) in (str, bool, int, float):
        return value
    if type(value) in (list, tuple):
        return [_plain(v, what) for v in value]
    if _is_array(value):
        array = np.array(value, copy=True, subok=False)
        if array.dtype.kind in "biufU":  # an object array would hand out its objects' `__eq__`
            return array.tolist()
    _report(
        f"{what} is of an unexpected type.",
        [("expected", "text, numbers, or lists of them"), ("got", type(value).__name__)],
        "parentheses missing after a function's name" if callable(value) else "",
    )


def _is_array(value: Any) -> bool:
    """An array, a NumPy scalar, or a tensor of TensorFlow, Keras or PyTorch."""
    tensor = hasattr(value, "numpy") and hasattr(value, "__array__")
    return isinstance(value, (np.generic, np.ndarray)) or tensor


def _same(a: Any, b: Any) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, Mapping):
        return set(a) == set(b) and all(_same(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return bool(a is b or a == b or callable(a))


def _describe(want: np.ndarray | None) -> str:
    return "numbers" if want is None else f"{_short(want)}"


def _in_a_call(value: Any) -> str:
    """An argument as a call would show it, if that is short; else what it is."""
    if isinstance(value, np.ndarray):
        return str(value.tolist()) if value.size <= 6 else f"an array {value.shape}"
    if type(value) in (str, bool, int, float, list, tuple, type(None)) and len(repr(value)) <= 60:
        return repr(value)
    return f"<{type(value).__name__}>"


def _short(value: Any) -> str:
    """A value in a few lines, whatever it is."""
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=8, suppress_small=True, threshold=60, edgeitems=3)
    elif type(value) in (str, bool, int, float, list, tuple, dict, type(None)):
        text = repr(value)
    else:
        text = f"an object of type {type(value).__name__}"
    return text if len(text) <= 600 else text[:600] + " ..."
