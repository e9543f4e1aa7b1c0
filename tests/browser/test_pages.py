"""What an instructor's browser runs of a hostile submission: nothing, on any page that shows it.

nbgrader's own formgrader, with its own exporter (no preprocessor of ours cleans for it), JupyterLab
on the graded copy, a feedback page and the class report, in a real Chromium.
"""

import base64
import contextlib
import io
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
from classroom import Classroom, cell

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PICTURES = os.environ.get("COURSE_SCREENSHOTS")  # a folder: pages are kept there

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER TEST RAN: there is no Chromium here (apt install chromium)"
)

RUN = "window.ran=1;alert(1)"
TEXTS = (
    f"<script>{RUN}</script><img src=x onerror='{RUN}'><svg onload='{RUN}'><style>*{{color:red}}",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe><form action=http://out.example/f>",
    "<base href=http://out.example/><meta http-equiv=refresh content='0;url=http://out.example/m'>",
    "![](http://out.example/i.png) ![][r] <link rel=stylesheet href=http://out.example/s.css>",
    f"[link](javascript:{RUN}) [r] [x](java&#115;cript:{RUN}) [y]( data:text/html,<script>{RUN})",
    f"[r]: http://out.example/r.png\n[z]: javascript:{RUN}\n\n[z] <javascript:{RUN}>",
    f"$\\href{{javascript:{RUN}}}{{x}} \\style{{background:url(http://out.example/t)}}{{y}}$",
    f"$$\\def\\a{{\\unicode{{x3c}}}}\\require{{HTML}}\\mmlToken{{mi}}[href='javascript:{RUN}']{{z}}$$",
    "# test_double\n\ntest_scale\n---\n\n```mermaid\ngraph LR\n```\n\n![](attachment:none.png)",
    f"</div></div></div><input id='test_double'><details><textarea>\n\n<!-- {RUN}",
    "![]( attachment:picture.png \"x' onload='alert(1)\")",
)
SHOWS = f"""from IPython.display import *
quoted = 'iVBORw0KGgo="><script>{RUN}</script>'
for kind in ("image/png", "image/jpeg", "image/gif", "image/svg+xml", "text/html", "text/latex",
             "application/javascript", "text/markdown", "application/pdf", "text/vnd.mermaid"):
    display({{kind: quoted, "text/plain": "<script>{RUN}</script>"}}, raw=True,
            metadata={{kind: {{"width": quoted, "alt": quoted}}, "filenames": {{kind: quoted}}}})
print("\\x1b]8;;http://out.example/\\x1b\\\\link\\x1b]8;;\\x1b\\\\", quoted)
raise ValueError(quoted)"""


def png() -> str:
    with io.BytesIO() as file:
        Image.new("RGB", (40, 30), "orange").save(file, "PNG")
        return base64.b64encode(file.getvalue()).decode()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """Graded: one hostile submission, and one with a picture in its written answer."""
    room = Classroom(tmp_path_factory.mktemp("course"))
    hostile = room.solved()
    hostile.cells += [make(text) for text in TEXTS for make in (new_markdown_cell, new_raw_cell)]
    hostile.cells.append(new_code_cell(SHOWS, metadata={"magics_language": f'"><script>{RUN}'}))
    cell(hostile, "why_zero").source = "\n\n".join(TEXTS)
    cell(hostile, "why_zero")["attachments"] = {
        "picture.png": {"image/png": f'x"><script>{RUN}</script>', "image/svg+xml": png()}
    }
    room.hand_in("hostile", hostile)
    drawn = room.solved()
    answer = cell(drawn, "why_zero")
    answer.source = "Nothing added is $0$:\n\n![그림](attachment:그림 1.png)\n\nas **drawn**."
    answer["attachments"] = {"그림 1.png": {"image/png": png()}}
    room.hand_in("김민지", drawn)
    room.grade()
    assert room.course("feedback", "01_mini").returncode == 0
    (room.root / "nbgrader_config.py").write_text("c = get_config()\n")  # a course of nbgrader's
    return room


@pytest.fixture(scope="module")
def address(room: Classroom) -> Iterator[str]:
    """JupyterLab with nbgrader in the course folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"JUPYTER_CONFIG_DIR": str(room.root / ".jupyter"), "COURSE_DATA": "bundled"}
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
         "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=t"],
        cwd=room.root, env=os.environ | own,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            assert process.poll() is None, "the server ended"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


class Watched:
    """A page, and what it tried to do."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.did: list[str] = []
        page.set_default_timeout(60_000)
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self.did.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if "out.example" in request.url:
            self.did.append(request.url)

    def open(self, url: str, name: str) -> None:
        """Load, let it settle, click whatever a reader may click."""
        self.page.goto(url)
        self.page.wait_for_timeout(1500)
        if PICTURES:
            self.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)

    def ran(self) -> list[str]:
        """What it did, and scripts of the student's that ran."""
        return self.did + ["script"] * bool(self.page.evaluate("() => window.ran"))


@pytest.fixture
def watched() -> Iterator[Watched]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield Watched(browser.new_page(viewport={"width": 1200, "height": 900}))
        browser.close()


def formgrader(watched: Watched, address: str, room: Classroom, student: str) -> None:
    """nbgrader's page of one submission."""
    from nbgrader.api import Gradebook

    with Gradebook(room.url) as gradebook:
        number = gradebook.find_submission_notebook("mini", "01_mini", student).id
    watched.open(f"{address}/formgrader/submissions/{number}/?token=t", f"formgrader_{student}")


def test_formgrader_runs_nothing(watched: Watched, address: str, room: Classroom) -> None:
    formgrader(watched, address, room, "hostile")
    assert "Student's answer" in watched.page.content()
    assert watched.ran() == []
    assert watched.page.locator("#notebook iframe, #notebook form, #notebook base").count() == 0
    assert watched.page.locator("#test_double").count() == 1  # nbgrader's own
    for link in watched.page.locator("#notebook-container a").all():
        assert (link.get_attribute("href") or "#").startswith(("#", "http"))


def test_a_pasted_picture_is_shown(watched: Watched, address: str, room: Classroom) -> None:
    wide = "i => i.naturalWidth"
    formgrader(watched, address, room, "김민지")
    assert watched.page.locator("#notebook img").evaluate_all(f"all => all.map({wide})") == [40]
    watched.open((room.root / "feedback/김민지/01_mini/mini.html").as_uri(), "feedback_kim")
    assert watched.page.locator("#notebook img").evaluate_all(f"all => all.map({wide})") == [40]


def test_feedback_runs_nothing(watched: Watched, room: Classroom) -> None:
    watched.open((room.root / "feedback/hostile/01_mini/mini.html").as_uri(), "feedback_hostile")
    assert watched.ran() == []


def test_jupyterlab_runs_nothing(watched: Watched, address: str, room: Classroom) -> None:
    watched.page.goto(f"{address}/lab/tree/autograded/hostile/01_mini/mini.ipynb?token=t")
    watched.page.locator(".jp-RenderedMarkdown").first.wait_for()
    watched.page.wait_for_timeout(3000)
    if PICTURES:
        watched.page.screenshot(path=f"{PICTURES}/lab_hostile.png")
    assert watched.ran() == []
