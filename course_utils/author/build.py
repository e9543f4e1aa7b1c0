"""solutions/NN_name/name.py -> the executed solution notebook and the student release.

The text is jupytext's percent format. nbgrader's own generate_assignment makes the release, in
a temporary course folder, so a build that fails leaves what was there as it was.
"""

import os
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from course_utils.autograde.nbgrader_bridge import read_source, released
from course_utils.course import CourseError, Lesson, lessons, replace_file
from course_utils.notebook import kernel_client

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


def execute(notebook: NotebookNode, lesson: Lesson) -> NotebookNode:
    """Run every cell with the bundled data, in an empty folder; return the notebook with outputs.

    Raises:
        CourseError: the first cell that failed, and why.
    """
    environment = {k: v for k, v in os.environ.items() if k != "JPY_SESSION_NAME"}
    environment["COURSE_DATA"] = "bundled"
    with kernel_client(notebook, timeout=CELL_TIMEOUT, record_timing=False) as client:
        try:
            client.execute(env=environment)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise CourseError(f"{lesson.source.name}: {_failure(notebook, error)}") from None
    return notebook


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
