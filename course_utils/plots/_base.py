"""What every figure of the course shares: style, colours, waiting panels, how it is shown."""

import base64
import html
import io
from collections.abc import Callable, Iterable
from itertools import cycle
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.notebook import is_live, unfinished

# Okabe & Ito (2008), "Color Universal Design": told apart by colour-blind readers too.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, GREY, BLACK = "#CC79A7", "#56B4E9", "#666666", "#000000"
COLORS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY, GREY, BLACK)

WIDTH = 9.6  # inches of a page: every figure fills it


class Look(NamedTuple):
    """What tells a series apart: on paper and on a grey screen line and mark still do."""

    color: str
    line: Any
    mark: str


_LINES = (
    "-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (1, 3)), (0, (8, 3)), (0, (3, 3, 1, 3))
)  # fmt: skip
LOOKS = tuple(map(Look, COLORS, _LINES, "os^DvPX*"))
# The same in every figure, so that a reader learns them once.
_KNOWN = {
    "SGD": 0, "momentum": 1, "AdaGrad": 2, "RMSProp": 3, "Adam": 4,
    "ReLU": 0, "tanh": 1, "sigmoid": 3,
}  # fmt: skip

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
    """A figure in the course's style, as wide as a page at least; axes always 2-D.

    width and height: inches per panel.
    """
    size = (max(width * cols, WIDTH), height * rows)
    with plt.rc_context(STYLE):
        fig, axes = plt.subplots(rows, cols, figsize=size, squeeze=False, **options)
    return fig, axes


def looks(names: Iterable[str]) -> dict[str, Look]:
    """Name -> its look: that of all figures if it is a known one, else the first that is free."""
    names = list(names)
    known = {name: LOOKS[_KNOWN[name]] for name in names if name in _KNOWN}
    free = cycle([look for look in LOOKS if look not in known.values()])
    return {name: known.get(name) or next(free) for name in names}


def ink_on(paper: str) -> str:
    """Black or white: what can be read better on this colour."""
    return "black" if _light(paper) > 0.18 else "white"


def _light(color: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _ink(color: str) -> str:
    """This colour, darkened until words in it can be read on white: contrast 4.5 (WCAG 2, AA)."""
    while 1.05 / (_light(color) + 0.05) < 4.5:
        color = to_hex(0.97 * np.array(to_rgb(color)))
    return color


def darken_words(fig: Figure) -> None:
    """Words in a colour for lines, which is too light for letters, get a darker one."""
    for text in fig.findobj(Text):
        if text.get_color() in COLORS:
            text.set_color(_ink(text.get_color()))


def show(fig: Figure, alt: str) -> None:
    """Display the figure once, with `alt` as its description for screen readers, and close it.

    JupyterLab has no other way to describe a picture than an <img> of one's own (it passes over
    the metadata that nbconvert reads); on a page made from the notebook a PNG is shown by more.
    """
    from IPython.display import display

    darken_words(fig)
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
