"""Other teachers' nbgrader courses: `course grade NAME` gives nbgrader's scores, cell by cell.

Every assignment below is a habit of teachers. Each is graded here and by nbgrader's own autograde
in the same run, and the two gradebooks are compared.
"""

import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from classroom import MODE
from nbgrader.api import Gradebook
from nbgrader_courses import (
    BIN,
    ENVIRONMENT,
    Cell,
    Course,
    Scores,
    about,
    answer,
    cells_of,
    code,
    graded,
    scores,
    task,
    written,
)
from typer.testing import CliRunner

from course_utils.autograde.gradebook import OURS, opened
from course_utils.autograde.nbgrader_bridge import find_lessons, places, released
from course_utils.cli import app
from course_utils.course import CourseError, Lesson, choose

SANDBOX = [] if MODE.sandbox else ["--sandbox", "none"]

PLOTS = [
    code("%matplotlib inline\nimport numpy as np\nimport matplotlib.pyplot as plt"),
    answer("line", "def line(x):\n    return 2 * np.asarray(x)", "def line(x):\n    return x"),
    code("plt.plot(line(np.arange(3)))\nplt.show()"),
    graded("test_line", 2, "assert list(line([1, 2])) == [2, 4]"),
    graded("test_axes", 1, "assert len(plt.gca().lines) in (0, 1)"),
]
SHARED = [
    code("data = [3, 1, 2]\n\ndef close(a, b):\n    return abs(a - b) < 1e-9"),
    answer("mean", "class Mean:\n    def of(self, x):\n        return sum(x) / len(x)\n"
           "mean = Mean()\nresult = mean.of(data)",
           "class Mean:\n    def of(self, x):\n        return sum(x)\nmean = Mean()\nresult = 6"),
    graded("test_result", 1, "assert close(result, 2)"),
    graded("test_object", 2, "assert close(mean.of(data[:2]), 2)\nexpected = mean.of([5])"),
    graded("test_later", 1, "assert expected == 5"),
]  # fmt: skip
INPUT = [
    answer("ask", "def ask():\n    return 2 * int(input('n: '))", "def ask():\n    return 8"),
    graded("test_mock", 1, "from unittest import mock\n"
         "with mock.patch('builtins.input', return_value='4'):\n    assert ask() == 8"),
    graded("test_builtins", 1, "import builtins\nbuiltins.input = lambda *_: '5'\n"
         "assert ask() == 10"),
    graded("test_global", 1, "input = lambda *_: '3'\nassert ask() == 6"),
]  # fmt: skip
CALLS = [
    code("import faulthandler, getpass, logging, os, sys\nfaulthandler.enable()"),
    answer("home", "def home():\n    logging.info('looked')\n"
           "    return os.path.expanduser('~')", "def home():\n    return '~'"),
    graded("test_user", 1, "assert getpass.getuser()"),
    graded("test_home", 2, "assert not home().startswith('~')"),
    graded("test_descriptor", 1, "assert sys.stdout.fileno() >= 0"),
]  # fmt: skip
BY_HAND = [
    answer("halve", "def halve(x):\n    return x / 2", "def halve(x):\n    return x // 2"),
    graded("test_partial", 4, "sum(halve(x) == x / 2 for x in (1, 2, 3, 4))"),
    graded("test_note", 1, "assert halve(2) == 1\n'well done'"),
    graded(
        "test_case",
        1,
        "import sys, unittest\nclass Cases(unittest.TestCase):\n"
        "    def test_one(self):\n        self.assertEqual(halve(1), 0.5)\n"
        "to = unittest.TextTestRunner(stream=sys.stdout)\n"
        "assert unittest.main(argv=[''], exit=False, testRunner=to).result.wasSuccessful()",
    ),
    written("why", 3, "Because."),
    written("plot", 2, "x = 2", kind="code"),
    task("draw", 5),
]
BESIDE = [
    code("import sys\nsys.path.insert(0, 'code')\nfrom helper import twice"),
    answer("rows", "def rows():\n    return len(open('calendar.csv').readlines())",
           "def rows():\n    return 0"),
    graded("test_rows", 1, "assert twice(rows()) == 4"),
    graded("test_page", 1, "assert open('html/page.html').read() == '<p>'"),
]  # fmt: skip
AUTOTEST = [
    answer("x", "x = 3", "x = 4"),
    graded("test_x", 2, "# AUTOTEST x"),
]
TWICE = [  # the same grade_ids in two notebooks
    answer("f", "def f(x):\n    return 2 * x", "def f(x):\n    return x"),
    graded("test_f", 1, "assert f(1) == 2"),
    written("why_f", 3, "Because."),
]
FIRST = [  # what the second notebook reads and runs
    answer("g", "def g(x):\n    return 3 * x", "def g(x):\n    return x"),
    code("open('made.txt', 'w').write(str(g(2)))"),
    graded("test_g", 1, "assert g(1) == 3"),
]
SECOND = [
    code("%run first.ipynb"),
    answer("h", "def h(x):\n    return g(x) + 1", "def h(x):\n    return 7"),
    graded("test_h", 2, "assert h(2) == 7"),
    graded("test_made", 4, "assert open('made.txt').read() == '6'"),
]
AUTOTESTS = """\
python3:
    setup: ""
    hash: 'str({{snippet}})'
    dispatch: "type({{snippet}})"
    normalize: "str({{snippet}})"
    check: "assert str({{snippet}}) == '{{value}}', '{{message}}'"
    success: "print('ok')"
    templates:
        default:
            - test: "type({{snippet}}).__name__"
              fail: "wrong type"
            - test: "{{snippet}}"
              fail: "wrong value"
"""
HABITS = {
    "kernel": {"kernel": [*PLOTS, *CALLS, *INPUT]},
    "beside": {"beside": BESIDE},
    "shared": {"shared": SHARED},
    "by_hand": {"by_hand": BY_HAND},
    "autotest": {"autotest": AUTOTEST},
    "together": {"first": FIRST, "second": SECOND},
    "twice": {"one": TWICE, "two": [*TWICE, graded("test_more", 2, "assert f(2) == 4")]},
}
FILES = {
    "autotests.yml": AUTOTESTS,
    "source/beside/calendar.csv": "1,2\n3,4\n",
    "source/beside/html/page.html": "<p>",
    "source/beside/code/helper.py": "def twice(x):\n    return 2 * x\n",
    "solutions/readme.txt": "Not the sources: they are in source/, nbgrader's default.",
}


@dataclass(frozen=True)
class Graded:
    """One class, by both graders.

    Attributes:
        ours, theirs: what the gradebook of each holds.
        results: student, assignment -> what `--json` printed.
        said: on stderr.
    """

    course: Course
    ours: Scores
    theirs: Scores
    results: dict[tuple[str, str], dict[str, Any]]
    said: str


def grade(course: Course, ours: str, theirs: str, *arguments: str) -> Graded:
    """By `course grade` into the gradebook `ours`, by nbgrader into `theirs` (URLs)."""
    done = course.course("grade", "--json", "-", *arguments, *SANDBOX)
    assert done.returncode in (0, 1), done.stderr
    course.autograde(theirs)
    told = map(json.loads, done.stdout.splitlines())
    results = {(each["student"], each["assignment"]): each for each in told}
    return Graded(course, scores(ours), scores(theirs), results, done.stderr)


@pytest.fixture(scope="module")
def habits(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The habits, and nbgrader's own example, in one course."""
    root = tmp_path_factory.mktemp("habits")
    subprocess.run([BIN / "nbgrader", "quickstart", "example"], cwd=root, env=ENVIRONMENT,
                   check=True, capture_output=True)  # fmt: skip
    shutil.copytree(root / "example" / "source" / "ps1", root / "c" / "source" / "ps1")
    example = {
        path.stem: cells_of(path, sum_of_squares="def sum_of_squares(n):\n    return 0")
        for path in (root / "c" / "source" / "ps1").glob("*.ipynb")
    }
    course = Course(root / "c", HABITS | {"ps1": example}, files=FILES)
    course.release()
    for student in ("solved", "wrong"):
        course.hand_in(student)
    course.hand_in("untouched", "shared", "by_hand")
    course.hand_in("raises", "ps1")
    course.hand_in("half", "ps1", only="problem1")
    ours, theirs = (f"sqlite:///{course.root / name}.db" for name in ("ours", "gradebook"))
    return grade(course, ours, theirs, "--gradebook", ours, "--out", "ours")


@pytest.mark.parametrize("habit", [*HABITS, "ps1"])
def test_scores_are_nbgraders(habit: str, habits: Graded) -> None:
    ours, theirs = ({k: v for k, v in each.items() if k[1] == habit}
                    for each in (habits.ours, habits.theirs))  # fmt: skip
    assert theirs and ours == theirs, habits.said
    points = {k[2:]: v for k, v in theirs.items() if k[0] == "solved"}
    assert {k[2:]: v for k, v in theirs.items() if k[0] == "wrong"} != points
    result = habits.results["solved", habit]
    assert result["score"] == result["max_score"] > 0
    assert (result["status"], result["reason"]) == ("graded", "")


def test_tests_run_apart_only_where_they_can(habits: Graded) -> None:
    """Nobody asked for a verdict: each assignment's own solution was tried first."""
    notes = [line for line in habits.said.splitlines() if line.startswith("note: ")]
    apart = {name for (_, name) in habits.results} - {note.split(":")[1][1:] for note in notes}
    assert {"by_hand", "autotest", "twice"} <= apart
    assert not {"shared", "ps1"} & apart
    assert all("they run in the student's kernel" in note for note in notes)


def test_one_grade_id_in_two_notebooks_is_two_cells(habits: Graded) -> None:
    cells = habits.results["solved", "twice"]["cells"]
    told = {(cell["notebook"], cell["grade_id"]) for cell in cells}
    assert told == {("one", "test_f"), ("two", "test_f"), ("two", "test_more")}
    assert sorted(habits.results["solved", "twice"]["manual"].values()) == [3, 3]
    done = habits.course.course("report", "--graded", "ours", "--html", "r.html")
    assert done.returncode == 0, done.stderr
    page = (habits.course.root / "r.html").read_text()
    assert "one/test_f" in page and "two/test_f" in page


def test_comments_are_nbgraders(habits: Graded) -> None:
    told = []
    for name in ("ours", "gradebook"):
        with Gradebook(f"sqlite:///{habits.course.root / name}.db") as gradebook:
            submission = gradebook.find_submission("by_hand", "untouched")
            told.append({c.name: c.auto_comment for n in submission.notebooks for c in n.comments})
    assert told[0] == told[1]
    assert (told[0]["why"], told[0]["draw"]) == ("No response.", None)


def test_a_task_that_a_person_marked_waits_for_nobody(habits: Graded) -> None:
    url = f"sqlite:///{habits.course.root / 'ours'}.db"
    with Gradebook(url) as gradebook:
        draw = gradebook.find_grade("draw", "by_hand", "by_hand", "solved")
        assert draw.needs_manual_grade
        draw.manual_score, draw.needs_manual_grade = 4, False
        gradebook.db.commit()
    again = ["by_hand", "--again", "--gradebook", url, "--out", "ours", "--no-self-test"]
    assert habits.course.course("grade", *again, *SANDBOX).returncode in (0, 1)
    with Gradebook(url) as gradebook:
        draw = gradebook.find_grade("draw", "by_hand", "by_hand", "solved")
        assert (draw.manual_score, draw.needs_manual_grade) == (4, False)


def test_who_handed_in_nothing_is_told(habits: Graded) -> None:
    """nbgrader keeps no record of them, nor does this."""
    told = "autotest: nothing from 3 of 5 students (half, raises, untouched)"
    assert told in habits.said.splitlines()


def test_a_new_gradebook_is_as_nbgrader_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Table by table, and the revision that `nbgrader db upgrade` reads; our own stand beside."""
    monkeypatch.setenv("PATH", ENVIRONMENT["PATH"])  # nbgrader starts alembic, this does not
    made = []
    for name, make in (("ours.db", opened), ("theirs.db", Gradebook)):
        with make(f"sqlite:///{tmp_path / name}"):
            pass
        with sqlite3.connect(tmp_path / name) as connection:
            tables = connection.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
            )
            words = [
                (*about, table, "".join((sql or "").split()))
                for *about, table, sql in tables
                if table not in OURS.tables
            ]
            made.append((words, connection.execute("SELECT * FROM alembic_version").fetchall()))
    assert made[0] == made[1]
    assert len(made[0][1]) == 1


def test_a_gradebook_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"

    def ended(folder: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr("course_utils.autograde.gradebook.ScriptDirectory", ended)
        with opened(url):
            pass
    with closing(sqlite3.connect(tmp_path / "new.db")) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []
    with opened(url):
        pass


def test_a_gradebook_of_an_older_nbgrader_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    with opened(url):
        pass
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.execute("DELETE FROM alembic_version")
    with opened(url):  # nobody reads the version
        pass
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.execute("ALTER TABLE student DROP COLUMN lms_user_id")
    with (
        pytest.raises(CourseError, match=r"another version of nbgrader: .*`nbgrader db upgrade`"),
        opened(url),
    ):
        pass


def test_a_student_who_handed_in_one_of_two_notebooks(habits: Graded) -> None:
    result = habits.results["half", "ps1"]
    assert result["status"] == "needs_review"
    assert result["reason"] == "problem2.ipynb is missing; the folder holds problem1.ipynb"


def test_settings_of_nbgrader_count(elsewhere: Graded) -> None:
    assert elsewhere.theirs and elsewhere.ours == elsewhere.theirs, elsewhere.said
    assert not any("was edited" in each["reason"] for each in elsewhere.results.values())
    late = ("solved", "P1", "numbers", "test_half")
    assert elsewhere.theirs[late] == (4, 2.0)  # the plugin beside the settings takes half
    stopped = next(c for c in elsewhere.results["wrong", "P1"]["cells"] if not c["score"])
    assert (stopped["grade_id"], stopped["status"]) == ("test_slow", "timeout")
    assert "after 5 s" in stopped["message"]


def test_only_the_assignment_that_was_named(elsewhere: Graded) -> None:
    """Not P10, which begins with its name, nor the notebook of P10 that is called P1."""
    assert {assignment for _, assignment in elsewhere.results} == {"P1"}


def test_folders_are_those_of_the_settings(elsewhere: Graded) -> None:
    root = elsewhere.course.root
    assert (root / "bewertet" / "solved" / "P1" / "numbers.ipynb").is_file()
    assert not (root / "autograded").exists()
    done = elsewhere.course.course("feedback", "P1")
    assert done.returncode == 0, done.stderr
    page = (root / "rueckmeldung" / "solved" / "P1" / "numbers.html").read_text()
    assert "half(4)" in re.sub("<[^>]*>", "", page)
    assert "4321" not in re.sub("<[^>]*>", "", page)  # stands between the hidden delimiters


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Nothing is where or what nbgrader's defaults say."""
    root = tmp_path_factory.mktemp("elsewhere") / "c"
    course = Course(
        root, {"P1": {"numbers": NUMBERS}, "P10": {"P1": NUMBERS}}, SETTINGS,
        {"late.py": LATE, "buch/.keep": ""}, ("lehrer/quellen", "ausgabe", "eingang"),
    )  # fmt: skip
    course.release()
    for student in ("solved", "wrong"):
        course.hand_in(student)
    stamp = root / "eingang" / "solved" / "P1" / "timestamp.txt"
    stamp.write_text("2030-01-02 00:00:00 UTC")
    ours, theirs = (f"sqlite:///{root / 'buch' / name}.db" for name in ("noten", "theirs"))
    with Gradebook(ours) as gradebook:
        gradebook.update_or_create_assignment("P1", duedate="2030-01-01 00:00:00 UTC")
    shutil.copy(root / "buch" / "noten.db", root / "buch" / "theirs.db")
    shutil.rmtree(root / "eingang" / "solved" / "P10")  # nbgrader grades all that is handed in
    shutil.rmtree(root / "eingang" / "wrong" / "P10")
    done = grade(course, ours, theirs, "P1")
    course.hand_in("solved", "P10")
    return done


NUMBERS = [
    Cell("# LOESUNG\ndef half(x):\n    return x / 2\n# ENDE", about("half", solution=True)),
    graded("test_half", 4, "assert half(4) == 2\n# GEHEIM\nassert half(8642) == 4321\n# OFFEN"),
    Cell("# LOESUNG\nimport time\nslow = time.sleep\n# ENDE", about("slow", solution=True),
         "import time\ndef slow(x):\n    time.sleep(60)"),
    graded("test_slow", 1, "slow(0)"),
]  # fmt: skip
SETTINGS = """
import os
c.CourseDirectory.source_directory = "lehrer/quellen"
c.CourseDirectory.release_directory = "ausgabe"
c.CourseDirectory.submitted_directory = "eingang"
c.CourseDirectory.autograded_directory = "bewertet"
c.CourseDirectory.feedback_directory = "rueckmeldung"
c.CourseDirectory.db_url = "sqlite:///" + os.path.abspath("buch/noten.db")
c.ClearSolutions.begin_solution_delimeter = "# LOESUNG"
c.ClearSolutions.end_solution_delimeter = "# ENDE"
c.ClearSolutions.code_stub = {"python": "# hier\\nraise NotImplementedError"}
c.ClearHiddenTests.begin_test_delimeter = "# GEHEIM"
c.ClearHiddenTests.end_test_delimeter = "# OFFEN"
c.AssignLatePenalties.plugin_class = "late.Half"
c.Execute.timeout = 5
"""
LATE = """
from nbgrader.plugins import BasePlugin

class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score // 2
"""


# What cannot be graded is one line.


def source(*cells: Cell) -> dict[str, list[Cell]]:
    return {"nb": [answer("x", "x = 3"), *cells]}


def at(name: str, **given: object) -> Cell:
    """A test with metadata like nobody should write them."""
    return Cell("assert x == 3", about(name, grade=True, locked=True) | given)


BROKEN = {
    "old schema": (at("t", points=1, schema_version=1), "then `nbgrader update .`"),
    "new schema": (at("t", points=1, schema_version=9), "update nbgrader"),
    "id twice": (at("x", points=1), "x"),
    "no points": (at("t"), "points"),
    "a blank in an id": (at("a t", points=1), "a t"),
    "no end of a solution": (
        Cell("### BEGIN SOLUTION\nx = 1", about("y", solution=True)),
        "no end solution statement found",
    ),
    "no end of hidden tests": (
        graded("t", 1, "### BEGIN HIDDEN TESTS\nassert x"),
        "No end hidden tests statement found",
    ),
    "a solution elsewhere": (Cell("### BEGIN SOLUTION\n### END SOLUTION"), "non-solution cell"),
    "an autotest without tests": (graded("t", 1, "# AUTOTEST x"), "autotests.yml"),
    "another language": (None, "is written in R: `course grade` runs Python only"),
    "no notebook": (None, "cannot be read"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of broken sources, and a good one."""
    sources = {name: source(*([cell] if cell else [])) for name, (cell, _) in BROKEN.items()}
    sources["good"] = source(at("t", points=1))
    sources["other"] = {"nb": [answer("y", "y = 3"), graded("test_y", 1, "assert y == 3")]}
    settings = (
        "c.CourseDirectory.student_id_exclude = 'eve,mallory'\n"
        "c.CourseDirectory.student_id = '[abe]*'\n"  # and the self-test is nobody's
        "c.Autograde.autograde_preprocessors = ['nbgrader.preprocessors.Execute', 'mine.Step']"
    )
    course = Course(tmp_path_factory.mktemp("broken"), sources, settings)
    path = course.sources / "another language" / "nb.ipynb"
    path.write_text(path.read_text().replace('"language": "python"', '"language": "R"'))
    (course.sources / "no notebook" / "nb.ipynb").write_text("{")
    return course


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_source_is_told_in_nbgraders_words(name: str, broken: Course) -> None:
    with pytest.raises(CourseError) as caught, released(find_lessons([name], broken.root)):
        pass
    told = str(caught.value)
    assert "nb.ipynb" in told and BROKEN[name][1] in told and "\n" not in told


def test_broken_sources_do_not_keep_others_from_being_graded(broken: Course) -> None:
    for student, handed_in in (("ann", "good"), ("bob", "other"), ("eve", "good")):
        path = broken.submitted / student / "good" / "nb.ipynb"
        path.parent.mkdir(parents=True)
        shutil.copy(broken.sources / handed_in / "nb.ipynb", path)
    shutil.copytree(broken.submitted / "ann" / "good", broken.submitted / "ann" / "id twice")
    done = broken.course("grade", "--json", "-", *SANDBOX)
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("course: ")]
    assert len(told) == 1 and "id twice" in told[0]
    assert "note: mine.Step: steps of your own" in done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]  # eve's are left out
    assert [(r["student"], r["assignment"], r["score"], r["reason"]) for r in results] == [
        ("ann", "good", 1, ""),
        ("bob", "good", 0, "none of this assignment's cells is in it; it looks like other"),
    ]


def test_a_solution_that_fails_its_own_tests_is_refused(broken: Course) -> None:
    cells = [answer("x", "x = 1"), at("t", points=2), graded("u", 1, "x / 2")]
    Course(broken.root, {"failing": {"nb": cells}})
    target = broken.submitted / "ann" / "failing"
    shutil.copytree(broken.sources / "failing", target)
    done = broken.course("grade", "failing", *SANDBOX)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert line.startswith("course: failing is not graded: its own solution scores 0.5 of 3; t: ")
    assert "; u: the number in its last line gives 0.5 of 1 points. " in line
    assert line.endswith("Mend the source, or go on with --no-self-test")
    done = broken.course("grade", "failing", "--no-self-test", *SANDBOX)
    assert done.returncode == 0, done.stderr
    note = (
        "note: failing: nobody tried whether tests can run apart (--no-self-test), so they run in"
    )
    assert any(line.startswith(note) for line in done.stderr.splitlines())


@pytest.mark.parametrize(
    "text, told",
    [
        ("c = get_config(\n", "line 1: SyntaxError"),
        ("c = get_config()\n\nc.X.y = 1 / 0\n", "line 3: ZeroDivisionError"),
        ("import beside_it\n", "line 2: NameError: name 'nothing'"),
        ("c = get_config()\nc.CourseDirectory.source_directory = 3\n", "'source_directory'"),
        ("c = get_config()\nc.CourseDirectory.directory_structure = '{assignment_id}'\n",
         "directory_structure '{assignment_id}' is not supported"),
    ],
)  # fmt: skip
def test_broken_settings_are_one_line_that_says_where(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(tmp_path, {"a": source()}, files={"beside_it.py": "import os\nnothing\n"})
    (course.root / "nbgrader_config.py").write_text(text)
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(app, ["grade", "a"])
    (line,) = done.stderr.splitlines()
    assert done.exit_code == 2 and told in line
    assert line.startswith(f"course: {tmp_path}")


@pytest.mark.parametrize("name, told", [("ir", "(not installed)"), ("bash", "(bash)")])
def test_a_kernel_of_the_settings_is_told(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nbgrader runs it in place of the notebook's own."""
    kernel = tmp_path / "jupyter" / "kernels" / "bash" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text('{"argv": ["bash"], "display_name": "Bash", "language": "bash"}')
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    course = Course(tmp_path / "c", {"a": source()}, f"c.Execute.kernel_name = {name!r}")
    with pytest.raises(CourseError) as caught, released(find_lessons(None, course.root)):
        pass
    assert f"nb.ipynb is run with the kernel {name} {told} by the settings'" in str(caught.value)


def test_settings_of_the_home_folder_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A course without a file of its own, its root named in Jupyter's configuration folder."""
    course = Course(tmp_path / "c", {"a": source()}, folders=("lehrer", "release", "submitted"))
    (course.root / "nbgrader_config.py").unlink()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    (tmp_path / "jupyter").mkdir()
    settings = {"CourseDirectory": {"root": str(course.root), "source_directory": "lehrer"}}
    (tmp_path / "jupyter" / "nbgrader_config.json").write_text(json.dumps(settings))
    (tmp_path / "away").mkdir()
    (lesson,) = find_lessons(None, tmp_path / "away")
    assert lesson.source == course.sources / "a" / "nb.ipynb"
    assert places(lesson.root).gradebook == f"sqlite:///{course.root / 'gradebook.db'}"


# Names.

EVERY = [
    Lesson(Path("/c"), assignment, notebook, Path(f"/c/source/{assignment}/{notebook}.ipynb"))
    for assignment, notebook in [
        ("01_numpy", "arrays"), ("numpy", "intro"), ("P1", "P1"), ("P10", "P1"), ("2-a", "one"),
        ("2-a", "two"), ("02_b", "numpy"), ("3_a", "x"), ("3_b", "y"),
    ]
]  # fmt: skip


@pytest.mark.parametrize(
    "name, assignment",
    [
        ("P1", "P1"),
        ("P10", "P10"),
        ("numpy", "numpy"),
        ("arrays", "01_numpy"),
        ("01", "01_numpy"),
        ("2", "2-a"),
        ("two", "2-a"),
    ],
)
def test_a_name_is_exact(name: str, assignment: str) -> None:
    chosen = choose(EVERY, [name])
    assert {lesson.assignment for lesson in chosen} == {assignment}
    assert len(chosen) == sum(lesson.assignment == assignment for lesson in EVERY)


@pytest.mark.parametrize(
    "name, told",
    [
        ("P", "no lesson 'P': there are 01_numpy, numpy, P1"),
        ("0", "no lesson '0'"),
        ("3", "'3' could be 3_a or 3_b: give one in full"),
    ],
)
def test_a_name_that_fits_none_or_several(name: str, told: str) -> None:
    with pytest.raises(CourseError) as caught:
        choose(EVERY, [name])
    assert str(caught.value).startswith(told)
