"""JupyterLite with the lessons that need no TensorFlow: Python itself runs in the browser.

Pyodide's lock file is what installs: the student's wing of this package, and what the kernel
needs, are entered in it beside Pyodide's own packages, each with its SHA-256. So the browser loads
all of it at once while Python starts, checks every file, and `import course_utils` just works.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import Any

from course_utils import __version__
from course_utils.author.site import fetched
from course_utils.course import CourseError, Lesson

PACKAGE = Path(__file__).parents[2]
NOT_THE_STUDENTS = ("author", "autograde", "commands", "cli.py", "console.py", "__pycache__")
SCRIPT = Path(__file__).parent / "theme" / "download.js"
RUNTIME = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
# Loaded while Python starts: what the kernel would else ask for one by one, and the course.
KERNEL = [
    "micropip", "piplite", "ssl", "sqlite3", "ipykernel", "comm", "pyodide_kernel", "jedi",
    "ipython",
]  # fmt: skip
DEPENDS = {
    "pyodide-kernel": ["ipython", "comm", "ipykernel"],
    "nbformat": ["fastjsonschema", "jsonschema", "traitlets"],
    "jsonschema": ["attrs", "pyrsistent"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "course-utils": [
        "numpy", "scipy", "matplotlib", "pillow", "threadpoolctl", "ipywidgets", "nbformat",
    ],
}  # fmt: skip
# Has the digits and the photograph: loaded by the first cell that imports this module.
LATER = {"scikit-learn": "course_utils.data"}
FRONTEND = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension")
EXTENSION = "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"

Lock = dict[str, dict[str, Any]]


def write(lessons: list[Lesson], source: Path, out: Path, offline: bool = False) -> None:
    """Make JupyterLite in `out`.

    Args:
        source: a new folder for what is put together first.
        offline: bundle Pyodide's packages too, 40 MB, in place of its public CDN.

    Raises:
        CourseError: something could not be fetched, or JupyterLite's builder failed.
    """
    for lesson in lessons:
        (source / "files" / lesson.assignment).mkdir(parents=True)
        shutil.copy(lesson.release, source / "files" / lesson.assignment)
    _jupyterlite(source, out)
    shutil.copy(SCRIPT, out)
    for page in out.glob("*/index.html"):
        text = page.read_text(encoding="utf-8")
        script = f'<script src="../{SCRIPT.name}"></script></head>'
        page.write_text(text.replace("</head>", script, 1), encoding="utf-8")
    runtime = out / "pyodide"
    runtime.mkdir()
    distribution = fetched.npm(*fetched.PYODIDE)
    for name in RUNTIME:
        shutil.copy(distribution / name, runtime)
    lock = json.loads((distribution / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"] = packages(lock["packages"], runtime, out / EXTENSION, offline)
    (runtime / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def packages(theirs: Lock, runtime: Path, extension: Path, offline: bool) -> Lock:
    """What the lock file lists: Pyodide's, the kernel's, the course's; files into `runtime`."""
    ours: Lock = {}
    for wheel in sorted(extension.glob("*.whl")):
        ours |= entry(wheel, f"../{EXTENSION}/{wheel.name}")
    for wheel in [*fetched.wheels(), students_wheel(runtime)]:
        # The content is in the address: no browser can have an older file of this name.
        folder = hashlib.sha256(wheel.read_bytes()).hexdigest()[:12]
        (runtime / folder).mkdir()
        (shutil.move if wheel.parent == runtime else shutil.copy)(wheel, runtime / folder)
        ours |= entry(runtime / folder / wheel.name, f"{folder}/{wheel.name}")
    for name, needs in DEPENDS.items():
        ours[name]["depends"] = needs
    for name, module in LATER.items():
        theirs[name]["imports"].append(module)
    found = theirs | ours
    if offline:
        names = closure(found, [*KERNEL, "course-utils", *LATER])
        found = {name: found[name] for name in names}
    files = {name: about["file_name"] for name, about in found.items() if name not in ours}
    if not offline:
        for name, file in files.items():
            found[name]["file_name"] = fetched.CDN + file
        return found
    for path in fetched.of_pyodide({file: found[name]["sha256"] for name, file in files.items()}):
        shutil.copy(path, runtime)
    return found


def closure(lock: Lock, names: list[str]) -> list[str]:
    """These packages and all that they lead to."""
    found, todo = set(), list(names)
    while todo:
        name = todo.pop().lower().replace("_", "-")
        if name not in found:
            found.add(name)
            todo += lock[name]["depends"]
    return sorted(found)


def entry(wheel: Path, where: str) -> Lock:
    """Of a pure Python wheel, as lock files have it."""
    with zipfile.ZipFile(wheel) as files:
        names = files.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(files.read(about).decode("utf-8"))
    tops = {name.partition("/")[0] for name in names if name.endswith(".py")}
    name = told["Name"].lower().replace("_", "-").replace(".", "-")
    return {
        name: {
            "name": told["Name"],
            "version": told["Version"],
            "file_name": where,
            "install_dir": "site",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
            "package_type": "package",
            "imports": sorted(top.removesuffix(".py") for top in tops),
            "depends": [],
            "unvendored_tests": False,
        }
    }


def students_wheel(folder: Path) -> Path:
    """This package without the grader, the author's tools and the commands, as a wheel."""
    path = folder / f"course_utils-{__version__}-py3-none-any.whl"
    info = f"course_utils-{__version__}.dist-info"
    about = f"Metadata-Version: 2.1\nName: course-utils\nVersion: {__version__}\n"
    tag = "Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for file in sorted(PACKAGE.rglob("*")):
            parts = file.relative_to(PACKAGE).parts
            theirs = parts[0] in NOT_THE_STUDENTS or "__pycache__" in parts
            if file.is_file() and not theirs and "weights" not in parts:
                _add(wheel, f"course_utils/{'/'.join(parts)}", file.read_bytes())
        for name, text in (("METADATA", about), ("WHEEL", tag), ("RECORD", "")):
            _add(wheel, f"{info}/{name}", text.encode())
    return path


def _add(wheel: zipfile.ZipFile, name: str, data: bytes) -> None:
    """With no date, so that the same files make the same wheel."""
    wheel.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


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
            "packages": [*KERNEL, "course-utils"],
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
