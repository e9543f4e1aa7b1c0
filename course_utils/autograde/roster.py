"""The table of students and points that a learning management system exports.

What it looks like is told by the vendors: Canvas Instructor Guide, "How do I export grades in the
Gradebook" and "How do I import grades"; Moodle documentation, "Grade export", "Grade import" and
"Assignment settings" (offline grading worksheet); Gradescope Help Center, "Exporting grades".
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_utils.course import CourseError

# What a spreadsheet would take for a formula's beginning; the last four are of full width.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class Format:
    """How one system's table is read.

    Attributes:
        name: as its users know it.
        ids: titles of columns with ids, each of which is one student's alone.
        names: titles of columns with names, which are for reading only.
        suffix: what follows an assignment's name in the title of its column.
        prefix: what goes before it.
        export: where the system makes the table.
        sheet: of a table for one assignment alone: titles of its points, and of its full marks.
    """

    name: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    suffix: str = ""
    prefix: str = ""
    export: str = ""
    sheet: tuple[str, str] = ("", "")


FORMATS = {
    "canvas": Format(
        "Canvas",
        ("SIS Login ID", "SIS User ID", "ID", "Integration ID"),
        ("Student",),
        suffix=r" \(\d+\)",
        export="Grades > Export > Export Entire Gradebook",
    ),
    "moodle": Format(
        "Moodle",
        ("Username", "ID number", "Email address", "아이디", "학번", "이메일 주소"),
        ("First name", "Last name", "Surname", "Full name", "이름", "성", "전체 이름"),
        suffix=r" \((?:Real|실제|점수)\)",
        prefix=r"[^:]{1,40}: ?",  # "Assignment:", "External tool:", in any language
        export="Grades > Export > Plain text file, or an assignment's grading worksheet",
        sheet=("Grade", "Maximum Grade"),
    ),
    "gradescope": Format(
        "Gradescope",
        ("SID", "Email"),
        ("Name", "First Name", "Last Name"),
        export="Assignments > Download Grades > Download CSV",
    ),
    "csv": Format(
        "a table",
        ("student", "student_id", "id", "login", "username", "email", "학번", "아이디", "이메일"),
        ("name", "first_name", "last_name", "이름", "성명"),
    ),
}


@dataclass
class Table:
    """Rows as they stand in the file, and which are whose."""

    system: Format
    rows: list[list[str]]
    encoding: str
    dialect: dict[str, object]

    @classmethod
    def read(cls, path: Path, system: Format) -> "Table":
        """
        Raises:
            CourseError: no readable table, or not this system's.
        """
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise CourseError(f"{path}: {error.strerror}") from None
        encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "utf-16"
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            raise CourseError(
                f"{path}: not UTF-8 text: take the file as {system.name} exported it, "
                "or save it as 'CSV UTF-8'"
            ) from None
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        ending = "\r\n" if "\r\n" in text else "\n"
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        quoting = csv.QUOTE_ALL if first.startswith('"') and rows and first.count('"') == 2 * len(
            rows[0]) else csv.QUOTE_MINIMAL  # fmt: skip
        how = {"delimiter": delimiter, "lineterminator": ending, "quoting": quoting}
        table = cls(system, rows, encoding, how)
        if not rows or not table.columns(system.ids):
            wanted = ", ".join(system.ids[:4])
            raise CourseError(
                f"{path}: none of the columns {wanted}: is it what {system.name} exported"
                f"{f' ({system.export})' * bool(system.export)}?"
            )
        return table

    def columns(self, titles: Iterable[str]) -> list[int]:
        """Where these titles stand, whatever their letters' case."""
        wanted = {same(title) for title in titles}
        return [i for i, title in enumerate(self.rows[0]) if same(title) in wanted]

    def students(self) -> Iterator[tuple[int, set[str]]]:
        """Each row of a student, with the ids in it."""
        places = self.columns(self.system.ids)
        for number, row in enumerate(self.rows[1:], start=1):
            ids = {same(row[i]) for i in places if i < len(row)} - {""}
            if ids:
                yield number, ids

    def named(self, number: int) -> str:
        """A row as a person would call it."""
        row = self.rows[number]
        parts = [row[i].strip() for i in self.columns(self.system.names) if i < len(row)]
        return " ".join(filter(None, parts)) or f"row {number + 1}"

    def columns_of(self, assignment: str, alone: bool) -> list[int]:
        """Where the points of an assignment go: one column, or none, or several that fit.

        Args:
            alone: no other assignment is filled in, so that a table for one is for this one.
        """
        sheet = self.columns(self.system.sheet[:1]) if all(self._sheet()) else []
        if sheet:
            return sheet if alone else []
        names = {plain(assignment), plain(assignment.partition("_")[2] or assignment)}
        taken = {*self.columns(self.system.ids), *self.columns(self.system.names)}
        fits = []
        for i, title in enumerate(self.rows[0]):
            bare = re.sub(f"{self.system.suffix}$", "", title.strip())
            without = re.sub(f"^{self.system.prefix}", "", bare) if self.system.prefix else bare
            if i not in taken and names & {plain(bare), plain(without)}:
                fits.append(i)
        return fits

    def possible(self, column: int) -> float | None:
        """Full marks of a column in the system, where the table says them."""
        for row in self.rows[1:4]:  # Canvas
            if row and row[0].strip() == "Points Possible" and column < len(row):
                return number_in(row[column])
        for at in self._sheet()[1] or self.columns([f"{self.rows[0][column]} - Max Points"]):
            said = [number_in(row[at]) for row in self.rows[1:] if at < len(row)]
            return next((x for x in said if x is not None), None)
        return None

    def _sheet(self) -> tuple[list[int], list[int]]:
        """Columns of the points and of the full marks, in a table for one assignment."""
        points, most = self.system.sheet
        return self.columns([points]), self.columns([most])

    def text(self) -> str:
        target = io.StringIO(newline="")
        csv.writer(target, **self.dialect).writerows(self.rows)  # type: ignore[arg-type]
        return target.getvalue()


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading quote makes it text."""
    text = "".join(c if c.isprintable() else " " for c in text)
    if text.lstrip().startswith(FORMULA) and number_in(text) is None:
        return "'" + text
    return text


def number_in(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def same(text: str) -> str:
    """Two ids that differ in this only are one: blanks around, case, how Unicode composes it."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def plain(text: str) -> str:
    """A title as its words: "01_activation_functions" and "01 Activation Functions" are one."""
    return " ".join(re.findall(r"[^\W_]+", same(text)))


def listed(names: Sequence[str], limit: int = 20) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
