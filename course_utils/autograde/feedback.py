"""What students read after grading: nbgrader's pages, saying what the checks said, and no more.

Hidden tests are cut from the cells, tracebacks are left out, and so is what students' own cells
showed: their code has seen the inputs of hidden tests, so it could print them. Of a hidden test a
student reads one of few fixed sentences (causes.py). Text was made inert when the graded copy was
written; HTML is cleaned again here, for copies that something else wrote.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from bleach import ALLOWED_TAGS, clean
from jinja2 import Environment, PackageLoader
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config

from course_utils.answers import left_over
from course_utils.autograde import causes, late
from course_utils.autograde.clock import TooSlow, processor_seconds
from course_utils.autograde.gradebook import opened
from course_utils.autograde.gradebook import shown as shown_url
from course_utils.autograde.markdown import attached
from course_utils.autograde.nbgrader_bridge import (
    nbgrader_config,
    teachers_code,
    without_hidden_tests,
)
from course_utils.autograde.record import without_copy
from course_utils.course import CourseError, Lesson, replace_file

MAX_SECONDS = 20  # of processor time for one page; an ordinary one needs less than one
MAX_COPY = 50_000_000  # bytes of a graded copy
BESIDE = ("timestamp.txt", "submission_secret.txt")  # what `nbgrader release_feedback` needs
TAGS = {
    *ALLOWED_TAGS, "details", "summary", "p", "div", "span", "pre", "table", "thead", "tbody", "tr",
    "th", "td", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "img", "del", "sub", "sup",
}  # fmt: skip
PICTURE = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,")
MARK = "line_of_a_test_that_is_looked_for"


class Withhold(NbGraderPreprocessor):
    """Leaves of a graded notebook what its student may read."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        answers = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in nb.cells}
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            told = ""
            if is_grade(cell) and not is_solution(cell):
                answer = answers.get(cell.metadata.nbgrader.grade_id.removeprefix("test_"))
                told = _told(cell, self.config)
                if answer and told == causes.SENTENCES["NotImplementedError"]:
                    told = left_over(answer.source) or told
            if is_grade(cell):
                cell.source = without_hidden_tests(cell.source, self.config).rstrip()
            cell.outputs = []
            if told:
                cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=told)]
        if why := _lateness(resources.get("nbgrader", {})):
            nb.cells.insert(0, nbformat.v4.new_markdown_cell(why))
        return nb, resources


class Inert(SanitizeHTML):
    """Text of any author, as HTML that does nothing: no scripts, handlers, styles, odd links.

    nbconvert cleans the HTML in a text and then renders its Markdown, whose links it does not
    clean. So here it is rendered first, and the whole becomes one block of HTML; a line without
    text would end that and let Markdown begin again, hence the comment in it.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        if cell.cell_type != "markdown":
            return super().preprocess_cell(cell, resources, index)
        pictures = attached(cell.get("attachments"))
        # A picture that is missing is an error for the renderer.
        renderer = IPythonRenderer(escape=False, attachments=_Pictures(pictures))
        html = MarkdownWithMath(renderer=renderer).render(cell.source)
        html = clean(html, TAGS, _harmless, [*PROTOCOLS, "data"], strip=True)
        lines = [line if line.strip() else "<!-- -->" for line in html.split("\n")]
        cell.source = "\n".join(["<div>", *lines, "</div>"])
        cell.pop("attachments", None)
        return cell, resources


PROTOCOLS = ("http", "https", "mailto")


class _Pictures(dict[str, Any]):
    """Attachments by name; an empty one for a name that is not there."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> dict[str, str]:
        return {"image/png": ""}


def _harmless(tag: str, name: str, value: str) -> bool:
    """Whether an attribute stays."""
    if tag == "a":
        link = value.startswith(("#", *(f"{p}:" for p in PROTOCOLS)))
        return name == "title" or (name == "href" and link)
    return tag == "img" and (name == "alt" or (name == "src" and value.startswith(PICTURE)))


def _lateness(names: dict[str, Any]) -> str:
    """What was taken off because it was late, and why; "" if it was in time."""
    if not {"db_url", "student"} <= names.keys():
        return ""
    with opened(names["db_url"]) as gradebook:
        place = (names["student"], names["assignment"])
        why = late.explained(gradebook, place, names["notebook"])
    return f"{why} **Taken off: {names.get('late_penalty') or 0:g} points.**" if why else ""


def _told(cell: NotebookNode, config: Config) -> str:
    """What came of a test cell, in words."""
    about = cell.metadata.nbgrader
    score, points = about.get("score"), about.get("points")
    part = score is not None and points is not None
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if not errors:
        return f"{score:g} of {points:g} points" if part and score < points else "passed"
    given = f"\n{score:g} of {points:g} points were given for it" if part and score else ""
    # An interrupted cell shows KeyboardInterrupt first, then why it was interrupted.
    error = errors[-1]
    name, text = error.ename, error.evalue
    if name in causes.ENDED:
        return causes.ended(name, text) + given
    if _in_hidden(cell.source, error.traceback, config):
        return causes.of_hidden(name, text, error.traceback, cell.source) + given
    return (text if name == "CheckError" else f"{name}: {text}") + given


def _in_hidden(source: str, traceback: list[str], config: Config) -> bool:
    """Whether the line that failed is one that the release does not have; yes, if in doubt."""
    if without_hidden_tests(source, config) == source:
        return False
    number, lines = causes.line(traceback), source.split("\n")
    if number is None or not 0 < number <= len(lines):
        return True
    lines[number - 1] = MARK
    return MARK not in without_hidden_tests("\n".join(lines), config)


# --- the pages ---


@dataclass(frozen=True)
class Page:
    """One page to write: of a graded copy, or why there is none."""

    lesson: Lesson
    student: str
    copy: Path
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.student}/{self.lesson.assignment}"


def write_feedback(
    chosen: list[Lesson],
    graded: Path,
    url: str,
    out: Path,
    say: Callable[[str], None] = lambda line: None,
) -> int:
    """Write <out>/<student>/<assignment>/<notebook>.html; how many pages.

    A page that cannot be rendered, or not in time, is plain text with the points.

    Args:
        graded: folder with the graded copies.
        url: the gradebook they were graded into.
        say: is told of every page that is not as it should be, one line.

    Raises:
        CourseError: nothing is graded, or into another gradebook.
    """
    if not graded.is_dir():
        raise CourseError(f"nothing is graded: {graded} is no folder; run `course grade` first")
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    with opened(url, chosen[0].root) as gradebook:
        pages = [page for lesson in chosen for page in _pages(gradebook, lesson, graded)]
        if not pages:
            raise CourseError(f"nothing is graded in {graded}: run `course grade` first")
        converters = {root: _Converter(root, url) for root in {page.lesson.root for page in pages}}
        written = 0
        for page in pages:
            folder = out / page.student / page.lesson.assignment
            try:
                html = _html(page, gradebook, converters[page.lesson.root], say)
            except MissingEntry:
                say(f"{page}: is not in {shown_url(url)}, so it has no feedback")
                continue
            replace_file(folder / f"{page.lesson.notebook}.html", html)
            for name in BESIDE:
                given = page.copy.parent / name
                if given.is_file() and not given.is_symlink():
                    shutil.copyfile(given, folder / name)
            written += 1
    if not written:
        raise CourseError(
            f"no feedback could be written: is {shown_url(url)} the gradebook it was graded into?"
        )
    return written


def _pages(gradebook: Gradebook, lesson: Lesson, graded: Path) -> Iterator[Page]:
    """Of everybody who handed this in. Folders are listed: a name may hold [ ] or *."""
    none = without_copy(gradebook, lesson)
    students = {path.name for path in graded.iterdir() if path.is_dir()}
    for student in sorted(students | set(none)):
        copy = graded / student / lesson.assignment / f"{lesson.notebook}.ipynb"
        if copy.is_file():
            yield Page(lesson, student, copy)
        elif student in none:
            yield Page(lesson, student, copy, none[student])


def _html(
    page: Page, gradebook: Gradebook, converter: "_Converter", say: Callable[[str], None]
) -> str:
    if page.reason:
        return _plain(page, gradebook, None)
    try:
        with processor_seconds(MAX_SECONDS):
            return converter.rendered(page)
    except MissingEntry:
        raise
    except TooSlow:
        reason = f"its text takes more than {MAX_SECONDS} s to lay out"
    except Exception as error:  # of whatever renders, on text that a student chose
        reason = f"its text cannot be laid out ({type(error).__name__})"
    say(f"{page}: {reason}; the page is plain")
    try:
        with processor_seconds(MAX_SECONDS):
            notebook = converter.withheld(page)
    except (Exception, TooSlow):
        notebook = None
    return _plain(page, gradebook, notebook)


class _Converter:
    """nbgrader's exporter of feedback, for one course."""

    def __init__(self, root: Path, url: str) -> None:
        config = nbgrader_config(root)
        config.HTMLExporter.preprocessors = ["course_utils.autograde.feedback.Inert"]
        config.GenerateFeedback.preprocessors = []
        with teachers_code(root):
            made = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
        self._exporter = HTMLExporter(config=made.config)
        self._steps = [GetGrades(config=config), Withhold(config=config)]
        for step in [*self._steps, "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor"]:
            self._exporter.register_preprocessor(step, enabled=True)
        self._url = url

    def rendered(self, page: Page) -> str:
        """The page as HTML."""
        name = page.lesson.notebook
        resources = {**self._resources(page), "unique_key": name, "metadata": {"name": name}}
        html, _ = self._exporter.from_notebook_node(_read(page.copy), resources=resources)
        return str(html)

    def withheld(self, page: Page) -> NotebookNode:
        """The notebook with points and comments, of which the student may read everything."""
        notebook, resources = _read(page.copy), self._resources(page)
        for step in self._steps:
            notebook, resources = step.preprocess(notebook, resources)
        return notebook

    def _resources(self, page: Page) -> dict[str, Any]:
        lesson = page.lesson
        names = {"assignment": lesson.assignment, "notebook": lesson.notebook}
        return {"nbgrader": {**names, "student": page.student, "db_url": self._url}}


def _read(copy: Path) -> NotebookNode:
    if copy.stat().st_size > MAX_COPY:
        raise ValueError("too large")
    return nbformat.read(copy, as_version=4)


def _plain(page: Page, gradebook: Gradebook, notebook: NotebookNode | None) -> str:
    """The points, and what the checks said, without anything that needs laying out."""
    lesson = page.lesson
    stored = gradebook.find_submission_notebook(lesson.notebook, lesson.assignment, page.student)
    cells = {} if notebook is None else _said(notebook)
    rows = [
        {
            "name": grade.cell.name,
            "score": grade.score,
            "points": grade.max_score,
            "told": cells.get(grade.cell.name, ""),
        }
        for grade in stored.grades
    ]
    comments = [(c.cell.name, c.comment) for c in stored.comments if c.comment]
    penalty = stored.late_submission_penalty or 0
    why = late.explained(gradebook, (page.student, lesson.assignment), lesson.notebook)
    return _TEMPLATES.get_template("plain_feedback.html.j2").render(
        title=lesson.notebook, reason=page.reason, rows=rows, comments=comments,
        late=penalty, why=why, score=stored.score - penalty, points=stored.max_score,
        texts=[] if notebook is None else [cell.source for cell in notebook.cells],
    )  # fmt: skip


def _said(notebook: NotebookNode) -> dict[str, str]:
    """grade_id -> what came of that cell."""
    named = ((cell.metadata.get("nbgrader", {}).get("grade_id"), cell) for cell in notebook.cells)
    code = {name: cell for name, cell in named if name and cell.cell_type == "code"}
    return {name: "\n".join(o.text for o in cell.outputs) for name, cell in code.items()}


_TEMPLATES = Environment(
    loader=PackageLoader("course_utils.autograde", "."),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
