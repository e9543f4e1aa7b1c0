"""A student's process: a fork of a warm parent, in a box, that behaves like a Jupyter kernel."""

import contextlib
import sys
import time

import nbformat
import pytest
from classroom import MODE, NO_WALLS
from nbformat import NotebookNode

from course_utils.autograde import sandbox, warm
from course_utils.autograde.execute import Limits, Mode, run
from course_utils.autograde.remote import frames

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="warm processes need Linux")


def cells(*sources: str, mode: Mode = MODE, seconds: float = 30) -> list[str]:
    """What each cell prints or shows, or the name of the error that ended it."""
    made = [nbformat.v4.new_code_cell(source) for source in sources]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=made))
    ran = run(text, Limits(cell_seconds=seconds), mode)
    assert ran.stopped == ""
    return [told(cell.outputs) for cell in nbformat.reads(ran.text, as_version=4).cells]


def told(outputs: list) -> str:
    errors = [o.ename for o in outputs if o.output_type == "error"]
    shown = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs]
    return errors[-1] if errors else "".join(shown).strip()


def test_it_has_the_libraries_already() -> None:
    assert cells("import sys; print('scipy.special' in sys.modules)") == ["True"]


def test_nothing_passes_from_one_submission_to_the_next() -> None:
    change = (
        "import numpy as np, os, pathlib; np.left_here = 1; os.environ['LEFT'] = '1'\n"
        "(pathlib.Path.home() / 'left').write_text('1'); print('done')"
    )
    assert cells(change) == ["done"]
    look = (
        "import numpy as np, os, pathlib\n"
        "print(hasattr(np, 'left_here'), 'LEFT' in os.environ)\n"
        "print((pathlib.Path.home() / 'left').exists())"
    )
    assert cells(look) == ["False False\nFalse"]


def test_unseeded_random_numbers_differ_between_submissions() -> None:
    draw = "import random, numpy as np; print(random.random(), np.random.rand())"
    assert cells(draw) != cells(draw)


def test_an_endless_loop_is_interrupted_and_the_next_cell_runs() -> None:
    assert cells("while True: pass", "print('on')", seconds=1) == ["CellTimeoutError", "on"]


def test_tensorflow_trains() -> None:
    train = """
import keras, numpy as np
model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
x = np.ones((8, 4)); losses = model.fit(x, x[:, :1], epochs=3, verbose=0).history["loss"]
print(losses[-1] < losses[0])
"""
    assert cells("import sys; print('tensorflow' in sys.modules)", train) == ["True", "True"]


def test_figures_are_shown() -> None:
    made = nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[made]))
    (cell,) = nbformat.reads(run(text, mode=MODE).text, as_version=4).cells
    assert any("image/png" in output.get("data", {}) for output in cell.outputs)


@pytest.mark.skipif(bool(NO_WALLS), reason=NO_WALLS)
@pytest.mark.parametrize("walls", [True, False])
def test_a_cold_start_gives_the_same(monkeypatch: pytest.MonkeyPatch, walls: bool) -> None:
    sources = "import numpy as np\nprint(np.arange(3).sum())", "1 / 0"
    warmly = cells(*sources, mode=Mode(sandbox=walls))
    monkeypatch.setattr(warm, "parent", lambda module: None)
    assert cells(*sources, mode=Mode(sandbox=walls)) == warmly == ["3", "ZeroDivisionError"]


def test_nothing_is_left_when_it_ends() -> None:
    child = warm.start("student", walls=MODE.sandbox)
    pids = [child.pid, child.waiter, *([child.box.process.pid] if child.box else [])]
    assert all(map(sandbox.is_alive, pids))
    child.close()
    end = time.monotonic() + 5
    while any(map(sandbox.is_alive, pids)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(sandbox.is_alive, pids))


def asked(child: warm.Child, source: str) -> str:
    """What a cell prints in a process that was just started."""
    for order in ({"folder": f"{child.home}/work", "files": {}}, {"do": "run", "source": source}):
        frames.send(child.channel, frames.ORDER, frames.pack(order))
    reply = frames.unpack(frames.receive(child.channel)[1])
    return told([NotebookNode(output) for output in reply["outputs"]])


def test_the_next_notebook_finds_the_files_of_the_one_before_and_nothing_else() -> None:
    first = warm.start("student", walls=MODE.sandbox)
    leave = (
        "import pathlib, subprocess, sys\n"
        "kept = 1; pathlib.Path('table.csv').write_text('1,2')\n"
        "print(subprocess.Popen([sys.executable, '-c', 'while True: pass']).pid)"
    )
    other = asked(first, leave)
    second = warm.start("student", walls=MODE.sandbox, after=first)
    look = (
        "import os, pathlib\n"
        "print(pathlib.Path('table.csv').read_text(), 'kept' in dir())\n"
        f"print(os.path.exists('/proc/{other}'))"
    )
    assert asked(second, look) == "1,2 False\nFalse"
    assert not sandbox.is_alive(first.pid)
    second.close()


@pytest.mark.skipif(not MODE.sandbox, reason="no walls here")
def test_who_ends_the_shell_that_holds_up_the_box_loses_the_files() -> None:
    first = warm.start("student")
    with contextlib.suppress(EOFError):  # it may end with it
        asked(first, "import os\nopen('x', 'w')\nfor p in range(2, os.getpid()): os.kill(p, 9)")
    second = warm.start("student", after=first)
    assert asked(second, "import os; print(os.listdir())") == "[]"
    second.close()


def test_a_warm_parent_that_was_killed_is_replaced() -> None:
    first = warm.parent("")
    assert first is not None
    first.process.kill()
    first.process.wait()
    assert cells("print('on')") == ["on"]


def test_a_graded_cell_that_the_student_writes_runs_where_their_other_cells_do() -> None:
    theirs = nbformat.v4.new_code_cell("%precision 2\n3.14159")  # a magic: no test may use one
    theirs.metadata["nbgrader"] = {
        "grade": True, "solution": True, "locked": False, "task": False, "points": 2,
        "grade_id": "essay", "schema_version": 3, "cell_type": "code",
    }  # fmt: skip
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[theirs]))
    (cell,) = nbformat.reads(run(text, mode=MODE).text, as_version=4).cells
    assert told(cell.outputs) == "3.14"
