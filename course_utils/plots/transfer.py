"""Figures of notebook 06 about models: three ways to train, several runs, what a threshold does.

Runs are arrays (runs, 3) of accuracies in [0, 1], columns plain, clean, moved; labels 0 normal,
1 ad.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from course_utils.plots._base import (
    BLUE,
    GREEN,
    GREY,
    LOOKS,
    ORANGE,
    RED,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots.live.controls import slider

__all__ = [
    "accuracy_against_size",
    "compared_runs",
    "luck_of_the_test",
    "predictive_value",
    "roc_figure",
    "three_curves",
    "three_ways",
    "threshold_explorer",
]

NAMES = ("normal", "ad")
TESTS = ("plain", "clean", "moved")


# --- when a difference means something ----------------------------------------------------


def luck_of_the_test(n: int = 120, truths: Sequence[float] = (0.95, 0.975)) -> None:
    """How many of n test images two models get right by luck of the draw alone (binomial)."""
    from scipy.stats import binom

    fig, axes = subplots(1, 1, 9.4, 3.0)
    ax, right = axes[0, 0], np.arange(int(0.85 * n), n + 1)
    width = 100 / n
    for color, hatch, truth in zip((BLUE, ORANGE), ("", "///"), truths, strict=False):
        label = f"model that is right {100 * truth:g} % of the time"
        ax.bar(
            100 * right / n, binom.pmf(right, n, truth), width, color=color, alpha=0.55,
            label=label, hatch=hatch, ec=color,
        )  # fmt: skip
    ax.set(xlabel=f"accuracy measured on {n} images, %", ylabel="probability")
    ax.legend(loc="upper left")
    show(fig, f"Scores of two models on {n} random test images: the distributions overlap.")


def three_ways() -> None:
    """Boxes: which layers start trained and which are trained, from scratch to fine-tuning."""
    fig, axes = subplots(1, 1, 9.6, 3.4)
    ax = axes[0, 0]
    ax.set(xlim=(-2.3, 6.6), ylim=(-0.55, 3.05))
    ax.set_axis_off()
    parts = ("edges", "textures", "shapes", "parts", "head")
    ways = {
        "from scratch": ("new",) * 5,
        "feature extraction": ("frozen",) * 4 + ("new",),
        "fine-tuning": ("frozen",) * 2 + ("tuned",) * 2 + ("new",),
    }
    faces = {"new": ORANGE, "frozen": "#eeeeee", "tuned": GREEN}
    edges = {"new": 1, "frozen": 1, "tuned": 3}  # told apart without colour, too
    for y, (way, states) in zip((2.2, 1.2, 0.2), ways.items(), strict=True):
        ax.text(-0.15, y + 0.3, way, ha="right", va="center", fontsize=11)
        for x, (part, state) in enumerate(zip(parts, states, strict=True)):
            box = FancyBboxPatch(
                (x * 1.2 + 0.05, y), 1.0, 0.6, boxstyle="round,pad=0.03", fc=faces[state], ec=GREY,
                lw=edges[state],
            )  # fmt: skip
            ax.add_patch(box)
            ax.text(x * 1.2 + 0.55, y + 0.3, part, ha="center", va="center", fontsize=10)
    legend = {
        "new": "random start, trained",
        "frozen": "trained before, frozen",
        "tuned": "trained before, trained on at a small rate",
    }
    for left, (state, text) in zip((-1.9, 0.4, 2.75), legend.items(), strict=True):
        ax.add_patch(FancyBboxPatch((left, -0.45), 0.2, 0.2, fc=faces[state], ec=GREY,
                                    lw=edges[state], boxstyle="round,pad=0.02"))  # fmt: skip
        ax.text(left + 0.32, -0.35, text, va="center", fontsize=9)
    show(fig, "Three ways to train: everything from scratch, only a head on a frozen network, or "
              "the head and the last layers.")  # fmt: skip


def three_curves(losses: Mapping[str, Sequence[float]], switch: int = 0) -> None:
    """Training loss against epochs, a line a way.

    switch: epochs after which fine-tuning unfroze layers (a line); 0 draws none.
    """
    fig, axes = subplots(1, 1, 9.4, 3.4)
    ax = axes[0, 0]
    for (color, line, mark), (name, values) in zip(LOOKS, losses.items(), strict=False):
        ax.plot(np.arange(1, len(values) + 1), values, ls=line, marker=mark, ms=5, color=color,
                label=name)  # fmt: skip
    if switch:
        ax.axvline(switch + 0.5, color=GREY, linewidth=1)
        ax.text(switch + 0.6, ax.get_ylim()[1], "unfrozen from here", color=GREY, va="top")
    ax.set(xlabel="epoch", ylabel="binary cross-entropy, training part", ylim=(0, None))
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.legend(loc="upper right")
    ends = ", ".join(f"{name} {values[-1]:.2f}" for name, values in losses.items())
    show(fig, f"Training loss of {len(losses)} ways against epochs; it ends at: {ends}.")


def accuracy_against_size(results: Mapping[str, Mapping[int, np.ndarray]], chance: float) -> None:
    """Mean over runs against the size of the training set, plain and moved; bands: standard
    deviation of the runs.

    results: name -> {size: runs (runs, 3)}.
    """
    fig, axes = subplots(1, 2, 4.8, 3.7, sharey=True)
    for ax, test in zip(axes[0], ("plain", "moved"), strict=True):
        for (color, line, mark), (name, table) in zip(LOOKS, results.items(), strict=False):
            sizes = sorted(table)
            runs = [100 * np.asarray(table[n])[:, TESTS.index(test)] for n in sizes]
            mean = np.array([r.mean() for r in runs])
            spread = np.array([r.std(ddof=1) for r in runs])
            ax.plot(sizes, mean, ls=line, marker=mark, color=color, label=name, markersize=5)
            ax.fill_between(sizes, mean - spread, mean + spread, color=color, alpha=0.15, lw=0)
        ax.axhline(100 * chance, color=GREY, linestyle=":", linewidth=1)
        ax.set_xscale("log", base=2)
        ax.set(xlabel="training images", title=f"{test} test images", ylim=(None, 101))
        ticks = sorted({n for table in results.values() for n in table})
        ax.set_xticks(ticks, [str(n) for n in ticks])
        ax.minorticks_off()
    axes[0, 0].set_ylabel("accuracy, %")
    axes[0, 1].legend(loc="lower right", fontsize=9)
    show(fig, "Accuracy against the number of training images, for plain and moved test images.")


def compared_runs(runs: Mapping[str, Sequence[Sequence[float]]], n_test: int) -> None:
    """A dot a run, for the plain, clean and moved test, a bar at the mean, and around it a band of
    two standard errors of an accuracy on n_test images (Wald)."""
    fig, axes = subplots(1, 3, 3.3, 0.42 * len(runs) + 1.0, sharey=True, sharex=True)
    for column, (ax, test) in enumerate(zip(axes[0], TESTS, strict=True)):
        for y, values in enumerate(runs.values()):
            scores = 100 * np.asarray(values)[:, column]
            mean = scores.mean()
            reach = 2 * np.sqrt(mean * (100 - mean) / n_test)
            ax.fill_between([mean - reach, min(mean + reach, 100)], y - 0.28, y + 0.28,
                            color=GREY, alpha=0.2, lw=0)  # fmt: skip
            ax.plot(scores, np.full(len(scores), y), "o", color=BLUE, alpha=0.6, markersize=5)
            ax.plot([mean] * 2, [y - 0.3, y + 0.3], color=RED, linewidth=2)
        ax.set(title=test, xlabel="accuracy, %")
    axes[0, 0].set_yticks(range(len(runs)), list(runs))
    axes[0, 0].invert_yaxis()
    best = ", ".join(f"{k} {100 * np.mean(v, axis=0)[0]:.1f}" for k, v in runs.items())
    one = f"one image is {100 / n_test:.2f} points, the band is two standard errors"
    show(fig, f"Accuracy of every run; {one}. Plain means: {best}.")


# --- evaluation ---------------------------------------------------------------------------


def roc_figure(
    labels: np.ndarray, scores: Mapping[str, np.ndarray], auc: Callable[..., float],
    point: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """ROC curves with the student's `roc_auc` in the legend.

    point: (sensitivity, specificity) of the chosen threshold of the first model.
    """
    fig, axes = subplots(1, 2, 4.8, 4.4)
    ax, aside = axes[0]
    aside.set_axis_off()

    def draw() -> None:
        for (color, line, _), (name, values) in zip(LOOKS, scores.items(), strict=False):
            cuts = np.r_[np.inf, np.unique(values)[::-1]]
            hits = [(values[labels == 1] >= cut).mean() for cut in cuts]
            alarms = [(values[labels == 0] >= cut).mean() for cut in cuts]
            ax.plot(
                alarms,
                hits,
                ls=line,
                color=color,
                label=f"{name}: {float(auc(labels, values)):.3f}",
            )
        ax.plot([0, 1], [0, 1], ":", color=GREY, linewidth=1)
        if point is not None:
            ax.plot(1 - point[1], point[0], "o", color="black", label="the chosen threshold")
        ax.set(xlabel="1 - specificity: false alarms", ylabel="sensitivity: hits", aspect="equal")
        aside.legend(
            *ax.get_legend_handles_labels(), loc="center left", title="area under the curve"
        )

    or_wait(ax, draw)
    show(fig, "Sensitivity against false alarms for every threshold, one curve a model.")


def threshold_explorer(
    labels: np.ndarray, scores: np.ndarray, counts: Callable[..., tuple], start: float = 0.5
) -> None:
    """Scores by class under a threshold that can be pushed, with the student's counts."""

    def draw(threshold: float) -> Figure:
        fig, axes = subplots(1, 1, 9.4, 3.2)
        ax = axes[0, 0]
        try:
            tp, fp, tn, fn = (int(v) for v in counts(labels, scores, threshold))
        except NotImplementedError:
            waiting(ax, "confusion_counts")
            return fig
        bins = np.linspace(0, 1, 26)
        for label, color, hatch in ((0, BLUE, ""), (1, RED, "///")):
            ax.hist(
                scores[labels == label], bins, color=color, alpha=0.5, label=NAMES[label],
                hatch=hatch, ec=color,
            )  # fmt: skip
        ax.axvline(threshold, color="black", linewidth=1.5)
        ax.set(xlabel="score", ylabel="test images", xlim=(0, 1))
        ax.set_title(
            f"threshold {threshold:.2f}: {tp} found, {fn} missed, {fp} false alarms, {tn} let go"
        )
        ax.legend(loc="upper left", bbox_to_anchor=(0.62, 1.0))
        return fig

    slider(draw, "threshold", 0.05, 0.95, start, 0.05, "Scores of both classes and a threshold.")


def predictive_value(sensitivity: float, specificity: float) -> None:
    """Of all people called ill, how many are: against how common the illness is."""
    fig, axes = subplots(1, 1, 9.4, 3.2)
    ax, common = axes[0, 0], np.geomspace(0.005, 0.5, 60)
    found, alarms = sensitivity * common, (1 - specificity) * (1 - common)
    with np.errstate(invalid="ignore"):
        value = found / (found + alarms)
    ax.plot(100 * common, 100 * value, color=BLUE)
    for at in (0.02, 0.5):
        hit = sensitivity * at
        y = 100 * hit / (hit + (1 - specificity) * (1 - at) + 1e-12)
        ax.plot(100 * at, y, "o", color=RED)
        ax.annotate(
            f"{y:.0f} %", (100 * at, y), textcoords="offset points", fontsize=10,
            xytext=(10, -6) if at < 0.4 else (0, -20), ha="left" if at < 0.4 else "center",
        )  # fmt: skip
    ax.set(xscale="log", xlabel="ill people among those tested, %", ylim=(0, 104))
    ax.set(ylabel="of those called ill, are ill, %", xticks=[0.5, 1, 2, 5, 10, 20, 50])
    ax.xaxis.set_major_formatter("{x:g}")
    ax.minorticks_off()
    show(fig, f"With sensitivity {sensitivity:.0%} and specificity {specificity:.0%}, the share of "
              "alarms that are right falls where the illness is rare.")  # fmt: skip
