"""A class graded by running it: what counts, what is kept, and what the gradebook says of it."""

import contextlib
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from classroom import MODE, Classroom, cell, scores
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from course_utils.autograde.assignments import set_up, source_cells
from course_utils.autograde.execute import Limits, Mode, run
from course_utils.autograde.grade import grade
from course_utils.autograde.gradebook import as_url, opened
from course_utils.autograde.jobs import Done, Job, work
from course_utils.autograde.nbgrader_bridge import nbgrader_config, read_source
from course_utils.autograde.restore import restore
from course_utils.autograde.results import Result
from course_utils.autograde.sandbox import TryAgain
from course_utils.autograde.session import WENT_ON
from course_utils.autograde.workers import Processes, pool
from course_utils.course import CourseError

CELL_SECONDS = 6  # an honest cell of the mini course needs a tenth of a second
LATE = f"test_total stopped after {CELL_SECONDS} s: an endless loop, or far too slow"
EXITED = "the Python process ended itself (exit code 0)"
CRASHED = "the Python process crashed (segmentation fault)"


class Answer(NamedTuple):
    """What a student wrote, and what must come of it.

    Attributes:
        answers: exercise -> source; the others are right.
        statuses: of test_double, test_total and test_scale, worth 1, 2 and 4 points.
        reason: what the instructor reads, "" where nothing is worth a look.
    """

    answers: dict[str, str]
    statuses: str
    reason: str = ""

    @property
    def score(self) -> int:
        right = [status == "passed" for status in self.statuses.split()]
        return sum(points for points, passed in zip((1, 2, 4), right, strict=True) if passed)


def total(body: str) -> dict[str, str]:
    """`total` with this body, and the two others right."""
    return {"total": "def total(numbers):\n    " + body.replace("\n", "\n    ")}


CLASS = {
    # Honest, and odd.
    "right": Answer({}, "passed passed passed"),
    "warns": Answer(
        total(
            "import sys, warnings\nwarnings.warn('old')\nprint('note', file=sys.stderr)\n"
            "return sum(numbers)"
        ),
        "passed passed passed",
    ),
    "other_types": Answer(
        {
            "double": "def double(x):\n    return [[float(2 * v) for v in row] for row in x] "
            "if np.ndim(x) else np.float32(2 * x)",
            "total": "def total(numbers):\n    return np.array(sum(numbers))",
            "scale": "def scale(x, factor=10):\n    return [factor * v for v in x]",
        },
        "passed passed passed",
    ),
    "prints_5_MB": Answer(
        {
            "total": "def total(numbers):\n    print('x' * 5_000_000)\n"
            "    return sum(numbers)\n\n\ntotal([1])"
        },
        "passed passed passed",
    ),
    "exits_after_the_answer": Answer(
        {"total": "def total(numbers):\n    return sum(numbers)\n\n\nimport sys\nsys.exit()"},
        "passed passed passed",
    ),
    "syntax_error": Answer({"total": "def total(numbers) return 0"}, "passed error passed"),
    # Wrong.
    "wrong": Answer(total("return 6.5"), "passed failed passed"),
    "unwritten": Answer(total("raise NotImplementedError"), "passed not_started passed"),
    "raises": Answer(total("raise ValueError('a\\nb')"), "passed error passed"),
    "raises_no_unicode": Answer(total("raise ValueError(chr(0xD83D))"), "passed error passed"),
    "system_exit": Answer(total("raise SystemExit(0)"), "passed error passed"),
    # Stopped, and what came before is kept.
    "endless_loop": Answer(total("while True:\n    pass"), "passed timeout passed", LATE),
    "ignores_interrupts": Answer(
        total(
            "import time\nwhile True:\n    try:\n        time.sleep(99)\n"
            "    except BaseException:\n        pass"
        ),
        "passed timeout passed",
        f"{WENT_ON}; {LATE}",
    ),
    "os_exit": Answer(total("import os\nos._exit(0)"), "passed not_run not_run", EXITED),
    "segfault": Answer(
        total("import ctypes\nctypes.string_at(0)"), "passed not_run not_run", CRASHED
    ),
    # Results that claim points, as nbgrader's partial credit would give them.
    "claims_points": Answer(
        total("import sys\nsys.displayhook(2)\nreturn 99"), "passed failed passed"
    ),
    "claims_too_much": Answer(
        {
            "scale": "def scale(x, factor=10):\n"
            "    import sys\n    sys.displayhook(999)\n    return 99"
        },
        "passed passed failed",
    ),
}


@pytest.fixture(scope="module")
def graded(classroom: Classroom) -> dict[str, Result]:
    for student, answer in CLASS.items():
        classroom.hand_in(student, classroom.solved(**answer.answers))
    endless = classroom.solved()
    endless.cells.append(new_code_cell("while True:\n    pass", metadata={"tags": ["demo"]}))
    classroom.hand_in("endless_demo", endless)
    classroom.hand_in("untouched", classroom.release())
    for student, answers in {"no_import": total("return fsum(numbers)"), "spare": {}}.items():
        work = classroom.solved(**answers)
        work.cells.insert(1, new_code_cell("import no_such_module\nfrom math import fsum"))
        classroom.hand_in(student, work)
    stamp = classroom.submitted / "right" / "01_mini" / "timestamp.txt"
    stamp.write_text("2031-05-04 10:20:30 UTC\n")
    return classroom.grade(cell_seconds=CELL_SECONDS)


@pytest.mark.parametrize("student", CLASS)
def test_scores_what_is_right(graded: dict[str, Result], student: str) -> None:
    answer, result = CLASS[student], graded[student]
    assert " ".join(c.status for c in result.cells) == answer.statuses
    assert (result.score, result.max_score) == (answer.score, 7)
    assert result.reason == answer.reason
    assert result.status == ("needs_review" if answer.reason else "graded")


def test_untouched_release_scores_0(graded: dict[str, Result]) -> None:
    result = graded["untouched"]
    assert (result.status, result.score) == ("graded", 0)
    assert {c.status for c in result.cells} == {"not_started"}


def test_a_cell_that_stopped_is_named_where_points_were_lost(graded: dict[str, Result]) -> None:
    told = graded["no_import"]
    assert (told.status, told.score) == ("needs_review", 5)
    stopped = "stopped: ModuleNotFoundError: No module named 'no_such_module'"
    assert re.fullmatch(rf"cell \d {stopped}", told.reason)
    assert (graded["spare"].status, graded["spare"].score) == ("graded", 7)


def test_messages_say_what_happened(graded: dict[str, Result]) -> None:
    message = {name: graded[name].cells[1].message for name in graded}
    assert message["right"] == ""
    assert "expected: 6.5" not in message["wrong"]  # the visible test holds
    assert "an empty list" in message["wrong"]
    assert message["unwritten"] == "not written yet"
    assert message["raises"].startswith("ValueError: a\nb")
    assert message["endless_loop"].startswith(f"stopped after {CELL_SECONDS} s")
    assert message["os_exit"] == EXITED


def test_demo_cells_are_skipped(classroom: Classroom, graded: dict[str, Result]) -> None:
    notebook = classroom.graded_copy("endless_demo")
    assert graded["endless_demo"].score == 7
    demos = [c for c in notebook.cells if "demo" in c.metadata.get("tags", [])]
    assert len(demos) == 1  # the lesson's; on an endless loop of the student's the tag is none
    assert all(c.outputs == [] for c in demos)
    assert any(c.cell_type == "code" and c.outputs for c in notebook.cells)


def test_graded_copies_stay_small(classroom: Classroom, graded: dict[str, Result]) -> None:
    copy = classroom.autograded / "prints_5_MB" / "01_mini" / "mini.ipynb"
    assert copy.stat().st_size < 200_000
    assert "cut here" in copy.read_text()


def test_a_submission_stops_when_its_time_is_spent(classroom: Classroom) -> None:
    notebook = classroom.solved(total="import time\ntime.sleep(99)")
    done = run(restored(classroom, notebook), Limits(submission_seconds=2), MODE)
    copy = nbformat.reads(done.text, as_version=4)
    assert done.stopped == "the submission used up its 2 s"
    assert cell(copy, "test_double").outputs == []
    assert cell(copy, "test_scale").outputs[0].ename == "NotRun"
    assert done.seconds < 99


KILLER = """
def total(numbers):
    import os, signal
    pid = os.getpid()
    while pid > 1 and "spawn_main" not in open(f"/proc/{pid}/cmdline").read():
        pid = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
    os.kill(pid, signal.SIGKILL) if pid > 1 else None
"""


@pytest.mark.skipif(sys.platform != "linux", reason="warm processes need Linux")
def test_a_worker_that_dies_costs_nobody_else_a_point(tmp_path: Path) -> None:
    """Without walls a submission can kill the worker that grades it, and takes others with it."""
    room = Classroom(tmp_path / "course")
    for i in range(9):
        room.hand_in(f"honest{i}", room.solved())
    room.hand_in("honest3_killer", room.solved(total=KILLER))
    open_door = Mode(sandbox=False)

    def graded_now() -> dict[str, Result]:
        steps = grade(room.lessons[:1], room.submitted, room.url, room.autograded,
                      partial(pool, 2), Limits(), open_door)  # fmt: skip
        return {step.student: step for step in steps if isinstance(step, Result)}

    results = graded_now()
    killer = results.pop("honest3_killer")
    assert {r.score for r in results.values()} == {7}
    assert killer.status == "error"
    assert "worker died" in killer.reason
    assert json.loads(killer.as_json())["score"] is None
    assert "honest3_killer" not in stored_scores(room)
    room.hand_in("honest3_killer", room.solved())  # and it is not held to have been graded
    assert graded_now()["honest3_killer"].score == 7


# Faults of the grader: nobody's zero, and the class goes on.


def _worker(job: Job) -> list[Done]:
    if job.names[0] == "raises_there":
        raise ZeroDivisionError("a fault of ours\nin two lines")
    if job.names[0] == "tries_again":
        raise TryAgain("no process ids at this moment")
    return work(job)


class Faulty(Processes):
    """Workers with faults that a submission meets."""

    def submit(self, function: Any, *given: Any) -> Any:
        return super().submit(_worker, *given)


FAULTS = {
    "raises_there": "ZeroDivisionError: a fault of ours",
    "tries_again": "no process ids at this moment",
    "no_folder": "NotADirectoryError",
}


class TestFaults:
    @pytest.fixture(scope="class")
    def faulty(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> tuple[Classroom, dict[str, Result]]:
        room = Classroom(tmp_path_factory.mktemp("faults") / "course")
        for student in (*FAULTS, "honest", "honest2"):
            room.hand_in(student, room.solved())
        for student in ("raises_there", "honest"):
            room.hand_in(student, room.solved("02_micro"), "02_micro")
        assert room.grade("02_micro")["raises_there"].score == 8
        (room.autograded / "no_folder").write_text("something that is in the way")
        steps = grade(room.lessons, room.submitted, room.url, room.autograded,
                      partial(Faulty, 2), Limits(), MODE)  # fmt: skip
        mini = (s for s in steps if isinstance(s, Result) and s.assignment == "01_mini")
        return room, {step.student: step for step in mini}

    @pytest.mark.parametrize("student", FAULTS)
    def test_a_fault_is_one_line_and_a_file_and_no_score(self, faulty: Any, student: str) -> None:
        room, results = faulty
        told = results[student]
        assert (told.status, told.cells) == ("error", [])
        assert f"no score was written: {FAULTS[student]}" in told.reason
        path = Path(told.reason.rpartition("; see ")[2])
        assert path == room.autograded / "errors" / student / "01_mini.txt"
        assert "Traceback (most recent call last)" in path.read_text()
        assert student not in stored_scores(room)

    def test_the_others_are_graded(self, faulty: Any) -> None:
        room, results = faulty
        assert stored_scores(room) == {"honest": 7, "honest2": 7}
        assert results["honest"].status == "graded"

    def test_an_earlier_score_stays(self, faulty: Any) -> None:
        room, _ = faulty
        room.hand_in("raises_there", room.release("02_micro"), "02_micro")
        steps = grade(room.lessons[1:], room.submitted, room.url, room.autograded,
                      partial(Faulty, 2), Limits(), MODE)  # fmt: skip
        (error,) = [s for s in steps if isinstance(s, Result) and s.status == "error"]
        assert error.student == "raises_there"
        assert stored_scores(room, "02_micro") == {"raises_there": 8, "honest": 8}

    def test_the_next_run_grades_them(self, faulty: Any) -> None:
        room, _ = faulty
        (room.autograded / "no_folder").unlink(missing_ok=True)
        results = room.grade()
        assert {r.score for r in results.values()} == {7}
        assert not list((room.autograded / "errors").rglob("01_mini.txt"))


def test_a_gradebook_that_somebody_locks_meanwhile_costs_nobody_a_point(tmp_path: Path) -> None:
    room = Classroom(tmp_path / "course")
    for i in range(4):
        room.hand_in(f"student{i}", room.solved())
    steps = grade(room.lessons[:1], room.submitted, f"{room.url}?timeout=0.1", room.autograded,
                  partial(pool, 1), Limits(), MODE)  # fmt: skip
    results = [next(steps), next(steps)]
    with contextlib.closing(sqlite3.connect(room.root / "gradebook.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        results.append(next(steps))
        other.rollback()
    results += steps
    told = [step for step in results if isinstance(step, Result)]
    assert [r.status for r in told] == ["graded", "error", "graded", "graded"]
    assert "database is locked" in told[1].reason
    assert set(stored_scores(room)) == {r.student for r in told if r.status == "graded"}
    assert {r.score for r in room.grade().values()} == {7}


def test_course_grade_tells_a_fault_and_exits_3(tmp_path: Path) -> None:
    room = Classroom(tmp_path / "course")
    for student in ("honest", "unlucky"):
        room.hand_in(student, room.solved())
    room.autograded.mkdir()
    (room.autograded / "unlucky").touch()
    walls = [] if MODE.sandbox else ["--sandbox", "none"]
    run = room.course("grade", "01_mini", "--json", "-", *walls)
    assert run.returncode == 3, run.stderr
    honest, unlucky = map(json.loads, run.stdout.splitlines())
    assert (honest["status"], honest["score"]) == ("graded", 7)
    assert (unlucky["status"], unlucky["score"]) == ("error", None)
    assert "autograded/errors/unlucky/01_mini.txt" in unlucky["reason"]
    assert room.course("report").returncode == 0
    table = (room.root / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in table] == ["student", "honest", "unlucky"]
    assert table[2].startswith("unlucky,,0,") and "the grader failed, no score" in table[2]


BUSY = "import os\nwhile os.getppid() == {parent}:\n    for _ in range(10**6): pass"
WORKS = """
import time
end = time.process_time() + 0.9
while time.process_time() < end:
    pass
return sum(numbers)"""


def test_scores_are_those_of_an_idle_machine(tmp_path: Path) -> None:
    """With four busy processes beside: a limit of 2 s is far less than an honest answer waits."""
    room = Classroom(tmp_path / "course")
    expected = {"works": "passed", "busy": "timeout", "sleeps": "timeout", "wrong": "failed"}
    for student, body in {
        "works": WORKS, "busy": "while True: pass", "sleeps": "import time\ntime.sleep(10**9)",
        "wrong": WORKS.replace("sum(numbers)", "0.5"),
    }.items():  # fmt: skip
        room.hand_in(student, room.solved(**total(body)))
    noise = [sys.executable, "-c", BUSY.format(parent=os.getpid())]
    with contextlib.ExitStack() as stack:
        for _ in range(4):
            stack.callback(subprocess.Popen(noise).kill)
        results = room.grade(cell_seconds=2)
    for student, status in expected.items():
        assert [c.status for c in results[student].cells] == ["passed", status, "passed"]


# The gradebook, as nbgrader sees it.


def test_nbgrader_shows_the_same_scores(classroom: Classroom, graded: dict[str, Result]) -> None:
    """In a gradebook that grading itself set up from solutions/."""
    shown = {s["student"]: s for s in nbgrader(classroom).get_submissions("01_mini")}
    for student, result in graded.items():
        assert shown[student]["autograded"], student
        assert (shown[student]["score"], shown[student]["max_score"]) == (result.score, 10)
    assert shown["right"]["needs_manual_grade"]  # why_zero
    assert not shown["untouched"]["needs_manual_grade"]  # nothing written, nothing to read
    assert shown["right"]["timestamp"].startswith("2031-05-04T10:20:30")
    (notebook,) = nbgrader(classroom).get_student_notebook_submissions("right", "01_mini")
    assert (notebook["code_score"], notebook["max_code_score"]) == (7, 7)
    assert (notebook["written_score"], notebook["max_written_score"]) == (0, 3)


def test_nbgrader_knows_each_exercise(classroom: Classroom, graded: dict[str, Result]) -> None:
    for student, result in graded.items():
        stored = auto_scores(classroom.url, student)
        assert stored.pop("why_zero") == (0 if student == "untouched" else None)
        assert stored == scores(result)


@pytest.mark.parametrize("execution", ["ours", "nbgrader's own"])
def test_plain_nbgrader_gives_the_same_scores(
    classroom: Classroom, graded: dict[str, Result], tmp_path: Path, execution: str
) -> None:
    """Cell by cell, for honest submissions: nbgrader's own commands, in its own process."""
    students = ["other_types", "wrong", "raises", "untouched"]
    for student in students:
        shutil.copytree(classroom.submitted / student, tmp_path / "submitted" / student)
    shutil.copytree(classroom.root / "solutions", tmp_path / "solutions")
    config = (classroom.root / "nbgrader_config.py").read_text()
    if execution != "ours":
        config, found = re.subn(
            r"(?ms)^c\.Autograde\.autograde_preprocessors = .*?^\]\n", "", config
        )
        assert found == 1
    elif not MODE.sandbox:
        config += "c.Execute.sandbox = 'none'\n"
    (tmp_path / "nbgrader_config.py").write_text(config)
    nbformat.write(read_source(classroom.lessons[0]), tmp_path / "solutions/01_mini/mini.ipynb")
    scripts = Path(sys.executable).parent
    for command in (["generate_assignment"], ["autograde", "--Execute.timeout=60"]):
        subprocess.run(
            [scripts / "nbgrader", *command, "01_mini"],
            cwd=tmp_path,
            env=os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            check=True,
        )
    for student in students:
        plain = auto_scores(f"sqlite:///{tmp_path / 'gradebook.db'}", student)
        assert plain == auto_scores(classroom.url, student), student


def test_the_formgrader_opens(classroom: Classroom, graded: dict[str, Result]) -> None:
    with jupyter_server(classroom.root) as get:
        (assignment,) = (a for a in get("assignments") if a["name"] == "01_mini")
        shown = {s["student"]: s["score"] for s in get("submissions/01_mini")}
    assert assignment["num_submissions"] == len(graded)
    assert assignment["max_code_score"] == 7
    assert shown == {student: result.score for student, result in graded.items()}


class TestGradedAgain:
    """The other lesson, worth 8, handed in twice and graded twice into the same gradebook."""

    @pytest.fixture(scope="class")
    def again(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> tuple[Classroom, dict[str, Result]]:
        room = Classroom(tmp_path_factory.mktemp("again"))
        with (room.root / "nbgrader_config.py").open("a") as config:
            config.write(HALF_FOR_LATE)
        for student in ("truncated", "taken_back", "marked_by_hand"):
            room.hand_in(student, room.solved("02_micro"), "02_micro")
        improved = room.hand_in("improved", room.release("02_micro"), "02_micro")
        for student, day in {"improved": "05", "marked_by_hand": "06"}.items():
            stamp = room.submitted / student / "02_micro" / "timestamp.txt"
            stamp.write_text(f"2031-05-{day} 00:00:00 UTC")
        first = room.grade("02_micro")
        assert {student: r.score for student, r in first.items()} == {
            "improved": 0, "truncated": 8, "taken_back": 8, "marked_by_hand": 8,
        }  # fmt: skip

        with opened(room.url) as gradebook:
            gradebook.update_or_create_assignment("02_micro", duedate="2031-05-06 00:00:00 UTC")
            by_hand = gradebook.find_grade("test_halve", "micro", "02_micro", "marked_by_hand")
            by_hand.manual_score, by_hand.extra_credit = 3, 1
            gradebook.db.commit()
        for student in ("improved", "marked_by_hand"):
            work = room.solved("02_micro")
            work.cells.append(new_code_cell("# once more"))
            room.hand_in(student, work, "02_micro")
        improved.with_name("timestamp.txt").write_text("2031-05-07 00:00:00 UTC")
        room.hand_in("truncated", "{", "02_micro")
        room.hand_in("taken_back", "", "02_micro").unlink()
        return room, room.grade("02_micro")

    def test_a_better_answer_counts(self, again: Any) -> None:
        room, results = again
        assert results["improved"].score == 8
        with Gradebook(room.url) as gradebook:
            assert gradebook.find_submission("02_micro", "improved").score == 8

    @pytest.mark.parametrize("student", ["truncated", "taken_back"])
    def test_a_file_that_cannot_be_read_resets_the_score(self, again: Any, student: str) -> None:
        room, results = again
        assert results[student].score == 0
        assert not (room.autograded / student / "02_micro" / "micro.ipynb").exists()
        with Gradebook(room.url) as gradebook:
            assert gradebook.find_submission("02_micro", student).score == 0

    def test_a_score_given_by_hand_stays_and_is_flagged(self, again: Any) -> None:
        room, results = again
        assert results["marked_by_hand"].score == 8  # what the tests say
        with Gradebook(room.url) as gradebook:
            grade = gradebook.find_grade("test_halve", "micro", "02_micro", "marked_by_hand")
            assert (grade.manual_score, grade.extra_credit, grade.auto_score) == (3, 1, 8)
            assert grade.needs_manual_grade

    def test_the_late_penalty_is_the_plugins(self, again: Any) -> None:
        room, _ = again
        with Gradebook(room.url) as gradebook:
            late = gradebook.find_submission("02_micro", "improved")
            assert (late.total_seconds_late, late.late_submission_penalty) == (86400, 4)
            on_time = gradebook.find_submission("02_micro", "marked_by_hand")
            assert (on_time.total_seconds_late, on_time.late_submission_penalty or 0) == (0, 0)

    def test_timestamps_travel_with_the_graded_copy(self, again: Any) -> None:
        room, _ = again
        stamp = room.autograded / "improved" / "02_micro" / "timestamp.txt"
        assert stamp.read_text() == "2031-05-07 00:00:00 UTC"


HALF_FOR_LATE = """
from nbgrader.plugins import BasePlugin


class HalfForLate(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2


c.AssignLatePenalties.plugin_class = HalfForLate
"""


def test_a_gradebook_is_a_path_or_a_url(tmp_path: Path) -> None:
    path = tmp_path / "g.db"
    assert as_url(str(path)) == f"sqlite:///{path}"
    assert as_url("postgresql://host/grades") == "postgresql://host/grades"


@pytest.mark.parametrize(
    "url",
    [
        "nonsense://x",
        "sqlite:////nowhere/at/all/g.db",
        "postgresql://me:secret@127.0.0.1:1/grades",
        "postgresql+nodriver://x/y",
        "://",
        "sqlite:///{tmp_path}",
        "sqlite:///{tmp_path}/text.db",
    ],
)
def test_a_gradebook_that_cannot_be_opened_is_one_line(url: str, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is no database, whatever its name says" * 99)
    with pytest.raises(CourseError) as caught, opened(url.format(tmp_path=tmp_path)):
        pass
    assert str(caught.value).startswith("cannot open the gradebook")
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_gradebook_locked_by_somebody_else_is_one_line(
    classroom: Classroom, graded: dict[str, Result], tmp_path: Path
) -> None:
    path = shutil.copy(classroom.root / "gradebook.db", tmp_path)
    url = as_url(str(path)) + "?timeout=0.1"
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(CourseError, match="database is locked") as caught,
            opened(url) as gradebook,
        ):
            gradebook.add_student("somebody")
    assert "\n" not in str(caught.value)


def restored(classroom: Classroom, notebook: NotebookNode) -> str:
    """With the hidden tests in place, ready to run."""
    lesson = classroom.lessons[0]
    set_up(classroom.url, [lesson])
    with opened(classroom.url) as gradebook:
        restore(notebook, source_cells(gradebook, lesson))
    return nbformat.writes(notebook)


def stored_scores(room: Classroom, assignment: str = "01_mini") -> dict[str, float]:
    """Student -> score of those that the gradebook has."""
    with Gradebook(room.url) as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions(assignment)}


def auto_scores(url: str, student: str) -> dict[str, float | None]:
    """grade_id -> score by test, as the gradebook holds it."""
    with Gradebook(url) as gradebook:
        (notebook,) = gradebook.find_submission("01_mini", student).notebooks
        return {grade.name: grade.auto_score for grade in notebook.grades}


def nbgrader(classroom: Classroom) -> NbGraderAPI:
    """What nbgrader's formgrader asks."""
    config = nbgrader_config(classroom.root)
    config.CourseDirectory.root = str(classroom.root)
    return NbGraderAPI(CourseDirectory(config=config), config=config)


@contextmanager
def jupyter_server(folder: Path) -> Iterator[Callable[[str], Any]]:
    """A Jupyter server in the course folder; yields a function that asks its formgrader."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            Path(sys.executable).with_name("jupyter-server"),
            "--no-browser",
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={port}",
            "--IdentityProvider.token=t",
        ],
        cwd=folder,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(folder / ".jupyter")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def get(path: str) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/formgrader/api/{path}", headers={"Authorization": "token t"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    try:
        for _ in range(300):
            assert server.poll() is None, "the server ended"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.2)
        yield get
    finally:
        server.terminate()
        server.wait(20)
