"""Figures of notebook 03: how fast a quadratic valley is descended, in theory and measured.

A direction of curvature c is multiplied by 1 - lr c in each step of gradient descent; with
momentum the factor is the larger root, in size, of z^2 - (1 + beta - lr c) z + beta = 0 (Polyak,
1964; Goh, "Why Momentum Really Works", Distill, 2017).
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.notebook import unfinished
from course_utils.plots._base import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    looks,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots.live.controls import explore

__all__ = ["best_factors", "contraction", "momentum_map", "turned_valley"]

Arrays = dict[str, Any]
Optimizer = Callable[..., tuple[Arrays, Any]]
Runs = Mapping[str, tuple[Optimizer, float]]  # name -> (optimizer, learning rate)

STEEP = 2.0  # the larger curvature of all valleys here
FLAT = 0.1
START = np.array([-7.0, 2.0])
_FAR = 1e6


def _descend(
    optimizer: Optimizer, lr: float, curvature: np.ndarray, steps: int,
    start: np.ndarray = START, **options: float,
) -> np.ndarray:  # fmt: skip
    """Walk down w^T curvature w / 2, a (2, 2) matrix: path (at most steps + 1, 2)."""
    params: Arrays = {"x": np.array(start[0]), "y": np.array(start[1])}
    state: Any = {}
    path = [start]
    for _ in range(steps):
        slope = curvature @ path[-1]
        grads = {"x": np.array(slope[0]), "y": np.array(slope[1])}
        params, state = optimizer(params, grads, state, lr=lr, **options)
        here = np.array([float(params["x"]), float(params["y"])])
        if not np.abs(here).max() < _FAR:  # NaN, too
            break
        path.append(here)
    return np.array(path)


# --- plain steps ----------------------------------------------------------------------------


def contraction(optimizer: Optimizer) -> None:
    """SGD's factor of each direction over the rate, and what the reader's function measures."""

    def draw(learning_rate: float, condition_number: int) -> Figure:
        flat = STEEP / condition_number
        fig, axes = subplots(1, 2, width=4.6, height=3.2)
        left, right = axes[0]
        rates = np.linspace(0, 1.15, 231)
        _factor_lines(left, rates, flat, learning_rate)
        or_wait(right, lambda: _distances(right, optimizer, learning_rate, flat))
        return fig

    explore(
        draw,
        "Left: the factor by which a step multiplies x and y, over the learning rate, the worse of "
        "both thick. Right: |x| and |y| in each step, measured and predicted.",
        learning_rate=(0.0, 1.15, 0.7, 0.01), condition_number=(1, 200, 20, 1),
    )  # fmt: skip


def _factor_lines(ax: Axes, rates: np.ndarray, flat: float, lr: float) -> None:
    both = np.abs(1 - np.outer([flat, STEEP], rates))
    ax.plot(rates, both.max(axis=0), color="#cccccc", lw=7, label="the worse of both")
    for c, factors, color, dashes in ((flat, both[0], GREEN, "-"), (STEEP, both[1], RED, "--")):
        name = "x" if c == flat else "y"
        ax.plot(rates, factors, dashes, color=color, lw=1.8, label=f"{name}, curvature {c:.3g}")
        ax.plot(lr, abs(1 - c * lr), "o", color=color, ms=7, mec="white")
    ax.axhline(1, color=GREY, ls=":", lw=1)
    best = 2 / (flat + STEEP)
    ax.axvline(best, color=GREY, ls=":", lw=1)
    ax.set(
        title=f"best rate {best:.3f}: factor {abs(1 - flat * best):.3f}", xlabel="learning rate",
        ylabel="|1 - lr · curvature|", ylim=(0, 1.35), xlim=(0, rates[-1]),
    )  # fmt: skip
    ax.legend(loc="lower right", fontsize=9)


def _distances(ax: Axes, optimizer: Optimizer, lr: float, flat: float, steps: int = 40) -> None:
    path = np.abs(_descend(optimizer, lr, np.diag([flat, STEEP]), steps))
    at = np.arange(steps + 1)
    for i, (c, color, mark) in enumerate(((flat, GREEN, "o"), (STEEP, RED, "s"))):
        factor = abs(1 - lr * c)
        ax.semilogy(path[:, i], mark, color=color, ms=4, label=f"|{'xy'[i]}|, factor {factor:.3f}")
        ax.semilogy(at, np.abs(START[i]) * factor**at, color=color, lw=1)
    ax.set(title=f"rate {lr:.2f}: dots measured, lines predicted", xlabel="step")
    ax.set_ylim(1e-4, 1e3)
    ax.legend(loc="upper right", fontsize=9)


# --- momentum -------------------------------------------------------------------------------


def _momentum_factor(lr: Any, beta: Any, curvature: float) -> np.ndarray:
    """The size of the larger root of z^2 - (1 + beta - lr c) z + beta = 0."""
    half = (1 + beta - np.asarray(lr) * curvature) / 2
    under = half**2 - beta
    return np.where(
        under < 0, np.sqrt(np.maximum(beta, 0)), np.abs(half) + np.sqrt(np.maximum(under, 0))
    )


def momentum_map(optimizer: Optimizer) -> None:
    """The slower direction's factor over rate and beta, and what the reader's function measures."""
    rates, betas = np.meshgrid(np.linspace(0.01, 2.2, 160), np.linspace(0, 0.99, 100))
    worst = np.maximum(*(_momentum_factor(rates, betas, c) for c in (FLAT, STEEP)))

    def draw(learning_rate: float, beta: float) -> Figure:
        fig, axes = subplots(1, 2, width=4.6, height=3.2)
        left, right = axes[0]
        levels = [0, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1]
        greys = [str(g) for g in np.linspace(0.35, 0.95, 7)]
        left.contourf(rates, betas, worst, levels=levels, colors=greys, antialiased=False)
        arrow = {"arrowstyle": "->", "color": "black"}
        left.annotate("best: 0.634", (1.336, 0.4026), (1.6, 0.3), arrowprops=arrow)
        left.plot(2 / 2.1, 0, "s", color=BLUE, ms=8, mec="white", clip_on=False)
        left.text(1.03, 0.03, "SGD's best: 0.905")
        left.text(1.6, 0.55, "diverges", color=GREY)
        left.plot(learning_rate, beta, "o", color=ORANGE, ms=10, mec="black", clip_on=False)
        here = max(float(_momentum_factor(learning_rate, beta, c)) for c in (FLAT, STEEP))
        left.set(title=f"here the slower one keeps {here:.3f} a step")
        left.set(xlabel="learning rate", ylabel="beta", xlim=(0, 2.2), ylim=(0, 0.99))
        left.grid(False)
        or_wait(right, lambda: _measured(right, optimizer, learning_rate, beta))
        return fig

    explore(
        draw,
        "Left: a map of how much of the distance a step of momentum leaves, over learning rate and "
        "beta. Right: |x| and |y| in each step, and the slower direction's predicted slope.",
        learning_rate=(0.02, 2.2, 1.32, 0.02), beta=(0.0, 0.98, 0.42, 0.02),
    )  # fmt: skip


def _measured(ax: Axes, optimizer: Optimizer, lr: float, beta: float, steps: int = 40) -> None:
    path = np.abs(_descend(optimizer, lr, np.diag([FLAT, STEEP]), steps, beta=beta))
    ax.semilogy(path[:, 0], "-o", color=GREEN, ms=3, lw=1, label="|x|, curvature 0.1")
    ax.semilogy(path[:, 1], "--s", color=RED, ms=3, lw=1, label="|y|, curvature 2")
    factor = max(float(_momentum_factor(lr, beta, c)) for c in (FLAT, STEEP))
    at = np.arange(steps + 1)
    ax.semilogy(at, 20 * factor**at, color=GREY, lw=1.2, ls=":", label=f"{factor:.3f} a step")
    plain = (1 - FLAT * 2 / 2.1) ** at
    ax.semilogy(at, 7 * plain, color=BLUE, lw=1.2, ls="-.", label="SGD at its best")
    ax.set(title=f"learning rate {lr:.2f}, beta {beta:.2f}", xlabel="step", ylim=(1e-6, 1e3))
    ax.legend(loc="lower left", fontsize=9)


def best_factors(plain: Optimizer, with_velocity: Optimizer) -> dict[str, float]:
    """What a step keeps of the distance at the best settings for x^2/20 + y^2, measured.

    Best are lr = 2 / (a + b) without velocity, and with it lr = (2 / (sqrt(a) + sqrt(b)))^2,
    beta = ((sqrt(b) - sqrt(a)) / (sqrt(b) + sqrt(a)))^2, where a < b are the curvatures.
    """
    a, b = np.sqrt([FLAT, STEEP])
    lr, beta = (2 / (a + b)) ** 2, ((b - a) / (b + a)) ** 2
    curvature = np.diag([FLAT, STEEP])
    walks = {
        "SGD": _descend(plain, 2 / (FLAT + STEEP), curvature, 60),
        "momentum": _descend(with_velocity, lr, curvature, 60, beta=beta),
    }
    far = {name: np.linalg.norm(walk, axis=1) for name, walk in walks.items()}
    return {name: float((d[60] / d[10]) ** (1 / 50)) for name, d in far.items()}


# --- a valley across the axes ---------------------------------------------------------------


def _turn(angle: float) -> np.ndarray:
    a = np.deg2rad(angle)
    return np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])


def _turned(angle: float) -> np.ndarray:
    """The curvature matrix of x^2/20 + y^2, turned by an angle in degrees about the minimum."""
    return _turn(angle) @ np.diag([FLAT, STEEP]) @ _turn(angle).T


def turned_valley(runs: Runs, steps: int = 30) -> dict[str, dict[int, float]]:
    """The valley turned about its minimum, start and all: paths, and the height reached.

    Returns:
        name -> angle in degrees (0, 5, ..., 90) -> height after the steps; {} while one is missing.
    """
    angles = range(0, 91, 5)
    fig, axes = subplots(1, 3, width=3.3, height=3.1)
    heights: dict[str, dict[int, float]] = {}
    missing = ""
    for name, (color, line, mark) in looks(runs).items():
        optimizer, lr = runs[name]
        try:
            paths = {
                a: _descend(optimizer, lr, _turned(a), steps, start=_turn(a) @ START)
                for a in angles
            }
        except NotImplementedError as error:
            missing = unfinished(error)
            continue
        ends = {a: path[-1] @ _turned(a) @ path[-1] / 2 for a, path in paths.items()}
        heights[name] = {a: float(end) for a, end in ends.items()}
        for ax, a in zip(axes[0, :2], (0, 45), strict=True):
            ax.plot(*paths[a].T, "-", marker=mark, color=color, ms=5, mfc="none", lw=1,
                    label=name)  # fmt: skip
        axes[0, 2].semilogy(
            list(ends), np.maximum(list(ends.values()), 1e-12), ls=line, color=color, marker=mark,
            ms=4, label=name,
        )  # fmt: skip
    for ax, a in zip(axes[0, :2], (0, 45), strict=True):
        _turned_contours(ax, a)
        ax.set_title(f"turned by {a} degrees" if a else "along the axes")
    axes[0, 2].set(title=f"height after {steps} steps", xlabel="turned by (degrees)")
    axes[0, 2].set_xticks([0, 45, 90])
    axes[0, 2].legend(loc="best", fontsize=9)
    if len(heights) < len(runs):
        for ax in axes[0]:
            waiting(ax, missing)
    show(
        fig,
        f"Paths of {', '.join(runs)} in the valley along the axes and turned by 45 degrees, and "
        "the height they reach at each angle.",
    )
    return heights if len(heights) == len(runs) else {}


def _turned_contours(ax: Axes, angle: float) -> None:
    x, y = np.meshgrid(np.linspace(-8, 4, 121), np.linspace(-6, 4, 101))
    c = _turned(angle)
    height = (c[0, 0] * x**2 + 2 * c[0, 1] * x * y + c[1, 1] * y**2) / 2
    levels = [0, 0.1, 0.6, 1.6, 3.2, 5.4, 8.4, 200]
    greys = [str(g) for g in np.linspace(0.78, 0.98, 7)]  # the lower the darker
    ax.contourf(x, y, height, levels=levels, colors=greys, antialiased=False, zorder=0)
    ax.plot(0, 0, "+", color="black", ms=9, mew=1.5)
    ax.set(xlim=(-8, 4), ylim=(-6, 4), xlabel="x", aspect="equal")
    ax.grid(False)
