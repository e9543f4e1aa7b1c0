"""Figures of notebook 03: drawing learning rates at random, and narrowing their range."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_utils.plots._base import GREEN, GREY, RED, show, subplots, waiting

__all__ = ["grid_or_random", "sampling_scales", "search_rounds"]


def sampling_scales(low: float = 1e-4, high: float = 1.0, n: int = 200) -> None:
    """The same number of learning rates drawn uniformly and log-uniformly, on a log axis."""
    fig, axes = subplots(2, 1, width=7.4, height=1.5, sharex=True)
    rng = np.random.default_rng(5)
    edges = np.geomspace(low, high, 1 + round(np.log10(high / low)))
    draws = (
        ("uniformly", rng.uniform(low, high, n), RED),
        ("log-uniformly", rng.choice(np.geomspace(low, high, 10_001), n), GREEN),
    )
    for ax, (name, values, color) in zip(axes[:, 0], draws, strict=True):
        ax.scatter(values, rng.uniform(0.1, 0.6, n), s=8, color=color, alpha=0.5, lw=0)
        for left, right in zip(edges, edges[1:], strict=False):
            count = np.sum((values >= left) & (values < right))
            ax.text(np.sqrt(left * right), 0.78, str(count), ha="center")
        ax.set(xscale="log", title=f"{n} learning rates drawn {name}", ylim=(0, 1), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.minorticks_off()
    axes[1, 0].set_xlabel("learning rate (the numbers count a decade)")
    show(
        fig,
        "Drawn uniformly, nine in ten learning rates fall into the top decade; drawn "
        "log-uniformly, every decade gets its share.",
    )


def grid_or_random() -> None:
    """Nine trials of two settings, on a grid and at random, over what only one of them decides.

    The idea of the picture is that of Bergstra and Bengio (2012), "Random search for
    hyper-parameter optimization".
    """
    rng = np.random.default_rng(52)
    side = np.geomspace(1e-4, 1, 7)[1::2]
    grid = (np.repeat(side, 3), np.tile([0.15, 0.5, 0.85], 3))
    random = (rng.choice(np.geomspace(1e-4, 1, 10_001), 9), rng.uniform(0.05, 0.95, 9))
    fig, axes = subplots(
        2, 2, width=3.9, height=1.9, sharex=True, height_ratios=[1, 1.6], sharey="row"
    )
    line = np.geomspace(1e-4, 1, 200)

    def score(rates: np.ndarray) -> np.ndarray:
        return np.exp(-0.5 * ((np.log10(rates) + 1.4) / 0.35) ** 2)

    panels = (("grid: 3 different rates", grid, RED), ("random: 9 different rates", random, GREEN))
    for (top, bottom), (title, (rates, other), color) in zip(axes.T, panels, strict=True):
        top.plot(line, score(line), color=GREY, lw=1.2)
        top.plot(rates, score(rates), "o", color=color, ms=5)
        bottom.plot(rates, other, "o", color=color, ms=6)
        bottom.vlines(rates, other, 1.05, color=color, lw=0.7, alpha=0.5)
        top.set(title=title, yticks=[], ylim=(-0.1, 1.1))
        bottom.set(xscale="log", xlabel="learning rate", ylim=(0, 1.05), yticks=[])
        bottom.minorticks_off()
    axes[0, 0].set_ylabel("score")
    axes[1, 0].set_ylabel("a setting that\nhardly matters")
    show(
        fig,
        "Nine trials on a 3 by 3 grid try only three learning rates and miss the narrow peak of "
        "the score; nine random trials try nine learning rates and come closer to it.",
    )


def search_rounds(pairs: Sequence[Any], n: int, keep: int) -> None:
    """Random search, round by round.

    Args:
        pairs: (rate, score) of all rounds, n in each; [] while an exercise is missing.
        keep: as many of a round span the range of the next.
    """
    rounds = max(len(pairs) // n, 1)
    fig, axes = subplots(1, rounds, width=9.0 / rounds, height=3.0, sharey=True)
    if not len(pairs):
        waiting(axes[0, 0], "sample_log_uniform, narrow and random_search")
    else:
        tried = np.asarray(pairs, dtype=float).reshape(rounds, n, 2)
        for i, (ax, (rates, scores)) in enumerate(
            zip(axes[0], tried.transpose(0, 2, 1), strict=True)
        ):
            best = rates[scores.argsort()[-keep:]]
            low, high = best.min(), best.max()
            kept = (low <= rates) & (rates <= high)
            ax.axvspan(low, high, color=GREEN, alpha=0.15, lw=0)
            ax.plot(rates[~kept], scores[~kept], "x", color=GREY, ms=7, mew=2)
            ax.plot(rates[kept], scores[kept], "o", color=GREEN, ms=6)
            ax.set(xscale="log", title=f"round {i + 1}: keep {low:.2g} to {high:.2g}")
            ax.set(xlabel="learning rate", ylim=(0, 1.02), xlim=(5e-6, 2))
            ax.minorticks_off()
        axes[0, 0].set_ylabel("validation accuracy")
    show(fig, "Validation accuracy of randomly drawn learning rates, and the range kept, by round.")
