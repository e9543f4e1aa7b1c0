"""What students read after grading, and what they do not."""

import builtins
import html
import re
import socket
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from classroom import ROOT, Classroom, cell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import is_grade
from traitlets.config import Config

from course_utils.autograde import causes, feedback, outputs
from course_utils.autograde.nbgrader_bridge import read_source
from course_utils.autograde.remote.examiner import Student, examine
from course_utils.checks.messages import UNKNOWN
from course_utils.course import Lesson, lessons

EVIL = """<script>alert("run")</script>
<iframe src="javascript:alert(1)"></iframe>
<img src=x onerror="alert(2)"> <style>body {display: none}</style>
[link](javascript:alert(3)) <a href="javascript:alert(4)">here</a>

    code, and then

    \\[link\\](javascript:alert(5))"""
# By a hidden test: what an answer could tell itself through feedback.
RAISED = {
    "raises_hidden": "ValueError(f'leaked {numbers}')",
    "chooses_a_name": "[KeyError, IndexError, ZeroDivisionError][len(numbers)](numbers)",
    "forges": "type('CheckError', (Exception,), {})(f'leaked {numbers}')",
    "chooses_a_cause": "AssertionError('x\\n  likely cause: the sign is reversed')",
}
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
    hidden = "def total(numbers):\n    if numbers:\n        return sum(numbers)\n    raise "
    for student, raised in RAISED.items():
        classroom.hand_in(student, classroom.solved(total=hidden + raised))
    visible = "def total(numbers):\n\n\n\n    raise ValueError('only short lists')"
    classroom.hand_in("raises_visibly", classroom.solved(total=visible))
    classroom.hand_in("[a]+(b)", classroom.solved())
    classroom.hand_in("broken_later", classroom.solved())
    evil = classroom.solved()
    evil.cells += [new_markdown_cell(EVIL), new_code_cell(SHOWS)]
    cell(evil, "why_zero").source = EVIL
    classroom.hand_in("evil", evil)
    printing = classroom.solved(total=spy + "    return sum(numbers)")
    printing.cells.append(new_code_cell("print('leaked', seen)"))
    classroom.hand_in("prints", printing)
    classroom.grade()
    assert classroom.course("feedback", "01_mini").returncode == 0
    classroom.hand_in("broken_later", "{")
    classroom.grade()
    done = classroom.course("feedback", "01_mini")
    assert done.returncode == 0, done.stderr
    return {
        path.parts[-3]: path.read_text(encoding="utf-8")
        for path in (classroom.root / "feedback").glob("*/01_mini/mini.html")
    }


def test_everybody_has_a_page_with_their_points(pages: dict[str, str]) -> None:
    assert "Score: 7.0 / 10.0" in " ".join(pages["right"].split())
    assert "not written yet" in pages["untouched"]


def test_the_checks_message_is_shown(pages: dict[str, str]) -> None:
    assert "Hidden test on an empty list" in pages["wrong"]
    assert "assert_close" in pages["right"]  # the visible test, in its cell


@pytest.mark.parametrize("student", ["right", "wrong", "untouched", "prints", *RAISED])
def test_no_hidden_test_is_shown(pages: dict[str, str], student: str) -> None:
    shown = pages[student].partition("</style>")[2]
    for secret in ("HIDDEN TESTS", "checks.hidden", "default_rng(11)", "Traceback (", "leaked ["):
        assert secret not in shown, secret


def test_an_error_in_a_visible_test_is_told_in_full(pages: dict[str, str]) -> None:
    assert "ValueError: only short lists (line 5 of the answer)" in pages["raises_visibly"]


def told(page: str) -> list[str]:
    """What a page says of its tests."""
    found = re.findall(r"<pre>(.*?)</pre>", page.partition("</style>")[2], re.DOTALL)
    return [html.unescape(re.sub("<[^>]*>", "", text)).strip() for text in found]


def test_of_a_hidden_test_only_fixed_sentences_are_read(pages: dict[str, str]) -> None:
    """Neither the name, the line nor the text of an error; nor a cause that a student chose."""
    ended = (causes.SENTENCES["error"], causes.SENTENCES["wrong"])
    fixed = [f"Hidden test on an empty list: {end}.\n  likely cause: {UNKNOWN}" for end in ended]
    for student in RAISED:
        (said,) = [text for text in told(pages[student]) if "Hidden test" in text]
        assert said in fixed, student


@pytest.mark.parametrize("lesson", lessons(ROOT), ids=lambda lesson: lesson.assignment)
def test_what_an_attempt_can_carry_is_bounded(lesson: Lesson) -> None:
    """docs/autograder.md says how many bits: of everything that could be shown of a test."""
    tests = [c.source for c in read_source(lesson).cells if is_grade(c)]
    # A hole in a pattern holds nothing in a hidden test but the name of one of Python's errors.
    errors = sum(isinstance(x, type) and issubclass(x, Exception) for x in vars(builtins).values())
    for source in tests:
        fixed, patterns = causes._known(source)
        told = len(fixed) + len(patterns) * errors + 1
        topics = len(causes._topics(source)) + 1
        passed = 1
        assert passed + len(causes.SENTENCES) + 2 * topics * told < 2**16


def test_a_student_without_a_copy_has_a_page_with_the_reason(pages: dict[str, str]) -> None:
    assert "could not be graded" in pages["broken_later"]
    assert "Score: 0.0 / 10.0" in pages["broken_later"]


@pytest.mark.parametrize("student", ["[a]+(b)", "right"])
def test_names_may_hold_brackets(pages: dict[str, str], student: str) -> None:
    assert "Score: 7.0 / 10.0" in " ".join(pages[student].split())


def test_what_takes_too_long_to_lay_out_is_plain(
    pages: dict[str, str], classroom: Classroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A copy that something else wrote: ours hold less text."""
    slow = classroom.graded_copy("right")
    cell(slow, "why_zero").source = "<script>\\\\[ " * 30_000
    graded = tmp_path / "graded" / "right" / "01_mini" / "mini.ipynb"
    graded.parent.mkdir(parents=True)
    nbformat.write(slow, graded)
    monkeypatch.setattr(feedback, "MAX_SECONDS", 0.5)
    said: list[str] = []
    out = tmp_path / "feedback"
    mini = classroom.lessons[:1]
    feedback.write_feedback(mini, tmp_path / "graded", classroom.url, out, said.append)
    assert said == ["right/01_mini: its text takes more than 0.5 s to lay out; the page is plain"]
    page = (out / "right" / "01_mini" / "mini.html").read_text(encoding="utf-8")
    assert "Score: 7.0 / 10.0" in page and "passed" in page
    assert "<script>" not in page and "HIDDEN TESTS" not in page


class Elements(HTMLParser):
    """Tags and attributes of a page, and the text of its own scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.live = ""
        self.feed(page)

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


CELL = """{blank}from course_utils import checks
def f(x): return x
checks.assert_close(f(1), {first}, "f")
### BEGIN SECRET
{hidden}
### END SECRET"""
BARE = (
    'checks.assert_close(f(17), 289, "f")',
    "assert f(17) == 289, 'f(17) is 289'",
    "for x in (17,):\n    if f(x) != 289:\n        raise ValueError(f'289, not {x}')",
    "def look():\n    checks.assert_equal(f('secret 17'), 'secret 289', 'f')\nlook()",
    "[][289]",
    "import sys; sys.exit(17)",
)


def withheld(source: str) -> str:
    """What a student reads of this test cell, in a course with delimiters of its own."""
    config = Config()
    config.ClearHiddenTests.begin_test_delimeter = "### BEGIN SECRET"
    config.ClearHiddenTests.end_test_delimeter = "### END SECRET"
    about = {"grade": True, "grade_id": "test_f", "solution": False, "points": 1, "score": 0}
    test = new_code_cell(source, metadata={"nbgrader": about})
    test.outputs = [outputs.node(output) for output in examine(source, Student(socket.socket()))]
    feedback.Withhold(config=config).preprocess(new_notebook(cells=[test]), {})
    return str(test.source) + "".join(output.text for output in test.outputs)


@pytest.mark.parametrize("blank", ["", "\n \n"])
@pytest.mark.parametrize("hidden", BARE)
def test_a_hidden_test_without_words_for_students_says_nothing(hidden: str, blank: str) -> None:
    shown = withheld(CELL.format(first=1, hidden=hidden, blank=blank))
    assert "f(1)" in shown and "passed" not in shown
    for secret in ("17", "289", "secret", "IndexError", "SystemExit"):
        assert secret not in shown, secret


@pytest.mark.parametrize("blank", ["", "\n \n"])
def test_a_visible_test_beside_it_says_everything(blank: str) -> None:
    shown = withheld(CELL.format(first=8.25, hidden=BARE[0], blank=blank))
    assert "expected: 8.25" in shown and "289" not in shown


@pytest.mark.parametrize(
    "points, error, said",
    [(1, False, "passed"), (0.25, False, "0.25 of 1 points"), (0.5, True, "0.5 of 1 points")],
)
def test_a_test_that_a_person_marked_says_so(points: float, error: bool, said: str) -> None:
    about = {"grade": True, "grade_id": "t", "solution": False, "points": 1, "score": points}
    test = new_code_cell("f()", metadata={"nbgrader": about})
    test.outputs = [outputs.node(outputs.error("CheckError", "f is wrong."))] if error else []
    feedback.Withhold().preprocess(new_notebook(cells=[test]), {})
    assert said in test.outputs[0].text and error == ("wrong" in test.outputs[0].text)


def test_a_code_answer_that_a_person_marks_is_not_said_to_pass() -> None:
    about = {"grade": True, "grade_id": "t", "solution": True, "points": 4, "score": 1}
    answer = new_code_cell("f()", metadata={"nbgrader": about})
    feedback.Withhold().preprocess(new_notebook(cells=[answer]), {})
    assert answer.outputs == []
