"""Look-alikes: copies in disguise are found, what many write is not, and nobody's code can hurt."""

import ast
import csv
import importlib.util
import json
import os
import random
import sys
from pathlib import Path
from statistics import mean

import nbformat
import nbgrader_courses
import pytest
from classroom import ROOT, Classroom, cell
from nbformat.v4 import new_code_cell

from course_utils.author.bank import observe
from course_utils.author.disguise import KINDS, disguise, every_way
from course_utils.author.stage import stage
from course_utils.autograde.lookalikes import OWN, Release, _apart, answers
from course_utils.autograde.shapes import NotRead, bag
from course_utils.autograde.similar import similarities
from course_utils.autograde.submissions import Submission, find
from course_utils.course import select

spec = importlib.util.spec_from_file_location("similar", ROOT / "benchmarks" / "similar.py")
benchmark = importlib.util.module_from_spec(spec)
sys.modules["similar"] = benchmark  # dataclasses ask for it
spec.loader.exec_module(benchmark)

RIGHT = """\
def total(numbers):
    result = 0.0
    for number in numbers:
        result += 3 * number ** 2
    return result - 1
"""
SAME = (
    """\
def total(numbers):
    # mine
    s = 0
    for x in numbers: s += x ** 2 * 3
    return s - 1
""",
    """\
def total(numbers):
    i, s = 0, 0
    while i < len(numbers):
        square = numbers[i] ** 2
        s = s + 3 * square
        i += 1
    last = s - 1
    return last
""",
)
OTHER = "def total(numbers):\n    return float(np.dot(numbers, numbers) * 3) - True"


# --- shapes ---


def alike(one: str, other: str) -> float:
    return float(similarities([bag(one), bag(other)])[0, 1])


@pytest.mark.parametrize("text", SAME)
def test_a_disguise_changes_little(text: str) -> None:
    assert alike(RIGHT, text) > 3 * alike(RIGHT, OTHER)


def test_names_comments_and_order_change_nothing() -> None:
    one = (
        "import numpy as np\ndef f(x):\n    'Text.'\n    a = np.exp(-x)\n    return (1 + a) * 2 > a"
    )
    other = "def f(y):\n    b = exp(-y)  # so\n    return b < 2.0 * (b + 1)"
    assert bag(one) == bag(other)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def f(:", "no Python"),
        ("x = 1\n" * 100_000, "more than 100,000 characters"),
        ("x = 1\n" * 10_000, "more than 5,000 parts"),
        ("x = " + "-" * 50_000 + "1", "too deep or too long"),
        ("x = a" + ".b" * 40_000, "too deep or too long"),
        ("x = " + "(" * 500 + ")" * 500, "no Python"),
        ("x = " + "9" * 50_000, "no Python"),
        ("x = '\x00'", "no Python|too deep"),
        ("x = 1" + " + 1" * 20_000, "too deep or too long"),
        ("if a: pass\n" + "elif a: pass\n" * 6_000, "too deep or too long"),
    ],
)  # fmt: skip
def test_what_python_cannot_read_is_told(source: str, why: str) -> None:
    with pytest.raises(NotRead, match=why):
        bag(source)


def test_lines_of_ipython_are_left_out() -> None:
    assert bag("%matplotlib inline\n!ls\nx = y + 1") == bag("x = y + 1")


# --- how well: a cheap version of benchmarks/similar.py ---


def test_copies_in_disguise_are_found_and_independent_answers_are_not_shown() -> None:
    found, false = [], []
    for lesson in select(ROOT, ["01", "04"]):
        bank = benchmark.Bank(lesson)
        ways, others = benchmark.trial(bank, seed=11, students=24)
        found += ways.values()
        false.append(others)
    assert mean(found) >= 0.95
    assert mean(false) <= 0.01


def test_a_disguised_answer_is_as_right_as_before() -> None:
    """Else it would be no copy: every visible case holds."""
    (lesson,) = select(ROOT, ["01"])
    on = stage(lesson)
    for number, (exercise, styles) in enumerate(benchmark.Bank(lesson).right.items()):
        source = styles[number % len(styles)]
        for way in every_way():
            text = disguise(source, random.Random(number), way)
            assert all(seen.holds for seen in observe(on, exercise, text)), text


def test_each_disguise_changes_the_text() -> None:
    for kind in KINDS:
        made = {disguise(SAME[1], random.Random(seed), [kind]) for seed in range(9)}
        assert made != {ast.unparse(ast.parse(SAME[1]))}, kind


# --- the command ---

STYLES = {
    "double": [
        "return 2 * x",
        "return x + x",
        "return np.multiply(x, 2.0)",
        "return x * 4 / 2",
        "return np.array(x) + np.array(x)",
        "y = x\n    y = y + x\n    return y",
        "return np.sum([x, x], axis=0)",
        "return -(-x - x)",
    ],
    "total": [
        "return sum(numbers)",
        "return float(np.sum(numbers))",
        "return math.fsum(numbers)",
        "s = 0\n    for n in numbers:\n        s += n\n    return s",
        "return np.dot(numbers, np.ones(len(numbers)))",
        "return functools.reduce(add, numbers, 0)",
        "return numbers[0] + total(numbers[1:]) if numbers else 0",
        "return np.cumsum(numbers)[-1]",
    ],
}
ODD = {
    "double": """half = x / 3
    if half > 17:
        return half * 6.0
    return 3 * x - abs(x) * np.sign(x)""",
    "total": """left, right = numbers[::2], numbers[1::2]
    return np.sum(left) + np.sum(right) - 0.5 + 1 / 2""",
}


def work(room: Classroom, bodies: dict[str, str]) -> dict[str, str]:
    heads = {"double": "def double(x):\n    ", "total": "def total(numbers):\n    "}
    return {name: heads[name] + body for name, body in bodies.items()}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """Sixteen of their own, two alike, and some that are no notebooks or worse."""
    room = Classroom(tmp_path_factory.mktemp("course"))
    rng = random.Random(4)
    for number in range(16):
        bodies = {name: rng.choice(styles) for name, styles in STYLES.items()}
        room.hand_in(f"s{number:02}", room.solved(**work(room, bodies)))
    odd = work(room, ODD)
    room.hand_in("ann", room.solved(**odd))
    copy = {e: disguise(x, rng, ["rename", "reorder", "comments"]) for e, x in odd.items()}
    room.hand_in("<b>bob", room.solved(**copy))
    room.hand_in("deep", room.solved(double="x = a" + ".b" * 30_000))
    room.hand_in("huge", room.solved(double="x = 1;" * 1_700_000))
    room.hand_in("wrong", room.solved(double="def double(x:"))
    room.hand_in("cut", "{")
    evil = room.solved(double=f"open({str(room.root / 'ran')!r}, 'w')\nimport os; os.abort()")
    evil.cells.append(new_code_cell("import os\nos.kill(os.getppid(), 9)"))
    room.hand_in("evil", evil)
    return room


def test_a_class_is_compared_and_told(room: Classroom) -> None:
    done = room.course("similar", "01", "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert "similar.html: 1 pair to look at, of 23 students" in done.stderr
    for line in (
        "deep/01_mini: not compared: double: too deep or too long for Python",
        "huge/01_mini: not compared: double: more than 100,000 characters",
        "wrong/01_mini: not compared: double: no Python",
        "cut/01_mini: not compared: mini.ipynb is not JSON: cut off, or not saved by Jupyter",
    ):
        assert line in done.stderr
    assert not (room.root / "ran").exists()
    told = json.loads((room.root / "similar.json").read_text(encoding="utf-8"))
    (pair,) = told["pairs"]
    assert pair["students"] == ["<b>bob", "ann"]
    assert {x["exercise"] for x in pair["exercises"]} == {"double", "total"}
    with (room.root / "similar.csv").open(encoding="utf-8-sig", newline="") as file:
        (_, row) = csv.reader(file)
    assert row[:3] == ["01_mini", "<b>bob", "ann"]


def test_the_page_shows_both_runs_nothing_and_says_what_it_is_not(room: Classroom) -> None:
    assert room.course("similar", "01").returncode == 0
    html = (room.root / "similar.html").read_text(encoding="utf-8")
    assert "This page is no verdict." in html
    assert "half = x / 3" in html and html.count("<pre>") == 4
    assert "&lt;b&gt;bob" in html and "<b>bob" not in html
    assert "default-src 'none'; style-src 'unsafe-inline'" in html
    assert not any(part in html for part in ("<script", "http://", "https://", "src="))


def test_one_submission_is_nothing_to_compare(room: Classroom, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    (room.submitted / "ann").rename(tmp_path / "alone" / "ann")
    done = room.course("similar", "01", "--submissions", str(tmp_path / "alone"))
    (tmp_path / "alone" / "ann").rename(room.submitted / "ann")
    assert done.returncode == 2 and "fewer than two students" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_answers_are_those_of_the_release(room: Classroom) -> None:
    """Also where an editor dropped the metadata, and cells of one's own are kept apart."""
    notebook = room.solved(double="def double(x):\n    return 2 * x")
    cell(notebook, "double").metadata.clear()
    notebook.cells.append(new_code_cell("mine = 3"))
    room.hand_in("dan", notebook)
    (dan,) = [x for x in find(room.submitted, select(room.root, ["01"])) if x.student == "dan"]
    release = Release({"double": "", "total": "", "scale": ""}, frozenset())
    found = answers(dan, release)
    assert found["double"].endswith("return 2 * x") and "mine = 3" in found[OWN]


def length_or_end(submission: Submission) -> int:
    """What a submission that ends the process which reads it looks like."""
    if submission.student == "evil":
        os._exit(1)
    return len(submission.student)


def test_one_that_ends_the_process_costs_nobody_else(room: Classroom) -> None:
    there = find(room.submitted, select(room.root, ["01"]))
    todo = [x for x in there if x.student in ("evil", "s01", "s02", "s03", "s04")]
    done = {x.student: result for x, result in _apart(length_or_end, todo, 2)}
    assert done == {x.student: None if x.student == "evil" else len(x.student) for x in todo}
    assert len(todo) == 5


def test_another_teachers_course_of_two_notebooks(tmp_path: Path) -> None:
    """Without a bank, one grade_id in both notebooks: the class alone tells what is usual."""
    heads = {
        "one": ("double", "def double(x):\n    "),
        "two": ("total", "def total(numbers):\n    "),
    }
    cells = {
        name: [
            nbgrader_courses.answer("f", head + STYLES[exercise][0]),
            nbgrader_courses.graded("test_f", 1, "assert f"),
        ]
        for name, (exercise, head) in heads.items()
    }
    course = nbgrader_courses.Course(tmp_path, {"ps1": cells})
    rng = random.Random(3)
    for number in range(18):
        for name, (exercise, head) in heads.items():
            alike = number in (4, 11)
            body = ODD[exercise] if alike else rng.choice(STYLES[exercise])
            notebook = nbformat.read(course.sources / "ps1" / f"{name}.ipynb", as_version=4)
            notebook.cells[0].source = head + body
            path = course.submitted / f"s{number:02}" / "ps1" / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, path)
    done = course.course("similar", "ps1")
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "similar.json").read_text(encoding="utf-8"))
    (pair,) = told["pairs"]
    assert pair["students"] == ["s04", "s11"]
    assert {x["exercise"] for x in pair["exercises"]} == {"one/f", "two/f"}
    html = (tmp_path / "similar.html").read_text(encoding="utf-8")
    assert html.count("half = x / 3") == html.count("left, right = ") == 2
