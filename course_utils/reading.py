"""One file that a student saved -> a plain notebook of format 4.

Nothing in the file is believed, and everything is bounded before it is built: bytes, values, depth,
cells, text. What grading does not read (outputs, most metadata) never becomes a part of the
notebook, so nothing behind this page meets it. `course grade` and `course check` read with this.
"""

import json
import os
import re
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

MAX_BYTES = 50_000_000  # an honest notebook with figures has below 5 MB
MAX_VALUES = 2_000_000  # a figure of plotly's may well hold some 100,000 numbers
MAX_DEPTH = 500
MAX_CELLS = 2_000
MAX_TEXT, MAX_LINES = 20_000_000, 200_000  # of all cells; Colab writes pictures into the text
MAX_PICTURES, MAX_PICTURE = 50, 15_000_000  # pasted into written answers; bytes of them all

_NBGRADER = (
    "cell_type", "checksum", "grade", "grade_id", "locked", "points", "schema_version", "solution",
    "task",
)  # fmt: skip
_PICTURES = ("image/png", "image/jpeg", "image/gif")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")

# Told by their first bytes; the last fits anything.
_ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "byte order mark removed"),
    (b"\xff\xfe", "utf-16", "read as UTF-16"),
    (b"\xfe\xff", "utf-16", "read as UTF-16"),
    (b"", "utf-8", ""),
)


class Unreadable(Exception):
    """No notebook can be had from this submission; the text is the reason, one line."""


class Refused(Unreadable):
    """The file is not opened at all: a link, or far too large."""


def read_notebook(path: Path, errors: bool = False) -> tuple[NotebookNode, list[str]]:
    """The notebook in format 4, and what had to be repaired to get it, a phrase each.

    Cells keep their text, id, pasted pictures, nbgrader's metadata, tags and when they ran last;
    the notebook keeps what names its language.

    Args:
        errors: keep the errors among the saved outputs, and execution counts.

    Raises:
        Unreadable: no notebook can be made of the file.
    """
    text, note = _decode(read_bounded(path, MAX_BYTES), path.name)
    raw = _parse(text, path.name)
    notes = [note] if note else []
    version = raw.get("nbformat")
    if type(version) is not int or version > 4:
        notes.append(f"notebook format {str(version)[:20]} read as 4")
    given = _raw_cells(raw, path.name)
    if len(given) > MAX_CELLS:
        raise Unreadable(f"{path.name} has {len(given):,} cells; at most {MAX_CELLS:,}")
    pictures = _Pictures()
    made = [_plain_cell(cell, number, pictures, errors) for number, cell in enumerate(given)]
    cells = [cell for cell in made if cell is not None]
    if _is_long([cell["source"] for cell in cells]):
        most = f"{MAX_TEXT // 1_000_000} MB or {MAX_LINES:,} lines"
        raise Unreadable(f"{path.name} has more than {most} of text in its cells")
    if len(cells) < len(given):
        notes.append("damaged cells left out")
    if pictures.lost:
        notes.append(f"{pictures.lost} pasted pictures left out: too large, or no PNG, JPEG or GIF")
    plain = {"nbformat": 4, "nbformat_minor": 5, "metadata": _about(raw), "cells": cells}
    return nbformat.from_dict(plain), notes


def read_bounded(path: Path, limit: int) -> bytes:
    """The content of a plain file; links, pipes and devices are not even opened.

    Raises:
        Unreadable: it is none, or cannot be read.
    """
    try:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            raise Refused(f"{path.name} is a symbolic link: links are not followed")
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable(f"{path.name} is no file")
        if about.st_size > limit:
            size = f"{about.st_size / 1e6:.0f} MB"
            raise Refused(f"{path.name} has {size}; at most {limit / 1e6:g} MB")
        # JupyterLite's file system writes back what was opened with flags that it does not know.
        careful = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY") if sys.platform != "emscripten" else ()
        flags = sum(getattr(os, name, 0) for name in careful)
        with open(os.open(path, os.O_RDONLY | flags), "rb") as file:  # may be another by now
            data = file.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}") from None
    if len(data) > limit:
        raise Refused(f"{path.name} grew while it was read; at most {limit / 1e6:g} MB")
    return data


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """The text, and what was unusual about its encoding ("" if nothing)."""
    if not data.strip():
        raise Unreadable(f"{name} is empty")
    for mark, encoding, note in _ENCODINGS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), note
            except UnicodeDecodeError:
                break
    raise Unreadable(f"{name} is not text in UTF-8")


def _parse(text: str, name: str) -> dict[str, Any]:
    values, depth = _size(text.encode("utf-8", "surrogatepass"))
    if values > MAX_VALUES:
        raise Unreadable(
            f"{name} holds more than {MAX_VALUES:,} values: ask for it with its outputs cleared"
        )
    try:
        if depth > MAX_DEPTH:
            raise ValueError
        raw = json.loads(text, parse_int=_integer)
    except (ValueError, RecursionError):
        raise Unreadable(f"{name} is not JSON: cut off, or not saved by Jupyter") from None
    if not isinstance(raw, dict) or not ("cells" in raw or "worksheets" in raw):
        raise Unreadable(f"{name} is JSON but no notebook: it has no cells")
    return raw


def _integer(digits: str) -> int | float:
    """Python takes long to read long numbers, and refuses the longest."""
    return int(digits) if len(digits) < 100 else float(digits)


def _size(data: bytes, block: int = 1 << 20) -> tuple[int, int]:
    """How many values the JSON holds, or a few more, and how deep they are nested.

    Counted before anything is built, as a megabyte of brackets becomes a hundred of lists. Stops
    counting where either is too much.
    """
    plain = data.replace(rb"\\", b"").replace(rb"\"", b"")  # what quotes are left begin or end
    step = np.zeros(256, np.int8)
    step[[ord("["), ord("{")]], step[[ord("]"), ord("}")]] = 1, -1
    values = deepest = depth = quotes = 0
    for at in range(0, len(plain), block):
        part = np.frombuffer(plain, np.uint8, min(block, len(plain) - at), at)
        passed = np.cumsum(part == ord('"')) + quotes
        outside = passed % 2 == 0
        steps = step[part] * outside
        levels = np.cumsum(steps, dtype=np.int64) + depth
        values += int(np.count_nonzero(steps > 0) + np.count_nonzero((part == ord(",")) & outside))
        deepest = max(deepest, int(levels.max()))
        quotes, depth = int(passed[-1]), int(levels[-1])
        if values > MAX_VALUES or deepest > MAX_DEPTH:
            break
    return values, deepest


def _raw_cells(raw: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Of any format: until 3 they stood in worksheets."""
    sheets = raw.get("worksheets") if "cells" not in raw else [raw]
    sheets = sheets if isinstance(sheets, list) else [None]
    lists = [sheet.get("cells") if isinstance(sheet, dict) else None for sheet in sheets]
    cells: list[Any] = [
        cell for each in lists for cell in (each if isinstance(each, list) else [None])
    ]
    if not all(isinstance(cell, dict) for cell in cells):
        raise Unreadable(f"{name} cannot be read as a notebook: its cells are damaged")
    return cells


def _plain_cell(
    cell: dict[str, Any], number: int, pictures: "_Pictures", errors: bool
) -> dict[str, Any] | None:
    """The cell with a source of plain text and what grading reads; None if it has no text."""
    kind = cell.get("cell_type")
    text = _text(next((cell[k] for k in ("source", "input", "code", "text") if k in cell), None))
    if text is None or kind not in ("code", "markdown", "raw", "heading", "html"):
        return None
    if kind == "heading":  # of format 3
        level = cell.get("level")
        text = "#" * (level if isinstance(level, int) and 0 < level < 7 else 1) + " " + text
    kind = kind if kind in ("code", "raw") else "markdown"
    given = cell.get("id")
    plain: dict[str, Any] = {
        "cell_type": kind,
        "id": given if isinstance(given, str) and _CELL_ID.fullmatch(given) else f"cell-{number}",
        "metadata": _plain_metadata(cell.get("metadata")),
        "source": text,
    }
    if kind == "code":
        plain |= {"outputs": [], "execution_count": None}
    if kind == "code" and errors:
        count = cell.get("execution_count", cell.get("prompt_number"))
        plain |= {"outputs": _errors(cell), "execution_count": count if count else None}
    if kind == "markdown" and cell.get("attachments"):
        plain["attachments"] = pictures.of(cell["attachments"])
    return plain


def _text(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str):
        return None
    # Half a surrogate pair is valid in JSON and in no file, database or message. A byte order mark
    # in front of a cell is what pasting a whole file leaves, and no Python.
    return value.replace("\x00", "").removeprefix("\ufeff").encode("utf-8", "replace").decode()


def _is_long(texts: list[str]) -> bool:
    """Lines count apart: in a file each becomes a string of its own."""
    ends = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    lines = sum(text.count(end) for text in texts for end in ends)
    return lines > MAX_LINES or sum(map(len, texts)) > MAX_TEXT


def _errors(cell: dict[str, Any]) -> list[dict[str, Any]]:
    outputs = cell.get("outputs")
    found = [o for o in outputs if isinstance(o, dict)] if isinstance(outputs, list) else []
    found = [o for o in found if o.get("output_type") in ("error", "pyerr")][:5]
    return [
        {
            "output_type": "error",
            "ename": (_text(o.get("ename")) or "Error")[:200],
            "evalue": (_text(o.get("evalue")) or "")[:20_000],
            "traceback": [],
        }
        for o in found
    ]


def _plain_metadata(metadata: Any) -> dict[str, Any]:
    """Only what grading reads: nbgrader's part, tags, and `ran`, see `_ran`."""
    if not isinstance(metadata, dict):
        return {}
    plain: dict[str, Any] = {}
    about, tags = metadata.get("nbgrader"), metadata.get("tags")
    if "nbgrader" in metadata:
        known = {k: about[k] for k in _NBGRADER if k in about} if isinstance(about, dict) else {}
        plain["nbgrader"] = known
    if isinstance(tags, list):
        plain["tags"] = [t for t in tags if isinstance(t, str) and t.isascii() and len(t) < 100]
    if (ran := _ran(metadata)) is not None:
        plain["ran"] = ran
    return plain


def _ran(metadata: dict[str, Any]) -> list[float] | None:
    """Start and end of the cell's last run, seconds since 1970; None where the file does not tell.

    JupyterLab tells it where "Record timing" is switched on (`execution`), the classic notebook
    where its extension ExecuteTime is, Colab always (`executionInfo`: the end in milliseconds).
    """
    for key, start, end in _TIMES:
        about = metadata.get(key)
        if isinstance(about, dict):
            ends = _seconds(about.get(end))
            starts = ends if start == end else _seconds(about.get(start))
            if starts is not None and ends is not None and starts <= ends:
                return [starts, ends]
    return None


_TIMES = (
    ("execution", "iopub.execute_input", "shell.execute_reply"),
    ("ExecuteTime", "start_time", "end_time"),
    ("executionInfo", "timestamp", "timestamp"),
)


def _seconds(when: Any) -> float | None:
    """Of an ISO date (UTC if it names no zone) or a number of milliseconds; None if it is none."""
    try:
        if isinstance(when, str) and len(when) < 50:
            moment = datetime.fromisoformat(when)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        if type(when) is int and 0 < when < 1e14:
            return when / 1000
    except (ValueError, OverflowError):
        pass
    return None


class _Pictures:
    """What is pasted into the written answers of one notebook, and how many were left out."""

    def __init__(self) -> None:
        self.number = self.bytes = self.lost = 0

    def of(self, attachments: Any) -> dict[str, dict[str, str]]:
        """name -> {type: base64} of pictures as browsers show them, and nothing else."""
        kept = {}
        for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
            data = bundle if isinstance(bundle, dict) else {}
            kind = next((k for k in _PICTURES if k in data), "")
            text = _text(data.get(kind)) or ""
            fits = self.number < MAX_PICTURES and self.bytes + len(text) <= MAX_PICTURE
            if fits and len(name) <= 200 and name.isprintable() and _BASE64.fullmatch(text):
                kept[name] = {kind: text}
                self.number, self.bytes = self.number + 1, self.bytes + len(text)
            else:
                self.lost += 1
        return kept


def _about(raw: dict[str, Any]) -> dict[str, Any]:
    """Of the notebook's metadata, what names its language."""
    given = raw.get("metadata")
    found = {}
    for part, keys in (("kernelspec", ("name", "language")), ("language_info", ("name",))):
        about = given.get(part) if isinstance(given, dict) else None
        if isinstance(about, dict):
            found[part] = {k: about[k][:50] for k in keys if isinstance(about.get(k), str)}
    return found
