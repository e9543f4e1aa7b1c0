"""Where submissions are executed: processes of this machine, or a dask cluster.

What goes wrong there is never the student's: a worker that died or could not start a process is
tried again, alone; whatever else it raises is told as a fault of the grader.
"""

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from course_utils.autograde import jobs, sandbox
from course_utils.autograde.jobs import Done, Job
from course_utils.course import CourseError


@dataclass(frozen=True)
class Fault:
    """The grader failed at a submission.

    Attributes:
        reason: one line.
        trace: for whoever mends it.
        passing: it may well be well another time.
    """

    reason: str
    trace: str
    passing: bool = False

    @classmethod
    def of(cls, error: BaseException) -> "Fault":
        """Of what was raised."""
        trace = "".join(traceback.format_exception(error))
        if isinstance(error, sandbox.TryAgain):
            return cls(str(error), trace, True)
        if _is_death(error):
            return cls("the grader's worker died", trace, True)
        text = str(error).strip().splitlines()
        return cls(f"{type(error).__name__}: {text[0] if text else ''}".rstrip(": "), trace)


Outcome = list[Done] | Fault


def _is_death(error: BaseException) -> bool:
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"  # dask's


def executed(
    todo: Iterable[Job], executor: Callable[[], Executor]
) -> Iterator[tuple[Job, Outcome]]:
    """Every job with what came of it, as they finish.

    A worker that dies takes those with it that it had, and a busy machine slows all down: each of
    them gets a second try, alone, so that nobody pays for a neighbour.
    """
    again = []
    for job, outcome in _until_done(deque(todo), executor, alone=False):
        if _is_worth_another_try(outcome):
            again.append(job)
        else:
            yield job, outcome
    yield from _until_done(deque(again), executor, alone=True)


def _is_worth_another_try(outcome: Outcome) -> bool:
    if isinstance(outcome, Fault):
        return outcome.passing
    return any(done.executed is not None and done.executed.far for done in outcome)


def _until_done(
    todo: deque[Job], executor: Callable[[], Executor], alone: bool
) -> Iterator[tuple[Job, Outcome]]:
    """With new workers whenever the old ones broke."""
    while todo:
        workers, whole = executor(), False
        try:
            whole = yield from _together(todo, workers, alone)
        finally:
            if not (whole and isinstance(workers, Processes) and workers.shared):
                _end(workers)


def _end(workers: Executor) -> None:
    if isinstance(workers, Processes):
        workers.end()
    else:
        workers.shutdown(wait=False)


def _together(
    todo: deque[Job], workers: Executor, alone: bool
) -> Generator[tuple[Job, Outcome], None, bool]:
    """Until all are done or the workers break, which it returns; what was not begun stays in
    `todo`."""
    waiting: dict[Future[list[Done]], Job] = {}
    broken = False
    while waiting or (todo and not broken):
        if not broken:
            broken = yield from _hand_out(todo, workers, waiting, 1 if alone else _ahead(workers))
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            job, raised = waiting.pop(future), future.exception()
            if isinstance(raised, sandbox.NoSandbox):
                raise raised
            broken |= isinstance(raised, BrokenExecutor)
            yield job, future.result() if raised is None else Fault.of(raised)
    return not broken


def _hand_out(
    todo: deque[Job], workers: Executor, waiting: dict["Future[list[Done]]", Job], most: int
) -> Generator[tuple[Job, Outcome], None, bool]:
    """From `todo` to `waiting`, until there are `most` or the workers break, which it returns."""
    while todo and len(waiting) < most:
        try:
            future = _submitted(todo[0], workers)
        except BrokenExecutor:
            return True
        except Exception as error:  # reading it, where that is done here
            yield todo.popleft(), Fault.of(error)
        else:
            waiting[future] = todo.popleft()
    return False


def _submitted(job: Job, workers: Executor) -> "Future[list[Done]]":
    if isinstance(workers, Processes):
        return workers.submit(jobs.work, job)
    # Another machine need not see the submissions.
    return workers.submit(jobs.execute, jobs.ready(job))


def _ahead(workers: Executor) -> int:
    """How many jobs are handed out: all that a worker holds die with it, and are held in memory."""
    if isinstance(workers, Processes):
        return 2 * workers.number
    client = cast(Any, workers)._client  # dask's: workers come and go
    return max(2, 2 * sum(client.nthreads().values()))


class Processes(ProcessPoolExecutor):
    """Workers on this machine: fresh, not forks, as the grader has a database connection and
    threads."""

    def __init__(self, number: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        super().__init__(number, mp_context=spawn, initializer=start_worker)
        self.number, self.shared, self.ended = number, False, False

    def submit(self, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Also starts workers when they are needed. Ctrl-C is the grader's: until a worker can say
        that it does not want it, it is kept from it."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(*args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def end(self) -> None:
        """Whatever they do now, nobody waits for it."""
        self.ended = True
        processes = list((self._processes or {}).values())
        self.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()


def pool(workers: int, dask: str | None = None) -> Executor:
    """Where submissions are executed: processes here, or a dask cluster.

    Args:
        workers: processes here.
        dask: address of a dask scheduler, "tcp://host:8786"; its workers need the course.

    Raises:
        CourseError: dask.distributed is not installed, or the scheduler does not answer.
    """
    if dask is None:
        return Processes(workers)
    try:
        from distributed import Client
    except ImportError:
        raise CourseError(
            "--dask needs dask.distributed: pip install 'course-utils[cluster]'"
        ) from None
    try:
        client = Client(dask, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(f"no dask scheduler at {dask}: {error}") from None
    return cast(Executor, client.get_executor(pure=False, retries=1))


@contextmanager
def shared(make: Callable[[], Executor]) -> Iterator[Callable[[], Executor]]:
    """One set of workers here for several batches: started for the first, since libraries take
    seconds to import, and again only where they broke. A cluster's are there anyway."""
    current: list[Processes] = []

    def lend() -> Executor:
        if current and not current[0].ended:
            return current[0]
        made = make()
        if isinstance(made, Processes):
            made.shared, current[:] = True, [made]
        return made

    try:
        yield lend
    finally:
        for workers in current:
            workers.end()


def start_worker() -> None:
    """A worker here ends with the grader, and leaves Ctrl-C to it."""
    grader = multiprocessing.parent_process()
    sandbox.die_with_parent(grader.pid if grader else None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What it starts may want it: a student's cell is interrupted so.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
