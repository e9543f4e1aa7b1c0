"""How long a student waits for the first check in the browser: `course site`, opened in Chromium.

    course site --offline --out site
    python benchmarks/first_check.py site [--visits 3]

A visit is a browser that has never been there: it opens lesson 01, its first exercise is filled in
at once, and all cells down to its check are run. The second time of each row is the same page
opened again in that browser, which has the files in its cache. The site is served by this machine:
what the network needs comes on top. Beside them: processor time of browser and server in the first
visit, and what share of the machine other programs used meanwhile.
"""

import argparse
import shutil
import statistics
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

PAGE = "lite/notebooks/index.html?path=01_activation_functions/activation_functions.ipynb"
OPEN = """() => {
    const panel = globalThis.jupyterapp && jupyterapp.shell.currentWidget;
    return panel && panel.context && panel.context.isReady && panel.sessionContext.session;
}"""
RUN = """async answer => {
    const notebook = jupyterapp.shell.currentWidget.content;
    const place = id => notebook.widgets.findIndex(
        w => (w.model.getMetadata('nbgrader') || {}).grade_id === id);
    notebook.widgets[place('collapse_linear')].model.sharedModel.setSource(answer);
    notebook.activeCellIndex = place('test_collapse_linear');
    await jupyterapp.commands.execute('notebook:run-all-above');
    notebook.activeCellIndex = place('test_collapse_linear');
    await jupyterapp.commands.execute('notebook:run-cell');
    const check = notebook.widgets[place('test_collapse_linear')];
    return check.model.outputs.toJSON().map(o => o.text || o.evalue || '').flat().join('');
}"""
ANSWER = """import numpy as np
def collapse_linear(weights):
    return weights[0] if len(weights) == 1 else np.linalg.multi_dot(weights)
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Not between the rows."""


def ours() -> float:
    """Processor seconds of this process and the browser so far."""
    me = psutil.Process()
    return sum(sum(x.cpu_times()[:2]) for x in [me, *me.children(recursive=True)])


def everybodys() -> float:
    """Processor seconds of all programs so far."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0)


def visit(context: Any, address: str) -> tuple[float, float, float]:
    """Seconds from opening the page until the check holds; processor seconds, ours and others'."""
    page = context.new_page()
    start, own, all_of_them = time.perf_counter(), ours(), everybodys()
    page.goto(address, wait_until="commit")
    page.wait_for_function(OPEN, timeout=300_000)
    said = page.evaluate(RUN, ANSWER)
    seconds, own = time.perf_counter() - start, ours() - own
    others = everybodys() - all_of_them - own
    page.close()
    assert "Every check in this cell holds" in said, said
    return seconds, own, others


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--visits", type=int, default=3)
    asked = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(asked.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{PAGE}"
    table = Table("first visit, s", "second, s", "processor, s", "others used")
    rows = []
    with sync_playwright() as playwright:
        for _ in range(asked.visits):
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            )
            context = browser.new_context()
            seconds, processor, others = visit(context, address)
            rows.append((seconds, visit(context, address)[0], processor))
            share = others / seconds / psutil.cpu_count()
            table.add_row(*(f"{x:.1f}" for x in rows[-1]), f"{share:.0%}")
            browser.close()
    medians = [statistics.median(column) for column in zip(*rows, strict=True)]
    table.add_section()
    table.add_row(*(f"{x:.1f}" for x in medians), "median")
    Console().print(table)


if __name__ == "__main__":
    main()
