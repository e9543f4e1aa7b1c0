"""`course ...`: what students, instructors and authors type, and CI."""

import io
import sys

import typer

from course_utils.commands import authors, instructors, regrading, students

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build the course's notebooks, grade a class, look at the result.",
)
for group in (students, instructors, regrading, authors):
    app.add_typer(group.app)


@app.callback()
def _main() -> None:
    """A terminal that knows no Hangul shows a question mark; it ends no command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
