"""Single steps of an optimizer on gradients of one's choice, and an Adam that is broken."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course_utils.plots._base import BLACK, BLUE, RED, looks, or_wait, show, subplots

__all__ = ["broken_adam", "compare_steps", "step_sizes"]

Arrays = dict[str, Any]
Optimizer = Callable[..., tuple[Arrays, Any]]


def step_sizes(runs: Mapping[str, Optimizer], steps: int = 1000) -> dict[str, np.ndarray]:
    """How far each optimizer moves a weight whose gradient is always 1.

    Returns:
        name -> step sizes in learning rates, array (steps,); {} while an exercise is missing.
    """
    sizes: dict[str, np.ndarray] = {}
    fig, axes = subplots(width=8.6, height=3.4)
    ax = axes[0, 0]
    t = np.arange(1, steps + 1)

    def draw() -> None:
        for name, (color, line, _) in looks(runs).items():
            w: Arrays = {"w": np.array(0.0)}
            state: Any = {}
            moved = []
            for _ in t:
                before = float(w["w"])
                w, state = runs[name](w, {"w": np.array(1.0)}, state, lr=1.0)
                moved.append(before - float(w["w"]))
            ax.loglog(t, moved, ls=line, color=color, label=name)
            sizes[name] = np.array(moved)
        if "Adam" in runs:
            bare = (1 - 0.9**t) / np.sqrt(1 - 0.999**t)
            ax.loglog(t, bare, "-", color=BLACK, lw=1, label="Adam without bias correction")
        ax.set(title="the gradient is always 1", xlabel="step", ylabel="step size / learning rate")
        ax.legend(loc="lower left", frameon=False)

    or_wait(ax, draw)
    show(
        fig,
        f"Step size against step number for a constant gradient: {', '.join(runs)}. AdaGrad's "
        "steps shrink like one over the square root of the step number, RMSProp's settle at one "
        "learning rate, Adam's are one learning rate from the start.",
    )
    return sizes


def broken_adam(
    params: Arrays, grads: Arrays, state: Any, lr: float = 0.001, beta1: float = 0.9,
    beta2: float = 0.999, eps: float = 1e-7,
) -> tuple[Arrays, Any]:  # fmt: skip
    """Adam with one fault, which notebook 03 has its reader find by measuring."""
    t, m, v = state or (0, {}, {})
    m, v, new = dict(m), dict(v), {}
    for k, g in grads.items():
        t += 1  # the fault: once a call would be right
        m[k] = beta1 * m.get(k, 0.0) + (1 - beta1) * g
        v[k] = beta2 * v.get(k, 0.0) + (1 - beta2) * g**2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, (t, m, v)


def compare_steps(
    suspect: Optimizer, right: Optimizer, slopes: Mapping[str, Sequence[float]]
) -> dict[str, np.ndarray]:
    """Both optimizers on the same gradients: the size of every step, and where they differ.

    Args:
        slopes: weight -> its gradient in each step; as many for each weight.

    Returns:
        weight -> |difference of the steps| in learning rates; {} while an exercise is missing.
    """
    fig, axes = subplots(1, len(slopes), width=9.0 / len(slopes), height=2.8, sharey=True)
    gap: dict[str, np.ndarray] = {}

    def draw() -> None:
        theirs, ours = _moves(suspect, slopes), _moves(right, slopes)
        for name, ax in zip(slopes, axes[0], strict=True):
            gap[name] = np.abs(theirs[name] - ours[name])
            at = np.arange(1, len(gap[name]) + 1)
            ax.plot(at, ours[name], "o", color=BLUE, ms=9, mfc="none", mew=2, label="right")
            ax.plot(at, theirs[name], "x", color=RED, ms=8, mew=2, label="suspect")
            ax.axhline(0, color="black", lw=0.8)
            told = f"differ by up to {gap[name].max():.2g}" if gap[name].max() > 1e-6 else "no gap"
            ax.set(title=f"weight {name}: {told}", xlabel="step", xticks=at)
        axes[0, 0].set_ylabel("step / learning rate")
        axes[0, 0].legend(loc="best", fontsize=9)

    or_wait(axes[0, 0], draw)
    for ax in axes[0, 1:] if not gap else ():
        ax.set_axis_off()
    show(fig, "Steps of a suspect and of a right optimizer on the same gradients, by weight.")
    return gap


def _moves(optimizer: Optimizer, slopes: Mapping[str, Sequence[float]]) -> dict[str, np.ndarray]:
    """weight -> its steps, in learning rates."""
    params: Arrays = {name: np.array(0.0) for name in slopes}
    state: Any = {}
    places = [params]
    for now in zip(*slopes.values(), strict=True):
        grads = {name: np.array(float(g)) for name, g in zip(slopes, now, strict=True)}
        params, state = optimizer(params, grads, state, lr=1.0)
        places.append(params)
    return {name: -np.diff([float(p[name]) for p in places]) for name in slopes}
