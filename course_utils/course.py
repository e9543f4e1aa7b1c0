"""Where things are in a course folder: one lesson is one assignment with one notebook."""

import os
from dataclasses import dataclass
from pathlib import Path

REFUSES = "_refuses"  # ends the grade_id of an exercise's second test: bad input is refused


def exercise_of(grade_id: str) -> str:
    """What a test cell is about: test_one_hot and test_one_hot_refuses are one_hot's."""
    return grade_id.removeprefix("test_").removesuffix(REFUSES)


class CourseError(Exception):
    """Something the person at the keyboard can put right; the text is one line for them."""


@dataclass(frozen=True)
class Lesson:
    """One notebook of an assignment; in this course an assignment has one.

    Attributes:
        root: the course folder.
        assignment: folder name, "01_activation_functions".
        notebook: file name without suffix, "activation_functions".
        given: the instructor's notebook in other people's courses; None in this one.
    """

    root: Path
    assignment: str
    notebook: str
    given: Path | None = None

    @property
    def source(self) -> Path:
        """What a person edits: a text here, a notebook in other people's courses."""
        ours = self.root / "solutions" / self.assignment / f"{self.notebook}.py"
        return self.given or ours

    @property
    def together(self) -> frozenset[str]:
        """All notebooks of the assignment."""
        if self.given is None:
            return frozenset({self.notebook})
        return frozenset(path.stem for path in self.given.parent.glob("*.ipynb"))

    @property
    def variants(self) -> Path:
        """The same exercises written otherwise: right styles, and mistakes."""
        return self.source.with_name("variants.py")

    @property
    def mistakes(self) -> Path:
        """The answer bank's source: wrong functions, each with the sentence that helps."""
        return self.source.with_name("mistakes.py")

    @property
    def solution(self) -> Path:
        """Built from the source, executed."""
        return self.source.with_suffix(".ipynb")

    @property
    def release(self) -> Path:
        """Built from the source, what students get."""
        return self.root / "notebooks" / self.assignment / f"{self.notebook}.ipynb"


def find_course(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` that holds nbgrader_config.py and our lessons.

    Raises:
        CourseError: there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "nbgrader_config.py").is_file() and lessons(folder):
            return folder
    raise no_course(here)


def no_course(here: Path) -> CourseError:
    """What to say where no course is."""
    return CourseError(
        f"no course at {here}: run this in the folder that holds nbgrader_config.py and "
        "solutions/ (source/ in other nbgrader courses)"
    )


def lessons(root: Path) -> list[Lesson]:
    """All lessons of this course, in order: what solutions/NN_name/name.py there are."""
    return [
        Lesson(root, folder.name, folder.name.partition("_")[2])
        for folder in sorted((root / "solutions").glob("[0-9][0-9]_*"))
        if (folder / f"{folder.name.partition('_')[2]}.py").is_file()
    ]


def select(root: Path, names: list[str] | None) -> list[Lesson]:
    """The lessons of this course called `names`, see `choose`."""
    return choose(lessons(root), names)


def choose(every: list[Lesson], names: list[str] | None) -> list[Lesson]:
    """The notebooks of the assignments called `names`; all if none are given.

    A name is an assignment's, or the one of a notebook or a number in front ("01") that only one
    assignment has.

    Raises:
        CourseError: a name that is no assignment, or several.
    """
    chosen: list[str] = []
    for name in names or []:
        for naming in (_assignment, _notebook, _number):
            fits = list(dict.fromkeys(x.assignment for x in every if naming(x) == name))
            if len(fits) > 1:
                raise CourseError(f"{name!r} could be {' or '.join(fits)}: give one in full")
            if fits:
                chosen += fits
                break
        else:
            known = ", ".join(dict.fromkeys(x.assignment for x in every)) or "none"
            raise CourseError(f"no lesson {name!r}: there are {known}")
    return [x for x in every if x.assignment in chosen] if names else every


def _assignment(lesson: Lesson) -> str:
    return lesson.assignment


def _notebook(lesson: Lesson) -> str:
    return lesson.notebook


def _number(lesson: Lesson) -> str:
    return lesson.assignment[: len(lesson.assignment) - len(lesson.assignment.lstrip("0123456789"))]


def replace_file(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Written beside and renamed, so that nobody ever sees half a file; lines end as they do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding=encoding, newline="")
    os.replace(part, path)
