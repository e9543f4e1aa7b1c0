"""Figures of notebook 05: handwritten digits, learning curves, mistakes.

Images are (28, 28) or (28, 28, 1), in 0..255 or 0..1. What is inside a CNN: `networks`.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from course_utils.plots._base import (
    BLUE,
    GREEN,
    GREY,
    LOOKS,
    RED,
    or_wait,
    show,
    subplots,
)

__all__ = [
    "class_samples",
    "confusion_heatmap",
    "digit_as_grid",
    "dropout_masks",
    "early_stopping_curve",
    "flattened_digits",
    "learning_curves",
    "mistakes_gallery",
    "most_mixed_up",
    "overfitting_curves",
    "parameter_shares",
    "quiet_tensorflow",
]

History = Mapping[str, Sequence[float]]


def quiet_tensorflow() -> None:
    """Import TensorFlow without its start-up messages.

    TF_CPP_MIN_LOG_LEVEL silences most of them; a few lines about the processor are written
    before TensorFlow reads it, so the process's error stream points nowhere during the import.
    Its warning about retracing is left out too: many small models, each with its own graph, are
    meant here.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if "tensorflow" in sys.modules:
        return
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        import tensorflow

        tensorflow.get_logger().setLevel("ERROR")
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


# --- the data -----------------------------------------------------------------------------


def class_samples(images: np.ndarray, labels: np.ndarray, each: int = 6) -> None:
    """The first `each` pictures of every digit, one digit a column."""
    fig, axes = subplots(each, 10, 1.0, 1.0)
    for digit in range(10):
        for ax, image in zip(axes[:, digit], images[labels == digit], strict=False):
            picture(ax, image)
        axes[0, digit].set_title(str(digit))
    for ax in axes.flat:
        ax.set_axis_off()
    show(fig, f"{each} handwritten examples of each digit from 0 to 9.")


def digit_as_grid(image: np.ndarray) -> None:
    """A digit as a picture and, beside it, as the numbers it is stored as."""
    fig, axes = subplots(1, 2, 5.9, 6.4, width_ratios=[1, 4.2])
    side = len(image)
    for ax, shade in ((axes[0, 0], 1.0), (axes[0, 1], 0.3)):
        ax.imshow(image, cmap="Greys", vmin=0, vmax=255 / shade, aspect="equal")
        ax.set(xticks=[0, side - 1], yticks=[0, side - 1])
        ax.grid(False)
    axes[0, 1].set_aspect("auto")
    for row, col in np.ndindex(image.shape):
        value = int(image[row, col])
        color = "black" if value else "#999999"
        axes[0, 1].text(col, row, value, ha="center", va="center", fontsize=9, color=color)
    axes[0, 0].set_title("what we see")
    axes[0, 1].set_title("what the computer gets: 784 numbers from 0 to 255")
    show(fig, "A handwritten digit, and the same digit as a 28 by 28 grid of numbers.")


def flattened_digits(images: np.ndarray, seed: int = 0) -> None:
    """Three digits; the same three after one fixed shuffle of the pixels; both flattened."""
    fig, axes = subplots(3, 4, 2.7, 1.35, width_ratios=[1, 2.6, 1, 2.6])
    order = np.random.default_rng(seed).permutation(images[0].size)
    for row, image in zip(axes, images[:3], strict=True):
        flat = image.reshape(-1)
        for left, right, pixels in ((row[0], row[1], flat), (row[2], row[3], flat[order])):
            picture(left, pixels.reshape(28, 28))
            right.imshow(pixels[None], cmap="Greys", aspect="auto")
            frame(right)
    titles = ("the digit", "flattened: 784 inputs", "pixels shuffled", "flattened: 784 inputs")
    for ax, title in zip(axes[0], titles, strict=True):
        ax.set_title(title)
    show(fig, "Three digits and their pixels in one row, in order and in a fixed random order.")


# --- learning -----------------------------------------------------------------------------


def learning_curves(histories: Mapping[str, History]) -> None:
    """Loss and accuracy against epochs, a colour and mark a model; dashed: validation part."""
    fig, axes = subplots(1, 2, 5.4, 3.3)
    for (color, _, mark), (name, history) in zip(LOOKS, histories.items(), strict=False):
        for ax, key in zip(axes[0], ("loss", "accuracy"), strict=True):
            for prefix, dashes in (("", "-"), ("val_", "--")):
                values = history.get(prefix + key)
                if values:
                    label = f"{name}, {'validation' if prefix else 'training'}"
                    epochs = np.arange(1, len(values) + 1)
                    ax.plot(epochs, values, dashes, marker=mark, ms=4, color=color, label=label,
                            markevery=max(1, len(values) // 8))  # fmt: skip
    axes[0, 0].set(xlabel="epoch", ylabel="cross-entropy", title="loss", yscale="log")
    axes[0, 1].set(xlabel="epoch", ylabel="share named rightly", title="accuracy")
    axes[0, 1].legend(loc="lower right", fontsize=9)
    for ax in axes[0]:
        ax.xaxis.get_major_locator().set_params(integer=True)
    show(fig, f"Learning curves of {', '.join(histories)}: {_last_values(histories)}.")


def _last_values(histories: Mapping[str, History]) -> str:
    return "; ".join(
        f"{name} ends with " + ", ".join(f"{key} {values[-1]:.3g}" for key, values in h.items())
        for name, h in histories.items()
    )


def overfitting_curves(results: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Losses against epochs, a panel a remedy: mean over seeds, and a thin line a seed.

    results: name -> {"loss", "val_loss"}, each (seeds, epochs); the first is drawn into all panels.
    """
    fig, axes = subplots(1, len(results), min(11.2 / len(results), 9), 3.4, sharey=True)
    first = np.mean(next(iter(results.values()))["val_loss"], axis=0)
    for i, (ax, (name, losses)) in enumerate(zip(axes[0], results.items(), strict=True)):
        epochs = np.arange(1, len(first) + 1)
        for key, color, style in (("loss", BLUE, "-"), ("val_loss", RED, "--")):
            table = np.asarray(losses[key])
            ax.plot(epochs, table.T, style, color=color, linewidth=0.7, alpha=0.5)
            label = "validation" if key == "val_loss" else "training"
            ax.plot(epochs, table.mean(axis=0), style, color=color, label=label)
        if i:
            ax.plot(epochs, first, ":", color=GREY, label="validation, no remedy")
        ax.set(xlabel="epoch", title="no remedy" if name == "none" else name)
    axes[0, 0].set(ylabel="cross-entropy", ylim=(0, None))
    axes[0, 0].legend(fontsize=9)
    axes[0, -1].legend(fontsize=9)
    ends = ", ".join(
        f"{name} {np.mean(losses['val_loss'], axis=0).min():.2f} at best and "
        f"{np.mean(losses['val_loss'], axis=0)[-1]:.2f} at the end"
        for name, losses in results.items()
    )
    show(fig, f"Training and validation loss against epochs. Validation loss: {ends}.")


def early_stopping_curve(
    losses: Sequence[float], patience: int, choose: Callable[[list[float], int], int]
) -> None:
    """A validation curve, the epoch that `choose` keeps, and where training stops."""
    fig, axes = subplots(1, 1, 10.0, 3.2)
    ax, values = axes[0, 0], [float(v) for v in losses]
    alt = "A validation curve."

    def draw() -> None:
        nonlocal alt
        kept = int(choose(values, patience))
        stop = min(kept + patience, len(values) - 1)
        ax.plot(values, "o-", color=RED, markersize=4, label="validation loss")
        ax.axvline(
            stop, color=GREY, linestyle=":", label=f"training stops, {patience} epochs later"
        )
        ax.plot(kept, values[kept], "s", color=BLUE, markersize=11, label=f"kept: epoch {kept}")
        ax.set(xlabel="epoch (the first is 0)", ylabel="validation loss", ylim=(0, None))
        ax.legend()
        alt = f"A validation curve: early stopping keeps epoch {kept}, training stops at {stop}."

    or_wait(ax, draw)
    show(fig, alt)


def dropout_masks(rate: float = 0.5, seed: int = 1) -> None:
    """The same 24 neurons in two training steps with dropout, and in use."""
    fig, axes = subplots(1, 3, 3.4, 2.5)
    rng = np.random.default_rng(seed)
    values = rng.uniform(0.2, 1.0, 24)
    masks = [rng.uniform(size=24) >= rate for _ in range(2)]
    panels = [(f"training step {i + 1}", mask) for i, mask in enumerate(masks)]
    panels.append(("in use: all neurons", np.ones(24, dtype=bool)))
    for ax, (title, kept) in zip(axes[0], panels, strict=True):
        column, row = np.arange(24) % 6, np.arange(24) // 6
        scale = 1.0 if kept.all() else 1 / (1 - rate)  # the sum stays the same on average
        ax.scatter(
            column[kept], row[kept], s=330, c=scale * values[kept], cmap="Blues", vmin=0, vmax=2.2,
            edgecolors=GREY,
        )  # fmt: skip
        ax.scatter(column[~kept], row[~kept], s=70, c=RED, marker="x")
        ax.set(title=title, xlim=(-0.6, 5.6), ylim=(-0.6, 3.6))
        ax.set_axis_off()
    show(fig, "Two different random halves of a layer's neurons switched off; in use all are on.")


def parameter_shares(layers: Sequence[str], counts: Sequence[int]) -> None:
    """Horizontal bars: how many parameters sit in each layer."""
    fig, axes = subplots(1, 1, 10.0, 0.42 * len(layers) + 0.9)
    ax, total = axes[0, 0], sum(counts)
    ax.barh(range(len(layers)), counts, color=BLUE)
    for y, count in enumerate(counts):
        label = f" {count:,} ({count / total:.1%})" if count else " none"
        ax.text(count, y, label, va="center", fontsize=9)
    ax.set_yticks(range(len(layers)), layers)
    ax.set(xlim=(0, 1.35 * max(counts)), xlabel="parameters", title=f"{total:,} parameters in all")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.xaxis.get_major_locator().set_params(nbins=5)
    ax.invert_yaxis()
    shares = ", ".join(f"{name} {count:,}" for name, count in zip(layers, counts, strict=True))
    show(fig, f"Parameters by layer: {shares}.")


# --- mistakes -----------------------------------------------------------------------------


def confusion_heatmap(matrix: np.ndarray) -> None:
    """Counts: a row is a true digit, a column what the model said. Mistakes stand out in red."""
    counts = np.asarray(matrix)
    wrong = counts * (1 - np.eye(len(counts)))
    fig, axes = subplots(1, 1, 7.2, 6.0)
    ax = axes[0, 0]
    ax.imshow(np.diag(np.diag(counts)), cmap="Blues", vmax=max(counts.max() * 1.6, 1))
    shade = np.ma.masked_equal(wrong, 0)
    ax.imshow(shade, cmap="Reds", vmin=0, vmax=max(wrong.max() * 1.5, 1))
    for row, col in np.argwhere(counts > 0):
        ax.text(col, row, int(counts[row, col]), ha="center", va="center", fontsize=9)
    ticks = range(len(counts))
    ax.set(xticks=ticks, yticks=ticks, xlabel="the model says", ylabel="the truth")
    ax.grid(False)
    right, n = int(np.trace(counts)), int(counts.sum())
    ax.set_title(f"{right} of {n} right")
    show(fig, f"Confusion matrix: {right} of {n} test pictures named rightly.")


def most_mixed_up(matrix: np.ndarray, pairs: int = 3) -> str:
    """The pairs of classes taken for one another most often: "4 and 9 (7 times), ..."."""
    counts = np.asarray(matrix, dtype=int)
    both = np.triu(counts + counts.T, k=1)
    worst = np.argsort(-both, axis=None, kind="stable")[:pairs]
    found = [(int(i) // len(both), int(i) % len(both)) for i in worst]
    return ", ".join(
        f"{i} and {k} ({'once' if both[i, k] == 1 else f'{both[i, k]} times'})"
        for i, k in found
        if both[i, k]
    )


def mistakes_gallery(
    images: np.ndarray, labels: np.ndarray, probabilities: np.ndarray, most: int = 8
) -> None:
    """The wrongly named pictures, the surest first, with the model's first and second guess.

    If there are fewer mistakes than panels, the least sure of the right ones fill the rest.
    """
    said, sure = probabilities.argmax(1), probabilities.max(1)
    wrong = np.flatnonzero(said != labels)
    right = np.flatnonzero(said == labels)
    chosen = np.r_[wrong[np.argsort(-sure[wrong])], right[np.argsort(sure[right])]][:most]
    fig, axes = subplots(2, most // 2, 2.6, 2.6)
    for ax, i in zip(axes.flat, chosen, strict=True):
        picture(ax, images[i])
        first, second = np.argsort(-probabilities[i])[:2]
        guesses = ", then ".join(f"{k} ({probabilities[i, k]:.0%})" for k in (first, second))
        is_right = said[i] == labels[i]
        title = f"{'right' if is_right else 'mistake'}: truth {labels[i]}\n{guesses}"
        ax.set_title(title, fontsize=9, color=GREEN if is_right else RED)
    show(fig, f"The model's {len(wrong)} mistakes, the surest first, and its second guesses.")


def picture(ax: Axes, image: np.ndarray) -> None:
    """One digit, dark ink on white."""
    ax.imshow(np.asarray(image).reshape(28, 28), cmap="Greys")
    frame(ax)


def frame(ax: Axes) -> None:
    """A thin frame all round, no ticks."""
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set(visible=True, color="#cccccc", linewidth=0.8)
