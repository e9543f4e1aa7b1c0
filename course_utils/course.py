"""Where things are in a course folder: one lesson is one assignment with one notebook."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


class CourseError(Exception):
    """Something the person at the keyboard can put right; the text is one line for them."""


@dataclass(frozen=True)
class Lesson:
    """One notebook of an assignment; in this course an assignment has one.

    Attributes:
        root: the course folder.
        assignment: folder name, "01_activation_functions".
        notebook: file name without suffix, "activation_functions".
        sources: folder of the instructor's versions; another one in other people's courses.
        suffix: of the instructor's version: ".py" here, ".ipynb" in other people's courses.
    """

    root: Path
    assignment: str
    notebook: str
    sources: str = "solutions"
    suffix: str = ".py"

    @property
    def source(self) -> Path:
        """The text that a person edits."""
        return self.root / self.sources / self.assignment / f"{self.notebook}{self.suffix}"

    @property
    def together(self) -> frozenset[str]:
        """All notebooks of the assignment."""
        if self.suffix == ".py":
            return frozenset({self.notebook})
        return frozenset(path.stem for path in self.source.parent.glob("*.ipynb"))

    @property
    def variants(self) -> Path:
        """The same exercises written otherwise: right styles, and mistakes."""
        return self.source.with_name("variants.py")

    @property
    def solution(self) -> Path:
        """Built from the source, executed."""
        return self.source.with_suffix(".ipynb")

    @property
    def release(self) -> Path:
        """Built from the source, what students get."""
        return self.root / "notebooks" / self.assignment / f"{self.notebook}.ipynb"


def find_course(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` that holds nbgrader_config.py and the sources.

    Raises:
        CourseError: there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "nbgrader_config.py").is_file() and (folder / _sources(folder)).is_dir():
            return folder
    raise CourseError(
        f"no course at {here}: run this in the folder that holds nbgrader_config.py and solutions/"
    )


def _sources(root: Path) -> str:
    """The folder of the instructor's versions: ours, or what nbgrader is told, or its default."""
    if (root / "solutions").is_dir():
        return "solutions"
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    return str(config.CourseDirectory.get("source_directory", "source"))


def lessons(root: Path) -> list[Lesson]:
    """All lessons of the course, in order; of another nbgrader course, all its notebooks."""
    sources = _sources(root)
    ours = [
        Lesson(root, folder.name, folder.name.partition("_")[2])
        for folder in sorted((root / "solutions").glob("[0-9][0-9]_*"))
        if (folder / f"{folder.name.partition('_')[2]}.py").is_file()
    ]
    return ours or [
        Lesson(root, path.parent.name, path.stem, sources, ".ipynb")
        for path in sorted((root / sources).glob("*/*.ipynb"))
    ]


def select(root: Path, names: list[str] | None) -> list[Lesson]:
    """The lessons called `names` ("01", "activation_functions" or both); all if none are given.

    Raises:
        CourseError: a name that is no lesson.
    """
    every = lessons(root)
    if not names:
        return every
    chosen = []
    for name in names:
        fits = [x for x in every if name in (x.assignment, x.notebook, x.assignment[:2])]
        if not fits:
            known = ", ".join(x.assignment for x in every) or "none"
            raise CourseError(f"no lesson {name!r}: there are {known}")
        chosen += [x for x in fits if x not in chosen]
    return chosen


def scripts_on_path() -> None:
    """Let nbgrader find `alembic`, which it calls by name, when no environment is activated."""
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = scripts + os.pathsep + os.environ.get("PATH", "")


def replace_file(path: Path, text: str) -> None:
    """Written beside and renamed, so that nobody ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
