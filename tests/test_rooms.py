"""Three wings: what a student imports, what grades a class, what makes the course.

Arrows point down only: commands -> author -> autograde -> the student's wing. So a student needs
none of the grader's libraries, and the boundary in autograde/remote can be read by itself.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "course_utils"
# Of a room; all others are the student's: 0.
HEIGHT = {"autograde": 1, "author": 2, "console": 3, "commands": 4, "cli": 5}
MODULES = sorted(PACKAGE.rglob("*.py"))
# What only graders and authors install, and what takes seconds to import.
NOT_FOR_STUDENTS = (
    "nbgrader", "nbval", "pytest", "jupytext", "msgpack", "cloudpickle", "sqlalchemy", "nbclient",
    "jinja2", "tensorflow", "keras",
)  # fmt: skip


def height(module: str) -> int:
    """Of "course_utils.autograde.grade": its wing's."""
    return HEIGHT.get([*module.split("."), ""][1], 0)


def name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[str]:
    """Modules of the package that this one names, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {module for module in found if module.startswith("course_utils.")}


# The doctor looks whether students' code could be walled off here, if somebody grades here at all.
UPWARD = {("course_utils.doctor", "course_utils.autograde.sandbox")}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_arrows_point_down(path: Path) -> None:
    own = name(path)
    above = {m for m in imported(path) if height(m) > height(own)}
    known = {m for m in above if any(own == a and m.startswith(b) for a, b in UPWARD)}
    assert above - known == set()


def test_a_student_needs_none_of_the_graders_libraries() -> None:
    ours = [name(path) for path in MODULES if height(name(path)) == 0]
    models = ("backbone", "applications", "inside")  # they import Keras
    late = [f"course_utils.models.{module}" for module in models]
    wanted = [module for module in ours if module not in late]
    code = (
        "import importlib, sys\n"
        f"sys.modules.update(dict.fromkeys({NOT_FOR_STUDENTS!r}))\n"  # None: cannot be imported
        f"for module in {wanted!r}: importlib.import_module(module)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert len(wanted) > 20
