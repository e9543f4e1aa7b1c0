"""What notebook 08 explains: networks, their scores and gradients as plain functions of an image,
copies with random layers, and maps made comparable.

An image is a float array (h, w, c), a map (h, w): one number for each pixel.
"""

from collections.abc import Callable
from functools import lru_cache

import keras
import numpy as np
import tensorflow as tf
from scipy import ndimage, stats

from course_utils.models.backbone import load_backbone
from course_utils.models.head import fit_head, pool

__all__ = [
    "enlarge",
    "gradient_of",
    "left_or_right",
    "likeness",
    "mark",
    "randomised",
    "score_of",
    "side_of_a_square",
    "slice_network",
    "smooth",
    "spread_out",
    "through_layers",
    "top",
]

Array = np.ndarray


def slice_network(images: Array, labels: Array, seed: int = 0) -> keras.Model:
    """Notebook 06's backbone with a head fitted to slices: (n, h, w, 1) -> scores (normal, ad).

    seed: which of the three bundled backbones. The two scores are minus and plus half of the
    logistic regression's: their difference is above 0 where it says ad. The last feature maps are
    those of layer "summary".
    """
    backbone = load_backbone("course", seed=seed)
    slope, intercept = fit_head(pool(backbone.predict(images, verbose=0)), labels)
    means = keras.layers.GlobalAveragePooling2D(name="means")(backbone.output)
    scores = keras.layers.Dense(2, name="scores")(means)
    network = keras.Model(backbone.input, scores)
    half = np.array([-0.5, 0.5])
    network.layers[-1].set_weights([np.outer(slope, half), intercept * half])
    return network


@lru_cache(maxsize=32)  # to trace a network takes longer than a map
def score_of(network: keras.Model, class_index: int) -> Callable[[Array], float]:
    """image (h, w, c) -> the network's output number class_index."""
    compiled = tf.function(lambda images: network(images, training=False)[0, class_index])
    return lambda image: float(compiled(_batch(image)))


@lru_cache(maxsize=32)
def gradient_of(network: keras.Model, class_index: int) -> Callable[[Array], Array]:
    """image (h, w, c) -> float64 (h, w, c): how the output number class_index grows with each
    pixel."""

    def gradient(images: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(images)
            score = network(images, training=False)[0, class_index]
        return tape.gradient(score, images)

    compiled = tf.function(gradient)
    return lambda image: np.asarray(compiled(_batch(image))[0], dtype=np.float64)


def _batch(image: Array) -> tf.Tensor:
    return tf.constant(np.asarray(image)[None], tf.float32)


def randomised(network: keras.Model, layers: int, seed: int = 0) -> keras.Model:
    """A copy of which the last `layers` layers that have weights got random ones.

    Each array of weights is drawn anew from a normal distribution with its own mean and deviation,
    so that the sizes of signals stay.
    """
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    rng = np.random.default_rng(seed)
    for layer in [layer for layer in copy.layers if layer.weights][-layers:]:
        old = layer.get_weights()
        layer.set_weights([rng.normal(w.mean(), w.std() + 1e-9, w.shape) for w in old])
    return copy


# --- maps ---


def enlarge(small: Array, shape: tuple[int, ...]) -> Array:
    """A map of places (h', w') drawn over the whole picture (h, w), in between linearly."""
    zoom = (shape[0] / small.shape[0], shape[1] / small.shape[1])
    given = np.asarray(small, float)
    large: Array = ndimage.zoom(given, zoom, order=1, grid_mode=True, mode="nearest")
    return large


def spread_out(drops: Array, shape: tuple[int, ...], size: int, stride: int) -> Array:
    """An occlusion map over the picture (h, w): at each pixel the mean of the squares over it."""
    total, count = np.zeros(shape[:2]), np.zeros(shape[:2])
    for i, j in np.ndindex(*drops.shape):
        square = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
        total[square] += drops[i, j]
        count[square] += 1
    return np.asarray(total / np.maximum(count, 1))


def smooth(values: Array, width: float = 3.0) -> Array:
    """Sizes of attributions (h, w, c) as a map: added over channels, blurred by `width` pixels."""
    blurred: Array = ndimage.gaussian_filter(np.abs(values).sum(axis=-1), width)
    return blurred


def top(values: Array, count: int) -> Array:
    """bool (h, w): where the `count` largest values above 0 are."""
    flat = np.zeros(values.size, dtype=bool)
    flat[np.argsort(-values, axis=None, kind="stable")[:count]] = True
    return flat.reshape(values.shape) & (values > 0)


def likeness(a: Array, b: Array) -> float:
    """Rank correlation (Spearman) of two maps: 1 the same order of pixels, 0 unrelated.

    A map that is the same everywhere is like nothing: 0.
    """
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(stats.spearmanr(a.ravel(), b.ravel()).statistic)


# --- pictures for experiments ---


def mark(images: Array, rows: Array, side: int = 5) -> Array:
    """A copy in which the images `rows` have a white square near the upper left corner."""
    marked = images.copy()
    marked[rows, 4 : 4 + side, 4 : 4 + side] = 1.0
    return marked


def side_of_a_square(n: int, seed: int) -> tuple[Array, Array, Array]:
    """Noise with one white square on the left (0) or on the right (1).

    Returns:
        float32 (n, 24, 24, 1) in [0, 1], int (n,), and bool (n, 24, 24): where the square is.
    """
    rng = np.random.default_rng(seed)
    images = rng.uniform(0, 0.3, (n, 24, 24, 1)).astype(np.float32)
    sides, masks = rng.integers(0, 2, n), np.zeros((n, 24, 24), dtype=bool)
    for mask, side in zip(masks, sides, strict=True):
        row, column = rng.integers(0, 21), rng.integers(0, 9) + 12 * side
        mask[row : row + 4, column : column + 4] = True
    images[masks] = 1.0
    return images, sides, masks


def left_or_right() -> keras.Model:
    """For pictures of `side_of_a_square`: scores (left, right), built by hand, never trained.

    Layer "squares" is one feature map (21, 21), above 0 where a 4x4 window is full. Behind it each
    place says -1 for "right" in the left half, +1 in the right half, 0 in the column between.
    """
    image = keras.Input((24, 24, 1))
    squares = keras.layers.Conv2D(1, 4, activation="relu", name="squares")(image)
    scores = keras.layers.Dense(2, name="scores")(keras.layers.Flatten()(squares))
    network = keras.Model(image, scores)
    right = np.tile(np.sign(np.arange(21) - 10), 21)
    window, bias = np.full((4, 4, 1, 1), 1 / 16), np.array([-0.6])
    network.set_weights([window, bias, np.stack([-right, right], axis=1), np.zeros(2)])
    return network


def through_layers(train: list[Array], labels: Array, test: list[Array]) -> Array:
    """What each layer still tells of the picture, and what of the label: (layers, 2).

    Args:
        train, test: what each layer gives for training and test images, the images first.
        labels: of the training images.

    Returns:
        for each layer the share of the test pictures' variance that a linear map from it restores,
        and the share of its own variance that lies between the classes.
    """
    return np.array(
        [
            (_restored(a, train[0], b, test[0]), _between(a, labels))
            for a, b in zip(train, test, strict=True)
        ]
    )


def _restored(known: Array, pictures: Array, new: Array, truth: Array) -> float:
    """Ridge regression (by its dual: images are fewer than numbers in a layer)."""
    known, pictures, new, truth = (_rows(a) for a in (known, pictures, new, truth))
    centre, mean = known.mean(0), pictures.mean(0)
    known, new = known - centre, new - centre
    products = known @ known.T
    products += 0.01 * np.trace(products) / len(products) * np.eye(len(products))
    guess = new @ (known.T @ np.linalg.solve(products, pictures - mean)) + mean
    return float(1 - ((truth - guess) ** 2).sum() / ((truth - mean) ** 2).sum())


def _between(values: Array, labels: Array) -> float:
    values = _rows(values)
    mean = values.mean(0)
    parts = (values[labels == k] for k in np.unique(labels))
    between = sum(len(part) * ((part.mean(0) - mean) ** 2).sum() for part in parts)
    return float(between / ((values - mean) ** 2).sum())


def _rows(values: Array) -> Array:
    return np.reshape(values, (len(values), -1)).astype(float)
