"""Gradient checks as figures: your gradients against slopes measured on your function."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_utils.notebook import unfinished
from course_utils.plots._base import BLUE, GREY, RED, show, subplots, waiting

__all__ = ["batch_norm_gradient", "residual_gradient"]

Function = Callable[..., Any]


def batch_norm_gradient(batch_norm: Function, batch_norm_backward: Function) -> float | None:
    """The student's gradients of batch_norm against slopes measured on the student's batch_norm.

    Returns:
        The relative error |a - b| / (|a| + |b|); None while an exercise is still to be written.
    """
    rng = np.random.default_rng(1)
    shapes = {"x": (8, 3), "gamma": (3,), "beta": (3,)}
    parts, dout = {k: rng.normal(1, 2, size=s) for k, s in shapes.items()}, rng.normal(size=(8, 3))

    def run(p: Mapping[str, np.ndarray]) -> Any:
        return batch_norm(p["x"], p["gamma"], p["beta"], {}, True)

    def yours() -> dict[str, Any]:
        answers = batch_norm_backward(dout, run(parts)[2])
        return dict(zip(parts, answers, strict=True))

    return _checked(lambda p: np.sum(dout * np.asarray(run(p)[0])), parts, yours)


def residual_gradient(residual_forward: Function, residual_backward: Function) -> float | None:
    """The same for the residual block."""
    rng = np.random.default_rng(2)
    shapes = {"x": (6, 3), "w1": (3, 5), "b1": (5,), "w2": (5, 3), "b2": (3,)}
    parts, dout = {k: rng.normal(size=s) for k, s in shapes.items()}, rng.normal(size=(6, 3))

    def yours() -> dict[str, Any]:
        answers = residual_backward(dout, residual_forward(**parts)[1])
        return {name: answers["d" + name] for name in parts}

    return _checked(lambda p: np.sum(dout * np.asarray(residual_forward(**p)[0])), parts, yours)


def _checked(
    loss: Callable[[Mapping[str, np.ndarray]], Any],
    parts: Mapping[str, np.ndarray],
    yours: Callable[[], dict[str, Any]],
) -> float | None:
    """Draw gradients against measured slopes (central differences); the relative error of all."""
    fig, axes = subplots(1, 2, 4.6, 3.3)
    left, right = axes[0]
    try:
        answers = {name: np.asarray(a, dtype=float).ravel() for name, a in yours().items()}
        measured = {name: _slopes(loss, parts, name) for name in parts}
    except NotImplementedError as todo:
        for ax in axes[0]:
            waiting(ax, unfinished(todo))
        show(fig, f"Two panels that wait for {unfinished(todo)}.")
        return None
    for (name, a), mark in zip(answers.items(), "os^Dv", strict=False):
        left.plot(measured[name], a, mark, ms=6, alpha=0.7, label=f"d{name}")
    left.axline((0, 0), slope=1, color=GREY, lw=1)
    left.set(xlabel="measured slope", ylabel="your gradient", title="every cell of every gradient")
    left.legend(fontsize=9)
    errors = {name: _relative(answers[name], measured[name]) for name in parts}
    right.barh([f"d{name}" for name in parts], [max(e, 1e-14) for e in errors.values()], color=BLUE)
    right.axvline(1e-7, color=RED, ls="--", lw=1.5)
    right.text(1.4e-7, len(parts) - 0.45, "allowed: 1e-7", color=RED, fontsize=9, va="bottom")
    right.set(xscale="log", xlim=(1e-14, 10), xlabel="relative error", title="each by itself")
    right.invert_yaxis()
    error = _relative(*(np.concatenate(list(each.values())) for each in (answers, measured)))
    each = ", ".join(f"d{name} {e:.1e}" for name, e in errors.items())
    show(fig, f"Your gradients against measured slopes. Relative error: {each}; all {error:.1e}.")
    return error


def _relative(a: np.ndarray, b: np.ndarray) -> float:
    """|a - b| / (|a| + |b|), as in CS231n's gradient check."""
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 1e-300))


def _slopes(
    loss: Callable[[Mapping[str, np.ndarray]], Any], parts: Mapping[str, np.ndarray], name: str
) -> np.ndarray:
    step, slopes = 1e-5, []
    for i in np.ndindex(parts[name].shape):
        sides = []
        for sign in (1, -1):
            moved = parts[name].copy()
            moved[i] += sign * step
            sides.append(float(loss({**parts, name: moved})))
        slopes.append((sides[0] - sides[1]) / (2 * step))
    return np.array(slopes)
