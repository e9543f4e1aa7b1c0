"""Grades into the table that a learning management system exported itself, to be imported back.

The gradebook of Canvas, Moodle or Gradescope comes back with our assignments' columns filled and
nothing else changed: ids, sections, points possible and other columns stay. A student is who has
the same id there, letter for letter; who is only like one is listed, and gets nothing.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Enum, Unicode

from course_utils.autograde.roster import FORMATS, Table, inert, listed, same
from course_utils.autograde.totals import Total, totals
from course_utils.course import CourseError, replace_file

Grades = dict[tuple[str, str], Total]  # (student, assignment) -> points


@dataclass
class Filled:
    """What came of it.

    Attributes:
        text: the table.
        encoding: that of the table it was made from.
        students: how many students got points.
        columns: assignment -> title of the column that was filled.
        told: what a person should know, a line each.
    """

    text: str
    encoding: str = "utf-8-sig"
    students: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Person:
    """A student as nbgrader knows them.

    Attributes:
        id: nbgrader's, the name of the folder.
        ids: all that is theirs alone: that, the system's own id and the address, if known.
        name: first and last, "" if unknown.
    """

    id: str
    ids: frozenset[str]
    name: str


def export(
    gradebook: Gradebook,
    to: str,
    roster: Path | None,
    assignments: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
) -> Filled:
    """Fill the table of a system with the gradebook's points: tests, marks by hand, late penalties.

    Args:
        to: one of FORMATS.
        roster: the table that the system exported; None, for "csv" alone: a new one is made.
        assignments: those to fill in; all of the gradebook if none.
        columns: assignment -> title of its column, where it is not called like the assignment.

    Raises:
        CourseError: there is no roster, or it is no such table.
    """
    grades = totals(gradebook)
    wanted = [a.name for a in gradebook.assignments if not assignments or a.name in assignments]
    grades = {key: total for key, total in grades.items() if key[1] in wanted}
    people = sorted((_person(s) for s in gradebook.students), key=lambda p: p.id)
    graded = {student for student, _ in grades}
    people = [p for p in people if p.id in graded]
    if roster is not None:
        table = Table.read(roster, FORMATS[to])
        filled = _fill(
            table, people, grades, _assigned(table, sorted(wanted), grades, columns or {})
        )
    elif to == "csv":
        filled = _new_table(people, grades, sorted(wanted))
    else:
        system = FORMATS[to]
        raise CourseError(
            f"--to {to} fills the table that {system.name} exported ({system.export}): "
            "name it with --roster"
        )
    filled.told += _awaiting(grades)
    return filled


def write(filled: Filled, path: Path) -> None:
    """Whole or not at all."""
    replace_file(path, filled.text, filled.encoding)


class LmsExporter(ExportPlugin):
    """`nbgrader export --exporter course_utils.autograde.lms.LmsExporter`, with --LmsExporter.lms
    and --LmsExporter.roster, or the same in nbgrader_config.py."""

    lms = Enum(list(FORMATS), default_value="csv", help="whose table").tag(config=True)
    roster = Unicode("", help="the table that the system exported").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        filled = export(
            gradebook, self.lms, Path(self.roster) if self.roster else None, self.assignment
        )
        target = Path(self.to or "grades.csv")
        write(filled, target)
        for line in filled.told:
            self.log.warning(line)
        self.log.info("%s: %d students, %d columns", target, filled.students, len(filled.columns))


@dataclass(frozen=True)
class _Assigned:
    """Assignment -> column, and what to tell of the others."""

    columns: dict[str, int]
    told: list[str]


def _fill(table: Table, people: list[Person], grades: Grades, to: _Assigned) -> Filled:
    told = list(to.told)
    rows = _matched(table, people, told)
    for person, number in rows.items():
        row = table.rows[number]
        row += [""] * (len(table.rows[0]) - len(row))
        for assignment, column in to.columns.items():
            if (person, assignment) in grades:
                row[column] = f"{grades[person, assignment].total:.2f}".rstrip("0").rstrip(".")
    others = [table.named(n) for n, _ in table.students() if n not in rows.values()]
    if others:
        told.append(f"left as they were, nothing is graded for them: {listed(others)}")
    for i in table.columns(table.system.names):
        for row in table.rows[1:]:
            if i < len(row):
                row[i] = inert(row[i])
    titles = {a: table.rows[0][i] for a, i in to.columns.items()}
    return Filled(table.text(), table.encoding, len(rows), titles, told)


def _assigned(
    table: Table, assignments: list[str], grades: Grades, named: Mapping[str, str]
) -> _Assigned:
    """The column of each assignment that somebody handed in.

    Raises:
        CourseError: none has one, or a column that was named is not there.
    """
    found, told = {}, []
    for assignment, most in {a: t.most for (_, a), t in sorted(grades.items())}.items():
        fits = table.columns_of(assignment, len(assignments) == 1)
        if assignment in named:
            fits = [i for i, title in enumerate(table.rows[0]) if title == named[assignment]]
            if len(fits) != 1:
                raise CourseError(f"the roster has no column {named[assignment]!r} of its own")
        if not fits:
            told.append(f"no column for {assignment}; name it: --column '{assignment}=its title'")
        elif len(fits) > 1:
            titles = ", ".join(table.rows[0][i] for i in fits)
            told.append(f"in doubt, not filled: {assignment} may be any of the columns {titles}")
        else:
            found[assignment] = fits[0]
            possible = table.possible(fits[0])
            if possible is not None and possible != most:
                told.append(
                    f"{assignment}: {possible:g} points possible in {table.system.name}, "
                    f"{most:g} here: points are written as they are here"
                )
    if not found:
        raise CourseError(
            f"no column of the roster is named like {' or '.join(assignments)}: choose one with "
            f"--column 'assignment=its title'; it has {listed(table.rows[0])}"
        )
    return _Assigned(found, told)


def _matched(table: Table, people: list[Person], told: list[str]) -> dict[str, int]:
    """Student -> row: where one row alone has one of their ids, and nobody else's."""
    at: dict[str, list[int]] = defaultdict(list)
    for number, ids in table.students():
        for each in ids:
            at[each].append(number)
    found, doubt, nowhere = {}, [], []
    for person in people:
        rows = sorted({number for each in person.ids for number in at.get(each, ())})
        like = rows or [n for n, ids in table.students() if _alike(person, ids, table.named(n))]
        if len(rows) == 1:
            found[person.id] = rows[0]
        elif like:
            doubt.append(f"{person.id} (like {' and '.join(table.named(n) for n in like[:3])})")
        else:
            nowhere.append(person.id)
    taken = defaultdict(list)
    for student, number in found.items():
        taken[number].append(student)
    for number, students in taken.items():
        if len(students) > 1:
            doubt.append(f"{' and '.join(students)} (both are {table.named(number)})")
            for student in students:
                del found[student]
    if doubt:
        told.append(
            f"in doubt, not filled: {listed(doubt)}; to settle it: "
            "nbgrader db student add ID --lms-user-id=... or --email=..."
        )
    if nowhere:
        told.append(f"no row for: {listed(nowhere)}")
    return found


def _alike(person: Person, ids: set[str], name: str) -> bool:
    """Perhaps the same: an address that begins with the id, lost zeros, or the name."""
    own = {each.partition("@")[0].lstrip("0") for each in person.ids} - {""}
    theirs = {each.partition("@")[0].lstrip("0") for each in ids} - {""}
    words = sorted(re.findall(r"\w+", same(person.name)))
    return bool(own & theirs) or (bool(words) and words == sorted(re.findall(r"\w+", same(name))))


def _new_table(people: list[Person], grades: Grades, assignments: list[str]) -> Filled:
    """One row a student, one column an assignment."""
    target = io.StringIO(newline="")
    rows = csv.writer(target, lineterminator="\n")
    rows.writerow(["student", "name", *map(inert, assignments), "total", "max_score"])
    most = sum({a: total.most for (_, a), total in grades.items()}.values())
    for person in people:
        own = [grades.get((person.id, a)) for a in assignments]
        points = ["" if t is None else f"{t.total:g}" for t in own]
        total = sum(t.total for t in own if t is not None)
        rows.writerow([inert(person.id), inert(person.name), *points, f"{total:g}", f"{most:g}"])
    return Filled(
        target.getvalue(), students=len(people), columns={a: a for a in assignments}
    )  # fmt: skip


def _awaiting(grades: Grades) -> list[str]:
    """Whose written answers nobody has read yet."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for (student, assignment), total in sorted(grades.items()):
        if total.awaiting:
            waiting[assignment].append(student)
    return [
        f"{assignment}: written answers of {len(students)} students await a person, their points "
        f"are still to come: {listed(students)}"
        for assignment, students in waiting.items()
    ]


def _person(student: object) -> Person:
    """nbgrader's Student."""
    known = {name: getattr(student, name) or "" for name in (
        "id", "lms_user_id", "email", "first_name", "last_name")}  # fmt: skip
    ids = {same(known[name]) for name in ("id", "lms_user_id", "email")} - {""}
    name = f"{known['first_name']} {known['last_name']}".strip()
    return Person(known["id"], frozenset(ids), name)
