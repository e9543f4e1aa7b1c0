"""Brain slices: the generator, the clinic, and folders an instructor may have."""

import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from course_utils.author.evaluate import SURROGATES
from course_utils.data import DataError, load_brain_slices, slices
from course_utils.data.anatomy import draw_tissue
from course_utils.data.brains import CLINIC, Cohort, draw_cohort, find_identical, generate_cohort
from course_utils.data.scanner import render
from course_utils.data.slices import PRETRAINING, TISSUES, measure


def rng(seed=0):
    return np.random.default_rng(seed)


# --- the generator ---


@pytest.mark.parametrize("setting", [*PRETRAINING.values(), CLINIC, *SURROGATES.values()])
def test_slices_are_deterministic_finite_and_in_range(setting):
    for seed in range(6):
        first, second = (
            render(generator, setting, draw_tissue(generator, setting, 128), 96)
            for generator in (rng(seed), rng(seed))
        )
        np.testing.assert_array_equal(first[0], second[0])
        np.testing.assert_array_equal(first[1], second[1])
        scan, labels = first
        assert scan.shape == (96, 96) and scan.dtype == np.float32
        assert labels.shape == (192, 192) and labels.max() < len(TISSUES)
        assert np.isfinite(scan).all() and scan.min() >= 0 and scan.max() <= 1
        assert scan.std() > 0.03


def mean_measures(ventricle, sulcus, n=30):
    tissues = [draw_tissue(rng(seed), CLINIC, 128, ventricle, sulcus) for seed in range(n)]
    return dict(zip(slices.MEASURES, np.mean([measure(t) for t in tissues], axis=0), strict=True))


def test_wider_ventricles_and_sulci_are_wider():
    small, wide = mean_measures(0.8, 0.8), mean_measures(1.8, 1.8)
    assert wide["ventricle"] > 1.8 * small["ventricle"] > 0.01
    assert wide["sulcus"] > 1.3 * small["sulcus"]


def test_the_clinic_is_drawn_otherwise_than_the_slices_of_pretraining():
    for pretraining in PRETRAINING.values():
        assert not set(CLINIC.folds) & set(pretraining.folds)
        assert not set(CLINIC.ventricles) & set(pretraining.ventricles)
        for setting in SURROGATES.values():
            assert not set(setting.ventricles) & set(pretraining.ventricles)


def test_cohorts_are_balanced_and_their_seeds_differ():
    x, y = generate_cohort(CLINIC, Cohort(), 10, seed=1, fine=96)
    assert x.shape == (10, 150, 150, 1) and x.dtype == np.float32
    assert y.dtype == np.int64 and np.bincount(y).tolist() == [5, 5]
    again, _ = generate_cohort(CLINIC, Cohort(), 10, seed=1, fine=96)
    other, _ = generate_cohort(CLINIC, Cohort(), 10, seed=2, fine=96)
    np.testing.assert_array_equal(x, again)
    assert not np.array_equal(x, other)


@pytest.fixture(scope="module")
def clinic():
    return load_brain_slices("clinic", masks=True)


def test_the_clinic(clinic):
    (x_train, y_train, _), (x_test, y_test, _) = clinic
    assert x_train.shape == (160, 150, 150, 1) and x_test.shape == (120, 150, 150, 1)
    assert x_train.dtype == x_test.dtype == np.float32
    assert y_train.dtype == np.int64
    assert y_train.mean() == y_test.mean() == 0.5
    assert x_train.min() >= 0 and x_train.max() <= 1
    leaks = find_identical(x_train, x_test)
    assert len({j for _, j in leaks}) == 12
    assert all(y_train[i] == y_test[j] for i, j in leaks)


def test_the_clinic_is_the_one_the_lesson_was_written_on(clinic):
    """Its numbers depend on these very slices: the generator may learn new things to draw, but what
    it draws of the clinic stays. Rounded means, since the last bit may differ elsewhere."""
    (x_train, y_train, _), (x_test, _, _) = clinic
    assert "".join(map(str, y_train[:32])) == "10010001101101100010011011000001"
    assert sorted(j for _, j in find_identical(x_train, x_test)) == [
        14,
        19,
        27,
        31,
        34,
        35,
        37,
        38,
        47,
        65,
        73,
        89,
    ]
    blocks = [x[:, 50:100, 50:100].mean(axis=(1, 2, 3)) for x in (x_train, x_test)]
    shown = [np.round(part[:: len(part) // 8] * 1000).astype(int).tolist() for part in blocks]
    np.testing.assert_allclose(
        shown,
        [[497, 487, 608, 632, 627, 410, 429, 443], [691, 426, 638, 338, 562, 682, 717, 485]],
        atol=1,
    )


def test_masks_are_the_ventricles_of_each_image(clinic):
    """In T1 fluid is dark: nearly every ventricle is darker than what surrounds it."""
    for x, y, masks in clinic:
        assert masks.dtype == bool and masks.shape == x.shape[:3]
        assert masks.any(axis=(1, 2)).all()
        around = np.array([ndimage.binary_dilation(mask, iterations=5) for mask in masks])
        around &= ~np.array([ndimage.binary_dilation(mask, iterations=2) for mask in masks])
        scans = x[..., 0]
        inside, outside = (
            np.array([scan[where].mean() for scan, where in zip(scans, part, strict=True)])
            for part in (masks, around)
        )
        assert (inside < outside).mean() > 0.97 and (outside - inside).mean() > 0.15
        area = masks.mean(axis=(1, 2))
        assert area[y == 1].mean() > 1.5 * area[y == 0].mean()  # ad: wide ventricles
    (x_train, _, m_train), (x_test, _, m_test) = clinic
    for i, j in find_identical(x_train, x_test):
        np.testing.assert_array_equal(m_train[i], m_test[j])


@pytest.mark.parametrize("setting", [CLINIC, PRETRAINING["winding"]])
def test_masks_are_what_the_tissue_map_says_at_every_pixel(setting):
    """However it is turned, zoomed and bent on its way into the picture."""
    _, _, masks = draw_cohort(setting, Cohort(), 4, seed=3, fine=96)
    generator = rng(3)
    for label, mask in zip(generator.permutation(np.arange(4) % 2), masks, strict=True):
        widths = [generator.normal(*Cohort().ventricle[label])]
        widths += [generator.normal(*Cohort().sulcus[label])]
        tissue = draw_tissue(generator, setting, 96, *np.exp(widths).tolist())
        _, shown = render(generator, setting, tissue, 150)
        ventricle = np.isin(shown, [TISSUES.index("ventricle"), TISSUES.index("plexus")])
        share = ventricle.reshape(150, 2, 150, 2).mean(axis=(1, 3))
        np.testing.assert_array_equal(mask, share >= 0.5)


def test_masks_leave_the_images_as_they_are(clinic):
    (x, y), _ = load_brain_slices("clinic")
    np.testing.assert_array_equal(x, clinic[0][0])
    np.testing.assert_array_equal(y, clinic[0][1])


def test_the_clinic_says_that_it_is_generated(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("course_utils.data.brains._clinic", lambda seed: two_parts())
    for named in ("", "bundled", str(tmp_path)):  # a folder of digits, say
        monkeypatch.setenv("COURSE_DATA", named)
        load_brain_slices()
        line = capsys.readouterr().out
        assert line.startswith("Brain slices: generated, a teaching stand-in")
        assert line.count("\n") == 1


def two_parts():
    part = np.zeros((2, 150, 150, 1), np.float32), np.arange(2), np.zeros((2, 150, 150), bool)
    return part, part


def test_importing_the_data_pulls_nothing_heavy():
    code = (
        "import sys, course_utils.data, course_utils.models as models; "
        "assert 'load_backbone' in dir(models); "
        "bad = {'tensorflow', 'keras', 'scipy', 'sklearn', 'PIL'} & set(sys.modules); "
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- folders ---


@pytest.fixture
def folder(tmp_path):
    """Two images of each class to train, one to test; every kind of file that may come."""
    for part, count in (("train", 2), ("test", 1)):
        for k, name in enumerate(("normal", "ad")):
            (tmp_path / part / name).mkdir(parents=True)
            for i in range(count):
                save(tmp_path / part / name / f"{name}{i}.jpg", 60 + 100 * k, rgb=i == 0)
    return tmp_path


def save(path, level, size=(150, 150), rgb=True):
    Image.new("RGB" if rgb else "L", size, (level,) * 3 if rgb else level).save(path)


def refused(folder):
    with pytest.raises(DataError) as caught:
        load_brain_slices(folder)
    line = str(caught.value)
    assert "\n" not in line and len(line) < 400
    return line


def test_a_folder(folder, capsys, monkeypatch):
    (folder / "train" / "ad" / "notes.txt").write_text("not an image")
    for source in (folder, str(folder), "auto"):
        monkeypatch.setenv("COURSE_DATA", str(folder))
        (x_train, y_train), (_, y_test) = load_brain_slices(source)
        assert x_train.shape == (4, 150, 150, 1) and x_train.dtype == np.float32
        assert y_train.tolist() == [0, 0, 1, 1] and y_test.tolist() == [0, 1]
        np.testing.assert_allclose(x_train[:, 0, 0, 0] * 255, [60, 60, 160, 160], atol=1.5)
        assert capsys.readouterr().out == f"Brain slices: {folder}: 4 to train, 2 to test.\n"


def test_folders_may_be_named_in_upper_case_and_digits_lie_beside(folder):
    for path in [*folder.glob("*/*"), *folder.iterdir()]:
        path.rename(path.with_name(path.name.upper()))
    (folder / "mnist.npz").write_bytes(b"")
    (_, y_train), (_, y_test) = load_brain_slices(folder)
    assert y_train.tolist() == [0, 0, 1, 1] and y_test.tolist() == [0, 1]


def test_course_data_that_leads_nowhere_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="no such folder"):
        load_brain_slices()


def test_of_a_folder_no_masks_are_known(folder):
    with pytest.raises(DataError, match="nobody has marked") as caught:
        load_brain_slices(folder, masks=True)
    assert "\n" not in str(caught.value)


def test_images_of_another_size_are_resized_and_grey_png_will_do(folder):
    for path in folder.rglob("*.jpg"):
        save(path.with_suffix(".png"), 90, size=(100, 200), rgb=False)
        path.unlink()
    (x_train, _), _ = load_brain_slices(folder)
    assert x_train.shape == (4, 150, 150, 1)
    np.testing.assert_allclose(x_train, 90 / 255, atol=1e-6)


def test_each_fault_of_a_folder_is_one_line_that_names_it(folder):
    victim = folder / "train" / "ad" / "ad1.jpg"
    good = victim.read_bytes()
    victim.write_bytes(b"not a picture")
    assert re.search(r"ad1\.jpg: cannot be read \(not an image\)", refused(folder))
    victim.write_bytes(good[: len(good) // 2])
    assert "ad1.jpg: cannot be read" in refused(folder)
    victim.write_bytes(b"")
    assert "ad1.jpg: cannot be read" in refused(folder)
    save(victim, 9, size=(120, 150))
    assert "ad1.jpg: 120 x 150 pixels, but normal0.jpg has 150 x 150" in refused(folder)
    save(victim, 9, size=(40, 40))
    assert "ad1.jpg: 40 x 40 pixels; at least 64 x 64" in refused(folder)
    victim.write_bytes(good)
    (folder / "test" / "dementia").mkdir()
    assert "dementia: unknown class" in refused(folder)
    (folder / "test" / "dementia").rmdir()
    load_brain_slices(folder)
    (folder / "test" / "ad" / "ad0.jpg").unlink()
    assert "empty" in refused(folder)
    (folder / "test" / "ad").rmdir()
    assert "missing" in refused(folder)
    assert "needs train/ and test/" in refused(folder / "train")
    assert "no such folder" in refused(folder / "elsewhere")
