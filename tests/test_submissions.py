"""Every way to break the file, in one class, graded once by `course grade`."""

import contextlib
import json
import os
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from classroom import Classroom
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.api import Gradebook

from course_utils import reading
from course_utils.answers import LEFT_OVER, left_over
from course_utils.autograde import timestamps
from course_utils.autograde.assignments import set_up, source_cells
from course_utils.autograde.beside import given_files, own_files
from course_utils.autograde.gradebook import opened
from course_utils.autograde.intake import open_submission
from course_utils.autograde.restore import SourceCell
from course_utils.autograde.submissions import JUNK, Submission, find, students
from course_utils.course import Lesson
from course_utils.reading import Unreadable, read_notebook


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


def cells_of_one_character(raw: dict[str, Any]) -> None:
    raw["cells"] = [{"cell_type": "raw", "metadata": {}, "source": "x"}] * 100_000


def deep(path: Path, solved: str) -> None:
    raw = json.loads(solved)
    raw["cells"][0]["metadata"] = "deep"
    path.write_text(json.dumps(raw).replace('"deep"', "[" * 5_000 + "]" * 5_000))


def odd_numbers(path: Path, solved: str) -> None:
    """NaN, infinity, and more digits than Python likes to read."""
    raw = json.loads(solved)
    numbers = [float("nan"), float("inf"), "digits"]
    raw["cells"][1]["outputs"] = [{"output_type": "display_data", "data": {"x": numbers}}]
    raw["cells"][2]["metadata"] = {"collapsed": numbers}
    path.write_text(json.dumps(raw).replace('"digits"', "7" * 100_000))


def million_outputs(raw: dict[str, Any]) -> None:
    raw["cells"][1]["outputs"] = [{}] * 900_000


# A PNG of one pixel.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def pictures(number: int, kind: str = "image/png", text: str = PIXEL) -> Any:
    def change(raw: dict[str, Any]) -> None:
        raw["cells"][-1]["attachments"] = {f"{i}.png": {kind: text} for i in range(number)}

    return change


def in_r(raw: dict[str, Any]) -> None:
    raw["metadata"] = {
        "kernelspec": {"name": "ir", "display_name": "R", "language": "R"},
        "language_info": {"name": "R"},
    }


def data_beside(path: Path, solved: str) -> None:
    """Named like modules of Python's; a module in `html/` hides nothing either."""
    path.write_text(solved)
    (path.parent / "html").mkdir()
    names = ("calendar.csv", "signal.txt", "statistics.json", "html/index.html", "html/own.py")
    for name in names:
        (path.parent / name).write_text("1")


def folders_in_one_another(path: Path, solved: str) -> None:
    path.write_text(solved)
    here = path.parent
    for _ in range(1_100):
        here = here / "d"
        here.mkdir()


def too_many_beside(path: Path, solved: str) -> None:
    path.write_text(solved)
    for i in range(202):
        (path.parent / f"{i:03}.txt").touch()
    (path.parent / "link.txt").symlink_to("/etc/passwd")


def saved_on_windows(raw: dict[str, Any]) -> None:
    """By an editor that strips, pads and marks as some do."""
    for cell in raw["cells"]:
        lines = "".join(cell["source"]).replace("    ", "\t").split("\n")
        cell["source"] = "\ufeff" + "  \r\n".join(lines) + "\r\n"


def commented(raw: dict[str, Any]) -> None:
    for cell in raw["cells"]:
        if cell["id"] == "test_double":
            cell["source"] = ["# this one is hard\n", *cell["source"]]


def answer_tagged_demo(raw: dict[str, Any]) -> None:
    """The answer's function in a copied cell, which carries the tag of what was copied."""
    demo = next(c for c in raw["cells"] if "demo" in c["metadata"].get("tags", []))
    answer = next(c for c in raw["cells"] if c["id"] == "double")
    copied = demo | {"id": "copied", "source": answer["source"]}
    raw["cells"].insert(1, copied)
    answer["source"] = "pass"


def honest(path: Path, solved: str) -> None:
    path.write_text(solved)


NOT_JSON = r"mini\.ipynb is not JSON: cut off, or not saved by Jupyter"
DAMAGED = r"mini\.ipynb cannot be read as a notebook: its cells are damaged"
LINK = r"mini\.ipynb is a symbolic link: links are not followed"
NO_TIME = r"timestamp\.txt says no time that can be told, so lateness was not judged"
NO_PICTURE = "pasted pictures left out: too large, or no PNG, JPEG or GIF"
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
    "many_cells": Odd(
        edited(cells_of_one_character), 0, r"mini\.ipynb has 100,000 cells; at most 2,000"
    ),
    "deep": Odd(deep, 0, NOT_JSON),
    "odd_numbers": Odd(odd_numbers, 7, "", "graded"),
    "cells_twice": Odd(
        lambda p, solved: p.write_text('{"cells": [5],' + solved.lstrip()[1:]), 7, "", "graded"
    ),
    "million_outputs": Odd(edited(million_outputs), 7, "", "graded"),
    "ends_of_lines": Odd(
        edited(lambda raw: raw["cells"][0].update(source="\n" * 300_000)),
        0,
        r"mini\.ipynb has more than 20 MB or 200,000 lines of text in its cells",
    ),
    "picture": Odd(edited(pictures(1)), 7, "", "graded"),
    "pictures": Odd(edited(pictures(10_000)), 7, "9950 " + NO_PICTURE),
    "picture_of_html": Odd(edited(pictures(1, "text/html", "<script>")), 7, "1 " + NO_PICTURE),
    "picture_with_quote": Odd(edited(pictures(1, text='AA" onload="x')), 7, "1 " + NO_PICTURE),
    "saved_on_windows": Odd(edited(saved_on_windows), 7, "", "graded"),
    "a_comment_in_a_test": Odd(edited(commented), 7, "", "graded"),
    "answer_tagged_demo": Odd(edited(answer_tagged_demo), 7, "", "graded"),
    "in_r": Odd(
        edited(in_r),
        0,
        r"mini\.ipynb is written in R \(kernel ir\): this assignment is in Python",
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
        edited(every_schema_version(99)),
        7,
        r"(schema_version of \w+ was 99: made 3; ){4}and 3 more",
    ),
    "twice_the_same_id": Odd(
        edited(copy_first_answer), 7, "double is there more than once: the last one counts"
    ),
    "no_metadata": Odd(
        edited(forget_metadata),
        7,
        r"(metadata of \w+ was gone: recognised by the cell's id; ){4}and 3 more",
    ),
    "no_metadata_no_ids": Odd(
        edited(lambda raw: forget_metadata(raw, ids=True)),
        7,
        "answer cell double is missing; test_double was missing: put back; "
        "answer cell total is missing; test_total was missing: put back; and 3 more",
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
    "data_beside": Odd(data_beside, 7, "", "graded"),
    "folders_in_one_another": Odd(
        folders_in_one_another, 7, "(d/){7}d left out: folders more than 8 deep"
    ),
    "too_many_beside": Odd(
        too_many_beside,
        7,
        r"link\.txt left out: it is a link; "
        r"200\.txt left out: more than 200 files or 20 MB; "
        r"201\.txt left out: more than 200 files or 20 MB",
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


SOLVED, RELEASE, ONE_ANSWER, OTHER = "solved", "release", "one answer", "other lesson"

CALLED = "the folder should be called 01_mini"
# Two folders that people take for one: in two forms of Unicode, and by a character unseen.
TWINS = ("김철수", unicodedata.normalize("NFD", "김철수"), "lee", "lee\u200b", "lee\x07")

# Work in the wrong place, or beside other work: path below the student's folder -> which notebook.
PLACES: dict[str, tuple[dict[str, str], float, str]] = {
    "copy_beside_the_release": (
        {"01_mini/mini.ipynb": RELEASE, "01_mini/mini-Copy1.ipynb": SOLVED},
        0,
        r"mini\.ipynb is untouched, answers are in mini-Copy1\.ipynb: rename it if it is meant",
    ),
    "copy_with_more": (
        {"01_mini/mini.ipynb": ONE_ANSWER, "01_mini/final.ipynb": SOLVED},
        1,
        r"mini\.ipynb holds fewer answers than final\.ipynb: rename it if it is meant",
    ),
    "copy_with_less": ({"01_mini/mini.ipynb": SOLVED, "01_mini/mini (1).ipynb": RELEASE}, 7, ""),
    "renamed_beside_others": (
        {
            "01_mini/mini (1).ipynb": SOLVED,
            "01_mini/Untitled.ipynb": OTHER,
            "01_mini/a.ipynb": RELEASE,
        },
        7,
        r"graded mini \(1\)\.ipynb, handed in under another name",
    ),
    "wrong_case": ({"01_Mini/mini.ipynb": SOLVED}, 7, "01_Mini: " + CALLED),
    "a_blank": ({"01 mini/mini.ipynb": SOLVED}, 7, "01 mini: " + CALLED),
    "no_number": ({"mini/mini.ipynb": SOLVED}, 7, "mini: " + CALLED),
    "number_alone": ({"01/mini.ipynb": SOLVED}, 7, "01: " + CALLED),
    "sent_again": (
        {"01_mini/mini.ipynb": SOLVED, "01_mini (1)/mini.ipynb": RELEASE},
        7,
        r"01_mini \(1\) left aside: only 01_mini is graded",
    ),
    "two_that_fit": (
        {"01-mini/mini.ipynb": SOLVED, "mini/mini.ipynb": RELEASE},
        0,
        f"01-mini, mini: {CALLED}, and there be one",
    ),
    "one_up": ({"mini.ipynb": SOLVED}, 7, r"mini\.ipynb should be in a folder 01_mini"),
    "one_up_twice": (
        {"mini-Copy1.ipynb": SOLVED, "Mini.ipynb": SOLVED},
        0,
        r"Mini\.ipynb, mini-Copy1\.ipynb should be in a folder 01_mini",
    ),
    "one_down": (
        {"01_mini/01_mini/mini.ipynb": SOLVED},
        7,
        r"01_mini/mini\.ipynb should be one level up, in 01_mini",
    ),
    "from_a_mac": (
        {
            "01_mini/mini.ipynb": SOLVED,
            "01_mini/._mini.ipynb": RELEASE,
            "01_mini/.ipynb_checkpoints/mini-checkpoint.ipynb": RELEASE,
            "01_mini/__MACOSX/._mini.ipynb": RELEASE,
            "01_mini/.DS_Store": RELEASE,
            "01_mini/Thumbs.db": RELEASE,
        },
        7,
        "",
    ),
    "another_lesson": (
        {"01_mini/mini.ipynb": OTHER},
        0,
        "none of this assignment's cells is in it; it looks like 02_micro",
    ),
    unicodedata.normalize("NFD", "이하나"): ({"01_mini/mini.ipynb": SOLVED}, 7, ""),
    "학" * 80: ({"01_mini/mini.ipynb": SOLVED}, 7, ""),
}


def put(classroom: Classroom, student: str, files: dict[str, str]) -> None:
    """Write a student's files."""
    first = classroom.release()
    next(
        c for c in first.cells if c.id == "double"
    ).source = "def double(x): return 2 * np.array(x)"
    notebooks = {
        SOLVED: classroom.solved(),
        RELEASE: classroom.release(),
        ONE_ANSWER: first,
        OTHER: classroom.solved("02_micro"),
    }
    for name, which in files.items():
        path = classroom.submitted / student / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebooks[which], path)


@pytest.fixture(scope="module")
def batch(classroom: Classroom) -> Iterator[dict[str, Any]]:
    """`course grade` over the class: its exit code and messages, and what it says of everybody."""
    solved = nbformat.writes(classroom.solved())
    for student, (files, _, _) in PLACES.items():
        put(classroom, student, files)
    put(classroom, "__MACOSX", {"01_mini/._mini.ipynb": SOLVED})
    for name in TWINS:
        put(classroom, name, {"01_mini/mini.ipynb": SOLVED})
    for student, odd in CLASS.items():
        path = classroom.submitted / student / "01_mini" / "mini.ipynb"
        path.parent.mkdir(parents=True)
        odd.write(path, solved)
    classroom.hand_in(NOT_UTF_8, solved)
    (classroom.submitted / "readme.txt").write_text("not a student")
    ran = classroom.course("grade", "01", "--json", "-")
    results = {r["student"]: r for r in map(json.loads, ran.stdout.splitlines())}
    yield {"ran": ran, "results": results}
    deep = classroom.submitted / "folders_in_one_another"
    subprocess.run(["rm", "-r", deep], check=True)  # deeper than Python's own goes


@pytest.mark.parametrize("student", CLASS)
def test_odd_submission(batch: dict[str, Any], student: str) -> None:
    odd, result = CLASS[student], batch["results"][student]
    assert (result["score"], result["max_score"]) == (odd.score, 7)
    assert re.fullmatch(odd.reason, result["reason"]), result["reason"]
    assert result["status"] == odd.status


@pytest.mark.parametrize("folder", PLACES)
def test_odd_place(batch: dict[str, Any], folder: str) -> None:
    _, score, reason = PLACES[folder]
    student = unicodedata.normalize("NFC", folder)
    (result,) = [
        r for name, r in batch["results"].items()
        if name == student or (len(student) > 60 and name.startswith(student[:50]))
    ]  # fmt: skip
    assert re.fullmatch(reason, result["reason"]), result["reason"]
    assert result["score"] == score


def test_folders_that_stand_for_one_student_are_refused(batch: dict[str, Any]) -> None:
    for name, number in (("김철수", 2), ("lee", 3)):
        twins = [r for r in batch["results"].values() if r["student"].startswith(f"{name}~")]
        assert len(twins) == number
        assert {r["status"] for r in twins} == {"rejected"}
        assert len({r["reason"] for r in twins}) == 1
        assert name not in batch["results"]
    assert twins[0]["reason"] == (
        "the folders lee and lee\\x07 and lee\\u200b stand for one student: keep one"
    )


def test_a_name_that_is_no_unicode_is_shown_by_its_bytes(batch: dict[str, Any]) -> None:
    (shown,) = [name for name in batch["results"] if "\\udc" in name]
    assert shown.startswith("\\udcc7")
    assert batch["results"][shown]["score"] == 7


def test_the_batch_ends_in_order(batch: dict[str, Any]) -> None:
    assert batch["ran"].returncode == 1  # some need review
    assert "Traceback" not in batch["ran"].stderr
    assert "\x1b[31m" not in batch["ran"].stderr
    assert len(batch["results"]) == len(CLASS) + len(PLACES) + len(TWINS) + 1


def test_the_gradebook_holds_the_same_scores(classroom: Classroom, batch: dict[str, Any]) -> None:
    with Gradebook(classroom.url) as gradebook:
        stored = {s.student.id: s.score for s in gradebook.assignment_submissions("01_mini")}
    assert stored == {name: result["score"] for name, result in batch["results"].items()}


def test_graded_copies_hold_nothing_but_the_notebook(classroom: Classroom, batch: Any) -> None:
    folder = classroom.autograded / "modules_beside" / "01_mini"
    assert [p.name for p in folder.iterdir()] == ["mini.ipynb"]
    assert not (classroom.autograded / "linked_file" / "01_mini" / "mini.ipynb").exists()


def test_a_pasted_picture_stays(classroom: Classroom, batch: Any) -> None:
    path = classroom.autograded / "picture" / "01_mini" / "mini.ipynb"
    answer = next(c for c in nbformat.read(path, as_version=4).cells if c.id == "why_zero")
    assert list(answer.attachments.values()) == [{"image/png": PIXEL}]


# --- names ---


@given(st.lists(st.text(min_size=1, max_size=120), min_size=1, max_size=6, unique=True))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_folder_has_an_id_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("class")
    for name in names:
        try:
            (folder / name).mkdir()
        except (OSError, ValueError):  # no name of a folder
            continue
    found = students(folder)
    seen = {p for p in folder.iterdir() if not p.name.startswith(".") and p.name not in JUNK}
    assert {s.folder for s in found} == seen
    assert len({s.id for s in found}) == len(found)
    for student in found:
        assert 0 < len(student.id.encode()) <= 200
        assert student.id == unicodedata.normalize("NFC", student.id).strip()


# --- the hand-in time ---


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-11-25 18:04:05.123456 UTC", 18),
        ("2026-11-25 18:04:05 UTC\n", 18),
        ("2026-11-25 18:04:05", 18),
        ("2026-11-25T18:04", 18),
        ("2026-11-25T18:04:05Z", 18),
        ("2026-11-25 18:04:05 KST", 9),
        ("2026-11-25 18:04:05 jst", 9),
        ("2026-11-25 18:04:05 +0900", 9),
        ("2026-11-25T18:04:05.5+09:00", 9),
        ("2026-11-25 18:04:05 UTC+09:00", 9),
        ("2026-11-25 18:04:05 -03", 21),
    ],
)
def test_a_time_is_read(text: str, hour: int) -> None:
    told = timestamps.parse(text)
    assert (told.day, told.hour, told.minute, told.tzinfo) == (25, hour, 4, None)


@pytest.mark.parametrize(
    "text",
    [
        "", "오후 5:30", "1764090000", "2026-11-25", "25.11.2026 18:04", "2026-13-01 00:00",
        "2026-11-25 18:04:05 EST", "2026-11-25 18:04:05 CST", "2026-11-25 18:04:05 IST",
        "2026-11-25 18:04:05 /etc/localtime", "2026-11-25 18:04:05 ../../x", "0000-01-01 00:00",
        "0001-01-01 00:00 +0900", "99999-01-01 00:00", "9999-12-31 23:59 -0900", "1" * 30,
        "2026-11-25 18:04:05 +99:99", "2026-11-25 18:60:00", "1e1000000", "NaN", "10**10", "Z",
        "２０２６-11-25 18:04",
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_told_is_not_guessed(tmp_path: Path, text: str) -> None:
    (tmp_path / "timestamp.txt").write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match="says no time that can be told"):
        timestamps.handed_in(tmp_path)


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_timestamp_is_a_time_or_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "timestamp.txt").write_bytes(content)
    with contextlib.suppress(Unreadable):
        assert isinstance(timestamps.handed_in(tmp_path), datetime)


# --- what lies beside ---


def test_a_students_modules_that_hide_a_library(tmp_path: Path) -> None:
    for name in (
        "numpy.py", "json/__init__.py", "json/a.py", "scipy.cpython-311.so", "code/own.py",
        "helper.py", "numpy.csv", "test/data.txt", "random.json", "mpl_toolkits/own.py",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found, notes = own_files(tmp_path)
    assert sorted(found) == [
        "code/own.py", "helper.py", "numpy.csv", "random.json", "test/data.txt",
    ]  # fmt: skip
    assert len(notes) == 5 and all(n.endswith("hide a library of the same name") for n in notes)


def test_many_files_are_not_all_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course_utils.autograde.beside.MAX_SEEN", 20)
    for i in range(50):
        (tmp_path / f"{i:02}").mkdir()
        (tmp_path / f"{i:02}" / "a.txt").touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    found, notes = own_files(tmp_path)
    assert len(found) <= 20
    assert any("files left out" in note for note in notes)


def test_a_teachers_files_are_given_as_they_are(tmp_path: Path) -> None:
    """A module of any name, a link to shared data; not the solution, and no folder for ever."""
    (tmp_path / "nbgrader_config.py").touch()
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "signal.txt").write_text("1 2 3")
    folder = tmp_path / "source" / "ps1"
    (folder / "code").mkdir(parents=True)
    (folder / "code" / "numpy.py").write_text("x = 1")
    (folder / "p1.ipynb").write_text("{}")
    (folder / "data").symlink_to(shared)
    (shared / "again").symlink_to(folder)
    lesson = Lesson(tmp_path, "ps1", "p1", folder / "p1.ipynb")
    found = given_files(lesson)
    assert {"code/numpy.py", "data/signal.txt"} <= set(found)
    assert found["data/signal.txt"].read_text() == "1 2 3"
    assert len(found) < 10


# --- any file at all ---


@pytest.fixture(scope="module")
def source(classroom: Classroom) -> list[SourceCell]:
    lesson = classroom.lessons[0]
    set_up(classroom.url, [lesson])
    with opened(classroom.url, classroom.root) as gradebook:
        return source_cells(gradebook, lesson)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
KEYS = (
    "cells", "worksheets", "cell_type", "source", "input", "metadata", "outputs", "nbgrader",
    "tags", "attachments", "id", "nbformat", "level", "kernelspec", "language_info", "name",
)  # fmt: skip
NOTEBOOKISH = st.recursive(
    JSON | st.sampled_from(["code", "markdown", "heading", "double", "test_double"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=20,
)
slow = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def opens_or_is_unreadable(
    classroom: Classroom, source: list[SourceCell], folder: Path, content: bytes
) -> None:
    (folder / "mini.ipynb").write_bytes(content)
    submission = Submission("x", classroom.lessons[0], folder)
    try:
        found = open_submission(submission, source)
    except Unreadable as why:
        assert "\n" not in str(why)
        return
    ids = [c.metadata.get("nbgrader", {}).get("grade_id") for c in
           nbformat.reads(found.text, as_version=4).cells]  # fmt: skip
    assert [ids.count(cell.grade_id) for cell in source if cell.is_test] == [1, 1, 1]


@given(NOTEBOOKISH)
@slow
def test_any_json(
    classroom: Classroom, source: list[SourceCell], tmp_path: Path, value: object
) -> None:
    text = json.dumps({"cells": value} if isinstance(value, list) else value)
    opens_or_is_unreadable(classroom, source, tmp_path, text.encode())


@given(st.binary(max_size=300))
@slow
def test_any_bytes(
    classroom: Classroom, source: list[SourceCell], tmp_path: Path, content: bytes
) -> None:
    opens_or_is_unreadable(classroom, source, tmp_path, content)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in it, with every key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


@given(st.lists(st.tuples(st.integers(0, 10**6), NOTEBOOKISH), min_size=1, max_size=5))
@slow
def test_a_real_notebook_with_anything_in_any_place(
    classroom: Classroom,
    source: list[SourceCell],
    tmp_path: Path,
    changes: list[tuple[int, object]],
) -> None:
    raw = json.loads(nbformat.writes(classroom.solved()))
    for number, value in changes:
        everywhere = list(places(raw))
        container, key = everywhere[number % len(everywhere)]
        container[key] = value
    opens_or_is_unreadable(classroom, source, tmp_path, json.dumps(raw).encode())


@given(JSON)
def test_values_and_depth_are_counted_before_they_are_built(value: object) -> None:
    """An upper bound of the values, and the depth, of any JSON."""

    def depth(part: object) -> int:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return max(map(depth, inner), default=0) + isinstance(part, dict | list)

    def size(part: object) -> int:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return 1 + sum(map(size, inner))

    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    for block in (1, 7, 1 << 20):
        values, deepest = reading._size(text, block)
        assert deepest == depth(value)
        assert size(value) / 2 - 1 <= values <= 2 * size(value)


def test_errors_are_kept_where_they_are_asked_for(tmp_path: Path, classroom: Classroom) -> None:
    notebook = classroom.solved()
    output = nbformat.v4.new_output("error", ename="E", evalue="why", traceback=["x"])
    code = next(c for c in notebook.cells if c.cell_type == "code")
    code.outputs, code.execution_count = [output] * 9, 3
    nbformat.write(notebook, tmp_path / "mini.ipynb")
    without, _ = read_notebook(tmp_path / "mini.ipynb")
    kept, _ = read_notebook(tmp_path / "mini.ipynb", errors=True)
    first = [next(c for c in n.cells if c.cell_type == "code") for n in (without, kept)]
    assert [len(c.outputs) for c in first] == [0, 5]
    assert first[1].outputs[0].evalue == "why" and first[1].execution_count == 3


# --- the line that a stub leaves ---

GIVE_UP = "raise NotImplementedError()"


@pytest.mark.parametrize(
    ("answer", "where"),
    [
        (f"def f(x):\n    # YOUR CODE HERE\n    {GIVE_UP}", ""),
        (f'def f(x):\n    """Text."""\n    {GIVE_UP}', ""),
        (f'def f(x):\n    """Text."""\n    y = 2 * x\n    {GIVE_UP}', "below"),
        (f"def f(x):\n    if x:\n        return 2\n    {GIVE_UP}", "below"),
        (f"def f(x):\n    {GIVE_UP}\n    return 2 * x", "above"),
        ("def f(x):\n    y = 1\n    raise NotImplementedError", "below"),
        (f"x = 1\n{GIVE_UP}", "below"),
        (f"def f(x):\n    if x < 0:\n        {GIVE_UP}\n    return x", ""),
        (f"class A:\n    def f(self):\n        {GIVE_UP}\n\ndef g():\n    return A", ""),
        (f"def f(x:\n    y\n    {GIVE_UP}", ""),
        ("def f(x):\n    return 1  # NotImplementedError", ""),
        ("-" * 90_000 + "NotImplementedError", ""),
        ("(" * 90_000 + "NotImplementedError", ""),
    ],
)
def test_the_line_left_in_an_answer(answer: str, where: str) -> None:
    assert left_over(answer) == (LEFT_OVER.format(where) if where else "")


def test_find_says_who_is_there(tmp_path: Path, classroom: Classroom) -> None:
    """Whoever has nothing for an assignment has no submission, and is known all the same."""
    for name in ("kim/01_mini", "lee/02_micro", "park"):
        (tmp_path / name).mkdir(parents=True)
    assert [s.student for s in find(tmp_path, classroom.lessons[:1])] == ["kim"]
    assert [s.id for s in students(tmp_path)] == ["kim", "lee", "park"]
