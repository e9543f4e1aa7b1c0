"""`course check` and `progress()`: how far a student's notebook is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from test_cli import course, refusal

import course_utils
from course_utils.course import CourseError
from course_utils.notebook import section_of
from course_utils.self_check import Exercise, read, run

STUB = "def {}(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
STILL_THERE = "the line `raise NotImplementedError()` is still there, below your code: delete it"
DOUBLE = "def double(x):\n    return 2 * x"


def lesson(double: str = STUB.format("double"), half: str = STUB.format("half")) -> NotebookNode:
    """Two exercises and a written answer, as a student has them."""

    def graded(cell: NotebookNode, grade_id: str, points: int, solution: bool) -> NotebookNode:
        cell.metadata["nbgrader"] = {
            "grade_id": grade_id, "grade": points > 0, "points": points, "solution": solution,
            "locked": not solution, "task": False, "schema_version": 3, "cell_type": cell.cell_type,
        }  # fmt: skip
        return cell

    checks = "from course_utils import checks\nchecks.assert_equal("
    return new_notebook(
        cells=[
            new_markdown_cell("# 09 Twice and half (두 배와 절반)\n\nText."),
            new_code_cell("raise SystemError('figures are left out')", metadata={"tags": ["demo"]}),
            new_markdown_cell("## 1 Twice\n\n### Exercise 1: `double` (*, 5 minutes)\n\nText."),
            graded(new_code_cell(double), "double", 0, True),
            graded(new_code_cell(checks + "double(3), 6, 'double(3)')"), "test_double", 2, False),
            new_markdown_cell("### Exercise 2: `half` (**, 12 minutes)"),
            graded(new_code_cell(half), "half", 0, True),
            graded(new_code_cell(checks + "half(6), 3, 'half(6)')"), "test_half", 1, False),
            graded(new_markdown_cell("Why?\n\nYOUR ANSWER HERE"), "why", 2, True),
        ]
    )


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    nbformat.write(lesson(), tmp_path / "twice.ipynb")
    return tmp_path / "twice.ipynb"


def states(report: object) -> list[tuple[str, str]]:
    return [(e.state, e.told) for e in report.exercises]  # type: ignore[attr-defined]


# course check


def test_nothing_written_yet(path: Path) -> None:
    ran = course("check")
    assert ran.exit_code == 0
    assert ran.stdout.splitlines() == [
        "09 Twice and half (두 배와 절반)",
        "   1  double *     5 min   2 points  not started",
        "   2  half   **   12 min   1 point   not started",
        "      why                  2 points  not written",
        "public checks 0/2; hidden tests are graded later",
        "about 17 of 17 minutes of exercises are left",
        "next: exercise 1, double, about 5 minutes",
        "",
    ]


def test_one_done_and_one_failing(path: Path) -> None:
    nbformat.write(lesson(DOUBLE, "def half(x):\n    return x"), path)
    before = path.read_bytes()
    ran = course("check", "twice.ipynb")
    assert ran.exit_code == 1
    assert "double *     5 min   2 points  done\n" in ran.stdout
    assert "1 point   failing: half(6) is not what was expected.\n" in ran.stdout
    assert "public checks 1/2" in ran.stdout and "about 12 of 17 minutes" in ran.stdout
    assert "next: mend exercise 2, half;" in ran.stdout
    assert path.read_bytes() == before


def test_endless_loops_other_errors_and_a_stub_below_code(path: Path) -> None:
    nbformat.write(lesson("def double(x):\n    while True: pass", "def half(x): return y"), path)
    assert states(run(path, cell_seconds=1)) == [
        ("failing", "stopped after 1 s: an endless loop?"),
        ("failing", "NameError: name 'y' is not defined"),
    ]
    nbformat.write(lesson("def double(x):\n    2 * x\n    raise NotImplementedError()"), path)
    assert states(run(path))[0] == ("failing", STILL_THERE)


def test_a_kernel_that_dies_is_one_line(path: Path) -> None:
    nbformat.write(lesson("import os; os._exit(1)"), path)
    assert refusal("check") == f"{path}: the Python process ended while a cell ran"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"cells": 7}', "\x00", '{"nbformat": 4}'])
def test_a_damaged_notebook_is_one_line(path: Path, damage: str) -> None:
    path.write_text(damage)
    assert refusal("check", str(path)).startswith(f"{path}: no readable notebook: cut off")


def test_a_foreign_notebook_and_no_notebook(path: Path) -> None:
    nbformat.write(new_notebook(), path)
    assert refusal("check").endswith("no exercises in it: is it a notebook of this course?")
    assert refusal("check", "nowhere.ipynb").startswith("no notebook nowhere.ipynb here; lessons")


def test_a_lesson_by_name_and_json(path: Path) -> None:
    folder = path.parent / "notebooks" / "09_twice"
    folder.mkdir(parents=True)
    path.rename(folder / path.name)
    for name in ("09", "twice", "09_twice"):
        ran = course("check", name, "--json")
        assert json.loads(ran.stdout)["exercises"][1] == {
            "number": 2, "name": "half", "stars": "**", "minutes": 12, "points": 1.0,
            "state": "not started", "told": "", "stretch": False, "part": "",
        }  # fmt: skip


def test_a_korean_folder_with_spaces_and_a_terminal_without_utf8(tmp_path: Path) -> None:
    folder = tmp_path / "내 공부 방"
    folder.mkdir()
    nbformat.write(lesson(DOUBLE), folder / "두 배.ipynb")
    ran = subprocess.run(
        [Path(sys.executable).with_name("course"), "check"], cwd=folder, capture_output=True,
        env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(b"09 Twice and half (? ?? ??)")
    assert b"public checks 1/2" in ran.stdout


# progress() in a notebook


def ran(notebook: NotebookNode, grade_id: str, error: str = "", said: str = "") -> None:
    """As if the test cell had been run and saved."""
    (cell,) = [
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    ]
    cell.execution_count = 1
    cell.outputs = [new_output("error", ename=error, evalue=said, traceback=[])] if error else []


def test_saved_outputs_are_read_and_nothing_runs(path: Path) -> None:
    notebook = lesson(DOUBLE, "def half(x):\n    return x")
    nbformat.write(notebook, path)
    assert states(read(path)) == [("not run", ""), ("not run", "")]
    ran(notebook, "test_double")
    ran(notebook, "test_half", "CheckError", "half(6) is wrong.\n  expected: 3")
    nbformat.write(notebook, path)
    report = read(path)
    assert report.exercises[0] == Exercise(1, "double", "*", 5, 2.0, "done")
    assert states(report)[1] == ("failing", "half(6) is wrong.")
    in_a_browser = "<class 'course_utils.checks.messages.CheckError'>"  # as its kernel names errors
    ran(notebook, "test_half", in_a_browser, "half(6) is wrong.")
    nbformat.write(notebook, path)
    assert states(read(path))[1] == ("failing", "half(6) is wrong.")


def test_a_result_older_than_the_code_does_not_count(path: Path) -> None:
    notebook = lesson(DOUBLE)
    ran(notebook, "test_double", "NotImplementedError")
    nbformat.write(notebook, path)
    assert states(read(path)) == [("not run", ""), ("not started", "")]


def test_the_next_step(path: Path) -> None:
    notebook = lesson(DOUBLE, "def half(x):\n    return x / 2")
    nbformat.write(notebook, path)
    assert str(read(path)).endswith("next: run the check of exercise 1, double")
    for grade_id in ("test_double", "test_half"):
        ran(notebook, grade_id)
    nbformat.write(notebook, path)
    assert str(read(path)).endswith("next: answer why in your own words")
    notebook.cells[-1].source = "Why?\n\nBecause."
    nbformat.write(notebook, path)
    assert str(read(path)).endswith("next: all is there; hand it in")


def test_progress_finds_its_notebook(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course_utils.progress()  # alone in its folder
    assert capsys.readouterr().out.startswith("09 Twice and half")

    nbformat.write(new_notebook(), path.with_name("other.ipynb"))
    course_utils.progress()
    assert capsys.readouterr().out.startswith("Which notebook is this? Save it")

    # As the server names it: its own path, which need not be one of this machine.
    monkeypatch.setenv("JPY_SESSION_NAME", str(path.parent / "served" / path.name))
    course_utils.progress()
    out = capsys.readouterr().out
    assert out.startswith("09 Twice and half") and "As saved at " in out

    with pytest.raises(CourseError):
        read(path.with_name("other.ipynb"))
    course_utils.progress("other.ipynb")  # in a notebook: a line, no traceback
    assert "no exercises in it" in capsys.readouterr().out


# The section that a failing check names


def test_a_cell_knows_the_section_it_stands_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert section_of(ids[4]) == ""  # no server names the notebook: nobody sits in front of it
    monkeypatch.setenv("JPY_SESSION_NAME", f"course/{path.name}")
    assert [section_of(i) for i in (ids[1], ids[4], ids[7])] == ["", "1 Twice", "1 Twice"]
    assert section_of("another") == ""
    path.write_text("{")
    assert section_of(ids[4]) == ""
