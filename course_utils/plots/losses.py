"""Figures of notebook 02: losses, the staircase of accuracy, slopes by nudging."""

from collections.abc import Callable
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from scipy.special import softmax

from course_utils.notebook import unfinished
from course_utils.plots._base import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    ink_on,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots._grids import SIGNED
from course_utils.plots.live.controls import slider

__all__ = [
    "batch_outputs",
    "derivative_sign",
    "error_against_step",
    "gradient_pictures",
    "loss_against_accuracy",
    "nudge_slider",
    "one_hot_rows",
    "penalty_curves",
]

Nudged = Callable[[float], float]


def one_hot_rows(images: np.ndarray, labels: np.ndarray) -> None:
    """A digit 5, 0, 4, 1 and 9 on the left, each with its one-hot row of ten cells on the right.

    Args:
        images: (n, 28, 28); labels: (n,), in which each of the five occurs.
    """
    chosen = [int(np.flatnonzero(labels == k)[0]) for k in (5, 0, 4, 1, 9)]
    images, labels = images[chosen], labels[chosen]
    fig, axes = subplots(len(labels), 2, width=4.8, height=0.66, width_ratios=[1, 9])
    for (left, right), image, label in zip(axes, images, labels, strict=True):
        left.imshow(image, cmap="gray_r")
        left.set_axis_off()
        for k in range(10):
            on = k == label
            right.add_patch(
                FancyBboxPatch(
                    (k + 0.08, 0.1), 0.84, 0.8, boxstyle="round,pad=0,rounding_size=0.1",
                    fc=BLUE if on else "#eeeeee", ec="none",
                )
            )  # fmt: skip
            right.text(
                k + 0.5, 0.5, "1" if on else "0", ha="center", va="center",
                color="white" if on else GREY, fontweight="bold" if on else "normal",
            )  # fmt: skip
        right.set(xlim=(0, 10), ylim=(0, 1))
        right.set_axis_off()
    for k in range(10):
        axes[0, 1].text(k + 0.5, 1.15, str(k), ha="center", va="bottom", color=GREY)
    said = ", ".join(str(int(label)) for label in labels)
    show(fig, f"Handwritten digits {said}; beside each ten cells with one 1, at its index.")


def penalty_curves() -> None:
    """Two classes: the loss, and how hard it pulls, against the probability of the right class.

    With p = softmax(z) the squared error is (1 - p)^2 and the cross-entropy -ln p; their slopes
    along the right class's score (against a fixed other one) are -2 p (1 - p)^2 and -(1 - p).
    """
    p = np.linspace(0.005, 1, 400)
    fig, axes = subplots(1, 2, width=4.8, height=3.3)
    loss, pull = axes[0]
    loss.plot(p, -np.log(p), color=BLUE, label="cross-entropy")
    loss.plot(p, (1 - p) ** 2, color=ORANGE, ls="--", label="squared error")
    loss.set(title="The penalty", xlabel="probability given to the right class", ylabel="loss")
    loss.legend(frameon=False)
    pull.plot(p, 1 - p, color=BLUE)
    pull.plot(p, 2 * p * (1 - p) ** 2, color=ORANGE, ls="--")
    pull.annotate(
        "sure and wrong: hardly any pull", (0.005, 0.01), (0.12, 0.04), color=RED, fontsize=9,
        va="center", arrowprops={"arrowstyle": "->", "color": RED},
    )  # fmt: skip
    pull.set(
        title="How hard it pulls on the score",
        xlabel="probability given to the right class",
        ylabel="size of the slope",
    )
    show(
        fig,
        "Left: cross-entropy grows without bound as the right class's probability goes to 0, the "
        "squared error stops at 1. Right: there cross-entropy pulls hardest, the squared error "
        "hardly at all.",
    )


def batch_outputs(p: np.ndarray, labels: np.ndarray) -> None:
    """The table of a batch's outputs: a row for each sample, a column for each class.

    Args:
        p: (50, 10) probabilities; labels: (50,).
    """
    n, right = len(p), p.argmax(axis=1) == labels
    fig, axes = subplots(1, 2, width=4.8, height=5.2, width_ratios=[1, 1])
    for ax, rows in zip(axes[0], np.array_split(np.arange(n), 2), strict=True):
        picture = ax.imshow(p[rows], cmap="Greys", vmin=0, vmax=1, aspect="auto")
        for place, i in enumerate(rows):
            k = labels[i]
            ax.add_patch(Rectangle((k - 0.5, place - 0.5), 1, 1, fill=False, ec=RED, lw=1.8))
            ax.text(9.7, place, "right" if right[i] else "", va="center", color=BLUE, fontsize=8)
        ax.set_xticks(range(10))
        ax.set_yticks(range(len(rows)), [str(i) for i in rows], fontsize=7)
        ax.set(xlabel="class", ylabel="sample of the batch")
        ax.grid(False)
    fig.colorbar(picture, ax=axes[0, 1], label="probability", shrink=0.6, pad=0.14)
    loss = -np.log(p[np.arange(n), labels]).mean()
    fig.suptitle(
        f"framed: the right class. Darkest cell framed in {right.sum()} of {n} rows; "
        f"mean of -ln(framed cell): {loss:.3f}", fontsize=11,
    )  # fmt: skip
    show(
        fig,
        f"A table of {n} rows and 10 columns of grey cells, one row for each digit; the right "
        f"class is framed. In {right.sum()} rows the framed cell is the darkest.",
    )


def nudge_slider(
    x: np.ndarray, labels: np.ndarray, w: np.ndarray, b: np.ndarray, pixel: int, digit: int
) -> None:
    """A slider over one weight of a one-layer network: which of 100 digits are right, and the loss.

    Args:
        x: (100, 784) in [0, 1]; labels: (100,).
        w: (784, 10), b: (10,): outputs are softmax(x @ w + b).
        pixel, digit: the nudged weight is w[pixel, digit].
    """
    base, rows = x @ w + b, np.arange(len(x))

    def at(nudge: float) -> tuple[float, np.ndarray]:
        z = base.copy()
        z[:, digit] += nudge * x[:, pixel]
        return float(-np.log(softmax(z, axis=1)[rows, labels]).mean()), z.argmax(axis=1) == labels

    nudges = np.linspace(-3, 3, 201)
    losses, shares = np.array([(at(v)[0], at(v)[1].mean()) for v in nudges]).T

    def draw(nudge: float) -> Figure:
        loss, right = at(nudge)
        fig, axes = subplots(1, 3, width=3.2, height=3.6)
        _hundred(axes[0, 0], x, right, f"nudge {nudge:.2f}: {right.sum()} of {len(x)} right")
        _curve(axes[0, 1], nudges, losses, f"loss {loss:.6f}")
        axes[0, 1].plot(nudge, loss, "o", color=RED, ms=9)
        _curve(axes[0, 2], nudges, shares, f"accuracy {right.mean():.0%}", stairs=True)
        axes[0, 2].plot(nudge, right.mean(), "o", color=RED, ms=9)
        return fig

    slider(
        draw, "nudge", -3.0, 3.0, 0.0, 0.01,
        f"{at(0.0)[1].sum()} of 100 digits are right; beside them the smooth curve of the loss "
        "along one weight, and the staircase of accuracy, each with a point at the nudge.",
    )  # fmt: skip


def _hundred(ax: Axes, x: np.ndarray, right: np.ndarray, title: str) -> None:
    ax.imshow(_mosaic(x.reshape(-1, 28, 28), right))
    ax.set(title=title)
    ax.set_axis_off()


def _mosaic(images: np.ndarray, right: np.ndarray) -> np.ndarray:
    """(n, 28, 28) as a 10-column RGB picture: dark blue paper where right, pale orange where
    wrong."""
    paper = np.where(right[:, None], [0.45, 0.69, 0.90], [1.0, 0.92, 0.76])
    tiles = paper[:, None, None, :] * (1 - images[..., None])
    tiles[:, [0, -1], :], tiles[:, :, [0, -1]] = 1.0, 1.0
    return tiles.reshape(-1, 10, 28, 28, 3).swapaxes(1, 2).reshape(-1, 280, 3)


def loss_against_accuracy(loss: Nudged, accuracy: Nudged, nudges: np.ndarray) -> None:
    """Both along one weight: the whole sweep above, its middle hundredth enlarged below.

    Args:
        loss, accuracy: the number at a given nudge of the weight; one waiting panel while either
            is unfinished.
        nudges: increasing, symmetric about 0.
    """
    try:
        loss(0.0), accuracy(0.0)
    except NotImplementedError as error:
        fig, axes = subplots(1, 1, width=9.6, height=2.6)
        waiting(axes[0, 0], unfinished(error))
        show(fig, f"A panel that waits for {unfinished(error)}.")
        return
    fig, axes = subplots(2, 2, width=4.8, height=2.6)
    for (left, right), values, where in [
        (axes[0], nudges, "the whole sweep"),
        (axes[1], nudges / 100, "100 times closer"),
    ]:
        _curve(left, values, np.array([loss(float(v)) for v in values]), f"loss: {where}")
        shares = np.array([accuracy(float(v)) for v in values])
        _curve(right, values, shares, f"accuracy: {where}", stairs=True)
    show(
        fig,
        "Along one weight the loss is a smooth curve and accuracy a staircase; enlarged a hundred "
        "times the loss still slopes and accuracy is flat.",
    )


def _curve(
    ax: Axes, nudges: np.ndarray, values: np.ndarray, title: str, stairs: bool = False
) -> None:
    """A function of the nudge; `stairs` for accuracy, with whole per cents on its axis."""
    ax.plot(
        nudges, values, color=ORANGE if stairs else BLUE,
        drawstyle="steps-mid" if stairs else "default",
    )  # fmt: skip
    ax.set(title=title, xlabel="nudge of one weight")
    ax.ticklabel_format(axis="y", useOffset=False)
    if stairs:
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
        low, high = values.min(), values.max()
        steps = np.arange(np.floor(low * 100 - 1), np.ceil(high * 100 + 2)) / 100
        ax.set_yticks(steps[:: max(1, len(steps) // 5)])
        ax.set_ylim(steps[0], steps[-1])


def derivative_sign() -> None:
    """What the derivative's sign says to do; and three places where it is 0."""
    w = np.linspace(-2.6, 2.6, 200)
    fig, axes = subplots(1, 2, width=4.8, height=3.6)
    ax, other = axes[0]
    ax.plot(w, 0.5 * w**2 + 0.4, color=BLUE)
    for at, text, color in [
        (-1.7, "negative:\nraise the weight", RED),
        (1.7, "positive:\nlower the weight", PURPLE),
        (0.0, "0: stop", GREEN),
    ]:
        height, reach = 0.5 * at**2 + 0.4, np.array([-0.55, 0.55])
        ax.plot(at + reach, height + at * reach, color=color, lw=3)
        ax.plot(at, height, "o", color=color, ms=8)
        if at:
            ax.vlines(at, 0.06, height, color=color, lw=1, ls=":")
            ax.annotate(
                "", (at * 0.42, 0.06), (at, 0.06),
                arrowprops={"arrowstyle": "-|>", "color": color, "lw": 2.5},
            )  # fmt: skip
            ax.text(0.72 * at, height + 0.75, text, ha="center", color=color)
        else:
            ax.text(at, 0.06, text, ha="center", va="center", color=color)
    ax.set(title="the derivative tells the way", xlabel="a weight", ylabel="loss", xticks=[],
           yticks=[], ylim=(-0.15, 4.0))  # fmt: skip
    _three_zeros(other)
    show(
        fig,
        "Left, a valley: where the slope is negative an arrow points right, where it is positive "
        "an arrow points left, at the bottom it is 0. Right, a curve with a top, a plateau and a "
        "bottom: the slope is 0 at all three.",
    )


def _three_zeros(ax: Axes) -> None:
    """A curve whose slope is 0 on a top, on a plateau and at the bottom."""
    v = np.linspace(-0.75, 3.55, 400)
    slope = -v * (v - 1.4) ** 2 * (3.0 - v)
    loss = np.cumsum(slope) * (v[1] - v[0])
    ax.plot(v, loss, color=BLUE)
    for at, name, up in [(0.0, "top", 0.28), (1.4, "plateau", 0.28), (3.0, "bottom", -0.55)]:
        height = float(np.interp(at, v, loss))
        ax.plot([at - 0.35, at + 0.35], [height] * 2, color=GREEN, lw=3)
        ax.plot(at, height, "o", color=GREEN, ms=8)
        ax.text(at, height + up, f"{name}: 0", ha="center", color=GREEN)
    ax.set(title="0 has three meanings", xlabel="a weight", xticks=[], yticks=[])
    ax.margins(y=0.2)


def error_against_step() -> None:
    """Error of one-sided and central differences of exp at 1, against the size of the nudge."""
    h = np.logspace(-12, -0.5, 140)
    true = np.exp(1)
    forward = np.abs((np.exp(1 + h) - np.exp(1)) / h - true) / true
    central = np.abs((np.exp(1 + h) - np.exp(1 - h)) / (2 * h) - true) / true
    fig, axes = subplots(1, 1, width=9.6, height=3.5)
    ax = axes[0, 0]
    ax.loglog(h, forward, color=ORANGE, ls="--", label="one-sided: (f(w + ε) - f(w)) / ε")
    ax.loglog(
        h, np.maximum(central, 1e-13), color=BLUE, label="central: (f(w + ε) - f(w - ε)) / 2ε"
    )
    ax.axvline(1e-4, ymax=0.78, color=GREY, lw=1, ls=":")
    ax.text(1.15e-4, 3e-13, "ε = 0.0001", color=GREY, fontsize=9)
    ax.annotate("rounding wins", (2e-11, 3e-3), color=GREY, ha="center", fontsize=9)
    ax.annotate("curvature wins", (2e-2, 1e-9), color=GREY, ha="center", fontsize=9)
    ax.set(xlabel="size of the nudge, ε", ylabel="relative error", ylim=(1e-13, 1))
    ax.legend(loc="upper center", frameon=False)
    show(
        fig,
        "Relative error against the size of the nudge, both axes logarithmic. Each curve is a V; "
        "the central difference reaches about 1e-11 and is near 1e-9 at 0.0001, the one-sided "
        "difference near 1e-4 there.",
    )


def gradient_pictures(loss: Callable[[], np.ndarray], accuracy: Callable[[], np.ndarray]) -> None:
    """Two gradients over the 28x28 weights of one class, as pictures.

    Blue where the derivative is negative (raise the weight), orange where it is positive;
    the largest are marked with + (raise) and - (lower), which can be read without colour.

    Args:
        loss, accuracy: called without arguments, return (28, 28); may be unfinished exercises.
    """
    fig, axes = subplots(1, 2, width=4.8, height=4.2)
    missing = ""
    for ax, gradient, name in [
        (axes[0, 0], loss, "gradient of the loss"),
        (axes[0, 1], accuracy, "gradient of accuracy"),
    ]:
        missing = or_wait(ax, partial(_signed_picture, fig, ax, gradient, name)) or missing
    show(
        fig,
        f"Two panels that wait for {missing}." if missing else
        "The gradient of the loss over 784 weights is a picture with positive and negative "
        "regions; in the picture of the gradient of accuracy all 784 cells are 0.",
    )  # fmt: skip


def _signed_picture(fig: Figure, ax: Axes, gradient: Callable[[], np.ndarray], name: str) -> None:
    values = np.asarray(gradient())
    size = float(np.abs(values).max()) or 1.0
    image = ax.imshow(values, cmap=SIGNED, vmin=-size, vmax=size)
    ax.set(title=f"{name}:\n{np.count_nonzero(values)} of {values.size} differ from 0")
    ax.grid(False)
    ax.set(xticks=[], yticks=[])
    if not values.any():
        image.set(cmap="Greys", clim=(0, 1))
        ax.text(13.5, 13.5, "0 everywhere:\nno weight knows\nwhich way to turn", ha="center",
                va="center", fontsize=13)  # fmt: skip
        return
    for i, j in np.argwhere(np.abs(values) > 0.2 * size):
        ink = ink_on(to_hex(image.to_rgba(values[i, j])))
        ax.text(j, i, "−" if values[i, j] > 0 else "+", ha="center", va="center", color=ink,
                fontsize=8)  # fmt: skip
    bar = fig.colorbar(image, ax=ax, shrink=0.8, format="%.2g")
    bar.set_label("derivative: − lower, + raise the weight")
