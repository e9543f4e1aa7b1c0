"""Item analysis: which exercises tell students apart, and how far a lesson's score is reliable.

Terms and formulas are classical test theory's: facility, corrected item-rest correlation,
Cronbach's alpha (Cronbach 1951, Psychometrika 16, 297-334). The border below which a correlation is
called low is Ebel and Frisbie's (Essentials of Educational Measurement, 1991, ch. 13): 0.2. An
answer that was not handed in counts 0 points, as in the grade.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course_utils.autograde.results import Result
from course_utils.course import exercise_of

EASY, HARD, POOR = 0.9, 0.3, 0.2
FEW = 10  # students; below, a coefficient says more about luck than about the exercise
RESAMPLES = 2000

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Item:
    """One exercise of a lesson.

    Attributes:
        exercise: its name; both of its test cells count.
        points: that it gives at most.
        facility: mean share of its points, in [0, 1].
        discrimination: corrected item-rest correlation, in [-1, 1]: of its points with the points
            of all other exercises; None where everybody has the same.
        alpha_without: Cronbach's alpha of the lesson without it; None where there is none.
        words: what is to be said of it, "" if nothing is.
        minutes: median over the students whose notebook tells how long they worked at it; None if
            none does.
        timed: how many do.
    """

    exercise: str
    points: float
    facility: float
    discrimination: float | None
    alpha_without: float | None
    words: str
    minutes: float | None = None
    timed: int = 0


@dataclass(frozen=True)
class Analysis:
    """One lesson.

    Attributes:
        students: how many were graded.
        alpha: Cronbach's; None with fewer than two exercises or students, or where all are alike.
        interval: 95 % of bootstrap samples of students have it between these; None without alpha.
        histogram: how many students have 0-10 %, 10-20 %, ..., 90-100 % of the points.
    """

    assignment: str
    students: int
    items: list[Item]
    alpha: float | None
    interval: tuple[float, float] | None
    histogram: list[int]

    @property
    def remarks(self) -> int:
        """Of how many exercises something is to be said."""
        return sum(bool(item.words) for item in self.items) if self.students >= FEW else 0

    @property
    def timed(self) -> bool:
        """Whether a notebook tells how long somebody worked."""
        return any(item.timed for item in self.items)

    @property
    def tallest(self) -> int:
        """Bar of the histogram."""
        return max(self.histogram)


def analyse(results: Sequence[Result]) -> list[Analysis]:
    """Every lesson of a class, by name; what was not graded ("error", "rejected") is left out."""
    kept = [r for r in results if r.status in ("graded", "needs_review") and r.cells]
    names = sorted({r.assignment for r in kept})
    return [_lesson(name, [r for r in kept if r.assignment == name]) for name in names]


def _lesson(assignment: str, results: list[Result]) -> Analysis:
    exercises, most, points = table(results)
    reach = most.sum()
    share = points.sum(axis=1) / reach if reach else np.zeros(len(points))
    times = [[r.minutes[e] for r in results if e in r.minutes] for e in exercises]
    items = [
        _item(exercises[i], float(most[i]), points, i, times[i])
        for i in range(len(exercises)) if most[i]
    ]  # fmt: skip
    alpha = cronbach_alpha(points)
    histogram = np.histogram(share, bins=10, range=(0, 1))[0]
    interval = None if alpha is None else _interval(points)
    return Analysis(assignment, len(results), items, alpha, interval, histogram.tolist())


def table(results: Sequence[Result]) -> tuple[list[str], Points, Points]:
    """Exercises, their points at most (k,), and the points of each student (n, k)."""
    most: dict[str, dict[str, float]] = {}  # exercise -> test cell -> points
    for result in results:
        for cell in result.cells:
            most.setdefault(exercise_of(cell.grade_id), {})[cell.grade_id] = cell.max_score
    exercises = list(most)
    points = np.zeros((len(results), len(exercises)))
    for row, result in zip(points, results, strict=True):
        for cell in result.cells:
            row[exercises.index(exercise_of(cell.grade_id))] += cell.score
    return exercises, np.array([sum(most[e].values()) for e in exercises]), points


def cronbach_alpha(points: Points) -> float | None:
    """k / (k - 1) (1 - sum of the items' variances / variance of the sum), points (n, k)."""
    n, k = points.shape
    if n < 2 or k < 2:
        return None
    whole = points.sum(axis=1).var(ddof=1)
    if whole < 1e-12:
        return None
    return float(k / (k - 1) * (1 - points.var(axis=0, ddof=1).sum() / whole))


def item_rest_correlation(points: Points, item: int) -> float | None:
    """Pearson's correlation of a column with the sum of all others; None if one is constant."""
    own, rest = points[:, item], np.delete(points, item, axis=1).sum(axis=1)
    if len(points) < 2 or own.std() < 1e-12 or rest.std() < 1e-12:
        return None
    return float(np.corrcoef(own, rest)[0, 1])


def _interval(points: Points) -> tuple[float, float] | None:
    """Percentile bootstrap over students, 95 %, always with the same seed."""
    rng, found = np.random.default_rng(0), []
    for _ in range(RESAMPLES):
        alpha = cronbach_alpha(points[rng.integers(len(points), size=len(points))])
        if alpha is not None:
            found.append(alpha)
    if not found:
        return None
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def _item(exercise: str, most: float, points: Points, i: int, times: list[float]) -> Item:
    facility = float(points[:, i].mean() / most)
    discrimination = item_rest_correlation(points, i)
    without = cronbach_alpha(np.delete(points, i, axis=1))
    words = _words(len(points), facility, discrimination)
    minutes = float(np.median(times)) if times else None
    return Item(exercise, most, facility, discrimination, without, words, minutes, len(times))


def _words(students: int, facility: float, discrimination: float | None) -> str:
    if students < FEW:
        return f"fewer than {FEW} students: too few to tell"
    told = []
    if facility > EASY:
        told.append("nearly everybody has it: easy")
    elif facility < HARD:
        told.append("few have it: hard, or its task is unclear")
    if discrimination is None:
        told.append("all have the same points")
    elif discrimination < 0:
        told.append("who is good elsewhere has it less often: look at its test")
    elif discrimination < POOR:
        told.append("tells little about who is good elsewhere")
    return "; ".join(told)
