"""The batch: every submission read, restored and executed by a worker, stored by this process.

Nothing that goes wrong with one submission ends the class: what is not the submission's own doing
becomes a line and a file with the traceback, no score is written, and the next run tries again.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from course_utils.autograde import assignments, jobs, results, sandbox
from course_utils.autograde import gradebook as book
from course_utils.autograde.execute import ORDINARY, Limits, Mode
from course_utils.autograde.jobs import Done, Job
from course_utils.autograde.restore import SourceCell
from course_utils.autograde.results import Result
from course_utils.autograde.submissions import Submission, find
from course_utils.autograde.workers import Fault, executed
from course_utils.course import Lesson, replace_file

ERRORS = "errors"  # in the folder of the graded copies


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
        out: graded copies go to <out>/<student>/<assignment>/<notebook>.ipynb; what the grader
            failed at, to <out>/errors.
        executor: makes what runs `jobs.work`, see `workers.pool`; shut down at the end
            unless it is `workers.shared`.
        again: grade unchanged ones too.

    Yields:
        First what was Found, then a Result for each student and assignment, as they finish.

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
            todo = _jobs(submissions, sources, limits, mode)
            known = book.known(gradebook, [] if again else todo, out)
            yield Found(len(todo), len(known))
            for job in todo:
                if job.key in known:
                    yield _again(gradebook, job, known[job.key], out)
            left = (job for job in todo if job.key not in known)
            for job, outcome in executed(left, executor):
                yield _finished(gradebook, job, outcome, out)


def _jobs(
    submissions: list[Submission], sources: dict[Lesson, list[SourceCell]], limits: Limits,
    mode: Mode,
) -> list[Job]:  # fmt: skip
    """One for each student and assignment, by student."""
    given: dict[str, str] = {}
    for lesson in sources:
        if lesson.assignment not in given:
            given[lesson.assignment] = jobs.given(lesson)
    made = []

    def place(submission: Submission) -> tuple[str, str]:
        return submission.student, submission.lesson.assignment

    for names, group in groupby(sorted(submissions, key=place), place):
        together = tuple(sorted(group, key=lambda s: s.lesson.notebook))
        cells = tuple(sources[s.lesson] for s in together)
        job = Job(together, cells, limits, mode, given[names[1]])
        try:
            made.append(replace(job, key=jobs.key(job)))
        except Exception:  # whoever reads it will meet the same, and tell
            made.append(job)
    return made


def _again(gradebook: Gradebook, job: Job, stored: list[str], out: Path) -> Result:
    """Of one that has not changed; what it is worth when it is late may have."""
    try:
        for submission in job.submissions:
            book.settle(gradebook, submission)
    except Exception as error:
        return _failed(gradebook, job, Fault.of(error), out)
    return results.merged([Result.of(text) for text in stored])[0]


def _finished(gradebook: Gradebook, job: Job, outcome: list[Done] | Fault, out: Path) -> Result:
    """Store one submission and tell what came of it."""
    if isinstance(outcome, Fault):
        return _failed(gradebook, job, outcome, out)
    try:
        return _stored(gradebook, job, outcome, out)
    except Exception as error:  # the disk is full, the gradebook locked by somebody else
        return _failed(gradebook, job, Fault.of(error), out)


def _stored(gradebook: Gradebook, job: Job, outcome: list[Done], out: Path) -> Result:
    # What a limit decided may come out otherwise: it is not held to be done.
    limited = any(done.executed is not None and done.executed.limited for done in outcome)
    parts = []
    for submission, source, done in zip(job.submissions, job.sources, outcome, strict=True):
        folder = out / submission.student / submission.lesson.assignment
        copy = folder / f"{submission.lesson.notebook}.ipynb"
        notebook = None
        if done.executed is not None:
            notebook = nbformat.reads(done.executed.text, as_version=4)
            result = results.of_notebook(job.names, source, done.notes, done.executed, notebook)
        elif done.problem is not None:
            result = results.of_problem(job.names, source, done.problem)
        result = results.within(submission.lesson, result)
        key = "" if limited else job.key
        book.store(gradebook, submission, notebook, copy, key, result.as_json())
        if notebook is not None and submission.stamp:
            shutil.copyfile(submission.stamp, folder / submission.stamp.name)
        parts.append(result)
    _trace(job, out).unlink(missing_ok=True)
    return results.merged(parts)[0]


def _failed(gradebook: Gradebook, job: Job, fault: Fault, out: Path) -> Result:
    """No score is written; an earlier one stays."""
    gradebook.db.rollback()
    path = _trace(job, out)
    try:
        replace_file(path, fault.trace)
        where = f"see {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}"
    except OSError as error:
        where = f"and {path} cannot be written: {error.strerror}"
    reason = f"the grader failed, no score was written: {fault.reason}; {where}"
    source = [cell for cells in job.sources for cell in cells]
    return results.of_fault(job.names, source, reason)


def _trace(job: Job, out: Path) -> Path:
    student, assignment = job.names
    return out / ERRORS / student / f"{assignment}.txt"
