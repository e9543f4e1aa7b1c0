"""`course doctor`: what it says when all is well, and when something is not."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from course_utils import doctor
from course_utils.doctor import Finding, examine, main

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_DATA", "bundled")


def only(part: doctor.Part) -> Finding:
    (finding,) = examine((part,))
    return finding


@pytest.mark.parametrize("part", ["python", "packages", "kernel", "widgets", "backbone", "disk"])
def test_here_all_is_well(part: str) -> None:
    finding = only(getattr(doctor, part))
    assert (finding.part, finding.state) == (part, "ok"), finding


def test_without_any_package_every_part_is_a_line_and_none_a_traceback(tmp_path: Path) -> None:
    """A fresh Python that has nothing but the course's folder."""
    venv.create(tmp_path / "fresh", symlinks=True)
    ran = subprocess.run(
        [tmp_path / "fresh" / "bin" / "python", "-m", "course_utils.doctor"],
        capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=60,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, "")
    states = {line[6:17].strip(): line[:5].strip() for line in ran.stdout.splitlines()[:-2]}
    assert states["python"] == states["backbone"] == states["disk"] == "ok"
    assert states["packages"] == states["kernel"] == states["data"] == "fix"
    assert ran.stdout.splitlines()[-1].endswith("to fix, from the top; then run this again.")


def test_missing_old_and_untested_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"numpy": None, "scipy": "1.11.4"}
    monkeypatch.setattr(doctor, "_version", lambda name: versions.get(name, "999"))
    finding = only(doctor.packages)
    assert finding.state == "fix"
    assert finding.text.startswith("numpy is missing, scipy 1.11.4 is older than 1.12: ")

    newer = metadata.version
    monkeypatch.setattr(doctor, "_version", lambda n: "999" if n == "rich" else newer(n))
    finding = only(doctor.packages)
    assert finding.state == "note"
    assert finding.text.startswith("not the tested versions: rich 999 (tested: ")


def test_a_kernel_of_another_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel spec found before the course's own: JupyterLab would start it."""
    spec = tmp_path / "kernels" / "python3"
    spec.mkdir(parents=True)
    foreign = "import sys; sys.prefix = '/usr'; from ipykernel.kernelapp import main; main()"
    argv = [sys.executable, "-c", foreign, "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "", "language": ""})
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    finding = only(doctor.kernel)
    assert finding.state == "fix"
    assert finding.text.startswith("python3: it is another Python, /usr; `jupyter kernelspec list`")


def test_which_data_is_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "1,797 handwritten digits" in only(doctor.data).text
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    finding = only(doctor.data)
    assert finding.state == "fix"
    assert "no digits in this folder" in finding.text and "unset COURSE_DATA" in finding.text


def test_altered_files_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "BUNDLED_DIGITS", "another")
    assert next(iter(examine((doctor.data,)))).state == "fix"
    weights = tmp_path / "models" / "weights"
    weights.mkdir(parents=True)
    (weights / "course_backbone.json").write_text('{"sha256": "recorded"}')
    (weights / "course_backbone.npz").write_bytes(b"altered")
    monkeypatch.setattr(doctor, "PACKAGE", tmp_path)
    assert "is altered" in only(doctor.backbone).text


def test_a_full_disk_and_a_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    assert doctor.course_folder() == tmp_path / "notebooks"
    monkeypatch.setattr(doctor, "DISK_BYTES", 10**18)
    assert only(doctor.disk).state == "fix"
    monkeypatch.setattr(doctor, "_can_write", lambda folder: False)
    notebooks, cache = examine((doctor.writing,))
    assert (notebooks.state, cache.state) == ("fix", "note")


def test_a_student_does_without_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    finding = only(doctor.sandbox)
    assert finding.state == "note"
    assert finding.text.startswith("only to grade a class, learning needs none")


def test_as_a_module_it_takes_no_options() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "course_utils.doctor", "--json"],
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "options are for `course doctor`\n"


def test_exit_code_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    def good() -> Finding:
        return Finding("good", "ok", "fine")

    def bad() -> Iterator[Finding]:
        yield Finding("bad", "note", "so so")
        yield Finding("bad", "fix", "do this")

    assert main(parts=(good,)) == 0
    assert capsys.readouterr().out.splitlines()[0] == "ok    good        fine"
    assert main(as_json=True, parts=(good, bad)) == 1
    assert [f["state"] for f in json.loads(capsys.readouterr().out)] == ["ok", "note", "fix"]
