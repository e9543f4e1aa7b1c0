"""One worked case of an exercise: call the function, compare, and name the mistake."""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from course_utils.checks import lookup
from course_utils.checks.diagnosis import (
    explain_error,
    same_as_an_argument,
    wrong_at_places,
    wrong_in_part,
    wrong_on_one_side,
)
from course_utils.checks.messages import (
    CheckError,
    facts_of,
    hidden,
    raise_check,
    report,
    say_at_the_end,
    short,
    stopped,
)
from course_utils.checks.outcomes import Fingerprint, Outcome, call, fingerprint, snapshot
from course_utils.checks.values import assert_close, assert_equal, is_text

_NOTHING = object()


@dataclass(frozen=True)
class Seen:
    """What a case saw while the bank was built.

    Attributes:
        case: its name.
        holds: the answer passes.
        gives: what came out.
    """

    case: str
    holds: bool
    gives: Fingerprint


_watching: ContextVar[list[Seen] | None] = ContextVar("watching", default=None)


def case(
    name: str,
    function: Callable[..., Any],
    /,
    *args: Any,
    expects: Any = _NOTHING,
    accepts: tuple[Any, ...] = (),
    raises: type[Exception] | None = None,
    rtol: float = 1e-7,
    atol: float = 1e-9,
    silent: bool = False,
    hint: str = "",
    **options: Any,
) -> None:
    """`function(*args, **options)` gives `expects`, and leaves its arguments as they are.

    Args:
        name: the call as a student would write it, "softmax([0, ln 2])". Unique in the course:
            the answer bank knows the case by it.
        expects: numbers (compared by `assert_close`), or text and lists of it (`assert_equal`).
        accepts: other values that are as right, where books differ.
        raises: in place of `expects`: the error with which the input must be refused.
        rtol, atol: tolerances for numbers, widened where float32 comes back.
        silent: no NumPy warning on the way (overflow, division by zero, invalid value).
        hint: likely cause where nothing more exact was recognised.

    Raises:
        CheckError: with a message for the student.
        NotImplementedError: the exercise is not written yet.
    """
    __tracebackhide__ = True  # an exercise not yet written: its line matters, not this one
    say_at_the_end()
    wanted = None if raises else expects
    given = snapshot(args)
    outcome = call(function, args, options)
    for right in (*accepts, wanted):  # what is told of a wrong value compares with `expects`
        problem = _problem(name, outcome, right, raises, rtol, atol, silent)
        if problem is None:
            break
    seen, watching = fingerprint(outcome, wanted), _watching.get()
    if watching is not None:
        watching.append(Seen(name, problem is None, seen))
        return
    if problem is None:
        return
    known = lookup.find(name, seen)
    if known:
        raise_check(facts_of(problem), known.says, known.section)
    cause = same_as_an_argument(outcome.value, given) or problem.cause
    cause = cause or wrong_on_one_side(outcome.value, wanted, given)
    cause = cause or wrong_in_part(outcome.value, wanted) or hint
    cause = cause or wrong_at_places(outcome.value, wanted)
    raise_check(facts_of(problem), cause, "")


def hidden_case(topic: str, function: Callable[..., Any], /, *args: Any, **asked: Any) -> None:
    """A `case` of a hidden test: messages name the topic, no input and no expected number."""
    with hidden(topic):
        case(topic, function, *args, **asked)


@contextlib.contextmanager
def watching() -> Iterator[list[Seen]]:
    """In the block no case fails: each notes what it saw. This is how the bank is built."""
    seen: list[Seen] = []
    token = _watching.set(seen)
    try:
        yield seen
    finally:
        _watching.reset(token)


def _problem(
    name: str, outcome: Outcome, expects: Any, raises: type[Exception] | None,
    rtol: float, atol: float, silent: bool,
) -> CheckError | None:  # fmt: skip
    """What is wrong with the outcome; None if nothing is."""
    try:
        if raises:
            _must_refuse(name, outcome, raises)
            return None
        if isinstance(outcome.error, CheckError):  # told by a view of the answer, as `described`
            return outcome.error
        if outcome.error is not None:
            stopped(outcome.error, explain_error(outcome.error), name=name)
        if is_text(expects):
            assert_equal(outcome.value, expects, name)
        else:
            assert_close(outcome.value, expects, name, rtol=rtol, atol=atol)
        if outcome.changed:
            report(
                f"{name} is right, but an argument was changed that belongs to the caller.",
                [("expected", "the arguments as they were"), ("got", "other values in them")],
                "writing in place: `w += ...` or `x[i] = ...` on an argument; work on `x.copy()`",
            )
        if silent and outcome.warned:
            report(
                f"{name} is right, but NumPy warns on the way.",
                [("expected", "no warning"), ("got", outcome.warned)],
                "exp of a large number overflows: rewrite the formula so that it never sees one",
            )
    except CheckError as problem:
        return problem
    return None


def _must_refuse(name: str, outcome: Outcome, raises: type[Exception]) -> None:
    if isinstance(outcome.error, raises):
        return
    got = f"no error, but the value {short(outcome.value)}"
    if outcome.error is not None:
        got = f"{type(outcome.error).__name__}: {outcome.error}"
    report(
        f"{name} should refuse this input.",
        [("expected", f"{raises.__name__} with a message that says what is wrong"), ("got", got)],
        f"test the input first, and `raise {raises.__name__}(...)` when it is wrong",
    )
