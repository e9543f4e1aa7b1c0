"""The fold "What went wrong?" below an exercise, made from the answer bank.

A lesson's text has a line `<!-- mistakes: sigmoid -->` where the fold shall stand.
"""

import json
import math
import re
from pathlib import Path
from typing import Any

from course_utils.checks.lookup import FOLDER
from course_utils.course import Lesson

PLACE = re.compile(r"^<!-- mistakes: (\w+) -->$", re.MULTILINE)
_LONG = 60  # characters of a value that a table shows


def bank_file(lesson: Lesson) -> Path:
    """Where the lesson's answer bank is: in its course, else in the installed package."""
    name = f"{lesson.assignment[:2]}.json"
    own = lesson.root / "course_utils" / "checks" / "bank" / name
    return own if own.parent.is_dir() else FOLDER / name


def fill_in(text: str, lesson: Lesson) -> str:
    """Put the folds in the place of their lines."""
    if not PLACE.search(text):
        return text
    path = bank_file(lesson)
    bank = json.loads(path.read_text(encoding="utf-8"))["exercises"] if path.is_file() else {}
    return PLACE.sub(lambda line: _fold(bank.get(line[1])), text)


def _fold(entry: dict[str, Any] | None) -> str:
    if entry is None:
        return ""
    rows = []
    for case, outcomes in entry["cases"].items():
        first = [name for name in outcomes if entry["first"][name] == case and "~" not in name]
        rows += [f"| **`{_cell(case)}`** | |"] if first else []
        for name in first:
            rows.append(
                f"| {_cell(_symptom(outcomes[name]))} | {_cell(entry['mistakes'][name][0])} |"
            )
    lines = ["<details><summary>What went wrong?</summary>", "", "| you see | usual cause |"]
    return "\n".join([*lines, "|---|---|", *rows, "", "</details>"])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _symptom(seen: dict[str, Any]) -> str:
    if "raises" in seen:
        return f"stops: {seen['raises']}"
    if seen.get("changes"):
        return "an argument is changed"
    return f"gives {_shown(seen['gives'])}{', with a warning' if seen.get('warns') else ''}"


def _shown(value: Any) -> str:
    """A fingerprint's value in a few words."""
    if not isinstance(value, dict):
        return f"`{value!r}`" if value != "" else "an empty text"
    if "cells" in value:
        if len(value["cells"]) == math.prod(value["shape"]):  # all of them are kept
            text = str(_nested(list(value["cells"]), value["shape"]))
            if len(text) <= _LONG:
                return f"`{text}`"
        return f"other numbers, shape {tuple(value['shape'])}"
    if "parts" in value:
        text = ", ".join(_shown(part) for part in value["parts"])
        return text if len(text) <= 2 * _LONG else f"another list, {len(value['parts'])} long"
    if "keys" in value:
        return "{" + ", ".join(f"{k}: {_shown(v)}" for k, v in value["keys"].items()) + "}"
    return f"a {value['type']}"


def _nested(cells: list[Any], shape: list[int]) -> Any:
    if not shape:
        return _Number(cells[0])
    step = len(cells) // shape[0] if shape[0] else 0
    return [_nested(cells[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


class _Number:
    def __init__(self, value: float | str) -> None:
        self.text = value if isinstance(value, str) else f"{value + 0.0:.4g}"  # never -0

    def __repr__(self) -> str:
        return self.text
