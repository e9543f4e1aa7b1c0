"""The site as `course site` makes it, once for all tests in this folder."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder."""
    out = tmp_path_factory.mktemp("site") / "out"
    command = [Path(sys.executable).with_name("course"), "site", "--offline", "--out", out]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    return out
