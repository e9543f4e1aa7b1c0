"""How far is this notebook? What `course check` and `progress()` show a student.

    course check 01              # runs the notebook's visible checks in a fresh kernel
    course_utils.progress()      # in a notebook: reads the results that were saved with it

Only local files are read, nothing is sent, and nothing is graded: hidden tests are not here.
"""

import asyncio
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course_utils.answers import STUB, left_over
from course_utils.course import CourseError, exercise_of
from course_utils.doctor import course_folder
from course_utils.notebook import kernel_client, saved_notebook
from course_utils.reading import Unreadable, read_notebook

__all__ = ["Exercise", "Progress", "find_notebooks", "progress", "read", "run"]

# "### Exercise 2: `softmax` (**, 15 minutes)", or "(**, 8 minutes, stretch)"
HEADING = re.compile(
    r"^### Exercise (\d+): `(\w+)` \((\*+), (\d+) minutes?(, stretch)?\)", re.MULTILINE
)
PART = re.compile(r"^# (Part \d+): ", re.MULTILINE)
CLASS = re.compile(r"<class '(?:\w+\.)*(\w+)'>")  # how Pyodide's kernel names an error
ANSWER = "YOUR ANSWER HERE"
DONE, FAILING, NOT_RUN, NOT_STARTED = "done", "failing", "not run", "not started"
TOTAL_SECONDS = 900


@dataclass(frozen=True)
class Exercise:
    """One exercise and its visible check; or, without minutes, a written answer.

    Attributes:
        number, name, stars, minutes: as its heading says; 0, 0 and "" where it has none.
        points: of its test cell, hidden tests included.
        state: "done", "failing", "not run" or "not started".
        told: the first line of what the check said.
        stretch: beyond the core.
        part: "Part 2", where the notebook is cut into parts.
    """

    number: int
    name: str
    stars: str
    minutes: int
    points: float
    state: str
    told: str = ""
    stretch: bool = False
    part: str = ""


@dataclass(frozen=True)
class Progress:
    """One notebook: its title, its exercises in order, and its written answers."""

    title: str
    exercises: list[Exercise]
    answers: list[Exercise]

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def progress(notebook: str | Path | None = None) -> None:
    """Print how far this notebook is, from the results that were saved with it.

    Args:
        notebook: its file; by default the one this kernel belongs to.
    """
    try:
        path = Path(notebook) if notebook else this_notebook()
        report = read(path)
    except CourseError as error:
        print(error)
        return
    print(report)
    saved = time.strftime("%H:%M", time.localtime(path.stat().st_mtime))
    print(f"As saved at {saved}. For later work: run its checks, save (Ctrl S), run this again.")


def this_notebook() -> Path:
    """The file of the notebook whose kernel this is: the server names it, or it is alone here.

    Raises:
        CourseError: neither.
    """
    named = saved_notebook()
    if named:
        return named
    here = sorted(Path.cwd().glob("*.ipynb"))
    if len(here) == 1:
        return here[0]
    raise CourseError("Which notebook is this? Save it (Ctrl S), then: progress('its_name.ipynb')")


def find_notebooks(name: str | None) -> list[Path]:
    """The notebooks that `name` means. Of copies in a folder, the one that would be graded.

    Args:
        name: a file, or a lesson: "01", "activation_functions", "01_activation_functions". None:
            the notebook in this folder, or, where there is none, all of the course.

    Raises:
        CourseError: there is none, or nobody can tell which is meant.
    """
    here = _graded(Path.cwd())
    if name is None and len(here) == 1:
        return here
    if name is None and here:
        names = ", ".join(path.name for path in here)
        raise CourseError(f"which notebook? There are {names}: `course check` and its name")
    if name and Path(name).is_file():
        return [Path(name)]
    folder = course_folder()
    every = [p for lesson in sorted(folder.glob("[0-9][0-9]_*")) for p in _graded(lesson)]
    fits = [p for p in every if name in (None, p.stem, p.parent.name, p.parent.name[:2])]
    if not fits:
        known = ", ".join(dict.fromkeys(p.parent.name for p in every)) or "none"
        raise CourseError(f"no notebook {name or '*.ipynb'} here; lessons in {folder}: {known}")
    return fits


def _graded(folder: Path) -> list[Path]:
    """The notebook with the lesson's name, which counts; without it, all that are there."""
    there = sorted(p for p in folder.glob("*.ipynb") if not p.name.startswith("."))
    return [p for p in there if p.stem == folder.resolve().name[3:]] or there


def read(path: Path) -> Progress:
    """The state of a notebook by the outputs saved in it. Nothing runs.

    Raises:
        CourseError: not a notebook, or none of the course's.
    """
    return _look(_open(path), path)


def run(path: Path, cell_seconds: int = 60) -> Progress:
    """The same after the cells have run in a fresh kernel, in the notebook's folder.

    Cells tagged `demo` (figures, long training) and checks of exercises that are not started are
    left out; with nothing started nothing runs. The file stays as it is.

    Args:
        cell_seconds: after this long a cell is interrupted.

    Raises:
        CourseError: not a notebook of the course, or the kernel died.
    """
    notebook = _open(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    before = _look(notebook, path)
    idle = {f"test_{e.name}" for e in before.exercises if e.state == NOT_STARTED}
    if len(idle) == len(before.exercises):
        return before
    wanted = [c for c in notebook.cells if _is_wanted(c, idle)]
    _execute(nbformat.v4.new_notebook(cells=wanted), path, cell_seconds)  # the same cell objects
    return _look(notebook, path, cell_seconds)


def _is_wanted(cell: NotebookNode, idle: set[str]) -> bool:
    about = cell.metadata.get("nbgrader", {})
    if cell.cell_type != "code" or about.get("grade_id") in idle:
        return False
    return bool(about) or "demo" not in cell.metadata.get("tags", [])


def _execute(notebook: NotebookNode, path: Path, cell_seconds: int) -> None:
    from nbclient.exceptions import DeadKernelError

    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # a dead kernel is told below
    stopping = {"timeout": cell_seconds, "interrupt_on_timeout": True, "allow_errors": True}
    with kernel_client(notebook, path.resolve().parent, **stopping) as client:
        try:
            asyncio.run(asyncio.wait_for(client.async_execute(), TOTAL_SECONDS))
        except DeadKernelError:
            raise CourseError(f"{path}: the Python process ended while a cell ran") from None
        except TimeoutError:
            raise CourseError(f"{path}: not through after {TOTAL_SECONDS} s") from None


def _open(path: Path) -> NotebookNode:
    """As `course grade` reads it, with its repairs and its words."""
    try:
        return read_notebook(path, errors=True)[0]
    except Unreadable as why:
        raise CourseError(
            f"{path}: no readable notebook: cut off, or damaged ({why}); open it in JupyterLab "
            "and save it, or take the last good one (File > Revert to Checkpoint)"
        ) from None


def _look(notebook: NotebookNode, path: Path, cell_seconds: int = 0) -> Progress:
    """Put together headings, exercises' cells and the outputs of their tests."""
    texts = [c.source for c in notebook.cells if c.cell_type == "markdown"]
    headings = {m[2]: m for text in texts for m in HEADING.finditer(text)}
    parts = _parts(texts)
    cells = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in notebook.cells}
    exercises, answers = [], []
    for grade_id, cell in cells.items():
        about = cell.metadata.get("nbgrader", {})
        if not about.get("grade"):
            continue
        name, points = str(grade_id).removeprefix("test_"), _number(about.get("points"))
        if cell.cell_type != "code":
            state = NOT_STARTED if ANSWER in cell.source else DONE
            answers.append(Exercise(0, name, "", 0, points, state))
            continue
        heading = headings.get(name)
        facts = (
            (int(heading[1]), name, heading[3], int(heading[4])) if heading else (0, name, "", 0)
        )
        own = name if name in cells else exercise_of(name)  # its second check
        answer = cells[own].source if own in cells else ""
        extra = left_over(answer)
        stub = not extra and STUB.search(answer) is not None
        state, told = (NOT_STARTED, "") if stub else _verdict(cell, cell_seconds, extra)
        stretch, part = bool(heading and heading[5]), parts.get(own, "")
        exercises.append(Exercise(*facts, points, state, told, stretch, part))
    if not exercises:
        raise CourseError(f"{path}: no exercises in it: is it a notebook of this course?")
    title = next((t.splitlines()[0].lstrip("# ") for t in texts if t.startswith("# ")), path.stem)
    return Progress(title, exercises, answers)


def _parts(texts: list[str]) -> dict[str, str]:
    """Exercise -> the part of the notebook in which it stands."""
    found, part = {}, ""
    for text in texts:
        for line in text.splitlines():
            if begins := PART.match(line):
                part = begins[1]
            elif exercise := HEADING.match(line):
                found[exercise[2]] = part
    return found


def _number(points: object) -> float:
    """A file may say anything."""
    return float(points) if isinstance(points, int | float) and abs(points) < 1e6 else 0.0


def _verdict(test: NotebookNode, cell_seconds: int, extra: str) -> tuple[str, str]:
    """State of an exercise by the outputs of its test cell, and the first line of what it said.

    Args:
        extra: what to say of the line that raises NotImplementedError, if the answer still has it.
    """
    errors = [output for output in test.outputs if output.output_type == "error"]
    if not errors:
        return (NOT_RUN if test.execution_count is None else DONE), ""
    name, said = errors[0].ename, (errors[0].evalue.strip().splitlines() or [""])[0]
    name = CLASS.sub(r"\1", name)
    if name == "NotImplementedError" and not (cell_seconds or extra):
        return NOT_RUN, ""  # the result is older than the code
    if name == "NotImplementedError":
        return FAILING, extra or "`raise NotImplementedError()` is still in it"
    if name == "KeyboardInterrupt":
        return (
            FAILING,
            f"stopped{f' after {cell_seconds} s' * bool(cell_seconds)}: an endless loop?",
        )
    return FAILING, said if name == "CheckError" else f"{name}: {said}"


def _lines(report: Progress) -> Iterator[str]:
    """A line an exercise, then the count and the next step."""
    done = [e for e in report.exercises if e.state == DONE]
    wide = max(len(e.name) for e in report.exercises + report.answers)
    yield report.title
    part = ""
    for e in report.exercises:
        if e.part != part:
            part = e.part
            yield f" {part}"
        state = f"{e.state}: {e.told}" if e.told else e.state
        if not e.number:  # the second check of the exercise above
            yield f"      {e.name:{wide}}             {_points(e.points)}  {state}"
            continue
        facts = f"{e.stars:3} {e.minutes:3} min {_points(e.points)}"
        yield f"{e.number:4}  {e.name:{wide}} {facts}  {'stretch, ' * e.stretch}{state}"
    for e in report.answers:
        state = "written, a person reads it" if e.state == DONE else "not written"
        yield f"      {e.name:{wide}}             {_points(e.points)}  {state}"
    minutes = sum(e.minutes for e in report.exercises)
    left = minutes - sum(e.minutes for e in done)
    yield f"public checks {len(done)}/{len(report.exercises)}; hidden tests are graded later"
    if left:
        yield f"about {left} of {minutes} minutes of exercises are left"
    yield f"next: {_next(report)}"


def _next(report: Progress) -> str:
    for state, todo in (
        (FAILING, "mend {}; the fold `What went wrong?` below its check lists usual causes"),
        (NOT_RUN, "run the check of {}"),
        (NOT_STARTED, "{}, about {} minutes"),
    ):
        for e in report.exercises:
            if e.state == state:
                where = f"exercise {e.number}, {e.name}" if e.number else e.name
                return todo.format(where, e.minutes)
    for e in report.answers:
        if e.state == NOT_STARTED:
            return f"answer {e.name} in your own words"
    return "all is there; hand it in"


def _points(points: float) -> str:
    return f"{points:3g} point{'s' if points != 1 else ' '}"
