"""When was it handed in? timestamp.txt, as nbgrader's collect writes it.

    2026-11-25 18:04:05.123456 UTC        nbgrader's own format
    2026-11-25T18:04+09:00                ISO 8601; without a zone it is UTC, as nbgrader has it

A guess that is wrong costs a student a penalty, or gives a day away: what is not one of these is
not guessed, it is told. Names of zones that mean two places (EST, CST, IST, BST) are not taken.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from course_utils.reading import Unreadable, read_bounded

MAX_BYTES = 1000
UNKNOWN = "timestamp.txt says no time that can be told, so lateness was not judged"

_HOURS = {
    "": 0, "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "HKT": 8, "SGT": 8, "KST": 9, "JST": 9, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13,
}  # fmt: skip
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r" ?(?:(?:UTC|GMT)?([+-])(\d\d):?(\d\d)?|([A-Z]*))",
    re.ASCII | re.IGNORECASE,
)


def parse(text: str) -> datetime:
    """The time in UTC, without a zone, as nbgrader's gradebook has it.

    Raises:
        ValueError: it is not in one of the formats above, or no such time exists.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"no time: {text:.40}")
    *date, fraction, sign, hours, minutes, name = found.groups(default="")
    if name.upper() not in _HOURS:
        raise ValueError(f"unknown zone {name}")
    offset = timedelta(hours=_HOURS[name.upper()])
    if sign:
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    year, month, day, hour, minute, second = (int(part or 0) for part in date)
    if not 2000 <= year < 2100:
        raise ValueError(f"unlikely year {year}")
    microsecond = int(f"{fraction:0<6}"[:6])
    local = datetime(
        year, month, day, hour, minute, second, microsecond, tzinfo=timezone(offset)
    )  # fmt: skip
    return local.astimezone(UTC).replace(tzinfo=None)


def handed_in(folder: Path) -> datetime | None:
    """What `folder`/timestamp.txt says, in UTC; None if there is none.

    Raises:
        Unreadable: there is one, and the time cannot be told.
    """
    path = folder / "timestamp.txt"
    try:
        path.lstat()
    except OSError:
        return None
    try:
        return parse(read_bounded(path, MAX_BYTES).decode("utf-8-sig"))
    except (Unreadable, ValueError):
        raise Unreadable(UNKNOWN) from None
