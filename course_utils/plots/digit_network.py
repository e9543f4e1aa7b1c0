"""A small network on real digits, for notebook 03: what an optimizer trains, and what it learns.

196 inputs (28x28 pixels averaged to 14x14, to be quick), hidden layers, 10 outputs through softmax.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = [
    "digit_batches",
    "network_accuracy",
    "network_gradient",
    "small_network",
    "train_on_digits",
]

Arrays = dict[str, Any]
Optimizer = Callable[..., tuple[Arrays, Any]]
Digits = tuple[np.ndarray, np.ndarray]  # images (n, 28, 28) uint8, labels (n,) int
Batch = tuple[np.ndarray, np.ndarray]  # inputs (n, 196) in [0, 1], labels (n,) int

_BATCH = 50
# name -> (function, its slope from the sum z and the output h)
BENDS: dict[str, tuple[Callable, Callable]] = {
    "ReLU": (lambda z: np.maximum(z, 0), lambda z, h: z > 0),
    "leaky ReLU": (lambda z: np.where(z > 0, z, 0.1 * z), lambda z, h: np.where(z > 0, 1, 0.1)),
    "tanh": (np.tanh, lambda z, h: 1 - h * h),
    "sigmoid": (lambda z: 0.5 * (1 + np.tanh(z / 2)), lambda z, h: h * (1 - h)),
}


def small_network(
    hidden: tuple[int, ...] = (32,), scale: float = 1.0, seed: int | np.random.Generator = 0
) -> Arrays:
    """Weights W1, b1, W2, b2, ... as He et al. (2015) start them, times `scale`; biases 0."""
    rng = np.random.default_rng(seed)
    sizes = (196, *hidden, 10)
    net: Arrays = {}
    for k, (inputs, outputs) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), 1):
        net[f"W{k}"] = scale * np.sqrt(2 / inputs) * rng.normal(size=(inputs, outputs))
        net[f"b{k}"] = np.zeros(outputs)
    return net


def digit_batches(
    train: Digits, steps: int, batch_size: int = _BATCH, seed: int | np.random.Generator = 0
) -> list[Batch]:
    """Random mini-batches of images and labels, as `network_gradient` takes them."""
    rng = np.random.default_rng(seed)
    x, labels = _features(train[0]), np.asarray(train[1])
    draws = (rng.choice(len(x), size=min(batch_size, len(x)), replace=False) for _ in range(steps))
    return [(x[rows], labels[rows]) for rows in draws]


def network_gradient(
    params: Arrays, batch: Batch, bend: str = "ReLU", loss: str = "cross-entropy",
    decay: float = 0.0,
) -> tuple[float, Arrays]:  # fmt: skip
    """Loss of a batch and its gradient, by backpropagation.

    Args:
        params: of `small_network`.
        bend: activation of the hidden layers, a key of `BENDS`.
        loss: "cross-entropy", or "squared error" of the probabilities.
        decay: weight decay: this times W is added to the gradient of each W.

    Returns:
        (mean loss, dict of gradients with the keys of `params`).
    """
    x, labels = batch
    sums, signals = _forward(params, x, bend)
    log_p = sums[-1] - sums[-1].max(axis=1, keepdims=True)
    log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    p, target = np.exp(log_p), np.eye(10)[labels]
    if loss == "cross-entropy":
        value, back = -(target * log_p).sum(axis=1).mean(), p - target
    else:
        off = p - target
        value = (off**2).sum(axis=1).mean() / 2
        back = p * (off - (off * p).sum(axis=1, keepdims=True))
    back = back / len(x)
    grads: Arrays = {}
    for k in range(len(sums), 0, -1):
        grads[f"W{k}"] = signals[k - 1].T @ back + decay * params[f"W{k}"]
        grads[f"b{k}"] = back.sum(axis=0)
        if k > 1:
            back = back @ params[f"W{k}"].T * BENDS[bend][1](sums[k - 2], signals[k - 1])
    return float(value), {key: grads[key] for key in params}


def network_accuracy(params: Arrays, digits: Digits, bend: str = "ReLU") -> float:
    """Share of the images whose largest output is at their label."""
    sums, _ = _forward(params, _features(digits[0]), bend)
    return float(np.mean(sums[-1].argmax(axis=1) == np.asarray(digits[1])))


def train_on_digits(
    optimizer: Optimizer, train: Digits, judge: Digits | None = None, *, lr: float,
    steps: int = 100, hidden: tuple[int, ...] = (32,), scale: float = 1.0,
    batch_size: int = _BATCH, seed: int = 0, network: dict[str, Any] | None = None,
    **options: float,
) -> dict[str, Any]:  # fmt: skip
    """Train on mini-batches for a number of steps.

    Args:
        optimizer: a function of the lesson's common shape.
        train: images (n, 28, 28) uint8 and labels (n,).
        judge: images and labels for the accuracy, such as the validation set.
        hidden, scale: of `small_network`.
        network: further arguments of `network_gradient`.
        options: further arguments of the optimizer.

    Returns:
        "batch_losses": array (steps,), "loss": over all of `train` afterwards,
        "accuracy": on `judge`, where given. Losses of a diverged run are inf or NaN.
    """
    rng = np.random.default_rng(seed)
    net, network = small_network(hidden, scale, rng), network or {}
    state: Any = {}
    losses = []
    with np.errstate(all="ignore"):  # a diverging run may overflow: that is part of the lesson
        for batch in digit_batches(train, steps, batch_size, rng):
            loss, grads = network_gradient(net, batch, **network)
            losses.append(loss)
            net, state = optimizer(net, grads, state, lr=lr, **options)
        whole = (_features(train[0]), np.asarray(train[1]))
        result = {"batch_losses": np.array(losses), "loss": network_gradient(net, whole)[0]}
        if judge is not None:
            result["accuracy"] = network_accuracy(net, judge, network.get("bend", "ReLU"))
    return result


def _features(images: np.ndarray) -> np.ndarray:
    """(n, 28, 28) uint8 -> (n, 196) in [0, 1]: means of 2x2 pixels."""
    quarters = [images[:, i::2, j::2].astype(float) for i in (0, 1) for j in (0, 1)]
    return np.sum(quarters, axis=0).reshape(-1, 196) / (4 * 255)


def _forward(params: Arrays, x: np.ndarray, bend: str) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The weighted sums of all layers, and what goes into each layer."""
    sums, signals = [], [x]
    for k in range(1, len(params) // 2 + 1):
        sums.append(signals[-1] @ params[f"W{k}"] + params[f"b{k}"])
        signals.append(BENDS[bend][0](sums[-1]))
    return sums, signals[:-1]
