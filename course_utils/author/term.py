"""A simulated term: a class hands in lesson after lesson, some late, some with more time; half-way
a test turns out to be wrong and is mended. What everybody must have is known beforehand.

It is a course of its own (a copy of the sources, with a late policy and due dates), graded by what
`course grade`, `regrade`, `similar`, `report` and `export` call.
"""

import math
import os
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
from nbgrader.api import Gradebook

from course_utils.author.demo import LIMITS, Lecture, Person, fill_in, lecture, people
from course_utils.autograde import assignments, lms, lookalikes, regrade
from course_utils.autograde import gradebook as book
from course_utils.autograde.difference import Gain
from course_utils.autograde.execute import Mode
from course_utils.autograde.grade import grade, unchanged
from course_utils.autograde.nbgrader_bridge import read_source, released
from course_utils.autograde.report import write_csv, write_html, write_json
from course_utils.autograde.results import Result
from course_utils.autograde.totals import of_class, totals
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
EXTENDED = 4  # every so manieth student has two days more for the first lesson
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


def run(
    chosen: list[Lesson], students: int, folder: Path, executor: Callable[[], Executor],
    mode: Mode, say: Callable[[str], None],
) -> tuple[Term, list[str]]:  # fmt: skip
    """The whole term.

    Args:
        students: two more copy from the second and the third of them.
        folder: a folder of this simulation alone, replaced.

    Returns:
        The term, and every number that is not as it had to be, a line each.
    """
    term = _begin(chosen, students, folder, executor, mode)
    wrong = []
    for number, taught in enumerate(term.lectures):
        say(f"{taught.lesson.assignment}: {len(term.class_)} hand in")
        with term.timed("handing in"):
            _hand_in(term, number)
        with term.timed("grading"):
            wrong += _grade(term, [taught.lesson])
        if number == len(term.lectures) // 2:
            say(f"{term.first.assignment}: {term.wrong} tests nothing; it is mended, regraded")
            wrong += _regrade(term)
    with term.timed("grading again, nothing changed"):
        wrong += _grade(term, [x.lesson for x in term.lectures])
    wrong += _surprises(term)
    with term.timed("looking for copies"):
        wrong += _copies_not_seen(term)
    with term.timed("report and export"):
        _report(term)
    return term, wrong


# --- the course and its people ---


def _begin(
    chosen: list[Lesson], students: int, folder: Path, executor: Callable[[], Executor],
    mode: Mode,
) -> Term:  # fmt: skip
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


def _mend(term: Term) -> None:
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


# --- what happens ---


def _hand_in(term: Term, number: int) -> None:
    """Everybody, at their time."""
    lesson = term.lectures[number].lesson
    release = _release(lesson)
    for index, person in enumerate(term.class_):
        target = term.folder / "submitted" / person.name / lesson.assignment
        target.mkdir(parents=True)
        nbformat.write(fill_in(release, lesson, person), target / lesson.release.name)
        when = _due(number) + timedelta(hours=_hours(index, number))
        (target / "timestamp.txt").write_text(f"{when} UTC")


def _release(lesson: Lesson) -> NotebookNode:
    with released([lesson]) as course:
        path = course / "notebooks" / lesson.assignment / lesson.release.name
        return nbformat.read(path, as_version=4)


def _due(number: int) -> datetime:
    return START + timedelta(weeks=number)


def _hours(index: int, number: int) -> float:
    """After it was due that a student hands in."""
    return LATE.get((index + 3 * number) % 10, -2.0)


def _grade(term: Term, chosen: list[Lesson]) -> list[str]:
    """`course grade`; what the grader itself failed at."""
    assignments.set_up(term.url, chosen)
    with Gradebook(term.url) as gradebook:
        for number, taught in enumerate(term.lectures):
            if taught.lesson in chosen:
                name = taught.lesson.assignment
                gradebook.update_or_create_assignment(name, duedate=f"{_due(number)} UTC")
    steps = grade(
        chosen, term.folder / "submitted", term.url, term.out, term.executor, LIMITS, term.mode
    )
    results = [step for step in steps if isinstance(step, Result)]
    return [f"{r.student}: {r.reason}" for r in results if r.status in ("error", "rejected")]


def _regrade(term: Term) -> list[str]:
    """`course regrade`, `--undo`, and once more for good; what is not as it had to be."""
    old = _expected_of_first(term)
    _mend(term)
    new = _expected_of_first(term)
    expected = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    before = _worth(term)
    with term.timed("regrading"):
        found = _tried(term)
    wrong = [] if found == expected else [f"regrade: {_differing(found, expected)}"]
    regrade.undo(term.url, term.out)
    if _worth(term) != before:
        wrong.append("regrade: --undo does not give the old points back")
    with term.timed("regrading"):
        _tried(term)
    regrade.accept(term.url, term.out)
    return wrong


def _tried(term: Term) -> dict[str, tuple[float, float]]:
    """Kept; who gains or loses -> points before and after."""
    submitted = term.folder / "submitted"
    with book.reserved(term.url, term.out), regrade.trial(term.url, term.out) as trial:
        same = unchanged([term.first], submitted, term.url, term.out, LIMITS, term.mode)
        for _ in grade(
            [term.first], submitted, trial.url, trial.out, term.executor, LIMITS, term.mode,
            only=trial.places,
        ):  # fmt: skip
            pass
        found = trial.difference([term.first], same)
        trial.keep(found)
    return {gain.student: _rounded(gain) for gain in found.gains}


def _copies_not_seen(term: Term) -> list[str]:
    """`course similar`; who copied and is not at the head of its list."""
    chosen = [x.lesson for x in term.lectures]
    found = lookalikes.look(chosen, term.folder / "submitted", os.cpu_count() or 1)
    lookalikes.write(found, term.folder / "similar.html")
    first = found.found[-1].pairs[: len(HABITS)]  # of all lessons together
    shown = [{found.students[i] for i in pair.students} for pair in first]
    copies = [x.name for x in term.class_ if x.name.startswith(COPIES)]
    return [
        f"{name}: `course similar` does not list it first"
        for name in copies if {name, name.removeprefix(COPIES)} not in shown
    ]  # fmt: skip


def _rounded(gain: Gain) -> tuple[float, float]:
    return round(gain.before, 6), round(gain.after, 6)


def _worth(term: Term) -> dict[tuple[str, str], float]:
    with book.opened(term.url) as gradebook:
        return {place: total.total for place, total in totals(gradebook).items()}


def _report(term: Term) -> None:
    results, worth = of_class(term.url)
    with book.opened(term.url) as gradebook:
        write_html(results, term.folder / "report.html", worth, regrade.pending(gradebook))
        lms.write(lms.export(gradebook, "csv", None, [], {}), term.folder / "export.csv")
    write_json(results, term.folder / "report.json", worth)
    write_csv(results, term.folder / "grades.csv", worth)


# --- what had to come out, by arithmetic of its own ---


def _earned(term: Term, person: Person, lesson: Lesson) -> float:
    """By tests."""
    lost = {f"test_{cell}" for name, cell in person.wrong if name == lesson.assignment}
    if lesson == term.first and term.right:
        lost.discard(term.wrong)
    return sum(x for name, x in term.points[lesson.assignment].items() if name not in lost)


def _expected(term: Term, index: int, number: int) -> float:
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


def _expected_of_first(term: Term) -> dict[str, float]:
    """Points of everybody in the first lesson."""
    return {x.name: round(_expected(term, i, 0), 6) for i, x in enumerate(term.class_)}


def _differing(
    found: dict[str, tuple[float, float]], expected: dict[str, tuple[float, float]]
) -> str:
    names = sorted(x for x in found.keys() | expected.keys() if found.get(x) != expected.get(x))
    told = [f"{x} {found.get(x)}, expected {expected.get(x)}" for x in names[:5]]
    return f"{len(names)} differ: {'; '.join(told)}"


def _surprises(term: Term) -> list[str]:
    """Every total that is not as it had to be."""
    worth, wrong = _worth(term), []
    for number, taught in enumerate(term.lectures):
        name = taught.lesson.assignment
        for index, person in enumerate(term.class_):
            found, expected = worth.get((person.name, name)), _expected(term, index, number)
            if found is None or abs(found - expected) > 1e-6:
                wrong.append(f"{person.name}: {name}: {found}, expected {expected:g}")
    return wrong
