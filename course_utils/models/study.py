"""A study: one training part, one test part, and every model trained and scored alike.

    study = Study("auto", lambda: find_leaks)
    study.report("raw pixels", [study.accuracy(study.logistic(study.pixels()))])

A model's answer is a score for each slice, high for ad, for each of `study.tests`: the test images
as they are, and moved twice. From these come three accuracies: plain, clean (without test images
that are training images, found by the student's own function) and moved.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Any

import numpy as np

from course_utils.data import load_brain_slices, move
from course_utils.models.head import fit_head

__all__ = ["TESTS", "Study", "cut", "seconds_an_epoch", "train_steps"]

TESTS = ("plain", "clean", "moved")
Scores = Sequence[np.ndarray]  # one array (m,) for each of Study.tests


class Study:
    """Slices, and what every model of the lesson does with them.

    Attributes:
        x, y: training part, float32 (n, h, w, 1) and int64 (n,), 1 ad.
        x_test, y_test: test part.
        tests: the test images plain, and moved twice.
        generated: these are the slices that a program drew, the course's own.
        runs: name, or (name, training images) -> array (runs, 3) of accuracies.
    """

    def __init__(self, source: str, find_leaks: Callable[[], Callable[..., Any]]) -> None:
        """source: as of `load_brain_slices`. find_leaks: gives the student's function, which may be
        written later, and changed."""
        (self.x, self.y), (self.x_test, self.y_test) = load_brain_slices(source)
        named = os.environ.get("COURSE_DATA", "bundled")
        self.generated = source == "clinic" or (source == "auto" and named in ("", "bundled"))
        self.tests = [self.x_test, *(move(self.x_test, np.random.default_rng(s)) for s in (0, 1))]
        self.runs: dict[Any, np.ndarray] = {}
        self._clean: dict[Any, np.ndarray] = {}
        self._find_leaks = find_leaks

    @property
    def clean(self) -> np.ndarray:
        """Which test images are no training images, by the student's function: bool (m,).

        Raises:
            NotImplementedError: it is not written yet.
        """
        function = self._find_leaks()
        if function not in self._clean:
            leaked = {int(test) for _, test in function(self.x, self.x_test)}
            self._clean[function] = np.array([i not in leaked for i in range(len(self.x_test))])
        return self._clean[function]

    @property
    def chance(self) -> float:
        """Accuracy of whoever always names the larger class of the test part."""
        return float(max(self.y_test.mean(), 1 - self.y_test.mean()))

    def rows(self, n: int | None = None, seed: int = 0) -> np.ndarray:
        """n row numbers of the training part, half of them ad, at random; None: all."""
        if n is None or n >= len(self.y):
            return np.arange(len(self.y))
        rng = np.random.default_rng([n, seed])
        halves = [rng.permutation(np.flatnonzero(self.y == k))[: n // 2] for k in (0, 1)]
        return np.concatenate(halves)

    def sizes(self, wanted: Sequence[int]) -> list[int]:
        """Those of the sizes that both classes are large enough for, and all."""
        least = min(np.bincount(self.y, minlength=2))
        return [n for n in wanted if n < len(self.y) and n <= 2 * least] + [len(self.y)]

    # --- scores ---

    def pixels(self) -> list[np.ndarray]:
        """The raw pixels of training part and tests, a row a slice."""
        return [images.reshape(len(images), -1) for images in (self.x, *self.tests)]

    def logistic(
        self, features: Sequence[np.ndarray], n: int | None = None, seed: int = 0
    ) -> list[np.ndarray]:
        """Logistic regression fitted to n training rows: scores for each test.

        features: arrays (slices, c): of the training part, then of each test.
        """
        rows = self.rows(n, seed)
        slope, intercept = fit_head(features[0][rows], self.y[rows])
        return [_sigmoid(f @ slope + intercept) for f in features[1:]]

    def logistic_on_versions(
        self, flips: bool = False, shift: float = 0.0, copies: int = 4
    ) -> list[np.ndarray]:
        """Logistic regression on raw pixels of changed training slices: scores for each test.

        flips: half of the versions are mirrored. shift: by up to this share of height and width,
        each way, zeros coming in. copies: versions of each slice. Every other pixel is used.
        """
        rng, every = np.random.default_rng(0), np.s_[:, ::2, ::2]
        made = [_changed(self.x[every], flips, shift, rng) for _ in range(copies)]
        slope, intercept = fit_head(np.concatenate(made), np.tile(self.y, copies))
        pixels = (images[every].reshape(len(images), -1) for images in self.tests)
        return [_sigmoid(p @ slope + intercept) for p in pixels]

    def held_out(self, features: Sequence[np.ndarray], folds: int = 5) -> np.ndarray:
        """Cross-validation: the score of every training row from a head fitted to other folds."""
        order = np.random.default_rng(0).permutation(len(self.y))
        scores = np.empty(len(self.y))
        for rows in np.array_split(order, folds):
            others = np.setdiff1d(order, rows)
            slope, intercept = fit_head(features[0][others], self.y[others])
            scores[rows] = _sigmoid(features[0][rows] @ slope + intercept)
        return scores

    def predict(self, model: Any) -> list[np.ndarray]:
        """A Keras model's score for each slice of each test."""
        return [model.predict(images, batch_size=64, verbose=0)[:, 0] for images in self.tests]

    def accuracy(self, scores: Scores, threshold: float = 0.5) -> np.ndarray:
        """(plain, clean, moved): shares of slices named rightly."""
        right = [(np.asarray(s) >= threshold) == (self.y_test == 1) for s in scores]
        return np.array([right[0].mean(), right[0][self.clean].mean(), np.mean(right[1:])])

    # --- results ---

    def report(self, name: str, runs: Sequence[Sequence[float]], n: int | None = None) -> None:
        """Keep the accuracies of several runs, and print mean and standard deviation."""
        self.runs[name if n is None else (name, n)] = np.array(runs)
        mean, spread = 100 * np.mean(runs, axis=0), np.zeros(3)
        if len(runs) > 1:
            spread = 100 * np.std(runs, axis=0, ddof=1)
        cells = (
            f"{test} {m:5.1f}" + (f" ± {d:4.1f}" if len(runs) > 1 else " " * 7)
            for test, m, d in zip(TESTS, mean, spread, strict=True)
        )
        print(f"{name:32}" + "  ".join(cells))

    def mean(self, name: str, n: int | None = None) -> dict[str, float]:
        """Test -> mean accuracy of the kept runs, in per cent."""
        runs = self.runs[name if n is None else (name, n)]
        return dict(zip(TESTS, (100 * runs.mean(axis=0)).tolist(), strict=True))

    def gain(self, base: str, other: str, n: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """How much `other` is ahead of `base`, seed by seed: mean and deviation (3,), in points."""
        a, b = (self.runs[name if n is None else (name, n)] for name in (base, other))
        return 100 * np.mean(b - a, axis=0), 100 * np.std(b - a, axis=0, ddof=1)


def train_steps(
    model: Any, images: np.ndarray, labels: np.ndarray, steps: int = 200, rate: float = 1e-3
) -> None:
    """Train for so many batches of 16, however few images there are: a fair comparison of sizes.

    One endless stream of images: with few of them, Keras needs longer to begin an epoch (some
    40 ms) than to train it.
    """
    import keras
    import tensorflow as tf

    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
    stream = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(len(images)).repeat()
    model.fit(stream.batch(16).take(steps), shuffle=False, verbose=0)


def seconds_an_epoch(model: Any, inputs: np.ndarray, labels: np.ndarray, epochs: int = 1) -> float:
    """An epoch in one batch of all inputs: best of three, after one to warm up."""

    def some() -> Iterator[float]:
        for _ in range(3):
            start = perf_counter()
            for _ in range(epochs):
                model.train_on_batch(inputs, labels[:, None])
            yield (perf_counter() - start) / epochs

    model.compile("adam", "binary_crossentropy")
    model.train_on_batch(inputs, labels[:, None])
    return min(some())


def cut(model: Any) -> tuple[Any, Callable[[Any], Any]]:
    """A classifier in two: a model from images to the last feature maps, and what comes behind.

    Raises:
        ValueError: no layer of the model gives feature maps.
    """
    import keras

    maps = [i for i, layer in enumerate(model.layers) if len(layer.output.shape) == 4]
    if not maps:
        raise ValueError("no layer of this model gives feature maps (n, h, w, c).")
    last = model.layers[maps[-1]]
    front = last if isinstance(last, keras.Model) else keras.Model(model.inputs, last.output)

    def head(features: Any) -> Any:
        for layer in model.layers[maps[-1] + 1 :]:
            features = layer(features)
        return features

    return front, head


def _changed(images: np.ndarray, flips: bool, shift: float, rng: np.random.Generator) -> np.ndarray:
    """Each image mirrored by chance and shifted at random, as a row of pixels."""
    n, h, w, _ = images.shape
    a, b = round(shift * h), round(shift * w)
    padded = np.pad(images, ((0, 0), (a, a), (b, b), (0, 0)))
    made = np.empty_like(images)
    for i in range(n):
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        made[i] = padded[i, top : top + h, left : left + w]
        if flips and rng.random() < 0.5:
            made[i] = made[i, :, ::-1].copy()
    return made.reshape(n, -1)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -500, 500))))
