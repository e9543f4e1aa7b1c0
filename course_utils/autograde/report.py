"""The class on one page: a heat map by exercise, and which misconception how many students hold,
as one HTML file; and grades as CSV.

Everything that came from a student is escaped. The page loads nothing, and its policy lets the
browser run its own script (report.js) and no other.
"""

import csv
import hashlib
import io
import json
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader

from course_utils.autograde import outputs
from course_utils.autograde.difference import Regrade
from course_utils.autograde.items import analyse
from course_utils.autograde.results import CellResult, Result
from course_utils.autograde.roster import inert
from course_utils.autograde.totals import Total
from course_utils.course import replace_file

# status -> (sign, words); the sign makes the map readable without colour.
SIGNS = {
    "passed": ("✓", "right"),
    "failed": ("✗", "wrong result"),
    "error": ("!", "stopped with an error"),
    "timeout": ("∞", "out of time"),
    "not_started": ("·", "not written yet"),
    "not_run": ("–", "did not run"),
}

# status of a submission -> what it means
WHY = {
    "graded": "",
    "needs_review": "look at it",
    "rejected": "not opened",
    "error": "not graded: an error of the grader",
}

Totals = Mapping[tuple[str, str], Total]  # (student, assignment) -> what the gradebook says

MAX_LINE = 300  # characters; the messages of students' errors may be long
MAX_TITLE = 600  # of what is read when the mouse points at a cell
MOST_MISLED = 12  # exercises whose misconceptions are shown unfolded
LARGE = 60  # students, from whom on each lesson has a page of its own
NAMED = 6  # students beside a misconception; the others are counted


@dataclass(frozen=True)
class Links:
    """Between the pages of a large class.

    Attributes:
        assignment: the lesson that the page is about; "" for the page of all.
        to: address -> the words of the link.
    """

    assignment: str = ""
    to: dict[str, str] = field(default_factory=dict)


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


def write_html(
    results: Iterable[Result], path: Path, totals: Totals | None = None,
    regrade: Regrade | None = None,
) -> None:  # fmt: skip
    """The page; written beside and renamed.

    Of a large class it shows the lessons; the exercises of each are on a page of their own, in a
    folder of the same name beside it.

    Args:
        regrade: one that is neither accepted nor undone.
    """
    results = list(results)
    assignments = sorted({r.assignment for r in results})
    if len({r.student for r in results}) <= LARGE or len(assignments) < 2:
        replace_file(path, render(results, totals, regrade))
        return
    pages = {name: f"{path.stem}/{name}.html" for name in assignments}
    for name, page in pages.items():
        own = [r for r in results if r.assignment == name]
        worth = totals and {place: total for place, total in totals.items() if place[1] == name}
        back = Links(name, {f"../{path.name}": "all lessons"})
        replace_file(path.parent / page, render(own, worth, None, back))
    links = Links("", {page: name for name, page in pages.items()})
    replace_file(path, render(results, totals, regrade, links))


def write_json(
    results: Iterable[Result], path: Path, totals: Totals | None = None,
    regrade: Regrade | None = None,
) -> None:  # fmt: skip
    """The same as data: students and their points, exercises, lessons with item statistics, and
    the regrade."""
    results = list(results)
    class_ = _class(results, totals)
    told: dict[str, object] = {
        "students": [
            {
                "student": student,
                "score": class_.total(student),
                "max_score": sum(class_.most.values()),
                "assignments": {
                    name: asdict(total) | {"total": total.total} for name, total in own.items()
                },
            }
            for student, own in sorted(class_.points.items())
        ],
        "exercises": [asdict(exercise) for exercise in summarise(results)],
        "lessons": [asdict(analysis) for analysis in analyse(results)],
    }
    if regrade is not None:
        gains = [asdict(gain) | {"change": gain.change} for gain in regrade.gains]
        told["regrade"] = {"cells": regrade.cells, "students": gains}
    replace_file(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def without_names(
    results: Iterable[Result], totals: Totals, regrade: Regrade | None = None
) -> tuple[list[Result], dict[tuple[str, str], Total], Regrade | None]:
    """The same class with numbers for names, by points: for a screen that others see."""
    results = list(results)
    class_ = _class(results, totals)
    order = sorted(class_.points, key=lambda student: (-class_.total(student), student))
    number = {student: f"student {n}" for n, student in enumerate(order, start=1)}
    shown = [
        replace(r, student=number[r.student], reason=r.reason.replace(r.student, "..."))
        for r in results
    ]
    worth = {(number[student], name): total for (student, name), total in totals.items()}
    if regrade is not None:
        gains = [
            replace(gain, student=number.get(gain.student, "a student")) for gain in regrade.gains
        ]
        regrade = replace(regrade, gains=gains)
    return shown, worth, regrade


def write_csv(results: Iterable[Result], path: Path, totals: Totals | None = None) -> None:
    """One row a student: points of each assignment, total, percent, what to review.

    Args:
        totals: of the gradebook; then columns tell points by tests, by hand, late penalties, and
            how many cells await a person. Without it points are those of the tests alone.
    """
    results = list(results)
    class_ = _class(results, totals)
    target = io.StringIO()
    rows = csv.writer(target, lineterminator="\n")
    parts = ["score"] if totals is None else ["auto", "manual", "late_penalty", "total"]
    waits = [] if totals is None else ["awaiting_a_person"]
    names = [inert(name) for name in class_.most]
    rows.writerow(["student", *names, *parts, "max_score", "percent", *waits, "to_review"])
    reasons: dict[str, list[str]] = defaultdict(list)
    for result in sorted(results, key=lambda r: r.assignment):
        if result.reason:
            reasons[result.student].append(f"{result.assignment}: {result.reason}")
    for student, own in sorted(class_.points.items()):
        sums = class_.sum(student)
        more = (sums.auto, sums.manual, sums.late) if totals is not None else ()
        rows.writerow(
            [
                inert(student),
                *(f"{own[a].total:g}" if a in own else "" for a in class_.most),
                *(f"{points:g}" for points in (*more, class_.total(student), sums.most)),
                f"{class_.percent(student):.1f}" if sums.most else "",
                *([] if totals is None else [str(sums.awaiting)]),
                inert("; ".join(reasons[student])),
            ]
        )
    # Excel takes a file for UTF-8 only if it begins with this mark.
    replace_file(path, "\ufeff" + target.getvalue())


@dataclass(frozen=True)
class Class:
    """Points of everybody, all from one source.

    Attributes:
        points: student -> assignment -> points.
        most: assignment -> full marks; what nobody handed in still counts.
    """

    points: dict[str, dict[str, Total]]
    most: dict[str, float]

    def sum(self, student: str) -> Total:
        """Over all assignments."""
        own = self.points[student].values()
        return Total(
            sum(t.auto for t in own), sum(t.manual for t in own), sum(t.late for t in own),
            sum(t.awaiting for t in own), sum(self.most.values()),
        )  # fmt: skip

    def total(self, student: str) -> float:
        """A penalty takes no more than its assignment gives."""
        return sum(t.total for t in self.points[student].values())

    def percent(self, student: str) -> float:
        """Of full marks; 0 where there are none."""
        most = sum(self.most.values())
        return 100 * self.total(student) / most if most else 0.0


def _class(results: list[Result], totals: Totals | None) -> Class:
    found: dict[tuple[str, str], Total] = dict(totals or {})
    if totals is None:
        # Points of an assignment may have changed since some were graded.
        most = {r.assignment: 0.0 for r in results}
        for r in results:
            most[r.assignment] = max(most[r.assignment], r.max_score)
        for r in results:
            found[r.student, r.assignment] = Total(auto=r.score, most=most[r.assignment])
    points: dict[str, dict[str, Total]] = {r.student: {} for r in results}
    for (student, assignment), total in sorted(found.items()):
        points.setdefault(student, {})[assignment] = total
    marks = {name: total.most for (_, name), total in found.items()}
    return Class(points, dict(sorted(marks.items())))


def render(
    results: list[Result], totals: Totals | None = None, regrade: Regrade | None = None,
    links: Links | None = None,
) -> str:  # fmt: skip
    """The page as text.

    Args:
        links: to the pages of a large class; on the page of all lessons these stand for exercises.
    """
    links = links or Links()
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
    class_ = _class(results, totals)
    cells = _cells(results)
    whole = bool(links.to) and not links.assignment
    script = Path(__file__).with_name("report.js").read_text(encoding="utf-8")
    students = [
        {
            "name": student,
            "cells": [] if whole else [_cell(student, e, cells) for e in exercises],
            "lessons": [(class_.points[student].get(name), class_.most[name]) for name in columns],
            "score": class_.total(student),
            "percent": class_.percent(student),
            "sum": class_.sum(student),
        }
        for student in class_.points
    ]
    return environment.get_template("report.html.j2").render(
        columns=columns,
        links={quote(page): words for page, words in links.to.items()},
        title=links.assignment,
        whole=whole,
        exercises=exercises,
        students=sorted(students, key=lambda s: (-s["score"], s["name"])),
        most=sum(class_.most.values()),
        by_gradebook=totals is not None,
        awaiting=sum(class_.sum(student).awaiting for student in class_.points),
        review=sorted((r for r in results if r.reason or WHY.get(r.status, "?")),
                      key=lambda r: (list(WHY)[::-1].index(r.status) if r.status in WHY else -1)),
        why=WHY,
        hardest=[e for e in sorted(exercises, key=lambda e: e.share) if e.share < 1][:8],
        misconceptions=sorted((e for e in exercises if e.beliefs), key=lambda e: -e.misled),
        most_misled=MOST_MISLED,
        named=NAMED,
        signs=SIGNS,
        submissions=len(results),
        analyses=analyse(results),
        regrade=regrade,
        script=script,
        digest=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )  # fmt: skip


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
    return outputs.line(cell.cause, MAX_LINE) if cell.status == "failed" else ""


def ending(cell: CellResult) -> str:
    """How the cell ended, in one line."""
    if cell.status in ("error", "timeout") and cell.message:
        return outputs.line(cell.message.splitlines()[0], MAX_LINE)
    return SIGNS.get(cell.status, ("", cell.status))[1]


def _cells(results: list[Result]) -> dict[tuple[str, str], dict[str, CellResult]]:
    """(student, assignment) -> grade_id -> what came of it."""
    return {(r.student, r.assignment): {_column(c): c for c in r.cells} for r in results}


def _cell(
    student: str, exercise: Exercise, cells: dict[tuple[str, str], dict[str, CellResult]]
) -> dict[str, str]:
    own = cells.get((student, exercise.assignment))
    if own is None:
        return {"status": "absent", "sign": "", "title": f"{exercise.name}: nothing handed in"}
    cell = own.get(exercise.grade_id)
    if cell is None:  # graded before the exercise was added, or after it was dropped
        return {"status": "absent", "sign": "", "title": f"{exercise.name}: not in what was graded"}
    sign, words = SIGNS.get(cell.status, ("?", cell.status))
    title = f"{exercise.name}: {words}, {cell.score:g} of {cell.max_score:g}"
    said = outputs.plain(cell.message[: 2 * MAX_TITLE])
    said = said if len(said) <= MAX_TITLE else f"{said[:MAX_TITLE]} ..."
    return {"status": cell.status, "sign": sign, "title": f"{title}\n{said}".strip()}
