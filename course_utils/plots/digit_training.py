"""Figures of notebook 03: training on real digits, by optimizer, rate and every other setting."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_utils.plots._base import (
    BLUE,
    GREY,
    SKY,
    looks,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots.digit_network import train_on_digits

__all__ = [
    "digits_loss_at_rates",
    "digits_loss_curves",
    "loss_curves",
    "mystery_curves",
    "mystery_rates",
    "sensitivity",
]

Optimizer = Callable[..., tuple[dict[str, Any], Any]]
Digits = tuple[np.ndarray, np.ndarray]  # images (n, 28, 28) uint8, labels (n,) int
Runs = Mapping[str, tuple[Optimizer, float]]  # name -> (optimizer, learning rate)

# letter -> (optimizer, learning rate, what a person sees)
_MYSTERY = {
    "A": ("SGD", 0.3, "good"),
    "B": ("SGD", 0.001, "too_low"),
    "C": ("SGD", 1.1, "too_high"),
    "D": ("SGD", 100.0, "diverged"),
    "E": ("Adam", 1e-5, "too_low"),
    "F": ("Adam", 0.01, "good"),
}


def loss_curves(curves: Mapping[str, Any]) -> None:
    """Loss against step, one line a curve, and what guessing costs."""
    fig, axes = subplots(width=8.2, height=2.8)
    ax = axes[0, 0]
    for name, (color, line, _) in looks(curves).items():
        ax.plot(np.asarray(curves[name], dtype=float), ls=line, color=color, lw=1.5, label=name)
    ax.axhline(np.log(10), color=GREY, ls=":", lw=1)
    ax.text(ax.get_xlim()[1], np.log(10), "guessing: ln 10", ha="right", va="bottom", color=GREY)
    ax.set(xlabel="step", ylabel="loss of the mini-batch", ylim=(0, None))
    ax.legend(loc="center")
    show(fig, f"Loss of each mini-batch against step: {', '.join(curves)}.")


def mystery_rates() -> dict[str, tuple[str, float, str]]:
    """What lies behind `mystery_curves`: letter -> (optimizer, learning rate, what one sees)."""
    return dict(_MYSTERY)


def mystery_curves(
    optimizers: Mapping[str, Optimizer], train: Digits, steps: int = 120
) -> dict[str, np.ndarray]:
    """Six trainings of one network without their rates, a panel each.

    Args:
        optimizers: "SGD" and "Adam" -> the reader's functions.

    Returns:
        letter -> losses, array (steps,); {} while an exercise is missing.
    """
    fig, axes = subplots(2, 3, width=3.3, height=2.1)
    curves: dict[str, np.ndarray] = {}

    def draw() -> None:
        for (letter, (name, lr, _)), ax in zip(_MYSTERY.items(), axes.flat, strict=True):
            run = train_on_digits(optimizers[name], train, lr=lr, steps=steps, seed=2)
            curves[letter] = run["batch_losses"]
            ax.plot(curves[letter], color=BLUE, lw=1.3)
            ax.set(title=letter, ylim=(0, 5))
            if not curves[letter][-1] < 5:
                told = f"above the top: ends at {curves[letter][-1]:.0f}"
                ax.text(0.97, 0.85, told, ha="right", transform=ax.transAxes)

    or_wait(axes[0, 0], draw)
    if not curves:
        for ax in axes.flat[1:]:
            ax.set_axis_off()
    for ax in axes[1]:
        ax.set_xlabel("step")
    for ax in axes[:, 0]:
        ax.set_ylabel("loss")
    show(fig, "Six loss curves, A to F, of the same network with six learning rates.")
    return curves if len(curves) == len(_MYSTERY) else {}


def digits_loss_curves(
    optimizers: Mapping[str, Optimizer], same_rate: float, own_rates: Mapping[str, float],
    train: Digits, steps: int = 150,
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Loss against step on digits: everyone at one rate, then each at a rate that suits it.

    Returns:
        name -> (loss at the shared rate, loss at its own rate) over all of `train`.
    """
    fig, axes = subplots(1, 2, width=4.6, height=3.4, sharey=True)
    final: dict[str, tuple[float, float]] = {}
    for name, (color, line, _) in looks(optimizers).items():
        optimizer = optimizers[name]
        try:
            pair = [
                train_on_digits(optimizer, train, lr=lr, steps=steps)
                for lr in (same_rate, own_rates[name])
            ]
        except NotImplementedError:
            continue
        final[name] = (pair[0]["loss"], pair[1]["loss"])
        for ax, run, lr in zip(axes[0], pair, ("", f" ({own_rates[name]:g})"), strict=True):
            smooth = np.convolve(run["batch_losses"], np.ones(15) / 15, mode="valid")
            label = f"{name}{lr}: {run['loss']:.2f}"
            at = np.arange(7, 7 + len(smooth))
            ax.semilogy(at, smooth, color=color, ls=line, lw=1.8, label=label)
    titles = (f"all at learning rate {same_rate:g}", "each at its own rate")
    for ax, title in zip(axes[0], titles, strict=True):
        if final:
            ax.set(title=f"{title}; final loss in the legend", xlabel="step", ylim=(0.05, 3))
            ax.set_yticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
            ax.minorticks_off()
            ax.legend(loc="lower left" if ax is axes[0, 0] else "upper right", fontsize=9)
        else:
            waiting(ax, "the first optimizer")
    axes[0, 0].set_ylabel("training loss (log scale)" if final else "")
    show(fig, "Loss against step on digits, five optimizers: all at one rate, and each at its own.")
    return final


def digits_loss_at_rates(
    optimizers: Mapping[str, Optimizer], rates: np.ndarray, train: Digits, steps: int = 50
) -> dict[str, np.ndarray]:
    """Loss after a number of steps against the learning rate: the U.

    Returns:
        name -> losses over all of `train`, one a rate; inf where the run diverged.
    """
    fig, axes = subplots(width=8.6, height=3.4)
    ax = axes[0, 0]
    losses: dict[str, np.ndarray] = {}
    for name, (color, line, mark) in looks(optimizers).items():
        optimizer = optimizers[name]
        try:
            got = [train_on_digits(optimizer, train, lr=r, steps=steps)["loss"] for r in rates]
        except NotImplementedError:
            continue
        losses[name] = np.nan_to_num(np.array(got), nan=np.inf)
        shown = np.minimum(losses[name], 3.2)
        ax.semilogx(rates, shown, color=color, ls=line, marker=mark, ms=5, label=name)
    if losses:
        ax.axhline(np.log(10), color=GREY, ls=":", lw=1)
        ax.annotate("guessing: ln 10", (rates[0], np.log(10) + 0.15), color=GREY, fontsize=9)
        ax.set(
            title=f"digits: loss after {steps} steps", xlabel="learning rate",
            ylabel="training loss", ylim=(0, 3.2),
        )  # fmt: skip
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    else:
        waiting(ax, "the first optimizer")
    show(fig, "Loss after a fixed number of steps against learning rate, one curve an optimizer.")
    return losses


# name -> settings: label -> what differs from the base setting
_KNOBS: dict[str, dict[str, dict[str, Any]]] = {
    "learning rate": {f"{r:g}": {"lr": r} for r in (0.0001, 0.001, 0.01, 0.1, 1.0)},
    "layer size": {str(h): {"hidden": (h,)} for h in (2, 4, 8, 32, 128)},
    "loss function": {
        name: {"network": {"loss": name}} for name in ("cross-entropy", "squared error")
    },
    "initial weights": {f"{s:g}x": {"scale": s} for s in (0.01, 0.3, 1, 3, 10)},
    "hidden layers": {str(n): {"hidden": (32,) * n} for n in (1, 2, 3, 5)},
    "weight decay": {f"{d:g}": {"network": {"decay": d}} for d in (0, 0.001, 0.01, 0.1)},
    "batch size": {str(b): {"batch_size": b} for b in (25, 50, 100, 200)},
    "Adam's beta1": {f"{b:g}": {"beta1": b} for b in (0.8, 0.85, 0.9, 0.95)},
    "non-linearity": {
        name: {"network": {"bend": name}} for name in ("ReLU", "leaky ReLU", "tanh", "sigmoid")
    },
}


def sensitivity(
    optimizers: Runs, train: Digits, validation: Digits, steps: int = 100
) -> dict[str, float]:
    """Vary one thing at a time around a good setting, and see how far the accuracy moves.

    Args:
        optimizers: name -> (optimizer, a rate that suits it); "Adam" is the base setting.

    Returns:
        what was varied -> best minus worst validation accuracy; {} while one is missing.
    """
    others = {n: {"optimizer": o, "lr": r} for n, (o, r) in optimizers.items()}
    optimizer, lr = optimizers["Adam"]
    base: dict[str, Any] = {
        "optimizer": optimizer,
        "lr": lr,
        "steps": steps,
        "train": train,
        "judge": validation,
    }
    knobs = _KNOBS | {"optimizer": others}
    fig, axes = subplots(width=9.0, height=5.0)
    ax = axes[0, 0]
    ranges: dict[str, float] = {}

    def draw() -> None:
        for row, (name, settings) in enumerate(knobs.items()):
            scores = {
                label: train_on_digits(**base | changed)["accuracy"]
                for label, changed in settings.items()
            }
            low, high = min(scores.values()), max(scores.values())
            ranges[name] = high - low
            ax.plot([low, high], [row, row], color=SKY, lw=7, solid_capstyle="round", alpha=0.6)
            ax.plot(list(scores.values()), [row] * len(scores), "o", color=BLUE, ms=5)
            worst, best = min(scores, key=scores.__getitem__), max(scores, key=scores.__getitem__)
            told = f"{worst} to {best}: {high - low:.0%}"
            ax.text(low - 0.02, row, told, ha="right", va="center", fontsize=9)
        ax.set(yticks=range(len(knobs)), yticklabels=list(knobs), xlim=(-0.3, 1.02))
        ax.set_xticks(np.arange(0, 1.01, 0.2))
        ax.set(ylim=(len(knobs) - 0.4, -0.7), xlabel="validation accuracy")
        ax.set_title(f"one thing varied at a time, {steps} steps each: worst to best setting")

    or_wait(ax, draw)
    show(fig, "Range of validation accuracy when one setting at a time is varied.")
    return ranges
