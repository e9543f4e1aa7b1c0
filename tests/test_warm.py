"""Kernels forked from a warm parent behave like kernels started cold."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import Executor

import nbformat
import pytest

from course_utils.autograde.execute import Limits, run
from course_utils.autograde.grade import pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="warm kernels need Linux")


@pytest.fixture(scope="module")
def worker() -> Iterator[Executor]:
    """One grading worker, as `course grade` starts it."""
    with pool(1) as executor:
        yield executor


def outputs(worker: Executor, *sources: str, seconds: int = 30) -> list[str]:
    """What each cell prints, or the name of the error that ended it."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    ran = worker.submit(run, text, Limits(cell_seconds=seconds)).result()
    assert ran.stopped == ""
    told = []
    for cell in json.loads(ran.text)["cells"]:
        errors = [o["ename"] for o in cell["outputs"] if o["output_type"] == "error"]
        printed = "".join("".join(o.get("text", "")) for o in cell["outputs"])
        told.append(errors[-1] if errors else printed.strip())
    return told


def test_the_kernel_is_a_fork_that_has_the_libraries_already(worker: Executor) -> None:
    parent, loaded = outputs(
        worker,
        "import os; print(open(f'/proc/{os.getppid()}/cmdline').read().replace(chr(0), ' '))",
        "import sys; print('scipy.special' in sys.modules)",
    )
    assert "course_utils.autograde.warm" in parent
    assert loaded == "True"


def test_nothing_passes_from_one_submission_to_the_next(worker: Executor) -> None:
    change = "import numpy as np, os; np.left_here = 1; os.environ['LEFT'] = '1'; print('done')"
    assert outputs(worker, change) == ["done"]
    look = "import numpy as np, os; print(hasattr(np, 'left_here'), 'LEFT' in os.environ)"
    assert outputs(worker, look) == ["False False"]


def test_unseeded_random_numbers_differ_between_submissions(worker: Executor) -> None:
    draw = "import random, numpy as np; print(random.random(), np.random.rand())"
    assert outputs(worker, draw) != outputs(worker, draw)


def test_an_endless_loop_is_interrupted_and_the_next_cell_runs(worker: Executor) -> None:
    assert outputs(worker, "while True: pass", "print('on')", seconds=2) == [
        "CellTimeoutError",
        "on",
    ]


def test_tensorflow_trains_in_the_fork(worker: Executor) -> None:
    train = """
import keras, numpy as np
model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
x = np.ones((8, 4)); losses = model.fit(x, x[:, :1], epochs=3, verbose=0).history["loss"]
print(losses[-1] < losses[0])
"""
    assert outputs(worker, "import sys; print('tensorflow' in sys.modules)", train) == [
        "True",
        "True",
    ]
