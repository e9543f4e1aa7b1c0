"""How well a frozen backbone transfers: `python -m course_utils.author.evaluate FOLDER`.

One table, with what an honest one carries: three tests, five sizes of training set, controls and
spread. The tests are

- plain: the test images as they are;
- clean: without those that are pixel for pixel training images as well (leaks);
- moved: every test image turned and shifted at random, several times; a model that learnt where
  pixels lie instead of what they show falls here.
"""

import contextlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from course_utils.author.options import Several
from course_utils.data.anatomy import draw_tissue
from course_utils.data.brains import (
    Brains,
    Cohort,
    find_identical,
    generate_cohort,
    load_brain_slices,
    move,
)
from course_utils.data.scanner import render
from course_utils.data.slices import Setting
from course_utils.models.head import fit_head, pool

__all__ = ["SIZES", "SURROGATES", "TESTS", "evaluate_backbone"]

# Of the lecture, on its own 160 and 120 slices: what the figures measured here stand beside.
PUBLISHED = {"VGG16, frozen": (160, 97.50), "CNN from scratch": (160, 95.00)}
SIZES = (8, 16, 32, 64, 160)
TESTS = ("plain", "clean", "moved")
Result = dict[str, Any]

# Where backbones are compared and chosen: never pretrained on, and not the lesson's clinic.
# Each draws folds or ventricles in a way that pretraining does not use.
_QUIET: dict[str, Any] = {
    "turn": 2.0, "shift": 0.01, "stretch": 0.03, "jpeg": 0.5, "coarse": 0.3, "cut": 0.0,
    "framed": 0.0,
}  # fmt: skip
SURROGATES = {
    "stripped": Setting(
        folds={"branches": 1.0}, ventricles={"blobs": 1.0}, contrasts={"t1": 1.0},
        level=(0.60, 0.85), closed=0.0, stripped=1.0, zoom=(1.18, 1.28), noise=(0.0, 0.03),
        **_QUIET,
    ),
    "ganglia": Setting(
        folds={"branches": 1.0}, ventricles={"crescents": 1.0}, contrasts={"t1": 1.0},
        level=(0.36, 0.48), closed=0.0, stripped=0.7, zoom=(1.1, 1.25), bias=(0.1, 0.5), **_QUIET,
    ),
    "head": Setting(
        folds={"labyrinth": 1.0}, ventricles={"blobs": 1.0}, contrasts={"t1": 0.6, "t2": 0.4},
        level=(0.50, 0.80), closed=0.0, stripped=0.0, zoom=(0.95, 1.05), noise=(0.02, 0.06),
        **_QUIET,
    ),
    "thin": Setting(  # thin skull, thick cortex, closed sulci, both horns: nearest to a scan
        folds={"branches": 1.0}, ventricles={"crescents": 0.6, "blobs": 0.4},
        contrasts={"t1": 1.0}, level=(0.45, 0.62), fold_depth=(0.2, 0.45), cortex=(0.045, 0.075),
        closed=0.7, stripped=0.0, skull=(0.015, 0.035), scalp=(0.01, 0.04), zoom=(1.1, 1.2),
        bias=(0.05, 0.3), noise=(0.0, 0.03), **_QUIET,
    ),
}  # fmt: skip
_COHORT = Cohort(ventricle=((-0.15, 0.15), (0.70, 0.20)), sulcus=((-0.20, 0.25), (0.30, 0.25)))


def evaluate_backbone(
    source: str | Path | Brains = "clinic",
    backbones: str | Path | Sequence[Any] = "course",
    *,
    draws: int = 20,
    moves: int = 5,
    seeds: int = 3,
    controls: bool = True,
    fine_tune: bool = False,
    verbose: bool = True,
) -> Result:
    """Accuracy of logistic regression on frozen features, by test and size of the training set.

    Features are the mean of each feature map, computed once. The head is logistic regression on
    centred features in one common unit (what a backbone makes large stays large), fitted with
    its threshold on the training images alone.

    Args:
        source: what `load_brain_slices` takes ("clinic" or a folder), or what it returns.
        backbones: name ("course": its three bundled seeds; "vgg16"), path of weights or model, or
            several of these: then the spread is over backbones too.
        draws: balanced random training sets of every size below the whole.
        moves: times the test images are moved: up to 6 of 150 pixels and 12 degrees.
        seeds: random backbones in the control, and runs of fine-tuning for each backbone.
        controls: whether raw pixels and random backbones are measured too.
        fine_tune: whether the whole training set is also fine-tuned on (a minute or so).
        verbose: whether progress bar and table are printed.

    Returns:
        {"leaks": int, "rows": [{"method", "n", "plain", "clean", "moved": (mean, deviation) in
        percent, "worst": the same three, "runs": how many}]}

    Raises:
        DataError: the folder cannot be used; one line.
    """
    from rich.progress import Progress

    if isinstance(source, (str, Path)):
        with contextlib.nullcontext() if verbose else contextlib.redirect_stdout(io.StringIO()):
            source = load_brain_slices(source)
    (x_train, y_train), (x_test, y_test) = source
    leaked = {test for _, test in find_identical(x_train, x_test)}
    clean = np.array([i not in leaked for i in range(len(x_test))])
    rng = np.random.default_rng(0)
    tests = [x_test, *(move(x_test, rng) for _ in range(moves))]
    subsets = {n: list(_subsets(y_train, n, draws)) for n in _sizes(y_train)}

    models = _models(backbones)
    rows = []
    with Progress(disable=not verbose, transient=True) as bar:
        for name, extractors in _methods(models, seeds if controls else 0).items():
            runs: dict[int, list[list[float]]] = {n: [] for n in subsets}
            for extract in bar.track(extractors, description=name):
                train, *others = [extract(images) for images in (x_train, *tests)]
                for n, drawn in subsets.items():
                    for draw in drawn:
                        right = _right(train[draw], y_train[draw], others, y_test)
                        runs[n].append(_three(right, clean))
            rows += [_row(name, n, scores) for n, scores in runs.items()]
        if fine_tune:
            tries = [(model, seed) for model in models for seed in range(seeds)]
            predictors = (
                fine_tuned(model, x_train, y_train, seed)
                for model, seed in bar.track(tries, description="fine-tuned")
            )
            scores = [_three([p(images) == y_test for images in tests], clean) for p in predictors]
            rows.append(_row("fine-tuned", len(x_train), scores))
    result = {"leaks": len(leaked), "train": len(x_train), "test": len(x_test), "rows": rows}
    if verbose:
        _print(result)
    return result


def _three(right: list[np.ndarray], clean: np.ndarray) -> list[float]:
    """Accuracy plain, clean and moved, from what is right plain and in each moved set."""
    return [right[0].mean(), right[0][clean].mean(), float(np.mean(right[1:]))]


def _row(method: str, n: int, runs: list[list[float]]) -> Result:
    figures = 100 * np.array(runs)
    pairs = np.stack([figures.mean(axis=0), figures.std(axis=0)], axis=1).tolist()
    worst = figures.min(axis=0).tolist()
    tests = dict(zip(TESTS, pairs, strict=True))
    return {"method": method, "n": n, **tests, "worst": worst, "runs": len(runs)}


# --- features and heads ---


def _right(
    train: np.ndarray, labels: np.ndarray, tests: list[np.ndarray], wanted: np.ndarray
) -> list[np.ndarray]:
    """For the features of each test set, which images a head fitted on `train` gets right."""
    slope, intercept = fit_head(train, labels)
    return [(test @ slope + intercept > 0) == wanted for test in tests]


def fine_tuned(
    model: Any, images: np.ndarray, labels: np.ndarray, seed: int, top: int = 3, epochs: int = 8
) -> Callable[[np.ndarray], np.ndarray]:
    """Train a copy of the backbone's last `top` layers with a head; images -> labels.

    The head starts where logistic regression on frozen features ends, the rate is small, and the
    threshold is calibrated on the training images: the middle of the best ones.
    """
    import keras

    keras.utils.set_random_seed(seed)
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    copy.trainable = True
    layers = [layer for layer in copy.layers if layer.weights]
    for layer in layers[:-top]:
        layer.trainable = False
    for layer in layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(copy.output)
    head = keras.layers.Dense(1)
    whole = keras.Model(copy.input, head(pooled))
    slope, intercept = fit_head(pool(model.predict(images, verbose=0)), labels)
    head.set_weights([slope[:, None], np.array([intercept])])
    whole.compile(keras.optimizers.Adam(1e-4), keras.losses.BinaryCrossentropy(from_logits=True))
    whole.fit(images, labels[:, None].astype(np.float32), batch_size=16, epochs=epochs, verbose=0)

    scores = whole.predict(images, verbose=0)[:, 0]
    ordered = np.sort(scores)
    candidates = (ordered[1:] + ordered[:-1]) / 2
    right = ((scores > candidates[:, None]) == labels).mean(axis=1)
    threshold = np.median(candidates[right == right.max()])
    return lambda new: (whole.predict(new, verbose=0)[:, 0] > threshold).astype(int)


def _models(backbones: Any) -> list[Any]:
    """Models of what `evaluate_backbone` takes; "course" is all bundled seeds of it."""
    from course_utils.models.applications import APPLICATIONS
    from course_utils.models.backbone import WEIGHTS, load_backbone

    if isinstance(backbones, (str, Path)) or not isinstance(backbones, Sequence):
        backbones = [backbones]
    models = []
    for given in backbones:
        if isinstance(given, str) and given == "course":
            models += [load_backbone("course", seed=seed) for seed in range(len(WEIGHTS))]
        elif isinstance(given, str) and given in APPLICATIONS:
            models.append(load_backbone(given))
        elif isinstance(given, (str, Path)):
            models.append(load_backbone("course", weights=given))
        else:
            models.append(given)
    return models


def _methods(models: list[Any], seeds: int) -> dict[str, list[Callable[[np.ndarray], np.ndarray]]]:
    """Name -> functions from images to features, one for each backbone or seed."""
    from course_utils.models.applications import APPLICATIONS
    from course_utils.models.backbone import load_backbone

    name = models[0].name.removesuffix("_backbone")
    methods = {f"{name}, frozen": [_extractor(model) for model in models]}
    if seeds:
        kind = name if name in APPLICATIONS else "course"
        methods[f"{kind}, random weights"] = [
            _extractor(load_backbone(kind, weights=None, seed=seed)) for seed in range(seeds)
        ]
        methods["raw pixels"] = [lambda images: images.reshape(len(images), -1)]
    return methods


def _extractor(model: Any) -> Callable[[np.ndarray], np.ndarray]:
    return lambda images: pool(model.predict(images, batch_size=64, verbose=0))


# --- test sets and training sets ---


def _sizes(labels: np.ndarray) -> list[int]:
    """SIZES up to the whole training set, which is always the last."""
    fits = [n for n in SIZES if n < len(labels) and n <= 2 * np.bincount(labels).min()]
    return [*fits, len(labels)]


def _subsets(labels: np.ndarray, n: int, draws: int) -> Iterator[np.ndarray]:
    """Row numbers of balanced random subsets of n; the whole set once."""
    if n >= len(labels):
        yield np.arange(len(labels))
        return
    rng = np.random.default_rng(n)
    for _ in range(draws):
        yield np.concatenate(
            [rng.choice(np.flatnonzero(labels == k), n // 2, replace=False) for k in (0, 1)]
        )


def surrogate(name: str, seed: int = 0, slices: int = 1) -> Brains:
    """160 train and 200 test slices of one of the SURROGATES.

    Args:
        slices: of each person. With several, neighbours in one brain are shared out at random, and
            nearly every brain of the test is trained on: so it is in many a published set.

    Raises:
        ValueError: there is none of this name.
    """
    if name not in SURROGATES:
        raise ValueError(f"no surrogate {name!r}: there are {', '.join(SURROGATES)}")
    if slices > 1:
        return _of_people(SURROGATES[name], seed, slices)
    train, test = (
        generate_cohort(SURROGATES[name], _COHORT, n, seed=(seed, 7, i))
        for i, n in enumerate((160, 200))
    )
    return train, test


def _of_people(setting: Setting, seed: int, slices: int) -> Brains:
    """Slices 0.008 of `level` apart, of one person on one scanner; noise and place differ a bit."""
    images = np.empty((160 + 200, 150, 150, 1), dtype=np.float32)
    labels = np.arange(len(images)) // slices % 2
    for i, label in enumerate(labels):
        person, k = divmod(i, slices)
        own = np.random.default_rng((seed, 8, person))
        widths = own.normal(*_COHORT.ventricle[label]), own.normal(*_COHORT.sulcus[label])
        level = own.uniform(*setting.level) + 0.008 * (k - slices // 2)
        at_level = replace(setting, level=(level, level))
        tissue = draw_tissue(own, at_level, 192, *np.exp(widths).tolist())
        scan = render(own, setting, tissue, 150)[0]
        rng = np.random.default_rng((seed, 9, i))
        scan = np.roll(scan, rng.integers(-1, 2, 2), axis=(0, 1)) + rng.normal(0, 0.01, scan.shape)
        images[i, ..., 0] = np.clip(scan, 0, 1)
    order = np.random.default_rng((seed, 10)).permutation(len(images))
    train, test = order[:160], order[160:]
    return (images[train], labels[train]), (images[test], labels[test])


# --- output ---


def _print(result: Result) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        title="Accuracy in percent: mean ± standard deviation over draws and backbones",
        caption=f"{result['leaks']} of {result['test']} test images are training images too; "
        f"one test image is {100 / result['test']:.2f} points.",
    )
    for column in ("method", "n", *TESTS, "runs"):
        table.add_column(column, justify="left" if column == "method" else "right")
    last = None
    for row in result["rows"]:
        if last not in (None, row["method"]):
            table.add_section()
        name = row["method"] if row["method"] != last else ""
        figures = [f"{row[t][0]:.2f} ± {row[t][1]:.2f}" for t in TESTS]
        table.add_row(name, str(row["n"]), *figures, str(row["runs"]))
        last = row["method"]
    table.add_section()
    for method, (n, accuracy) in PUBLISHED.items():
        table.add_row(f"{method} (the lecture)", str(n), f"{accuracy:.2f}", "", "", "")
    Console().print(table)


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command(cls=Several, help=__doc__.splitlines()[0])
def _command(
    source: Annotated[
        str,
        typer.Argument(
            help='A folder with train|test/{ad,normal}, "clinic", or "surrogate:NAME" with one of '
            + ", ".join(SURROGATES)
        ),
    ],
    backbone: Annotated[
        list[str] | None,
        typer.Option(help="course (the default), vgg16, resnet50_v2, ..., or paths."),
    ] = None,
    slices: Annotated[
        int, typer.Option(min=1, help="Of each person in a surrogate; train and test share them.")
    ] = 1,
    draws: int = 20,
    moves: int = 5,
    seeds: Annotated[int, typer.Option(help="Random backbones in the control.")] = 3,
    fine_tune: Annotated[bool, typer.Option("--fine-tune", help="Fine-tuning too.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here as well.")
    ] = None,
) -> None:
    named = source.startswith("surrogate:")
    if slices > 1 and not named:
        print("--slices is for surrogates: give surrogate:NAME, or leave it out.")
        raise typer.Exit(2)
    try:
        result = evaluate_backbone(
            surrogate(source.removeprefix("surrogate:"), slices=slices) if named else source,
            backbone or ["course"], draws=draws, moves=moves, seeds=seeds, fine_tune=fine_tune,
        )  # fmt: skip
    except ValueError as error:  # DataError too
        print(error)
        raise typer.Exit(2) from None
    if json_file:
        json_file.write_text(json.dumps(result, indent=1) + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command with these arguments, else those typed; its exit code."""
    try:
        app(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
