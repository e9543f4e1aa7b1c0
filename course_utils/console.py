"""What `course ...` says while it works: progress, notes, errors of one line, tables."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from course_utils import doctor
from course_utils.course import CourseError, Lesson

if TYPE_CHECKING:  # nbgrader takes a second to import: only the commands that need it do
    from course_utils.autograde.difference import Gain
    from course_utils.autograde.execute import Mode
    from course_utils.autograde.grade import Found
    from course_utils.autograde.results import Result

console = Console(stderr=True, highlight=False)


@contextmanager
def one_line_errors(
    wing: str = "", stopped: str = "stopped; what is graded is kept, the same command goes on"
) -> Iterator[None]:
    """What a person can put right is one line and exit code 2, never a traceback.

    Args:
        wing: the part of the package that the command needs, "grade" or "author".
        stopped: what Ctrl-C leaves.
    """
    try:
        if wing and (needs := doctor.absent(wing)):
            raise CourseError(needs)
        yield
    except CourseError as error:
        console.print(f"course: {error}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except OSError as error:
        reason = f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
        console.print(f"course: {reason}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        console.print(f"course: {stopped}", style="red", soft_wrap=True)
        raise typer.Exit(130) from None


def note(text: str) -> None:
    console.print(text, style="yellow", markup=False, soft_wrap=True)


def near(path: Path) -> Path:
    """As a person here would type it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar; yields what it wants to be told: how many are done, of how many."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


def grading(steps: "Iterator[Result | Found]") -> "list[Result]":
    """A progress bar for `grade.grade`; one line for each submission that a person should see."""
    from course_utils.autograde.grade import Found
    from course_utils.autograde.results import merged

    results: list[Result] = []
    review, by_worker = 0, Counter[str]()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    more = (TextColumn("{task.fields[told]}"), TimeElapsedColumn())
    with Progress(*columns, *more, console=console) as progress:
        bar = progress.add_task("grading", total=None, told="")
        for step in steps:
            if isinstance(step, Found):
                progress.update(bar, total=step.submissions)
                if step.unchanged:
                    progress.console.print(f"{step.unchanged} are graded and have not changed")
                if step.other_points:
                    told = "are graded, and only points have changed: not run again"
                    progress.console.print(f"{step.other_points} {told}")
                continue
            results.append(step)
            review += step.status != "graded"
            by_worker.update([step.worker] if step.worker else [])
            progress.update(bar, advance=1, told=_so_far(review, by_worker))
            if step.reason:
                progress.console.print(
                    f"{step.student}/{step.assignment}: {step.reason}",
                    markup=False,
                    soft_wrap=True,
                )
    return merged(results)


def _so_far(review: int, by_worker: Counter[str]) -> str:
    """How many need review, and what each worker has done."""
    done = " ".join(str(n) for _, n in sorted(by_worker.items()))
    return f"{review} to review" + (f", by worker {done}" if len(by_worker) > 1 else "")


def walls_if_possible() -> "Mode":
    """The demo's code is our own: without bubblewrap it runs all the same, and says so."""
    from course_utils.autograde.execute import Mode
    from course_utils.autograde.sandbox import NoSandbox, probe

    try:
        probe()
        return Mode()
    except NoSandbox as why:
        console.print(f"note: {why}", style="yellow", soft_wrap=True)
        return Mode(sandbox=False)


def summary(results: "list[Result]") -> None:
    count = Counter(r.status for r in results)
    words = {"graded": "graded", "needs_review": "need review", "rejected": "rejected",
             "error": "errors of the grader"}  # fmt: skip
    console.print(", ".join(f"{count[s]} {words[s]}" for s in words if count[s]))


def absent(chosen: list[Lesson], folder: Path, results: "list[Result]") -> None:
    """How many students have handed in nothing: nbgrader keeps no record of them."""
    from course_utils.autograde.nbgrader_bridge import is_chosen
    from course_utils.autograde.submissions import students

    everybody = set(filter(is_chosen(chosen[0].root), (x.id for x in students(folder))))
    for name in dict.fromkeys(lesson.assignment for lesson in chosen):
        there = {result.student for result in results if result.assignment == name}
        missing = sorted(everybody - there)
        if there and missing:
            some = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
            told = f"{name}: nothing from {len(missing)} of {len(everybody)} students ({some})"
            console.print(told, markup=False, soft_wrap=True)


def regraded(cells: list[str], gains: "list[Gain]") -> None:
    """What a regrade found: the instructor's cells that differ, and who gains or loses."""
    for line in cells or ["no cell has changed"]:
        console.print(line, markup=False, soft_wrap=True)
    if not gains:
        console.print("nobody gains or loses")
        return
    columns = ("student", "assignment", "before", "after", "change", "why")
    numbers = columns[2:5]
    table = Table(*(Column(c, justify="right" if c in numbers else "left") for c in columns))
    for gain in gains:
        points = (f"{gain.before:g}", f"{gain.after:g}", f"{gain.change:+g}")
        table.add_row(*map(escape, (gain.student, gain.assignment, *points, gain.why)))
    Console().print(table)
    up, down = (sum(sign * gain.change > 0 for gain in gains) for sign in (1, -1))
    console.print(f"{up} gain, {down} lose")


def class_table(results: "list[Result]") -> None:
    assignments = sorted({r.assignment for r in results})
    headings = (Column(a.partition("_")[0], justify="right", no_wrap=True) for a in assignments)
    table = Table(Column("student", no_wrap=True), *headings)
    for student in sorted({r.student for r in results}):
        own = {r.assignment: r for r in results if r.student == student}
        cells = [
            f"{own[a].score:g} / {own[a].max_score:g}" if a in own else "-" for a in assignments
        ]
        table.add_row(student, *cells)
    Console().print(table)
