"""How a failed check speaks: to a student about a visible case, and about a hidden one."""

import contextlib
import re
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, NoReturn

import numpy as np

from course_utils.notebook import is_live, section_of

# What a hidden test says where it recognises nothing.
UNKNOWN = "a case the worked examples do not show: other shapes, ranks, empty or extreme values"

hidden_topic: ContextVar[str | None] = ContextVar("hidden_topic", default=None)
_CAUSE, _SECTION = "  likely cause: ", "  read again: "
_watched = False  # whether the running cell's end is waited for


class CheckError(AssertionError):
    """A check that did not hold. Its text is written for the student.

    Attributes:
        cause: the likely cause that the text names, a sentence of the course; "" if none was
            recognised.
        section: heading of the section that explains it; "" if the cause names none.
    """

    def __init__(self, text: str, cause: str = "", section: str = "") -> None:
        super().__init__(text)
        self.cause, self.section = cause, section

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the message, without the frames of this module."""
        return ["\x1b[31mNot yet.\x1b[0m " + str(self)]


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
    token = hidden_topic.set(topic)
    try:
        yield
    except CheckError:
        raise
    except NotImplementedError as error:
        if error.args:
            raise NotImplementedError from None
        raise
    except Exception as error:
        stopped(error, UNKNOWN)
    finally:
        hidden_topic.reset(token)


def is_hidden() -> bool:
    """True inside `hidden`: a check built on these must not show the case then."""
    return hidden_topic.get() is not None


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
        stopped(error, cause)


def likely_cause(message: str) -> str:
    """The cause that a failing check named in its message; "" if it recognised none."""
    causes = re.findall(f"^{_CAUSE}(.*)", message, re.MULTILINE)
    return causes[-1] if causes and causes[-1] != UNKNOWN else ""


def report(headline: str, rows: list[tuple[str, str]], cause: str, section: str = "") -> NoReturn:
    """Raise the error of a check that failed.

    Args:
        headline, rows: what a visible check shows; a hidden one keeps them to itself.
        cause, section: as of a `CheckError`.
    """
    topic = hidden_topic.get()
    if topic is None:
        lines = [headline]
        for name, value in rows:
            indent = "\n" + " " * (len(name) + 4)
            lines.append(f"  {name}: " + value.replace("\n", indent))
    else:
        lines = [f"Hidden test on {topic}: the result is not what was expected."]
    raise_check(lines, cause, section)


def stopped(error: Exception, cause: str, section: str = "", name: str = "") -> NoReturn:
    """Raise the error of a check whose function raised `error`."""
    topic, kind = hidden_topic.get(), type(error).__name__
    headline = f"{name + ': your' if name else 'Your'} function stopped with {kind}: {error}"
    if topic is not None:
        headline = f"Hidden test on {topic}: your function stopped with {kind}."
    raise_check([headline], cause, section)


def raise_check(facts: list[str], cause: str, section: str = "") -> NoReturn:
    """Raise the error that says these facts, the likely cause and where it is explained."""
    told = cause or (UNKNOWN if is_hidden() else "")
    lines = list(facts)
    if told:
        lines.append(f"{_CAUSE}{told}")
    if section:
        lines.append(f"{_SECTION}{section}")
    raise CheckError("\n".join(lines), "" if told == UNKNOWN else told, section) from None


def facts_of(error: CheckError) -> list[str]:
    """The error's lines without cause and section."""
    return [x for x in str(error).splitlines() if not x.startswith((_CAUSE, _SECTION))]


def say_at_the_end() -> None:
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
            told = getattr(result.error_in_exec, "section", "")
            _read_again(told or section_of(getattr(result.info, "cell_id", None)))

    shell.events.register("post_run_cell", ended)


def _read_again(heading: str) -> None:
    from IPython.display import Markdown, display

    if heading:
        link = heading.replace(" ", "-")  # as JupyterLab names the heading's place
        display(Markdown(f"Explained in section [{heading}](<#{link}>)."))


def returned_nothing(got: Any) -> str:
    return "the function ends without `return`" if got is None else ""


def describe(want: np.ndarray | None) -> str:
    return "numbers" if want is None else f"{short(want)}"


def in_a_call(value: Any) -> str:
    """An argument as a call would show it, if that is short; else what it is."""
    if isinstance(value, np.ndarray):
        return str(value.tolist()) if value.size <= 6 else f"an array {value.shape}"
    if type(value) in (str, bool, int, float, list, tuple, type(None)) and len(repr(value)) <= 60:
        return repr(value)
    return f"<{type(value).__name__}>"


def short(value: Any) -> str:
    """A value in a few lines, whatever it is."""
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=8, suppress_small=True, threshold=60, edgeitems=3)
    elif type(value) in (str, bool, int, float, list, tuple, dict, type(None)):
        text = repr(value)
    else:
        text = f"an object of type {type(value).__name__}"
    return text if len(text) <= 600 else text[:600] + " ..."
