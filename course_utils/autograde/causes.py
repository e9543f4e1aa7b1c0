"""What is told of a test that failed, from the course's own data alone.

A failing check names a likely cause. A student's code chooses much of an error's text, so a cause
counts only if it is written in the test itself, in the checks or in the answer bank; and of a
hidden test a student reads nothing else: its topic, one of these causes, or one of SENTENCES.
"""

import ast
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from course_utils import checks
from course_utils.checks import lookup
from course_utils.checks.messages import UNKNOWN

FOLDER = Path(checks.__file__).parent
LABEL = "likely cause: "
_TOPIC = re.compile(r"Hidden test on (.{1,300}?): (?:the result|your function)")
_WHERE = re.compile(r"\w+ in line (\d+) of the test")

SENTENCES = {
    "NotImplementedError": "not written yet",
    "CellTimeoutError": "took too long: an endless loop, or far too slow",
    "memory": "stopped: more memory was used than is allowed",
    "processes": "stopped: more processes or threads were started than are allowed",
    "used up": "did not run: the notebook had used up its time",
    "NotRun": "did not run: the Python process had ended",
    "wrong": "the result is not what was expected",
    "error": "your function stopped with an error; run the tests in your notebook to see which",
    "else": "a test that is not in your notebook does not hold",
}

ENDED = ("NotImplementedError", "CellTimeoutError", "NotRun", "DeadTest")


def cause(traceback: Sequence[str], source: str) -> str:
    """The likely cause that a check named; "" if none did, or it is nobody's we know.

    Args:
        traceback: of an error output, as the examiner writes it.
        source: the test cell, hidden tests included.
    """
    lines = [line.strip() for line in traceback[2:]]  # after where it failed, and the message
    named = [line for line in lines if line.startswith(LABEL)]
    told = named[-1].removeprefix(LABEL) if named else ""
    fixed, patterns = _known(source)
    known = told in fixed or any(pattern.fullmatch(told) for pattern in patterns)
    return told if known and told != UNKNOWN else ""


def line(traceback: Sequence[str]) -> int | None:
    """The line of the test cell that failed, if the examiner said so."""
    found = _WHERE.fullmatch(traceback[0]) if traceback else None
    return int(found[1]) if found else None


def ended(name: str, text: str) -> str:
    """Why a test did not come to a verdict, without what the student's process could choose.

    That is, for one, the exit code with which it ended itself.
    """
    limits = ("memory", "processes", "used up")
    reached = next((limit for limit in limits if limit in text), "NotRun")
    return SENTENCES[name if name in SENTENCES and name != "NotRun" else reached]


def of_hidden(name: str, text: str, traceback: Sequence[str], source: str) -> str:
    """What a student reads of a hidden test.

    Args:
        name, text, traceback: of the error output.
        source: the test cell, hidden tests included.
    """
    if name in ENDED:
        return ended(name, text)
    if name != "CheckError":
        return SENTENCES["else" if name == "AssertionError" else "error"]
    found = _TOPIC.match(text)
    topic = f" on {found[1]}" if found and found[1] in _topics(source) else ""
    stopped = found is not None and text.startswith("your function", found.end() - 13)
    what = SENTENCES["error" if stopped else "wrong"]
    told = cause(traceback, source)
    why = re.sub(r"\d[\d./]*(?= times the)", "a constant", told) or UNKNOWN
    return f"Hidden test{topic}: {what}.\n  {LABEL}{why}"


def _topics(source: str) -> set[str]:
    """Topics of hidden tests that stand in the cell, first arguments of `hidden`, `hidden_case`."""
    calls = [x for x in ast.walk(_parsed(source)) if isinstance(x, ast.Call) and x.args]
    hidden = [x.args[0] for x in calls if ast.unparse(x.func).endswith(("hidden", "hidden_case"))]
    parts = [part for first in hidden for part in ast.walk(first)]
    return {x.value for x in parts if isinstance(x, ast.Constant) and isinstance(x.value, str)}


@lru_cache(maxsize=512)
def _known(source: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Sentences that a check may name in this cell, and patterns of those with a hole."""
    fixed, patterns = _of_the_checks()
    more, others = _strings(source)
    names = {x.id for x in ast.walk(_parsed(source)) if isinstance(x, ast.Name)}
    bank = {says for name, sentences in _of_the_bank() if name in names for says in sentences}
    return fixed | more | bank, (*patterns, *others)


@cache
def _of_the_checks() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    fixed: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for path in sorted(FOLDER.glob("*.py")):
        found, others = _strings(path.read_text(encoding="utf-8"))
        fixed |= found
        patterns += others
    return frozenset(fixed), tuple(patterns)


@cache
def _of_the_bank() -> list[tuple[str, list[str]]]:
    """(exercise, what is said of its mistakes), of every lesson."""
    banks = [lookup.read(path)["exercises"] for path in sorted(lookup.FOLDER.glob("*.json"))]
    return [
        (exercise, [says for says, *_ in entry["mistakes"].values()])
        for bank in banks
        for exercise, entry in bank.items()
    ]


def _strings(source: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Sentences in Python text, and patterns of f-strings: a hole is a number, an error's name."""
    fixed, patterns = set(), []
    tree = _parsed(source)
    texts = {id(x.value) for x in ast.walk(tree) if isinstance(x, ast.Expr)}  # docstrings
    texts |= {id(part) for x in ast.walk(tree) if isinstance(x, ast.JoinedStr) for part in x.values}
    for node in ast.walk(tree):
        if id(node) in texts:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            fixed.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
            if sum(len(str(p)) for p in parts if p is not None) >= 20:
                hole = r"(?:a constant|[A-Z]\w{1,30}Error|-?\d[\d./]{0,15})"
                text = "".join(hole if p is None else re.escape(str(p)) for p in parts)
                patterns.append(re.compile(text))
    return frozenset(fixed), tuple(patterns)


def _parsed(source: str) -> ast.Module:
    """An empty one for what is not Python alone: a cell with a magic names nothing."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])
