"""A simulated class: real notebooks made from the release, with scores known beforehand.

Right answers in other styles and the usual mistakes come from solutions/*/variants.py.
"""

import ast
import copy
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from course_utils.autograde.execute import Limits
from course_utils.autograde.nbgrader_bridge import read_source, released
from course_utils.autograde.results import Result
from course_utils.course import REFUSES, CourseError, Lesson, exercise_of

# The endless loops cost this much each. The slowest honest cell trains a network for 5 to 9 s.
LIMITS = Limits(cell_seconds=20)

Wrong = frozenset[tuple[str, str]]  # (assignment, graded cell without test_) that must score 0


@dataclass(frozen=True)
class Variant:
    """An exercise's function written otherwise: `style` for right ones, `mistake` for wrong.

    Attributes:
        mistake: in mistakes.py a stable id; in variants.py the mistake in words.
        says, section: what a student who makes it reads, and where it is explained.
        costs: "refuses" if it fails only the test of refused input, "both" for both tests; else
            it fails the exercise's own.
    """

    exercise: str
    source: str
    style: str = ""
    mistake: str = ""
    says: str = ""
    section: str = ""
    costs: str = ""

    @property
    def lost(self) -> set[str]:
        """The graded cells that it fails, without `test_`."""
        own, refusing = self.exercise, f"{self.exercise}{REFUSES}"
        return {"": {own}, "refuses": {refusing}, "both": {own, refusing}}[self.costs]


@dataclass(frozen=True)
class Person:
    """A simulated student: what they hand in, and which exercises must cost them points.

    Attributes:
        answers: assignment -> exercise -> the cell's text; an exercise left out is untouched.
        extra: put into each notebook as a cell of their own.
    """

    name: str
    answers: dict[str, dict[str, str]]
    wrong: Wrong
    extra: str = ""


@dataclass
class Lecture:
    """What people are made of: one lesson with its solutions and variants."""

    lesson: Lesson
    solutions: dict[str, str] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    refusing: set[str] = field(default_factory=set)  # exercises with a test of refused input too

    def cells(self, exercise: str) -> set[str]:
        """The exercise's graded cells, without `test_`."""
        return {exercise, f"{exercise}{REFUSES}"} if exercise in self.refusing else {exercise}

    def mistakes(self, exercise: str) -> list[Variant]:
        """The known mistakes in this exercise."""
        return [v for v in self.variants if v.exercise == exercise and v.mistake]

    def in_style(self, style: str) -> dict[str, str]:
        """All solutions, in this style where there is one."""
        other = {v.exercise: v.source for v in self.variants if v.style == style}
        return self.solutions | other


def lecture(lesson: Lesson) -> Lecture:
    """Read a lesson's solutions and variants.

    Raises:
        CourseError: variants.py names an exercise that the lesson does not have.
    """
    made = Lecture(lesson)
    for cell in read_source(lesson).cells:
        data = cell.metadata.get("nbgrader", {})
        if data.get("solution") and cell.cell_type == "code":
            text = re.sub(r"\n\s*### (BEGIN|END) SOLUTION", "", cell.source)
            made.solutions[data["grade_id"]] = text
        elif data.get("grade") and data["grade_id"].endswith(REFUSES):
            made.refusing.add(exercise_of(data["grade_id"]))
    for path in filter(Path.is_file, (lesson.variants, lesson.mistakes)):
        own = _variants(path.read_text(encoding="utf-8"), path == lesson.mistakes)
        for variant in own:
            if variant.exercise not in made.solutions:
                raise CourseError(f"{path}: no exercise {variant.exercise!r}")
        made.variants += own
    return made


@cache  # hundreds of cells a lesson, asked for again and again
def _variants(text: str, mistakes: bool) -> tuple[Variant, ...]:
    """A cell each; in mistakes.py the function's docstring is the sentence that helps."""
    found, known = [], ("exercise", "style", "mistake", "section", "costs")
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        if "exercise" in cell.metadata:
            names = {key: str(cell.metadata.get(key, "")) for key in known}
            says = _docstring(cell.source) if mistakes else ""
            found.append(Variant(source=cell.source, says=says, **names))
    return tuple(found)


def _docstring(source: str) -> str:
    """Of the last function, on one line."""
    functions = [x for x in ast.parse(source).body if isinstance(x, ast.FunctionDef)]
    return " ".join((ast.get_docstring(functions[-1]) or "").split()) if functions else ""


def people(chosen: list[Lesson], students: int) -> list[Person]:
    """A class of any size: the twelve kinds of KINDS, again and again, with other mistakes."""
    lectures = [lecture(lesson) for lesson in chosen]
    made = []
    for number in range(students):
        kind, turn = list(KINDS)[number % len(KINDS)], number // len(KINDS)
        person = KINDS[kind](lectures, turn)
        made.append(Person(f"{kind}_{turn + 1}" if turn else kind, **person))
    return made


def hand_in(chosen: list[Lesson], students: int, folder: Path) -> list[Person]:
    """Write the class's notebooks to <folder>/submitted, replacing an earlier demo there."""
    for name in ("submitted", "autograded"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("gradebook.db", "report.html", "grades.csv"):
        (folder / name).unlink(missing_ok=True)
    made = people(chosen, students)
    with released(chosen) as course:
        for lesson in chosen:
            path = course / "notebooks" / lesson.assignment / lesson.release.name
            release = nbformat.read(path, as_version=4)
            for person in made:
                target = folder / "submitted" / person.name / lesson.assignment
                target.mkdir(parents=True)
                nbformat.write(fill_in(release, lesson, person), target / lesson.release.name)
    return made


def fill_in(release: NotebookNode, lesson: Lesson, person: Person) -> NotebookNode:
    """The release with this person's answers written into it."""
    notebook = copy.deepcopy(release)
    answers = person.answers.get(lesson.assignment, {})
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
        elif answers and cell.metadata.get("nbgrader", {}).get("solution") and name not in answers:
            cell.source = cell.source.replace("YOUR ANSWER HERE", "In my own words: it depends.")
    if person.extra:
        notebook.cells.insert(2, nbformat.v4.new_code_cell(person.extra))
    return notebook


def surprises(class_: list[Person], results: list[Result]) -> list[str]:
    """Every exercise that did not score as it had to, a line each."""
    wrong = {person.name: person.wrong for person in class_}
    found = [] if len({r.student for r in results}) == len(class_) else ["a student is missing"]
    for result in results:
        for cell in result.cells:
            exercise = cell.grade_id.removeprefix("test_")
            lost = (result.assignment, exercise) in wrong[result.student]
            if cell.score != (0.0 if lost else cell.max_score):
                found.append(
                    f"{result.student}: {exercise} scored {cell.score:g}, expected "
                    f"{'0' if lost else f'{cell.max_score:g}'} ({cell.status}: {cell.message})"
                )
    return found


def with_mistakes(lectures: list[Lecture], residue: int, index: int, every: int = 3) -> dict:
    """Exercise number n holds its `index`-th mistake if n % every == residue; the rest is right."""
    answers, wrong = _all_right(lectures), set()
    for x in lectures:
        for number, exercise in enumerate(x.solutions):
            mistakes = x.mistakes(exercise)
            if number % every == residue and mistakes:
                mistake = mistakes[index % len(mistakes)]
                answers[x.lesson.assignment][exercise] = mistake.source
                wrong |= {(x.lesson.assignment, cell) for cell in mistake.lost}
    return {"answers": answers, "wrong": frozenset(wrong)}


def _all_right(lectures: list[Lecture]) -> dict[str, dict[str, str]]:
    return {x.lesson.assignment: dict(x.solutions) for x in lectures}


def _perfect(lectures: list[Lecture], turn: int) -> dict:
    return {"answers": _all_right(lectures), "wrong": frozenset()}


def _style(name: str) -> Callable[[list[Lecture], int], dict]:
    def in_this_style(lectures: list[Lecture], turn: int) -> dict:
        answers = {x.lesson.assignment: x.in_style(name) for x in lectures}
        return {"answers": answers, "wrong": frozenset()}

    return in_this_style


def _helper_cells(lectures: list[Lecture], turn: int) -> dict:
    extra = "import math\n\n\ndef _note(*values):\n    print('debug', *values)\n\n\n_note(math.pi)"
    return _perfect(lectures, turn) | {"extra": extra}


def _half_done(lectures: list[Lecture], turn: int) -> dict:
    answers, wrong = {}, set()
    for x in lectures:
        names = list(x.solutions)
        done = names[: len(names) // 2]
        answers[x.lesson.assignment] = {name: x.solutions[name] for name in done}
        cells = set().union(*(x.cells(name) for name in names[len(done) :]))
        wrong |= {(x.lesson.assignment, cell) for cell in cells}
    return {"answers": answers, "wrong": frozenset(wrong)}


def _mistaken(residue: int) -> Callable[[list[Lecture], int], dict]:
    return lambda lectures, turn: with_mistakes(lectures, residue, turn)


def _untouched(lectures: list[Lecture], turn: int) -> dict:
    wrong = {
        (x.lesson.assignment, cell)
        for x in lectures
        for name in x.solutions
        for cell in x.cells(name)
    }
    return {"answers": {}, "wrong": frozenset(wrong)}


def _broken(body: str) -> Callable[[list[Lecture], int], dict]:
    """All right, but for one exercise a lesson whose function does `body`."""

    def person(lectures: list[Lecture], turn: int) -> dict:
        answers, wrong = _all_right(lectures), set()
        for x in lectures:
            name = list(x.solutions)[turn % len(x.solutions)]
            answers[x.lesson.assignment][name] = f"def {name}(*args, **kwargs):\n    {body}"
            wrong |= {(x.lesson.assignment, cell) for cell in x.cells(name)}
        return {"answers": answers, "wrong": frozenset(wrong)}

    return person


KINDS: dict[str, Callable[[list[Lecture], int], dict]] = {
    "perfect": _perfect,
    "loops": _style("loops"),
    "one_liners": _style("one_liner"),
    "float32": _style("float32"),
    "helper_cells": _helper_cells,
    "half_done": _half_done,
    "mistakes_a": _mistaken(0),
    "mistakes_b": _mistaken(1),
    "mistakes_c": _mistaken(2),
    "untouched": _untouched,
    "raising": _broken("raise RuntimeError('I do not know how')"),
    "endless_loop": _broken("while True: pass"),
}
