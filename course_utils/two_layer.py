"""The two-layer network of notebook 02, as the lesson's own cells use it.

In the package and not in a cell: what a cell defines, an answer could lean on by mistake.
"""

import numpy as np
from scipy.special import expit, softmax

__all__ = ["new_params", "outputs", "relative_error"]

Params = dict[str, np.ndarray]


def new_params(d: int, m: int, c: int, rng: np.random.Generator) -> Params:
    """Random weights of variance 1 / inputs, biases 0.

    Returns:
        {"W1": (d, m), "b1": (m,), "W2": (m, c), "b2": (c,)}, float64.
    """
    first, second = rng.normal(size=(d, m)) / np.sqrt(d), rng.normal(size=(m, c)) / np.sqrt(m)
    return {"W1": first, "b1": np.zeros(m), "W2": second, "b2": np.zeros(c)}


def outputs(x: np.ndarray, params: Params) -> np.ndarray:
    """Forward pass, softmax(sigmoid(x W1 + b1) W2 + b2): probabilities (n, c) of inputs (n, d)."""
    h = expit(x @ params["W1"] + params["b1"])
    p: np.ndarray = softmax(h @ params["W2"] + params["b2"], axis=1)
    return p


def relative_error(a: np.ndarray, n: np.ndarray) -> float:
    """Largest |a - n| / max(|a|, |n|) over all cells, 0 where both are 0 (Stanford's CS231n)."""
    a, n = np.asarray(a, dtype=float), np.asarray(n, dtype=float)
    if a.shape != n.shape:
        return float("inf")
    return float(np.max(np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), 1e-12)))
