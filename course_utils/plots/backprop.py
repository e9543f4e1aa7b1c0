"""Figures of notebook 02, the way back: on paper, a layer cell by cell, the whole network."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from course_utils.plots._base import BLUE, GREEN, GREY, RED, or_wait, show, subplots
from course_utils.plots.live.controls import animate

__all__ = [
    "computational_graph",
    "dense_backward_cells",
    "gradient_check_bars",
    "two_layer_shapes",
]

# The worked example of the lesson: one input, one hidden neuron, two classes.
# Node: text, forward value, the gradient of the loss with respect to it.
_NODES = [
    ("input\n$x$", "$x = 2$", ""),
    ("weighted sum\n$a = x W_1 + b_1$", "$a = 0$", "$da = -0.5$"),
    ("sigmoid\n$h = s(a)$", "$h = 0.5$", "$dh = -2$"),
    ("scores\n$z = h W_2 + b_2$", "$z = (0, 0)$", "$dz = (-0.5, 0.5)$"),
    ("softmax\n$p$", "$p = (0.5, 0.5)$", ""),
    ("cross-entropy\n$L = -\\ln p_1$", "$L = 0.693$", "$dL = 1$"),
]
# Parameters: under which node, their values, their gradients.
_PARAMETERS = [
    (1, "$W_1 = 0.5$\n$b_1 = -1$", "$dW_1 = x \\cdot da = -1$\n$db_1 = da = -0.5$"),
    (3, "$W_2 = (2, -2)$\n$b_2 = (-1, 1)$",
     "$dW_2 = h \\cdot dz = (-0.25, 0.25)$\n$db_2 = dz = (-0.5, 0.5)$"),
]  # fmt: skip
# What a backward step computes, on the arrow that leads to its node.
_RULES = {3: "$dz = p - t$", 2: "$dh = dz\\,W_2^T$", 1: "$da = dh \\cdot h(1-h)$"}
_BACKWARD = [5, 3, 2, 1]
_ARROW = {"arrowstyle": "-|>", "mutation_scale": 13, "shrinkA": 0, "shrinkB": 0}


def computational_graph() -> None:
    """The worked example, forward in blue and then backward in red, one step at a time."""
    steps, size = len(_NODES) + len(_BACKWARD), (9.6, 4.4)

    def draw(ax: Axes, frame: int) -> None:
        _graph(ax, min(frame + 1, len(_NODES)), max(0, frame + 1 - len(_NODES)))

    def still() -> Figure:
        fig, axes = subplots(1, 1, width=size[0], height=size[1])
        _graph(axes[0, 0], len(_NODES), len(_BACKWARD))
        return fig

    animate(
        draw, steps, still,
        "Six boxes in a row from the input 2 to the loss 0.693, the forward values above them. "
        "Below, from right to left, the gradients dz = (-0.5, 0.5), dh = -2, da = -0.5, and under "
        "the two layers those of their weights and biases.",
        size=size, interval=900,
    )  # fmt: skip


def _graph(ax: Axes, forward: int, backward: int) -> None:
    ax.set_axis_off()
    ax.set(xlim=(-0.5, 5.55), ylim=(-3.3, 1.5))
    reached = set(_BACKWARD[:backward])
    for node, text, gradient in _PARAMETERS:
        ax.plot([node, node], [0, -2], color=GREY, lw=1.2, zorder=0)
        _boxed(ax, node, -2.0, text, BLUE)
        if node in reached:
            ax.text(node, -2.5, gradient, ha="center", va="top", fontsize=10, color=RED,
                    linespacing=1.5)  # fmt: skip
    ax.plot([0, len(_NODES) - 1], [0, 0], color=GREY, lw=1.2, zorder=0)
    for i, (text, value, gradient) in enumerate(_NODES):
        _boxed(ax, i, 0.0, text, "black")
        if i < forward:
            ax.text(i, 0.65, value, ha="center", color=BLUE, fontsize=11)
        if i in reached:
            ax.text(i, -0.95, gradient, ha="center", va="center", color=RED, fontsize=11,
                    bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none"})  # fmt: skip
    for to, start in [(3, 5), (2, 3), (1, 2)]:
        if to in reached:
            left, right = to + (0.46 if to == 3 else 0.33), start - (0.46 if start == 3 else 0.33)
            ax.add_patch(
                FancyArrowPatch((right, -0.95), (left, -0.95), color=RED, lw=1.2, **_ARROW)
            )
            ax.text((left + right) / 2, -1.15, _RULES[to], ha="center", va="top", fontsize=9.5,
                    color=RED)  # fmt: skip
    ax.text(-0.5, 1.25, "forward: values", color=BLUE, fontsize=10.5)
    ax.text(5.55, 1.25, "backward: gradients of the loss", color=RED, fontsize=10.5, ha="right")


def _boxed(ax: Axes, x: float, y: float, text: str, color: str) -> None:
    ax.text(
        x, y, text, ha="center", va="center", fontsize=9, linespacing=1.5, color=color, zorder=3,
        bbox={"boxstyle": "round,pad=0.4", "fc": "#f2f2f2", "ec": GREY},
    )  # fmt: skip


# The worked example of exercise 7: two samples, two inputs, three outputs.
_X = np.array([[1.0, 2.0], [0.0, -1.0]])
_W = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 0.0]])
_DOUT = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
_PAPER = {"x": "#d9e8f4", "w": "#fbe6bd", "dout": "#f7d9c4", "answer": "#eeeeee"}


def dense_backward_cells() -> None:
    """dw, dx, db of a layer with two samples, two inputs, three outputs: every cell worked out."""
    fig, axes = subplots(1, 1, width=9.6, height=6.9)
    ax = axes[0, 0]
    ax.set_axis_off()
    ax.set(xlim=(0, 16), ylim=(-0.25, 11.6))
    _table(ax, 0.6, 11.0, _numbers(_X), "x", "x", "2 samples\n2 inputs")
    _table(ax, 5.3, 11.0, _numbers(_W), "w", "w", "2 inputs\n3 outputs")
    _table(ax, 11.0, 11.0, _numbers(_DOUT), "dout", "dout", "2 samples\n3 outputs")
    rows = [
        (8.0, "dw: one sum over the samples in each cell", _X.T, "x", "x.T", _DOUT, "dout", "dout",
         "dw = x.T @ dout"),
        (4.9, "dx: one sum over the outputs in each cell", _DOUT, "dout", "dout", _W.T, "w", "w.T",
         "dx = dout @ w.T"),
    ]  # fmt: skip
    for top, title, left, left_paper, left_name, right, right_paper, right_name, name in rows:
        ax.text(0, top + 0.62, title, fontsize=11, fontweight="bold", va="bottom")
        x = _table(ax, 0.0, top, _numbers(left), left_paper, left_name) + 0.25
        ax.text(x, top - 0.9, "@", ha="center", va="center", fontsize=12)
        x = _table(ax, x + 0.25, top, _numbers(right), right_paper, right_name) + 0.3
        ax.text(x, top - 0.9, "=", ha="center", va="center", fontsize=12)
        _table(ax, x + 0.3, top, _worked(left, right), "answer", name, wide=3.1)
    ax.text(0, 1.2, "db: one sum over the samples in each cell", fontsize=11, fontweight="bold",
            va="bottom")  # fmt: skip
    sums = [[" + ".join(_short(v) for v in column) + f" = {column.sum():g}" for column in _DOUT.T]]
    _table(ax, 4.72, 0.75, sums, "answer", "db", wide=3.1)
    ax.text(0.0, 0.3, "the columns of dout, added up", va="center", color=GREY)
    show(
        fig,
        "Three tables above: x = [[1, 2], [0, -1]], w = [[1, 0, 2], [-1, 3, 0]], "
        "dout = [[1, 0, -1], [2, 1, 0]]. Below, every cell as a sum of products: "
        "dw = x.T @ dout = [[1, 0, -1], [0, -1, -2]], dx = dout @ w.T = [[-1, -1], [2, 1]], "
        "db = [3, 1, -1].",
    )


def _numbers(table: np.ndarray) -> list[list[str]]:
    return [[f"{v:g}" for v in row] for row in table]


def _worked(left: np.ndarray, right: np.ndarray) -> list[list[str]]:
    """Each cell of left @ right as a sum of products: "1·1 + 0·2 = 1"."""
    return [
        [
            " + ".join(f"{_short(a)}·{_short(b)}" for a, b in zip(row, column, strict=True))
            + f" = {row @ column:g}"
            for column in right.T
        ]
        for row in left
    ]


def _short(value: float) -> str:
    return f"{value:g}" if value >= 0 else f"({value:g})"


def _table(
    ax: Axes, x: float, top: float, cells: Sequence[Sequence[str]], paper: str, name: str,
    beside: str = "", wide: float = 0.72,
) -> float:  # fmt: skip
    """Cells with a frame, 0.9 high, the name above; returns the right edge."""
    for i, row in enumerate(cells):
        for j, text in enumerate(row):
            corner = (x + j * wide, top - 0.9 * (i + 1))
            ax.add_patch(Rectangle(corner, wide, 0.9, fc=_PAPER[paper], ec=GREY, lw=0.8))
            ax.text(corner[0] + wide / 2, corner[1] + 0.45, text, ha="center", va="center",
                    fontsize=9 if wide > 1 else 11)  # fmt: skip
    right = x + wide * len(cells[0])
    ax.text((x + right) / 2, top + 0.12, name, ha="center", va="bottom", family="monospace")
    ax.text(right + 0.2, top - 0.45 * len(cells), beside, va="center", color=GREY, fontsize=9)
    return right


# Name, shape, how it is computed; the way forward from left to right, and what comes back below it.
_STATIONS = [
    ("x", "(n, d)", "", "", ""),
    ("a", "(n, m)", "x @ W1 + b1", "da", "dh * h * (1 - h)"),
    ("h", "(n, m)", "expit(a)", "dh", "dz @ W2.T"),
    ("z", "(n, c)", "h @ W2 + b2", "dz", "(p - t) / n"),
    ("p", "(n, c)", "softmax(z)", "", ""),
]


def two_layer_shapes() -> None:
    """The network of exercise 8, forward above and back below, each array with its shape."""
    fig, axes = subplots(1, 1, width=9.6, height=3.9)
    ax = axes[0, 0]
    ax.set_axis_off()
    ax.set(xlim=(-0.45, 4.6), ylim=(-2.65, 1.2))
    for i, (name, shape, forward, back, rule) in enumerate(_STATIONS):
        _station(ax, i, 0.4, name, shape, BLUE)
        ax.text(i, 0.95, forward, ha="center", family="monospace", fontsize=9, color=BLUE)
        if i:
            ax.add_patch(FancyArrowPatch((i - 0.76, 0.4), (i - 0.24, 0.4), color=BLUE, **_ARROW))
        if back:
            _station(ax, i, -0.85, back, shape, RED)
            ax.text(i, -1.4, rule, ha="center", va="top", family="monospace", fontsize=9, color=RED)
            ax.add_patch(FancyArrowPatch((i + 0.76, -0.85), (i + 0.24, -0.85), color=RED, **_ARROW))
    ax.text(4.16, -0.85, "the loss, a mean\nover n samples", ha="center", va="center", color=RED)
    for i, weights, bias, shape in [(1, "dW1", "db1", "(d, m)"), (3, "dW2", "db2", "(m, c)")]:
        own = shape.split(", ")[1]
        ax.plot([i, i], [-1.72, -1.98], color=RED, lw=1)
        ax.text(i, -2.3, f"{weights} {shape}    {bias} ({own}", ha="center", va="center",
                bbox={"boxstyle": "round,pad=0.4", "fc": "white", "ec": RED})  # fmt: skip
    show(
        fig,
        "Forward, from left to right: x (n, d), a and h (n, m), z and p (n, c). Back, below, from "
        "right to left: dz (n, c), dh and da (n, m). From dz and h come dW2 (m, c) and db2 (c), "
        "from da and x come dW1 (d, m) and db1 (m).",
    )


def _station(ax: Axes, x: float, y: float, name: str, shape: str, color: str) -> None:
    ax.add_patch(Rectangle((x - 0.23, y - 0.38), 0.46, 0.76, fc="#f2f2f2", ec=color))
    ax.text(x, y + 0.12, name, ha="center", va="center", family="monospace", fontsize=12)
    ax.text(x, y - 0.19, shape, ha="center", va="center", fontsize=9, color=GREY)


def gradient_check_bars(errors: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
    """Largest relative error of each parameter's gradient, on a logarithmic scale.

    Args:
        errors: called without arguments, name -> relative error; may need unfinished exercises.

    Returns:
        The errors; {} while an exercise is unfinished.
    """
    found: Mapping[str, float] = {}
    fig, axes = subplots(1, 1, width=9.6, height=2.6)
    ax = axes[0, 0]

    def draw() -> None:
        nonlocal found
        found = errors()
        ax.barh(list(found), [max(e, 1e-12) for e in found.values()], left=1e-12, color=BLUE)
        ax.set_xscale("log")
        ax.invert_yaxis()
        for limit, text, color, dashes in [
            (1e-7, "1e-7: below this line right", GREEN, "--"),
            (1e-2, "1e-2: above wrong", RED, ":"),
        ]:
            ax.axvline(limit, color=color, lw=1.8, ls=dashes)
            ax.text(limit * 1.3, 0.98, text, color=color, fontsize=9, va="top",
                    transform=ax.get_xaxis_transform())  # fmt: skip
        ax.set(xlim=(1e-12, 10), xlabel="relative error, backpropagation against nudging")

    missing = or_wait(ax, draw)
    show(fig, f"A panel that waits for {missing}." if missing else
         "Four bars, one for each parameter, all well below the line at 1e-7.")  # fmt: skip
    return found
