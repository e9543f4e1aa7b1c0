"""One notebook -> the same notebook, executed: a pure function that any process can run."""

import os
import re
import tempfile
import time
from dataclasses import dataclass
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute as NbgraderExecute
from nbgrader.utils import is_grade
from traitlets import Bool, Float

from course_utils.autograde.warm import PRELOAD
from course_utils.build import kernel_config

MAX_TEXT = 20_000  # characters of one output


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes:
        cell_seconds: wall time of one cell.
        submission_seconds: wall time of all its cells.
        demo: also run cells tagged `demo` (figures, long training), which no test needs.
    """

    cell_seconds: int = 30
    submission_seconds: float = 300.0
    demo: bool = False


@dataclass(frozen=True)
class Executed:
    """What came of one submission.

    Attributes:
        text: the notebook with its outputs, as JSON.
        seconds: wall time.
        stopped: why not all cells ran; "" if they did.
    """

    text: str
    seconds: float
    stopped: str = ""


class BudgetSpent(Exception):
    """The submission used up its wall time."""


class Execute(NbgraderExecute):
    """nbgrader's execution, minus cells that only show something, plus a budget for the whole."""

    demo = Bool(False, help="Run cells tagged `demo` too.").tag(config=True)
    budget = Float(300.0, help="Wall seconds for all cells of a submission.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> Any:
        self.started = time.monotonic()
        self.reached: set[str] = set()
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> Any:
        if cell.cell_type != "code":
            return cell, resources
        if "demo" in cell.metadata.get("tags", []) and not self.demo and not is_grade(cell):
            cell.outputs = []
            return cell, resources
        if time.monotonic() - self.started > self.budget:
            raise BudgetSpent
        result = super().preprocess_cell(cell, resources, index)
        self.reached.add(cell.id)
        return result


def run(text: str, limits: Limits) -> Executed:
    """Execute a notebook in an empty folder. Never raises for what the notebook does.

    Args:
        text: the notebook as JSON, restored (`autograde.restore`).
    """
    notebook = nbformat.reads(text, as_version=4)
    begin = time.monotonic()
    stopped = ""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["IPYTHONDIR"] = os.path.join(folder, "ipython")
        os.environ[PRELOAD] = "tensorflow" if re.search(r"\b(tensorflow|keras)\b", text) else ""
        work = os.path.join(folder, "work")
        os.mkdir(work)
        executor = _executor(limits, folder)
        try:
            executor.preprocess(notebook, {"metadata": {"path": work}})
        except BudgetSpent:
            stopped = f"the submission used up its {limits.submission_seconds:g} s"
        except DeadKernelError:
            stopped = "the Python process ended (exit, crash or out of memory)"
        except CellTimeoutError:
            stopped = "a cell went on after it was told to stop"
        except Exception as error:
            stopped = f"execution stopped: {type(error).__name__}: {error}"
    _settle(notebook, executor.reached, stopped)
    # Half a surrogate pair can be printed by students' code, and be written to no file.
    text = nbformat.writes(notebook).encode("utf-8", "replace").decode()
    return Executed(text, time.monotonic() - begin, stopped)


def _executor(limits: Limits, folder: str) -> Execute:
    executor = Execute(
        config=kernel_config(folder),
        kernel_name="python3",
        timeout=limits.cell_seconds,
        iopub_timeout=limits.cell_seconds,  # also how long an interrupted cell may go on
        demo=limits.demo,
        budget=limits.submission_seconds,
        error_on_timeout={
            "ename": "CellTimeoutError",
            "evalue": f"stopped after {limits.cell_seconds} s: an endless loop, or far too slow",
            "traceback": [],
        },
    )
    executor.log.setLevel("CRITICAL")
    return executor


def _settle(notebook: NotebookNode, reached: set[str], stopped: str) -> None:
    """What nbgrader shall score: a test that did not run fails; a warning costs nothing.

    nbgrader gives full points to a test cell without outputs, none to one that wrote to stderr,
    as libraries do when they warn, and those that a result before the error claims.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            _shorten(output)
        if cell.cell_type != "code" or not is_grade(cell):
            continue
        if cell.id not in reached:
            cell.outputs = [
                nbformat.v4.new_output(
                    "error", ename="NotRun", evalue=stopped or "this cell did not run", traceback=[]
                )
            ]
        cell.outputs = sorted(
            (o for o in cell.outputs if not (o.output_type == "stream" and o.name == "stderr")),
            key=lambda output: output.output_type != "error",
        )


def _shorten(output: NotebookNode) -> None:
    """Nobody reads megabytes of prints, and the notebook would be too large to open."""
    if output.output_type == "error":
        output.evalue, output.traceback = _cut(output.evalue), [_cut(t) for t in output.traceback]
    elif output.output_type == "stream":
        output.text = _cut(output.text)
    else:
        for kind, value in output.data.items():
            if kind.startswith("text/") and isinstance(value, str):
                output.data[kind] = _cut(value)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "\n[cut here: too long]"
