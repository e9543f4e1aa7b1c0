"""Procedural axial brain slices: drawn as maps of tissue, then rendered as MRI would show them.

A slice is made in two steps, both from one random generator and a `Setting`:

1. `draw_tissue` draws the anatomy as a map of tissue labels: an egg-shaped brain in a skull and
   scalp, its cortex folded into gyri and sulci, the fissures, the deep grey matter and the
   ventricles, at a random height between the temporal horns and the top of the white matter.
   Shapes are signed distances (negative inside) combined with min and max.
2. `render` gives every tissue an intensity as one kind of scan would (T1, T2, ...), and adds what
   scanners and files add: partial volume, bias field, noise, low resolution, JPEG blocks.

A `Setting` names which of several ways to draw folds and ventricles is used, and what varies.
So one module draws the slices a backbone is trained on (`PRETRAINING`), those it is chosen by
(`SURROGATES`) and the lesson's clinic (`CLINIC` in brains.py), and they differ.

Nothing here is anatomy to learn from: proportions are plausible, no more. Lengths are in units
of half the brain's length, about 87 mm; y points to the forehead, x to one side.
"""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy import interpolate, ndimage

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


PRETRAINING = Setting()


# --- fields ---


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


@lru_cache(maxsize=8)
def _grid(size: int) -> tuple[Field, Field]:
    line = ((np.arange(size, dtype=np.float32) + 0.5) / size * 2 - 1) * VIEW
    return np.meshgrid(line, -line)  # x to the right, y up


def _stroke(x: Field, y: Field, points: list[tuple[float, float, float]]) -> Field:
    """Distance to a stroke through points (x, y, radius): tapered round segments."""
    distance = np.full_like(x, np.inf)
    for (ax, ay, ar), (bx, by, br) in itertools.pairwise(points):
        dx, dy = bx - ax, by - ay
        t = np.clip(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy + 1e-9), 0, 1)
        part = np.hypot(x - ax - t * dx, y - ay - t * dy) - (ar + t * (br - ar))
        distance = np.minimum(distance, part)
    return distance


def _ellipse(x: Field, y: Field, cx: float, cy: float, a: float, b: float, tilt: float) -> Field:
    """About the distance to an ellipse with half-axes a, b, turned by tilt degrees."""
    c, s = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    u, v = c * (x - cx) + s * (y - cy), c * (y - cy) - s * (x - cx)
    return (np.hypot(u / a, v / b) - 1) * min(a, b)


def _pick(rng: Rng, chances: dict[str, float]) -> str:
    names = list(chances)
    weights = np.array([chances[name] for name in names])
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]


# --- folds: about the distance to the middle of the nearest sulcus ---


def _zero_lines(noise: Field, step: float) -> Field:
    """Distance to the lines where a field is zero, to first order: |f| / |gradient of f|."""
    down, right = np.gradient(noise, step)
    return np.abs(noise) / (np.hypot(down, right) + 1e-3)


def _radial(rng: Rng, x: Field, y: Field, depth: Field, count: float) -> Field:
    """Sulci that run inwards from the surface, wavering."""
    size, turns = len(x), round(count)
    sheet = smooth_noise(rng, (512, 64), (turns, 4))
    sheet = sheet + np.sign(sheet) * 0.3 * (1 - np.linspace(0, 1, 64, dtype=np.float32))
    angle = (np.arctan2(x, y) / (2 * np.pi) + 0.5) * 511
    angle = angle + smooth_noise(rng, x.shape, (9, 9)) * 511 / turns * 0.35
    noise = ndimage.map_coordinates(
        sheet, [angle, np.clip(depth, 0, 0.5) * 126], order=1, mode="nearest"
    )
    return _zero_lines(noise, 2 * VIEW / size)


def _labyrinth(rng: Rng, x: Field, y: Field, depth: Field, count: float) -> Field:
    """Sulci as the coastlines of noise, in every direction."""
    cells = max(8, round(count * 0.5))
    noise = smooth_noise(rng, x.shape, (cells, cells))
    noise = noise - 0.6 * smooth_noise(rng, x.shape, (cells // 3, cells // 3))
    return _zero_lines(noise, 2 * VIEW / len(x))


def _gyri(rng: Rng, x: Field, y: Field, depth: Field, count: float) -> Field:
    """Sulci that mostly run inwards, but wind, join and end where they like."""
    turns = round(0.65 * count)
    u = x + 0.06 * smooth_noise(rng, x.shape, (8, 8))
    v = y + 0.06 * smooth_noise(rng, x.shape, (8, 8))
    inwards = depth + 0.06 * smooth_noise(rng, x.shape, (9, 9))
    sheet = smooth_noise(rng, (512, 64), (turns, rng.integers(2, 5)))
    angle = (np.arctan2(u, v) / (2 * np.pi) + 0.5) * 511
    radial = ndimage.map_coordinates(
        sheet, [angle, np.clip(inwards, 0, 0.5) * 126], order=1, mode="nearest"
    )
    freely = smooth_noise(rng, x.shape, (round(0.8 * turns), round(0.8 * turns)))
    share = rng.uniform(0.35, 0.9)
    return _zero_lines(share * radial + (1 - share) * freely, 2 * VIEW / len(x))


def _branches(rng: Rng, x: Field, y: Field, depth: Field, count: float) -> Field:
    """Sulci walked one by one: inwards from points on the surface, turning, some forking."""
    size, n, steps = len(x), round(0.75 * count), 26
    start = (np.arange(n) + rng.uniform(-0.3, 0.3, n)) * 2 * np.pi / n
    heading = start + np.pi + rng.normal(0, 0.35, n)
    turning = rng.normal(0, 0.10, (2 * n, steps)).cumsum(axis=1)
    heading = np.concatenate([heading, heading + rng.choice([-0.8, 0.8], n)])[:, None] + turning
    length = rng.uniform(0.25, 1.0, (2 * n, 1)) * steps
    going = (np.arange(steps) < length) * 0.014
    radius = 1.02
    trunk_x = radius * 0.8 * np.sin(start)[:, None] + (going * np.sin(heading))[:n].cumsum(1)
    trunk_y = radius * np.cos(start)[:, None] + (going * np.cos(heading))[:n].cumsum(1)
    fork = rng.integers(4, 14, n)
    fork_x = trunk_x[np.arange(n), fork][:, None] + (going * np.sin(heading))[n:].cumsum(1)
    fork_y = trunk_y[np.arange(n), fork][:, None] + (going * np.cos(heading))[n:].cumsum(1)
    columns = ((np.concatenate([trunk_x, fork_x]) / VIEW + 1) / 2 * size).astype(int)
    rows = ((1 - np.concatenate([trunk_y, fork_y]) / VIEW) / 2 * size).astype(int)
    empty = np.ones((size, size), dtype=bool)
    empty[np.clip(rows, 0, size - 1), np.clip(columns, 0, size - 1)] = False
    distance = ndimage.distance_transform_edt(empty) * (2 * VIEW / size)
    return ndimage.gaussian_filter(distance.astype(np.float32), 0.6)


FOLDS: dict[str, Callable[[Rng, Field, Field, Field, float], Field]] = {
    "radial": _radial, "labyrinth": _labyrinth, "gyri": _gyri, "branches": _branches,
}  # fmt: skip


# --- ventricles: distance to one side's, x >= 0; r is the size ---


def _horns(rng: Rng, x: Field, y: Field, level: float, r: float) -> Field:
    """Strokes along the frontal horn, body, atrium and occipital horn, as the level shows."""
    j = rng.uniform(0.8, 1.25, 10).tolist()
    if level < 0.25:  # temporal horns only
        t = 0.035 * r * j[0]
        return _stroke(x, y, [(0.36, 0.10 * j[1], t), (0.40, -0.05, t * 0.9), (0.36, -0.26, t)])
    if level < 0.58:  # frontal horn, and atrium with occipital horn
        f, o = 0.052 * r * j[0], 0.060 * r * j[1]
        spread = 0.06 + 0.035 * r
        out = _stroke(
            x, y,
            [(spread * 0.7, 0.10 * j[2], f * 0.45), (spread, 0.27, f * 0.95),
             (spread + 0.09 * j[3], 0.42 * j[4] ** 0.3, f * 0.65)],
        )  # fmt: skip
        back = _stroke(
            x, y,
            [(0.17 + 0.02 * r, -0.22, o * 0.6), (0.28 * j[5] ** 0.5, -0.40, o),
             (0.26 * j[6] ** 0.5, -0.52 - 0.06 * j[7] * r, o * 0.45)],
        )  # fmt: skip
        out = np.minimum(out, back)
        if level > 0.48:  # the body begins to join them
            out = np.minimum(
                out, _stroke(x, y, [(spread, 0.2, f * 0.5), (0.16 + 0.02 * r, -0.24, f * 0.6)])
            )
        return out
    high = float(np.clip((level - 0.58) / 0.3, 0, 1))  # bodies: shorter and thinner upwards
    b = (0.058 - 0.03 * high) * r * j[0]
    gap = 0.055 + 0.03 * r * j[1]
    return _stroke(
        x, y,
        [(gap + 0.05 * j[2], 0.36 - 0.12 * high, b * 0.55), (gap, 0.16, b),
         (gap + 0.035 * j[3], -0.12, b), (gap + 0.11 * j[4], -0.34 + 0.12 * high, b * 0.8)],
    )  # fmt: skip


# Middle line of a lateral ventricle, from the tip of the frontal horn to that of the occipital one,
# and its half width at r = 1 at three levels; where that is negative, the slice does not meet it.
_LINE_X = (0.150, 0.075, 0.040, 0.050, 0.090, 0.190, 0.250, 0.220)
_LINE_Y = (0.43, 0.30, 0.15, -0.02, -0.19, -0.34, -0.50, -0.62)
_LEVELS = (0.40, 0.62, 0.85)
_HALF_WIDTHS = (
    (0.012, 0.042, 0.022, -0.03, -0.03, 0.045, 0.042, 0.005),
    (0.010, 0.040, 0.036, 0.032, 0.032, 0.042, 0.016, -0.02),
    (-0.03, 0.004, 0.024, 0.028, 0.026, 0.012, -0.03, -0.04),
)


def _curves(rng: Rng, x: Field, y: Field, level: float, r: float) -> Field:
    """One curve through both horns: an X with its mirror image, as the body comes and goes."""
    if level < 0.25:
        return _horns(rng, x, y, level, r)
    widths = np.array([np.interp(level, _LEVELS, at) for at in zip(*_HALF_WIDTHS, strict=True)])
    parts = np.exp(rng.normal(0, 0.22, 3))  # frontal horn, body, atrium with the occipital horn
    grown = r * np.exp(rng.normal(0, 0.15, 8)) * np.repeat(parts, (3, 2, 3))
    half = np.where(widths > 0, widths * grown, widths)
    # Wide ones push their outer wall away; the septum between them stays.
    px = np.array(_LINE_X) * rng.uniform(0.85, 1.15) + 0.7 * np.maximum(half - widths, -0.03)
    px = np.maximum(px + rng.normal(0, 0.008, 8), np.maximum(half, 0) * 0.85)
    py = np.array(_LINE_Y) * rng.uniform(0.85, 1.1) + rng.uniform(-0.06, 0.06)
    knots, fine = np.arange(8), np.linspace(0, 7, 11)
    px, py, half = (interpolate.PchipInterpolator(knots, a)(fine) for a in (px, py, half))
    return _stroke(x, y, list(zip(px.tolist(), py.tolist(), half.tolist(), strict=True)))


def _crescents(rng: Rng, x: Field, y: Field, level: float, r: float) -> Field:
    """Each horn an ellipse with a smaller one bitten out of its side, as the caudate does."""
    j = rng.uniform(0.85, 1.2, 8).tolist()
    if level < 0.25:
        a = _ellipse(x, y, 0.38, -0.08, 0.035 * r, 0.17 * j[0], 8)
        return np.maximum(a, -_ellipse(x, y, 0.33, -0.08, 0.03, 0.13, 8))
    if level < 0.58:
        front = _ellipse(x, y, 0.10 + 0.04 * r, 0.30, 0.075 * r * j[0], 0.17 * j[1], -22)
        front = np.maximum(front, -_ellipse(x, y, 0.235 + 0.05 * r, 0.25, 0.10, 0.15 * j[2], -15))
        back = _ellipse(x, y, 0.25, -0.43, 0.075 * r * j[3], 0.19 * j[4] * (0.7 + 0.3 * r), 14)
        back = np.maximum(back, -_ellipse(x, y, 0.14, -0.50, 0.07, 0.12, 14))
        return np.minimum(front, back)
    high = float(np.clip((level - 0.58) / 0.3, 0, 1))
    body = _ellipse(
        x, y, 0.10 + 0.045 * r, 0.0, (0.085 - 0.04 * high) * r * j[0], 0.42 - 0.16 * high, 7 * j[1]
    )
    return np.maximum(body, -_ellipse(x, y, 0.22 + 0.075 * r, 0.06, 0.11, 0.24 * j[2], 7))


def _blobs(rng: Rng, x: Field, y: Field, level: float, r: float) -> Field:
    """Discs along a curve, melted together: a smooth minimum of their distances."""
    n = 14
    t = np.linspace(0, 1, n)
    high = min(1.0, max(0.0, (level - 0.58) / 0.3))
    if level < 0.25:
        px, py, radius = 0.36 + 0.03 * np.sin(np.pi * t), 0.12 - 0.36 * t, 0.03 + 0 * t
    elif level < 0.58:  # one comma from the frontal to the occipital horn, narrow between
        px = 0.16 - 0.10 * np.sin(np.pi * t) + 0.10 * t + 0.02 * r
        py, radius = 0.40 - 0.92 * t, 0.012 + 0.055 * np.abs(2 * t - 0.9) ** 0.8
    else:
        px = 0.06 + 0.03 * r + 0.10 * (t - 0.35) ** 2 * 2
        py, radius = (0.36 - 0.72 * t) * (1 - 0.3 * high), (0.06 - 0.03 * high) + 0 * t
    radius = radius * r * np.exp(ndimage.gaussian_filter1d(rng.normal(0, 0.4, n), 2))
    melt = 0.012
    total = sum(
        np.exp(np.clip((b - np.hypot(x - a, y - c)) / melt, -40, 40))
        for a, c, b in zip(px.tolist(), py.tolist(), radius.tolist(), strict=True)
    )
    return -melt * np.log(total)


VENTRICLES: dict[str, Callable[[Rng, Field, Field, float, float], Field]] = {
    "horns": _horns, "curves": _curves, "crescents": _crescents, "blobs": _blobs,
}  # fmt: skip


# --- a slice ---


def draw_tissue(
    rng: Rng, setting: Setting, size: int = 160, ventricle: float = 1.0, sulcus: float = 1.0
) -> np.ndarray:
    """One tissue map: uint8 (size, size) of the labels above.

    Args:
        ventricle: size of the ventricles; 1 is a healthy adult's, 2 is wide.
        sulcus: width of the sulci and of the fluid around the brain, likewise.
    """
    x, y = _grid(size)
    level = rng.uniform(*setting.level)
    bend = rng.uniform(*setting.warp)
    x = x + bend * smooth_noise(rng, x.shape, (3, 3))
    y = y + bend * smooth_noise(rng, x.shape, (3, 3))

    # The brain: an egg, wider behind. depth: distance from its surface, positive inside.
    wide = rng.uniform(*setting.width) * (1 - 0.08 * max(0, level - 0.7) / 0.3)
    egg = rng.uniform(0.04, 0.16)
    power = rng.uniform(2.0, 2.5)
    rho = (np.abs(x / (wide * (1 - egg * y))) ** power + np.abs(y) ** power) ** (1 / power)
    depth = (1 - rho) * 0.88
    side = np.abs(x)

    # The midline fissure: whole length above the callosum, else from both ends.
    front, back = (0.0, 0.0) if level > 0.86 else rng.uniform([0.40, 0.42], [0.62, 0.66]).tolist()
    middle = x + 0.02 * smooth_noise(rng, x.shape, (4, 4)) * rng.uniform(0, 1)
    reach = np.where(y > 0, front - y, y + back)
    fissure = np.hypot(middle, np.maximum(reach, 0))
    surface = np.minimum(depth, fissure)

    # Fluid: around the brain, in the fissures, in the sulci.
    thin = rng.uniform(0.008, 0.016)
    uneven = 1 + 0.35 * smooth_noise(rng, x.shape, (5, 5))
    if setting.closed and rng.random() < setting.closed:
        uneven = np.maximum(0, uneven + rng.uniform(0.3, 1) * smooth_noise(rng, x.shape, (12, 12)))
    wide_sulcus = thin * sulcus * uneven
    reach = rng.uniform(*setting.fold_depth) * (1 + 0.3 * smooth_noise(rng, x.shape, (7, 7)))
    draw_folds = FOLDS[_pick(rng, setting.folds)]
    lines = draw_folds(rng, x, y, surface, rng.uniform(*setting.fold_count))
    tapering = wide_sulcus * np.clip(1.5 - surface / (reach + 0.02), 0.3, 1.5)
    sulci = np.maximum(np.maximum(lines - tapering, surface - reach), depth - 0.55)
    fluid = np.minimum(depth - (0.004 + 0.6 * wide_sulcus * sulcus), fissure - 0.9 * wide_sulcus)
    fluid = np.minimum(fluid, sulci)
    if 0.15 < level < 0.62:  # the Sylvian fissure, in to the insula
        j = rng.uniform(0.85, 1.15, 5).tolist()
        w = rng.uniform(0.006, 0.02) * (0.5 + 0.6 * sulcus)
        insula = [(wide, 0.22 * j[0], w * 1.4), (0.56 * j[1], 0.20 * j[2], w)]
        insula += [(0.50 * j[3], 0.02, w), (0.56 * j[3], -0.18 * j[4], w * 0.6)]
        fluid = np.minimum(fluid, _stroke(side, y, insula))

    cortex = rng.uniform(*setting.cortex) * (1 + 0.2 * smooth_noise(rng, x.shape, (6, 6)))
    tissue = np.full((size, size), WHITE, dtype=np.uint8)
    tissue[fluid < cortex] = GREY
    if level < 0.62:
        tissue[_deep_grey(rng, side, y, ventricle) < 0] = DEEP
    tissue[fluid < 0] = FLUID
    _paint_ventricles(rng, setting, tissue, x, y, side, level, ventricle)
    _paint_head(rng, setting, tissue, depth, fluid)
    return tissue


def _deep_grey(rng: Rng, side: Field, y: Field, ventricle: float) -> Field:
    """Thalamus, lentiform nucleus and head of the caudate, pushed aside by wide ventricles."""
    j, push = rng.uniform(0.85, 1.15, 6).tolist(), 0.03 * ventricle
    thalamus = _ellipse(side, y, 0.11 + push * 0.5, -0.10, 0.095 * j[0], 0.16 * j[1], -20)
    lentiform = _ellipse(side, y, 0.33 + push * 0.4, 0.08, 0.08 * j[2], 0.18 * j[3], -14)
    caudate = _ellipse(side, y, 0.16 + push, 0.29, 0.055 * j[4], 0.12 * j[5], -18)
    return np.minimum(np.minimum(thalamus, lentiform), caudate)


def _paint_ventricles(
    rng: Rng, setting: Setting, tissue: np.ndarray, x: Field, y: Field, side: Field, level: float,
    ventricle: float,
) -> None:  # fmt: skip
    if level > 0.93:  # above them
        return
    shape = VENTRICLES[_pick(rng, setting.ventricles)]
    lateral = shape(rng, side, y, level, ventricle)
    lopsided = rng.normal(0, 0.004) * (0.5 + ventricle) * np.tanh(x * 12)
    lateral = lateral + lopsided + 0.008 * smooth_noise(rng, x.shape, (10, 10))
    if rng.random() < setting.lesions:
        patch = smooth_noise(rng, x.shape, (12, 12)) - rng.uniform(0.8, 2.0)
        halo = np.minimum(lateral - rng.uniform(0.005, 0.05), np.maximum(-patch, lateral - 0.2))
        tissue[(halo < 0) & (tissue == WHITE)] = LESION
    tissue[lateral < 0] = VENTRICLE
    if level < 0.55:  # the third ventricle, a slit
        j = rng.uniform(0.6, 1.3, 3).tolist()
        slit = 0.014 * ventricle * j[0]
        third = _stroke(x, y, [(0.0, 0.09 * j[1], slit * 0.6), (0.0, -0.17 * j[2], slit)])
        tissue[third < 0] = VENTRICLE
    if 0.28 < level < 0.6 and rng.random() < 0.5:
        plexus = _ellipse(side, y, 0.25, -0.38, 0.03, 0.05, 20)
        tissue[(plexus < 0) & (lateral < -0.02)] = PLEXUS


def _paint_head(rng: Rng, setting: Setting, tissue: np.ndarray, depth: Field, fluid: Field) -> None:
    """Skull and scalp around the brain, or air where they are stripped, closely or less so."""
    if rng.random() < setting.stripped:
        cut = rng.uniform(-0.01, 0.012)
        tissue[depth < cut] = AIR
        if rng.random() < 0.4:  # a mask that follows the cortex
            tissue[(tissue == FLUID) & (depth < rng.uniform(0.02, 0.12))] = AIR
        return
    skull, scalp = rng.uniform(*setting.skull), rng.uniform(*setting.scalp)
    uneven = 1 + 0.2 * smooth_noise(rng, depth.shape, (4, 4))
    tissue[depth < 0] = SKULL
    tissue[(depth < -skull * 0.35) & (depth > -skull * uneven * 0.7)] = (
        MARROW if rng.random() < 0.6 else SKULL
    )
    tissue[depth < -skull * uneven] = SCALP
    tissue[depth < -(skull + scalp) * uneven] = AIR


# --- rendering ---

# Mean intensity of each tissue and half the range it varies in, by kind of scan.
_MEANS = {
    #         air  scalp skull marrow fluid grey white deep lesion ventricle plexus
    "t1":    (.00, .80, .10, .55, .15, .52, .80, .60, .58, .14, .40),
    "t2":    (.00, .60, .10, .40, .95, .60, .40, .48, .70, .97, .60),
    "flair": (.00, .60, .12, .40, .12, .66, .50, .60, .90, .10, .40),
}  # fmt: skip
_SPREAD = (0.02, 0.2, 0.08, 0.25, 0.1, 0.1, 0.12, 0.08, 0.1, 0.1, 0.15)


def intensities(rng: Rng, contrast: str) -> np.ndarray:
    """float32 (tissues,): how bright each tissue is. In every kind of scan the fluid outside and
    inside the brain look about alike, and differ from the tissue next to them."""
    if contrast != "any":
        means = np.array(_MEANS[contrast]) + rng.uniform(-1, 1, len(_SPREAD)) * _SPREAD
        if contrast == "t1":  # grey stays between fluid and white
            means[GREY] = means[FLUID] + (means[WHITE] - means[FLUID]) * rng.uniform(0.35, 0.8)
            means[DEEP] = means[GREY] + (means[WHITE] - means[GREY]) * rng.uniform(0.05, 0.75)
    else:
        means = rng.uniform(0.05, 1.0, len(_SPREAD))
        means[AIR] = rng.uniform(0, 0.1)
        brain = means[[GREY, WHITE]]
        means[FLUID] = rng.choice([brain.min() * rng.uniform(0, 0.6), brain.max() + 0.35])
        means[DEEP] = rng.uniform(*np.sort(brain))
    if rng.random() < 0.8:
        means[VENTRICLE] = means[FLUID] + rng.normal(0, 0.03)
    return np.clip(means, 0, 1.4).astype(np.float32)


def place(
    rng: Rng, setting: Setting, tissue: np.ndarray, out: int
) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel of an (out, out) picture lies in the tissue map: rows and columns.

    Random zoom, shift, turn, stretch and a smooth warp; sampled on a grid twice as fine, so that
    a 2x2 mean gives partial volume.
    """
    fine, size = 2 * out, len(tissue)
    line = (np.arange(fine, dtype=np.float32) + 0.5) / fine * 2 - 1
    zoom = 1 / rng.uniform(*setting.zoom)
    turn = np.radians(rng.uniform(-setting.turn, setting.turn))
    sx, sy = zoom * (1 + rng.uniform(-1, 1, 2) * setting.stretch)
    dx, dy = rng.uniform(-2, 2, 2) * setting.shift
    c, s = np.cos(turn), np.sin(turn)
    u, v = line[None, :] + dx, line[:, None] + dy
    bend = rng.uniform(0, 0.02)
    columns = sx * (c * u - s * v) + bend * smooth_noise(rng, (fine, fine), (4, 4))
    rows = sy * (s * u + c * v) + bend * smooth_noise(rng, (fine, fine), (4, 4))
    rows, columns = (((a + 1) / 2 * size).astype(np.int32) for a in (rows, columns))
    return _inside(rows, size), _inside(columns, size)


def _inside(index: np.ndarray, size: int) -> np.ndarray:
    return np.where((index >= 0) & (index < size), index, -1)


def halve(picture: np.ndarray) -> np.ndarray:
    """Mean of every 2x2 pixels."""
    a = picture[::2] + picture[1::2]
    return 0.25 * (a[:, ::2] + a[:, 1::2])


def render(
    rng: Rng, setting: Setting, tissue: np.ndarray, out: int = 96
) -> tuple[np.ndarray, np.ndarray]:
    """A scan of a tissue map: float32 (out, out) in [0, 1], and the labels it shows,
    uint8 (2 * out, 2 * out)."""
    rows, columns = place(rng, setting, tissue, out)
    labels = tissue[rows, columns]
    labels[(rows < 0) | (columns < 0)] = AIR
    if rng.random() < setting.cut:
        line = np.linspace(-1, 1, 2 * out, dtype=np.float32)
        angle = rng.uniform(0, 2 * np.pi)
        reach = math.cos(angle) * line + math.sin(angle) * line[:, None]
        labels[reach > rng.uniform(0.7, 1.0)] = AIR
    framed = None
    if setting.framed and rng.random() < setting.framed:
        framed = _outside_frame(rng, 2 * out)
        labels[framed] = AIR
    levels = intensities(rng, _pick(rng, setting.contrasts))
    scan = halve(levels[labels])
    inside = scan > 0.03
    scan = scan + inside * rng.uniform(*setting.texture) * smooth_noise(
        rng, (out, out), (out // 5, out // 5)
    )
    blur = rng.uniform(*setting.blur) * out / 96
    if blur > 0.3:
        scan = ndimage.gaussian_filter(scan, blur, truncate=2.5)
    scan = scan * np.exp(rng.uniform(*setting.bias) * smooth_noise(rng, (out, out), (2, 2)))
    if rng.random() < setting.coarse:
        scan = _coarsen(rng, scan)
    noise = rng.uniform(*setting.noise)
    if rng.random() < 0.35:  # air as dark as the file can say: masked or cleaned
        scan = scan + noise * inside * rng.standard_normal(scan.shape, dtype=np.float32)
    else:  # the modulus of a noisy complex signal (Rice)
        real, imaginary = noise * rng.standard_normal((2, out, out), dtype=np.float32)
        scan = np.hypot(scan + real, imaginary)
    if framed is not None:
        scan = np.where(framed[::2, ::2], 0, scan)
    scan = np.clip(scan / (np.quantile(scan[::3, ::3], rng.uniform(0.97, 1.0)) + 1e-6), 0, 1)
    scan = scan ** rng.uniform(*setting.gamma) * rng.uniform(0.6, 1.0)
    if rng.random() < setting.jpeg:
        scan = _jpeg(scan, rng.uniform(0.01, 0.05))
    return np.clip(scan, 0, 1).astype(np.float32), labels


def _outside_frame(rng: Rng, size: int) -> np.ndarray:
    """Where a picture turned by up to 15 degrees and shifted a little knows nothing: bool."""
    line = np.linspace(-1, 1, size, dtype=np.float32)
    angle = np.radians(rng.uniform(-15, 15))
    c, s = math.cos(angle), math.sin(angle)
    u, v = line + rng.uniform(-0.1, 0.1), line[:, None] + rng.uniform(-0.1, 0.1)
    return np.maximum(np.abs(c * u - s * v), np.abs(s * u + c * v)) > 1


def _coarsen(rng: Rng, scan: np.ndarray) -> np.ndarray:
    """Resolution lost and interpolated back."""
    out = len(scan)
    small = max(40, int(out * rng.uniform(0.5, 0.9)))
    nearest = ((np.arange(small) + 0.5) * out / small).astype(int)
    soft = ndimage.uniform_filter(scan, out / small)[np.ix_(nearest, nearest)]
    knots = (np.arange(out) + 0.5) * small / out - 0.5
    low = np.clip(knots.astype(int), 0, small - 2)
    t = np.clip(knots - low, 0, 1).astype(np.float32)
    soft = soft[low] * (1 - t)[:, None] + soft[low + 1] * t[:, None]
    return soft[:, low] * (1 - t) + soft[:, low + 1] * t


@lru_cache(maxsize=1)
def _cosines() -> np.ndarray:
    k, n = np.mgrid[:8, :8]
    basis = np.cos((2 * n + 1) * k * np.pi / 16) / 2
    basis[0] /= np.sqrt(2)
    return basis.astype(np.float32)


def _jpeg(scan: np.ndarray, step: float) -> np.ndarray:
    """What JPEG does to a grey picture: the cosine coefficients of 8x8 blocks, rounded, the
    higher ones more coarsely."""
    height, width = scan.shape
    padded = np.pad(scan, ((0, -height % 8), (0, -width % 8)), mode="edge")
    blocks = padded.reshape(len(padded) // 8, 8, -1, 8).transpose(0, 2, 1, 3)
    cosines, steps = _cosines(), step * (1 + np.add.outer(np.arange(8), np.arange(8)) / 2)
    steps = steps.astype(np.float32)
    rounded = np.round(cosines @ blocks @ cosines.T / steps) * steps
    blocks = cosines.T @ rounded @ cosines
    return blocks.transpose(0, 2, 1, 3).reshape(padded.shape)[:height, :width]


# --- what a slice shows, in numbers ---

MEASURES = ("ventricle", "sulcus", "grey", "asymmetry", "aspect", "size")


def measure(labels: np.ndarray) -> np.ndarray:
    """float32 (6,) of a tissue map: the MEASURES.

    ventricle, sulcus, grey: share of the brain's area; asymmetry: |left - right| / brain of the
    ventricles; aspect: width over height of the brain; size: the brain's share of the picture.
    """
    brain = labels >= FLUID
    area = max(1, int(brain.sum()))
    cavity = (labels == VENTRICLE) | (labels == PLEXUS)
    columns, rows = np.flatnonzero(brain.any(0)), np.flatnonzero(brain.any(1))
    middle = int(np.average(np.arange(labels.shape[1]), weights=brain.sum(0) + 1e-9))
    lopsided = abs(int(cavity[:, :middle].sum()) - int(cavity[:, middle:].sum()))
    wide = (np.ptp(columns) + 1) / (np.ptp(rows) + 1) if len(columns) else 1.0
    grey = (labels == GREY).sum() / area
    values = (cavity.sum() / area, (labels == FLUID).sum() / area, grey, lopsided / area, wide)
    return np.array([*values, area / labels.size], dtype=np.float32)
