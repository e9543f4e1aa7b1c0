"""`course regrade`: a wrong test is mended, the difference is known beforehand, and there is a way
back."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from classroom import NO_WALLS, Classroom, cell
from nbgrader.api import Gradebook
from sqlalchemy import create_engine
from typer.testing import CliRunner, Result

from course_utils.autograde import regrade, row_changes
from course_utils.autograde.gradebook import opened
from course_utils.autograde.totals import totals
from course_utils.cli import app
from course_utils.course import CourseError

MENDED = "    checks.assert_close(total([]), 0.0)\n"
# Asks for more than the exercise does, and takes absolute values for a sum.
WRONG = "    assert isinstance(total([]), float)\n"
NEGATIVE = MENDED + "    checks.assert_close(total([-1, 3]), 2.0)\n"

WALLS = ["--sandbox", "none"] if NO_WALLS else []
QUICK = ["--workers", "1", "--no-self-test", *WALLS]
ABSOLUTE = "def total(numbers): return float(sum(map(abs, numbers)))"
PLAIN = "def total(numbers): return sum(numbers)"

# Student -> points before and after: double 1, total 2, scale 4, and why_zero 3 by hand.
POINTS = {
    "absolute": (7, 5),
    "by_hand": (8, 8),  # a person gave 1 for test_total, and 2 for why_zero
    "plain": (5, 7),
    "plain_late": (8, 10),  # with why_zero
    "right": (7, 7),
    "untouched": (0, 0),
}


class Room(Classroom):
    """A class of 01_mini graded by a wrong test, and one student of 02_micro."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.source(MENDED, WRONG)
        for name, total in {"absolute": ABSOLUTE, "by_hand": PLAIN, "plain": PLAIN,
                            "plain_late": PLAIN}.items():  # fmt: skip
            self.hand_in(name, self.solved(total=total))
        self.hand_in("right", self.solved())
        self.hand_in("untouched", self.release())
        self.hand_in("right", self.solved("02_micro"), "02_micro")
        assert self.run("grade").exit_code == 0
        self.by_hand("by_hand", "test_total", 1, "nearly")
        self.by_hand("by_hand", "why_zero", 2)
        self.by_hand("plain_late", "why_zero", 3, "well said")

    def run(self, *arguments: str) -> Result:
        """A command, typed in the course folder."""
        quick = QUICK if arguments[0] in ("grade", "regrade") else []
        done = CliRunner().invoke(app, [arguments[0], *quick, *arguments[1:]])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def source(self, old: str, new: str) -> None:
        """The instructor changes 01_mini."""
        path = self.lessons[0].source
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def by_hand(self, student: str, name: str, points: float, comment: str = "") -> None:
        """A person grades one cell in the formgrader."""
        with Gradebook(self.url) as gradebook:
            grade = gradebook.find_grade(name, "mini", "01_mini", student)
            grade.manual_score, grade.needs_manual_grade = points, False
            if comment:
                answer = name.removeprefix("test_")
                said = gradebook.find_comment(answer, "mini", "01_mini", student)
                said.manual_comment = comment
            gradebook.db.commit()

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything in the gradebook."""
        with closing(sqlite3.connect(self.root / "gradebook.db")) as db:
            names = [n for (n,) in db.execute("select name from sqlite_master where type='table'")]
            return {name: sorted(db.execute(f'select * from "{name}"'), key=repr) for name in names}

    def points(self) -> dict[str, float]:
        with opened(self.url) as gradebook:
            return {s: t.total for (s, name), t in totals(gradebook).items() if name == "01_mini"}

    def awaiting(self) -> dict[str, int]:
        """How many cells a person has still to look at."""
        with opened(self.url) as gradebook:
            return {s: t.awaiting for (s, a), t in totals(gradebook).items() if a == "01_mini"}

    def copies(self) -> dict[str, bytes]:
        """The graded copies."""
        paths = self.autograded.glob("*/*/*.ipynb")
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Room:
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("regrade") / "course"
        root.mkdir()
        patch.chdir(root)
        return Room(root)


@pytest.fixture
def room(graded: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """As it was graded, with the wrong test mended; every test leaves it so."""
    monkeypatch.chdir(graded.root)
    source = graded.lessons[0].source.read_text(encoding="utf-8")
    before = (graded.tables(), graded.copies())
    graded.source(WRONG, NEGATIVE)
    yield graded
    graded.lessons[0].source.write_text(source, encoding="utf-8")
    assert (graded.tables(), graded.copies()) == before


def rows(path: Path) -> dict[str, tuple[float, float]]:
    """Student -> before and after, of the table that a regrade wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {r["student"]: (float(r["before"]), float(r["after"])) for r in csv.DictReader(file)}


CHANGED = {name: points for name, points in POINTS.items() if points[0] != points[1]}


def test_a_mended_test_is_tried_kept_and_taken_back(room: Room) -> None:
    before, copies = room.tables(), room.copies()
    assert room.points() == {name: points[0] for name, points in POINTS.items()}

    tried = room.run("regrade", "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "01_mini: test_total: its text has changed" in tried.output
    assert "2 gain, 1 lose" in tried.output
    assert "have changed since, too" not in tried.output
    assert rows(room.root / "regrade.csv") == CHANGED
    assert (room.tables(), room.copies()) == (before, copies)

    assert room.run("regrade").exit_code == 0
    assert rows(room.root / "regrade.csv") == CHANGED
    assert room.points() == {name: points[1] for name, points in POINTS.items()}
    micro = "autograded/right/02_micro/micro.ipynb"
    assert room.copies()[micro] == copies[micro]
    assert {name for name, text in room.copies().items() if text != copies[name]} == {
        f"autograded/{name}/01_mini/mini.ipynb" for name in POINTS
    }
    kept = [row for row in room.tables()["course_ledger"] if "02_micro" in row]
    assert kept == [row for row in before["course_ledger"] if "02_micro" in row]

    assert room.run("regrade", "--undo").exit_code == 0
    assert (room.tables(), room.copies()) == (before, copies)
    assert not (room.autograded / ".regrade").exists()


def test_points_and_comments_by_hand_stay_and_what_a_person_has_read_stays_read(room: Room) -> None:
    before = room.awaiting()
    assert before["plain_late"] == before["by_hand"] == 0
    room.run("regrade")
    assert room.points()["by_hand"] == 8
    # Its automatic score is another one now: somebody may want to look.
    assert room.awaiting() == before | {"by_hand": 1}
    with Gradebook(room.url) as gradebook:
        said = [
            gradebook.find_comment(name, "mini", "01_mini", student).comment
            for student, name in {"by_hand": "total", "plain_late": "why_zero"}.items()
        ]
    assert said == ["nearly", "well said"]
    # Points given since the regrade outlast it.
    room.by_hand("right", "why_zero", 3)
    room.run("regrade", "--undo")
    assert room.points() == {name: points[0] for name, points in POINTS.items()} | {"right": 10}
    with Gradebook(room.url) as gradebook:
        grade = gradebook.find_grade("why_zero", "mini", "01_mini", "right")
        grade.manual_score, grade.needs_manual_grade = None, True
        gradebook.db.commit()


def test_points_alone_are_found_without_executing(room: Room) -> None:
    room.source(NEGATIVE, WRONG)
    room.source('"test_scale", "locked": true, "points": 4', '"test_scale", "locked": true, '
                '"points": 6')  # fmt: skip
    done = room.run("regrade")
    assert "01_mini: test_scale: 4 -> 6 points" in done.output
    assert "6 are graded, and only points have changed" in done.output
    points = {name: points[0] for name, points in POINTS.items()}
    assert room.points() == {name: x + 2 * (name != "untouched") for name, x in points.items()}
    copy = room.graded_copy("right")
    assert cell(copy, "test_scale").metadata.nbgrader.points == 6
    room.run("regrade", "--undo")
    room.source('"test_scale", "locked": true, "points": 6', '"test_scale", "locked": true, '
                '"points": 4')  # fmt: skip
    room.source(WRONG, NEGATIVE)


def test_the_report_tells_of_a_regrade_until_it_is_accepted(room: Room, tmp_path: Path) -> None:
    gradebook = (room.root / "gradebook.db").read_bytes()
    copies = room.copies()
    room.run("regrade")
    page, data = tmp_path / "report.html", tmp_path / "report.json"
    room.run("report", "--html", str(page), "--csv", str(tmp_path / "grades.csv"))
    assert "<h2>Regraded</h2>" in page.read_text(encoding="utf-8")
    told = json.loads(data.read_text(encoding="utf-8"))["regrade"]
    assert told["cells"] == ["01_mini: test_total: its text has changed"]
    assert {g["student"]: (g["before"], g["after"]) for g in told["students"]} == CHANGED
    assert {g["why"] for g in told["students"]} == {"test_total 0 -> 2", "test_total 2 -> 0"}
    room.run("report", "--hide-names", "--html", str(page), "--csv", str(tmp_path / "grades.csv"))
    assert "plain_late" not in page.read_text(encoding="utf-8")

    again = room.run("regrade")
    assert (again.exit_code, "neither accepted nor undone" in again.output) == (2, True)
    assert room.run("regrade", "--accept").exit_code == 0
    assert room.tables()["course_regrade"] == []
    assert room.run("regrade", "--undo").exit_code == 2
    assert "nobody gains or loses" in room.run("regrade", "--dry-run").output
    room.run("report", "--html", str(page), "--csv", str(tmp_path / "grades.csv"))
    assert "Regraded" not in page.read_text(encoding="utf-8")
    (room.root / "gradebook.db").write_bytes(gradebook)
    for name, content in copies.items():
        (room.root / name).write_bytes(content)


def test_what_was_graded_since_cannot_be_undone(room: Room) -> None:
    gradebook = (room.root / "gradebook.db").read_bytes()
    copies = room.copies()
    room.run("regrade")
    room.hand_in("untouched", room.solved())
    room.run("grade")
    before = room.tables()
    undone = room.run("regrade", "--undo")
    assert (undone.exit_code, "have changed since the regrade" in undone.output) == (2, True)
    assert room.tables() == before
    room.run("regrade", "--accept")
    room.hand_in("untouched", room.release())
    (room.root / "gradebook.db").write_bytes(gradebook)
    for name, content in copies.items():
        (room.root / name).write_bytes(content)


# What goes wrong in the middle leaves the old record: the fixture compares.


def test_a_test_that_costs_the_instructors_own_solution_points_changes_nothing(room: Room) -> None:
    room.source(NEGATIVE, NEGATIVE.replace("2.0", "5.0"))
    done = room.run("regrade", "--self-test")
    assert (done.exit_code, "its own solution scores 5 of 7" in done.output) == (2, True)


def test_a_fault_of_the_grader_changes_nothing(room: Room) -> None:
    copy = room.autograded / "right" / "01_mini" / "mini.ipynb"
    content = copy.read_bytes()
    copy.unlink()
    copy.mkdir()
    done = room.run("regrade")
    assert (done.exit_code, "nothing was changed" in done.output) == (3, True), done.output
    trace = room.autograded / ".regrade" / "new" / "errors" / "right" / "01_mini.txt"
    assert "mini.ipynb is a folder" in trace.read_text(encoding="utf-8")
    assert f"see autograded/{trace.relative_to(room.autograded)}" in done.output
    copy.rmdir()
    copy.write_bytes(content)


def test_a_gradebook_that_somebody_locks_is_left_as_it_was(room: Room) -> None:
    with closing(sqlite3.connect(room.root / "gradebook.db")) as other:
        other.execute("begin immediate")
        done = room.run("regrade")
    assert (done.exit_code, "database is locked" in done.output) == (2, True)


def test_what_somebody_else_writes_meanwhile_is_not_overwritten(room: Room) -> None:
    with regrade.trial(room.url, room.autograded) as trial:
        with opened(trial.url) as tried:
            grade = tried.find_grade("test_total", "mini", "01_mini", "plain")
            grade.auto_score = 2
            tried.db.commit()
        found = trial.difference(room.lessons, trial.places)
        assert [(x.table, dict(x.after or {})) for x in found.changes] == [
            ("grade", {"auto_score": 2})
        ]
        with opened(room.url) as gradebook:
            gradebook.find_grade("test_total", "mini", "01_mini", "plain").auto_score = 1
            gradebook.db.commit()
        with pytest.raises(CourseError, match="has changed meanwhile, so nothing was written"):
            trial.keep(found)
    with opened(room.url) as gradebook:
        grade = gradebook.find_grade("test_total", "mini", "01_mini", "plain")
        assert grade.auto_score == 1
        grade.auto_score = 0
        gradebook.db.commit()


def test_ctrl_c_changes_nothing(room: Room) -> None:
    room.source(NEGATIVE, "    import time; time.sleep(1)\n" + NEGATIVE)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run = subprocess.Popen(
        [Path(sys.executable).with_name("course"), "regrade", "--workers", "1", *WALLS],
        cwd=room.root, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    tried = room.autograded / ".regrade" / "new" / "absolute" / "01_mini" / "mini.ipynb"
    end = time.monotonic() + 120
    while not tried.is_file() or tried.is_symlink():  # the first is graded anew
        time.sleep(0.05)
        assert run.poll() is None
        assert time.monotonic() < end
    os.kill(run.pid, signal.SIGINT)
    assert "the gradebook is as it was" in run.communicate(timeout=60)[1]
    assert run.returncode == 130


def test_what_cannot_be_regraded_is_one_line(room: Room, tmp_path: Path) -> None:
    done = room.run("regrade", "--undo", "--accept")
    assert (done.exit_code, "at a time" in done.output) == (2, True)
    elsewhere = ["--gradebook", str(tmp_path / "other.db"), "--out", str(tmp_path / "out")]
    done = room.run("regrade", *elsewhere)
    assert (done.exit_code, "nothing is graded into" in done.output) == (2, True)
    room.run("grade", "02", *elsewhere)
    done = room.run("regrade", "01", *elsewhere)
    assert (done.exit_code, "nothing of 01_mini is graded" in done.output) == (2, True)
    done = room.run("regrade", "02", *elsewhere)
    assert (done.exit_code, "nobody gains or loses" in done.output) == (0, True)
    assert "no cell has changed" in done.output
    done = room.run("regrade", "--undo", *elsewhere)
    assert (done.exit_code, "there is no regrade that waits" in done.output) == (2, True)


# The changes themselves.


def test_a_gradebook_is_copied_row_by_row_into_another_database(room: Room, tmp_path: Path) -> None:
    """As it is tried on where the gradebook is no file."""
    with opened(f"sqlite:///{tmp_path / 'copy.db'}") as made:
        row_changes.copy(create_engine(room.url), made.engine)
        assert list(row_changes.between(create_engine(room.url), made.engine)) == []
        made.db.execute(row_changes.BY_NAME["grade"].update().values(auto_score=1))
        made.db.commit()
        found = list(row_changes.between(create_engine(room.url), made.engine))
    assert {change.table for change in found} == {"grade"}
    assert [row_changes.Change.of(change.as_json()) for change in found] == found
