"""Networks to transfer from, and the head that is fitted on what they say.

- `load_backbone(name)`  a trained network without its head: images in, feature maps out
- `table()`  the networks there are: year, depth, parameters
- `pool(maps)`, `fit_head(features, labels)`  a logistic regression on the means of feature maps

Keras is imported with `load_backbone` and `table`, not before.
"""

import importlib
from typing import Any

from course_utils.models.head import fit_head, pool

__all__ = ["fit_head", "load_backbone", "pool", "table"]

_LAZY = {"load_backbone": "backbone", "table": "applications"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(importlib.import_module(f"course_utils.models.{_LAZY[name]}"), name)
    raise AttributeError(f"module 'course_utils.models' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
