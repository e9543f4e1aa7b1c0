"""Networks to transfer from, and the head that is fitted on what they say.

- `load_backbone(name)`  a trained network without its head: images in, feature maps out
- `table()`  the networks there are: year, depth, parameters
- `pool(maps)`, `fit_head(features, labels)`  a logistic regression on the means of feature maps
- `Study`  data, tests and results of notebook 06, with `train_steps`, `seconds_an_epoch` and `cut`

Keras is imported with `load_backbone` and `table`, not before.
"""

import importlib
from typing import Any

from course_utils.models.head import fit_head, pool

__all__ = [
    "Study", "cut", "fit_head", "load_backbone", "pool", "seconds_an_epoch", "table", "train_steps",
]  # fmt: skip

_LAZY = {
    "load_backbone": "backbone",
    "table": "applications",
    "Study": "study",
    "cut": "study",
    "seconds_an_epoch": "study",
    "train_steps": "study",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(importlib.import_module(f"course_utils.models.{_LAZY[name]}"), name)
    raise AttributeError(f"module 'course_utils.models' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
