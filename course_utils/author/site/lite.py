"""JupyterLite with what needs no TensorFlow: Python itself runs in the browser."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import textwrap
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course_utils.author.site import packages
from course_utils.course import CourseError, Lesson

SCRIPT = Path(__file__).parent / "theme" / "download.js"
FRONTEND = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension")
TENSORFLOW = re.compile(r"^plots\.quiet_tensorflow\(|^(?:import|from) keras", re.MULTILINE)
NOTE = """
**In the browser this part is to read:** Keras needs TensorFlow, which no browser runs, so the cells
below that need it wait. Press *Download my notebook*, and run that file in Colab or on your own
computer: there the same cells measure. What they give stands on the page of this lesson, too.
"""
EXTENSION = "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"


def write(lessons: list[Lesson], source: Path, out: Path, offline: bool = False) -> None:
    """Make JupyterLite in `out`.

    Args:
        source: a new folder for what is put together first.
        offline: see `packages.write`.

    Raises:
        CourseError: something could not be fetched, or JupyterLite's builder failed.
    """
    for lesson in lessons:
        folder = source / "files" / lesson.assignment
        folder.mkdir(parents=True)
        nbformat.write(for_browser(lesson), folder / lesson.release.name)
    _jupyterlite(source, out)
    shutil.copy(SCRIPT, out)
    for page in out.glob("*/index.html"):
        text = page.read_text(encoding="utf-8")
        script = f'<script src="../{SCRIPT.name}"></script></head>'
        page.write_text(text.replace("</head>", script, 1), encoding="utf-8")
    packages.write(out / "pyodide", sorted((out / EXTENSION).glob("*.whl")), offline)


def for_browser(lesson: Lesson) -> NotebookNode:
    """A lesson's release whose last part says that it needs TensorFlow, where it does.

    Cells keep their ids and metadata, and the file runs as a whole where TensorFlow is installed.
    """
    notebook = nbformat.read(lesson.release, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    keras = next((cell for cell in code if TENSORFLOW.search(cell.source)), None)
    if keras is None:
        return notebook
    before = notebook.cells[: notebook.cells.index(keras)]
    part = next(cell for cell in reversed(before) if cell.source.startswith("# "))
    title, _, text = part.source.partition("\n")
    part.source = f"{title}\n{NOTE}{text}"
    for cell in code[code.index(keras) :]:
        if "demo" in cell.metadata.get("tags", []):
            cell.source = f"with when_ready():\n{textwrap.indent(cell.source, '    ')}"
    code[0].source += "\nimport course_utils.data  # brings the digits into the browser"
    return notebook


def _jupyterlite(source: Path, out: Path) -> None:
    """JupyterLite's own builder, in a process of its own."""
    share = Path(sysconfig.get_path("data"), "share/jupyter/labextensions")
    settings = {
        "apps": ["notebooks", "tree", "edit"],
        "contents": [str(source / "files")],
        "federated_extensions": [str(share / name) for name in FRONTEND],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(out),
    }
    kernel = {
        "pyodideUrl": "./pyodide/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "packages": [*packages.KERNEL, "course-utils"],
            "env": {"COURSE_DATA": "bundled"},
        },
    }
    config = {
        "appName": "Neural networks",
        "exposeAppInBrowser": True,
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
    }
    button = {
        "name": "download",
        "command": "docmanager:download",
        "label": "Download my notebook",
        "rank": 100,
    }
    files = {
        "overrides.json": {"@jupyterlab/notebook-extension:panel": {"toolbar": [button]}},
        "jupyter_lite_config.json": {"LiteBuildConfig": settings},
        "jupyter-lite.json": {"jupyter-lite-schema-version": 0, "jupyter-config-data": config},
    }
    for name, content in files.items():
        (source / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(source)]
    ran = subprocess.run(command, cwd=source, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode:
        lines = [x for x in ran.stderr.splitlines() if "rror" in x] or ["no reason given"]
        raise CourseError(f"JupyterLite could not be built: {lines[-1].strip()}")
