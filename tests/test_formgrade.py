"""Beside a written answer in the formgrader: the model answer and comments; in feedback neither."""

import tomllib
from pathlib import Path

import pytest
from classroom import ROOT, Classroom, cell
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from course_utils.autograde.formgrade import ModelAnswers
from course_utils.autograde.nbgrader_bridge import nbgrader_config, read_source
from course_utils.course import lessons


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    room = Classroom(tmp_path_factory.mktemp("course"))
    for student in ("ann", "bob", "cy"):
        room.hand_in(student, room.solved())
    room.grade()
    return room


def page(room: Classroom, **resources: str) -> list[str]:
    """The cells that the formgrader would lay out for ann, from the question on."""
    config = nbgrader_config(room.root)
    config.CourseDirectory.db_url = room.url
    asked = {"submission_id": "1", "assignment_id": "01_mini", "notebook_id": "mini"}
    notebook, _ = ModelAnswers(config=config).preprocess(
        room.graded_copy("ann"), resources if resources else asked
    )
    texts = [c.source for c in notebook.cells]
    at = next(i for i, c in enumerate(notebook.cells) if _id(c) == "why_zero")
    return texts[at:]


def _id(each: NotebookNode) -> str:
    return str(each.metadata.get("nbgrader", {}).get("grade_id", ""))


def comment(room: Classroom, student: str, text: str) -> None:
    with Gradebook(room.url) as gradebook:
        found = gradebook.find_comment("why_zero", "mini", "01_mini", student)
        found.manual_comment = text
        gradebook.db.commit()


def model(room: Classroom) -> str:
    """The instructor's own words."""
    source = cell(read_source(room.lessons[0]), "why_zero").source
    return str(source.partition("### BEGIN SOLUTION\n")[2].partition("\n### END")[0])


def test_the_model_answer_stands_behind_the_students(room: Classroom) -> None:
    answer, instructor, *_ = page(room)
    assert "Nothing added is nothing." in answer
    assert "shown here only" in instructor
    for line in model(room).splitlines():
        assert f"> {line}" in instructor


def test_no_other_page_has_it(room: Classroom) -> None:
    for resources in ({"notebook_id": "mini"}, {"assignment_id": "01_mini", "notebook_id": "mini"}):
        assert not any("shown here only" in text for text in page(room, **resources))
    assert room.course("feedback", "01").returncode == 0
    html = (room.root / "feedback" / "ann" / "01_mini" / "mini.html").read_text(encoding="utf-8")
    assert "Nothing added is nothing." in html
    assert "shown here only" not in html and model(room).splitlines()[0] not in html


def test_comments_are_those_of_the_file_then_the_most_frequent(room: Classroom) -> None:
    (room.root / "comments.toml").write_text(
        '[01_mini]\nwhy_zero = ["Say <why>.", "Good."]\n[02_micro]\nwhy_zero = ["no"]\n'
    )
    for student, text in (("ann", "Unclear"), ("bob", "Too short"), ("cy", "Too short")):
        comment(room, student, text)
    (buttons,) = [text for text in page(room) if "comment-bank" in text]
    order = [buttons.index(t) for t in ("Say &lt;why&gt;.", "Good.", "Too short", "Unclear")]
    assert order == sorted(order) and buttons.count("<button") == 4
    assert 'data-to="why_zero-comment"' in buttons and "<why>" not in buttons


def test_a_file_that_cannot_be_read_is_told_on_the_page(room: Classroom) -> None:
    (room.root / "comments.toml").write_text("[01_mini]\nwhy_zero = 3 4\n")
    assert any("comments.toml cannot be read" in text for text in page(room))
    (room.root / "comments.toml").unlink()


def test_a_course_without_this_assignment_has_none(room: Classroom, tmp_path: Path) -> None:
    config = nbgrader_config(room.root)
    config.CourseDirectory.update({"root": str(tmp_path), "db_url": room.url})
    notebook = room.graded_copy("bob")
    asked = {"submission_id": "1", "assignment_id": "none", "notebook_id": "mini"}
    shown, _ = ModelAnswers(config=config).preprocess(notebook, asked)
    assert len(shown.cells) == len(room.graded_copy("bob").cells)


def test_our_comments_are_for_questions_that_there_are() -> None:
    """Every question has at least two."""
    told = tomllib.loads((ROOT / "comments.toml").read_text(encoding="utf-8"))
    for lesson in lessons(ROOT):
        asked = {
            _id(c) for c in read_source(lesson).cells
            if c.cell_type == "markdown" and c.metadata.get("nbgrader", {}).get("solution")
        }  # fmt: skip
        assert set(told[lesson.assignment]) <= asked
        assert all(len(texts) >= 2 for texts in told[lesson.assignment].values())


def test_the_formgrader_is_told_of_it_and_students_never_get_the_file() -> None:
    config = nbgrader_config(ROOT)
    assert config.HTMLExporter.preprocessors[-1].endswith("ModelAnswers")
    assert not list((ROOT / "solutions").rglob("comments.toml"))
