"""`course site`: the course as one folder of static files that any web server shows.

pages     the front page and the reading edition (Sphinx, MyST-NB, Furo)
lite      JupyterLite: lessons that are done in the browser
packages  what Python installs there
compiled  others' packages as bytecode
fetched   what comes from elsewhere, by checksum
theme/    templates and style
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from course_utils.author.site import lite, pages
from course_utils.course import CourseError, lessons

Say = Callable[[str], None]
MARK = ".course-site"  # stands in every folder that was made here, so that no other is replaced


def build(
    root: Path, out: Path, base_url: str = "", offline: bool = False, say: Say = print
) -> None:
    """Make the site in `out`; what stands there is replaced in one go, when all is made.

    Args:
        root: the course folder.
        out: new, empty, or a site that was made before.
        base_url: where it will be published, for search engines; the links in it need none.
        offline: bundle all of Pyodide's packages, 40 MB, in place of its public CDN.
        say: takes one line for the person waiting.

    Raises:
        CourseError: `out` holds something else, a tool is missing, or a page could not be made.
    """
    if out.exists() and not (out.is_dir() and (_is_ours(out) or not any(out.iterdir()))):
        raise CourseError(f"{out} holds something else: give --out a new folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=out.parent) as folder:
        made = Path(folder, "site")
        say("reading edition")
        pages.write(lessons(root), Path(folder, "source"), made, base_url)
        say("lessons in the browser")
        here = [lesson for lesson in lessons(root) if lesson.assignment[:2] in pages.IN_BROWSER]
        lite.write(here, Path(folder, "lite"), made / "lite", offline)
        (made / MARK).touch()
        (made / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with _
        shutil.rmtree(out, ignore_errors=True)
        made.rename(out)


def _is_ours(folder: Path) -> bool:
    return (folder / MARK).is_file()


def size(folder: Path) -> str:
    """Of all its files: "14 MB in 230 files"."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return f"{sum(path.stat().st_size for path in files) / 1e6:.0f} MB in {len(files)} files"
