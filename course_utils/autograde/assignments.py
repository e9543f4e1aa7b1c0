"""What a gradebook knows of the assignments: nbgrader sets it up, and only after a change."""

import hashlib
import json
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import Column, MetaData, String, Table, Text

from course_utils.autograde import versions
from course_utils.autograde.gradebook import opened
from course_utils.autograde.nbgrader_bridge import (
    by_assignment,
    release_key,
    released,
    with_header,
)
from course_utils.autograde.restore import SourceCell
from course_utils.course import Lesson

# How the assignments were when the gradebook came to know them, and whether the instructor's own
# solution scored full then (self_test.py).
ASSIGNMENTS = Table(
    "course_assignments",
    MetaData(),
    Column("assignment", String(255), primary_key=True),
    Column("key", String(64), nullable=False),  # nbgrader_bridge.release_key
    Column("state", String(64), nullable=False),  # of nbgrader's own tables, which it may change
    Column("cells", Text, nullable=False),  # JSON: notebook -> grade_ids in its order
    Column("tested", String(64), nullable=False),
    Column("way", String(64), nullable=False),
)


def set_up(url: str, chosen: list[Lesson]) -> None:
    """Let the gradebook know the assignments as the instructor has them now.

    Raises:
        CourseError: a source is damaged, or exercises were added or removed since submissions
            were graded into it.
    """
    for name, lessons in by_assignment(chosen).items():
        key = release_key(lessons)
        with opened(url, lessons[0].root) as gradebook:
            row = _assignment(gradebook, name)
            if row is not None and row.key == key and row.state == _state(gradebook, name):
                continue
        with released(lessons, db_url=url) as folder, opened(url, lessons[0].root) as gradebook:
            versions.remember(gradebook, lessons, folder)
            _remember(gradebook, name, key, lessons)


def _remember(gradebook: Gradebook, name: str, key: str, lessons: list[Lesson]) -> None:
    """What `set_up` did, so that it is done again only when something changed."""
    cells = {
        x.notebook: [
            cell.metadata.nbgrader["grade_id"]
            for cell in with_header(x).cells
            if "grade_id" in cell.metadata.get("nbgrader", {})
        ]
        for x in lessons
    }
    row = {"key": key, "state": _state(gradebook, name), "cells": json.dumps(cells)}
    gradebook.db.execute(ASSIGNMENTS.delete().where(ASSIGNMENTS.c.assignment == name))
    gradebook.db.execute(ASSIGNMENTS.insert().values(assignment=name, tested="", way="", **row))
    gradebook.db.commit()


def _assignment(gradebook: Gradebook, name: str) -> Any:
    """The row of ASSIGNMENTS; None if there is none."""
    ASSIGNMENTS.create(gradebook.engine, checkfirst=True)
    select = ASSIGNMENTS.select().where(ASSIGNMENTS.c.assignment == name)
    return gradebook.db.execute(select).first()


def _state(gradebook: Gradebook, name: str) -> str:
    """Digest of all that nbgrader knows of the assignment's cells; "" if it knows none."""
    try:
        stored = gradebook.find_assignment(name)
    except MissingEntry:
        return ""
    told = sorted(
        (notebook.name, cell.name, cell.cell_type, cell.source, cell.locked, cell.checksum)
        for notebook in stored.notebooks
        for cell in notebook.source_cells
    )
    points = sorted(
        (notebook.name, cell.name, cell.max_score)
        for notebook in stored.notebooks
        for cell in (*notebook.grade_cells, *notebook.task_cells)
    )
    return hashlib.sha256(repr((told, points)).encode("utf-8", "replace")).hexdigest()


def self_tested(gradebook: Gradebook, name: str, key: str) -> int | None:
    """In which of its ways the instructor's solution scored full with this key; None: never."""
    row = _assignment(gradebook, name)
    return int(row.way) if row is not None and row.tested == key else None


def note_self_test(gradebook: Gradebook, name: str, key: str, way: int) -> None:
    """It scored full."""
    here = ASSIGNMENTS.c.assignment == name
    gradebook.db.execute(ASSIGNMENTS.update().where(here).values(tested=key, way=str(way)))
    gradebook.db.commit()


def source_cells(gradebook: Gradebook, lesson: Lesson) -> list[SourceCell]:
    """The lesson's cells as the gradebook knows them, in notebook order."""
    stored = gradebook.find_notebook(lesson.notebook, lesson.assignment)
    tasks = {cell.name for cell in stored.task_cells}
    points = {cell.name: cell.max_score for cell in (*stored.grade_cells, *stored.task_cells)}
    answers = {cell.name for cell in stored.solution_cells}
    handed_out = versions.known(gradebook, lesson)
    by_name = {
        cell.name: SourceCell(
            cell.name, cell.cell_type, cell.source, cell.locked, cell.name in answers,
            points.get(cell.name), cell.checksum, cell.name in tasks, handed_out.get(cell.name, ()),
        )
        for cell in stored.source_cells
    }  # fmt: skip
    row = _assignment(gradebook, lesson.assignment)
    order = json.loads(row.cells)[lesson.notebook]
    return [by_name[name] for name in order if name in by_name]
