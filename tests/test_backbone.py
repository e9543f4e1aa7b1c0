"""Backbones: their contract, the bundled weights, pretraining and evaluation."""

import hashlib
import json
import socket
from pathlib import Path

import keras
import numpy as np
import pytest
import typer

from course_utils.author import evaluate, pretrain
from course_utils.author.options import each_by_itself
from course_utils.data import DataError
from course_utils.data.brains import CLINIC, Cohort, find_identical, generate_cohort, move
from course_utils.models import backbone, load_backbone, pool, table
from course_utils.models.applications import APPLICATIONS

SHAPES = [(64, 64), (150, 150), (200, 120)]


@pytest.fixture(scope="module")
def course():
    return load_backbone("course")


@pytest.fixture(scope="module")
def vgg():
    return load_backbone("vgg16", weights=None)


@pytest.fixture(scope="module")
def scans():
    return generate_cohort(CLINIC, Cohort(), 24, seed=5, fine=96)


# --- the contract ---


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("channels", [1, 3])
def test_any_size_and_one_or_three_channels(course, vgg, size, channels):
    images = np.random.default_rng(0).random((2, *size, channels), dtype=np.float32)
    for model, shape in ((course, (2, 12, 12, 144)), (vgg, (2, 4, 4, 512))):
        maps = keras.ops.convert_to_numpy(model(images))
        assert maps.shape == shape and maps.dtype == np.float32
        assert np.isfinite(maps).all() and maps.std() > 0
        assert model.output_shape[-1] == shape[-1]


def test_frozen_unless_asked(course, vgg):
    for model in (course, vgg):
        assert model.weights and not model.trainable_weights
    asked = load_backbone("course", trainable=True)
    assert len(asked.trainable_weights) == len(asked.weights) == 2 * len(backbone.BLOCKS) + 2
    assert load_backbone("vgg16", weights=None, trainable=True).trainable_weights


def test_grey_is_colour_and_the_input_is_left_alone(course, vgg, scans):
    images = scans[0][:3]
    before = images.copy()
    for model in (course, vgg):
        grey, colour = model(images), model(np.repeat(images, 3, axis=-1))
        np.testing.assert_allclose(grey, colour, rtol=1e-3, atol=1e-3)
    np.testing.assert_array_equal(images, before)


def test_a_scan_half_as_bright_is_the_same_scan(course, scans):
    images = scans[0][:4]
    np.testing.assert_allclose(course(images), course(0.5 * images), rtol=1e-3, atol=1e-3)


def test_black_and_white_images_are_finite(course):
    for value in (0.0, 1.0):
        maps = course(np.full((1, 64, 64, 1), value, np.float32))
        assert np.isfinite(maps).all()


def test_too_small_images_are_refused(course, vgg):
    for model in (course, vgg):
        with pytest.raises(ValueError, match="at least 64 x 64"):
            model(np.zeros((1, 63, 80, 1), np.float32))


def test_a_head_can_be_put_on_and_the_whole_travels_in_safe_mode(course, scans):
    x = keras.layers.GlobalAveragePooling2D()(course.output)
    model = keras.Model(course.input, keras.layers.Dense(1, activation="sigmoid")(x))
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(model)))
    again = keras.saving.deserialize_keras_object(config, safe_mode=True)
    again.set_weights(model.get_weights())
    np.testing.assert_allclose(model(scans[0][:2]), again(scans[0][:2]), rtol=1e-5)


def test_a_backbone_is_a_layer_of_another_model(course):
    inputs = keras.Input((150, 150, 1))
    model = keras.Model(inputs, keras.layers.Flatten()(course(inputs, training=False)))
    assert model.output_shape == (None, 12 * 12 * 144)


# --- the weights ---


def test_the_bundled_weights_are_small():
    assert all(path.stat().st_size < 1_000_000 for path in backbone.WEIGHTS)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_bundled_weights_are_plain_and_recorded(seed):
    path = backbone.WEIGHTS[seed]
    content, record = path.read_bytes(), json.loads(path.with_suffix(".json").read_text())
    assert hashlib.sha256(content).hexdigest() == record["sha256"]
    assert record["command"].startswith(f"python -m course_utils.author.pretrain --seed {seed} ")
    assert "done" not in record  # of a run that had not ended
    with np.load(path, allow_pickle=False) as archive:
        assert all(archive[name].dtype == np.float16 for name in archive.files)
        assert all(np.isfinite(archive[name]).all() for name in archive.files)


def test_each_seed_has_its_own_weights():
    a, b, c = (load_backbone("course", seed=seed).get_weights()[0] for seed in range(3))
    assert not np.array_equal(a, b) and not np.array_equal(b, c)
    with pytest.raises(ValueError, match="no bundled weights of seed 3"):
        load_backbone("course", seed=3)


def test_random_weights_follow_their_seed():
    a, b, c = (
        load_backbone("course", weights=None, seed=seed).get_weights()[0] for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)


def test_damaged_or_foreign_weights_are_one_line(tmp_path, monkeypatch):
    damaged, foreign = tmp_path / "damaged.npz", tmp_path / "foreign.npz"
    damaged.write_bytes(backbone.WEIGHTS[0].read_bytes()[:1000])
    np.savez(foreign, w=np.zeros(3))
    altered = tmp_path / "altered.npz"
    altered.write_bytes(foreign.read_bytes())
    altered.with_suffix(".json").write_text('{"sha256": "0"}')
    for path in (damaged, foreign, tmp_path / "missing.npz"):
        with pytest.raises(DataError, match=path.name) as caught:
            load_backbone("course", weights=path)
        assert "\n" not in str(caught.value)
    monkeypatch.setattr(backbone, "WEIGHTS", (altered,))
    with pytest.raises(DataError, match="not the weights recorded"):
        load_backbone("course")


# --- Keras applications ---


@pytest.fixture(scope="module", params=list(APPLICATIONS))
def application(request):
    return request.param, load_backbone(request.param, weights=None)


def test_an_application_is_prepared_as_its_own_module_does(application):
    name, model = application
    images = np.random.default_rng(0).random((2, 150, 150, 3), dtype=np.float32)
    prepare = keras.Model(model.input, model.get_layer("prepare").output)
    side = APPLICATIONS[name].side
    resized = keras.ops.image.resize(images, (side, side), antialias=True)
    module = getattr(keras.applications, OWN_MODULE[name])
    own = module.preprocess_input(255 * keras.ops.convert_to_numpy(resized))
    np.testing.assert_allclose(prepare(images), own, atol=1e-3)


OWN_MODULE = {
    "vgg16": "vgg16",
    "resnet50_v2": "resnet_v2",
    "mobilenet_v2": "mobilenet_v2",
    "efficientnet_v2_b0": "efficientnet_v2",
}


def test_an_application_takes_any_image_and_travels_in_safe_mode(application):
    name, model = application
    image = np.random.default_rng(1).random((1, 64, 80, 1), dtype=np.float32)
    maps = keras.ops.convert_to_numpy(model(image, training=False))
    assert maps.shape == (1, *model.output_shape[1:]) and np.isfinite(maps).all()
    assert model.output_shape[-1] == APPLICATIONS[name].channels
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(model)))
    again = keras.saving.deserialize_keras_object(config, safe_mode=True)
    assert again.count_params() == model.count_params()


def test_the_published_depth_is_that_of_the_model(application):
    """Convolutions of shortcuts and of squeeze and excitation are beside the longest way."""
    name, model = application
    kinds = keras.layers.Conv2D, keras.layers.DepthwiseConv2D
    names = [layer.name for layer in model.layers if isinstance(layer, kinds)]
    along = [name for name in names if "_0_conv" not in name and "_se_" not in name]
    assert len(along) + (3 if name == "vgg16" else 1) == APPLICATIONS[name].depth


def test_the_table_counts_what_there_is():
    rows = {row["name"]: row for row in table()}
    assert list(rows) == ["course", *APPLICATIONS]
    for name, row in rows.items():
        model = load_backbone(name, weights=None)
        assert row["parameters"] == model.count_params()
        assert row["maps"] == model.output_shape[1:]
        if name != "course":  # the rest is the head: 1,000 classes, in VGG16 by way of 4,096
            c = row["maps"][-1]
            wide = 4096 * (7 * 7 * c + 4096 + 1000) if name == "vgg16" else 1000 * c
            assert abs(row["parameters"] + wide - row["published"]) < 0.05 * row["published"]


def test_vgg16_offline_says_what_to_do(monkeypatch):
    def offline(*args, **kwargs):
        raise Exception("URL fetch failure: [Errno -2] Name or service not known")

    monkeypatch.setattr(keras.applications, "VGG16", offline)
    with pytest.raises(DataError, match=r"could not be downloaded.*bundled"):
        load_backbone("vgg16")
    assert socket.getdefaulttimeout() is None


def test_unknown_names():
    with pytest.raises(ValueError, match='"course", "vgg16", "resnet50_v2"'):
        load_backbone("resnet")
    with pytest.raises(ValueError, match="None"):
        load_backbone("vgg16", weights="mine.npz")


# --- pretraining ---


def test_a_batch_follows_its_seed_and_step():
    images, kinds, numbers = pretrain.draw_batch(3, 1, 4)
    assert images.shape == (4, 96, 96, 1) and kinds.shape == (4, 24, 24, 6)
    assert numbers.shape == (4, len(pretrain.NUMBERS))
    np.testing.assert_allclose(kinds.sum(axis=-1), 1, rtol=1e-5)
    for a, b in zip((images, kinds, numbers), pretrain.draw_batch(3, 1, 4), strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(images, pretrain.draw_batch(3, 2, 4)[0])


def test_pretraining_reproduces_itself(tmp_path):
    """From a pool too, which is drawn once and read the second time."""
    small = {"steps": 3, "size": 4, "workers": 0, "progress": False}
    a, b, again = (tmp_path / name for name in ("a.npz", "b.npz", "again.npz"))
    pretrain.pretrain(1, "a", pool=0, out=a, **small)
    for path in (b, again):
        _, record = pretrain.pretrain(1, "b", pool=2, kept=tmp_path / "pool", out=path, **small)
    with np.load(b) as first, np.load(again) as second:
        for name in first.files:
            np.testing.assert_allclose(first[name], second[name], rtol=1e-2, atol=1e-3)
    assert record["slices"] == 8 and record["branch"] == "b"
    whole = tmp_path / "whole.npz"
    pretrain.join([a, b], 1, whole, count=1)
    record = json.loads(whole.with_suffix(".json").read_text())
    assert [part["branch"] for part in record["branches"]] == ["a", "b"]
    assert load_backbone("course", weights=whole).count_params() == record["parameters"]


def test_a_pool_is_shown_mirrored_and_in_other_contrast_with_its_own_kinds(tmp_path):
    pool = pretrain.draw_pool(tmp_path, 2, 4, 0, pretrain.SETTINGS["b"])
    assert [array.shape for array in pool] == [(8, 96, 96, 1), (8, 24, 24, 6), (8, 9)]
    for images, kinds, numbers in pretrain.from_pool(pool, 0, 3, 4):
        assert images.dtype == kinds.dtype == np.float32 and images.min() >= 0
        for image, kind, row in zip(images, kinds, numbers, strict=True):
            (place,) = np.flatnonzero((pool[2] == row).all(axis=1))
            as_drawn = pool[1][place] / np.float32(64)
            mirrored = not np.allclose(kind, as_drawn)
            np.testing.assert_allclose(kind, as_drawn[:, ::-1] if mirrored else as_drawn)
            drawn = pool[0][place, :, ::-1] if mirrored else pool[0][place]
            assert np.corrcoef(image.ravel(), drawn.ravel())[0, 1] > 0.8


def test_branches_side_by_side_see_what_each_alone_sees(scans):
    alone = [backbone.build_course(seed, branches=1, summary=False) for seed in (1, 2)]
    arrays = [
        {f"{layer.name}.{kind}": value
         for layer in model.layers if layer.weights
         for kind, value in zip(("kernel", "bias"), layer.get_weights(), strict=True)}
        for model in alone
    ]  # fmt: skip
    both = backbone.build_course(branches=2, summary=False)
    backbone.set_weights(both, backbone.side_by_side(arrays))
    expected = np.concatenate([model(scans[0][:3]) for model in alone], axis=-1)
    np.testing.assert_allclose(both(scans[0][:3]), expected, rtol=1e-4, atol=1e-5)


def test_every_branch_learns(scans):
    """TensorFlow has no gradient of grouped convolutions on a CPU."""
    model = load_backbone("course", weights=None, trainable=True)
    before = [layer.get_weights()[0] for layer in model.layers if layer.weights]
    x = keras.layers.GlobalAveragePooling2D()(model.output)
    whole = keras.Model(model.input, keras.layers.Dense(1)(x))
    whole.compile("sgd", "mse")
    whole.train_on_batch(scans[0][:4], np.array([0.0, 1.0, 0.0, 1.0])[:, None])
    after = [layer.get_weights()[0] for layer in model.layers if layer.weights]
    for old, new in zip(before, after, strict=True):
        changed = np.array_split(old != new, backbone.BRANCHES, axis=-1)
        assert all(branch.mean() > 0.5 for branch in changed)


def test_folding_batch_normalisation_changes_nothing(scans):
    trained, _ = pretrain.build(2)
    for i in range(1, len(backbone.BLOCKS) + 1):  # statistics as after training
        norm = trained.get_layer(f"block{i}_bn")
        rng = np.random.default_rng(i)
        norm.set_weights([rng.uniform(0.5, 1.5, w.shape) for w in norm.get_weights()])
    folded = backbone.build_course(branches=1, summary=False)
    backbone.set_weights(folded, backbone.folded_weights(trained))
    a, b = (np.asarray(m(scans[0][:4], training=False)) for m in (trained, folded))
    assert np.abs(a - b).max() < 0.01 * np.abs(a).max()  # float16 is all the difference


# --- evaluation ---


def test_move_shifts_turns_and_leaves_its_input():
    images = np.zeros((8, 150, 150, 1), np.float32)
    images[:, 70:80, 70:80] = 1
    before = images.copy()
    moved = move(images, np.random.default_rng(0))
    np.testing.assert_array_equal(images, before)
    assert moved.shape == images.shape and moved.dtype == np.float32
    np.testing.assert_allclose(moved.sum(axis=(1, 2, 3)), 100, rtol=0.02)
    centres = np.array([np.argwhere(image[..., 0] > 0.5).mean(axis=0) for image in moved])
    assert (np.abs(centres - 74.5) < 7).all() and np.ptp(centres, axis=0).min() > 4


def test_pool_and_find_identical():
    maps = np.arange(24.0).reshape(1, 2, 3, 4)
    np.testing.assert_array_equal(pool(maps), [[10, 11, 12, 13]])
    train, test = np.zeros((3, 2, 2, 1)), np.ones((2, 2, 2, 1))
    train[1] = 1
    assert find_identical(train, test) == [(1, 0), (1, 1)]


def save(folder, part, images, labels):
    from PIL import Image

    for i, (image, label) in enumerate(zip(images, labels, strict=True)):
        path = folder / part / ("normal", "ad")[label] / f"{i}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.repeat((image * 255).astype(np.uint8), 3, axis=-1)).save(path)


@pytest.mark.parametrize(("slices", "known"), [(1, False), (9, True)])
def test_slices_of_one_person_on_both_sides_can_be_recognised(slices, known):
    (x, y), (x_test, y_test) = evaluate.surrogate("thin", 2, slices)
    assert (len(x), len(x_test)) == (160, 200) and x.shape[1:] == (150, 150, 1)
    assert x.dtype == np.float32 and 0.4 < y.mean() < 0.6 and 0.4 < y_test.mean() < 0.6
    flat, flat_test = (images.reshape(len(images), -1) for images in (x, x_test))
    squared = (flat**2).sum(
        axis=1
    ) - 2 * flat_test @ flat.T  # to each training slice, but for a constant
    nearest = y[squared.argmin(axis=1)]
    assert (np.mean(nearest == y_test) > 0.95) == known


def test_evaluate_a_folder_end_to_end(tmp_path, scans, capsys):
    images, labels = scans
    save(tmp_path, "train", images[:12], labels[:12])
    save(tmp_path, "test", images[10:], labels[10:])  # two leaks
    out = tmp_path / "figures.json"
    status = evaluate.main(
        [
            str(tmp_path),
            "--draws",
            "2",
            "--moves",
            "1",
            "--seeds",
            "1",
            "--fine-tune",
            "--json",
            str(out),
        ]
    )
    printed = capsys.readouterr().out
    assert status == 0 and "raw pixels" in printed
    assert "97.50" in printed and "95.00" in printed and "(the lecture)" in printed
    result = json.loads(out.read_text())
    assert result["leaks"] == 2 and result["test"] == 14
    methods = {row["method"] for row in result["rows"]}
    assert methods == {"course, frozen", "course, random weights", "raw pixels", "fine-tuned"}
    for row in result["rows"]:
        assert all(0 <= row[test][0] <= 100 for test in evaluate.TESTS)
    assert evaluate.main([str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().out
    assert evaluate.main(["surrogate:none"]) == 2
    assert capsys.readouterr().out.startswith("no surrogate 'none': there are stripped, ")
    assert evaluate.main(["clinic", "--slices", "8"]) == 2
    assert capsys.readouterr().out.startswith("--slices is for surrogates")
    assert evaluate.main(["--draws", "2"]) == 2  # of what?


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("clinic --backbone a b --draws 2", "clinic --backbone a --backbone b --draws 2"),
        ("--backbone a b --draws 2 clinic", "--backbone a --backbone b --draws 2 clinic"),
        ("--backbone a --backbone b", "--backbone a --backbone b"),
        ("clinic --backbone=a --draws 2", "clinic --backbone=a --draws 2"),
        ("clinic --backbone", "clinic --backbone"),  # an error of Click's
        ("", ""),
    ],
)
def test_an_option_takes_all_values_that_follow(typed, read):
    assert each_by_itself(typed.split(), {"--backbone"}) == read.split()


def test_the_command_line_of_pretraining():
    typed = ["--seed", "3", "--join", "a.npz", "b.npz", "--branch", "c"]
    read = typer.main.get_command(pretrain.app).make_context("pretrain", typed).params
    assert [Path(x) for x in read["joined"]] == [Path("a.npz"), Path("b.npz")]
    assert (read["seed"], read["branch"], read["steps"]) == (3, "c", 3000)


def test_the_bundled_backbone_transfers_to_the_clinic_from_few_images():
    """A floor far below the recorded figures, which evaluate measures with controls."""
    x, y = generate_cohort(CLINIC, Cohort(), 120, seed=11, fine=128)
    result = evaluate.evaluate_backbone(
        ((x[:40], y[:40]), (x[40:], y[40:])), draws=5, moves=1, controls=False, verbose=False
    )
    figures = {row["n"]: row["moved"][0] for row in result["rows"]}
    assert figures[32] > 75


def test_preparation_divides_by_the_99th_percentile():
    images = np.random.default_rng(0).random((3, 96, 96, 1), dtype=np.float32)
    prepared = keras.ops.convert_to_numpy(backbone.ScanPreparation()(images))
    bright = np.quantile(images, 0.99, axis=(1, 2, 3), keepdims=True)
    np.testing.assert_allclose(prepared, np.clip(images / bright, 0, 1.25), rtol=1e-5)
