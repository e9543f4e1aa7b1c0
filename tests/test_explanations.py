"""Notebook 08: gradients against Keras and differences, shares that add up, Grad-CAM by another
formula, networks with random layers, and figures with their stills."""

import base64
import io
from collections.abc import Callable
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest
from conftest import solution_functions
from scipy import ndimage
from sklearn.metrics import jaccard_score

from course_utils import plots
from course_utils.checks.explanations import small_network
from course_utils.plots.live import occluder

keras = pytest.importorskip("keras")
from course_utils.models import inside  # noqa: E402 - imports Keras

EXERCISES = solution_functions("08_seeing_inside")
Array = np.ndarray


@pytest.fixture(scope="module")
def network() -> Any:
    """A smooth one, so that differences tell its gradient: (8, 9, 2) -> 3 scores."""
    keras.utils.set_random_seed(3)
    layers, image = keras.layers, keras.Input((8, 9, 2))
    x = layers.Conv2D(4, 3, activation="tanh", name="early")(image)
    x = layers.Conv2D(5, 3, activation="softplus", name="late")(x)
    return keras.Model(image, layers.Dense(3, name="scores")(layers.Flatten()(x)))


def an_image(seed: int = 0) -> Array:
    return np.random.default_rng(seed).normal(size=(8, 9, 2))


# --- gradients ---


@pytest.mark.parametrize("class_index", [0, 2])
def test_the_gradient_of_a_score_is_what_differences_say(network: Any, class_index: int) -> None:
    score = inside.score_of(network, class_index)
    slopes, image, step = inside.gradient_of(network, class_index)(an_image()), an_image(), 1e-2
    for place in [(0, 0, 0), (3, 4, 1), (7, 8, 0), (5, 2, 1)]:
        there = np.zeros_like(image)
        there[place] = step
        difference = (score(image + there) - score(image - there)) / (2 * step)
        assert slopes[place] == pytest.approx(difference, rel=2e-2, abs=2e-3)


@pytest.mark.parametrize(("layer", "class_index"), [("late", 1), ("early", 2)])
def test_maps_and_gradients_are_what_the_rest_of_the_network_says(
    network: Any, layer: str, class_index: int
) -> None:
    """A small step of the maps, put through the layers behind, moves the score as foretold."""
    maps, gradients = EXERCISES["maps_and_gradients"](network, an_image(), class_index, layer)
    tap = keras.Model(network.input, network.get_layer(layer).output)
    rest = keras.Model(network.get_layer(layer).output, network.output)
    np.testing.assert_allclose(maps, tap(np.float32(an_image()[None]))[0], rtol=1e-5, atol=1e-6)
    step = np.random.default_rng(1).normal(size=maps.shape).astype(np.float32) * 1e-2
    up, down = (float(rest((maps + s)[None])[0, class_index]) for s in (step, -step))
    assert np.sum(gradients * step) == pytest.approx((up - down) / 2, rel=1e-3, abs=1e-5)


def test_the_network_of_the_check_computes_what_it_says() -> None:
    rng = np.random.default_rng(0)
    first, second = (rng.normal(size=(2, 3)), rng.normal(size=3)), (rng.normal(size=(3, 4)), -1)
    second = second[0], rng.normal(size=4)
    scores, image = rng.normal(size=(2 * 5 * 4, 3)), rng.normal(size=(2, 5, 2))
    hidden = np.maximum(np.maximum(image @ first[0] + first[1], 0) @ second[0] + second[1], 0)
    got = small_network((2, 5, 2), first, second, scores)(np.float32(image[None]))
    np.testing.assert_allclose(got[0], hidden.ravel() @ scores, rtol=1e-4, atol=1e-5)


# --- the exercises ---


def test_shares_of_integrated_gradients_add_up_on_a_network(network: Any) -> None:
    score, gradient = inside.score_of(network, 1), inside.gradient_of(network, 1)
    image, baseline = an_image(1), an_image(2)
    shares = EXERCISES["integrated_gradients"](gradient, image, baseline, 60)
    assert shares.sum() == pytest.approx(score(image) - score(baseline), abs=2e-3)


def test_the_midpoint_rule_errs_with_the_square_of_the_steps() -> None:
    image, baseline = np.array([1.3, -0.4]), np.array([0.2, 0.9])
    exact = np.sum(np.exp(image) - np.exp(baseline))
    errors = [
        abs(EXERCISES["integrated_gradients"](np.exp, image, baseline, n).sum() - exact)
        for n in (4, 8, 16)
    ]
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.05)
    assert errors[1] / errors[2] == pytest.approx(4, rel=0.05)


@pytest.mark.parametrize("seed", range(5))
def test_grad_cam_behind_a_mean_is_cam(seed: int) -> None:
    """With a head that averages each map, it is Zhou's CAM: the maps times the head's weights."""
    rng = np.random.default_rng(seed)
    maps, weights = rng.normal(size=(4, 6, 5)), rng.normal(size=5)
    gradients = np.broadcast_to(weights / 24, maps.shape)
    cam = np.clip(np.tensordot(maps, weights, axes=([2], [0])), 0, None)
    np.testing.assert_allclose(EXERCISES["grad_cam"](maps, gradients), cam / cam.max(), rtol=1e-9)


def test_occlusion_by_one_pixel_is_weight_times_pixel_for_a_linear_score() -> None:
    weights, image = an_image(3)[..., 0], an_image(4)[..., 0]
    drops = EXERCISES["occlusion_map"](lambda x: float(np.sum(weights * x)), image, 1, 1)
    np.testing.assert_allclose(drops, weights * image, atol=1e-12)


def test_iou_is_scikit_learns() -> None:
    for seed in range(20):
        a, b = np.random.default_rng(seed).random((2, 6, 7)) < 0.4
        assert EXERCISES["iou"](a, b) == pytest.approx(jaccard_score(a.ravel(), b.ravel()))


def test_ascending_reaches_the_top_of_a_hill() -> None:
    top = np.array([[2.0, -1.0], [0.5, 3.0]])
    reached = EXERCISES["ascend"](lambda x: -2 * (x - top), np.zeros((2, 2)), 400, 0.01)
    assert np.abs(reached - top).max() < 0.011


def test_a_deletion_curve_ends_at_the_empty_picture() -> None:
    image = an_image(5)[..., 0]
    order = np.random.default_rng(0).permutation(image.size)
    curve = EXERCISES["deletion_curve"](lambda x: float(np.sum(x**2) + 1), image, order, 9)
    assert curve[0] == pytest.approx(np.sum(image**2) + 1)
    assert curve[-1] == 1
    assert (np.diff(curve) < 0).all()


# --- networks and maps ---


def test_grad_cam_is_empty_for_left_or_right_and_place_times_gradient_is_not() -> None:
    images, sides, masks = inside.side_of_a_square(40, seed=5)
    network = inside.left_or_right()
    scores = network.predict(images, verbose=0)
    assert (scores.argmax(axis=1) == sides).all()
    for image, side, mask in zip(images[:10], sides, masks, strict=False):
        maps, gradients = EXERCISES["maps_and_gradients"](network, image, int(side), "squares")
        assert EXERCISES["grad_cam"](maps, gradients).max() == 0
        row, column = np.unravel_index(np.argmax(maps * gradients), maps.shape[:2])
        assert mask[row : row + 4, column : column + 4].mean() > 0.5


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_random_layers_are_the_last_ones_and_the_network_given_stays(
    network: Any, layers: int
) -> None:
    before = [w.copy() for w in network.get_weights()]
    blank = inside.randomised(network, layers, seed=1)
    assert all(np.array_equal(a, b) for a, b in zip(before, network.get_weights(), strict=True))
    same = [
        all(np.array_equal(a, b) for a, b in zip(x.get_weights(), y.get_weights(), strict=True))
        for x, y in zip(network.layers, blank.layers, strict=True)
        if x.weights
    ]
    assert same == [True] * (3 - layers) + [False] * layers


def test_likeness_is_of_order_and_a_flat_map_is_like_nothing() -> None:
    a = an_image()[..., 0]
    assert inside.likeness(a, np.exp(a)) == pytest.approx(1)
    assert inside.likeness(a, -a) == pytest.approx(-1)
    assert abs(inside.likeness(a, an_image(9)[..., 0])) < 0.4
    assert inside.likeness(a, np.zeros_like(a)) == 0


def test_the_top_of_a_map_is_as_large_as_asked_unless_little_is_above_0() -> None:
    values = np.array([[0.3, -1.0, 2.0], [0.0, 5.0, -2.0]])
    assert np.array_equal(inside.top(values, 2), [[False, False, True], [False, True, False]])
    assert inside.top(values, 5).sum() == 3


def test_an_occlusion_map_spread_out_is_the_mean_of_the_squares_over_a_pixel() -> None:
    drops = np.array([[1.0, 2.0, 4.0], [3.0, 5.0, 9.0]])
    spread = inside.spread_out(drops, (3, 4), size=2, stride=1)
    assert spread[0, 0] == 1
    assert spread[1, 1] == np.mean([1, 2, 3, 5])
    assert spread[2, 3] == 9


def test_what_layers_tell_of_a_copy_and_of_noise() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 90)
    pictures = rng.normal(size=(90, 4, 4)) + labels[:, None, None]
    noise = rng.normal(size=(90, 5))
    layers = (pictures, 2 * pictures + 1, noise)
    told = inside.through_layers([a[:60] for a in layers], labels[:60], [a[60:] for a in layers])
    assert (told[:2, 0] > 0.95).all() and told[2, 0] < 0.1
    assert told[0, 1] == pytest.approx(told[1, 1]) and told[2, 1] < 0.2 < told[0, 1]


def test_the_networks_scores_are_those_of_the_logistic_regression() -> None:
    from course_utils.models import fit_head, load_backbone, pool

    rng = np.random.default_rng(0)
    images = ndimage.gaussian_filter(rng.uniform(size=(12, 64, 64, 1)), (0, 3, 3, 0))
    images = images.astype(np.float32)
    labels = np.arange(12) % 2
    slope, intercept = fit_head(pool(load_backbone("course").predict(images, verbose=0)), labels)
    scores = inside.slice_network(images, labels).predict(images, verbose=0)
    logits = pool(load_backbone("course").predict(images, verbose=0)) @ slope + intercept
    np.testing.assert_allclose(scores[:, 1] - scores[:, 0], logits, rtol=1e-3, atol=1e-3)


def test_a_mark_is_put_on_the_chosen_images_alone() -> None:
    images = np.zeros((3, 20, 20, 1), np.float32)
    marked = inside.mark(images, np.array([False, True, False]))
    assert marked.sum(axis=(1, 2, 3)).tolist() == [0, 25, 0] and images.sum() == 0


# --- figures ---


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Descriptions of what a notebook without widgets displays; each is a picture."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    seen: list[str] = []

    def display(bundle: dict[str, Any], **options: Any) -> None:
        assert plt.imread(io.BytesIO(base64.b64decode(bundle["image/png"]))).size
        seen.append(bundle["text/plain"])

    monkeypatch.setattr("IPython.display.display", display)
    return seen


TWO, MAPS, SLICES = ["a", "b"], [np.eye(6)] * 2, np.ones((2, 6, 6, 1))
RUNS = {"a": np.ones((3, 2)), "control: b": np.zeros((3, 2))}
FIGURES: dict[str, Callable[[], object]] = {
    "filters": lambda: plots.filters_before_and_after(*np.ones((2, 5, 5, 1, 8))),
    "restored": lambda: plots.what_layers_tell(np.full((3, 4, 2), 0.5), list("abcd")),
    "sure or more": lambda: plots.dreamt_digits([SLICES[0]] * 10, np.linspace(0.9, 1, 10)),
    "orange speaks for": lambda: plots.signed_maps([np.eye(6)[..., None]] * 2, MAPS, TWO),
    "slope is 0": lambda: plots.saturated_score(),
    "true outline": lambda: plots.maps_over_slices(SLICES, dict(a=MAPS), SLICES[..., 0] > 2),
    "share of hits": lambda: plots.scored_methods(RUNS),
    "Rank correlation": lambda: plots.surviving_maps(RUNS, ["last", "all"]),
    "name the side": lambda: plots.pointing_by_seed(np.ones((5, 3))),
    "how the score falls": lambda: plots.deletion_curves({"a": np.arange(4.0), "b": np.ones(4)}),
}  # fmt: skip


@pytest.mark.parametrize("words", FIGURES)
def test_each_figure_is_one_picture_and_says_what_it_shows(shown: list[str], words: str) -> None:
    FIGURES[words]()
    assert len(shown) == 1
    assert words.lower() in shown[0].lower()


def test_the_occluders_still_says_what_the_square_costs(shown: list[str]) -> None:
    plots.occluder(lambda x: float(x.sum()), np.ones((10, 12, 1)), 4, "sum")
    assert len(shown) == 1 and "4 pixels" in shown[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [("3,5", (3, 5)), ("0,0", (0, 0)), ("99,2", (6, 2)), ("", None), ("a,1", None), ("1", None),
     ("-1,2", None), ("1,2,3", None)],
)  # fmt: skip
def test_what_the_occluders_canvas_writes(text: str, place: tuple[int, int] | None) -> None:
    assert occluder._place(text, 6, 8) == place
