"""Side by side with nbgrader, on the same submissions in the same run: `make bench`.

    python benchmarks/grading.py [tensorflow|lessons|overhead|growth|dask|foreign] ...

    tensorflow  submissions whose own cells take < 0.3 s: `nbgrader autograde` against `course grade`
    lessons     the same for 01-04: ten simulated students, nbgrader with two of them
    overhead    grading time over the bare time of the same cells in one warm process, per core
    growth      10, 100, 1,000 submissions: time each, and the grader's memory
    dask        two dask workers against one
    foreign     another teacher's course, its tests in the student's kernel, against nbgrader

Every pair must give the same scores, cell by cell. Ratios are of wall time for one submission; a
class is graded with as many workers as there are cores, which nbgrader does not have.
"""

# ruff: noqa: E501 - a cell's metadata is one line

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from course_utils.author import demo
from course_utils.autograde import warm
from course_utils.autograde.assignments import set_up
from course_utils.autograde.execute import Limits, run
from course_utils.autograde.grade import Found, grade
from course_utils.autograde.nbgrader_bridge import read_source, released
from course_utils.autograde.remote import frames
from course_utils.autograde.results import Result
from course_utils.autograde.workers import pool
from course_utils.course import Lesson, find_course, lessons

ROOT = find_course(Path(__file__).parent)
BIN = Path(sys.executable).parent
CORES = os.cpu_count() or 1

TENSORFLOW = '''# %% [markdown]
# # A dense layer

# %%
import keras
import numpy as np

# %% nbgrader={"grade": false, "grade_id": "count", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def count(n_in, n_out):
    """Parameters of a dense layer, asked of Keras itself."""
    ### BEGIN SOLUTION
    return keras.Sequential([keras.Input((n_in,)), keras.layers.Dense(n_out)]).count_params()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_count", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
assert count(3, 2) == 8
### BEGIN HIDDEN TESTS
assert count(5, 4) == 24
### END HIDDEN TESTS
'''


class Course:
    """A course folder of its own, and a class that handed in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copy(ROOT / "nbgrader_config.py", root)

    def write(self, name: str, text: str) -> None:
        folder = self.root / "solutions" / name
        folder.mkdir(parents=True)
        (folder / f"{name.partition('_')[2]}.py").write_text(text, encoding="utf-8")

    @property
    def lessons(self) -> list[Lesson]:
        return lessons(self.root)

    def hand_in(self, student: str, lesson: Lesson, notebook: nbformat.NotebookNode) -> None:
        path = self.root / "submitted" / student / lesson.assignment / f"{lesson.notebook}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)

    def ours(self, **options: object) -> tuple[float, dict, list[Result]]:
        """Seconds, scores (student, assignment, cell) -> points, results."""
        begin = time.monotonic()
        executor = options.pop("executor", lambda: pool(CORES))
        steps = grade(
            self.lessons, self.root / "submitted", f"sqlite:///{self.root / 'ours.db'}",
            self.root / "ours", executor, Limits(), again=True,
        )  # fmt: skip
        results = [step for step in steps if not isinstance(step, Found)]
        scores = {(r.student, r.assignment, c.grade_id): c.score for r in results for c in r.cells}
        return time.monotonic() - begin, scores, results

    def nbgraders(self, students: list[str]) -> tuple[float, dict]:
        """`nbgrader autograde` with its own preprocessors, on these students."""
        other = self.root / "nbgrader"
        other.mkdir()
        text = (self.root / "nbgrader_config.py").read_text()
        text = re.sub(
            r"c\.(Autograde|GenerateFeedback)\.\w+ = \[.*?^\]\n", "", text, flags=re.M | re.S
        )
        (other / "nbgrader_config.py").write_text(text)
        for lesson in self.lessons:
            path = other / "solutions" / lesson.assignment / f"{lesson.notebook}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(read_source(lesson), path)
        for student in students:
            shutil.copytree(self.root / "submitted" / student, other / "submitted" / student)
        environment = os.environ | {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COURSE_DATA": "bundled",
            "TF_CPP_MIN_LOG_LEVEL": "3",  # nbgrader gives 0 where a library writes to stderr
        }  # fmt: skip
        seconds = 0.0
        for command in ("generate_assignment", "autograde"):
            begin = time.monotonic()
            for lesson in self.lessons:
                subprocess.run(
                    [BIN / "nbgrader", command, lesson.assignment], cwd=other, env=environment,
                    capture_output=True, check=True,
                )  # fmt: skip
            seconds = time.monotonic() - begin
        scores = {}
        with Gradebook(f"sqlite:///{other / 'gradebook.db'}") as gradebook:
            for lesson in self.lessons:
                for student in students:
                    notebook = gradebook.find_submission_notebook(
                        lesson.notebook, lesson.assignment, student
                    )
                    for each in notebook.grades:
                        if each.auto_score is not None and each.cell.cell_type == "code":
                            scores[student, lesson.assignment, each.name] = each.auto_score
        return seconds, scores


def tensorflow(ours: int = 300, theirs: int = 4) -> None:
    with tempfile.TemporaryDirectory() as name:
        course = Course(Path(name))
        course.write("01_layer", TENSORFLOW)
        (lesson,) = course.lessons
        for i in range(ours):
            course.hand_in(f"s{i:03}", lesson, read_source(lesson))
        compare(course, [f"s{i:03}" for i in range(theirs)], ours)


def real_lessons(ours: int = 10, theirs: int = 2) -> None:
    with tempfile.TemporaryDirectory() as name:
        course = Course(Path(name))
        real = lessons(ROOT)[:4]
        for lesson in real:
            course.write(lesson.assignment, lesson.source.read_text(encoding="utf-8"))
        for i in range(ours):
            for lesson, own in zip(real, course.lessons, strict=True):
                made = demo.lecture(lesson)
                answers = made.in_style(["", "loops", "float32"][i % 3])
                person = demo.Person(f"s{i:03}", {lesson.assignment: answers}, frozenset())
                release = nbformat.read(lesson.release, as_version=4)
                course.hand_in(person.name, own, demo.fill_in(release, lesson, person))
        compare(course, [f"s{i:03}" for i in range(theirs)], ours)


def compare(course: Course, students: list[str], ours: int) -> None:
    seconds, scores, results = course.ours()
    plain, expected = course.nbgraders(students)
    same = {key: scores[key] for key in expected}
    print(f"  {len(expected)} scores compared, {sum(same[k] != expected[k] for k in same)} differ")
    each, theirs = seconds / len(results), plain / (len(students) * len(course.lessons))
    print(f"  nbgrader autograde: {theirs:.2f} s a submission ({len(students)} students)")
    print(f"  course grade: {each:.3f} s a submission ({ours} students, start-up included)")
    print(f"  ratio: {theirs / each:.0f}x on {CORES} cores")


def overhead() -> None:
    """Cells of 01-05 in one warm process without examiner or boxes, against the whole."""
    for lesson in lessons(ROOT)[:5]:
        text = lesson.solution.read_text(encoding="utf-8")
        run(text)  # the warm parent starts
        whole, bare = [], []
        for _ in range(5):
            whole.append(run(text).seconds)
            bare.append(bare_seconds(text))
        ratio = sorted(w / b for w, b in zip(whole, bare, strict=True))
        print(f"  {lesson.assignment}: graded {min(whole):.2f} s, bare {min(bare):.2f} s, "
              f"ratio {ratio[2]:.2f} ({ratio[0]:.2f}-{ratio[-1]:.2f})")  # fmt: skip


def bare_seconds(text: str) -> float:
    """The same cells, tests among them, one after the other in a forked process that is warm."""
    module = "tensorflow" if re.search(r"\b(tensorflow|keras|backbone)\b", text) else ""
    cells = [
        "".join(c["source"]) for c in json.loads(text)["cells"]
        if c["cell_type"] == "code" and "demo" not in c["metadata"].get("tags", [])
    ]  # fmt: skip
    child = warm.start("student", module, walls=False)
    frames.send(child.channel, frames.ORDER, frames.pack({"files": {}, "folder": child.home}))
    timed = "import time as _t, gc as _g\n_b = _t.monotonic()\nfor _s in _CELLS: exec(_s)\nprint(_t.monotonic() - _b)"
    source = f"_CELLS = {cells!r}\n{timed}"
    frames.send(child.channel, frames.ORDER, frames.pack({"do": "run", "source": source}))
    _, body = frames.receive(child.channel)
    child.close()
    outputs = frames.unpack(body)["outputs"]
    printed = "".join(o["text"] for o in outputs if o["output_type"] == "stream")
    return float(printed.strip().splitlines()[-1])


def growth(sizes: tuple[int, ...] = (10, 100, 1000)) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            course = Course(Path(name))
            source = ROOT / "tests" / "mini_course" / "solutions" / "01_mini" / "mini.py"
            course.write("01_mini", source.read_text(encoding="utf-8"))
            (lesson,) = course.lessons
            for i in range(size):
                course.hand_in(f"s{i:04}", lesson, read_source(lesson))
            seconds, _, results = course.ours()
            assert {r.score for r in results} == {7}
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  {size:5} submissions: {seconds:6.1f} s, {seconds / size:.3f} s each, "
                  f"the grader's memory at most {memory:.0f} MB")  # fmt: skip


def dask(size: int = 40) -> None:
    """Submissions that compute for most of a second: the grader and the scheduler share the two cores."""
    from distributed import Client, LocalCluster

    with tempfile.TemporaryDirectory() as name:
        course = Course(Path(name))
        source = ROOT / "tests" / "mini_course" / "solutions" / "01_mini" / "mini.py"
        slow = "\n    for i in range(20_000_000): pass\n    return 2 * np.asarray(x)"
        text = source.read_text(encoding="utf-8")
        course.write("01_mini", text)
        (lesson,) = course.lessons
        with released([lesson]) as folder:
            release = nbformat.read(folder / "notebooks/01_mini/mini.ipynb", as_version=4)
        for cell in release.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == "double":
                cell.source = f"def double(x):{slow}"
        for i in range(size):
            course.hand_in(f"s{i:03}", lesson, release)
        seconds = {}
        set_up(f"sqlite:///{course.root / 'ours.db'}", course.lessons)  # seconds, once
        for workers in (1, 2):
            with LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None
            ) as cluster:
                address = cluster.scheduler_address
                with Client(address, set_as_default=False) as client:  # warm parents everywhere
                    client.run(run, nbformat.writes(release))
                seconds[workers], _, _ = course.ours(executor=lambda a=address: pool(1, a))
        print(f"  {size} submissions: one worker {seconds[1]:.1f} s, two {seconds[2]:.1f} s, "
              f"ratio {seconds[1] / seconds[2]:.2f}")  # fmt: skip


def foreign(size: int = 30, others: int = 4) -> None:
    """Another teacher's course, whose tests run in the student's kernel: nbgrader's own example."""
    sys.path.insert(0, str(ROOT / "tests"))
    from nbgrader_courses import Course as Foreign
    from nbgrader_courses import cells_of, scores

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        subprocess.run(
            [BIN / "nbgrader", "quickstart", "c"], cwd=root, check=True, capture_output=True
        )
        notebooks = {p.stem: cells_of(p) for p in (root / "c/source/ps1").glob("*.ipynb")}
        course = Foreign(root / "c", {"ps1": notebooks})
        course.release()
        for i in range(others):
            course.hand_in(f"s{i:02}")
        begin = time.monotonic()
        course.autograde("")
        theirs = (time.monotonic() - begin) / others
        for i in range(size):
            course.hand_in(f"s{i:02}")
        seconds = []
        for _ in range(2):
            begin = time.monotonic()
            done = course.course("grade", "--gradebook", "ours.db", "--out", "ours")
            seconds.append(time.monotonic() - begin)
            assert done.returncode == 0, done.stderr
        both = [scores(f"sqlite:///{course.root / f}") for f in ("ours.db", "gradebook.db")]
        same = all(both[0][key] == value for key, value in both[1].items())
        ours = seconds[0] / size
        print(f"  {size} submissions of two notebooks: course grade {ours:.2f} s each with start-up and self-test, "
              f"nbgrader {theirs:.2f} s ({others} of them, one process): {theirs / ours:.1f}x, "
              f"scores {'equal' if same else 'DIFFER'}; again, unchanged: {seconds[1]:.1f} s")  # fmt: skip


PARTS = {
    "tensorflow": tensorflow, "lessons": real_lessons, "overhead": overhead, "growth": growth,
    "dask": dask, "foreign": foreign,
}  # fmt: skip

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        print(part)
        PARTS[part]()
