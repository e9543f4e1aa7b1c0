"""Grades into the tables of Canvas, Moodle and Gradescope: filled, and nothing else changed.

The tables in lms_exports/ were written by hand after the vendors' documentation (see roster.py).
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config
from typer.testing import CliRunner

from course_utils.autograde import lms
from course_utils.autograde.gradebook import opened
from course_utils.autograde.lms import Filled, LmsExporter
from course_utils.cli import app
from course_utils.course import CourseError

EXPORTS = Path(__file__).parent / "lms_exports"
CANVAS, MOODLE, WORKSHEET, GRADESCOPE = (
    (EXPORTS / f"{name}.csv").read_text(encoding="utf-8")
    for name in ("canvas", "moodle", "moodle_worksheet", "gradescope")
)
LESSON = "01_activation_functions"


@pytest.fixture
def gradebook(tmp_path: Path) -> Iterator[Gradebook]:
    """Two lessons; minji has 17.5 of 20, seojun 12 and an answer that nobody read, ann nothing."""
    with opened(f"sqlite:///{tmp_path / 'gradebook.db'}") as db:
        for assignment in (LESSON, "02_loss_vs_accuracy"):
            db.add_assignment(assignment)
            db.add_notebook("n", assignment)
            db.add_grade_cell("test_relu", "n", assignment, max_score=20, cell_type="code")
        db.add_student("minji", first_name="Min-ji", last_name="Kim")
        db.add_student("seojun", lms_user_id="20240002")
        hand_in(db, "minji", LESSON, 17.5)
        hand_in(db, "seojun", LESSON, 12.0, waits=True)
        yield db


def hand_in(
    db: Gradebook, student: str, assignment: str, score: float, waits: bool = False
) -> None:
    db.add_submission(assignment, student)
    grade = db.find_grade("test_relu", "n", assignment, student)
    grade.auto_score, grade.needs_manual_grade = score, waits
    db.db.commit()


def filled(gradebook: Gradebook, to: str, text: str, tmp_path: Path, **options: object) -> Filled:
    roster = tmp_path / "roster.csv"
    roster.write_text(text, encoding="utf-8", newline="")
    return lms.export(gradebook, to, roster, **options)  # type: ignore[arg-type]


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_canvas_gets_points_and_nothing_else_changes(gradebook: Gradebook, tmp_path: Path) -> None:
    made = filled(gradebook, "canvas", CANVAS, tmp_path)
    expected = cells(CANVAS)
    expected[3][5], expected[4][5] = "17.5", "12"
    assert cells(made.text) == expected
    assert made.students == 2
    assert made.columns == {LESSON: "01 Activation Functions (4711)"}


def test_who_has_no_grade_and_what_awaits_a_person_is_told(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    told = filled(gradebook, "canvas", CANVAS, tmp_path).told
    assert told == [
        "left as they were, nothing is graded for them: O'Neil, Ann, Student, Test",
        f"{LESSON}: written answers of 1 students await a person, their points are still to come: "
        "seojun",
    ]


def test_moodle_by_address_or_id_in_the_column_of_points(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    gradebook.update_or_create_student("minji", email="Minji@example.org")
    made = filled(gradebook, "moodle", MOODLE, tmp_path)
    assert [row[4:6] for row in cells(made.text)[1:]] == [["17.5", "-"], ["12", "-"]]


def test_a_grading_worksheet_is_for_the_one_assignment_that_is_named(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    gradebook.update_or_create_student("minji", lms_user_id="20240001")
    made = filled(gradebook, "moodle", WORKSHEET, tmp_path, assignments=[LESSON])
    assert [row[5] for row in cells(made.text)] == ["Grade", "17.5", "12"]
    with pytest.raises(CourseError, match="no column of the roster is named like"):
        filled(gradebook, "moodle", WORKSHEET, tmp_path)


def test_gradescope(gradebook: Gradebook, tmp_path: Path) -> None:
    gradebook.update_or_create_student("minji", lms_user_id="20240001")
    made = filled(gradebook, "gradescope", GRADESCOPE, tmp_path)
    assert cells(made.text)[1][4:6] == ["17.5", "20.0"]
    assert made.told[0] == "no row for: seojun"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('"Kim, Min-ji",501,20240001,minji@example.org,CS101,,,', "an address that begins alike"),
        ('"Kim, Min-ji",501,20240001,kim,CS101,,,', "the name alone"),
    ],
)
def test_nothing_is_guessed(gradebook: Gradebook, tmp_path: Path, row: str, why: str) -> None:
    text = "\n".join([*CANVAS.splitlines()[:3], row, CANVAS.splitlines()[4], ""])
    made = filled(gradebook, "canvas", text, tmp_path)
    assert cells(made.text)[3][5] == "", why
    assert made.told[0].startswith("in doubt, not filled: minji (like Kim, Min-ji)")


def test_two_rows_with_one_id_are_in_doubt(gradebook: Gradebook, tmp_path: Path) -> None:
    twice = CANVAS.replace("8c1b", "minji")
    made = filled(gradebook, "canvas", twice, tmp_path)
    assert [row[5] for row in cells(made.text)[3:]] == ["", "12", "", ""]
    assert "minji (like Kim, Min-ji and Student, Test)" in made.told[0]


def test_two_students_with_one_row_are_in_doubt(gradebook: Gradebook, tmp_path: Path) -> None:
    gradebook.add_student("min", lms_user_id="501")
    hand_in(gradebook, "min", LESSON, 5)
    made = filled(gradebook, "canvas", CANVAS, tmp_path)
    assert cells(made.text)[3][5] == ""
    assert "min and minji (both are Kim, Min-ji)" in made.told[0]


def test_a_column_may_be_named(gradebook: Gradebook, tmp_path: Path) -> None:
    made = filled(gradebook, "canvas", CANVAS, tmp_path, columns={LESSON: "Essay (4712)"})
    assert [row[5:7] for row in cells(made.text)[3:5]] == [["", "17.5"], ["3", "12"]]
    assert made.told[0] == (
        f"{LESSON}: 10 points possible in Canvas, 20 here: points are written as they are here"
    )


def test_the_files_own_encoding_delimiter_and_line_ends_are_kept(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    text = CANVAS.replace(",", ";").replace("\n", "\r\n")
    roster = tmp_path / "roster.csv"
    roster.write_bytes(b"\xef\xbb\xbf" + text.encode())
    made = lms.export(gradebook, "canvas", roster)
    lms.write(made, tmp_path / "out.csv")
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfStudent;ID;")
    assert raw.count(b"\r\n") == text.count("\r\n") == raw.count(b"\n")


def test_a_name_cannot_become_a_formula(gradebook: Gradebook, tmp_path: Path) -> None:
    evil = CANVAS.replace('"Kim, Min-ji"', '"=HYPERLINK(""http://x"")"')
    made = filled(gradebook, "canvas", evil, tmp_path)
    assert cells(made.text)[3][0] == '\'=HYPERLINK("http://x")'
    gradebook.add_student("=1+1")
    hand_in(gradebook, "=1+1", LESSON, 5)
    assert "\n'=1+1," in lms.export(gradebook, "csv", None).text


def test_a_table_of_our_own(gradebook: Gradebook) -> None:
    made = lms.export(gradebook, "csv", None)
    assert made.text.splitlines() == [
        f"student,name,{LESSON},02_loss_vs_accuracy,total,max_score",
        "minji,Min-ji Kim,17.5,,17.5,20",
        "seojun,,12,,12,20",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "none of the columns SIS Login ID"),
        (b"", "none of the columns SIS Login ID"),
        ("Student,ID\n김,1\n".encode("cp949"), "not UTF-8 text"),
    ],
)
def test_another_file_is_refused(
    gradebook: Gradebook, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "roster.csv").write_bytes(content)
    with pytest.raises(CourseError, match=said):
        lms.export(gradebook, "canvas", tmp_path / "roster.csv")
    with pytest.raises(CourseError, match="name it with --roster"):
        lms.export(gradebook, "canvas", None)


def test_nbgrader_export_does_it_too(gradebook: Gradebook, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(CANVAS, encoding="utf-8")
    settings = {"lms": "canvas", "roster": str(tmp_path / "roster.csv")}
    exporter = LmsExporter(config=Config(LmsExporter=settings, ExportPlugin={}))
    exporter.to = str(tmp_path / "out.csv")
    exporter.export(gradebook)
    assert cells((tmp_path / "out.csv").read_text(encoding="utf-8"))[3][5] == "17.5"


def test_course_export(
    gradebook: Gradebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "roster.csv").write_text(CANVAS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    where = ["export", "--to", "canvas", "--gradebook", "gradebook.db", "--out", "filled.csv"]
    done = CliRunner().invoke(app, [*where, "--roster", "roster.csv"])
    assert done.exit_code == 0, done.stderr
    assert f"filled.csv: 2 students, {LESSON}" in done.stderr
    assert "await a person" in done.stderr
    assert cells(Path("filled.csv").read_text(encoding="utf-8"))[4][5] == "12"
    refused = CliRunner().invoke(app, where)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("course: --to canvas fills the table that Canvas exported")
    nowhere = CliRunner().invoke(app, ["export", "--gradebook", "none.db"])
    assert nowhere.exit_code == 2 and not Path("none.db").exists()
