"""Figures of notebook 03: walks down the narrow valley x^2/20 + y^2, and single steps.

The optimizers are never written here: every figure is given the reader's own functions.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.notebook import unfinished
from course_utils.plots._base import (
    BLUE,
    GREEN,
    GREY,
    LOOKS,
    RED,
    SKY,
    Look,
    looks,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots.live.controls import animate

__all__ = [
    "decay_in_noise",
    "descend_valley",
    "three_rates",
    "valley",
    "valley_momentum",
    "valley_paths",
    "valley_race",
]

Arrays = dict[str, Any]
Optimizer = Callable[..., tuple[Arrays, Any]]
Runs = Mapping[str, tuple[Optimizer, float]]  # name -> (optimizer, learning rate)

START = (-7.0, 2.0)
_BANDS = [str(grey) for grey in np.linspace(0.78, 0.98, 7)]  # the lower the darker


def _height(path: np.ndarray) -> np.ndarray:
    """x^2/20 + y^2 at every point of a path of shape (n, 2)."""
    return path[:, 0] ** 2 / 20 + path[:, 1] ** 2


def descend_valley(
    optimizer: Optimizer, lr: float | Callable[[int], float], steps: int = 30, noise: float = 0.0,
    seed: int = 0,
) -> np.ndarray:  # fmt: skip
    """Walk down x^2/20 + y^2 from (-7, 2).

    Args:
        optimizer: a function of the lesson's common shape.
        lr: learning rate, or a function of the step number that gives it.
        steps: number of steps.
        noise: standard deviation of what is added to each gradient, as a mini-batch would.

    Returns:
        path of shape (steps + 1, 2), the start first.
    """
    rng = np.random.default_rng(seed)
    params: Arrays = {"x": np.array(START[0]), "y": np.array(START[1])}
    state: Any = {}
    path = [START]
    for step in range(steps):
        kick = noise * rng.normal(size=2)
        grads = {
            "x": np.array(params["x"] / 10 + kick[0]),
            "y": np.array(2 * params["y"] + kick[1]),
        }
        rate = lr(step) if callable(lr) else lr
        params, state = optimizer(params, grads, state, lr=rate)
        path.append((float(params["x"]), float(params["y"])))
    return np.array(path)


def _contours(ax: Axes, x_limit: float = 8.0, y_limit: float = 3.0) -> None:
    x, y = np.meshgrid(np.linspace(-x_limit, x_limit, 161), np.linspace(-y_limit, y_limit, 121))
    levels = np.array([0, 0.1, 0.6, 1.6, 3.2, 5.4, 8.4, 30])
    ax.contourf(x, y, x**2 / 20 + y**2, levels=levels, colors=_BANDS, antialiased=False)
    ax.plot(0, 0, "+", color="black", ms=9, mew=1.5)
    ax.set(xlim=(-x_limit, x_limit), ylim=(-y_limit, y_limit), xlabel="x", ylabel="y")
    ax.grid(False)


def _walk(ax: Axes, path: np.ndarray, look: Look, label: str | None = None) -> None:
    color, _, mark = look
    ax.plot(path[:, 0], path[:, 1], "-", marker=mark, color=color, ms=4, lw=1.3, label=label)
    ax.plot(*path[-1], mark, color=color, ms=8, mec="black")


def valley() -> None:
    """Contours of the valley, and where the negative gradient points."""
    fig, axes = subplots(width=8.2, height=3.3)
    ax = axes[0, 0]
    _contours(ax)
    for x in (-7, -4.7, 2, 4.5, 7):
        for y in (-2, -1, 1, 2):
            here = (x, y) == START
            ax.quiver(
                x, y, -x / 10, -2 * y, angles="xy", scale_units="xy", scale=4.5,
                width=0.006 if here else 0.003, color=RED if here else BLUE,
            )  # fmt: skip
    ax.plot(*START, "o", color=RED, ms=7)
    ax.plot([START[0], 0], [START[1], 0], ":", color=GREEN)
    ax.annotate("start (-7, 2)", START, (-7.7, 2.45), color=RED)
    ax.annotate("straight to the minimum", (-3.4, 1.15), color=GREEN)
    ax.set_title("f(x, y) = x²/20 + y²: arrows show minus the gradient")
    show(
        fig,
        "Contours of a valley stretched along x. The arrows of the negative gradient point "
        "almost straight across the valley, not along it to the minimum at (0, 0).",
    )


def valley_paths(runs: Runs, steps: int = 30) -> None:
    """One panel a run: its path over the contours."""
    rows = -(-len(runs) // 2)
    fig, axes = subplots(rows, min(len(runs), 2), width=4.4, height=2.7)
    for ax in axes.flat[len(runs) :]:
        ax.set_axis_off()
    for (name, look), ax in zip(looks(runs).items(), axes.flat, strict=False):
        optimizer, lr = runs[name]

        def draw(
            ax: Axes = ax, optimizer: Optimizer = optimizer, lr: float = lr, look: Look = look,
            title: str = f"{name}, learning rate {lr:g}",
        ) -> None:  # fmt: skip
            path = descend_valley(optimizer, lr, steps)
            _contours(ax)
            _walk(ax, path, look)
            ax.set_title(title)

        or_wait(ax, draw)
    show(fig, f"Paths of {', '.join(runs)} down the valley from (-7, 2), {steps} steps each.")


def valley_momentum(plain: Optimizer, with_velocity: Optimizer, lr: float = 0.1) -> None:
    """The same rate with and without velocity: paths, and height against step."""
    fig, axes = subplots(1, 2, width=4.6, height=3.0)
    pair = {"SGD": plain, "momentum": with_velocity}

    def draw(ax: Axes, steps: int, curve: bool) -> None:
        if not curve:
            _contours(ax)
        for name, look in looks(pair).items():
            path = descend_valley(pair[name], lr, steps)
            if curve:
                ax.semilogy(_height(path), ls=look.line, color=look.color, label=name)
            else:
                _walk(ax, path, look, name)
        ax.legend(loc="upper right", frameon=False)

    or_wait(axes[0, 0], lambda: draw(axes[0, 0], 40, False))
    axes[0, 0].set_title(f"40 steps, both at learning rate {lr:g}")
    or_wait(axes[0, 1], lambda: draw(axes[0, 1], 300, True))
    axes[0, 1].axhline(0.01, color=GREY, ls=":", lw=1)
    axes[0, 1].set(title="height above the minimum", xlabel="step", ylabel="f", ylim=(1e-6, 20))
    show(
        fig,
        "At the same learning rate momentum swings a little but runs along the valley; plain "
        "SGD creeps. Height against step falls several times faster with momentum.",
    )


def valley_race(runs: Runs, steps: int = 30) -> None:
    """All runs at once over one set of contours, step by step."""
    paths: dict[str, np.ndarray] = {}
    missing = ""
    for name, (optimizer, lr) in runs.items():
        try:
            paths[name] = descend_valley(optimizer, lr, steps)
        except NotImplementedError as error:
            missing = unfinished(error)

    alt = f"{', '.join(runs)} walking down the valley from (-7, 2) at the same time."
    if not paths:
        fig, axes = subplots(width=8.2, height=3.6)
        waiting(axes[0, 0], missing)
        show(fig, alt)
        return

    def draw(ax: Axes, frame: int) -> None:
        _contours(ax)
        for name, look in looks(runs).items():
            if name in paths:
                _walk(ax, paths[name][: frame + 1], look, name)
        ax.legend(loc="lower right", ncols=2, frameon=False)
        ax.set_title(f"step {frame}")

    def still() -> Figure:
        frames = (3, 10, steps)
        fig, axes = subplots(1, 3, width=3.6, height=2.9, sharey=True)
        for ax, frame in zip(axes[0], frames, strict=True):
            draw(ax, frame)
            ax.set_title(f"after {frame} steps")
            ax.get_legend().remove()
            ax.label_outer()
            ax.set_xticks((-8, -4, 0, 4, 8))
        handles, labels = axes[0, 0].get_legend_handles_labels()
        fig.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
        return fig

    animate(draw, steps + 1, still, alt, size=(9.6, 4.0))


def three_rates(optimizer: Optimizer, rates: Sequence[float], steps: int = 25) -> None:
    """The same optimizer at several learning rates: a path each."""
    fig, axes = subplots(1, len(rates), width=3.5, height=2.9, sharey=True)
    for ax, lr in zip(axes[0], rates, strict=True):

        def draw(ax: Axes = ax, lr: float = lr) -> None:
            path = descend_valley(optimizer, lr, steps)
            _contours(ax, y_limit=4.0)
            _walk(ax, path, LOOKS[0])
            ax.label_outer()
            ax.set_xticks((-8, -4, 0, 4, 8))
            ax.set_title(f"learning rate {lr:g}: f = {_height(path)[-1]:.2g}")

        or_wait(ax, draw)
    show(
        fig,
        f"{steps} steps of SGD at learning rates {', '.join(f'{r:g}' for r in rates)}: one "
        "hardly moves, one zigzags to the minimum, one swings ever wider.",
    )


def decay_in_noise(
    optimizer: Optimizer, schedule: Callable[[float, int, float, float], float], steps: int = 300
) -> dict[str, float]:
    """Noisy gradients: a big rate, a small one, and one that decays from big to small.

    Returns:
        name -> mean height over the last 50 steps, averaged over 20 walks; {} while an
        exercise is missing.
    """
    fig, axes = subplots(1, 2, width=4.2, height=2.8)
    left, right = axes[0]
    floors: dict[str, float] = {}
    rates: dict[str, Callable[[int], float]] = {
        "0.6 throughout": lambda step: 0.6,
        "0.02 throughout": lambda step: 0.02,
        "0.6, halved every 40 steps": lambda step: schedule(0.6, step, 40, 0.5),
    }

    def draw() -> None:
        for (name, rate), color, dashes in zip(
            rates.items(), (RED, SKY, GREEN), ("-", "--", ":"), strict=True
        ):
            walks = [descend_valley(optimizer, rate, steps, noise=1, seed=s) for s in range(20)]
            height = np.mean([_height(w) for w in walks], axis=0)
            left.semilogy([rate(s) for s in range(steps)], dashes, color=color, label=name)
            right.semilogy(height, dashes, color=color, lw=1.6)
            floors[name] = float(height[-50:].mean())
        left.set(title="learning rate", xlabel="step", ylim=(2e-3, 30))
        left.legend(loc="upper right", frameon=False)
        right.set(title="height f, mean of 20 walks", xlabel="step")

    or_wait(left, draw)
    if not left.axison:
        right.set_axis_off()
    show(
        fig,
        "With noisy gradients a large learning rate falls fast and then hovers high, a small "
        "one is slow, and a decaying one falls fast and ends lowest.",
    )
    return floors
