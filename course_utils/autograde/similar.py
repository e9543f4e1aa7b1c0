"""Look-alikes: pairs of students whose answers are more alike than the class explains.

Short answers to one task are alike anyway. What counts is how few others, of this class or of the
answers that the lesson's bank knows, are as near to one of the two as they are to each other. That
is told in bits of surprise, log2 of one answer in how many it is, and added over the exercises. It
is a list of what a person should look at, and never a verdict.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from course_utils.autograde.shapes import Bag

Matrix = NDArray[np.float16]  # of a large class there are hundreds

ALIKE = 0.5  # less alike answers say nothing, however rare
TELLS = 1.0  # bits from which on an exercise counts as one that is alike
SPREADS = 3.5  # standard deviations above the middle of the class, at least, that a pair is shown


@dataclass(frozen=True)
class Compared:
    """One exercise, each two students of the class.

    Attributes:
        similarity: of their answers, in [0, 1], (n, n); 0 where one has none.
        bits: of surprise, (n, n); 0 where they are not alike.
    """

    similarity: Matrix
    bits: Matrix


@dataclass(frozen=True)
class Pair:
    """Two students that a person should look at.

    Attributes:
        students: their numbers, the smaller first.
        bits: of surprise, over all exercises.
        exercises: names of those that are alike, the most surprising first.
    """

    students: tuple[int, int]
    bits: float
    exercises: list[str]


def compare(bags: Sequence[Bag], known: Sequence[Bag]) -> Compared:
    """One exercise.

    Args:
        bags: a student's answer each; empty: none, or only what was given to everybody.
        known: answers that people are known to write, right and wrong.
    """
    here = [i for i, bag in enumerate(bags) if bag]
    made = Compared(*(np.zeros((len(bags), len(bags)), np.float16) for _ in range(2)))
    if len(here) < 2:
        return made
    every = [bags[i] for i in here] + [bag for bag in known if bag]
    alike = similarities(every)
    np.fill_diagonal(alike, 0)
    for i, j in combinations(range(len(here)), 2):
        own = alike[i, j]
        made.similarity[here[i], here[j]] = own
        if own >= ALIKE:
            # Who else writes so, in the class or the bank: all that are as near to one of the two.
            others = np.count_nonzero(np.maximum(alike[i], alike[j]) > own - 1e-9) - 2
            made.bits[here[i], here[j]] = math.log2(len(every) / (others + 1))
    return made


def unusual(exercises: Mapping[str, Compared]) -> list[Pair]:
    """The pairs of a class that stand out, the most surprising first."""
    if not exercises:
        return []
    bits = np.zeros(next(iter(exercises.values())).bits.shape)
    for each in exercises.values():
        bits += each.bits
    least = _least(bits[np.triu_indices(len(bits), 1)])
    shown = []
    for a, b in np.argwhere(bits >= least).tolist():
        own = {name: float(each.bits[a, b]) for name, each in exercises.items()}
        alike = sorted((name for name in own if own[name] >= TELLS), key=lambda name: -own[name])
        if len(alike) >= min(2, len(exercises)):
            shown.append(Pair((a, b), float(bits[a, b]), alike))
    return sorted(shown, key=lambda pair: (-pair.bits, pair.students))


def _least(bits: NDArray[np.float64]) -> float:
    """From how many bits on a pair is shown, by those of all pairs of the class.

    What the luckiest of so many pairs would have by chance, and as far above what pairs of this
    class have as the farthest of so many normal numbers: students of one course share habits. The
    median absolute deviation does not see the few copies themselves.
    """
    if not len(bits):
        return math.inf
    middle = float(np.median(bits))
    spread = 1.4826 * float(np.median(np.abs(bits - middle)))  # a standard deviation, if normal
    spreads = max(SPREADS, math.sqrt(2 * math.log(len(bits))))
    return max(math.log2(len(bits)), middle + spreads * spread)


def similarities(bags: Sequence[Bag]) -> NDArray[np.float64]:
    """Weighted Jaccard similarity of each two bags, (n, n): rare shapes weigh more (idf)."""
    places: dict[int, list[int]] = defaultdict(list)  # shape -> the bags that have it
    for i, bag in enumerate(bags):
        for shape in bag:
            places[shape].append(i)
    both, size = np.zeros((len(bags), len(bags))), np.zeros(len(bags))
    for shape, rows in places.items():
        times = math.log(1 + len(bags) / len(rows)) * np.array([bags[i][shape] for i in rows])
        size[rows] += times
        if len(rows) > 1:
            both[np.ix_(rows, rows)] += np.minimum.outer(times, times)
    together = size[:, None] + size - both
    found: NDArray[np.float64] = both / np.where(together > 0, together, 1)
    np.fill_diagonal(found, 1)
    return found
