"""Whatever was done to the cells, exercises run and count as the instructor wrote them."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from classroom import Classroom, cell
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course_utils.answers import LEFT_OVER
from course_utils.autograde.assignments import set_up, source_cells
from course_utils.autograde.gradebook import opened
from course_utils.autograde.restore import SourceCell, restore
from course_utils.autograde.results import Result

WRONG = "def double(x):\n    return 'wrong'"  # costs 1 of 7 points


UNFINISHED = "def double(x):\n    y = 2 * x\n    raise NotImplementedError()"


class Case(NamedTuple):
    """An edit to a solved notebook, and what must come of it.

    Attributes:
        edit: changes the notebook in place.
        score: of 7; 6 where `double` is wrong and its test must still find out.
        reason: what the instructor reads, "" where nothing is worth a look.
    """

    edit: Callable[[NotebookNode], object]
    score: float
    reason: str
    double: str | None = None


def set_data(name: str, **values: object) -> Callable[[NotebookNode], None]:
    return lambda notebook: cell(notebook, name).metadata.nbgrader.update(values)


def tag(grade_id: str, *names: str) -> Callable[[NotebookNode], None]:
    return lambda notebook: cell(notebook, grade_id).metadata.update(tags=[*names])


def turn_to(grade_id: str, cell_type: str) -> Callable[[NotebookNode], None]:
    def edit(notebook: NotebookNode) -> None:
        changed = cell(notebook, grade_id)
        changed.cell_type = cell_type
        del changed["outputs"], changed["execution_count"]

    return edit


def delete(*grade_ids: str) -> Callable[[NotebookNode], None]:
    def edit(notebook: NotebookNode) -> None:
        for name in grade_ids:
            notebook.cells.remove(cell(notebook, name))

    return edit


def empty_copy_behind(grade_id: str) -> Callable[[NotebookNode], None]:
    def edit(notebook: NotebookNode) -> None:
        first = cell(notebook, grade_id)
        second = copy.deepcopy(first)
        second.source, second.id = "pass", "copy"
        notebook.cells.insert(notebook.cells.index(first) + 1, second)

    return edit


def move(grade_id: str, to: int) -> Callable[[NotebookNode], None]:
    def edit(notebook: NotebookNode) -> None:
        moved = cell(notebook, grade_id)
        notebook.cells.remove(moved)
        notebook.cells.insert(to, moved)

    return edit


def scale_first(notebook: NotebookNode) -> None:
    """Both cells of the last exercise before the first."""
    move("scale", 2)(notebook)
    move("test_scale", 3)(notebook)


def stub_left_at_the_end(notebook: NotebookNode) -> None:
    """The answer in a copy above, the empty original kept below the test."""
    stub = copy.deepcopy(cell(notebook, "double"))
    stub.source, stub.id = "def double(x):\n    raise NotImplementedError", "copy"
    notebook.cells.append(stub)


def written_elsewhere(notebook: NotebookNode) -> None:
    """The answer cell deleted, its function in a cell of the student's own."""
    notebook.cells.insert(1, new_code_cell(cell(notebook, "double").source))
    delete("double")(notebook)


def retyped(*grade_ids: str) -> Callable[[NotebookNode], None]:
    """Cut and pasted by an editor that drops metadata and ids."""

    def edit(notebook: NotebookNode) -> None:
        for name in grade_ids:
            lost = cell(notebook, name)
            lost.metadata, lost["id"] = NotebookNode(), f"fresh-{name}"

    return edit


def strip_metadata(notebook: NotebookNode) -> None:
    cell(notebook, "test_double").metadata = NotebookNode()


def lose_ids(notebook: NotebookNode) -> None:
    notebook.nbformat_minor = 4
    for each in notebook.cells:
        del each["id"]


def nothing(notebook: NotebookNode) -> None:
    pass


CASES = {
    "as handed out": Case(nothing, 7, ""),
    "line of the stub left": Case(nothing, 6, "", UNFINISHED),
    "points raised": Case(
        set_data("test_total", points=100), 6, "points of test_total was 100: made 2.0", WRONG
    ),
    "every field of a test": Case(
        set_data("test_double", grade=False, solution=True, locked=False, points={"all": 7}),
        6,
        "grade of test_double was False: made True; solution of test_double was True: made False; "
        "locked of test_double was False: made True; "
        "points of test_double was {'all': 7}: made 1.0",
        WRONG,
    ),
    "a test made an answer": Case(
        set_data("test_double", grade=False, solution=True, grade_id="double"),
        6,
        "locked of double was True: made False; "
        "double is there more than once: the last one counts; "
        "test_double was missing: put back",
        WRONG,
    ),
    "test edited": Case(
        lambda notebook: cell(notebook, "test_double").update(source="print('all right')"),
        6,
        "test_double was edited: put back",
        WRONG,
    ),
    "test made text": Case(
        turn_to("test_double", "markdown"),
        6,
        "test_double was a markdown cell: made code again",
        WRONG,
    ),
    "answer made text": Case(turn_to("double", "raw"), 7, "double was a raw cell: made code again"),
    "tests deleted": Case(
        delete("test_double", "test_total"),
        6,
        "test_double was missing: put back; test_total was missing: put back",
        WRONG,
    ),
    "test copied": Case(
        empty_copy_behind("test_double"),
        6,
        "test_double was edited: put back; "
        "test_double is there more than once: the last one counts",
        WRONG,
    ),
    "answer copied": Case(
        empty_copy_behind("double"), 7, "double is there more than once: the last one counts"
    ),
    "stub left below": Case(
        stub_left_at_the_end, 7, "double is there more than once: the last one counts"
    ),
    "test moved up": Case(
        move("test_double", 1), 7, "test_double stood before double: put behind it"
    ),
    "exercises in another order": Case(scale_first, 7, ""),
    "tags on a test": Case(
        tag("test_double", "skip-execution", "raises-exception", "demo"), 6, "", WRONG
    ),
    "tags on an answer": Case(tag("double", "skip-execution", "demo"), 7, ""),
    "no cell ids": Case(lose_ids, 7, ""),
    "metadata lost, id kept": Case(
        strip_metadata, 7, "metadata of test_double was gone: recognised by the cell's id"
    ),
    "written elsewhere": Case(written_elsewhere, 7, "answer cell double is missing"),
    "answer and test pasted anew": Case(
        retyped("total", "test_total"),
        7,
        "answer cell total is missing; test_total was missing: put back",
    ),
    "written answer deleted": Case(delete("why_zero"), 7, "why_zero was missing: put back"),
    "an exercise deleted": Case(
        delete("double", "test_double"),
        6,
        "answer cell double is missing; test_double was missing: put back; "
        "cell 7 stopped: NameError: name 'double' is not defined",
    ),
}


@pytest.fixture(scope="module")
def graded(classroom: Classroom) -> dict[str, Result]:
    for student, case in CASES.items():
        notebook = classroom.solved(**({"double": case.double} if case.double else {}))
        case.edit(notebook)
        classroom.hand_in(student, notebook)
    return classroom.grade()


@pytest.mark.parametrize("student", CASES)
def test_counts_as_written(graded: dict[str, Result], student: str) -> None:
    case, result = CASES[student], graded[student]
    assert (result.score, result.max_score) == (case.score, 7)
    assert result.reason == case.reason
    assert result.status == ("needs_review" if case.reason else "graded")
    assert [c.grade_id for c in result.cells] == ["test_double", "test_total", "test_scale"]
    assert result.manual == {"why_zero": 3}


def test_graded_copies_hold_the_tests_as_written(
    classroom: Classroom, graded: dict[str, Result]
) -> None:
    for student in CASES:
        notebook = classroom.graded_copy(student)
        test = cell(notebook, "test_double")
        assert "an array with negative numbers" in test.source, student
        assert test.metadata.nbgrader.points == 1
        assert (
            sum(
                c.metadata.get("nbgrader", {}).get("grade_id") == "test_double"
                for c in notebook.cells
            )
            == 1
        )


def test_the_line_of_the_stub_is_told(graded: dict[str, Result]) -> None:
    told = {c.grade_id: c.message for c in graded["line of the stub left"].cells}
    assert told["test_double"] == LEFT_OVER.format("below")


@pytest.fixture
def corrected(tmp_path: Path) -> tuple[Classroom, NotebookNode, list[SourceCell]]:
    """A course whose instructor corrects a test and its points after the release of the old ones;
    a student's solved old notebook, and the new source."""
    room = Classroom(tmp_path / "course")
    lesson, old = room.lessons[0], room.solved()
    set_up(room.url, [lesson])
    text = lesson.source.read_text()
    new = text.replace('6, "double(3)"', '6, "twice three"')
    new = new.replace(
        '"test_total", "locked": true, "points": 2', '"test_total", "locked": true, "points": 5'
    )
    lesson.source.write_text(new)
    return room, old, sources(room, room.url)


def sources(room: Classroom, url: str) -> list[SourceCell]:
    lesson = room.lessons[0]
    set_up(url, [lesson])
    with opened(url, room.root) as gradebook:
        return source_cells(gradebook, lesson)


def test_an_earlier_release_is_no_edit(
    corrected: tuple[Classroom, NotebookNode, list[SourceCell]],
) -> None:
    _, old, source = corrected
    assert {c.grade_id: c.points for c in source}["test_total"] == 5
    edited = copy.deepcopy(old)
    assert restore(old, source) == []
    assert "twice three" in cell(old, "test_double").source
    cell(edited, "test_double").source = "pass"
    cell(edited, "test_total").metadata.nbgrader.points = 4
    assert sorted(restore(edited, source)) == [
        "points of test_total was 4: made 5.0",
        "test_double was edited: put back",
    ]


def test_a_release_that_lies_in_the_course_is_known_too(
    corrected: tuple[Classroom, NotebookNode, list[SourceCell]],
) -> None:
    """Handed out before anything was graded: another gradebook never saw the old version."""
    room, old, _ = corrected
    path = room.lessons[0].release
    path.parent.mkdir(parents=True)
    nbformat.write(room.release(), path)
    assert restore(old, sources(room, f"sqlite:///{room.root / 'another.db'}")) == []
