"""The lessons' own mathematics against Keras and TensorFlow, which the lessons do not import."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from conftest import solution_functions

Arrays = dict[str, np.ndarray]

STEPS = 50
SHAPES = {"W": (4, 3), "b": (3,), "scale": ()}
OPTIMIZERS: list[tuple[str, str, dict[str, float], dict[str, float]]] = [
    # exercise, Keras' class, its arguments, ours
    ("sgd", "SGD", {}, {}),
    ("sgd", "SGD", {"learning_rate": 0.3}, {"lr": 0.3}),
    ("momentum", "SGD", {"momentum": 0.9}, {}),
    ("momentum", "SGD", {"learning_rate": 0.1, "momentum": 0.5}, {"lr": 0.1, "beta": 0.5}),
    ("adam", "Adam", {}, {}),
    (
        "adam",
        "Adam",
        {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-8},
        {"lr": 0.05, "beta1": 0.8, "beta2": 0.95, "eps": 1e-8},
    ),
]
NETWORKS = [(5, 4, 3, 2), (1, 3, 4, 5), (6, 1, 2, 3), (20, 7, 9, 10)]  # n, d, hidden, classes


@pytest.fixture(scope="module")
def tf() -> Any:
    return pytest.importorskip("tensorflow")


@pytest.mark.parametrize(("exercise", "keras_name", "theirs", "ours"), OPTIMIZERS)
@pytest.mark.parametrize("seed", [0, 1])
def test_an_optimizer_walks_with_keras(
    tf: Any, exercise: str, keras_name: str, theirs: dict[str, float], ours: dict[str, float],
    seed: int,
) -> None:  # fmt: skip
    """50 steps of random gradients in float64, each weight compared after every step."""
    step = solution_functions("03_optimizers")[exercise]
    rng = np.random.default_rng(seed)
    params: Arrays = {k: rng.normal(size=shape) for k, shape in SHAPES.items()}
    state: dict[str, Any] = {}
    variables = {k: tf.keras.Variable(w, dtype="float64") for k, w in params.items()}
    optimizer = getattr(tf.keras.optimizers, keras_name)(**theirs)
    for _ in range(STEPS):
        grads = {k: rng.normal(size=shape) for k, shape in SHAPES.items()}
        params, state = step(params, grads, state, **ours)
        optimizer.apply([tf.constant(g) for g in grads.values()], list(variables.values()))
        for k, variable in variables.items():
            np.testing.assert_allclose(params[k], variable.numpy(), rtol=1e-5, atol=1e-7)


def batch(n: int, d: int, h: int, c: int) -> tuple[np.ndarray, np.ndarray, Arrays]:
    """Random inputs (n, d), one-hot targets (n, c) and the parameters of d -> h -> c."""
    rng = np.random.default_rng([n, d, h, c])
    params = {
        "W1": rng.normal(size=(d, h)),
        "b1": rng.normal(size=h),
        "W2": rng.normal(size=(h, c)),
        "b2": rng.normal(size=c),
    }
    return rng.normal(size=(n, d)), np.eye(c)[rng.integers(0, c, n)], params


def mean_cross_entropy(z: np.ndarray, t: np.ndarray) -> float:
    """Of softmax(z) against one-hot t, written without softmax: log-sum-exp minus the score."""
    top = z.max(axis=1)
    return float(np.mean(top + np.log(np.exp(z.T - top).sum(axis=0)) - (z * t).sum(axis=1)))


def two_layer_loss(x: np.ndarray, t: np.ndarray, params: Arrays) -> float:
    hidden = 0.5 * (1 + np.tanh((x @ params["W1"] + params["b1"]) / 2))
    return mean_cross_entropy(hidden @ params["W2"] + params["b2"], t)


def central_difference(f: Callable[[np.ndarray], float], w: np.ndarray) -> np.ndarray:
    """Gradient of f at w by nudging one number at a time, h = 1e-5."""
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[i] = 1e-5
        grad[i] = (f(w + nudge) - f(w - nudge)) / 2e-5
    return grad


def relative_error(a: np.ndarray, b: np.ndarray) -> float:
    """|a - b| / (|a| + |b|) of whole arrays, in the Euclidean norm."""
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


@pytest.mark.parametrize(("n", "d", "h", "c"), NETWORKS)
def test_two_layer_grads_pass_the_gradient_check(n: int, d: int, h: int, c: int) -> None:
    x, t, params = batch(n, d, h, c)
    grads = solution_functions("02_loss_vs_accuracy")["two_layer_grads"](x, t, params)
    assert set(grads) == set(params)
    for k in params:
        nudged = central_difference(lambda w, k=k: two_layer_loss(x, t, params | {k: w}), params[k])
        assert relative_error(grads[k], nudged) < 1e-7, k


@pytest.mark.parametrize(("n", "d", "h", "c"), NETWORKS)
def test_two_layer_grads_equal_gradient_tape(tf: Any, n: int, d: int, h: int, c: int) -> None:
    x, t, params = batch(n, d, h, c)
    grads = solution_functions("02_loss_vs_accuracy")["two_layer_grads"](x, t, params)
    w = {k: tf.Variable(v, dtype=tf.float64) for k, v in params.items()}
    with tf.GradientTape() as tape:
        hidden = tf.sigmoid(x @ w["W1"] + w["b1"])
        scores = hidden @ w["W2"] + w["b2"]
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(t, scores))
    for k, taped in tape.gradient(loss, w).items():
        np.testing.assert_allclose(grads[k], taped.numpy(), rtol=1e-10, atol=1e-13, err_msg=k)


@pytest.mark.parametrize(("n", "c"), [(1, 2), (5, 3), (8, 10)])
def test_softmax_cross_entropy_grad_twice(tf: Any, n: int, c: int) -> None:
    """Against nudging, and against GradientTape."""
    z, t, _ = batch(n, c, 1, c)
    grad = solution_functions("02_loss_vs_accuracy")["softmax_cross_entropy_grad"](z, t)
    assert relative_error(grad, central_difference(lambda w: mean_cross_entropy(w, t), z)) < 1e-7
    scores = tf.Variable(z, dtype=tf.float64)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(t, scores))
    np.testing.assert_allclose(grad, tape.gradient(loss, scores).numpy(), rtol=1e-10, atol=1e-13)
