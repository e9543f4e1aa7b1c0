"""What Python installs in the browser, as Pyodide's lock file lists it.

The lock file is what installs: the student's wing of this package, and what the kernel needs, are
entered in it beside Pyodide's own packages, each with its SHA-256. So the browser loads all of it
at once while Python starts, checks every file, and `import course_utils` just works.
"""

import json
import shutil
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import Any

from course_utils import __version__
from course_utils.author.site import fetched
from course_utils.author.site.compiled import checksum, compiled

PACKAGE = Path(__file__).parents[2]
NOT_THE_STUDENTS = ("author", "autograde", "commands", "cli.py", "console.py", "__pycache__")
RUNTIME = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm")
LIBRARY = "python_stdlib.zip"
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

Lock = dict[str, dict[str, Any]]


def write(runtime: Path, kernel: list[Path], offline: bool) -> None:
    """Pyodide, its lock file and packages, in the new folder `runtime`.

    Args:
        kernel: the wheels of JupyterLite's kernel.
        offline: all packages, 40 MB more; or those of Python alone, the others from its CDN.

    Raises:
        CourseError: something could not be fetched or compiled.
    """
    runtime.mkdir()
    distribution = fetched.npm(*fetched.PYODIDE)
    for file in [*(distribution / name for name in RUNTIME), *compiled([distribution / LIBRARY])]:
        shutil.copy(file, runtime)
    lock = json.loads((distribution / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"] = packages(lock["packages"], kernel, runtime, offline)
    (runtime / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def packages(theirs: Lock, kernel: list[Path], runtime: Path, offline: bool) -> Lock:
    """What the lock file lists: Pyodide's, the kernel's, the course's; files into `runtime`."""
    ours: Lock = {}
    for wheel in [*compiled([*kernel, *fetched.wheels()]), students_wheel(runtime)]:
        where = held(wheel, runtime)
        ours |= entry(runtime / where, where)
    for name, needs in DEPENDS.items():
        ours[name]["depends"] = needs
    for name, module in LATER.items():
        theirs[name]["imports"].append(module)
    found = theirs | ours
    needed = closure(found, [*KERNEL, "course-utils", *LATER])
    files = {name: about["file_name"] for name, about in theirs.items() if name not in ours}
    here = [x for x in needed if x in files and (offline or files[x].endswith("none-any.whl"))]
    for name in files:
        found[name]["file_name"] = fetched.CDN + files[name]
    originals = fetched.of_pyodide({files[name]: found[name]["sha256"] for name in here})
    wheels = [file for file in originals if file.suffix == ".whl"]
    bytecode = dict(zip(wheels, compiled(wheels), strict=True))
    for name, file in zip(here, originals, strict=True):
        made = bytecode.get(file, file)
        found[name] |= {"file_name": held(made, runtime), "sha256": checksum(made)}
    return {name: found[name] for name in needed} if offline else found


def held(file: Path, runtime: Path) -> str:
    """Copy it into `runtime`; its address there.

    The content is in the address: no browser can have an older file of this name.
    """
    folder = checksum(file)[:12]
    (runtime / folder).mkdir(exist_ok=True)
    (shutil.move if file.parent == runtime else shutil.copy)(file, runtime / folder)
    return f"{folder}/{file.name}"


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
    tops = {name.partition("/")[0] for name in names if name.endswith((".py", ".pyc"))}
    name = told["Name"].lower().replace("_", "-").replace(".", "-")
    return {
        name: {
            "name": told["Name"],
            "version": told["Version"],
            "file_name": where,
            "install_dir": "site",
            "sha256": checksum(wheel),
            "package_type": "package",
            "imports": sorted({top.partition(".")[0] for top in tops}),
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
