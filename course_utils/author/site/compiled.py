"""Others' Python packages as bytecode.

A browser that gets text must compile what it imports, every time: that was a third of the time to
the first check. The course's own package stays text, to be read.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from course_utils.author.site import fetched
from course_utils.course import CourseError

SCRIPT = Path(__file__).with_name("compile.mjs")


def compiled(files: list[Path]) -> list[Path]:
    """The same wheels and zip files with .pyc in place of .py, kept in the user's cache.

    Raises:
        CourseError: Node.js is not there, or one could not be compiled.
    """
    how = f"{fetched.PYODIDE}{SCRIPT.read_text(encoding='utf-8')}"
    kept = fetched.cache() / f"compiled-{hashlib.sha256(how.encode()).hexdigest()[:12]}"
    places = {file: kept / checksum(file)[:12] / file.name for file in files}
    if missing := [file for file, place in places.items() if not place.is_file()]:
        kept.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept) as temporary:
            before, after = Path(temporary, "from"), Path(temporary, "to")
            before.mkdir()
            after.mkdir()
            for file in missing:
                shutil.copy(file, before)
            _node(before, after)
            for file in missing:
                places[file].parent.mkdir(exist_ok=True)
                (after / file.name).replace(places[file])
    return list(places.values())


def checksum(file: Path) -> str:
    """SHA-256 of its content, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _node(before: Path, after: Path) -> None:
    if not shutil.which("node"):
        raise CourseError("Node.js is needed to compile Python for the browser; it is not here")
    command = ["node", str(SCRIPT), str(fetched.npm(*fetched.PYODIDE)), str(before), str(after)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode:
        lines = ran.stderr.strip().splitlines() or ["no reason given"]
        raise CourseError(f"Python's packages could not be compiled: {lines[-1]}")
