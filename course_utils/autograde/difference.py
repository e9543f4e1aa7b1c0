"""Before and after: which cells an instructor changed, and what each student has by it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from course_utils.autograde.restore import SourceCell
from course_utils.autograde.results import CellResult, Result
from course_utils.autograde.roster import inert
from course_utils.autograde.row_changes import Change
from course_utils.autograde.totals import Total
from course_utils.course import Lesson, replace_file

Class = tuple[list[Result], Mapping[tuple[str, str], Total]]


@dataclass(frozen=True)
class Gain:
    """Points of one student's assignment, as the gradebook has them: by hand and late included.

    Attributes:
        why: the cells whose points differ, and a penalty that does.
        most_before, most_after: full marks.
    """

    student: str
    assignment: str
    before: float
    after: float
    most_before: float
    most_after: float
    why: str

    @property
    def change(self) -> float:
        """What they gain; less than 0 if they lose."""
        return self.after - self.before


@dataclass(frozen=True)
class Regrade:
    """What a regrade does to a class.

    Attributes:
        cells: which of the instructor's cells differ, and in what, one line each.
        gains: a line for every student and assignment that gains or loses.
        changes: of the gradebook's rows.
    """

    cells: list[str]
    gains: list[Gain]
    changes: list[Change] = field(default_factory=list)


def cells_between(
    before: Mapping[Lesson, list[SourceCell]], after: Mapping[Lesson, list[SourceCell]]
) -> list[str]:
    """The instructor's cells that differ, a line each."""
    found = []
    for lesson, cells in after.items():
        old = {cell.grade_id: cell for cell in before[lesson]}
        for cell in cells:
            if told := _cell(old.get(cell.grade_id), cell):
                found.append(f"{lesson.assignment}: {cell.grade_id}: {told}")
    return found


def _cell(was: SourceCell | None, now: SourceCell) -> str:
    if was is None:
        return "is new"
    told = ["its text has changed"] if was.source != now.source else []
    if was.points != now.points:
        told.append(f"{was.points or 0:g} -> {now.points or 0:g} points")
    return ", ".join(told)


def gains(before: Class, after: Class) -> list[Gain]:
    """Everybody who gains or loses, by assignment and student."""
    old, new = _cells(before[0]), _cells(after[0])
    found = []
    for place, now in sorted(after[1].items(), key=lambda item: item[0][::-1]):
        was = before[1].get(place)
        if was is None or was.total == now.total:
            continue
        why = "; ".join(_why(old.get(place, {}), new.get(place, {}), was, now))
        found.append(Gain(*place, was.total, now.total, was.most, now.most, why))
    return found


def _cells(results: Iterable[Result]) -> dict[tuple[str, str], dict[tuple[str, str], CellResult]]:
    return {
        (r.student, r.assignment): {(c.notebook, c.grade_id): c for c in r.cells} for r in results
    }


def _why(
    old: Mapping[tuple[str, str], CellResult], new: Mapping[tuple[str, str], CellResult],
    was: Total, now: Total,
) -> Iterator[str]:  # fmt: skip
    for name, cell in new.items():
        score = old[name].score if name in old else 0.0
        if score != cell.score:
            yield f"{cell.grade_id} {score:g} -> {cell.score:g}"
    if was.late != now.late:
        yield f"late penalty {was.late:g} -> {now.late:g}"


def write_csv(found: Iterable[Gain], path: Path) -> None:
    """A row for each student and assignment that gains or loses."""
    target = io.StringIO()
    table = csv.writer(target, lineterminator="\n")
    table.writerow(
        ["student", "assignment", "before", "after", "change", "max_before", "max_after", "why"]
    )
    for gain in found:
        points = (gain.before, gain.after, gain.change, gain.most_before, gain.most_after)
        names = (inert(gain.student), inert(gain.assignment))
        table.writerow([*names, *(f"{x:g}" for x in points), inert(gain.why)])
    # Excel takes a file for UTF-8 only if it begins with this mark.
    replace_file(path, "\ufeff" + target.getvalue())
