"""The course and the class of a simulated term (term.py): what its teacher got wrong, who is late,
who copies, and what everybody must have, by arithmetic of its own."""

import math
import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course_utils.author.demo import Lecture, Person, fill_in, lecture, people
from course_utils.autograde import gradebook as book
from course_utils.autograde.execute import Mode
from course_utils.autograde.nbgrader_bridge import read_source, released
from course_utils.course import CourseError, Lesson, lessons

START = datetime(2031, 3, 7, 14, 59)  # when the first lesson is due: 23:59 in Seoul; then weekly
SETTINGS = """
c.AssignLatePenalties.plugin_class = "course_utils.autograde.late_policy.LatePolicy"
c.LatePolicy.timezone = "Asia/Seoul"
c.LatePolicy.fraction_a_day = 0.1
c.LatePolicy.grace_minutes = 15
c.LatePolicy.free_days = 2
"""
A_DAY, GRACE, FREE = 0.1, 0.25, 2  # the same in numbers: fraction, hours, days
LATE = {0: 0.2, 1: 5.0, 2: 30.0, 3: 80.0}  # (student + 3 * lesson) % 10 -> hours after it was due
EXTENDED = 4  # every fourth student has two days more for the first lesson
COPIES = "copies_"
HALVED = """
def _halved(n, seen=()):
    while n % 7 and len(seen) < 40:
        n, seen = 3 * n // 2, (*seen, n)
    return max(seen, default=n)"""
TALLY = """
def _tally(text):
    found = {}
    for mark in sorted(set(text)):
        found[mark] = text.count(mark)
    return [k for k, v in found.items() if v > 1]"""
HABITS = {1: HALVED, 2: TALLY}  # number in the class -> what they write below every answer
NOT_HERE = "endless_loop"  # its 20 s each are the ordinary demo's
MENDED_POINTS = 1  # so many more for the second exercise


@dataclass
class Term:
    """A term on its way.

    Attributes:
        wrong: grade_id of the first lesson's test that tests nothing until it is mended.
        right: the first lesson's source with it mended; "" once it is.
        dearer: grade_id of its test that is worth more afterwards.
        points: assignment -> grade_id -> points of its tests, as they are now.
        most: assignment -> full marks, written answers included.
        took: what was done -> seconds.
    """

    root: Path
    folder: Path
    lectures: list[Lecture]
    class_: list[Person]
    executor: Callable[[], Executor]
    mode: Mode
    wrong: str = ""
    right: str = ""
    dearer: str = ""
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return book.as_url(str(self.folder / "gradebook.db"))

    @property
    def out(self) -> Path:
        return self.folder / "autograded"

    @property
    def first(self) -> Lesson:
        return self.lectures[0].lesson

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """How long it took, told at the end."""
        begin = time.monotonic()
        yield
        self.took[what] = self.took.get(what, 0) + time.monotonic() - begin


# --- made ---


def begin(
    chosen: list[Lesson], students: int, folder: Path, executor: Callable[[], Executor],
    mode: Mode,
) -> Term:  # fmt: skip
    """A course folder, with a test that tests nothing, and a class that has handed in nothing.

    Raises:
        CourseError: fewer than three students.
    """
    if students < 3:
        raise CourseError("a term needs three students: two others copy from them")
    shutil.rmtree(folder, ignore_errors=True)
    root = folder / "course"
    names = [lesson.assignment for lesson in chosen]
    for name in names:
        shutil.copytree(chosen[0].root / "solutions" / name, root / "solutions" / name,
                        ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))  # fmt: skip
    settings = (chosen[0].root / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(settings + SETTINGS, encoding="utf-8")
    own = lessons(root)
    term = Term(root, folder, [lecture(x) for x in own], _class(own, students), executor, mode)
    _break(term)
    for lesson in own:
        _weigh(term, lesson)
    extended = ["student,assignment,days"]
    extended += [f"{x.name},{own[0].assignment},2" for x in term.class_[::EXTENDED]]
    (root / "extensions.csv").write_text("\n".join([*extended, ""]), encoding="utf-8")
    return term


def _class(chosen: list[Lesson], students: int) -> list[Person]:
    """Of `people`, without endless loops, two of whom write like nobody else; then two who copy."""
    many = people(chosen, students + students // 10 + 2)
    some = [person for person in many if NOT_HERE not in person.name][:students]
    for i, habit in HABITS.items():
        some[i] = _with(some[i], f"\n\n{habit}")
    copies = [_with(replace(some[i], name=COPIES + some[i].name), "\n# my own") for i in HABITS]
    return [*some, *copies]


def _with(person: Person, more: str) -> Person:
    """Every answer of theirs ends with more."""
    answers = {
        name: {exercise: text + more for exercise, text in own.items()}
        for name, own in person.answers.items()
    }
    return replace(person, answers=answers)


def _break(term: Term) -> None:
    """The first exercise's test of the first lesson tests nothing."""
    tests = [f"test_{name}" for name in term.lectures[0].solutions]
    term.wrong, term.dearer = tests[0], tests[1]
    term.right = term.first.source.read_text(encoding="utf-8")
    header, _, rest = _parted(term.right, term.wrong)
    after = rest.find("\n# %%")
    nothing = "assert True\n"
    term.first.source.write_text(header + nothing + rest[after:], encoding="utf-8")


def _parted(source: str, grade_id: str) -> tuple[str, str, str]:
    """Everything to the end of a cell's first line; its metadata; what follows."""
    found = re.search(rf'^# %% (.*"grade_id": "{grade_id}".*)\n', source, re.MULTILINE)
    if found is None:
        raise CourseError(f"no cell {grade_id} in the first lesson")
    return source[: found.end()], found[1], source[found.end() :]


def mend(term: Term) -> None:
    """As it was, and the second exercise is worth more."""
    header, about, rest = _parted(term.right, term.dearer)
    points = term.points[term.first.assignment][term.dearer]
    more = about.replace(f'"points": {points:g}', f'"points": {points + MENDED_POINTS:g}')
    term.first.source.write_text(header.replace(about, more) + rest, encoding="utf-8")
    term.right = ""
    _weigh(term, term.first)


def _weigh(term: Term, lesson: Lesson) -> None:
    """What its cells are worth."""
    cells = [cell.metadata.get("nbgrader", {}) for cell in read_source(lesson).cells]
    worth = {x["grade_id"]: float(x["points"]) for x in cells if x.get("grade")}
    term.most[lesson.assignment] = sum(worth.values())
    term.points[lesson.assignment] = {
        x["grade_id"]: worth[x["grade_id"]]
        for x in cells if x.get("grade") and not x.get("solution")
    }  # fmt: skip


# --- handed in ---


def hand_in(term: Term, number: int) -> None:
    """Everybody, at their time."""
    lesson = term.lectures[number].lesson
    release = _release(lesson)
    for index, person in enumerate(term.class_):
        target = term.folder / "submitted" / person.name / lesson.assignment
        target.mkdir(parents=True)
        nbformat.write(fill_in(release, lesson, person), target / lesson.release.name)
        when = due(number) + timedelta(hours=_hours(index, number))
        (target / "timestamp.txt").write_text(f"{when} UTC")


def _release(lesson: Lesson) -> NotebookNode:
    with released([lesson]) as course:
        path = course / "notebooks" / lesson.assignment / lesson.release.name
        return nbformat.read(path, as_version=4)


def due(number: int) -> datetime:
    return START + timedelta(weeks=number)


def _hours(index: int, number: int) -> float:
    """After it was due that a student hands in."""
    return LATE.get((index + 3 * number) % 10, -2.0)


# --- what must come out ---


def _earned(term: Term, person: Person, lesson: Lesson) -> float:
    """By tests."""
    lost = {f"test_{cell}" for name, cell in person.wrong if name == lesson.assignment}
    if lesson == term.first and term.right:
        lost.discard(term.wrong)
    return sum(x for name, x in term.points[lesson.assignment].items() if name not in lost)


def expected_points(term: Term, index: int, number: int) -> float:
    """Points of a student in a lesson, late penalty taken off."""
    free, charged = FREE, 0
    for n in range(number + 1):
        extended = 48 if n == 0 and index % EXTENDED == 0 else 0
        days = max(0, math.ceil((_hours(index, n) - extended - GRACE) / 24))
        charged = max(0, days - free)
        free = max(0, free - days)
    lesson = term.lectures[number].lesson
    earned = _earned(term, term.class_[index], lesson)
    return max(0.0, earned - charged * A_DAY * term.most[lesson.assignment])


def expected_of_first(term: Term) -> dict[str, float]:
    """Points of everybody in the first lesson."""
    return {x.name: round(expected_points(term, i, 0), 6) for i, x in enumerate(term.class_)}
