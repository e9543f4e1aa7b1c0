"""Options that several commands of instructors have."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Sandbox(StrEnum):
    """Where students' code may run."""

    auto = "auto"
    none = "none"


class Verdict(StrEnum):
    """Where test cells run; auto: isolated, if the instructor's own solution scores full so."""

    auto = "auto"
    isolated = "isolated"
    in_kernel = "in-kernel"


Graded = Annotated[
    Path | None,
    typer.Option(help="Folder with graded copies, whose gradebook is meant; default: autograded."),
]
TheirGradebook = Annotated[
    str | None,
    typer.Option(help="Any SQLAlchemy URL, or a SQLite file; default: the copies' own."),
]
Submissions = Annotated[
    Path | None,
    typer.Option(help="Folder <student>/<assignment>/<notebook>.ipynb; default: submitted."),
]
OwnGradebook = Annotated[
    str | None, typer.Option(help="Any SQLAlchemy URL, or a SQLite file; default: gradebook.db.")
]
Copies = Annotated[
    Path | None, typer.Option(help="Graded copies; default: autograded/ beside submissions.")
]
Workers = Annotated[int, typer.Option(min=1, help="Submissions at a time.")]
Dask = Annotated[str | None, typer.Option(help="Address of a dask scheduler, tcp://host:8786.")]
Walls = Annotated[Sandbox, typer.Option(help="auto: wall students' code off; none: run it as you.")]
Judged = Annotated[
    Verdict,
    typer.Option(help="Where tests run: another process, the student's kernel, or as fits."),
]
CellSeconds = Annotated[
    int | None,
    typer.Option(
        min=1, help="Processor time and own waiting of a cell; default: c.Execute.timeout, 30."
    ),
]
SelfTest = Annotated[
    bool, typer.Option(help="First see that the instructor's own solution scores full.")
]
