"""The answer bank: every known mistake run on every visible case, and what comes out.

solutions/NN_name/mistakes.py (demo.lecture reads it) holds wrong functions, each with the sentence
that helps. `refresh` writes course_utils/checks/bank/NN.json, which the checks look up in a
student's notebook; `faults` tells where the visible cases are too weak to stop a mistake, or to
tell two of them apart. The fold "What went wrong?" is made of the same file (checks/fold.py).
"""

import contextlib
import copy
import hashlib
import io
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from course_utils.author import demo
from course_utils.author.build import Say
from course_utils.author.stage import Stage, stage
from course_utils.autograde.nbgrader_bridge import read_source
from course_utils.checks.cases import Seen, watching
from course_utils.checks.fold import bank_file
from course_utils.checks.lookup import best, mistake_of
from course_utils.checks.outcomes import Fingerprint
from course_utils.course import CourseError, Lesson, lessons, replace_file

Bank = dict[str, Any]


def refresh(lesson: Lesson, force: bool = False, say: Say = print) -> None:
    """Write the lesson's bank if its mistakes, solutions or visible cases changed.

    Raises:
        CourseError: a visible case lets a mistake through, or cannot tell two apart.
    """
    if not lesson.mistakes.is_file() or (is_current(lesson) and not force):
        return
    say(f"{lesson.assignment}: answer bank")
    made = make(lesson)
    found = faults(lesson, made)
    if found:
        raise CourseError(f"{lesson.mistakes.name} of {lesson.assignment}:\n" + "\n".join(found))
    path = lesson.root / "course_utils" / "checks" / "bank" / bank_file(lesson).name
    replace_file(path, _as_text(made))


def is_current(lesson: Lesson) -> bool:
    """The bank on disk was made from today's mistakes, solutions and visible cases."""
    path = bank_file(lesson)
    if not lesson.mistakes.is_file():
        return True
    return path.is_file() and json.loads(path.read_text())["made_from"] == _digest(lesson)


def read(lesson: Lesson) -> Bank:
    """Exercise -> its entry, as `make` describes it, from the file; empty if there is none."""
    path = bank_file(lesson)
    found: Bank = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found.get("exercises", {})


def told(entry: Bank) -> tuple[int, int]:
    """Of an exercise's mistakes, in all ways they are written: how many a visible case stops, and
    how many of them are called by their own name there."""
    stopped = {name: case for name, case in entry["first"].items() if case is not None}
    named = 0
    for name, case in stopped.items():
        seen = entry["cases"][case]
        named += mistake_of(best(list(seen.items()), seen[name]) or "") == mistake_of(name)
    return len(stopped), named


def make(lesson: Lesson, most: int | None = None) -> Bank:
    """Run every mistake on every visible case of its exercise.

    Args:
        most: of each exercise, so many mistakes, drawn by chance with a seed; None for all.

    Returns:
        What bank/NN.json holds: exercise -> its mistakes (id -> sentence and section), its cases
        (name -> id -> fingerprint, only where the mistake fails), and which case shows each first.
    """
    on, made = stage(lesson), demo.lecture(lesson)
    homes = _sections(lesson)
    exercises: Bank = {}
    for exercise in made.solutions:
        entry: Bank = {"mistakes": {}, "first": {}, "cases": {}}
        named = list(_named(made.mistakes(exercise)))
        if most is not None:
            named = random.Random(exercise).sample(named, min(most, len(named)))
        for name, mistake in named:
            if mistake.says:
                section = mistake.section or homes[exercise]
                entry["mistakes"].setdefault(mistake.mistake, [mistake.says, section])
            entry["first"][name] = None
            for each in observe(on, exercise, mistake.source):
                if not each.holds:
                    entry["first"][name] = entry["first"][name] or each.case
                    entry["cases"].setdefault(each.case, {})[name] = each.gives
        for case, outcomes in entry["cases"].items():
            # Whoever comes to this case passed those before it: mistakes first seen here go first.
            order = sorted(outcomes, key=lambda name: entry["first"][name] != case)
            entry["cases"][case] = {name: outcomes[name] for name in order}
        if entry["first"]:
            exercises[exercise] = entry
    return {"made_from": _digest(lesson), "exercises": exercises}


def _named(mistakes: list[demo.Variant]) -> Iterator[tuple[str, demo.Variant]]:
    """The bank's entries by name: "axis-0~2" is the second way to write the mistake "axis-0"."""
    ways: Counter[str] = Counter()
    for mistake in mistakes:
        if mistake.says or ways[mistake.mistake]:
            ways[mistake.mistake] += 1
            number = ways[mistake.mistake]
            yield mistake.mistake + (f"~{number}" if number > 1 else ""), mistake


def observe(on: Stage, exercise: str, source: str) -> list[Seen]:
    """What each visible case of the exercise sees of an answer.

    Raises:
        CourseError: the test cell itself stops.
    """
    names = copy.copy(on.names)
    random.seed(0)  # Keras draws the seeds of dropout and of new weights from it
    with watching() as seen, contextlib.redirect_stdout(io.StringIO()):
        exec(source, names)
        try:
            exec(on.tests[exercise][0], names)
        except Exception as error:
            raise CourseError(f"the check of {exercise} stops: {error!r}") from error
    return seen


def faults(lesson: Lesson, made: Bank) -> list[str]:
    """Where the visible cases are too weak, a line each."""
    lines = []
    headings, elsewhere = set(_headings(lesson)), _cases_elsewhere(lesson)
    for exercise, entry in made["exercises"].items():
        for name, (_, section) in entry["mistakes"].items():
            if section not in headings:
                lines.append(f"{exercise}: {name}: there is no section {section!r}")
        for name, case in entry["first"].items():
            if case is None:
                lines.append(f"{exercise}: {name}: no visible case stops it")
                continue
            known: list[tuple[str, Fingerprint]] = list(entry["cases"][case].items())
            told = best(known, entry["cases"][case][name])
            if told is None or mistake_of(told) != mistake_of(name):
                lines.append(
                    f"{exercise}: {name} and {told} give the same in {case!r}: a degenerate case, "
                    "or one mistake twice"
                )
        both = sorted(elsewhere.keys() & entry["cases"])
        lines += [f"{exercise}: the case {case!r} is {elsewhere[case]}'s too" for case in both]
    return lines


def _cases_elsewhere(lesson: Lesson) -> dict[str, str]:
    """Case -> exercise of another lesson. A case is known by its name alone: one in the course."""
    others = [other for other in lessons(lesson.root) if other != lesson]
    banks = [bank for other in others for bank in read(other).items()]
    return {case: exercise for exercise, entry in banks for case in entry["cases"]}


def _headings(lesson: Lesson) -> list[str]:
    texts = [c.source for c in read_source(lesson).cells if c.cell_type == "markdown"]
    return [x[3:].strip() for text in texts for x in text.splitlines() if x.startswith("## ")]


def _sections(lesson: Lesson) -> dict[str, str]:
    """Exercise -> heading of the section in which it stands."""
    found, heading = {}, ""
    for cell in read_source(lesson).cells:
        if cell.cell_type == "markdown":
            heading = (re.findall(r"^## (.*)", cell.source, re.MULTILINE) or [heading])[-1].strip()
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name and cell.cell_type == "code":
            found[name] = heading
    return found


def _digest(lesson: Lesson) -> str:
    """Of all that a bank depends on but the checks' own code."""
    parts = [lesson.mistakes.read_text(encoding="utf-8")]
    for cell in read_source(lesson).cells:
        if cell.metadata.get("nbgrader") and cell.cell_type == "code":
            parts.append(cell.source)
        elif cell.cell_type == "markdown":
            parts += re.findall(r"^## .*", cell.source, re.MULTILINE)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _as_text(value: Any, depth: int = 5) -> str:
    """JSON with a line for each mistake and each outcome: differences can be read."""
    if not isinstance(value, dict) or not value or not depth:
        return json.dumps(value, ensure_ascii=False)
    indent = " " * (6 - depth)
    items = (f"{indent}{json.dumps(k)}: {_as_text(v, depth - 1)}" for k, v in value.items())
    return "{\n" + ",\n".join(items) + "\n" + indent[1:] + "}" + "\n" * (depth == 5)
