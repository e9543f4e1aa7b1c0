"""The front page, search and a lesson to read, in a real Chromium that reaches nothing else."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course_utils.author.site import fetched
from course_utils.author.site.pages import IN_BROWSER
from course_utils.course import lessons

ROOT = Path(__file__).parents[2]
LESSONS = lessons(ROOT)
PICTURES = os.environ.get("COURSE_SCREENSHOTS")  # a folder: the key moments are kept there
AXE = (
    "axe-core", "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)  # fmt: skip
SIZES = {"phone": (390, 844), "wide": (1600, 1000)}
FIRST, *_, SEVENTH, EIGHTH = (f"{lesson.assignment}.html" for lesson in LESSONS)
VIEWS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
# axe needs seconds for a lesson: each is seen once in either size and either scheme.
READ = [
    *((view, path) for view in VIEWS for path in ("index.html", "search.html?q=softmax")),
    *((view, path) for view in (VIEWS[0], VIEWS[-1]) for path in (FIRST, SEVENTH, EIGHTH)),
]


@pytest.fixture(params=VIEWS, ids=str)
def page(request: Any, browser: Any, address: str) -> Iterator[Any]:
    """A page of this size and colour scheme; nothing fails to load, nothing is asked elsewhere."""
    size, scheme = request.param
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, base_url=f"{address}/"
    )
    made, wrong = context.new_page(), []
    made.on("request", lambda x: x.url.startswith((address, "data:")) or wrong.append(x.url))
    made.on("response", lambda x: x.status < 400 or wrong.append(x.url))
    made.on("pageerror", lambda x: wrong.append(str(x)))
    made.name = f"{size}_{scheme}"
    yield made
    context.close()
    assert wrong == []


def keep(page: Any, name: str) -> None:
    """A screenshot, if asked for."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"site_{name}_{page.name}.png"))


@pytest.mark.parametrize(("page", "path"), READ, indirect=["page"], ids=str)
def test_it_fits_and_axe_finds_nothing_serious(page: Any, path: str) -> None:
    page.goto(path)
    page.wait_for_timeout(2000)
    keep(page, re.sub(r"\W.*", "", path))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.add_script_tag(path=fetched.npm(*AXE) / "axe.min.js")
    found = page.evaluate("() => axe.run().then(told => told.violations)")
    serious = [
        (v["id"], [node["html"][:200] for node in v["nodes"][:3]])
        for v in found if v["impact"] in ("serious", "critical")
    ]  # fmt: skip
    assert serious == []


def test_the_front_page_leads_to_every_lesson(page: Any) -> None:
    page.goto("index.html")
    assert page.locator(".card").count() == len(LESSONS)
    names = [link.get_attribute("href") for link in page.locator(".card h3 a").all()]
    assert names == [f"{lesson.assignment}.html" for lesson in LESSONS]
    here = page.locator(".card .actions a[href^='lite/']").all_inner_texts()
    assert here == [f"Do {parts or 'it'} here" for parts in IN_BROWSER.values()]
    pictures = page.locator(".card .picture img")
    assert pictures.count() == len(LESSONS)
    page.locator(".card h3 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{FIRST}")


def test_a_lesson_reads_well(page: Any) -> None:
    page.goto(FIRST)
    page.locator("mjx-container").first.wait_for()  # formulas are drawn
    hint = page.locator("details", has_text="Hint 1: a nudge").first
    assert not hint.evaluate("x => x.open")
    hint.locator("summary").click()
    assert "Shapes tell the order" in hint.inner_text()
    figure = page.locator("img.figure").nth(3)
    figure.scroll_into_view_if_needed()
    page.wait_for_function("x => x.complete && x.naturalWidth > 100", arg=figure.element_handle())
    keep(page, "figure")
    assert figure.bounding_box()["width"] <= page.viewport_size["width"]
    page.locator(".next-page").click()
    page.wait_for_url(f"**/{LESSONS[1].assignment}.html")


def test_search_finds_a_word_in_several_lessons(page: Any) -> None:
    page.goto("search.html?q=momentum")
    page.locator("#search-results li").first.wait_for()
    found = {
        re.split(r"[#?/]", link.get_attribute("href"))[0]
        for link in page.locator("#search-results li a").all()
    }
    assert f"{LESSONS[2].assignment}.html" in found
