"""Files with digits: verified, read, and refused with one line that says what to do.

A file that bears a published name must be the published file, to the byte. Data of one's own
goes under another name: `digits.npz`, with the same four arrays. Nothing is ever unpickled.
"""

import gzip
import hashlib
import io
import zlib
from pathlib import Path

import numpy as np

Images = np.ndarray  # uint8 (n, 28, 28), ink 255 on 0
Labels = np.ndarray  # int64 (n,), 0..9
Part = tuple[Images, Labels]

# SHA-256 of the published files, as `sha256sum` prints it; the .gz and what is in it.
_SHA256 = """\
731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1  mnist.npz
440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609  train-images-idx3-ubyte.gz
3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c  train-labels-idx1-ubyte.gz
8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6  t10k-images-idx3-ubyte.gz
f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6  t10k-labels-idx1-ubyte.gz
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte
"""
PUBLISHED = {name: sha for sha, name in map(str.split, _SHA256.splitlines())}
NPZ, OWN_NPZ = "mnist.npz", "digits.npz"
TRAIN = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
T10K = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


class DataError(ValueError):
    """Data that cannot be used. One line: which file, what is wrong with it, what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the line, without the frames of the loader."""
        return [f"\x1b[31mDataError:\x1b[0m {self}"]


def read_npz(path: Path) -> tuple[Part, Part]:
    """The train and test part of `mnist.npz`, or of an .npz of one's own.

    Raises:
        DataError: not the published file (under its name), not an .npz, arrays missing,
            pickled, or not digits.
    """
    content = _verified(path)
    names = ("x_train", "y_train", "x_test", "y_test")
    if content[:2] != b"PK":
        raise DataError(f"{path}: not an .npz archive; write one with np.savez.")
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
            "truncated, or made another way; write it anew with np.savez."
        ) from None
    return _digits(path, a, b), _digits(path, c, d)


def read_idx_pair(images: Path, labels: Path) -> Part:
    """Images and labels from the two IDX files of one part, compressed or not.

    Raises:
        DataError: not the published files.
    """
    return _digits(images, _idx(images), _idx(labels))


def find(folder: Path, name: str) -> Path | None:
    """The file of this name in the folder, compressed or not."""
    return next((p for p in (folder / f"{name}.gz", folder / name) if p.is_file()), None)


def _verified(path: Path) -> bytes:
    """The bytes of a file, once; of a published name only if they are the published bytes."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}).") from None
    expected, got = PUBLISHED.get(path.name), hashlib.sha256(content).hexdigest()
    if expected not in (None, got):
        raise DataError(
            f"{path}: not the published file (SHA-256 {got[:12]}..., expected {expected[:12]}...; "
            f"{len(content):,} bytes): incomplete or altered; delete it, or name it {OWN_NPZ} if "
            "it is data of your own."
        )
    return content


def _idx(path: Path) -> np.ndarray:
    """One IDX file of unsigned bytes: 0, 0, 8, rank, the sizes as big-endian int32, the data."""
    content = _verified(path)
    try:
        raw = gzip.decompress(content) if path.suffix == ".gz" else content
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: cannot be unpacked ({_one_line(error)}).") from None
    rank = raw[3] if len(raw) > 3 else 0
    start = 4 + 4 * rank
    shape = np.frombuffer(raw[4:start], dtype=">i4") if len(raw) >= start else np.array([-1])
    if raw[:3] != b"\0\0\x08" or len(raw) - start != np.prod(shape, dtype=np.int64):
        raise DataError(f"{path}: not an IDX file of bytes, or truncated.")
    return np.frombuffer(raw, dtype=np.uint8, offset=start).reshape(shape).copy()


def _digits(path: Path, x: np.ndarray, y: np.ndarray) -> Part:
    """x and y if they are digits, y as int64."""
    if x.dtype != np.uint8 or x.ndim != 3 or x.shape[1:] != (28, 28) or not len(x):
        wrong = f"images are {x.dtype} {x.shape}, expected uint8 (n, 28, 28)"
    elif y.dtype.kind not in "iu" or y.shape != (len(x),):
        wrong = f"labels are {y.dtype} {y.shape}, expected whole numbers ({len(x)},)"
    elif y.min() < 0 or y.max() > 9:
        wrong = f"labels run from {y.min()} to {y.max()}, expected 0 to 9"
    else:
        return x, y.astype(np.int64)
    raise DataError(f"{path}: {wrong}.")


def _one_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
