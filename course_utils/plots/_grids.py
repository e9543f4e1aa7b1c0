"""What the figures of images share: pictures, maps with signs, numbers on a grid."""

from collections.abc import Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from scipy.signal import correlate2d

from course_utils.plots._base import BLUE, GREY, RED, ink_on

Array = np.ndarray

_GREYS = matplotlib.colormaps["gray"].resampled(14)  # noise in 256 greys makes large files
TINT, OFF = "#fbe3b5", "#f4f4f4"
# Orange positive, blue negative, white 0: told apart by colour-blind readers, and on paper too, as
# the blue is much darker.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#053061", BLUE, "white", "#F5B27A", RED])


def respond(image: Array, kernel: Array, stride: int = 1, padding: int = 0) -> Array:
    """The response that figures show, by SciPy."""
    response: Array = correlate2d(np.pad(image, padding), kernel, "valid")
    return response[::stride, ::stride]


def by(shape: Sequence[int]) -> str:
    return "x".join(map(str, shape))


def picture(ax: Axes, values: Array, title: str = "", cmap: str = "gray") -> AxesImage:
    shown = ax.imshow(values, cmap=cmap, interpolation="nearest")
    ax.set_title(title, fontsize=10)
    ax.set_axis_off()
    return shown


def signed(ax: Axes, values: Array, title: str = "", most: float = 0.0) -> AxesImage:
    """Orange positive, blue negative, white 0; full colour at `most`, or at the largest number."""
    most = most or float(np.abs(values).max()) or 1.0
    shown = picture(ax, values, title)
    shown.set_cmap(SIGNED)
    shown.set_clim(-most, most)
    return shown


def slice_of(ax: Axes, image: Array, white: float) -> None:
    """One slice (h, w, channels), grey, without ticks; `white` and above are white."""
    ax.imshow(np.asarray(image).mean(axis=-1), cmap=_GREYS, vmin=0, vmax=white)
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    ax.set_axis_off()


def heat_over(ax: Axes, image: Array, heat: Array, white: float) -> AxesImage:
    """A map (h, w) in 0..1 over its slice, which is dimmed: what is bright is hot, in grey, too."""
    slice_of(ax, image, 2.2 * white)
    return ax.imshow(heat, cmap="inferno", alpha=0.2 + 0.8 * heat, vmin=0, vmax=1)


def numbers(
    ax: Axes, values: Array, title: str, cmap: Any, vmax: float, vmin: float = 0.0,
    blank: bool = False, fontsize: float = 10,
) -> None:  # fmt: skip
    """Numbers on a tinted grid; zeros left out if `blank`."""
    shown = ax.imshow(values, cmap=cmap, vmin=vmin, vmax=vmax)
    for i, j in np.ndindex(*values.shape):
        if values[i, j] or not blank:
            ink = ink_on(to_hex(shown.to_rgba(values[i, j])))
            ax.text(
                j, i, f"{values[i, j]:g}", ha="center", va="center", fontsize=fontsize, color=ink
            )
    ax.set_title(title, fontsize=10)
    cell_lines(ax, values.shape)


def cell_lines(ax: Axes, shape: tuple[int, ...]) -> None:
    ax.grid(False)
    ax.set(xticks=[], yticks=[])
    ax.hlines(np.arange(shape[0] + 1) - 0.5, -0.5, shape[1] - 0.5, color="#cccccc", lw=0.7)
    ax.vlines(np.arange(shape[1] + 1) - 0.5, -0.5, shape[0] - 0.5, color="#cccccc", lw=0.7)
    for side in ax.spines.values():
        side.set_visible(False)


def cell(
    ax: Axes, x: float, y: float, value: Any, color: str = "white", edge: str = GREY, **look: Any
) -> None:
    """One number in a box, or nothing if it is None; y grows downwards."""
    ax.add_patch(Rectangle((x, y), 1, 1, fc=color, ec=edge, lw=0.8))
    if value is not None:
        text = value if isinstance(value, str) else f"{value:g}"
        ax.text(x + 0.5, y + 0.5, text, ha="center", va="center", **look)


def cells(
    ax: Axes, x: float, y: float, values: Array, color: str = "white", title: str = "", **look: Any
) -> None:
    """A grid of `cell`s with its upper left corner at (x, y), and a title above."""
    for i, j in np.ndindex(*values.shape):
        cell(ax, x + j, y + i, values[i, j], color, **look)
    ax.text(x + values.shape[1] / 2, y - 0.25, title, ha="center", color=GREY, fontsize=9)
