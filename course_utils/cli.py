"""`course ...`: what instructors and CI type."""

import io
import json
import os
import sys
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from course_utils.console import (
    absent,
    class_table,
    console,
    counting,
    grading,
    near,
    note,
    one_line_errors,
    summary,
    walls_if_possible,
)
from course_utils.course import Lesson, find_course, replace_file, select

if TYPE_CHECKING:  # nbgrader takes a second to import: only the commands that need it do
    from course_utils.autograde.execute import Limits

UNGUARDED = "note: --sandbox none runs students' code as you: grade only classes you trust"
IN_KERNEL = "note: --verdict in-kernel runs the tests where students' code can change them"
CORES = os.cpu_count() or 1


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
    with one_line_errors("author"):
        from course_utils.author import bank
        from course_utils.author.build import build as build_lessons
        from course_utils.author.build import drift

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
    with one_line_errors("grade"):
        from course_utils.autograde.grade import grade as grade_class
        from course_utils.autograde.gradebook import as_url
        from course_utils.autograde.nbgrader_bridge import find_lessons, places
        from course_utils.autograde.self_test import Batch, plan
        from course_utils.autograde.submissions import find
        from course_utils.autograde.workers import pool, shared

        chosen = find_lessons(names)
        usual = places(chosen[0].root)
        folder, url = submissions or near(usual.submitted), as_url(gradebook or usual.gradebook)
        beside = folder.resolve().parent / "autograded" if submissions else usual.autograded
        copies = out or beside
        if sandbox is Sandbox.none:
            note(UNGUARDED)
        if verdict is Verdict.in_kernel:
            note(IN_KERNEL)
        handed_in = {submission.lesson for submission in find(folder, chosen)}
        chosen = [lesson for lesson in chosen if lesson in handed_in]
        with shared(partial(pool, workers, dask)) as executor:
            batch = Batch(url, copies, executor, _limits(cell_seconds, chosen))
            with console.status("setting up: the instructor's own solutions first"):
                asked = None if verdict is Verdict.auto else verdict.value
                made = plan(chosen, batch, sandbox is Sandbox.auto, asked, self_test)
            for told in made.notes:
                note(f"note: {told}")
            for line in made.refused.values():
                console.print(f"course: {line}", style="red", markup=False, soft_wrap=True)
            if not made.modes:
                raise typer.Exit(2)
            results = []
            for mode in dict.fromkeys(made.modes.values()):
                some = [x for x in chosen if made.modes.get(x.assignment) == mode]
                steps = grade_class(some, folder, url, copies, executor, batch.limits, mode, again)
                results += grading(steps)
        lines = [r.as_json() for r in sorted(results, key=lambda r: (r.student, r.assignment))]
        if json_file == "-":
            print("\n".join(lines))
        elif json_file:
            replace_file(Path(json_file), "".join(f"{line}\n" for line in lines))
        summary(results)
        absent(chosen, folder, results)
        if any(r.status == "error" for r in results):
            raise typer.Exit(3)
        if made.refused or any(r.status != "graded" for r in results):
            raise typer.Exit(1)


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
        Path | None,
        typer.Option(
            help="Folder with graded copies, whose gradebook is meant; default: autograded."
        ),
    ] = None,
    html: Annotated[Path, typer.Option(help="The page to write.")] = Path("report.html"),
    csv: Annotated[Path, typer.Option(help="The table to write.")] = Path("grades.csv"),
    gradebook: Annotated[
        str | None,
        typer.Option(help="Any SQLAlchemy URL, or a SQLite file; default: the copies' own."),
    ] = None,
) -> None:
    """Write the class report (one HTML page) and the grades (CSV) of what is in the gradebook."""
    with one_line_errors("grade"):
        from course_utils.autograde.report import write_csv, write_html
        from course_utils.autograde.totals import find_gradebook, of_class

        results, totals = of_class(find_gradebook(gradebook, graded))
        write_html(results, html, totals)
        write_csv(results, csv, totals)
        console.print(f"{html} and {csv}: {len(results)} submissions")


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
    with one_line_errors("grade"):
        from course_utils.autograde.feedback import write_feedback
        from course_utils.autograde.gradebook import as_url
        from course_utils.autograde.nbgrader_bridge import find_lessons, places

        chosen = find_lessons(names)
        usual = places(chosen[0].root)
        url, target = as_url(gradebook or usual.gradebook), out or usual.feedback
        with console.status("writing feedback"):
            pages = write_feedback(chosen, graded or usual.autograded, url, target, note)
        console.print(f"{near(target)}: {pages} pages")


@app.command()
def demo(
    students: Annotated[int, typer.Option(min=1, help="Size of the class.")] = 12,
    folder: Annotated[Path, typer.Option(help="Everything goes here; replaced.")] = Path("demo"),
) -> None:
    """A simulated class, released, graded and reported; every score is known beforehand."""
    with one_line_errors("author"):
        from course_utils.author.demo import LIMITS, hand_in, surprises
        from course_utils.autograde.grade import grade as grade_class
        from course_utils.autograde.gradebook import as_url
        from course_utils.autograde.report import write_csv, write_html
        from course_utils.autograde.totals import of_class
        from course_utils.autograde.workers import pool

        chosen = select(find_course(), None)
        people = hand_in(chosen, students, folder)
        copies, url = folder / "autograded", as_url(str(folder / "gradebook.db"))
        mode = walls_if_possible()
        submitted, executor = folder / "submitted", partial(pool, CORES)
        results = grading(grade_class(chosen, submitted, url, copies, executor, LIMITS, mode))
        stored, totals = of_class(url)
        write_html(stored, folder / "report.html", totals)
        write_csv(stored, folder / "grades.csv", totals)
        class_table(results)
        wrong = surprises(people, results)
        for line in wrong:
            console.print(line, style="red")
        print(f"{folder / 'report.html'} and {folder / 'grades.csv'} are written.")
        if wrong:
            print(f"{len(wrong)} scores are not as expected.")
            raise typer.Exit(1)
        print(f"All {len(people)} simulated students scored as expected, exercise by exercise.")


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
    with one_line_errors("author"):
        from course_utils.author import acceptance
        from course_utils.author.audit import as_json, as_table, disagreements, holes
        from course_utils.author.audit import audit as audit_lessons

        chosen = select(find_course(), names)
        if robust:
            with counting("right answers") as step:
                lines = acceptance.robust(chosen, workers, robust, step)
        elif docs:
            with counting("known answers") as step:
                lines = acceptance.write_docs(chosen, find_course() / "docs", workers, step)
        else:
            with counting("mutants") as step:
                rows = audit_lessons(chosen, workers, sample, step)
            if json_file == "-":
                print(as_json(rows), end="")
            else:
                Console().print(as_table(rows))
            if json_file and json_file != "-":
                replace_file(Path(json_file), as_json(rows))
            lines = holes(rows)
        if real:
            compared, other = disagreements(chosen, workers, walls_if_possible(), real)
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
    with one_line_errors():
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
