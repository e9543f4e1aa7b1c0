"""Accuracy of notebooks 05's and 07's networks on all data of a folder: mean and spread of seeds.

    COURSE_DATA=/folder/of/mnist python benchmarks/mnist_full.py

The networks are the notebooks' own cells. A folder with MNIST's t10k pair alone is split 8,000 to
2,000 by the loader's fixed seed. Every network trains for a fixed number of epochs, but "published
CNN": that is the reference network as it was published, batches of 200, the last quarter of the
training part held out, stopped when its loss there has not fallen for 10 epochs, best weights kept.
"residual CNN" is notebook 07's: 10 epochs, batches of 128, a rate that falls to 0.
Nothing is chosen by looking at the test part. Single runs print as they finish; on t10k alone 20
minutes on two cores, on all 60,000 images about as long for a single run of the reference network.
"""

import os
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import jupytext
import keras
import numpy as np
import typer
from scipy import ndimage

from course_utils.author.options import Several
from course_utils.data import load_digits_28

SOLUTIONS = Path(__file__).parents[1] / "solutions"
NOTEBOOK = SOLUTIONS / "05_mnist_cnn/mnist_cnn.py"
DEPTH = SOLUTIONS / "07_regularization_and_depth/regularization_and_depth.py"
EPOCHS = {
    "MLP": 20, "reference CNN": 12, "deep CNN": 12, "global CNN": 20, "published CNN": 30,
    "residual CNN": 10,
}  # fmt: skip
Network = StrEnum("Network", [(name, name) for name in EPOCHS])
MOVES = ((3, 0), (-3, 0), (0, 3), (0, -3))


def notebook_functions() -> dict:
    """The functions that the notebook's code cells define, by name."""
    names: dict = {"keras": keras, "np": np}
    for cell in jupytext.read(NOTEBOOK).cells:
        exercise = cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code"
        if exercise or cell.source.startswith("def build_global_cnn"):
            exec(cell.source, names)
    for cell in jupytext.read(DEPTH).cells:
        if cell.source.startswith(("def conv(", "def train_falling(")):
            exec(cell.source, names)
    return names


def train_as_published(
    model: keras.Model, x: np.ndarray, t: np.ndarray, epochs: int
) -> tuple[keras.Model, dict]:
    """Early stopping on the last quarter of the images; an epoch takes batches of 200."""
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping("val_loss", patience=10, restore_best_weights=True)
    history = model.fit(
        x, t, batch_size=200, epochs=epochs, validation_split=0.25, callbacks=[stop], verbose=0
    )
    return model, history.history


def accuracy(model: keras.Model, images: np.ndarray, labels: np.ndarray) -> float:
    said = model.predict(images, batch_size=500, verbose=0).argmax(axis=1)
    return float(np.mean(said == labels))


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command(cls=Several, help=__doc__.splitlines()[0])
def main(
    seeds: Annotated[list[int] | None, typer.Option(help="0 1 2 by default.")] = None,
    batch_size: int = 64,
    only: Annotated[
        list[Network] | None, typer.Option("--network", "--only", help="Some of the networks.")
    ] = None,
) -> None:
    names = notebook_functions()
    builders = {
        "MLP": names["build_mlp"],
        "reference CNN": names["build_cnn"],
        "deep CNN": names["build_deep_cnn"],
        "global CNN": names["build_global_cnn"],
        "published CNN": names["build_cnn"],
        "residual CNN": names["build_residual_cnn"],
    }
    (images, labels), (test_images, test_labels) = load_digits_28()
    x, t = names["preprocess"](images, labels)
    x_test, _ = names["preprocess"](test_images, test_labels)
    moved = [ndimage.shift(x_test, (0, dy, dx, 0), order=0) for dx, dy in MOVES]
    for name in only or Network:
        rows = []
        for seed in seeds or (0, 1, 2):
            start = time.perf_counter()
            keras.utils.set_random_seed(seed)
            model = builders[name]()
            if name == "published CNN":
                model, history = train_as_published(model, x, t, EPOCHS[name])
            elif name == "residual CNN":
                model, history = names["train_falling"](model, x, t, EPOCHS[name], 128, seed)
            else:
                model, history = names["train"](
                    model, x, t, EPOCHS[name], batch_size, seed
                )  # fmt: skip
            still = accuracy(model, x_test, test_labels)
            pushed = float(np.mean([accuracy(model, m, test_labels) for m in moved]))
            rows.append((still, pushed))
            took = f"{len(history['loss'])} epochs, {time.perf_counter() - start:.0f} s"
            result = f"{still:.2%}, moved by 3: {pushed:.2%}"
            print(f"{name:14} seed {seed}: {result}, {took}", flush=True)
        mean, spread = np.mean(rows, axis=0), np.std(rows, axis=0, ddof=min(1, len(rows) - 1))
        print(
            f"{name:14} {mean[0]:.2%} +- {spread[0]:.2%}, "
            f"moved by 3: {mean[1]:.2%} +- {spread[1]:.2%} "
            f"(mean and standard deviation of {len(rows)} seeds, at most {EPOCHS[name]} epochs)",
            flush=True,
        )


if __name__ == "__main__":
    app()
