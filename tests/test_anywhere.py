"""The course in odd places: a Korean folder name with spaces, no locale, no grader installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import Classroom

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
# What a Python without a locale falls back to: ASCII for file names, files and the terminal.
NO_LOCALE = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture(scope="module")
def korean(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    return Classroom(tmp_path_factory.mktemp("course") / "내 강의 자료 2")


def course(where: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [BIN / "course", *arguments], cwd=where, capture_output=True, timeout=120,
        env=os.environ | NO_LOCALE,
    )  # fmt: skip


def test_build_and_check_in_a_korean_folder_without_a_locale(korean: Classroom) -> None:
    built = course(korean.root, "build", "02")
    assert built.returncode == 0, built.stderr
    checked = course(korean.root, "build", "02", "--check")
    assert checked.returncode == 0, checked.stderr

    checked = course(korean.root, "check", "02")
    assert checked.returncode == 0, checked.stderr
    assert b"halve" in checked.stdout and b"public checks 0/1" in checked.stdout


def test_guesses_are_kept_there(korean: Classroom) -> None:
    code = r"from course_utils import predict; predict.guess('n', 'Q?', ['\uac00', '\ub098'], 'b')"
    subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code], cwd=korean.root, check=True,
        env=os.environ | NO_LOCALE | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    kept = korean.root / "predictions.json"
    assert kept.read_text(encoding="utf-8") == '{\n "n": "나"\n}'
    kept.unlink()


def test_what_notebooks_import_is_there_in_colab() -> None:
    """README's set-up cell for Colab installs the course alone (--no-deps)."""
    code = """
import sys
before = set(sys.modules)
from course_utils import checks, data, plots, predict, self_check, when_ready
from course_utils.checks import convolution
from course_utils.data import _download, brains
for name in plots._MODULES:
    __import__(f"course_utils.plots.{name}")
tops = {m.partition(".")[0] for m in set(sys.modules) - before}
for grader in ("nbgrader", "jupytext", "cloudpickle", "msgpack", "typer", "nbclient", "pooch"):
    assert grader not in tops, grader
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
