"""Figures of notebook 03: the narrow valley, learning rates, real digits, random search.

The optimizers are never written here: every figure is given the reader's own functions. What
this module brings is what they are tried on, the valley x^2/20 + y^2 and a small network.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.notebook import unfinished
from course_utils.plots._base import (
    BLUE,
    COLORS,
    GREEN,
    GREY,
    ORANGE,
    RED,
    SKY,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots.live.controls import animate, slider

__all__ = [
    "decay_in_noise",
    "descend_valley",
    "digits_loss_at_rates",
    "digits_loss_curves",
    "grid_or_random",
    "rate_slider",
    "sampling_scales",
    "search_rounds",
    "sensitivity",
    "step_sizes",
    "three_rates",
    "train_on_digits",
    "valley",
    "valley_momentum",
    "valley_paths",
    "valley_race",
]

Arrays = dict[str, Any]
Optimizer = Callable[..., tuple[Arrays, Any]]
Digits = tuple[np.ndarray, np.ndarray]  # images (n, 28, 28) uint8, labels (n,) int
Runs = Mapping[str, tuple[Optimizer, float]]  # name -> (optimizer, learning rate)

START = (-7.0, 2.0)
_BANDS = [str(grey) for grey in np.linspace(0.78, 0.98, 7)]  # the lower the darker
_BATCH = 50


# ---------------------------------------------------------------- the valley x^2/20 + y^2


def _height(path: np.ndarray) -> np.ndarray:
    """x^2/20 + y^2 at every point of a path of shape (n, 2)."""
    return path[:, 0] ** 2 / 20 + path[:, 1] ** 2


def descend_valley(
    optimizer: Optimizer, lr: float | Callable[[int], float], steps: int = 30, noise: float = 0.0,
    seed: int = 0,
) -> np.ndarray:  # fmt: skip
    """Walk down x^2/20 + y^2 from (-7, 2).

    Args:
        optimizer: a function of the lesson's common shape.
        lr: learning rate, or a function of the step number that gives it.
        steps: number of steps.
        noise: standard deviation of what is added to each gradient, as a mini-batch would.

    Returns:
        path of shape (steps + 1, 2), the start first.
    """
    rng = np.random.default_rng(seed)
    params: Arrays = {"x": np.array(START[0]), "y": np.array(START[1])}
    state: Any = {}
    path = [START]
    for step in range(steps):
        kick = noise * rng.normal(size=2)
        grads = {
            "x": np.array(params["x"] / 10 + kick[0]),
            "y": np.array(2 * params["y"] + kick[1]),
        }
        rate = lr(step) if callable(lr) else lr
        params, state = optimizer(params, grads, state, lr=rate)
        path.append((float(params["x"]), float(params["y"])))
    return np.array(path)


def _contours(ax: Axes, x_limit: float = 8.0, y_limit: float = 3.0) -> None:
    x, y = np.meshgrid(np.linspace(-x_limit, x_limit, 161), np.linspace(-y_limit, y_limit, 121))
    levels = np.array([0, 0.1, 0.6, 1.6, 3.2, 5.4, 8.4, 30])
    ax.contourf(x, y, x**2 / 20 + y**2, levels=levels, colors=_BANDS, antialiased=False)
    ax.plot(0, 0, "+", color="black", ms=9, mew=1.5)
    ax.set(xlim=(-x_limit, x_limit), ylim=(-y_limit, y_limit), xlabel="x", ylabel="y")
    ax.grid(False)


def _walk(ax: Axes, path: np.ndarray, color: str, label: str | None = None) -> None:
    ax.plot(path[:, 0], path[:, 1], "-o", color=color, ms=3, lw=1.3, label=label)
    ax.plot(*path[-1], "o", color=color, ms=7, mec="white")


def valley() -> None:
    """Contours of the valley, and where the negative gradient points."""
    fig, axes = subplots(width=8.2, height=3.3)
    ax = axes[0, 0]
    _contours(ax)
    for x in (-7, -4.7, 2, 4.5, 7):
        for y in (-2, -1, 1, 2):
            here = (x, y) == START
            ax.quiver(
                x, y, -x / 10, -2 * y, angles="xy", scale_units="xy", scale=4.5,
                width=0.006 if here else 0.003, color=RED if here else BLUE,
            )  # fmt: skip
    ax.plot(*START, "o", color=RED, ms=7)
    ax.plot([START[0], 0], [START[1], 0], ":", color=GREEN)
    ax.annotate("start (-7, 2)", START, (-7.7, 2.45), color=RED)
    ax.annotate("straight to the minimum", (-3.4, 1.15), color=GREEN)
    ax.set_title("f(x, y) = x²/20 + y²: arrows show minus the gradient")
    show(
        fig,
        "Contours of a valley stretched along x. The arrows of the negative gradient point "
        "almost straight across the valley, not along it to the minimum at (0, 0).",
    )


def valley_paths(runs: Runs, steps: int = 30) -> None:
    """One panel a run: its path over the contours."""
    rows = -(-len(runs) // 2)
    fig, axes = subplots(rows, min(len(runs), 2), width=4.4, height=2.7)
    for ax in axes.flat[len(runs) :]:
        ax.set_axis_off()
    for (name, (optimizer, lr)), ax, color in zip(runs.items(), axes.flat, COLORS, strict=False):

        def draw(
            ax: Axes = ax, optimizer: Optimizer = optimizer, lr: float = lr, color: str = color,
            title: str = f"{name}, learning rate {lr:g}",
        ) -> None:  # fmt: skip
            path = descend_valley(optimizer, lr, steps)
            _contours(ax)
            _walk(ax, path, color)
            ax.set_title(title)

        or_wait(ax, draw)
    show(fig, f"Paths of {', '.join(runs)} down the valley from (-7, 2), {steps} steps each.")


def valley_momentum(plain: Optimizer, with_velocity: Optimizer, lr: float = 0.1) -> None:
    """The same rate with and without velocity: paths, and height against step."""
    fig, axes = subplots(1, 2, width=4.6, height=3.0)
    pair = (("SGD", plain, BLUE), ("momentum", with_velocity, ORANGE))

    def draw(ax: Axes, steps: int, curve: bool) -> None:
        if not curve:
            _contours(ax)
        for name, optimizer, color in pair:
            path = descend_valley(optimizer, lr, steps)
            if curve:
                ax.semilogy(_height(path), color=color, label=name)
            else:
                _walk(ax, path, color, name)
        ax.legend(loc="upper right", frameon=False)

    or_wait(axes[0, 0], lambda: draw(axes[0, 0], 40, False))
    axes[0, 0].set_title(f"40 steps, both at learning rate {lr:g}")
    or_wait(axes[0, 1], lambda: draw(axes[0, 1], 300, True))
    axes[0, 1].axhline(0.01, color=GREY, ls=":", lw=1)
    axes[0, 1].set(title="height above the minimum", xlabel="step", ylabel="f", ylim=(1e-6, 20))
    show(
        fig,
        "At the same learning rate momentum swings a little but runs along the valley; plain "
        "SGD creeps. Height against step falls several times faster with momentum.",
    )


def valley_race(runs: Runs, steps: int = 30) -> None:
    """All runs at once over one set of contours, step by step."""
    paths: dict[str, np.ndarray] = {}
    missing = ""
    for name, (optimizer, lr) in runs.items():
        try:
            paths[name] = descend_valley(optimizer, lr, steps)
        except NotImplementedError as error:
            missing = unfinished(error)

    alt = f"{', '.join(runs)} walking down the valley from (-7, 2) at the same time."
    if not paths:
        fig, axes = subplots(width=8.2, height=3.6)
        waiting(axes[0, 0], missing)
        show(fig, alt)
        return

    def draw(ax: Axes, frame: int) -> None:
        _contours(ax)
        for name, color in zip(runs, COLORS, strict=False):
            if name in paths:
                _walk(ax, paths[name][: frame + 1], color, name)
        ax.legend(loc="lower right", ncols=2, frameon=False)
        ax.set_title(f"step {frame}")

    def still() -> Figure:
        frames = (3, 10, steps)
        fig, axes = subplots(1, 3, width=3.6, height=2.9, sharey=True)
        for ax, frame in zip(axes[0], frames, strict=True):
            draw(ax, frame)
            ax.set_title(f"after {frame} steps")
            ax.get_legend().remove()
            ax.label_outer()
            ax.set_xticks((-8, -4, 0, 4, 8))
        handles, labels = axes[0, 0].get_legend_handles_labels()
        fig.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
        return fig

    animate(draw, steps + 1, still, alt, size=(8.2, 4.0))


def step_sizes(runs: Mapping[str, Optimizer], steps: int = 1000) -> dict[str, np.ndarray]:
    """How far each optimizer moves a weight whose gradient is always 1.

    Returns:
        name -> step sizes in learning rates, array (steps,); {} while an exercise is missing.
    """
    sizes: dict[str, np.ndarray] = {}
    fig, axes = subplots(width=6.6, height=3.4)
    ax = axes[0, 0]
    t = np.arange(1, steps + 1)

    def draw() -> None:
        for (name, optimizer), color in zip(runs.items(), (GREEN, RED, BLUE), strict=False):
            w: Arrays = {"w": np.array(0.0)}
            state: Any = {}
            moved = []
            for _ in t:
                before = float(w["w"])
                w, state = optimizer(w, {"w": np.array(1.0)}, state, lr=1.0)
                moved.append(before - float(w["w"]))
            ax.loglog(t, moved, color=color, label=name)
            sizes[name] = np.array(moved)
        if "Adam" in runs:
            bare = (1 - 0.9**t) / np.sqrt(1 - 0.999**t)
            ax.loglog(t, bare, "--", color=BLUE, lw=1.2, label="Adam without bias correction")
        ax.set(title="the gradient is always 1", xlabel="step", ylabel="step size / learning rate")
        ax.legend(loc="lower left", frameon=False)

    or_wait(ax, draw)
    show(
        fig,
        f"Step size against step number for a constant gradient: {', '.join(runs)}. AdaGrad's "
        "steps shrink like one over the square root of the step number, RMSProp's settle at one "
        "learning rate, Adam's are one learning rate from the start.",
    )
    return sizes


# ---------------------------------------------------------------- learning rates


def three_rates(optimizer: Optimizer, rates: Sequence[float], steps: int = 25) -> None:
    """The same optimizer at several learning rates: a path each."""
    fig, axes = subplots(1, len(rates), width=3.5, height=2.9, sharey=True)
    for ax, lr in zip(axes[0], rates, strict=True):

        def draw(ax: Axes = ax, lr: float = lr) -> None:
            path = descend_valley(optimizer, lr, steps)
            _contours(ax, y_limit=4.0)
            _walk(ax, path, BLUE)
            ax.label_outer()
            ax.set_xticks((-8, -4, 0, 4, 8))
            ax.set_title(f"learning rate {lr:g}: f = {_height(path)[-1]:.2g}")

        or_wait(ax, draw)
    show(
        fig,
        f"{steps} steps of SGD at learning rates {', '.join(f'{r:g}' for r in rates)}: one "
        "hardly moves, one zigzags to the minimum, one swings ever wider.",
    )


def rate_slider(optimizer: Optimizer, steps: int = 30) -> None:
    """SGD's path under a slider for the learning rate."""

    def draw(lr: float) -> Figure:
        fig, axes = subplots(1, 2, width=4.6, height=3.0)

        def both() -> None:
            path = descend_valley(optimizer, lr, steps)
            _contours(axes[0, 0], y_limit=4.0)
            _walk(axes[0, 0], path, BLUE)
            axes[0, 0].set_title(f"learning rate {lr:.2f}")
            axes[0, 1].semilogy(np.abs(path[:, 0]), color=GREEN, label="|x|, curvature 1/10")
            axes[0, 1].semilogy(np.abs(path[:, 1]), color=RED, label="|y|, curvature 2")
            axes[0, 1].set(title="distance to the minimum", xlabel="step", ylim=(1e-4, 1e3))
            axes[0, 1].legend(loc="upper right", frameon=False)

        or_wait(axes[0, 0], both)
        if not axes[0, 0].axison:
            axes[0, 1].set_axis_off()
        return fig

    slider(
        draw, "learning rate", 0.02, 1.1, 0.7, 0.02,
        "SGD's path at a chosen learning rate, and how |x| and |y| shrink or grow.",
    )  # fmt: skip


def decay_in_noise(
    optimizer: Optimizer, schedule: Callable[[float, int, float, float], float], steps: int = 300
) -> dict[str, float]:
    """Noisy gradients: a big rate, a small one, and one that decays from big to small.

    Returns:
        name -> mean height over the last 50 steps, averaged over 20 walks; {} while an
        exercise is missing.
    """
    fig, axes = subplots(1, 2, width=4.2, height=2.8)
    left, right = axes[0]
    floors: dict[str, float] = {}
    rates: dict[str, Callable[[int], float]] = {
        "0.6 throughout": lambda step: 0.6,
        "0.02 throughout": lambda step: 0.02,
        "0.6, halved every 40 steps": lambda step: schedule(0.6, step, 40, 0.5),
    }

    def draw() -> None:
        for (name, rate), color in zip(rates.items(), (RED, SKY, GREEN), strict=True):
            walks = [descend_valley(optimizer, rate, steps, noise=1, seed=s) for s in range(20)]
            height = np.mean([_height(w) for w in walks], axis=0)
            left.semilogy([rate(step) for step in range(steps)], color=color, label=name)
            right.semilogy(height, color=color, lw=1.3)
            floors[name] = float(height[-50:].mean())
        left.set(title="learning rate", xlabel="step", ylim=(2e-3, 30))
        left.legend(loc="upper right", frameon=False)
        right.set(title="height f, mean of 20 walks", xlabel="step")

    or_wait(left, draw)
    if not left.axison:
        right.set_axis_off()
    show(
        fig,
        "With noisy gradients a large learning rate falls fast and then hovers high, a small "
        "one is slow, and a decaying one falls fast and ends lowest.",
    )
    return floors


# ---------------------------------------------------------------- a small network on digits


def _features(images: np.ndarray) -> np.ndarray:
    """(n, 28, 28) uint8 -> (n, 196) in [0, 1]: means of 2x2 pixels, to keep the lesson quick."""
    quarters = [images[:, i::2, j::2].astype(float) for i in (0, 1) for j in (0, 1)]
    return np.sum(quarters, axis=0).reshape(-1, 196) / (4 * 255)


def _new_network(hidden: int, scale: float, rng: np.random.Generator) -> Arrays:
    """196 -> hidden ReLU -> 10, He et al. (2015) initialisation times `scale`."""
    return {
        "W1": scale * np.sqrt(2 / 196) * rng.normal(size=(196, hidden)),
        "b1": np.zeros(hidden),
        "W2": scale * np.sqrt(2 / hidden) * rng.normal(size=(hidden, 10)),
        "b2": np.zeros(10),
    }


def _loss_and_grads(net: Arrays, x: np.ndarray, labels: np.ndarray) -> tuple[float, Arrays]:
    rows = np.arange(len(x))
    hidden = np.maximum(x @ net["W1"] + net["b1"], 0)
    scores = hidden @ net["W2"] + net["b2"]
    scores -= scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    back = np.exp(log_p)
    back[rows, labels] -= 1
    back /= len(x)
    inner = (back @ net["W2"].T) * (hidden > 0)
    grads = {"W1": x.T @ inner, "b1": inner.sum(0), "W2": hidden.T @ back, "b2": back.sum(0)}
    return float(-log_p[rows, labels].mean()), grads


def _accuracy(net: Arrays, x: np.ndarray, labels: np.ndarray) -> float:
    scores = np.maximum(x @ net["W1"] + net["b1"], 0) @ net["W2"] + net["b2"]
    return float(np.mean(scores.argmax(axis=1) == labels))


def train_on_digits(
    optimizer: Optimizer, train: Digits, judge: Digits | None = None, *, lr: float,
    steps: int = 100, hidden: int = 32, scale: float = 1.0, batch_size: int = _BATCH,
    seed: int = 0, **options: float,
) -> dict[str, Any]:  # fmt: skip
    """Train 196 -> hidden -> 10 on mini-batches for a number of steps.

    Args:
        optimizer: a function of the lesson's common shape.
        train: images (n, 28, 28) uint8 and labels (n,).
        judge: images and labels for the accuracy, such as the validation set.
        scale: factor on the usual size of the initial weights.
        options: further arguments of the optimizer.

    Returns:
        "batch_losses": array (steps,), "loss": over all of `train` afterwards,
        "accuracy": on `judge`, where given. Losses of a diverged run are inf or NaN.
    """
    x, labels = _features(train[0]), np.asarray(train[1])
    rng = np.random.default_rng(seed)
    net = _new_network(hidden, scale, rng)
    state: Any = {}
    losses = []
    with np.errstate(all="ignore"):  # a diverging run may overflow: that is part of the lesson
        for _ in range(steps):
            batch = rng.choice(len(x), size=min(batch_size, len(x)), replace=False)
            loss, grads = _loss_and_grads(net, x[batch], labels[batch])
            losses.append(loss)
            net, state = optimizer(net, grads, state, lr=lr, **options)
        result = {"batch_losses": np.array(losses), "loss": _loss_and_grads(net, x, labels)[0]}
        if judge is not None:
            result["accuracy"] = _accuracy(net, _features(judge[0]), np.asarray(judge[1]))
    return result


def digits_loss_curves(
    optimizers: Mapping[str, Optimizer], same_rate: float, own_rates: Mapping[str, float],
    train: Digits, steps: int = 150,
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Loss against step on digits: everyone at one rate, then each at a rate that suits it.

    Returns:
        name -> (loss at the shared rate, loss at its own rate) over all of `train`.
    """
    fig, axes = subplots(1, 2, width=4.2, height=3.1, sharey=True)
    final: dict[str, tuple[float, float]] = {}
    for (name, optimizer), color in zip(optimizers.items(), COLORS, strict=False):
        try:
            pair = [
                train_on_digits(optimizer, train, lr=lr, steps=steps)
                for lr in (same_rate, own_rates[name])
            ]
        except NotImplementedError:
            continue
        final[name] = (pair[0]["loss"], pair[1]["loss"])
        for ax, run, lr in zip(axes[0], pair, ("", f" ({own_rates[name]:g})"), strict=True):
            smooth = np.convolve(run["batch_losses"], np.ones(9) / 9, mode="valid")
            ax.plot(np.arange(4, 4 + len(smooth)), smooth, color=color, lw=1.6, label=name + lr)
    for ax, title in zip(axes[0], (f"all at learning rate {same_rate:g}", "each at its own rate"),
                         strict=True):  # fmt: skip
        if final:
            ax.set(title=title, xlabel="step", ylim=(0, 3.3))
            ax.legend(loc="upper right", fontsize=9, ncols=2, frameon=False)
        else:
            waiting(ax, "the first optimizer")
    axes[0, 0].set_ylabel("training loss")
    show(
        fig,
        "Loss against step on digits. At one shared learning rate the optimizers are far apart; "
        "each at its own rate they come close together.",
    )
    return final


def digits_loss_at_rates(
    optimizers: Mapping[str, Optimizer], rates: np.ndarray, train: Digits, steps: int = 50
) -> dict[str, np.ndarray]:
    """Loss after a number of steps against the learning rate: the U.

    Returns:
        name -> losses over all of `train`, one a rate; inf where the run diverged.
    """
    fig, axes = subplots(width=6.6, height=3.3)
    ax = axes[0, 0]
    losses: dict[str, np.ndarray] = {}
    for (name, optimizer), color in zip(optimizers.items(), COLORS, strict=False):
        try:
            got = [train_on_digits(optimizer, train, lr=r, steps=steps)["loss"] for r in rates]
        except NotImplementedError:
            continue
        losses[name] = np.nan_to_num(np.array(got), nan=np.inf)
        ax.semilogx(rates, np.minimum(losses[name], 3.2), "-o", color=color, ms=4, label=name)
    if losses:
        ax.axhline(np.log(10), color=GREY, ls=":", lw=1)
        ax.annotate("guessing: ln 10", (rates[0], np.log(10) + 0.15), color=GREY, fontsize=9)
        ax.set(
            title=f"digits: loss after {steps} steps", xlabel="learning rate",
            ylabel="training loss", ylim=(0, 3.2),
        )  # fmt: skip
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    else:
        waiting(ax, "the first optimizer")
    show(
        fig,
        "Loss after a fixed number of steps against learning rate, one U-shaped curve an "
        "optimizer: too small is slow, too large diverges, and the bottoms lie at other rates.",
    )
    return losses


# ---------------------------------------------------------------- hyperparameter search


def sampling_scales(low: float = 1e-4, high: float = 1.0, n: int = 200) -> None:
    """The same number of learning rates drawn uniformly and log-uniformly, on a log axis."""
    fig, axes = subplots(2, 1, width=7.4, height=1.5, sharex=True)
    rng = np.random.default_rng(5)
    edges = np.geomspace(low, high, 1 + round(np.log10(high / low)))
    draws = (
        ("uniformly", rng.uniform(low, high, n), RED),
        ("log-uniformly", rng.choice(np.geomspace(low, high, 10_001), n), GREEN),
    )
    for ax, (name, values, color) in zip(axes[:, 0], draws, strict=True):
        ax.scatter(values, rng.uniform(0.1, 0.6, n), s=8, color=color, alpha=0.5, lw=0)
        for left, right in zip(edges, edges[1:], strict=False):
            count = np.sum((values >= left) & (values < right))
            ax.text(np.sqrt(left * right), 0.78, str(count), ha="center")
        ax.set(xscale="log", title=f"{n} learning rates drawn {name}", ylim=(0, 1), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.minorticks_off()
    axes[1, 0].set_xlabel("learning rate (the numbers count a decade)")
    show(
        fig,
        "Drawn uniformly, nine in ten learning rates fall into the top decade; drawn "
        "log-uniformly, every decade gets its share.",
    )


def search_rounds(rounds: Sequence[tuple[Any, Any, tuple[float, float]]]) -> None:
    """Random search, round by round.

    Args:
        rounds: (rates tried, validation scores, the range kept for the next round) each.
    """
    fig, axes = subplots(1, max(len(rounds), 1), width=3.5, height=3.0, sharey=True)
    if not rounds:
        waiting(axes[0, 0], "sample_log_uniform and narrow")
    for i, (ax, (rates, scores, (low, high))) in enumerate(zip(axes[0], rounds, strict=False)):
        kept = [low <= r <= high for r in rates]
        ax.axvspan(low, high, color=GREEN, alpha=0.15, lw=0)
        ax.scatter(rates, scores, s=26, color=[GREEN if k else GREY for k in kept])
        ax.set(xscale="log", title=f"round {i + 1}: keep {low:.2g} to {high:.2g}")
        ax.set(xlabel="learning rate", ylim=(0, 1.02), xlim=(5e-6, 2))
        ax.minorticks_off()
    if rounds:
        axes[0, 0].set_ylabel("validation accuracy")
    show(
        fig,
        "Validation accuracy of randomly drawn learning rates in each round; the shaded range "
        "of the best few becomes the next round's range and shrinks.",
    )


def grid_or_random() -> None:
    """Nine trials of two settings, on a grid and at random, over what only one of them decides.

    The idea of the picture is that of Bergstra and Bengio (2012), "Random search for
    hyper-parameter optimization".
    """
    rng = np.random.default_rng(52)
    side = np.geomspace(1e-4, 1, 7)[1::2]
    grid = (np.repeat(side, 3), np.tile([0.15, 0.5, 0.85], 3))
    random = (rng.choice(np.geomspace(1e-4, 1, 10_001), 9), rng.uniform(0.05, 0.95, 9))
    fig, axes = subplots(
        2, 2, width=3.9, height=1.9, sharex=True, height_ratios=[1, 1.6], sharey="row"
    )
    line = np.geomspace(1e-4, 1, 200)

    def score(rates: np.ndarray) -> np.ndarray:
        return np.exp(-0.5 * ((np.log10(rates) + 1.4) / 0.35) ** 2)

    panels = (("grid: 3 different rates", grid, RED), ("random: 9 different rates", random, GREEN))
    for (top, bottom), (title, (rates, other), color) in zip(axes.T, panels, strict=True):
        top.plot(line, score(line), color=GREY, lw=1.2)
        top.plot(rates, score(rates), "o", color=color, ms=5)
        bottom.plot(rates, other, "o", color=color, ms=6)
        bottom.vlines(rates, other, 1.05, color=color, lw=0.7, alpha=0.5)
        top.set(title=title, yticks=[], ylim=(-0.1, 1.1))
        bottom.set(xscale="log", xlabel="learning rate", ylim=(0, 1.05), yticks=[])
        bottom.minorticks_off()
    axes[0, 0].set_ylabel("score")
    axes[1, 0].set_ylabel("a setting that\nhardly matters")
    show(
        fig,
        "Nine trials on a 3 by 3 grid try only three learning rates and miss the narrow peak of "
        "the score; nine random trials try nine learning rates and come closer to it.",
    )


def sensitivity(
    optimizers: Runs, train: Digits, validation: Digits, steps: int = 100
) -> dict[str, float]:
    """Vary one thing at a time around a good setting, and see how far the accuracy moves.

    Args:
        optimizers: name -> (optimizer, a rate that suits it); the last is the base setting.

    Returns:
        what was varied -> best minus worst validation accuracy; {} while one is missing.
    """
    *_, base = optimizers
    optimizer, lr = optimizers[base]
    # name -> the settings tried, each as the arguments that differ from the base setting
    trials: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "learning rate": [(f"{r:g}", {"lr": r}) for r in (0.0001, 0.001, 0.01, 0.1, 1.0)],
        "layer size": [(str(h), {"hidden": h}) for h in (2, 4, 8, 32, 128)],
        "initial weights": [(f"{s:g}x", {"scale": s}) for s in (0.01, 0.3, 1, 3, 10)],
        "batch size": [(str(b), {"batch_size": b}) for b in (25, 50, 100, 200)],
        f"{base}'s beta1": [(f"{b:g}", {"beta1": b}) for b in (0.8, 0.85, 0.9, 0.95)],
        "optimizer": [(n, {"optimizer": o, "lr": r}) for n, (o, r) in optimizers.items()],
    }
    fig, axes = subplots(width=8.2, height=3.6)
    ax = axes[0, 0]
    ranges: dict[str, float] = {}

    def draw() -> None:
        for row, (name, settings) in enumerate(trials.items()):
            scores = {}
            for label, changed in settings:
                options: dict[str, Any] = {"optimizer": optimizer, "lr": lr, "steps": steps}
                options |= {"train": train, "judge": validation} | changed
                scores[label] = train_on_digits(**options)["accuracy"]
            low, high = min(scores.values()), max(scores.values())
            ranges[name] = high - low
            ax.plot([low, high], [row, row], color=SKY, lw=7, solid_capstyle="round", alpha=0.6)
            ax.plot(list(scores.values()), [row] * len(scores), "o", color=BLUE, ms=5)
            worst, best = min(scores, key=scores.__getitem__), max(scores, key=scores.__getitem__)
            if high - low > 0.15:
                ax.text(low, row - 0.22, worst, ha="center", va="bottom", fontsize=9)
                ax.text(high, row - 0.22, best, ha="center", va="bottom", fontsize=9)
            else:
                ax.text(low - 0.02, row, ", ".join(scores), ha="right", va="center", fontsize=9)
        ax.set(yticks=range(len(trials)), yticklabels=list(trials), xlim=(0, 1.02))
        ax.set(ylim=(len(trials) - 0.4, -0.7), xlabel="validation accuracy")
        ax.set_title(f"one thing varied at a time, {steps} steps each")

    or_wait(ax, draw)
    show(
        fig,
        "Range of validation accuracy when one setting is varied: wide for the learning rate, "
        "the layer size and the size of the initial weights, narrow for batch size, beta1 and "
        "the choice of optimizer.",
    )
    return ranges
