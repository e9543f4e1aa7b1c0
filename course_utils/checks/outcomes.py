"""What came of a call, and its fingerprint: small, JSON, comparable with another call's.

A fingerprint is what the answer bank stores of a mistake: the value it gives (at most `MOST` of
its numbers), or the error it raises, and whether it changes an argument or warns on the way.
"""

import contextlib
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.checks.behaviour import same_values

Fingerprint = dict[str, Any]

MOST = 48  # numbers kept of an array: enough to tell mistakes apart
RTOL, ATOL = 1e-5, 1e-7  # both relative: what is kept has 8 digits; float32 answers have 7
_ODD = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf}  # JSON has no such numbers


@dataclass(frozen=True)
class Outcome:
    """What came of one call.

    Attributes:
        value: what it returned.
        error: what it raised, in place of a value.
        changed: it wrote on its arguments.
        warned: text of the first RuntimeWarning; "" if there was none.
    """

    value: Any = None
    error: Exception | None = None
    changed: bool = False
    warned: str = ""


def call(function: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Outcome:
    """Call, and keep all that can be seen from outside.

    A function that makes several calls itself (`steps.walk`) returns an Outcome of its own.

    Raises:
        NotImplementedError: the exercise is not written yet.
    """
    __tracebackhide__ = True
    before = snapshot((args, options))
    value, error = None, None
    with _warnings() as caught, uncompiled():
        try:
            value = function(*args, **options)
        except NotImplementedError:
            raise
        except Exception as raised:
            error = raised
    bad = [w for w in caught if issubclass(w.category, RuntimeWarning)]
    changed = not same_values(before, (args, options))
    if isinstance(value, Outcome):
        value, changed = value.value, changed or value.changed
    return Outcome(value, error, changed, str(bad[0].message) if bad else "")


@contextlib.contextmanager
def uncompiled() -> Iterator[None]:
    """In the block, which catches warnings, Keras runs a model step by step, as written.

    It would compile each model for its first batch, which takes a second; the networks of the tests
    see a few batches of a millisecond. What is computed is the same to the last digits.
    """
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None:  # no Keras model without it
        yield
        return
    warnings.filterwarnings("ignore", "Even though the `tf.config")  # its data pipeline is compiled
    before = tensorflow.config.functions_run_eagerly()
    tensorflow.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tensorflow.config.run_functions_eagerly(before)


@contextlib.contextmanager
def _warnings() -> Iterator[list[warnings.WarningMessage]]:
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        yield caught


def snapshot(value: Any) -> Any:
    """A copy as deep as plain data goes; functions, generators and models stay themselves."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) is dict:
        return {key: snapshot(v) for key, v in value.items()}
    if type(value) in (list, tuple):
        return type(value)(snapshot(v) for v in value)
    return value


def fingerprint(outcome: Outcome, like: Any = None) -> Fingerprint:
    """What the bank keeps of an outcome.

    Args:
        like: the expected value: a tuple there means that parts are compared one by one.
    """
    made: Fingerprint = {}
    if outcome.error is not None:
        made = {"raises": type(outcome.error).__name__, "says": _lasting(outcome.error)}
    else:
        made = {"gives": _of_value(outcome.value, like)}
    if outcome.changed:
        made["changes"] = True
    if outcome.warned:
        made["warns"] = True
    return made


def _lasting(error: Exception) -> str:
    """The error's text without what differs from run to run and machine to machine: colours,
    addresses, the numbers that Keras gives to names ("conv2d_62_1"), TensorFlow's {{node ...}}."""
    passing = r"(?:_\d+)+(?![A-Za-z0-9])|0x[0-9a-f]+|\x1b\[\d*m|\{\{[^{}]*\}\}"
    return re.sub(passing, "", str(error))[:200]


def _of_value(value: Any, like: Any) -> Any:
    if value is None or type(value) is str:
        return value
    if isinstance(value, np.str_):
        return str(value)
    if type(value) is dict:
        known = like if isinstance(like, Mapping) else {}
        return {"keys": {str(k): _of_value(v, known.get(k)) for k, v in value.items()}}
    pieces = like if isinstance(like, tuple) and _is_long(value, len(like)) else None
    if pieces is not None:
        return {"parts": [_of_value(v, p) for v, p in zip(value, pieces, strict=True)]}
    array = _as_numbers(value)
    if array is not None:
        return {"shape": list(array.shape), "cells": [_cell(v) for v in _some(array)]}
    if type(value) in (list, tuple):
        return {"parts": [_of_value(v, None) for v in value[:MOST]]}
    return {"type": "function" if callable(value) else type(value).__name__}


def _is_long(value: Any, length: int) -> bool:
    with contextlib.suppress(Exception):
        return type(value) in (list, tuple, np.ndarray) and len(value) == length
    return False


def _as_numbers(value: Any) -> np.ndarray | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            array = np.array(value, copy=True, subok=False)
    except Exception:
        return None
    return array.astype(np.float64) if array.dtype.kind in "biuf" else None


def _some(array: np.ndarray) -> np.ndarray:
    flat = array.ravel()
    if flat.size <= MOST:
        return flat
    return flat[np.linspace(0, flat.size - 1, MOST).astype(int)]


def _cell(value: float) -> float | str:
    return float(f"{value:.8g}") if np.isfinite(value) else str(float(value))


def alike(a: Fingerprint, b: Fingerprint) -> bool:
    """The same value up to rounding, or the same error; side effects are not compared."""
    if "raises" in a or "raises" in b:
        return a.get("raises") == b.get("raises") and _same_text(a["says"], b["says"])
    return _alike(a["gives"], b["gives"])


def _same_text(a: str, b: str) -> bool:
    """The wording of NumPy's errors changes between versions; the sizes in them do not."""
    numbers = re.findall(r"\d+", a)
    return a == b or (len(numbers) > 1 and numbers == re.findall(r"\d+", b))


def _alike(a: Any, b: Any) -> bool:
    if not isinstance(a, dict) or not isinstance(b, dict):
        return bool(a == b)
    if set(a) != set(b):
        return False
    if "cells" in a:
        x, y = (np.array([_ODD.get(v, v) for v in fp["cells"]], dtype=float) for fp in (a, b))
        same = a["shape"] == b["shape"] and x.shape == y.shape
        finite = np.abs(x[np.isfinite(x)])
        least = ATOL * finite.max(initial=0.0)  # small numbers among large ones are not compared
        return same and np.allclose(x, y, rtol=RTOL, atol=least, equal_nan=True)
    if "parts" in a:
        pairs = list(zip(a["parts"], b["parts"], strict=False))
        return len(a["parts"]) == len(b["parts"]) and all(_alike(x, y) for x, y in pairs)
    if "keys" in a:
        same = set(a["keys"]) == set(b["keys"])
        return same and all(_alike(v, b["keys"][k]) for k, v in a["keys"].items())
    return bool(a == b)
