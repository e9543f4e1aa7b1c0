"""The folder that `course site` writes: no solution in it, and no dead link."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from course_utils.author.site.pages import IN_BROWSER
from course_utils.course import lessons

ROOT = Path(__file__).parents[2]
SECRET = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", re.DOTALL)
LESSONS = lessons(ROOT)


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every file that is made of the course's, those inside its wheel too."""
    for path in site.rglob("*"):
        if path.suffix == ".html":  # what a reader sees
            yield str(path), unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))
        elif path.suffix in (".whl", ".wasm", ".zip") and "course_utils" not in path.name:
            continue  # others' packages
        elif path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                for name in wheel.namelist():
                    yield f"{path}/{name}", wheel.read(name).decode("utf-8", "replace")
        elif path.is_file():
            yield str(path), path.read_bytes().decode("utf-8", "replace")


def secrets() -> set[str]:
    """Lines of solutions and hidden tests that stand nowhere in what students get anyway."""
    cells = [c for x in LESSONS for c in nbformat.read(x.release, as_version=4).cells]
    modules = (ROOT / "course_utils").rglob("*.py")
    given = "\n".join([c.source for c in cells] + [m.read_text(encoding="utf-8") for m in modules])
    sources = [lesson.source.read_text(encoding="utf-8") for lesson in LESSONS]
    lines = {x.strip("# ") for text in sources for x in "".join(SECRET.findall(text)).splitlines()}
    return {line for line in lines if len(line) > 30 and line not in given}


def test_no_solution_and_no_hidden_test_is_in_any_file(site: Path) -> None:
    lines = secrets()
    assert len(lines) > 500
    found = {(name, line) for name, text in texts(site) for line in lines if line in text}
    assert found == set()


class Links(HTMLParser):
    """What a page links to or shows, and the places in it that can be linked to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places = {"", "top"}
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.append(value)
            elif name == "id" and value:
                self.places.add(value)


def test_every_link_leads_somewhere(site: Path) -> None:
    pages = {page: Links(page) for page in site.glob("*.html")}
    assert len(pages) == len(LESSONS) + 2  # the front page and search
    dead = []
    for page, found in pages.items():
        for link in map(urlsplit, found.links):
            if link.scheme:
                continue  # outside
            target = (page.parent / unquote(link.path)).resolve() if link.path else page
            places = pages[target].places if target in pages else {link.fragment}
            if not target.is_file() or unquote(link.fragment) not in places:
                dead.append((page.name, link.geturl()))
    assert dead == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.glob("*.html"):
        loaded = re.findall(
            r"<(?:script|img|link)\b[^>]*?(?:src|href)=\"(\w+:[^\"]*)", page.read_text()
        )
        assert [x for x in loaded if not x.startswith("data:")] == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.assignment)
def test_a_lesson_has_its_figures_described_and_its_exercises_empty(site: Path, lesson) -> None:
    page = (site / f"{lesson.assignment}.html").read_text(encoding="utf-8")
    figures = re.findall(r'<img class="figure"[^>]*>', page)
    assert len(figures) >= 14
    assert all(re.search(r'alt="[^"]{20}', figure) for figure in figures)
    seen = unescape(re.sub(r"<[^>]+>", "", page))
    release = nbformat.read(lesson.release, as_version=4)
    assert seen.count("raise NotImplementedError()") == sum(
        "raise NotImplementedError()" in cell.source for cell in release.cells
    )
    assert (site / "downloads" / lesson.release.name).read_bytes() == lesson.release.read_bytes()


@pytest.mark.parametrize("number", IN_BROWSER)
def test_in_the_browser_a_lesson_is_what_students_get(site: Path, number: str) -> None:
    """Cell by cell; but cells that only show something wait where TensorFlow is missing."""
    lesson = next(x for x in LESSONS if x.assignment.startswith(number))
    release = nbformat.read(lesson.release, as_version=4)
    here = nbformat.read(site / "lite/files" / lesson.assignment / lesson.release.name, 4)
    assert [(c.id, c.metadata) for c in here.cells] == [(c.id, c.metadata) for c in release.cells]
    changed = [(a, b) for a, b in zip(here.cells, release.cells, strict=True) if a != b]
    assert bool(changed) == bool(IN_BROWSER[number])
    for now, before in changed:
        assert "nbgrader" not in now.metadata
        assert now.source.startswith(("with when_ready():\n", before.source.partition("\n")[0]))


def test_another_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    command = [Path(sys.executable).with_name("course"), "site", "--out", tmp_path]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    said = f"course: {tmp_path} holds something else: give --out a new folder\n"
    assert (ran.returncode, ran.stderr) == (2, said)
