"""The batch: every submission read, restored, executed in a worker process, stored by this one."""

import hashlib
import json
import multiprocessing
import shutil
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import cast

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from course_utils.autograde import assignments, causes, sandbox
from course_utils.autograde import gradebook as book
from course_utils.autograde.answers import left_over
from course_utils.autograde.beside import given_files
from course_utils.autograde.execute import ORDINARY, Executed, Limits, Mode, run
from course_utils.autograde.intake import open_submission
from course_utils.autograde.reading import Refused, Unreadable
from course_utils.autograde.restore import SourceCell
from course_utils.autograde.submissions import Submission, find
from course_utils.course import CourseError, Lesson

MAX_NOTES = 4  # in a reason; a notebook without metadata would fill a page

# A test cell's status by the name of the error that ended it; any other error is "error".
STATUS = {
    "NotImplementedError": "not_started",
    "CheckError": "failed",
    "AssertionError": "failed",
    "CellTimeoutError": "timeout",
    "NotRun": "not_run",
}


@dataclass(frozen=True)
class CellResult:
    """One test cell: status is "passed" or one of STATUS's values or "error".

    Attributes:
        cause: the likely cause that the check named, of the course's own (causes.py); "" if none.
        notebook: its notebook where an assignment has several, which may use one grade_id twice.
    """

    grade_id: str
    score: float
    max_score: float
    status: str
    message: str = ""
    cause: str = ""
    notebook: str = ""


@dataclass(frozen=True)
class Result:
    """One submission, as `--json` prints it.

    Attributes:
        status: "graded", "needs_review" (graded, or scored 0, and a person should look) or
            "rejected" (not opened at all).
        reason: one line, "" for an ordinary submission.
        score, max_score: of the cells graded by running them; written answers wait in `manual`.
        seconds: wall time of the execution.
        manual: grade_ids that a person grades, with their points.
        worker: who executed it: host and process; not a part of the result as JSON.
    """

    student: str
    assignment: str
    status: str
    reason: str
    score: float
    max_score: float
    seconds: float
    cells: list[CellResult] = field(default_factory=list)
    manual: dict[str, float] = field(default_factory=dict)
    worker: str = ""

    def as_json(self) -> str:
        """One line."""
        told = asdict(self)
        del told["worker"]
        for cell in told["cells"]:
            if not cell["notebook"]:
                del cell["notebook"]
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> "Result":
        """What `as_json` wrote."""
        told = json.loads(text)
        return cls(**told | {"cells": [CellResult(**cell) for cell in told["cells"]]})


@dataclass(frozen=True)
class Job:
    """A submission on its way: read and restored, not yet executed.

    Attributes:
        key: names what its score follows from: the files handed in, the tests, the settings.
    """

    submission: Submission
    source: list[SourceCell]
    key: str
    text: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: Unreadable | None = None


@dataclass(frozen=True)
class Found:
    """How many submissions there are, and how many of them were graded before, unchanged."""

    submissions: int
    unchanged: int


def grade(
    chosen: list[Lesson],
    folder: Path,
    url: str,
    out: Path,
    executor: Callable[[], Executor],
    limits: Limits,
    mode: Mode = ORDINARY,
    again: bool = False,
) -> Iterator[Result | Found]:
    """Grade everything in `folder` that belongs to `chosen`.

    What this gradebook has already, from the same files, tests and settings, is not graded again,
    so a run that was interrupted goes on where it stopped.

    Args:
        folder: holds <student>/<assignment>/<notebook>.ipynb.
        url: gradebook (SQLAlchemy URL), set up from solutions/ first.
        out: graded copies go to <out>/<student>/<assignment>/<notebook>.ipynb.
        executor: makes what runs `execute.run`, see `pool`; shut down at the end.
        again: grade unchanged ones too.

    Yields:
        First what was Found, then a Result for each, in the order they finish.

    Raises:
        CourseError: nothing to grade, or the gradebook cannot be used, or somebody else does.
    """
    if mode.sandbox:
        sandbox.probe()
    submissions = find(folder, chosen)
    with book.reserved(url, out):
        assignments.set_up(url, chosen)
        with book.opened(url, chosen[0].root) as gradebook:
            sources = {lesson: assignments.source_cells(gradebook, lesson) for lesson in chosen}
            due = {lesson: book.due(gradebook, lesson) for lesson in chosen}
            jobs = [
                prepare(s, sources[s.lesson], (limits, mode, due[s.lesson])) for s in submissions
            ]
            known = book.known(gradebook, [] if again else jobs, out)
            yield Found(len(jobs), len(known))
            yield from (Result.of(text) for text in known.values())
            left = [job for job in jobs if job.key not in known]
            for job in left:
                if job.problem:
                    yield _finish(gradebook, job, None, out)
            for job, done in _executed([j for j in left if not j.problem], executor, limits, mode):
                yield _finish(gradebook, job, done, out)


def prepare(submission: Submission, source: list[SourceCell], settings: object = "") -> Job:
    """Read and restore; a file that cannot be read becomes a job with a problem."""
    digest = hashlib.sha256(repr((submission.student, source, settings)).encode())
    try:
        opened = open_submission(submission, source)
        stamp = submission.stamp.read_bytes() if submission.stamp else b""
    except Unreadable as problem:
        digest.update(str(problem).encode())
        return Job(submission, source, digest.hexdigest(), problem=problem)
    given = {name: path.read_bytes() for name, path in given_files(submission.lesson).items()}
    files = opened.files | given  # the instructor's replace the student's of the same name
    told = repr((sorted(files), opened.notes)).encode("utf-8", "replace")
    for part in (opened.text.encode("utf-8", "replace"), stamp, told, *files.values()):
        digest.update(hashlib.sha256(part).digest())
    return Job(submission, source, digest.hexdigest(), opened.text, files, opened.notes)


def merged(results: list[Result]) -> list[Result]:
    """One result a student and assignment, sorted; an assignment may have several notebooks."""
    worst = ["graded", "needs_review", "rejected"]
    found: dict[tuple[str, str], Result] = {}
    for result in sorted(results, key=lambda r: (r.student, r.assignment)):
        key = (result.student, result.assignment)
        if key not in found:
            found[key] = result
            continue
        first = found[key]
        found[key] = replace(
            first,
            status=max(first.status, result.status, key=worst.index),
            reason="; ".join(filter(None, (first.reason, result.reason))),
            score=first.score + result.score,
            max_score=first.max_score + result.max_score,
            seconds=round(first.seconds + result.seconds, 3),
            cells=first.cells + result.cells,
            manual=first.manual | result.manual,
        )
    return list(found.values())


def _executed(
    jobs: list[Job], executor: Callable[[], Executor], limits: Limits, mode: Mode
) -> Iterator[tuple[Job, Executed]]:
    """Every job with what came of it, as they finish.

    A worker that dies takes those with it that it had: each of them gets a second try, alone, so
    that nobody pays for a neighbour.
    """
    left, suspects = jobs, []
    while left:
        left, died = yield from _together(left, executor, limits, mode)
        suspects += died
    for job in suspects:
        _, died = yield from _together([job], executor, limits, mode)
        if died:
            yield job, _nothing_ran(job)


def _together(
    jobs: list[Job], executor: Callable[[], Executor], limits: Limits, mode: Mode
) -> Generator[tuple[Job, Executed], None, tuple[list[Job], list[Job]]]:
    """Until all are done or the pool breaks; returns the jobs not begun, and those that died."""
    todo, died = deque(jobs), []
    waiting: dict[Future[Executed], Job] = {}
    workers = executor()
    # A cluster plans by itself. Our pool gets few ahead: all that it holds die with a worker.
    ahead = 2 * workers.number if isinstance(workers, Processes) else len(jobs)
    broken = False
    try:
        while (todo or waiting) and not broken:
            while todo and len(waiting) < ahead:
                job = todo[0]
                try:
                    future = workers.submit(run, job.text, limits, mode, job.files)
                except BrokenExecutor:
                    broken = True
                    break
                waiting[future] = todo.popleft()
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                job = waiting.pop(future)
                try:
                    yield job, future.result()
                except CourseError:  # no box on that machine
                    raise
                except Exception as error:
                    died.append(job)
                    broken |= isinstance(error, BrokenExecutor)
    finally:
        # Dask's executor always cancels, and does not know the argument.
        ours = isinstance(workers, Processes)
        workers.shutdown(wait=False, **({"cancel_futures": True} if ours else {}))
        for process in multiprocessing.active_children():
            if process.name.startswith("SpawnProcess"):
                process.terminate()
    return list(todo), died + list(waiting.values())


class Processes(ProcessPoolExecutor):
    """Workers on this machine: fresh, not forks, as the grader has a database connection and
    threads."""

    def __init__(self, number: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        super().__init__(number, mp_context=spawn, initializer=start_worker)
        self.number = number


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


def start_worker() -> None:
    """A worker here ends with the grader, and leaves Ctrl-C to it."""
    grader = multiprocessing.parent_process()
    sandbox.die_with_parent(grader.pid if grader else None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _nothing_ran(job: Job) -> Executed:
    """Its worker died, twice. No worker's name: so it is not in the ledger, and tried again."""
    reason = "the grader's worker died twice, the second time with this alone"
    notebook = nbformat.reads(job.text, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.v4.new_output("error", ename="NotRun", evalue=reason, traceback=[])
            ]
    return Executed(nbformat.writes(notebook), 0.0, reason, worker="")


def _finish(gradebook: Gradebook, job: Job, done: Executed | None, out: Path) -> Result:
    """Store one submission and tell what came of it."""
    submission = job.submission
    folder = out / submission.student / submission.lesson.assignment
    copy = folder / f"{submission.lesson.notebook}.ipynb"
    notebook = None if done is None else nbformat.reads(done.text, as_version=4)
    result = _result(job, done, notebook)
    key = job.key if done is None or done.worker else ""
    book.store(gradebook, submission, notebook, copy, key, result.as_json())
    if notebook is not None and submission.stamp:
        shutil.copyfile(submission.stamp, folder / submission.stamp.name)
    return result


def _result(job: Job, done: Executed | None, notebook: NotebookNode | None) -> Result:
    lesson = job.submission.lesson
    several = lesson.notebook if len(lesson.together) > 1 else ""
    cells = [
        replace(cell, notebook=several)
        for cell in _cell_results(job.source, notebook, str(job.problem or ""))
    ]
    ran = [done.stopped, *done.notes] if done else []
    late = [f"{c.grade_id} {c.message}" for c in cells if c.status == "timeout"]
    notes = [*job.notes, *filter(None, ran), *late]
    status = "graded" if not notes else "needs_review"
    if job.problem:
        status = "rejected" if isinstance(job.problem, Refused) else "needs_review"
        notes = [str(job.problem)]
    return Result(
        job.submission.student,
        job.submission.lesson.assignment,
        status,
        _one_line(notes),
        sum(c.score for c in cells),
        sum(c.max_score for c in cells),
        round(done.seconds, 3) if done else 0.0,
        cells,
        {c.grade_id: c.points for c in job.source if c.points is not None and not c.is_test},
        done.worker if done else "",
    )


def _one_line(notes: list[str]) -> str:
    """The first few phrases, without anything that a terminal would obey."""
    more = len(notes) - MAX_NOTES
    text = "; ".join(notes[:MAX_NOTES] + ([f"and {more} more"] if more > 0 else []))
    return "".join(c if c.isprintable() else " " for c in text)


def _cell_results(
    source: list[SourceCell], notebook: NotebookNode | None, problem: str
) -> list[CellResult]:
    tests = [cell for cell in source if cell.is_test]
    if notebook is None:
        return [CellResult(c.grade_id, 0.0, c.points or 0.0, "not_run", problem) for c in tests]
    ran = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in notebook.cells}
    answers = {name: ran.get(name.removeprefix("test_")) for name in ran if name}
    return [_cell_result(cell, ran[cell.grade_id], answers[cell.grade_id]) for cell in tests]


def _cell_result(source: SourceCell, ran: NotebookNode, answer: NotebookNode | None) -> CellResult:
    score = book.auto_score(ran) or 0.0
    errors = [o for o in ran.outputs if o.output_type == "error"]
    # An interrupted cell shows KeyboardInterrupt first, then why it was interrupted.
    error = errors[-1] if errors else None
    status = "passed" if error is None else STATUS.get(error.ename, "error")
    message = "" if error is None else error.evalue
    if status == "error":
        message = f"{error.ename}: {message}" if error else ""
    if status == "not_started":
        message = left_over(answer.source if answer else "") or "not written yet"
    cause = causes.cause(error.traceback, ran.source) if error and status == "failed" else ""
    return CellResult(source.grade_id, float(score), source.points or 0.0, status, message, cause)
