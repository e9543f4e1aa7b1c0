"""The batch: every submission read, restored, executed in a worker process, stored by this one."""

import json
import multiprocessing
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from course_utils.autograde import gradebook as book
from course_utils.autograde.execute import Executed, Limits, run
from course_utils.autograde.restore import SourceCell, restore
from course_utils.autograde.submissions import Refused, Submission, Unreadable, find, read
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
    """One test cell: status is "passed" or one of STATUS's values or "error"."""

    grade_id: str
    score: float
    max_score: float
    status: str
    message: str = ""


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

    def as_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True)
class Job:
    """A submission on its way: read and restored, not yet executed."""

    submission: Submission
    source: list[SourceCell]
    text: str = ""
    notes: tuple[str, ...] = ()
    problem: Unreadable | None = None


def grade(
    chosen: list[Lesson], folder: Path, url: str, out: Path, executor: Executor, limits: Limits
) -> Iterator[Result | int]:
    """Grade everything in `folder` that belongs to `chosen`.

    Args:
        folder: holds <student>/<assignment>/<notebook>.ipynb.
        url: gradebook (SQLAlchemy URL), set up from solutions/ first.
        executor: runs `execute.run`, see `pool`; shut down at the end.
        out: graded copies go to <out>/<student>/<assignment>/<notebook>.ipynb.

    Yields:
        First the number of submissions, then a Result for each, in the order they finish.

    Raises:
        CourseError: nothing to grade, or the gradebook cannot be used.
    """
    submissions = find(folder, chosen)
    yield len(submissions)
    book.set_up(url, chosen)
    with book.opened(url) as gradebook:
        sources = {lesson: book.source_cells(gradebook, lesson) for lesson in chosen}
        jobs = [prepare(s, sources[s.lesson]) for s in submissions]
        with executor:
            waiting = {executor.submit(run, j.text, limits): j for j in jobs if not j.problem}
            try:
                for job in jobs:
                    if job.problem:
                        yield _finish(gradebook, job, None, out)
                for future in as_completed(waiting):
                    job = waiting.pop(future)
                    yield _finish(gradebook, job, _outcome(future, job), out)
            finally:
                executor.shutdown(wait=False, cancel_futures=True)


def prepare(submission: Submission, source: list[SourceCell]) -> Job:
    """Read and restore; a file that cannot be read becomes a job with a problem."""
    try:
        notebook, notes = read(submission)
    except Unreadable as problem:
        return Job(submission, source, problem=problem)
    except OSError as error:
        return Job(submission, source, problem=Unreadable(f"cannot be read: {error.strerror}"))
    notes += restore(notebook, source)
    return Job(submission, source, nbformat.writes(notebook), tuple(notes))


def pool(workers: int, dask: str | None = None) -> Executor:
    """Where submissions are executed: processes here, or a dask cluster.

    The processes are fresh, not forks: the grader holds a database connection and threads.

    Args:
        workers: processes here.
        dask: address of a dask scheduler, "tcp://host:8786"; its workers need the course.

    Raises:
        CourseError: dask.distributed is not installed, or the scheduler does not answer.
    """
    if dask is None:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=spawn, initializer=start_worker)
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
    client.run(start_worker)
    return cast(Executor, client.get_executor())


def start_worker() -> None:
    """A worker's environment is what students' kernels inherit."""
    os.environ.pop("JPY_SESSION_NAME", None)
    os.environ.update(
        COURSE_DATA="bundled",  # the same numbers everywhere, and no network
        JUPYTER_DEFAULT_PROVISIONER_NAME="course-warm",
        NBGRADER_EXECUTION="autograde",
        OMP_NUM_THREADS="1",  # one core a worker
        OPENBLAS_NUM_THREADS="1",
        PYDEVD_DISABLE_FILE_VALIDATION="1",
    )


def _outcome(future: "Future[Executed]", job: Job) -> Executed:
    """What the worker returned; if the worker itself died, an execution in which nothing ran."""
    try:
        return future.result()
    except Exception as error:
        notebook = nbformat.reads(job.text, as_version=4)
        _fail_all(notebook, "the worker process ended")
        return Executed(nbformat.writes(notebook), 0.0, f"worker failed: {type(error).__name__}")


def _fail_all(notebook: NotebookNode, reason: str) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.v4.new_output("error", ename="NotRun", evalue=reason, traceback=[])
            ]


def _finish(gradebook: Gradebook, job: Job, done: Executed | None, out: Path) -> Result:
    """Store one submission and tell what came of it."""
    submission = job.submission
    folder = out / submission.student / submission.lesson.assignment
    copy = folder / submission.path.name
    notebook = None if done is None else nbformat.reads(done.text, as_version=4)
    book.store(gradebook, submission, notebook, copy)
    if notebook is not None and submission.stamp:
        shutil.copyfile(submission.stamp, folder / submission.stamp.name)
    cells = _cell_results(job.source, notebook, str(job.problem or ""))
    notes = [*job.notes, *([done.stopped] if done and done.stopped else [])]
    status = "graded" if not notes else "needs_review"
    if job.problem:
        status = "rejected" if isinstance(job.problem, Refused) else "needs_review"
        notes = [str(job.problem)]
    return Result(
        submission.student,
        submission.lesson.assignment,
        status,
        _one_line(notes),
        sum(c.score for c in cells),
        sum(c.max_score for c in cells),
        round(done.seconds, 3) if done else 0.0,
        cells,
        {c.grade_id: c.points for c in job.source if c.points is not None and not c.is_test},
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
    return [_cell_result(cell, ran[cell.grade_id]) for cell in tests]


def _cell_result(source: SourceCell, ran: NotebookNode) -> CellResult:
    score = book.auto_score(ran) or 0.0
    errors = [o for o in ran.outputs if o.output_type == "error"]
    # An interrupted cell shows KeyboardInterrupt first, then why it was interrupted.
    error = errors[-1] if errors else None
    status = "passed" if error is None else STATUS.get(error.ename, "error")
    message = "" if error is None else error.evalue
    if status == "error":
        message = f"{error.ename}: {message}" if error else ""
    if status == "not_started":
        message = "not written yet"
    return CellResult(source.grade_id, float(score), source.points or 0.0, status, message)
