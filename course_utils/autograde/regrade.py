"""A test was wrong: the class graded again, with the difference for every student, and a way back.

Everything runs into a copy of the gradebook first (`trial`). What differs afterwards is put into
the gradebook in one commit, together with the way back, which stays in a table there until somebody
accepts or undoes it. So a run that ends before that commit has changed nothing.
"""

import json
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import create_engine

from course_utils.autograde import assignments, graded_copy, record, row_changes
from course_utils.autograde import gradebook as book
from course_utils.autograde.difference import Gain, Regrade, cells_between, gains
from course_utils.autograde.grade import ERRORS
from course_utils.autograde.gradebook import LEDGER, REGRADE
from course_utils.autograde.restore import SourceCell
from course_utils.autograde.row_changes import Change, Conflict
from course_utils.autograde.totals import totals
from course_utils.course import CourseError, Lesson

FOLDER = ".regrade"  # among the graded copies: what is being tried, and the copies of before
TRIED, EARLIER = "new", "old"

# What a person may have changed since a regrade, and a penalty that follows from it.
BY_HAND = (
    "manual_score", "extra_credit", "needs_manual_grade", "manual_comment",
    "late_submission_penalty", "extension", "why",
)  # fmt: skip

Place = tuple[str, str]  # student, assignment


@dataclass(frozen=True)
class Trial:
    """A copy of the gradebook, and a folder that looks like the graded copies'.

    Attributes:
        url, out: of the copy.
        places: what has been graded; the rest is left to `course grade`.
    """

    url: str
    out: Path
    places: Collection[Place]
    own_url: str
    own_out: Path

    def difference(self, chosen: list[Lesson], unchanged: Collection[Place]) -> Regrade:
        """After grading into it.

        Args:
            unchanged: whose files are as they were: what a person has read of them stays read,
                where points have not changed.
        """
        with (
            book.opened(self.own_url) as before,
            book.opened(self.url) as after,
        ):
            _keep_read(before, after, unchanged)
            return Regrade(
                cells_between(_sources(before, chosen), _sources(after, chosen)),
                gains((record.results(before), totals(before)),
                      (record.results(after), totals(after))),
                list(row_changes.between(before.engine, after.engine)),
            )  # fmt: skip

    def keep(self, found: Regrade) -> None:
        """Put it into the gradebook, and graded copies in their places.

        Raises:
            CourseError: the gradebook has changed meanwhile; nothing was written.
        """
        copies = [(x, _copy(self.own_out, x), _copy(self.out, x)) for x in _notebooks(found)]
        try:
            with book.opened(self.own_url) as gradebook:
                row_changes.make(gradebook.db, found.changes)
                for change, own, tried in copies:
                    _set_aside(own, _copy(self.own_out / FOLDER / EARLIER, change))
                    if tried.is_file() and not tried.is_symlink():
                        graded_copy.stage(own, _key(change.after), tried)
                _note(gradebook, found)
                gradebook.db.commit()
        except Conflict:
            raise CourseError(
                "the gradebook has changed meanwhile, so nothing was written: regrade again"
            ) from None
        for change, own, tried in copies:
            graded_copy.put_in_place(own, _key(change.after))
            if not tried.exists():
                own.unlink(missing_ok=True)


@contextmanager
def trial(url: str, out: Path) -> Iterator[Trial]:
    """Something to grade into that changes nothing; gone afterwards, but for traces of errors.

    Raises:
        CourseError: an earlier regrade is neither accepted nor undone, or nothing is graded.
    """
    folder = out / FOLDER / TRIED
    shutil.rmtree(folder, ignore_errors=True)
    with book.opened(url) as gradebook:
        if pending(gradebook) is not None:
            raise CourseError(
                "the last regrade is neither accepted nor undone: `course regrade --accept` or "
                "`course regrade --undo` first"
            )
        places = record.graded(gradebook)
    if not places:
        raise CourseError(f"nothing is graded into {book.shown(url)}: run `course grade`")
    folder.mkdir(parents=True)
    try:
        copy = book.copied(url, folder)
        if book.file_of(url) is None:
            with book.opened(copy) as made:
                row_changes.copy(create_engine(url), made.engine)
        _link(out, folder, places)
        yield Trial(copy, folder, places, url, out)
    finally:
        for path in folder.iterdir():
            if path.name == ERRORS:  # what the grader failed at, for whoever mends it
                continue
            _remove(path)
        for empty in (folder, out / FOLDER):
            with suppress(OSError):
                empty.rmdir()


def undo(url: str, out: Path) -> Regrade:
    """Back to how it was before the last regrade; points and comments by hand since stay.

    Raises:
        CourseError: there is none, or submissions were graded since; nothing was written.
    """
    try:
        with book.reserved(url, out), book.opened(url) as gradebook:
            found = _pending(gradebook)
            row_changes.make(gradebook.db, [x.undone for x in reversed(found.changes)], BY_HAND)
            copies = [(x, _copy(out, x)) for x in _notebooks(found)]
            for change, own in copies:
                earlier = _copy(out / FOLDER / EARLIER, change)
                if earlier.is_file():
                    graded_copy.stage(own, _key(change.before), earlier)
            gradebook.db.execute(REGRADE.delete())
            gradebook.db.commit()
    except Conflict:
        raise CourseError(
            "submissions or tests have changed since the regrade, so it cannot be undone as a "
            "whole: `course regrade --accept`, put the old test back, and regrade"
        ) from None
    for change, own in copies:
        graded_copy.put_in_place(own, _key(change.before))
        if not (change.before or {}).get("copied", True):
            own.unlink(missing_ok=True)
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    return found


def accept(url: str, out: Path) -> Regrade:
    """The last regrade counts: what was kept of before is forgotten.

    Raises:
        CourseError: there is none.
    """
    with book.reserved(url, out), book.opened(url) as gradebook:
        found = _pending(gradebook)
        gradebook.db.execute(REGRADE.delete())
        gradebook.db.commit()
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    return found


# --- the table ---


def pending(gradebook: Gradebook) -> Regrade | None:
    """The regrade that is neither accepted nor undone."""
    told: dict[str, list[str]] = {"cell": [], "gain": [], "change": []}
    for row in gradebook.db.execute(REGRADE.select().order_by(REGRADE.c.number)):
        told[row.kind].append(row.told)
    if not any(told.values()):
        return None
    return Regrade(
        told["cell"],
        [Gain(**json.loads(text)) for text in told["gain"]],
        [Change.of(text) for text in told["change"]],
    )


def _pending(gradebook: Gradebook) -> Regrade:
    found = pending(gradebook)
    if found is None:
        raise CourseError("there is no regrade that waits to be accepted or undone")
    return found


def _note(gradebook: Gradebook, found: Regrade) -> None:
    """In the transaction that is open."""
    told = [("cell", line) for line in found.cells]
    told += [("gain", json.dumps(asdict(gain), ensure_ascii=False)) for gain in found.gains]
    told += [("change", change.as_json()) for change in found.changes]
    values = [{"number": i, "kind": kind, "told": text} for i, (kind, text) in enumerate(told)]
    if values:
        gradebook.db.execute(REGRADE.insert(), values)


# --- what a trial is made of ---


def _link(out: Path, folder: Path, places: Collection[Place]) -> None:
    """Graded copies as links: what replaces one leaves the copy itself as it is."""
    for student, assignment in places:
        here = (out / student / assignment).resolve()
        for path in here.glob("*.ipynb"):
            link = folder / student / assignment / path.name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)


def _sources(gradebook: Gradebook, chosen: list[Lesson]) -> dict[Lesson, list[SourceCell]]:
    found = {}
    for lesson in chosen:
        try:
            found[lesson] = assignments.source_cells(gradebook, lesson)
        except MissingEntry:
            found[lesson] = []
    return found


def _keep_read(before: Gradebook, after: Gradebook, unchanged: Collection[Place]) -> None:
    """nbgrader lets a person look again at all points by hand. Where neither the answer nor what
    it is worth nor its automatic score has changed, there is nothing new to see."""
    read = {row.id: row for row in record.by_hand(before) if not row.waits}
    for row in record.by_hand(after):
        was = read.get(row.id)
        same = was is not None and (was.auto, was.most) == (row.auto, row.most)
        if same and row.waits and (row.student, row.assignment) in unchanged:
            record.mark_read(after, row.id)
    after.db.commit()


# --- graded copies ---


def _notebooks(found: Regrade) -> list[Change]:
    """Changes of the record: one a graded copy."""
    return [change for change in found.changes if change.table == LEDGER.name]


def _copy(folder: Path, change: Change) -> Path:
    student, assignment, notebook = change.key
    return folder / student / assignment / f"{notebook}.ipynb"


def _key(row: Any) -> str:
    return str((row or {}).get("key", ""))


def _set_aside(own: Path, earlier: Path) -> None:
    if own.is_file():
        earlier.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(own, earlier)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
