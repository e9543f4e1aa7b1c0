"""Figures of notebook 07 on depth: signals and gradients through thirty layers, and ways around."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from scipy.special import expit

from course_utils.notebook import unfinished
from course_utils.plots import _network as network
from course_utils.plots._base import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    STYLE,
    show,
    subplots,
)  # fmt: skip
from course_utils.plots.live.controls import explore

__all__ = [
    "four_kinds",
    "gated_way",
    "normalised_features",
    "plain_gradients",
    "rates_and_scales",
    "residual_block",
    "signal_through_layers",
    "variance_growth",
]

DEPTH = 30
SEEDS = (0, 1, 2)
Function = Callable[..., Any]

# Told apart by marks and dashes, without colour, too.
_KINDS = {
    "sigmoid": (RED, "s:"),
    "ReLU, He": (BLUE, "^--"),
    "batch norm": (ORANGE, "D-."),
    "residual": (GREEN, "o-"),
}


def signal_through_layers(he_init: Function) -> dict[str, np.ndarray]:
    """Size of the signal in each of 30 ReLU layers, for the student's he_init and two others.

    Returns:
        name -> root mean square after 0..30 layers, 1 at the input, mean over three seeds; without
        "yours" while he_init is still to be written.
    """

    def sizes(first: Function) -> np.ndarray:
        runs = []
        for seed in SEEDS:
            rng = np.random.default_rng(seed)
            x = rng.normal(size=(200, 128))
            runs.append([network.rms(x)])
            for _ in range(DEPTH):
                x = np.maximum(x @ np.asarray(first(128, 128, rng)), 0)
                runs[-1].append(network.rms(x))
        return np.mean(runs, axis=0)

    def of_scale(scale: float) -> Function:
        return lambda n_in, n_out, rng: rng.normal(0, scale * np.sqrt(2 / n_in), (n_in, n_out))

    found = {"half of He": sizes(of_scale(0.5)), "twice He": sizes(of_scale(2.0))}
    fig, axes = subplots(1, 1, 8.2, 3.3)
    ax, at = axes[0, 0], np.arange(DEPTH + 1)
    note = ""
    try:
        found["yours"] = sizes(he_init)
        ax.semilogy(at, found["yours"], "o-", color=GREEN, ms=4, label="your he_init")
    except NotImplementedError as error:
        note = f" The curve of {unfinished(error)} is still to come."
        ax.plot([], [], "o-", color=GREEN, label=f"waiting for {unfinished(error)}")
    ax.semilogy(at, found["twice He"], "^--", color=ORANGE, ms=4, label="twice as large")
    ax.semilogy(at, found["half of He"], "s:", color=RED, ms=4, label="half as large")
    ax.set(xlabel="layer", ylabel="size of the signal", title="thirty ReLU layers, random weights")
    ax.legend(fontsize=9, loc="upper left")
    ends = ", ".join(f"{name} {size[-1]:.1e}" for name, size in found.items())
    show(fig, f"Size of the signal against the layer, log scale. After 30 layers: {ends}.{note}")
    return found


def plain_gradients() -> dict[str, np.ndarray]:
    """Gradient size back through 30 plain layers: sigmoid, and ReLU with three sizes of weights.

    Returns:
        name -> root mean square after 0..30 layers back, mean over three seeds.
    """
    chosen = {
        "sigmoid": ("sigmoid", 1.0, RED, "s:"),
        "ReLU, half of He": ("ReLU, He", 0.5, PURPLE, "v-."),
        "ReLU, He": ("ReLU, He", 1.0, BLUE, "^--"),
        "ReLU, twice He": ("ReLU, He", 2.0, ORANGE, "D-"),
    }
    fig, axes = subplots(1, 1, 8.2, 3.4)
    ax, found = axes[0, 0], {}
    for name, (kind, scale, color, style) in chosen.items():
        found[name] = _mean_sizes(kind, DEPTH, scale)
        ax.semilogy(found[name], style, color=color, ms=4, label=name)
    ax.set(xlabel="layers the gradient has passed on its way back", ylabel="size of the gradient")
    ax.legend(fontsize=9, loc="lower left")
    ends = ", ".join(f"{name} {size[-1]:.1e}" for name, size in found.items())
    show(fig, f"Size of the gradient against layers passed, log scale. After 30: {ends}.")
    return found


@lru_cache(maxsize=64)
def _all_sizes(kind: str, depth: int, scale: float) -> np.ndarray:
    return np.array([network.gradient_sizes(kind, depth, scale, seed) for seed in SEEDS])


def _mean_sizes(kind: str, depth: int, scale: float) -> np.ndarray:
    return np.exp(np.log(_all_sizes(kind, depth, scale)).mean(axis=0))


def four_kinds() -> dict[str, list[float]]:
    """Gradient size through four kinds of networks, under a slider over depth.

    Returns:
        kind -> what is left after 30 layers, of three seeds and weights of scale 1.
    """
    scales = {"as they should be": 1.0, "half as large": 0.5, "twice as large": 2.0}

    def draw(depth: int, weights: str) -> Figure:
        with plt.rc_context(STYLE):
            fig, axes = subplots(1, 2, 4.7, 3.6, width_ratios=(3, 2))
            left, right = axes[0]
            for row, (kind, (color, style)) in enumerate(_KINDS.items()):
                sizes = _mean_sizes(kind, depth, scales[weights])
                passed = np.linspace(0, depth, len(sizes))
                open_mark = {"mfc": "none", "ms": 8} if kind == "ReLU, He" else {"ms": 4}
                left.semilogy(passed, sizes, style, color=color, label=kind, **open_mark)
                end = float(np.log10(sizes[-1]))
                right.plot([0, end], [row, row], color=color, lw=9, solid_capstyle="butt")
                right.text(-30, row - 0.42, f"{kind}: {sizes[-1]:.1e}", fontsize=9, va="center")
            left.set(xlim=(-0.5, DEPTH + 0.5), ylim=(1e-31, 1e11), ylabel="size of the gradient",
                     xlabel="layers passed on the way back", title="1 at the end")  # fmt: skip
            left.legend(fontsize=9, loc="lower left")
            right.axvline(0, color="black", lw=1)
            right.set(xlim=(-31, 11), ylim=(3.5, -0.8), yticks=[], xlabel="power of ten",
                      title=f"what reaches layer 1 of {depth}")  # fmt: skip
        return fig

    ends = {kind: [float(s[-1]) for s in _all_sizes(kind, DEPTH, 1.0)] for kind in _KINDS}
    words = ", ".join(f"{kind} {np.mean(size):.1e}" for kind, size in ends.items())
    explore(
        draw, "Size of the gradient against layers passed, log scale, for plain sigmoid, plain "
        f"ReLU with He's weights, batch norm and residual blocks. After 30 layers: {words}.",
        depth=(2, DEPTH, DEPTH, 2), weights=list(scales),
    )  # fmt: skip
    return ends


def normalised_features() -> None:
    """Three features of one batch before and after batch normalisation, and with gamma and beta."""
    rng = np.random.default_rng(2)
    before = rng.normal(size=(60, 3)) * [0.5, 6.0, 2.0] + [2.0, -10.0, 9.0]
    hat = (before - before.mean(axis=0)) / before.std(axis=0)
    after = hat * [0.5, 1.0, 2.0] + [3.0, 0.0, -3.0]
    titles = ("x: as they come", "x_hat: mean 0, variance 1", "gamma x_hat + beta: as learnt")
    fig, axes = subplots(1, 3, 3.2, 2.7)
    for ax, values, title in zip(axes[0], (before, hat, after), titles, strict=True):
        for k, (color, mark) in enumerate(zip((BLUE, ORANGE, GREEN), "os^", strict=True)):
            spread = rng.uniform(-0.25, 0.25, len(values))
            ax.plot(k + spread, values[:, k], mark, color=color, ms=4, alpha=0.6)
            ax.plot([k - 0.35, k + 0.35], [values[:, k].mean()] * 2, color="black", lw=2)
        ax.set(title=title, xticks=range(3), xlabel="feature")
    show(
        fig,
        "A batch of 60 with three features of very different mean and spread; after normalisation "
        "each has mean 0 and variance 1; gamma and beta give each a scale and centre of its own.",
    )


def residual_block() -> None:
    """The block as a picture: x goes through F and around it; below, the gradient's two ways."""
    fig, axes = subplots(1, 1, 9.2, 2.9)
    ax = axes[0, 0]
    ax.set(xlim=(0, 12), ylim=(-0.2, 4))
    ax.set_axis_off()
    for left, text in ((2.6, "x w1 + b1"), (5.0, "ReLU"), (7.0, "h w2 + b2")):
        width = 1.3 if text == "ReLU" else 1.7
        ax.add_patch(FancyBboxPatch((left, 0.8), width, 0.8, boxstyle="round,pad=0.05",
                                    fc="#e8f1f8", ec=GREY))  # fmt: skip
        ax.text(left + width / 2, 1.2, text, ha="center", va="center")
    line = {"arrowstyle": "-|>", "color": BLUE, "lw": 1.8}
    for start, end in ((0.9, 2.5), (4.4, 4.9), (6.4, 6.9), (8.8, 9.6), (10.2, 11.2)):
        ax.annotate("", (end, 1.2), (start, 1.2), arrowprops=line)
    around = line | {"connectionstyle": "angle,angleA=90,angleB=0,rad=10", "color": GREEN, "lw": 3}
    ax.plot([1.5, 1.5, 9.9], [1.2, 2.9, 2.9], color=GREEN, lw=3)
    ax.annotate("", (9.9, 1.5), (9.9, 2.95), arrowprops=around | {"connectionstyle": "arc3"})
    ax.text(9.9, 1.2, "+", ha="center", va="center", fontsize=16,
            bbox={"boxstyle": "circle", "fc": "#fdf1dc", "ec": GREY})  # fmt: skip
    ax.text(0.6, 1.2, "x", ha="center", va="center", fontsize=13)
    ax.text(11.5, 1.2, "y", ha="center", va="center", fontsize=13)
    ax.text(5.7, 3.15, "around: x itself; backwards dy, unchanged", ha="center", color=GREEN)
    ax.text(5.7, 0.25, "through F(x): the change; backwards whatever F's layers leave of dy",
            ha="center", color=BLUE)  # fmt: skip
    show(
        fig,
        "A residual block: x goes through F, two layers with a ReLU between, and also around it; "
        "both meet in a sum, y = F(x) + x. The gradient goes back both ways, around F unchanged.",
    )


def variance_growth(blocks: int = 15, width: int = 256) -> dict[str, np.ndarray]:
    """Variance of the signal after each residual block, for three starts of F.

    F(x) = relu(x w1) w2 with He's weights in w1. Its output has the variance of its input if w2
    has variance 1 / n: no ReLU follows.

    Returns:
        start -> factor of the variance per block, of three seeds (geometric mean over blocks).
    """
    starts = {
        "F keeps the variance": (1.0, ORANGE, "D-"),
        "He's weights in both layers": (np.sqrt(2), RED, "s:"),
        "last weights of F a tenth": (0.1, GREEN, "o--"),
    }
    fig, axes = subplots(1, 1, 8.2, 3.3)
    ax, found = axes[0, 0], {}
    for name, (scale, color, style) in starts.items():
        runs = []
        for seed in SEEDS:
            rng = np.random.default_rng(seed)
            x = rng.normal(size=(256, width))
            runs.append([x.var()])
            for _ in range(blocks):
                w1 = rng.normal(0, np.sqrt(2 / width), (width, width))
                w2 = rng.normal(0, scale * np.sqrt(1 / width), (width, width))
                x = x + np.maximum(x @ w1, 0) @ w2
                runs[-1].append(x.var())
        sizes = np.array(runs)
        found[name] = (sizes[:, -1] / sizes[:, 0]) ** (1 / blocks)
        ax.semilogy(sizes.mean(axis=0), style, color=color, ms=5, label=name)
    ax.semilogy(2.0 ** np.arange(blocks + 1), color=GREY, lw=1, label="2 to the power of blocks")
    ax.set(xlabel="residual blocks", ylabel="variance of the signal")
    ax.legend(fontsize=9, loc="upper left")
    show(
        fig,
        "Variance of the signal against residual blocks, log scale. Factor per block: "
        + ", ".join(f"{name} {factor.mean():.2f}" for name, factor in found.items())
        + ".",
    )
    return found


# --- batch normalisation measured, and gates ------------------------------------------------


def rates_and_scales(accuracies: Mapping[tuple[str, float, float], np.ndarray]) -> None:
    """Accuracy with and without batch norm, a mark a seed, for each learning rate and scale.

    Args:
        accuracies: ("plain" or "batch norm", learning rate, scale of the weights) -> one per seed.
    """
    settings = list(dict.fromkeys(key[1:] for key in accuracies))
    fig, axes = subplots(1, 1, 8.6, 3.2)
    ax = axes[0, 0]
    for offset, (name, color, mark) in zip(
        (-0.12, 0.12), (("plain", RED, "s"), ("batch norm", BLUE, "o")), strict=True
    ):
        for column, (rate, scale) in enumerate(settings):
            values = np.asarray(accuracies[name, rate, scale])
            ax.plot([column + offset] * len(values), values, mark, color=color, ms=9, mfc="none",
                    mew=2, label=name if column == 0 else None)  # fmt: skip
    ax.axhline(0.1, color=GREY, lw=1, ls=":")
    ax.text(len(settings) - 0.55, 0.12, "guessing", color=GREY, fontsize=9, ha="right")
    ticks = [f"rate {rate:g}\nweights {scale:g} x He" for rate, scale in settings]
    ax.set_xticks(range(len(settings)), ticks)
    ax.set(ylabel="training accuracy", ylim=(0, 1.05), xlim=(-0.5, len(settings) - 0.4))
    ax.legend(loc="center right", fontsize=9)
    show(
        fig,
        "Training accuracy of three seeds. "
        + "; ".join(
            f"{name}, rate {rate:g}, weights {scale:g} times He's: {np.mean(v):.0%}"
            for (name, rate, scale), v in accuracies.items()
        )
        + ".",
    )


def gated_way(biases: tuple[int, ...] = (-4, -2, 0, 4)) -> dict[int, np.ndarray]:
    """Gradient size back through 30 highway layers y = g F(x) + (1 - g) x, F = sigmoid(xW).

    Args:
        biases: starts of the gate's bias c, g = sigmoid(xV + c).

    Returns:
        bias -> what is left after 30 layers, of three seeds.
    """
    looks = ((GREEN, "o-"), (SKY, "v-."), (ORANGE, "D--"), (RED, "s:"))
    fig, axes = subplots(1, 1, 8.2, 3.3)
    ax, found = axes[0, 0], {}
    for c, (color, style) in zip(biases, looks, strict=False):
        runs = np.array([_highway_sizes(c, seed) for seed in SEEDS])
        found[c] = runs[:, -1]
        share = float(expit(c))
        ax.semilogy(np.exp(np.log(runs).mean(axis=0)), style, color=color, ms=4,
                    label=f"c = {c:+d}: gate {share:.2f} open")  # fmt: skip
    ax.set(xlabel="layers the gradient has passed on its way back", ylabel="size of the gradient")
    ax.legend(fontsize=9, loc="lower left")
    ends = ", ".join(f"c = {c:+d} {size.mean():.1e}" for c, size in found.items())
    show(fig, f"Size of the gradient against highway layers passed, log scale. After 30: {ends}.")
    return found


def _highway_sizes(c: float, seed: int, n: int = network.WIDTH) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x, ways = rng.normal(size=(n, n)), []
    for _ in range(DEPTH):
        w, v = rng.normal(size=(2, n, n)) / np.sqrt(n)
        f, g = expit(x @ w), expit(x @ v + c)
        ways.append((w, v, f, g, x))
        x = g * f + (1 - g) * x
    d = rng.normal(size=x.shape)
    sizes = [network.rms(d)]
    for w, v, f, g, before in reversed(ways):
        through = (d * g * f * (1 - f)) @ w.T
        d = d * (1 - g) + through + (d * (f - before) * g * (1 - g)) @ v.T
        sizes.append(network.rms(d))
    return np.array(sizes) / sizes[0]
