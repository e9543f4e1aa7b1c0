"""Every way to break the file, in one class, graded once by `course grade`."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from classroom import Classroom
from nbgrader.api import Gradebook


class Odd(NamedTuple):
    """What somebody hands in, and what must come of it.

    Attributes:
        write: gets the path the notebook should have, and the JSON of a solved notebook.
        score: out of 7.
        reason: regular expression for the whole line the instructor reads.
    """

    write: Callable[[Path, str], object]
    score: float
    reason: str
    status: str = "needs_review"


def edited(change: Callable[[Any], object]) -> Callable[[Path, str], object]:
    """Hand in the solved notebook after `change` to its JSON."""

    def write(path: Path, solved: str) -> None:
        raw = json.loads(solved)
        change(raw)
        path.write_text(json.dumps(raw))

    return write


def forget_metadata(raw: dict[str, Any], ids: bool = False) -> None:
    """Some editors drop all metadata when a notebook is saved, or the cells' ids as well."""
    raw["nbformat_minor"] = 4 if ids else 5
    for cell in raw["cells"]:
        cell["metadata"] = {}
        if ids:
            del cell["id"]


def every_schema_version(number: int) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        for cell in raw["cells"]:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["schema_version"] = number

    return change


# What a Korean zip unpacks to where file names are not told to be CP949.
NOT_UTF_8 = os.fsdecode("학생".encode("cp949"))


def copy_first_answer(raw: dict[str, Any]) -> None:
    at = next(i for i, c in enumerate(raw["cells"]) if c["id"] == "double")
    raw["cells"].insert(at, raw["cells"][at] | {"source": "double = None"})


def odd_metadata(raw: dict[str, Any]) -> None:
    """Missing, of the wrong type, too deep for Python to copy."""
    del raw["metadata"]
    raw["cells"][1]["metadata"]["tags"] = 5
    raw["cells"][2]["metadata"]["tags"] = [5, None, "demonstration"]
    deep: dict[str, Any] = {}
    for _ in range(400):
        deep = {"deeper": deep}
    raw["cells"][0]["metadata"] = deep


def as_format_3(path: Path, solved: str) -> None:
    path.write_text(nbformat.writes(nbformat.reads(solved, as_version=3), version=3))


def a_timestamp_that_is_no_date(path: Path, solved: str) -> None:
    path.write_text(solved)
    path.with_name("timestamp.txt").write_text("1" * 30)


def huge(path: Path, solved: str) -> None:
    path.write_text(solved)
    os.truncate(path, 500_000_000)  # sparse: takes no room


def linked_file(path: Path, solved: str) -> None:
    real = path.parents[2] / "real.ipynb"
    real.write_text(solved)
    path.symlink_to(real)


def linked_folder(path: Path, solved: str) -> None:
    real = path.parents[2] / ".real"
    path.parent.rename(real)
    (real / path.name).write_text(solved)
    path.parent.symlink_to(real)


def modules_beside(path: Path, solved: str) -> None:
    path.write_text(solved)
    for name in ("numpy.py", "course_utils.py", "sitecustomize.py"):
        (path.parent / name).write_text("raise SystemExit")
    (path.parent / "tensorflow").mkdir()


def a_pipe(path: Path, solved: str) -> None:
    os.mkfifo(path)


def a_pipe_as_timestamp(path: Path, solved: str) -> None:
    os.mkfifo(path.with_name("timestamp.txt"))


def a_file_as_folder(path: Path, solved: str) -> None:
    path.parent.rmdir()
    path.parent.write_text(solved)


def honest(path: Path, solved: str) -> None:
    path.write_text(solved)


NOT_JSON = r"mini\.ipynb is not JSON: cut off, or not saved by Jupyter"
DAMAGED = r"mini\.ipynb cannot be read as a notebook: its cells are damaged"
LINK = r"mini\.ipynb is a symbolic link: links are not followed"
NO_TIME = r"timestamp\.txt says no time that can be told, so lateness was not judged"
NOT_THERE = r"mini\.ipynb is missing"

CLASS = {
    "not_json": Odd(lambda p, solved: p.write_text("Dear teacher, my dog ..."), 0, NOT_JSON),
    "truncated": Odd(lambda p, solved: p.write_text(solved[: len(solved) // 2]), 0, NOT_JSON),
    "empty": Odd(lambda p, solved: p.touch(), 0, r"mini\.ipynb is empty"),
    "blank": Odd(lambda p, solved: p.write_text("\n \n"), 0, r"mini\.ipynb is empty"),
    "another_json": Odd(
        lambda p, solved: p.write_text('{"grade": 7}'),
        0,
        r"mini\.ipynb is JSON but no notebook: it has no cells",
    ),
    "nested_forever": Odd(lambda p, solved: p.write_text("[" * 100_000), 0, NOT_JSON),
    "utf_16": Odd(lambda p, solved: p.write_bytes(solved.encode("utf-16")), 7, "read as UTF-16"),
    "byte_order_mark": Odd(
        lambda p, solved: p.write_bytes(solved.encode("utf-8-sig")), 7, "byte order mark removed"
    ),
    "latin_1": Odd(
        lambda p, solved: p.write_bytes(solved.replace("Mini", "Minié").encode("latin-1")),
        0,
        r"mini\.ipynb is not text in UTF-8",
    ),
    "null_bytes": Odd(lambda p, solved: p.write_bytes(b"\0" * 4096), 0, NOT_JSON),
    "null_and_half_a_surrogate": Odd(
        lambda p, solved: p.write_text(
            solved.replace("return 2", "# \\ud83d\\n    return\\u0000 2")
        ),
        7,
        "",
        "graded",
    ),
    "nbformat_3": Odd(as_format_3, 7, "", "graded"),
    "nbformat_5": Odd(edited(lambda raw: raw.update(nbformat=5)), 7, "notebook format 5 read as 4"),
    "nbformat_99": Odd(
        edited(lambda raw: raw.update(nbformat=99)), 7, "notebook format 99 read as 4"
    ),
    "no_nbformat": Odd(
        edited(lambda raw: raw.pop("nbformat")), 7, "notebook format None read as 4"
    ),
    "schema_99": Odd(
        edited(every_schema_version(99)), 7, r"schema_version of \w+ was 99: made 3; .*"
    ),
    "twice_the_same_id": Odd(
        edited(copy_first_answer), 7, "double is there more than once: the last one counts"
    ),
    "no_metadata": Odd(
        edited(forget_metadata), 7, r"metadata of \w+ was gone: recognised by the cell's id; .*"
    ),
    "no_metadata_no_ids": Odd(
        edited(lambda raw: forget_metadata(raw, ids=True)),
        7,
        "answer cell double is missing; test_double was missing: put back; .*",
    ),
    "odd_metadata": Odd(edited(odd_metadata), 7, "", "graded"),
    "cells_a_number": Odd(edited(lambda raw: raw.update(cells=5)), 0, DAMAGED),
    "cell_a_number": Odd(edited(lambda raw: raw["cells"].insert(0, 5)), 0, DAMAGED),
    "cell_a_photo": Odd(
        edited(lambda raw: raw["cells"].append(raw["cells"][0] | {"cell_type": "photo"})),
        7,
        "damaged cells left out",
    ),
    "julia": Odd(
        edited(
            lambda raw: raw["metadata"].update(
                kernelspec={"name": "julia-1.9", "display_name": "?"}
            )
        ),
        7,
        "",
        "graded",
    ),
    "renamed": Odd(
        lambda p, solved: p.with_name("mini (1)\n\x1b[31m.ipynb").write_text(solved),
        7,
        r"graded mini \(1\)\\n\\x1b\[31m\.ipynb, handed in under another name",
    ),
    "two_renamed": Odd(
        lambda p, solved: [p.with_name(name).write_text(solved) for name in ("a.ipynb", "b.ipynb")],
        0,
        NOT_THERE + ", and 2 other notebooks are there",
    ),
    "missing": Odd(lambda p, solved: None, 0, NOT_THERE),
    "python_file": Odd(
        lambda p, solved: p.with_suffix(".py").write_text("def double(x): return 2 * x"),
        0,
        NOT_THERE + r"; the folder holds mini\.py",
    ),
    "folder_as_notebook": Odd(lambda p, solved: p.mkdir(), 0, r"mini\.ipynb is no file"),
    "pipe": Odd(a_pipe, 0, r"mini\.ipynb is no file"),
    "pipe_as_timestamp": Odd(
        a_pipe_as_timestamp, 0, NOT_THERE + r"; the folder holds timestamp\.txt"
    ),
    "file_as_folder": Odd(a_file_as_folder, 0, "01_mini is no folder"),
    "huge": Odd(huge, 0, r"mini\.ipynb has 500 MB; at most 50 MB", "rejected"),
    "linked_file": Odd(linked_file, 0, LINK, "rejected"),
    "linked_folder": Odd(linked_folder, 0, LINK, "rejected"),
    "link_to_nowhere": Odd(lambda p, solved: p.symlink_to("nowhere"), 0, LINK, "rejected"),
    "modules_beside": Odd(
        modules_beside,
        7,
        "course_utils.py left out: it would hide a library of the same name; "
        "numpy.py left out: it would hide a library of the same name",
    ),
    "no_date": Odd(a_timestamp_that_is_no_date, 7, NO_TIME),
    "odd_name_beside": Odd(
        lambda p, solved: p.with_name(NOT_UTF_8).write_text(""),
        0,
        NOT_THERE + r"; the folder holds [\\\w]+",
    ),
    "새 학생": Odd(honest, 7, "", "graded"),
    "<img src=x> O'clock; DROP TABLE grade": Odd(honest, 7, "", "graded"),
}


@pytest.fixture(scope="module")
def batch(classroom: Classroom) -> dict[str, Any]:
    """`course grade` over the class: its exit code and messages, and what it says of everybody."""
    solved = nbformat.writes(classroom.solved())
    for student, odd in CLASS.items():
        path = classroom.submitted / student / "01_mini" / "mini.ipynb"
        path.parent.mkdir(parents=True)
        odd.write(path, solved)
    classroom.hand_in(NOT_UTF_8, solved)
    (classroom.submitted / "readme.txt").write_text("not a student")
    ran = classroom.course("grade", "01", "--json", "-")
    results = {r["student"]: r for r in map(json.loads, ran.stdout.splitlines())}
    return {"ran": ran, "results": results}


@pytest.mark.parametrize("student", CLASS)
def test_odd_submission(batch: dict[str, Any], student: str) -> None:
    odd, result = CLASS[student], batch["results"][student]
    assert (result["score"], result["max_score"]) == (odd.score, 7)
    assert re.fullmatch(odd.reason, result["reason"]), result["reason"]
    assert result["status"] == odd.status


def test_a_name_that_is_no_unicode_is_shown_by_its_bytes(batch: dict[str, Any]) -> None:
    (shown,) = set(batch["results"]) - set(CLASS)
    assert "\\udcc7" in shown
    assert batch["results"][shown]["score"] == 7


def test_the_batch_ends_in_order(batch: dict[str, Any]) -> None:
    assert batch["ran"].returncode == 1  # some need review
    assert "Traceback" not in batch["ran"].stderr
    assert "\x1b[31m" not in batch["ran"].stderr
    assert len(batch["results"]) == len(CLASS) + 1


def test_the_gradebook_holds_the_same_scores(classroom: Classroom, batch: dict[str, Any]) -> None:
    with Gradebook(classroom.url) as gradebook:
        stored = {s.student.id: s.score for s in gradebook.assignment_submissions("01_mini")}
    assert stored == {name: result["score"] for name, result in batch["results"].items()}


def test_graded_copies_hold_nothing_but_the_notebook(classroom: Classroom, batch: Any) -> None:
    folder = classroom.autograded / "modules_beside" / "01_mini"
    assert [p.name for p in folder.iterdir()] == ["mini.ipynb"]
    assert not (classroom.autograded / "linked_file" / "01_mini" / "mini.ipynb").exists()
