"""Other people's nbgrader assignments: nbgrader's own example, from `nbgrader quickstart`.

`course grade --verdict in-kernel` gives the scores that `nbgrader autograde` gives, cell by cell.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from classroom import MODE, cell
from nbformat import NotebookNode
from nbgrader.api import Gradebook

BIN = Path(sys.executable).parent
EXAMPLE = {
    # A test cell of each notebook, and what somebody wrote for it.
    "right": {},
    "half": {"sum_of_squares": "def sum_of_squares(n):\n    return 0"},
    "raises": {"squares": "def squares(n):\n    raise RuntimeError('no')"},
    "prints": {
        "squares": "def squares(n):\n    print(n)\n    if n < 1:\n        raise ValueError\n"
        "    return [i ** 2 for i in range(1, n + 1)]"
    },
}


def fill_in(notebook: NotebookNode, solved: NotebookNode, answers: dict[str, str]) -> None:
    """The instructor's solutions into a release; `answers` replace some of them."""
    for each in solved.cells:
        about = each.metadata.get("nbgrader", {})
        if about.get("solution"):
            cell(notebook, about["grade_id"]).source = answers.get(about["grade_id"], each.source)


def nbgrader(root: Path, *command: str) -> None:
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        [BIN / "nbgrader", *command], cwd=root, env=environment, check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("other") / "course101"
    nbgrader(root.parent, "quickstart", root.name)
    nbgrader(root, "generate_assignment", "ps1")
    source, release = root / "source" / "ps1", root / "release" / "ps1"
    for student, answers in {**EXAMPLE, "untouched": None, "one_missing": {}}.items():
        for path in release.glob("*.ipynb"):
            if (student, path.stem) == ("one_missing", "problem2"):
                continue
            notebook = nbformat.read(path, as_version=4)
            if answers is not None:
                fill_in(notebook, nbformat.read(source / path.name, as_version=4), answers)
            target = root / "submitted" / student / "ps1" / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, target)
    return root


def scores(database: Path) -> dict[tuple[str, str], float | None]:
    with Gradebook(f"sqlite:///{database}") as gradebook:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions("ps1")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def test_the_scores_are_nbgraders(course: Path) -> None:
    sandbox = [] if MODE.sandbox else ["--sandbox", "none"]
    done = subprocess.run(
        [BIN / "course", "grade", "ps1", "--gradebook", "ours.db",
         "--out", "ours", "--json", "-", *sandbox],
        cwd=course, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr  # one_missing needs review
    told = {each["student"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert set(told) == {*EXAMPLE, "untouched", "one_missing"}
    assert (
        told["one_missing"]["reason"]
        == "problem2.ipynb is missing; the folder holds problem1.ipynb"
    )
    assert {name for name, each in told.items() if each["status"] != "graded"} == {"one_missing"}

    nbgrader(course, "autograde", "ps1")
    assert scores(course / "ours.db") == scores(course / "gradebook.db")
    assert told["right"]["score"] == told["right"]["max_score"] > 0
    assert 0 < told["half"]["score"] < told["right"]["score"]
