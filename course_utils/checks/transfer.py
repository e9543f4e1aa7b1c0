"""What checks of transfer learning look at: small networks, and what of them learns, as plain text.

    learns(model)                  "conv2, head": the layers whose weights training changes
    changed(before, model)         "head": the layers whose weights are other numbers than before
    last_function(model, images)   "sigmoid": what the output does with the last bias

Keras is imported when a network is built, not before.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = [
    "changed", "classifier", "convolutions", "kind", "last_function", "learns", "part_that_trains",
    "training_run", "weights",
]  # fmt: skip

Weights = dict[str, list[np.ndarray]]
NONE = "nothing"


def kind(value: Any) -> str:
    """What came back, in a few words."""
    if _is_model(value):
        return "a Keras model"
    if type(value) in (tuple, list):
        return f"{len(value)} values: {', '.join(map(kind, value))}"
    return "nothing: `return` is missing" if value is None else f"a {type(value).__name__}"


def learns(model: Any) -> str:
    """Names of the layers with trainable weights, also inside models, in order; "nothing"."""
    if not _is_model(model):
        return kind(model)
    trained = {id(w) for w in model.trainable_weights}  # none of a model that is frozen itself
    names = [x.name for x in _leaves(model) if any(id(w) in trained for w in x.weights)]
    return ", ".join(map(_plain, names)) or NONE


def weights(model: Any) -> Weights:
    """Layer's name -> copies of its weights, also inside models."""
    return {
        layer.name: [np.array(w) for w in layer.get_weights()]
        for layer in _leaves(model)
        if layer.weights
    }


def changed(before: Weights, model: Any) -> str:
    """Names of the layers whose weights differ from those before, in order; "nothing"."""
    if not _is_model(model):
        return kind(model)
    after = weights(model)
    if set(after) != set(before):
        return f"other layers: {', '.join(map(_plain, after)) or NONE}"
    others = [name for name in before if not _same(before[name], after[name])]
    return ", ".join(map(_plain, others)) or NONE


def training_run(before: Weights, result: Any, start: bool = False) -> list[str]:
    """What a training did that returned `result`, which should be (model, losses): fact by fact.

    start: tell where losses that change begin, too.
    """
    if type(result) not in (tuple, list) or len(result) != 2 or not _is_model(result[0]):
        return [f"what came back: {kind(result)}"]
    try:
        losses = np.array(result[1], dtype=float)
    except (TypeError, ValueError):
        return [f"what came back: a Keras model and {kind(result[1])}"]
    if losses.ndim != 1 or not losses.size:
        return [f"losses of shape {losses.shape}"]
    way = "falling" if losses[-1] < losses[0] else "not falling"
    way += f" from {losses[0]:.2f}" if start else ""
    if np.allclose(losses, losses[0], rtol=1e-6):
        way = f"all {losses[0]:.3f}"
    return [f"{losses.size} losses, {way}", f"layers that changed: {changed(before, result[0])}"]


def part_that_trains(model: Any, arrays: Sequence[np.ndarray]) -> str:
    """Which part of a model trains, if `arrays` are the weights of its backbone."""
    if not _is_model(model):
        return kind(model)
    kernels = [a for a in arrays if a.ndim > 1]  # biases and scales could be alike
    found = sum(_is_among(a, model.weights) for a in kernels)
    if found < len(kernels):
        others = sum(len(w.shape) > 1 for w in model.weights) - found
        return f"{found} of the backbone's {len(kernels)} kernels are in the model, {others} others"
    train = sum(_is_among(a, model.trainable_weights) for a in kernels)
    trained = {id(w) for w in model.trainable_weights}
    own = [id(w) in trained for w in model.weights if len(w.shape) > 1 and not _is_among(w, arrays)]
    base = {0: "", len(kernels): "the backbone"}.get(train, "a part of the backbone")
    head = "the head" if own and all(own) else "a part of the head" if any(own) else ""
    return " and ".join(part for part in (base, head) if part) or NONE


def last_function(model: Any, images: np.ndarray) -> str:
    """The function behind the last bias, by what it does with it: "sigmoid", "linear", ...

    All trainable weights are set to 0, and the last of them, a bias, to several numbers. Where it
    is no single bias, they are random: then what counts is whether probabilities come.
    """
    if not _is_model(model):
        return kind(model)
    if not model.trainable_weights:
        return "no weights to train"
    *others, last = model.trainable_weights
    if tuple(last.shape) != (1,):
        return _range(model, images)
    for weight in others:
        weight.assign(np.zeros(weight.shape))
    biases = np.array([-3.0, -0.5, 0.0, 2.0])
    answers = []
    for bias in biases:
        last.assign([bias])
        answers.append(float(np.asarray(model(images, training=False)).ravel()[0]))
    sigmoid = 1 / (1 + np.exp(-biases))
    known = {
        "sigmoid": sigmoid,
        "linear": biases,
        "ReLU": np.maximum(biases, 0),
        "tanh": np.tanh(biases),
        "softmax of one unit, always 1": np.ones(4),
        "hard sigmoid, not the sigmoid": np.clip(biases / 6 + 0.5, 0, 1),
        "sigmoid of a sigmoid": 1 / (1 + np.exp(-sigmoid)),
        "sigmoid, then ReLU or sigmoid of ReLU": 1 / (1 + np.exp(-np.maximum(biases, 0))),
    }
    for name, values in known.items():
        if np.allclose(answers, values, atol=1e-4):
            return name
    return "another function"


def _range(model: Any, images: np.ndarray) -> str:
    values = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        for weight in model.trainable_weights:
            weight.assign(rng.normal(0, 1.5, weight.shape))
        values.append(np.asarray(model(images, training=False), dtype=float))
    found = np.array(values)
    if np.ptp(found) < 1e-3:
        return "always the same number"
    return "sigmoid" if found.min() >= 0 and found.max() <= 1 else "no probability"


# --- networks for the checks ---


def convolutions(seed: int = 0, channels: int = 1, layers: int = 4, trainable: bool = False) -> Any:
    """A backbone of 1x1 convolutions conv1, conv2, ...: images (8, 8, channels) -> maps with 3.

    Every weight is a random number of its own, none of them 0.
    """
    import keras

    inputs = x = keras.Input((8, 8, channels))
    for i in range(layers):
        # leaky: no unit is dead, so training changes every weight
        x = keras.layers.Conv2D(3, 1, activation="leaky_relu", name=f"conv{i + 1}")(x)
    model = keras.Model(inputs, x, name="backbone")
    rng = np.random.default_rng(seed)
    model.set_weights([rng.uniform(-1, 1, np.shape(w)) for w in model.get_weights()])
    model.trainable = trainable
    return model


def classifier(seed: int = 0, channels: int = 1, layers: int = 4) -> Any:
    """`convolutions`, frozen, and behind it a mean over places and one sigmoid unit, "head"."""
    import keras

    model = keras.Sequential(
        [
            keras.Input((8, 8, channels)),
            convolutions(seed, channels, layers),
            keras.layers.GlobalAveragePooling2D(name="mean"),
            keras.layers.Dense(1, activation="sigmoid", name="head"),
        ]
    )
    rng = np.random.default_rng([seed, 1])
    model.layers[-1].set_weights([rng.uniform(-1, 1, (3, 1)), np.array([0.1])])
    return model


def _plain(name: str) -> str:
    """A layer's name without the number that Keras counts up through a session, as in dense_7."""
    return re.sub(r"_\d+$", "", name)


def _leaves(model: Any) -> list[Any]:
    found: list[Any] = []
    for layer in model.layers:
        found += _leaves(layer) if _is_model(layer) else [layer]
    return found


def _is_model(value: Any) -> bool:
    kinds = type(value).__mro__
    return any(k.__name__ == "Model" and k.__module__.startswith("keras.") for k in kinds)


def _same(a: list[np.ndarray], b: list[np.ndarray]) -> bool:
    return len(a) == len(b) and all(map(_alike, a, b))


def _alike(a: Any, b: Any) -> bool:
    x, y = np.asarray(a), np.asarray(b)
    return x.shape == y.shape and bool(np.allclose(x, y, rtol=1e-6, atol=1e-8))


def _is_among(array: Any, others: Sequence[Any]) -> bool:
    return any(_alike(array, other) for other in others)
