"""`course ...`: what instructors and CI type."""

import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from course_utils.course import CourseError, Lesson, find_course, replace_file, select

if TYPE_CHECKING:  # nbgrader takes a second to import: only the commands that need it do
    from course_utils.autograde.execute import Limits, Mode
    from course_utils.autograde.results import Result
    from course_utils.autograde.totals import Total

UNGUARDED = "note: --sandbox none runs students' code as you: grade only classes you trust"
IN_KERNEL = "note: --verdict in-kernel runs the tests where students' code can change them"
CORES = os.cpu_count() or 1
RESULTS = "results.jsonl"  # in the folder of the graded copies


class Sandbox(StrEnum):
    """Where students' code may run."""

    auto = "auto"
    none = "none"


class Verdict(StrEnum):
    """Where test cells run; auto: isolated, if the instructor's own solution scores full so."""

    auto = "auto"
    isolated = "isolated"
    in_kernel = "in-kernel"


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build the course's notebooks, grade a class, look at the result.",
)
console = Console(stderr=True, highlight=False)

Names = Annotated[
    list[str] | None,
    typer.Argument(help="Lessons: 01, activation_functions or the full name; all if none."),
]


@app.callback()
def _main() -> None:
    """A terminal that knows no Hangul shows a question mark; it ends no command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@app.command()
def build(
    names: Names = None,
    check: Annotated[bool, typer.Option("--check", help="Only name what drifted.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Execute unchanged ones too.")] = False,
) -> None:
    """Make the solution notebooks and the student release from solutions/*/name.py."""
    with _one_line_errors():
        from course_utils.author import bank
        from course_utils.build import build as build_lessons
        from course_utils.build import drift

        chosen = select(find_course(), names)
        if not check:
            with console.status("building"):
                for lesson in chosen:
                    bank.refresh(lesson, force, console.print)
                build_lessons(chosen, force, console.print)
            return
        found = [f"{x.assignment}: the answer bank" for x in chosen if not bank.is_current(x)]
        found += drift(chosen)
        for line in found:
            console.print(f"drift: {line}", style="red", markup=False, soft_wrap=True)
        if found:
            console.print("run `make build`, look at the result, commit both")
            raise typer.Exit(1)
        console.print(f"{len(chosen)} lessons: the notebooks are what their text gives")


@app.command()
def grade(
    names: Names = None,
    submissions: Annotated[
        Path | None,
        typer.Option(help="Folder <student>/<assignment>/<notebook>.ipynb; default: submitted."),
    ] = None,
    gradebook: Annotated[
        str | None,
        typer.Option(help="Any SQLAlchemy URL, or a SQLite file; default: gradebook.db."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Graded copies; default: autograded/ beside submissions.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Submissions at a time.")] = CORES,
    dask: Annotated[
        str | None, typer.Option(help="Address of a dask scheduler, tcp://host:8786.")
    ] = None,
    sandbox: Annotated[
        Sandbox, typer.Option(help="auto: wall students' code off; none: run it as you.")
    ] = Sandbox.auto,
    verdict: Annotated[
        Verdict,
        typer.Option(help="Where tests run: another process, the student's kernel, or as fits."),
    ] = Verdict.auto,
    cell_seconds: Annotated[
        int | None,
        typer.Option(
            min=1, help="Processor time and own waiting of a cell; default: c.Execute.timeout, 30."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Grade what has not changed since, too.")
    ] = False,
    self_test: Annotated[
        bool, typer.Option(help="First see that the instructor's own solution scores full.")
    ] = True,
    json_file: Annotated[
        str | None, typer.Option("--json", help="One JSON object a submission; - prints them.")
    ] = None,
) -> None:
    """Grade submissions into an nbgrader gradebook.

    Exit 0: all graded, 1: some need review, 2: cannot be done, 3: the grader failed at some.
    """
    with _one_line_errors():
        from course_utils.autograde.gradebook import as_url
        from course_utils.autograde.nbgrader_bridge import find_lessons, places
        from course_utils.autograde.self_test import Batch, plan
        from course_utils.autograde.submissions import find
        from course_utils.autograde.workers import pool

        chosen = find_lessons(names)
        usual = places(chosen[0].root)
        folder, url = submissions or _near(usual.submitted), as_url(gradebook or usual.gradebook)
        beside = folder.resolve().parent / "autograded" if submissions else usual.autograded
        copies = out or beside
        if sandbox is Sandbox.none:
            _note(UNGUARDED)
        if verdict is Verdict.in_kernel:
            _note(IN_KERNEL)
        batch = Batch(url, copies, partial(pool, workers, dask), _limits(cell_seconds, chosen))
        handed_in = {submission.lesson for submission in find(folder, chosen)}
        chosen = [lesson for lesson in chosen if lesson in handed_in]
        with console.status("setting up: the instructor's own solutions first"):
            asked = None if verdict is Verdict.auto else verdict.value
            made = plan(chosen, batch, sandbox is Sandbox.auto, asked, self_test)
        for note in made.notes:
            _note(f"note: {note}")
        for line in made.refused.values():
            console.print(f"course: {line}", style="red", markup=False, soft_wrap=True)
        if not made.modes:
            raise typer.Exit(2)
        results = [
            result
            for mode in dict.fromkeys(made.modes.values())
            for result in _grade(
                [x for x in chosen if made.modes.get(x.assignment) == mode], folder, url, copies,
                workers, batch.limits, mode, dask, again,
            )
        ]  # fmt: skip
        _save_results(results, copies / RESULTS)
        if json_file == "-":
            print("\n".join(r.as_json() for r in results))
        elif json_file:
            _save_results(results, Path(json_file), merge=False)
        _summary(results)
        _absent(chosen, folder, results)
        if any(r.status == "error" for r in results):
            raise typer.Exit(3)
        if made.refused or any(r.status != "graded" for r in results):
            raise typer.Exit(1)


def _note(text: str) -> None:
    console.print(text, style="yellow", markup=False, soft_wrap=True)


def _limits(cell_seconds: int | None, chosen: list[Lesson]) -> "Limits":
    """What was typed, else what the course's settings say."""
    from course_utils.autograde.execute import Limits
    from course_utils.autograde.nbgrader_bridge import cell_seconds as told

    whole = Limits().submission_seconds
    demo = chosen[0].given is not None  # the tag means nothing in other people's courses
    seconds = cell_seconds or told(chosen[0].root) or whole
    return Limits(cell_seconds=seconds, submission_seconds=max(whole, 10 * seconds), demo=demo)


@app.command()
def report(
    graded: Annotated[
        Path | None, typer.Option(help="Folder with the graded copies; default: autograded.")
    ] = None,
    html: Annotated[Path, typer.Option(help="The page to write.")] = Path("report.html"),
    csv: Annotated[Path, typer.Option(help="The table to write.")] = Path("grades.csv"),
    gradebook: Annotated[
        str | None,
        typer.Option(help="Any SQLAlchemy URL, or a SQLite file; default: the course's, if any."),
    ] = None,
) -> None:
    """Write the class report (one HTML page) and the grades (CSV)."""
    with _one_line_errors():
        from course_utils.autograde.report import load, write_csv, write_html

        usual = _graded_here()
        results = load((graded or usual) / RESULTS)
        ours = graded is None or graded.resolve() == usual.resolve()
        totals = _totals(gradebook, ours)
        write_html(results, html, totals)
        write_csv(results, csv, totals)
        console.print(f"{html} and {csv}: {len(results)} submissions")


def _totals(gradebook: str | None, ours: bool = True) -> "dict[tuple[str, str], Total] | None":
    """What the gradebook holds; None if none is named and there is none.

    Args:
        ours: what was graded is the course's own class, so the course's gradebook is meant.
    """
    from course_utils.autograde.gradebook import as_url, opened
    from course_utils.autograde.nbgrader_bridge import find_lessons, places
    from course_utils.autograde.totals import totals

    url = as_url(gradebook) if gradebook else ""
    if not url and ours:
        with suppress(CourseError):
            url = places(find_lessons(None)[0].root).gradebook
    file = url.removeprefix("sqlite:///")
    if file != url and not Path(file).is_file():  # opening it would make one
        if gradebook:
            raise CourseError(f"no gradebook at {file}: `course grade` makes it")
        return None
    if not url:
        return None
    with opened(url) as book:
        return totals(book)


@app.command()
def feedback(
    names: Names = None,
    gradebook: Annotated[
        str | None,
        typer.Option(help="Any SQLAlchemy URL, or a SQLite file; default: gradebook.db."),
    ] = None,
    graded: Annotated[
        Path | None, typer.Option(help="Folder with the graded copies; default: autograded.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Pages go here, a folder a student; default: feedback.")
    ] = None,
) -> None:
    """Write each student's feedback page: points and what the checks said; no hidden test."""
    with _one_line_errors():
        from course_utils.autograde.feedback import write_feedback
        from course_utils.autograde.gradebook import as_url
        from course_utils.autograde.nbgrader_bridge import find_lessons, places

        chosen = find_lessons(names)
        usual = places(chosen[0].root)
        url, target = as_url(gradebook or usual.gradebook), out or usual.feedback
        with console.status("writing feedback"):
            pages = write_feedback(chosen, graded or usual.autograded, url, target, _note)
        console.print(f"{_near(target)}: {pages} pages")


def _graded_here() -> Path:
    """Where `course grade` puts the copies of the course at hand, or of none."""
    from course_utils.autograde.nbgrader_bridge import find_lessons, places

    try:
        return _near(places(find_lessons(None)[0].root).autograded)
    except CourseError:
        return Path("autograded")


def _near(path: Path) -> Path:
    """As a person here would type it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@app.command()
def demo(
    students: Annotated[int, typer.Option(min=1, help="Size of the class.")] = 12,
    folder: Annotated[Path, typer.Option(help="Everything goes here; replaced.")] = Path("demo"),
) -> None:
    """A simulated class, released, graded and reported; every score is known beforehand."""
    with _one_line_errors():
        from course_utils.autograde.gradebook import as_url
        from course_utils.autograde.report import write_csv, write_html
        from course_utils.demo import LIMITS, hand_in, surprises

        chosen = select(find_course(), None)
        people = hand_in(chosen, students, folder)
        copies, url = folder / "autograded", as_url(str(folder / "gradebook.db"))
        mode = _walls_if_possible()
        results = _grade(chosen, folder / "submitted", url, copies, CORES, LIMITS, mode)
        _save_results(results, copies / RESULTS)
        totals = _totals(url)
        write_html(results, folder / "report.html", totals)
        write_csv(results, folder / "grades.csv", totals)
        _class_table(results)
        wrong = surprises(people, results)
        for line in wrong:
            console.print(line, style="red")
        print(f"{folder / 'report.html'} and {folder / 'grades.csv'} are written.")
        if wrong:
            print(f"{len(wrong)} scores are not as expected.")
            raise typer.Exit(1)
        print(f"All {len(people)} simulated students scored as expected, exercise by exercise.")


def _walls_if_possible() -> "Mode":
    """The demo's code is our own: without bubblewrap it runs all the same, and says so."""
    from course_utils.autograde.execute import Mode
    from course_utils.autograde.sandbox import NoSandbox, probe

    try:
        probe()
        return Mode()
    except NoSandbox as why:
        console.print(f"note: {why}", style="yellow", soft_wrap=True)
        return Mode(sandbox=False)


def _grade(
    chosen: list[Lesson],
    folder: Path,
    url: str,
    copies: Path,
    workers: int,
    limits: "Limits",
    mode: "Mode",
    dask: str | None = None,
    again: bool = False,
) -> "list[Result]":
    """The batch under a progress bar; one line for each submission that a person should see."""
    from course_utils.autograde.grade import Found
    from course_utils.autograde.grade import grade as grade_batch
    from course_utils.autograde.results import merged
    from course_utils.autograde.workers import pool

    results: list[Result] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    more = (TextColumn("{task.fields[told]}"), TimeElapsedColumn())
    executor = partial(pool, workers, dask)
    with Progress(*columns, *more, console=console) as progress:
        bar = progress.add_task("grading", total=None, told="")
        for step in grade_batch(chosen, folder, url, copies, executor, limits, mode, again):
            if isinstance(step, Found):
                progress.update(bar, total=step.submissions)
                if step.unchanged:
                    progress.console.print(f"{step.unchanged} are graded and have not changed")
                continue
            results.append(step)
            progress.update(bar, advance=1, told=_so_far(results))
            if step.reason:
                progress.console.print(
                    f"{step.student}/{step.assignment}: {step.reason}",
                    markup=False,
                    soft_wrap=True,
                )
    return merged(results)


def _so_far(results: "list[Result]") -> str:
    """How many need review, and what each worker has done."""
    review = sum(r.status != "graded" for r in results)
    each = Counter(r.worker for r in results if r.worker)
    done = " ".join(str(n) for _, n in sorted(each.items()))
    return f"{review} to review" + (f", by worker {done}" if len(each) > 1 else "")


def _save_results(results: "list[Result]", path: Path, merge: bool = True) -> None:
    """Results as JSON lines; merged, they replace only what was graded again.

    Where the grader failed nothing is known, so the class report has the earlier result or none.
    """
    from course_utils.autograde.report import load

    earlier: list[Result] = []
    if merge and path.is_file():
        with suppress(CourseError):  # a damaged file is no reason to lose what was graded now
            earlier = load(path)
    kept = {(r.student, r.assignment): r for r in earlier}
    told = [r for r in results if not merge or r.status != "error"]
    kept |= {(r.student, r.assignment): r for r in told}
    replace_file(path, "".join(kept[key].as_json() + "\n" for key in sorted(kept)))


def _summary(results: "list[Result]") -> None:
    count = Counter(r.status for r in results)
    words = {"graded": "graded", "needs_review": "need review", "rejected": "rejected",
             "error": "errors of the grader"}  # fmt: skip
    console.print(", ".join(f"{count[s]} {words[s]}" for s in words if count[s]))


def _absent(chosen: list[Lesson], folder: Path, results: "list[Result]") -> None:
    """How many students have handed in nothing: nbgrader keeps no record of them."""
    from course_utils.autograde.submissions import students

    everybody = {student.id for student in students(folder)}
    for name in dict.fromkeys(lesson.assignment for lesson in chosen):
        there = {result.student for result in results if result.assignment == name}
        missing = sorted(everybody - there)
        if there and missing:
            some = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
            told = f"{name}: nothing from {len(missing)} of {len(everybody)} students ({some})"
            console.print(told, markup=False, soft_wrap=True)


def _class_table(results: "list[Result]") -> None:
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


@app.command()
def audit(
    names: Names = None,
    workers: Annotated[int, typer.Option(min=1, help="Answers graded at a time.")] = CORES,
    sample: Annotated[
        int, typer.Option(min=0, help="Mutants of each exercise; 0: all of them.")
    ] = 0,
    real: Annotated[
        int, typer.Option(min=0, help="Compare so many an exercise with the autograder itself.")
    ] = 0,
    robust: Annotated[
        int, typer.Option(min=0, help="Only grade right answers, so often each exercise.")
    ] = 0,
    docs: Annotated[
        bool, typer.Option("--docs", help="Only grade known answers; write the pages in docs/.")
    ] = False,
    json_file: Annotated[
        str | None, typer.Option("--json", help="One JSON object an exercise; - prints them.")
    ] = None,
) -> None:
    """Prove the tests: mutants of every solution must fail, right answers must pass."""
    with _one_line_errors():
        from course_utils import acceptance
        from course_utils.audit import as_json, as_table, disagreements, holes
        from course_utils.audit import audit as audit_lessons

        chosen = select(find_course(), names)
        if robust:
            with _counting("right answers") as step:
                lines = acceptance.robust(chosen, workers, robust, step)
        elif docs:
            with _counting("known answers") as step:
                lines = acceptance.write_docs(chosen, find_course() / "docs", workers, step)
        else:
            with _counting("mutants") as step:
                rows = audit_lessons(chosen, workers, sample, step)
            if json_file == "-":
                print(as_json(rows), end="")
            else:
                Console().print(as_table(rows))
            if json_file and json_file != "-":
                replace_file(Path(json_file), as_json(rows))
            lines = holes(rows)
        if real:
            compared, other = disagreements(chosen, workers, _walls_if_possible(), real)
            console.print(f"{compared} verdicts compared with the autograder's")
            lines += other
        for line in lines:
            console.print(line, style="red", markup=False, soft_wrap=True)
        if lines:
            raise typer.Exit(1)


@app.command()
def check(
    notebook: Annotated[
        str | None,
        typer.Argument(help="A file, or a lesson (01); default: the one here, else all of them."),
    ] = None,
    cell_seconds: Annotated[int, typer.Option(min=1, help="Wall time of one cell.")] = 60,
    json_output: Annotated[
        bool, typer.Option("--json", help="One JSON object a notebook.")
    ] = False,
) -> None:
    """How far are you? Run your notebook's visible checks. Exit 1: some fail."""
    with _one_line_errors():
        from course_utils.self_check import find_notebooks, run

        failing = 0
        for path in find_notebooks(notebook):
            with console.status(f"running the checks of {path.stem}"):
                report = run(path, cell_seconds)
            print(json.dumps(asdict(report), ensure_ascii=False) if json_output else f"{report}\n")
            failing += sum(e.state == "failing" for e in report.exercises)
        if failing:
            raise typer.Exit(1)


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False,
) -> None:
    """Is this machine ready? A line a part: ok, or what to do. Exit 1: something to fix."""
    from course_utils.doctor import main

    raise typer.Exit(main(as_json))


@contextmanager
def _counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar; yields what it wants to be told: how many are done, of how many."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """What a person can put right is one line and exit code 2, never a traceback."""
    try:
        yield
    except CourseError as error:
        console.print(f"course: {error}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except OSError as error:
        reason = f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
        console.print(f"course: {reason}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        console.print(
            "course: stopped; what is graded is kept, the same command goes on", style="red"
        )
        raise typer.Exit(130) from None
