"""The front page and the reading edition: release notebooks with the solution's figures.

A page is the student's notebook. What the solution notebook adds are outputs of cells that are no
exercise and no check, so no solution and no hidden test is ever read for it.
"""

import base64
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbformat import NotebookNode

from course_utils.author.site import fetched
from course_utils.course import CourseError, Lesson

THEME = Path(__file__).with_name("theme")
# Lessons to do in the browser: "" all of it, or the parts that need no TensorFlow.
IN_BROWSER = {"01": "", "02": "", "03": "", "04": "", "07": "parts 1 to 6"}
# The figure of a lesson that stands for it on the front page; of others, the first.
PICTURES = {
    "01": "plots.functions_with_derivatives",
    "02": "plots.loss_against_accuracy",
    "03": "plots.valley_race",
    "04": "plots.kernel_gallery",
    "05": "plots.class_samples",
    "06": "plots.brain_samples",
    "07": "plots.four_kinds",
    "08": "plots.maps_over_slices",
}
TITLE = re.compile(r"# (\d+) (.+?)(?: \((.+)\))?\n")
HEADING = re.compile(r"^(#{1,5} )", re.MULTILINE)
FENCE = re.compile(r"^(```.*?^```)", re.MULTILINE | re.DOTALL)
HOW = "Your guess goes where the code says `my_guess=...`; then run the cell.\n"


@dataclass(frozen=True)
class Card:
    """A lesson as the front page and the head of its page show it.

    Attributes:
        page, download: addresses in the site.
        do: address of the notebook in JupyterLite, "" where it cannot run there.
        parts: what can be done there, "" for all of it.
        colab: address in Colab, "" where the course's public address is not known.
        picture: an <img>.
    """

    number: str
    title: str
    korean: str
    about: str
    goals: list[str]
    time: str
    first: str
    page: str
    download: str
    do: str
    parts: str
    colab: str
    picture: str


def write(lessons: list[Lesson], source: Path, out: Path, base_url: str = "") -> None:
    """Make Sphinx's source folder, and the pages of it in `out`.

    Raises:
        CourseError: Sphinx failed or warned.
    """
    static, downloads = source / "_static", source / "extra" / "downloads"
    shutil.copytree(THEME, source, ignore=shutil.ignore_patterns("*.j2", "download.js"))
    downloads.mkdir(parents=True)
    static.mkdir()
    for file in ("site.css", "site.js", "favicon.svg"):
        (source / file).rename(static / file)
    shutil.copy(fetched.mathjax(), static / "mathjax.js")
    cards = []
    for lesson in lessons:
        notebook, pictures = reading(lesson, static)
        card = described(lesson, notebook, pictures)
        head = _template("lesson.html.j2").render(card=card)
        first = notebook.cells[0]
        title, _, text = first.source.partition("\n")
        first.source = f"{title}\n\n{head}\n{text}"
        nbformat.write(notebook, source / f"{lesson.assignment}.ipynb")
        shutil.copy(lesson.release, downloads)
        cards.append(card)
    front = _template("index.md.j2").render(cards=cards)
    (source / "index.md").write_text(front, encoding="utf-8")
    _sphinx(source, out, base_url)


def reading(lesson: Lesson, static: Path) -> tuple[NotebookNode, dict[str, str]]:
    """A lesson's release as a page: headings one lower, checks and answers folded, figures.

    Args:
        static: figures are written here, in figures/.

    Returns:
        The notebook, and of each cell with a figure its source -> an <img>.
    """
    notebook = nbformat.read(lesson.release, as_version=4)
    solved = {cell.id: cell for cell in nbformat.read(lesson.solution, as_version=4).cells}
    pictures: dict[str, str] = {}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            cell.source = lowered(cell.source) if number else cell.source
            continue
        fold, label = _fold(cell)
        cell.metadata = nbformat.from_dict({"tags": [fold] * bool(fold)})
        if label:
            cell.metadata["mystnb"] = {"code_prompt_show": label, "code_prompt_hide": label}
        if not fold.startswith("exercise"):
            cell.outputs = [_shown(x, static / "figures") for x in solved[cell.id].outputs]
        for output in cell.outputs:
            if "text/html" in output.get("data", {}):
                pictures.setdefault(cell.source, output.data["text/html"])
    return notebook, pictures


def _fold(cell: NotebookNode) -> tuple[str, str]:
    """How a code cell is folded, MyST-NB's tag, and what its handle says."""
    about = cell.metadata.get("nbgrader", {})
    if about.get("solution"):
        return "exercise", ""
    if about.get("grade"):
        return "hide-input", "The check"
    if cell.source.startswith("predict.reveal("):
        return "hide-cell", "The answer"
    if cell.source.startswith("predict.guess("):
        return "remove-input", ""
    return ("hide-input", "The code") if cell.metadata.get("jupyter") else ("", "")


def _shown(output: NotebookNode, folder: Path) -> NotebookNode:
    """An output for the page: pictures in files of their own, described, with their size."""
    if output.output_type == "stream":
        output.text = output.text.replace(HOW, "")
    data = output.get("data", {})
    if "image/png" not in data:
        return output
    png = base64.b64decode(data["image/png"])
    name = f"{hashlib.sha256(png).hexdigest()[:16]}.png"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(png)
    width, height = struct.unpack(">II", png[16:24])  # of the header
    alt = escape(output.metadata.get("image/png", {}).get("alt", "Figure"))
    image = (
        f'<img class="figure" src="_static/figures/{name}" alt="{alt}" '
        f'width="{width}" height="{height}" loading="lazy">'
    )
    return nbformat.v4.new_output("display_data", {"text/html": image})


def lowered(text: str) -> str:
    """Markdown with each heading one level lower: a page has one title."""
    parts = FENCE.split(text)
    return "".join(p if p.startswith("```") else HEADING.sub(r"#\1", p) for p in parts)


def described(lesson: Lesson, notebook: NotebookNode, pictures: dict[str, str]) -> Card:
    """What a lesson's first cell says of it.

    Raises:
        CourseError: the cell is not as CONTRIBUTING.md asks for.
    """
    text = notebook.cells[0].source
    title, about = TITLE.match(text), re.search(r"\n\n(.+?)\n\n", text, re.DOTALL)
    goals = re.search(r"you can\*\*\n((?:- .+\n|  .+\n)+)", text)
    time = re.search(r"\*\*Time:\*\* (.+?) \*\*Know first:\*\* (.+?)(?:\n\n|$)", text, re.DOTALL)
    if not (title and about and goals and time):
        raise CourseError(f"{lesson.source.name}: its first cell names no title, goals or time")
    number, name = title[1], lesson.release.name
    chosen = [image for code, image in pictures.items() if PICTURES.get(number, "") in code]
    where = f"{lesson.assignment}/{name}"
    address = public_address(lesson.root)
    colab = f"https://colab.research.google.com/github/{address}/blob/main/notebooks/{where}"
    return Card(
        number=number,
        title=title[2],
        korean=title[3] or "",
        about=_plain(about[1]),
        goals=[_plain(goal) for goal in re.split(r"^- ", goals[1], flags=re.MULTILINE)[1:]],
        time=_plain(time[1].partition(". ")[0].rstrip(".")),
        first=_plain(time[2]),
        page=f"{lesson.assignment}.html",
        download=f"downloads/{name}",
        do=f"lite/notebooks/index.html?path={where}" if number in IN_BROWSER else "",
        parts=IN_BROWSER.get(number, ""),
        colab=colab if address else "",
        picture=[*chosen, *pictures.values(), ""][0],
    )


def public_address(root: Path) -> str:
    """The course's OWNER/REPO on GitHub: as an Action there knows it, or as the README says."""
    if known := os.environ.get("GITHUB_REPOSITORY"):
        return known
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    found = re.search(r"colab\.research\.google\.com/github/([\w.-]+/[\w.-]+)/", text)
    return found[1] if found and found[1] != "OWNER/REPO" else ""


def _plain(markdown: str) -> str:
    """One line of HTML of a few words of Markdown."""
    text = escape(" ".join(markdown.split()).rstrip(";"))
    text = re.sub(r"`(.+?)`", r"<code>\1</code>", text)
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)


def _template(name: str) -> Any:
    return Environment(loader=FileSystemLoader(THEME), autoescape=False).get_template(name)


def _sphinx(source: Path, out: Path, base_url: str) -> None:
    """Run it in a process of its own; a warning is an error."""
    command = [
        sys.executable, "-m", "sphinx", "--builder", "html", "--fail-on-warning", "--keep-going",
        "--quiet", "--jobs", "auto", f"--define=html_baseurl={base_url}", str(source), str(out),
    ]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode:
        lines = ran.stderr.strip().splitlines() or ["no reason given"]
        raise CourseError(f"the reading edition could not be made: {lines[0]}")
    for rest in (".doctrees", "_sources"):
        shutil.rmtree(out / rest, ignore_errors=True)
    for page in out.glob("*.html"):  # a fold is called by what it says, not all of them alike
        text = page.read_text(encoding="utf-8")
        text = text.replace(' aria-label="Toggle hidden content"', "")
        page.write_text(text, encoding="utf-8")
