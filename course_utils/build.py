"""solutions/NN_name/name.py -> the executed solution notebook and the student release.

The text is jupytext's percent format. nbgrader's own generate_assignment makes the release, in
a temporary course folder, so a build that fails leaves what was there as it was.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course_utils.course import CourseError, Lesson, lessons, replace_file, scripts_on_path

MAX_BYTES = 1_000_000  # a built notebook; larger ones are slow to open and to review
CELL_TIMEOUT = 600  # seconds

Say = Callable[[str], None]


def build(chosen: list[Lesson], force: bool = False, say: Say = print) -> None:
    """Build both notebooks of each lesson; execute only those whose text changed.

    Args:
        force: execute all of them, for instance after a change in `course_utils`.
        say: takes one line for the person waiting.

    Raises:
        CourseError: a cell failed, or a notebook grew over 1 MB. Nothing was replaced then.
    """
    for lesson in chosen:
        fresh = read_source(lesson)
        with released([lesson]) as folder:
            made = folder / "notebooks" / lesson.assignment / lesson.release.name
            release = made.read_text(encoding="utf-8")
        if force or not _is_current(lesson, fresh):
            say(f"{lesson.assignment}: executing")
            _write(lesson.solution, execute(fresh, lesson))
        replace_file(lesson.release, release)
        say(f"{lesson.assignment}: built")


def drift(chosen: list[Lesson]) -> list[str]:
    """What differs between the built notebooks and their text, a line each; [] if nothing does."""
    found = []
    with released(chosen) as folder:
        for lesson in chosen:
            fresh = read_source(lesson)
            found += _differences(lesson.solution, fresh, lesson)
            made = folder / "notebooks" / lesson.assignment / lesson.release.name
            found += _differences(lesson.release, nbformat.read(made, as_version=4), lesson)
    return found + _strays(chosen)


def read_source(lesson: Lesson) -> NotebookNode:
    """The lesson's text as a notebook without outputs; cell ids depend on the text alone."""
    if lesson.suffix == ".ipynb":
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
    return notebook


def _read_notebook(lesson: Lesson) -> NotebookNode:
    """Of another course: its notebook as it is."""
    try:
        notebook: NotebookNode = nbformat.read(lesson.source, as_version=4)
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise CourseError(f"{lesson.source} cannot be read: {reason}") from None
    return notebook


def execute(notebook: NotebookNode, lesson: Lesson) -> NotebookNode:
    """Run every cell with the bundled data, in an empty folder; return the notebook with outputs.

    Raises:
        CourseError: the first cell that failed, and why.
    """
    environment = {k: v for k, v in os.environ.items() if k != "JPY_SESSION_NAME"}
    environment["COURSE_DATA"] = "bundled"
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=CELL_TIMEOUT,
            kernel_name="python3",
            config=kernel_config(folder),
            resources={"metadata": {"path": folder}},
            record_timing=False,
        )
        try:
            client.execute(env=environment)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise CourseError(f"{lesson.source.name}: {_failure(notebook, error)}") from None
    return notebook


@contextmanager
def released(chosen: list[Lesson], db_url: str | None = None) -> Iterator[Path]:
    """A temporary course folder in which nbgrader has made the release of these lessons.

    Args:
        db_url: nbgrader gradebook (SQLAlchemy URL) that shall know the lessons afterwards.

    Yields:
        The folder; releases are in notebooks/NN_name/name.ipynb below it.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells

    scripts_on_path()
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lesson in chosen:
            path = folder / "solutions" / lesson.assignment / lesson.solution.name
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(read_source(lesson), path)
        for lesson in {x.assignment: x for x in chosen}.values():
            config = nbgrader_config(lesson.root)
            for name in ("header", "footer"):
                if name in config.IncludeHeaderFooter:
                    given = lesson.root / config.IncludeHeaderFooter[name]
                    config.IncludeHeaderFooter[name] = str(given)
            config.CourseDirectory.source_directory = "solutions"
            config.CourseDirectory.release_directory = "notebooks"
            config.CourseDirectory.root = str(folder)
            config.CourseDirectory.db_url = db_url or ""
            directory = CourseDirectory(config=config)
            directory.assignment_id = lesson.assignment
            converter = GenerateAssignment(coursedir=directory, config=config)
            converter.force = True
            if db_url is None:
                converter.no_database = True
                converter.preprocessors = [p for p in converter.preprocessors if p is not SaveCells]
            try:
                converter.start()
            except NbGraderException:
                raise CourseError(
                    f"nbgrader could not release {lesson.assignment}: cells were added or removed "
                    "after grading began (use a new gradebook), or its metadata is damaged"
                ) from None
        yield folder


def nbgrader_config(root: Path) -> Config:
    """The course's nbgrader_config.py."""
    loaded: Config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    return loaded


def kernel_config(folder: str) -> Config:
    """Talk to the kernel through files in `folder`, not ports: no other user can connect."""
    if os.name == "nt":
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": os.path.join(folder, "kernel")})


def _failure(notebook: NotebookNode, error: Exception) -> str:
    """Which cell ended the execution, and how, in one line."""
    if isinstance(error, DeadKernelError):
        return "the Python process ended while a cell ran"
    if not isinstance(error, CellExecutionError):
        return f"a cell ran longer than {CELL_TIMEOUT} s"
    number, cell = next(
        (number, cell)
        for number, cell in enumerate(notebook.cells, start=1)
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    )
    reason = (error.evalue.strip().splitlines() or [""])[0]
    return f"cell {number} ({cell.id}) failed: {error.ename}: {reason}"


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


def _is_current(lesson: Lesson, fresh: NotebookNode) -> bool:
    return lesson.solution.is_file() and not _differences(lesson.solution, fresh, lesson)


def _differences(path: Path, fresh: NotebookNode, lesson: Lesson) -> list[str]:
    """How the built file differs from what its text gives; outputs are not compared."""
    shown = path.relative_to(lesson.root)
    if not path.is_file():
        return [f"{shown} is missing"]
    try:
        built = nbformat.read(path, as_version=4)
    except Exception:
        return [f"{shown} is no readable notebook"]
    if built.metadata != fresh.metadata:
        return [f"{shown}: built from another version of {lesson.source.name}"]
    for number, (have, want) in enumerate(zip(built.cells, fresh.cells, strict=False), start=1):
        for part in ("cell_type", "id", "source", "metadata"):
            if have.get(part) != want.get(part):
                return [f"{shown}: cell {number} ({want.id}) differs in its {part}"]
    if len(built.cells) != len(fresh.cells):
        return [f"{shown}: {len(built.cells)} cells, its text has {len(fresh.cells)}"]
    return []


def _strays(chosen: list[Lesson]) -> list[str]:
    """Files in notebooks/ that no lesson makes: a leaked solution would be one."""
    if not chosen:
        return []
    root = chosen[0].root
    expected = {lesson.release for lesson in lessons(root)}
    return [
        f"{path.relative_to(root)} is not made by any lesson"
        for path in sorted((root / "notebooks").rglob("*"))
        if path.is_file()
        and path not in expected
        and ".ipynb_checkpoints" not in path.parts
        and path.name != "predictions.json"
    ]


def _write(path: Path, notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata.language_info = nbformat.from_dict({"name": "python"})
    text = nbformat.writes(notebook) + "\n"
    size = len(text.encode())
    if size > MAX_BYTES:
        raise CourseError(
            f"{path.name}: {size / 1e6:.1f} MB with outputs; at most 1 MB, use smaller figures"
        )
    replace_file(path, text)
