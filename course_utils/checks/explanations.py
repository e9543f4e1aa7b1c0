"""A network small enough to be followed by hand, for the check of `maps_and_gradients`."""

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["small_network"]

Array = np.ndarray


def small_network(
    shape: tuple[int, int, int], first: Sequence[Array], second: Sequence[Array], scores: Array
) -> Any:
    """A Keras model of two 1x1 convolutions with ReLU, "first" and "second", then flattened and a
    dense layer "scores" without biases.

    Args:
        shape: of an image, (h, w, channels).
        first, second: weights (channels in, channels out) and biases of each.
        scores: weights (h * w * channels, outputs).
    """
    import keras

    image = x = keras.Input(shape)
    for name, (weights, _) in (("first", first), ("second", second)):
        x = keras.layers.Conv2D(weights.shape[1], 1, activation="relu", name=name)(x)
    x = keras.layers.Flatten(name="flat")(x)
    model = keras.Model(
        image, keras.layers.Dense(scores.shape[1], use_bias=False, name="scores")(x)
    )
    kernels = [(np.asarray(w)[None, None], np.asarray(b)) for w, b in (first, second)]
    model.set_weights([*kernels[0], *kernels[1], np.asarray(scores)])
    return model
