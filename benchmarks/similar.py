"""Look-alikes measured on simulated classes: which copies are found, which others are shown.

    python benchmarks/similar.py [LESSON ...] [--seeds 5] [--students 30]

Students draw one of the bank's answers for each exercise, a right style (variants.py, the solution)
or, one time in five, a mistake (mistakes.py). Copies are another student's answers in disguise
(course_utils/author/disguise.py). `course similar` is told a random half of the bank, as no bank
holds everything that people write, or none of it, as in another teacher's course. Printed with the
spread over seeds.
"""

import argparse
import random
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from statistics import mean

from course_utils.author import demo
from course_utils.author.disguise import disguise, every_way
from course_utils.autograde.shapes import Bag, bag
from course_utils.autograde.similar import compare, unusual
from course_utils.course import Lesson, find_course, select

WAYS = every_way()
Answers = dict[str, str]


class Bank:
    """What a lesson's students may write: exercise -> its answers.

    Attributes:
        right, wrong: sources by exercise.
    """

    def __init__(self, lesson: Lesson) -> None:
        made = demo.lecture(lesson)
        self.right = {e: [source] for e, source in made.solutions.items()}
        self.wrong: dict[str, list[str]] = defaultdict(list)
        for variant in made.variants:
            (self.wrong if variant.mistake else self.right)[variant.exercise].append(variant.source)

    def student(self, rng: random.Random, usual: float = 0.0) -> Answers:
        """Somebody's answers; with this probability each is the one that most people write."""
        answers = {}
        for exercise, right in self.right.items():
            some = self.wrong[exercise] if rng.random() < 0.2 else right
            answers[exercise] = right[0] if rng.random() < usual else rng.choice(some or right)
        return answers

    def known(self, rng: random.Random, share: float) -> dict[str, list[Bag]]:
        """What `course similar` is told: so much of it."""
        every = {e: right + self.wrong[e] for e, right in self.right.items()}
        return {
            e: [bag(x) for x in rng.sample(some, round(share * len(some)))]
            for e, some in every.items()
        }


def trial(
    bank: Bank, seed: int, students: int, told: float = 0.5, usual: float = 0.0, part: float = 1.0
) -> tuple[dict[tuple[str, ...], bool], float]:
    """One class with a copy in each kind of disguise: which are found, and the share of the others.

    Args:
        told: share of the bank that is known.
        usual: probability of the commonest answer.
        part: share of the exercises that a copy has from the other; the rest is the copier's own.
    """
    rng = random.Random(seed)
    class_ = {f"s{i}": bank.student(rng, usual) for i in range(students)}
    true = {}
    for number, way in enumerate(WAYS):
        own, other = bank.student(rng, usual), class_[f"s{number}"]
        for exercise in rng.sample(list(other), round(part * len(other))):
            own[exercise] = disguise(other[exercise], rng, way)
        class_[f"copy{number}"] = own
        true[way] = tuple(sorted((f"s{number}", f"copy{number}")))
    names, known = sorted(class_), bank.known(rng, told)
    compared = {e: compare([bag(class_[s][e]) for s in names], known[e]) for e in bank.right}
    shown = {(names[a], names[b]) for a, b in (pair.students for pair in unusual(compared))}
    others = set(combinations(names, 2)) - set(true.values())
    return {way: pair in shown for way, pair in true.items()}, len(shown & others) / len(others)


def measure(lesson: Lesson, seeds: int, students: int, **how: float) -> tuple[str, float, float]:
    """A line of the table, the share of copies found and of other pairs shown."""
    bank = Bank(lesson)
    found, false = zip(
        *(trial(bank, seed, students, **how) for seed in range(100, 100 + seeds)), strict=True
    )
    ways = [mean(one[way] for one in found) for way in WAYS]
    each = "".join(f"{100 * share:8.0f}" for share in ways)
    shown = f"{100 * mean(false):6.2f} ({100 * min(false):.2f}-{100 * max(false):.2f})"
    return f"{lesson.assignment[:2]}{each}   {shown}", mean(ways), mean(false)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--students", type=int, default=30)
    asked = parser.parse_args()
    chosen = select(find_course(Path(__file__).parent), asked.names)
    kinds = "".join(f"{(way[0] if len(way) == 1 else 'all'):>8.8}" for way in WAYS)
    for title, how in SETTINGS.items():
        print(f"\n{title}; {asked.students} students, {asked.seeds} seeds")
        print(f"  {kinds}   others shown, %")
        rows = [measure(lesson, asked.seeds, asked.students, **how) for lesson in chosen]
        print("\n".join(line for line, _, _ in rows))
        found, false = (mean(row[i] for row in rows) for i in (1, 2))
        print(f"all: {100 * found:.1f} % of copies found, {100 * false:.2f} % of other pairs shown")


SETTINGS = {
    "half of the bank told": {},
    "nothing told": {"told": 0.0},
    "most write the usual answer": {"usual": 0.5},
    "half of the exercises copied": {"part": 0.5},
}

if __name__ == "__main__":
    main()
