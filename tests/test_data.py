"""`course_utils.data`: every source of digits, and every way in which one can be broken."""

import contextlib
import functools
import gzip
import hashlib
import http.server
import io
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from course_utils.data import DataError, _download, _files, digits, load_digits_28

REAL = Path(__file__).resolve().parents[2] / "shared/data/mnist"
real_mnist = pytest.mark.skipif(
    not all((REAL / f"{name}.gz").is_file() for name in _files.TRAIN + _files.T10K),
    reason="the real files of MNIST are not at ../shared/data/mnist",
)

BUNDLED_LINE = (
    "Digits: scikit-learn's 1,797 handwritten digits at 28x28 (bundled): "
    "1,437 to train, 360 to test.\n"
)
FALLBACK_LINE = BUNDLED_LINE.replace("(bundled)", "(bundled; MNIST could not be downloaded)")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Every test has an empty cache, no mirrors and nothing in the environment."""
    monkeypatch.delenv("COURSE_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(digits, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(digits, "MIRRORS", ())
    return tmp_path / "cache"


def some_digits(n=30, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (n, 28, 28), dtype=np.uint8), np.arange(n, dtype=np.uint8) % 10


def npz(**changes) -> bytes:
    """A small archive laid out like mnist.npz: 30 to train, 20 to test."""
    (a, b), (c, d) = some_digits(30), some_digits(20, seed=1)
    arrays = {"x_train": a, "y_train": b, "x_test": c, "y_test": d, **changes}
    target = io.BytesIO()
    np.savez_compressed(target, **{k: v for k, v in arrays.items() if v is not None})
    return target.getvalue()


def idx(array: np.ndarray) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def publish(monkeypatch, files: dict[str, bytes]) -> dict[str, bytes]:
    """Let what is in these be what was published, for one test."""
    for name, content in files.items():
        monkeypatch.setitem(digits.DOWNLOADS, name, hashlib.sha256(content).hexdigest())
        if name == "mnist.npz":
            with np.load(io.BytesIO(content)) as archive:
                inside = [idx(archive[key]) for key in ("x_train", "y_train", "x_test", "y_test")]
            plain = dict(zip(_files.TRAIN + _files.T10K, inside, strict=True))
        else:
            with contextlib.suppress(OSError, EOFError):
                content = gzip.decompress(content)
            plain = {name.removesuffix(".gz"): content}
        for file, raw in plain.items():
            monkeypatch.setitem(_files.PUBLISHED, file, hashlib.sha256(raw).hexdigest())
    return files


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def four_idx_files(packed=True) -> dict[str, bytes]:
    files = {}
    for names, digits_of in [(_files.TRAIN, some_digits(30)), (_files.T10K, some_digits(20, 1))]:
        for name, array in zip(names, digits_of, strict=True):
            content = idx(array)
            files[f"{name}.gz" if packed else name] = gzip.compress(content) if packed else content
    return files


def as_it_was(folder: Path) -> dict:
    """Names, bytes and times of everything in a folder."""
    return {
        str(p.relative_to(folder)): (p.read_bytes() if p.is_file() else None, p.stat().st_mtime_ns)
        for p in folder.rglob("*")
    }


def refused(source) -> str:
    """The one line with which a source is refused."""
    with pytest.raises(DataError) as caught:
        load_digits_28(source)
    assert isinstance(caught.value, ValueError)
    line = str(caught.value)
    assert "\n" not in line and len(line) < 400
    error = caught.value  # nothing else is printed above it:
    assert error.__cause__ is None and (error.__suppress_context__ or not error.__context__)
    return line


def shapes(loaded) -> list[tuple]:
    (a, b), (c, d) = loaded
    assert [v.dtype for v in (a, b, c, d)] == [np.uint8, np.int64, np.uint8, np.int64]
    assert all(v.flags.writeable and v.flags.c_contiguous for v in (a, b, c, d))
    return [v.shape for v in (a, b, c, d)]


SMALL = [(30, 28, 28), (30,), (20, 28, 28), (20,)]


# --- bundled ---


def test_bundled_says_in_one_line_which_data_it_is(capsys):
    loaded = load_digits_28("bundled")
    assert shapes(loaded) == [(1437, 28, 28), (1437,), (360, 28, 28), (360,)]
    printed = capsys.readouterr()
    assert printed.out == BUNDLED_LINE and printed.err == ""


def test_bundled_is_the_same_bytes_everywhere():
    (a, b), (c, d) = load_digits_28("bundled")
    assert [hashlib.sha256(v.tobytes()).hexdigest() for v in (a, b, c, d)] == [
        "10e47c4bb0043cd63791b4c50a8b75a86679f798c7f72adb5132314b467d1f6e",
        "d26b1bf4fa7e6cbf9e9a84ef947c4ac88825ebe0d87b295ebf3ec789b7d8b6d9",
        "7a8f27686dd2d7ff7b53e3db9642690994cd05725856a150671afea2c2a83026",
        "a20d55fdb146396cb0afdec6d44ea77424947026421761295e236eb9b65c5276",
    ]


def test_bundled_looks_like_mnist():
    (x, _), (x_test, _) = load_digits_28("bundled")
    for images in (x, x_test):
        assert (images.max((1, 2)) == 255).all() and (images.min((1, 2)) == 0).all()
        border = np.ones((28, 28), dtype=bool)
        border[1:-1, 1:-1] = False
        assert not images[:, border].any()
        ink = images / images.sum((1, 2), keepdims=True, dtype=np.float64)
        rows, cols = ink.sum(2) @ np.arange(28), ink.sum(1) @ np.arange(28)
        assert np.quantile(np.abs(rows - 13.5), 0.95) < 0.6  # centred on its mass
        assert np.quantile(np.abs(cols - 13.5), 0.95) < 0.6
    assert 0.6 < (x == 0).mean() < 0.9 and 0.02 < (x == 255).mean() < 0.2


def test_bundled_digits_are_the_ones_scikit_learn_ships_upright_and_with_their_labels():
    from sklearn.datasets import load_digits

    original = load_digits()
    (a, b), (c, d) = load_digits_28("bundled")
    small = np.concatenate([a, c])[:, 4:24, 4:24].reshape(-1, 4, 5, 4, 5).mean((2, 4))
    coarse = original.images.reshape(-1, 4, 2, 4, 2).mean((2, 4))
    small, coarse = small.reshape(-1, 16), coarse.reshape(-1, 16)
    for v in (small, coarse):
        v -= v.mean(1, keepdims=True)
        v /= np.linalg.norm(v, axis=1, keepdims=True)
    same = original.target[(small @ coarse.T).argmax(1)] == np.concatenate([b, d])
    assert same.mean() > 0.8  # a picture's nearest original, in 4x4 pixels, bears its label


def test_bundled_can_be_learned():
    (x, y), (x_test, y_test) = load_digits_28("bundled")
    x, x_test = x.reshape(-1, 784) / 255, x_test.reshape(-1, 784) / 255
    distance = (x**2).sum(1) - 2 * x_test @ x.T
    assert (y[distance.argmin(1)] == y_test).mean() > 0.97


def test_bundled_holds_every_digit_in_the_same_share_and_in_mixed_order():
    (_, y), (_, y_test) = load_digits_28("bundled")
    counts, test_counts = np.bincount(y, minlength=10), np.bincount(y_test, minlength=10)
    assert np.abs(test_counts - (counts + test_counts) / 5).max() < 1
    assert (np.diff(y) == 0).mean() < 0.2


def test_no_digit_is_both_learned_from_and_tested_on():
    y = np.arange(1000) % 10
    x = np.arange(1000)  # a number for each picture
    (a, b), (c, d) = digits._split(x, y)
    assert sorted([*a, *c]) == list(range(1000)) and len(c) == 200
    assert (y[a] == b).all() and (y[c] == d).all()


def test_each_call_gives_arrays_of_its_own():
    (x, _), _ = load_digits_28("bundled")
    x[:] = 0
    assert load_digits_28("bundled")[0][0].any()


def test_bundled_does_without_knowing_where_scikit_learn_keeps_its_table(monkeypatch):
    expected = load_digits_28("bundled")
    monkeypatch.setattr(digits.importlib.util, "find_spec", lambda name: None)
    for part, same in zip(load_digits_28("bundled"), expected, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(part, same, strict=True))


@pytest.mark.parametrize("source", ["bundled", "auto"])
def test_no_socket_is_opened_for_the_bundled_digits(monkeypatch, cache, source):
    monkeypatch.setenv("COURSE_DATA", "bundled")
    monkeypatch.setattr(digits, "MIRRORS", (("http://127.0.0.1:9/", ("mnist.npz",)),))

    def forbidden(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    load_digits_28(source)
    assert not cache.exists()


def test_importing_the_loader_imports_nothing_heavy():
    code = (
        "import sys, course_utils.data;"
        "found = {'sklearn', 'scipy', 'pooch', 'requests', 'tensorflow', 'matplotlib'}"
        " & set(sys.modules); assert not found, found;"
        "course_utils.data.load_digits_28('bundled');"
        "found = {'sklearn', 'scipy', 'requests', 'tensorflow', 'matplotlib'}"
        " & set(sys.modules); assert not found, found"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


# --- files and folders ---


def test_a_file_of_ones_own(tmp_path, capsys):
    put(tmp_path, {"digits.npz": npz(), "mine.npz": npz()})
    for source in (tmp_path, tmp_path / "digits.npz", str(tmp_path / "mine.npz")):
        loaded = load_digits_28(source)
        assert shapes(loaded) == SMALL
        assert np.array_equal(loaded[0][0], some_digits(30)[0])
        assert np.array_equal(loaded[1][1], some_digits(20)[1])
        line = capsys.readouterr().out
        assert line.count("\n") == 1 and "your own" in line and "30 to train, 20 to test" in line


def test_labels_of_any_whole_type_become_int64(tmp_path):
    y = np.arange(30) % 10
    for dtype in (np.int8, np.uint16, np.int64, ">i4"):
        put(tmp_path, {"mine.npz": npz(y_train=y.astype(dtype))})
        (_, labels), _ = load_digits_28(tmp_path / "mine.npz")
        assert labels.dtype == np.int64 and np.array_equal(labels, y)


def test_mnist_npz_by_file_and_by_folder(tmp_path, monkeypatch, capsys):
    put(tmp_path, publish(monkeypatch, {"mnist.npz": npz()}))
    for source in (tmp_path, tmp_path / "mnist.npz", str(tmp_path)):
        assert shapes(load_digits_28(source)) == SMALL
        assert capsys.readouterr().out.startswith("Digits: MNIST at 28x28 (")


@pytest.mark.parametrize("packed", [True, False], ids=["gz", "unpacked"])
def test_the_four_idx_files(tmp_path, monkeypatch, packed):
    put(tmp_path, publish(monkeypatch, four_idx_files(packed)))
    loaded = load_digits_28(tmp_path)
    assert shapes(loaded) == SMALL
    assert np.array_equal(loaded[0][0], some_digits(30)[0])
    assert np.array_equal(loaded[1][1], some_digits(20)[1])


LAYOUTS = {
    "packed anew": lambda f: {n: gzip.compress(gzip.decompress(c), 1) for n, c in f.items()},
    "unpacked, its name left": lambda f: {n: gzip.decompress(c) for n, c in f.items()},
    "packed, .gz lost": lambda f: {n.removesuffix(".gz"): c for n, c in f.items()},
    "upper case": lambda f: {n.upper(): c for n, c in f.items()},
    "a point for the hyphen": lambda f: {n.replace("-idx", ".idx"): c for n, c in f.items()},
    "MNIST/raw": lambda f: {f"MNIST/raw/{n}": c for n, c in f.items()},
    "folders of the same name": lambda f: {
        f"{n.removesuffix('.gz')}/{n.removesuffix('.gz')}": gzip.decompress(c)
        for n, c in f.items()
    },
    "packed and unpacked": lambda f: {
        **f, **{n.removesuffix(".gz"): gzip.decompress(c) for n, c in f.items()}
    },
    "packed, and cut short beside it": lambda f: {
        **f, **{n.removesuffix(".gz"): c[:9] for n, c in f.items()}
    },
    "unpacked, and cut short beside it": lambda f: {
        **{n: c[:9] for n, c in f.items()},
        **{n.removesuffix(".gz"): gzip.decompress(c) for n, c in f.items()},
    },
    "other digits of the same names below": lambda f: {
        **{f"MNIST/raw/{n}": c for n, c in f.items()},
        **{f"FashionMNIST/raw/{n}": gzip.compress(idx(some_digits(5)[0])) for n in f},
    },
    "hidden ones beside": lambda f: {**f, **{f"._{n}": b"what a Mac leaves" for n in f}},
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_counts_is_what_is_in_the_files(tmp_path, monkeypatch, capsys, layout):
    files = publish(monkeypatch, four_idx_files())
    before = as_it_was(put(tmp_path, LAYOUTS[layout](files)))
    loaded = load_digits_28(tmp_path)
    assert shapes(loaded) == SMALL and capsys.readouterr().out.startswith("Digits: MNIST at")
    assert np.array_equal(loaded[0][0], some_digits(30)[0])
    assert as_it_was(tmp_path) == before


def saved(save, **changes) -> bytes:
    with np.load(io.BytesIO(npz())) as archive:
        arrays = {name: changes.get(name, lambda a: a)(archive[name]) for name in archive.files}
    target = io.BytesIO()
    save(target, **arrays)
    return target.getvalue()


ARCHIVES = {
    "compressed": ("mnist.npz", lambda: saved(np.savez_compressed)),
    "stored": ("mnist.npz", lambda: saved(np.savez)),
    "other whole types": ("mnist.npz", lambda: saved(
        np.savez, x_train=lambda a: a.astype(np.int16), y_test=lambda a: a.astype(">i8"))),
    "columns first": ("mnist.npz", lambda: saved(np.savez, x_train=np.asfortranarray)),
    "more in it": ("mnist.npz", lambda: saved(
        lambda target, **arrays: np.savez(target, about=np.arange(3), **arrays))),
    "upper case": ("MNIST.NPZ", lambda: saved(np.savez)),
    "below": ("datasets/mnist.npz", lambda: saved(np.savez)),
}  # fmt: skip


@pytest.mark.parametrize("archive", ARCHIVES)
def test_mnist_npz_is_verified_by_its_arrays(tmp_path, monkeypatch, capsys, archive):
    publish(monkeypatch, {"mnist.npz": npz()})
    name, made = ARCHIVES[archive]
    put(tmp_path, {name: made()})
    for source in (tmp_path, tmp_path / name):
        loaded = load_digits_28(source)
        assert shapes(loaded) == SMALL and capsys.readouterr().out.startswith("Digits: MNIST at")
        assert np.array_equal(loaded[0][0], some_digits(30)[0])


def test_idx_files_may_be_packed_and_unpacked_side_by_side(tmp_path, monkeypatch):
    packed, plain = four_idx_files(), four_idx_files(packed=False)
    names = sorted(plain)
    mixed = {n: plain[n] for n in names[:2]} | {f"{n}.gz": packed[f"{n}.gz"] for n in names[2:]}
    put(tmp_path, publish(monkeypatch, mixed))
    assert shapes(load_digits_28(tmp_path)) == SMALL


def test_mnist_npz_counts_before_idx_files_and_those_before_ones_own(tmp_path, monkeypatch):
    put(tmp_path, {"digits.npz": npz(x_test=some_digits(20, seed=5)[0])})
    put(tmp_path, four_idx_files())
    put(tmp_path, publish(monkeypatch, {"mnist.npz": npz()}))
    for gone, test in [(None, 1), ("mnist.npz", 1), ("train*", 1), ("t10k*", 5)]:
        for path in tmp_path.glob(gone) if gone else ():
            path.unlink()
        (x, _), (x_test, _) = load_digits_28(tmp_path)
        if gone == "train*":  # the t10k pair, split
            assert len(x) + len(x_test) == 20
        else:
            assert np.array_equal(x_test, some_digits(20, seed=test)[0])


@pytest.fixture
def real_t10k(tmp_path):
    """A folder of MNIST's t10k pair alone."""
    for name in _files.T10K:
        put(tmp_path / "t10k", {f"{name}.gz": (REAL / f"{name}.gz").read_bytes()})
    return tmp_path / "t10k"


@real_mnist
def test_the_real_t10k_pair_is_split_eight_to_two(real_t10k, capsys):
    loaded = load_digits_28(real_t10k)
    assert shapes(loaded) == [(8000, 28, 28), (8000,), (2000, 28, 28), (2000,)]
    assert "t10k part" in capsys.readouterr().out
    (x, y), (x_test, y_test) = loaded
    every = {image.tobytes() for image in (*x, *x_test)}
    assert len(every) == 10_000  # none twice, none lost
    assert np.bincount(np.concatenate([y, y_test])).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip
    again = load_digits_28(str(real_t10k))
    assert all(np.array_equal(p, q) for p, q in zip(loaded[0], again[0], strict=True))


@real_mnist
def test_what_is_learned_from_the_bundled_digits_helps_with_mnist(real_t10k):
    (x, y), _ = load_digits_28("bundled")
    _, (x_test, y_test) = load_digits_28(real_t10k)
    x, x_test = x.reshape(-1, 784) / 255, x_test.reshape(-1, 784) / 255
    distance = (x**2).sum(1) - 2 * x_test @ x.T
    assert (y[distance.argmin(1)] == y_test).mean() > 0.5  # measured 0.62; a guess has 0.1


# --- $COURSE_DATA ---


def test_course_data_names_a_folder_or_a_file(tmp_path, monkeypatch):
    put(tmp_path, {"digits.npz": npz()})
    for named in (tmp_path, tmp_path / "digits.npz"):
        monkeypatch.setenv("COURSE_DATA", str(named))
        assert shapes(load_digits_28()) == SMALL
    assert load_digits_28("bundled")[0][0].shape == (1437, 28, 28)  # an argument comes first


def test_course_data_that_leads_nowhere_is_an_error_and_not_a_download(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(_download, "fetch", None)
    for named, says in [
        ("nowhere", "no such file"),
        ("mnist", "no such file"),
        ("auto", "no such file"),
        ("empty", "no digits in this folder"),
    ]:
        monkeypatch.setenv("COURSE_DATA", named)
        line = refused("auto")
        assert named in line and says in line


def test_course_data_may_hold_digits_and_brain_slices(tmp_path, monkeypatch):
    from course_utils.data import load_brain_slices

    put(tmp_path, {"digits.npz": npz()})
    for part, name in [("train", "ad"), ("train", "normal"), ("test", "ad"), ("test", "normal")]:
        (tmp_path / part / name).mkdir(parents=True)
        Image.new("L", (150, 150), 60).save(tmp_path / part / name / "slice.png")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    assert shapes(load_digits_28()) == SMALL
    assert [len(part[0]) for part in load_brain_slices()] == [2, 2]
    (tmp_path / "digits.npz").unlink()
    line = refused("auto")
    assert "brain slices, but no digits" in line and 'load_digits_28("bundled")' in line


def test_an_empty_course_data_is_none(monkeypatch, capsys):
    monkeypatch.setenv("COURSE_DATA", "")
    load_digits_28()
    assert capsys.readouterr().out == FALLBACK_LINE


# --- what is refused ---


def object_array():
    return np.array([{"a": 1}] * 30, dtype=object)


BROKEN_NPZ = {
    "truncated": (lambda: npz()[:-100], "cannot be read"),
    "half": (lambda: npz()[: len(npz()) // 2], "cannot be read"),
    "empty": (lambda: b"", "not an .npz archive"),
    "a web page": (lambda: b"<html>Please log in</html>", "not an .npz archive"),
    "one bare array": (lambda: one_npy(), "not an .npz archive"),
    "damaged inside": (lambda: npz()[:200] + b"\xff" * 50 + npz()[250:], "cannot be read"),
    "an array missing": (lambda: npz(y_test=None), "y_test"),
    "pickled": (lambda: npz(y_train=object_array()), "cannot be read"),
    "flat images": (lambda: npz(x_train=np.zeros((30, 784), np.uint8)), "(30, 784)"),
    "other size": (lambda: npz(x_test=np.zeros((20, 32, 32), np.uint8)), "(20, 32, 32)"),
    "with channels": (lambda: npz(x_train=np.zeros((30, 28, 28, 1), np.uint8)), "(30, 28, 28, 1)"),
    "scaled": (lambda: npz(x_train=np.zeros((30, 28, 28))), "float64"),
    "no images": (lambda: npz(x_train=np.zeros((0, 28, 28), np.uint8)), "(0, 28, 28)"),
    "fewer labels": (lambda: npz(y_train=np.zeros(29, np.uint8)), "(29,)"),
    "one-hot": (lambda: npz(y_train=np.zeros((30, 10), np.uint8)), "(30, 10)"),
    "float labels": (lambda: npz(y_train=np.zeros(30)), "float64"),
    "label 10": (lambda: npz(y_train=np.full(30, 10, np.uint8)), "from 10 to 10"),
    "label -1": (lambda: npz(y_train=np.full(30, -1, np.int8)), "from -1 to -1"),
}


def one_npy() -> bytes:
    target = io.BytesIO()
    np.save(target, some_digits()[0])
    return target.getvalue()


@pytest.mark.parametrize("broken", BROKEN_NPZ, ids=list(BROKEN_NPZ))
def test_a_broken_file_of_ones_own_is_refused_in_one_line(tmp_path, broken):
    content, says = BROKEN_NPZ[broken]
    put(tmp_path, {"mine.npz": content()})
    before = as_it_was(tmp_path)
    line = refused(tmp_path / "mine.npz")
    assert "mine.npz" in line and says in line
    assert as_it_was(tmp_path) == before


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_the_damage_it_is_refused_in_one_line_or_does_not_matter(tmp_path, data):
    content = bytearray(npz())
    ends = st.integers(0, 200) | st.integers(len(content) - 500, len(content) - 1)
    for at in data.draw(st.lists(ends | st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    put(tmp_path, {"mine.npz": bytes(content)})
    try:
        loaded = load_digits_28(tmp_path / "mine.npz")
    except DataError as error:
        assert "\n" not in str(error)
    else:
        assert shapes(loaded) == SMALL


def test_nothing_is_ever_unpickled(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "went off",))

    bomb = np.array([Bomb()] * 30, dtype=object)
    put(tmp_path, {"mine.npz": npz(y_train=bomb)})
    refused(tmp_path / "mine.npz")
    assert not (tmp_path / "went off").exists()


@pytest.mark.parametrize("damage", ["truncated", "one bit", "other digits", "empty"])
@pytest.mark.parametrize("where", ["given", "cached"])
def test_a_published_name_takes_the_published_bytes_and_no_other(
    tmp_path, cache, monkeypatch, damage, where
):
    good = publish(monkeypatch, {"mnist.npz": npz()})["mnist.npz"]
    bad = {
        "truncated": good[:-1],
        "one bit": good[:40] + bytes([good[40] ^ 1]) + good[41:],
        "other digits": npz(x_train=some_digits(30, seed=9)[0]),
        "empty": b"",
    }[damage]
    folder = put(cache if where == "cached" else tmp_path / "given", {"mnist.npz": bad})
    before = as_it_was(folder)
    for source in ("auto", "mnist") if where == "cached" else (folder, folder / "mnist.npz"):
        line = refused(source)
        assert "mnist.npz: " in line and "delete it, and copy or download it anew" in line
        assert ("not MNIST as published" in line) == (damage == "other digits")
    assert as_it_was(folder) == before


@pytest.mark.parametrize("packed", [True, False], ids=["gz", "unpacked"])
@pytest.mark.parametrize("which", range(4))
def test_each_idx_file_is_verified(tmp_path, monkeypatch, packed, which):
    files = publish(monkeypatch, four_idx_files(packed))
    name = list(files)[which]
    put(tmp_path, {**files, name: files[name][:-1]})
    assert f"{name}: " in (line := refused(tmp_path)) and "delete it, and copy" in line


@real_mnist
def test_a_truncated_real_file_is_refused(real_t10k):
    images = real_t10k / "t10k-images-idx3-ubyte.gz"
    images.write_bytes(images.read_bytes()[:1_000_000])
    assert "cannot be unpacked" in refused(real_t10k)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (gzip.compress(idx(some_digits()[0])[:-1]), "truncated"),
        (gzip.compress(idx(some_digits()[0]) + b"!"), "truncated"),
        (gzip.compress(b"\0\0\x08\x03"), "truncated"),
        (gzip.compress(b""), "truncated"),
        (gzip.compress(b"\0\0\x0d\x01\0\0\0\x01\0\0\0\0"), "not an IDX file of bytes"),
        (gzip.compress(idx(some_digits()[0]))[:-9], "cannot be unpacked"),
        (b"not gzip", "not an IDX file of bytes"),
        (gzip.compress(idx(np.zeros((30, 27, 28), np.uint8))), "(30, 27, 28)"),
        (gzip.compress(idx(np.zeros((29, 28, 28), np.uint8))), "(30,)"),
    ],
    ids=["short", "long", "header", "nothing", "doubles", "cut", "not gzip", "27x28", "fewer"],
)
def test_an_idx_file_is_checked_even_where_its_checksum_is_right(
    tmp_path, monkeypatch, content, says
):
    files = four_idx_files() | {"train-images-idx3-ubyte.gz": content}
    put(tmp_path, publish(monkeypatch, files))
    line = refused(tmp_path)
    assert "train-images-idx3-ubyte.gz" in line and says in line


@pytest.mark.parametrize("missing", range(4))
def test_a_missing_idx_file_is_named(tmp_path, monkeypatch, missing):
    files = publish(monkeypatch, four_idx_files())
    name = list(files)[missing]
    del files[name]
    assert name in refused(put(tmp_path, files))


@pytest.mark.parametrize("kept", [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3)])
def test_only_the_t10k_pair_will_do_alone(tmp_path, monkeypatch, kept):
    files = publish(monkeypatch, four_idx_files())
    names = list(files)
    put(tmp_path, {names[i]: files[names[i]] for i in kept})
    line = refused(tmp_path)
    assert all((name in line) == (i not in kept) for i, name in enumerate(names))


def test_a_path_to_nothing_or_to_another_kind_of_file_says_what_is_wanted(tmp_path):
    put(tmp_path, {"digits.txt": b"7"})
    assert "no such file or folder" in refused(tmp_path / "nowhere")
    assert '"auto", "bundled", "mnist" or a path' in refused("bundeld")
    assert "not an .npz file" in refused(tmp_path / "digits.txt")
    assert "mnist.npz" in refused(tmp_path)


def test_jupyter_shows_the_line_without_the_frames_of_the_loader():
    with pytest.raises(DataError) as caught:
        load_digits_28("nowhere")
    (shown,) = caught.value._render_traceback_()
    assert "DataError:" in shown and "nowhere" in shown


def test_the_published_checksums_are_the_known_ones():
    assert set(_files.PUBLISHED) == set(_files.TRAIN + _files.T10K)
    known = {**_files.PUBLISHED, **digits.DOWNLOADS}
    assert len(known) == 9 and all(len(sha) == 64 and int(sha, 16) for sha in known.values())
    assert {name for _, names in _real_mirrors() for name in names} == set(digits.DOWNLOADS)


@real_mnist
def test_the_real_mnist_packed_by_others(tmp_path, capsys):
    for name in _files.TRAIN + _files.T10K:
        assert (
            hashlib.sha256(gzip.decompress((REAL / f"{name}.gz").read_bytes())).hexdigest()
            == (_files.PUBLISHED[name])
        )
    (a, b), (c, d) = loaded = load_digits_28(REAL)
    assert shapes(loaded) == [(60_000, 28, 28), (60_000,), (10_000, 28, 28), (10_000,)]
    np.savez(tmp_path / "mnist.npz", x_train=a, y_train=b, x_test=c, y_test=d)
    for part, same in zip(load_digits_28(tmp_path), loaded, strict=True):
        assert all(np.array_equal(p, q) for p, q in zip(part, same, strict=True))
    assert capsys.readouterr().out.count("MNIST at 28x28") == 2


def _real_mirrors():
    """MIRRORS as shipped; the fixture above has emptied it here."""
    code = "from course_utils.data import digits; print(repr(digits.MIRRORS))"
    return eval(subprocess.check_output([sys.executable, "-c", code], text=True))


def test_there_are_several_mirrors_on_several_hosts():
    mirrors = _real_mirrors()
    assert len({base.split("/")[2] for base, _ in mirrors}) >= 2 and len(mirrors) >= 3
    assert all(base.startswith("https://") and base.endswith("/") for base, _ in mirrors)


# --- downloads ---


class Site(http.server.BaseHTTPRequestHandler):
    """Serves `files`; under /truncated/ half of them, under /cut/ breaks off in the middle."""

    def __init__(self, files, asked, *args):
        self.files, self.asked = files, asked
        super().__init__(*args)

    def do_GET(self):
        self.asked.append(self.path)
        mood, _, name = self.path.strip("/").rpartition("/")
        if mood == "broken" or name not in self.files:
            self.send_error(503 if mood == "broken" else 404)
            return
        content = self.files[name]
        half = content[: len(content) // 2]
        self.send_response(200)
        self.send_header("Content-Length", str(len(half if mood == "truncated" else content)))
        self.end_headers()
        page = b"<html>Please log in</html>".ljust(len(content))
        with contextlib.suppress(ConnectionError):
            self.wfile.write({"truncated": half, "cut": half, "portal": page}.get(mood, content))

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A loopback web site with a small mnist.npz and IDX files, published for this test."""
    files = publish(monkeypatch, {"mnist.npz": npz(), **four_idx_files()})
    asked: list[str] = []
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Site, files, asked)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.files, server.asked = files, asked
    server.url = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


def mirrors(monkeypatch, *urls: str, names=("mnist.npz",)) -> None:
    monkeypatch.setattr(digits, "MIRRORS", tuple((url, names) for url in urls))


@pytest.mark.parametrize("source", ["auto", "mnist"])
def test_a_download_is_kept_and_the_next_call_needs_no_network(
    site, cache, monkeypatch, capsys, source
):
    mirrors(monkeypatch, f"{site.url}/good/")
    assert shapes(load_digits_28(source)) == SMALL
    assert capsys.readouterr().out == (
        "Digits: MNIST at 28x28 (downloaded): 30 to train, 20 to test.\n"
    )
    assert as_it_was(cache).keys() == {"mnist.npz"}  # and nothing half-written beside it
    before, asked = as_it_was(cache), len(site.asked)
    for again in ("auto", "mnist"):
        assert shapes(load_digits_28(again)) == SMALL
        assert "(local cache)" in capsys.readouterr().out
    assert as_it_was(cache) == before and len(site.asked) == asked


def test_a_mirror_of_the_four_idx_files_will_do(site, cache, monkeypatch):
    mirrors(monkeypatch, f"{site.url}/good/", names=digits._IDX_GZ)
    assert shapes(load_digits_28("mnist")) == SMALL
    assert as_it_was(cache).keys() == set(digits._IDX_GZ)


def test_a_mirror_is_kept_whole_or_not_at_all(site, cache, monkeypatch):
    del site.files["t10k-labels-idx1-ubyte.gz"]  # the last of the four
    mirrors(monkeypatch, f"{site.url}/good/", names=digits._IDX_GZ)
    assert "status 404" in refused("mnist")
    assert as_it_was(cache) == {}


@pytest.mark.parametrize("bad", ["broken", "truncated", "cut", "portal", "missing/deeper"])
def test_a_bad_mirror_is_passed_over(site, cache, monkeypatch, bad):
    mirrors(monkeypatch, f"{site.url}/{bad}/", f"{site.url}/good/", f"{site.url}/{bad}/")
    if bad.startswith("missing"):
        mirrors(monkeypatch, f"{closed_port()}/", f"{site.url}/good/")
    assert shapes(load_digits_28("mnist")) == SMALL
    assert as_it_was(cache).keys() == {"mnist.npz"}


@pytest.mark.parametrize("bad", ["broken", "truncated", "cut", "portal"])
def test_where_every_mirror_is_bad_nothing_is_kept(site, cache, monkeypatch, capsys, bad):
    put(cache, {"kept.txt": b"something else"})
    before = as_it_was(cache)
    mirrors(monkeypatch, f"{site.url}/{bad}/", f"{site.url}/{bad}/")
    line = refused("mnist")
    assert "127.0.0.1" in line and 'load_digits_28("bundled")' in line
    assert capsys.readouterr().out == ""
    load_digits_28("auto")
    assert capsys.readouterr().out == FALLBACK_LINE
    assert as_it_was(cache) == before


def test_an_interrupted_download_leaves_nothing(site, cache, monkeypatch):
    import pooch

    def interrupted(self, url, output_file, pooch, check_only=False):
        Path(output_file).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", interrupted)
    mirrors(monkeypatch, f"{site.url}/good/")
    with pytest.raises(KeyboardInterrupt):
        load_digits_28("mnist")
    assert as_it_was(cache) == {}


def test_a_cache_that_cannot_be_written_falls_back(site, cache, monkeypatch, capsys):
    cache.write_text("a file, where the folder should be")
    mirrors(monkeypatch, f"{site.url}/good/")
    load_digits_28("auto")
    assert capsys.readouterr().out == FALLBACK_LINE
    refused("mnist")


def test_a_cache_with_some_of_the_files_is_filled_up(site, cache, monkeypatch):
    t10k = {name: site.files[name] for name in digits._IDX_GZ[2:]}
    put(cache, t10k)
    mirrors(monkeypatch, f"{site.url}/good/", names=digits._IDX_GZ)
    assert shapes(load_digits_28("auto")) == SMALL  # and not those two, split


def test_fetch_takes_any_files_with_their_checksums(site, tmp_path):
    content = site.files["note.txt"] = b"seven"
    fetch = functools.partial(_download.fetch, folder=tmp_path / "to", patience=3.0)
    mirror = [(f"{site.url}/good/", ("note.txt",))]
    with pytest.raises(DataError, match="another file than the published one"):
        fetch(mirror, {"note.txt": "0" * 64})
    fetch(mirror, {"note.txt": hashlib.sha256(content).hexdigest()})
    assert (tmp_path / "to/note.txt").read_bytes() == content


# --- without network ---


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


@contextlib.contextmanager
def silent():
    """Accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@contextlib.contextmanager
def dropping():
    """Drops every packet: the queue of connections is full, so the next ones get no answer."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server, contextlib.ExitStack() as all:
        for _ in range(8):
            client = all.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@contextlib.contextmanager
def nameless():
    """A name server that does not answer."""
    asked, over = socket.getaddrinfo, threading.Event()

    def slow(host, *args, **kwargs):
        return over.wait(30) if host == "mirror.invalid" else asked(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", slow)
        yield "http://mirror.invalid"
        over.set()


@contextlib.contextmanager
def dripping():
    """Sends one byte of a header now and then, for ever."""
    over = threading.Event()

    def drip(server):
        with contextlib.suppress(OSError):
            while not over.is_set():
                client, _ = server.accept()
                threading.Thread(target=feed, args=(client,), daemon=True).start()

    def feed(client):
        with contextlib.suppress(OSError), client:
            client.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not over.wait(0.2):
                client.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server,), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()


@contextlib.contextmanager
def closed():
    """Refuses every connection."""
    yield closed_port()


@pytest.mark.parametrize("network", [closed, silent, dropping, nameless, dripping])
def test_without_network_the_fallback_comes_within_five_seconds(
    network, cache, monkeypatch, capsys
):
    with network() as url:
        mirrors(monkeypatch, *[f"{url}/{i}/" for i in range(4)])
        start = time.monotonic()
        loaded = load_digits_28()
        took = time.monotonic() - start
    assert took < 5
    assert loaded[0][0].shape == (1437, 28, 28)
    assert capsys.readouterr().out == FALLBACK_LINE
    assert not cache.exists()


def test_patience_is_for_all_mirrors_together(tmp_path, monkeypatch):
    def fails_late(mirror, patience, answers):
        time.sleep(mirror[0] * 0.4)
        answers.put((("http://late.invalid/", ()), "too late"))

    monkeypatch.setattr(_download, "_probe", fails_late)
    start = time.monotonic()
    with pytest.raises(DataError, match=r"no answer within 0.5 s"):
        _download.fetch([(i, ()) for i in range(1, 6)], {}, tmp_path, patience=0.5)
    assert time.monotonic() - start < 0.8


def test_a_name_server_that_hangs_does_not_keep_a_script_from_ending(tmp_path):
    code = (
        "import socket, time; socket.getaddrinfo = lambda *a, **k: time.sleep(60);"
        "from pathlib import Path; from course_utils.data import digits;"
        f"digits.cache_folder = lambda: Path({str(tmp_path)!r});"
        "digits.load_digits_28()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)


def test_a_slow_mirror_does_not_hold_up_a_good_one(site, monkeypatch):
    with silent() as url:
        mirrors(monkeypatch, f"{url}/", f"{url}/", f"{site.url}/good/")
        start = time.monotonic()
        assert shapes(load_digits_28("auto")) == SMALL
    assert time.monotonic() - start < digits.AUTO_PATIENCE


def test_without_network_mnist_is_an_error_that_says_what_to_do(monkeypatch):
    mirrors(monkeypatch, f"{closed_port()}/")
    line = refused("mnist")
    assert "ConnectionError" in line and "try again when online" in line
