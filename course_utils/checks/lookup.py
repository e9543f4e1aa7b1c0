"""The answer bank as a student's notebook has it: which mistake gives what, case by case.

bank/NN.json is made by `course build` from solutions/NN_name/mistakes.py: for every visible case
what each known mistake gives there. It holds values, never the wrong code, and nothing of hidden
cases: the build sees to it that a visible case stops every known mistake, so none gets that far.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from course_utils.checks.messages import is_hidden
from course_utils.checks.outcomes import Fingerprint, alike

FOLDER = Path(__file__).with_name("bank")


@dataclass(frozen=True)
class Mistake:
    """One entry of the bank, as far as a student meets it.

    Attributes:
        id: stable, unique in its exercise: "axis-0".
        says: the sentence that helps.
        section: heading of the section that explains it.
    """

    id: str
    says: str
    section: str = ""


T = TypeVar("T")


@cache
def read(path: Path) -> dict[str, Any]:
    """One lesson's file; empty if there is none."""
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def _cases() -> dict[str, list[tuple[Mistake, Fingerprint]]]:
    """Name of a case -> what each mistake gives there. Names are unique in the course."""
    found: dict[str, list[tuple[Mistake, Fingerprint]]] = {}
    for path in sorted(FOLDER.glob("*.json")):
        for exercise in read(path)["exercises"].values():
            known = {name: Mistake(name, *entry) for name, entry in exercise["mistakes"].items()}
            for case, outcomes in exercise["cases"].items():
                found[case] = [(known[mistake_of(x)], seen) for x, seen in outcomes.items()]
    return found


def mistake_of(entry: str) -> str:
    """The mistake's id: "axis-0~2" is "axis-0" written another way."""
    return entry.partition("~")[0]


def find(case: str, seen: Fingerprint) -> Mistake | None:
    """The known mistake that gives just this in this visible case; None if there is none.

    Of several, the one with the same side effects (an argument changed, a warning).
    """
    return None if is_hidden() else best(_cases().get(case, []), seen)


def best(known: list[tuple[T, Fingerprint]], seen: Fingerprint) -> T | None:
    """The first of those that give the same; one with the same side effects is preferred."""
    fits = [(name, theirs) for name, theirs in known if alike(theirs, seen)]
    fits.sort(key=lambda fit: _effects(fit[1]) != _effects(seen))
    return fits[0][0] if fits else None


def _effects(seen: Fingerprint) -> set[str]:
    return {"changes", "warns"} & set(seen)
