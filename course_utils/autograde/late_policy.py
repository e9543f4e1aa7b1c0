"""A late policy from nbgrader_config.py: so much a day, grace, and free days over the term.

    c.AssignLatePenalties.plugin_class = "course_utils.autograde.late_policy.LatePolicy"
    c.LatePolicy.timezone = "Asia/Seoul"
    c.LatePolicy.fraction_a_day = 0.1     # of full marks; or points_a_day
    c.LatePolicy.grace_minutes = 15
    c.LatePolicy.free_days = 3

It is an nbgrader plugin, and follows from the gradebook alone: in whichever order a class is
graded, the same comes out.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from nbgrader.plugins import BasePlugin
from traitlets import Float, Integer, TraitError, Unicode, validate

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """How late one assignment is.

    Attributes:
        late: whole days, begun ones included, after the grace.
        free: how many of them a student's free days cover.
        left: free days that are left afterwards.
    """

    late: int
    free: int
    left: int

    @property
    def charged(self) -> int:
        return self.late - self.free


class LatePolicy(BasePlugin):
    """What a day costs. Days are of 24 hours, and a day that has begun counts, but for the grace.

    Free days are drawn in the order in which assignments are due (extensions aside; then by name),
    whole days, as soon as one is late, until there are none left.
    """

    timezone = Unicode(
        "", help="IANA name, Asia/Seoul: of due dates in extensions.csv, and on feedback."
    ).tag(config=True)
    extensions = Unicode("extensions.csv", help="In the course folder.").tag(config=True)
    points_a_day = Float(0, min=0, help="Points of an assignment a day.").tag(config=True)
    fraction_a_day = Float(
        0, min=0, max=1, help="Of the assignment's full marks a day; not of what was earned."
    ).tag(config=True)
    grace_minutes = Float(0, min=0, help="So much later is in time; of every day.").tag(config=True)
    free_days = Integer(0, min=0, help="Late days over the whole term that cost nothing.").tag(
        config=True
    )

    @validate("timezone")
    def _is_zone(self, proposal: Any) -> str:
        name = str(proposal["value"])
        try:
            if name:
                ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            raise TraitError(
                f"c.LatePolicy.timezone: no time zone is called {name!r} (Asia/Seoul, say)"
            ) from None
        return name

    @validate("fraction_a_day", "points_a_day")
    def _is_one_way(self, proposal: Any) -> float:
        other = {"fraction_a_day": "points_a_day", "points_a_day": "fraction_a_day"}
        if proposal["value"] and getattr(self, other[proposal["trait"].name]):
            raise TraitError("c.LatePolicy: either points_a_day or fraction_a_day, and not both")
        return float(proposal["value"])

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.timezone) if self.timezone else None

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """nbgrader's question, of one notebook; its step tells of which."""
        step: Any = self.parent
        days = self.days(step.gradebook, student_id)[step.assignment_id]
        most = step.gradebook.find_notebook(step.notebook_id, step.assignment_id).max_score
        if self.fraction_a_day:
            return days.charged * self.fraction_a_day * most
        whole = step.gradebook.find_assignment(step.assignment_id).max_score
        return days.charged * self.points_a_day * (most / whole if whole else 0)

    def days(self, gradebook: Gradebook, student: str) -> dict[str, Days]:
        """Assignment -> how late, of all that a student has handed in late."""
        rows = (
            gradebook.db.query(
                Assignment.name, Assignment.duedate, SubmittedAssignment.timestamp,
                SubmittedAssignment.extension,
            )
            .select_from(SubmittedAssignment).join(Assignment)
            .filter(SubmittedAssignment.student_id == student, Assignment.duedate.is_not(None),
                    SubmittedAssignment.timestamp.is_not(None))
        )  # fmt: skip
        found, left = {}, self.free_days
        for row in sorted(rows, key=lambda row: (row.duedate, row.name)):
            late = row.timestamp - row.duedate - (row.extension or timedelta())
            if late > timedelta():
                over = late - timedelta(minutes=self.grace_minutes)
                count = max(0, math.ceil(over / DAY))
                free = min(count, left)
                left -= free
                found[row.name] = Days(count, free, left)
        return found

    def words(self, gradebook: Gradebook, student: str, assignment: str) -> str:
        """Why so much is taken off, in sentences."""
        days = self.days(gradebook, student)[assignment]
        if not days.late:
            return f"That is within the {self.grace_minutes:g} minutes of grace."
        told = f"That counts as {_count(days.late, 'late day')}."
        if days.free:
            told += f" Free late days cover {days.free} ({days.left} of {self.free_days} left)."
        elif self.free_days:
            told += " No free late days are left."
        if days.charged and (self.fraction_a_day or self.points_a_day):
            each = (
                f"{100 * self.fraction_a_day:g} % of full marks"
                if self.fraction_a_day else f"{self.points_a_day:g} points"
            )  # fmt: skip
            told += f" {_count(days.charged, 'day')} at {each}."
        return told


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"


def span(time: timedelta) -> str:
    """A time in words, to the minute: "1 day 3 h 5 min"."""
    minutes = max(1, round(time / timedelta(minutes=1)))
    days, hours = divmod(minutes // 60, 24)
    parts = [_count(days, "day")] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{minutes % 60} min"] if minutes % 60 else []
    return " ".join(parts)


def shown(moment: datetime, zone: ZoneInfo | None) -> str:
    """A time in UTC without a zone, as people read it."""
    if zone is None:
        return f"{moment:%Y-%m-%d %H:%M} UTC"
    local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"
