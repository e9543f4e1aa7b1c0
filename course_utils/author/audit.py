"""Does the grader mark wrong answers wrong? Mutants of the reference solutions, graded.

Each exercise's reference is changed in every small way of `mutants`, and each mutant is graded by
the exercise's own test cell: by its visible part alone, then by the whole. A mutant that passes is
either the same function, which solutions/equivalent_mutants.toml then explains, or a hole in the
test. The other way round, that right answers always pass, is `acceptance`.

Thousands of mutants take minutes because each runs in a fork of a process that has imported the
lesson's libraries. `disagreements` shows that the autograder itself gives the same verdicts.
"""

import json
import math
import multiprocessing
import os
import random
import resource
import select
import signal
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import nbformat
from rich.box import SIMPLE
from rich.table import Column, Table

from course_utils.author import demo
from course_utils.author.mutants import Mutant, mutants
from course_utils.author.stage import silence, stage
from course_utils.autograde.execute import Mode
from course_utils.autograde.grade import grade
from course_utils.autograde.gradebook import as_url
from course_utils.autograde.results import Result
from course_utils.autograde.warm_parent import ENVIRONMENT
from course_utils.autograde.workers import pool, start_worker
from course_utils.course import CourseError, Lesson, exercise_of

EQUIVALENT = "equivalent_mutants.toml"  # in solutions/
LEAST_SECONDS = 5.0  # of the processor: what an answer may take, or 10 times the reference
WAITING = 6  # times as long on the clock, for one that sleeps or waits for others
REFERENCE_SECONDS = 300.0
MEMORY = 4 << 30  # bytes of data an answer may have: one wrong size must not fill the machine

Step = Callable[[int, int], None]  # told how many are done, of how many


@dataclass(frozen=True)
class Outcome:
    """A test cell's verdict on one answer.

    Attributes:
        passed_visible: the part that students see holds.
        passed: all of it holds.
        message: of the check that failed, as the student reads it; "" if none did.
    """

    passed_visible: bool
    passed: bool
    message: str = ""


@dataclass
class Row:
    """What became of one exercise's mutants.

    Attributes:
        visible, hidden: how many the visible tests caught, and how many more the hidden ones.
        equivalent: how many pass and are explained in EQUIVALENT.
        survived: ids of those that pass and should not.
        stale: ids in EQUIVALENT that no mutant has, or whose mutant fails after all.
    """

    assignment: str
    exercise: str
    mutants: int = 0
    visible: int = 0
    hidden: int = 0
    equivalent: int = 0
    survived: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    def count(self, mutant: Mutant, outcome: Outcome, explained: bool) -> None:
        """One more mutant is graded."""
        self.mutants += 1
        if not outcome.passed:
            self.visible += not outcome.passed_visible
            self.hidden += outcome.passed_visible
            self.stale += [mutant.id] if explained else []
        elif explained:
            self.equivalent += 1
        else:
            self.survived.append(mutant.id)


def audit(
    chosen: list[Lesson], number: int, sample: int = 0, step: Step | None = None
) -> list[Row]:
    """Grade every mutant of every exercise; a row an exercise, in the notebooks' order.

    Args:
        number: of workers.
        sample: only so many mutants an exercise, spread evenly; 0 for all.

    Raises:
        CourseError: a reference solution fails its own tests, or EQUIVALENT is damaged.
    """
    rows: list[Row] = []
    jobs: list[tuple[Lesson, Row, Mutant]] = []
    explained: dict[tuple[str, str], dict[str, str]] = {}
    for lesson in chosen:
        for exercise, source in demo.lecture(lesson).solutions.items():
            found, known = mutants(source), reasons(lesson, exercise)
            ids = {mutant.id for mutant in found}
            row = Row(lesson.assignment, exercise, stale=[i for i in known if i not in ids])
            rows.append(row)
            explained[lesson.assignment, exercise] = known
            jobs += [(lesson, row, mutant) for mutant in spread(found, sample)]
    with workers(number) as executor:
        waiting = {
            executor.submit(grade_source, lesson, row.exercise, mutant.source): (row, mutant)
            for lesson, row, mutant in jobs
        }
        for done, future in enumerate(as_completed(waiting), start=1):
            row, mutant = waiting[future]
            known = explained[row.assignment, row.exercise]
            row.count(mutant, future.result(), mutant.id in known)
            if step:
                step(done, len(jobs))
    for row in rows:
        row.survived.sort(key=_place)
    return rows


def _place(mutant: str) -> list[int]:
    """Sorts ids by line and column."""
    return [int(number) for number in mutant.partition(" ")[0].split(":")]


def spread(items: list[Mutant], number: int) -> list[Mutant]:
    """So many of them, evenly spread; all if `number` is 0."""
    if not 0 < number < len(items):
        return items
    return [items[(2 * i + 1) * len(items) // (2 * number)] for i in range(number)]


def reasons(lesson: Lesson, exercise: str) -> dict[str, str]:
    """The reviewed reasons for one exercise of one lesson: mutant id -> why it is no mistake."""
    known = equivalents(lesson.root)
    return known.get(exercise, {}) | known.get(f"{lesson.assignment[:2]}.{exercise}", {})


@cache
def equivalents(root: Path) -> dict[str, dict[str, str]]:
    """The reviewed reasons: exercise -> mutant id -> why it is no mistake.

    Where two lessons have an exercise of one name, the key is "05.train".

    Raises:
        CourseError: no TOML, an entry without a reason, or a mutant explained twice.
    """
    path = root / "solutions" / EQUIVALENT
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path.name}: {error}") from None
    found: dict[str, dict[str, str]] = {}
    for exercise, entries in tables.items():
        own = found.setdefault(exercise, {})
        for entry in entries:
            for mutant in entry["mutants"]:
                if not entry.get("reason") or mutant in own:
                    raise CourseError(f"{path.name}: {exercise}: one reason for {mutant!r}, please")
                own[mutant] = entry["reason"]
    return found


def holes(rows: list[Row]) -> list[str]:
    """What a person has to look at, a line each; [] if the tests are as good as they should be."""
    return [
        f"{row.exercise}: {what}: {mutant}"
        for row in rows
        for what, ids in (("survived", row.survived), ("stale in the reasons", row.stale))
        for mutant in ids
    ]


def as_json(rows: list[Row]) -> str:
    """A line an exercise."""
    return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def as_table(rows: list[Row]) -> Table:
    """For a terminal, with a line for the sum."""
    names = ("mutants", "visible", "hidden", "equivalent", "survived", "stale")
    table = Table(
        Column("exercise", footer="all", no_wrap=True),
        *(Column(name, justify="right") for name in names),
        show_footer=True,
        box=SIMPLE,
        collapse_padding=True,
        pad_edge=False,
    )
    sums = dict.fromkeys(names, 0)
    for row in rows:
        numbers = {n: v if isinstance(v := getattr(row, n), int) else len(v) for n in names}
        table.add_row(row.exercise, *map(str, numbers.values()))
        sums = {name: sums[name] + numbers[name] for name in names}
    for column, name in zip(table.columns[1:], names, strict=True):
        column.footer = str(sums[name])
    return table


def disagreements(
    chosen: list[Lesson], number: int, mode: Mode, sample: int = 3
) -> tuple[int, list[str]]:
    """Where the autograder itself gives another verdict than `grade_source`.

    `sample` notebooks a lesson are handed in; in each, every exercise holds one of its mutants.

    Args:
        number: of workers.
        mode: how the autograder executes.

    Returns:
        How many verdicts were compared, and a line for each that differs.
    """
    people = {
        f"mutant_{i}": {
            lesson.assignment: {
                exercise: spread(mutants(source), sample)[i].source
                for exercise, source in demo.lecture(lesson).solutions.items()
            }
            for lesson in chosen
        }
        for i in range(sample)
    }
    with workers(number) as executor:
        expected = {
            (name, exercise): executor.submit(grade_source, lesson, exercise, source)
            for name, answers in people.items()
            for lesson in chosen
            for exercise, source in answers[lesson.assignment].items()
        }
        ours = {key: future.result() for key, future in expected.items()}
    theirs = _graded_for_real(chosen, number, mode, people)
    lines = [
        f"{name}, {exercise}: {status}, but here {ours[name, exercise]}"
        for (name, exercise), status in sorted(theirs.items())
        if ours[name, exercise].passed != (status == "passed")
    ]
    return len(theirs), lines


def _graded_for_real(
    chosen: list[Lesson], number: int, mode: Mode, people: dict[str, dict[str, dict[str, str]]]
) -> dict[tuple[str, str], str]:
    """(student, exercise) -> status, by the autograder, of whole notebooks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lesson in chosen:
            release = nbformat.read(lesson.release, as_version=4)
            for student, answers in people.items():
                target = folder / "in" / student / lesson.assignment / lesson.release.name
                target.parent.mkdir(parents=True)
                person = demo.Person(student, answers, frozenset())
                nbformat.write(demo.fill_in(release, lesson, person), target)
        url, executor = as_url(str(folder / "gradebook.db")), partial(pool, number)
        steps = grade(chosen, folder / "in", url, folder / "out", executor, demo.LIMITS, mode)
        found: dict[tuple[str, str], str] = {}
        for result in (step for step in steps if isinstance(step, Result)):
            for cell in result.cells:
                exercise = result.student, exercise_of(cell.grade_id)
                if found.get(exercise, "passed") == "passed":  # of two tests both must pass
                    found[exercise] = cell.status
        return found


@contextmanager
def workers(number: int, **environment: str) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes for `grade_source`, which find this environment when they import NumPy."""
    wanted = ENVIRONMENT | environment
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(number, mp_context=spawn, initializer=start_worker) as executor:
            yield executor
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def grade_source(lesson: Lesson, exercise: str, source: str, seed: int | None = None) -> Outcome:
    """The verdict of an exercise's test cell on `source`, reached in a fork of this process.

    For the course's own answers only: no wall is between them and the machine, as there is for
    what students hand in.

    Args:
        source: the whole solution cell.
        seed: for what draws random numbers without a generator of its own.

    Raises:
        CourseError: the reference solution fails, so that no verdict means anything.
    """
    return _in_child(lesson, exercise, source, _seconds(lesson, exercise), seed)[0]


@cache
def _seconds(lesson: Lesson, exercise: str) -> float:
    """Time of the processor that an answer may take: a busy machine fails nobody."""
    reference = stage(lesson).solutions[exercise]
    outcome, used = _in_child(lesson, exercise, reference, REFERENCE_SECONDS, None)
    if not outcome.passed:
        raise CourseError(f"the reference of {exercise} fails its own tests: {outcome.message}")
    return max(LEAST_SECONDS, 10 * used)


def _in_child(
    lesson: Lesson, exercise: str, source: str, seconds: float, seed: int | None
) -> tuple[Outcome, float]:
    """The verdict, and the seconds of the processor that it took."""
    on = stage(lesson)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds),) * 2)
            _seed(seed)
            with silence():
                outcome = _verdict(dict(on.names), source, *on.tests[exercise])
            os.write(theirs, json.dumps(asdict(outcome)).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as stream:
        if not select.select([stream], [], [], WAITING * seconds)[0]:
            os.kill(child, signal.SIGKILL)
        text = stream.read()
    used = os.wait4(child, 0)[2]
    if text:
        outcome = Outcome(**json.loads(text))
    else:
        outcome = Outcome(False, False, "took too long, or ended the process")
    return outcome, used.ru_utime + used.ru_stime


def _verdict(names: dict[str, Any], source: str, visible: str, hidden: str) -> Outcome:
    for part, code in (("answer", source), ("visible", visible), ("hidden", hidden)):
        try:
            exec(code, names)
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"[:2000]
            return Outcome(part == "hidden", False, text)
    return Outcome(True, True)


def _seed(seed: int | None) -> None:
    import numpy as np  # not at the top: a worker chooses its threads before the first import

    random.seed(seed)
    np.random.seed(seed)
