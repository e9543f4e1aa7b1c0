"""The class on one page: a heat map by exercise, and which misconception how many students hold,
as one HTML file; and grades as CSV.

Everything that came from a student is escaped, and the page runs no script and loads nothing.
"""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader

from course_utils.autograde.grade import CellResult, Result
from course_utils.checks import likely_cause
from course_utils.course import CourseError, replace_file

# status -> (sign, words); the sign makes the map readable without colour.
SIGNS = {
    "passed": ("✓", "right"),
    "failed": ("✗", "wrong result"),
    "error": ("!", "stopped with an error"),
    "timeout": ("∞", "out of time"),
    "not_started": ("·", "not written yet"),
    "not_run": ("–", "did not run"),
}

MAX_LINE = 300  # characters; the messages of students' errors may be long
MOST_MISLED = 12  # exercises whose misconceptions are shown unfolded
NAMED = 6  # students beside a misconception; the others are counted


@dataclass(frozen=True)
class Exercise:
    """One column of the heat map, with what the class made of it.

    Attributes:
        share: of the class that has it right.
        endings: how the others' cells ended, and how many did; most common first.
        beliefs: likely cause that the check named -> the students it was told; most common first.
    """

    assignment: str
    grade_id: str
    share: float
    endings: list[tuple[str, int]]
    beliefs: dict[str, list[str]]

    @property
    def name(self) -> str:
        """The function's name."""
        return self.grade_id.removeprefix("test_")

    @property
    def misled(self) -> int:
        """How many students hold one of the beliefs."""
        return sum(map(len, self.beliefs.values()))


def load(path: Path) -> list[Result]:
    """Results that `course grade` wrote, one JSON object a line.

    Raises:
        CourseError: no such file, or not written by `course grade`.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [Result(**{**r, "cells": [CellResult(**c) for c in r["cells"]]}) for r in rows]
    except OSError as error:
        raise CourseError(f"no results at {path}: {error.strerror}; run `course grade`") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CourseError(f"{path} holds no results of `course grade --json`") from None


def write_html(results: Iterable[Result], path: Path) -> None:
    """The page; written beside and renamed."""
    replace_file(path, render(list(results)))


def write_csv(results: Iterable[Result], path: Path) -> None:
    """One row a student: score of each assignment, total, percent, what to review."""
    results = list(results)
    assignments = sorted({r.assignment for r in results})
    target = io.StringIO()
    rows = csv.writer(target, lineterminator="\n")
    rows.writerow(["student", *assignments, "score", "max_score", "percent", "to_review"])
    for student, own in _by_student(results).items():
        score = sum(r.score for r in own.values())
        most = _full_marks(results)
        notes = "; ".join(f"{a}: {r.reason}" for a, r in own.items() if r.reason)
        rows.writerow(
            [
                _inert(student),
                *(f"{own[a].score:g}" if a in own else "" for a in assignments),
                f"{score:g}",
                f"{most:g}",
                f"{100 * score / most:.1f}" if most else "",
                _inert(notes),
            ]
        )
    replace_file(path, target.getvalue())


def render(results: list[Result]) -> str:
    """The page as text."""
    exercises = summarise(results)
    columns: dict[str, list[Exercise]] = defaultdict(list)
    for exercise in exercises:
        columns[exercise.assignment].append(exercise)
    environment = Environment(
        loader=PackageLoader("course_utils.autograde", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    most = _full_marks(results)
    students = [
        {
            "name": student,
            "cells": [_cell(own, e) for e in exercises],
            "score": sum(r.score for r in own.values()),
            "percent": 100 * sum(r.score for r in own.values()) / most if most else 0.0,
        }
        for student, own in _by_student(results).items()
    ]
    return environment.get_template("report.html.j2").render(
        columns=columns,
        exercises=exercises,
        students=sorted(students, key=lambda s: (-s["score"], s["name"])),
        most=most,
        review=[r for r in results if r.reason],
        hardest=[e for e in sorted(exercises, key=lambda e: e.share) if e.share < 1][:8],
        misconceptions=sorted((e for e in exercises if e.beliefs), key=lambda e: -e.misled),
        most_misled=MOST_MISLED,
        named=NAMED,
        signs=SIGNS,
        submissions=len(results),
    )


def summarise(results: list[Result]) -> list[Exercise]:
    """What the class made of each exercise, in the order of the lessons."""
    cells: dict[tuple[str, str], list[tuple[str, CellResult]]] = defaultdict(list)
    for result in sorted(results, key=lambda r: (r.assignment, r.student)):
        for cell in result.cells:
            cells[result.assignment, _column(cell)].append((result.student, cell))
    return [_exercise(*key, answers) for key, answers in cells.items()]


def _column(cell: CellResult) -> str:
    """Two notebooks of an assignment may use one grade_id."""
    return f"{cell.notebook}/{cell.grade_id}" if cell.notebook else cell.grade_id


def _exercise(assignment: str, grade_id: str, answers: list[tuple[str, CellResult]]) -> Exercise:
    lost = [(student, cell) for student, cell in answers if cell.status != "passed"]
    beliefs: dict[str, list[str]] = defaultdict(list)
    for student, cell in lost:
        if believed := misconception(cell):
            beliefs[believed].append(student)
    return Exercise(
        assignment,
        grade_id,
        1 - len(lost) / len(answers),
        Counter(ending(cell) for _, cell in lost).most_common(3),
        dict(sorted(beliefs.items(), key=lambda belief: -len(belief[1]))),
    )


def misconception(cell: CellResult) -> str:
    """The likely cause that the failing check named; "" if it recognised none."""
    return _cut(likely_cause(cell.message)) if cell.status == "failed" else ""


def ending(cell: CellResult) -> str:
    """How the cell ended, in one line."""
    if cell.status in ("error", "timeout") and cell.message:
        return _cut(cell.message.splitlines()[0])
    return SIGNS.get(cell.status, ("", cell.status))[1]


def _cut(line: str) -> str:
    return line if len(line) <= MAX_LINE else f"{line[:MAX_LINE]} ..."


def _cell(own: dict[str, Result], exercise: Exercise) -> dict[str, str]:
    result = own.get(exercise.assignment)
    if result is None:
        return {"status": "absent", "sign": "", "title": f"{exercise.name}: nothing handed in"}
    cell = next((c for c in result.cells if _column(c) == exercise.grade_id), None)
    if cell is None:  # graded before the exercise was added, or after it was dropped
        return {"status": "absent", "sign": "", "title": f"{exercise.name}: not in what was graded"}
    sign, words = SIGNS.get(cell.status, ("?", cell.status))
    title = f"{exercise.name}: {words}, {cell.score:g} of {cell.max_score:g}"
    return {"status": cell.status, "sign": sign, "title": f"{title}\n{cell.message}".strip()}


def _by_student(results: list[Result]) -> dict[str, dict[str, Result]]:
    students: dict[str, dict[str, Result]] = defaultdict(dict)
    for result in sorted(results, key=lambda r: (r.student, r.assignment)):
        students[result.student][result.assignment] = result
    return students


def _full_marks(results: list[Result]) -> float:
    """Points of all assignments graded here: what nobody handed in still counts."""
    return sum({r.assignment: r.max_score for r in results}.values())


def _inert(text: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; a leading quote makes it text."""
    text = "".join(c if c.isprintable() else " " for c in text)
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text
