"""The class on one page and in one table, safe to open whatever students called things."""

import csv
import hashlib
import json
import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from classroom import Classroom
from nbgrader.api import Gradebook

from course_utils.autograde.report import (
    LARGE,
    MAX_LINE,
    NAMED,
    ending,
    misconception,
    render,
    summarise,
    without_names,
    write_csv,
    write_html,
    write_json,
)
from course_utils.autograde.results import CellResult, Result
from course_utils.autograde.totals import Total, totals


def result(student: str, assignment: str = "01_mini", reason: str = "", **statuses: str) -> Result:
    """A graded submission; each exercise is worth 2 points."""
    cells = [
        CellResult(
            f"test_{name}",
            2.0 * (status == "passed"),
            2.0,
            status,
            "" if status == "passed" else "why",
        )
        for name, status in statuses.items()
    ]
    return Result(
        student,
        assignment,
        "needs_review" if reason else "graded",
        reason,
        sum(c.score for c in cells),
        sum(c.max_score for c in cells),
        0.5,
        cells,
    )


CLASS = [
    result("ann", double="passed", total="passed"),
    result("bob", double="passed", total="failed"),
    result("ann", "02_micro", halve="passed"),
    result("cy", "02_micro", reason="micro.ipynb is empty", halve="not_run"),
]


class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attributes

    def handle_data(self, data: str) -> None:
        self.text += data


def rows(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # or Excel takes Hangul for something else
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_table_has_a_row_a_student(tmp_path: Path) -> None:
    write_csv(CLASS, tmp_path / "grades.csv")
    assert rows(tmp_path / "grades.csv") == [
        ["student", "01_mini", "02_micro", "score", "max_score", "percent", "to_review"],
        ["ann", "4", "2", "6", "6", "100.0", ""],
        ["bob", "2", "", "2", "6", "33.3", ""],
        ["cy", "", "0", "0", "6", "0.0", "02_micro: micro.ipynb is empty"],
    ]


def test_the_page_shows_students_exercises_and_what_to_look_at() -> None:
    page = Page(render(CLASS))
    for text in ("ann", "bob", "cy", "double", "total", "halve", "micro.ipynb is empty"):
        assert text in page.text
    assert "3 students, 4 submissions, 3 exercises, 6 points" in page.text
    titles = [value for name, value in page.attributes if name == "title"]
    assert titles.count("double: nothing handed in") == 1  # cy
    assert "total: wrong result, 0 of 2\nwhy" in titles


def test_the_class_struggles_where_fewest_are_right() -> None:
    exercises = {e.name: e for e in summarise(CLASS)}
    assert {name: e.share for name, e in exercises.items()} == {
        "double": 1,
        "total": 0.5,
        "halve": 0.5,
    }
    assert exercises["total"].endings == [("wrong result", 1)]


def wrong(student: str, cause: str, assignment: str = "01_mini", message: str = "") -> Result:
    """A submission whose `total` failed, for this cause."""
    made = result(student, assignment, total="failed")
    made.cells[0] = CellResult("test_total", 0, 2, "failed", message, cause)
    return made


def test_the_class_is_told_which_misconception_how_many_hold() -> None:
    class_ = [
        wrong("ann", "half of it"),
        wrong("cy", "a mean"),
        wrong("bob", "a mean"),
        wrong("dan", ""),  # nothing recognised
        wrong("eve", "", message="total is wrong.\n  likely cause: what a student wrote"),
        result("fay", total="error"),
        result("gus", total="passed"),
    ]
    (exercise,) = summarise(class_)
    assert list(exercise.beliefs.items()) == [("a mean", ["bob", "cy"]), ("half of it", ["ann"])]
    assert exercise.misled == 3
    text = Page(render(class_)).text
    assert "2a meanbob, cy" in text and "1half of itann" in text
    assert "What the class holds wrong" not in render(class_[3:])


def test_exercises_that_mislead_most_students_come_first() -> None:
    class_ = [wrong(f"s{i:02}", "a mean", f"0{1 + (i > 1)}_mini") for i in range(NAMED + 4)]
    page = Page(render(class_)).text
    names = ", ".join(f"s{i:02}" for i in range(2, 2 + NAMED))
    assert f"{NAMED + 2}a mean{names} and 2 more" in page
    assert page.index(names) < page.index("2a means00, s01")


@pytest.mark.parametrize(
    "status, message, told",
    [
        ("failed", "total is wrong.\n  got: 3\n  likely cause: a mean", "wrong result"),
        ("error", "KeyError: 'x'\nmore", "KeyError: 'x'"),
        ("error", "", "stopped with an error"),
        ("error", "x" * 9999, "x" * MAX_LINE + " ..."),
        ("timeout", "stopped after 5 s", "stopped after 5 s"),
        ("not_started", "not written yet", "not written yet"),
    ],
)
def test_an_ending_is_one_line(status: str, message: str, told: str) -> None:
    assert ending(CellResult("test_total", 0, 2, status, message)) == told


@pytest.mark.parametrize(
    "status, cause, told",
    [
        ("failed", "a mean", "a mean"),
        ("failed", "x" * 9999, "x" * MAX_LINE + " ..."),
        ("failed", "", ""),
        ("error", "a mean", ""),
    ],
)
def test_a_misconception_is_one_line(status: str, cause: str, told: str) -> None:
    forged = "no\n  likely cause: forged"
    assert misconception(CellResult("test_total", 0, 2, status, forged, cause)) == told


HOSTILE = (
    "<script>alert(1)</script><img src=http://a/b onerror=x><a href='javascript:x'>\"'</td></table>"
)


def test_the_page_runs_nothing_and_loads_nothing() -> None:
    class_ = [*CLASS, result(HOSTILE, reason=HOSTILE, double="failed", total="error")]
    class_[-1].cells[0] = CellResult("test_double", 0, 2, "failed", "", HOSTILE)
    class_[-1].cells[1] = CellResult("test_total", 0, 2, "error", HOSTILE)
    html = render(class_)
    page = Page(html)
    assert page.tags.isdisjoint({"img", "iframe", "object", "a", "link", "base", "form"})
    names = {name for name, _ in page.attributes}
    assert names.isdisjoint({"src", "href", "action"}) and not any(
        n.startswith("on") for n in names
    )
    assert (
        page.text.count(HOSTILE) == 6
    )  # name (three times), reason, belief and error, as they are
    (script,) = re.findall("<script>(.*?)</script>", html, re.DOTALL)
    allowed = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'" in html
    assert script == render([]).partition("<script>")[2].partition("</script>")[0]
    assert not re.search(r"https?://", render(CLASS))


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(1)", "\uff1d1+1", "\t=1", "\r=1", "\n=1", " =1"]
)
def test_the_table_holds_no_formula(name: str, tmp_path: Path) -> None:
    write_csv([result(name, reason="odd", double="passed")], tmp_path / "grades.csv")
    (_, row) = rows(tmp_path / "grades.csv")
    assert row[0] == "'" + name.replace(name[0], " ") if name[0].isspace() else "'" + name


def test_exercises_may_have_any_grade_id_and_change_between_gradings() -> None:
    """Results of another version of a lesson may be among them: the cell is left blank."""
    mine = result("ann", double="passed")
    other = Result(
        "bob", "01_mini", "graded", "", 3, 3, 0.1, [CellResult("check_1", 3, 3, "passed")]
    )
    titles = [v for n, v in Page(render([mine, other])).attributes if n == "title"]
    assert "double: right, 2 of 2" in titles
    assert "check_1: right, 3 of 3" in titles
    assert "check_1: not in what was graded" in titles


def test_an_empty_class_is_a_page_too(tmp_path: Path) -> None:
    write_html([], tmp_path / "deep" / "report.html")
    write_csv([], tmp_path / "grades.csv")
    assert "0 students" in (tmp_path / "deep" / "report.html").read_text()
    assert len(rows(tmp_path / "grades.csv")) == 1


def test_results_survive_the_way_through_the_gradebook() -> None:
    odd = wrong("ann", "a mean", message="a\u2028b\u2029c\u0085d\x0be\x1cf\r\ng")
    assert [Result.of(r.as_json()) for r in (*CLASS, odd)] == [*CLASS, odd]


def test_results_of_earlier_versions_are_read() -> None:
    """They name no cause."""
    assert Result.of(CLASS[1].as_json().replace(', "cause": ""', "")) == CLASS[1]


def test_points_that_changed_give_no_more_than_everything(tmp_path: Path) -> None:
    """A student graded before an exercise was dropped keeps what they had."""
    write_csv([result("ann", a="passed", b="passed"), result("bob", a="passed")], tmp_path / "g")
    assert [row[4] for row in rows(tmp_path / "g")[1:]] == ["100.0", "50.0"]


def test_a_submission_that_met_an_error_of_the_grader_stands_out() -> None:
    bad = [replace(CLASS[0], student=s, status=s, reason="why") for s in ("error", "rejected")]
    text = Page(render([*CLASS, *bad])).text
    assert text.index("not graded: an error of the grader") < text.index("not opened")
    assert text.index("not opened") < text.index("look at it")


class TestTotals:
    """Of a gradebook: by tests, by hand, late, and what awaits a person."""

    @pytest.fixture(scope="class")
    def room(self, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
        room = Classroom(tmp_path_factory.mktemp("course"))
        for student in ("김민지", "=lee", "waits"):
            room.hand_in(student, room.solved())
        assert room.course("grade", "01").returncode == 0
        with Gradebook(room.url) as gradebook:
            for student, points in (("김민지", 2.5), ("=lee", 0)):
                grade = gradebook.find_grade("why_zero", "mini", "01_mini", student)
                grade.manual_score, grade.needs_manual_grade = points, False
            gradebook.find_submission_notebook(
                "mini", "01_mini", "=lee"
            ).late_submission_penalty = 100
            gradebook.db.commit()
        return room

    def test_columns_are_the_gradebooks(self, room: Classroom) -> None:
        done = room.course("report")
        assert done.returncode == 0, done.stderr
        head, *students = rows(room.root / "grades.csv")
        assert head == ["student", "01_mini", "auto", "manual", "late_penalty", "total",
                        "max_score", "percent", "awaiting_a_person", "to_review"]  # fmt: skip
        assert students == [
            ["'=lee", "0", "7", "0", "100", "0", "10", "0.0", "0", ""],
            ["waits", "7", "7", "0", "0", "7", "10", "70.0", "1", ""],
            ["김민지", "9.5", "7", "2.5", "0", "9.5", "10", "95.0", "0", ""],
        ]
        page = Page((room.root / "report.html").read_text(encoding="utf-8")).text
        assert "1 answer awaits a person" in page and "+ 1 by hand" in page
        assert "late -100" in page

    def test_they_are_what_nbgrader_exports(self, room: Classroom) -> None:
        with Gradebook(room.url) as gradebook:
            found = totals(gradebook)
            for student in gradebook.students:
                own = found[student.id, "01_mini"]
                submission = gradebook.find_submission("01_mini", student.id)
                assert own.auto + own.manual == submission.score
                assert own.late == submission.late_submission_penalty
                assert own.most == gradebook.find_assignment("01_mini").max_score

    def test_another_gradebook_is_named(self, room: Classroom) -> None:
        done = room.course("report", "--gradebook", "none.db")
        assert done.returncode == 2 and "none.db: `course grade` makes it" in done.stderr
        assert not (room.root / "none.db").exists()


def test_a_report_as_data(tmp_path: Path) -> None:
    write_json(CLASS, tmp_path / "report.json")
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    ann = told["students"][0]
    assert (ann["student"], ann["score"], ann["max_score"]) == ("ann", 6, 6)
    assert ann["assignments"]["02_micro"]["total"] == 2
    assert [lesson["assignment"] for lesson in told["lessons"]] == ["01_mini", "02_micro"]
    assert told["lessons"][0]["items"][1]["facility"] == 0.5


def test_names_can_be_left_out_altogether(tmp_path: Path) -> None:
    worth = {(r.student, r.assignment): Total(auto=r.score, most=r.max_score) for r in CLASS}
    named = replace(CLASS[1], reason="see errors/bob/01_mini.txt")
    shown = without_names([CLASS[0], named, *CLASS[2:]], worth)
    write_json(shown[0], tmp_path / "report.json", shown[1])
    text = render(*shown) + (tmp_path / "report.json").read_text(encoding="utf-8")
    assert not re.search(r"\b(ann|bob|cy)\b", text)
    assert text.count("student 1") > 1


def test_the_page_shows_how_exercises_measure() -> None:
    many = [
        result(f"s{i}", double="passed", total="passed" if i % 3 else "failed") for i in range(12)
    ]
    page = Page(render(many))
    assert "How the exercises measure" in page.text
    assert "nearly everybody has it: easy; all have the same points" in page.text


def test_a_large_class_has_a_page_for_each_lesson(tmp_path: Path) -> None:
    """All together shows lessons; links lead there and back, and nowhere else."""
    many = [
        replace(result(f"s{i:03}", a, double="passed", total="failed"), assignment=a)
        for i in range(LARGE + 1)
        for a in ("01_mini", "02 ä?#")
    ]
    write_html(many, tmp_path / "report.html")
    names = {path.name for path in (tmp_path / "report").iterdir()}
    assert names == {"01_mini.html", "02 ä?#.html"}
    whole = (tmp_path / "report.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]*)"', whole)
    assert {unquote(link) for link in links} == {f"report/{name}" for name in names}
    assert whole.count('class="share"') == 2 * (LARGE + 1) and 'class="passed"' not in whole.lower()
    page = (tmp_path / "report" / "01_mini.html").read_text(encoding="utf-8")
    assert page.count('<td class="passed"') == LARGE + 1 and "<h1>01_mini</h1>" in page
    assert set(re.findall(r'href="([^"]*)"', page)) == {"../report.html"}
    assert "02 ä" not in page
    write_html(many[: 2 * LARGE], tmp_path / "small.html")
    assert not (tmp_path / "small").exists()
