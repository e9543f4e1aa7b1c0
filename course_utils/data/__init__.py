"""The data of the course: digits, brain slices, backbones. Loading, caching and verifying;
nothing heavy is imported before it is needed.

- `load_digits_28(source)`  handwritten digits at 28x28
- `load_brain_slices(source)`  axial brain slices, normal or ad: a folder, or generated
- `load_backbone(name)`  a trained network without its head: images in, feature maps out
- `evaluate_backbone(folder)`  how well it transfers: plain / clean / moved, with controls
- `DataError`  what a loader raises about a file or folder it cannot use, in one line
"""

import importlib
from typing import Any

from course_utils.data._files import DataError
from course_utils.data.digits import load_digits_28

__all__ = [
    "DataError",
    "evaluate_backbone",
    "load_backbone",
    "load_brain_slices",
    "load_digits_28",
]

_LAZY = {
    "evaluate_backbone": "evaluate",
    "load_backbone": "backbone",
    "load_brain_slices": "brains",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(importlib.import_module(f"course_utils.data.{_LAZY[name]}"), name)
    raise AttributeError(f"module 'course_utils.data' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
