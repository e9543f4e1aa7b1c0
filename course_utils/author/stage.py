"""A lesson ready to try answers on: what its cells import and define, and its test cells."""

import ast
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_utils.author import demo
from course_utils.autograde.nbgrader_bridge import read_source
from course_utils.course import Lesson, exercise_of

IMPORTS = ast.Import | ast.ImportFrom
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)


@dataclass(frozen=True)
class Stage:
    """A lesson ready to grade answers: its libraries are imported in this process.

    Attributes:
        names: what the notebook's imports and reference solutions define.
        tests: exercise -> the visible part of its test cell, and the hidden one.
        solutions: exercise -> its reference solution.
    """

    names: dict[str, Any]
    tests: dict[str, tuple[str, str]]
    solutions: dict[str, str]


@cache
def stage(lesson: Lesson) -> Stage:
    """Import what the lesson imports, and define its reference solutions; once a process."""
    made = Stage({"__name__": "__main__"}, {}, demo.lecture(lesson).solutions)
    elsewhere: dict[str, Any] = {}  # test cells import for themselves: this only warms them up
    for cell in read_source(lesson).cells:
        if cell.cell_type != "code":
            continue
        about = cell.metadata.get("nbgrader", {})
        imports = [x for x in ast.parse(cell.source).body if isinstance(x, IMPORTS)]
        with silence():  # TensorFlow tells about the processor
            code = "\n".join(map(ast.unparse, imports))
            exec(code, elsewhere if about.get("grade") else made.names)
        if about.get("grade"):
            hidden = HIDDEN.search(cell.source)
            exercise = exercise_of(about["grade_id"])
            before = made.tests.get(exercise, ("", ""))  # of a second cell, both count
            parts = HIDDEN.sub("", cell.source), hidden[1] if hidden else ""
            made.tests[exercise] = before[0] + parts[0] + "\n", before[1] + parts[1]
    for source in made.solutions.values():
        exec(source, made.names)
    return made


@contextmanager
def silence() -> Iterator[None]:
    """Nothing that is written in the block, by Python or below it, reaches the terminal."""
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for standard in (1, 2):
            os.dup2(nowhere, standard)
        yield
    finally:
        for standard, saved in zip((1, 2), kept, strict=True):
            os.dup2(saved, standard)
            os.close(saved)
        os.close(nowhere)
