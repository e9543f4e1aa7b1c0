"""Scans of tissue maps: an intensity for every tissue, and what scanners and files add."""

import math
from functools import lru_cache

import numpy as np
from scipy import ndimage

from course_utils.data.slices import (
    AIR,
    DEEP,
    FLUID,
    GREY,
    VENTRICLE,
    WHITE,
    Rng,
    Setting,
    pick,
    smooth_noise,
)

__all__ = ["halve", "intensities", "place", "render"]

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
    levels = intensities(rng, pick(rng, setting.contrasts))
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
