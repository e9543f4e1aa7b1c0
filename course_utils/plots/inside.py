"""Figures of notebook 08 on what filters and layers respond to."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_utils.plots._base import BLUE, GREY, ORANGE, show, subplots
from course_utils.plots._grids import picture, signed

__all__ = [
    "dreamt_digits",
    "filters_before_and_after",
    "maps_through_layers",
    "what_layers_tell",
]

Array = np.ndarray


def filters_before_and_after(before: Array, after: Array) -> None:
    """The filters (h, w, 1, n) of a first layer, a row before training and a row after."""
    count = before.shape[-1]
    fig, axes = subplots(2, count, 9.6 / count, 10.6 / count)
    for row, filters, title in ((axes[0], before, "before"), (axes[1], after, "after")):
        most = float(np.abs(filters).max())
        for k, ax in enumerate(row):
            signed(ax, filters[:, :, 0, k], f"{title} {k + 1}", most)
    show(fig, f"{count} filters before training, random, and the same filters after it: some are "
              "smoother, with a positive and a negative side.")  # fmt: skip


def maps_through_layers(image: Array, layers: Mapping[str, Array]) -> None:
    """An image (h, w, 1), and below it all feature maps (1, h', w', c) of each layer; what is no
    map (1, n) as bars.

    Black is 0, white the layer's largest number: a dark map is one that found nothing.
    """
    maps = {name: values[0] for name, values in layers.items() if values.ndim == 4}
    scores = {name: values[0] for name, values in layers.items() if values.ndim == 2}
    across = 16
    rows = [-(-values.shape[-1] // across) for values in maps.values()]
    fig, axes = subplots(1 + sum(rows), across, 0.62, 0.68)
    for ax in axes.flat:
        ax.set_axis_off()
    picture(axes[0, 0], image[..., 0], "image")
    line = 1
    for (name, values), count in zip(maps.items(), rows, strict=True):
        most = float(values.max())
        for k in range(values.shape[-1]):
            ax = axes[line + k // across, k % across]
            picture(ax, values[..., k], name if k == 0 else "").set_clim(0, most)
        line += count
    for name, values in scores.items():
        ax = fig.add_subplot(axes[0, 0].get_gridspec()[0, 4:])
        colors = [ORANGE if v == values.max() else BLUE for v in values]
        ax.bar(range(len(values)), values, color=colors)
        ax.set(xticks=range(len(values)), ylabel=name)
        ax.xaxis.tick_top()  # below, the first layer's maps would hide its labels
        ax.tick_params(labelsize=8, top=False, pad=1)
        ax.grid(visible=False)
        ax.set_in_layout(False)  # or its ticks would part the columns below
    sizes = ", ".join(f"{n}: {v.shape[-1]} maps {v.shape[0]}x{v.shape[1]}" for n, v in maps.items())
    show(fig, f"A digit, all its feature maps ({sizes}), and the scores of the ten classes.")


def what_layers_tell(told: Array, names: Sequence[str]) -> None:
    """told: (seeds, layers, 2), as `models.inside.through_layers` gives it, a run a seed."""
    fig, axes = subplots(1, 2, 4.8, 3.0)
    titles = ("the picture can be restored by", "lies between the classes")
    for ax, values, title, color in zip(
        axes[0], np.moveaxis(told, 2, 0), titles, (BLUE, ORANGE), strict=True
    ):
        ax.plot(100 * values.mean(axis=0), "-", color=color)
        ax.plot(100 * values.T, "o", color=color, alpha=0.6, ms=5)
        ax.set(xticks=range(len(names)), xticklabels=names, ylim=(0, 104), ylabel="% of variance")
        ax.set_title(title)
        for i, value in enumerate(100 * values.mean(axis=0)):
            above = value < 85
            ax.annotate(f"{value:.0f}", (i, value), (0, 9 if above else -16), color=GREY,
                        textcoords="offset points", ha="center", fontsize=9)  # fmt: skip
    means = told.mean(axis=0)
    spoken = "; ".join(f"{n}: {a:.0%} and {b:.0%}" for n, (a, b) in zip(names, means, strict=True))
    show(fig, "How much of the picture's variance can be restored from each layer, and how much of "
              f"the layer's own lies between the classes: {spoken}.")  # fmt: skip


def dreamt_digits(pictures: Sequence[Array], sure: Array) -> None:
    """Ten class-maximising pictures (h, w, 1), and the probability of each one's class."""
    fig, axes = subplots(2, 5, 1.9, 2.1)
    for k, ax in enumerate(axes.flat):
        picture(ax, pictures[k][..., 0], f"{k}, with {sure[k]:.1%}")
    sizes = f"{sure.min():.1%}"
    show(fig, "Ten pictures that maximise the score of the classes 0 to 9: patterns, hardly a "
              f"digit among them; the network is {sizes} sure or more of each.")  # fmt: skip
