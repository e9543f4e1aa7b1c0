"""A student's process does what a Jupyter kernel does: both run the same cells, side by side."""

import re
import sys
from pathlib import Path

import nbformat
import pytest
from classroom import MODE
from nbclient import NotebookClient
from nbformat import NotebookNode

from course_utils.autograde.execute import Limits, Mode, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="warm processes need Linux")

# One cell a block; blocks with the same subject stand together.
SAME = r"""
import numpy as np
%matplotlib inline
import matplotlib.pyplot as plt
plt.plot([1, 2]);
#--
%matplotlib agg
print(plt.get_backend())
#--
%matplotlib widget
#--
%matplotlib notebook
plt.plot([1, 2]); plt.show()
#--
%matplotlib tk
#--
%pylab inline
print(arange(3))
#--
plt.switch_backend("agg"); print(plt.get_backend())
#--
%%capture got
%matplotlib inline
plt.plot([3, 4]); plt.show(); print("hidden")
#--
got.stdout, len(got.outputs)
#--
type(get_ipython()).__name__, type(get_ipython().kernel).__name__
#--
from comm import create_comm
channel = create_comm(target_name="x"); channel.send({"a": 1}); channel.close()
#--
import ipywidgets
box = ipywidgets.Output()
with box: pass
ipywidgets.Button(description="press"), box
#--
%env FOO=1
import os, sys
os.environ["FOO"], os.environ["NBGRADER_EXECUTION"]
#--
here = os.getcwd()
%cd -q /
%cd -q -
print(os.getcwd() == here)
os.path.exists("script.py")
#--
%%writefile script.py
y = 5
print("ran")
#--
%run script.py
y
#--
%config IPCompleter.greedy
%load_ext autoreload
%autoreload 2
#--
%load_ext no_such_extension
#--
%no_such_magic
#--
%xmode Minimal
1 / 0
#--
%xmode Context
#--
%precision 2
3.14159
#--
%%bash
echo from bash
#--
!exit 3
#--
_exit_code
#--
lines = !echo captured
lines
#--
1 + 1
#--
1 + 1;
#--
_, __, Out[max(Out)], In[1][:12], _i, __name__
#--
print("out"); print("err", file=sys.stderr)
#--
import time
os.write(1, b"raw\n"); os.write(2, b"err\n"); os.system("echo program"); time.sleep(0.2)
#--
import subprocess
subprocess.run(["echo", "to a terminal that nobody reads"], stdout=sys.stdout);
#--
sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.name, hasattr(sys.stdout, "buffer")
#--
import faulthandler
faulthandler.enable(); faulthandler.is_enabled()
#--
import logging
logging.warning("careful")
#--
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()) as caught: print("caught")
caught.getvalue()
#--
from tqdm.auto import tqdm
tqdm.__module__
#--
import asyncio
async def seven(): return 7
await seven(), asyncio.get_event_loop().is_running()
#--
waiting = seven()
asyncio.run(waiting)
#--
await waiting
#--
asyncio.get_event_loop().run_forever()
#--
task = asyncio.create_task(seven())
#--
await task
#--
input("your name? ")
#--
import getpass
getpass.getpass()
#--
from unittest import mock
def ask(): return input("?")
with mock.patch("builtins.input", side_effect=["1", "2"]): print(ask(), ask())
#--
import builtins
builtins.input = lambda *_: "3"
ask()
#--
ask()
#--
input = lambda *_: "4"
#--
ask()
#--
del input
breakpoint()
#--
from multiprocessing import Pool
def double(x):
    print("in a process"); return 2 * x
with Pool(1) as pool: print(pool.map(double, [1]))
#--
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as pool: list(pool.map(print, ["in a thread"]))
#--
import signal
def late(*_): raise TimeoutError("late")
signal.signal(signal.SIGALRM, late); signal.setitimer(signal.ITIMER_REAL, 0.05)
while True: pass
#--
sys.exit(3)
#--
raise SystemExit
#--
seen = []
def listener(result): seen.append(result.success)
get_ipython().events.register("post_run_cell", listener)
#--
get_ipython().events.unregister("post_run_cell", listener); seen
#--
def boom(): raise ValueError("no")
boom()
#--
import no_such_module
after = 1
#--
after
#--
def broken(x)
    return x
#--
import inspect, linecache, pickle, typing
from dataclasses import dataclass
@dataclass
class Point:
    x: "int" = 3
print(inspect.getsource(boom), boom.__code__.co_filename in linecache.cache)
print(pickle.loads(pickle.dumps(boom)).__name__, pickle.loads(pickle.dumps(Point())))
typing.get_type_hints(Point)
#--
from IPython.display import HTML, Markdown, clear_output, display
display(HTML("<b>b</b>"), Markdown("*m*"), "s")
#--
handle = display("first", display_id=True); handle.update("second")
#--
print("gone"); clear_output(); print("stays")
#--
print("gone"); clear_output(wait=True); print("stays")
#--
print("stays, as nothing comes after it"); clear_output(wait=True)
#--
class Rich:
    def _repr_html_(self): return "<i>r</i>"
    def __repr__(self): return "plain"
Rich()
#--
class Bad:
    def __repr__(self): raise RuntimeError("no repr")
Bad()
#--
np.seterr(all="raise")
import decimal; decimal.getcontext().prec = 5
#--
np.geterr()["divide"], decimal.getcontext().prec
#--
get_ipython().ast_node_interactivity = "all"
#--
1
2
#--
sys.displayhook(5)
#--
%reset -f
"np" in dir()
""".strip().split("\n#--\n")


def shown(cell: NotebookNode) -> list[str]:
    """What is to be seen of a cell: stdout, stderr (when they are sent is a matter of chance in a
    kernel; without colours), and the rest in order."""
    seen = ["", ""]
    for output in cell.outputs:
        if output.output_type == "stream":
            text = re.sub(r"\x1b\[[0-9;]*m|\r", "", output.text)
            seen[output.name == "stderr"] += text
        elif output.output_type == "error" and output.ename == "UsageError":
            pass  # of a magic: a kernel only prints it
        elif output.output_type == "error":
            seen.append(f"{output.ename}: {output.evalue}")
        else:
            seen.append(output.data.get("text/plain", ""))
    return seen


def notebook(*sources: str) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])


def ours(*sources: str, mode: Mode = MODE) -> list[NotebookNode]:
    ran = run(nbformat.writes(notebook(*sources)), Limits(), mode)
    assert ran.stopped == ""
    cells: list[NotebookNode] = nbformat.reads(ran.text, as_version=4).cells
    return cells


def test_every_cell_shows_what_it_shows_in_a_jupyter_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel shows less below pytest
    theirs = notebook(*SAME)
    NotebookClient(theirs, allow_errors=True, resources={"metadata": {"path": tmp_path}}).execute()
    differ = {
        mine.source: (shown(their), shown(mine))
        for their, mine in zip(theirs.cells, ours(*SAME), strict=True)
        if shown(their) != shown(mine)
    }
    assert differ == {}


def last(*sources: str) -> list[str]:
    return shown(ours(*sources)[-1])


def test_what_is_printed_keeps_its_order_whoever_prints_it() -> None:
    """Unlike in a kernel, where a thread reads what programs print."""
    printing = "import os\nprint('a')\nos.system('echo b')\nprint('c')\nos.write(1, b'd')"
    assert last(printing + "\nif not os.fork(): print('e'); os._exit(0)\nos.wait();")[0] == (
        "a\nb\nc\nde\n"
    )


def test_a_cell_may_show_much_but_not_everything() -> None:
    (text,) = last("import os\nfor _ in range(300): os.system('yes | head -c 1000')")[:1]
    assert len(text) <= 20_100
    assert text.endswith("[cut here: too long]")
    many = ours("from IPython.display import display\nfor i in range(1000): display(i)")
    assert len(many[0].outputs) == 200
    updated = (
        "from IPython.display import display\nshown = display('first', display_id=True)\n"
        "for i in range(40): shown.update('x' * 1_000_000)"
    )
    assert len(last(updated)[2]) <= 20_100


def test_quit_and_what_stops_the_event_loop_end_their_cell_only() -> None:
    cells = ours("quit()", "import asyncio\nasyncio.get_event_loop().stop()", "print('on')")
    assert [shown(cell) for cell in cells] == [["", ""], ["", ""], ["on\n", ""]]


def test_a_cell_that_awaits_for_ever_is_stopped_and_the_next_one_runs() -> None:
    text = nbformat.writes(notebook("import asyncio\nawait asyncio.sleep(1000)", "print('on')"))
    ran = run(text, Limits(cell_seconds=1), MODE)
    first, second = nbformat.reads(ran.text, as_version=4).cells
    assert first.outputs[-1].ename == "CellTimeoutError"
    assert shown(second) == ["on\n", ""]


def test_who_breaks_the_kernel_passes_no_test_by_that() -> None:
    for way in (
        "type(get_ipython().kernel).do_execute = None",
        "get_ipython().kernel.set_parent = None",
        "get_ipython().kernel.session.send = lambda *_, **__: 1 / 0",
        "import sys; sys.stdout = sys.stderr = None",
        "import builtins; builtins.print = builtins.input = None; del builtins.len",
    ):
        graded = nbformat.v4.new_code_cell("raise ValueError('this test fails')")
        graded.metadata["nbgrader"] = GRADED
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(way), graded])
        ran = run(nbformat.writes(made), Limits(), Mode(MODE.sandbox, isolated=False))
        assert "error" in [o.output_type for o in nbformat.reads(ran.text, 4).cells[1].outputs], way


def test_a_test_says_why_a_name_is_missing() -> None:
    graded = nbformat.v4.new_code_cell("assert relu(2.0) == 2.0")
    graded.metadata["nbgrader"] = GRADED
    told = {}
    for answer in (
        "def relu(x)\n    return max(x, 0)",
        "from no_such_library import drive\ndef relu(x): return max(x, 0)",
        "import no_such_library, numpy as np",
    ):
        cells = [nbformat.v4.new_code_cell(answer)]
        if "def" not in answer:
            cells.append(nbformat.v4.new_code_cell("def relu(x): return np.maximum(x, 0)"))
        ran = run(nbformat.writes(nbformat.v4.new_notebook(cells=[*cells, graded])), mode=MODE)
        (error,) = nbformat.reads(ran.text, as_version=4).cells[-1].outputs
        told[answer.split()[0]] = f"{error.ename}: {error.evalue}"
    missing = "its cell stopped at line 1: ModuleNotFoundError: No module named 'no_such_library'"
    assert told == {
        "def": "SyntaxError: line 1 of your answer: expected ':'",
        "from": f"NameError: relu is not defined: {missing}",
        "import": f"NameError: name 'np' is not defined: {missing} (line 1 of the answer)",
    }


@pytest.mark.parametrize("isolated", [True, False])
def test_a_test_answers_what_a_function_asks(isolated: bool) -> None:
    """By a mock, by assignment; afterwards nobody answers."""
    graded = nbformat.v4.new_code_cell(
        "from unittest import mock\n"
        "with mock.patch('builtins.input', side_effect=['1', '2']) as asked:\n"
        "    assert (ask('a?'), ask('b?')) == (1, 2)\n"
        "assert asked.call_args_list == [mock.call('a?'), mock.call('b?')]\n"
        "input = lambda question: '3'\nassert ask('c?') == 3"
    )
    graded.metadata["nbgrader"] = GRADED
    alone = nbformat.v4.new_code_cell("print(input('?'))")
    answer = nbformat.v4.new_code_cell("def ask(question): return int(input(question))")
    made = nbformat.v4.new_notebook(cells=[answer, graded, alone] if isolated else [answer, graded])
    ran = run(nbformat.writes(made), Limits(), Mode(MODE.sandbox, isolated))
    after = nbformat.reads(ran.text, as_version=4).cells
    assert not [o for o in after[1].outputs if o.output_type == "error"], after[1].outputs
    if isolated:  # in the kernel the test's own `input` stays, as in a notebook
        assert after[2].outputs[0].ename == "StdinNotImplementedError"


def test_in_the_kernel_a_test_may_use_all_of_it() -> None:
    graded = nbformat.v4.new_code_cell(
        "%matplotlib inline\nfrom unittest import mock\n"
        "with mock.patch('builtins.input', return_value='5'): assert ask() == 5\n"
        "!echo done"
    )
    graded.metadata["nbgrader"] = GRADED
    answer = nbformat.v4.new_code_cell("def ask(): return int(input('?'))")
    made = nbformat.v4.new_notebook(cells=[answer, graded])
    ran = run(nbformat.writes(made), Limits(), Mode(MODE.sandbox, isolated=False))
    assert shown(nbformat.reads(ran.text, as_version=4).cells[1]) == ["done\n", ""]


GRADED = {
    "grade": True, "solution": False, "locked": True, "task": False, "points": 2,
    "grade_id": "test_it", "schema_version": 3, "cell_type": "code",
}  # fmt: skip
