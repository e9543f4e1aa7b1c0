"""The gradebook's own record: what is graded, what came of it, and what must run again."""

import copy
import json
import shutil
import sqlite3
from functools import partial
from pathlib import Path

import nbformat
import pytest
from classroom import MODE, Classroom, cell, scores
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader_courses import Course, answer, graded

import course_utils
from course_utils.autograde import record
from course_utils.autograde.execute import Limits
from course_utils.autograde.grade import Found, grade
from course_utils.autograde.gradebook import LEDGER, opened
from course_utils.autograde.jobs import digest_of
from course_utils.autograde.nbgrader_bridge import nbgrader_config, teachers_code
from course_utils.autograde.results import Result
from course_utils.autograde.totals import Total, totals
from course_utils.autograde.workers import pool
from course_utils.course import lessons, select

DUE = "2031-05-06 00:00:00 UTC"
PLUGIN = """
from nbgrader.plugins import BasePlugin


class Late(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score {what}
"""
SETTING = "\nc.AssignLatePenalties.plugin_class = 'penalties.Late'\n"


class Class(Classroom):
    """Three students of 01_mini: right (7), wrong (5, without `total`) and late (7, a day)."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.hand_in("right", self.solved())
        self.hand_in("wrong", self.solved(total="def total(numbers): return 0.5"))
        stamp = self.hand_in("late", self.solved()).with_name("timestamp.txt")
        stamp.write_text("2031-05-07 00:00:00 UTC")

    def copy(self, root: Path) -> "Class":
        """The same class in another folder, graded as it is here."""
        made = copy.copy(self)
        shutil.copytree(self.root, root)
        made.root, made.lessons = root, lessons(root)
        made.submitted, made.autograded = root / "submitted", root / "autograded"
        made.url = f"sqlite:///{root / 'gradebook.db'}"
        return made

    def penalties(self, what: str) -> None:
        """What the plugin beside the settings takes off."""
        (self.root / "penalties.py").write_text(PLUGIN.format(what=what))
        config = self.root / "nbgrader_config.py"
        if SETTING not in config.read_text():
            config.write_text(config.read_text() + SETTING)

    def source(self, old: str, new: str) -> None:
        """The instructor changes the lesson."""
        path = self.lessons[0].source
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self) -> tuple[Found, dict[str, Result]]:
        """Grade everybody; what need not run, and results by student."""
        first, *steps = grade(
            select(self.root, ["01"]), self.submitted, self.url, self.autograded,
            partial(pool, 1), Limits(), MODE,
        )  # fmt: skip
        assert isinstance(first, Found)
        return first, {step.student: step for step in steps if isinstance(step, Result)}

    def stored(self) -> dict[str, Result]:
        """What the gradebook holds, as the report reads it."""
        with opened(self.url) as gradebook:
            return {result.student: result for result in record.results(gradebook)}

    def worth(self) -> dict[str, Total]:
        with opened(self.url) as gradebook:
            return {student: total for (student, _), total in totals(gradebook).items()}

    def due(self, when: str | None) -> None:
        with Gradebook(self.url) as gradebook:
            gradebook.update_or_create_assignment("01_mini", duedate=when)


def points(name: str, old: int, new: int) -> tuple[str, str]:
    """A change of a cell's points, for `Class.source`."""
    locked = "false" if name == "why_zero" else "true"
    before = f'"{name}", "locked": {locked}, "points": '
    return f"{before}{old},", f"{before}{new},"


def executed(results: dict[str, Result]) -> set[str]:
    """Students whose work was executed just now: by a worker."""
    return {student for student, result in results.items() if result.worker}


EVERYBODY = {"right", "wrong", "late"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """A class that is graded: each test changes a copy."""
    room = Class(tmp_path_factory.mktemp("record") / "course")
    found, results = room.run()
    assert found == Found(3, 0)
    assert executed(results) == EVERYBODY
    return room


@pytest.fixture
def room(template: Class, tmp_path: Path) -> Class:
    return template.copy(tmp_path / "course")


def test_what_has_not_changed_is_not_executed(room: Class) -> None:
    before = room.stored()
    found, results = room.run()
    assert found == Found(3, 3)
    assert executed(results) == set()
    assert results == before
    assert {student: result.score for student, result in before.items()} == {
        "right": 7, "wrong": 5, "late": 7,
    }  # fmt: skip


# What it is worth to be late: found at every run, without executing anything.


def test_a_due_date_an_extension_and_the_penalty_count_without_executing(room: Class) -> None:
    room.penalties("/ 2")

    def penalties() -> dict[str, float]:
        found, results = room.run()
        assert (found, executed(results)) == (Found(3, 3), set())
        return {student: total.late for student, total in room.worth().items()}

    none = dict.fromkeys(EVERYBODY, 0.0)
    assert penalties() == none
    room.due(DUE)
    assert penalties() == none | {"late": 3.5}
    room.penalties("/ 7")  # the plugin's own code
    assert penalties() == none | {"late": 1}
    with Gradebook(room.url) as gradebook:
        grade = gradebook.find_grade("why_zero", "mini", "01_mini", "late")
        grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.db.commit()
    assert penalties() == none | {"late": 10 / 7}
    assert room.worth()["late"].total == 10 - 10 / 7
    with Gradebook(room.url) as gradebook:
        gradebook.grant_extension("01_mini", "late", days=2)
    assert penalties() == none
    with Gradebook(room.url) as gradebook:
        gradebook.grant_extension("01_mini", "late")
    config = room.root / "nbgrader_config.py"
    zero = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    config.write_text(config.read_text().replace(SETTING, zero))
    assert penalties() == none | {"late": 10}
    room.due(None)
    assert penalties() == none


def test_penalties_are_nbgraders(room: Class) -> None:
    """nbgrader's own step leaves them as they are, less than nothing and more than all included."""
    for what, penalty in {"/ 4": 1.75, "* 2": 7, "- 99": 0}.items():
        room.penalties(what)
        room.due(DUE)
        room.run()
        assert room.worth()["late"].late == penalty
        with teachers_code(room.root):
            step = AssignLatePenalties(config=nbgrader_config(room.root))
            for student in EVERYBODY:
                names = {"student": student, "assignment": "01_mini", "notebook": "mini"}
                resources = {"nbgrader": names | {"db_url": room.url}}
                step.preprocess(nbformat.v4.new_notebook(), resources)
        assert room.worth()["late"].late == penalty


def test_a_penalty_that_fails_leaves_everything_as_it_was(room: Class) -> None:
    """The message says that no score was written, and none is: of an old and of a new one."""
    room.due(DUE)
    room.penalties("/ nothing")
    (room.submitted / "new" / "01_mini").mkdir(parents=True)
    for name in ("mini.ipynb", "timestamp.txt"):
        shutil.copy(room.submitted / "late" / "01_mini" / name, room.submitted / "new" / "01_mini")
    before = room.worth()
    _, results = room.run()
    assert room.worth() == before
    for student in ("late", "new"):
        assert results[student].status == "error"
        assert "no score was written: NameError: name 'nothing'" in results[student].reason
    assert results["right"].status == "graded"
    stored = room.stored()
    assert {s: (r.status, r.score) for s, r in stored.items()} == {
        "right": ("graded", 7), "wrong": ("graded", 5), "late": ("error", 7), "new": ("error", 0),
    }  # fmt: skip

    room.penalties("/ 2")
    found, results = room.run()
    assert (found, executed(results)) == (Found(4, 3), {"new"})
    assert {r.status for r in room.stored().values()} == {"graded"}
    assert (room.worth()["late"].total, room.worth()["new"].total) == (3.5, 3.5)


# The lesson changes.


def test_points_alone_change_the_scores_without_executing(room: Class) -> None:
    with Gradebook(room.url) as gradebook:
        for student, name in {"right": "test_total", "late": "test_double"}.items():
            by_hand = gradebook.find_grade(name, "mini", "01_mini", student)
            by_hand.manual_score, by_hand.needs_manual_grade = 1, False
        gradebook.db.commit()
    room.source(
        '"test_total", "locked": true, "points": 2', '"test_total", "locked": true, "points": 5'
    )
    room.source('"locked": false, "points": 3', '"locked": false, "points": 6')
    found, results = room.run()
    assert (found, executed(results)) == (Found(3, 0, 3), set())
    assert scores(results["right"]) == {"test_double": 1, "test_total": 5, "test_scale": 4}
    assert scores(results["wrong"]) == {"test_double": 1, "test_total": 0, "test_scale": 4}
    assert (results["wrong"].score, results["wrong"].max_score) == (5, 10)
    assert results["wrong"].manual == {"why_zero": 6}
    assert room.stored() == results
    worth = room.worth()
    assert {s: (t.auto, t.manual, t.most) for s, t in worth.items()} == {
        "right": (5, 1, 16), "wrong": (5, 0, 16), "late": (9, 1, 16),
    }  # fmt: skip
    with Gradebook(room.url) as gradebook:  # a person looks again where points have changed
        waits = {
            s: gradebook.find_grade(name, "mini", "01_mini", s).needs_manual_grade
            for s, name in {"right": "test_total", "late": "test_double"}.items()
        }
    assert waits == {"right": True, "late": False}
    assert cell(room.graded_copy("right"), "test_total").metadata.nbgrader.points == 5
    assert room.run()[0] == Found(3, 3)


def test_points_of_who_was_flagged_are_found_by_executing(room: Class) -> None:
    edited = room.solved()
    cell(edited, "test_scale").source += "\nprint('mine')"
    room.hand_in("flagged", edited)
    assert room.run()[1]["flagged"].status == "needs_review"
    room.source(*points("test_scale", 4, 8))
    found, results = room.run()
    assert (found, executed(results)) == (Found(4, 0, 3), {"flagged"})
    assert {r.score for r in results.values()} == {11, 9}


def test_points_are_found_by_executing_where_a_test_gives_a_part_of_them(room: Class) -> None:
    """A number that a test shows is the points: 3 stay 3."""
    last = "checks.assert_close(scale([1.5, -2.0], 4), [6.0, -8.0])\n### END HIDDEN TESTS\n"
    room.source(last, f"{last}\n3\n")
    assert scores(room.run()[1]["right"])["test_scale"] == 3
    room.source(*points("test_scale", 4, 8))
    found, results = room.run()
    assert (found, executed(results)) == (Found(3, 0), EVERYBODY)
    assert scores(results["right"])["test_scale"] == 3


def test_a_test_that_changed_is_executed_again(room: Class) -> None:
    room.source("checks.assert_close(total([]), 0.0)", "checks.assert_close(total([4]), 4.0)")
    found, results = room.run()
    assert (found, executed(results)) == (Found(3, 0), EVERYBODY)


def test_what_scores_follow_from_is_hashed_and_nothing_else(tmp_path: Path) -> None:
    package = tmp_path / "course_utils"
    shutil.copytree(Path(course_utils.__file__).parent, package)
    before = digest_of(package)
    assert before == digest_of(Path(course_utils.__file__).parent)
    for apart in ("author/demo.py", "cli.py", "commands/authors.py", "autograde/report.py"):
        (package / apart).write_text("# another")
        assert digest_of(package) == before, apart
    for decides in ("checks/values.py", "checks/bank/01.json", "data/slices.py", "answers.py"):
        assert (package / decides).is_file()
        (package / decides).write_text("{}")
        assert digest_of(package) != before, decides
        before = digest_of(package)


# The record and nbgrader's own tables.


def test_an_error_is_told_beside_the_earlier_score(room: Class) -> None:
    place = room.autograded / "right" / "01_mini" / "mini.ipynb"
    room.hand_in("right", room.release())
    place.unlink()
    place.mkdir()  # in the way of the graded copy
    _, results = room.run()
    assert (results["right"].status, json.loads(results["right"].as_json())["score"]) == (
        "error",
        None,
    )
    stored = room.stored()["right"]
    assert (stored.status, stored.score, len(stored.cells)) == ("error", 7, 3)
    assert room.worth()["right"].auto == 7
    place.rmdir()
    assert room.run()[1]["right"].score == 0
    assert room.stored()["right"].status == "graded"


def test_an_error_is_forgotten_with_the_student(room: Class) -> None:
    room.hand_in("guest", room.solved())
    (room.autograded / "guest").touch()  # where their folder should be
    assert room.run()[1]["guest"].status == room.stored()["guest"].status == "error"
    shutil.rmtree(room.submitted / "guest")
    room.run()
    assert set(room.stored()) == EVERYBODY


def test_who_is_removed_in_nbgrader_is_gone_and_can_come_back(room: Class) -> None:
    with Gradebook(room.url) as gradebook:
        gradebook.remove_student("wrong")
    assert set(room.stored()) == {"right", "late"}
    found, results = room.run()
    assert (found, executed(results)) == (Found(3, 2), {"wrong"})
    assert set(room.stored()) == EVERYBODY


def test_a_gradebook_of_an_earlier_version_goes_on(room: Class) -> None:
    """Its results are shown; its submissions are graded again once, as after any new version."""
    with sqlite3.connect(room.root / "gradebook.db") as db:
        db.execute(f"ALTER TABLE {LEDGER.name} DROP COLUMN ran")
        db.execute(f"ALTER TABLE {LEDGER.name} ADD COLUMN late VARCHAR(64)")
        db.execute(f"UPDATE {LEDGER.name} SET late = 'x', key = 'of an earlier version'")
        db.execute("DROP TABLE course_faults")
    assert {s: r.score for s, r in room.stored().items()} == {"right": 7, "wrong": 5, "late": 7}
    found, results = room.run()
    assert (found, executed(results)) == (Found(3, 0), EVERYBODY)
    assert room.run()[0] == Found(3, 3)


def test_a_file_of_results_from_an_earlier_version_is_ignored(room: Class) -> None:
    old = room.autograded / "results.jsonl"
    old.write_text("damaged")
    assert room.run()[0] == Found(3, 3)
    assert room.course("report").returncode == 0
    assert (room.root / "grades.csv").read_text(encoding="utf-8-sig").count("\n") == 4
    assert old.read_text() == "damaged"
    shutil.rmtree(room.autograded / "wrong")  # the copies are not where results come from
    assert room.course("report").returncode == 0
    assert (room.root / "grades.csv").read_text(encoding="utf-8-sig").count("\n") == 4


def test_notebooks_of_an_assignment_are_stored_together_or_not_at_all(tmp_path: Path) -> None:
    one = [answer("one", "x = 1"), graded("test_one", 2, "assert x == 1")]
    two = [answer("two", "y = 2"), graded("test_two", 3, "assert y == 2")]
    course = Course(tmp_path, {"ps": {"a": one, "b": two}})
    course.release()
    course.hand_in("solved")
    in_the_way = tmp_path / "autograded" / "solved" / "ps" / "b.ipynb"
    in_the_way.mkdir(parents=True)
    walls = [] if MODE.sandbox else ["--sandbox", "none"]
    done = course.course("grade", "--json", "-", *walls)
    assert done.returncode == 3, done.stderr
    assert "no score was written" in json.loads(done.stdout)["reason"]
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with opened(url) as gradebook:
        assert totals(gradebook) == {}
        (told,) = record.results(gradebook)
        assert (told.status, told.max_score) == ("error", 5)
    in_the_way.rmdir()
    assert course.course("grade", *walls).returncode == 0
    with opened(url) as gradebook:
        assert totals(gradebook)["solved", "ps"].auto == 5
        assert [r.status for r in record.results(gradebook)] == ["graded"]
