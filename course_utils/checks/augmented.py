"""What was done to images whose every pixel has a value of its own: flips and shifts, read off.

images = marked_images(300, 20, 30)
flips_and_shifts(images, augment(images, rng))    # (300, 3): flipped, down, right
facts(images, augment(images, rng))               # ["flipped or shifted, zeros come in", ...]
"""

from typing import Any

import numpy as np

__all__ = ["RIGHT", "facts", "flips_and_shifts", "marked_images"]

RIGHT = "flipped or shifted, zeros come in"
# What comes in from outside, as np.pad names it.
_FILLS = {
    "constant": "zeros come in",
    "wrap": "what left comes back on the other side",
    "edge": "the edge is repeated",
    "reflect": "the picture is mirrored at the edge",
}


def marked_images(n: int, h: int, w: int, channels: int = 1, dtype: str = "float32") -> np.ndarray:
    """n times one image (h, w, channels), no two of its pixels alike, none of them 0."""
    image: np.ndarray = np.arange(1, h * w * channels + 1).reshape(h, w, channels)
    if np.dtype(dtype).kind == "f":
        image = image / (h * w * channels + 1)
    return np.repeat(image[None], n, axis=0).astype(dtype)


def flips_and_shifts(before: np.ndarray, after: Any) -> np.ndarray:
    """For each image (flipped left-right, rows down, columns right), integers (n, 3).

    Only of images that were changed in this way; others are left out (`facts` tells of them).
    """
    found = [_change(a, b) for a, b in zip(before, _images(before, after), strict=True)]
    return np.array([c[1:] for c in found if c and c[0] == RIGHT], dtype=int).reshape(-1, 3)


def facts(before: np.ndarray, after: Any, often: bool = False) -> list[str]:
    """What was done to many marked images: how, by how much, and `often`: how often.

    Where something else was done to some of them than flips and shifts, this alone is told.
    """
    found = _kinds(before, _images(before, after))
    if found != [RIGHT]:
        return found
    changes = flips_and_shifts(before, after)
    found.append(f"{len(set(map(tuple, changes.tolist())))} different flips and shifts")
    for axis, name in ((1, "down"), (2, "right")):
        found.append(f"{name} by {_listed(sorted(set(changes[:, axis].tolist())))}")
    if often:
        found.append(f"{_share(changes[:, 0].mean())} of them flipped")
        counts = [np.unique(changes[:, axis], return_counts=True)[1] for axis in (1, 2)]
        even = max(c.max() / c.min() for c in counts) < 1.6
        found.append("each shift equally often" if even else "some shifts more often than others")
    return found


def _share(share: float) -> str:
    # Of 1,200 images half is 0.5 within 0.07, but once in a million; 0.4 is "too few".
    limits = {0.0: "none", 0.43: "too few", 0.57: "half", 0.9999: "too many"}
    return next((name for limit, name in limits.items() if share <= limit), "all")


def _listed(numbers: list[int]) -> str:
    return " ".join(map(str, numbers)) if len(numbers) < 9 else f"{numbers[0]} ... {numbers[-1]}"


def _kinds(before: np.ndarray, after: np.ndarray) -> list[str]:
    """What was done to the images, each kind once, in alphabetical order: [RIGHT] at best."""
    found = [_change(a, b) for a, b in zip(before, after, strict=True)]
    return sorted({change[0] if change else "something else" for change in found})


def _images(before: np.ndarray, after: Any) -> np.ndarray:
    """What came back as an array.

    Raises:
        ValueError: not as many images of this size as were given.
    """
    made = np.asarray(after)
    if made.shape != before.shape:
        raise ValueError(f"images {before.shape} came back as {made.shape}")
    return made


def _change(before: np.ndarray, after: np.ndarray) -> tuple[str, bool, int, int] | None:
    """(what was done, flipped left-right, rows down, columns right); None if nothing known."""
    known = _flip_and_shift(before, after)
    if known or before.shape[2] == 1:
        return known
    if _flip_and_shift(before[..., ::-1], after):
        return "channels in another order", False, 0, 0
    apart = [_flip_and_shift(before[..., c : c + 1], after[..., c : c + 1]) for c in range(2)]
    if None in apart:
        return None
    still = any(change and not any(change[1:]) for change in apart)
    return "only some channels changed" if still else "each channel by itself", False, 0, 0


def _flip_and_shift(before: np.ndarray, after: np.ndarray) -> tuple[str, bool, int, int] | None:
    h, w, _ = before.shape
    seen = np.argwhere(after.any(axis=-1))
    if not len(seen):
        return "all black", False, 0, 0
    at = np.array([h // 2, w // 2])  # a pixel that is not new, the middle one if it will do
    row_, column_ = at if after[tuple(at)].any() else seen[len(seen) // 2]
    for turned, name in ((before, ""), (before[::-1], "upside down, ")):
        for flipped in (False, True):
            image = turned[:, ::-1] if flipped else turned
            for row, column in np.argwhere((image == after[row_, column_]).all(axis=-1)):
                down, right = int(row_ - row), int(column_ - column)
                for mode, what in _FILLS.items():
                    if np.array_equal(_shifted(image, down, right, mode), after):
                        return name + "flipped or shifted, " + what, flipped, down, right
    return None


def _shifted(image: np.ndarray, down: int, right: int, mode: Any) -> np.ndarray:
    h, w, _ = image.shape
    a, b = abs(down), abs(right)
    padded = np.pad(image, ((a, a), (b, b), (0, 0)), mode=mode)
    return padded[a - down : a - down + h, b - right : b - right + w]
