"""A person grades the written answers of a class in nbgrader's formgrader, in a real Chromium: the
queue, the model answer and the comments beside each answer, and what the gradebook holds then.
"""

import csv
import os
from collections.abc import Iterator
from typing import Any

import pytest
from nbgrader.api import Gradebook
from test_pages import CHROMIUM, Classroom, Watched, address, watched

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER TEST RAN: there is no Chromium here (apt install chromium)"
)
__all__ = ["address", "watched"]  # fixtures: a server in `room`, a page

PICTURES = os.environ.get("COURSE_SCREENSHOTS")
WRITTEN = "Say *why* it is 0 & not <b>1</b>."


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Classroom]:
    """Two students, graded by tests; their written answers wait."""
    room = Classroom(tmp_path_factory.mktemp("course"))
    for student in ("ann", "bob"):
        room.hand_in(student, room.solved())
    room.grade()
    (room.root / "comments.toml").write_text(f'[01_mini]\nwhy_zero = ["Good.", "{WRITTEN}"]\n')
    yield room


def awaiting(room: Classroom) -> dict[str, str]:
    """Student -> how many answers await a person, as grades.csv says."""
    assert room.course("report").returncode == 0
    with (room.root / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row["awaiting_a_person"] for row in csv.DictReader(file)}


def stored(room: Classroom, student: str) -> tuple[float, bool, str | None]:
    with Gradebook(room.url) as gradebook:
        grade = gradebook.find_grade("why_zero", "mini", "01_mini", student)
        comment = gradebook.find_comment("why_zero", "mini", "01_mini", student)
        return grade.score, bool(grade.needs_manual_grade), comment.manual_comment


def until(page: Any, done: Any) -> None:
    """nbgrader saves in the background."""
    for _ in range(50):
        if done():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it was not saved")


def test_a_person_grades_the_queue(watched: Watched, address: str, room: Classroom) -> None:
    page = watched.page
    assert awaiting(room) == {"ann": "1", "bob": "1"}

    page.goto(f"{address}/lab?token=t")  # logs in
    page.goto(f"{address}/formgrader/gradebook/01_mini/mini")
    queue = page.locator("tbody tr:has(td.needs-manual-grade span)")
    queue.nth(1).wait_for()
    assert queue.count() == 2
    queue.nth(0).locator("a").first.click()

    answer = page.locator("#why_zero-comment")
    answer.wait_for()
    page.wait_for_timeout(1000)  # nbgrader fetches points and comments
    assert "shown here only" in page.content()
    bank = page.locator("button.comment-bank[data-to=why_zero-comment]")
    assert [text.strip() for text in bank.all_inner_texts()] == ["Good.", WRITTEN]
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/formgrader_written.png", full_page=True)
    bank.nth(0).click()
    bank.nth(1).click()
    assert answer.input_value() == f"Good.\n{WRITTEN}"
    until(page, lambda: "Good." in str([stored(room, s)[2] for s in ("ann", "bob")]))
    page.locator("#why_zero").fill("2")
    page.locator("#why_zero").press("Tab")

    def first() -> list[str]:
        return [s for s in ("ann", "bob") if stored(room, s) == (2, False, f"Good.\n{WRITTEN}")]

    until(page, first)
    (done,) = first()
    (other,) = {"ann", "bob"} - {done}
    assert awaiting(room) == {done: "0", other: "1"}

    with page.expect_navigation():
        page.get_by_text("Next").click()
    page.locator("#why_zero-comment").wait_for()
    page.wait_for_timeout(1000)
    offered = page.locator("button.comment-bank").all_text_contents()
    assert [text.strip() for text in offered] == ["Good.", WRITTEN, f"Good.\n{WRITTEN}"]
    page.locator("#why_zero").fill("3")
    page.locator("#why_zero").press("Tab")
    until(page, lambda: stored(room, other)[0] == 3)
    assert awaiting(room) == {"ann": "0", "bob": "0"}
    assert watched.ran() == []

    assert room.course("feedback", "01").returncode == 0
    html = (room.root / "feedback" / done / "01_mini" / "mini.html").read_text(encoding="utf-8")
    assert "Good." in html and "shown here only" not in html
