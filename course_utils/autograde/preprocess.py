"""nbgrader's `Execute`, as this package does it: warm, in a box, the verdict outside.

Named in nbgrader_config.py in place of nbgrader's own, so `nbgrader autograde` and the formgrader's
button grade as `course grade` does. An assignment that was not written for this runs with

    c.Execute.verdict = "in-kernel"
"""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Enum, Float

from course_utils.autograde.beside import own_files
from course_utils.autograde.execute import Limits, Mode, run


class Execute(NbGraderPreprocessor):
    """Runs every cell of a notebook that is being autograded."""

    timeout = Float(30, help="Wall seconds of one cell.").tag(config=True)
    iopub_timeout = Float(30, help="Not used; nbgrader's own has it.").tag(config=True)
    budget = Float(300, help="Wall seconds of all cells of a notebook.").tag(config=True)
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
        for note in [*notes, *([done.stopped] if done.stopped else [])]:
            self.log.warning("%s", note)
        executed = nbformat.reads(done.text, as_version=4)
        for cell, ran in zip(nb.cells, executed.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = ran.outputs, None
        return nb, resources
