"""Pulling the plug loses nothing: killed, interrupted, or two at once."""

import csv
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from classroom import Classroom, boxes
from nbgrader.api import Gradebook

from course_utils.autograde import record
from course_utils.autograde.gradebook import LEDGER, opened

STUDENTS = 20
KILLS = int(os.environ.get("COURSE_KILLS", "6"))  # `make bench` kills 50 times
COMMAND = [str(Path(sys.executable).with_name("course")), "grade", "01_mini", "--workers", "2"]


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    made = Classroom(tmp_path / "course")
    for i in range(STUDENTS):
        answers = {"total": "def total(numbers): return 0"} if i % 2 else {}
        made.hand_in(f"student{i:02}", made.solved(**answers))
    return made


def started(room: Classroom, *options: str) -> "subprocess.Popen[str]":
    # A background job of a script ignores SIGINT, and so would its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [*COMMAND, *options], cwd=room.root, text=True, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def processes_of(room: Classroom) -> list[str]:
    """Graders and workers in this folder; what they leave in others, `boxes` finds."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            here = os.readlink(path / "cwd") == str(room.root)
            line = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if here and line:
            found.append(line)
    return found


def gone(room: Classroom, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while processes_of(room) and time.monotonic() < end:
        time.sleep(0.05)
    return not processes_of(room)


def ledger(room: Classroom) -> dict[str, int]:
    """Student -> how often they are in the ledger."""
    path = room.root / "gradebook.db"
    if not path.exists() or not path.stat().st_size:
        return {}
    with sqlite3.connect(path) as database:
        exists = database.execute(
            "select 1 from sqlite_master where name = ?", (LEDGER.name,)
        ).fetchone()
        if not exists:
            return {}
        return dict(database.execute(f"select student, count(*) from {LEDGER.name} group by 1"))


def reported(room: Classroom) -> list[str]:
    """Students in the table that `course report` writes."""
    done = room.course("report")
    assert done.returncode == 0, done.stderr
    with (room.root / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["student"] for row in csv.DictReader(file)]


def test_killed_at_random_moments_every_submission_is_graded_once(room: Classroom) -> None:
    rng = random.Random(0)
    before, lost = boxes(), 0
    for _ in range(KILLS):
        run = started(room)
        had = len(ledger(room))
        end = time.monotonic() + 60
        # Wait until this run has done something, now and then; else kill at any moment.
        while rng.random() < 0.98 and len(ledger(room)) == had and run.poll() is None:
            time.sleep(0.05)
            assert time.monotonic() < end
        time.sleep(rng.uniform(0, 0.3))
        if run.poll() is None:
            os.kill(run.pid, signal.SIGKILL)
        run.communicate()
        assert gone(room)
        lost += had > len(ledger(room))
        if len(ledger(room)) == STUDENTS:  # all done: begin again
            assert_consistent(room)
            (room.root / "gradebook.db").unlink()
    assert lost == 0
    last = started(room)
    _, told = last.communicate(timeout=120)
    assert last.returncode == 0, told
    assert_consistent(room)
    assert gone(room)
    end = time.monotonic() + 10
    while boxes() - before and time.monotonic() < end:
        time.sleep(0.1)
    assert boxes() <= before
    assert not list(room.autograded.rglob("*.part*"))


def assert_consistent(room: Classroom) -> None:
    assert ledger(room) == {f"student{i:02}": 1 for i in range(STUDENTS)}
    with Gradebook(room.url) as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions("01_mini")}
    assert scores == {f"student{i:02}": 5 if i % 2 else 7 for i in range(STUDENTS)}
    assert len(list(room.autograded.rglob("mini.ipynb"))) == STUDENTS
    with opened(room.url) as gradebook:
        assert {r.student: r.score for r in record.results(gradebook)} == scores


def test_ctrl_c_stops_within_3_seconds_and_the_same_command_goes_on(room: Classroom) -> None:
    run = started(room)
    end = time.monotonic() + 60
    while not ledger(room) and time.monotonic() < end:
        time.sleep(0.05)
    begin = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)  # what a terminal does: the whole group
    _, told = run.communicate(timeout=30)
    assert time.monotonic() - begin < 3
    assert run.returncode == 130
    assert "stopped" in told
    assert "Traceback" not in told
    assert gone(room)
    kept = len(ledger(room))
    assert 0 < kept < STUDENTS
    assert reported(room) == sorted(ledger(room))
    second = started(room)
    _, told = second.communicate(timeout=120)
    assert second.returncode == 0
    assert f"{kept} are graded and have not changed" in told
    assert_consistent(room)
    assert reported(room) == sorted(ledger(room))


@pytest.fixture
def busy(room: Classroom) -> Iterator[Classroom]:
    slow = {"total": "import time\n\n\ndef total(numbers):\n    time.sleep(25)"}
    room.hand_in("slow", room.solved(**slow))
    run = started(room)
    end = time.monotonic() + 60
    while not ledger(room) and time.monotonic() < end:
        time.sleep(0.05)
    yield room
    os.killpg(run.pid, signal.SIGINT)
    run.communicate(timeout=120)


def test_a_second_grader_on_the_same_gradebook_is_refused(busy: Classroom) -> None:
    second = started(busy, "--out", "elsewhere")
    _, told = second.communicate(timeout=60)
    assert second.returncode == 2
    assert "another `course grade` is writing" in told
    assert "Traceback" not in told
