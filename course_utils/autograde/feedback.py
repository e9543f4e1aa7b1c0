"""What students read after grading: nbgrader's pages, saying what the checks said, and no more.

Hidden tests are cut from the cells, tracebacks are left out, and so is what students' own cells
showed: their code has seen the inputs of hidden tests, so it could print them. Whatever HTML or
JavaScript a student wrote into text is made inert, here and in the formgrader.
"""

import logging
import re
from pathlib import Path
from typing import Any

import nbformat
from bleach import ALLOWED_TAGS
from nbconvert.filters import markdown2html_mistune
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import List, Unicode

from course_utils.autograde.gradebook import shown as shown_url
from course_utils.autograde.nbgrader_bridge import (
    STRUCTURE,
    nbgrader_config,
    teachers_code,
    without_hidden_tests,
)
from course_utils.course import CourseError, Lesson

LINE = re.compile(r" \(line \d+ of the answer\)$")
TEXT_TAGS = (
    "details", "summary", "p", "div", "span", "pre", "table", "thead", "tbody", "tr", "th", "td",
    "h1", "h2", "h3", "h4", "h5", "br", "hr", "img", "del", "sub", "sup",
)  # fmt: skip
# Their text is ours, or the check's, which never names a hidden case.
TOLD = ("CheckError", "CellTimeoutError", "NotRun")


class Withhold(NbGraderPreprocessor):
    """Leaves of a graded notebook what its student may read."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            if is_grade(cell):
                shown = without_hidden_tests(cell.source, self.config)
                text = _told(cell, hidden=shown != cell.source)
                cell.source = shown.rstrip()
                cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
            else:
                cell.outputs = []
        return nb, resources


class Inert(SanitizeHTML):
    """Text of any author, as HTML that does nothing: no scripts, handlers, styles, odd links.

    nbconvert cleans the HTML in a text and then renders its Markdown, whose links it does not
    clean. So here it is rendered first, and the whole becomes one block of HTML; a line without
    text would end that and let Markdown begin again, hence the comment in it.
    """

    tags = List(Unicode(), [*ALLOWED_TAGS, *TEXT_TAGS])

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        if cell.cell_type != "markdown":
            return super().preprocess_cell(cell, resources, index)
        html = self.sanitize_html_tags(markdown2html_mistune(cell.source))
        cell.source = re.sub(r"\n[ \t]*(?=\n)", "\n<!-- -->", f"<div>\n{html}\n</div>")
        return cell, resources


def _told(cell: NotebookNode, hidden: bool) -> str:
    """What came of a test cell, in words."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if not errors:
        return "passed"
    name, text = errors[0].ename, errors[0].evalue
    if name == "NotImplementedError":
        return "not written yet"
    if name in TOLD or not hidden:
        return text if name in TOLD else f"{name}: {text}"
    line = LINE.search(text)  # the text itself could hold what a hidden test passed
    return f"{name}" + (line.group() if line else "")


def write_feedback(chosen: list[Lesson], graded: Path, url: str, out: Path) -> int:
    """Write <out>/<student>/<assignment>/<notebook>.html; how many pages.

    Args:
        graded: folder with the graded copies.
        url: the gradebook they were graded into.

    Raises:
        CourseError: nothing is graded, or nbgrader refuses.
    """
    if not graded.is_dir():
        raise CourseError(f"nothing is graded: {graded} is no folder; run `course grade` first")
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    pages = 0
    for assignment, root in dict.fromkeys((x.assignment, x.root) for x in chosen):
        config = nbgrader_config(root)
        config.CourseDirectory.root = str(root)
        config.CourseDirectory.directory_structure = STRUCTURE
        config.CourseDirectory.db_url = url
        config.CourseDirectory.autograded_directory = str(graded.resolve())
        config.CourseDirectory.feedback_directory = str(out.resolve())
        config.GenerateFeedback.preprocessors = PREPROCESSORS  # in anybody's course
        config.HTMLExporter.preprocessors = ["course_utils.autograde.feedback.Inert"]
        if not list(graded.glob(f"*/{assignment}")):
            continue
        directory = CourseDirectory(config=config)
        directory.assignment_id = assignment
        try:
            with teachers_code(root):
                converter = GenerateFeedback(coursedir=directory, config=config)
                converter.force = True
                converter.start()
        except NbGraderException:
            raise CourseError(
                f"nbgrader could not write the feedback of {assignment}: is {shown_url(url)} the "
                "gradebook it was graded into?"
            ) from None
        pages += len(list(out.glob(f"*/{assignment}/*.html")))
    if not pages:
        raise CourseError(f"nothing is graded in {graded}: run `course grade` first")
    return pages


PREPROCESSORS = [
    "nbgrader.preprocessors.GetGrades",
    "course_utils.autograde.feedback.Withhold",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
