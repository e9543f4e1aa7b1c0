"""Notebook 07 against Keras, and its figures: what they measure, and how they wait."""

import base64
import io
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest
from conftest import solution_functions

from course_utils import plots
from course_utils.plots import _network as network

EXERCISES = solution_functions("07_regularization_and_depth")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[np.ndarray, str]]:
    """What a notebook without widgets displays: (picture, description)."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    seen: list[tuple[np.ndarray, str]] = []

    def display(bundle: dict[str, Any], **options: Any) -> None:
        picture = plt.imread(io.BytesIO(base64.b64decode(bundle["image/png"])))
        seen.append((picture, bundle["text/plain"]))

    monkeypatch.setattr("IPython.display.display", display)
    return seen


def unwritten(*arguments: Any, **options: Any) -> Any:
    raise NotImplementedError


# --- against Keras ---


@pytest.fixture(scope="module")
def keras() -> Any:
    return pytest.importorskip("keras")


@pytest.mark.parametrize(("d", "momentum", "eps"), [(1, 0.9, 1e-5), (4, 0.99, 1e-3), (7, 0.5, 0.1)])
def test_batch_norm_is_keras_layer_in_training_in_use_and_backwards(
    keras: Any, d: int, momentum: float, eps: float
) -> None:
    import tensorflow as tf

    rng = np.random.default_rng(d)
    layer = keras.layers.BatchNormalization(momentum=momentum, epsilon=eps, dtype="float64")
    layer.build((None, d))
    gamma, beta, state = rng.normal(size=d), rng.normal(size=d), {}
    layer.gamma.assign(gamma)
    layer.beta.assign(beta)
    for n in (5, 9, 2):
        x, dout = rng.normal(3, 2, size=(n, d)), rng.normal(size=(n, d))
        out, state, cache = EXERCISES["batch_norm"](x, gamma, beta, state, True, momentum, eps)
        with tf.GradientTape() as tape:
            inputs = tf.Variable(x)
            theirs = layer(inputs, training=True)
            loss = tf.reduce_sum(theirs * dout)
        wanted = tape.gradient(loss, [inputs, *(v.value for v in layer.trainable_variables)])
        np.testing.assert_allclose(out, theirs, rtol=1e-9, atol=1e-9)
        for ours, their in zip(EXERCISES["batch_norm_backward"](dout, cache), wanted, strict=True):
            np.testing.assert_allclose(ours, their, rtol=1e-7, atol=1e-9)
        used, same, _ = EXERCISES["batch_norm"](x, gamma, beta, state, False, momentum, eps)
        np.testing.assert_allclose(used, layer(x, training=False), rtol=1e-9, atol=1e-9)
        assert same is state


def test_early_stop_keeps_the_epoch_that_keras_keeps(keras: Any) -> None:
    for seed in range(8):
        losses = np.random.default_rng(seed).integers(1, 9, size=20) / 8
        for patience in (1, 2, 3, 6):
            callback = keras.callbacks.EarlyStopping("loss", patience=patience, mode="min")
            model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
            model.stop_training = False
            callback.set_model(model)
            callback.on_train_begin()
            for epoch, loss in enumerate(losses):
                callback.on_epoch_end(epoch, {"loss": loss})
                if model.stop_training:
                    break
            assert EXERCISES["early_stop"](losses, patience) == callback.best_epoch


def test_he_init_spreads_as_keras_does(keras: Any) -> None:
    theirs = np.asarray(keras.initializers.HeNormal(seed=1)((300, 200)))
    ours = EXERCISES["he_init"](300, 200, np.random.default_rng(1))
    np.testing.assert_allclose(ours.std(), theirs.std(), rtol=0.02)


# --- what the figures measure ---


def test_the_small_networks_gradients_are_its_losses_slopes() -> None:
    rng = np.random.default_rng(0)
    shapes = {"W1": (196, 5), "b1": (5,), "W2": (5, 10), "b2": (10,)}
    params = {k: rng.normal(size=s) / 5 for k, s in shapes.items()}
    x, labels = rng.random((8, 196)), rng.integers(0, 10, 8)
    grads = network._gradients(params, x, labels, rng, None, None)
    for name, at in (("W1", (3, 2)), ("b1", (4,)), ("W2", (1, 7)), ("b2", (9,))):
        losses = []
        for sign in (1, -1):
            moved = {k: w.copy() for k, w in params.items()}
            moved[name][at] += sign * 1e-5
            losses.append(network.evaluate(moved, (x, labels))[0])
        assert grads[name][at] == pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-7)


@pytest.mark.parametrize("kind", ["sigmoid", "ReLU, He", "batch norm", "residual"])
def test_the_way_back_through_a_layer_is_its_slope(kind: str) -> None:
    x, dout = np.random.default_rng(1).normal(size=(2, 6, 6))

    def run(x: np.ndarray) -> Any:
        return network.layer(kind, x, 1.0, np.random.default_rng(5))

    back = run(x)[1](dout)
    for at in ((0, 0), (3, 4), (5, 1)):
        nudge = np.zeros_like(x)
        nudge[at] = 1e-6
        slope = np.sum(dout * (run(x + nudge)[0] - run(x - nudge)[0])) / 2e-6
        assert back[at] == pytest.approx(slope, rel=1e-5, abs=1e-8)


def test_batch_norms_gradient_does_not_depend_on_the_weights_scale() -> None:
    sizes = [network.gradient_sizes("batch norm", 12, scale)[-1] for scale in (0.1, 1.0, 10.0)]
    np.testing.assert_allclose(sizes, sizes[0], rtol=1e-6)


def test_a_gradient_check_tells_a_wrong_gradient(shown: list[Any]) -> None:
    forward, backward = EXERCISES["residual_forward"], EXERCISES["residual_backward"]

    def without_the_way_around(dout: np.ndarray, cache: Any) -> Any:
        return backward(dout, cache) | {"dx": backward(dout, cache)["dx"] - dout}

    assert (plots.residual_gradient(forward, backward) or 0) < 1e-7
    assert (plots.residual_gradient(forward, without_the_way_around) or 0) > 0.01
    right = EXERCISES["batch_norm"], EXERCISES["batch_norm_backward"]
    assert (plots.batch_norm_gradient(*right) or 0) < 1e-7
    assert len(shown) == 3


# --- how they look and wait ---


def test_figures_wait_by_name_for_what_is_not_written(shown: list[Any]) -> None:
    assert plots.with_and_without("weight decay", decay=unwritten, lam=0.1, epochs=1) == {}
    assert plots.batch_norm_gradient(unwritten, unwritten) is None
    assert plots.residual_gradient(unwritten, unwritten) is None
    assert "yours" not in plots.signal_through_layers(unwritten)
    plots.stopped_curve(unwritten)
    assert len(shown) == 5
    assert all("unwritten" in text for _, text in shown[:4])


def test_stills_show_something_and_say_what(shown: list[Any]) -> None:
    plots.polynomial_slider()
    plots.four_kinds()
    plots.residual_block()
    plots.normalised_features()
    plots.gated_way()
    plots.variance_growth()
    seeds = np.array([[0.1, 1.0], [0.2, 1.2]])
    plots.remedy_gaps({"none": seeds, "dropout": seeds / 2})
    plots.rates_and_scales({(n, 0.1, 1.0): seeds[0] for n in ("plain", "batch norm")})
    assert len(shown) == 8
    assert all(picture.std() > 0.03 and len(text) > 60 for picture, text in shown)
