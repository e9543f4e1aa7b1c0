"""What people type: a module for each kind of people, a function for each command."""

import os
from typing import Annotated

import typer

CORES = os.cpu_count() or 1

Names = Annotated[
    list[str] | None,
    typer.Argument(help="Lessons: 01, activation_functions or the full name; all if none."),
]
