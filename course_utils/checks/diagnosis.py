"""Likely causes that can be told from the numbers, or from an error, whatever the exercise."""

import difflib
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from course_utils.checks.messages import hidden_topic


def close(have: np.ndarray, want: np.ndarray, rtol: float, atol: float) -> np.ndarray | None:
    """Cell by cell; None where the shapes differ."""
    if have.shape != want.shape:
        return None
    with np.errstate(all="ignore"):
        return np.isclose(
            have.astype(np.float64), want.astype(np.float64), rtol=rtol, atol=atol, equal_nan=True
        )


def named_mistake(
    have: np.ndarray, want: np.ndarray, mistakes: Mapping[str, Any] | None, rtol: float, atol: float
) -> str:
    for sentence, value in (mistakes or {}).items():
        wrong = np.asarray(value)
        if wrong.dtype.kind not in "biuf":
            continue
        if wrong.shape == want.shape and np.all(close(wrong, want, rtol, atol)):
            continue  # this mistake does not show on this input
        same = close(have, wrong, max(rtol, 1e-6), max(atol, 1e-8))
        if same is not None and bool(np.all(same)):
            return sentence
    return ""


def diagnose(have: np.ndarray, want: np.ndarray) -> str:
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


def diagnose_list(have: Any, want: Any) -> str:
    """The first difference of two lists of text: what is missing, too many, or another; "" if they
    are no such lists, or have nothing in common."""
    lists = [x for x in (have, want) if isinstance(x, list) and all(type(v) is str for v in x)]
    if len(lists) < 2 or not set(have) & set(want):
        return ""
    if sorted(have) == sorted(want):
        first = next(i for i, (a, b) in enumerate(zip(have, want, strict=True)) if a != b)
        return f"the same parts in another order: {want[first]} comes before {have[first]}"
    for kind, i, k, j, m in difflib.SequenceMatcher(None, have, want, False).get_opcodes():
        after = f"after {want[j - 1]}" if j else "at the beginning"
        if kind == "insert":
            return f"{', '.join(want[j:m])} is missing {after}"
        if kind == "delete":
            return f"{', '.join(have[i:k])} is too many {after}"
        if kind == "replace":
            return f"{', '.join(have[i:k])} stands where {', '.join(want[j:m])} belongs, {after}"
    return ""


def _diagnose_factor(h: np.ndarray, w: np.ndarray) -> str:
    big = np.abs(w) > 1e-9
    if not big.any() or np.abs(h[~big]).max(initial=0) > 1e-9:
        return ""
    ratio = h[big] / w[big]
    factor = float(np.median(ratio))
    if big.sum() < 2 or not np.allclose(ratio, factor, rtol=1e-6) or abs(factor) < 1e-9:
        return ""
    text = f"{factor:.6g}" if abs(factor) >= 1 else f"1/{1 / factor:.6g}"
    if hidden_topic.get() is not None:
        text = "a constant"  # the number could give the case away
    return (
        f"every value is {text} times the expected one: a mean where a sum belongs, a sum where "
        "a mean belongs, or a factor left out"
    )


def _diagnose_shape(have: np.ndarray, want: np.ndarray) -> str:
    if want.ndim == 0 and have.size > 1:
        return "one number is asked for: a sum or mean is missing, or runs over one axis alone"
    if have.ndim == want.ndim == 2 and have.T.shape == want.shape:
        return "rows and columns are swapped (a transpose)"
    if have.ndim == want.ndim - 1 and have.size and want.size % have.size == 0:
        return "one axis is lost: a sum or mean over an axis too many, or keepdims=True missing"
    if have.size == want.size:
        return "the same number of values in another arrangement: a reshape or an extra axis"
    return ""


# What an error usually means, whatever the exercise: its name, a part of its text, the cause.
_ERRORS = (
    ("ValueError", "matmul|shapes .* not aligned|dot",
     "the inner sizes of a matrix product must agree, as in (3, 4) @ (4, 2): the order of the two, "
     "or a transpose, is wrong"),
    ("ValueError", "truth value",
     "`if` and `max` want one True or False, an array has many: use np.where or np.maximum"),
    ("ValueError", "could not be broadcast|operands",
     "two arrays whose shapes do not fit cell by cell: keepdims=True is missing, or an axis is "
     "the wrong one"),
    ("ValueError", "not enough values to unpack|too many values to unpack",
     "as many names on the left of `=` as values on the right: look at what is being unpacked"),
    ("ValueError|TypeError", "Could not interpret|Unknown (activation|optimizer|loss|layer)",
     "Keras knows nothing of this name: misspelt?"),
    ("ValueError", "Only instances of .*Layer. can be added",
     "what was added is no layer: parentheses missing, `Flatten()` and not `Flatten`?"),
    ("ValueError", "value between 0 and 1", "a rate is a share, between 0 and 1"),
    ("ValueError", "Computed output size would be|Negative dimension",
     "a window is larger than what it slides over: filters and kernel size swapped, or too many "
     "layers that make the maps smaller"),
    ("ValueError", "incompatible with the layer|min_ndim|expected axis",
     "a layer is given another shape than it expects: look at what the layer before it gives"),
    ("TypeError", "positional argument|keyword argument",
     "a function is called with other arguments than it takes: compare with its `def` line"),
    ("TypeError", "only (length-1|0-dimensional|size-1|integer)|scalar",
     "math.exp, float() and int() take one number: for arrays use NumPy's functions"),
    ("TypeError", "bitwise_xor|\\^", "`^` is no power in Python: that is `**`"),
    ("TypeError", "not callable", "a value is called like a function: parentheses too many"),
    ("TypeError", "NoneType",
     "a function or method that returns None was used as if it gave a value"),
    ("TypeError", "not subscriptable|not iterable|has no len|iterate over a 0-d|unsized",
     "a single number was used like an array: np.asarray and whole-array operations take both"),
    ("TypeError", "unsupported operand|can't multiply|must be str",
     "lists or None where numbers belong: np.asarray makes a list an array"),
    ("IndexError", "",
     "an index is outside of the array: a loop runs too far, or an axis is missing"),
    ("AxisError", "",
     "that axis does not exist for this number of axes: axis=-1 is always the last"),
    ("NameError", "", "this name is not defined inside the function: misspelt, or it belongs to "
     "another cell; an answer uses its arguments alone"),
    ("UnboundLocalError", "", "a name is used before it gets a value: start it before the loop"),
    ("AttributeError", "module", "the library has no function of that name: misspelt?"),
    ("AttributeError", "", "this object has no such attribute: is it a list or a number where an "
     "array belongs? np.asarray makes it one"),
    ("KeyError", "", "this key is not in the dict: misspelt, or not put in before"),
    ("ZeroDivisionError", "", "a division by zero: look at the smallest case"),
    ("OverflowError", "", "a number too large for the computer: exp of a large number"),
    ("RecursionError", "", "the function calls itself without an end"),
    ("UFuncTypeError", "", "the result does not fit the array's type, as float into int: begin "
     "with np.asarray(z, dtype=float)"),
)  # fmt: skip


def explain_error(error: Exception) -> str:
    """What an error of the student's function usually means; "" if that is not known."""
    kinds = {kind.__name__.lstrip("_") for kind in type(error).__mro__}
    for name, part, cause in _ERRORS:
        if kinds & set(name.split("|")) and re.search(part, str(error)):
            return cause
    return ""


def same_as_an_argument(value: Any, args: tuple[Any, ...]) -> str:
    """The cause of a result that is one of the arguments, untouched; "" if it is not."""
    if isinstance(value, np.ndarray):
        for arg in args:
            if isinstance(arg, np.ndarray) and arg.shape == value.shape and arg.size > 1:
                same = close(value, arg, 1e-9, 0.0) if arg.dtype.kind in "biuf" else None
                if same is not None and bool(np.all(same)):
                    return "an argument came back as it was given: is the result what is returned?"
    return ""


def wrong_in_part(value: Any, expects: Any) -> str:
    """Of several arrays that are asked for, which are wrong, where others are right; "" else."""
    if isinstance(expects, Mapping) and type(value) is dict and set(value) == set(expects):
        pairs = {str(k): (value[k], expects[k]) for k in expects}
    elif isinstance(expects, tuple) and type(value) in (tuple, list) and len(value) == len(expects):
        pairs = {f"result {i}": pair for i, pair in enumerate(zip(value, expects, strict=True))}
    else:
        return ""
    right = [name for name, pair in pairs.items() if _equal(*pair)]
    wrong = [name for name in pairs if name not in right]
    if not right or not wrong:
        return ""
    return f"right: {', '.join(right)}; wrong: {', '.join(wrong)}: look at what these alone need"


def wrong_at_places(value: Any, expects: Any) -> str:
    """Where in an array a result is right, and where not; "" if it is one of them all over."""
    try:
        have, want = np.array(value, copy=True, subok=False), np.asarray(expects)
    except Exception:
        return ""
    if hidden_topic.get() is not None or {have.dtype.kind, want.dtype.kind} - set("biuf"):
        return ""
    same = close(have, want, 1e-4, 1e-5)
    if same is None or same.ndim == 0 or same.all() or not same.any():
        return ""
    names = ("row", "column") if same.ndim == 2 else ("number",) * (same.ndim == 1)
    for axis, name in enumerate(names):
        right = np.all(same, axis=1 - axis) if same.ndim == 2 else same
        if not np.array_equal(right, np.any(same, axis=1 - axis) if same.ndim == 2 else same):
            continue
        if right.sum() == 1 and right[0]:
            return (
                f"only the first {name} is right: what follows starts elsewhere, or carries "
                "something over from it"
            )
        if right.sum() == 1 and right[-1]:
            return f"only the last {name} is right: what came before it got lost on the way"
        if (~right).sum() == 1 and not (right[0] and right[-1]):
            return f"only the {'last' if right[0] else 'first'} {name} is wrong: look at the ends"
    return (
        f"right in {int(same.sum())} of {same.size} places: work one out by hand that is wrong, "
        "and one that is right"
    )


def _equal(value: Any, expects: Any) -> bool:
    if isinstance(expects, Mapping):
        same_keys = type(value) is dict and set(value) == set(expects)
        return same_keys and all(_equal(value[k], expects[k]) for k in expects)
    try:
        have, want = np.array(value, copy=True, subok=False), np.asarray(expects)
    except Exception:
        return False
    if {have.dtype.kind, want.dtype.kind} - set("biuf"):
        return False
    same = close(have, want, 1e-4, 1e-5)
    return same is not None and bool(np.all(same))


def wrong_on_one_side(value: Any, expects: Any, args: tuple[Any, ...]) -> str:
    """The cause of a result that is wrong for every negative input alone, or every positive one."""
    if not args or not isinstance(args[0], np.ndarray) or not isinstance(value, np.ndarray):
        return ""
    x, want = args[0], np.asarray(expects)
    if not x.shape == value.shape == want.shape or {a.dtype.kind for a in (x, value, want)} - set(
        "biuf"
    ):
        return ""
    same = close(value, want, 1e-6, 1e-9)
    for wrong, right, names in (
        (x < 0, x > 0, "positive, wrong where it is negative"),
        (x > 0, x < 0, "negative, wrong where it is positive"),
    ):
        if same is None or not wrong.any() or not right.any():
            continue
        if same[right].all() and not same[wrong].any():
            return f"right where the input is {names}: look at that branch"
    return ""
