"""Axial brain slices, normal or with Alzheimer's disease: an instructor's folder, or the clinic.

The clinic is generated and a teaching stand-in, nothing a diagnosis could be learnt from. "ad"
means wider ventricles and wider sulci here, on average; the two classes overlap.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, overload

import numpy as np

from course_utils.data._files import DataError, subfolder
from course_utils.data.anatomy import draw_tissue
from course_utils.data.scanner import halve, render
from course_utils.data.slices import Setting, cavities

__all__ = [
    "CLASSES",
    "CLINIC",
    "Cohort",
    "find_identical",
    "generate_cohort",
    "load_brain_slices",
    "move",
]

CLASSES = ("normal", "ad")  # labels 0 and 1
SIDE = 150
SUFFIXES = (".jpg", ".jpeg", ".png")
SMALLEST = 64

Part = tuple[np.ndarray, np.ndarray]
Brains = tuple[Part, Part]
MaskedPart = tuple[np.ndarray, np.ndarray, np.ndarray]
MaskedBrains = tuple[MaskedPart, MaskedPart]

# The clinic's scanner and patients. It differs from what the backbone was pretrained on
# (slices.PRETRAINING) in how shapes are drawn: sulci are walked and fork instead of being the
# zero lines of noise, ventricles are bitten ellipses instead of strokes. And in what varies: T1
# only, heads always with skull and a thicker scalp, one level of the brain, drawn twice as fine,
# less noise, hardly any turning or shifting, as registered scans are.
CLINIC = Setting(
    folds={"branches": 1.0},
    ventricles={"crescents": 1.0},
    contrasts={"t1": 1.0},
    level=(0.64, 0.78),
    fold_count=(44.0, 70.0),
    fold_depth=(0.16, 0.30),
    cortex=(0.035, 0.055),
    width=(0.74, 0.84),
    skull=(0.05, 0.09),
    scalp=(0.05, 0.14),
    stripped=0.0,
    lesions=0.3,
    warp=(0.01, 0.035),
    zoom=(1.0, 1.08),
    shift=0.006,
    turn=2.0,
    stretch=0.02,
    blur=(0.2, 0.7),
    bias=(0.05, 0.30),
    noise=(0.01, 0.04),
    gamma=(0.85, 1.2),
    texture=(0.01, 0.04),
    cut=0.0,
    closed=0.0,
    framed=0.0,
    coarse=0.2,
    jpeg=0.0,
)


@dataclass(frozen=True)
class Cohort:
    """Mean and deviation of the logarithm of the widths, for normal and for ad."""

    ventricle: tuple[tuple[float, float], tuple[float, float]] = ((-0.25, 0.17), (0.62, 0.20))
    sulcus: tuple[tuple[float, float], tuple[float, float]] = ((-0.20, 0.22), (0.30, 0.25))


@overload
def load_brain_slices(
    source: str | Path = "auto", seed: int = 0, masks: Literal[False] = False
) -> Brains: ...
@overload
def load_brain_slices(
    source: str | Path = "auto", seed: int = 0, *, masks: Literal[True]
) -> MaskedBrains: ...
def load_brain_slices(
    source: str | Path = "auto", seed: int = 0, masks: bool = False
) -> Brains | MaskedBrains:
    """Load slices as ((x_train, y_train), (x_test, y_test)), and say which.

    x is float32 (n, 150, 150, 1) in [0, 1]; y is int64 (n,), 0 normal, 1 ad. The arrays are the
    caller's. With `masks`, ((x_train, y_train, m_train), (x_test, y_test, m_test)): m is bool
    (n, 150, 150), where the ventricles fill at least half of a pixel.

    Args:
        source:
            "clinic" (or "bundled"): generated, 160 to train and 120 to test, half of them ad. As
            in the published set it stands for, some test images are also training images (12).
            "auto": the folder that the environment variable COURSE_DATA names if it holds brain
            slices, else the clinic.
            A folder with train/ad, train/normal, test/ad and test/normal, each with .jpg or .png
            images of one size, at least 64 x 64, grey or colour (made grey); resized to 150 x 150.
        seed: of the clinic.
        masks: whether the ventricles are told too: of generated slices they are known.

    Raises:
        DataError: (a ValueError) masks of a folder, where nobody knows them; or the folder does
            not exist, lacks a class, has an empty or unknown one, or holds images that cannot be
            read, differ in size or are tiny; one line that says which and why.
    """
    if source == "auto":
        named = os.environ.get("COURSE_DATA", "")
        folder = Path(named).expanduser()
        only_digits = folder.exists() and not subfolder(folder, "train").is_dir()
        source = "clinic" if named in ("", "bundled") or only_digits else folder
    if source in ("clinic", "bundled"):
        what, masked = "generated, a teaching stand-in for scans", _clinic(seed)
        brains: Brains | MaskedBrains = masked if masks else (masked[0][:2], masked[1][:2])
    else:
        folder = Path(source).expanduser()
        if masks:
            raise DataError(
                f"{folder}: nobody has marked the ventricles of these slices; masks are known of "
                'generated ones: load_brain_slices("clinic", masks=True).'
            )
        what, brains = str(folder), _from_folder(folder)
    print(f"Brain slices: {what}: {len(brains[0][0]):,} to train, {len(brains[1][0]):,} to test.")
    return brains


# --- the clinic ---


def _clinic(seed: int) -> MaskedBrains:
    train = draw_cohort(CLINIC, Cohort(), 160, seed=(seed, 1))
    test = draw_cohort(CLINIC, Cohort(), 120, seed=(seed, 2))
    rng = np.random.default_rng((seed, 3))
    for label in (0, 1):  # the leak
        taken, put = (np.flatnonzero(part[1] == label) for part in (train, test))
        out, into = rng.choice(taken, 6, replace=False), rng.choice(put, 6, replace=False)
        for there, here in zip(test, train, strict=True):  # images, labels, masks
            there[into] = here[out]
    return train, test


def generate_cohort(
    setting: Setting, cohort: Cohort, n: int, seed: int | tuple[int, ...], fine: int = 192
) -> Part:
    """n slices in random order, half of them ad: float32 (n, 150, 150, 1) in [0, 1], int64 (n,).

    fine: side of the tissue maps they are rendered from.
    """
    return draw_cohort(setting, cohort, n, seed, fine)[:2]


def draw_cohort(
    setting: Setting, cohort: Cohort, n: int, seed: int | tuple[int, ...], fine: int = 192
) -> MaskedPart:
    """The same slices with bool (n, 150, 150): where ventricles fill at least half of a pixel."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(n) % 2)
    images = np.empty((n, SIDE, SIDE, 1), dtype=np.float32)
    masks = np.empty((n, SIDE, SIDE), dtype=bool)
    with threadpool_limits(1):  # small matrices: threads cost more than they give
        for i, label in enumerate(labels):
            widths = (rng.normal(*cohort.ventricle[label]), rng.normal(*cohort.sulcus[label]))
            tissue = draw_tissue(rng, setting, fine, *np.exp(widths).tolist())
            images[i, ..., 0], shown = render(rng, setting, tissue, SIDE)
            masks[i] = halve(cavities(shown).astype(np.float32)) >= 0.5
    # 256 levels, as files have
    return np.round(images * 255) / np.float32(255), labels.astype(np.int64), masks


# --- a folder ---


def _from_folder(folder: Path) -> Brains:
    if not folder.is_dir():
        raise DataError(
            f'{folder}: no such folder; a source is "auto", "clinic" or a folder with '
            "train/ad, train/normal, test/ad and test/normal."
        )
    shown: dict[str, tuple[int, int]] = {}
    train, test = (_part(subfolder(folder, part), shown) for part in ("train", "test"))
    return train, test


def _part(folder: Path, shown: dict[str, tuple[int, int]]) -> Part:
    if not folder.is_dir():
        raise DataError(f"{folder}: missing; the folder needs train/ and test/.")
    unknown = sorted(
        p.name for p in folder.iterdir()
        if p.is_dir() and p.name.lower() not in CLASSES and not p.name.startswith((".", "__"))
    )  # fmt: skip
    if unknown:
        raise DataError(f"{folder / unknown[0]}: unknown class; the classes are ad and normal.")
    images, labels = [], []
    for label, name in enumerate(CLASSES):
        there = subfolder(folder, name)
        if not there.is_dir():
            raise DataError(f"{there}: missing; both classes need a folder: ad, normal.")
        paths = sorted(p for p in there.iterdir() if p.suffix.lower() in SUFFIXES)
        if not paths:
            raise DataError(f"{there}: empty; it needs .jpg or .png images.")
        images += [_read(path, shown) for path in paths]
        labels += [label] * len(paths)
    return np.stack(images), np.array(labels, dtype=np.int64)


def _read(path: Path, shown: dict[str, tuple[int, int]]) -> np.ndarray:
    """float32 (150, 150, 1) in [0, 1]; `shown` remembers the first image's size."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            size, grey = image.size, image.convert("L")
    except Exception as error:  # Pillow raises many kinds about damaged bytes
        reason = "not an image" if "identify" in str(error) else str(error).splitlines()[0]
        raise DataError(f"{path}: cannot be read ({reason}).") from None
    if min(size) < SMALLEST:
        raise DataError(
            f"{path}: {size[0]} x {size[1]} pixels; at least {SMALLEST} x {SMALLEST} are needed."
        )
    name, first = next(iter(shown.items()), (path.name, size))
    shown.setdefault(name, first)
    if size != first:
        raise DataError(
            f"{path}: {size[0]} x {size[1]} pixels, but {name} has {first[0]} x {first[1]}; "
            "all images must be of one size."
        )
    if size != (SIDE, SIDE):
        grey = grey.resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return np.asarray(grey, dtype=np.float32)[..., None] / np.float32(255)


def move(images: np.ndarray, rng: np.random.Generator, turn: float = 12.0) -> np.ndarray:
    """Each image turned by up to `turn` degrees and shifted by up to 6 of 150 pixels each way;
    zero where nothing is known. Same shape and dtype, a new array."""
    from scipy import ndimage

    n, height, width = images.shape[:3]
    moved = np.empty_like(images)
    for i in range(n):
        angle = np.radians(rng.uniform(-turn, turn))
        shift = rng.uniform(-1, 1, 2) * 6 / 150 * np.array([height, width])
        c, s = np.cos(angle), np.sin(angle)
        matrix = np.array([[c, -s], [s, c]])
        centre = (np.array([height, width]) - 1) / 2
        offset = centre - matrix @ (centre + shift)
        for channel in range(images.shape[3]):
            moved[i, ..., channel] = ndimage.affine_transform(
                images[i, ..., channel], matrix, offset, order=1
            )
    return moved


def find_identical(train: np.ndarray, test: np.ndarray) -> list[tuple[int, int]]:
    """Pairs (index in train, index in test) of images equal pixel for pixel."""
    seen: dict[bytes, list[int]] = {}
    for i, image in enumerate(train):
        seen.setdefault(np.ascontiguousarray(image).tobytes(), []).append(i)
    return [
        (i, j)
        for j, image in enumerate(test)
        for i in seen.get(np.ascontiguousarray(image).tobytes(), [])
    ]
