"""Figures of notebook 01: a neuron, whole layers and their shapes, outputs and gates."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle
from scipy.special import expit, softmax

from course_utils.plots._base import BLUE, GREEN, GREY, ORANGE, RED, SKY, show, subplots

__all__ = ["forward_shapes", "glu_gate", "neuron", "output_layers", "softmax_bars"]


def neuron() -> None:
    """One neuron with worked numbers: inputs, weights, weighted sum, activation."""
    x, w, b = (0.5, -1.0, 2.0), (2.0, 1.0, 0.5), 0.5
    z = float(np.dot(x, w) + b)
    fig, axes = subplots(width=7.6, height=2.9)
    ax = _canvas(axes[0, 0], (0, 10.6), (-0.15, 4.0))
    for i, (value, weight) in enumerate(zip(x, w, strict=True)):
        y = 3.3 - 1.3 * i
        _node(ax, (0.6, y), f"{value:g}", "#e8f1f8")
        end = (4.05, 2.0 + 0.2 * (1 - i))
        _arrow(ax, (1.0, y), end)
        on_arrow = y + (end[1] - y) * (2.5 - 1.0) / (end[0] - 1.0)
        ax.text(2.5, on_arrow + 0.16, f"× {weight:g}", ha="center", color=RED)
    ax.text(4.6, 3.45, f"bias + {b:g}", ha="center", color=RED)
    _arrow(ax, (4.6, 3.3), (4.6, 2.6))
    _node(ax, (4.6, 2.0), "Σ", "#fdf1dc", radius=0.55)
    _arrow(ax, (5.15, 2.0), (7.05, 2.0))
    ax.text(6.1, 2.2, f"z = {z:g}", ha="center")
    _node(ax, (7.6, 2.0), "f", "#e3f3ec", radius=0.55)
    _arrow(ax, (8.15, 2.0), (10.2, 2.0))
    ax.text(9.2, 2.2, f"f({z:g})", ha="center")
    for left, text in ((0.6, "inputs"), (2.5, "weights"), (4.6, "weighted sum"),
                       (7.6, "activation"), (9.6, "output")):  # fmt: skip
        ax.text(left, -0.05, text, ha="center", color=GREY)
    show(
        fig,
        "A neuron: inputs 0.5, -1 and 2, times weights 2, 1 and 0.5, plus bias 0.5, sum to "
        f"z = {z:g}; the activation function f makes f({z:g}) of it.",
    )


def softmax_bars() -> None:
    """Softmax turns scores into shares; every output depends on every input; a shift is nothing."""
    z = np.array([2.0, 1.0, 0.5, -1.0])
    raised = z + np.array([0.0, 2.0, 0.0, 0.0])
    cases = (
        ("four scores z", z, 0),
        ("only z[1] raised by 2", raised, 0),
        ("all four raised by 100", z, 100),
    )
    fig, axes = subplots(2, 3, width=3.2, height=2.1, sharey="row")
    for (above, below), (title, heights, shift) in zip(axes.T, cases, strict=True):
        _labelled_bars(above, heights, [f"{h + shift:g}" for h in heights], SKY)
        above.axhline(0, color=GREY, lw=0.8)
        above.set(title=title, ylim=(-1.9, 4.1), yticks=[])
        share = softmax(heights + shift)
        _labelled_bars(below, share, [f"{p:.2f}" for p in share], BLUE)
        below.set(ylim=(0, 0.85), yticks=[0, 0.5])
    axes[1, 0].set_ylabel("softmax(z)")
    axes[0, 0].set_ylabel("z")
    show(
        fig,
        "Bars of four scores and their softmax. Raising one score changes all four outputs; "
        "raising all scores by 100 changes none.",
    )


def output_layers() -> None:
    """Three tasks, three output layers: identity, sigmoid, softmax."""
    rng = np.random.default_rng(4)
    fig, axes = subplots(1, 3, width=3.3, height=2.8)
    line, curve, bars = axes[0]
    x = np.linspace(0, 10, 40)
    line.plot(x, 3 * x - 8 + rng.normal(scale=3, size=x.size), "o", ms=4, color=SKY)
    line.plot(x, 3 * x - 8, color=BLUE)
    line.set(title="regression: identity", xlabel="input", ylabel="any number")
    z = np.linspace(-6, 6, 200)
    score = rng.normal(size=40) * 2.5
    label = rng.random(40) < expit(1.6 * score)
    curve.plot(score, label, "o", ms=4, color=SKY, alpha=0.7)
    curve.plot(z, expit(1.6 * z), color=BLUE)
    curve.set(title="binary: sigmoid", xlabel="input", ylabel="P(class 1)", ylim=(-0.1, 1.1))
    share = softmax([1.0, 2.4, 0.2, 1.4])
    _labelled_bars(bars, share, [f"{p:.2f}" for p in share], BLUE)
    bars.set_xticks(range(4), ["cat", "dog", "bird", "fish"])
    bars.set(title="many classes: softmax", ylabel="P(class), sum 1", ylim=(0, 0.8))
    show(
        fig,
        "Regression ends in the identity (any number), a yes-no question in a sigmoid (one "
        "probability), many classes in a softmax (probabilities that sum to 1).",
    )


def forward_shapes(sizes: tuple[int, ...] = (784, 256, 256, 10), batch: int = 50) -> None:
    """Shapes of a forward pass: arrays as boxes, sides compressed so that all fit."""
    fig, axes = subplots(width=9.6, height=2.3)
    ax = axes[0, 0]
    gap, x = 0.8, 0.0
    for i, n in enumerate(sizes):
        name = "x" if i == 0 else f"h{i}" if i < len(sizes) - 1 else "y"
        x = _box(ax, x, (batch, n), name, "#cfe3f2") + gap
        if i + 1 < len(sizes):
            ax.text(x - gap / 2, 0, "@", ha="center", va="center", fontsize=13)
            x = _box(ax, x, (n, sizes[i + 1]), f"W{i + 1}", "#fbe3b5") + gap
            f = "softmax" if i + 2 == len(sizes) else "ReLU"
            ax.annotate("", (x - 0.1, 0), (x - gap + 0.1, 0), arrowprops={"arrowstyle": "->"})
            ax.text(x - gap / 2, 0.14, f"+b{i + 1}\n{f}", ha="center", va="bottom", fontsize=8)
    _canvas(ax, (-0.2, x - gap + 0.25), (-1.4, 1.1)).set_aspect("equal")
    chain = " to ".join(map(str, sizes))
    show(
        fig,
        f"A batch of {batch} through layers {chain}: ({batch}, {sizes[0]}) becomes "
        f"({batch}, {sizes[-1]}); neighbouring inner sizes agree, the batch size stays.",
    )


def glu_gate() -> None:
    """A gated linear unit: content times gate, position by position."""
    t = np.linspace(0, 4 * np.pi, 500)
    content = np.sin(3 * t) * (1 + 0.3 * np.sin(0.9 * t))
    gate = expit(7 * np.sin(t / 2 + 0.6))
    fig, axes = subplots(1, 3, width=3.2, height=2.5, sharex=True)
    panels = (
        ("content: x w + b", content, BLUE),
        ("gate: sigmoid(x v + c)", gate, ORANGE),
        ("output: content × gate", content * gate, GREEN),
    )
    for ax, (title, values, color) in zip(axes[0], panels, strict=True):
        ax.fill_between(t, -1.5, 1.5, where=(gate > 0.5).tolist(), color=ORANGE, alpha=0.12)
        ax.plot(t, values, color=color)
        ax.set(title=title, ylim=(-1.5, 1.5), xticks=[], yticks=[-1, 0, 1], xlabel="position")
    show(
        fig,
        "A wave, a gate between 0 and 1, and their product: where the gate is 1 the wave "
        "survives, where it is 0 the wave disappears.",
    )


def _labelled_bars(ax: Axes, heights: np.ndarray, labels: list[str], color: str) -> None:
    """Bars with a text at each one's end."""
    drawn = ax.bar([f"[{i}]" for i in range(len(heights))], heights, color=color)
    ax.bar_label(drawn, labels, padding=2, fontsize=9)


def _canvas(ax: Axes, x: tuple[float, float], y: tuple[float, float]) -> Axes:
    """An empty panel to draw shapes on."""
    ax.set(xlim=x, ylim=y)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


def _node(
    ax: Axes, center: tuple[float, float], text: str, color: str, radius: float = 0.4
) -> None:
    ax.add_patch(Circle(center, radius, fc=color, ec=GREY, zorder=3))
    ax.text(*center, text, ha="center", va="center", zorder=4, fontsize=15 if text == "Σ" else 10)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": GREY, "lw": 1.2,
                                            "shrinkA": 0, "shrinkB": 0})  # fmt: skip


def _box(ax: Axes, x: float, shape: tuple[int, int], name: str, color: str) -> float:
    """A rectangle for an array, vertically centred; returns its right edge."""
    height, width = (0.42 + 0.2 * np.log10(n) ** 2 for n in shape)
    ax.add_patch(Rectangle((x, -height / 2), width, height, fc=color, ec=GREY))
    ax.text(x + width / 2, 0, name, ha="center", va="center")
    ax.text(x + width / 2, -1.3, f"({shape[0]}, {shape[1]})", ha="center", fontsize=9)
    return x + width
