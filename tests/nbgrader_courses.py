"""Courses of other teachers in miniature: build one, hand in, grade it with nbgrader's own.

An assignment is a list of cells; `answer` holds the solution and what one student wrote instead.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

# nbgrader's API, one process for a whole course: its commands take two seconds each to start.
NBGRADER = """
import json, sys
from traitlets.config import Config
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
app = NbGrader()
app.initialize([])
config = app.config
url, steps = sys.argv[1], json.loads(sys.argv[2])
if url:
    config.CourseDirectory.db_url = url
api = NbGraderAPI(config=config)
for step, *names in steps:
    done = getattr(api, step)(*names)
    if not done["success"]:
        sys.exit(f"{step} {names}: {done.get('error')} {done.get('log')}")
"""


@dataclass(frozen=True)
class Cell:
    """One cell of a source; `wrong` is what the student of that name wrote into it."""

    text: str
    nbgrader: dict[str, object] = field(default_factory=dict)
    wrong: str | None = None
    kind: str = "code"

    def source(self) -> NotebookNode:
        """As the instructor has it."""
        make = new_code_cell if self.kind == "code" else new_markdown_cell
        return make(self.text, metadata={"nbgrader": self.nbgrader} if self.nbgrader else {})


def about(name: str, **given: object) -> dict[str, object]:
    """nbgrader's metadata, schema 3."""
    plain = {"grade": False, "locked": False, "solution": False, "task": False}
    return {**plain, "grade_id": name, "schema_version": 3, **given}


def code(text: str) -> Cell:
    """An ordinary cell."""
    return Cell(text)


def answer(name: str, solution: str, wrong: str | None = None) -> Cell:
    """What students write."""
    return Cell(f"{BEGIN}\n{solution}\n{END}", about(name, solution=True), wrong)


def graded(name: str, points: float, text: str) -> Cell:
    """Graded by running it."""
    return Cell(text, about(name, grade=True, locked=True, points=points))


def written(name: str, points: float, wrong: str | None = None, kind: str = "markdown") -> Cell:
    """Graded by a person."""
    given = about(name, grade=True, solution=True, points=points)
    return Cell(
        f"{BEGIN}\nA model answer.\n{END}" if kind == "markdown" else "x = 1", given, wrong, kind
    )


def task(name: str, points: float) -> Cell:
    """nbgrader's task: answered anywhere, graded by a person."""
    return Cell("Draw it.", about(name, task=True, locked=True, points=points), kind="markdown")


def cells_of(path: Path, **wrong: str) -> list[Cell]:
    """Of a source that is there already; `wrong` as in `Cell`, by grade_id."""
    return [
        Cell(c.source, about := dict(c.metadata.get("nbgrader", {})),
             wrong.get(str(about.get("grade_id"))), c.cell_type)
        for c in nbformat.read(path, as_version=4).cells
    ]  # fmt: skip


class Course:
    """A course folder with its sources, and what was handed in.

    Args:
        assignments: name -> notebook -> its cells.
        config: lines of nbgrader_config.py.
        files: relative path -> content.
        folders: of sources, releases, submissions, as the config names them.
    """

    def __init__(
        self,
        root: Path,
        assignments: dict[str, dict[str, list[Cell]]],
        config: str = "",
        files: dict[str, str] | None = None,
        folders: tuple[str, str, str] = ("source", "release", "submitted"),
    ) -> None:
        self.root, self.assignments = root, assignments
        self.sources, self.releases, self.submitted = (root / name for name in folders)
        everything = {"nbgrader_config.py": f"c = get_config()\n{config}\n", **(files or {})}
        for name, text in everything.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        for name, notebooks in assignments.items():
            for notebook, cells in notebooks.items():
                made = new_notebook(
                    cells=[cell.source() for cell in cells],
                    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3",
                                             "language": "python"}},
                )  # fmt: skip
                path = self.sources / name / f"{notebook}.ipynb"
                path.parent.mkdir(parents=True, exist_ok=True)
                nbformat.write(made, path)

    def nbgrader(self, url: str, *steps: tuple[str, ...]) -> None:
        """Let nbgrader's own API do these steps."""
        done = subprocess.run(
            [sys.executable, "-c", NBGRADER, url, json.dumps(steps)],
            cwd=self.root, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    def release(self) -> None:
        """nbgrader makes all releases."""
        self.nbgrader("", *(("generate_assignment", name) for name in self.assignments))

    def hand_in(self, student: str, *assignments: str, only: str = "") -> None:
        """By "solved", "untouched", "wrong" (`Cell.wrong`) or "raises", who raises everywhere."""
        for name in assignments or self.assignments:
            for notebook, cells in self.assignments[name].items():
                if only not in ("", notebook):
                    continue
                made = nbformat.read(self.releases / name / f"{notebook}.ipynb", as_version=4)
                for cell in cells:
                    if cell.nbgrader.get("solution") and student != "untouched":
                        self._write(made, cell, student)
                path = self.submitted / student / name / f"{notebook}.ipynb"
                path.parent.mkdir(parents=True, exist_ok=True)
                nbformat.write(made, path)

    @staticmethod
    def _write(made: NotebookNode, cell: Cell, student: str) -> None:
        text = cell.text
        if student == "wrong" and cell.wrong is not None:
            text = cell.wrong
        if student == "raises" and cell.kind == "code":
            text = "raise RuntimeError('no')"
        for each in made.cells:
            if each.metadata.get("nbgrader", {}).get("grade_id") == cell.nbgrader["grade_id"]:
                each.source = text

    def autograde(self, url: str) -> None:
        """nbgrader grades everything that was handed in."""
        pairs = sorted(p.relative_to(self.submitted).parts for p in self.submitted.glob("*/*"))
        self.nbgrader(url, *(("autograde", name, student) for student, name in pairs))

    def course(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `course ...` in this folder, as typed."""
        return subprocess.run(
            [BIN / "course", *arguments], cwd=self.root, capture_output=True, encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"}, check=False,
        )  # fmt: skip


Scores = dict[tuple[str, str, str, str], tuple[float | None, float | None]]


def scores(url: str) -> Scores:
    """(student, assignment, notebook, cell) -> score by running, late penalty of the notebook."""
    with Gradebook(url) as gradebook:
        return {
            (submission.student.id, submission.name, notebook.name, grade.name): (
                grade.auto_score,
                notebook.late_submission_penalty,
            )
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
