"""`course ...` as instructors and CI type it: what it prints, writes and returns."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from classroom import Classroom
from typer.testing import CliRunner, Result

from course_utils.autograde.gradebook import address, as_url, leave_address, opened
from course_utils.cli import app

KEYS = [
    "student",
    "assignment",
    "status",
    "reason",
    "score",
    "max_score",
    "seconds",
    "cells",
    "manual",
]
CELL_KEYS = ["grade_id", "score", "max_score", "status", "message", "cause"]


@pytest.fixture
def here(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course folder, with nothing handed in."""
    for folder in (classroom.submitted, classroom.autograded):
        shutil.rmtree(folder, ignore_errors=True)
    monkeypatch.chdir(classroom.root)
    return classroom.root


def course(*arguments: str) -> Result:
    """Run a command in this process; anything but a planned exit is an error here."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def refusal(*arguments: str) -> str:
    """The one line with which a command refuses."""
    result = course(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = [x for x in result.stderr.splitlines() if x and not x.startswith(("note:", "grading "))]
    assert len(lines) == 1, result.stderr
    return lines[0].removeprefix("course: ")


# course grade


def test_a_good_class_exits_0_and_leaves_grades_everywhere(
    classroom: Classroom, here: Path
) -> None:
    classroom.hand_in("ann", classroom.solved("02_micro"), "02_micro")
    ran = classroom.course("grade", "--json", "out/results.json", "--gradebook", "book.db")
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert "1 graded" in ran.stderr
    (line,) = (here / "out" / "results.json").read_text().splitlines()
    result = json.loads(line)
    assert list(result) == KEYS
    assert [list(cell) for cell in result["cells"]] == [CELL_KEYS]
    assert (result["student"], result["assignment"], result["status"]) == (
        "ann",
        "02_micro",
        "graded",
    )
    assert (result["score"], result["max_score"], result["manual"]) == (8, 8, {})
    assert (here / "book.db").is_file()
    assert (here / "autograded" / "ann" / "02_micro" / "micro.ipynb").is_file()


def test_a_class_with_a_problem_exits_1_and_grades_the_rest(
    classroom: Classroom, here: Path
) -> None:
    classroom.hand_in("ann", classroom.solved("02_micro"), "02_micro")
    classroom.hand_in("bob", "{", "02_micro")
    copies, book = str(here / "copies"), f"sqlite:///{here / 'book.db'}"
    done = course("grade", "micro", "--json", "-", "--out", copies, "--gradebook", book)
    assert done.exit_code == 1
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["student"], r["score"], r["status"]) for r in results] == [
        ("ann", 8, "graded"),
        ("bob", 0, "needs_review"),
    ]
    assert "bob/02_micro: micro.ipynb is not JSON: cut off, or not saved by Jupyter" in done.stderr
    assert (here / "copies" / "ann" / "02_micro" / "micro.ipynb").is_file()
    assert not (here / "autograded").exists()

    # Graded again alone, bob replaces only himself in the report.
    shutil.rmtree(classroom.submitted / "ann")
    assert course("grade", "02", "--out", copies, "--gradebook", book).exit_code == 1
    done = course("report", "--graded", copies, "--html", "r.html", "--csv", "g.csv")
    assert done.exit_code == 0
    assert "2 submissions" in done.stderr
    assert "<title>Class report</title>" in (here / "r.html").read_text()
    assert (here / "g.csv").read_text().splitlines()[1:] == [
        "ann,8,8,0,0,8,8,100.0,0,",
        "bob,0,0,0,0,0,8,0.0,0,"
        '"02_micro: micro.ipynb is not JSON: cut off, or not saved by Jupyter"',
    ]


def test_nothing_to_grade(classroom: Classroom, here: Path) -> None:
    assert refusal("grade") == "no submissions: submitted is no folder"
    classroom.submitted.mkdir()
    told = "it should hold <student>/<assignment>/<notebook>.ipynb"
    assert refusal("grade", "02") == f"no submissions of 02_micro in submitted: {told}"
    (classroom.submitted / "ann" / "99_other").mkdir(parents=True)
    assert refusal("grade", "02").endswith(told)


def test_no_such_lesson(here: Path) -> None:
    assert refusal("grade", "07") == "no lesson '07': there are 01_mini, 02_micro"
    assert refusal("build", "activation") == "no lesson 'activation': there are 01_mini, 02_micro"


@pytest.mark.parametrize("command", [["grade"], ["build"], ["build", "--check"], ["demo"]])
def test_no_course_here(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal(*command).startswith(
        f"no course at {tmp_path}: run this in the folder that holds"
    )


def test_no_such_gradebook(classroom: Classroom, here: Path) -> None:
    classroom.hand_in("ann", "{", "02_micro")
    assert refusal("grade", "--gradebook", "nonsense://x").startswith(
        "cannot open the gradebook nonsense://x: Can't load plugin"
    )
    assert "unable to open database file" in refusal("grade", "--gradebook", "no/such/folder/g.db")


def test_a_file_where_a_folder_belongs(classroom: Classroom, here: Path) -> None:
    classroom.hand_in("ann", classroom.solved("02_micro"), "02_micro")
    assert refusal("grade", "--submissions", "nbgrader_config.py").endswith("is no folder")
    assert "nbgrader_config.py" in refusal(
        "grade", "02", "--gradebook", "book.db", "--out", "nbgrader_config.py"
    )
    assert course("grade", "02", "--gradebook", "book.db").exit_code == 0
    assert "solutions" in refusal("report", "--html", "solutions", "--gradebook", "book.db")


@pytest.mark.parametrize(
    "arguments",
    [["grade", "--workers", "0"], ["grade", "--cell-seconds", "x"], ["mark"], ["grade", "-x"]],
)
def test_a_slip_of_the_keyboard_exits_2(arguments: list[str], here: Path) -> None:
    assert course(*arguments).exit_code == 2


# course build, report and demo


def test_build_then_check(here: Path) -> None:
    assert course("build", "02").exit_code == 0
    checked = course("build", "02", "--check")
    assert (checked.exit_code, checked.stderr) == (
        0,
        "1 lessons: the notebooks are what their text gives\n",
    )
    release = here / "notebooks" / "02_micro" / "micro.ipynb"
    release.write_text(release.read_text().replace("Half of x", "Twice x"))
    checked = course("build", "02", "--check")
    assert checked.exit_code == 1
    assert (
        "drift: notebooks/02_micro/micro.ipynb: cell 2 (halve) differs in its source\n"
        in checked.stderr
    )


def test_report_without_results(here: Path) -> None:
    assert refusal("report") == "no results in gradebook.db: run `course grade`"
    assert not (here / "gradebook.db").exists()
    with opened(as_url("empty.db")):
        pass
    assert refusal("report", "--gradebook", "empty.db").startswith("no results in empty.db")
    (here / "folder").mkdir()
    told = "no results in folder: run `course grade --out folder`"
    assert refusal("report", "--graded", "folder") == told


def test_the_report_is_of_the_gradebook_that_the_copies_were_graded_into(
    classroom: Classroom, here: Path
) -> None:
    classroom.hand_in("ann", classroom.solved("02_micro"), "02_micro")
    assert course("grade", "02", "--gradebook", "a book.db", "--out", "copies").exit_code == 0
    assert course("report", "--graded", "copies").exit_code == 0
    shutil.move(here / "copies", here / "elsewhere")  # what is said there is said from there
    assert course("report", "--graded", "elsewhere").exit_code == 0
    (here / "a book.db").unlink()
    told = "no results in a book.db: run `course grade`"
    assert refusal("report", "--graded", "elsewhere") == told


@pytest.mark.parametrize(
    "url, told",
    [
        ("postgresql://me:secret@host/grades?password=secret", "postgresql://me@host/grades"),
        ("sqlite:///{here}/deep/g.db?timeout=3", "sqlite:///{here}/deep/g.db"),
    ],
)  # fmt: skip
def test_the_address_of_a_gradebook_holds_no_password(url: str, told: str, tmp_path: Path) -> None:
    leave_address(url.format(here=tmp_path), tmp_path / "autograded")
    assert address(tmp_path / "autograded") == told.format(here=tmp_path)
    assert address(tmp_path) is None


def test_demo_scores_as_expected(here: Path) -> None:
    done = course("demo", "--students", "1", "--folder", "demo")
    assert done.exit_code == 0, done.output
    last = done.stdout.splitlines()[-1]
    assert last == "All 1 simulated students scored as expected, exercise by exercise."
    for name in ("report.html", "grades.csv", "gradebook.db"):
        assert (here / "demo" / name).stat().st_size > 0


def test_a_term_ends_as_expected(here: Path) -> None:
    """Late days, extensions, a wrong test mended half-way, taken back and mended for good."""
    done = course("demo", "--term", "--students", "10", "--folder", "demo")
    assert done.exit_code == 0, done.output
    last = done.stdout.splitlines()[-1]
    assert last == "A term of 2 lessons: all 12 students have what they must."
    text = (here / "demo" / "term" / "grades.csv").read_text(encoding="utf-8-sig")
    rows = {row["student"]: row for row in csv.DictReader(text.splitlines())}
    assert sum(float(row["late_penalty"]) > 0 for row in rows.values()) >= 3
    for name in ("loops", "one_liners"):  # the copies are late themselves
        assert rows[f"copies_{name}"]["auto"] == rows[name]["auto"]
    assert (here / "demo" / "term" / "export.csv").read_text().count("\n") == 13


def test_help_names_the_commands() -> None:
    done = course("--help")
    assert done.exit_code == 0
    assert all(name in done.output for name in ("build", "grade", "report", "demo"))
