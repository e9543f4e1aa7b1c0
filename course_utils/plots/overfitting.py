"""Figures of notebook 07 on overfitting: labels by lot, polynomials, remedies, early stopping."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.notebook import unfinished
from course_utils.plots import _network as network
from course_utils.plots._base import BLUE, GREY, ORANGE, RED, STYLE, show, subplots, waiting
from course_utils.plots.live.controls import explore, slider

__all__ = [
    "learnt_by_heart",
    "polynomial_slider",
    "remedy_gaps",
    "stopped_curve",
    "with_and_without",
]

SEEDS = (0, 1, 2)
Curves = np.ndarray  # (epochs, 4): training loss and accuracy, validation loss and accuracy


@lru_cache(maxsize=32)
def _plain(count: int, by_lot: float, epochs: int, seed: int) -> Curves:
    return _curves(count, by_lot, epochs, seed)


def _curves(count: int, by_lot: float, epochs: int, seed: int, **parts: Any) -> Curves:
    """Train the small NumPy network once and measure it after every epoch."""
    fit, valid = network.digits(count, seed, by_lot)
    states = network.train(fit, seed, epochs, **parts)
    return np.array([network.evaluate(p, fit) + network.evaluate(p, valid) for p in states])


def learnt_by_heart(epochs: int = 80) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """A network learns 150 digits, with their true labels and with labels drawn by lot.

    Returns:
        "true" and "by lot" -> accuracy in 0..1 of three seeds at the end: on the training digits,
        and on 400 new ones.
    """
    fig, axes = subplots(1, 2, 4.6, 3.1, sharey=True)
    found = {}
    for ax, (name, share) in zip(axes[0], (("true", 0.0), ("by lot", 1.0)), strict=True):
        runs = np.array([_plain(150, share, epochs, seed) for seed in SEEDS])
        at = np.arange(1, epochs + 1)
        for curve in runs:
            ax.plot(at, curve[:, 1], "-", color=BLUE, lw=1.5)
            ax.plot(at, curve[:, 3], "--", color=ORANGE, lw=1.5)
        ax.axhline(0.1, color=GREY, lw=1, ls=":")
        ax.set(title=f"labels: {name}", xlabel="epoch", ylim=(0, 1.04))
        found[name] = runs[:, -1, 1], runs[:, -1, 3]
    axes[0, 0].plot([], [], color=BLUE, label="training digits")
    axes[0, 0].plot([], [], "--", color=ORANGE, label="new digits")
    axes[0, 0].plot([], [], ":", color=GREY, label="guessing")
    axes[0, 0].set_ylabel("accuracy")
    axes[0, 0].legend(loc="lower right", fontsize=9)
    show(
        fig,
        "Accuracy against epochs, three seeds. With true labels both curves are high. With labels "
        "drawn by lot the training digits reach "
        f"{found['by lot'][0].mean():.0%}, new digits stay at {found['by lot'][1].mean():.0%}.",
    )
    return found


# --- polynomials ---------------------------------------------------------------------------


@cache
def _points() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Twelve noisy points to fit, and forty to validate on."""
    rng = np.random.default_rng(9)
    x = np.linspace(-1, 1, 12)
    new = np.sort(rng.uniform(-1, 1, 40))
    return tuple((p, np.sin(3 * p) + rng.normal(scale=0.25, size=p.size)) for p in (x, new))  # type: ignore[return-value]


@cache
def _fitted(degree: int) -> tuple[np.ndarray, dict[str, float]]:
    (x, y), (new, truth) = _points()
    c = np.polynomial.chebyshev.chebfit(x, y, degree)
    value = np.polynomial.chebyshev.chebval
    return c, {
        "training": float(np.mean((value(x, c) - y) ** 2)),
        "validation": float(np.mean((value(new, c) - truth) ** 2)),
    }


def polynomial_slider(start: int = 11) -> dict[int, dict[str, float]]:
    """Polynomials of degree 0 to 11 through twelve noisy points, under a slider.

    Returns:
        degree -> "training" and "validation" mean squared error.
    """
    errors = {degree: _fitted(degree)[1] for degree in range(12)}

    def draw(degree: float) -> Figure:
        (x, y), (new, truth) = _points()
        line = np.linspace(-1, 1, 400)
        with plt.rc_context(STYLE):
            fig, axes = subplots(1, 2, 4.6, 3.2)
            left, right = axes[0]
            curve = np.polynomial.chebyshev.chebval(line, _fitted(int(degree))[0])
            left.plot(line, curve, color=BLUE, label=f"degree {degree:.0f}")
            left.plot(line, np.sin(3 * line), ":", color=GREY, label="without noise")
            left.plot(x, y, "o", color=BLUE, ms=7, label="training")
            left.plot(new, truth, "x", color=ORANGE, ms=6, label="validation")
            left.set(ylim=(-2.2, 2.2), xlabel="x", title="twelve points to learn from")
            left.legend(fontsize=8, ncols=2, loc="lower right")
            for name, style, color in (("training", "o-", BLUE), ("validation", "x--", ORANGE)):
                sizes = [max(errors[d][name], 1e-4) for d in errors]
                right.semilogy(list(errors), sizes, style, color=color, label=name)
            right.axvline(degree, color=RED, lw=1.2)
            right.set(xlabel="degree", ylabel="mean squared error", title="the gap opens")
            right.legend(fontsize=9, loc="lower left")
        return fig

    slider(
        draw, "degree", 0, 11, start, 1,
        alt=f"A polynomial of degree {start} through twelve noisy points, and training and "
        "validation error against the degree: the training error falls to 0 at degree 11, "
        "the validation error falls and then rises steeply.",
    )  # fmt: skip
    return errors


# --- remedies ------------------------------------------------------------------------------


def with_and_without(
    name: str,
    decay: Callable[..., Any] | None = None,
    lam: float = 0.0,
    drop: Callable[..., Any] | None = None,
    drop_backward: Callable[..., Any] | None = None,
    rate: float = 0.0,
    epochs: int = 60,
) -> dict[str, np.ndarray]:
    """Losses over epochs of 300 digits, a fifth of the labels by lot, without and with a remedy.

    Args:
        decay: the student's add_weight_decay, used with `lam`.
        drop, drop_backward: the student's dropout, used with `rate` on the hidden layer.

    Returns:
        "without" and "with" -> validation loss minus training loss of three seeds, mean of the
        last ten epochs; {} while an exercise is still to be written.
    """
    parts: dict[str, Any] = {}
    if decay:
        parts["decay"] = lambda params, grads: decay(params, grads, lam)
    if drop:
        parts["drop"] = lambda h, rng: drop(h, rate, rng, True)
        parts["drop_backward"] = drop_backward
    fig, axes = subplots(1, 2, 4.6, 3.1, sharey=True)
    try:
        treated = np.array([_curves(300, 0.2, epochs, seed, **parts) for seed in SEEDS])
    except NotImplementedError as error:
        for ax in axes[0]:
            waiting(ax, unfinished(error))
        show(fig, f"Two panels that wait for {unfinished(error)}.")
        return {}
    plain = np.array([_plain(300, 0.2, epochs, seed) for seed in SEEDS])
    runs = {"without": plain, "with": treated}
    for ax, (title, curves) in zip(axes[0], runs.items(), strict=True):
        _loss_curves(ax, curves)
        ax.set_title(f"{title} {name}")
    axes[0, 0].set_ylabel("cross-entropy")
    axes[0, 0].legend(loc="upper left", fontsize=9)
    gaps = {key: (c[:, -10:, 2] - c[:, -10:, 0]).mean(axis=1) for key, c in runs.items()}
    show(
        fig,
        f"Training and validation loss over {epochs} epochs, three seeds. Gap at the end: without "
        f"{name} {gaps['without'].mean():.2f}, with it {gaps['with'].mean():.2f}.",
    )
    return gaps


def _loss_curves(ax: Axes, runs: np.ndarray) -> None:
    """Training and validation loss of each seed, the gap between their means shaded."""
    at = np.arange(1, runs.shape[1] + 1)
    for curve in runs:
        ax.plot(at, curve[:, 0], "-", color=BLUE, lw=1.2)
        ax.plot(at, curve[:, 2], "--", color=ORANGE, lw=1.2)
    mean = runs.mean(axis=0)
    ax.fill_between(at, mean[:, 0], mean[:, 2], color=GREY, alpha=0.15, label="gap")
    ax.plot([], [], "-", color=BLUE, label="training")
    ax.plot([], [], "--", color=ORANGE, label="validation")
    ax.set(xlabel="epoch", ylim=(0, 2.9))


@cache
def _rough() -> Curves:
    """A curve on which patience matters: a high learning rate, few digits to validate on."""
    fit, (x, labels) = network.digits(300, 1, 0.2)
    states = network.train(fit, 1, 40, rate=0.01)
    few = x[:100], labels[:100]
    return np.array([network.evaluate(p, fit) + network.evaluate(p, few) for p in states])


def stopped_curve(early_stop: Callable[[Any, int], int]) -> None:
    """The validation loss of the small network, and where the student's early_stop stands."""
    curve = _rough()

    def draw(patience: int) -> Figure:
        with plt.rc_context(STYLE):
            fig, axes = subplots(1, 1, 8.2, 3.3)
            ax = axes[0, 0]
            try:
                kept = int(early_stop(curve[:, 2].tolist(), patience))
            except NotImplementedError as error:
                waiting(ax, unfinished(error))
                return fig
            epochs = np.arange(len(curve))
            ax.plot(epochs, curve[:, 0], "-", color=BLUE, label="training")
            ax.plot(epochs, curve[:, 2], "--", color=ORANGE, label="validation")
            ax.axvspan(kept, min(kept + patience, len(curve)), color=GREY, alpha=0.15)
            ax.plot(kept, curve[kept, 2], "o", ms=11, mfc="none", mec=RED, mew=2)
            ax.annotate(
                f"kept: epoch {kept}, loss {curve[kept, 2]:.2f}", (kept, curve[kept, 2]),
                xytext=(12, -26), textcoords="offset points", color=RED,
            )  # fmt: skip
            ax.set(xlabel="epoch", ylabel="cross-entropy", ylim=(0, None),
                   title=f"patience {patience}: grey is the time that was waited")  # fmt: skip
            ax.legend(loc="lower left", fontsize=9)
        return fig

    try:
        early_stop(curve[:, 2].tolist(), 5)
        alt = (
            "Training and validation loss over 40 epochs; a circle marks the epoch that your "
            "early_stop keeps, a grey band the epochs waited after it."
        )
    except NotImplementedError as todo:
        alt = f"A panel that waits for {unfinished(todo)}."
    explore(
        draw, alt, patience=(1, 20, 5, 1),
    )  # fmt: skip


def remedy_gaps(losses: Mapping[str, np.ndarray]) -> None:
    """Training and validation loss of each remedy, a dot a seed; the bar between is the gap.

    Args:
        losses: name -> (seeds, 2), training and validation loss.
    """
    names = list(losses)
    fig, axes = subplots(1, 1, 8.8, 0.9 + 0.42 * len(names))
    ax = axes[0, 0]
    for row, name in enumerate(names):
        low, high = losses[name].mean(axis=0)
        ax.plot([low, high], [row, row], color=GREY, lw=6, alpha=0.3, solid_capstyle="butt")
        ax.plot(losses[name][:, 0], [row] * len(losses[name]), "o", color=BLUE, ms=7, mfc="none")
        ax.plot(losses[name][:, 1], [row] * len(losses[name]), "X", color=ORANGE, ms=8)
        ax.annotate(f"gap {high - low:.2f}", (losses[name].max(), row),
                    xytext=(10, 0), textcoords="offset points", va="center")  # fmt: skip
    ax.plot([], [], "o", color=BLUE, mfc="none", label="training")
    ax.plot([], [], "X", color=ORANGE, label="validation")
    ax.set_yticks(range(len(names)), names)
    most = max(float(v.max()) for v in losses.values())
    ax.set(xlabel="cross-entropy, a mark a seed", xlim=(0, 1.15 * most))
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.legend(fontsize=9, loc="lower right")
    show(
        fig,
        "Training and validation loss for each remedy. Gap between their means: "
        + ", ".join(f"{n} {np.subtract(*v.mean(axis=0)[::-1]):.2f}" for n, v in losses.items())
        + ".",
    )
