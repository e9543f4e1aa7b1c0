"""Late days, extensions, and what a student reads about them; nothing runs again for them."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import pytest
from classroom import MODE, NO_WALLS, Classroom
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from typer.testing import CliRunner

from course_utils.autograde import preprocess
from course_utils.autograde.execute import Limits
from course_utils.autograde.extensions import Extension, moment, read
from course_utils.autograde.feedback import write_feedback
from course_utils.autograde.grade import Found, grade
from course_utils.autograde.gradebook import opened
from course_utils.autograde.late_policy import span
from course_utils.autograde.nbgrader_bridge import nbgrader_config
from course_utils.autograde.totals import totals
from course_utils.autograde.workers import pool
from course_utils.cli import app
from course_utils.course import CourseError, lessons

POLICY = """
c.AssignLatePenalties.plugin_class = "course_utils.autograde.late_policy.LatePolicy"
c.LatePolicy.timezone = "Asia/Seoul"
"""
MINI, MICRO = "01_mini", "02_micro"  # of 10 and 8 points; 7 and 8 are earned
WALLS = ["--sandbox", "none"] if NO_WALLS else []


class Term(Classroom):
    """Two assignments. ann is an hour late, then 30 hours; prompt is in time."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        late = {(MINI, "ann"): "2031-05-06T15:59Z", (MICRO, "ann"): "2031-05-14T20:59Z",
                (MINI, "prompt"): "2031-05-06T14:00Z"}  # fmt: skip
        for (assignment, student), when in late.items():
            path = self.hand_in(student, self.solved(assignment), assignment)
            path.with_name("timestamp.txt").write_text(when)
        self.again()
        with Gradebook(self.url) as gradebook:  # 23:59 in Seoul
            gradebook.update_or_create_assignment(MINI, duedate="2031-05-06 14:59:00 UTC")
            gradebook.update_or_create_assignment(MICRO, duedate="2031-05-13 14:59:00 UTC")

    def copied(self, root: Path) -> "Term":
        shutil.copytree(self.root, root)
        made = object.__new__(Term)
        made.root, made.lessons, made._releases = root, lessons(root), self._releases
        made.submitted, made.autograded = root / "submitted", root / "autograded"
        made.url = f"sqlite:///{root / 'gradebook.db'}"
        return made

    def settings(self, lines: str) -> None:
        """What nbgrader_config.py says of lateness."""
        config = self.root / "nbgrader_config.py"
        config.write_text(
            config.read_text().partition("\n# --\n")[0] + f"\n# --\n{POLICY}{lines}\n"
        )

    def extensions(self, *rows: str) -> None:
        text = "\n".join(["student,assignment,due,days", *rows, ""])
        (self.root / "extensions.csv").write_text(text, encoding="utf-8")

    def again(self) -> Found:
        """`course grade`, of everything."""
        first, *_ = grade(lessons(self.root), self.submitted, self.url, self.autograded,
                          partial(pool, 1), Limits(), MODE)  # fmt: skip
        assert isinstance(first, Found)
        return first

    def taken(self) -> tuple[float, float]:
        """What ann loses, after a run that executes nothing."""
        assert self.again() == Found(3, 3)
        with opened(self.url) as gradebook:
            worth = totals(gradebook)
        assert worth["prompt", MINI].late == 0
        return worth["ann", MINI].late, worth["ann", MICRO].late

    def feedback(self, student: str, assignment: str) -> str:
        """The page that a student reads."""
        write_feedback(self.lessons, self.autograded, self.url, self.root / "feedback")
        (page,) = (self.root / "feedback" / student / assignment).glob("*.html")
        return page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Term:
    return Term(tmp_path_factory.mktemp("late") / "course")


@pytest.fixture
def term(graded: Term, tmp_path: Path) -> Iterator[Term]:
    yield graded.copied(tmp_path / "course")


@pytest.mark.parametrize(
    ("settings", "taken"),
    [
        ("", (0, 0)),
        ("c.LatePolicy.fraction_a_day = 0.1", (1, 1.6)),  # of full marks; a begun day counts
        ("c.LatePolicy.points_a_day = 3", (3, 6)),
        ("c.LatePolicy.points_a_day = 5", (5, 8)),  # no more than was earned
        ("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.grace_minutes = 60", (0, 1.6)),
        ("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.grace_minutes = 360", (0, 0.8)),
        # Free days go to what was due first.
        ("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.free_days = 1", (0, 1.6)),
        ("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.free_days = 2", (0, 0.8)),
        ("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.free_days = 9", (0, 0)),
    ],
)
def test_what_it_costs(term: Term, settings: str, taken: tuple[float, float]) -> None:
    term.settings(settings)
    assert term.taken() == pytest.approx(taken)


def test_an_extension_gives_free_days_back_and_goes_with_its_row(term: Term) -> None:
    term.settings("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.free_days = 2")
    assert term.taken() == pytest.approx((0, 0.8))
    term.extensions("ann,mini,,1")
    assert term.taken() == (0, 0)
    term.extensions("ann,mini,2031-05-07 00:30,")  # half an hour too short
    assert term.taken() == pytest.approx((0, 0.8))
    term.extensions(f"ann,{MICRO},2031-05-15T08:00+11:00,")
    assert term.taken() == (0, 0)
    (term.root / "extensions.csv").unlink()  # those in the gradebook stay
    assert term.taken() == (0, 0)
    term.extensions()
    assert term.taken() == pytest.approx((0, 0.8))


def test_nbgraders_own_step_finds_the_same(term: Term) -> None:
    term.settings("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.free_days = 1")
    term.taken()
    term.extensions("ann,02,,1")
    for step, penalty in ((AssignLatePenalties, 1.6), (preprocess.AssignLatePenalties, 0.8)):
        names = {"student": "ann", "assignment": MICRO, "notebook": "micro", "db_url": term.url}
        step(config=nbgrader_config(term.root)).preprocess(
            nbformat.v4.new_notebook(), {"nbgrader": names}
        )
        with opened(term.url) as gradebook:
            assert totals(gradebook)["ann", MICRO].late == pytest.approx(penalty)


def test_feedback_says_what_was_taken_off_and_why(term: Term) -> None:
    term.settings("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.free_days = 2")
    term.extensions("ann,02,,0.25")
    term.taken()
    assert (
        "Handed in 2031-05-07 00:59 KST, 1 h late (due 2031-05-06 23:59 KST). That counts as "
        "1 late day. Free late days cover 1 (1 of 2 left). <strong>Taken off: 0 points."
    ) in term.feedback("ann", MINI)
    page = term.feedback("ann", MICRO)
    assert (
        "Handed in 2031-05-15 05:59 KST, 1 day late (due 2031-05-14 05:59 KST, with an extension "
        "of 6 h). That counts as 1 late day. Free late days cover 1 (0 of 2 left)."
    ) in page
    term.settings("c.LatePolicy.fraction_a_day = 0.1; c.LatePolicy.grace_minutes = 60")
    term.taken()
    assert "within the 60 minutes of grace" in term.feedback("ann", MINI)
    page = term.feedback("ann", MICRO)
    assert "1 day at 10 % of full marks. <strong>Taken off: 0.8 points." in page
    assert "Handed in" not in term.feedback("prompt", MINI)


def test_another_plugin_is_told_of_too(term: Term) -> None:
    term.settings(
        "c.AssignLatePenalties.plugin_class = 'nbgrader.plugins.LateSubmissionPlugin'\n"
        "c.LateSubmissionPlugin.penalty_method = 'zero'"
    )
    assert term.taken() == (7, 8)
    assert "1 h late (due 2031-05-06 23:59 KST). <strong>Taken off: 7 points" in term.feedback(
        "ann", MINI
    )


# extensions.csv

BAD = {
    "ann,03,,1": "no lesson '03': there are 01_mini, 02_micro",
    ",01,,1": "no student",
    "ann,,,1": "no assignment",
    "ann,01,,": "either due or days, and not both",
    "ann,01,2031-05-09,1": "either due or days, and not both",
    "ann,01,,soon": "days 'soon' is no number",
    "ann,01,,-1": "days -1 is not between 0 and 366",
    "ann,01,tomorrow,": "no time: tomorrow",
    "ann,01,2031-05-09 23:59 EST,": "unknown zone EST",
    "ann,01,2031-02-30 23:59,": "day is out of range for month",
}


def test_bad_rows_are_told_a_line_each_and_nothing_is_written(
    term: Term, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(term.root)
    term.settings("c.LatePolicy.fraction_a_day = 0.1")
    before = (term.root / "gradebook.db").read_bytes()
    term.extensions("prompt,01,,1", *BAD, "prompt,mini,,2")
    for command in ("grade", "regrade"):
        done = CliRunner().invoke(app, [command, *WALLS])
        assert (done.exit_code, done.stdout) == (2, "")
        file = term.root / "extensions.csv"
        told = [f"{file}:{n}: {why}" for n, why in enumerate(BAD.values(), start=3)]
        told.append(f"{file}:{len(BAD) + 3}: prompt 01_mini is in line 2 already")
        assert done.stderr.removeprefix("course: ").splitlines() == told
        assert (term.root / "gradebook.db").read_bytes() == before


def test_a_row_for_nobody_is_told_and_not_lost_in_silence(
    term: Term, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(term.root)
    term.settings("")
    term.extensions("ann,01,,1", "an,01,,1")
    done = CliRunner().invoke(app, ["grade", *WALLS])
    told = [line for line in done.stderr.splitlines() if "nothing is known" in line]
    why = "nothing is known of a student 'an': is the name right?"
    assert told == [f"{term.root / 'extensions.csv'}:3: {why}"]


def test_an_extension_that_takes_time_away_is_refused(term: Term) -> None:
    term.settings("")
    term.extensions("ann,01,2031-05-06 22:00,")
    with pytest.raises(CourseError, match=r"csv:2: due before everybody's .*05-06 23:59 KST"):
        term.again()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("c.LatePolicy.timezone = 'Seoul'", "no time zone is called 'Seoul'"),
        ("c.LatePolicy.fraction_a_day = c.LatePolicy.points_a_day = 1", "and not both"),
        ("c.LatePolicy.free_days = -1", "free_days"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(term: Term, line: str, told: str) -> None:
    term.settings(line)
    with pytest.raises(CourseError, match=told):
        term.again()


def test_a_date_without_a_zone_is_read_in_the_courses_or_refused() -> None:
    seoul, berlin = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Berlin")
    assert moment("2031-05-09 23:59", seoul) == datetime(2031, 5, 9, 14, 59)
    assert moment("2031-05-09", seoul) == datetime(2031, 5, 9, 15)  # the end of that day
    assert moment("2031-05-09T23:59+01:00", seoul) == datetime(2031, 5, 9, 22, 59)
    assert moment("2031-10-26 02:30", berlin) == datetime(2031, 10, 26, 1, 30)  # the later one
    with pytest.raises(ValueError, match="skips that time"):
        moment("2031-03-30 02:30", berlin)
    with pytest.raises(ValueError, match="no time zone: write 2031-05-09T23:59"):
        moment("2031-05-09 23:59", None)


def test_a_day_more_keeps_the_hour_on_the_clock() -> None:
    due = datetime(2031, 3, 29, 22, 59)  # 23:59 in Berlin, the night before summer time
    day = Extension(None, 1, 2)
    assert day.beyond(due, ZoneInfo("Europe/Berlin")) == timedelta(hours=23)
    assert day.beyond(due, UTC) == timedelta(days=1)
    assert day.beyond(None, UTC) is None


def test_a_table_as_spreadsheets_save_it(graded: Term, tmp_path: Path) -> None:
    path = tmp_path / "extensions.csv"
    path.write_text("\ufeffStudent;Assignment;Days\r\nann;01;2\r\n;;\r\n", encoding="utf-8")
    assert read(path, graded.lessons, None) == {("ann", MINI): Extension(None, 2, 2)}
    path.write_text("who,what\nann,01\n", encoding="utf-8")
    with pytest.raises(CourseError, match="the columns should be student, assignment"):
        read(path, graded.lessons, None)


def test_spans_in_words() -> None:
    assert [span(timedelta(minutes=m)) for m in (0.2, 60, 61, 24 * 60, 49 * 60 + 5)] == [
        "1 min", "1 h", "1 h 1 min", "1 day", "2 days 1 h 5 min",
    ]  # fmt: skip
