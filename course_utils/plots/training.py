"""Figures of notebook 02, the loop: batches, splits, learning rates, when to stop."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from course_utils.plots._base import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    ink_on,
    or_wait,
    show,
    subplots,
)

__all__ = [
    "best_of_many_guessers",
    "learning_curves_loss_and_accuracy",
    "loss_over_epochs",
    "shuffled_batches",
    "three_way_split",
    "time_per_image",
    "training_loop",
    "when_to_stop",
]


def time_per_image(sizes: Sequence[int], seconds: Sequence[float]) -> None:
    """Microseconds an image against the batch size; `seconds` are for the whole batch."""
    each = np.asarray(seconds) / np.asarray(sizes) * 1e6
    fig, axes = subplots(1, 1, width=9.6, height=3.2)
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
    fig, axes = subplots(1, 1, width=9.6, height=2.5)
    ax = axes[0, 0]
    for place, index in enumerate(range(n)):
        _cell(ax, place, 2.0, index, "#dddddd", "black")
    for place, index in enumerate(order):
        batch = place // size
        _cell(ax, place + 0.45 * batch, 0.0, int(index), colors[batch], ink_on(colors[batch]))
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


def three_way_split() -> None:
    """Training, validation and test set as a bar 6:2:2, with what each is for."""
    fig, axes = subplots(1, 1, width=9.6, height=2.4)
    ax = axes[0, 0]
    for start, width, name, use, color in [
        (0, 6, "training 60 %", "the weights learn from it,\nstep after step", BLUE),
        (6, 2, "validation 20 %", "you choose with it:\nrate, sizes,\nwhen to stop", ORANGE),
        (8, 2, "test 20 %", "opened once,\nat the very end:\nthe grade", GREEN),
    ]:
        ax.barh(0, width - 0.06, left=start, height=0.8, color=color)
        ax.text(start + width / 2 - 0.03, 0, name, ha="center", va="center",
                color=ink_on(color), fontweight="bold", fontsize=11)  # fmt: skip
        ax.text(start + width / 2 - 0.03, -0.55, use, ha="center", va="top")
    ax.set(xlim=(0, 10), ylim=(-1.35, 0.45))
    ax.set_axis_off()
    show(fig, "A bar cut 6:2:2: training data teach the weights, validation data help you choose, "
              "test data are opened once at the end.")  # fmt: skip


def best_of_many_guessers(validation: np.ndarray, test: np.ndarray) -> None:
    """Scores of models that only guess: on few validation digits, and on many test digits.

    Args:
        validation, test: accuracies of the same models, in the same order.
    """
    best = int(np.argmax(validation))
    fig, axes = subplots(2, 1, width=9.6, height=2.1, sharex=True)
    for ax, scores, title, width, color in [
        (axes[0, 0], validation, "on 50 validation digits: the winner is chosen here", 0.016, RED),
        (axes[1, 0], test, "the same models on 1,000 test digits", 0.004, GREEN),
    ]:
        levels = np.round(scores / width) * width if width < 0.01 else scores
        places, counts = np.unique(levels, return_counts=True)
        ax.bar(places, counts, width=0.9 * width, color=SKY)
        tall = counts.max()
        ax.annotate(
            f"the winner: {scores[best]:.0%}", (levels[best], 0), (levels[best], 1.2 * tall),
            ha="center", color=color, arrowprops={"arrowstyle": "->", "color": color},
        )  # fmt: skip
        ax.set(title=title, ylabel="models", ylim=(0, 1.5 * tall))
    axes[1, 0].xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    axes[1, 0].set(xlabel="accuracy", xlim=(-0.02, float(validation.max()) + 0.06))
    show(
        fig,
        f"Two histograms of {len(validation)} guessing models. On 50 validation digits they "
        f"spread widely around 10 %, the best at {validation[best]:.0%}; on 1,000 test digits "
        f"they all lie near 10 %, and that same model at {test[best]:.0%}.",
    )


def training_loop() -> None:
    """The four stations of the loop in a circle."""
    fig, axes = subplots(1, 1, width=9.6, height=3.3)
    ax = axes[0, 0]
    stations = [
        (0.0, 1.0, "mini-batch\n50 digits, shuffled", BLUE),
        (2.6, 0.0, "gradient\nof the loss, by backpropagation", RED),
        (0.0, -1.0, "update\n$w \\leftarrow w -$ rate $\\times$ gradient", GREEN),
        (-2.6, 0.0, "repeat\nall batches = one epoch", PURPLE),
    ]
    boxes = [
        ax.text(x, y, text, ha="center", va="center", color=ink_on(color), fontsize=11,
                bbox={"boxstyle": "round,pad=0.5", "fc": color, "ec": "none"})
        for x, y, text, color in stations
    ]  # fmt: skip
    ax.set(xlim=(-4.3, 4.3), ylim=(-1.5, 1.5))
    ax.set_axis_off()
    fig.canvas.draw()  # the boxes' sizes are known only now
    for here, there in zip(boxes, boxes[1:] + boxes[:1], strict=True):
        style = {"connectionstyle": "arc3,rad=-0.2", "arrowstyle": "-|>", "mutation_scale": 18}
        ends = [box.get_position() for box in (here, there)]
        ax.add_patch(
            FancyArrowPatch(
                *ends, patchA=here.get_bbox_patch(), patchB=there.get_bbox_patch(), shrinkA=3,
                shrinkB=3, color=GREY, lw=2, **style,
            )
        )  # fmt: skip
    show(fig, "A circle: mini-batch, gradient, update, repeat.")


def loss_over_epochs(
    curves: Callable[[], Mapping[float, Sequence[float]]],
) -> Mapping[float, Sequence[float]]:
    """Training loss against the epoch for three learning rates: too low, right, too high.

    Args:
        curves: called without arguments, learning rate (rising) -> one loss an epoch; may need
            unfinished exercises.

    Returns:
        The curves; {} while an exercise is unfinished.
    """
    found: Mapping[float, Sequence[float]] = {}
    fig, axes = subplots(1, 1, width=9.6, height=3.8)
    ax = axes[0, 0]

    def draw() -> None:
        nonlocal found
        found = curves()
        looks = [(ORANGE, "--", "too low"), (BLUE, "-", "right"), (RED, "-.", "too high")]
        for (rate, losses), (color, dashes, name) in zip(found.items(), looks, strict=True):
            epochs = np.arange(1, len(losses) + 1)
            ax.semilogy(epochs, losses, dashes, color=color)
            ax.annotate(
                f"rate {rate:g}: {name}", (epochs[-1], losses[-1]), (8, 0),
                textcoords="offset points", va="center", color=color,
            )  # fmt: skip
        guess = -np.log(0.1)
        ax.axhline(guess, color=GREY, lw=1, ls=":")
        ax.text(10, 1.04 * guess, "guessing: 2.30", color=GREY, fontsize=9, va="bottom")
        ax.set(
            xlabel="epoch",
            ylabel="mean loss of the epoch (logarithmic)",
            xlim=(0.5, len(epochs) * 1.22),
        )
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:g}")

    missing = or_wait(ax, draw)
    show(fig, f"A panel that waits for {missing}." if missing else
         "Loss against the epoch, logarithmic. With a rate of 0.02 it falls slowly; with 1 "
         "fast, to near 0; with 20 it stays far above the line of guessing.",
         )  # fmt: skip
    return found


def when_to_stop(curves: Callable[[], np.ndarray]) -> np.ndarray:
    """Training and validation loss against the epoch, on a logarithmic scale.

    Args:
        curves: called without arguments, an array (epochs, 2 or more): training loss, validation
            loss; may need unfinished exercises.

    Returns:
        That array; without rows while an exercise is unfinished.
    """
    found = np.zeros((0, 2))
    fig, axes = subplots(1, 1, width=9.6, height=3.6)
    ax = axes[0, 0]

    def draw() -> None:
        nonlocal found
        found = np.asarray(curves())
        training, validation = found.T[:2]
        epochs = np.arange(1, len(training) + 1)
        ax.semilogy(epochs, training, color=BLUE)
        ax.semilogy(epochs, validation, "--", color=ORANGE)
        for losses, name, color in [(training, "training loss", BLUE),
                                    (validation, "validation loss", ORANGE)]:  # fmt: skip
            ax.annotate(f"{name} {losses[-1]:.2f}", (epochs[-1], losses[-1]), (8, 0),
                        textcoords="offset points", va="center", color=color)  # fmt: skip
        lowest = int(np.argmin(validation))
        ax.plot(epochs[lowest], validation[lowest], "v", color="black", ms=8)
        ax.annotate(f"lowest, epoch {epochs[lowest]}", (epochs[lowest], validation[lowest]),
                    (0, 48), textcoords="offset points", ha="center",
                    arrowprops={"arrowstyle": "-", "color": GREY})  # fmt: skip
        ax.set(xlabel="epoch", ylabel="loss (logarithmic)", xlim=(0.5, len(epochs) * 1.2))
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:g}")

    missing = or_wait(ax, draw)
    show(fig, f"A panel that waits for {missing}." if missing else
         "Two curves over the epochs. Both fall at first; then the training loss goes on falling, "
         "and the validation loss turns and rises; its lowest point is marked.")  # fmt: skip
    return found


def learning_curves_loss_and_accuracy(
    on_loss: Sequence[float], on_accuracy: Sequence[float]
) -> None:
    """Validation accuracy along training on the loss, and along hill climbing on accuracy.

    Args:
        on_loss, on_accuracy: accuracies in equal intervals of work, from start to end.
    """
    fig, axes = subplots(1, 1, width=9.6, height=3.4)
    ax = axes[0, 0]
    for curve, name, color, style in [
        (on_loss, "trained on the loss", BLUE, "-"),
        (on_accuracy, "random nudges, kept if accuracy rose", ORANGE, "--"),
    ]:
        ax.plot(np.linspace(0, 100, len(curve)), curve, color=color, ls=style)
        ax.text(100, curve[-1] - 0.05, f"{name}: {curve[-1]:.0%}", ha="right", va="top")
    ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    ax.set(xlabel="work done (% of the run)", ylabel="validation accuracy", ylim=(0, 1.02))
    show(
        fig,
        f"Two learning curves: trained on the loss ends at {on_loss[-1]:.0%}; random nudges that "
        f"are kept if accuracy rose end at {on_accuracy[-1]:.0%}.",
    )
