"""A square to move over a picture, and what the network's score says to it."""

import base64
import io
from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course_utils.notebook import is_live
from course_utils.plots._base import BLUE, ORANGE, RED, show, subplots
from course_utils.plots._grids import picture

__all__ = ["occluder"]

_ZOOM = 9  # screen pixels a pixel of the picture
# The place of the square goes to Python as "row,column" in a text field that is found by its class,
# as the drawing of `draw_a_digit` does.
_CANVAS = """
<canvas id="FIELD-canvas" width="WIDTH" height="HEIGHT" tabindex="0" role="img"
 aria-label="Move the square with the mouse, or with the arrow keys."
 style="border: 1px solid #888; cursor: crosshair; touch-action: none"></canvas>
<script>
(() => {
  const canvas = document.getElementById("FIELD-canvas"), pen = canvas.getContext("2d");
  const image = new Image(), side = SIDE * ZOOM;
  let row = ROW, column = COLUMN, down = false, due = false;
  const draw = () => {
    pen.imageSmoothingEnabled = false;
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000"; pen.fillRect(column * ZOOM, row * ZOOM, side, side);
    pen.strokeStyle = "#E69F00"; pen.lineWidth = 2;
    pen.strokeRect(column * ZOOM, row * ZOOM, side, side);
  };
  const send = () => {
    due = false;
    const field = document.querySelector(".FIELD textarea");
    field.value = row + "," + column;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    field.dispatchEvent(new Event("change", {bubbles: true}));
  };
  const move = (r, c) => {
    row = Math.max(0, Math.min(canvas.height / ZOOM - SIDE, r));
    column = Math.max(0, Math.min(canvas.width / ZOOM - SIDE, c));
    draw();
    if (!due) { due = true; setTimeout(send, 120); }
  };
  const to = e => move(Math.round((e.offsetY - side / 2) / ZOOM),
                       Math.round((e.offsetX - side / 2) / ZOOM));
  image.onload = draw;
  image.src = "PICTURE";
  canvas.onpointerdown = e => { canvas.setPointerCapture(e.pointerId); down = true; to(e); };
  canvas.onpointermove = e => { if (down) to(e); };
  canvas.onpointerup = canvas.onpointercancel = () => { down = false; };
  canvas.onkeydown = e => {
    const step = {
      ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]
    }[e.key];
    if (!step) return;
    move(row + step[0], column + step[1]);
    e.preventDefault(); e.stopPropagation();
  };
})();
</script>
<p style="margin: 4px 0; color: #666">Click or drag the square. By keyboard: the arrows move it.</p>
"""


def occluder(
    score: Callable[[np.ndarray], float], image: np.ndarray, size: int, what: str = "score"
) -> None:
    """A black square to move over a picture; the score beside it. A still picture elsewhere.

    Args:
        score: an image (h, w, 1) -> number.
        image: (h, w, 1) in [0, 1].
        size: side of the square in pixels.
        what: what the score is called.
    """
    height, width = image.shape[:2]
    row, column = (height - size) // 2, (width - size) // 2
    alt = f"A picture with a square of {size} pixels covered, and the {what} with and without it."
    if not is_live():
        show(_figure(score, image, size, row, column, what, with_picture=True), alt)
        return
    import ipywidgets as widgets
    from IPython.display import HTML, display

    field = widgets.Textarea(layout={"display": "none"})
    name = f"course-occluder-{field.model_id}"
    field.add_class(name)
    bars = widgets.Output()

    def redraw(change: dict) -> None:
        place = _place(change["new"], height - size, width - size)
        if place:
            with bars:
                bars.clear_output(wait=True)
                show(_figure(score, image, size, *place, what), alt)

    field.observe(redraw, names="value")
    page = _CANVAS
    for word, value in (
        ("FIELD", name), ("WIDTH", width * _ZOOM), ("HEIGHT", height * _ZOOM), ("SIDE", size),
        ("ZOOM", _ZOOM), ("ROW", row), ("COLUMN", column), ("PICTURE", _as_url(image)),
    ):  # fmt: skip
        page = page.replace(word, str(value))
    display(field, HTML(page), bars)
    with bars:
        show(_figure(score, image, size, row, column, what), alt)


def _place(text: str, last_row: int, last_column: int) -> tuple[int, int] | None:
    """Row and column of the square as the canvas wrote them; None if it is anything else."""
    parts = text.split(",")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        return None
    return min(int(parts[0]), last_row), min(int(parts[1]), last_column)


def _figure(
    score: Callable[[np.ndarray], float], image: np.ndarray, size: int, row: int, column: int,
    what: str, with_picture: bool = False,
) -> Figure:  # fmt: skip
    covered = image.copy()
    covered[row : row + size, column : column + size] = 0
    whole, left = score(image), score(covered)
    fig, axes = subplots(1, 1 + with_picture, 3.4, 2.6)
    if with_picture:
        picture(axes[0, 0], covered[..., 0], f"square at row {row}, column {column}")
        axes[0, 0].add_patch(
            Rectangle((column - 0.5, row - 0.5), size, size, fc="black", ec=ORANGE, lw=2)
        )
    bars = axes[0, -1]
    bars.barh([1, 0], [whole, left], color=[BLUE, RED if left < whole else BLUE])
    bars.set(yticks=[1, 0], yticklabels=["whole", "covered"], xlabel=what)
    bars.set_title(f"{'falls' if left < whole else 'rises'} by {abs(whole - left):.2f}")
    return fig


def _as_url(image: np.ndarray) -> str:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(np.uint8(np.clip(image[..., 0], 0, 1) * 255)).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
