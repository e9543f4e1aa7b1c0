"""Files with digits: found, read, verified, and refused with one line that says what to do.

A file that bears a published name must hold what was published, however it is packed: what counts
are the numbers in it. Data of one's own goes under another name: `digits.npz`, with the same four
arrays. Nothing is ever unpickled.
"""

import gzip
import hashlib
import io
import os
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

Images = np.ndarray  # uint8 (n, 28, 28), ink 255 on 0
Labels = np.ndarray  # int64 (n,), 0..9
Part = tuple[Images, Labels]
T = TypeVar("T")

# SHA-256 of the four published files, unpacked, as `sha256sum` prints it.
_SHA256 = """\
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte
"""
PUBLISHED = {name: sha for sha, name in map(str.split, _SHA256.splitlines())}
NPZ, OWN_NPZ = "mnist.npz", "digits.npz"
TRAIN = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
T10K = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
DEEP, MANY = 3, 100  # levels of folders looked into (MNIST/raw/), and folders in each


class DataError(ValueError):
    """Data that cannot be used. One line: which file, what is wrong with it, what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the line, without the frames of the loader."""
        return [f"\x1b[31mDataError:\x1b[0m {self}"]


# --- where they are ---


def find(folder: Path) -> dict[str, list[Path]]:
    """The files with digits in a folder: published name -> files of it, the highest up first.

    A name may be in upper or lower case, packed (.gz) or not, "train-images.idx3-ubyte" too, and
    lie in folders below such as MNIST/raw/.
    """
    names = (NPZ, *PUBLISHED, OWN_NPZ)
    found: dict[str, list[Path]] = {name: [] for name in names}
    for path in _files(folder):
        if (name := published_name(path)) in found:
            found[name].append(path)
    return {name: paths for name, paths in found.items() if paths}


def subfolder(folder: Path, name: str) -> Path:
    """The folder of this name in it, in upper or lower case; where there is none, its path."""
    same = (Path(e) for e in _entries(folder) if e.is_dir() and e.name.lower() == name)
    return next(same, folder / name)


def published_name(path: Path) -> str:
    """A file's name as it was published, without .gz."""
    return path.name.lower().removesuffix(".gz").replace(".idx", "-idx")


def _files(folder: Path) -> Iterator[Path]:
    """Files of the folder, then those of its folders, and so on; hidden ones are left out."""
    folders = [folder]
    for _ in range(DEEP):
        below: list[Path] = []
        for here in folders[:MANY]:
            for entry in _entries(here):
                if not entry.is_dir():
                    yield Path(entry)
                elif len(below) < MANY:
                    below.append(Path(entry))
        folders = below


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:  # not a folder, or not ours to read
        return []
    return sorted(entries, key=lambda entry: entry.name)


# --- what is in them ---


def first_good(paths: Sequence[Path], read: Callable[[Path], T]) -> T:
    """What is read from the first of these files that holds what it should.

    Raises:
        DataError: none of them does; about the first.
    """
    errors = []
    for path in paths:
        try:
            return read(path)
        except DataError as error:
            errors.append(error)
    raise errors[0] from None


def read_npz(path: Path) -> tuple[Part, Part]:
    """The train and test part of `mnist.npz`, or of an .npz of one's own.

    Raises:
        DataError: under the published name other digits than the published ones; not an .npz,
            arrays missing, pickled, or not digits.
    """
    content = _bytes(path)
    names = ("x_train", "y_train", "x_test", "y_test")
    if content[:2] != b"PK":
        raise DataError(f"{path}: not an .npz archive; {_cure(path)}.")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            missing = [name for name in names if name not in archive.files]
            if missing:
                raise DataError(f"{path}: no array {', '.join(missing)}; it needs {names}.")
            a, b, c, d = (archive[name] for name in names)
    except DataError:
        raise
    except Exception as error:  # damaged bytes fail in zipfile, zlib, ast and numpy alike
        raise DataError(
            f"{path}: cannot be read as an .npz archive of plain arrays ({_one_line(error)}): "
            f"truncated, or made another way; {_cure(path)}."
        ) from None
    parts = _digits(path, a, b), _digits(path, c, d)
    if published_name(path) == NPZ:
        for name, array in zip(TRAIN + T10K, (*parts[0], *parts[1]), strict=True):
            _verify(path, name, _packed(array))
    return parts


def read_idx_pair(images: Sequence[Path], labels: Sequence[Path]) -> Part:
    """Images and labels of one part, each from the first of these IDX files that holds what was
    published.

    Raises:
        DataError: none of them does.
    """
    return _digits(images[0], first_good(images, _idx), first_good(labels, _idx))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}).") from None


def _verify(path: Path, name: str, raw: bytes) -> None:
    """Refuse a file with another content than the published file of this name had, unpacked."""
    expected, got = PUBLISHED[name], hashlib.sha256(raw).hexdigest()
    if expected != got:
        raise DataError(
            f"{path}: not MNIST as published (SHA-256 of its {name}, unpacked: {got[:12]}..., "
            f"expected {expected[:12]}...; {len(raw):,} bytes): incomplete or altered; "
            f"{_cure(path)}, or name it {OWN_NPZ} if it is data of your own."
        )


def _cure(path: Path) -> str:
    if published_name(path) in (NPZ, *PUBLISHED):
        return "delete it, and copy or download it anew"
    return "write it anew with np.savez"


def _packed(array: np.ndarray) -> bytes:
    """The IDX file of these digits, or of these labels."""
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def _idx(path: Path) -> np.ndarray:
    """One IDX file of unsigned bytes: 0, 0, 8, rank, the sizes as big-endian int32, the data."""
    content = _bytes(path)
    try:  # by its first bytes: browsers unpack a .gz and leave its name
        raw = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"{path}: cannot be unpacked ({_one_line(error)}): incomplete or damaged; "
            f"{_cure(path)}."
        ) from None
    _verify(path, published_name(path), raw)
    rank = raw[3] if len(raw) > 3 else 0
    start = 4 + 4 * rank
    shape = np.frombuffer(raw[4:start], dtype=">i4") if len(raw) >= start else np.array([-1])
    if raw[:3] != b"\0\0\x08" or len(raw) - start != np.prod(shape, dtype=np.int64):
        raise DataError(f"{path}: not an IDX file of bytes, or truncated; {_cure(path)}.")
    return np.frombuffer(raw, dtype=np.uint8, offset=start).reshape(shape).copy()


def _digits(path: Path, x: np.ndarray, y: np.ndarray) -> Part:
    """x as uint8 and y as int64, if they are digits. Whole numbers of any type will do."""
    if x.dtype.kind not in "iu" or x.ndim != 3 or x.shape[1:] != (28, 28) or not len(x):
        wrong = f"images are {x.dtype} {x.shape}, expected uint8 (n, 28, 28)"
    elif x.min() < 0 or x.max() > 255:
        wrong = f"images run from {x.min()} to {x.max()}, expected 0 to 255"
    elif y.dtype.kind not in "iu" or y.shape != (len(x),):
        wrong = f"labels are {y.dtype} {y.shape}, expected whole numbers ({len(x)},)"
    elif y.min() < 0 or y.max() > 9:
        wrong = f"labels run from {y.min()} to {y.max()}, expected 0 to 9"
    else:
        return np.ascontiguousarray(x, np.uint8), y.astype(np.int64)
    raise DataError(f"{path}: {wrong}; {_cure(path)}.")


def _one_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
