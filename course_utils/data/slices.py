"""Procedural axial brain slices: what varies, and what one shows in numbers.

A slice is made in two steps, both from one random generator and a `Setting`:

1. `draw_tissue` (anatomy.py) draws a map of tissue labels: an egg-shaped brain in a skull and
   scalp, its cortex folded into gyri and sulci, the fissures, the deep grey matter and the
   ventricles, at a random height between the temporal horns and the top of the white matter.
2. `render` (scanner.py) gives every tissue an intensity as one kind of scan would (T1, T2, ...),
   and adds what scanners and files add: partial volume, bias field, noise, low resolution,
   JPEG blocks.

A `Setting` names which of several ways to draw folds and ventricles is used, and what varies.
So one module draws the slices a backbone is trained on (`PRETRAINING`), those it is chosen by
(`SURROGATES`) and the lesson's clinic (`CLINIC` in brains.py), and they differ.

Nothing here is anatomy to learn from: proportions are plausible, no more.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

Rng = np.random.Generator
Field = np.ndarray  # float32 (size, size), one number a pixel
Range = tuple[float, float]

# Labels of a tissue map, in the order they are painted.
TISSUES = (
    "air", "scalp", "skull", "marrow", "fluid", "grey", "white", "deep", "lesion", "ventricle",
    "plexus",
)  # fmt: skip
AIR, SCALP, SKULL, MARROW, FLUID, GREY, WHITE, DEEP, LESION, VENTRICLE, PLEXUS = range(11)
VIEW = 1.3  # a tissue map shows -VIEW..VIEW


@dataclass(frozen=True)
class Setting:
    """What varies, and how shapes are drawn. A pair is a range drawn from uniformly; a mapping
    is name -> probability."""

    folds: dict[str, float] = field(
        default_factory=lambda: {"gyri": 0.6, "radial": 0.2, "labyrinth": 0.2}
    )
    ventricles: dict[str, float] = field(default_factory=lambda: {"curves": 0.65, "horns": 0.35})
    contrasts: dict[str, float] = field(
        default_factory=lambda: {"t1": 0.76, "t2": 0.07, "flair": 0.07, "any": 0.10}
    )
    level: Range = (0.12, 1.0)  # 0 the temporal horns, 0.35 basal ganglia, 0.7 bodies, 1 above
    fold_count: Range = (32.0, 72.0)
    fold_depth: Range = (0.14, 0.48)
    cortex: Range = (0.03, 0.070)
    closed: float = 0.6  # how often some sulci show grey matter alone, no fluid
    width: Range = (0.70, 0.90)
    skull: Range = (0.015, 0.11)
    scalp: Range = (0.01, 0.12)
    stripped: float = 0.6  # how often skull and scalp are cut away
    lesions: float = 0.35
    warp: Range = (0.0, 0.06)
    # rendering
    zoom: Range = (0.88, 1.38)  # 1: the brain's length fills 1/VIEW of the picture
    shift: float = 0.09  # of the picture
    turn: float = 18.0  # degrees
    stretch: float = 0.07
    blur: Range = (0.0, 1.1)  # pixels of 96
    bias: Range = (0.0, 0.45)
    noise: Range = (0.0, 0.07)
    gamma: Range = (0.75, 1.35)
    texture: Range = (0.0, 0.06)
    cut: float = 0.15  # how often a straight edge of the picture is black
    framed: float = 0.3  # how often the corners are, as in pictures that were turned or shifted
    coarse: float = 0.25  # how often resolution is lost
    jpeg: float = 0.4  # how often blocks are quantised


# Two ways of drawing; of each branch of the backbone, one. "straight" is the simpler: sulci like
# spokes or coastlines, ventricles of two strokes, much white matter. "winding" is nearer to a scan:
# gyri wind, join and close, ventricles are an X of two horns, edges are black where it was turned.
PRETRAINING = {
    "straight": Setting(
        folds={"radial": 0.6, "labyrinth": 0.4}, ventricles={"horns": 1.0},
        contrasts={"t1": 0.62, "t2": 0.12, "flair": 0.12, "any": 0.14},
        fold_depth=(0.14, 0.36), cortex=(0.03, 0.062), closed=0.0, skull=(0.03, 0.11),
        scalp=(0.02, 0.12), cut=0.2, framed=0.0,
    ),
    "winding": Setting(),
}  # fmt: skip


@lru_cache(maxsize=64)
def _spline(size: int, cells: int) -> np.ndarray:
    """float32 (size, cells + 3): weights of a uniform cubic B-spline with `cells` cells."""
    t = np.linspace(0, cells, size, endpoint=False)
    first, u = t.astype(int), t % 1
    weights = np.stack(
        [(1 - u) ** 3, 3 * u**3 - 6 * u**2 + 4, -3 * u**3 + 3 * u**2 + 3 * u + 1, u**3], axis=1
    )
    basis = np.zeros((size, cells + 3), dtype=np.float32)
    basis[np.arange(size)[:, None], first[:, None] + np.arange(4)] = weights / 6
    return basis


def smooth_noise(rng: Rng, shape: tuple[int, int], cells: tuple[int, int]) -> Field:
    """Smooth random field of about unit deviation, with cells[0] x cells[1] bumps."""
    knots = rng.standard_normal((cells[0] + 3, cells[1] + 3), dtype=np.float32)
    return 2.0 * (_spline(shape[0], cells[0]) @ knots @ _spline(shape[1], cells[1]).T)


def pick(rng: Rng, chances: dict[str, float]) -> str:
    names = list(chances)
    weights = np.array([chances[name] for name in names])
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]


# --- what a slice shows, in numbers ---

MEASURES = ("ventricle", "sulcus", "grey", "asymmetry", "aspect", "size")


def cavities(labels: np.ndarray) -> np.ndarray:
    """bool, the labels' shape: where the ventricles are, with the plexus that floats in them."""
    return np.asarray((labels == VENTRICLE) | (labels == PLEXUS))


def measure(labels: np.ndarray) -> np.ndarray:
    """float32 (6,) of a tissue map: the MEASURES.

    ventricle, sulcus, grey: share of the brain's area; asymmetry: |left - right| / brain of the
    ventricles; aspect: width over height of the brain; size: the brain's share of the picture.
    """
    brain = labels >= FLUID
    area = max(1, int(brain.sum()))
    cavity = cavities(labels)
    columns, rows = np.flatnonzero(brain.any(0)), np.flatnonzero(brain.any(1))
    middle = int(np.average(np.arange(labels.shape[1]), weights=brain.sum(0) + 1e-9))
    lopsided = abs(int(cavity[:, :middle].sum()) - int(cavity[:, middle:].sum()))
    wide = (np.ptp(columns) + 1) / (np.ptp(rows) + 1) if len(columns) else 1.0
    grey = (labels == GREY).sum() / area
    values = (cavity.sum() / area, (labels == FLUID).sum() / area, grey, lopsided / area, wide)
    return np.array([*values, area / labels.size], dtype=np.float32)
