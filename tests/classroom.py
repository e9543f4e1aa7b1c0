"""A class of the mini course: write submissions, grade them with the real grader, look."""

import copy
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course_utils.author.demo import lecture
from course_utils.autograde.execute import Limits, Mode
from course_utils.autograde.grade import grade
from course_utils.autograde.nbgrader_bridge import released
from course_utils.autograde.results import Result
from course_utils.autograde.sandbox import NoSandbox, probe
from course_utils.autograde.workers import pool
from course_utils.course import lessons, select

ROOT = Path(__file__).parents[1]


def walls() -> str:
    """Why no box can be built here; "" if it can."""
    try:
        probe()
    except NoSandbox as why:
        return str(why)
    return ""


NO_WALLS = walls()
MODE = Mode(sandbox=not NO_WALLS)  # tests of walls need them; the others do without


class Classroom:
    """A copy of tests/mini_course in a folder of its own, with everything a course folder holds.

    01_mini: double, total and scale, worth 1, 2 and 4 points, and why_zero, 3 by hand.
    02_micro: halve, worth 8.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "tests" / "mini_course" / "solutions", root / "solutions")
        shutil.copy(ROOT / "nbgrader_config.py", root)
        self.lessons = lessons(root)
        self.submitted, self.autograded = root / "submitted", root / "autograded"
        self.url = f"sqlite:///{root / 'gradebook.db'}"
        with released(self.lessons) as folder:
            self._releases = {
                x.assignment: nbformat.read(
                    folder / "notebooks" / x.assignment / x.release.name, as_version=4
                )
                for x in self.lessons
            }

    def release(self, assignment: str = "01_mini") -> NotebookNode:
        """What a student opens first."""
        return copy.deepcopy(self._releases[assignment])

    def solved(self, assignment: str = "01_mini", **answers: str) -> NotebookNode:
        """The release with the reference's answers; `answers` replace some of them."""
        notebook = self.release(assignment)
        (lesson,) = select(self.root, [assignment])
        for name, source in (lecture(lesson).solutions | answers).items():
            cell(notebook, name).source = source
        for each in notebook.cells:
            each.source = each.source.replace("YOUR ANSWER HERE", "Nothing added is nothing.")
        return notebook

    def hand_in(
        self, student: str, work: NotebookNode | str | bytes, assignment: str = "01_mini"
    ) -> Path:
        """Write one submission; its path."""
        (lesson,) = select(self.root, [assignment])
        path = self.submitted / student / assignment / f"{lesson.notebook}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(work, bytes):
            path.write_bytes(work)
        else:
            text = work if isinstance(work, str) else nbformat.writes(work)
            path.write_text(text, encoding="utf-8")
        return path

    def grade(self, assignment: str = "01_mini", **limits: float) -> dict[str, Result]:
        """Grade everything handed in for one assignment; results by student."""
        steps = grade(
            select(self.root, [assignment]),
            self.submitted,
            self.url,
            self.autograded,
            partial(pool, 2),
            Limits(**limits),
            MODE,
        )
        return {step.student: step for step in steps if isinstance(step, Result)}

    def graded_copy(self, student: str) -> NotebookNode:
        """What the instructor opens."""
        return nbformat.read(self.autograded / student / "01_mini" / "mini.ipynb", as_version=4)

    def course(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `course ...` in this folder, as typed."""
        return subprocess.run(
            [Path(sys.executable).with_name("course"), *arguments],
            cwd=self.root,
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            timeout=300,
        )


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell with this grade_id."""
    return next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def scores(result: Result) -> dict[str, float]:
    """grade_id -> score."""
    return {c.grade_id: c.score for c in result.cells}


def boxes() -> set[str]:
    """Boxes and warm parents whose grader is gone."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            line = (path / "cmdline").read_bytes()
            parent = (path / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if not _is_grader(parent) and (b"bwrap" in line or b"course_utils.autograde.warm" in line):
            found.add(path.name)
    return found


def _is_grader(pid: str) -> bool:
    """Not init, nor whatever else adopts processes here."""
    try:
        line = Path("/proc", pid, "cmdline").read_bytes()
    except OSError:
        return False
    return pid != "1" and (b"python" in line or b"bwrap" in line)
