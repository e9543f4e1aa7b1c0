"""Figures of notebook 08 that show and compare maps: which places speak for a network's answer."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from course_utils.plots._base import BLUE, COLORS, GREY, ORANGE, SKY, looks, show, subplots
from course_utils.plots._grids import heat_over, picture, signed

__all__ = [
    "deletion_curves",
    "maps_over_slices",
    "pointing_by_seed",
    "saturated_score",
    "scored_methods",
    "signed_maps",
    "surviving_maps",
    "where_grad_cam_fails",
]

Array = np.ndarray


def signed_maps(images: Sequence[Array], maps: Sequence[Array], titles: Sequence[str]) -> None:
    """Images (h, w, 1) above; below each its map (h, w): orange for, blue against."""
    count = len(images)
    fig, axes = subplots(2, count, 8.8 / count, 9.2 / count)
    for column, image, values, title in zip(axes.T, images, maps, titles, strict=True):
        picture(column[0], image[..., 0], title)
        signed(column[1], values)
        middle = (float(np.min(image)) + float(np.max(image))) / 2
        column[1].contour(image[..., 0], [middle], colors="black", linewidths=0.6, alpha=0.6)
    show(fig, f"{count} pictures, and below each a map of its places: orange speaks for, blue "
              f"against. {'; '.join(dict.fromkeys(titles))}.")  # fmt: skip


def saturated_score() -> None:
    """min(x, 1) with its slope at 3, and at the points on the way from 0."""
    fig, axes = subplots(1, 2, 4.6, 2.8)
    x, at = np.linspace(0, 4, 200), np.linspace(0.3, 2.7, 5)
    for ax in axes[0]:
        ax.plot(x, np.minimum(x, 1), color=GREY)
        ax.set(xlabel="pixel x", ylabel="score f(x)", ylim=(-0.1, 1.6))
    axes[0, 0].plot(3, 1, "o", color=ORANGE)
    axes[0, 0].plot([2.3, 3.7], [1, 1], color=ORANGE)
    axes[0, 0].set_title("slope at x = 3: 0")
    for point in at:
        height, slope = min(point, 1), float(point < 1)
        aside = np.array([-0.2, 0.2])
        axes[0, 1].plot(point + aside, height + slope * aside, color=BLUE)
        axes[0, 1].text(point, height + 0.22, f"{slope:.0f}", ha="center", color=BLUE)
    axes[0, 1].set_title("slopes on the way from 0: 1, 1, 0, 0, 0")
    show(fig, "A score that rises to 1 and stays: at 3 its slope is 0, but on the way from 0 to 3 "
              "two of five slopes are 1.")  # fmt: skip


def maps_over_slices(images: Array, methods: Mapping[str, Sequence[Array]], masks: Array) -> None:
    """Slices in rows, methods in columns: each map over its slice, with the outline of the mask.

    Args:
        images: (n, h, w, 1); masks: bool (n, h, w).
        methods: name -> n maps (h, w); what is below 0 is not drawn, full colour is each largest.
    """
    if len(methods) == 1:  # one method: slices side by side
        ((name, maps),) = methods.items()
        fig, axes = subplots(1, len(images), 9.6 / len(images), 10.4 / len(images))
        panels = [(ax, i, m, name) for i, (ax, m) in enumerate(zip(axes[0], maps, strict=True))]
    else:
        fig, axes = subplots(len(images), len(methods), 1.45, 1.6)
        panels = [
            (axes[i, j], i, maps[i], name if i == 0 else "")
            for j, (name, maps) in enumerate(methods.items())
            for i in range(len(images))
        ]
    white = float(np.percentile(images, 99))
    for ax, i, values, title in panels:
        heat = np.maximum(values, 0)
        heat = heat / (heat.max() or 1)
        heat_over(ax, images[i], heat, white)
        ax.contour(masks[i], [0.5], colors=SKY, linewidths=1.0)
        ax.set_title(title.replace(", ", ",\n").replace(": ", ":\n"), fontsize=9)
    show(fig, f"{len(images)} slices with the true outline of the ventricles, and over them the "
              f"maps of: {', '.join(methods)}.")  # fmt: skip


def scored_methods(scores: Mapping[str, Array]) -> None:
    """Pointing game and IoU of each method, a dot a seed, printed as a table too.

    scores: name -> (seeds, 2): share of hits, mean IoU. Controls have "control" in their names.
    """
    if not scores:
        print("Waits for the maps above.")
        return
    names = list(scores)
    print(f"{'':26}{'pointing game':>20}{'IoU':>18}")
    for name, values in scores.items():
        mean, spread = values.mean(axis=0), values.std(axis=0, ddof=1)
        cells = (f"{m:.2f} ± {s:.2f}" for m, s in zip(mean, spread, strict=True))
        print(f"{name:26}" + "".join(f"{cell:>19}" for cell in cells))
    fig, axes = subplots(1, 2, 4.9, 3.4, sharey=True)
    for k, (ax, title) in enumerate(zip(axes[0], ("pointing game: hits", "IoU"), strict=True)):
        for row, name in enumerate(names):
            values = scores[name][:, k]
            is_control = "control" in name
            ax.plot(values, np.full(len(values), row), "x" if is_control else "o",
                    color=GREY if is_control else BLUE, ms=6, alpha=0.7)  # fmt: skip
            ax.plot(values.mean(), row, "|", color="black", ms=16)
        ax.set(yticks=range(len(names)), yticklabels=names, xlim=(-0.03, 1.03), title=title)
    axes[0, 0].invert_yaxis()
    spoken = (f"{n}: {v[:, 0].mean():.2f}, {v[:, 1].mean():.2f}" for n, v in scores.items())
    show(fig, "Each method's share of hits and its IoU with the ventricles, a dot a seed: "
              + "; ".join(spoken))  # fmt: skip


def surviving_maps(kept: Mapping[str, Array], settings: Sequence[str]) -> None:
    """How like its old map each method's new one is: name -> (seeds, settings)."""
    if not kept:
        print("Waits for the maps above.")
        return
    fig, axes = subplots(1, len(settings), 9.8 / len(settings), 2.6, sharey=True)
    names = list(kept)
    for k, (ax, setting) in enumerate(zip(axes[0], settings, strict=True)):
        for row, name in enumerate(names):
            values = kept[name][:, k]
            ax.barh(row, values.mean(), color=COLORS[row], alpha=0.5)
            ax.plot(values, np.full(len(values), row), "o", color="black", ms=4)
        ax.axvline(0, color=GREY, lw=0.8)
        ax.set(yticks=range(len(names)), yticklabels=names, xlim=(-1, 1.02))
        ax.set(title=f"{setting} random", xlabel="likeness to the map before")
    axes[0, 0].invert_yaxis()
    spoken = (f"{n}: {', '.join(f'{v:.2f}' for v in a.mean(axis=0))}" for n, a in kept.items())
    show(fig, "Rank correlation of each method's map with its map after layers became random: "
              + "; ".join(spoken))  # fmt: skip


def where_grad_cam_fails(
    images: Array, both: Sequence[tuple[Array, Array]], grad_cam: Callable[..., Array]
) -> None:
    """A row an image: itself, its map, the map's gradient, Grad-CAM, and place times gradient.

    both: (maps, gradients) of each image, one feature map each.
    """
    fig, axes = subplots(len(images), 5, 1.95, 2.1)
    for row, image, (maps, gradients) in zip(axes, images, both, strict=True):
        picture(row[0], image[..., 0], "picture")
        picture(row[1], maps[..., 0], "feature map").set_clim(0, float(maps.max()) or 1)
        signed(row[2], gradients[..., 0], f"gradient, mean {gradients.mean():.0f}", 1.0)
        picture(row[3], grad_cam(maps, gradients), "Grad-CAM", "inferno").set_clim(0, 1)
        own = np.maximum((maps * gradients).sum(axis=2), 0)
        picture(row[4], own, "place x gradient", "inferno").set_clim(0, float(own.max()) or 1)
    show(fig, "A square on the right; its feature map shows it; the gradient is -1 on the left "
              "and +1 on the right; Grad-CAM is 0 everywhere; each place times its own gradient "
              "shows it.")  # fmt: skip


def pointing_by_seed(rates: Array) -> None:
    """rates: (seeds, 3): accuracy, hits of Grad-CAM, hits of place times gradient."""
    fig, axes = subplots(1, 1, 8.6, 2.9)
    names = ("names the side", "Grad-CAM hits the square", "place x gradient hits")
    at = np.arange(len(rates))
    for k, (name, hatch) in enumerate(zip(names, ("", "//", ".."), strict=True)):
        axes[0, 0].bar(at + 0.27 * (k - 1), 100 * rates[:, k], 0.25, label=name, hatch=hatch,
                       color=(GREY, ORANGE, BLUE)[k], edgecolor="white")  # fmt: skip
    axes[0, 0].set(xticks=at, xticklabels=[f"seed {i}" for i in at], ylabel="%", ylim=(0, 130))
    axes[0, 0].set(yticks=[0, 50, 100])
    axes[0, 0].legend(ncols=3, loc="upper center")
    grad_cam, places = (", ".join(f"{r:.0%}" for r in rates[:, k]) for k in (1, 2))
    show(fig, "Five trained networks: all name the side; Grad-CAM hits the square in "
              f"{grad_cam} of the pictures, place times gradient in {places}.")  # fmt: skip


def deletion_curves(curves: Mapping[str, Array]) -> None:
    """Score over the share of pixels deleted; name -> (steps + 1,)."""
    fig, axes = subplots(1, 1, 7.4, 3.0)
    for name, (color, line, _) in looks(curves).items():
        at = np.linspace(0, 100, len(curves[name]))
        axes[0, 0].plot(at, curves[name], ls=line, color=color, label=name)
    axes[0, 0].set(xlabel="% of the pixels deleted", ylabel="score of the class")
    axes[0, 0].legend()
    spoken = "; ".join(f"{n}: mean {v.mean():.1f}" for n, v in curves.items())
    show(fig, f"How the score falls as pixels are set to 0, in several orders: {spoken}.")
