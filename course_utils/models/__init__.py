"""Networks to transfer from, and the head that is fitted on what they say.

- `load_backbone(name)`  a trained network without its head: images in, feature maps out
- `pool(maps)`, `fit_head(features, labels)`  a logistic regression on the means of feature maps

Keras is imported with `load_backbone`, not before.
"""

import importlib
from typing import Any

from course_utils.models.head import fit_head, pool

__all__ = ["fit_head", "load_backbone", "pool"]


def __getattr__(name: str) -> Any:
    if name == "load_backbone":
        return importlib.import_module("course_utils.models.backbone").load_backbone
    raise AttributeError(f"module 'course_utils.models' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
