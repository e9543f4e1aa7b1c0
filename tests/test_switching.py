"""docs/switching.md, command by command, on nbgrader's own example."""

import csv
import os
import re
import subprocess
from pathlib import Path

import nbformat
import pytest
from classroom import NO_WALLS, ROOT
from nbgrader_courses import ENVIRONMENT

from course_utils.autograde.formgrade import ModelAnswers
from course_utils.autograde.nbgrader_bridge import nbgrader_config

PAGE = (ROOT / "docs" / "switching.md").read_text(encoding="utf-8")
# Where no walls can be built the page says what to do.
BLOCKS = [
    re.sub(r"(course (?:re)?grade [^\n]*)", r"\1 --sandbox none", block) if NO_WALLS else block
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder after the last command, and everything that was said; each ended with 0."""
    root = tmp_path_factory.mktemp("switching")
    done = subprocess.run(
        ["bash", "-e"],
        input="\n".join(BLOCKS),
        cwd=root,
        env=ENVIRONMENT | {"COLUMNS": "400", "HOME": str(root), "PYTHONPATH": _path()},
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return root / "course101", done.stdout


def _path() -> str:
    """This checkout, wherever the installed package comes from."""
    return os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_scores_are_nbgraders(course: tuple[Path, str]) -> None:
    before = {row["student_id"]: float(row["score"]) for row in rows(course[0] / "before.csv")}
    after = {row["student"]: float(row["total"]) for row in rows(course[0] / "after.csv")}
    assert before == after == {"ann": 0, "bob": 3}


def test_what_the_page_quotes_was_said(course: tuple[Path, str]) -> None:
    quoted = re.findall(r"^```text\n(.*?)\n```", PAGE, re.MULTILINE | re.DOTALL)
    assert quoted and all(text in course[1] for text in quoted), course[1]


def test_every_file_that_it_names_is_there(course: tuple[Path, str]) -> None:
    folder = course[0]
    made = ["report.html", "grades.csv", "grades_for_lms.csv", "similar.html", "trial.db"]
    made += ["feedback/bob/ps1/problem1.html", "autograded/bob/ps1/problem2.ipynb"]
    for name in made:
        assert (folder / name).is_file(), name
    assert {row["awaiting_a_person"] for row in rows(folder / "grades.csv")} == {"1", "5"}


def test_the_model_answer_is_the_whole_cell_where_nothing_marks_it(
    course: tuple[Path, str],
) -> None:
    config = nbgrader_config(course[0])
    notebook = nbformat.read(course[0] / "autograded/bob/ps1/problem2.ipynb", as_version=4)
    asked = {"submission_id": "1", "assignment_id": "ps1", "notebook_id": "problem2"}
    shown, _ = ModelAnswers(config=config).preprocess(notebook, asked)
    texts = [cell.source for cell in shown.cells]
    assert any("> This function computes the fibonnaci" in text for text in texts)
    assert any("Which case ends the recursion?" in text for text in texts)


def test_links_lead_somewhere() -> None:
    for page, _, part in (link.partition("#") for link in re.findall(r"\]\(([^)]+)\)", PAGE)):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        titles = [t.lower().replace(" ", "-") for t in re.findall(r"^## (.*)", text, re.MULTILINE)]
        assert part in titles, (page, part)
