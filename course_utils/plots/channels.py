"""Figures of notebook 04 about channels: a kernel as a volume, shapes through a network."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course_utils.plots._base import BLUE, GREY, ORANGE, RED, SKY, show, subplots
from course_utils.plots._grids import OFF, Array, cell, cells, picture
from course_utils.plots.live.controls import animate

__all__ = ["channels_first", "kernel_volume", "shape_chain"]

_COLOURS = (("red", "#f7cfc4"), ("green", "#d3ecdf"), ("blue", "#cfe3f2"))
_IMAGE = np.array([
    [[2, 0, 1, 3], [1, 4, 0, 2], [3, 1, 2, 0], [0, 2, 1, 1]],
    [[0, 1, 2, 0], [3, 1, 1, 2], [0, 2, 4, 1], [1, 0, 3, 2]],
    [[1, 2, 0, 1], [0, 3, 2, 1], [2, 0, 1, 4], [1, 1, 0, 2]],
])  # fmt: skip
_KERNEL = np.array([[[1, 0], [2, -1]], [[0, 3], [1, 0]], [[-1, 0], [0, 2]]])
_BIAS = 1


def kernel_volume() -> None:
    """A 2x2x3 kernel on a 4x4x3 image: three products a place, three sums, one number."""
    steps = [(i, j) for i in range(3) for j in range(3)]

    def draw(ax: Axes, step: int) -> None:
        _draw_volume(ax, steps[: step + 1])

    def still() -> Figure:
        fig, axes = subplots(width=9.8, height=5.3)
        draw(axes[0, 0], 4)
        return fig

    sums = [_sums(i, j) for i, j in steps]
    animate(
        draw, len(steps), still,
        alt="A kernel of 2x2 weights for each of three channels lies on a colour image. In each "
        "channel the window is multiplied with the kernel; the three sums and the bias of "
        f"{_BIAS} are added to one number, such as {' + '.join(map(str, sums[4]))} + {_BIAS} = "
        f"{sum(sums[4]) + _BIAS} in the middle of the feature map.",
        size=(9.8, 5.3), interval=1500,
    )  # fmt: skip


def _sums(i: int, j: int) -> list[int]:
    return [int(np.sum(_IMAGE[c, i : i + 2, j : j + 2] * _KERNEL[c])) for c in range(3)]


def _draw_volume(ax: Axes, done: Sequence[tuple[int, int]]) -> None:
    row, col = done[-1]
    _draw_stacks(ax, row, col)
    ends, sums = [], _sums(row, col)
    for c, (name, tint) in enumerate(_COLOURS):
        top = 4.75 * c
        window = _IMAGE[c, row : row + 2, col : col + 2]
        cells(ax, 7.2, top, _IMAGE[c], "white", f"{name} channel")
        cells(ax, 7.2 + col, top + row, window, tint)
        ax.add_patch(Rectangle((7.2 + col, top + row), 2, 2, fill=False, ec=ORANGE, lw=3))
        ax.text(11.75, top + 2, "×", ha="center", va="center", fontsize=15)
        cells(ax, 12.3, top + 1, _KERNEL[c], tint, "kernel")
        ax.text(14.85, top + 2, "=", ha="center", va="center", fontsize=15)
        cells(ax, 15.4, top + 1, window * _KERNEL[c], tint, "products")
        ax.text(18.5, top + 2, f"{sums[c]}", ha="center", va="center", fontsize=13, weight="bold")
        ends.append(top + 2)
        ax.plot([17.5, 18.0], [top + 2] * 2, color=GREY, lw=1)
        ax.annotate("", (21.0, 6.75 + 0.35 * (c - 1)), (19.1, top + 2),
                    arrowprops={"arrowstyle": "-|>", "color": RED, "lw": 1.5})  # fmt: skip
    ax.text(21.7, 6.75, "+", ha="center", va="center", fontsize=18, color=RED)
    ax.text(21.7, 9.5, f"bias {_BIAS}", ha="center", va="center", color=GREY)
    ax.annotate("", (21.7, 7.4), (21.7, 9.1), arrowprops={"arrowstyle": "-|>", "color": GREY})
    words = " + ".join(map(str, [*sums, _BIAS])).replace("+ -", "− ")
    ax.text(24.8, 3.3, f"{words} = {sum(sums) + _BIAS}", ha="center", color=RED, weight="bold")
    ax.annotate("", (23.1, 6.75), (22.2, 6.75), arrowprops={"arrowstyle": "-|>", "color": RED})
    for i, j in np.ndindex(3, 3):
        known = sum(_sums(i, j)) + _BIAS if (i, j) in done else None
        now = "#fbe3b5" if (i, j) == (row, col) else "white" if known is not None else OFF
        cell(ax, 23.3 + j, 5.25 + i, known, now)
    ax.text(24.8, 8.9, "one feature map", ha="center", color=GREY, fontsize=9)
    ax.set(xlim=(-0.4, 27.2), ylim=(14.1, -1.1), aspect="equal")
    ax.set_axis_off()


def _draw_stacks(ax: Axes, row: int, col: int) -> None:
    """Image and kernel as volumes: three sheets each, the kernel's as deep as the image's."""
    for x, y, side, at, label in ((0.2, 2.6, 4, (row, col), "image 4x4x3"),
                                  (1.2, 10.2, 2, (0, 0), "one kernel 2x2x3")):  # fmt: skip
        for c in (2, 1, 0):
            left, top = x + 0.75 * c, y - 0.75 * c
            for i, j in np.ndindex(side, side):
                ax.add_patch(
                    Rectangle((left + j, top + i), 1, 1, fc=_COLOURS[c][1], ec=GREY, lw=0.6)
                )
            ax.add_patch(
                Rectangle((left + at[1], top + at[0]), 2, 2, fill=False, ec=ORANGE, lw=2.5)
            )
        for i, j in ((0, 0), (0, 2), (2, 2)):
            a, b = x + at[1] + j, y + at[0] + i
            ax.plot([a, a + 1.5], [b, b - 1.5], color=ORANGE, lw=1.2)
        ax.text(x + side / 2, y + side + 0.75, label, ha="center", color=GREY, fontsize=9)


def shape_chain(stages: Sequence[tuple[str, tuple[int, ...]]], title: str = "") -> None:
    """Shapes of an image on its way through a network, as blocks: area is size, depth channels.

    Args:
        stages: (what happens before it, shape) for each block; the first has no "what".
    """
    fig, axes = subplots(width=9.8, height=2.75)
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


def channels_first(image: Array) -> None:
    """A colour picture taken to channels first: by moveaxis, and by a reshape that scrambles it.

    Args:
        image: (n, n, 3) in [0, 1].
    """
    n = len(image)
    fig, axes = subplots(2, 4, width=2.45, height=2.55)
    for ax in axes[:, 0]:
        ax.set_axis_off()
    axes[0, 0].imshow(image)
    axes[0, 0].set_title(f"x of shape ({n}, {n}, 3)", fontsize=10)
    for k, (row, maps) in enumerate(((0, np.moveaxis(image, -1, 0)), (1, image.reshape(3, n, n)))):
        name = ("np.moveaxis(x, -1, 0)", f"x.reshape(3, {n}, {n})")[k]
        for c, ax in enumerate(axes[row, 1:]):
            picture(ax, maps[c], f"{name}[{c}]" if c == 0 else f"[{c}]").set_clim(0, 1)
    show(
        fig,
        "A colour picture. moveaxis gives its red, green and blue channel as three pictures; "
        "reshape gives three pictures of a third of the rows each, with the colours mixed.",
    )
