"""Every version of an assignment that was handed out, in the gradebook itself.

An instructor who corrects a test or its points after the release grades with the new version.
Students still have the old one in hand, and nobody shall read that they edited it.
"""

from collections.abc import Iterable
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from sqlalchemy import Column, MetaData, String, Table, select

from course_utils.autograde.nbgrader_bridge import course_directory
from course_utils.autograde.restore import digest
from course_utils.course import Lesson
from course_utils.reading import Unreadable, read_notebook

RELEASED = Table(
    "course_released",
    MetaData(),
    Column("assignment", String(255), primary_key=True),
    Column("notebook", String(255), primary_key=True),
    Column("grade_id", String(255), primary_key=True),
    Column("digest", String(64), primary_key=True),
)


def remember(gradebook: Gradebook, lessons: Iterable[Lesson], folder: Path) -> None:
    """Add the releases below `folder`, made just now, and those that lie in the course.

    Args:
        folder: as `nbgrader_bridge.released` yields it.
    """
    RELEASED.create(gradebook.engine, checkfirst=True)
    for lesson in lessons:
        place = Path(lesson.assignment, f"{lesson.notebook}.ipynb")
        paths = (folder / "notebooks" / place, _handed_out(lesson) / place)
        found = {pair for path in paths for pair in _digests(path)}
        new = found - {(name, text) for name, texts in known(gradebook, lesson).items()
                       for text in texts}  # fmt: skip
        where = {"assignment": lesson.assignment, "notebook": lesson.notebook}
        for name, text in sorted(new):
            row = where | {"grade_id": name, "digest": text}
            gradebook.db.execute(RELEASED.insert().values(**row))
    gradebook.db.commit()


def known(gradebook: Gradebook, lesson: Lesson) -> dict[str, tuple[str, ...]]:
    """grade_id -> digests (`restore.digest`) of all its versions, sorted."""
    RELEASED.create(gradebook.engine, checkfirst=True)
    mine = (RELEASED.c.assignment == lesson.assignment) & (RELEASED.c.notebook == lesson.notebook)
    found: dict[str, list[str]] = {}
    for row in gradebook.db.execute(select(RELEASED).where(mine)):
        found.setdefault(row.grade_id, []).append(row.digest)
    return {name: tuple(sorted(texts)) for name, texts in found.items()}


def _handed_out(lesson: Lesson) -> Path:
    """The folder where the course keeps its releases."""
    directory = course_directory(lesson.root)
    return Path(directory.format_path(directory.release_directory, ".", "."))


def _digests(path: Path) -> list[tuple[str, str]]:
    try:
        notebook: NotebookNode = read_notebook(path)[0]
    except Unreadable:  # none was made, or it is being made
        return []
    about = [(cell, cell.metadata.get("nbgrader")) for cell in notebook.cells]
    return [
        (data["grade_id"], digest(data, cell.cell_type, cell.source if data.get("locked") else ""))
        for cell, data in about
        if data and isinstance(data.get("grade_id"), str)
    ]
