"""What stands beside a written answer in nbgrader's formgrader: the model answer, and comments that
a click puts into the comment box.

Named in nbgrader_config.py, after everything that makes students' text inert:

    c.HTMLExporter.preprocessors = ["course_utils.autograde.formgrade.ModelAnswers"]

Comments are those of comments.toml in the course folder (assignment -> grade_id -> list of texts),
and those that were given to this question before, the most frequent first. Feedback is written by
the same exporter: there nothing of this is added.
"""

import html
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Comment, Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearMarkScheme, ClearSolutions, NbGraderPreprocessor

from course_utils.autograde.nbgrader_bridge import find_lessons, read_source
from course_utils.course import CourseError

FILE = "comments.toml"
MOST = 8  # comments given before
LONGEST = 500  # characters of one that is offered again
# A click appends the button's text. nbgrader saves a box that has changed, and writes what it saved
# back into it: so it is told a moment later, when no second click follows.
CLICK = (
    "const box = document.getElementById(this.dataset.to);"
    "box.value += (box.value ? '\\n' : '') + this.textContent;"
    "box.focus(); clearTimeout(box.saving);"
    "box.saving = setTimeout(() => $(box).trigger('change'), 700)"
)


class ModelAnswers(NbGraderPreprocessor):
    """Adds both to the formgrader's page of a submission, and to no other page."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        if not {"submission_id", "assignment_id", "notebook_id"} <= set(resources):
            return nb, resources  # feedback, or any export
        course = CourseDirectory(config=self.config)
        name, notebook = resources["assignment_id"], resources["notebook_id"]
        models = self._models(Path(course.root), name, notebook)
        comments, problem = _written(Path(course.root), name)
        before = _given(course, name, notebook)
        shown: list[NotebookNode] = []
        for cell in nb.cells:
            shown.append(cell)
            data = cell.metadata.get("nbgrader", {})
            if not data.get("task") and not (data.get("grade") and data.get("solution")):
                continue
            grade_id = str(data["grade_id"])
            if grade_id in models:
                shown.append(new_markdown_cell(models[grade_id]))
            some = dict.fromkeys([*comments.get(grade_id, []), *before.get(grade_id, [])])
            if some or problem:
                shown.append(new_markdown_cell(_buttons(grade_id, list(some), problem)))
        nb.cells = shown
        return nb, resources

    def _models(self, root: Path, assignment: str, notebook: str) -> dict[str, str]:
        """grade_id -> the instructor's answer, as Markdown."""
        try:
            lessons = [x for x in find_lessons([assignment], root) if x.notebook == notebook]
            cells = read_source(lessons[0]).cells if lessons else []
        except CourseError as why:
            self.log.warning("no model answers: %s", why)
            return {}
        solutions, schemes = ClearSolutions(config=self.config), ClearMarkScheme(config=self.config)
        marks = (
            (solutions.begin_solution_delimeter, solutions.end_solution_delimeter),
            (schemes.begin_mark_scheme_delimeter, schemes.end_mark_scheme_delimeter),
        )
        found = {}
        for cell in cells:
            data = cell.metadata.get("nbgrader", {})
            grade_id = data.get("grade_id")
            text = "\n\n".join(filter(None, (_between(cell.source, *pair) for pair in marks)))
            if data.get("solution") and not text:
                text = cell.source  # without regions nbgrader takes out the whole cell
            if grade_id and text:
                found[str(grade_id)] = _quoted(text, cell.cell_type == "code")
        return found


def _between(source: str, begin: str, end: str) -> str:
    """What stands in the regions with these delimiters."""
    found = re.findall(
        rf"{re.escape(begin)}[^\n]*\n(.*?)(?=\n?[^\n]*{re.escape(end)})", source, re.DOTALL
    )
    return "\n\n".join(text.strip("\n") for text in found)


def _quoted(text: str, code: bool) -> str:
    if code:
        text = f"```python\n{text}\n```"
    lines = ["*The instructor's answer, shown here only:*", "", *text.splitlines()]
    return "\n".join(f"> {line}" for line in lines)


def _written(root: Path, assignment: str) -> tuple[dict[str, list[str]], str]:
    """grade_id -> comments of comments.toml; and what is wrong with that file."""
    try:
        told = tomllib.loads((root / FILE).read_text(encoding="utf-8")).get(assignment, {})
        return {str(k): [str(text).strip() for text in v] for k, v in told.items()}, ""
    except FileNotFoundError:
        return {}, ""
    except (OSError, ValueError, AttributeError, TypeError) as error:
        return {}, f"{FILE} cannot be read: {error}"


def _given(course: CourseDirectory, assignment: str, notebook: str) -> dict[str, list[str]]:
    """grade_id -> comments that people wrote there, the most frequent first."""
    found: dict[str, Counter[str]] = {}
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            cells = gradebook.find_notebook(notebook, assignment).solution_cells
        except MissingEntry:
            return {}
        names = {cell.id: cell.name for cell in cells}
        wanted = Comment.cell_id.in_(names), Comment.manual_comment.isnot(None)
        for comment in gradebook.db.query(Comment).filter(*wanted):
            text = (comment.manual_comment or "").strip()
            if text and len(text) <= LONGEST:
                found.setdefault(names[comment.cell_id], Counter())[text] += 1
    return {name: [text for text, _ in each.most_common(MOST)] for name, each in found.items()}


def _buttons(grade_id: str, comments: list[str], problem: str) -> str:
    """As one block of HTML: a line without text would end it."""
    to, click = html.escape(grade_id) + "-comment", html.escape(CLICK)
    made = [
        f'<button type="button" class="btn btn-default btn-xs comment-bank" data-to="{to}" '
        f'style="white-space: normal; text-align: left; margin: 2px" onclick="{click}">'
        f"{html.escape(text).replace(chr(10), '&#10;')}</button>"
        for text in comments
    ]
    told = f"<p>{html.escape(problem)}</p>" if problem else ""
    return f"<div>{told}{'Comments: ' if made else ''}{''.join(made)}</div>"
