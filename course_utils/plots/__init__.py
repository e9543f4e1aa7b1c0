"""Every figure and widget that the notebooks show: one module a topic, `live` for what moves.

A figure that uses the student's own functions shows a grey "waiting for ..." panel until they
are written, so a lesson reads well from the first run.
"""

import importlib
from typing import Any

_MODULES = (
    "activations", "layers", "losses", "backprop", "training", "valley", "quadratics", "steps",
    "digit_network", "digit_training", "search", "windows", "channels", "kernels", "responses",
    "digits", "networks", "brains", "transfer", "overfitting", "depth", "gradient_checks",
    "live.controls", "live.playgrounds", "live.panels", "live.occluder", "inside", "explanations",
)  # fmt: skip


def __getattr__(name: str) -> Any:
    """Look the figure up in one module after the other, so that a notebook loads only its own."""
    if not name.startswith("_"):
        for module in _MODULES:
            figures = importlib.import_module(f"{__name__}.{module}")
            if name in figures.__all__:
                return getattr(figures, name)
    raise AttributeError(f"course_utils.plots has no figure {name!r}")
