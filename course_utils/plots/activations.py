"""Figures of notebook 01: activation functions, their derivatives, and what depth makes of them."""

from collections.abc import Callable, Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.special import erf, expit

from course_utils.plots._base import (
    BLUE,
    GREY,
    ORANGE,
    RED,
    STYLE,
    looks,
    or_wait,
    show,
    subplots,
)
from course_utils.plots.live.controls import slider

__all__ = [
    "activation_slider",
    "function_and_slope",
    "functions_with_derivatives",
    "gradient_against_depth",
    "linear_collapse",
    "xor_boundary",
]

Function = Callable[[np.ndarray], np.ndarray]

# name -> (function, derivative). A step has slope 0 wherever it has one.
_FUNCTIONS: dict[str, tuple[Function, Function]] = {
    "step": (lambda z: np.heaviside(z, 0.0), lambda z: np.zeros_like(z)),
    "sigmoid": (expit, lambda z: expit(z) * expit(-z)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "ReLU": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky ReLU": (lambda z: np.where(z > 0, z, 0.1 * z), lambda z: np.where(z > 0, 1.0, 0.1)),
    "GELU": (
        lambda z: z * _normal_cdf(z),
        lambda z: _normal_cdf(z) + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi),
    ),
}
_COMPARED = ("sigmoid", "tanh", "ReLU")


def linear_collapse() -> dict[str, float]:
    """Linear layers on top of each other stay a line; with ReLU between they bend.

    Returns:
        "identity" and "ReLU": how far the random network's curve is from its best straight
        line at most (in units of the output).
    """
    rng = np.random.default_rng(38)
    sizes = (1, 8, 8, 1)
    layers = [
        (rng.normal(size=(m, n)) / np.sqrt(m), rng.normal(size=n))
        for m, n in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    x = np.linspace(-3, 3, 301)
    fig, axes = subplots(1, 3, width=3.3, height=3.0)
    first = axes[0, 0]
    for depth, style in ((1, ":"), (2, "--"), (3, "-")):
        slope = 1.5**depth
        first.plot(x, slope * x, style, label=f"{depth} deep: {slope:g} x")
    first.set(title="f(x) = 1.5 x, stacked", xlabel="x", ylabel="output", ylim=(-10, 10))
    first.legend(fontsize=9, loc="upper left", frameon=False)
    bends = {}
    for ax, (name, f) in zip(
        axes[0, 1:], (("identity", lambda z: z), ("ReLU", _FUNCTIONS["ReLU"][0])), strict=True
    ):
        y = _stack(x, layers, f)
        line = np.polyval(np.polyfit(x, y, 1), x)
        bends[name] = float(np.abs(y - line).max())
        ax.plot(x, y, color=BLUE, label="three layers")
        ax.plot(x, line, "--", color=RED, lw=1.5, label="best straight line")
        ax.set(title=f"1-8-8-1 network, {name} between", xlabel="x")
        ax.legend(fontsize=9, frameon=False)
    show(
        fig,
        "Left: f(x) = 1.5x stacked one, two and three deep is always a straight line. Middle: a "
        "random three-layer network without activation is a straight line. Right: the same "
        "weights with ReLU between the layers give a bent curve.",
    )
    return bends


def functions_with_derivatives() -> None:
    """Six activation functions, each with its derivative, on one scale."""
    z = np.linspace(-4, 4, 801)
    fig, axes = subplots(2, 3, width=3.2, height=2.6, sharex=True, sharey=True)
    for ax, (name, (f, slope)) in zip(axes.flat, _FUNCTIONS.items(), strict=True):
        jump = np.where(np.abs(z) < 1e-9, np.nan, 1.0)  # no line drawn across the jump at 0
        ax.plot(z, f(z) * (jump if name == "step" else 1), color=BLUE)
        cut = jump if name in ("step", "ReLU", "leaky ReLU") else 1
        ax.plot(z, slope(z) * cut, "--", color=ORANGE)
        ax.set(title=name, ylim=(-1.2, 2.2), xticks=range(-4, 5, 2))
        ax.text(
            0.03, 0.95, f"steepest: {_steepest(name, slope(z))}", transform=ax.transAxes,
            va="top", fontsize=9, color=GREY,
        )  # fmt: skip
    for ax in axes[1]:
        ax.set_xlabel("z")
    axes[0, 0].plot([], [], color=BLUE, label="function")
    axes[0, 0].plot([], [], "--", color=ORANGE, label="derivative")
    axes[0, 0].legend(loc="lower right", fontsize=9, frameon=False)
    show(
        fig,
        "Step, sigmoid, tanh, ReLU, leaky ReLU and GELU, each with its derivative. The "
        "sigmoid's derivative is at most 1/4, that of tanh at most 1, that of ReLU 0 or 1.",
    )


def activation_slider(start: float = 1.0) -> None:
    """Sigmoid, tanh and ReLU at one z: the point, its tangent, and how steep it is there."""
    slider(
        _at_z, "z", -6.0, 6.0, start, 0.1,
        alt="Sigmoid, tanh and ReLU with a point and its tangent at one z, and the three slopes "
        f"there as bars. At z = {start:g} the slopes are {_slopes_in_words(start)}.",
    )  # fmt: skip


def gradient_against_depth(
    depth: int = 10, extra: Mapping[str, tuple[Function, Function]] | None = None
) -> dict[int, dict[str, np.ndarray]]:
    """What is left of a gradient after going back through 0, 1, ..., `depth` layers.

    Random networks n = 100 wide, 20 of them averaged, one random input each; on the left with
    normal weights of variance 1/n (Glorot & Bengio, 2010), on the right of 2/n (He et al., 2015).

    Args:
        depth: number of layers.
        extra: name -> (function, derivative), more curves to draw.

    Returns:
        1 and 2, times 1/n -> name -> root mean square of the gradient after 0..depth layers, 1 at
        the start.
    """
    chosen = {name: _FUNCTIONS[name] for name in _COMPARED} | dict(extra or {})
    back = np.arange(depth + 1)
    fig, axes = subplots(1, 2, width=4.8, height=3.6, sharey=True)
    found: dict[int, dict[str, np.ndarray]] = {}
    for ax, scale, told in zip(axes[0], (1, 2), ("suits tanh", "suits ReLU"), strict=True):
        found[scale] = {n: _backward_sizes(f, s, scale, depth) for n, (f, s) in chosen.items()}
        for name, (color, line, mark) in looks(chosen).items():
            ax.semilogy(back, found[scale][name], ls=line, marker=mark, ms=5, color=color,
                        label=name)  # fmt: skip
        ax.semilogy(back, 0.25**back, "-", color=GREY, lw=1, label=r"$0.25^{\,layers}$")
        ax.set(xlabel="layers the gradient has passed", xticks=back,
               title=f"weights of variance {scale}/n ({told})")  # fmt: skip
    axes[0, 0].set_ylabel("size of the gradient")
    axes[0, 0].legend(fontsize=9, frameon=False, loc="lower left")
    show(
        fig,
        f"Gradient size on a log scale against depth. After {depth} layers: "
        + "; ".join(
            f"weights of variance {scale}/n: "
            + ", ".join(f"{name} {size[-1]:.1e}" for name, size in sizes.items())
            for scale, sizes in found.items()
        )
        + ".",
    )
    return found


def xor_boundary(network: Callable[[], tuple[Any, Any, Any, Any]]) -> None:
    """What a network of two hidden units answers over the plane, with ReLU and without.

    Args:
        network: the student's xor_network; waiting panels until it is written.
    """
    side = np.linspace(-0.35, 1.35, 120)
    plane = np.stack(np.meshgrid(side, side), axis=-1)
    corners, wanted = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), (0, 1, 1, 0)
    fig, axes = subplots(1, 2, width=4.2, height=3.8, sharey=True)
    bends: tuple[tuple[str, Function], ...] = (
        ("with ReLU", lambda z: np.maximum(z, 0)), ("without a bend", lambda z: z)
    )  # fmt: skip
    for ax, (title, bend) in zip(axes[0], bends, strict=True):

        def draw(ax: Axes = ax, title: str = title, bend: Function = bend) -> None:
            w1, b1, w2, b2 = (np.asarray(part, dtype=float) for part in network())
            answer = (bend(plane @ w1 + b1) @ w2 + b2)[..., 0]
            ax.contourf(side, side, answer, [-1e9, 0.5, 1e9], colors=["#ffffff", "#cfe3f2"])
            ax.contour(side, side, answer, [0.5], colors=[BLUE], linewidths=1.5)
            for corner, y in zip(corners, wanted, strict=True):
                ax.plot(
                    *corner, "o" if y else "s", ms=13, color=BLUE if y else "white", mec="black"
                )
                ax.annotate(str(y), corner, ha="center", va="center", fontsize=9,
                            color="white" if y else "black")  # fmt: skip
            ax.set(title=title, xlabel="x1", xticks=[0, 1], yticks=[0, 1])
            ax.set_aspect("equal")

        or_wait(ax, draw)
    axes[0, 0].set_ylabel("x2")
    show(
        fig,
        "The plane of two inputs with the four corners of XOR; shaded where your network answers "
        "more than a half. Left, with ReLU; right, the same weights without a bend: one straight "
        "line at most.",
    )


def function_and_slope(name: str, f: Function, f_grad: Function) -> None:
    """The student's function, the student's derivative, and slopes measured on the function.

    Args:
        name: what to call it in the title.
        f, f_grad: the student's functions; waiting panels until both are written.
    """
    z = np.linspace(-6, 6, 241)
    at = np.linspace(-5.5, 5.5, 12)
    h = 1e-5
    fig, axes = subplots(1, 2, width=3.8, height=2.7)

    def draw_function() -> None:
        axes[0, 0].plot(z, np.asarray(f(z)), color=BLUE)
        axes[0, 0].set(title=f"your {name}(z)", xlabel="z")

    def draw_slope() -> None:
        axes[0, 1].plot(z, np.asarray(f_grad(z)), "--", color=ORANGE, label="your derivative")
        measured = (np.asarray(f(at + h)) - np.asarray(f(at - h))) / (2 * h)
        axes[0, 1].plot(at, measured, "o", color=BLUE, ms=5, label="measured on your function")
        axes[0, 1].set(title=f"your {name}_grad(z)", xlabel="z")
        low, high = axes[0, 1].get_ylim()
        axes[0, 1].set_ylim(low, high + 0.35 * (high - low))  # room for the legend
        axes[0, 1].legend(fontsize=9, frameon=False, loc="upper left")

    or_wait(axes[0, 0], draw_function)
    or_wait(axes[0, 1], draw_slope)
    show(
        fig,
        f"Left: your {name}. Right: your derivative as a dashed line; the dots, slopes measured "
        "on your function, should lie on it.",
    )


def _normal_cdf(z: np.ndarray) -> np.ndarray:
    return (1 + erf(z / np.sqrt(2))) / 2


def _steepest(name: str, slopes: np.ndarray) -> str:
    return "0 (vertical at 0)" if name == "step" else f"{slopes.max():.2f}"


def _stack(
    x: np.ndarray, layers: list[tuple[np.ndarray, np.ndarray]], between: Function
) -> np.ndarray:
    """A network 1-...-1 over a line of inputs, `between` after every layer but the last."""
    h = x[:, None]
    for i, (w, b) in enumerate(layers):
        h = h @ w + b
        if i < len(layers) - 1:
            h = between(h)
    return h[:, 0]


def _slopes_in_words(z: float) -> str:
    at = np.array([z])
    return ", ".join(f"{name} {_FUNCTIONS[name][1](at)[0]:.3f}" for name in _COMPARED)


def _at_z(value: float) -> Figure:
    """Left: the three curves with tangents at `value`. Right: their slopes."""
    z, at = np.linspace(-6, 6, 601), np.array([value])
    near = np.array([value - 1.2, value + 1.2])
    with plt.rc_context(STYLE):
        fig, axes = subplots(1, 2, width=4.3, height=3.0, width_ratios=(3, 2))
        left, right = axes[0]
        slopes = []
        shown = looks(_COMPARED)
        for name, (color, line, mark) in shown.items():
            f, slope = _FUNCTIONS[name]
            y, m = float(f(at)[0]), float(slope(at)[0])
            left.plot(z, f(z), ls=line, color=color, label=name)
            left.plot(near, y + m * (near - value), color="black", lw=1)
            left.plot(value, y, mark, ms=8, color=color)
            slopes.append(m)
        left.axvline(value, color=GREY, lw=0.8, ls=":")
        left.set(title=f"z = {value:.1f}", xlabel="z", xlim=(-6, 6), ylim=(-1.6, 3.2))
        left.legend(fontsize=9, loc="upper left")
        right.barh(_COMPARED, slopes, color=[look.color for look in shown.values()])
        for i, m in enumerate(slopes):
            right.annotate(
                f"{m:.3f}", (m, i), xytext=(4, 0), textcoords="offset points", va="center"
            )
        right.set(title="slope there: what learning gets", xlim=(0, 1.2))
        right.invert_yaxis()
    return fig


def _backward_sizes(
    f: Function, slope: Function, gain: int, depth: int, width: int = 100, networks: int = 20
) -> np.ndarray:
    squares = np.zeros(depth + 1)
    for seed in range(networks):
        rng = np.random.default_rng(seed)
        weights = rng.normal(scale=np.sqrt(gain / width), size=(depth, width, width))
        h, slopes = rng.normal(size=width), []
        for w in weights:
            z = h @ w
            slopes.append(np.asarray(slope(z)))
            h = np.asarray(f(z))
        g = rng.normal(size=width)
        g /= np.sqrt(np.mean(g**2))
        squares[0] += 1
        for k, (w, s) in enumerate(zip(weights[::-1], slopes[::-1], strict=True), start=1):
            g = w @ (s * g)
            squares[k] += np.mean(g**2)
    return np.sqrt(squares / networks)
