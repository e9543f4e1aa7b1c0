"""Helper package of the course: what the notebooks import, and the grader that marks them.

Three wings, and arrows that point down (tests/test_rooms.py): `author` makes and proves the course,
`autograde` grades a class, and everything else is the student's. Submodules load on first use, so
`import course_utils` costs milliseconds and pulls neither matplotlib nor TensorFlow:

- `checks`   what test cells call; its messages are what students read
- `data`     digits and brain slices
- `models`   networks to transfer from
- `plots`    every figure and widget the notebooks show
- `predict`  a committed guess before the answer
- `progress`  how far the notebook is, from the results saved with it
- `when_ready`  lets a cell wait for an exercise that is not written yet
"""

from __future__ import annotations  # `course doctor` wants to say so where Python is too old

import importlib
from typing import Any

from course_utils.notebook import when_ready

__all__ = ["checks", "data", "models", "plots", "predict", "progress", "when_ready"]
__version__ = "0.1.0"

_LAZY = ("checks", "data", "models", "plots", "predict")


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return importlib.import_module(f"course_utils.{name}")
    if name == "progress":
        return importlib.import_module("course_utils.self_check").progress
    raise AttributeError(f"module 'course_utils' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
