"""What students read after grading, and what they do not."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from classroom import Classroom, cell
from nbformat.v4 import new_code_cell, new_markdown_cell

EVIL = """<script>alert("run")</script>
<iframe src="javascript:alert(1)"></iframe>
<img src=x onerror="alert(2)"> <style>body {display: none}</style>
[link](javascript:alert(3)) <a href="javascript:alert(4)">here</a>

    code, and then

    \\[link\\](javascript:alert(5))"""
SHOWS = """from IPython.display import HTML, Javascript, display
display(HTML('<script>alert("run")</script>'), Javascript('alert("run")'))
HTML('<iframe src="https://example.org"></iframe>')"""


@pytest.fixture(scope="module")
def pages(classroom: Classroom) -> dict[str, str]:
    """Student -> feedback page."""
    classroom.hand_in("right", classroom.solved())
    classroom.hand_in("wrong", classroom.solved(total="def total(numbers): return 6.5"))
    classroom.hand_in("untouched", classroom.release())
    spy = "seen = []\n\n\ndef total(numbers):\n    seen.append(numbers)\n"
    classroom.hand_in("prints", classroom.solved(total=spy + "    return sum(numbers)"))
    raising = spy + "    raise ValueError(f'leaked {numbers}')"
    classroom.hand_in("raises", classroom.solved(total=raising))
    forging = spy + "    raise type('CheckError', (Exception,), {})(f'leaked {numbers}')"
    classroom.hand_in("forges", classroom.solved(total=forging))
    evil = classroom.solved()
    evil.cells += [new_markdown_cell(EVIL), new_code_cell(SHOWS)]
    cell(evil, "why_zero").source = EVIL
    classroom.hand_in("evil", evil)
    printing = classroom.solved(total=spy + "    return sum(numbers)")
    printing.cells.append(new_code_cell("print('leaked', seen)"))
    classroom.hand_in("prints", printing)
    classroom.grade()
    done = classroom.course("feedback", "01_mini")
    assert done.returncode == 0, done.stderr
    return {
        path.parts[-3]: path.read_text(encoding="utf-8")
        for path in (classroom.root / "feedback").glob("*/01_mini/mini.html")
    }


def test_everybody_has_a_page_with_their_points(pages: dict[str, str]) -> None:
    assert set(pages) == {"right", "wrong", "untouched", "prints", "raises", "forges", "evil"}
    assert "Score: 7.0 / 10.0" in " ".join(pages["right"].split())
    assert "not written yet" in pages["untouched"]


def test_the_checks_message_is_shown(pages: dict[str, str]) -> None:
    assert "Hidden test on an empty list" in pages["wrong"]
    assert "assert_close" in pages["right"]  # the visible test, in its cell


@pytest.mark.parametrize("student", ["right", "wrong", "untouched", "prints", "raises", "forges"])
def test_no_hidden_test_is_shown(pages: dict[str, str], student: str) -> None:
    shown = pages[student].partition("</style>")[2]
    for secret in ("HIDDEN TESTS", "checks.hidden", "default_rng(11)", "Traceback (", "leaked ["):
        assert secret not in shown, secret


def test_an_error_names_its_line_not_its_text(pages: dict[str, str]) -> None:
    assert "ValueError (line 6 of the answer)" in pages["raises"]


class Elements(HTMLParser):
    """Tags and attributes of a page, and the text of its own scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.live = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.live += data if self.found and self.found[-1][0] in ("script", "style") else ""


def test_what_students_wrote_is_inert(pages: dict[str, str]) -> None:
    page = Elements(pages["evil"])
    assert "alert(" not in page.live and "display: none}" not in page.live
    for tag, given in page.found:
        assert tag not in ("iframe", "form", "object", "base"), tag
        assert not any(name.startswith("on") for name in given), given
        assert not (given.get("href") or "").startswith(("javascript", "data")), given


def test_nothing_graded_is_one_line(tmp_path: Path) -> None:
    room = Classroom(tmp_path / "course")
    done = room.course("feedback")
    assert done.returncode == 2
    assert "run `course grade` first" in done.stderr
    assert "Traceback" not in done.stderr
