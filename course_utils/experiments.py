"""Trainings that the lessons only call: what they show is in the text, how is here."""

from collections.abc import Sequence
from typing import Any

import numpy as np

REMEDIES = ("none", "dropout", "weight decay", "augmentation")


def overfitting(
    x: np.ndarray, t: np.ndarray, remedy: str = "none", *, wrong: int = 30, epochs: int = 30,
    seeds: Sequence[int] = (0, 1, 2),
) -> dict[str, np.ndarray]:  # fmt: skip
    """Train an MLP of three layers of 512 on 150 digits, some with a wrong label, once a seed.

    Args:
        x, t: pictures (n, 28, 28, 1) and one-hot labels (n, 10), n >= 650.
        remedy: "dropout": 0.5 behind each hidden layer; "weight decay": an L2 penalty of 0.01
            times the squared weights; "augmentation": in every epoch each picture moves by up to 2
            pixels. Adam at its default rate, batches of 30.
        wrong: how many of the 150 get another label, drawn at random.

    Returns:
        "loss" and "val_loss", each (seeds, epochs): cross-entropy after each epoch, dropout off, on
        the 150 (with their wrong labels) and on 500 other digits (with the right ones).

    Raises:
        ValueError: a remedy that is none of REMEDIES.
    """
    if remedy not in REMEDIES:
        raise ValueError(f"no remedy {remedy!r}: {', '.join(REMEDIES)}")
    x, t = np.asarray(x), np.asarray(t, dtype="float32")
    runs = [_overfit(x, t, remedy, wrong, epochs, seed) for seed in seeds]
    return {name: np.array([run[i] for run in runs]) for i, name in enumerate(("loss", "val_loss"))}


def _overfit(
    x: np.ndarray, t: np.ndarray, remedy: str, wrong: int, epochs: int, seed: int
) -> tuple[list[float], list[float]]:
    import keras

    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    few, others = np.split(rng.permutation(len(x))[:650], [150])
    learnt = t[few].copy()
    shifted = (learnt[:wrong].argmax(1) + rng.integers(1, 10, wrong)) % 10
    learnt[:wrong] = np.eye(10)[shifted]
    model = _mlp(remedy)
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    losses: tuple[list[float], list[float]] = ([], [])
    for _ in range(epochs):
        seen = _moved(x[few], rng) if remedy == "augmentation" else x[few]
        model.fit(seen, learnt, batch_size=30, verbose=0)
        for kept, (inputs, truth) in zip(
            losses, ((x[few], learnt), (x[others], t[others])), strict=True
        ):
            kept.append(_cross_entropy(np.asarray(model(inputs, training=False)), truth))
    return losses


def _mlp(remedy: str) -> Any:
    import keras

    layers = keras.layers
    decay = keras.regularizers.L2(0.01) if remedy == "weight decay" else None
    model = keras.Sequential([keras.Input(shape=(28, 28, 1)), layers.Flatten()])
    for _ in range(3):
        model.add(layers.Dense(512, activation="relu", kernel_regularizer=decay))
        if remedy == "dropout":
            model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax", kernel_regularizer=decay))
    return model


def _moved(pictures: np.ndarray, rng: np.random.Generator, most: int = 2) -> np.ndarray:
    """Each picture moved by its own whole number of pixels; the border of a digit is empty."""
    ways = rng.integers(-most, most + 1, (len(pictures), 2))
    pairs = zip(pictures, ways, strict=True)
    return np.stack([np.roll(picture, way, axis=(0, 1)) for picture, way in pairs])


def _cross_entropy(p: np.ndarray, t: np.ndarray) -> float:
    return float(-np.log(np.clip((p * t).sum(axis=1), 1e-7, 1)).mean())
