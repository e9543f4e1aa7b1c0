"""Handwritten digits at 28x28: MNIST where it can be had, a small stand-in everywhere."""

import importlib.util
import os
from pathlib import Path

import numpy as np

from course_utils.data._files import (
    NPZ,
    OWN_NPZ,
    T10K,
    TRAIN,
    DataError,
    Images,
    Labels,
    Part,
    find,
    first_good,
    published_name,
    read_idx_pair,
    read_npz,
    subfolder,
)

__all__ = ["load_digits_28"]

Digits = tuple[Part, Part]

# SHA-256 of the files as the mirrors have them, for what is downloaded; of a file that is there,
# what counts is what is in it (_files.py).
_SHA256 = """\
731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1  mnist.npz
440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609  train-images-idx3-ubyte.gz
3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c  train-labels-idx1-ubyte.gz
8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6  t10k-images-idx3-ubyte.gz
f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6  t10k-labels-idx1-ubyte.gz
"""
DOWNLOADS = {name: sha for sha, name in map(str.split, _SHA256.splitlines())}
_IDX_GZ = tuple(f"{name}.gz" for name in TRAIN + T10K)
MIRRORS = (
    ("https://storage.googleapis.com/tensorflow/tf-keras-datasets/", (NPZ,)),
    ("https://s3.amazonaws.com/img-datasets/", (NPZ,)),
    ("https://storage.googleapis.com/cvdf-datasets/mnist/", _IDX_GZ),
    ("https://ossci-datasets.s3.amazonaws.com/mnist/", _IDX_GZ),
)
# Seconds a mirror may take to answer: brief where there is a fallback, patient where there is none.
AUTO_PATIENCE, MNIST_PATIENCE = 3.0, 15.0
_UNIT = 1024  # weights of the enlargement are multiples of 1/1024


def load_digits_28(source: str | Path = "auto") -> Digits:
    """Load handwritten digits as ((x_train, y_train), (x_test, y_test)), and say which.

    x is uint8 (n, 28, 28), ink 255 on 0; y is int64 (n,), 0 to 9. The arrays are the caller's.

    Args:
        source:
            "bundled": scikit-learn's 1,797 digits enlarged to 28x28; 1,437 to train, 360 to test.
            "mnist": MNIST, 60,000 and 10,000, from the local cache or downloaded (11 MB).
            "auto": what the environment variable COURSE_DATA names ("bundled" or a path), else
            MNIST if cached or to be had within seconds, else bundled.
            A path: `mnist.npz`, another .npz with the same four arrays, or a folder that holds,
            in it or up to two folders down, `mnist.npz`, MNIST's four IDX files (.gz or unpacked),
            only its t10k pair (then split 8,000 to 2,000), or `digits.npz`; the first of these
            counts. It may hold brain slices as well.

    Raises:
        DataError: (a ValueError) the source does not exist, cannot be downloaded, holds no
            digits, or a file that is truncated, altered or not digits; one line that says which
            and why.
    """
    if source == "auto" and (named := os.environ.get("COURSE_DATA")):
        source = "bundled" if named == "bundled" else Path(named)
    if source == "bundled":
        what, digits = _BUNDLED, _bundled()
    elif source == "auto":
        what, digits = _mnist_or_bundled()
    elif source == "mnist":
        what, digits = _mnist(MNIST_PATIENCE)
    else:
        what, digits = _from_path(Path(source).expanduser())
    (train, _), (test, _) = digits
    print(f"Digits: {what}: {len(train):,} to train, {len(test):,} to test.")
    return digits


def _mnist_or_bundled() -> tuple[str, Digits]:
    try:
        return _mnist(AUTO_PATIENCE)
    except _NotDownloadedError:
        return f"{_BUNDLED[:-1]}; MNIST could not be downloaded)", _bundled()


class _NotDownloadedError(DataError):
    """Neither in the cache nor on any mirror. A damaged cache is another error."""


def _mnist(patience: float) -> tuple[str, Digits]:
    """MNIST from the cache, downloaded into it first where it is missing."""
    folder, where = cache_folder(), "local cache"
    if not _holds_mnist(folder):
        from course_utils.data._download import fetch

        try:
            fetch(MIRRORS, DOWNLOADS, folder, patience)
        except DataError as error:
            raise _NotDownloadedError(
                f'MNIST: {error}; try again when online, or use load_digits_28("bundled").'
            ) from None
        where = "downloaded"
    _, digits = _from_path(folder)
    return f"MNIST at 28x28 ({where})", digits


def cache_folder() -> Path:
    """Where downloads are kept: the user's cache folder of the operating system."""
    import pooch

    return Path(pooch.os_cache("course_utils")) / "mnist"


def _holds_mnist(folder: Path) -> bool:
    there = find(folder)
    return NPZ in there or all(name in there for name in TRAIN + T10K)


def _from_path(path: Path) -> tuple[str, Digits]:
    if not path.exists():
        raise DataError(
            f'{path}: no such file or folder; a source is "auto", "bundled", "mnist" or a path.'
        )
    if path.is_dir():
        return _from_folder(path)
    if path.suffix.lower() != ".npz":
        raise DataError(f"{path}: not an .npz file; give that, or the folder of the IDX files.")
    name = "MNIST" if published_name(path) == NPZ else "your own"
    return f"{name} at 28x28 ({path})", read_npz(path)


def _from_folder(folder: Path) -> tuple[str, Digits]:
    there = find(folder)
    missing = [name for name in TRAIN + T10K if name not in there]
    if NPZ in there:
        return f"MNIST at 28x28 ({folder})", first_good(there[NPZ], read_npz)
    if not missing:
        train, test = (read_idx_pair(there[x], there[y]) for x, y in (TRAIN, T10K))
        return f"MNIST at 28x28 ({folder})", (train, test)
    if missing == list(TRAIN):
        pair = read_idx_pair(there[T10K[0]], there[T10K[1]])
        return f"MNIST's t10k part at 28x28 ({folder})", _split(*pair)
    if len(missing) < len(TRAIN + T10K):
        raise DataError(f"{folder}: {' and '.join(f'{m}.gz' for m in missing)} missing; add it.")
    if OWN_NPZ in there:
        return f"your own at 28x28 ({there[OWN_NPZ][0]})", read_npz(there[OWN_NPZ][0])
    needs = f"{NPZ}, MNIST's four IDX files, or {OWN_NPZ}"
    if subfolder(folder, "train").is_dir():  # what notebook 06 reads
        raise DataError(
            f"{folder}: brain slices, but no digits in this folder; add {needs} to it, or use "
            'load_digits_28("bundled").'
        )
    raise DataError(f"{folder}: no digits in this folder; it needs {needs}.")


_BUNDLED = "scikit-learn's 1,797 handwritten digits at 28x28 (bundled)"


def _bundled() -> Digits:
    """scikit-learn's 8x8 digits (UCI optdigits), drawn the way MNIST is.

    Every picture is enlarged 2.5 times with a cubic kernel, so that the digit fills a 20x20 box;
    contrast is stretched to 0..255; the centre of mass moves to the middle of 28x28. Whole
    numbers throughout: the same bytes on every machine.
    """
    small, labels = _optdigits()
    weights = _enlarging_weights(8, 28, 2.5)
    large = weights @ small @ weights.T
    full = 16 * _UNIT**2  # 16 is the ink of a full pixel
    low, high = full * 15 // 100, full * 85 // 100
    stretched = np.clip((large - low) * 255 // (high - low), 0, 255)
    return _split(_centred(stretched).astype(np.uint8), labels)


def _optdigits() -> tuple[np.ndarray, Labels]:
    """int64 (1797, 8, 8) with values 0..16, and labels, as scikit-learn ships them.

    Its table is read where it is installed: importing `sklearn.datasets` takes a second, most
    of it for code that is not needed here.
    """
    package = importlib.util.find_spec("sklearn")
    table = Path(package.origin or "").parent / "datasets/data/digits.csv.gz" if package else None
    if table is not None and table.is_file():
        rows = np.loadtxt(table, delimiter=",", dtype=np.int64)
        return rows[:, :-1].reshape(-1, 8, 8), rows[:, -1]
    from sklearn.datasets import load_digits

    digits = load_digits()
    return digits.images.astype(np.int64), digits.target.astype(np.int64)


def _enlarging_weights(n_in: int, n_out: int, scale: float) -> np.ndarray:
    """int64 (n_out, n_in): cubic convolution (Keys 1981, a = -1/2), in the middle of n_out."""
    centres = (np.arange(n_out) - (n_out - 1) / 2) / scale + (n_in - 1) / 2
    t = np.abs(centres[:, None] - np.arange(n_in))
    near, far = 1.5 * t**3 - 2.5 * t**2 + 1, -0.5 * t**3 + 2.5 * t**2 - 4 * t + 2
    weights = np.rint(_UNIT * np.where(t < 1, near, np.where(t < 2, far, 0)))
    return np.asarray(weights, dtype=np.int64)


def _centred(images: np.ndarray) -> np.ndarray:
    """Each picture shifted, by at most 2 pixels, until its centre of mass is in the middle.

    Ink never comes nearer than a pixel to the border, so that nothing wraps around.
    """
    n, side, _ = images.shape
    mass, place = images.sum((1, 2)), np.arange(side)

    def shift(profile: np.ndarray) -> np.ndarray:  # (side - 1) / 2 - mean, rounded
        return np.asarray(((mass * side // 2 - profile @ place) // mass).clip(-2, 2))

    rows = (place - shift(images.sum(2))[:, None]) % side
    cols = (place - shift(images.sum(1))[:, None]) % side
    return np.asarray(images[np.arange(n)[:, None, None], rows[:, :, None], cols[:, None, :]])


def _split(x: Images, y: Labels) -> Digits:
    """Four fifths to train and one to test, every digit in the same share, in mixed order.

    RandomState, because NumPy's policy freezes its stream: the split is the same for ever.
    """
    shuffled = np.random.RandomState(28).permutation(len(y))
    by_class = shuffled[np.argsort(y[shuffled], kind="stable")]
    in_test = np.zeros(len(y), dtype=bool)
    in_test[by_class[::5]] = True
    train, test = shuffled[~in_test[shuffled]], shuffled[in_test[shuffled]]
    return (x[train], y[train]), (x[test], y[test])
