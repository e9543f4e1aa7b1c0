"""What every figure of the course shares: style, colours, waiting panels, how it is shown."""

import base64
import html
import io
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.notebook import is_live, unfinished

# Okabe & Ito (2008), "Color Universal Design": told apart by colour-blind readers too.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, YELLOW, GREY = "#CC79A7", "#56B4E9", "#F0E442", "#666666"
COLORS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY, GREY, YELLOW)

# Hangul, where a label uses it. Only what the machine has: matplotlib warns about every other.
_FONTS = ("DejaVu Sans", "NanumGothic", "Noto Sans CJK KR", "Malgun Gothic", "AppleGothic")
_INSTALLED = set(font_manager.get_font_names())

STYLE: dict[str, Any] = {
    "axes.prop_cycle": plt.cycler(color=COLORS),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "axes.titlesize": 11,
    "axes.labelsize": 10,
    "font.size": 10,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "figure.constrained_layout.use": True,
    "font.family": [name for name in _FONTS if name in _INSTALLED],
}


def subplots(
    rows: int = 1, cols: int = 1, width: float = 4.0, height: float = 3.0, **options: Any
) -> tuple[Figure, np.ndarray]:
    """A figure in the course's style; width and height in inches per panel; axes always 2-D."""
    with plt.rc_context(STYLE):
        fig, axes = plt.subplots(
            rows, cols, figsize=(width * cols, height * rows), squeeze=False, **options
        )
    return fig, axes


def show(fig: Figure, alt: str) -> None:
    """Display the figure once, with `alt` as its description for screen readers, and close it.

    JupyterLab has no other way to describe a picture than an <img> of one's own (it passes over
    the metadata that nbconvert reads); on a page made from the notebook a PNG is shown by more.
    """
    from IPython.display import display

    png = base64.b64encode(_png(fig)).decode()
    if is_live():
        image = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{png}">'
        display({"text/html": image, "text/plain": alt}, raw=True)
    else:
        bundle = {"image/png": png, "text/plain": alt}
        display(bundle, raw=True, metadata={"image/png": {"alt": alt}})
    plt.close(fig)


def waiting(ax: Axes, name: str) -> None:
    """A grey panel in the place of a picture that needs an exercise still to be written."""
    ax.clear()
    ax.set_axis_off()
    ax.text(
        0.5, 0.5, f"waiting for\n{name}", ha="center", va="center", color=GREY, fontsize=12,
        transform=ax.transAxes, bbox={"boxstyle": "round,pad=1", "fc": "#f2f2f2", "ec": "#cccccc"},
    )  # fmt: skip


def or_wait(ax: Axes, draw: Callable[[], None]) -> str:
    """Run `draw`; if it meets an exercise that is not written yet, show a waiting panel.

    Returns:
        "", or the name of the exercise that the panel waits for: the alt text says it, too.
    """
    try:
        draw()
    except NotImplementedError as error:
        waiting(ax, unfinished(error))
        return unfinished(error)
    return ""


def _png(fig: Figure) -> bytes:
    """The figure as PNG with a palette of 256 colours: a third of the bytes, no visible loss."""
    from PIL import Image

    full, small = io.BytesIO(), io.BytesIO()
    with plt.rc_context(STYLE):
        fig.savefig(full, format="png", dpi=90)
    picture = Image.open(full).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(small, format="png", optimize=True)
    return small.getvalue()
