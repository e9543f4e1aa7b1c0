"""nbgrader, known once: a course's settings and folders, its sources, its releases.

Settings are what nbgrader itself would find: Jupyter's configuration folders, the home folder's,
then nbgrader_config.py or .json of the course. In our own course the sources are
solutions/NN_name/name.py; any other keeps notebooks in the folder that its settings name.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

import jupytext
import nbformat
import nbgrader
import traitlets.log
from jupyter_client.kernelspec import NoSuchKernel, get_kernel_spec
from nbformat import NotebookNode
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, Execute, IncludeHeaderFooter, SaveCells
from traitlets import TraitError
from traitlets.config import Application, Config

from course_utils import course
from course_utils.autograde.nbgrader_words import last_words, listening, where
from course_utils.checks.fold import fill_in
from course_utils.course import CourseError, Lesson

NAMES = ("nbgrader_config.py", "nbgrader_config.json")
PYTHON = ("python", "ipython")
STRUCTURE = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")


# --- where the course is, and what its settings say ---


def find_lessons(names: list[str] | None, start: Path | None = None) -> list[Lesson]:
    """The notebooks of the chosen assignments, of the course at or above `start`.

    Raises:
        CourseError: no course is there, or no such assignment, or its settings are broken.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if any((folder / name).is_file() for name in NAMES):
            every = course.lessons(folder) or _notebooks(folder)
            if every:
                return course.choose(every, names)
    every = _notebooks(here)  # settings are in the home folder, or there are none
    if not every:
        raise course.no_course(here)
    return course.choose(every, names)


def _notebooks(root: Path) -> list[Lesson]:
    """Of another course: one for each notebook of an instructor."""
    wanted = course_directory(root).notebook_id
    return [
        Lesson(root, path.parent.name, path.stem, path)
        for path in sorted(_source_folder(root).glob("*/*.ipynb"))
        if fnmatch(path.stem, wanted)
        and not path.name.startswith(".")
        and not path.parent.name.startswith(".")
    ]


def nbgrader_config(root: Path) -> Config:
    """All settings of nbgrader that hold in this folder; `CourseDirectory.root` is among them.

    Raises:
        CourseError: a file of settings is broken; names it and the line.
    """
    stamps = tuple((root / n).stat().st_mtime_ns for n in NAMES if (root / n).is_file())
    return deepcopy(_loaded(root, stamps))


@lru_cache
def _loaded(root: Path, _: tuple[int, ...]) -> Config:
    app = NbGrader(log=traitlets.log.get_logger())
    app.raise_config_file_errors = True
    with chdir(root), teachers_code(root), listening() as said:
        try:
            app.coursedir = CourseDirectory(parent=app)
            app.load_config_file(suppress_errors=False)
            Application.load_config_file(app, NAMES[0], path=app.coursedir.root)
            config: Config = app.config
            config.CourseDirectory.root = app.coursedir.root
        except SystemExit:  # traitlets' way to say that a value has the wrong type
            raise CourseError(f"{root / NAMES[0]}: {last_words(said)}") from None
        except Exception as error:
            raise CourseError(where(error, root / NAMES[0])) from None
    return config


def course_directory(root: Path) -> CourseDirectory:
    """nbgrader's view of the folders.

    Raises:
        CourseError: the settings are broken, or order folders in a way that is not graded here.
    """
    try:
        directory = CourseDirectory(config=nbgrader_config(root))
    except TraitError as error:
        raise CourseError(f"{root / NAMES[0]}: {str(error).splitlines()[0]}") from None
    if not directory.directory_structure.endswith(STRUCTURE):
        raise CourseError(
            f"{root / NAMES[0]}: directory_structure {directory.directory_structure!r} is not "
            f"supported by `course grade`: it has to end with {STRUCTURE!r}"
        )
    return directory


def _source_folder(root: Path) -> Path:
    return _folder(root, "source")


def _folder(root: Path, step: str) -> Path:
    directory = course_directory(root)
    name = getattr(directory, f"{step}_directory")
    return Path(os.path.normpath(directory.format_path(name, ".", ".")))


@dataclass(frozen=True)
class Places:
    """Where a course keeps what `course grade` reads and writes.

    Attributes:
        submitted, autograded, feedback: folders.
        gradebook: SQLAlchemy URL.
    """

    submitted: Path
    autograded: Path
    feedback: Path
    gradebook: str


def places(root: Path) -> Places:
    """As nbgrader's settings say, or its defaults, below the course folder."""
    directory = course_directory(root)
    url = str(directory.db_url)
    file = url.removeprefix("sqlite:///")
    if file != url and file and not os.path.isabs(file) and not file.startswith(":"):
        url = f"sqlite:///{Path(directory.root, file).resolve()}"
    submitted, autograded, feedback = (
        _folder(root, s) for s in ("submitted", "autograded", "feedback")
    )
    return Places(submitted, autograded, feedback, url)


def cell_seconds(root: Path) -> float | None:
    """How long a cell may run, by the settings; None: as long as it likes."""
    timeout = Execute(config=nbgrader_config(root)).timeout
    return None if timeout is None or timeout < 0 else float(timeout)


@contextmanager
def teachers_code(root: Path) -> Iterator[None]:
    """Modules beside the settings (a late penalty, say) can be imported meanwhile, as in nbgrader.

    Afterwards they are forgotten, so that they hide nothing from anybody else.
    """
    before, path = set(sys.modules), str(root)
    sys.path.insert(0, path)
    try:
        yield
    finally:
        sys.path.remove(path)
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if Path(file).parent == root:
                del sys.modules[name]


# --- a source, and the release that nbgrader makes of it ---


def read_source(lesson: Lesson) -> NotebookNode:
    """The instructor's version as a notebook; of a text, without outputs, ids of the text alone.

    Raises:
        CourseError: it cannot be read, or is written in another language than Python.
    """
    if lesson.source.suffix == ".ipynb":
        return _read_notebook(lesson)
    text = lesson.source.read_text(encoding="utf-8")
    notebook = jupytext.reads(text, "py:percent")
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "course": {"source_sha256": hashlib.sha256(text.encode()).hexdigest()},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["cell_type"] = cell.cell_type
        cell.id = _cell_id(cell, taken)
        if cell.cell_type == "markdown":
            cell.source = fill_in(cell.source, lesson)  # after its id: that stays as the bank grows
    return notebook


def _read_notebook(lesson: Lesson) -> NotebookNode:
    """Of another course: its notebook as it is."""
    try:
        notebook: NotebookNode = nbformat.read(lesson.source, as_version=4)
        spec, info = (notebook.metadata.get(k, {}) for k in ("kernelspec", "language_info"))
        language = str(spec.get("language") or info.get("name") or "python")
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise CourseError(f"{lesson.source} cannot be read: {reason}") from None
    asked, named = _kernel(lesson.root)
    if named and asked.lower() not in PYTHON:
        language = f"run with the kernel {named} ({asked}) by the settings' kernel_name"
    elif not named and language.lower() not in PYTHON:
        language = f"written in {language}"
    else:
        return notebook
    raise CourseError(
        f"{lesson.source} is {language}: `course grade` runs Python only, "
        "`nbgrader autograde` runs any kernel"
    )


def _kernel(root: Path) -> tuple[str, str]:
    """Language and name of the kernel that the settings ask for in place of the notebook's own."""
    name = str(Execute(config=nbgrader_config(root)).kernel_name or "")
    try:
        return str(get_kernel_spec(name).language) if name else "", name
    except NoSuchKernel:
        return "not installed", name


def left_out(root: Path) -> list[str]:
    """Steps of a teacher's own that nbgrader would take when it grades, and `course grade` not."""
    config = nbgrader_config(root).Autograde
    given = [*config.get("sanitize_preprocessors", []), *config.get("autograde_preprocessors", [])]
    names = [x if isinstance(x, str) else f"{x.__module__}.{x.__qualname__}" for x in given]
    known = ("nbgrader", "nbconvert", "course_utils")
    return [name for name in names if name.partition(".")[0] not in known]


def is_chosen(root: Path) -> Callable[[str], bool]:
    """Whether nbgrader would grade a student, by `student_id` and `student_id_exclude`."""
    directory = course_directory(root)
    without = directory.student_id_exclude.split(",")
    return lambda student: fnmatch(student, directory.student_id) and student not in without


def with_header(lesson: Lesson) -> NotebookNode:
    """The instructor's version as nbgrader hands it on: header and footer notebooks around it."""
    include = IncludeHeaderFooter(config=_absolute(nbgrader_config(lesson.root), lesson.root))
    notebook, _ = include.preprocess(read_source(lesson), {})
    return notebook


def without_hidden_tests(source: str, config: Config) -> str:
    """A test cell as nbgrader releases it, between the delimiters that the settings name."""
    cell = nbformat.v4.new_code_cell(source)
    try:
        ClearHiddenTests(config=config)._remove_hidden_test_region(cell)
    except RuntimeError:  # a region without end: nothing after its beginning is shown
        begin = ClearHiddenTests(config=config).begin_test_delimeter
        lines = source.splitlines()
        first = next(i for i, line in enumerate(lines) if begin in line)
        return "\n".join(lines[:first])
    return str(cell.source)


@contextmanager
def released(chosen: Iterable[Lesson], db_url: str | None = None) -> Iterator[Path]:
    """A temporary course folder in which nbgrader has made the release of these lessons.

    Args:
        db_url: nbgrader gradebook (SQLAlchemy URL) that shall know the lessons afterwards.

    Yields:
        The folder; releases are in notebooks/NN_name/name.ipynb below it.

    Raises:
        CourseError: nbgrader refuses; in its own words, and what to do.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lessons in by_assignment(chosen).values():
            _release(lessons, folder, db_url)
        yield folder


def by_assignment(chosen: Iterable[Lesson]) -> dict[str, list[Lesson]]:
    """Assignment -> its notebooks."""
    together: dict[str, list[Lesson]] = {}
    for lesson in chosen:
        together.setdefault(lesson.assignment, []).append(lesson)
    return together


def release_key(lessons: list[Lesson]) -> str:
    """Names what the release of an assignment follows from: sources, settings, nbgrader."""
    root = lessons[0].root
    config = _absolute(nbgrader_config(root), root)
    told = json.dumps(config, sort_keys=True, default=_plain)
    digest = hashlib.sha256(f"{nbgrader.__version__}\n{told}".encode("utf-8", "replace"))
    around = [config.IncludeHeaderFooter.get(name) or "" for name in ("header", "footer")]
    tests = config.InstantiateTests.get("autotest_filename", "autotests.yml")
    beside = [lessons[0].source.parent / tests, root / tests]
    for path in [x.source for x in lessons] + [Path(p) for p in around if p] + beside:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(hashlib.sha256(str(path).encode() + content).digest())
    return digest.hexdigest()


def _plain(value: object) -> str:
    """A function or class among the settings, by its name; anything else as it shows itself."""
    return str(getattr(value, "__qualname__", None) or repr(value))


def _release(lessons: list[Lesson], folder: Path, db_url: str | None) -> None:
    """One assignment, in a temporary course folder."""
    assignment, root = lessons[0].assignment, lessons[0].root
    config = _absolute(nbgrader_config(root), root)
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "notebooks"
    config.CourseDirectory.directory_structure = STRUCTURE
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = db_url or ""
    target = folder / "solutions" / assignment
    target.mkdir(parents=True, exist_ok=True)
    texts = [nbformat.writes(read_source(lesson)) for lesson in lessons]
    for lesson, text in zip(lessons, texts, strict=True):
        (target / f"{lesson.notebook}.ipynb").write_text(text, encoding="utf-8")
    if any("AUTOTEST" in text for text in texts):
        _lend(lessons[0], folder, config)
    with teachers_code(root), listening() as said:
        try:
            directory = CourseDirectory(config=config)
            directory.assignment_id = assignment
            converter = GenerateAssignment(coursedir=directory, config=config)
            converter.force = True
            if db_url is None:
                converter.no_database = True
                converter.preprocessors = [p for p in converter.preprocessors if p is not SaveCells]
            converter.start()
        except (NbGraderException, TraitError, ImportError) as error:
            reason = last_words(said) or str(error).splitlines()[0]
            raise CourseError(f"nbgrader could not release {assignment}: {reason}") from None


def _absolute(config: Config, root: Path) -> Config:
    """Header and footer are found from any folder."""
    for name in ("header", "footer"):
        if config.IncludeHeaderFooter.get(name):
            given = Path(config.CourseDirectory.get("root", root), config.IncludeHeaderFooter[name])
            config.IncludeHeaderFooter[name] = str(given)
    return config


def _lend(lesson: Lesson, folder: Path, config: Config) -> None:
    """nbgrader writes the tests of AUTOTEST by running the source, with all that lies beside it."""
    name = config.InstantiateTests.get("autotest_filename", "autotests.yml")
    beside = [p for p in lesson.source.parent.iterdir() if p.suffix != ".ipynb"]
    for path in beside:
        (folder / "solutions" / lesson.assignment / path.name).symlink_to(path)
    templates = lesson.root / name
    if templates.is_file() and not (folder / name).exists():
        (folder / name).symlink_to(templates)


def _cell_id(cell: NotebookNode, taken: set[str]) -> str:
    """grade_id where there is one, else a digest of the cell's own text; never twice."""
    base = cell.metadata.get("nbgrader", {}).get("grade_id")
    if base is None:
        base = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
    name, copies = base, 1
    while name in taken:
        copies += 1
        name = f"{base}-{copies}"
    taken.add(name)
    return str(name)
