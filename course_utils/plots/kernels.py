"""Figures of notebook 04 about kernels: detectors, edges, a gallery, a kernel that is learned."""

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course_utils.plots._base import STYLE, or_wait, show, subplots
from course_utils.plots._grids import SIGNED, Array, by, numbers, picture, respond, signed

__all__ = [
    "KERNELS",
    "curve_detector",
    "kernel_gallery",
    "learning_kernel",
    "noise_and_blur",
    "photo",
    "step_edge",
]

KERNELS: dict[str, Array] = {
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=float),
    "brighten": np.array([[0, 0, 0], [0, 1.5, 0], [0, 0, 0]]),
    "darken": np.array([[0, 0, 0], [0, 0.5, 0], [0, 0, 0]]),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], dtype=float),
    "Gaussian blur": np.array([[0.06, 0.13, 0.06], [0.13, 0.25, 0.13], [0.06, 0.13, 0.06]]),
    "Sobel, vertical edges": np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]], dtype=float),
    "Sobel, horizontal edges": np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]], dtype=float),
}
_SIGNS = "orange positive, blue negative, white 0"


def photo(side: int = 96, colour: bool = False) -> Array:
    """A photograph of a pagoda, float64 (side, side), or (side, side, 3) in colour, 1 is white.

    Cut from `china.jpg`, which scikit-learn ships: photograph by danielbuechele, CC BY 2.0.
    """
    from PIL import Image  # matplotlib needs it, so it is there

    package = importlib.util.find_spec("sklearn")  # found, not imported: that takes a second
    folder = Path((package.origin if package else None) or "").parent
    with Image.open(folder / "datasets/images/china.jpg") as image:
        square = image.convert("RGB" if colour else "L").crop((60, 20, 360, 320))
    return np.asarray(square.resize((side, side), Image.Resampling.BOX), dtype=float) / 255


def curve_detector(
    kernel: Array, patches: Mapping[str, Array], name: str = "kernel F"
) -> dict[str, float]:
    """A large kernel, and places of a picture: cell times cell, and the sum of the products.

    Returns:
        Response to each patch.
    """
    fig, axes = subplots(1, 1 + len(patches), width=9.8 / (1 + len(patches)), height=2.8)
    positive = kernel.min() >= 0
    cmap, lowest = ("Oranges", 0) if positive else (SIGNED, -60)
    numbers(axes[0, 0], np.round(kernel), f"{name}{'' if positive else ', rounded'}", cmap=cmap,
            vmin=lowest, vmax=60, blank=True, fontsize=8)  # fmt: skip
    sums = {}
    for ax, (where, patch) in zip(axes[0, 1:], patches.items(), strict=True):
        sums[where] = float(np.sum(kernel * patch))
        said = f"{where}: {round(sums[where]) + 0:g}"
        numbers(ax, patch, said, cmap="Greys", vmax=120, blank=True, fontsize=8)
        for i, j in np.argwhere(kernel > 0):
            ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, fill=False, ec="black", lw=2.5))
    show(
        fig,
        f"A 7x7 kernel shaped like a curve ({name}), and its response to patches with the kernel's "
        "positive cells outlined: "
        + ", ".join(f"{where} {round(total)}" for where, total in sums.items())
        + ".",
    )
    return sums


def step_edge(conv2d: Callable[..., Array]) -> None:
    """Columns of 1, then of 2, under both Sobel kernels: numbers, by the student's function."""
    image = np.tile([1.0, 1, 1, 2, 2, 2], (5, 1))
    fig, axes = subplots(2, 3, width=3.2, height=2.3, width_ratios=(1.3, 0.8, 1))
    ready = []
    for row, (name, kernel) in zip(axes, list(KERNELS.items())[-2:], strict=True):
        numbers(row[0], image, "image: a step, 2 is lighter", cmap="gray", vmax=2.3)
        numbers(row[1], kernel, name, cmap=SIGNED, vmin=-6, vmax=6)

        def draw(ax: Axes = row[2], kernel: Array = kernel) -> None:
            answer = np.asarray(conv2d(image, kernel))
            numbers(ax, answer + 0.0, "response", cmap=SIGNED, vmin=-6, vmax=6)
            ready.append(answer)

        or_wait(row[2], draw)
    after = "The vertical kernel gives 0, -4, -4, 0 in each row, the horizontal one 0 everywhere."
    show(
        fig,
        "An image with columns 1 1 1 2 2 2 and the two Sobel kernels. "
        + (after if ready else "The responses wait for conv2d."),
    )


def kernel_gallery(image: Array) -> None:
    """A photograph and its responses to the classic kernels, each with its weights."""
    fig, axes = subplots(2, 4, width=2.45, height=3.5)
    axes[1, 3].set_axis_off()
    chosen = {"image": None} | {name: k for name, k in KERNELS.items() if name != "identity"}
    for ax, (name, kernel) in zip(axes.flat, chosen.items(), strict=False):
        if kernel is None:
            picture(ax, image, name).set_clim(0, 1)
            continue
        _shown(ax, respond(image, kernel), kernel, name)
        ax.text(0.5, -0.04, _kernel_text(kernel), transform=ax.transAxes, ha="center", va="top",
                family="monospace", fontsize=9)  # fmt: skip
    axes[1, 3].text(0.02, 0.95, "Sobel maps have a sign:\n" + _SIGNS.replace(", ", "\n"), va="top",
                    fontsize=9, transform=axes[1, 3].transAxes)  # fmt: skip
    show(
        fig,
        "A photograph of a pagoda, brightened, darkened, sharpened, blurred, its vertical edges "
        "and its horizontal edges; the nine weights stand below each.",
    )


def noise_and_blur(image: Array, noise: float = 0.15) -> tuple[float, float]:
    """A photograph, the same with noise, and blurred again.

    Returns:
        Root mean square distance to the clean image, of the noisy and of the blurred one.
    """
    noisy = image + np.random.default_rng(0).normal(scale=noise, size=image.shape)
    blurred = respond(noisy, KERNELS["Gaussian blur"], 1, 1)
    inner = np.s_[1:-1, 1:-1]  # the frame of zeros darkens the border
    before, after = (float(np.sqrt(np.mean((a - image)[inner] ** 2))) for a in (noisy, blurred))
    fig, axes = subplots(1, 3, width=3.25, height=3.5)
    panels = (("clean", image), (f"with noise: error {before:.3f}", noisy),
              (f"blurred: error {after:.3f}", blurred))  # fmt: skip
    for ax, (title, values) in zip(axes[0], panels, strict=True):
        picture(ax, values, title).set_clim(0, 1)
    show(fig, f"A photograph, with noise (error {before:.3f}), and blurred (error {after:.3f}).")
    return before, after


def learning_kernel(
    learn_kernel: Callable[..., Array], x: Array, target: Array, lr: float,
    steps: Sequence[int] = (0, 10, 60, 300, 1200),
) -> Array | None:  # fmt: skip
    """The kernel that the student's function has learned after more and more steps.

    Returns:
        The kernel after the last of `steps`; None while `learn_kernel` is not written.
    """
    with plt.rc_context(STYLE):
        fig = plt.figure(figsize=(9.8, 4.6))
        grid = fig.add_gridspec(2, 2 * len(steps), height_ratios=(1.25, 1))
        middle = len(steps)
        picture(fig.add_subplot(grid[0, middle - 4 : middle]), x, "image")
        signed(fig.add_subplot(grid[0, middle : middle + 4]), target, f"its edges: {_SIGNS}")
        below = [fig.add_subplot(grid[1, 2 * i : 2 * i + 2]) for i in range(len(steps))]
    learned: list[Array] = []
    for ax, count in zip(below, steps, strict=True):

        def draw(ax: Axes = ax, count: int = count) -> None:
            kernel = np.asarray(learn_kernel(x, target, (3, 3), lr, count))
            learned.append(kernel)
            numbers(ax, np.round(kernel, 2) + 0.0, f"after {count} steps", cmap=SIGNED,
                    vmin=-3, vmax=3)  # fmt: skip

        or_wait(ax, draw)
    after = "The kernel is all zeros at first and the vertical Sobel kernel in the end."
    show(
        fig,
        "An image and its vertical edges. "
        + (after if learned else "Below, panels wait for learn_kernel."),
    )
    return learned[-1] if learned else None


def editor_figure(image: Array, kernel: Array, stride: int, padding: int) -> Figure:
    """Image, kernel and response, as the kernel editor shows them."""
    response = respond(image, kernel, stride, padding)
    with plt.rc_context(STYLE):
        fig, axes = subplots(1, 3, width=3.25, height=3.5, width_ratios=(1.25, 0.75, 1.25))
        left, middle, right = axes[0]
        picture(left, image, f"image {by(image.shape)}").set_clim(0, 1)
        most = float(np.abs(kernel).max()) or 1.0
        title = f"stride {stride}, padding {padding}\nsum of the weights {kernel.sum():.3g}"
        numbers(middle, kernel, title, SIGNED, 2 * most, -2 * most)
        low, high = float(response.min()), float(response.max())
        said = f"response {by(response.shape)}\nfrom {low:.3g} to {high:.3g}"
        _shown(right, response, kernel, said)
    return fig


def _shown(ax: Axes, response: Array, kernel: Array, title: str) -> None:
    """In grey, as a picture, if the weights keep some of the brightness; else with its signs."""
    if kernel.sum() > 1e-9:
        picture(ax, response, title).set_clim(0, 1)
    else:
        signed(ax, response, title)


def _kernel_text(kernel: Array) -> str:
    return "\n".join(" ".join(f"{v:4g}" for v in row) for row in kernel)
