"""Tissue maps of generated slices: shapes are signed distances, combined with min and max.

Negative is inside. Lengths are in units of half the brain's length, about 87 mm; y points to the
forehead, x to one side.
"""

import itertools
import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy import interpolate, ndimage

from course_utils.data.slices import (
    AIR,
    DEEP,
    FLUID,
    GREY,
    LESION,
    MARROW,
    PLEXUS,
    SCALP,
    SKULL,
    VENTRICLE,
    VIEW,
    WHITE,
    Field,
    Rng,
    Setting,
    pick,
    smooth_noise,
)

__all__ = ["FOLDS", "VENTRICLES", "draw_tissue"]


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
    sheet = smooth_noise(rng, (512, 64), (turns, int(rng.integers(2, 5))))
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

    wide, depth = _brain(rng, setting, x, y, level)
    fissure = _midline(rng, x, y, level)
    fluid = _fluid(rng, setting, x, y, level, wide, depth, fissure, sulcus)
    side = np.abs(x)
    cortex = rng.uniform(*setting.cortex) * (1 + 0.2 * smooth_noise(rng, x.shape, (6, 6)))
    tissue = np.full((size, size), WHITE, dtype=np.uint8)
    tissue[fluid < cortex] = GREY
    if level < 0.62:
        tissue[_deep_grey(rng, side, y, ventricle) < 0] = DEEP
    tissue[fluid < 0] = FLUID
    _paint_ventricles(rng, setting, tissue, x, y, side, level, ventricle)
    _paint_head(rng, setting, tissue, depth, fluid)
    return tissue


def _brain(rng: Rng, setting: Setting, x: Field, y: Field, level: float) -> tuple[float, Field]:
    """An egg, wider behind: half its width, and the distance from its surface, positive inside."""
    wide = rng.uniform(*setting.width) * (1 - 0.08 * max(0, level - 0.7) / 0.3)
    egg = rng.uniform(0.04, 0.16)
    power = rng.uniform(2.0, 2.5)
    rho = (np.abs(x / (wide * (1 - egg * y))) ** power + np.abs(y) ** power) ** (1 / power)
    return wide, (1 - rho) * 0.88


def _midline(rng: Rng, x: Field, y: Field, level: float) -> Field:
    """Distance from the fissure: over the whole length above the callosum, else from both ends."""
    front, back = (0.0, 0.0) if level > 0.86 else rng.uniform([0.40, 0.42], [0.62, 0.66]).tolist()
    middle = x + 0.02 * smooth_noise(rng, x.shape, (4, 4)) * rng.uniform(0, 1)
    reach = np.where(y > 0, front - y, y + back)
    return np.hypot(middle, np.maximum(reach, 0))


def _fluid(
    rng: Rng, setting: Setting, x: Field, y: Field, level: float, wide: float, depth: Field,
    fissure: Field, sulcus: float,
) -> Field:  # fmt: skip
    """Distance from fluid: around the brain, in the fissures, in the sulci; negative in it."""
    surface = np.minimum(depth, fissure)
    thin = rng.uniform(0.008, 0.016)
    uneven = 1 + 0.35 * smooth_noise(rng, x.shape, (5, 5))
    if setting.closed and rng.random() < setting.closed:
        uneven = np.maximum(0, uneven + rng.uniform(0.3, 1) * smooth_noise(rng, x.shape, (12, 12)))
    wide_sulcus = thin * sulcus * uneven
    reach = rng.uniform(*setting.fold_depth) * (1 + 0.3 * smooth_noise(rng, x.shape, (7, 7)))
    draw_folds = FOLDS[pick(rng, setting.folds)]
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
        fluid = np.minimum(fluid, _stroke(np.abs(x), y, insula))
    return fluid


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
    shape = VENTRICLES[pick(rng, setting.ventricles)]
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
