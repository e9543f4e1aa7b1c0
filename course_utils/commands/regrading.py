"""`course regrade`."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course_utils.commands import CORES, Names
from course_utils.commands.instructors import limits, planned, where
from course_utils.commands.options import (
    CellSeconds,
    Copies,
    Dask,
    Judged,
    OwnGradebook,
    Sandbox,
    SelfTest,
    Submissions,
    Verdict,
    Walls,
    Workers,
)
from course_utils.console import console, grading, near, note, one_line_errors, regraded
from course_utils.course import CourseError, Lesson

if TYPE_CHECKING:  # nbgrader takes a second to import: only the commands that need it do
    from course_utils.autograde.difference import Regrade
    from course_utils.autograde.regrade import Trial
    from course_utils.autograde.self_test import Batch

app = typer.Typer()
# Graded copies are put in their places after the commit, which --undo takes back.
STOPPED = (
    "stopped; the gradebook is as it was, unless `course regrade --undo` finds something to take "
    "back"
)


@app.command()
def regrade(
    names: Names = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only find out the difference; change nothing.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Back to before the last regrade.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="The last regrade counts: forget what was before.")
    ] = False,
    csv: Annotated[Path, typer.Option(help="The difference, as a table.")] = Path("regrade.csv"),
    submissions: Submissions = None,
    gradebook: OwnGradebook = None,
    out: Copies = None,
    workers: Workers = CORES,
    dask: Dask = None,
    sandbox: Walls = Sandbox.auto,
    verdict: Judged = Verdict.auto,
    cell_seconds: CellSeconds = None,
    self_test: SelfTest = True,
) -> None:
    """Grade again what a changed test touches; before and after for all who gain or lose.

    Exit 0: done, 2: cannot be done, 3: the grader failed. After 2 and 3 nothing has changed.
    """
    with one_line_errors("grade", stopped=STOPPED):
        from course_utils.autograde import regrade as again
        from course_utils.autograde.difference import write_csv
        from course_utils.autograde.gradebook import reserved
        from course_utils.autograde.nbgrader_bridge import find_lessons
        from course_utils.autograde.self_test import Batch
        from course_utils.autograde.workers import pool, shared

        if dry_run + undo + accept > 1:
            raise CourseError("one of --dry-run, --undo and --accept at a time")
        chosen = find_lessons(names)
        folder, url, copies = where(chosen, submissions, gradebook, out)
        if undo or accept:
            found = (again.undo if undo else again.accept)(url, copies)
            done = "is as it was before the regrade" if undo else "stays as it is"
            console.print(f"{len(found.gains)} changed scores: the gradebook {done}")
            return
        with (
            reserved(url, copies),
            again.trial(url, copies) as trial,
            shared(partial(pool, workers, dask)) as executor,
        ):
            batch = Batch(trial.url, trial.out, executor, limits(cell_seconds, chosen))
            own = (folder, url, copies)
            found = _tried(chosen, own, trial, batch, (sandbox, verdict, self_test))
            if not dry_run:
                trial.keep(found)
        write_csv(found.gains, csv)
        regraded(found.cells, found.gains)
        left = "nothing else is written" if dry_run else "--undo takes it back, --accept ends that"
        console.print(f"{near(csv)}: {len(found.gains)} changed scores; {left}")


def _tried(
    chosen: list[Lesson], own: tuple[Path, str, Path], trial: "Trial", batch: "Batch",
    how: tuple[Sandbox, Verdict, bool],
) -> "Regrade":  # fmt: skip
    """Grade into a trial; the difference to the gradebook.

    Args:
        own: folder of submissions, gradebook and graded copies that the trial is of.
        how: the options --sandbox, --verdict and --self-test.
    """
    from course_utils.autograde.grade import grade, unchanged

    folder, url, copies = own
    graded = {assignment for _, assignment in trial.places}
    asked = ", ".join(dict.fromkeys(lesson.assignment for lesson in chosen))
    chosen = [lesson for lesson in chosen if lesson.assignment in graded]
    if not chosen:
        raise CourseError(f"nothing of {asked} is graded: `course grade` first")
    made = planned(chosen, batch, *how)
    if made.refused:
        raise typer.Exit(2)
    same, results = set(), []
    for mode in dict.fromkeys(made.modes.values()):
        some = [x for x in chosen if made.modes.get(x.assignment) == mode]
        same |= unchanged(some, folder, url, copies, batch.limits, mode)
        steps = grade(
            some, folder, batch.url, batch.out, batch.executor, batch.limits, mode,
            only=trial.places,
        )  # fmt: skip
        results += grading(steps)
    if any(result.status == "error" for result in results):
        note("the grader failed at some: nothing was changed")
        raise typer.Exit(3)
    if others := {(r.student, r.assignment) for r in results} - same:
        note(f"{len(others)} hand-ins, the settings or the grader have changed since, too")
    return trial.difference(chosen, same)
