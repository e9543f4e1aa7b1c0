"""The class on one page: a heat map by exercise as one HTML file, and grades as CSV.

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


@dataclass(frozen=True)
class Exercise:
    """One column of the heat map, with what the class made of it."""

    assignment: str
    grade_id: str
    share: float
    causes: list[tuple[str, int]]

    @property
    def name(self) -> str:
        """The function's name."""
        return self.grade_id.removeprefix("test_")


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
        signs=SIGNS,
        submissions=len(results),
    )


def summarise(results: list[Result]) -> list[Exercise]:
    """Per exercise: the share of the class that has it right, and the causes told, by number."""
    right: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    causes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for result in sorted(results, key=lambda r: r.assignment):
        for cell in result.cells:
            key = (result.assignment, cell.grade_id)
            seen[key] += 1
            right[key] += cell.status == "passed"
            if cell.status != "passed":
                causes[key][cause(cell)] += 1
    return [
        Exercise(a, g, right[a, g] / n, causes[a, g].most_common(3)) for (a, g), n in seen.items()
    ]


def cause(cell: CellResult) -> str:
    """The likely cause a failing check named, else how the cell ended."""
    for line in cell.message.splitlines():
        if "likely cause: " in line:
            return line.partition("likely cause: ")[2]
    if cell.status in ("error", "timeout"):
        return cell.message.splitlines()[0] if cell.message else SIGNS[cell.status][1]
    return SIGNS.get(cell.status, ("", cell.status))[1]


def _cell(own: dict[str, Result], exercise: Exercise) -> dict[str, str]:
    result = own.get(exercise.assignment)
    if result is None:
        return {"status": "absent", "sign": "", "title": f"{exercise.name}: nothing handed in"}
    cell = next((c for c in result.cells if c.grade_id == exercise.grade_id), None)
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
