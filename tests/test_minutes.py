"""How long students worked, as far as their files tell."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from classroom import Classroom

from course_utils.autograde.items import analyse
from course_utils.autograde.minutes import minutes
from course_utils.autograde.report import render
from course_utils.autograde.results import Result
from course_utils.reading import read_notebook

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()


def at(minute: float) -> str:
    """As JupyterLab writes it."""
    return datetime.fromtimestamp(NINE + 60 * minute, UTC).isoformat().replace("+00:00", "Z")


def lab(start: float, end: float) -> dict[str, Any]:
    told = {"iopub.status.busy": at(start), "iopub.execute_input": at(start)}
    return {"execution": told | {"shell.execute_reply": at(end), "iopub.status.idle": at(end)}}


def classic(start: float, end: float) -> dict[str, Any]:
    return {"ExecuteTime": {"start_time": at(start), "end_time": at(end)}}


def colab(start: float, end: float) -> dict[str, Any]:
    return {"executionInfo": {"timestamp": int(1000 * (NINE + 60 * end)), "user": {"id": "1"}}}


def a_notebook(path: Path, *cells: tuple[str, dict[str, Any]]) -> Path:
    """Code cells, each with its grade_id ("" for none) and what its metadata tell of time."""
    made = nbformat.v4.new_notebook()
    for grade_id, told in cells:
        about = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
        made.cells.append(nbformat.v4.new_code_cell("pass") | {"metadata": about | told})
    path.write_text(json.dumps(made))
    return path


def spent(path: Path, *cells: tuple[str, dict[str, Any]]) -> dict[str, float]:
    return minutes(read_notebook(a_notebook(path, *cells))[0])


@pytest.mark.parametrize("told", [lab, classic, colab])
def test_an_exercise_takes_from_the_cell_before_it_to_its_check(tmp_path: Path, told: Any) -> None:
    found = spent(
        tmp_path / "n.ipynb",
        ("", told(0, 0)),
        ("relu", told(12, 12)),  # 12 minutes until its last version ran
        ("test_relu", told(14, 14)),
        ("test_relu_refuses", told(14.5, 14.5)),
        ("", told(20, 20)),  # reading is no exercise's
        ("sigmoid", told(23, 23)),
    )
    assert found == {"relu": 14.5, "sigmoid": 3.0}


def test_cells_count_in_the_order_in_which_they_ran(tmp_path: Path) -> None:
    found = spent(
        tmp_path / "n.ipynb",
        ("relu", lab(30, 30)),  # mended after sigmoid was done
        ("sigmoid", lab(20, 20)),
        ("", lab(10, 15)),  # ran for five minutes: not the student's work
    )
    assert found == {"relu": 10.0, "sigmoid": 5.0}


def test_what_is_not_known_is_not_told(tmp_path: Path) -> None:
    run_all = [("", lab(0, 0)), ("relu", lab(0, 0.01)), ("test_relu", lab(0.02, 0.03))]
    assert spent(tmp_path / "all.ipynb", *run_all) == {}
    overnight = [("", lab(0, 0)), ("relu", lab(600, 600)), ("test_relu", lab(605, 605))]
    assert spent(tmp_path / "night.ipynb", *overnight) == {}
    assert spent(tmp_path / "alone.ipynb", ("relu", lab(0, 1))) == {}


@pytest.mark.parametrize("odd", [
    {"execution": "yesterday"}, {"execution": {"iopub.execute_input": at(0)}}, lab(5, 0),
    {"execution": {"iopub.execute_input": "9 o'clock", "shell.execute_reply": at(0)}},
    {"executionInfo": {"timestamp": 10**400}}, {"executionInfo": {"timestamp": True}},
    {"executionInfo": {"timestamp": -1.5}},
    {"ExecuteTime": {"start_time": "9999-12-31T23:59:59-23:59", "end_time": at(0)}},
])  # fmt: skip
def test_times_that_are_none_are_left_out(tmp_path: Path, odd: dict[str, Any]) -> None:
    path = tmp_path / "n.ipynb"
    assert spent(path, ("", lab(0, 0)), ("relu", odd), ("sigmoid", lab(3, 3))) == {"sigmoid": 3.0}


def test_a_class(classroom: Classroom) -> None:
    """Two of three files tell; the graded copies keep nothing of it."""
    classroom.release()
    for student, pace in (("anna", 4), ("ben", 8), ("cleo", 0)):
        notebook = classroom.solved()
        for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
            if pace:
                cell.metadata.update(lab(pace * number, pace * number))
        classroom.hand_in(student, notebook)
    results = classroom.grade()
    (found,) = analyse(list(results.values()))
    timed = {item.exercise: (item.minutes, item.timed) for item in found.items}
    own = {s: r.minutes for s, r in results.items()}
    assert own["cleo"] == {} and "minutes" not in json.loads(results["cleo"].as_json())
    assert own["anna"].keys() == own["ben"].keys() == timed.keys()
    for exercise, (median, students) in timed.items():
        assert students == 2 and own["ben"][exercise] == 2 * own["anna"][exercise]
        assert median == pytest.approx(1.5 * own["anna"][exercise])
    assert not any("ran" in cell.metadata for cell in classroom.graded_copy("anna").cells)
    assert Result.of(results["ben"].as_json()).minutes == own["ben"]


def test_the_report_shows_a_column_where_anything_is_told() -> None:
    def page(minutes: dict[str, float]) -> str:
        cells = [{"grade_id": "test_relu", "score": 1.0, "max_score": 1.0, "status": "passed"}]
        told = {"cells": cells, "minutes": minutes, "manual": {}}
        told |= {"student": "a", "assignment": "01", "status": "graded", "reason": ""}
        return render([Result.of(json.dumps(told | {"score": 1, "max_score": 1, "seconds": 1}))])

    assert "<th>Minutes</th>" in page({"relu": 12.3}) and ">12</span>" in page({"relu": 12.3})
    assert "Minutes" not in page({})
