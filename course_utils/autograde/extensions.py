"""extensions.csv in the course folder: who has more time for what.

    student,assignment,due,days
    ann,01_activation_functions,,2
    bob,01_activation_functions,2026-05-09 23:59,

Either a new due date or a number of days. Where the file is, it says all extensions there are;
where it is not, those in the gradebook count (nbgrader's `grant_extension`).

A due date with its own zone (2026-05-09T23:59+09:00) means what it says. One without is read in
`c.LatePolicy.timezone`, and refused where that is not set. A date alone is the end of that day.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path

from course_utils.autograde import timestamps
from course_utils.autograde.submissions import normal
from course_utils.course import CourseError, Lesson, choose

Place = tuple[str, str]  # student, assignment

MOST_DAYS = 366
_BARE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?", re.ASCII)


@dataclass(frozen=True)
class Extension:
    """One row.

    Attributes:
        due: new due date in UTC, without a zone; None: `days` count.
        line: of the file, from 1.
    """

    due: datetime | None
    days: float
    line: int

    def beyond(self, duedate: datetime | None, zone: tzinfo) -> timedelta | None:
        """How much later than everybody's due date, which is in UTC without a zone; None if there
        is no such date. A day more keeps the hour on the clock of `zone`."""
        if duedate is None:
            return None
        if self.due is not None:
            return self.due - duedate
        local = duedate.replace(tzinfo=UTC).astimezone(zone)
        return (local + timedelta(days=self.days)).astimezone(UTC).replace(tzinfo=None) - duedate


def read(path: Path, lessons: Sequence[Lesson], zone: tzinfo | None) -> dict[Place, Extension]:
    """Everything in the file.

    Args:
        lessons: of the course; an assignment is named as on the command line.
        zone: of due dates that name none.

    Raises:
        CourseError: some rows cannot be read: a line each.
    """
    about = path.stat()
    found, wrong = _read(path, (about.st_mtime_ns, about.st_size), tuple(lessons), zone)
    if wrong:
        raise CourseError("\n".join(wrong))
    return dict(found)


@lru_cache(maxsize=4)
def _read(
    path: Path, _: tuple[int, int], lessons: tuple[Lesson, ...], zone: tzinfo | None
) -> tuple[Mapping[Place, Extension], list[str]]:
    """Rows, and what is wrong with the others."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return {}, [f"{path}: not UTF-8 text: save it as 'CSV UTF-8'"]
    first = text.split("\n", 1)[0]
    table = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    titles = {title.strip().lower() for title in table.fieldnames or () if title}
    if not {"student", "assignment"} <= titles or not titles & {"due", "days"}:
        return {}, [f"{path}:1: the columns should be student, assignment, and due or days"]
    found: dict[Place, Extension] = {}
    wrong = []
    for raw in table:
        row = {(key or "").strip().lower(): str(value or "").strip() for key, value in raw.items()}
        if not any(row.values()):
            continue
        try:
            place = _place(row, lessons)
            if place in found:
                raise ValueError(f"{' '.join(place)} is in line {found[place].line} already")
            found[place] = _extension(row, zone, table.line_num)
        except (ValueError, CourseError) as why:
            wrong.append(f"{path}:{table.line_num}: {why}")
    return found, wrong


def _place(row: Mapping[str, str], lessons: Sequence[Lesson]) -> Place:
    if not row["student"]:
        raise ValueError("no student")
    if not row["assignment"]:
        raise ValueError("no assignment")
    return normal(row["student"]), choose(list(lessons), [row["assignment"]])[0].assignment


def _extension(row: Mapping[str, str], zone: tzinfo | None, line: int) -> Extension:
    due, days = row.get("due", ""), row.get("days", "")
    if bool(due) == bool(days):
        raise ValueError("either due or days, and not both")
    if due:
        return Extension(moment(due, zone), 0, line)
    try:
        number = float(days)
    except ValueError:
        raise ValueError(f"days {days!r} is no number") from None
    if not 0 < number <= MOST_DAYS:
        raise ValueError(f"days {days} is not between 0 and {MOST_DAYS}")
    return Extension(None, number, line)


def moment(text: str, zone: tzinfo | None) -> datetime:
    """A due date in UTC, without a zone.

    Raises:
        ValueError: no such time, or nobody says where.
    """
    bare = _BARE.fullmatch(text)
    if bare is None:
        return timestamps.parse(text)
    if zone is None:
        raise ValueError(
            f"due {text!r} has no time zone: write {bare[1]}T23:59+09:00, say, or set "
            "c.LatePolicy.timezone = 'Asia/Seoul' in nbgrader_config.py"
        )
    local = datetime.fromisoformat(f"{bare[1]} {bare[2] or '00:00'}")
    if bare[2] is None:
        local += timedelta(days=1)
    # An hour that the clock shows twice: the later one, in the student's favour.
    aware = local.replace(tzinfo=zone, fold=1)
    if aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError(f"due {text!r}: the clock of {zone} skips that time")
    return aware.astimezone(UTC).replace(tzinfo=None)
