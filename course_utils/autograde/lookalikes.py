"""`course similar`: a class read, compared, and written down for a person to look at.

Reading and parsing happen in processes of their own, with limits on memory and time: what a
submission does to Python's parser costs only its own answers.
"""

import csv
import io
import json
import multiprocessing
import resource
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import jupytext
import nbformat
from jinja2 import Environment, PackageLoader

from course_utils.answers import canonical
from course_utils.autograde import outputs
from course_utils.autograde.clock import TooSlow, processor_seconds
from course_utils.autograde.nbgrader_bridge import by_assignment, read_source, released
from course_utils.autograde.roster import inert
from course_utils.autograde.shapes import Bag, NotRead, bag
from course_utils.autograde.similar import Compared, Pair, compare, unusual
from course_utils.autograde.submissions import INSTRUCTOR, Submission, find, locate, printable
from course_utils.autograde.workers import start_worker
from course_utils.course import CourseError, Lesson, replace_file
from course_utils.reading import Unreadable, read_notebook

OWN = "cells of one's own"  # those that were not handed out
MEMORY = 2_000_000_000  # bytes of a process that parses
SECONDS = 20  # of processor time for a submission; an ordinary one needs a hundredth
MOST_SHOWN = 100  # pairs of an assignment whose code is shown; the table has all
MOST_CODE = 5_000  # characters of an answer that are shown
FEW = 8  # students of whom one cannot tell what is usual

T = TypeVar("T")


@dataclass(frozen=True)
class Release:
    """What everybody was given of a notebook.

    Attributes:
        answers: grade_id -> the cell to be filled in.
        texts: of all code cells, in `canonical` form.
    """

    answers: dict[str, str]
    texts: frozenset[str]


@dataclass(frozen=True)
class Found:
    """Pairs of one assignment, or of all together (assignment "").

    Attributes:
        pairs: the most surprising first.
        compared: exercise -> how alike each two students are.
    """

    assignment: str
    pairs: list[Pair]
    compared: dict[str, Compared]


@dataclass(frozen=True)
class Class:
    """What came of comparing.

    Attributes:
        students: their ids; pairs are numbers of these.
        found: of each assignment, then of all.
        told: what could not be compared, a line each.
    """

    students: list[str]
    found: list[Found]
    told: list[str]
    handed_in: dict[tuple[str, str], list[tuple[Submission, Release]]]  # by student and assignment


def look(chosen: Sequence[Lesson], folder: Path, workers: int) -> Class:
    """Compare what the class handed in.

    Raises:
        CourseError: fewer than two handed in anything, or an assignment cannot be released.
    """
    handed_in = [x for x in find(folder, chosen) if x.student != INSTRUCTOR]
    students = sorted({x.student for x in handed_in})
    if len(students) < 2:
        raise CourseError(f"nothing to compare: fewer than two students in {folder}")
    made = Class(students, [], [], {})
    with released(chosen) as course:
        releases = {lesson: _release(lesson, course) for lesson in chosen}
    for assignment, lessons in by_assignment(chosen).items():
        compared: dict[str, Compared] = {}
        for lesson in lessons:
            own = [x for x in handed_in if x.lesson == lesson]
            read = _read_all(own, releases[lesson], workers, made.told)
            before = f"{lesson.notebook}/" if len(lessons) > 1 else ""
            for name, each in _compared(lesson, releases[lesson], read, students).items():
                compared[before + name] = each
            for x in own:
                made.handed_in.setdefault((x.student, assignment), []).append((x, releases[lesson]))
        made.found.append(Found(assignment, unusual(compared), compared))
    if len(made.found) > 1:
        every = {f"{x.assignment}/{e}": c for x in made.found for e, c in x.compared.items()}
        made.found.append(Found("", unusual(every), every))
    if len(students) < FEW:
        made.told.append(f"{len(students)} students: too few to tell what is usual")
    return made


def _release(lesson: Lesson, course: Path) -> Release:
    path = course / "notebooks" / lesson.assignment / lesson.release.name
    code = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    about = [(c.metadata.get("nbgrader", {}), c.source) for c in code]
    answers = {str(data["grade_id"]): text for data, text in about if data.get("solution")}
    return Release(answers, frozenset(canonical(c.source) for c in code))


def _compared(
    lesson: Lesson, release: Release, read: Mapping[str, dict[str, Bag]], students: Sequence[str]
) -> dict[str, Compared]:
    known = accepted(lesson)
    made = {}
    for exercise in [*release.answers, OWN]:
        given = _bag_or_none(release.answers.get(exercise, ""))
        bags = [read.get(s, {}).get(exercise, Bag()) - given for s in students]
        made[exercise] = compare(bags, [each - given for each in known.get(exercise, [])])
    return made


def accepted(lesson: Lesson) -> dict[str, list[Bag]]:
    """Exercise -> answers that people are known to write: the instructor's own and, in this course,
    those of variants.py and mistakes.py."""
    found: dict[str, list[Bag]] = {}
    for cell in read_source(lesson).cells:
        data = cell.metadata.get("nbgrader", {})
        if data.get("solution") and cell.cell_type == "code":
            found[str(data["grade_id"])] = [_bag_or_none(cell.source)]
    for path in (lesson.variants, lesson.mistakes) if lesson.given is None else ():
        for cell in jupytext.read(path, fmt="py:percent").cells if path.is_file() else ():
            if "exercise" in cell.metadata:
                found.setdefault(str(cell.metadata["exercise"]), []).append(
                    _bag_or_none(cell.source)
                )
    return found


def _bag_or_none(source: str) -> Bag:
    try:
        return bag(source)
    except NotRead:
        return Bag()


# --- submissions, in processes of their own ---


def answers(submission: Submission, release: Release) -> dict[str, str]:
    """Exercise -> the code that was handed in for it, as far as it is there.

    Raises:
        Unreadable: no notebook can be had.
    """
    if submission.problem:
        raise Unreadable(submission.problem)
    notebook, _ = read_notebook(locate(submission)[0][0])
    found: dict[str, str] = {}
    own = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id")
        if name in release.answers:
            found[str(name)] = cell.source
        elif "nbgrader" not in cell.metadata and canonical(cell.source) not in release.texts:
            own.append(cell.source)
    return found | ({OWN: "\n\n".join(own)} if own else {})


def bags(submission: Submission, release: Release) -> tuple[dict[str, Bag], list[str]]:
    """Exercise -> shapes of the answer, and why there are none, a line each."""
    found, told = {}, []
    try:
        with processor_seconds(SECONDS):
            for name, source in answers(submission, release).items():
                try:
                    found[name] = bag(source)
                except NotRead as why:
                    told.append(f"{name}: {why}")
    except (Unreadable, MemoryError) as why:
        told.append(str(why) or "too large")
    except TooSlow:
        told.append(f"needs more than {SECONDS} s to be read")
    return found, told


def _read_all(
    todo: Iterable[Submission], release: Release, workers: int, told: list[str]
) -> dict[str, dict[str, Bag]]:
    """Student -> exercise -> shapes."""
    read = {}
    for submission, result in _apart(partial(bags, release=release), todo, workers):
        found, lines = result or ({}, ["ended the process that read it"])
        read[submission.student] = found
        where = f"{submission.student}/{submission.lesson.assignment}"
        told += [printable(f"{where}: not compared: {line}") for line in lines]
    return read


def _apart(
    work: Callable[[Submission], T], todo: Iterable[Submission], workers: int
) -> Iterator[tuple[Submission, T | None]]:
    """What `work` makes of each, in other processes; None where it ended one."""
    again = []
    with _pool(workers) as pool:
        waiting = [(x, pool.submit(work, x)) for x in todo]
        for submission, future in waiting:
            try:
                yield submission, future.result()
            except BrokenExecutor:  # it takes its neighbours with it: each again, alone
                again.append(submission)
    for submission in again:
        with _pool(1) as pool:
            try:
                yield submission, pool.submit(work, submission).result()
            except BrokenExecutor:
                yield submission, None


def _pool(workers: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_start)


def _start() -> None:
    start_worker()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


# --- what is written ---


def write(class_: Class, html: Path, workers: int = 1) -> None:
    """The page, and .json and .csv beside it."""
    told = [_as_data(class_, found) for found in class_.found]
    pages = _with_code(class_, told, workers)
    data = {"pairs": [pair for each in told for pair in each["pairs"]], "not_compared": class_.told}
    template = _TEMPLATES.get_template("similar.html.j2")
    replace_file(html, template.render(found=pages, told=class_.told, students=class_.students))
    replace_file(html.with_suffix(".json"), json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["assignment", "student", "other", "bits", "alike", "exercises"])
    for pair in data["pairs"]:
        names = [x["exercise"] for x in pair["exercises"]]
        rows.writerow([inert(pair["assignment"] or "all"), *map(inert, pair["students"]),
                       f"{pair['bits']:.1f}", len(names), inert(" ".join(names))])  # fmt: skip
    replace_file(html.with_suffix(".csv"), "\ufeff" + table.getvalue())


def _as_data(class_: Class, found: Found) -> dict[str, Any]:
    pairs = [
        {
            "assignment": found.assignment,
            "students": [class_.students[i] for i in pair.students],
            "bits": round(pair.bits, 1),
            "exercises": [
                {
                    "exercise": name,
                    "similarity": round(float(found.compared[name].similarity[pair.students]), 2),
                    "bits": round(float(found.compared[name].bits[pair.students]), 1),
                }
                for name in pair.exercises
            ],
        }
        for pair in found.pairs
    ]
    return {"assignment": found.assignment, "pairs": pairs}


def _with_code(class_: Class, told: list[dict[str, Any]], workers: int) -> list[dict[str, Any]]:
    """The pairs that are shown, with both answers to each exercise; read again, as they are few."""
    shown = [each | {"more": len(each["pairs"]) - MOST_SHOWN, "pairs": each["pairs"][:MOST_SHOWN]}
             for each in told]  # fmt: skip
    wanted = {
        (student, found["assignment"] or x["exercise"].partition("/")[0])
        for found in shown for pair in found["pairs"] for student in pair["students"]
        for x in pair["exercises"]
    }  # fmt: skip
    code: dict[tuple[str, str, str], str] = {}
    for student, assignment in sorted(wanted):
        together = class_.handed_in.get((student, assignment), [])
        for submission, release in together:
            before = f"{submission.lesson.notebook}/" if len(together) > 1 else ""
            try:
                for name, source in answers(submission, release).items():
                    code[student, assignment, before + name] = outputs.plain(source[:MOST_CODE])
            except Unreadable:
                continue
    for found in shown:
        found["pairs"] = [
            pair | {"exercises": [
                x | {"code": [_code(code, s, found["assignment"], x["exercise"])
                              for s in pair["students"]]}
                for x in pair["exercises"]
            ]}
            for pair in found["pairs"]
        ]  # fmt: skip
    return shown


def _code(code: Mapping[tuple[str, str, str], str], student: str, where: str, name: str) -> str:
    assignment, exercise = (where, name) if where else tuple(name.split("/", 1))
    return code.get((student, assignment, exercise), "")


_TEMPLATES = Environment(
    loader=PackageLoader("course_utils.autograde", "."),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
