"""Figures of notebook 06: brain slices, what moves and what leaks, three ways to train, evaluation.

Images are float32 (n, h, w, c) in [0, 1]; labels 0 normal, 1 ad. Runs are arrays (runs, 3) of
accuracies in [0, 1], columns plain, clean, moved.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from course_utils.plots._base import (
    BLUE,
    COLORS,
    GREEN,
    GREY,
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
    "augmentation_sheet",
    "brain_samples",
    "brightness",
    "compared_runs",
    "evidence_maps",
    "leak_gallery",
    "luck_of_the_test",
    "moved_samples",
    "predictive_value",
    "roc_figure",
    "three_curves",
    "three_ways",
    "threshold_explorer",
]

NAMES = ("normal", "ad")
TESTS = ("plain", "clean", "moved")
Pairs = Sequence[tuple[int, int]]


# --- the data -----------------------------------------------------------------------------


def brain_samples(images: np.ndarray, labels: np.ndarray, each: int = 6) -> None:
    """The first `each` slices of either class, a class a row."""
    fig, axes = subplots(2, each, 1.25, 1.27)
    for label, row in enumerate(axes):
        for ax in row:
            ax.set_axis_off()
        for ax, image in zip(row, images[labels == label], strict=False):
            _slice(ax, image)
        row[0].text(
            -0.08, 0.5, NAMES[label], rotation=90, ha="center", va="center",
            transform=row[0].transAxes, fontsize=12, color=(BLUE, RED)[label],
        )  # fmt: skip
    show(fig, f"{each} slices labelled normal above, {each} labelled ad below.")


def brightness(images: np.ndarray, labels: np.ndarray) -> None:
    """Histogram of all pixels by class, and of each slice's mean brightness."""
    fig, axes = subplots(1, 2, 4.6, 2.9)
    means = images.mean(axis=(1, 2, 3))
    bins = np.linspace(means.min(), means.max(), 22)
    for label, color in ((0, BLUE), (1, RED)):
        chosen = labels == label
        counts, edges = np.histogram(images[chosen], bins=51, range=(0.0, 1.0), density=True)
        axes[0, 0].plot((edges[1:] + edges[:-1]) / 2, counts, color=color, label=NAMES[label])
        axes[0, 1].hist(means[chosen], bins=bins, color=color, alpha=0.5, label=NAMES[label])
    axes[0, 0].set(xlabel="brightness of a pixel", ylabel="density", yscale="log")
    axes[0, 0].set_title("all pixels")
    axes[0, 1].set(xlabel="mean brightness of a slice", ylabel="slices", title="one number a slice")
    axes[0, 1].legend()
    alt = "How bright the pixels of normal and of ad slices are, and each slice's mean brightness."
    show(fig, alt)


def leak_gallery(train: np.ndarray, test: np.ndarray, pairs: Pairs, most: int = 4) -> None:
    """The first pairs of identical images, training above, test below."""
    if not len(pairs):
        print("No test image is a training image: nothing to show.")
        return
    shown = list(pairs)[:most]
    fig, axes = subplots(2, len(shown), 1.3, 1.5)
    for column, (i, j) in zip(axes.T, shown, strict=True):
        for ax, image, title in ((column[0], train[i], "training"), (column[1], test[j], "test")):
            _slice(ax, image)
            ax.set_title(f"{title} {i if title == 'training' else j}", fontsize=10)
    show(fig, f"{len(pairs)} pairs of identical images; {len(shown)} of them shown.")


def moved_samples(images: np.ndarray, moved: np.ndarray, most: int = 4) -> None:
    """Test images as they are, and turned and shifted."""
    most = min(most, len(images))
    fig, axes = subplots(2, most, 1.35, 1.4)
    for column, before, after in zip(axes.T, images, moved, strict=False):
        for ax, image in zip(column, (before, after), strict=True):
            _slice(ax, image)
            ax.axhline(len(image) / 2, color=ORANGE, linewidth=0.6)
            ax.axvline(image.shape[1] / 2, color=ORANGE, linewidth=0.6)
    axes[0, 0].set_title("plain", loc="left")
    axes[1, 0].set_title("moved", loc="left")
    show(fig, "Test slices above; the same slices a little turned and shifted below.")


def augmentation_sheet(augment: Callable[..., np.ndarray], image: np.ndarray) -> None:
    """One slice, and eleven of what the student's `augment` makes of it."""
    fig, axes = subplots(2, 6, 1.2, 1.25)
    for ax in axes.flat:
        ax.set_axis_off()
    _slice(axes[0, 0], image)
    axes[0, 0].set_title("original", fontsize=9)

    def draw() -> None:
        copies = np.repeat(image[None], axes.size - 1, axis=0)
        made = augment(copies, np.random.default_rng(3))
        for ax, copy in zip(axes.flat[1:], made, strict=True):
            _slice(ax, copy)

    or_wait(axes[0, 1], draw)
    show(fig, "A slice and eleven augmented versions of it: shifted, and half of them mirrored.")


# --- when a difference means something ----------------------------------------------------


def luck_of_the_test(n: int = 120, truths: Sequence[float] = (0.95, 0.975)) -> None:
    """How many of n test images two models get right by luck of the draw alone (binomial)."""
    from scipy.stats import binom

    fig, axes = subplots(1, 1, 6.4, 3.0)
    ax, right = axes[0, 0], np.arange(int(0.85 * n), n + 1)
    width = 100 / n
    for color, truth in zip((BLUE, ORANGE), truths, strict=False):
        label = f"model that is right {100 * truth:g} % of the time"
        ax.bar(
            100 * right / n, binom.pmf(right, n, truth), width, color=color, alpha=0.55, label=label
        )
    ax.set(xlabel=f"accuracy measured on {n} images, %", ylabel="probability")
    ax.legend(loc="upper left")
    show(fig, f"Scores of two models on {n} random test images: the distributions overlap.")


# --- transfer learning --------------------------------------------------------------------


def three_ways() -> None:
    """Boxes: which layers start trained and which are trained, from scratch to fine-tuning."""
    fig, axes = subplots(1, 1, 8.6, 3.3)
    ax = axes[0, 0]
    ax.set(xlim=(-2.3, 6.6), ylim=(-0.55, 3.05))
    ax.set_axis_off()
    parts = ("edges", "textures", "shapes", "parts", "head")
    ways = {
        "from scratch": ("new",) * 5,
        "feature extraction": ("frozen",) * 4 + ("new",),
        "fine-tuning": ("frozen",) * 2 + ("tuned",) * 2 + ("new",),
    }
    faces = {"new": ORANGE, "frozen": "#dddddd", "tuned": GREEN}
    for y, (way, states) in zip((2.2, 1.2, 0.2), ways.items(), strict=True):
        ax.text(-0.15, y + 0.3, way, ha="right", va="center", fontsize=11)
        for x, (part, state) in enumerate(zip(parts, states, strict=True)):
            box = FancyBboxPatch(
                (x * 1.2 + 0.05, y), 1.0, 0.6, boxstyle="round,pad=0.03", fc=faces[state], ec=GREY
            )
            ax.add_patch(box)
            ax.text(x * 1.2 + 0.55, y + 0.3, part, ha="center", va="center", fontsize=10)
    legend = {
        "new": "random start, trained",
        "frozen": "trained before, frozen",
        "tuned": "trained before, trained on at a small rate",
    }
    for left, (state, text) in zip((-1.9, 0.4, 2.75), legend.items(), strict=True):
        ax.add_patch(FancyBboxPatch((left, -0.45), 0.2, 0.2, fc=faces[state], ec=GREY,
                                    boxstyle="round,pad=0.02"))  # fmt: skip
        ax.text(left + 0.32, -0.35, text, va="center", fontsize=9)
    show(fig, "Three ways to train: everything from scratch, only a head on a frozen network, or "
              "the head and the last layers.")  # fmt: skip


def three_curves(histories: Mapping[str, Mapping[str, Sequence[float]]], switch: int = 0) -> None:
    """Loss and accuracy on the validation part against epochs, a colour a way.

    switch: epochs after which fine-tuning unfroze layers (dotted line); 0 draws none.
    """
    fig, axes = subplots(1, 2, 4.7, 3.1)
    for color, (name, history) in zip(COLORS, histories.items(), strict=False):
        epochs = np.arange(1, len(history["val_loss"]) + 1)
        axes[0, 0].plot(epochs, history["val_loss"], color=color, label=name)
        axes[0, 0].plot(epochs, history["loss"], ":", color=color, linewidth=1.2)
        axes[0, 1].plot(epochs, history["val_accuracy"], color=color, label=name)
    for ax in axes[0]:
        if switch:
            ax.axvline(switch + 0.5, color=GREY, linestyle=":", linewidth=1)
        ax.set_xlabel("epoch")
        ax.xaxis.get_major_locator().set_params(integer=True)
    axes[0, 0].set(ylabel="cross-entropy", title="loss: validation (dotted: training)")
    axes[0, 1].set(ylabel="share named rightly", title="accuracy on the validation part")
    axes[0, 1].legend(fontsize=9, loc="lower right")
    ends = ", ".join(f"{name} {h['val_accuracy'][-1]:.2f}" for name, h in histories.items())
    show(fig, f"Learning curves of {len(histories)} ways; last validation accuracy: {ends}.")


def accuracy_against_size(results: Mapping[str, Mapping[int, np.ndarray]], chance: float) -> None:
    """Mean over runs against the size of the training set, plain and moved; bands: deviation.

    results: name -> {size: runs (runs, 3)}.
    """
    fig, axes = subplots(1, 2, 4.8, 3.5, sharey=True)
    for ax, test in zip(axes[0], ("plain", "moved"), strict=True):
        for color, (name, table) in zip(COLORS, results.items(), strict=False):
            sizes = sorted(table)
            runs = [100 * np.asarray(table[n])[:, TESTS.index(test)] for n in sizes]
            mean = np.array([r.mean() for r in runs])
            spread = np.array([r.std() for r in runs])
            ax.plot(sizes, mean, "o-", color=color, label=name, markersize=4)
            ax.fill_between(sizes, mean - spread, mean + spread, color=color, alpha=0.15, lw=0)
        ax.axhline(100 * chance, color=GREY, linestyle=":", linewidth=1)
        ax.set_xscale("log", base=2)
        ax.set(xlabel="training images", title=f"{test} test images", ylim=(None, 101))
        ax.set_xticks(sizes, [str(n) for n in sizes])
        ax.minorticks_off()
    axes[0, 0].set_ylabel("accuracy, %")
    axes[0, 1].legend(loc="lower right", fontsize=9)
    show(fig, "Accuracy against the number of training images, for plain and moved test images.")


def compared_runs(runs: Mapping[str, Sequence[Sequence[float]]], n_test: int) -> None:
    """A dot a run, for the plain, clean and moved test, and a bar at the mean."""
    fig, axes = subplots(1, 3, 2.9, 0.36 * len(runs) + 1.0, sharey=True, sharex=True)
    for column, (ax, test) in enumerate(zip(axes[0], TESTS, strict=True)):
        for y, values in enumerate(runs.values()):
            scores = 100 * np.asarray(values)[:, column]
            ax.plot(scores, np.full(len(scores), y), "o", color=BLUE, alpha=0.5, markersize=5)
            ax.plot([scores.mean()] * 2, [y - 0.3, y + 0.3], color=RED, linewidth=2)
        ax.set(title=test, xlabel="accuracy, %")
    axes[0, 0].set_yticks(range(len(runs)), list(runs))
    axes[0, 0].invert_yaxis()
    best = ", ".join(f"{k} {100 * np.mean(v, axis=0)[0]:.1f}" for k, v in runs.items())
    one = f"one image is {100 / n_test:.2f} points"
    show(fig, f"Accuracy of every run; {one}. Plain means: {best}.")


# --- evaluation ---------------------------------------------------------------------------


def roc_figure(
    labels: np.ndarray, scores: Mapping[str, np.ndarray], auc: Callable[..., float],
    point: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """ROC curves with the student's `roc_auc` in the legend.

    point: (sensitivity, specificity) of the chosen threshold of the first model.
    """
    fig, axes = subplots(1, 1, 4.6, 4.2)
    ax = axes[0, 0]

    def draw() -> None:
        for color, (name, values) in zip(COLORS, scores.items(), strict=False):
            cuts = np.r_[np.inf, np.unique(values)[::-1]]
            hits = [(values[labels == 1] >= cut).mean() for cut in cuts]
            alarms = [(values[labels == 0] >= cut).mean() for cut in cuts]
            ax.plot(alarms, hits, color=color, label=f"{name}: {float(auc(labels, values)):.3f}")
        ax.plot([0, 1], [0, 1], ":", color=GREY, linewidth=1)
        if point is not None:
            ax.plot(1 - point[1], point[0], "o", color="black", label="the chosen threshold")
        ax.set(xlabel="1 - specificity: false alarms", ylabel="sensitivity: hits", aspect="equal")
        ax.legend(loc="lower right", title="area under the curve", fontsize=9)

    or_wait(ax, draw)
    show(fig, "Sensitivity against false alarms for every threshold, one curve a model.")


def threshold_explorer(
    labels: np.ndarray, scores: np.ndarray, counts: Callable[..., tuple], start: float = 0.5
) -> None:
    """Scores by class under a threshold that can be pushed, with the student's counts."""

    def draw(threshold: float) -> Figure:
        fig, axes = subplots(1, 1, 6.6, 3.0)
        ax = axes[0, 0]
        try:
            tp, fp, tn, fn = (int(v) for v in counts(labels, scores, threshold))
        except NotImplementedError:
            waiting(ax, "confusion_counts")
            return fig
        bins = np.linspace(0, 1, 26)
        for label, color in ((0, BLUE), (1, RED)):
            ax.hist(scores[labels == label], bins, color=color, alpha=0.5, label=NAMES[label])
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
    fig, axes = subplots(1, 1, 5.4, 3.0)
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


def evidence_maps(images: np.ndarray, labels: np.ndarray, evidence: np.ndarray) -> None:
    """Slices, and over each what Grad-CAM says: red speaks for ad (the rest is cut to zero).

    evidence: (n, h', w'), signed; its mean over places is the logit, but for a constant.
    """
    from scipy import ndimage

    order = np.argsort(labels, kind="stable")
    fig, axes = subplots(2, len(images), 1.3, 1.38)
    limit = np.quantile(np.maximum(evidence, 0), 0.995) + 1e-12
    for column, i in zip(axes.T, order, strict=True):
        height, width = images.shape[1:3]
        zoom = (height / evidence.shape[1], width / evidence.shape[2])
        heat = ndimage.zoom(np.maximum(evidence[i], 0), zoom, order=1, grid_mode=True,
                            mode="nearest") / limit  # fmt: skip
        _slice(column[0], images[i])
        _slice(column[1], images[i])
        heat = np.clip(heat, 0, 1)
        column[1].imshow(heat, cmap="hot", alpha=0.75 * heat, vmin=0, vmax=1.2)
        column[0].set_title(NAMES[labels[i]], color=(BLUE, RED)[labels[i]], fontsize=10)
    show(fig, "Slices, and Grad-CAM over them: where each picture speaks for ad.")


def _slice(ax: Axes, image: np.ndarray) -> None:
    """One slice, grey, without ticks."""
    ax.imshow(np.asarray(image).mean(axis=-1), cmap="gray", vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    ax.set_axis_off()
