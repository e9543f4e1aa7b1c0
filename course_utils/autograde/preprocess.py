"""nbgrader's `Execute`, as this package does it: warm, in a box, the verdict outside.

Named in nbgrader_config.py in place of nbgrader's own, so `nbgrader autograde` and the formgrader's
button grade as `course grade` does. An assignment that was not written for this runs with

    c.Execute.verdict = "in-kernel"
"""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import preprocessors
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Enum, Float

from course_utils.autograde import late
from course_utils.autograde.beside import own_files
from course_utils.autograde.execute import Limits, Mode, run
from course_utils.autograde.gradebook import opened
from course_utils.autograde.graded_copy import clean


class Execute(NbGraderPreprocessor):
    """Runs every cell of a notebook that is being autograded."""

    timeout = Float(30, help="Seconds of processor time and own waiting of a cell.").tag(
        config=True
    )
    iopub_timeout = Float(30, help="Not used; nbgrader's own has it.").tag(config=True)
    budget = Float(300, help="The same for all cells of a notebook.").tag(config=True)
    demo = Bool(False, help="Run cells tagged `demo` too.").tag(config=True)
    sandbox = Enum(["auto", "none"], "auto", help="none: students' code as you.").tag(config=True)
    verdict = Enum(
        ["isolated", "in-kernel"], "isolated", help="Where tests run: apart, or with the code."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        limits = Limits(self.timeout, self.budget, demo=self.demo)
        mode = Mode(self.sandbox == "auto", self.verdict == "isolated")
        folder = resources.get("metadata", {}).get("path", "")
        extra, notes = own_files(Path(folder)) if folder else ({}, [])
        done = run(nbformat.writes(nb), limits, mode, extra)
        for note in [*notes, *filter(None, [done.stopped]), *done.notes]:
            self.log.warning("%s", note)
        executed = nbformat.reads(done.text, as_version=4)
        for cell, ran in zip(nb.cells, executed.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs = ran.outputs
        return clean(nb, self._released(resources.get("nbgrader", {}))), resources

    def _released(self, names: dict[str, str]) -> list[str]:
        """Sources of the cells that the instructor wrote; students' own are made inert."""
        course = CourseDirectory(config=self.config)
        path = course.format_path(course.source_directory, ".", names.get("assignment", ""))
        try:
            source = nbformat.read(Path(path) / f"{names.get('notebook')}.ipynb", as_version=4)
            given = [cell.source for cell in source.cells]
        except Exception:  # none, or none that can be read: then all text is made inert
            given = []
        try:
            with Gradebook(course.db_url, course.course_id) as gradebook:
                stored = gradebook.find_notebook(names["notebook"], names["assignment"])
                return given + [cell.source for cell in stored.source_cells]
        except (KeyError, MissingEntry):
            return given


class AssignLatePenalties(preprocessors.AssignLatePenalties):
    """With the extensions of extensions.csv, the student's other penalties that follow, and why."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        names, root = resources["nbgrader"], Path(CourseDirectory(config=self.config).root)
        with opened(names["db_url"], root) as gradebook:
            late.check(gradebook, root)
            late.assess(gradebook, root, (names["student"], names["assignment"]))
            gradebook.db.commit()
        return nb, resources
