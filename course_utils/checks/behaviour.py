"""Checks of what a function does beside its value: refuses, leaves alone."""

import contextlib
import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from course_utils.checks.messages import in_a_call, report, say_at_the_end, short


def assert_raises(
    error: type[Exception], function: Callable[..., Any], *args: Any, what: str = "", hint: str = ""
) -> None:
    """`function(*args)` must refuse its input with `error` (NotImplementedError passes through)."""
    say_at_the_end()
    name = getattr(function, "__name__", "the function")
    what = what or f"{name}({', '.join(in_a_call(a) for a in args)})"
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
        rows.append(("got", f"no error, but the value {short(got)}"))
    report(
        f"{what} should refuse this input.",
        rows,
        hint or f"test the input first, and `raise {error.__name__}(...)` when it is wrong",
    )


@contextlib.contextmanager
def unchanged(*arguments: Any, what: str = "the function") -> Iterator[None]:
    """The block must leave these arguments (arrays, or lists and dicts of them) as they were."""
    before = copy.deepcopy(arguments)
    yield
    if not same_values(before, arguments):
        report(
            f"{what} changed an argument that belongs to the caller.",
            [("expected", "the arguments as they were"), ("got", "other values in them")],
            "writing in place: `w += ...` or `x[i] = ...` on an argument; work on `x.copy()`",
        )


def same_values(a: Any, b: Any) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, Mapping):
        return set(a) == set(b) and all(same_values(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same_values(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return bool(a is b or a == b or callable(a))
