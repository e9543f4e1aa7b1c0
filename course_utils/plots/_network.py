"""What figures measure in NumPy: a small network that overfits, and deep random ones."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy.special import expit, softmax

Arrays = dict[str, np.ndarray]


def digits(count: int, seed: int, by_lot: float) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Training and validation part of the bundled digits, a share of the labels drawn by lot.

    Args:
        count: how many to train on, drawn with `seed` from the first 1,000.
        by_lot: share of labels, in both parts, that a lot replaces.

    Returns:
        (x, labels) to train on, and 400 others: x float64 (n, 196) in 0..1, the pictures at 14x14.
    """
    from course_utils.data import load_digits_28

    (images, labels), _ = _quiet(lambda: load_digits_28("bundled"))
    rng = np.random.default_rng(seed)
    x = images[:1400].reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196) / 255.0
    lots = np.where(rng.random(1400) < by_lot, rng.integers(0, 10, 1400), labels[:1400])
    chosen = rng.permutation(1000)[:count]
    return (x[chosen], lots[chosen]), (x[1000:], lots[1000:])


def _quiet(load: Callable[[], Any]) -> Any:
    """The loader says which data it took; a figure that always takes the same does not."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()):
        return load()


def train(
    data: tuple[np.ndarray, np.ndarray], seed: int, epochs: int, hidden: int = 128,
    rate: float = 0.005,
    decay: Callable[[Arrays, Arrays], Arrays] | None = None,
    drop: Callable[[np.ndarray, np.random.Generator], tuple[Any, Any]] | None = None,
    drop_backward: Callable[[np.ndarray, Any], Any] | None = None,
) -> Iterator[Arrays]:  # fmt: skip
    """196 -> hidden ReLU -> 10, Adam, batches of 50; the parameters after each epoch.

    Args:
        decay: the student's `add_weight_decay` with its lambda: (params, grads) -> grads.
        drop, drop_backward: the student's dropout of the hidden layer, in training.
    """
    x, labels = data
    rng = np.random.default_rng(seed)
    params = {
        "W1": rng.normal(0, np.sqrt(2 / 196), (196, hidden)), "b1": np.zeros(hidden),
        "W2": rng.normal(0, np.sqrt(2 / hidden), (hidden, 10)), "b2": np.zeros(10),
    }  # fmt: skip
    speed, square = ({k: np.zeros_like(w) for k, w in params.items()} for _ in range(2))
    step = 0
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(len(x)), max(1, len(x) // 50)):
            grads = _gradients(params, x[batch], labels[batch], rng, drop, drop_backward)
            grads = decay(params, grads) if decay else grads
            step += 1
            for k, g in grads.items():  # Adam, as in notebook 03
                speed[k] = 0.9 * speed[k] + 0.1 * np.asarray(g)
                square[k] = 0.999 * square[k] + 0.001 * np.asarray(g) ** 2
                step_size = rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
                params[k] = params[k] - step_size * speed[k] / (np.sqrt(square[k]) + 1e-7)
        yield params


def _gradients(
    params: Arrays, x: np.ndarray, labels: np.ndarray, rng: np.random.Generator,
    drop: Any, drop_backward: Any,
) -> Arrays:  # fmt: skip
    """Backpropagation of the cross-entropy, as in notebook 02, through ReLU and dropout."""
    h, mask = np.maximum(x @ params["W1"] + params["b1"], 0), None
    kept = h
    if drop:
        kept, mask = drop(h, rng)
    dz = softmax(np.asarray(kept) @ params["W2"] + params["b2"], axis=1)
    dz[np.arange(len(x)), labels] -= 1
    dz /= len(x)
    dh = dz @ params["W2"].T
    dh = np.asarray(drop_backward(dh, mask) if drop else dh) * (h > 0)
    return {
        "W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": np.asarray(kept).T @ dz, "b2": dz.sum(axis=0)
    }  # fmt: skip


def evaluate(params: Arrays, data: tuple[np.ndarray, np.ndarray]) -> tuple[float, float]:
    """Cross-entropy and accuracy, nothing dropped."""
    x, labels = data
    p = softmax(
        np.maximum(x @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"], axis=1
    )
    loss = -np.log(p[np.arange(len(x)), labels] + 1e-12).mean()
    return float(loss), float((p.argmax(axis=1) == labels).mean())


# --- random deep networks -----------------------------------------------------------------

Back = Callable[[np.ndarray], np.ndarray]
WIDTH = 64  # of each layer, and number of inputs in the batch
SMALL = 0.1  # how small a residual branch starts, in units of He's weights


def layer(kind: str, x: np.ndarray, scale: float, rng: np.random.Generator) -> tuple[Any, Back]:
    """One random layer (for "residual" one block of two): its output, and the way back.

    Weights have variance 1 / n before a sigmoid (Glorot & Bengio, 2010), 2 / n else (He et al.,
    2015), times scale squared.
    """
    n = x.shape[1]
    w = scale * np.sqrt((1 if kind == "sigmoid" else 2) / n) * rng.normal(size=(n, n))
    z = x @ w
    if kind == "sigmoid":
        s = expit(z)
        return s, lambda d: (d * s * (1 - s)) @ w.T
    if kind == "residual":
        w2 = SMALL * scale * np.sqrt(2 / n) * rng.normal(size=(n, n))
        return x + np.maximum(z, 0) @ w2, lambda d: d + ((d @ w2.T) * (z > 0)) @ w.T
    if kind == "ReLU, He":
        return np.maximum(z, 0), lambda d: (d * (z > 0)) @ w.T
    std = np.sqrt(z.var(axis=0) + 1e-12)
    hat = (z - z.mean(axis=0)) / std

    def back(d: np.ndarray) -> np.ndarray:
        d = d * (hat > 0)
        return ((d - d.mean(axis=0) - hat * (d * hat).mean(axis=0)) / std) @ w.T

    return np.maximum(hat, 0), back


def gradient_sizes(kind: str, depth: int, scale: float = 1.0, seed: int = 0) -> np.ndarray:
    """Root mean square of the gradient after 0, 1, ... layers back, 1 at the end of the network.

    Args:
        kind: "sigmoid", "ReLU, He", "batch norm" or "residual" (blocks of two layers).
        depth: number of layers, even.
        scale: of the weights.
    """
    rng = np.random.default_rng(seed)
    x, ways = rng.normal(size=(WIDTH, WIDTH)), []
    for _ in range(depth // 2 if kind == "residual" else depth):
        x, back = layer(kind, x, scale, rng)
        ways.append(back)
    g = rng.normal(size=x.shape)
    sizes = [rms(g)]
    for back in reversed(ways):
        g = back(g)
        sizes.append(rms(g))
    return np.array(sizes) / sizes[0]


def rms(x: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(x))))
