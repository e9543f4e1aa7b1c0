"""Grading on a dask cluster: a scheduler and two workers, started here, on this machine only."""

import json
import os
import signal
from collections.abc import Iterator
from functools import partial

import pytest
from classroom import MODE, Classroom

from course_utils.autograde.execute import Limits
from course_utils.autograde.grade import grade
from course_utils.autograde.results import Result
from course_utils.autograde.workers import pool

distributed = pytest.importorskip(
    "distributed", reason="no dask.distributed here: pip install 'course-utils[cluster]'"
)
SLOW = "import time\n\n\ndef total(numbers):\n    time.sleep(0.3)\n    return sum(numbers)"
ANSWERS = {
    "right": {},
    "slow": {"total": SLOW},
    "wrong": {"double": "def double(x):\n    return x"},
    "raises": {"total": "def total(numbers):\n    raise ValueError('no')"},
    "exits": {"total": "def total(numbers):\n    import os\n    os._exit(3)"},
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of the scheduler. Its workers are processes of their own, as on other machines."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def room(classroom: Classroom) -> Classroom:
    for kind, answers in ANSWERS.items():
        for number in range(3):
            classroom.hand_in(f"{kind}_{number}", classroom.solved(**answers))
    return classroom


def typed(room: Classroom, *options: str) -> list[dict[str, object]]:
    """What `course grade` prints, but for the time it took."""
    walls = [] if MODE.sandbox else ["--sandbox", "none"]
    run = room.course("grade", "01_mini", "--json", "-", *walls, *options)
    assert run.returncode == 1, run.stderr  # those that exit need review
    found = [json.loads(line) | {"seconds": 0} for line in run.stdout.splitlines()]
    return sorted(found, key=lambda result: str(result["student"]))


def test_a_cluster_gives_the_results_of_this_machine(room: Classroom, address: str) -> None:
    here = typed(room)
    assert len(here) == 3 * len(ANSWERS)
    assert typed(room, "--dask", address, "--again") == here


def test_both_workers_grade_and_one_that_is_killed_loses_nothing(
    room: Classroom, address: str
) -> None:
    steps = grade(
        room.lessons[:1], room.submitted, room.url, room.autograded, partial(pool, 1, address),
        Limits(), MODE, again=True,
    )  # fmt: skip
    results: list[Result] = []
    killed = ""
    for step in steps:
        if not isinstance(step, Result):
            continue
        results.append(step)
        if not killed and len({r.worker for r in results}) == 2:
            killed = step.worker
            os.kill(int(killed.rpartition(":")[2]), signal.SIGKILL)
    others = {r.worker for r in results} - {killed}
    assert killed and others
    assert sorted(r.student for r in results) == sorted(
        f"{k}_{i}" for k in ANSWERS for i in range(3)
    )
    scores = {kind: {r.score for r in results if r.student.startswith(kind)} for kind in ANSWERS}
    assert scores == {"right": {7}, "slow": {7}, "wrong": {6}, "raises": {5}, "exits": {1}}
