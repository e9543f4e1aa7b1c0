"""What every figure shares (`plots._base`), and cells that wait for an exercise (`when_ready`)."""

import base64
import io
import logging
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from course_utils import notebook, when_ready
from course_utils.plots import _base, _grids
from course_utils.plots.live import controls


@pytest.fixture(autouse=True)
def nobody_in_front(monkeypatch):
    """Every test starts without a live frontend, and leaves no figure open."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    yield
    left = plt.get_fignums()
    plt.close("all")
    assert left == []


@pytest.fixture
def shown(monkeypatch):
    """What a notebook displays, as (thing, options)."""
    displayed = []
    monkeypatch.setattr(
        "IPython.display.display", lambda thing, **options: displayed.append((thing, options))
    )
    return displayed


def unwritten(z):
    raise NotImplementedError


def line(value=1.0):
    fig, axes = _base.subplots()
    axes[0, 0].plot([0, value])
    return fig


def pixels(bundle) -> np.ndarray:
    return plt.imread(io.BytesIO(base64.b64decode(bundle["image/png"])))


# --- figures ---


@pytest.mark.parametrize(("rows", "cols", "wide"), [(1, 1, 9.6), (2, 3, 9.6), (1, 4, 12)])
def test_subplots_are_a_grid_that_fills_the_page(rows, cols, wide):
    fig, axes = _base.subplots(rows, cols, width=3, height=2)
    assert axes.shape == (rows, cols)
    assert fig.get_size_inches().tolist() == [wide, 2 * rows]
    plt.close(fig)


def test_the_style_stays_in_the_course():
    before = dict(plt.rcParams)
    fig, axes = _base.subplots()
    assert not axes[0, 0].spines["top"].get_visible()
    plt.close(fig)
    assert dict(plt.rcParams) == before


def test_show_displays_once_with_a_description_and_closes(shown):
    fig = line()
    _base.show(fig, "a rising line")
    ((bundle, options),) = shown
    assert bundle["text/plain"] == "a rising line"
    assert options == {"raw": True, "metadata": {"image/png": {"alt": "a rising line"}}}
    assert pixels(bundle).std() > 0.05


def test_the_same_picture_has_the_same_bytes(shown):
    _base.show(line(), "a line")
    _base.show(line(), "a line")
    _base.show(line(2.0), "a line")
    first, again, other = (bundle["image/png"] for bundle, _ in shown)
    assert first == again != other
    assert b"Software" not in base64.b64decode(first)


def test_drawing_says_nothing_about_fonts_that_are_not_there(shown, caplog):
    with caplog.at_level(logging.WARNING):
        _base.show(line(), "a line")
    assert caplog.records == []
    assert "DejaVu Sans" in _base.STYLE["font.family"]


# --- told apart on paper, on a grey screen and by a deuteranope ---

# Machado, Oliveira & Fernandes (2009), deuteranopia of severity 1, for linear RGB.
DEUTERANOPE = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
               [-0.011820, 0.042940, 0.968881]]  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
NORMAL = np.eye(3)


def lab(color, eyes=NORMAL) -> np.ndarray:
    """L*, a*, b* (CIE 1976, D65) of what these eyes see of a colour; L* is what grey leaves."""
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(TO_XYZ @ np.clip(eyes @ linear, 0, 1) / TO_XYZ.sum(axis=1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_series_have_lines_and_marks_of_their_own():
    """What is left of them in grey."""
    colors, lines, marks = zip(*_base.LOOKS, strict=True)
    assert len(set(colors)) == len(set(lines)) == len(set(marks)) == len(_base.LOOKS) == 8


@pytest.mark.parametrize("eyes", [NORMAL, np.array(DEUTERANOPE)], ids=["all", "deuteranope"])
def test_a_series_and_the_next_differ_in_colour(eyes):
    seen = np.array([lab(look.color, eyes) for look in _base.LOOKS])
    assert np.linalg.norm(np.diff(seen, axis=0), axis=1).min() > 20


@pytest.mark.parametrize("eyes", [NORMAL, np.array(DEUTERANOPE)], ids=["all", "deuteranope"])
def test_a_map_of_signs_is_darker_where_it_is_negative(eyes):
    for size in (0.5, 0.75, 1.0):
        minus, plus = (lab(_grids.SIGNED((1 + v) / 2)[:3], eyes) for v in (-size, size))
        assert plus[0] - minus[0] > 20


def test_an_optimizer_looks_the_same_in_every_figure():
    both, all_five = _base.looks(["mine", "Adam"]), _base.looks(["SGD", "momentum", "Adam"])
    assert both["Adam"] == all_five["Adam"]
    assert len(set(_base.looks(["Adam", "mine", "yours", "SGD"]).values())) == 4


@pytest.mark.parametrize("color", _base.COLORS)
def test_words_in_a_colour_can_be_read(shown, color):
    """Contrast 4.5 on white, and of ink on a box: WCAG 2, level AA."""
    fig, axes = _base.subplots()
    text = axes[0, 0].text(0.5, 0.5, "words", color=color)
    _base.show(fig, "words")
    assert lab(text.get_color())[0] < lab("#777777")[0]
    assert abs(lab(_base.ink_on(color))[0] - lab(color)[0]) > 40


# --- waiting for an exercise ---


def panel(draw) -> plt.Axes:
    fig, axes = _base.subplots()
    _base.or_wait(axes[0, 0], lambda: draw(axes[0, 0]))
    plt.close(fig)
    return axes[0, 0]


def test_a_panel_waits_by_name_for_the_exercise_it_needs():
    def draw(ax):
        ax.plot([1, 2])
        ax.plot(unwritten(3))

    ax = panel(draw)
    assert [text.get_text() for text in ax.texts] == ["waiting for\nunwritten"]
    assert not ax.lines and not ax.axison


def test_a_panel_that_can_be_drawn_is_drawn():
    ax = panel(lambda ax: ax.plot([1, 2]))
    assert len(ax.lines) == 1 and not ax.texts


def test_a_panel_hides_no_other_error():
    with pytest.raises(ZeroDivisionError):
        panel(lambda ax: 1 / 0)
    plt.close("all")


def test_a_cell_waits_by_name_for_the_exercise_it_needs(capsys):
    with when_ready():
        print("before")
        unwritten(3)
        print("after")
    assert capsys.readouterr().out == (
        "before\nThis cell waits for `unwritten`: finish that exercise, then run it again.\n"
    )


def test_a_cell_that_is_ready_runs_and_hides_no_other_error(capsys):
    with when_ready():
        print("ran")
    assert capsys.readouterr().out == "ran\n"
    for error in (ZeroDivisionError, AssertionError, RuntimeError, KeyboardInterrupt):
        with pytest.raises(error), when_ready():
            raise error


def test_a_cell_waits_for_what_a_cell_above_would_have_made(capsys, monkeypatch):
    """As cells of a notebook are: each a piece of code of its own, in one namespace."""
    first = "with when_ready():\n    losses = unwritten(3)"
    second = "with when_ready():\n    print(min(losses))"
    names = {"when_ready": when_ready, "unwritten": unwritten}
    monkeypatch.setattr(when_ready, "_waiting", {})

    def run(cell, name):
        exec(compile(cell, name, "exec"), names)

    with pytest.raises(NameError):
        run(second, "cell 2")  # nothing waits: a name that is misspelt is told
    run(first, "cell 1")
    run(second, "cell 2")
    assert capsys.readouterr().out.splitlines()[1] == (
        "This cell needs what a cell above it makes. That one waits for `unwritten`: finish that "
        "exercise, then run both again."
    )
    exec(compile("def wrong():\n    return misspelt", "cell 3", "exec"), names)
    with pytest.raises(NameError, match="misspelt"):  # a student's own error is never hidden
        run("with when_ready():\n    wrong()", "cell 4")
    names["unwritten"] = lambda x: [x]
    run(first, "cell 1")
    run(second, "cell 2")
    assert capsys.readouterr().out == "3\n"
    del names["losses"]
    with pytest.raises(NameError):
        run(second, "cell 2")


def test_where_tensorflow_is_not_installed_a_cell_says_so(capsys, monkeypatch):
    """As in a browser: what needs it waits, also through a function that a cell above defined."""
    monkeypatch.setitem(sys.modules, "keras", None)  # import keras raises ModuleNotFoundError
    monkeypatch.setattr(when_ready, "_waiting", {})
    names = {"when_ready": when_ready}
    cells = [
        "import keras; pictures = 3",
        "def build():\n        return keras.Sequential()",
        "print(build())",
        "print(pictures)",
    ]
    for number, cell in enumerate(cells):
        exec(compile(f"with when_ready():\n    {cell}", f"cell {number}", "exec"), names)
    line = (
        "This cell needs TensorFlow, which no browser runs: do it in Colab, or where TensorFlow is "
        "installed.\n"
    )
    assert capsys.readouterr().out == 3 * line
    with pytest.raises(ModuleNotFoundError, match="seaborn"), when_ready():
        raise ModuleNotFoundError("No module named 'seaborn'", name="seaborn")


# --- sliders and animations: live with a person in front, a still elsewhere ---


def slide():
    controls.slider(line, "slope", low=0.0, high=4.0, start=1.0, step=0.5, alt="a line")


def move(drawn=None):
    drawn = [] if drawn is None else drawn
    controls.animate(
        lambda ax, frame: drawn.append(frame) or ax.plot([0, frame]),
        frames=3, still=line, alt="a line that rises",
    )  # fmt: skip


@pytest.mark.parametrize(("draw", "alt"), [(slide, "a line"), (move, "a line that rises")])
def test_elsewhere_there_is_one_still_picture(shown, draw, alt):
    draw()
    ((bundle, _),) = shown
    assert set(bundle) == {"image/png", "text/plain"} and bundle["text/plain"] == alt


def test_a_live_slider_draws_at_its_start_and_at_every_value(shown, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    controls = []
    monkeypatch.setattr(
        "ipywidgets.interact",
        lambda draw, value: controls.append((draw, value)) or draw(value.value),
    )
    slide()
    ((draw, control),) = controls
    assert (control.min, control.max, control.value, control.step) == (0.0, 4.0, 1.0, 0.5)
    draw(3.0)
    first, other = (bundle["text/html"] for bundle, _ in shown)
    assert first != other


def test_jupyterlab_gets_a_picture_with_a_description(shown, monkeypatch):
    """It shows an image/png without one."""
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    _base.show(line(), 'a "rising" line')
    ((bundle, _),) = shown
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/html"].startswith(
        '<img alt="a &quot;rising&quot; line" src="data:image/png'
    )


def test_a_live_animation_is_a_player_of_all_frames(shown, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    drawn = []
    move(drawn)
    ((player, _),) = shown
    assert {0, 1, 2} <= set(drawn)
    assert player.data.count("data:image/png;base64") == 4  # every frame, and the first in place
    assert '<img alt="a line that rises" src="data:image/png;base64' in player.data


def test_live_is_where_jupyterlab_says_so(monkeypatch):
    assert not notebook.is_live()
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    assert notebook.is_live()
