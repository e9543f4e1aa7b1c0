"""What a submission may use: charged for what it did, watched by one loop that waits for nobody."""

import sys

import nbformat
import pytest
from classroom import MODE
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.autograde import taskgroup
from course_utils.autograde.execute import Executed, Limits, run, run_together
from course_utils.autograde.session import WENT_ON

pytestmark = pytest.mark.skipif(not MODE.sandbox, reason="boxes need bubblewrap")


def notebook(*cells: str) -> str:
    made = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    text: str = nbformat.writes(made)
    return text


def shown(done: Executed) -> list[str]:
    """What each cell printed, or the name of its error."""
    cells = nbformat.reads(done.text, as_version=4).cells
    return ["".join(o.get("text", o.get("ename", "")) for o in c.outputs).strip() for c in cells]


GOES_ON = "import time\nwhile True:\n    try: time.sleep(99)\n    except BaseException: pass"


def test_a_cell_that_goes_on_is_left_out_and_the_rest_runs() -> None:
    done = run(
        notebook("x = 6\nprint('first')", GOES_ON, "print(7 * x)", GOES_ON, "print(x)"),
        Limits(cell_seconds=2),
    )
    assert shown(done) == ["first", "CellTimeoutError", "42", "CellTimeoutError", "6"]
    assert (done.stopped, done.notes, done.limited) == ("", (WENT_ON,), True)


def test_notebooks_of_an_assignment_share_a_folder_and_nothing_else() -> None:
    first = notebook("x = 1\nopen('left.txt', 'w').write('from a')", "import os; os._exit(0)")
    second = notebook("print('x' in globals(), open('kept.txt').read())", "print(open('n').read())",
                      "open('n', 'w').write('from b')")  # fmt: skip
    third = notebook("%run b.ipynb", "print(open('n').read())")
    files = {"kept.txt": b"kept", "b.ipynb": notebook("print('ran b')").encode()}
    a, b, c = run_together([first, second, third], files=files)
    assert a.stopped == "the Python process ended itself (exit code 0)"
    assert shown(b) == ["False kept", "FileNotFoundError", ""]
    assert shown(c) == ["ran b", "from b"]


CHILDREN = """
import os, time
begun = 0
for _ in range(400):
    try:
        child = os.fork()
    except OSError:
        break
    if not child:
        time.sleep(20)
        os._exit(0)
    begun += 1
print(begun)
time.sleep(20)
"""


def test_more_processes_than_allowed_end_it() -> None:
    done = run(notebook(CHILDREN), Limits(cell_seconds=60, tasks=100))
    assert done.stopped == "more than 100 processes and threads"
    assert done.limited


@pytest.mark.skipif(taskgroup.make(1) is None, reason="no cgroups can be made here")
def test_the_kernel_itself_ends_a_bomb() -> None:
    """Whoever watches may be late: here nobody does."""
    unwatched = Limits(cell_seconds=60, tasks=sys.maxsize, memory_bytes=10**12)
    done = run(notebook(CHILDREN), unwatched)
    assert done.stopped == ""
    (told,) = shown(done)
    assert 250 < int(told) < 300


FILES = "for i in range(3000): open(f'f{i}', 'w').close()\nimport time; time.sleep(20)"
SHARED = """
import os, time
held = bytearray(os.urandom(1) * 400_000_000)
for _ in range(6):
    if not os.fork():
        sum(held[::4096])
        time.sleep(2)
        os._exit(0)
for _ in range(6):
    os.wait()
print('all', len(held))
"""


def test_files_count_even_empty_ones() -> None:
    assert run(notebook(FILES), Limits(inodes=1000)).stopped == "more than 1000 files"


def test_pages_that_forks_share_count_once() -> None:
    done = run(notebook(SHARED), Limits(memory_bytes=1_200_000_000))
    assert (shown(done), done.stopped) == (["all 400000000"], "")


def test_outputs_of_a_submission_are_bounded_together() -> None:
    loud = "import io, numpy as np, matplotlib.pyplot as plt\n"
    loud += "from IPython.display import Image, display\nfile = io.BytesIO()\n"
    loud += "plt.imsave(file, np.random.rand(650, 650, 3))\n"
    loud += "for _ in range(4): display(Image(file.getvalue()))"
    done = run(notebook(*[loud] * 4, "1 / 0"))
    assert len(done.text) < 22_000_000
    assert any("outputs left out" in note for note in done.notes)
    assert shown(done)[-1] == "ZeroDivisionError"
