"""Panels that answer while one works: a kernel of one's own, a network that trains."""

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from course_utils.notebook import is_live
from course_utils.plots._base import show
from course_utils.plots.digits import learning_curves
from course_utils.plots.kernels import KERNELS, editor_figure

__all__ = ["kernel_editor", "live_curve"]


def kernel_editor(images: Mapping[str, np.ndarray]) -> None:
    """Any 3x3 kernel, stride and padding on a choice of images, live; a still picture elsewhere.

    Args:
        images: name -> (h, w) in [0, 1]; the first is shown first.
    """
    alt = "An image, a 3x3 kernel, and the response to it; the title says the response's size."
    first = next(iter(images.values()))
    if not is_live():
        emboss = np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]])
        show(editor_figure(first, emboss, 2, 1), alt)
        return
    import ipywidgets as widgets
    from IPython.display import display

    narrow = {"width": "64px"}
    cells = [widgets.FloatText(value=v, step=0.5, layout=narrow)
             for v in KERNELS["Sobel, vertical edges"].flat]  # fmt: skip
    preset = widgets.Dropdown(
        options=list(KERNELS), value="Sobel, vertical edges", description="kernel"
    )
    image = widgets.Dropdown(options=list(images), description="image")
    stride = widgets.IntSlider(value=1, min=1, max=5, description="stride")
    padding = widgets.IntSlider(value=0, min=0, max=5, description="padding")
    picture = widgets.Output()
    loading = False

    def redraw(_: object = None) -> None:
        if loading:
            return
        kernel = np.array([cell.value for cell in cells]).reshape(3, 3)
        with picture:
            picture.clear_output(wait=True)
            show(editor_figure(images[image.value], kernel, stride.value, padding.value), alt)

    def load(change: dict) -> None:
        nonlocal loading
        loading = True  # nine cells change: draw once
        for cell, value in zip(cells, KERNELS[change["new"]].flat, strict=True):
            cell.value = float(value)
        loading = False
        redraw()

    preset.observe(load, names="value")
    for control in (*cells, image, stride, padding):
        control.observe(redraw, names="value")
    grid = widgets.GridBox(cells, layout={"grid_template_columns": "repeat(3, 70px)"})
    display(widgets.HBox([grid, widgets.VBox([preset, image, stride, padding])]), picture)
    redraw()


def live_curve(title: str) -> Any:
    """A Keras callback: a progress bar and growing learning curves while the model trains.

    Where widgets cannot run it draws one still figure at the end.
    """
    import keras

    class LiveCurve(keras.callbacks.Callback):  # type: ignore[misc]
        def on_train_begin(self, logs: Any = None) -> None:
            self.history: dict[str, list[float]] = {}
            self.panel, self.drawn = None, 0.0
            if is_live():
                self._open_panel()

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            if self.panel is not None:
                self.bar.value += 1

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            for name, value in (logs or {}).items():
                self.history.setdefault(name, []).append(float(value))
            if self.panel is not None and time.monotonic() - self.drawn > 0.5:
                self._redraw(epoch)

        def on_train_end(self, logs: Any = None) -> None:
            if self.panel is not None:
                self.panel.close()  # a widget is not saved with the notebook; the figure is
            learning_curves({title: self.history})

        def _open_panel(self) -> None:
            import ipywidgets as widgets
            from IPython.display import display

            steps = self.params["epochs"] * (self.params["steps"] or 1)
            self.bar = widgets.IntProgress(max=steps, description=title)
            self.said, self.figure = widgets.Label(), widgets.Output()
            self.panel = widgets.VBox([widgets.HBox([self.bar, self.said]), self.figure])
            display(self.panel)

        def _redraw(self, epoch: int) -> None:
            self.said.value = f"epoch {epoch + 1} of {self.params['epochs']}"
            with self.figure:
                from IPython.display import clear_output

                clear_output(wait=True)
                learning_curves({title: self.history})
            self.drawn = time.monotonic()

    return LiveCurve()
