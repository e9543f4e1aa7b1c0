"""Where a notebook runs, and what a cell does while an exercise above it is still empty."""

from __future__ import annotations  # `course doctor` wants to say so where Python is too old

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar


def is_live() -> bool:
    """True where a person sits in front of a frontend that can run widgets.

    JupyterLab's server names the session in the kernel's environment; nbclient, nbval and
    nbgrader do not. There, and on GitHub, figures fall back to a still picture. Python in a
    browser (JupyterLite) always has a person in front of it.
    """
    return (
        "JPY_SESSION_NAME" in os.environ
        or "google.colab" in sys.modules
        or sys.platform == "emscripten"
    )


def saved_notebook() -> Path | None:
    """The file of the notebook whose kernel this is, if the server names it.

    In a browser nobody names it: there it is the only one in its folder, as the course lays them.
    """
    if sys.platform == "emscripten":
        beside = sorted(Path.cwd().glob("*.ipynb"))
        return beside[0] if len(beside) == 1 else None
    named = Path.cwd() / Path(os.environ.get("JPY_SESSION_NAME", "")).name
    return named if named.suffix == ".ipynb" and named.is_file() else None


def section_of(cell_id: str | None) -> str:
    """Heading of the section in which a cell stands, in the notebook as saved; "" if unknown."""
    path = saved_notebook()
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path else []
        at = [cell.get("id") for cell in cells].index(cell_id)
        texts = ["".join(c["source"]) for c in cells[:at] if c["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, AttributeError):  # another program's, or half saved
        return ""
    headings = [x[3:] for text in texts for x in text.splitlines() if x.startswith("## ")]
    return headings[-1].strip() if headings else ""


@contextmanager
def kernel_client(notebook: Any, folder: Path | None = None, **options: Any) -> Iterator[Any]:
    """nbclient's client for a whole notebook: a fresh kernel, in `folder` or else in an empty one.

    It talks to the kernel through files of its own, not ports, so that no other user can connect.

    Args:
        options: nbclient's, such as `timeout` in seconds.
    """
    from nbclient import NotebookClient
    from traitlets.config import Config

    with tempfile.TemporaryDirectory() as private:
        files = {"transport": "ipc", "ip": os.path.join(private, "kernel")}
        yield NotebookClient(
            notebook,
            kernel_name="python3",
            config=Config() if os.name == "nt" else Config(KernelManager=files),
            resources={"metadata": {"path": str(folder or private)}},
            **options,
        )


def unfinished(error: BaseException) -> str:
    """Name of the function whose stub raised `error`: the innermost frame's function."""
    frames = traceback.extract_tb(error.__traceback__)
    return frames[-1].name if frames else "an exercise"


NOT_IN_BROWSERS = ("tensorflow", "keras")


class when_ready:  # noqa: N801 - reads as a phrase: `with when_ready():`
    """Lets a cell that uses the student's functions wait until they are written.

    Inside the block a NotImplementedError becomes one friendly line instead of a red traceback;
    so does what is missing (NameError, KeyError) because a block above still waits. Every other
    error passes through, and any from a student's function. Not for test cells: those must fail.
    Where TensorFlow is not installed, as in a browser, a block that needs it says so.
    """

    _waiting: ClassVar[dict[tuple[str, int], str]] = {}  # block -> the exercise it waits for

    def __enter__(self) -> None:
        block = sys._getframe(1)
        self._here = (block.f_code.co_filename, block.f_lineno)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        above = [name for where, name in self._waiting.items() if where != self._here]
        if isinstance(error, NotImplementedError):
            name = unfinished(error)
            print(f"This cell waits for `{name}`: finish that exercise, then run it again.")
        elif self._misses_tensorflow(error, above):
            name = "TensorFlow"
            print(
                "This cell needs TensorFlow, which no browser runs: do it in Colab, or where "
                "TensorFlow is installed."
            )
        elif above and isinstance(error, NameError | KeyError) and self._is_missing_here(error):
            name = above[-1]
            print(
                f"This cell needs what a cell above it makes. That one waits for `{name}`: "
                "finish that exercise, then run both again."
            )
        else:
            if error is None:
                self._waiting.pop(self._here, None)
            return False
        self._waiting[self._here] = name
        return True

    def _misses_tensorflow(self, error: BaseException | None, above: list[str]) -> bool:
        """It is not installed; or a block above said so, and what that would make is missing."""
        if isinstance(error, ModuleNotFoundError):
            return error.name in NOT_IN_BROWSERS
        if above[-1:] != ["TensorFlow"] or not isinstance(error, NameError | KeyError):
            return False
        missing = error.name if isinstance(error, NameError) else ""
        return missing in NOT_IN_BROWSERS or self._is_missing_here(error)

    def _is_missing_here(self, error: BaseException) -> bool:
        """Missed by the block's own code or by this package, not by a student's function."""
        where = traceback.extract_tb(error.__traceback__)[-1].filename
        return where == self._here[0] or Path(__file__).parent in Path(where).parents
