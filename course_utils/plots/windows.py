"""Figures of notebook 04: how a window slides, in one row, over an image, through channels."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy.signal import correlate2d

from course_utils.plots._base import BLUE, GREY, ORANGE, RED, SKY, or_wait, show, subplots
from course_utils.plots._grids import OFF, TINT, Array, by, cell, cells, numbers, respond
from course_utils.plots.live.controls import animate

__all__ = [
    "kernel_stamp",
    "padding_frame",
    "pooling_blocks",
    "series_and_filters",
    "sliding_window",
    "stamps_back",
    "times_seen",
    "window_places",
]


def series_and_filters(conv1d: Callable[..., Array]) -> None:
    """Two days of temperatures, and what two kernels make of them, by the student's function."""
    hours = np.arange(48)
    noise = np.random.default_rng(3).normal(scale=0.7, size=48)
    series = 12 - 5 * np.cos((hours - 4) * np.pi / 12) + noise
    series[30:] -= 6  # a cold front
    fig, axes = subplots(3, 1, width=9.8, height=1.55, sharex=True)
    ready = []

    def draw(ax: Axes, kernel: Array, title: str) -> None:
        answer = np.asarray(conv1d(series, kernel))
        ready.append(title)
        ax.plot(hours[: len(answer)] + len(kernel) // 2, answer, ".-", color=ORANGE)
        ax.set_title(title, fontsize=10)
        ax.set_ylabel("°C")

    axes[0, 0].set_ylabel("°C")
    axes[0, 0].plot(hours, series, ".-", color=BLUE)
    axes[0, 0].set_title(
        "a time series: temperature of each hour; a cold front at hour 30", fontsize=10
    )
    or_wait(
        axes[1, 0],
        lambda: draw(axes[1, 0], np.array([1.0, 0.0, -1.0]), "kernel [1, 0, -1]: changes"),
    )
    or_wait(
        axes[2, 0],
        lambda: draw(
            axes[2, 0], np.full(5, 0.2), "kernel [0.2, 0.2, 0.2, 0.2, 0.2]: mean of five hours"
        ),
    )
    if ready:
        axes[1, 0].axhline(0, color=GREY, lw=0.8)
        axes[2, 0].set_xlabel("hour")
    after = "The change kernel answers most at the cold front; the mean of five is smooth."
    show(
        fig,
        "Temperatures of 48 hours, falling at hour 30. "
        + (after if ready else "Two panels wait for conv1d."),
    )


def sliding_window(x: Array, kernel: Array, stride: int = 1, padding: int = 0) -> None:
    """The window on its way over small numbers: products and their sum at each step.

    Args:
        x: (h, w), small whole numbers.
        kernel: (kh, kw).
    """
    padded = np.pad(x, padding)
    response = respond(x, kernel, stride, padding)
    steps = [(i, j) for i in range(response.shape[0]) for j in range(response.shape[1])]
    tall = max(padded.shape[0], kernel.shape[0], response.shape[0])
    wide = padded.shape[1] + 2 * kernel.shape[1] + response.shape[1] + 5.4
    size = (min(9.8, 0.56 * wide), 0.56 * (tall + 1.9))

    def draw(ax: Axes, step: int) -> None:
        _draw_step(ax, padded, kernel, response, steps[: step + 1], stride, padding)

    def still() -> Figure:
        chosen = np.unique(np.linspace(0, len(steps) - 1, 4).astype(int))
        fig, axes = subplots(len(chosen), 1, width=size[0] * 0.9, height=size[1] * 0.9)
        for ax, step in zip(axes[:, 0], chosen, strict=True):
            draw(ax, int(step))
        return fig

    i, j = steps[0]
    words = f"{response[i, j]:g} at the first place, {response[steps[-1]]:g} at the last"
    animate(
        draw, len(steps), still,
        alt=f"A {by(kernel.shape)} window slides over a {by(x.shape)} image. At each step the "
        f"cells are multiplied with the kernel, and the products added: {words}.",
        size=size, interval=1100,
    )  # fmt: skip


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
        cell(ax, x + j, y + i, padded[i, j], TINT if inside else OFF if frame else "white")
    ax.add_patch(Rectangle((x + left, y + top), kw, kh, fill=False, ec=ORANGE, lw=3))
    x += padded.shape[1] + 0.8
    middle = (tall - kh) / 2
    for sign, title, values, tint in (("×", "kernel", kernel, "#cfe3f2"),
                                      ("=", "products", window * kernel, TINT)):  # fmt: skip
        ax.text(x, tall / 2, sign, ha="center", va="center", fontsize=16)
        x += 0.8
        ax.text(x + kw / 2, -0.35, title, ha="center", color=GREY)
        for i, j in np.ndindex(kh, kw):
            cell(ax, x + j, middle + i, values[i, j], tint)
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
        cell(ax, x + j, y + i, response[i, j] if known else None,
             TINT if now else "white" if known else OFF)  # fmt: skip
    ax.set(xlim=(-0.2, x + response.shape[1] + 0.2), ylim=(tall + 0.95, -1.0), aspect="equal")
    ax.set_axis_off()


def kernel_stamp() -> None:
    """One bright pixel: sliding a kernel leaves it turned by 180 degrees, convolving leaves it."""
    dot = np.zeros((7, 7))
    dot[3, 3] = 1
    corner = np.array([[3.0, 2, 1], [2, 0, 0], [1, 0, 0]])
    fig, axes = subplots(1, 4, width=2.45, height=2.6)
    panels = (
        ("image: one bright pixel", dot),
        ("kernel", corner),
        ("cross-correlation", correlate2d(dot, corner, "same")),
        ("true convolution (flips)", correlate2d(dot, corner[::-1, ::-1], "same")),
    )
    for ax, (title, values) in zip(axes[0], panels, strict=True):
        numbers(ax, values, title, cmap="Blues", vmax=4.5)
    show(
        fig,
        "An image of one bright pixel and a kernel with its large numbers top left. The "
        "cross-correlation shows the kernel turned by 180 degrees, the true convolution as it is.",
    )


def window_places(cases: Sequence[tuple[int, int, int, int]] = ((7, 3, 1, 0), (7, 3, 2, 0),
                  (7, 3, 3, 0), (7, 3, 2, 1))) -> None:  # fmt: skip
    """Where a window of k cells can stand on a row of n: one panel for each (n, k, stride, pad)."""
    fig, axes = subplots(1, len(cases), width=9.8 / len(cases), height=2.6)
    for ax, (n, k, stride, padding) in zip(axes[0], cases, strict=True):
        places = range(0, n + 2 * padding - k + 1, stride)
        seen = {start + i for start in places for i in range(k)}
        for i in range(n + 2 * padding):
            inside = padding <= i < n + padding
            color = "white" if not inside else SKY if i in seen else OFF
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


def padding_frame() -> None:
    """A small image with no frame, a frame of one cell and of two, and a 3x3 window's places."""
    x = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
    fig, axes = subplots(1, 3, width=3.25, height=3.1)
    sizes = []
    for ax, p in zip(axes[0], (0, 1, 2), strict=True):
        padded = np.pad(x, p)
        rows, columns = (n - 2 for n in padded.shape)
        sizes.append(f"{rows}x{columns}")
        for i, j in np.ndindex(*padded.shape):
            inside = p <= i < p + 3 and p <= j < p + 4
            look = {"color": "black" if inside else GREY}
            ax.add_patch(Rectangle((j - p, i - p), 1, 1, fc="white" if inside else OFF, ec=GREY,
                                   lw=0.8, ls="-" if inside else ":"))  # fmt: skip
            ax.text(j - p + 0.5, i - p + 0.5, f"{padded[i, j]}", ha="center", va="center", **look)
        ax.add_patch(Rectangle((-p + 0.05, -p + 0.05), 2.9, 2.9, fill=False, ec=ORANGE, lw=3))
        last = (columns - 1 - p + 0.05, rows - 1 - p + 0.05)
        ax.add_patch(Rectangle(last, 2.9, 2.9, fill=False, ec=BLUE, lw=2, ls="--"))
        ax.set_title(f"padding {p}: {rows} x {columns} places", fontsize=10)
        ax.set(xlim=(-2.2, 6.2), ylim=(5.2, -2.2), aspect="equal")
        ax.set_axis_off()
    show(
        fig,
        "A 3x4 image without a frame, with a frame of zeros one cell wide and two cells wide. The "
        "first place of a 3x3 window is drawn solid, the last dashed: "
        + ", ".join(sizes)
        + " places.",
    )


def times_seen(n: int = 6, k: int = 3) -> None:
    """How many windows see each pixel, without and with zero padding."""
    fig, axes = subplots(1, 2, width=3.8, height=3.6)
    for ax, padding in zip(axes[0], (0, (k - 1) // 2), strict=True):
        out = n + 2 * padding - k + 1
        seen = correlate2d(np.ones((out, out)), np.ones((k, k)), "full")
        inner = seen[padding : padding + n, padding : padding + n]
        title = f"padding {padding}: output {out}x{out}"
        numbers(ax, inner, title, cmap="Blues", vmax=1.6 * k * k, fontsize=12)
    show(
        fig,
        f"How many of the {k}x{k} windows see each pixel of a {n}x{n} image: without padding "
        f"a corner is seen once and the middle {k * k} times; with it a corner is seen 4 times.",
    )


def pooling_blocks(x: Array, size: int = 2) -> None:
    """Max, min and average pooling of small numbers, block by block in the same colour."""
    h, w = (n // size for n in x.shape)
    blocks = x.reshape(h, size, w, size).swapaxes(1, 2).reshape(h, w, -1)
    group = np.arange(h * w).reshape(h, w)
    tints = ("#cfe3f2", "#fbe3b5", "#d3ecdf", "#f3dbe7", "#e3e3e3", "#fdf6c0")
    wide = x.shape[1] + 3 * (w + 1.2)
    fig, axes = subplots(width=9.8, height=9.8 * (x.shape[0] + 0.8) / wide)
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
            cell(ax, left + j, top + i, values[i, j], tints[colors[i, j] % len(tints)])
        if values is x:
            for i, j in np.ndindex(h, w):
                ax.add_patch(Rectangle((j * size, i * size), size, size, fill=False, lw=2.2))
        left += values.shape[1] + 1.2
    ax.set(xlim=(-0.1, wide + 0.1), ylim=(x.shape[0] + 0.1, -0.7), aspect="equal")
    ax.set_axis_off()
    show(
        fig,
        f"Pooling {x.tolist()} in blocks of {size}x{size}: max {blocks.max(-1).tolist()}, min "
        f"{blocks.min(-1).tolist()}, average {blocks.mean(-1).tolist()}.",
    )


def stamps_back(kernel: Array, dout: Array) -> None:
    """dx of a small layer: each output cell sends d times the kernel back to its window.

    Args:
        kernel: (kh, kw); dout: (rows, columns), small whole numbers.
    """
    (kh, kw), (rows, columns) = kernel.shape, dout.shape
    h, w = rows + kh - 1, columns + kw - 1
    total, x = np.zeros((h, w)), 0.0
    fig, axes = subplots(width=9.8, height=3.4)
    ax = axes[0, 0]
    cells(ax, x, 0.5, kernel, "#cfe3f2", "kernel")
    cells(ax, x, kh + 1.4, dout, TINT, "d")
    x += max(kw, columns) + 1.0
    for n, (i, j) in enumerate(np.ndindex(rows, columns)):
        part = np.zeros((h, w))
        part[i : i + kh, j : j + kw] = dout[i, j] * kernel
        total += part
        ax.text(x - 0.5, h / 2 + 0.6, "+" if n else "", ha="center", va="center", fontsize=15)
        cells(ax, x, 0.6, part, OFF, f"d[{i}, {j}] = {dout[i, j]}")
        cells(ax, x + j, 0.6 + i, dout[i, j] * kernel, "#cfe3f2")
        ax.add_patch(Rectangle((x + j, 0.6 + i), kw, kh, fill=False, ec=ORANGE, lw=3))
        x += w + 1.0
    ax.text(x - 0.5, h / 2 + 0.6, "=", ha="center", va="center", fontsize=15)
    cells(ax, x, 0.6, total, "#d3ecdf", "dx", weight="bold")
    ax.set(xlim=(-0.1, x + w + 0.1), ylim=(max(h, kh + rows + 1) + 1.2, -0.2), aspect="equal")
    ax.set_axis_off()
    show(
        fig,
        f"The kernel {kernel.tolist()} is laid back onto each of its windows, times d "
        f"{dout.tolist()}. The {rows * columns} parts add up to dx {total.astype(int).tolist()}.",
    )
