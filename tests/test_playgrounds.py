"""Things to play with (`plots.live.playgrounds`): their stills, and what they make of input."""

import base64
import io

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils import plots
from course_utils.plots.live import controls, playgrounds


@pytest.fixture
def shown(monkeypatch):
    """What a notebook without widgets displays: the pictures as arrays."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    pictures = []

    def display(bundle, **options):
        pictures.append(plt.imread(io.BytesIO(base64.b64decode(bundle["image/png"]))))

    monkeypatch.setattr("IPython.display.display", display)
    return pictures


def sgd(params, grads, state, lr=0.01):
    return {k: params[k] - lr * grads[k] for k in params}, state


def momentum(params, grads, state, lr=0.01, beta=0.9):
    state = {k: beta * state.get(k, 0) - lr * grads[k] for k in params}
    return {k: params[k] + state[k] for k in params}, state


def unwritten(*arguments, **options):
    raise NotImplementedError


def test_each_is_one_still_picture_before_and_after_the_exercises(shown):
    plots.optimizer_playground({"SGD": sgd, "momentum": momentum, "Adam": unwritten})
    plots.activation_explorer({"tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2)})
    plots.draw_a_digit(lambda x: np.full((len(x), 10), 0.1))
    written = list(shown)
    shown.clear()
    plots.optimizer_playground({"SGD": unwritten})
    plots.activation_explorer({"mine": (unwritten, unwritten)})
    plots.draw_a_digit(unwritten)
    assert len(written) == len(shown) == 3
    assert all(a.shape != b.shape or (a != b).any() for a, b in zip(written, shown, strict=True))


@pytest.mark.parametrize("terrain", playgrounds._TERRAINS)
def test_a_terrain_slopes_as_it_is_high_and_can_be_descended(terrain):
    height, slopes, start, minima = playgrounds._TERRAINS[terrain]
    for x, y in [(-3.0, 1.0), (2.0, -2.0), start]:
        measured = (
            (height(x + 1e-6, y) - height(x - 1e-6, y)) / 2e-6,
            (height(x, y + 1e-6) - height(x, y - 1e-6)) / 2e-6,
        )
        np.testing.assert_allclose(slopes(x, y), measured, atol=1e-6)
    for place in minima:
        assert abs(height(*place)) < 1e-12 and np.hypot(*slopes(*place)) < 1e-12
    path = playgrounds._descend(momentum, terrain, 0.1, 0.8, 400)
    assert height(*path[-1]) < 0.01 * height(*start)
    assert np.hypot(*slopes(*path[-1])) < 1e-2


def test_momentum_goes_where_it_is_asked_for_and_divergence_ends_the_path():
    still = playgrounds._descend(momentum, "narrow valley", 0.1, 0.0, 20)
    np.testing.assert_allclose(still, playgrounds._descend(sgd, "narrow valley", 0.1, 0.9, 20))
    far = playgrounds._descend(sgd, "narrow valley", 5.0, 0.0, 400)
    assert len(far) < 20 and np.isfinite(far).all()


def test_everyone_walks_from_the_chosen_start_at_a_rate_of_its_own(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    asked = []

    def spy(params, grads, state, lr=0.01):
        asked.append((float(params["x"]), float(params["y"]), lr))
        return params, state

    displayed = []
    monkeypatch.setattr("IPython.display.display", lambda *things, **_: displayed.append(things))
    monkeypatch.setattr(controls, "show", lambda figure, alt: None)
    plots.optimizer_playground({"SGD": spy, "mine": spy})
    (box, _), *_ = displayed
    handles = {control.description: control for control in box.children}
    asked.clear()
    handles["start x"].value = 3.0
    assert {a[0] for a in asked} == {3.0} and {a[2] for a in asked} == {0.9, 0.1}
    asked.clear()
    handles["rate of mine"].value = 0.5
    assert {a[2] for a in asked} == {0.9, 0.5}


def test_what_the_canvas_writes():
    drawing = np.zeros((28, 28))
    drawing[3, 4] = 1
    text = "".join(f"{int(15 * v):x}" for v in drawing.flat)
    np.testing.assert_array_equal(playgrounds._from_hex(text), drawing)
    for damaged in ("", "0" * 783, "g" * 784):
        assert not playgrounds._from_hex(damaged).any()


@pytest.mark.parametrize(
    ("rows", "cols"), [((1, 3), (2, 9)), ((10, 27), (20, 22)), ((0, 28), (0, 28))]
)
def test_a_drawing_is_made_like_the_data(rows, cols):
    """Twenty pixels at most, and the mass in the middle, wherever and how large it was drawn."""
    drawing = np.zeros((28, 28))
    drawing[slice(*rows), slice(*cols)] = 1
    image = playgrounds._as_the_data(drawing)
    high, wide = (np.ptp(axis) + 1 for axis in np.nonzero(image > 0.3))
    assert max(high, wide) in (19, 20, 21) and image.max() <= 1
    y, x = np.mgrid[:28, :28]
    assert abs((image * x).sum() / image.sum() - 13.5) < 0.6
    assert abs((image * y).sum() / image.sum() - 13.5) < 0.6


def test_controls_start_at_what_the_still_shows(monkeypatch):
    """`explore` live: one widget a name, drawn once at the start and at every change."""
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    drawn, displayed = [], []
    monkeypatch.setattr("IPython.display.display", lambda *things, **_: displayed.append(things))
    monkeypatch.setattr(controls, "show", lambda figure, alt: None)
    controls.explore(
        lambda **now: drawn.append(now), "alt",
        kind=["a", "b"], rate=([0.1, 0.2, 0.5], 0.2), steps=(1, 9, 4, 1),
    )  # fmt: skip
    (box, _), *_ = displayed
    kind, rate, steps = box.children
    assert drawn == [{"kind": "a", "rate": 0.2, "steps": 4}]
    kind.value, rate.value, steps.value = "b", 0.5, 5
    assert drawn[-1] == {"kind": "b", "rate": 0.5, "steps": 5} and len(drawn) == 4
    assert [c.description for c in box.children] == ["kind", "rate", "steps"]
