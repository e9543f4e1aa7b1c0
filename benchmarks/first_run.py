"""How long a student waits: for JupyterLab, and in each notebook for the first exercise.

    python benchmarks/first_run.py

A page in a browser takes 2 to 3 s more than the server. Needs no network.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel

from course_utils.course import lessons

ROOT = Path(__file__).parents[1]
PORT = 8997


def server_seconds() -> float:
    """From the command of `make lab` to the first answer."""
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as config:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={PORT}",
             "--port-retries=0", "--notebook-dir=notebooks"],
            cwd=ROOT, env=os.environ | {"JUPYTER_CONFIG_DIR": config}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while process.poll() is None:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api")
                    return time.perf_counter() - begin
                except OSError:
                    time.sleep(0.05)
            raise SystemExit(f"the server ended with {process.returncode}: is port {PORT} taken?")
        finally:
            process.terminate()
            process.wait()


def notebook_seconds(path: Path) -> tuple[float, float]:
    """(kernel start, all code cells from there to the first exercise)."""
    begin = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    manager, client = start_new_kernel(kernel_name="python3", **quiet)
    ready = time.perf_counter()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            break
        if cell.cell_type == "code":
            client.execute_interactive(cell.source, output_hook=lambda message: None)
    done = time.perf_counter()
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return ready - begin, done - ready


if __name__ == "__main__":
    os.environ["COURSE_DATA"] = "bundled"
    os.environ["JPY_SESSION_NAME"] = "as in JupyterLab"  # so that widgets are made, too
    os.chdir(tempfile.mkdtemp())  # guesses go there
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"JupyterLab answers after {server_seconds():.1f} s")
    for lesson in lessons(ROOT):
        start, cells = notebook_seconds(lesson.release)
        print(f"{lesson.assignment}: kernel {start:.1f} s, then first exercise {cells:.1f} s")
