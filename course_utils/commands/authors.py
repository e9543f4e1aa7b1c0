"""`course build`, `course demo`, `course audit`, `course site`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from course_utils.commands import CORES, Names
from course_utils.console import (
    class_table,
    console,
    counting,
    grading,
    one_line_errors,
    walls_if_possible,
)
from course_utils.course import Lesson, find_course, replace_file, select

app = typer.Typer()


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
def demo(
    names: Names = None,
    students: Annotated[int, typer.Option(min=1, help="Size of the class.")] = 12,
    folder: Annotated[Path, typer.Option(help="Everything goes here; replaced.")] = Path("demo"),
    term: Annotated[
        bool, typer.Option("--term", help="A whole term: late ones, a wrong test, a regrade.")
    ] = False,
) -> None:
    """A simulated class, released, graded and reported; every score is known beforehand."""
    with one_line_errors("author"):
        if term:
            _term(select(find_course(), names), students, folder / "term")
            return
        from course_utils.author.demo import LIMITS, hand_in, surprises
        from course_utils.autograde.grade import grade as grade_class
        from course_utils.autograde.gradebook import as_url
        from course_utils.autograde.report import write_csv, write_html
        from course_utils.autograde.totals import of_class
        from course_utils.autograde.workers import pool

        chosen = select(find_course(), names)
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
def site(
    out: Annotated[Path, typer.Option(help="Everything goes here; replaced.")] = Path("site"),
    base_url: Annotated[str, typer.Option(help="Where it will be published.")] = "",
    offline: Annotated[
        bool, typer.Option("--offline", help="Bundle Python's packages: no CDN, 40 MB more.")
    ] = False,
) -> None:
    """The course as one folder of static files: read all lessons, do some in the browser."""
    with one_line_errors("site"):
        from course_utils.author.site import build as build_site
        from course_utils.author.site import size

        with console.status("making the site"):
            build_site(find_course(), out, base_url, offline, console.print)
        console.print(f"{out / 'index.html'}: {size(out)}", markup=False, soft_wrap=True)


def _term(chosen: list[Lesson], students: int, folder: Path) -> None:
    """`course demo --term`."""
    from course_utils.author.term import run
    from course_utils.autograde.workers import pool, shared

    with shared(partial(pool, CORES)) as executor:
        made, wrong = run(chosen, students, folder, executor, walls_if_possible(), console.print)
    for line in wrong:
        console.print(line, style="red", markup=False, soft_wrap=True)
    for what, seconds in made.took.items():
        print(f"{what}: {seconds / 60:.1f} min")
    print(f"{folder / 'report.html'}, grades.csv and export.csv beside it are written.")
    if wrong:
        print(f"{len(wrong)} numbers are not as expected.")
        raise typer.Exit(1)
    print(f"A term of {len(chosen)} lessons: all {len(made.class_)} students have what they must.")


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
        from course_utils.author.audit import disagreements

        chosen = select(find_course(), names)
        if robust:
            with counting("right answers") as step:
                lines = acceptance.robust(chosen, workers, robust, step)
        elif docs:
            with counting("known answers") as step:
                lines = acceptance.write_docs(chosen, find_course() / "docs", workers, step)
        else:
            lines = _mutants(chosen, workers, sample, json_file)
        if real:
            compared, other = disagreements(chosen, workers, walls_if_possible(), real)
            console.print(f"{compared} verdicts compared with the autograder's")
            lines += other
        for line in lines:
            console.print(line, style="red", markup=False, soft_wrap=True)
        if lines:
            raise typer.Exit(1)


def _mutants(chosen: list[Lesson], workers: int, sample: int, json_file: str | None) -> list[str]:
    """Grade them, write the table; the holes that were found."""
    from course_utils.author.audit import as_json, as_table, audit, holes

    with counting("mutants") as step:
        rows = audit(chosen, workers, sample, step)
    if json_file == "-":
        print(as_json(rows), end="")
    else:
        Console().print(as_table(rows))
    if json_file and json_file != "-":
        replace_file(Path(json_file), as_json(rows))
    return holes(rows)
