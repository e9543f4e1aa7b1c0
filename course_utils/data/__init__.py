"""The data of the course: digits and brain slices. Loading, caching and verifying;
nothing heavy is imported before it is needed.

- `load_digits_28(source)`  handwritten digits at 28x28
- `load_brain_slices(source)`  axial brain slices, normal or ad: a folder, or generated
- `move(images, rng)`  the same heads, lying a little differently
- `DataError`  what a loader raises about a file or folder it cannot use, in one line
"""

import importlib
from typing import Any

from course_utils.data._files import DataError
from course_utils.data.digits import load_digits_28

__all__ = [
    "DataError",
    "load_brain_slices",
    "load_digits_28",
    "move",
]

_LAZY = {
    "load_brain_slices": "brains",
    "move": "brains",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(importlib.import_module(f"course_utils.data.{_LAZY[name]}"), name)
    raise AttributeError(f"module 'course_utils.data' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
