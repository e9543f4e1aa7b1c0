"""A student's day in a real JupyterLab, in a real browser: `make test-browser`.

The server and the browser are started and stopped here; both work on a copy of `notebooks/`. Not
part of `make test` (pyproject's norecursedirs): it takes minutes and needs Chromium.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from notebook_page import NotebookPage

from course_utils.author.demo import lecture
from course_utils.course import Lesson, lessons

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
TOKEN = "browser-test"
SLOW = 900_000  # ms that a whole notebook may run on a busy machine: 06 trains for minutes

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER TEST RAN: there is no Chromium here (apt install chromium)"
)

# What a student sees of each code cell, from JupyterLab's own model of the open notebook.
CELLS = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter(w => w.model.type === 'code')
    .map(w => ({
        grade_id: (w.model.getMetadata('nbgrader') || {}).grade_id || '',
        source: w.model.sharedModel.getSource(),
        count: w.model.executionCount,
        error: (w.model.outputs.toJSON().find(o => o.output_type === 'error') || {}).ename || '',
        text: w.model.outputs.toJSON().map(o => o.text || '').flat().join(''),
    }))"""
QUIET = """() => {
    const panel = jupyterapp.shell.currentWidget;
    return panel && panel.context && panel.context.isReady
        && panel.sessionContext.session && panel.sessionContext.session.kernel
        && panel.sessionContext.session.kernel.status === 'idle'
        && panel.content.widgets.every(w => w.model.executionState !== 'running');
}"""


# Run goes no further than the first red cell; this goes on behind it. False: all have run.
RUN_ON = """() => {
    const notebook = jupyterapp.shell.currentWidget.content;
    const next = notebook.widgets.findIndex(w => w.model.type === 'code'
        && w.model.executionCount === null && w.model.sharedModel.getSource().trim());
    if (next < 0) return false;
    notebook.activeCellIndex = next;
    notebook.deselectAll();
    return jupyterapp.commands.execute('notebook:run-all-below').then(() => true);
}"""


# [height, source] of every picture in the outputs, each cell scrolled to as a reader would.
PICTURES = """async () => {
    const notebook = jupyterapp.shell.currentWidget.content, found = [];
    for (const [i, widget] of notebook.widgets.entries()) {
        if (!widget.node.querySelector('.jp-OutputArea img')) continue;
        await notebook.scrollToItem(i, 'start');
        const source = widget.model.sharedModel.getSource();
        for (const image of widget.node.querySelectorAll('.jp-OutputArea img')) {
            await image.decode();
            found.push([image.getBoundingClientRect().height, source]);
        }
    }
    return found;
}"""


class Lab(NotebookPage):
    """JupyterLab on a folder of notebooks, and the page that shows it."""

    def __init__(self, page: Any, address: str, folder: Path) -> None:
        super().__init__(page)
        self.address, self.folder = address, folder

    def open(self, lesson: Lesson, notebook: NotebookNode) -> None:
        """Put this notebook in the lesson's place, and open it from the file browser."""
        folder = self.folder / lesson.assignment
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        nbformat.write(notebook, folder / lesson.release.name)
        self.page.goto(f"{self.address}/lab?reset&token={TOKEN}")
        for name in (lesson.assignment, lesson.release.name):
            self.page.locator(".jp-DirListing-item", has_text=name).dblclick()
        self.wait()

    def wait(self) -> None:
        """Until the kernel has nothing to do, and that has lasted a moment."""
        for _ in range(2):
            self.page.wait_for_function(QUIET, timeout=SLOW)
            self.page.wait_for_timeout(700)

    def menu(self, *names: str) -> None:
        """Click through the menu bar."""
        self.page.locator(".lm-MenuBar-itemLabel").get_by_text(names[0], exact=True).click()
        for name in names[1:]:
            self.page.locator(".lm-Menu-itemLabel").get_by_text(name, exact=True).click()

    def run_all(self) -> list[dict[str, Any]]:
        """Run > Run All Cells; the code cells after it."""
        self.menu("Run", "Run All Cells")
        self.wait()
        return self.cells()

    def run_to_the_end(self) -> list[dict[str, Any]]:
        """Run all, and behind each red cell go on; the code cells after it."""
        self.run_all()
        while self.page.evaluate(RUN_ON):
            self.wait()
        return self.cells()

    def cells(self) -> list[dict[str, Any]]:
        """The code cells: grade_id, source, count, error, text."""
        cells: list[dict[str, Any]] = self.page.evaluate(CELLS)
        return cells

    def validate(self) -> str:
        """What nbgrader's Validate button says."""
        self.page.get_by_text("Validate", exact=True).click()
        dialog = self.page.locator(".jp-Dialog-content")
        dialog.wait_for(timeout=SLOW)
        said: str = dialog.inner_text()
        self.picture("validate")
        self.page.keyboard.press("Escape")
        return said


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A JupyterLab of its own: free port, own settings, bundled data. Its address and folder."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "notebooks 공책"
    folder.mkdir()
    for lesson in lessons(ROOT):
        (folder / lesson.assignment).mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings = home / "config/lab/user-settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)  # no question about news over what is looked at
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    own = {"COURSE_DATA": "bundled", "JUPYTER_CONFIG_DIR": str(home / "config")}
    arguments = [
        "--no-browser", "--allow-root", "--expose-app-in-browser", f"--notebook-dir={folder}",
        f"--port={address.rpartition(':')[2]}", "--port-retries=0",
        f"--IdentityProvider.token={TOKEN}",
    ]  # fmt: skip
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments],
            env=os.environ | own, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _until_it_answers(f"{address}/api", process, home / "log")
        yield address, folder
    finally:
        process.terminate()  # its kernels end with it
        process.wait(30)


def _until_it_answers(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address)
            return
        assert process.poll() is None, log.read_text()
        time.sleep(0.2)
    pytest.fail(f"no answer from {address}: {log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def lab(server: tuple[str, Path], browser: Any) -> Iterator[Lab]:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.set_default_timeout(60_000)
    lab = Lab(page, *server)
    yield lab
    page.evaluate("() => jupyterapp.serviceManager.sessions.shutdownAll()")
    page.close()


LESSONS = {lesson.assignment[:2]: lesson for lesson in lessons(ROOT)}


def untouched(number: str) -> NotebookNode:
    return nbformat.read(LESSONS[number].release, as_version=4)


def exercise(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell in which this function is written."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def solved(number: str) -> NotebookNode:
    """The release with the reference's answers in it."""
    notebook, answers = untouched(number), lecture(LESSONS[number]).solutions
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source).replace("YOUR ANSWER HERE", "In my words.")
    return notebook


@pytest.mark.parametrize("number", LESSONS)
def test_untouched_only_the_checks_of_exercises_are_red(lab: Lab, number: str) -> None:
    lab.open(LESSONS[number], untouched(number))
    lab.picture(f"{number}_opened")
    cells = lab.run_to_the_end()
    lab.picture(f"{number}_untouched")
    for cell in cells:
        expected = "NotImplementedError" if cell["grade_id"].startswith("test_") else ""
        assert cell["error"] == expected, cell
        assert cell["count"], cell


@pytest.mark.parametrize("number", LESSONS)
def test_solved_all_is_green(lab: Lab, number: str) -> None:
    lab.open(LESSONS[number], solved(number))
    for cell in lab.run_all():
        assert (cell["error"], cell["count"] is None) == ("", False), cell
        assert "waits for" not in cell["text"], cell
    lab.picture(f"{number}_solved")
    pictures = lab.page.evaluate(PICTURES)
    assert len(pictures) > 10
    assert [source for height, source in pictures if height < 50] == []


def test_run_all_stops_where_the_student_is(lab: Lab) -> None:
    """JupyterLab goes no further than the first red cell: the next exercise to write."""
    notebook = untouched("01")
    first = exercise(notebook, "collapse_linear")
    first.source = lecture(LESSONS["01"]).solutions["collapse_linear"]
    lab.open(LESSONS["01"], notebook)
    cells = lab.run_all()
    assert [c["grade_id"] for c in cells if c["error"]] == ["test_sigmoid"]
    output = lab.cell("# The check of `sigmoid`").locator(".jp-OutputArea")
    sync_api.expect(output).to_contain_text("NotImplementedError")
    lab.picture("not_yet")


def test_a_failing_check_speaks_to_the_student(lab: Lab) -> None:
    notebook = untouched("01")
    cell = exercise(notebook, "collapse_linear")
    cell.source = (
        "def collapse_linear(weights):\n    product = weights[0]\n"
        "    for w in weights[1:]:\n        product = w @ product\n    return product"
    )
    lab.open(LESSONS["01"], notebook)
    lab.run_all()
    output = lab.cell("collapse_linear(four square matrices)").locator(".jp-OutputArea")
    sync_api.expect(output).to_contain_text("Not yet. collapse_linear(four square matrices)")
    sync_api.expect(output).to_contain_text("likely cause: The order is reversed")
    sync_api.expect(output).not_to_contain_text("Traceback")
    lab.picture("failing_check")
    output.get_by_role("link", name="2 Why bend at all?").click()
    heading = lab.page.locator("h2", has_text="2 Why bend at all?")
    sync_api.expect(heading).to_be_in_viewport()
    lab.picture("read_again")


def changes(lab: Lab, picture: Any, act: Callable[[], object]) -> None:
    """The picture is another one after `act`."""
    before = picture.get_attribute("src")
    act()
    sync_api.expect(picture).not_to_have_attribute("src", before)
    lab.wait()


def test_the_z_slider_moves_the_picture(lab: Lab) -> None:
    lab.open(LESSONS["01"], solved("01"))
    lab.run_all()
    cell = lab.cell("plots.activation_slider()")
    picture, handle = cell.locator("img"), cell.locator(".noUi-handle")
    assert "point and its tangent" in (picture.get_attribute("alt") or "")
    changes(lab, picture, lambda: handle.press("ArrowRight"))  # by keyboard

    def drag() -> None:
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        lab.page.mouse.move(x, y)
        lab.page.mouse.down()
        lab.page.mouse.move(x - 120, y, steps=4)
        lab.page.mouse.up()

    changes(lab, picture, drag)
    lab.picture("z_slider")


@pytest.mark.parametrize(
    ("number", "call"), [("03", "plots.valley_race("), ("04", "plots.sliding_window(")]
)
def test_an_animation_shows_a_picture_before_it_is_played(lab: Lab, number: str, call: str) -> None:
    lab.open(LESSONS[number], solved(number))
    lab.run_all()
    picture = lab.cell(call).locator(".animation img")
    picture.wait_for()
    assert picture.bounding_box()["height"] > 100
    lab.picture(f"{number}_animation")


def test_the_kernel_editor_answers(lab: Lab) -> None:
    lab.open(LESSONS["04"], solved("04"))
    lab.run_all()
    cell = lab.cell("plots.kernel_editor(")
    picture = cell.locator("img")
    number = cell.locator("input[type=number]").first

    def type_a_weight() -> None:
        number.fill("4")
        number.press("Tab")

    changes(lab, picture, type_a_weight)
    changes(lab, picture, lambda: cell.locator("select").first.select_option(index=3))
    changes(lab, picture, lambda: cell.locator(".noUi-handle").first.press("ArrowRight"))
    lab.picture("kernel_editor")


def test_a_guess_outlives_the_kernel(lab: Lab) -> None:
    lab.open(LESSONS["01"], untouched("01"))
    lab.run_all()
    lab.cell('"three_deep",\n    "f(x)').get_by_role("button", name="it can draw curves").click()
    lab.wait()
    lab.menu("Kernel", "Restart Kernel…")
    lab.page.locator(".jp-Dialog .jp-mod-accept").click()
    lab.wait()
    guess, reveal = (c["text"] for c in lab.run_all() if '"three_deep"' in c["source"])
    assert "Your guess: it can draw curves." in guess
    assert "You guessed: it can draw curves. A surprise" in reveal


def test_validate_agrees_with_the_checks(lab: Lab) -> None:
    lesson, notebook = LESSONS["01"], solved("01")
    lab.open(lesson, notebook)
    assert "Success" in lab.validate()

    wrong = exercise(notebook, "relu")
    wrong.source = "def relu(z):\n    return z"
    lab.open(lesson, notebook)
    said = lab.validate()
    assert "The following cell failed" in said and "relu(" in said, said

    path = lab.folder / lesson.assignment / lesson.release.name
    command = [Path(sys.executable).with_name("course"), "check", path, "--json"]
    report = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout)
    assert [e["name"] for e in report["exercises"] if e["state"] == "failing"] == ["relu"]


def test_progress_in_a_notebook_knows_its_own_file(lab: Lab) -> None:
    notebook = solved("01")
    notebook.cells.append(new_code_cell("import course_utils\ncourse_utils.progress()"))
    lab.open(LESSONS["01"], notebook)
    lab.run_all()
    lab.menu("File", "Save Notebook")
    lab.wait()
    said = lab.run_all()[-1]["text"]
    checks = sum(c.metadata.get("nbgrader", {}).get("locked", False) for c in notebook.cells)
    assert f"public checks {checks}/{checks}; hidden tests are graded later" in said
    lab.cell("course_utils.progress()")
    lab.picture("progress")


PLAYGROUNDS = """
import numpy as np
from course_utils import plots
from course_utils.data import load_digits_28

(x, labels), _ = load_digits_28("bundled")
means = np.array([x[labels == k].mean(axis=0) / 255 for k in range(10)])


def model(image):  # the nearest mean: quick, and good enough to play
    far = ((image.reshape(-1, 1, 28, 28) - means) ** 2).sum(axis=(2, 3))
    share = np.exp(-(far - far.min()) / 5)
    return share / share.sum()


def sgd(params, grads, state, lr):
    return {k: params[k] - lr * grads[k] for k in params}, state


def momentum(params, grads, state, lr, beta=0.9):
    state = {k: beta * state.get(k, 0) - lr * grads[k] for k in params}
    return {k: params[k] + state[k] for k in params}, state
"""


def test_playgrounds_answer_mouse_and_keyboard(lab: Lab) -> None:
    cells = [
        PLAYGROUNDS,
        "plots.draw_a_digit(model)",
        'plots.optimizer_playground({"SGD": sgd, "momentum": momentum})',
        'plots.activation_explorer({"tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2)})',
    ]
    notebook = untouched("05")
    notebook.cells = [new_code_cell(source) for source in cells]
    lab.open(LESSONS["05"], notebook)
    assert not any(cell["error"] for cell in lab.run_all())

    cell = lab.cell("plots.draw_a_digit")
    picture, canvas = cell.locator("img"), cell.locator("canvas")
    changes(lab, picture, lambda: draw(lab, canvas, [(0.5, 0.2), (0.5, 0.8)]))
    lab.picture("draw_a_digit")

    def by_keyboard() -> None:
        canvas.focus()
        for key in ["Delete", "Space", *["ArrowRight"] * 6]:
            lab.page.keyboard.press(key)

    changes(lab, picture, by_keyboard)
    changes(lab, picture, lambda: cell.get_by_role("button", name="Wipe").click())

    for name in ("optimizer_playground", "activation_explorer"):
        cell = lab.cell(f"plots.{name}")
        picture = cell.locator("img")
        assert picture.get_attribute("alt")
        for handle in cell.locator(".noUi-handle").all():
            changes(lab, picture, partial(handle.press, "ArrowLeft"))
        kind = cell.locator("select")
        if kind.locator("option").count() > 1:
            changes(lab, picture, partial(kind.select_option, index=2))
        lab.picture(name)


OCCLUDER = """
import numpy as np
from course_utils import plots

picture = np.random.default_rng(0).uniform(0, 1, (28, 28, 1))
"""


def test_the_occluder_follows_mouse_and_keyboard(lab: Lab) -> None:
    notebook = untouched("05")
    call = 'plots.occluder(lambda x: float(x.sum()), picture, size=6, what="sum")'
    notebook.cells = [new_code_cell(OCCLUDER), new_code_cell(call)]
    lab.open(LESSONS["05"], notebook)
    assert not any(cell["error"] for cell in lab.run_all())
    cell = lab.cell("plots.occluder")
    picture, canvas = cell.locator("img"), cell.locator("canvas")
    changes(lab, picture, lambda: draw(lab, canvas, [(0.2, 0.2), (0.8, 0.7)]))
    lab.picture("occluder")

    def by_keyboard() -> None:
        canvas.focus()
        for key in ["ArrowLeft"] * 3 + ["ArrowUp"]:
            lab.page.keyboard.press(key)

    changes(lab, picture, by_keyboard)


def draw(lab: Lab, canvas: Any, corners: list[tuple[float, float]]) -> None:
    """Move the mouse with its button down; corners in shares of width and height."""
    box = canvas.bounding_box()
    mouse = lab.page.mouse
    for i, (x, y) in enumerate(corners):
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=8)
        if i == 0:
            mouse.down()
    mouse.up()
