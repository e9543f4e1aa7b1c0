"""Things to play with: optimizers on a terrain, an activation function, a digit drawn by hand.

All three use the student's own functions and are live where widgets run. Elsewhere each is one
still picture. Every control can be reached and moved by keyboard.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import ndimage

from course_utils.notebook import is_live, unfinished
from course_utils.plots._base import (
    BLUE,
    GREY,
    ORANGE,
    SKY,
    Look,
    looks,
    or_wait,
    show,
    subplots,
    waiting,
)
from course_utils.plots.live.controls import explore

__all__ = ["activation_explorer", "draw_a_digit", "optimizer_playground"]

Optimizer = Callable[..., tuple[dict[str, Any], Any]]
Function = Callable[[np.ndarray], np.ndarray]

# --- optimizers ---------------------------------------------------------------------------

# name -> (height, slopes, start, lowest points). The lowest points are 0 high.
_TERRAINS: dict[str, tuple[Callable, Callable, tuple[float, float], list[tuple[float, float]]]] = {
    "narrow valley": (
        lambda x, y: x**2 / 20 + y**2, lambda x, y: (x / 10, 2 * y), (-7.0, 2.0), [(0, 0)],
    ),
    "round bowl": (
        lambda x, y: (x**2 + y**2) / 4, lambda x, y: (x / 2, y / 2), (-7.0, 2.0), [(0, 0)],
    ),
    "bent valley": (
        lambda x, y: (x - 4) ** 2 / 20 + (y - x**2 / 16) ** 2,
        lambda x, y: ((x - 4) / 10 - (y - x**2 / 16) * x / 4, 2 * (y - x**2 / 16)),
        (-7.0, 2.0), [(4, 1)],
    ),
    "saddle": (
        lambda x, y: y**2 / 2 - x**2 / 20 + x**4 / 1200 + 0.75,
        lambda x, y: (x**3 / 300 - x / 10, y), (0.1, 2.5), [(-(30**0.5), 0), (30**0.5, 0)],
    ),
}  # fmt: skip
_RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95, 1.0, 1.05, 1.5, 2.0]
_OWN = {"SGD": 0.9, "momentum": 0.1, "AdaGrad": 1.5, "RMSProp": 0.3, "Adam": 0.3}
_FAR = 1e3  # a path that left for infinity ends here


def optimizer_playground(optimizers: Mapping[str, Optimizer]) -> None:
    """The reader's optimizers on a terrain: choose it, the start, a rate for each, and the inertia.

    Where widgets cannot run, all terrains are shown, each from a start of its own.

    Args:
        optimizers: name -> function of notebook 03's common shape; those not written yet are left
            out. The inertia goes to a parameter called beta or beta1, where there is one.
    """
    alt = f"Paths of {', '.join(optimizers)} over contours of a terrain; crosses mark the minima."
    own = {name: _OWN.get(name, 0.1) for name in optimizers}
    if not is_live():
        fig, axes = subplots(2, 2, width=4.5, height=2.7)
        for ax, (terrain, (*_, start, _)) in zip(axes.flat, _TERRAINS.items(), strict=True):
            _walks(ax, optimizers, terrain, start, own, 0.9, 30)
        handles, labels = axes[0, 0].get_legend_handles_labels()
        fig.legend(handles, labels, loc="outside lower center", ncols=len(labels) or 1)
        show(fig, alt)
        return

    def draw(
        terrain: str, start_x: float, start_y: float, steps: int, inertia: float, **rates: float
    ) -> Figure:
        fig, axes = subplots(1, 2, width=5.0, height=3.6, width_ratios=(3, 2))
        left, right = axes[0]
        chosen = dict(zip(optimizers, rates.values(), strict=True))
        paths = _walks(left, optimizers, terrain, (start_x, start_y), chosen, inertia, int(steps))
        for name, (path, look) in paths.items():
            height = np.maximum(_TERRAINS[terrain][0](*path.T), 1e-6)
            right.semilogy(
                height, ls=look.line, color=look.color, label=f"{name}, {chosen[name]:g}"
            )
        right.set(title="height after each step", xlabel="step", ylim=(1e-6, None))
        if paths:
            right.legend(loc="best", fontsize=9)
        else:
            right.set_axis_off()
        return fig

    explore(
        draw, alt, terrain=list(_TERRAINS), start_x=(-8.0, 8.0, -7.0, 0.1),
        start_y=(-3.0, 3.0, 2.0, 0.1), steps=(1, 100, 30, 1), inertia=(0.0, 0.99, 0.9, 0.01),
        **{f"rate_of_{name}": (_RATES, rate) for name, rate in own.items()},
    )  # fmt: skip


def _walks(
    ax: Axes, optimizers: Mapping[str, Optimizer], terrain: str, start: tuple[float, float],
    rates: Mapping[str, float], inertia: float, steps: int,
) -> dict[str, tuple[np.ndarray, Look]]:  # fmt: skip
    """Draw every path that can be walked; name -> (path, its look)."""
    _contours(ax, terrain)
    walked, missing = {}, ""
    for name, look in looks(optimizers).items():
        optimizer, (color, _, mark) = optimizers[name], look
        try:
            path = _descend(optimizer, terrain, rates[name], inertia, steps, start)
        except NotImplementedError as error:
            missing = unfinished(error)
            continue
        walked[name] = (path, look)
        ax.plot(*path.T, "-", marker=mark, color=color, ms=3.5, lw=1.2, label=name)
        ax.plot(*path[-1], mark, color=color, ms=9, mec="black")
    ax.set_title(terrain)
    if not walked:
        waiting(ax, missing)
    return walked


def _descend(
    optimizer: Optimizer, terrain: str, lr: float, momentum: float, steps: int,
    start: tuple[float, float] | None = None,
) -> np.ndarray:  # fmt: skip
    """The path, (at most steps + 1, 2)."""
    _, slopes, usual, _ = _TERRAINS[terrain]
    names = inspect.signature(optimizer).parameters
    options = {name: momentum for name in ("beta", "beta1") if name in names}
    here = start or usual
    params: dict[str, Any] = {"x": np.array(here[0]), "y": np.array(here[1])}
    state: Any = {}
    path = [here]
    for _ in range(steps):
        slope = slopes(float(params["x"]), float(params["y"]))
        grads = {"x": np.array(slope[0]), "y": np.array(slope[1])}
        params, state = optimizer(params, grads, state, lr=lr, **options)
        here = (float(params["x"]), float(params["y"]))
        if not max(map(abs, here)) < _FAR:  # NaN, too
            break
        path.append(here)
    return np.array(path)


def _contours(ax: Axes, terrain: str) -> None:
    x, y = np.meshgrid(np.linspace(-8, 8, 121), np.linspace(-3, 3, 81))
    height = _TERRAINS[terrain][0](x, y)
    levels = np.quantile(height, np.linspace(0, 1, 10) ** 1.5)
    greys = [str(grey) for grey in np.linspace(0.75, 0.98, len(levels) - 1)]  # dark is low
    ax.contourf(x, y, height, levels=levels, colors=greys, antialiased=False)
    ax.plot(*zip(*_TERRAINS[terrain][3], strict=True), "k+", ms=12, mew=2)
    ax.set(xlim=(-8, 8), ylim=(-3, 3), xlabel="x", ylabel="y")
    ax.grid(False)


# --- activation functions -----------------------------------------------------------------


def activation_explorer(functions: Mapping[str, tuple[Function, Function]]) -> None:
    """One activation function at one z: its tangent, and what many layers of that slope leave.

    Args:
        functions: name -> (function, derivative) of arrays, the reader's own for instance; the
            first is shown first, and a panel waits for those that are not written yet.
    """
    z = np.linspace(-6, 6, 601)

    def draw(function: str, z_here: float, layers: int) -> Figure:
        f, f_grad = functions[function]
        fig, axes = subplots(1, 3, width=3.2, height=2.8)
        curve, slopes, signal = axes[0]

        def all_three() -> None:
            at = np.array([z_here])
            y, slope = float(f(at)[0]), float(f_grad(at)[0])
            curve.plot(z, f(z), color=BLUE)
            curve.plot(z_here + np.array([-1.5, 1.5]), y + slope * np.array([-1.5, 1.5]), "k", lw=1)
            curve.plot(z_here, y, "o", color=ORANGE)
            curve.set(title=f"f({z_here:g}) = {y:.3g}", xlabel="z", ylim=(-1.6, 3.2))
            slopes.plot(z, f_grad(z), color=BLUE)
            slopes.plot(z_here, slope, "o", color=ORANGE)
            slopes.set(title=f"slope {slope:.3g}", xlabel="z", ylim=(-0.3, 1.3))
            left = np.maximum(np.abs(slope) ** np.arange(int(layers) + 1), 1e-12)
            signal.semilogy(left, "o-", color=ORANGE, ms=3)
            signal.set(title=f"left after {layers}: {left[-1]:.1g}", xlabel="layers of this slope")
            signal.set_ylim(1e-12, 2)

        or_wait(curve, all_three)
        if not curve.axison:
            slopes.set_axis_off()
            signal.set_axis_off()
        return fig

    explore(
        draw,
        f"{', '.join(functions)}: the function with its tangent at one z, its derivative, and what "
        "is left of a signal after many layers of that slope.",
        function=list(functions), z_here=(-6.0, 6.0, 1.0, 0.1), layers=(1, 30, 10, 1),
    )  # fmt: skip


# --- a digit drawn by hand ----------------------------------------------------------------

SIDE = 28
# A 7, corner by corner in pixels (x, y): the still picture's drawing, and the first live one.
_SEVEN = ((8.0, 7.0), (19.0, 7.0), (15.0, 14.0), (12.0, 21.0))
# The canvas hands over what is drawn as 784 hexadecimal digits in a text field that it finds by
# its class: ipywidgets has no canvas, and a text field works in every frontend that has widgets.
_CANVAS = """
<canvas id="FIELD-canvas" width="224" height="224" tabindex="0" role="img"
 aria-label="Draw a digit with the mouse, or with the arrow keys; space lifts or lowers the pen."
 style="border: 1px solid #888; background: #000; cursor: crosshair; touch-action: none"></canvas>
<script>
(() => {
  const canvas = document.getElementById("FIELD-canvas"), pen = canvas.getContext("2d");
  const small = document.createElement("canvas");
  small.width = small.height = 28;
  const eye = small.getContext("2d", {willReadFrequently: true});
  let x = 112, y = 112, down = false, due = false;
  const send = () => {
    due = false;
    eye.drawImage(canvas, 0, 0, 28, 28);
    const pixels = eye.getImageData(0, 0, 28, 28).data;
    let text = "";
    for (let i = 0; i < pixels.length; i += 4) text += (pixels[i] >> 4).toString(16);
    const field = document.querySelector(".FIELD textarea");
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    field.dispatchEvent(new Event("change", {bubbles: true}));
  };
  const soon = () => { if (!due) { due = true; setTimeout(send, 200); } };
  const wipe = () => { down = false; pen.fillStyle = "#000"; pen.fillRect(0, 0, 224, 224); };
  const line = (toX, toY) => {
    pen.strokeStyle = "#fff"; pen.lineWidth = 17; pen.lineCap = "round";
    pen.beginPath(); pen.moveTo(x, y); pen.lineTo(toX, toY); pen.stroke();
    x = toX; y = toY; soon();
  };
  wipe();
  canvas.onpointerdown = e => {
    canvas.setPointerCapture(e.pointerId); down = true; x = e.offsetX; y = e.offsetY; line(x, y);
  };
  canvas.onpointermove = e => { if (down) line(e.offsetX, e.offsetY); };
  canvas.onpointerup = canvas.onpointercancel = () => { down = false; };
  canvas.onkeydown = e => {
    const step = {
      ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8]
    }[e.key];
    if (e.key === " ") { down = !down; if (down) line(x, y); }
    else if (e.key === "Delete") { wipe(); soon(); }
    else if (!step) return;
    else if (down) line(x + step[0], y + step[1]);
    else { x += step[0]; y += step[1]; }
    e.preventDefault(); e.stopPropagation();
  };
})();
</script>
<p style="margin: 4px 0; color: #666">Draw here. By keyboard: arrows move, space lowers or lifts the
pen, Delete wipes. <button onclick="document.getElementById('FIELD-canvas').onkeydown(
new KeyboardEvent('keydown', {key: 'Delete'}))">Wipe</button></p>
"""


def draw_a_digit(model: Callable[[np.ndarray], Any]) -> None:
    """A canvas; the model says at every stroke what it takes the drawing for.

    Args:
        model: (1, 28, 28, 1) in [0, 1], ink 1 on 0 -> (1, 10) probabilities; a Keras model.
    """
    alt = "A drawn digit as the network gets it, and its probabilities for 0 to 9."
    if not is_live():
        show(_digit_figure(model, _strokes(_SEVEN)), alt)
        return
    import ipywidgets as widgets
    from IPython.display import HTML, display

    field = widgets.Textarea(layout={"display": "none"})
    name = f"course-drawing-{field.model_id}"
    field.add_class(name)
    picture = widgets.Output()

    def redraw(change: dict) -> None:
        with picture:
            picture.clear_output(wait=True)
            show(_digit_figure(model, _from_hex(change["new"])), alt)

    field.observe(redraw, names="value")
    display(field, HTML(_CANVAS.replace("FIELD", name)), picture)
    with picture:
        show(_digit_figure(model, _strokes(_SEVEN)), alt)


def _digit_figure(model: Callable[[np.ndarray], Any], drawing: np.ndarray) -> Figure:
    image = _as_the_data(drawing)
    fig, axes = subplots(1, 2, width=3.4, height=2.6, width_ratios=(1, 2))
    left, right = axes[0]
    left.imshow(image, cmap="Greys", vmin=0, vmax=1)
    left.set(xticks=[], yticks=[], title="what the network gets")
    left.grid(False)

    def bars() -> None:
        p = np.asarray(model(image[None, :, :, None].astype(np.float32)))[0]
        best = int(p.argmax())
        right.bar(range(10), p, color=[BLUE if k == best else SKY for k in range(10)])
        right.set(ylim=(0, 1.05), xticks=range(10), title=f"{best}, with probability {p[best]:.2f}")

    if image.any():
        or_wait(right, bars)
    else:
        right.set_axis_off()
        right.text(0.5, 0.5, "draw a digit", ha="center", color=GREY, transform=right.transAxes)
    return fig


def _as_the_data(drawing: np.ndarray) -> np.ndarray:
    """Made like the course's digits: 20 pixels at most, the mass in the middle; (28, 28)."""
    rows, cols = np.nonzero(drawing > 0.1)
    if not len(rows):
        return np.zeros((SIDE, SIDE))
    cut = drawing[rows.min() : rows.max() + 1, cols.min() : cols.max() + 1]
    cut = np.clip(ndimage.zoom(cut, 20 / max(cut.shape), order=1), 0, 1)[:20, :20]
    image = np.zeros((SIDE, SIDE))
    image[: cut.shape[0], : cut.shape[1]] = cut
    middle = (SIDE - 1) / 2
    return ndimage.shift(image, middle - np.array(ndimage.center_of_mass(image)), order=1)


def _strokes(corners: tuple[tuple[float, float], ...]) -> np.ndarray:
    """A line through these corners (x, y), about two pixels wide: (28, 28) in [0, 1]."""
    y, x = np.mgrid[:SIDE, :SIDE]
    ink = np.zeros((SIDE, SIDE))
    for (x0, y0), (x1, y1) in zip(corners[:-1], corners[1:], strict=True):
        for t in np.linspace(0, 1, 40):
            far = np.hypot(x - (x0 + t * (x1 - x0)), y - (y0 + t * (y1 - y0)))
            ink = np.maximum(ink, np.clip(2.0 - far, 0, 1))
    return ink


def _from_hex(text: str) -> np.ndarray:
    """What the canvas wrote: (28, 28) in [0, 1]; nothing drawn, if it is anything else."""
    try:
        values = [int(digit, 16) / 15 for digit in text]
    except ValueError:
        values = []
    return np.reshape(values if len(values) == SIDE**2 else np.zeros(SIDE**2), (SIDE, SIDE))
