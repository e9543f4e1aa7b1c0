"""Figures of notebook 04: sliding windows, kernels, padding, stride, pooling, feature maps."""

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from scipy.signal import correlate2d

from course_utils.notebook import unfinished
from course_utils.plots._base import (
    BLUE,
    GREY,
    ORANGE,
    RED,
    SKY,
    STYLE,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots.live.controls import animate

__all__ = [
    "KERNELS",
    "curve_detector",
    "digit_through_stages",
    "flat_digit",
    "kernel_gallery",
    "kernel_stamp",
    "learning_kernel",
    "noise_and_blur",
    "photo",
    "pooling_blocks",
    "receptive_field",
    "shape_chain",
    "shift_and_compare",
    "sliding_window",
    "times_seen",
    "window_places",
]

Array = np.ndarray

KERNELS: dict[str, Array] = {
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=float),
    "brighten": np.array([[0, 0, 0], [0, 1.5, 0], [0, 0, 0]]),
    "darken": np.array([[0, 0, 0], [0, 0.5, 0], [0, 0, 0]]),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], dtype=float),
    "Gaussian blur": np.array([[0.06, 0.13, 0.06], [0.13, 0.25, 0.13], [0.06, 0.13, 0.06]]),
    "Sobel, vertical edges": np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]], dtype=float),
    "Sobel, horizontal edges": np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]], dtype=float),
}
_TINT, _OFF = "#fbe3b5", "#f4f4f4"


def photo(side: int = 96) -> Array:
    """A grey photograph of a pagoda, float64 (side, side) in [0, 1], 1 is white.

    Cut from `china.jpg`, which scikit-learn ships: photograph by danielbuechele, CC BY 2.0.
    """
    from PIL import Image  # matplotlib needs it, so it is there

    package = importlib.util.find_spec("sklearn")  # found, not imported: that takes a second
    folder = Path((package.origin if package else None) or "").parent
    with Image.open(folder / "datasets/images/china.jpg") as picture:
        square = picture.convert("L").crop((60, 20, 360, 320))
    return np.asarray(square.resize((side, side), Image.Resampling.BOX), dtype=float) / 255


def flat_digit(image: Array) -> None:
    """Nine neighbours in a digit, where they go in the flat input, and the pixels shuffled."""
    h, w = image.shape
    row, col = _busiest(image)
    order = np.random.default_rng(0).permutation(h * w)
    fig, axes = subplots(1, 3, width=2.9, height=2.9, width_ratios=(1, 1.35, 1))
    left, middle, right = axes[0]
    _picture(left, image, "nine neighbours", cmap="gray_r")
    left.add_patch(Rectangle((col - 1.5, row - 1.5), 3, 3, fill=False, ec=RED, lw=2))
    cells = [(row + i) * w + col + j for i in (-1, 0, 1) for j in (-1, 0, 1)]
    flat = image.reshape(-1)
    low = max(0, cells[0] - 6)
    span = np.arange(low, cells[-1] + 7)
    middle.bar(span, flat[span], width=1.0, color="#bbbbbb")
    middle.bar(cells, np.maximum(flat[cells], 0.03), width=1.0, color=RED)
    middle.set(title="flattened: three lots, 28 apart", xlabel="place among the 784 inputs",
               ylabel="ink", yticks=(0, 1))  # fmt: skip
    _picture(right, flat[order].reshape(h, w), "the 784 shuffled", cmap="gray_r")
    show(
        fig,
        "A digit with a 3x3 patch marked; in the flattened digit the patch lies in three lots 28 "
        "apart; the digit with all pixels shuffled, which a dense layer learns just as well.",
    )


def sliding_window(x: Array, kernel: Array, stride: int = 1, padding: int = 0) -> None:
    """The window on its way over small numbers: products and their sum at each step.

    Args:
        x: (h, w), small whole numbers.
        kernel: (kh, kw).
    """
    padded = np.pad(x, padding)
    response = _response(x, kernel, stride, padding)
    steps = [(i, j) for i in range(response.shape[0]) for j in range(response.shape[1])]
    tall = max(padded.shape[0], kernel.shape[0], response.shape[0])
    wide = padded.shape[1] + 2 * kernel.shape[1] + response.shape[1] + 5.4
    size = (min(9.5, 0.52 * wide), 0.52 * (tall + 1.9))

    def draw(ax: Axes, step: int) -> None:
        _draw_step(ax, padded, kernel, response, steps[: step + 1], stride, padding)

    def still() -> Figure:
        chosen = np.unique(np.linspace(0, len(steps) - 1, 4).astype(int))
        fig, axes = subplots(len(chosen), 1, width=size[0] * 0.85, height=size[1] * 0.85)
        for ax, step in zip(axes[:, 0], chosen, strict=True):
            draw(ax, int(step))
        return fig

    i, j = steps[0]
    words = f"{response[i, j]:g} at the first place, {response[steps[-1]]:g} at the last"
    animate(
        draw, len(steps), still,
        alt=f"A {_by(kernel.shape)} window slides over a {_by(x.shape)} image. At each step the "
        f"cells are multiplied with the kernel, and the products added: {words}.",
        size=size, interval=1100,
    )  # fmt: skip


def kernel_stamp() -> None:
    """One bright pixel: sliding a kernel leaves it turned by 180 degrees, convolving leaves it."""
    dot = np.zeros((7, 7))
    dot[3, 3] = 1
    corner = np.array([[3.0, 2, 1], [2, 0, 0], [1, 0, 0]])
    fig, axes = subplots(1, 4, width=2.3, height=2.4)
    panels = (
        ("image: one bright pixel", dot),
        ("kernel", corner),
        ("cross-correlation", correlate2d(dot, corner, "same")),
        ("true convolution (flips)", correlate2d(dot, corner[::-1, ::-1], "same")),
    )
    for ax, (title, values) in zip(axes[0], panels, strict=True):
        _numbers(ax, values, title, cmap="Blues", vmax=4.5)
    show(
        fig,
        "An image of one bright pixel and a kernel with its large numbers top left. The "
        "cross-correlation shows the kernel turned by 180 degrees, the true convolution as it is.",
    )


def window_places(cases: Sequence[tuple[int, int, int, int]] = ((7, 3, 1, 0), (7, 3, 2, 0),
                  (7, 3, 3, 0), (7, 3, 2, 1))) -> None:  # fmt: skip
    """Where a window of k cells can stand on a row of n: one panel for each (n, k, stride, pad)."""
    fig, axes = subplots(1, len(cases), width=9.4 / len(cases), height=2.5)
    for ax, (n, k, stride, padding) in zip(axes[0], cases, strict=True):
        places = range(0, n + 2 * padding - k + 1, stride)
        seen = {start + i for start in places for i in range(k)}
        for i in range(n + 2 * padding):
            inside = padding <= i < n + padding
            color = "white" if not inside else SKY if i in seen else _OFF
            style = {} if inside else {"ls": ":"}
            ax.add_patch(Rectangle((i - padding, 0), 1, 1, fc=color, ec=GREY, **style))
            text = "0" if not inside else "" if i in seen else "–"
            ax.text(i - padding + 0.5, 0.48, text, ha="center", va="center", color=GREY)
        for row, start in enumerate(places):
            ax.add_patch(Rectangle((start - padding + 0.06, 1.35 + 0.62 * row), k - 0.12, 0.42,
                                   fc=ORANGE, ec="none"))  # fmt: skip
        ax.set(xlim=(-1.3, n + 1.3), ylim=(4.6, -0.2), aspect="equal")
        ax.set_title(f"stride {stride}, padding {padding}:\n{len(places)} places", fontsize=11)
        ax.set_axis_off()
    show(
        fig,
        "Places of a window over a row of cells: "
        + "; ".join(
            f"n = {n}, k = {k}, stride {s}, padding {p}: {(n + 2 * p - k) // s + 1}"
            for n, k, s, p in cases
        )
        + ". A cell that no window reaches is marked.",
    )


def times_seen(n: int = 6, k: int = 3) -> None:
    """How many windows see each pixel, without and with zero padding."""
    fig, axes = subplots(1, 2, width=3.4, height=3.3)
    for ax, padding in zip(axes[0], (0, (k - 1) // 2), strict=True):
        out = n + 2 * padding - k + 1
        seen = correlate2d(np.ones((out, out)), np.ones((k, k)), "full")
        inner = seen[padding : padding + n, padding : padding + n]
        _numbers(
            ax, inner, f"padding {padding}: output {out}x{out}", cmap="Blues", vmax=1.6 * k * k
        )
    show(
        fig,
        f"How many of the {k}x{k} windows see each pixel of a {n}x{n} image: without padding "
        f"a corner is seen once and the middle {k * k} times; with it a corner is seen 4 times.",
    )


def curve_detector(kernel: Array, patches: Mapping[str, Array]) -> None:
    """A large kernel, and places of a picture: cell times cell, and the sum of the products."""
    fig, axes = subplots(1, 1 + len(patches), width=3.1, height=3.3)
    _numbers(axes[0, 0], kernel, "kernel F", cmap="Oranges", vmax=60, blank=True)
    sums = {}
    for ax, (name, patch) in zip(axes[0, 1:], patches.items(), strict=True):
        sums[name] = float(np.sum(kernel * patch))
        _numbers(ax, patch, f"{name}: response {sums[name]:g}", cmap="Greys", vmax=120, blank=True)
        for i, j in np.argwhere(kernel > 0):
            ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, fill=False, ec=ORANGE, lw=2))
    show(
        fig,
        "A 7x7 kernel shaped like a curve, and patches with the kernel's cells outlined: "
        + ", ".join(f"{name} {total:g}" for name, total in sums.items())
        + ".",
    )


def kernel_gallery(image: Array) -> None:
    """A photograph and its responses to the classic kernels."""
    chosen = {name: k for name, k in KERNELS.items() if name != "identity"}
    fig, axes = subplots(2, 4, width=2.35, height=2.65)
    axes[1, 3].set_axis_off()
    for ax, (name, kernel) in zip(axes.flat, ({"image": None} | chosen).items(), strict=False):
        if kernel is None:
            _picture(ax, image, name).set_clim(0, 1)
        elif name.startswith("Sobel"):
            _signed(ax, _response(image, kernel, 1, 0), name)
        else:
            _picture(ax, _response(image, kernel, 1, 0), name).set_clim(0, 1)
    rows = (f"{name}\n{_kernel_text(kernel)}" for name, kernel in chosen.items() if "Sobel" in name)
    axes[1, 3].text(0, 0.95, "\n\n".join(rows) + "\n\nred positive, blue negative", va="top",
                    family="monospace", fontsize=9, transform=axes[1, 3].transAxes)  # fmt: skip
    show(
        fig,
        "A photograph of a pagoda, brightened, darkened, sharpened, blurred, its vertical edges "
        "and its horizontal edges.",
    )


def noise_and_blur(image: Array, noise: float = 0.15) -> tuple[float, float]:
    """A photograph, the same with noise, and blurred again.

    Returns:
        Root mean square distance to the clean image, of the noisy and of the blurred one.
    """
    noisy = image + np.random.default_rng(0).normal(scale=noise, size=image.shape)
    blurred = _response(noisy, KERNELS["Gaussian blur"], 1, 1)
    inner = np.s_[1:-1, 1:-1]  # the frame of zeros darkens the border
    before, after = (float(np.sqrt(np.mean((a - image)[inner] ** 2))) for a in (noisy, blurred))
    fig, axes = subplots(1, 3, width=2.7, height=2.9)
    panels = (("clean", image), (f"with noise: error {before:.3f}", noisy),
              (f"blurred: error {after:.3f}", blurred))  # fmt: skip
    for ax, (title, values) in zip(axes[0], panels, strict=True):
        _picture(ax, values, title).set_clim(0, 1)
    show(fig, f"A photograph, with noise (error {before:.3f}), and blurred (error {after:.3f}).")
    return before, after


def shape_chain(stages: Sequence[tuple[str, tuple[int, ...]]], title: str = "") -> None:
    """Shapes of an image on its way through a network, as blocks: area is size, depth channels.

    Args:
        stages: (what happens before it, shape) for each block; the first has no "what".
    """
    fig, axes = subplots(width=9.6, height=2.75)
    ax = axes[0, 0]
    x = 0.0
    for i, (what, shape) in enumerate(stages):
        if i:
            ax.annotate(
                "", (x + 1.55, 0), (x + 0.2, 0), arrowprops={"arrowstyle": "-|>", "color": GREY}
            )
            ax.text(x + 0.87, 0.16, what, ha="center", va="bottom", fontsize=9)
            x += 1.75
        x = _block(ax, x, shape)
    ax.set(xlim=(-0.2, x + 0.2), ylim=(-1.75, 1.55), aspect="equal")
    ax.set_title(title)
    ax.set_axis_off()
    show(fig, "Shapes: " + ", ".join(f"{what} {shape}".strip() for what, shape in stages) + ".")


def pooling_blocks(x: Array, size: int = 2) -> None:
    """Max, min and average pooling of small numbers, block by block in the same colour."""
    h, w = (n // size for n in x.shape)
    blocks = x.reshape(h, size, w, size).swapaxes(1, 2).reshape(h, w, -1)
    group = np.arange(h * w).reshape(h, w)
    tints = ("#cfe3f2", "#fbe3b5", "#d3ecdf", "#f3dbe7", "#e3e3e3", "#fdf6c0")
    wide = x.shape[1] + 3 * (w + 1.2)
    fig, axes = subplots(width=0.55 * wide, height=0.55 * (x.shape[0] + 0.8))
    ax, left = axes[0, 0], 0.0
    panels = (
        ("image", x, np.kron(group, np.ones((size, size), dtype=int))),
        ("max", blocks.max(-1), group),
        ("min", blocks.min(-1), group),
        ("average", blocks.mean(-1), group),
    )
    for title, values, colors in panels:
        top = (x.shape[0] - values.shape[0]) / 2
        ax.text(left + values.shape[1] / 2, top - 0.2, title, ha="center", color=GREY)
        for i, j in np.ndindex(*values.shape):
            _cell(ax, left + j, top + i, values[i, j], tints[colors[i, j] % len(tints)])
        left += values.shape[1] + 1.2
    ax.set(xlim=(-0.1, wide + 0.1), ylim=(x.shape[0] + 0.1, -0.7), aspect="equal")
    ax.set_axis_off()
    show(
        fig,
        f"Pooling {x.tolist()} in blocks of {size}x{size}: max {blocks.max(-1).tolist()}, min "
        f"{blocks.min(-1).tolist()}, average {blocks.mean(-1).tolist()}.",
    )


def digit_through_stages(
    image: Array, conv_layer: Callable[..., Array], max_pool2d: Callable[..., Array]
) -> None:
    """Feature maps after each stage, by the student's functions: conv, ReLU, pool, and again.

    Args:
        image: (28, 28) in [0, 1].
        conv_layer, max_pool2d: the exercises; a waiting panel until both are written.
    """
    vertical, horizontal = KERNELS["Sobel, vertical edges"], KERNELS["Sobel, horizontal edges"]
    first = np.stack([vertical, -vertical, horizontal, -horizontal], axis=-1)[:, :, None, :]
    # The second layer adds blurred maps of the first: left and top edges together, and so on.
    pairs = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]])
    second = KERNELS["Gaussian blur"][:, :, None, None] * (pairs - 0.4)

    def pool(maps: Array) -> Array:
        return np.stack([np.asarray(max_pool2d(m, 2)) for m in np.moveaxis(maps, -1, 0)], axis=-1)

    def stages() -> list[tuple[str, Array]]:
        conv1 = np.asarray(conv_layer(image[:, :, None], first, np.zeros(4), 1, 1))
        relu1 = np.maximum(conv1, 0)
        pool1 = pool(relu1)
        relu2 = np.maximum(np.asarray(conv_layer(pool1, second, np.zeros(4), 1, 1)), 0)
        return [("conv 3x3", conv1), ("ReLU", relu1), ("max pool 2", pool1),
                ("conv 3x3, ReLU", relu2), ("max pool 2", pool(relu2))]  # fmt: skip

    try:
        maps = stages()
    except NotImplementedError as error:
        fig, axes = subplots(width=7.0, height=2.0)
        waiting(axes[0, 0], unfinished(error))
    else:
        fig, axes = subplots(4, 6, width=1.55, height=1.5)
        for ax in axes[:, 0]:
            ax.set_axis_off()
        _picture(axes[0, 0], image, "image\n28 x 28 x 1", cmap="gray_r")
        for column, (name, values) in zip(axes.T[1:], maps, strict=True):
            for f, ax in enumerate(column):
                title = f"{name}\n{' x '.join(map(str, values.shape))}" if f == 0 else ""
                _signed(ax, values[:, :, f], title)
    show(
        fig,
        "A digit's feature maps: after a convolution with four edge kernels (28 x 28 x 4), ReLU, "
        "max pooling (14 x 14 x 4), a second convolution with ReLU, and pooling (7 x 7 x 4).",
    )


def shift_and_compare(
    image: Array, conv2d: Callable[..., Array], dy: int = 2, dx: int = 3
) -> dict[str, float]:
    """A digit and the digit moved: the response moves along, the flat inputs have little in common.

    Args:
        image: (h, w); it gets an empty border, so that no ink leaves it.
        conv2d: the student's; a waiting panel until it is written.

    Returns:
        "moved response": largest difference between the response moved and the moved digit's
        response; "same inputs": cosine of the two flat inputs, 1 if they agree. Empty while
        waiting.
    """
    kernel = KERNELS["Sobel, vertical edges"]
    image = np.pad(image, max(dy, dx))  # room to move: no ink leaves the picture
    moved = np.roll(image, (dy, dx), axis=(0, 1))
    fig, axes = subplots(1, 4, width=2.35, height=2.7)
    found: dict[str, float] = {}
    _picture(axes[0, 0], image, "digit", cmap="gray_r")
    _picture(axes[0, 2], moved, f"moved {dy} down, {dx} right", cmap="gray_r")

    def draw() -> None:
        before, after = (np.asarray(conv2d(a, kernel)) for a in (image, moved))
        _signed(axes[0, 1], before, "its response")
        _signed(axes[0, 3], after, "its response: moved, too")
        found["moved response"] = float(np.abs(after[dy:, dx:] - before[:-dy, :-dx]).max())
        norms = np.linalg.norm(image) * np.linalg.norm(moved)
        found["same inputs"] = float(np.sum(image * moved) / norms)

    or_wait(axes[0, 1], draw)
    if not found:
        or_wait(axes[0, 3], draw)
    show(
        fig,
        f"A digit and its response to the vertical Sobel kernel; the digit moved {dy} down and "
        f"{dx} to the right, and its response, the same but moved.",
    )
    return found


def receptive_field() -> None:
    """How much of the image one cell sees: 3x3, then 3x3 again, and with pooling between."""
    dot = np.zeros((13, 13))
    dot[6, 6] = 1
    once = correlate2d(dot, np.ones((3, 3)), "same")
    twice = correlate2d(once, np.ones((3, 3)), "same")
    pooled = np.zeros((13, 13))  # conv 3, pool 2, conv 3: 3 pooled cells = 6 cells, + 2
    pooled[2:10, 2:10] = 1
    fig, axes = subplots(1, 3, width=2.8, height=2.9)
    panels = (("conv 3x3", once), ("conv 3x3, conv 3x3", twice),
              ("conv 3x3, max pool 2, conv 3x3", pooled))  # fmt: skip
    for ax, (title, field) in zip(axes[0], panels, strict=True):
        rows = int(np.any(field > 0, axis=1).sum())
        ax.imshow(field > 0, cmap="Blues", vmin=0, vmax=1.6)
        ax.set_title(f"{title}\nsees {rows}x{rows}", fontsize=10)
        _cell_lines(ax, field.shape)
    show(
        fig,
        "The part of the image that one output cell sees: 3x3 after one layer, 5x5 after two, 8x8 "
        "after a layer, a pooling by 2 and another layer.",
    )


def learning_kernel(
    learn_kernel: Callable[..., Array], x: Array, target: Array, lr: float,
    steps: Sequence[int] = (0, 10, 60, 300, 1200),
) -> Array | None:  # fmt: skip
    """The kernel that the student's function has learned after more and more steps.

    Returns:
        The kernel after the last of `steps`; None while `learn_kernel` is not written.
    """
    fig, axes = subplots(1, 2 + len(steps), width=1.62, height=2.0)
    _picture(axes[0, 0], x, "image")
    _signed(axes[0, 1], target, "its edges")
    learned: list[Array] = []
    for ax, count in zip(axes[0, 2:], steps, strict=True):

        def draw(ax: Axes = ax, count: int = count) -> None:
            kernel = np.asarray(learn_kernel(x, target, (3, 3), lr, count))
            learned.append(kernel)
            _numbers(ax, np.round(kernel, 2) + 0.0, f"{count} steps", cmap="RdBu_r", vmin=-3,
                     vmax=3, fontsize=8)  # fmt: skip

        or_wait(ax, draw)
    show(
        fig,
        "An image, its vertical edges, and the kernel learned from the two: all zeros at first, "
        "the vertical Sobel kernel in the end.",
    )
    return learned[-1] if learned else None


def _response(image: Array, kernel: Array, stride: int, padding: int) -> Array:
    """What the figures show, by SciPy."""
    response: Array = correlate2d(np.pad(image, padding), kernel, "valid")
    return response[::stride, ::stride]


def _by(shape: Sequence[int]) -> str:
    return "x".join(map(str, shape))


def _busiest(image: Array) -> tuple[int, int]:
    """Centre of the 3x3 patch with the largest contrast."""
    contrast = correlate2d(image**2, np.ones((3, 3)), "valid")
    contrast -= correlate2d(image, np.ones((3, 3)), "valid") ** 2 / 9
    row, col = np.unravel_index(int(np.argmax(contrast)), contrast.shape)
    return int(row) + 1, int(col) + 1


def _picture(ax: Axes, values: Array, title: str = "", cmap: str = "gray") -> AxesImage:
    shown = ax.imshow(values, cmap=cmap, interpolation="nearest")
    ax.set_title(title, fontsize=10)
    ax.set_axis_off()
    return shown


def _signed(ax: Axes, values: Array, title: str = "") -> None:
    """Red positive, blue negative, white 0."""
    most = float(np.abs(values).max()) or 1.0
    _picture(ax, values, title, cmap="RdBu_r").set_clim(-most, most)


def _numbers(
    ax: Axes, values: Array, title: str, cmap: str, vmax: float, vmin: float = 0.0,
    blank: bool = False, fontsize: float = 10,
) -> None:  # fmt: skip
    """Numbers on a tinted grid; zeros left out if `blank`."""
    ax.imshow(values, cmap=cmap, vmin=vmin, vmax=vmax)
    for i, j in np.ndindex(*values.shape):
        if values[i, j] or not blank:
            ax.text(j, i, f"{values[i, j]:g}", ha="center", va="center", fontsize=fontsize)
    ax.set_title(title, fontsize=10)
    _cell_lines(ax, values.shape)


def _cell_lines(ax: Axes, shape: tuple[int, ...]) -> None:
    ax.grid(False)
    ax.set(xticks=[], yticks=[])
    ax.hlines(np.arange(shape[0] + 1) - 0.5, -0.5, shape[1] - 0.5, color="#cccccc", lw=0.7)
    ax.vlines(np.arange(shape[1] + 1) - 0.5, -0.5, shape[0] - 0.5, color="#cccccc", lw=0.7)
    for side in ax.spines.values():
        side.set_visible(False)


def _cell(
    ax: Axes, x: float, y: float, value: Any, color: str = "white", edge: str = GREY
) -> None:  # fmt: skip
    """One number in a box, or nothing if it is None; y grows downwards."""
    ax.add_patch(Rectangle((x, y), 1, 1, fc=color, ec=edge, lw=0.8))
    if value is not None:
        ax.text(x + 0.5, y + 0.5, f"{value:g}", ha="center", va="center")


def _draw_step(
    ax: Axes, padded: Array, kernel: Array, response: Array, done: Sequence[tuple[int, int]],
    stride: int, padding: int,
) -> None:  # fmt: skip
    """image, × kernel = products, Σ into the output; `done` ends with the current place."""
    kh, kw = kernel.shape
    row, col = done[-1]
    top, left = row * stride, col * stride
    window = padded[top : top + kh, left : left + kw]
    tall = max(padded.shape[0], kh, response.shape[0])
    x = 0.0
    y = (tall - padded.shape[0]) / 2
    ax.text(x + padded.shape[1] / 2, -0.35, "image and window", ha="center", color=GREY)
    for i, j in np.ndindex(*padded.shape):
        inside = top <= i < top + kh and left <= j < left + kw
        frame = min(i, j, padded.shape[0] - 1 - i, padded.shape[1] - 1 - j) < padding
        _cell(ax, x + j, y + i, padded[i, j], _TINT if inside else _OFF if frame else "white")
    ax.add_patch(Rectangle((x + left, y + top), kw, kh, fill=False, ec=ORANGE, lw=3))
    x += padded.shape[1] + 0.8
    middle = (tall - kh) / 2
    for sign, title, values, tint in (("×", "kernel", kernel, "#cfe3f2"),
                                      ("=", "products", window * kernel, _TINT)):  # fmt: skip
        ax.text(x, tall / 2, sign, ha="center", va="center", fontsize=16)
        x += 0.8
        ax.text(x + kw / 2, -0.35, title, ha="center", color=GREY)
        for i, j in np.ndindex(kh, kw):
            _cell(ax, x + j, middle + i, values[i, j], tint)
        x += kw + 0.8
    terms = [f"{v:g}" for v in (window * kernel).flat if v]
    total = " + ".join(terms).replace("+ -", "− ") or "0"
    ax.text(x - kw / 2 - 0.8, tall + 0.25, f"sum: {total} = {response[row, col]:g}",
            ha="center", va="top", color=RED)  # fmt: skip
    ax.annotate("", (x + 0.95, tall / 2), (x - 0.4, tall / 2),
                arrowprops={"arrowstyle": "-|>", "color": RED, "lw": 1.5})  # fmt: skip
    ax.text(x + 0.25, tall / 2 - 0.2, "add", ha="center", va="bottom", color=RED)
    x += 1.2
    y = (tall - response.shape[0]) / 2
    ax.text(x + response.shape[1] / 2, -0.35, "feature map", ha="center", color=GREY)
    for i, j in np.ndindex(*response.shape):
        now, known = (i, j) == (row, col), (i, j) in done
        _cell(ax, x + j, y + i, response[i, j] if known else None,
              _TINT if now else "white" if known else _OFF)  # fmt: skip
    ax.set(xlim=(-0.2, x + response.shape[1] + 0.2), ylim=(tall + 0.95, -1.0), aspect="equal")
    ax.set_axis_off()


def editor_figure(image: Array, kernel: Array, stride: int, padding: int) -> Figure:
    response = _response(image, kernel, stride, padding)
    with plt.rc_context(STYLE):
        fig, axes = subplots(1, 3, width=3.1, height=3.2, width_ratios=(1.25, 0.75, 1.25))
        left, middle, right = axes[0]
        _picture(left, image, f"image {_by(image.shape)}")
        most = float(np.abs(kernel).max()) or 1.0
        _numbers(middle, kernel, f"stride {stride}, padding {padding}", "RdBu_r", 2.5 * most,
                 -2.5 * most)  # fmt: skip
        low, high = float(response.min()), float(response.max())
        title = f"response {_by(response.shape)}, from {low:.3g} to {high:.3g}"
        if low < -1e-9:
            _signed(right, response, title)
        else:
            _picture(right, response, title).set_clim(0, max(high, 1e-9))
    return fig


def _kernel_text(kernel: Array) -> str:
    return "\n".join(" ".join(f"{v:4g}" for v in row) for row in kernel)


def _block(ax: Axes, x: float, shape: tuple[int, ...]) -> float:
    """A stack of sheets for (h, w, c), a bar for (n,); returns its right edge."""
    if len(shape) == 1:
        tall = 0.5 * np.log10(shape[0] + 1)
        ax.add_patch(Rectangle((x, -tall / 2), 0.22, tall, fc=SKY, ec=GREY))
        ax.text(x + 0.11, -1.3, f"{shape[0]}", ha="center", va="top", fontsize=10)
        return x + 0.22
    side = 0.24 * np.log2(shape[0])
    sheets = min(shape[2], 3 + int(np.log2(shape[2])) // 2)
    for i in reversed(range(sheets)):
        step = 0.09 * i
        ax.add_patch(
            Rectangle((x + step, -side / 2 + step), side, side, fc="#cfe3f2", ec=BLUE, lw=0.8)
        )
    wide = side + 0.09 * (sheets - 1)
    ax.text(x + side / 2, -1.3, "(" + ", ".join(map(str, shape)) + ")", ha="center", va="top")
    return x + wide
