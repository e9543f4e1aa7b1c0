"""What the site holds of others: fetched once by checksum, kept in the user's cache."""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pooch

from course_utils.course import CourseError

# An npm package, its version and the integrity that its registry states.
MATHJAX = (
    "mathjax", "3.2.2",
    "sha512-Bt+SSVU8eBG27zChVewOicYs7Xsdt40qm4+UpHyX7k0/O9NliPc+x77k1/FEsPsjKPZGJvtRZM1vO+geW0OhGw==",
)  # fmt: skip
PYODIDE = (
    "pyodide", "0.27.7",
    "sha512-RUSVJlhQdfWfgO9hVHCiXoG+nVZQRS5D9FzgpLJ/VcgGBLSAKoPL8kTiOikxbHQm1kRISeWUBdulEgO26qpSRA==",
)  # fmt: skip
CDN = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE[1]}/full/"
HERE = Path(__file__).parent
PATIENCE = 5  # seconds that the CDN may take to answer


def cache() -> Path:
    """The folder where they are kept."""
    folder = Path(pooch.os_cache("course_utils")) / "site"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def mathjax() -> Path:
    """MathJax in one file: every formula as SVG, no fonts to load."""
    return npm(*MATHJAX) / "es5" / "tex-svg-full.js"


def npm(name: str, version: str, integrity: str) -> Path:
    """An npm package, unpacked.

    Args:
        integrity: "sha512-" and the digest in base64.

    Raises:
        CourseError: npm is missing or has no network, or the package is not the one expected.
    """
    folder = cache() / f"{name}-{version}"
    if folder.is_dir():
        return folder
    if not shutil.which("npm"):
        raise CourseError(f"npm is needed to fetch {name}, and is not installed here")
    with tempfile.TemporaryDirectory(dir=cache()) as temporary:
        command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", temporary]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        packed = Path(temporary, f"{name}-{version}.tgz")
        if ran.returncode or not packed.is_file():
            raise CourseError(f"npm could not fetch {name} {version}: is there a network?")
        found = hashlib.sha512(packed.read_bytes()).digest()
        if base64.b64encode(found).decode() != integrity.removeprefix("sha512-"):
            raise CourseError(f"{name} {version} is not what was expected: its checksum differs")
        with tarfile.open(packed) as files:
            files.extractall(temporary, filter="data")
        Path(temporary, "package").rename(folder)
    return folder


def wheels() -> list[Path]:
    """Those that wheels.txt names.

    Raises:
        CourseError: pip could not fetch them, or one is not the one expected.
    """
    return sorted(_pip("wheels.txt").glob("*.whl"))


def of_pyodide(sums: dict[str, str]) -> list[Path]:
    """Files of Pyodide's distribution, from its CDN or else from a package that holds them.

    Args:
        sums: file name -> SHA-256, as its lock file says.

    Raises:
        CourseError: one cannot be had.
    """
    folder = cache() / f"pyodide-{PYODIDE[1]}-files"
    folder.mkdir(exist_ok=True)
    missing = {name: s for name, s in sums.items() if not _is(folder / name, s)}
    if missing and not _from_cdn(missing, folder):
        (packed,) = _pip("pyodide_wheels.txt").glob("*.whl")
        with zipfile.ZipFile(packed) as files:
            inside = {name.rpartition("/")[2]: name for name in files.namelist()}
            for name in missing.keys() & inside.keys():
                (folder / name).write_bytes(files.read(inside[name]))
    for name, expected in missing.items():
        if not _is(folder / name, expected):
            (folder / name).unlink(missing_ok=True)
            raise CourseError(f"{name} of Pyodide cannot be had: is there a network?")
    return [folder / name for name in sums]


def _from_cdn(sums: dict[str, str], folder: Path) -> bool:
    """False as soon as one cannot be had."""
    loader = pooch.HTTPDownloader(timeout=PATIENCE)
    pooch.get_logger().setLevel("WARNING")
    try:
        for name, expected in sums.items():
            pooch.retrieve(CDN + name, f"sha256:{expected}", name, folder, downloader=loader)
    except (OSError, ValueError):  # requests' errors are OSErrors; a wrong checksum is a ValueError
        return False
    return True


def _is(path: Path, expected: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == expected


def _pip(requirements: str) -> Path:
    """A folder with the wheels that this file names, each by its checksum."""
    text = (HERE / requirements).read_bytes()
    folder = cache() / f"wheels-{hashlib.sha256(text).hexdigest()[:12]}"
    if folder.is_dir():
        return folder
    with tempfile.TemporaryDirectory(dir=cache()) as temporary:
        made = Path(temporary, "wheels")
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
            "--only-binary=:all:", "--dest", str(made), "--requirement", str(HERE / requirements),
        ]  # fmt: skip
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if ran.returncode:
            why = [line for line in ran.stderr.splitlines() if line.startswith("ERROR")]
            raise CourseError(f"pip could not fetch {requirements}: {(why or ['no reason'])[0]}")
        made.rename(folder)
    return folder
