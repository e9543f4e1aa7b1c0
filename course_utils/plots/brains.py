"""Figures of notebook 06 that show slices: classes, leaks, what moves, where a network looks.

Images are float32 (n, h, w, c) in [0, 1]; labels 0 normal, 1 ad. Black is 0 and white the 99th
percentile of the slices shown: scans are often far darker than a screen can show.
"""

from collections.abc import Callable, Sequence

import numpy as np

from course_utils.plots._base import BLUE, ORANGE, RED, or_wait, show, subplots
from course_utils.plots._grids import heat_over, slice_of

__all__ = [
    "augmentation_sheet",
    "brain_samples",
    "brightness",
    "evidence_maps",
    "leak_gallery",
    "moved_samples",
    "share_in_the_middle",
]

NAMES = ("normal", "ad")
Pairs = Sequence[tuple[int, int]]


def brain_samples(images: np.ndarray, labels: np.ndarray, each: int = 6) -> None:
    """The first `each` slices of either class, a class a row."""
    fig, axes = subplots(2, each, 9.6 / each, 9.8 / each)
    white = _white(images)
    for label, row in enumerate(axes):
        for ax in row:
            ax.set_axis_off()
        for ax, image in zip(row, images[labels == label], strict=False):
            slice_of(ax, image, white)
        row[0].text(
            -0.08, 0.5, NAMES[label], rotation=90, ha="center", va="center",
            transform=row[0].transAxes, fontsize=12, color=(BLUE, RED)[label],
        )  # fmt: skip
    show(fig, f"{each} slices labelled normal above, {each} labelled ad below.")


def brightness(images: np.ndarray, labels: np.ndarray) -> float:
    """Histogram of all pixels by class, and of each slice's mean brightness.

    Returns:
        How many per cent of the slices the best cut of the mean brightness names rightly.
    """
    fig, axes = subplots(1, 2, 4.8, 2.9)
    means = images.mean(axis=(1, 2, 3))
    bins = np.linspace(means.min(), means.max(), 22)
    for label, color, style, hatch in ((0, BLUE, "-", ""), (1, RED, "--", "///")):
        chosen = labels == label
        counts, edges = np.histogram(images[chosen], bins=51, range=(0.0, 1.0), density=True)
        axes[0, 0].plot(
            (edges[1:] + edges[:-1]) / 2, counts, style, color=color, label=NAMES[label]
        )
        axes[0, 1].hist(
            means[chosen], bins=bins, color=color, alpha=0.45, label=NAMES[label], ec=color,
            hatch=hatch,
        )  # fmt: skip
    axes[0, 0].set(xlabel="brightness of a pixel", ylabel="density", yscale="log")
    axes[0, 0].set_title("all pixels")
    axes[0, 0].legend()
    axes[0, 1].set(xlabel="mean brightness of a slice", ylabel="slices", title="one number a slice")
    axes[0, 1].legend()
    right = [((means >= cut) == (labels == 1)).mean() for cut in means]
    best = 100 * max(max(right), 1 - min(right))
    show(fig, "How bright the pixels of normal and of ad slices are, and each slice's mean "
              f"brightness: its best cut is right for {best:.0f} %.")  # fmt: skip
    return best


def leak_gallery(train: np.ndarray, test: np.ndarray, pairs: Pairs, most: int = 3) -> None:
    """The first pairs of identical images, training and test side by side."""
    if not len(pairs):
        print("No test image is a training image: nothing to show.")
        return
    shown, white = list(pairs)[:most], _white(test)
    fig, axes = subplots(1, 2 * len(shown), 4.8 / most, 5.4 / most)
    for n, (i, j) in enumerate(shown):
        for ax, image, title in (
            (axes[0, 2 * n], train[i], f"training {i}"),
            (axes[0, 2 * n + 1], test[j], f"test {j}"),
        ):
            slice_of(ax, image, white)
            ax.set_title(title, fontsize=10)
    show(fig, f"{len(pairs)} pairs of identical images; {len(shown)} of them shown.")


def moved_samples(images: np.ndarray, moved: np.ndarray, most: int = 3) -> None:
    """Test images as they are, and beside each how it was turned and shifted."""
    most = min(most, len(images))
    fig, axes = subplots(1, 2 * most, 4.8 / most, 5.4 / most)
    white = _white(images)
    for n, both in enumerate(zip(images[:most], moved, strict=False)):
        for ax, image, title in zip(axes[0, 2 * n :], both, ("plain", "moved"), strict=False):
            slice_of(ax, image, white)
            ax.axhline(len(image) / 2, color=ORANGE, linewidth=0.8)
            ax.axvline(image.shape[1] / 2, color=ORANGE, linewidth=0.8)
            ax.set_title(title, fontsize=10)
    show(fig, "Test slices, and beside each the same slice, a little turned and shifted.")


def augmentation_sheet(augment: Callable[..., np.ndarray], image: np.ndarray) -> None:
    """One slice, and five of what the student's `augment` makes of it."""
    fig, axes = subplots(1, 6, 1.6, 1.8)
    white = _white(image[None])
    for ax in axes.flat:
        ax.set_axis_off()
    slice_of(axes[0, 0], image, white)
    axes[0, 0].set_title("original", fontsize=10)
    alt = "A slice, and a place for five versions of it."

    def draw() -> None:
        nonlocal alt
        copies = np.repeat(image[None], axes.size - 1, axis=0)
        made = augment(copies, np.random.default_rng(3))
        for ax, copy in zip(axes.flat[1:], made, strict=True):
            slice_of(ax, copy, white)
        alt = "A slice and five augmented versions of it: shifted, and about half of them mirrored."

    or_wait(axes[0, 1], draw)
    show(fig, alt)


def evidence_maps(images: np.ndarray, labels: np.ndarray, evidence: np.ndarray) -> None:
    """Slices above; below, over each, how strongly its places speak for ad.

    evidence: (n, h', w'), 0 or more; each map in units of its own largest value.
    """
    from scipy import ndimage

    order, white = np.argsort(labels, kind="stable"), _white(images)
    fig, axes = subplots(2, len(images), 9.0 / len(images), 9.4 / len(images))
    for column, i in zip(axes.T, order, strict=True):
        height, width = images.shape[1:3]
        zoom = (height / evidence.shape[1], width / evidence.shape[2])
        heat = ndimage.zoom(evidence[i], zoom, order=1, grid_mode=True, mode="nearest")
        heat = heat / (heat.max() + 1e-12)
        slice_of(column[0], images[i], white)
        drawn = heat_over(column[1], images[i], heat, white)
        column[0].set_title(NAMES[labels[i]], color=(BLUE, RED)[labels[i]], fontsize=11)
    bar = fig.colorbar(drawn, ax=axes[1], location="bottom", shrink=0.5, aspect=40)
    bar.set_label("speaks for ad, as a share of the picture's largest value")
    bar.solids.set_alpha(1)
    share, area = share_in_the_middle(evidence[labels == 1])
    show(fig, "Slices above, and below over each where it speaks for ad: of the ad slices' heat "
              f"{share:.0%} lies in the middle, {area:.0%} of the area.")  # fmt: skip


def share_in_the_middle(evidence: np.ndarray) -> tuple[float, float]:
    """Mean share of each map (n, h, w) that lies in the middle third of rows and columns, and the
    share of the area that this is. Maps that are 0 everywhere do not count."""
    _, h, w = evidence.shape
    middle = evidence[:, h // 3 : h - h // 3, w // 3 : w - w // 3]
    total = evidence.sum(axis=(1, 2))
    shares = middle.sum(axis=(1, 2))[total > 0] / total[total > 0]
    return float(shares.mean()) if len(shares) else 0.0, middle[0].size / (h * w)


def _white(images: np.ndarray) -> float:
    """What is shown white: the brightest hundredth of the pixels is."""
    return float(np.percentile(images, 99)) or 1.0
