"""`course grade`, `course report`, `course similar`, `course export`, `course feedback`."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course_utils.commands import CORES, Names
from course_utils.commands.options import (
    CellSeconds,
    Copies,
    Dask,
    Graded,
    Judged,
    OwnGradebook,
    Sandbox,
    SelfTest,
    Submissions,
    TheirGradebook,
    Verdict,
    Walls,
    Workers,
)
from course_utils.console import (
    absent,
    console,
    grading,
    near,
    note,
    one_line_errors,
    summary,
)
from course_utils.course import CourseError, Lesson, replace_file

if TYPE_CHECKING:  # nbgrader takes a second to import: only the commands that need it do
    from course_utils.autograde.execute import Limits
    from course_utils.autograde.results import Result
    from course_utils.autograde.self_test import Batch, Plan

UNGUARDED = "note: --sandbox none runs students' code as you: grade only classes you trust"
IN_KERNEL = "note: --verdict in-kernel runs the tests where students' code can change them"

app = typer.Typer()


class System(StrEnum):
    """Learning management systems whose tables are known; see autograde/roster.py."""

    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
    csv = "csv"


@app.command()
def grade(
    names: Names = None,
    submissions: Submissions = None,
    gradebook: OwnGradebook = None,
    out: Copies = None,
    workers: Workers = CORES,
    dask: Dask = None,
    sandbox: Walls = Sandbox.auto,
    verdict: Judged = Verdict.auto,
    cell_seconds: CellSeconds = None,
    again: Annotated[
        bool, typer.Option("--again", help="Grade what has not changed since, too.")
    ] = False,
    self_test: SelfTest = True,
    json_file: Annotated[
        str | None, typer.Option("--json", help="One JSON object a submission; - prints them.")
    ] = None,
) -> None:
    """Grade submissions into an nbgrader gradebook.

    Exit 0: all graded, 1: some need review, 2: cannot be done, 3: the grader failed at some.
    """
    with one_line_errors("grade"):
        from course_utils.autograde.grade import grade as grade_class
        from course_utils.autograde.late import strangers
        from course_utils.autograde.nbgrader_bridge import find_lessons
        from course_utils.autograde.self_test import Batch
        from course_utils.autograde.submissions import find
        from course_utils.autograde.workers import pool, shared

        chosen = find_lessons(names)
        folder, url, copies = where(chosen, submissions, gradebook, out)
        handed_in = {submission.lesson for submission in find(folder, chosen)}
        chosen = [lesson for lesson in chosen if lesson in handed_in]
        results = []
        with shared(partial(pool, workers, dask)) as executor:
            batch = Batch(url, copies, executor, limits(cell_seconds, chosen))
            made = planned(chosen, batch, sandbox, verdict, self_test)
            for mode in dict.fromkeys(made.modes.values()):
                some = [x for x in chosen if made.modes.get(x.assignment) == mode]
                steps = grade_class(some, folder, url, copies, executor, batch.limits, mode, again)
                results += grading(steps)
        _write(results, json_file)
        summary(results)
        absent(chosen, folder, results)
        for line in strangers(chosen[0].root, url, folder):
            note(line)
        raise typer.Exit(_exit_code(results, bool(made.refused)))


def where(
    chosen: list[Lesson], submissions: Path | None, gradebook: str | None, out: Path | None
) -> tuple[Path, str, Path]:
    """Folder of submissions, gradebook, folder of graded copies: as typed, or the settings'."""
    from course_utils.autograde.gradebook import as_url
    from course_utils.autograde.nbgrader_bridge import places

    usual = places(chosen[0].root)
    folder = submissions or near(usual.submitted)
    beside = folder.resolve().parent / "autograded" if submissions else usual.autograded
    return folder, as_url(gradebook or usual.gradebook), out or beside


def planned(
    chosen: list[Lesson], batch: "Batch", sandbox: Sandbox, verdict: Verdict, test: bool
) -> "Plan":
    """What can be graded and how; what the instructor should know of it is told."""
    from course_utils.autograde.late import terms_of
    from course_utils.autograde.self_test import plan

    terms_of(chosen[0].root)  # what is wrong there is told before anything is written
    if sandbox is Sandbox.none:
        note(UNGUARDED)
    if verdict is Verdict.in_kernel:
        note(IN_KERNEL)
    with console.status("setting up: the instructor's own solutions first"):
        asked = None if verdict is Verdict.auto else verdict.value
        made = plan(chosen, batch, sandbox is Sandbox.auto, asked, test)
    for told in made.notes:
        note(f"note: {told}")
    for line in made.refused.values():
        console.print(f"course: {line}", style="red", markup=False, soft_wrap=True)
    if not made.modes:
        raise typer.Exit(2)
    return made


def _write(results: "list[Result]", json_file: str | None) -> None:
    """A line a result; "-" is stdout."""
    if json_file:
        ordered = sorted(results, key=lambda r: (r.student, r.assignment))
        lines = "".join(f"{result.as_json()}\n" for result in ordered)
        print(lines, end="") if json_file == "-" else replace_file(Path(json_file), lines)


def _exit_code(results: "list[Result]", refused: bool) -> int:
    states = {r.status for r in results}
    if "error" in states:
        return 3
    return 1 if refused or states - {"graded"} else 0


def limits(cell_seconds: int | None, chosen: list[Lesson]) -> "Limits":
    """What was typed, else what the course's settings say."""
    from course_utils.autograde.execute import Limits
    from course_utils.autograde.nbgrader_bridge import cell_seconds as told

    whole = Limits().submission_seconds
    demo = chosen[0].given is not None  # the tag means nothing in other people's courses
    seconds = cell_seconds or told(chosen[0].root) or whole
    return Limits(cell_seconds=seconds, submission_seconds=max(whole, 10 * seconds), demo=demo)


@app.command()
def report(
    graded: Graded = None,
    html: Annotated[Path, typer.Option(help="The page to write.")] = Path("report.html"),
    csv: Annotated[Path, typer.Option(help="The table to write.")] = Path("grades.csv"),
    gradebook: TheirGradebook = None,
    hide_names: Annotated[
        bool, typer.Option("--hide-names", help="Numbers for names in the page, to show others.")
    ] = False,
) -> None:
    """Write the class report (HTML, and as data beside it) and the grades (CSV)."""
    with one_line_errors("grade"):
        from course_utils.autograde.regrade import pending
        from course_utils.autograde.report import without_names, write_csv, write_html, write_json
        from course_utils.autograde.totals import find_gradebook, graded_into, of_class

        url = find_gradebook(gradebook, graded)
        results, totals = of_class(url)
        with graded_into(url) as book:
            regrade = pending(book)
        shown = (results, totals, regrade)
        shown = without_names(*shown) if hide_names else shown
        data = html.with_suffix(".json")
        write_html(shown[0], html, *shown[1:])
        write_json(shown[0], data, *shown[1:])
        write_csv(results, csv, totals)
        console.print(f"{html}, {data} and {csv}: {len(results)} submissions")


@app.command()
def similar(
    names: Names = None,
    submissions: Submissions = None,
    html: Annotated[Path, typer.Option(help="The page to write.")] = Path("similar.html"),
    workers: Annotated[int, typer.Option(min=1, help="Submissions read at a time.")] = CORES,
) -> None:
    """List pairs of submissions that are more alike than the class explains; no verdict.

    Written beside the page, as data: .json and .csv. Nothing that was handed in is run.
    """
    with one_line_errors("grade"):
        from course_utils.autograde import lookalikes
        from course_utils.autograde.nbgrader_bridge import find_lessons, places

        chosen = find_lessons(names)
        folder = submissions or near(places(chosen[0].root).submitted)
        with console.status("comparing"):
            found = lookalikes.look(chosen, folder, workers)
            lookalikes.write(found, html)
        for line in found.told:
            note(line)
        pairs = {pair.students for each in found.found for pair in each.pairs}
        count = f"{len(pairs)} pair{'s' if len(pairs) != 1 else ''} to look at"
        console.print(f"{near(html)}: {count}, of {len(found.students)} students", markup=False)


@app.command()
def export(
    names: Names = None,
    to: Annotated[System, typer.Option(help="Whose table is filled; csv: any, or a new one.")] = (
        System.csv
    ),
    roster: Annotated[
        Path | None, typer.Option(help="The table as the system exported it; it stays as it is.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The table to write.")] = Path("export.csv"),
    column: Annotated[
        list[str] | None,
        typer.Option(help="ASSIGNMENT=TITLE, where a column is not called like its assignment."),
    ] = None,
    graded: Graded = None,
    gradebook: TheirGradebook = None,
) -> None:
    """Fill the points into the table of a learning management system, to be imported there."""
    with one_line_errors("grade"):
        from course_utils.autograde import lms
        from course_utils.autograde.nbgrader_bridge import find_lessons
        from course_utils.autograde.totals import find_gradebook, graded_into

        columns = {}
        for pair in column or ():
            assignment, named, title = pair.partition("=")
            if not named:
                raise CourseError(f"--column {pair}: it should be ASSIGNMENT=TITLE")
            columns[assignment] = title
        chosen = sorted({x.assignment for x in find_lessons(names)}) if names else []
        with graded_into(find_gradebook(gradebook, graded)) as book:
            filled = lms.export(book, to.value, roster, chosen, columns)
        lms.write(filled, out)
        for line in filled.told:
            note(line)
        filled_in = ", ".join(filled.columns)
        console.print(f"{near(out)}: {filled.students} students, {filled_in}", markup=False)


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
