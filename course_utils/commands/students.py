"""`course check`, `course doctor`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from course_utils.console import console, one_line_errors

app = typer.Typer()


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
