"""Train the course backbone on generated slices: `python -m course_utils.author.pretrain`.

Every slice is drawn afresh and shown once (slices.py, the setting PRETRAINING); no scan of a
person and no slice of the lesson's clinic is ever seen. The network learns to say what it sees:

- which tissue is where, as shares of six kinds in 24 x 24 places (cross-entropy), and
- numbers of the whole slice (Huber loss): how wide ventricles and sulci are, how much grey
  matter there is, how lopsided, how long and how large the brain is, and its level.

Then the heads are thrown away, batch normalisation is folded into the convolutions, and a last
linear layer is computed that puts atrophy first (`add_summary`). Batches are drawn in other
processes from (seed, step), so a run is the same however many there are.
"""

import argparse
import collections
import hashlib
import json
import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

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

Batch = tuple[np.ndarray, np.ndarray, np.ndarray]


def draw_batch(seed: int, step: int, size: int, setting: Setting = PRETRAINING) -> Batch:
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


def batches(seed: int, steps: int, size: int, workers: int) -> Iterator[Batch]:
    """Batches 0 .. steps-1 in order, drawn ahead by other processes (none: by this one)."""
    if not workers:
        yield from (draw_batch(seed, step, size) for step in range(steps))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        ahead: collections.deque = collections.deque()
        for step in range(steps + 4 * workers):
            if step < steps:
                ahead.append(pool.submit(draw_batch, seed, step, size))
            if step >= 4 * workers:
                yield ahead.popleft().result()


def build(seed: int) -> tuple[Any, Any]:
    """The backbone with batch normalisation, and the same with its two heads."""
    import keras
    from keras import layers

    from course_utils.models.backbone import build_course

    keras.utils.set_random_seed(seed)
    backbone = build_course(seed, batch_norm=True, summary=False)
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
    seed: int = 0, steps: int = 6000, size: int = 32, workers: int = 2, out: Path | None = None,
    progress: bool = True,
) -> tuple[dict[str, np.ndarray], dict]:  # fmt: skip
    """Train from one seed; the folded weights, and a record of how.

    With `out`, both are written there as .npz and .json; until the end without the last layer.
    """
    import keras
    from rich.progress import Progress, TextColumn

    from course_utils.models.backbone import folded_weights

    backbone, model = build(seed)
    real = steps > 100  # else a trial, which may be brief everywhere
    # Standardised by slices of a seed that training does not use.
    reference = np.concatenate(
        [draw_batch(10_000 + seed, i, 64)[2] for i in range(4 if real else 1)]
    )
    centre, spread = reference.mean(axis=0), reference.std(axis=0)
    warm_up = max(1, min(200, steps // 10))
    rate = keras.optimizers.schedules.CosineDecay(
        1e-4, max(1, steps - warm_up), warmup_target=3e-3, warmup_steps=warm_up
    )
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=1e-3, clipnorm=1.0),
        loss=[keras.losses.CategoricalCrossentropy(from_logits=True), keras.losses.Huber()],
        loss_weights=[1.0, 1.0],
    )
    record = {
        "command": f"python -m course_utils.author.pretrain --seed {seed} --steps {steps} "
        f"--batch {size}",
        "seed": seed, "steps": steps, "batch": size, "slices": steps * size,
    }  # fmt: skip
    start, smooth, history = time.monotonic(), None, []
    columns = (*Progress.get_default_columns(), TextColumn("loss {task.fields[loss]}"))
    with Progress(*columns, disable=not progress) as bar:
        task = bar.add_task("Pretraining", total=steps, loss="...")
        for step, (images, kinds, numbers) in enumerate(batches(seed, steps, size, workers), 1):
            targets = (numbers - centre) / spread * _EMPHASIS
            losses = model.train_on_batch(images, [kinds, targets])
            smooth = np.array(losses[:3], dtype=float)
            bar.update(task, advance=1, loss=" ".join(f"{loss:.3f}" for loss in smooth))
            if step % 250 == 0 or step == steps:
                history.append([step, *np.round(smooth, 4).tolist()])
                model.reset_metrics()
                if out:
                    done = {"done": step, "minutes": round((time.monotonic() - start) / 60, 1)}
                    write(out, folded_weights(backbone), {**record, **done, "losses": history})
    arrays = add_summary(folded_weights(backbone), seed, 24 if real else 1)
    record = {
        **record,
        "parameters": sum(array.size for array in arrays.values()),
        "minutes": round((time.monotonic() - start) / 60, 1),
        "losses": history,
    }
    if out:
        write(out, arrays, record)
    return arrays, record


def add_summary(
    arrays: dict[str, np.ndarray], seed: int, count: int = 24, tail: float = 0.3
) -> dict[str, np.ndarray]:
    """The weights with those of the last layer, from `count` fresh batches of 64 slices.

    Linear discriminants of the mean of each map: a direction's signal is what follows from a
    slice's atrophy (shares and widths of ventricles and sulci, and their squares), its noise is
    the rest: contrast, level, shape, place. Noise is whitened and directions are sorted by
    signal; those after the sixth are scaled by `tail`, so that they add little noise.
    """
    from course_utils.models.backbone import SUMMARY, build_course, set_weights

    model = build_course(summary=False)
    set_weights(model, arrays)
    drawn = [draw_batch(20_000 + seed, step, 64) for step in range(count)]
    means = np.concatenate(
        [model.predict(images, verbose=0).mean(axis=(1, 2)) for images, _, _ in drawn]
    ).astype(np.float64)
    atrophy = np.concatenate([numbers[:, [0, 1, 7, 8]] for _, _, numbers in drawn])
    atrophy = (atrophy - atrophy.mean(axis=0)) / atrophy.std(axis=0)
    known = np.hstack([np.ones((len(atrophy), 1)), atrophy, atrophy**2])

    centre = means.mean(axis=0)
    signal = known @ np.linalg.lstsq(known, means - centre, rcond=None)[0]
    noise = np.cov((means - centre - signal).T)
    noise += 0.02 * np.trace(noise) / len(noise) * np.eye(len(noise))
    variances, axes = np.linalg.eigh(noise)
    whiten = axes / np.sqrt(variances)
    directions = whiten @ np.linalg.svd(signal @ whiten, full_matrices=False)[2].T
    kernel = directions[:, :SUMMARY] * np.where(np.arange(SUMMARY) < 6, 1.0, tail)
    return {
        **arrays,
        "summary.kernel": kernel[None, None].astype(np.float16),
        "summary.bias": (-centre @ kernel).astype(np.float16),
    }


def write(path: Path, arrays: dict[str, np.ndarray], record: dict) -> None:
    """Weights as an .npz without pickles, and the record with their SHA-256 beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type]
    os.replace(part, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = json.dumps({**record, "sha256": digest}, indent=1)
    path.with_suffix(".json").write_text(text + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--workers", type=int, default=2, help="processes that draw slices")
    parser.add_argument("--out", type=Path, default=Path("course_backbone.npz"))
    parser.add_argument("--tiny", action="store_true", help="a few steps, to see that it runs")
    a = parser.parse_args()
    steps, size, workers = (4, 8, 0) if a.tiny else (a.steps, a.batch, a.workers)
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    pretrain(a.seed, steps, size, workers, a.out)
    print(f"Weights: {a.out}; record: {a.out.with_suffix('.json')}")


if __name__ == "__main__":
    main()
