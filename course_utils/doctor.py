"""Is this machine ready for the course? One line a part: ok, or what to do.

    course doctor
    python -m course_utils.doctor     # when `course` itself does not start; takes no options

It has to work before anything else does: only the standard library is imported up here, and in
words that Python 3.8 understands, so that a missing package is a line and not a traceback.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Callable, Iterator, NamedTuple  # noqa: UP035 - as old as Python 3.8

OLDEST_PYTHON = (3, 11)
PACKAGE = Path(__file__).resolve().parent
START_SECONDS = 90  # a kernel, or TensorFlow, on a slow machine with a cold disk
DISK_BYTES = 500_000_000
SHOWN = 4  # packages named in one line
# SHA-256 of x_train, y_train, x_test, y_test of the bundled digits, one after the other.
BUNDLED_DIGITS = "46a7f906886e8516223c852d6461cba1fbbedfd315e262479121e1a2cbe56ada"
INSTALL = "in the course's folder run `make lab`, or `python -m pip install --editable .`"
# Extra -> what it is for.
WINGS = {"grade": "grading", "author": "changing the course", "site": "making the site"}


class Finding(NamedTuple):
    """One line of the answer.

    Attributes:
        part: what was looked at, "kernel".
        state: "ok"; "fix", a student cannot work without it; "note", good to know.
        text: what is the case and, unless it is ok, what to do.
    """

    part: str
    state: str
    text: str


def python() -> Finding:
    """Recent enough?"""
    have = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        need = ".".join(map(str, OLDEST_PYTHON))
        return Finding("python", "fix", f"this is {have}; install {need} or newer, make .venv anew")
    return Finding("python", "ok", f"{have}, {sys.executable}")


def packages() -> Finding:
    """All there, new enough, and as tested?"""
    try:
        wanted = list(_required())
    except metadata.PackageNotFoundError:
        return Finding("packages", "fix", f"the course is not installed in this Python: {_cure()}")
    tested, bad, other = _tested_versions(), [], []
    for name, least in wanted:
        have = _version(name)
        if have is None:
            bad.append(f"{name} is missing")
        elif _numbers(have) < _numbers(least):
            bad.append(f"{name} {have} is older than {least}")
        elif have != tested.get(name.lower(), have):
            other.append(f"{name} {have} (tested: {tested[name.lower()]})")
    if bad:
        shown = ", ".join(bad[:SHOWN]) + f" and {len(bad) - SHOWN} more" * (len(bad) > SHOWN)
        return Finding("packages", "fix", f"{shown}: {_cure()}")
    if other:
        return Finding("packages", "note", f"not the tested versions: {', '.join(other)}")
    return Finding("packages", "ok", f"{len(wanted)} present" + ", as tested" * bool(tested))


def kernel() -> Finding:
    """Does the kernel that JupyterLab will start run, in this Python, and import what it must?"""
    from jupyter_client.kernelspec import NoSuchKernel
    from jupyter_client.manager import start_new_kernel

    said: list[str] = []

    def listen(message: dict) -> None:
        content = message["content"]
        said.append(content.get("text") or content.get("evalue") or "")

    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        manager, client = start_new_kernel(START_SECONDS, "python3", **quiet)
    except NoSuchKernel:
        return Finding("kernel", "fix", "no kernel `python3`: python -m ipykernel install --user")
    try:
        code = "import sys, scipy, course_utils.plots._base; print(sys.prefix)"
        client.execute_interactive(code, timeout=START_SECONDS, output_hook=listen)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    answer = _last_line("\n".join(said))
    if answer != sys.prefix:
        advice = "`jupyter kernelspec list` shows where it is; remove the one that is not this"
        shown = f"it is another Python, {answer}" if Path(answer).is_dir() else answer
        return Finding("kernel", "fix", f"python3: {shown}; {advice}")
    return Finding("kernel", "ok", "python3 starts, and imports NumPy, SciPy and Matplotlib")


def tensorflow() -> Finding:
    """Can it be imported? In a process of its own: on an old processor the import kills it."""
    code = "import tensorflow, keras; print(keras.__version__)"
    environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3")
    try:
        tried = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, encoding="utf-8", errors="replace",
            env=environment, timeout=START_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Finding(
            "tensorflow", "fix", f"not imported within {START_SECONDS} s: close programs"
        )
    if tried.returncode < 0:
        return Finding("tensorflow", "fix", "the import crashes: its build needs AVX instructions")
    if tried.returncode:
        return Finding("tensorflow", "fix", f"{_last_line(tried.stderr)}; see packages")
    return Finding("tensorflow", "ok", f"imported, with Keras {tried.stdout.strip()} (05-07)")


def widgets() -> Finding:
    """Sliders and buttons need a half in the kernel and a half in JupyterLab."""
    missing = [x for x in ("ipywidgets", "jupyterlab_widgets") if _version(x) is None]
    if missing:
        return Finding("widgets", "fix", f"{' and '.join(missing)} missing, see packages")
    from jupyter_core.paths import jupyter_path

    folders = [
        Path(x, "@jupyter-widgets/jupyterlab-manager") for x in jupyter_path("labextensions")
    ]
    if not any(folder.is_dir() for folder in folders):
        return Finding(
            "widgets", "fix", "JupyterLab's half is not in place: pip install --force-reinstall "
            "jupyterlab_widgets, then reload the page",
        )  # fmt: skip
    return Finding("widgets", "ok", "sliders and buttons work in JupyterLab")


def data() -> Iterator[Finding]:
    """Which digits are in use, and are the bundled ones what they should be?"""
    from course_utils.data import DataError, load_digits_28
    from course_utils.data import digits as source

    with contextlib.redirect_stdout(io.StringIO()):
        parts = [array for part in load_digits_28("bundled") for array in part]
    digest = hashlib.sha256(b"".join(array.tobytes() for array in parts)).hexdigest()
    if digest != BUNDLED_DIGITS:
        yield Finding("data", "fix", "the bundled digits are altered: reinstall scikit-learn")
    named, folder = os.environ.get("COURSE_DATA"), source.cache_folder()
    if named in (None, "") and not source._holds_mnist(folder):
        text = "bundled digits, verified; MNIST is fetched (11 MB) where there is a network"
        yield Finding("data", "ok", text)
        return
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            load_digits_28("auto")
    except DataError as error:
        cure = "unset COURSE_DATA, or name another folder" if named else f"delete {folder}"
        yield Finding("data", "fix", f"{error} {cure}")
        return
    where = f"COURSE_DATA={named}: " if named else ""
    yield Finding("data", "ok", where + said.getvalue().strip().removeprefix("Digits: "))


def backbone() -> Finding:
    """The bundled weights of notebook 06, to the byte."""
    for weights in sorted((PACKAGE / "models" / "weights").glob("*.npz")):
        recorded = json.loads(weights.with_suffix(".json").read_text(encoding="utf-8"))["sha256"]
        if hashlib.sha256(weights.read_bytes()).hexdigest() != recorded:
            return Finding(
                "backbone", "fix", f"{weights} is altered: git checkout it, or reinstall"
            )
    return Finding("backbone", "ok", "the bundled weights are the recorded ones (06)")


def disk() -> Finding:
    """Room for notebooks with outputs, and for downloads."""
    free = shutil.disk_usage(course_folder()).free
    if free < DISK_BYTES:
        return Finding("disk", "fix", f"{free / 1e6:,.0f} MB free: make room, or work is not saved")
    return Finding("disk", "ok", f"{free / 1e9:,.0f} GB free")


def writing() -> Iterator[Finding]:
    """Can notebooks be saved, and downloads be kept?"""
    folder = course_folder()
    if not _can_write(folder):
        yield Finding("writing", "fix", f"{folder} cannot be written: copy the course to your home")
    else:
        yield Finding("writing", "ok", f"notebooks are saved in {folder}")
    from course_utils.data.digits import cache_folder

    if not _can_write(cache_folder()):
        yield Finding("writing", "note", f"{cache_folder()} cannot be written: no download is kept")


def sandbox() -> Finding:
    """Only who grades a class needs it."""
    if sys.platform != "linux":
        return Finding("sandbox", "note", "only to grade a class, and only on Linux")
    if needs := absent("grade"):
        return Finding("sandbox", "note", f"only to grade a class, learning needs none; {needs}")
    from course_utils.autograde.sandbox import NoSandbox, probe

    try:
        probe()
    except NoSandbox as why:
        return Finding("sandbox", "note", f"only to grade a class, learning needs none; {why}")
    return Finding("sandbox", "ok", "students' code can be graded in it")


Part = Callable[[], "Finding | Iterator[Finding]"]
PARTS: tuple[Part, ...] = (
    python, packages, kernel, widgets, tensorflow, data, backbone, disk, writing, sandbox,
)  # fmt: skip


def examine(parts: tuple[Part, ...] = PARTS) -> Iterator[Finding]:
    """Look at one part after the other. A part that cannot be looked at is a finding, too."""
    for part in parts:
        try:
            found = part()
            yield from [found] if isinstance(found, Finding) else found
        except ImportError as error:
            missing = error.name or str(error)
            yield Finding(part.__name__, _worst(part), f"needs {missing}, see packages")
        except Exception as error:
            yield Finding(part.__name__, _worst(part), f"{type(error).__name__}: {error}")


def _worst(part: Part) -> str:
    """Of a part that cannot be looked at: a student does without the sandbox."""
    return "note" if part is sandbox else "fix"


def main(as_json: bool = False, parts: tuple[Part, ...] = PARTS) -> int:
    """Print a line a finding, or with `as_json` one JSON list; 1 if something must be put right."""
    found = []
    for finding in examine(parts):
        found.append(finding)
        if not as_json:
            print(f"{finding.state:<5} {finding.part:<11} {finding.text}", flush=True)
    todo = sum(finding.state == "fix" for finding in found)
    if as_json:
        print(json.dumps([finding._asdict() for finding in found], indent=1))
    elif todo:
        print(f"\n{todo} to fix, from the top; then run this again.")
    else:
        print("\nReady: `make lab` opens the notebooks.")
    return 1 if todo else 0


def absent(wing: str) -> str:
    """What to install where packages of a wing, an extra, are missing; "" if none are.

    None are known where the course is not installed but a folder on the path.
    """
    try:
        if all(_version(name) for name, _ in _required(wing)):
            return ""
    except metadata.PackageNotFoundError:
        return ""
    return f"{WINGS[wing]} needs: pip install 'course-utils[{wing}]'"


def _required(extra: str = "") -> Iterator[tuple[str, str]]:
    """Packages of the base install, or those of an extra alone, with the oldest version allowed.

    Requirements read 'keras>=3.6; sys_platform != "emscripten"', 'nbval>=0.11; extra == "author"'
    or, for the extras that an extra contains, 'course-utils[grade]; extra == "author"'.
    """
    for requirement in metadata.requires("course-utils") or []:
        of = re.search(r"extra == ['\"]([\w-]+)", requirement)
        if (of[1] if of else "") != extra:
            continue
        found = re.match(r"([\w.-]+)(?:\[(.*?)\])?(?:>=([\d.]+))?", requirement)
        name, contained, least = found.groups("")  # type: ignore[union-attr]
        if contained:
            for part in contained.split(","):
                yield from _required(part)
        else:
            yield name, least


def course_folder() -> Path:
    """The folder with the student's notebooks: here, above, or beside the package."""
    here = Path.cwd()
    for folder in (here, *here.parents, PACKAGE.parent):
        if (folder / "notebooks").is_dir():
            return folder / "notebooks"
    return here


def _cure() -> str:
    """How to get the packages: often they are there, in the Python that `make` set up."""
    own = PACKAGE.parent / ".venv"
    if not own.is_dir() or own == Path(sys.prefix):
        return INSTALL
    return f"this is not the Python that make set up, use the one in {own}; or {INSTALL}"


def _tested_versions() -> dict[str, str]:
    """Package, in lower case -> the version the course was tested with; {} where unknown."""
    path = PACKAGE.parent / "constraints.txt"
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").split()
    return {name.lower(): version for name, _, version in (x.partition("==") for x in lines)}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> list[int]:
    """ "2.10.0rc1" -> [2, 10, 0]: enough to compare with a minimum."""
    return [int(n) for n in re.findall(r"\d+", version)[:3]]


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


def _can_write(folder: Path) -> bool:
    """Whether a file can be made there; the folder itself is made only for that long."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit("options are for `course doctor`" if sys.argv[1:] else main())
