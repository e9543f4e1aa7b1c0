"""An open notebook in JupyterLab or JupyterLite, for the tests that drive a real browser."""

import os
from pathlib import Path
from typing import Any

PICTURES = os.environ.get("COURSE_SCREENSHOTS")  # a folder: the key moments are kept there
SCROLL = """text => {
    const notebook = jupyterapp.shell.currentWidget.content;
    const i = notebook.widgets.findIndex(
        w => w.model.type === 'code' && w.model.sharedModel.getSource().includes(text));
    notebook.activeCellIndex = i;
    notebook.deselectAll();
    return notebook.scrollToItem(i, 'start').then(() => i);
}"""


class NotebookPage:
    """The page, and what both frontends have in it."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def cell(self, text: str) -> Any:
        """The code cell whose source has this text, scrolled to; a Playwright locator."""
        index = self.page.evaluate(SCROLL, text)
        return self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')

    def picture(self, name: str) -> None:
        """Keep a screenshot, if asked for."""
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(PICTURES, f"{name}.png"))
