"""What a large class costs the grader itself: time that grows, a second run, memory."""

# ruff: noqa: E501

import contextlib
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import nbformat
import psutil
from courses import BIN, CORES, ROOT, Course
from typer.testing import CliRunner

from course_utils.author import demo
from course_utils.autograde import workers
from course_utils.autograde.jobs import Job
from course_utils.autograde.nbgrader_bridge import read_source
from course_utils.autograde.submissions import INSTRUCTOR
from course_utils.cli import app
from course_utils.course import Lesson, lessons


def mini(folder: Path) -> tuple[Course, Lesson]:
    """A course of one small lesson."""
    course = Course(folder)
    source = ROOT / "tests" / "mini_course" / "solutions" / "01_mini" / "mini.py"
    course.write("01_mini", source.read_text(encoding="utf-8"))
    (lesson,) = course.lessons
    return course, lesson


def growth(sizes: tuple[int, ...] = (10, 100, 1000)) -> str:
    told = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            course, lesson = mini(Path(name))
            for i in range(size):
                course.hand_in(f"s{i:04}", lesson, read_source(lesson))
            seconds, _, results = course.ours()
            assert {r.score for r in results} == {7}
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  {size:5} submissions: {seconds:6.1f} s, {seconds / size:.3f} s each, "
                  f"the grader's memory at most {memory:.0f} MB")  # fmt: skip
            told.append(f"{size}: {seconds:.1f} s, {memory:.0f} MB")
    return "; ".join(told)


class Once(workers.Processes):
    """Executes one submission of each assignment and gives its outcome to all the others, which are the same."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.known: dict[tuple[str, bool], Future] = {}

    def submit(self, function: Callable, job: Job) -> Future:
        name = job.names[1], job.names[0] == INSTRUCTOR
        if name not in self.known:
            self.known[name] = super().submit(function, job)
        mine: Future = Future()
        self.known[name].add_done_callback(lambda done: pass_on(done, mine))
        return mine


def pass_on(done: Future, mine: Future) -> None:
    error = done.exception()
    mine.set_result(done.result()) if error is None else mine.set_exception(error)


def unchanged(students: int = 300) -> str:
    """Real notebooks with their outputs, 0.5 MB each. The first run is the real one, but for `Once`."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        course = Course(Path(name))
        for lesson in lessons(ROOT):
            course.write(lesson.assignment, lesson.source.read_text(encoding="utf-8"))
            person = demo.Person(
                "s", {lesson.assignment: demo.lecture(lesson).solutions}, frozenset()
            )
            notebook = demo.fill_in(nbformat.read(lesson.release, as_version=4), lesson, person)
            built = {cell.id: cell for cell in nbformat.read(lesson.solution, as_version=4).cells}
            for cell in notebook.cells:
                if cell.cell_type == "code" and cell.id in built:
                    cell.outputs = built[cell.id].outputs
            for i in range(students):
                course.hand_in(f"s{i:03}", lesson, notebook)
        workers.pool = lambda number, dask=None: Once(number)
        done = CliRunner().invoke(app, ["grade", "--workers", str(CORES)])
        assert done.exit_code == 0, done.output
        told = []
        for _ in range(3):
            begin = time.monotonic()
            run = subprocess.Popen([BIN / "course", "grade"], stderr=subprocess.PIPE, text=True)
            said = run.stderr.read()
            used = os.wait4(run.pid, 0)[2]
            wall = time.monotonic() - begin
            told.append(f"{wall:.1f} ({used.ru_utime + used.ru_stime:.1f})")
        size = len(lessons(ROOT)) * students
        assert f"{size} are graded and have not changed" in said
        return f"{', '.join(told)} s on the clock (of processor time), {size} submissions"


def memory(sizes: tuple[int, ...] = (40, 400)) -> str:
    """The file lies beside the source and, with 4 MB more of their own, in every student's folder."""
    told = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            course, lesson = mini(Path(name))
            data = lesson.source.with_name("data.bin")
            data.write_bytes(os.urandom(12_000_000))
            own = course.root / "own.bin"
            own.write_bytes(os.urandom(4_000_000))
            for i in range(size):
                course.hand_in(f"s{i:04}", lesson, read_source(lesson))
                folder = course.root / "submitted" / f"s{i:04}" / "01_mini"
                for file in (data, own):
                    os.link(file, folder / file.name)
            peak = peak_memory([BIN / "course", "grade", "--no-self-test"], course.root)
            print(
                f"  {size} submissions: the grader at most {peak[0]:.0f} MB, all its processes {peak[1]:.0f} MB"
            )
            told.append(f"{size}: {peak[0]:.0f} and {peak[1]:.0f} MB")
    return f"the grader, and all its processes; {'; '.join(told)}"


def peak_memory(command: list[str | Path], folder: Path) -> tuple[float, float]:
    """MB: the most that the process took, and with all that it started, pages they share counted once."""
    run = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    grader = psutil.Process(run.pid)
    alone = most = 0.0
    while run.poll() is None:
        shares = []
        for process in [grader, *grader.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                shares.append(process.memory_full_info().pss / 1e6)
        alone, most = max(alone, shares[0] if shares else 0), max(most, sum(shares))
        time.sleep(0.2)
    assert run.returncode == 0, run.stderr.read()
    return alone, most
