"""Course folders to measure with: lessons, a class that handed in, both graders."""

# ruff: noqa: E501 - a cell's metadata is one line

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from course_utils.autograde.execute import Limits
from course_utils.autograde.grade import Found, grade
from course_utils.autograde.nbgrader_bridge import read_source
from course_utils.autograde.results import Result
from course_utils.autograde.workers import pool
from course_utils.course import Lesson, find_course, lessons

ROOT = find_course(Path(__file__).parent)
BIN = Path(sys.executable).parent
CORES = os.cpu_count() or 1

TENSORFLOW = '''# %% [markdown]
# # A dense layer

# %%
import keras
import numpy as np

# %% nbgrader={"grade": false, "grade_id": "count", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def count(n_in, n_out):
    """Parameters of a dense layer, asked of Keras itself."""
    ### BEGIN SOLUTION
    return keras.Sequential([keras.Input((n_in,)), keras.layers.Dense(n_out)]).count_params()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_count", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
assert count(3, 2) == 8
### BEGIN HIDDEN TESTS
assert count(5, 4) == 24
### END HIDDEN TESTS
'''


class Course:
    """A course folder of its own, and a class that handed in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copy(ROOT / "nbgrader_config.py", root)

    def write(self, name: str, text: str) -> None:
        folder = self.root / "solutions" / name
        folder.mkdir(parents=True)
        (folder / f"{name.partition('_')[2]}.py").write_text(text, encoding="utf-8")

    @property
    def lessons(self) -> list[Lesson]:
        return lessons(self.root)

    def hand_in(self, student: str, lesson: Lesson, notebook: nbformat.NotebookNode) -> None:
        path = self.root / "submitted" / student / lesson.assignment / f"{lesson.notebook}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)

    def ours(self, **options: object) -> tuple[float, dict, list[Result]]:
        """Seconds, scores (student, assignment, cell) -> points, results."""
        begin = time.monotonic()
        executor = options.pop("executor", lambda: pool(CORES))
        steps = grade(
            self.lessons, self.root / "submitted", f"sqlite:///{self.root / 'ours.db'}",
            self.root / "ours", executor, Limits(), again=True,
        )  # fmt: skip
        results = [step for step in steps if not isinstance(step, Found)]
        scores = {(r.student, r.assignment, c.grade_id): c.score for r in results for c in r.cells}
        return time.monotonic() - begin, scores, results

    def nbgraders(self, students: list[str]) -> tuple[float, dict]:
        """`nbgrader autograde` with its own preprocessors, on these students."""
        other = self.root / "nbgrader"
        other.mkdir()
        text = (self.root / "nbgrader_config.py").read_text()
        text = re.sub(
            r"c\.(Autograde|GenerateFeedback)\.\w+ = \[.*?^\]\n", "", text, flags=re.M | re.S
        )
        (other / "nbgrader_config.py").write_text(text)
        for lesson in self.lessons:
            path = other / "solutions" / lesson.assignment / f"{lesson.notebook}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(read_source(lesson), path)
        for student in students:
            shutil.copytree(self.root / "submitted" / student, other / "submitted" / student)
        environment = os.environ | {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COURSE_DATA": "bundled",
            "TF_CPP_MIN_LOG_LEVEL": "3",  # nbgrader gives 0 where a library writes to stderr
        }  # fmt: skip
        seconds = 0.0
        for command in ("generate_assignment", "autograde"):
            begin = time.monotonic()
            for lesson in self.lessons:
                subprocess.run(
                    [BIN / "nbgrader", command, lesson.assignment], cwd=other, env=environment,
                    capture_output=True, check=True,
                )  # fmt: skip
            seconds = time.monotonic() - begin
        scores = {}
        with Gradebook(f"sqlite:///{other / 'gradebook.db'}") as gradebook:
            for lesson in self.lessons:
                for student in students:
                    notebook = gradebook.find_submission_notebook(
                        lesson.notebook, lesson.assignment, student
                    )
                    for each in notebook.grades:
                        if each.auto_score is not None and each.cell.cell_type == "code":
                            scores[student, lesson.assignment, each.name] = each.auto_score
        return seconds, scores
