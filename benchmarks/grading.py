"""Side by side with nbgrader, on the same submissions in the same run: `make bench`.

    python benchmarks/grading.py [tensorflow|class30|lessons|overhead|growth|dask|foreign|unchanged|memory] ...

    tensorflow  submissions whose own cells take < 0.3 s: `nbgrader autograde` against `course grade`
    class30     the same with 30 submissions: a real class, where start-up weighs
    lessons     the same for 01-04: ten simulated students, nbgrader with two of them
    overhead    grading time over the bare time of the same cells in one warm process, per core
    growth      10, 100, 1,000 submissions: time each, and the grader's memory
    dask        two dask workers against one
    foreign     another teacher's course, its tests in the student's kernel, against nbgrader
    unchanged   `course grade` a second time, nothing changed: six lessons, 300 students
    memory      40 and 400 submissions of an assignment with a file of 12 MB: all of the grader's processes

Every pair must give the same scores, cell by cell. Ratios are of wall time for one submission; a
class is graded with as many workers as there are cores, which nbgrader does not have. A table at
the end has a line for each part, with the load of the machine (processes that ran or waited, mean
of a minute) before and after it.
"""

# ruff: noqa: E501

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from courses import BIN, CORES, ROOT, TENSORFLOW, Course
from large_class import growth, memory, unchanged
from rich.console import Console
from rich.table import Column, Table

from course_utils.author import demo
from course_utils.autograde import warm
from course_utils.autograde.assignments import set_up
from course_utils.autograde.execute import run
from course_utils.autograde.nbgrader_bridge import read_source, released
from course_utils.autograde.remote import frames
from course_utils.autograde.workers import pool
from course_utils.course import lessons


def tensorflow(ours: int = 300, theirs: int = 4) -> str:
    with tempfile.TemporaryDirectory() as name:
        course = Course(Path(name))
        course.write("01_layer", TENSORFLOW)
        (lesson,) = course.lessons
        for i in range(ours):
            course.hand_in(f"s{i:03}", lesson, read_source(lesson))
        return compare(course, [f"s{i:03}" for i in range(theirs)], ours)


def real_lessons(ours: int = 10, theirs: int = 2) -> str:
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
        return compare(course, [f"s{i:03}" for i in range(theirs)], ours)


def compare(course: Course, students: list[str], ours: int) -> str:
    seconds, scores, results = course.ours()
    plain, expected = course.nbgraders(students)
    same = {key: scores[key] for key in expected}
    differ = sum(same[k] != expected[k] for k in same)
    print(f"  {len(expected)} scores compared, {differ} differ")
    each, theirs = seconds / len(results), plain / (len(students) * len(course.lessons))
    print(f"  nbgrader autograde: {theirs:.2f} s a submission ({len(students)} students)")
    print(f"  course grade: {each:.3f} s a submission ({ours} students, start-up included)")
    return f"{theirs / each:.1f}x ({theirs:.2f} s against {each:.3f} s, {CORES} cores, {ours} submissions, {differ} of {len(expected)} scores differ)"


def overhead() -> str:
    """Cells of 01-05 in one warm process without examiner or boxes, against the whole."""
    told = []
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
        told.append(f"{lesson.assignment[:2]} {ratio[2]:.2f}")
    return ", ".join(told)


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


def dask(size: int = 40) -> str:
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
        return f"{seconds[1] / seconds[2]:.2f}x ({size} submissions: one worker {seconds[1]:.1f} s, two {seconds[2]:.1f} s)"


def foreign(size: int = 30, others: int = 4) -> str:
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
        return (f"{theirs / ours:.1f}x ({size} submissions of two notebooks: {ours:.2f} s each with start-up and self-test, "
                f"nbgrader's API {theirs:.2f} s, {others} of them; scores {'equal' if same else 'DIFFER'}; again {seconds[1]:.1f} s)")  # fmt: skip


PARTS = {
    "tensorflow": (tensorflow, ">= 60x"), "class30": (lambda: tensorflow(30), ">= 25x"),
    "lessons": (real_lessons, ">= 40x"), "overhead": (overhead, "<= 1.25, or 0.25 s"), "growth": (growth, "in proportion; flat"),
    "dask": (dask, ">= 1.8x"), "foreign": (foreign, ""), "unchanged": (unchanged, "<= 5 s"), "memory": (memory, "flat"),
}  # fmt: skip


def main(parts: list[str]) -> None:
    table = Table("part", Column("measured", overflow="fold"), "to reach", "load")
    for part in parts or PARTS:
        print(part)
        measure, goal = PARTS[part]
        before = os.getloadavg()[0]
        told = measure()
        print(f"  {told}")
        table.add_row(part, told, goal, f"{before:.1f}, {os.getloadavg()[0]:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
