"""Fixtures and helpers that several test files share."""

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jupytext
import pytest
from classroom import Classroom

SOLUTIONS = Path(__file__).parents[1] / "solutions"


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The mini course in a folder of its own, one for all tests of a module."""
    return Classroom(tmp_path_factory.mktemp("course"))


@cache
def solution_functions(assignment: str) -> MappingProxyType[str, Callable[..., Any]]:
    """The exercises of a lesson as its solution defines them: name -> function.

    Nothing else of the lesson runs but its imports at the top.

    Args:
        assignment: folder name, "03_optimizers".
    """
    source = SOLUTIONS / assignment / f"{assignment.split('_', 1)[1]}.py"
    code = [c for c in jupytext.read(source, fmt="py:percent").cells if c.cell_type == "code"]
    top = ast.parse(code[0].source).body
    imports = [node for node in top if isinstance(node, ast.Import | ast.ImportFrom)]
    namespace: dict[str, Any] = {}
    exec("\n".join(map(ast.unparse, imports)), namespace)
    exercises = {}
    for cell in code:
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution"):
            exec(cell.source, namespace)
            exercises[about["grade_id"]] = namespace[about["grade_id"]]
    return MappingProxyType(exercises)
