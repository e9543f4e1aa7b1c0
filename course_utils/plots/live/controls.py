"""What moves: sliders, menus, animations, progress. Live where a person sits in front.

In JupyterLab and Colab these run; elsewhere (nbval, nbgrader, GitHub) each is one still picture.
Whole things to play with, built of these, are in `playgrounds` and `panels`.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.notebook import is_live
from course_utils.plots._base import STYLE, darken_words, show

__all__ = ["animate", "explore", "progress", "slider"]


def slider(
    draw: Callable[[float], Figure], label: str, low: float, high: float, start: float,
    step: float, alt: str,
) -> None:  # fmt: skip
    """`draw(value)` under a slider; the figure at `start` where widgets cannot run."""
    if not is_live():
        show(draw(start), alt)
        return
    import ipywidgets as widgets

    control = widgets.FloatSlider(
        value=start, min=low, max=high, step=step, description=label,
        layout={"width": "500px"}, style={"description_width": "initial"},
    )  # fmt: skip
    widgets.interact(lambda value: show(draw(value), alt), value=control)


# Choices (the first is shown first); numbers and the first shown; or (low, high, first, step).
Control = list[str] | tuple[list[float], float] | tuple[float, float, float, float]


def explore(draw: Callable[..., Figure], alt: str, **controls: Control) -> None:
    """`draw(name=value, ...)` under one control a name; the first values where widgets cannot run.

    Args:
        controls: name -> what it can be; the name is its label. A slider whose step is an int
            gives ints.
    """
    first = {
        name: c[0] if isinstance(c, list) else c[1] if len(c) == 2 else c[2]
        for name, c in controls.items()
    }
    if not is_live():
        show(draw(**first), alt)
        return
    import ipywidgets as widgets
    from IPython.display import display

    def widget(name: str, control: Control) -> Any:
        look = {"description": name.replace("_", " "), "value": first[name],
                "layout": {"width": "500px"}, "style": {"description_width": "110px"}}  # fmt: skip
        if isinstance(control, list):
            return widgets.Dropdown(options=control, **look)
        if len(control) == 2:
            return widgets.SelectionSlider(options=control[0], **look)
        low, high, _, step = control
        kind = widgets.IntSlider if isinstance(step, int) else widgets.FloatSlider
        return kind(min=low, max=high, step=step, **look)

    row = {name: widget(name, control) for name, control in controls.items()}
    picture = widgets.interactive_output(lambda **now: show(draw(**now), alt), row)
    display(widgets.VBox(list(row.values())), picture)


def animate(
    draw: Callable[[Axes, int], None], frames: int, still: Callable[[], Figure], alt: str,
    size: tuple[float, float] = (6.0, 4.0), interval: int = 120,
) -> None:  # fmt: skip
    """`draw(ax, frame)` as a player with controls; `still()` where a page cannot move.

    Args:
        frames: number of frames.
        interval: milliseconds a frame.
    """
    if not is_live():
        show(still(), alt)
        return
    from IPython.display import HTML, display
    from matplotlib.animation import FuncAnimation

    with plt.rc_context(STYLE):
        fig, ax = plt.subplots(figsize=size)

        def step(frame: int) -> Sequence[Any]:
            ax.clear()
            draw(ax, frame)
            darken_words(fig)
            return ()

        player = FuncAnimation(fig, step, frames=frames, interval=interval)
        page = _with_icons(player.to_jshtml(default_mode="once"))
    plt.close(fig)
    # Its script gives the image a picture; JupyterLab may run it before the image is on the page,
    # and the image then has no height until somebody presses play. So it begins with one.
    first = page.partition('frames[0] = "')[2].partition('"')[0].replace("\\\n", "")
    begun = f'<img alt="{html.escape(alt)}" src="{first}" id="_anim_img'
    display(HTML(page.replace('<img id="_anim_img', begun, 1)))


# matplotlib takes the icons of the player's buttons from a server; these are there without network,
# and every font has them.
_ICONS = {
    "fa-minus": "-", "fa-fast-backward": "|◀", "fa-step-backward": "&lt;",
    "fa-play fa-flip-horizontal": "◀", "fa-pause": "||", "fa-play": "▶",
    "fa-step-forward": "&gt;", "fa-fast-forward": "▶|", "fa-plus": "+",
}  # fmt: skip


def _with_icons(page: str) -> str:
    page = re.sub(r"<link[^>]*font-awesome[^>]*>", "", page)
    for name, icon in _ICONS.items():
        page = page.replace(f'<i class="fa {name}"></i>', icon)
    return page


def progress(items: Iterable[Any], title: str) -> Iterator[Any]:
    """Each item in turn, with a progress bar above where widgets can run."""
    items = list(items)
    if not is_live():
        yield from items
        return
    import ipywidgets as widgets
    from IPython.display import display

    bar = widgets.IntProgress(
        max=len(items), description=title, style={"description_width": "initial"}
    )
    display(bar)
    try:
        for item in items:
            yield item
            bar.value += 1
    finally:
        bar.close()
