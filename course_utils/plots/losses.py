"""Figures of notebook 02: losses, the staircase of accuracy, backpropagation, the loop."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from scipy.special import softmax

from course_utils.plots._base import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    or_wait,
    show,
    subplots,
)
from course_utils.plots.live.controls import animate, slider

__all__ = [
    "best_of_many_guessers",
    "computational_graph",
    "derivative_sign",
    "error_against_step",
    "gradient_check_bars",
    "gradient_pictures",
    "learning_curves_loss_and_accuracy",
    "loss_against_accuracy",
    "nudge_slider",
    "one_hot_rows",
    "penalty_curves",
    "shuffled_batches",
    "three_way_split",
    "time_per_image",
    "training_loop",
]

Nudged = Callable[[float], float]


def one_hot_rows(images: np.ndarray, labels: np.ndarray) -> None:
    """Digits (n, 28, 28) on the left, each with its one-hot row of ten cells on the right."""
    n = len(labels)
    fig, axes = subplots(n, 2, width=3.6, height=0.62, width_ratios=[1, 8])
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
    fig, axes = subplots(1, 2, width=4.4, height=3.2)
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
    losses = [at(v)[0] for v in nudges]

    def draw(nudge: float) -> Figure:
        loss, right = at(nudge)
        fig, axes = subplots(1, 2, width=4.2, height=3.7)
        grid, curve = axes[0]
        grid.imshow(_mosaic(x.reshape(-1, 28, 28), right))
        grid.set(title=f"{right.sum()} of {len(x)} right (blue): {right.mean():.0%}")
        grid.set_axis_off()
        curve.plot(nudges, losses, color=BLUE)
        curve.plot(nudge, loss, "o", color=RED, ms=9)
        curve.set(title=f"loss = {loss:.6f}", xlabel="nudge of one weight", ylabel="cross-entropy")
        return fig

    slider(
        draw, "nudge", -3.0, 3.0, 0.0, 0.01,
        f"{at(0.0)[1].sum()} of 100 digits are right; beside them the smooth curve of the loss "
        "along one weight.",
    )  # fmt: skip


def _mosaic(images: np.ndarray, right: np.ndarray) -> np.ndarray:
    """(n, 28, 28) as a 10-column RGB picture: blue paper where right, orange where wrong."""
    paper = np.where(right[:, None], [0.62, 0.80, 0.93], [0.98, 0.86, 0.60])
    tiles = paper[:, None, None, :] * (1 - images[..., None])
    tiles[:, [0, -1], :], tiles[:, :, [0, -1]] = 1.0, 1.0
    return tiles.reshape(-1, 10, 28, 28, 3).swapaxes(1, 2).reshape(-1, 280, 3)


def loss_against_accuracy(loss: Nudged, accuracy: Nudged, nudges: np.ndarray) -> None:
    """Both along one weight: the whole sweep above, its middle hundredth enlarged below.

    Args:
        loss, accuracy: the number at a given nudge of the weight; may be unfinished exercises.
        nudges: increasing, symmetric about 0.
    """
    fig, axes = subplots(2, 2, width=4.4, height=2.6)
    for (left, right), values, where in [
        (axes[0], nudges, "the whole sweep"),
        (axes[1], nudges / 100, "100 times closer"),
    ]:
        or_wait(left, partial(_along, left, loss, values, f"loss: {where}", BLUE))
        or_wait(right, partial(_along, right, accuracy, values, f"accuracy: {where}", ORANGE))
    show(
        fig,
        "Along one weight the loss is a smooth curve and accuracy a staircase; enlarged a hundred "
        "times the loss still slopes and accuracy is flat.",
    )


def _along(ax: Axes, f: Nudged, nudges: np.ndarray, title: str, color: str) -> None:
    values = [f(float(v)) for v in nudges]
    stairs = title.startswith("accuracy")
    ax.plot(nudges, values, color=color, drawstyle="steps-mid" if stairs else "default")
    ax.set(title=title, xlabel="nudge of one weight")
    ax.ticklabel_format(axis="y", useOffset=False)
    if stairs:
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
        low, high = min(values), max(values)
        steps = np.arange(np.floor(low * 100 - 1), np.ceil(high * 100 + 2)) / 100
        ax.set_yticks(steps[:: max(1, len(steps) // 5)])
        ax.set_ylim(steps[0], steps[-1])


def derivative_sign() -> None:
    """One loss curve, three places on it, and what the derivative's sign says to do there."""
    w = np.linspace(-2.6, 2.6, 200)
    fig, axes = subplots(1, 1, width=6.4, height=3.6)
    ax = axes[0, 0]
    ax.plot(w, 0.5 * w**2 + 0.4, color=BLUE)
    for at, text, color in [
        (-1.7, "derivative negative:\nraise the weight", RED),
        (1.7, "derivative positive:\nlower the weight", PURPLE),
        (0.0, "derivative 0: stop", GREEN),
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
            ax.text(0.75 * at, height + 0.75, text, ha="center", color=color)
        else:
            ax.text(at, 0.06, text, ha="center", va="center", color=color)
    ax.set(xlabel="a weight", ylabel="loss", ylim=(-0.15, 4.0), xticks=[], yticks=[])
    show(
        fig,
        "A valley. On its left side the slope is negative and an arrow points right; on its right "
        "side the slope is positive and an arrow points left; at the bottom the slope is 0.",
    )


def error_against_step() -> None:
    """Error of forward and central differences of exp at 1, against the step h."""
    h = np.logspace(-12, -0.5, 140)
    true = np.exp(1)
    forward = np.abs((np.exp(1 + h) - np.exp(1)) / h - true) / true
    central = np.abs((np.exp(1 + h) - np.exp(1 - h)) / (2 * h) - true) / true
    fig, axes = subplots(1, 1, width=6.4, height=3.4)
    ax = axes[0, 0]
    ax.loglog(h, forward, color=ORANGE, ls="--", label="forward: (f(w+h) - f(w)) / h")
    ax.loglog(h, np.maximum(central, 1e-13), color=BLUE, label="central: (f(w+h) - f(w-h)) / 2h")
    ax.axvline(1e-4, ymax=0.78, color=GREY, lw=1, ls=":")
    ax.text(1.15e-4, 3e-13, "h = 0.0001", color=GREY, fontsize=9)
    ax.annotate("rounding wins", (2e-11, 3e-3), color=GREY, ha="center", fontsize=9)
    ax.annotate("curvature wins", (2e-2, 1e-9), color=GREY, ha="center", fontsize=9)
    ax.set(xlabel="step h", ylabel="relative error", ylim=(1e-13, 1))
    ax.legend(loc="upper center", frameon=False)
    show(
        fig,
        "Relative error against the step, both axes logarithmic. Each curve is a V; the central "
        "difference reaches about 1e-11 and is near 1e-9 at h = 0.0001, the forward difference "
        "near 1e-4 there.",
    )


def gradient_pictures(loss: Callable[[], np.ndarray], accuracy: Callable[[], np.ndarray]) -> None:
    """Two gradients over the 28x28 weights of one class, as pictures; red raises, blue lowers.

    Args:
        loss, accuracy: called without arguments, return (28, 28); may be unfinished exercises.
    """
    fig, axes = subplots(1, 2, width=3.6, height=3.4)
    for ax, gradient, name in [
        (axes[0, 0], loss, "gradient of the loss"),
        (axes[0, 1], accuracy, "gradient of accuracy"),
    ]:
        or_wait(ax, partial(_signed_picture, fig, ax, gradient, name))
    show(
        fig,
        "The gradient of the loss over 784 weights is a picture with positive and negative "
        "regions; the gradient of accuracy is blank.",
    )


def _signed_picture(fig: Figure, ax: Axes, gradient: Callable[[], np.ndarray], name: str) -> None:
    values = np.asarray(gradient())
    size = float(np.abs(values).max()) or 1.0
    image = ax.imshow(values, cmap="RdBu_r", vmin=-size, vmax=size)
    ax.set(title=f"{name}:\n{np.count_nonzero(values)} of {values.size} differ from 0")
    ax.grid(False)
    ax.set(xticks=[], yticks=[])
    ticks = None if values.any() else [0.0]
    fig.colorbar(image, ax=ax, shrink=0.75, format="%.2g", ticks=ticks)


# The worked example of the lesson: one input, one hidden neuron, two classes.
# Node: text, forward value, gradient of the loss with respect to it.
_NODES = [
    ("input\n$x$", "2", ""),
    ("weighted sum\n$a = w_1 x + b_1$", "0", "-0.5"),
    ("sigmoid\n$h = s(a)$", "0.5", "-2"),
    ("scores\n$z = W_2 h + b_2$", "(0, 0)", "(-0.5, 0.5)"),
    ("softmax\n$p$", "(0.5, 0.5)", ""),
    ("cross-entropy\n$L = -\\ln p_1$", "0.693", "1"),
]
# Parameter: under which node, text, value, gradient.
_PARAMETERS = [
    (1, "$w_1 = 0.5$,  $b_1 = -1$", "$dw_1 = 2\\cdot(-0.5) = -1$\n$db_1 = -0.5$"),
    (3, "$W_2 = (2, -2)$\n$b_2 = (-1, 1)$",
     "$dW_2 = 0.5\\cdot dz = (-0.25, 0.25)$\n$db_2 = (-0.5, 0.5)$"),
]  # fmt: skip
# The factor that each backward step multiplies by, under the arrow that leads there.
_FACTORS = {3: "$p - t$", 2: "$W_2 \\cdot dz$", 1: "$\\times\\, h(1-h)$"}
_BACKWARD = [5, 3, 2, 1]


def computational_graph() -> None:
    """The worked example, forward in blue and then backward in red, one step at a time."""
    steps = len(_NODES) + len(_BACKWARD)

    def draw(ax: Axes, frame: int) -> None:
        _graph(ax, min(frame + 1, len(_NODES)), max(0, frame + 1 - len(_NODES)))

    def still() -> Figure:
        fig, axes = subplots(1, 1, width=10.6, height=3.9)
        _graph(axes[0, 0], len(_NODES), len(_BACKWARD))
        return fig

    animate(
        draw, steps, still,
        "Six boxes from the input 2 to the loss 0.693, forward values above; below, from right to "
        "left, the gradients 1, (-0.5, 0.5), -2, -0.5 and those of the parameters.",
        size=(10.6, 3.9), interval=900,
    )  # fmt: skip


def _graph(ax: Axes, forward: int, backward: int) -> None:
    ax.set_axis_off()
    ax.set(xlim=(-0.62, 5.6), ylim=(-2.45, 1.45))
    reached = set(_BACKWARD[:backward])
    for i, (text, value, gradient) in enumerate(_NODES):
        ax.text(
            i, 0, text, ha="center", va="center", fontsize=9.5,
            bbox={"boxstyle": "round,pad=0.45", "fc": "#f2f2f2", "ec": GREY},
        )  # fmt: skip
        if i < forward:
            ax.text(i, 0.72, value, ha="center", color=BLUE, fontsize=13)
        if i in reached:
            ax.text(i, -0.95, gradient, ha="center", color=RED, fontsize=13)
    _arrows(ax, reached)
    for node, text, gradient in _PARAMETERS:
        ax.text(node, -1.42, text, ha="center", va="center", fontsize=9.5, color=BLUE)
        if node in reached:
            ax.text(node, -1.85, gradient, ha="center", va="top", fontsize=9.5, color=RED)
    ax.text(-0.6, 1.2, "forward: values", color=BLUE, fontsize=10)
    ax.text(5.58, -1.6, "backward: gradients\nof the loss", color=RED, ha="right", fontsize=10)


def _arrows(ax: Axes, reached: set[int]) -> None:
    style = {"arrowstyle": "-|>", "mutation_scale": 12, "shrinkA": 0, "shrinkB": 0}
    for i in range(len(_NODES) - 1):
        ax.add_patch(FancyArrowPatch((i + 0.31, 0.79), (i + 0.69, 0.79), color=BLUE, lw=1, **style))
    for to, start in [(3, 5), (2, 3), (1, 2)]:
        if to in reached:
            ends = (start - 0.34, -0.88), (to + 0.34, -0.88)
            ax.add_patch(FancyArrowPatch(*ends, color=RED, lw=1, **style))
            ax.text(np.mean([e[0] for e in ends]), -0.8, _FACTORS[to], ha="center", va="bottom",
                    fontsize=9, color=RED)  # fmt: skip


def gradient_check_bars(errors: Callable[[], Mapping[str, float]]) -> None:
    """Largest relative error of each parameter's gradient, on a logarithmic scale.

    Args:
        errors: called without arguments, name -> relative error; may need unfinished exercises.
    """
    fig, axes = subplots(1, 1, width=6.0, height=2.5)
    ax = axes[0, 0]

    def draw() -> None:
        found = errors()
        ax.barh(list(found), [max(e, 1e-12) for e in found.values()], left=1e-12, color=BLUE)
        ax.set_xscale("log")
        ax.invert_yaxis()
        for limit, text, color in [
            (1e-7, "1e-7:\nright", GREEN),
            (1e-2, "1e-2:\nwrong", RED),
        ]:
            ax.axvline(limit, color=color, lw=1.5, ls="--")
            ax.text(limit * 1.3, 0.98, text, color=color, fontsize=9, va="top",
                    transform=ax.get_xaxis_transform())  # fmt: skip
        ax.set(xlim=(1e-12, 10), xlabel="relative error, backpropagation against nudging")

    or_wait(ax, draw)
    show(fig, "Four bars, one a parameter, all well below the line at 1e-7.")


def time_per_image(sizes: Sequence[int], seconds: Sequence[float]) -> None:
    """Microseconds an image against the batch size; `seconds` are for the whole batch."""
    each = np.asarray(seconds) / np.asarray(sizes) * 1e6
    fig, axes = subplots(1, 1, width=6.0, height=3.0)
    ax = axes[0, 0]
    ax.loglog(sizes, each, "o-", color=BLUE)
    ax.set(xlabel="images at once (batch size)", ylabel="microseconds an image")
    ax.set_xticks(list(sizes), [str(s) for s in sizes])
    steps = np.array([m * 10.0**k for k in range(-2, 5) for m in (1, 2, 5)])
    inside = steps[(steps > each.min() / 2) & (steps < each.max() * 2)]
    ax.set_yticks(inside, [f"{s:g}" for s in inside])
    ax.minorticks_off()
    show(fig, "Time an image takes falls steeply as the batch grows, then levels off.")


def shuffled_batches() -> None:
    """Twenty samples in stored order, shuffled, and cut into mini-batches of six."""
    n, size = 20, 6
    order = np.random.default_rng(3).permutation(n)
    colors = (BLUE, ORANGE, GREEN, PURPLE)
    fig, axes = subplots(1, 1, width=9.0, height=2.4)
    ax = axes[0, 0]
    for place, index in enumerate(range(n)):
        _cell(ax, place, 2.0, index, "#dddddd", "black")
    for place, index in enumerate(order):
        batch = place // size
        _cell(ax, place + 0.45 * batch, 0.0, int(index), colors[batch], _ink(colors[batch]))
    for batch, start in enumerate(range(0, n, size)):
        count = min(size, n - start)
        ax.text(start + 0.45 * batch + count / 2, -0.35, f"mini-batch of {count}", ha="center",
                va="top", color=GREY)  # fmt: skip
    ax.text(10.7, 1.5, "shuffle, then cut", ha="center", va="center", color=GREY)
    ax.set(xlim=(-0.2, 22.2), ylim=(-0.9, 3.1))
    ax.set_axis_off()
    show(fig, "Indices 0 to 19 in order; below, shuffled and cut into batches of 6, 6, 6 and 2.")


def _cell(ax: Axes, x: float, y: float, index: int, face: str, ink: str) -> None:
    ax.add_patch(
        FancyBboxPatch(
            (x + 0.06, y), 0.88, 0.95, boxstyle="round,pad=0,rounding_size=0.15", fc=face, ec="none"
        )
    )
    ax.text(x + 0.5, y + 0.46, str(index), ha="center", va="center", color=ink)


def _ink(paper: str) -> str:
    """Text colour that can be read on this colour."""
    return "black" if paper in (ORANGE, PURPLE, SKY) else "white"


def three_way_split() -> None:
    """Training, validation and test set as a bar 6:2:2, with what each is for."""
    fig, axes = subplots(1, 1, width=9.0, height=2.3)
    ax = axes[0, 0]
    for start, width, name, use, color in [
        (0, 6, "training 60 %", "the weights learn from it,\nstep after step", BLUE),
        (6, 2, "validation 20 %", "you choose with it:\nrate, sizes,\nwhen to stop", ORANGE),
        (8, 2, "test 20 %", "opened once,\nat the very end:\nthe grade", GREEN),
    ]:
        ax.barh(0, width - 0.06, left=start, height=0.8, color=color)
        ax.text(start + width / 2 - 0.03, 0, name, ha="center", va="center",
                color=_ink(color), fontweight="bold", fontsize=11)  # fmt: skip
        ax.text(start + width / 2 - 0.03, -0.55, use, ha="center", va="top")
    ax.set(xlim=(0, 10), ylim=(-1.35, 0.45))
    ax.set_axis_off()
    show(fig, "A bar cut 6:2:2: training data teach the weights, validation data help you choose, "
              "test data are opened once at the end.")  # fmt: skip


def best_of_many_guessers(validation: np.ndarray, test: np.ndarray) -> None:
    """Scores of many models that only guess: the winner on validation, and its test score."""
    best = int(np.argmax(validation))
    fig, axes = subplots(1, 1, width=6.4, height=3.2)
    ax = axes[0, 0]
    levels, counts = np.unique(validation, return_counts=True)
    ax.bar(levels, counts, width=0.016, color=SKY)
    tall = counts.max()
    for score, text, color, height in [
        (validation[best], "the winner's\nvalidation score", RED, 0.45),
        (test[best], "the same model\non test data", GREEN, 1.2),
    ]:
        ax.annotate(
            f"{text}: {score:.0%}", (score, 0), (score, height * tall), ha="center", color=color,
            arrowprops={"arrowstyle": "->", "color": color},
        )  # fmt: skip
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    ax.set(xlabel="accuracy on 50 validation digits", ylabel="models", ylim=(0, 1.5 * tall))
    ax.set_xlim(-0.02, float(levels.max()) + 0.06)
    show(
        fig,
        f"Histogram of {len(validation)} guessing models around 10 %. The best reaches "
        f"{validation[best]:.0%} on validation data and {test[best]:.0%} on test data.",
    )


def training_loop() -> None:
    """The four stations of the loop in a circle."""
    fig, axes = subplots(1, 1, width=7.4, height=3.0)
    ax = axes[0, 0]
    stations = [
        (0.0, 1.0, "mini-batch\n50 digits, shuffled", BLUE),
        (2.2, 0.0, "gradient\nof the loss, by backpropagation", RED),
        (0.0, -1.0, "update\n$w \\leftarrow w - $ rate $\\times$ gradient", GREEN),
        (-2.2, 0.0, "repeat\nall batches = one epoch", PURPLE),
    ]
    for x, y, text, color in stations:
        ax.text(x, y, text, ha="center", va="center", color=_ink(color),
                bbox={"boxstyle": "round,pad=0.5", "fc": color, "ec": "none"})  # fmt: skip
    for start, end in [
        ((1.05, 1.0), (2.2, 0.36)),
        ((2.2, -0.36), (1.25, -1.0)),
        ((-1.25, -1.0), (-2.2, -0.36)),
        ((-2.2, 0.36), (-1.05, 1.0)),
    ]:
        ax.add_patch(
            FancyArrowPatch(
                start, end, connectionstyle="arc3,rad=-0.25", arrowstyle="-|>", mutation_scale=16,
                color=GREY, lw=2,
            )
        )  # fmt: skip
    ax.set(xlim=(-3.6, 3.6), ylim=(-1.4, 1.4))
    ax.set_axis_off()
    show(fig, "A circle: mini-batch, gradient, update, repeat.")


def learning_curves_loss_and_accuracy(
    on_loss: Sequence[float], on_accuracy: Sequence[float]
) -> None:
    """Validation accuracy along training on the loss, and along hill climbing on accuracy.

    Args:
        on_loss, on_accuracy: accuracies in equal intervals of work, from start to end.
    """
    fig, axes = subplots(1, 1, width=6.6, height=3.4)
    ax = axes[0, 0]
    for curve, name, color, style in [
        (on_loss, "trained on loss", BLUE, "-"),
        (on_accuracy, "hill-climbed on accuracy", ORANGE, "--"),
    ]:
        ax.plot(np.linspace(0, 100, len(curve)), curve, color=color, ls=style)
        ax.text(100, curve[-1] - 0.05, f"{name}: {curve[-1]:.0%}", ha="right", va="top")
    ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    ax.set(xlabel="work done (% of the run)", ylabel="validation accuracy", ylim=(0, 1.02))
    show(
        fig,
        f"Two learning curves: trained on loss ends at {on_loss[-1]:.0%}; hill climbing on "
        f"accuracy at {on_accuracy[-1]:.0%}.",
    )
