"""What is left of a submission in its graded copy, so that whatever opens it runs nothing.

Everything is cleaned here, once, when the copy is written: by `course grade` and, through
preprocess.py, by `nbgrader autograde`. What the instructor released is told by its text and stays
as it is; code is shown by everything as text, and stays as it was run.
"""

import glob
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course_utils.autograde import outputs
from course_utils.autograde.markdown import MAX_TEXT, attached, inert
from course_utils.course import replace_file

MAX_WRITTEN = 100_000  # characters of all that a student wrote between the code

# What grading and nbgrader's pages read of a cell's metadata, and what it may look like: pages
# write these into HTML as they are.
_KEYS = ("cell_type", "checksum", "grade", "grade_id", "locked", "points", "remove",
         "schema_version", "solution", "task")  # fmt: skip
_WORD = re.compile(r"[\w .:+()\-]{1,120}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def clean(notebook: NotebookNode, released: Iterable[str] = ()) -> NotebookNode:
    """Make a graded notebook inert, in place; the same notebook.

    Args:
        released: sources of the cells that the instructor wrote.
    """
    written = {_plainly(source): source for source in released}
    notebook.metadata = _about(notebook.metadata)
    taken: set[str] = set()
    left = MAX_WRITTEN
    for number, cell in enumerate(notebook.cells):
        cell.metadata = _metadata(cell.metadata)
        name = cell.get("id")
        fits = isinstance(name, str) and _ID.fullmatch(name) and name not in taken
        cell["id"] = name if fits else f"cell-{number}"
        taken.add(cell["id"])
        if cell.cell_type == "code":
            cell.outputs = [outputs.node(output) for output in cell.get("outputs", [])]
            cell.execution_count = None
            cell.pop("attachments", None)
            continue
        own = written.get(_plainly(cell.source))
        if own is None:
            most = min(left, MAX_TEXT)
            cell.source, pictures = inert(cell.source, cell.get("attachments"), most)
            left = max(left - len(cell.source), 0)
        else:
            cell.source, pictures = own, attached(cell.get("attachments"))
        cell.pop("attachments", None)
        if pictures:
            cell["attachments"] = nbformat.from_dict(pictures)
    return notebook


def _plainly(source: str) -> str:
    """Without what an editor changes at the ends of lines."""
    return "\n".join(line.rstrip() for line in source.split("\n")).strip()


def _about(metadata: Mapping[str, Any]) -> NotebookNode:
    """The notebook's kernel and language, by their names alone."""
    kept: dict[str, dict[str, Any]] = {}
    for key in ("kernelspec", "language_info"):
        given = metadata.get(key)
        found = given if isinstance(given, dict) else {}
        kept[key] = {
            k: v for k in ("name", "display_name", "language") if _is_word(v := found.get(k))
        }
    name = kept["kernelspec"].setdefault("name", "python3")
    kept["kernelspec"].setdefault("display_name", name)
    kept["language_info"] = {"name": kept["language_info"].get("name", "python")}
    return nbformat.from_dict(kept)


def _metadata(metadata: Mapping[str, Any]) -> NotebookNode:
    given = metadata.get("nbgrader")
    kept: dict[str, Any] = {}
    if isinstance(given, dict) and _is_word(given.get("grade_id")):
        plain = {k: v for k, v in given.items() if k in _KEYS}
        kept["nbgrader"] = {
            k: v for k, v in plain.items()
            if _is_word(v) or v is None or isinstance(v, (bool, int, float))
        }  # fmt: skip
    tags = metadata.get("tags")
    if isinstance(tags, list):
        kept["tags"] = [tag for tag in tags if _is_word(tag)]
    return nbformat.from_dict(kept)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


# --- beside its place until the scores are committed ---


def write_part(copy: Path, key: str, notebook: NotebookNode | None) -> None:
    """A graded copy beside its place, whole or not at all; whatever an earlier run left goes.

    Args:
        copy: its place.
        key: of what was graded.
        notebook: None leaves nothing there.

    Raises:
        OSError: it cannot be written, or a folder has taken its place.
    """
    if copy.is_dir():
        raise IsADirectoryError(f"{copy.name} is a folder")
    copy.parent.mkdir(parents=True, exist_ok=True)
    for left in copy.parent.glob(f".{glob.escape(copy.stem)}.*.part*"):
        left.unlink()
    if notebook is not None:
        replace_file(_part(copy, key), nbformat.v4.writes(notebook))


def stage(copy: Path, key: str, file: Path) -> None:
    """The same of a file that is a graded copy already.

    Raises:
        OSError: as `write_part`.
    """
    write_part(copy, key, None)
    shutil.copyfile(file, _part(copy, key))


def put_in_place(copy: Path, key: str) -> None:
    """After the commit; nothing happens if no part of this key is there."""
    if (part := _part(copy, key)).is_file():
        os.replace(part, copy)


def _part(copy: Path, key: str) -> Path:
    return copy.with_name(f".{copy.stem}.{key[:16]}.part")
