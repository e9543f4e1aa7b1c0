"""What the site holds of others: fetched once by checksum, kept in the user's cache."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pooch

from course_utils.course import CourseError

# npm package -> version and the integrity that its registry states.
PACKAGES = {
    "mathjax": (
        "3.2.2",
        "sha512-Bt+SSVU8eBG27zChVewOicYs7Xsdt40qm4+UpHyX7k0/O9NliPc+x77k1/FEsPsjKPZGJvtRZM1vO+geW0OhGw==",
    ),
    "pyodide": (
        "0.27.7",
        "sha512-RUSVJlhQdfWfgO9hVHCiXoG+nVZQRS5D9FzgpLJ/VcgGBLSAKoPL8kTiOikxbHQm1kRISeWUBdulEgO26qpSRA==",
    ),
}


def cache() -> Path:
    """The folder where they are kept."""
    folder = Path(pooch.os_cache("course_utils")) / "site"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def mathjax() -> Path:
    """MathJax in one file: every formula as SVG, no fonts to load."""
    return npm("mathjax") / "es5" / "tex-svg-full.js"


def npm(name: str) -> Path:
    """The unpacked npm package of this name.

    Raises:
        CourseError: npm is missing or has no network, or the package is not the one expected.
    """
    version, integrity = PACKAGES[name]
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
