"""What differs between two gradebooks, row by row, and putting that into one of them at once.

A change holds only the columns that differ, so what a person wrote beside them meanwhile (points by
hand, a comment) stays as it is, whichever way the change is made.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Base
from sqlalchemy import Connection, Engine, Table, and_
from sqlalchemy.orm import Session

from course_utils.autograde.assignments import ASSIGNMENTS
from course_utils.autograde.gradebook import FAULTS, LATE, LEDGER
from course_utils.autograde.versions import RELEASED

# nbgrader's in an order in which rows can be added, and our own.
TABLES = (*Base.metadata.sorted_tables, LEDGER, FAULTS, LATE, ASSIGNMENTS, RELEASED)
BY_NAME = {table.name: table for table in TABLES}

Row = Mapping[str, Any]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """Of one row.

    Attributes:
        key: of its primary key, as the table has it.
        before, after: columns that differ -> value; None: there is no such row.
    """

    table: str
    key: Key
    before: Row | None
    after: Row | None

    @property
    def undone(self) -> "Change":
        """The way back."""
        return Change(self.table, self.key, self.after, self.before)

    def as_json(self) -> str:
        """One line."""
        rows = [None if row is None else {k: _plain(v) for k, v in row.items()}
                for row in (self.before, self.after)]  # fmt: skip
        return json.dumps([self.table, self.key, *rows], ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> "Change":
        """What `as_json` wrote."""
        name, key, *rows = json.loads(text)
        before, after = (None if row is None else _typed(BY_NAME[name], row) for row in rows)
        return cls(name, tuple(key), before, after)


class Conflict(Exception):
    """A row is not as the change expects it; names the table."""


def between(before: Engine, after: Engine) -> Iterator[Change]:
    """All changes that make the first gradebook's tables those of the second."""
    for engine in (before, after):
        for table in (ASSIGNMENTS, RELEASED):
            table.create(engine, checkfirst=True)
    for table in TABLES:
        with before.connect() as one, after.connect() as other:
            old, new = rows(one, table), rows(other, table)
        for key in [*old, *(key for key in new if key not in old)]:
            was, now = old.get(key), new.get(key)
            if was is None or now is None:
                yield Change(table.name, key, was, now)
            elif was != now:
                other_columns = [name for name in was if was[name] != now[name]]
                yield Change(
                    table.name, key, {name: was[name] for name in other_columns},
                    {name: now[name] for name in other_columns},
                )  # fmt: skip


def copy(source: Engine, target: Engine) -> None:
    """All rows, in place of those that are there."""
    with source.connect() as db, target.begin() as made:
        for table in reversed(TABLES):
            table.create(made, checkfirst=True)
            made.execute(table.delete())
        for table in TABLES:
            if found := list(rows(db, table).values()):
                made.execute(table.insert(), found)


def rows(db: Connection | Session, table: Table) -> dict[Key, Row]:
    """A table as it is now."""
    names = [column.name for column in table.primary_key]
    found = (row._mapping for row in db.execute(table.select()))
    return {tuple(str(row[name]) for name in names): dict(row) for row in found}


def make(db: Session, changes: Iterable[Change], by_hand: Iterable[str] = ()) -> None:
    """In the transaction that is open.

    Args:
        by_hand: columns in which another value than expected stays, and is no conflict.

    Raises:
        Conflict: somebody else has changed such a row meanwhile; the caller rolls back.
    """
    found: dict[str, list[Change]] = {table.name: [] for table in TABLES}
    for change in changes:
        found[change.table].append(change)
    for table in TABLES:
        there = rows(db, table) if found[table.name] else {}
        for change in found[table.name]:
            _make(db, table, change, there.get(change.key), set(by_hand))
    for table in reversed(TABLES):
        for change in found[table.name]:
            if change.after is None:
                db.execute(table.delete().where(_is(table, change.key)))


def _make(db: Session, table: Table, change: Change, there: Row | None, by_hand: set[str]) -> None:
    if (there is None) != (change.before is None):
        raise Conflict(table.name)
    expected = {k: v for k, v in (change.before or {}).items() if there and there[k] != v}
    if expected.keys() - by_hand:
        raise Conflict(table.name)
    if change.before is None and change.after is not None:
        db.execute(table.insert().values(**change.after))
    elif change.after is not None:
        values = {k: v for k, v in change.after.items() if k not in expected}
        if values:
            db.execute(table.update().where(_is(table, change.key)).values(**values))


def _is(table: Table, key: Key) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value


def _typed(table: Table, row: Row) -> Row:
    return {name: _value(table.c[name].type.python_type, value) for name, value in row.items()}


def _value(kind: type, value: Any) -> Any:
    if value is None:
        return None
    if kind is datetime:
        return datetime.fromisoformat(value)
    return timedelta(seconds=value) if kind is timedelta else value
