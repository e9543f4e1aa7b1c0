"""Train the course backbone on generated slices: `python -m course_utils.author.pretrain`.

No scan of a person and no slice of the lesson's clinic is ever seen. The backbone has three
branches, each trained alone, on slices drawn in one of two ways (slices.PRETRAINING):

    python -m course_utils.author.pretrain --seed 0 --branch a --out a.npz
    python -m course_utils.author.pretrain --seed 0 --branch b --out b.npz
    python -m course_utils.author.pretrain --seed 3 --branch c --kept pool_b --out c.npz
    python -m course_utils.author.pretrain --seed 0 --join a.npz b.npz c.npz

A branch learns to say what it sees:

- which tissue is where, as shares of six kinds in 24 x 24 places (cross-entropy), and
- numbers of the whole slice (Huber loss): how wide ventricles and sulci are, how much grey
  matter there is, how lopsided, how long and how large the brain is, and its level.

Then the heads are thrown away and batch normalisation is folded into the convolutions. `--join`
puts branches side by side and computes a last linear layer that puts atrophy first
(`add_summary`). Slices are drawn in other processes from (seed, step), so a run is the same
however many there are. Drawing costs more than learning: with `--pool N`, N batches are drawn once
for all seeds, kept in a folder, and shown again and again, mirrored and in other contrast.
"""

import collections
import hashlib
import json
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from course_utils.author.options import Several
from course_utils.data import slices
from course_utils.data.anatomy import draw_tissue
from course_utils.data.scanner import render
from course_utils.data.slices import PRETRAINING, Setting

PLACES = 24
# Tissues the segmentation head tells apart; deep grey matter and cortex look different.
KINDS = ("outside", "fluid", "grey", "white", "deep", "ventricle")
_KIND = np.array([0, 0, 0, 0, 1, 2, 3, 4, 3, 5, 5])  # of each label of slices.TISSUES
NUMBERS = (*slices.MEASURES, "level", "ventricle width", "sulcus width")
# How much each counts: atrophy more than the rest.
_EMPHASIS = np.array([1.5, 1.2, 1.0, 0.7, 0.7, 0.7, 0.7, 1.5, 1.2], dtype=np.float32)

# What each branch is trained on.
SETTINGS = {
    "a": PRETRAINING["straight"], "b": PRETRAINING["winding"], "c": PRETRAINING["winding"],
}  # fmt: skip
POOL_SEED = 77
Batch = tuple[np.ndarray, np.ndarray, np.ndarray]


def draw_batch(seed: int, step: int, size: int, setting: Setting = SETTINGS["b"]) -> Batch:
    """Images float32 (size, 96, 96, 1), kinds float32 (size, 24, 24, 6), numbers (size, 9)."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    rng = np.random.default_rng((seed, step))
    images, kinds, numbers = [], [], []
    with threadpool_limits(1):  # small matrices: threads cost more than they give
        for _ in range(size):
            ventricle, sulcus = draw_atrophy(rng)
            level = rng.uniform(*setting.level)
            at_level = replace(setting, level=(level, level))
            tissue = draw_tissue(rng, at_level, 160, ventricle, sulcus)
            scan, labels = render(rng, setting, tissue)
            images.append(scan)
            kinds.append(shares(labels))
            widths = level, np.log(ventricle), np.log(sulcus)
            numbers.append(np.concatenate([slices.measure(labels), widths]))
    return np.stack(images)[..., None], np.stack(kinds), np.stack(numbers).astype(np.float32)


def draw_atrophy(rng: np.random.Generator) -> tuple[float, float]:
    """Width of ventricles and of sulci: partly one story (age, disease), partly two."""
    common, a, b = rng.uniform(-1, 1, 3)
    return float(np.exp(0.15 + 0.55 * common + 0.4 * a)), float(np.exp(0.4 * common + 0.4 * b))


def shares(labels: np.ndarray) -> np.ndarray:
    """float32 (24, 24, 6): share of every kind of tissue in each place of a tissue map."""
    step = len(labels) // PLACES
    blocks = _KIND[labels].reshape(PLACES, step, PLACES, step).swapaxes(1, 2)
    counts = (blocks.reshape(PLACES, PLACES, -1, 1) == np.arange(len(KINDS))).mean(axis=2)
    return counts.astype(np.float32)


def batches(seed: int, steps: range, size: int, workers: int, setting: Setting) -> Iterator[Batch]:
    """Batches of these steps in order, drawn ahead by other processes (none: by this one)."""
    if not workers:
        yield from (draw_batch(seed, step, size, setting) for step in steps)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        ahead: collections.deque = collections.deque()
        for step in steps:
            ahead.append(pool.submit(draw_batch, seed, step, size, setting))
            if len(ahead) > 4 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def draw_pool(folder: Path, count: int, size: int, workers: int, setting: Setting) -> Batch:
    """`count` batches of POOL_SEED, as whole numbers; the folder keeps them for the next run."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{step:05d}.npz" for step in range(count)]
    there = next((i for i, path in enumerate(paths) if not path.exists()), count)
    drawn = batches(POOL_SEED, range(there, count), size, workers, setting)
    for path, (images, kinds, numbers) in zip(paths[there:], drawn, strict=True):
        part = path.with_suffix(".part.npz")
        np.savez(part, i=_whole(images, 255), c=_whole(kinds, 64), n=numbers)
        os.replace(part, path)
    parts = [np.load(path) for path in paths]
    return tuple(np.concatenate([part[name] for part in parts]) for name in "icn")  # type: ignore[return-value]


def _whole(array: np.ndarray, largest: int) -> np.ndarray:
    return np.round(array * largest).astype(np.uint8)


def from_pool(pool: Batch, seed: int, steps: int, size: int) -> Iterator[Batch]:
    """Batches of the pool's slices in random order, half of them mirrored, in other contrast."""
    rng = np.random.default_rng(seed)
    rows = np.array([], dtype=int)
    for _ in range(steps):
        if len(rows) < size:
            rows = np.concatenate([rows, rng.permutation(len(pool[0]))])
        chosen, rows = rows[:size], rows[size:]
        images = pool[0][chosen].astype(np.float32) / np.float32(255)
        kinds = pool[1][chosen].astype(np.float32) / np.float32(64)
        mirrored = rng.random(size) < 0.5
        images[mirrored], kinds[mirrored] = images[mirrored, :, ::-1], kinds[mirrored, :, ::-1]
        images **= rng.uniform(0.8, 1.25, (size, 1, 1, 1)).astype(np.float32)
        noise = rng.uniform(0, 0.03, (size, 1, 1, 1)).astype(np.float32)
        images += noise * rng.standard_normal(images.shape, dtype=np.float32)
        yield np.maximum(images, 0), kinds, pool[2][chosen]


def build(seed: int, branch: str = "a") -> tuple[Any, Any]:
    """A branch of the backbone with batch normalisation, and the same with its two heads."""
    import keras
    from keras import layers

    from course_utils.models.backbone import build_course

    keras.utils.set_random_seed(seed)
    first_seed = 1000 * seed + 100 * ord(branch)
    backbone = build_course(first_seed, batch_norm=True, branches=1, summary=False)
    maps = backbone.output
    kinds = layers.Conv2D(4 * len(KINDS), 1, name="segmentation")(maps)
    side = PLACES // 2
    kinds = layers.Reshape((side, side, 2, 2, len(KINDS)))(kinds)
    kinds = layers.Permute((1, 3, 2, 4, 5))(kinds)
    kinds = layers.Reshape((PLACES, PLACES, len(KINDS)), name="kinds")(kinds)
    pooled = layers.Concatenate()(
        [layers.GlobalAveragePooling2D()(maps), layers.GlobalMaxPooling2D()(maps)]
    )
    numbers = layers.Dense(len(NUMBERS), name="numbers")(pooled)
    return backbone, keras.Model(backbone.input, [kinds, numbers])


def pretrain(
    seed: int = 0, branch: str = "b", steps: int = 3000, size: int = 32, pool: int = 1280,
    workers: int = 1, kept: Path | None = None, out: Path | None = None, progress: bool = True,
) -> tuple[dict[str, np.ndarray], dict]:  # fmt: skip
    """Train a branch from one seed; the folded weights, and a record of how.

    With `out`, both are written there as .npz and .json. `kept`: the folder of the pool.
    """
    from rich.progress import Progress, TextColumn

    from course_utils.models.backbone import folded_weights

    setting = SETTINGS[branch]
    backbone, model = build(seed, branch)
    centre, spread = _usual_numbers(seed, setting, 4 if steps > 100 else 1)  # else it is a trial
    _compile(model, steps)
    command = "python -m course_utils.author.pretrain"
    record = {
        "command": f"{command} --seed {seed} --branch {branch} --steps {steps} --batch {size} "
        f"--pool {pool}",
        "seed": seed, "branch": branch, "steps": steps, "batch": size,
        "slices": (pool or steps) * size,
    }  # fmt: skip
    if pool:
        kept = kept or Path(f"pool_{branch}")
        shown = from_pool(draw_pool(kept, pool, size, workers, setting), seed, steps, size)
    else:
        shown = batches(seed, range(steps), size, workers, setting)
    start, history = time.monotonic(), []
    columns = (*Progress.get_default_columns(), TextColumn("loss {task.fields[loss]}"))
    with Progress(*columns, disable=not progress) as bar:
        task = bar.add_task("Pretraining", total=steps, loss="...")
        for step, (images, kinds, numbers) in enumerate(shown, 1):
            targets = (numbers - centre) / spread * _EMPHASIS
            losses = model.train_on_batch(images, [kinds, targets])
            means = np.array(losses[:3], dtype=float)  # since the last record
            bar.update(task, advance=1, loss=" ".join(f"{loss:.3f}" for loss in means))
            if step % 250 == 0 or step == steps:
                history.append([step, *np.round(means, 4).tolist()])
                model.reset_metrics()
                minutes = round((time.monotonic() - start) / 60, 1)
                record |= {"done": step, "minutes": minutes, "losses": history}
                if out:
                    write(out, folded_weights(backbone), record)
    return folded_weights(backbone), record


def _usual_numbers(seed: int, setting: Setting, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of the numbers of `count` batches that training does not use."""
    drawn = [draw_batch(10_000 + seed, step, 64, setting)[2] for step in range(count)]
    reference = np.concatenate(drawn)
    return reference.mean(axis=0), reference.std(axis=0)


def _compile(model: Any, steps: int) -> None:
    """AdamW, its rate warmed up and then following a cosine; one loss for each head."""
    import keras

    warm_up = max(1, min(200, steps // 10))
    rate = keras.optimizers.schedules.CosineDecay(
        1e-4, max(1, steps - warm_up), warmup_target=3e-3, warmup_steps=warm_up
    )
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=1e-3, clipnorm=1.0),
        loss=[keras.losses.CategoricalCrossentropy(from_logits=True), keras.losses.Huber()],
        loss_weights=[1.0, 1.0],
    )


def join(paths: Sequence[Path], seed: int, out: Path, count: int = 24) -> None:
    """Branches side by side with the last layer, and their records in one."""
    from course_utils.models.backbone import side_by_side

    parts = [dict(np.load(path, allow_pickle=False)) for path in paths]
    arrays = add_summary(side_by_side(parts), seed, count)
    record = {
        "command": f"python -m course_utils.author.pretrain --seed {seed} --join "
        + " ".join(path.name for path in paths),
        "seed": seed,
        "parameters": sum(array.size for array in arrays.values()),
        "branches": [json.loads(path.with_suffix(".json").read_text()) for path in paths],
    }
    write(out, arrays, record)


def add_summary(
    arrays: dict[str, np.ndarray], seed: int, count: int = 24, tail: float = 0.3
) -> dict[str, np.ndarray]:
    """The weights with those of the last layer, from `count` fresh batches of 64 slices of each way
    of drawing.

    Linear discriminants of the mean of each map: a direction's signal is what follows from a
    slice's atrophy (shares and widths of ventricles and sulci, and their squares), its noise is
    the rest: contrast, level, shape, place. Noise is whitened and directions are sorted by
    signal; those after the sixth are scaled by `tail`, so that they add little noise where images
    are few, and are there where images are many.
    """
    from course_utils.models.backbone import build_course, count_branches, set_weights

    model = build_course(branches=count_branches(arrays), summary=False)
    set_weights(model, arrays)
    drawn = [
        draw_batch(20_000 + seed, step, 64, setting)
        for step in range(count) for setting in PRETRAINING.values()
    ]  # fmt: skip
    means = np.concatenate(
        [model.predict(images, verbose=0).mean(axis=(1, 2)) for images, _, _ in drawn]
    )
    kernel, bias = discriminants(means, np.concatenate([numbers for _, _, numbers in drawn]), tail)
    return {
        **arrays,
        "summary.kernel": kernel[None, None].astype(np.float16),
        "summary.bias": bias.astype(np.float16),
    }


def discriminants(
    means: np.ndarray, numbers: np.ndarray, tail: float
) -> tuple[np.ndarray, np.ndarray]:
    """Kernel (maps, maps) and bias of that layer, from means of maps and numbers of slices."""
    atrophy = numbers[:, [0, 1, 7, 8]].astype(np.float64)
    atrophy = (atrophy - atrophy.mean(axis=0)) / atrophy.std(axis=0)
    known = np.hstack([np.ones((len(atrophy), 1)), atrophy, atrophy**2])

    centre = means.mean(axis=0, dtype=np.float64)
    signal = known @ np.linalg.lstsq(known, means - centre, rcond=None)[0]
    noise = np.cov((means - centre - signal).T)
    noise += 0.02 * np.trace(noise) / len(noise) * np.eye(len(noise))
    variances, axes = np.linalg.eigh(noise)
    whiten = axes / np.sqrt(variances)
    found = signal @ whiten
    directions = whiten @ np.linalg.eigh(found.T @ found)[1][:, ::-1]
    kernel = directions * np.where(np.arange(len(directions)) < 6, 1.0, tail)
    return kernel, -centre @ kernel


def write(path: Path, arrays: dict[str, np.ndarray], record: dict) -> None:
    """Weights as an .npz without pickles, and the record with their SHA-256 beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type]
    os.replace(part, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = json.dumps({**record, "sha256": digest}, indent=1)
    path.with_suffix(".json").write_text(text + "\n")


class Branch(StrEnum):
    """Keys of SETTINGS."""

    a, b, c = "a", "b", "c"


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command(cls=Several, help=__doc__.splitlines()[0])
def _command(
    seed: int = 0,
    branch: Branch = Branch.b,
    steps: int = 3000,
    batch: int = 32,
    pool: Annotated[int, typer.Option(help="0: every batch is drawn afresh.")] = 1280,
    kept: Annotated[
        Path | None, typer.Option(help="Folder of the pool (pool_a, pool_b, ...).")
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes that draw slices.")] = 1,
    joined: Annotated[
        list[Path] | None, typer.Option("--join", help="Branches to put side by side.")
    ] = None,
    out: Path = Path("course_backbone.npz"),
) -> None:
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    if joined:
        join(joined, seed, out)
    else:
        pretrain(seed, branch.value, steps, batch, pool, workers, kept, out)
    print(f"Weights: {out}; record: {out.with_suffix('.json')}")


if __name__ == "__main__":
    app()
