"""Helper package of the course: what the notebooks import, and the grader that marks them.

Submodules load on first use, so `import course_utils` costs milliseconds and pulls
neither matplotlib nor TensorFlow:

- `checks`   what test cells call; its messages are what students read
- `data`     digits, and where they come from
- `plots`    every figure and widget the notebooks show
- `predict`  a committed guess before the answer
- `when_ready`  lets a cell wait for an exercise that is not written yet
"""

import importlib
from types import ModuleType

from course_utils._lesson import when_ready

__all__ = ["checks", "data", "plots", "predict", "when_ready"]
__version__ = "0.1.0"

_LAZY = ("checks", "data", "plots", "predict")


def __getattr__(name: str) -> ModuleType:
    if name in _LAZY:
        return importlib.import_module(f"course_utils.{name}")
    raise AttributeError(f"module 'course_utils' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
