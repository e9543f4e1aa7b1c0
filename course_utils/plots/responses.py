"""Figures of notebook 04 about feature maps: what moves along, what a cell sees, gradients."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from scipy.signal import correlate2d

from course_utils.notebook import unfinished
from course_utils.plots._base import (
    BLUE,
    GREY,
    LOOKS,
    ORANGE,
    RED,
    SKY,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots._grids import Array, numbers, picture, signed
from course_utils.plots.kernels import KERNELS

__all__ = [
    "digit_through_stages",
    "flat_digit",
    "gradient_check",
    "pooling_and_shifts",
    "receptive_field",
    "shift_and_compare",
    "where_it_ends",
]

VERTICAL, HORIZONTAL = (KERNELS[f"Sobel, {name} edges"] for name in ("vertical", "horizontal"))


def flat_digit(image: Array) -> None:
    """Nine neighbours in a digit, where they go in the flat input, and the pixels shuffled."""
    h, w = image.shape
    row, col = _busiest(image)
    order = np.random.default_rng(0).permutation(h * w)
    fig, axes = subplots(1, 3, width=3.25, height=3.2, width_ratios=(1, 1.35, 1))
    left, middle, right = axes[0]
    picture(left, image, "nine neighbours", cmap="gray_r")
    left.add_patch(Rectangle((col - 1.5, row - 1.5), 3, 3, fill=False, ec=RED, lw=2))
    lots = [(row + i) * w + col + j for i in (-1, 0, 1) for j in (-1, 0, 1)]
    flat = image.reshape(-1)
    low = max(0, lots[0] - 6)
    span = np.arange(low, lots[-1] + 7)
    middle.bar(span, flat[span], width=1.0, color="#bbbbbb")
    middle.bar(lots, np.maximum(flat[lots], 0.03), width=1.0, color=RED)
    middle.set(title="flattened: three groups, 28 apart", xlabel="place among the 784 inputs",
               ylabel="ink", yticks=(0, 1))  # fmt: skip
    picture(right, flat[order].reshape(h, w), "the 784 shuffled", cmap="gray_r")
    show(
        fig,
        "A digit with a 3x3 patch marked; in the flattened digit the patch lies in three groups 28 "
        "apart; the digit with all pixels shuffled.",
    )


def _busiest(image: Array) -> tuple[int, int]:
    """Centre of the 3x3 patch with the largest contrast."""
    contrast = correlate2d(image**2, np.ones((3, 3)), "valid")
    contrast -= correlate2d(image, np.ones((3, 3)), "valid") ** 2 / 9
    row, col = np.unravel_index(int(np.argmax(contrast)), contrast.shape)
    return int(row) + 1, int(col) + 1


def digit_through_stages(
    image: Array, conv_layer: Callable[..., Array], max_pool2d: Callable[..., Array]
) -> None:
    """Feature maps after each stage, by the student's functions: conv, ReLU, pool, and again.

    Args:
        image: (28, 28) in [0, 1].
        conv_layer, max_pool2d: the exercises; a waiting panel until both are written.
    """
    try:
        maps = _stages(image, conv_layer, max_pool2d)
    except NotImplementedError as error:
        fig, axes = subplots(width=9.8, height=2.0)
        waiting(axes[0, 0], unfinished(error))
        show(fig, f"Feature maps of a digit. They wait for {unfinished(error)}.")
        return
    fig, axes = subplots(4, 6, width=1.63, height=1.62)
    for ax in axes[:, 0]:
        ax.set_axis_off()
    picture(axes[0, 0], image, "image\n28 x 28 x 1", cmap="gray_r")
    rows = ("right edges", "left edges", "lower edges", "upper edges")
    mixed = ("right + left", "lower + upper", "right + lower", "left + upper")
    for n, (column, (name, values)) in enumerate(zip(axes.T[1:], maps, strict=True)):
        for f, ax in enumerate(column):
            title = f"{name}\n{' x '.join(map(str, values.shape))}" if f == 0 else ""
            signed(ax, values[:, :, f], title, most=float(np.abs(values).max()))
            if n in (0, 3):
                ax.text(-0.08, 0.5, (rows if n == 0 else mixed)[f], rotation=90, ha="right",
                        va="center", fontsize=8, transform=ax.transAxes)  # fmt: skip
    show(
        fig,
        "A digit's feature maps: after a convolution with four kernels for right, left, lower "
        "and upper edges (28 x 28 x 4), ReLU, max pooling (14 x 14 x 4), a second convolution that "
        "mixes two maps each, with ReLU, and pooling (7 x 7 x 4).",
    )


def _stages(
    image: Array, conv_layer: Callable[..., Array], max_pool2d: Callable[..., Array]
) -> list[tuple[str, Array]]:
    first = np.stack([VERTICAL, -VERTICAL, HORIZONTAL, -HORIZONTAL], axis=-1)[:, :, None, :]
    # The second layer adds blurred maps of the first in pairs, and subtracts a little of all.
    pairs = np.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]])
    second = KERNELS["Gaussian blur"][:, :, None, None] * (pairs - 0.4)

    def pool(maps: Array) -> Array:
        return np.stack([np.asarray(max_pool2d(m, 2)) for m in np.moveaxis(maps, -1, 0)], axis=-1)

    conv1 = np.asarray(conv_layer(image[:, :, None], first, np.zeros(4), 1, 1))
    relu1 = np.maximum(conv1, 0)
    pool1 = pool(relu1)
    relu2 = np.maximum(np.asarray(conv_layer(pool1, second, np.zeros(4), 1, 1)), 0)
    return [("conv 3x3", conv1), ("ReLU", relu1), ("max pool 2", pool1),
            ("conv 3x3, ReLU", relu2), ("max pool 2", pool(relu2))]  # fmt: skip


def receptive_field() -> None:
    """Which pixels one cell sees, in one row: layer by layer, for three small networks."""
    nets: tuple[tuple[str, str, list[tuple[str, int, int]]], ...] = (
        ("one convolution", "3", [("conv 3", 3, 1)]),
        ("two convolutions", "3 + 2 = 5", [("conv 3", 3, 1), ("conv 3", 3, 1)]),
        ("with pooling between", "3 + 1 + 2·2 = 8",
         [("conv 3", 3, 1), ("pool 2", 2, 2), ("conv 3", 3, 1)]),
    )  # fmt: skip
    fig, axes = subplots(1, 3, width=3.25, height=3.0)
    for ax, (title, count, layers) in zip(axes[0], nets, strict=True):
        _pyramid(ax, layers)
        ax.set_title(f"{title}: sees {count}", fontsize=10)
    show(
        fig,
        "One row of pixels below, layers above it. A cell after one convolution sees 3 pixels; "
        "after two 3 + 2 = 5; after a convolution, a pooling by 2 and a convolution 3 + 1 + 4 = 8.",
    )


def _pyramid(ax: Axes, layers: Sequence[tuple[str, int, int]], n: int = 10) -> None:
    """Rows of cells, the image below; lines lead from one cell on top to all that it sees."""
    middles, sizes = [np.arange(n) + 0.0], []
    for _, k, stride in layers:
        below = middles[-1]
        places = range(0, len(below) - k + 1, stride)
        middles.append(np.array([below[i : i + k].mean() for i in places]))
        sizes.append((k, stride))
    seen = {len(middles[-1]) // 2}
    for level in range(len(layers), -1, -1):
        k, stride = sizes[level - 1] if level else (0, 0)
        for i, x in enumerate(middles[level]):
            color = "white" if i not in seen else ORANGE if level == len(layers) else SKY
            ax.add_patch(Rectangle((x - 0.42, level - 0.2), 0.84, 0.4, fc=color, ec=GREY, lw=0.8))
        for i in seen if level else ():
            for j in range(i * stride, i * stride + k):
                ax.plot([middles[level][i], middles[level - 1][j]], [level - 0.2, level - 0.8],
                        color=GREY, lw=0.8)  # fmt: skip
        name = layers[level - 1][0] if level else "image"
        ax.text(-0.8, level, name, ha="right", va="center", fontsize=9, color=GREY)
        seen = {j for i in seen for j in range(i * stride, i * stride + k)}
    ax.set(xlim=(-3.6, n - 0.4), ylim=(-0.5, 3.4))
    ax.set_axis_off()


def shift_and_compare(
    image: Array, conv2d: Callable[..., Array], dy: int = 2, dx: int = 3
) -> dict[str, float]:
    """A digit and the digit moved: the response moves along, the flat inputs have little in common.

    Args:
        image: (h, w); it gets an empty border, so that no ink leaves it.
        conv2d: the student's; waiting panels until it is written.

    Returns:
        "moved response": largest difference between the response moved and the moved digit's
        response; "same inputs": cosine of the two flat inputs, 1 if they agree. Empty while
        waiting.
    """
    image = np.pad(image, max(dy, dx))  # room to move: no ink leaves the picture
    moved = np.roll(image, (dy, dx), axis=(0, 1))
    fig, axes = subplots(1, 4, width=2.45, height=2.8)
    found: dict[str, float] = {}
    picture(axes[0, 0], image, "digit", cmap="gray_r")
    picture(axes[0, 2], moved, f"moved {dy} down, {dx} right", cmap="gray_r")

    def draw() -> None:
        before, after = (np.asarray(conv2d(a, VERTICAL)) for a in (image, moved))
        signed(axes[0, 1], before, "its response")
        signed(axes[0, 3], after, "its response: moved, too")
        found["moved response"] = float(np.abs(after[dy:, dx:] - before[:-dy, :-dx]).max())
        norms = np.linalg.norm(image) * np.linalg.norm(moved)
        found["same inputs"] = float(np.sum(image * moved) / norms)

    or_wait(axes[0, 1], draw)
    if not found:
        or_wait(axes[0, 3], draw)
    for ax in axes[0, :: 1 if found else 2]:  # a frame shows the move
        ax.set_axis_on()
        ax.set(xticks=[], yticks=[])
        ax.spines[["right", "top"]].set_visible(True)
    after = "their responses to the vertical Sobel kernel, the same but moved."
    show(
        fig,
        f"A digit, the digit moved {dy} down and {dx} to the right, and "
        + (after if found else "two panels that wait for conv2d."),
    )
    return found


def where_it_ends(
    photo: Array, conv2d: Callable[..., Array], max_pool2d: Callable[..., Array]
) -> dict[str, list[float]]:
    """How much of the response is another one after a move of the picture, whatever one moves back.

    The picture is a part of the photograph; after the move its neighbour part comes into view, so
    nothing but the border tells the two apart.

    Args:
        photo: (96, 96); conv2d, max_pool2d: the exercises; a waiting panel until they are written.

    Returns:
        Kind of layer -> percent of the numbers that differ after a move by 1, 2, 3, 4 pixels; empty
        while waiting.
    """
    moves, (top, left, side) = (1, 2, 3, 4), (20, 20, 48)

    def differing(layer: Callable[[Array], Array], step: int, move: int) -> float:
        here, there = (
            np.asarray(layer(photo[top : top + side, left + by : left + by + side]))
            for by in (0, move)
        )
        shares = []
        for cells in (move // step, -(-move // step)):
            same_place = here[:, cells:], there[:, : here.shape[1] - cells]
            shares.append(float(np.mean(np.abs(same_place[0] - same_place[1]) > 1e-9)))
        return 100 * min(shares)

    layers: dict[str, tuple[Callable[[Array], Array], int]] = {
        "stride 1": (lambda x: conv2d(x, VERTICAL), 1),
        "stride 1, padding 1": (lambda x: conv2d(x, VERTICAL, 1, 1), 1),
        "stride 2": (lambda x: conv2d(x, VERTICAL, 2), 2),
        "stride 1, pool 2": (lambda x: max_pool2d(np.asarray(conv2d(x, VERTICAL)), 2), 2),
    }
    fig, axes = subplots(width=9.8, height=2.9)
    found: dict[str, list[float]] = {}

    def draw() -> None:
        table = [[differing(*each, move) for move in moves] for each in layers.values()]
        found.update(zip(layers, table, strict=True))
        ax = axes[0, 0]
        numbers(ax, np.round(table), "percent of the response's numbers that differ, after it was "
                "moved back as well as can be", cmap="Oranges", vmax=160, fontsize=12)  # fmt: skip
        ax.set_xticks(range(4), [f"moved by {move}" for move in moves])
        ax.set_yticks(range(4), list(layers))
        ax.set_aspect("auto")
        ax.tick_params(length=0)

    or_wait(axes[0, 0], draw)
    words = "; ".join(f"{kind} {[round(v) for v in row]}" for kind, row in found.items())
    show(
        fig,
        f"Percent of the numbers that differ after moves by 1, 2, 3, 4 pixels: {words}."
        if found
        else "A table that waits for conv2d and max_pool2d.",
    )
    return found


def pooling_and_shifts(digits: Array) -> dict[int, Array]:
    """How much a response changes when the digit moves, pooled in blocks of several sizes.

    Args:
        digits: (n, 28, 28) in [0, 1].

    Returns:
        Size of the pooling -> mean relative change |after - before| / |before| of the response to
        the vertical Sobel kernel after ReLU, for moves by 0, 1, 2, 3, 4 pixels.
    """
    moved = [np.roll(digits, move, axis=2) for move in range(5)]
    responses = [
        np.maximum(sum(w * np.pad(x, ((0, 0), (1, 1), (1, 1)))[:, a : a + 28, b : b + 28]
                       for (a, b), w in np.ndenumerate(VERTICAL)), 0)
        for x in moved
    ]  # fmt: skip
    fig, axes = subplots(width=9.8, height=3.4)
    ax, found = axes[0, 0], {}
    for size, (color, line, mark) in zip((1, 2, 4, 7, 28), LOOKS, strict=False):
        n = 28 // size
        pooled = [
            r.reshape(-1, n, size, n, size).max(axis=(2, 4)).reshape(len(r), -1) for r in responses
        ]
        norms = np.linalg.norm(pooled[0], axis=1)
        changes = [np.linalg.norm(p - pooled[0], axis=1) / norms for p in pooled]
        found[size] = np.array([c.mean() for c in changes])
        name = "not pooled" if size == 1 else "the whole map" if size == 28 else f"blocks of {size}"
        ax.plot(100 * found[size], ls=line, marker=mark, color=color, label=name)
    ax.set(xlabel="digit moved by so many pixels", ylabel="change of the response in %",
           xticks=range(5), title=f"max pooling: mean over {len(digits)} digits")  # fmt: skip
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    after_1 = ", ".join(f"pooling {size}: {100 * c[1]:.0f} %" for size, c in found.items())
    show(
        fig,
        f"Change of a digit's response, growing with the move. Moved by 1 pixel: {after_1}.",
    )
    return found


def gradient_check(
    conv_layer: Callable[..., Array], conv_layer_backward: Callable[..., tuple[Array, Array, Array]]
) -> dict[str, float]:
    """The student's dx, dw and db against slopes measured with the student's conv_layer.

    Returns:
        Relative error of each; empty while an exercise is not written.
    """
    rng = np.random.default_rng(0)
    given = {
        "x": rng.normal(size=(5, 6, 2)),
        "w": rng.normal(size=(2, 3, 2, 3)),
        "b": rng.normal(size=3),
    }
    fig, axes = subplots(1, 3, width=3.25, height=3.0)
    errors: dict[str, float] = {}

    def loss() -> float:
        return float(np.sum(np.asarray(conv_layer(given["x"], given["w"], given["b"])) ** 2) / 2)

    def draw() -> None:
        dout = np.asarray(conv_layer(given["x"], given["w"], given["b"]))
        computed = conv_layer_backward(dout, given["x"], given["w"])
        for ax, name, grad in zip(axes[0], given, computed, strict=True):
            slope = _measured(loss, given[name])
            both = np.asarray(grad).ravel(), slope.ravel()
            errors[f"d{name}"] = float(np.linalg.norm(both[0] - both[1]) / np.linalg.norm(both[1]))
            ends = np.array([slope.min(), slope.max()])
            ax.plot(ends, ends, color=GREY, lw=1)
            ax.plot(slope.ravel(), np.asarray(grad).ravel(), "o", color=BLUE, ms=4)
            ax.set(title=f"d{name}: {slope.size} numbers", xlabel="measured", ylabel="yours")

    or_wait(axes[0, 0], draw)
    if not errors:
        for ax in axes[0, 1:]:
            ax.set_axis_off()
    after = "Your dx, dw and db against measured slopes: all points should lie on the diagonal."
    show(fig, after if errors else "A comparison of gradients that waits for conv_layer_backward.")
    return errors


def _measured(loss: Callable[[], float], values: Array, nudge: float = 1e-3) -> Array:
    """Slope of the loss for each number in `values`, by central differences; exact for a square."""
    slope = np.zeros(values.shape)
    for index, old in np.ndenumerate(values):
        values[index] = old + nudge
        up = loss()
        values[index] = old - nudge
        slope[index] = (up - loss()) / (2 * nudge)
        values[index] = old
    return slope
