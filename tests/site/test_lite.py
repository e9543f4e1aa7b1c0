"""What can be done in JupyterLite, in a real Chromium that reaches nothing but the site."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from notebook_page import NotebookPage

from course_utils.author.demo import lecture
from course_utils.author.site.pages import IN_BROWSER
from course_utils.course import Lesson, lessons

ROOT = Path(__file__).parents[2]
LESSONS = {lesson.assignment[:2]: lesson for lesson in lessons(ROOT)}
SLOW = 400_000  # ms: a whole notebook on a busy machine

READY = """() => {
    const panel = globalThis.jupyterapp && jupyterapp.shell.currentWidget;
    return panel && panel.context && panel.context.isReady && panel.sessionContext.session
        && panel.sessionContext.session.kernel
        && panel.sessionContext.session.kernel.status === 'idle';
}"""
FILL_IN = """answers => {
    for (const w of jupyterapp.shell.currentWidget.content.widgets) {
        const about = w.model.getMetadata('nbgrader') || {};
        if (about.solution && about.grade_id in answers) {
            w.model.sharedModel.setSource(answers[about.grade_id]);
        }
    }
}"""
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
SAID = """code => new Promise(done => {
    const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const future = kernel.requestExecute({code});
    let text = '';
    future.onIOPub = m => { text += m.content.text || m.content.evalue || ''; };
    future.done.then(() => done(text));
})"""
CELLS = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter(w => w.model.type === 'code')
    .map(w => ({
        grade_id: (w.model.getMetadata('nbgrader') || {}).grade_id || '',
        source: w.model.sharedModel.getSource(),
        count: w.model.executionCount,
        error: w.model.outputs.toJSON().filter(o => o.output_type === 'error')
            .map(o => o.ename + ': ' + o.evalue).join(),
        text: w.model.outputs.toJSON().map(o => o.text || '').flat().join(''),
    }))"""


def graded(lesson: Lesson) -> list[str]:
    """The grade_ids of a lesson's graded cells."""
    cells = nbformat.read(lesson.release, as_version=4).cells
    about = [cell.metadata.get("nbgrader", {}) for cell in cells]
    return [x["grade_id"] for x in about if x.get("grade")]


class Lite(NotebookPage):
    """JupyterLite's page of one lesson."""

    def __init__(self, page: Any, address: str) -> None:
        super().__init__(page)
        self.address = address

    def open(self, lesson: Lesson) -> None:
        """As the front page links to it; until Python is there."""
        where = f"{lesson.assignment}/{lesson.release.name}"
        self.page.goto(f"{self.address}/lite/notebooks/index.html?path={where}")
        self.wait()

    def wait(self) -> None:
        """Until the kernel has nothing to do, and that has lasted a moment."""
        for _ in range(2):
            self.page.wait_for_function(READY, timeout=SLOW)
            self.page.wait_for_timeout(500)

    def run_all(self, answers: dict[str, str]) -> list[dict[str, Any]]:
        """Fill in, run all cells up to the first error; the code cells after it."""
        self.page.evaluate(FILL_IN, answers)
        self.page.evaluate(RUN_ALL)
        self.wait()
        cells: list[dict[str, Any]] = self.page.evaluate(CELLS)
        return cells


@pytest.fixture(scope="module")
def context(browser: Any, address: str) -> Iterator[Any]:
    """One student's browser: what is kept in it outlives a page."""
    made = browser.new_context(viewport={"width": 1200, "height": 800})
    made.set_default_timeout(60_000)
    asked: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    yield made
    here = address.rpartition("/")[0]
    assert [x for x in asked if not x.startswith((here, "data:", "blob:"))] == []
    made.close()


@pytest.fixture
def lite(context: Any, address: str) -> Iterator[Lite]:
    page = context.new_page()
    yield Lite(page, address)
    page.close()


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a student's downloaded notebooks go."""
    return tmp_path_factory.mktemp("class") / "submitted" / "kim"


def test_a_guess_and_an_answer_survive_a_reload(lite: Lite) -> None:
    lite.open(LESSONS["01"])
    mistake = lecture(LESSONS["01"]).mistakes("collapse_linear")[0]
    cells = lite.run_all({"collapse_linear": mistake.source})
    said = next(c["error"] for c in cells if c["grade_id"] == "test_collapse_linear")
    assert f"likely cause: {mistake.says}" in said
    lite.picture("lite_wrong_answer")
    guess = lite.cell('"three_deep",\n    "f(x)')
    guess.get_by_role("button", name="it can draw curves").click()
    lite.wait()
    lite.picture("lite_guess")
    lite.page.evaluate(SAVE)
    lite.page.reload()
    lite.wait()
    cells = lite.run_all({})
    assert next(c["source"] for c in cells if c["grade_id"] == "collapse_linear") == mistake.source
    asked, told = (c["text"] for c in cells if '"three_deep"' in c["source"])
    assert "Your guess: it can draw curves." in asked
    assert "You guessed: it can draw curves. A surprise" in told


@pytest.mark.parametrize("number", IN_BROWSER)
def test_solved_every_check_passes(lite: Lite, submitted: Path, number: str) -> None:
    lesson = LESSONS[number]
    lite.open(lesson)
    cells = lite.run_all(lecture(lesson).solutions)
    for cell in cells:
        assert (cell["error"], cell["count"] is None) == ("", False), cell
        assert "waits for" not in cell["text"], cell
    without = [cell["source"] for cell in cells if "needs TensorFlow" in cell["text"]]
    assert bool(without) == bool(IN_BROWSER[number])  # parts of it are to do here
    for source in without[:1]:
        lite.cell(source)
    lite.picture(f"lite_{number}")
    lite.page.evaluate(SAVE)
    said = lite.page.evaluate(SAID, "import course_utils; course_utils.progress()")
    checks = sum(name.startswith("test_") for name in graded(lesson))
    assert f"public checks {checks}/{checks}; hidden tests are graded later" in said
    with lite.page.expect_download() as download:
        lite.page.get_by_role("toolbar").get_by_text("Download my notebook").click()
    download.value.save_as(submitted / lesson.assignment / download.value.suggested_filename)


def test_what_was_downloaded_is_graded_to_full_marks(submitted: Path) -> None:
    folder = submitted.parents[1]
    command = [
        Path(sys.executable).with_name("course"), "grade", *IN_BROWSER, "--json", "-",
        "--submissions", submitted.parent, "--gradebook", folder / "gradebook.db",
        "--out", folder / "autograded", "--sandbox", "none",
    ]  # fmt: skip
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    results = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [r["assignment"][:2] for r in results] == list(IN_BROWSER)
    for result in results:
        assert (result["status"], result["reason"]) == ("graded", ""), result
        assert result["score"] == result["max_score"] > 0, result
