"""Figures of notebook 05: handwritten digits, learning curves, and the inside of a CNN.

Images are (28, 28) or (28, 28, 1), in 0..255 or 0..1. Models are Keras models that map
(n, 28, 28, 1) to (n, 10) probabilities. Keras is imported where it is needed, never at the top.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.plots._base import (
    BLUE,
    COLORS,
    GREEN,
    GREY,
    ORANGE,
    RED,
    SKY,
    or_wait,
    show,
    subplots,
)
from course_utils.plots.live.controls import slider

__all__ = [
    "accuracy_against_shift",
    "class_samples",
    "confusion_heatmap",
    "digit_as_grid",
    "dropout_masks",
    "feature_maps",
    "filters_before_after",
    "flattened_digits",
    "learning_curves",
    "mistakes_gallery",
    "parameter_shares",
    "quiet_tensorflow",
    "shift_explorer",
    "shifted_digits",
]

History = Mapping[str, Sequence[float]]
Shift = Callable[[np.ndarray, int, int], np.ndarray]


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
    fig, axes = subplots(each, 10, 0.75, 0.75)
    for digit in range(10):
        for ax, image in zip(axes[:, digit], images[labels == digit], strict=False):
            _picture(ax, image)
        axes[0, digit].set_title(str(digit))
    for ax in axes.flat:
        ax.set_axis_off()
    show(fig, f"{each} handwritten examples of each digit from 0 to 9.")


def digit_as_grid(image: np.ndarray) -> None:
    """A digit as a picture and, beside it, as the numbers it is stored as."""
    fig, axes = subplots(1, 2, 5.2, 6.2, width_ratios=[1, 2.1])
    side = len(image)
    for ax, shade in ((axes[0, 0], 1.0), (axes[0, 1], 0.3)):
        ax.imshow(image, cmap="Greys", vmin=0, vmax=255 / shade)
        ax.set(xticks=[0, side - 1], yticks=[0, side - 1])
        ax.grid(False)
    for row, col in np.ndindex(image.shape):
        value = int(image[row, col])
        color = "black" if value else "#bbbbbb"
        axes[0, 1].text(col, row, value, ha="center", va="center", fontsize=6.2, color=color)
    axes[0, 0].set_title("what we see")
    axes[0, 1].set_title("what the computer gets: 784 numbers from 0 to 255")
    show(fig, "A handwritten digit, and the same digit as a 28 by 28 grid of numbers.")


def flattened_digits(images: np.ndarray, seed: int = 0) -> None:
    """Three digits; the same three after one fixed shuffle of the pixels; both flattened."""
    fig, axes = subplots(3, 4, 2.3, 1.25, width_ratios=[1, 2.6, 1, 2.6])
    order = np.random.default_rng(seed).permutation(images[0].size)
    for row, image in zip(axes, images[:3], strict=True):
        flat = image.reshape(-1)
        for left, right, pixels in ((row[0], row[1], flat), (row[2], row[3], flat[order])):
            _picture(left, pixels.reshape(28, 28))
            right.imshow(pixels[None], cmap="Greys", aspect="auto")
            _frame(right)
    titles = ("the digit", "flattened: 784 inputs", "pixels shuffled", "flattened: 784 inputs")
    for ax, title in zip(axes[0], titles, strict=True):
        ax.set_title(title)
    show(fig, "Three digits and their pixels in one row, in order and in a fixed random order.")


# --- learning -----------------------------------------------------------------------------


def learning_curves(histories: Mapping[str, History]) -> None:
    """Loss and accuracy against epochs, a colour a model; dashed: on the validation part."""
    fig, axes = subplots(1, 2, 4.6, 3.1)
    for color, (name, history) in zip(COLORS, histories.items(), strict=False):
        for ax, key in zip(axes[0], ("loss", "accuracy"), strict=True):
            for prefix, dashes in (("", "-"), ("val_", "--")):
                values = history.get(prefix + key)
                if values:
                    label = f"{name}, {'validation' if prefix else 'training'}"
                    epochs = np.arange(1, len(values) + 1)
                    ax.plot(epochs, values, dashes, color=color, label=label)
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
    fig, axes = subplots(1, 1, 6.4, 0.42 * len(layers) + 0.9)
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
    fig, axes = subplots(1, 1, 4.8, 4.4)
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
    fig, axes = subplots(2, most // 2, 2.1, 2.3)
    for ax, i in zip(axes.flat, chosen, strict=True):
        _picture(ax, images[i])
        first, second = np.argsort(-probabilities[i])[:2]
        guesses = ", then ".join(f"{k} ({probabilities[i, k]:.0%})" for k in (first, second))
        color = RED if said[i] != labels[i] else GREEN
        ax.set_title(f"truth {labels[i]}\n{guesses}", fontsize=9, color=color)
    show(fig, f"The model's {len(wrong)} mistakes, the surest first, and its second guesses.")


# --- looking inside -----------------------------------------------------------------------


def filters_before_after(before: Any, after: Any, most: int = 12) -> None:
    """Kernels of the first convolution: as drawn at random, as learnt, and the change."""
    old, new = (_first_kernels(model)[:, :, 0, :] for model in (before, after))
    # The filters that training moved most, so that there is something to see.
    order = np.argsort(-np.abs(new - old).sum((0, 1)))[:most]
    limit = max(np.abs(old).max(), np.abs(new).max())
    fig, axes = subplots(3, most, 0.8, 0.95)
    for row, kernels in zip(axes, (old, new, new - old), strict=True):
        for ax, i in zip(row, order, strict=True):
            ax.imshow(kernels[:, :, i], cmap="RdBu_r", vmin=-limit, vmax=limit)
            _frame(ax)
    for ax, label in zip(axes[:, 0], ("before", "after", "change"), strict=True):
        ax.set_ylabel(label)
    fig.suptitle("3x3 filters of the first layer: red positive, blue negative", fontsize=11)
    show(fig, "Filters of the first layer before training, after it, and the difference.")


def _first_kernels(model: Any) -> np.ndarray:
    """(kh, kw, 1, filters): the first 4-D weight, whatever the layers are called."""
    return next(np.asarray(w) for w in model.get_weights() if np.ndim(w) == 4)


def feature_maps(model: Any, image: np.ndarray, most: int = 8) -> None:
    """What each convolution and pooling layer makes of one image; maps that differ, of each."""
    import keras

    layers = [layer for layer in model.layers if len(layer.output.shape) == 4]
    layers = [x for x in layers if type(x).__name__ not in ("InputLayer", "Dropout")]
    inside = keras.Model(model.inputs[0], [layer.output for layer in layers])
    outputs = [np.asarray(maps)[0] for maps in inside(image.reshape(1, 28, 28, 1))]
    fig, axes = subplots(len(layers) + 1, most + 1, 1.0, 1.05)
    for ax in axes.flat:
        ax.set_axis_off()
    axes[0, 0].text(1.0, 0.5, "input\n28 x 28 x 1", ha="right", va="center", fontsize=9)
    axes[0, 1].set_axis_on()
    _picture(axes[0, 1], image)
    for row, layer, maps in zip(axes[1:], layers, outputs, strict=True):
        label = f"{type(layer).__name__}\n{' x '.join(map(str, maps.shape))}"
        row[0].text(1.0, 0.5, label, ha="right", va="center", fontsize=9)
        for ax, i in zip(row[1:], _different(maps, most), strict=False):
            ax.imshow(maps[:, :, i], cmap="viridis", vmin=0)
    show(fig, "Feature maps of one digit after each layer: smaller and more abstract each time.")


def _different(maps: np.ndarray, most: int) -> list[int]:
    """Indices of maps unlike one another: the strongest, then always the least similar one."""
    flat = maps.reshape(-1, maps.shape[-1]).T
    size = np.linalg.norm(flat, axis=1)
    unit = flat / np.maximum(size, 1e-9)[:, None]
    chosen = [int(size.argmax())]
    while len(chosen) < min(most, int(np.count_nonzero(size))):
        likeness = (unit @ unit[chosen].T).max(axis=1)
        # Weighted with the strength, so that it is not the faintest maps that are shown.
        score = (1 - likeness) * size
        score[chosen] = -1
        chosen.append(int(score.argmax()))
    return chosen


# --- translation --------------------------------------------------------------------------


def shifted_digits(shift: Shift, image: np.ndarray) -> None:
    """One digit, and the student's `shift` of it in four directions."""
    moves = ((0, 0), (3, 0), (-3, 0), (0, 3), (0, -3))
    fig, axes = subplots(1, len(moves), 1.9, 2.1)
    for ax, (dx, dy) in zip(axes[0], moves, strict=True):

        def draw(ax: Axes = ax, dx: int = dx, dy: int = dy) -> None:
            _picture(ax, np.asarray(shift(image[None], dx, dy))[0])
            ax.axvline(13.5, color=SKY, linewidth=0.8)
            ax.axhline(13.5, color=SKY, linewidth=0.8)
            ax.set_title(f"dx = {dx}, dy = {dy}")

        or_wait(ax, draw)
    show(fig, "A digit, and the same digit 3 pixels to the right, left, down and up.")


def accuracy_against_shift(results: Mapping[str, np.ndarray], pixels: Sequence[int]) -> None:
    """Mean accuracy over seeds against the size of the shift; a thin line a seed.

    results: name -> accuracies (seeds, len(pixels)).
    """
    fig, axes = subplots(1, 1, 5.6, 3.5)
    ax = axes[0, 0]
    for color, (name, values) in zip(COLORS, results.items(), strict=False):
        table = np.asarray(values)
        ax.plot(pixels, table.T, color=color, linewidth=0.7, alpha=0.6)
        ax.plot(pixels, table.mean(0), "o-", color=color, label=name)
    ax.axhline(0.1, color=GREY, linestyle=":", linewidth=1)
    ax.text(pixels[0], 0.115, "guessing", color=GREY, fontsize=9)
    ax.set(xlabel="shift in pixels (mean of four directions)", ylabel="test accuracy")
    ax.set(xticks=pixels, ylim=(0, 1.03))
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 0.16))
    ends = ", ".join(f"{name} {np.mean(v, axis=0)[-1]:.2f}" for name, v in results.items())
    show(fig, f"Accuracy falls with the shift; at {pixels[-1]} pixels: {ends}.")


def shift_explorer(models: Mapping[str, Any], image: np.ndarray, label: int) -> None:
    """Push a digit sideways and watch what each model says."""
    from scipy import ndimage

    def draw(dx: float) -> Figure:
        moved = ndimage.shift(image.reshape(28, 28), (0, int(dx)), order=0)
        fig, axes = subplots(1, 1 + len(models), 2.35, 2.4)
        _picture(axes[0, 0], moved)
        axes[0, 0].set_title(f"moved {int(dx)} pixels")
        for ax, (name, model) in zip(axes[0, 1:], models.items(), strict=True):
            p = np.asarray(model(moved.reshape(1, 28, 28, 1)))[0]
            ax.bar(range(10), p, color=[GREEN if k == label else ORANGE for k in range(10)])
            ax.set(ylim=(0, 1), xticks=range(10), title=f"{name}: {p.argmax()}")
            ax.tick_params(labelsize=8)
            ax.grid(False)
        return fig

    alt = f"A {label} moved sideways, and the probabilities each model gives."
    slider(draw, "pixels to the right", -8, 8, 4, 1, alt)


def _picture(ax: Axes, image: np.ndarray) -> None:
    """One digit, dark ink on white."""
    ax.imshow(np.asarray(image).reshape(28, 28), cmap="Greys")
    _frame(ax)


def _frame(ax: Axes) -> None:
    """A thin frame all round, no ticks."""
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set(visible=True, color="#cccccc", linewidth=0.8)
