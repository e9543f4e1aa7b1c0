"""Figures of notebook 05: filters and feature maps of a CNN, and what it makes of moved digits.

Images are (28, 28, 1) in 0..1. Models are Keras models that map (n, 28, 28, 1) to (n, 10)
probabilities. Keras is imported where it is needed, never at the top.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course_utils.plots._base import GREEN, GREY, LOOKS, ORANGE, RED, SKY, or_wait, show, subplots
from course_utils.plots._grids import SIGNED
from course_utils.plots.digits import frame, picture
from course_utils.plots.live.controls import slider

__all__ = [
    "accuracy_against_shift",
    "favourite_digits",
    "feature_maps",
    "filters_before_after",
    "shift_explorer",
    "shifted_digits",
]

Shift = Callable[[np.ndarray, int, int], np.ndarray]


# --- looking inside -----------------------------------------------------------------------


def filters_before_after(before: Any, after: Any) -> float:
    """All kernels of the first convolution: as drawn at random, as learnt, and the change.

    Returns:
        Correlation of a filter's weights before and after training, mean over the filters.
    """
    old, new = (_first_kernels(model)[:, :, 0, :] for model in (before, after))
    limit = max(np.abs(old).max(), np.abs(new).max())
    count = old.shape[-1]
    half = (count + 1) // 2
    fig, axes = subplots(6, half, 10.4 / half, 0.72)
    for i in range(count):
        for k, kernels in enumerate((old, new, new - old)):
            ax = axes[3 * (i // half) + k, i % half]
            ax.imshow(kernels[:, :, i], cmap=SIGNED, vmin=-limit, vmax=limit)
            frame(ax)
    for k, ax in enumerate(axes[:, 0]):
        ax.set_ylabel(("before", "after", "change")[k % 3], rotation=0, ha="right", va="center")
    fig.suptitle(
        f"all {count} filters of the first layer: orange positive, blue negative, one scale"
    )
    likeness = [np.corrcoef(old[:, :, i].ravel(), new[:, :, i].ravel())[0, 1] for i in range(count)]
    mean = float(np.mean(likeness))
    show(fig, f"Filters of the first layer before training, after it, and the difference; the "
              f"correlation of before and after is {mean:.2f}.")  # fmt: skip
    return mean


def _first_kernels(model: Any) -> np.ndarray:
    """(kh, kw, 1, filters): the first 4-D weight, whatever the layers are called."""
    return next(np.asarray(w) for w in model.get_weights() if np.ndim(w) == 4)


def feature_maps(model: Any, image: np.ndarray) -> dict[str, float]:
    """Every map of every convolution for one image; all maps of a layer on one scale.

    Returns:
        Share of maps that are 0 everywhere on this image, by convolution: "convolution 1", ...
    """
    outputs = [maps[0] for maps in _convolved(model, np.asarray(image).reshape(1, 28, 28, 1))]
    rows = [-(-maps.shape[-1] // 16) for maps in outputs]
    fig, axes = subplots(sum(rows) + 1, 17, 0.62, 0.66)
    for ax in axes.flat:
        ax.set_axis_off()
    axes[0, 1].set_axis_on()
    picture(axes[0, 1], image)
    axes[0, 0].text(1.0, 0.5, "input\n28 x 28", ha="right", va="center", fontsize=9)
    at, silent = 1, {}
    for number, (maps, lines) in enumerate(zip(outputs, rows, strict=True), start=1):
        dead = ~maps.any(axis=(0, 1))
        silent[f"convolution {number}"] = float(dead.mean())
        label = f"convolution {number}\n{maps.shape[0]} x {maps.shape[1]}\n{maps.shape[2]} maps\n"
        axes[at, 0].text(1.0, 1.0, f"{label}{dead.sum()} all 0", ha="right", va="top", fontsize=9)
        for i in range(maps.shape[-1]):
            ax = axes[at + i // 16, 1 + i % 16]
            ax.set_axis_on()
            ax.imshow(maps[:, :, i], cmap="viridis", vmin=0, vmax=maps.max())
            frame(ax)
            if dead[i]:
                ax.plot([0.2, 0.8], [0.2, 0.8], color="white", transform=ax.transAxes, linewidth=1)
                ax.plot([0.2, 0.8], [0.8, 0.2], color="white", transform=ax.transAxes, linewidth=1)
        at += lines
    said = ", ".join(f"{name} {share:.0%}" for name, share in silent.items())
    show(fig, f"All feature maps of one digit, layer by layer; maps that are 0 everywhere: {said}.")
    return silent


def favourite_digits(
    model: Any, pictures: np.ndarray, labels: np.ndarray, filters: int = 6, each: int = 8
) -> float:
    """For the strongest filters of the last convolution: the pictures that excite each most.

    A frame shows the part of the picture that the strongest cell sees.

    Returns:
        How often, of these pictures, one of the filter's most frequent digit is shown: 0..1.
    """
    pictures = np.asarray(pictures).reshape(-1, 28, 28, 1)
    maps = _convolved(model, pictures)[-1]
    peaks = maps.max(axis=(1, 2))
    chosen = np.argsort(-peaks.mean(axis=0))[:filters]
    size, step = _seen(model)
    fig, axes = subplots(filters, each + 1, 10.4 / (each + 1), 1.15)
    same = []
    for row, i in zip(axes, chosen, strict=True):
        best = np.argsort(-peaks[:, i])[:each]
        same.append(np.bincount(labels[best]).max() / each)
        row[0].set_axis_off()
        row[0].text(0.9, 0.5, f"filter {i}", ha="right", va="center")
        for ax, k in zip(row[1:], best, strict=True):
            picture(ax, pictures[k])
            y, x = np.unravel_index(maps[k, :, :, i].argmax(), maps.shape[1:3])
            corner = (x * step - 0.5, y * step - 0.5)
            ax.add_patch(Rectangle(corner, size, size, fill=False, color=RED, linewidth=1.2))
    mean = float(np.mean(same))
    show(fig, f"For {filters} filters of the last convolution the {each} digits that excite each "
              f"most: on average {mean:.0%} of them are the same digit.")  # fmt: skip
    return mean


def _convolved(model: Any, pictures: np.ndarray) -> list[np.ndarray]:
    """What each convolution gives, after its ReLU, for pictures (n, 28, 28, 1)."""
    import keras

    layers = [layer for layer in model.layers if type(layer).__name__ == "Conv2D"]
    inside = keras.Model(model.inputs[0], [layer.output for layer in layers])
    return [np.maximum(np.asarray(maps), 0) for maps in inside.predict(pictures, verbose=0)]


def _seen(model: Any) -> tuple[int, int]:
    """Pixels that one cell of the last convolution sees, and the step from cell to cell."""
    size, step = 1, 1
    for layer in model.layers:
        window = getattr(layer, "kernel_size", None) or getattr(layer, "pool_size", None)
        if window:
            size += (window[0] - 1) * step
            step *= layer.strides[0]
    return size, step


# --- translation --------------------------------------------------------------------------


def shifted_digits(shift: Shift, image: np.ndarray) -> None:
    """One digit, and the student's `shift` of it in four directions."""
    moves = ((0, 0), (3, 0), (-3, 0), (0, 3), (0, -3))
    fig, axes = subplots(1, len(moves), 2.1, 2.3)
    for ax, (dx, dy) in zip(axes[0], moves, strict=True):

        def draw(ax: Axes = ax, dx: int = dx, dy: int = dy) -> None:
            picture(ax, np.asarray(shift(image[None], dx, dy))[0])
            ax.axvline(13.5, color=SKY, linewidth=0.8)
            ax.axhline(13.5, color=SKY, linewidth=0.8)
            ax.set_title(f"dx = {dx}, dy = {dy}")

        or_wait(ax, draw)
    show(fig, "A digit, and the same digit 3 pixels to the right, left, down and up.")


def accuracy_against_shift(results: Mapping[str, np.ndarray], pixels: Sequence[int]) -> None:
    """Mean accuracy over seeds against the size of the shift; a thin line a seed.

    results: name -> accuracies (seeds, len(pixels)).
    """
    fig, axes = subplots(1, 1, 10.0, 3.8)
    ax = axes[0, 0]
    for (color, style, marker), (name, values) in zip(LOOKS, results.items(), strict=False):
        table = np.asarray(values)
        ax.plot(pixels, table.T, color=color, linewidth=0.7, alpha=0.6)
        ax.plot(pixels, table.mean(0), ls=style, marker=marker, color=color, label=name)
    ax.axhline(0.1, color=GREY, linestyle=":", linewidth=1)
    ax.text(pixels[0], 0.115, "guessing", color=GREY, fontsize=9)
    ax.set(xlabel="shift in pixels (mean of four directions)", ylabel="test accuracy")
    ax.set(xticks=pixels, ylim=(0, 1.03))
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 0.16))
    ends = ", ".join(f"{name} {np.mean(v, axis=0)[-1]:.2f}" for name, v in results.items())
    show(fig, f"Accuracy falls with the shift; at {pixels[-1]} pixels: {ends}.")


def shift_explorer(
    models: Mapping[str, Any], images: np.ndarray, labels: np.ndarray, start: int = 4
) -> None:
    """Push a digit sideways and watch what each model says.

    The digit is the one of the images that, moved by `start` pixels, the last model is surest of
    in comparison with the others.
    """
    from scipy import ndimage

    pictures = np.asarray(images).reshape(-1, 28, 28)
    moved_all = ndimage.shift(pictures, (0, 0, start), order=0)[..., None]
    sure = [
        np.asarray(m.predict(moved_all, verbose=0))[np.arange(len(labels)), labels]
        for m in models.values()
    ]
    one = int(np.argmax(sure[-1] - np.max(sure[:-1], axis=0)))
    image, label = pictures[one], int(labels[one])

    def draw(dx: float) -> Figure:
        moved = ndimage.shift(image, (0, int(dx)), order=0)
        fig, axes = subplots(1, 1 + len(models), 2.7, 2.6)
        picture(axes[0, 0], moved)
        axes[0, 0].set_title(f"a {label}, moved {int(dx)} pixels")
        for ax, (name, model) in zip(axes[0, 1:], models.items(), strict=True):
            p = np.asarray(model(moved.reshape(1, 28, 28, 1)))[0]
            bars = ax.bar(range(10), p, color=[GREEN if k == label else ORANGE for k in range(10)])
            bars[label].set_hatch("//")
            ax.set(ylim=(0, 1), xticks=range(10), title=f"{name}: {p.argmax()}")
            ax.tick_params(labelsize=8)
            ax.grid(False)
        axes[0, 1].set_ylabel("probability")
        return fig

    alt = f"A {label} moved sideways, and the probabilities each model gives."
    slider(draw, "pixels to the right", -8, 8, start, 1, alt)
