"""The batch: every submission read, restored and executed by a worker, stored by this process.

Nothing that goes wrong with one submission ends the class: what is not the submission's own doing
becomes a line and a file with the traceback, no score is written, and the next run tries again.
"""

import shutil
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from course_utils.autograde import assignments, jobs, late, record, results, sandbox
from course_utils.autograde import gradebook as book
from course_utils.autograde.execute import ORDINARY, Limits, Mode
from course_utils.autograde.jobs import Done, Job
from course_utils.autograde.record import Known, Place
from course_utils.autograde.restore import SourceCell
from course_utils.autograde.results import Result
from course_utils.autograde.store import Graded, store, store_points
from course_utils.autograde.submissions import Submission, find, students
from course_utils.autograde.workers import Fault, executed
from course_utils.course import Lesson, replace_file

ERRORS = "errors"  # in the folder of the graded copies


@dataclass(frozen=True)
class Found:
    """How many submissions there are, and how many of them need not run.

    Attributes:
        unchanged: graded before, from the same.
        other_points: graded before, and only the points of exercises have changed.
    """

    submissions: int
    unchanged: int
    other_points: int = 0


def grade(
    chosen: list[Lesson],
    folder: Path,
    url: str,
    out: Path,
    executor: Callable[[], Executor],
    limits: Limits,
    mode: Mode = ORDINARY,
    again: bool = False,
    only: Collection[Place] | None = None,
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
        only: these and nothing else.

    Yields:
        First what was Found, then a Result for each student and assignment, as they finish.

    Raises:
        CourseError: nothing to grade, extensions.csv or the late policy is wrong, or the gradebook
            cannot be used, or somebody else does.
    """
    if mode.sandbox:
        sandbox.probe()
    submissions = find(folder, chosen)
    with book.reserved(url, out):
        book.leave_address(url, out)
        assignments.set_up(url, chosen)
        with book.opened(url, chosen[0].root) as gradebook:
            late.check(gradebook, chosen[0].root)
            sources = {lesson: assignments.source_cells(gradebook, lesson) for lesson in chosen}
            todo = _jobs(submissions, sources, limits, mode)
            todo = [job for job in todo if only is None or job.names in only]
            known = record.known(gradebook, [] if again else todo, out)
            unchanged = sum(found.same for found in known.values())
            yield Found(len(todo), unchanged, len(known) - unchanged)
            names, there = {x.assignment for x in chosen}, {x.id for x in students(folder)}
            record.forget_faults_of_absent(gradebook, names, there)
            gradebook.db.commit()
            writer = _Writer(gradebook, out)
            yield from writer.need_not_run([job for job in todo if job.names in known], known)
            left = (job for job in todo if job.names not in known)
            for job, outcome in executed(left, executor):
                yield writer.finished(job, outcome)
            writer.note_faults()


def unchanged(
    chosen: list[Lesson], folder: Path, url: str, out: Path, limits: Limits, mode: Mode
) -> set[Place]:
    """Graded submissions whose files, and all that scores follow from but the source of the
    lessons, are as they were."""
    with book.opened(url, chosen[0].root) as gradebook:
        sources = {lesson: assignments.source_cells(gradebook, lesson) for lesson in chosen}
        todo = _jobs(find(folder, chosen), sources, limits, mode)
        return {place for place, found in record.known(gradebook, todo, out).items() if found.same}


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
    wanted: dict[tuple[Lesson, ...], tuple[str, str]] = {}

    def place(submission: Submission) -> tuple[str, str]:
        return submission.student, submission.lesson.assignment

    for names, group in groupby(sorted(submissions, key=place), place):
        together = tuple(sorted(group, key=lambda s: s.lesson.notebook))
        lessons = tuple(s.lesson for s in together)
        cells = tuple(sources[lesson] for lesson in lessons)
        if lessons not in wanted:
            wanted[lessons] = jobs.wanted(cells)
        job = Job(together, cells, limits, mode, given[names[1]])
        try:
            made.append(jobs.named(job, wanted[lessons]))
        except Exception:  # whoever reads it will meet the same, and tell
            made.append(job)
    return made


@dataclass
class _Writer:
    """What writes to the gradebook and to the folder of graded copies.

    Attributes:
        faults: results that say "error" and are not in the gradebook yet.
    """

    gradebook: Gradebook
    out: Path
    faults: list[Result] = field(default_factory=list)

    def need_not_run(
        self, todo: list[Job], known: dict[tuple[str, str], Known]
    ) -> Iterator[Result]:
        """Of those that are graded; what they are worth may have changed."""
        same = {job.names for job in todo if known[job.names].same}
        failed = (
            late.settle(self.gradebook, todo[0].submissions[0].lesson.root, same) if same else {}
        )
        for job in todo:
            found = known[job.names]
            if job.names in failed:
                yield self._failed(job, Fault.of(failed[job.names]))
            elif found.same:
                if found.failed:  # at another version of it
                    record.forget_fault(self.gradebook, job.names)
                    self.gradebook.db.commit()
                yield results.merged(found.results)[0]
            else:
                yield self._guarded(job, partial(self._other_points, job, found.results))

    def finished(self, job: Job, outcome: list[Done] | Fault) -> Result:
        """Store one submission and tell what came of it."""
        if isinstance(outcome, Fault):
            return self._failed(job, outcome)
        return self._guarded(job, partial(self._ran, job, outcome))

    def _guarded(self, job: Job, write: Callable[[], Result]) -> Result:
        try:
            result = write()
        except Exception as error:  # the disk is full, the gradebook locked by somebody else
            return self._failed(job, Fault.of(error))
        with suppress(OSError):
            self._trace(job).unlink(missing_ok=True)
        return result

    def _ran(self, job: Job, outcome: list[Done]) -> Result:
        # What a limit decided may come out otherwise: it is not held to be done.
        limited = any(done.executed is not None and done.executed.limited for done in outcome)
        parts = []
        for submission, source, done in zip(job.submissions, job.sources, outcome, strict=True):
            notebook = None
            if done.executed is not None:
                notebook = nbformat.reads(done.executed.text, as_version=4)
                result = results.of_notebook(job.names, source, done.notes, done.executed, notebook)
            elif done.problem is not None:
                result = results.of_problem(job.names, source, done.problem)
            result = results.within(submission.lesson, result)
            part = Graded(submission, source, result, notebook)
            if notebook is not None and submission.stamp:
                folder = part.copy(self.out).parent
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(submission.stamp, folder / submission.stamp.name)
            parts.append(part)
        key, ran = ("", "") if limited else (job.key, job.ran)
        store(self.gradebook, parts, key, ran, self.out)
        return results.merged([part.result for part in parts])[0]

    def _other_points(self, job: Job, earlier: list[Result]) -> Result:
        parts = [
            Graded(submission, source, results.with_points(result, source))
            for submission, source, result in zip(
                job.submissions, job.sources, earlier, strict=True
            )
        ]
        store_points(self.gradebook, parts, earlier, job.key, job.ran, self.out)
        return results.merged([part.result for part in parts])[0]

    def _failed(self, job: Job, fault: Fault) -> Result:
        """No score is written; an earlier one stays."""
        self.gradebook.db.rollback()
        path = self._trace(job)
        here = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        try:
            replace_file(path, fault.trace)
            where = f"see {here}"
        except OSError as error:
            where = f"and {path} cannot be written: {error.strerror}"
        reason = f"the grader failed, no score was written: {fault.reason}; {where}"
        source = [cell for cells in job.sources for cell in cells]
        result = results.of_fault(job.names, source, reason)
        self.faults.append(result)
        self.note_faults()
        return result

    def note_faults(self) -> None:
        """For the report; later, if the gradebook itself is what failed."""
        try:
            for result in self.faults:
                record.note_fault(self.gradebook, result)
            self.gradebook.db.commit()
            self.faults.clear()
        except Exception:
            self.gradebook.db.rollback()

    def _trace(self, job: Job) -> Path:
        student, assignment = job.names
        return self.out / ERRORS / student / f"{assignment}.txt"
