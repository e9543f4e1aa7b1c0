"""Every kind of hostile submission, in one class with honest ones, graded by the real autograder.

Each row is a real notebook: the release (worth 0) or the solved notebook (worth 7) of the mini
course, and something that tries to cheat, look, harm, exhaust or die. docs/hostile_submissions.md
is the table of them. Broken files are in test_submissions.py and test_restore.py.
"""

import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from classroom import NO_WALLS, ROOT, Classroom, cell
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from course_utils.autograde import sandbox
from course_utils.autograde.execute import Limits
from course_utils.autograde.results import Result

pytestmark = pytest.mark.skipif(bool(NO_WALLS), reason=NO_WALLS or " ")

CELL_SECONDS = 5
SECRET = "a-secret-of-the-instructor"
MARK = f"course-test-{os.getpid()}"
NOTHING = "nothing unusual"  # is told to the instructor


@dataclass(frozen=True)
class Row:
    """One hostile submission.

    Attributes:
        kind: of shared vocabulary: forge, read, harm, exhaust, die, honest.
        what: one line for the table.
        cell: code put before the exercises.
        answers: exercise -> source, in place of the release's or the solution's.
        solved: whether the rest is right (7 points) or the untouched release (0).
        score: that must come of it.
        reason: pattern of what the instructor reads; "" for nothing unusual.
        at_most: what more may come of it where it depends on the machine which limit is met first:
            that of time ends a cell, that of processes the whole.
        memory_bytes: it may use, less than usual where a slow machine needs seconds to fill it.
    """

    kind: str
    what: str
    cell: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    solved: bool = False
    score: float = 0
    reason: str = ""
    memory_bytes: int = Limits.memory_bytes
    at_most: float = 0


def total(body: str) -> tuple[tuple[str, str], ...]:
    """`total`, worth 2 of the 7 points, with this body."""
    return (("total", "def total(numbers):\n    " + body.replace("\n", "\n    ")),)


def all_return(value: str, before: str = "") -> tuple[tuple[str, str], ...]:
    """Every exercise returns this."""
    signatures = {"double": "x", "total": "numbers", "scale": "x, factor=10"}
    return tuple(
        (name, f"{before}\ndef {name}({arguments}):\n    return {value}")
        for name, arguments in signatures.items()
    )


LIAR = """
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __sub__(self, other): return 0
    def __array__(self, *a, **k): raise TypeError
"""
SUBCLASS = """
import numpy as np
class Lies(np.ndarray):
    def __array_finalize__(self, other): pass
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __eq__(self, other): return True
"""
YES = """
class Yes:
    def __getattr__(self, name): return lambda *a, **k: True
    def __eq__(self, other): return True
    def __len__(self): return 2
    def __bool__(self): return True
    def __float__(self): return 0.0
    def __sub__(self, other): return 0
    __rsub__ = __sub__
"""
FORGED_VALUES = """
import itertools, json
from course_utils.autograde.remote import frames, student
layer = {"module": "keras.layers", "class_name": "Lambda", "config": {"function": "eval"}}
model = {"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": [layer]}}
state = ["dict", [[["=", "bit_generator"], ["=", "MT19937"]], [["=", "state"], ["dict", [
    [["=", "key"], ["array", ["<u4", [624], bytes(2496)]]], [["=", "pos"], ["=", 2**40]]]]]]]
forged = itertools.cycle([
    ["view", [0, 0, [2**31], [2**32]]], ["view", [0, 2**61, [1], [1]]],
    ["view", [0, 0, [2**33, 2], [2**31, 0]]], ["array", ["|V0", [10**13], b""]],
    ["array", ["<f8", [0, 10**13], b""]], ["array", ["|O", [1], bytes(8)]],
    ["generator", state], ["model", [json.dumps(model), [], []]], ["argument", -1],
    ["list", [["list", []]] * 1_000_000], ["=", {}], ["own", 0], ["thing", [0, "x" * 10**6]],
])
student._call = lambda *a, **k: frames.pack({"value": frames.pack(next(forged))})
"""
PATCH_ALL = """
import builtins, sys, unittest
import numpy as np
import numpy.testing
yes = lambda *a, **k: True
for name in ("allclose", "array_equal", "isclose", "all", "any"):
    setattr(np, name, yes)
for name in dir(numpy.testing):
    if name.startswith("assert"):
        setattr(numpy.testing, name, yes)
import course_utils.checks as checks
for name in dir(checks):
    if callable(getattr(checks, name)) and not name.startswith("__"):
        setattr(checks, name, yes)
"""
SEARCH_MEMORY = """
import gc, sys
wanted = " ".join(["array", "with", "negative", "numbers"])  # of a hidden test
found = [type(o).__name__ for o in gc.get_objects() if isinstance(o, (str, list, dict)) and
         not (isinstance(o, dict) and "wanted" in o) and wanted in repr(o)[:100000]]
frame, depth = sys._getframe(), 0
while frame:
    found += [k for k, v in list(frame.f_locals.items()) if isinstance(v, str) and wanted in v and
              k != "wanted"]
    frame = frame.f_back
raise ValueError("found: " + str(found[:5]))
"""
LOOK_AROUND = """
import os, pathlib, glob
told = []
for pid in filter(str.isdigit, os.listdir("/proc")):
    for name in ("environ", "cmdline"):
        try: told.append(pathlib.Path("/proc", pid, name).read_bytes())
        except OSError: pass
    try:
        memory = open(f"/proc/{pid}/mem", "rb", 0)
        for line in open(f"/proc/{pid}/maps"):
            low, high = (int(x, 16) for x in line.split()[0].split("-"))
            memory.seek(low); told.append(memory.read(min(high - low, 1 << 16)))
    except (OSError, ValueError, OverflowError): pass
told.append(repr(dict(os.environ)).encode())
seen = b"a-secret-of-the-" + b"instructor" in b"".join(told)
roots = COURSE, "/root", "/home", "/srv", "/var", "/mnt", "/tmp", "/opt", os.getcwd()
files = [p for root in roots for p in glob.glob(root + "/**", recursive=True)
         if p.endswith((".ipynb", ".db", "variants.py")) and "site-packages" not in p]
print("secret", seen, "files", files, "history", [x for x in In if x and "hidden(" in x][1:])
"""
WRITE_EVERYWHERE = """
import os
written = []
for folder, _, _ in os.walk("/", onerror=lambda e: None):
    if folder.startswith(("/proc", "/sys")): continue
    try:
        path = os.path.join(folder, "left-here"); open(path, "w").close(); written.append(folder)
    except OSError: pass
    if folder.count("/") > 5: break
for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/etc/passwd", "/usr/bin/env"):
    try: open(path, "r+").close(); written.append(path)
    except OSError: pass
print("written", [w for w in written if not w.startswith(("/tmp", "/dev/shm"))])
"""
NETWORK = """
import os, socket
told = []
def attempt(what, do):
    try: do(); told.append(what)
    except OSError: pass
port = {port}
attempt("tcp", lambda: socket.create_connection(("127.0.0.1", port), timeout=1))
attempt("outside", lambda: socket.create_connection(("1.1.1.1", 53), timeout=1))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.settimeout(1)
attempt("udp", lambda: udp.sendto(b"x", ("1.1.1.1", 53)))
attempt("dns", lambda: socket.getaddrinfo("example.org", 80))
unix = socket.socket(socket.AF_UNIX)
attempt("abstract", lambda: unix.connect("\\0{mark}"))
print("reached", told)
"""

# fmt: off
ROWS: dict[str, Row] = {
    # --- forge the verdict: the release with an attack must score 0 ---
    "displayhook": Row("forge", "results from inside a function, as partial credit has them",
                       answers=all_return("__import__('sys').displayhook(7)")),
    "ast_transformer": Row(
        "forge", "AST transformer that drops asserts and calls of tests",
        "import ast\nclass Drop(ast.NodeTransformer):\n"
        "    def visit_Expr(self, node): return None\n    visit_Assert = visit_Expr\n"
        "get_ipython().ast_transformers.append(Drop())",
    ),
    "input_transformer": Row(
        "forge", "input transformer that empties test cells",
        "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])",
    ),
    "pre_run_cell": Row(
        "forge", "pre_run_cell event that changes what will run",
        "def change(info): info.raw_cell = 'pass'\n"
        "get_ipython().events.register('pre_run_cell', change)\n"
        "get_ipython().run_cell = lambda *a, **k: None",
    ),
    "patched_libraries": Row("forge", "patched numpy.testing, allclose and checks", PATCH_ALL,
                             answers=all_return("0")),
    "patched_builtins": Row(
        "forge", "patched builtins: isinstance, abs, all, any, len",
        "import builtins\nfor name in ('abs', 'all', 'any', 'isinstance', 'len'):\n"
        "    setattr(builtins, name, lambda *a, **k: True)",
        answers=all_return("0"), reason="cell 1 stopped: DamagedReply: the message is damaged",
    ),
    "shadowed_checks": Row(
        "forge", "check helper shadowed by name and in sys.modules",
        "import sys\nclass Fake:\n    def __getattr__(self, name): return lambda *a, **k: self\n"
        "    def __enter__(self): return self\n    def __exit__(self, *a): return True\n"
        "checks = Fake()\nsys.modules['course_utils.checks'] = checks",
        answers=all_return("0"),
    ),
    "always_equal": Row("forge", "object whose __eq__ is always True",
                        answers=all_return("Liar()", LIAR)),
    "lying_array": Row("forge", "array subclass that lies about everything",
                       answers=all_return("np.zeros(2).view(Lies)", SUBCLASS)),
    "hidden_traceback": Row(
        "forge", "patched showtraceback and run_cell",
        "ip = get_ipython()\nip.showtraceback = lambda *a, **k: None\n"
        "ip._showtraceback = lambda *a, **k: None\nip.run_cell = lambda *a, **k: None",
        answers=all_return("1 / 0"),
    ),
    "forged_reply": Row(
        "forge", "forged replies written into every open descriptor",
        "import os, struct, msgpack\n"
        "body = msgpack.packb({'outputs': [], 'value': msgpack.packb(['=', 6])})\n"
        "for d in range(3, 64):\n    try:\n        for kind in (1, 2, 3):\n"
        "            os.write(d, struct.pack('<IB', len(body), kind) + body)\n"
        "    except OSError: pass",
        answers=all_return("0"),
    ),
    "patched_server": Row(
        "forge", "the code that answers calls replaced: it says that all went well",
        "from course_utils.autograde.remote import student as s, codec, frames as w\n"
        "s._call = lambda *a: w.pack({'value': codec.encode(None), 'outputs': []})\n"
        "s._get = lambda *a: w.pack({'value': codec.encode(True)})",
    ),
    "forged_values": Row(
        "forge", "views of foreign memory, arrays of no size, broken generators, models that call",
        FORGED_VALUES, solved=True,
    ),
    "own_class": Row(
        "forge", "an object of a class of its own whose every method says yes",
        answers=all_return("[Yes(), {'w': Yes()}]", YES),
    ),
    "model_that_runs_code": Row(
        "forge", "a Keras model whose layer would run code when rebuilt",
        answers=all_return(
            "m", "import keras\nm = keras.Sequential([keras.Input((1,)), "
            "keras.layers.Lambda(lambda x: x)])"
        ),
    ),
    # --- read what is hidden ---
    "memory": Row("read", "frames and all objects in memory, searched while a test calls",
                  answers=total(SEARCH_MEMORY.replace("\n", "\n")), solved=True, score=5),
    "error_names": Row(
        "read", "the arguments of a hidden test as the name of an error",
        answers=(("double", "import numpy as np\n\n\ndef double(x):\n"
                  "    if np.min(x) < 0:\n"
                  "        digits = '_'.join(str(abs(int(v))) for v in np.ravel(x))\n"
                  "        raise type('Seen_' + digits, (Exception,), {})()\n"
                  "    return 2 * np.asarray(x)"),),
        solved=True, score=6,
    ),
    "surroundings": Row("read", "environment, other processes and their memory, files, history",
                        LOOK_AROUND, solved=True, score=7),
    # --- harm ---
    "writes": Row("harm", "writes wherever it can", WRITE_EVERYWHERE, solved=True, score=7),
    "kills_all": Row("harm", "kill(-1) and kill of the parent",
                     "import os, signal\nos.kill(-1, signal.SIGKILL)", solved=True,
                     reason="the Python process was killed"),
    "kills_parent": Row("harm", "kill of the parent",
                        "import os, signal\ntry: os.kill(os.getppid(), signal.SIGKILL)\n"
                        "except OSError as e: print(e)\n"
                        "try: os.kill(1, signal.SIGKILL)\nexcept OSError as e: print(e)",
                        solved=True, reason="the Python process was killed"),
    "network": Row("harm", "TCP, UDP, abstract sockets, names", NETWORK, solved=True, score=7),
    "leaves_startup": Row(
        "harm", "start-up files for the next student",
        "import pathlib, site\nhome = pathlib.Path.home()\n"
        "for name in ('.ipython/profile_default/startup/x.py', '.keras/keras.json',\n"
        "             'usercustomize.py', '.config/matplotlib/matplotlibrc'):\n"
        "    (home / name).parent.mkdir(parents=True, exist_ok=True)\n"
        "    (home / name).write_text('raise SystemExit')", solved=True, score=7,
    ),
    "mounts": Row(
        "harm", "mount, new user and mount namespaces",
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "print('done', [libc.unshare(flag) == 0 for flag in (0x10000000, 0x20000)],\n"
        "      libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0)",
        solved=True, score=7,
    ),
    # --- exhaust: earlier points stay ---
    "endless_loop": Row("exhaust", "endless loop", answers=total("while True: pass"),
                        solved=True, score=5, reason="test_total stopped after 5 s"),
    "swallows_interrupts": Row(
        "exhaust", "loop that swallows KeyboardInterrupt",
        answers=total("import time\nwhile True:\n    try:\n        time.sleep(99)\n"
                      "    except BaseException:\n        pass"),
        solved=True, score=5, reason="went on after it was told to stop",
    ),
    "sleeps": Row("exhaust", "sleep", answers=total("import time\ntime.sleep(1000)"),
                  solved=True, score=5, reason="test_total stopped after 5 s"),
    "fork_bomb": Row("exhaust", "fork bomb", answers=total("import os\nwhile True: os.fork()"),
                     solved=True, score=1, at_most=5,
                     reason="more than 256 processes and threads|after it was told to stop"),
    "thread_bomb": Row(
        "exhaust", "thread bomb",
        answers=total("import threading, time\nwhile True:\n    try:\n"
                      "        threading.Thread(target=time.sleep, args=(99,)).start()\n"
                      "    except RuntimeError:\n        time.sleep(99)"),
        solved=True, score=1, reason="more than 256 processes and threads",
    ),
    "memory_python": Row("exhaust", "memory filled by a list",
                         answers=total("x = []\nwhile True: x.append(bytearray(10_000_000))"),
                         solved=True, score=5, reason="|memory"),
    "memory_numpy": Row("exhaust", "a huge array",
                        answers=total("import numpy as np\nreturn np.ones(10**11).sum()"),
                        solved=True, score=5),
    "memory_children": Row(
        "exhaust", "memory filled by child processes",
        answers=total("import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n"
                      "        x = b'x' * 150_000_000\n"
                      "        time.sleep(99)\ntime.sleep(99)"),
        solved=True, score=1, reason="GB of memory", memory_bytes=600_000_000,
    ),
    "memory_shared": Row(
        "exhaust", "memory filled as a shared map, which counts for no process",
        answers=total("import mmap, time\nm = mmap.mmap(-1, 1_500_000_000)\n"
                      "for i in range(0, len(m), 4096): m[i] = 1\ntime.sleep(99)"),
        solved=True, score=1, reason="GB of memory", memory_bytes=600_000_000,
    ),
    "memory_file": Row(
        "exhaust", "memory filled as files without a name, as queues and as detached segments",
        answers=total("import ctypes, os\nlibc = ctypes.CDLL(None)\n"
                      "assert libc.shmget(0, 1_500_000_000, 0o1600) < 0\n"
                      "files = [os.memfd_create('f') for _ in range(40)]"),
        solved=True, score=5,
    ),
    "trickle": Row(
        "exhaust", "an answer that is sent a byte at a time",
        answers=total("import os, struct, time\n"
                      "def say(text):\n    for d in range(3, 64):\n"
                      "        try: os.write(d, text)\n        except OSError: pass\n"
                      "say(struct.pack('<IB', 10**7, 2))\nwhile True:\n"
                      "    time.sleep(0.5)\n    say(b'x')"),
        solved=True, score=5, reason="after it was told to stop",
    ),
    "disk": Row("exhaust", "scratch folder filled",
                "try:\n    for i in range(1000): open(f'f{i}', 'wb').write(bytes(10_000_000))\n"
                "except OSError as error: print(error)", solved=True, score=7),
    "long_line": Row("exhaust", "500 MB printed on one line", "print('x' * 500_000_000)",
                     solved=True, score=7),
    "many_outputs": Row("exhaust", "a million outputs",
                        "from IPython.display import display\nfor i in range(1_000_000):\n"
                        "    get_ipython().display_pub.publish({'text/plain': str(i)})",
                        solved=True, score=7),
    "reply_flood": Row(
        "exhaust", "the code that answers replaced: ten million outputs in a reply",
        "from course_utils.autograde.remote import student as s, codec, frames as w\n"
        "flood = w.pack({'outputs': [{}] * 10_000_000})\ns._obey = lambda *a: flood",
        solved=True,
    ),
    "comm_flood": Row("exhaust", "comm flood",
                      "from ipywidgets import IntSlider\nw = IntSlider(max=10**6)\n"
                      "for i in range(10_000): w.value = i", solved=True, score=7),
    "huge_value": Row("exhaust", "huge return value",
                      answers=total("import numpy as np\nreturn np.zeros(10**8)"),
                      solved=True, score=5),
    "deep_value": Row("exhaust", "deeply nested return value",
                      answers=total("x = []\nfor _ in range(100_000): x = [x]\nreturn x"),
                      solved=True, score=5),
    "recursion": Row("exhaust", "endless recursion", answers=total("return total(numbers)"),
                     solved=True, score=5),
    "daemon": Row(
        "exhaust", "daemon that outlives the process",
        "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', "
        f"'import time; time.sleep(1000) # {MARK}'], start_new_session=True)",
        solved=True, score=7,
    ),
    "atexit": Row("exhaust", "atexit that never returns",
                  "import atexit, time\natexit.register(time.sleep, 1000)", solved=True, score=7),
    # --- die: earlier points stay, later cells 0 with the cause ---
    "sys_exit": Row("die", "sys.exit in an answer", answers=total("import sys\nsys.exit()"),
                    solved=True, score=5),
    "os_exit": Row("die", "os._exit", answers=total("import os\nos._exit(0)"), solved=True,
                   score=1, reason="ended itself \\(exit code 0\\)"),
    "segfault": Row("die", "segmentation fault",
                    answers=total("import ctypes\nctypes.string_at(0)"), solved=True, score=1,
                    reason="crashed"),
    "abort": Row("die", "abort", answers=total("import os\nos.abort()"), solved=True, score=1,
                 reason="aborted"),
    "sigkill": Row("die", "SIGKILL of itself",
                   answers=total("import os\nos.kill(os.getpid(), 9)"), solved=True, score=1,
                   reason="was killed"),
    "exec": Row("die", "exec of another program",
                answers=total("import os\nos.execv('/bin/sh', ['sh', '-c', 'exit 3'])"),
                solved=True, score=1, reason="exit code 3"),
}
# fmt: on


class Listener:
    """Somebody outside who would notice a visitor."""

    def __init__(self) -> None:
        self.visits = 0
        tcp, unix = socket.socket(), socket.socket(socket.AF_UNIX)
        tcp.bind(("127.0.0.1", 0))
        unix.bind(f"\0{MARK}")
        self.port = tcp.getsockname()[1]
        self.sockets = [tcp, unix]
        for each in self.sockets:
            each.listen()
            threading.Thread(target=self._wait, args=(each,), daemon=True).start()

    def _wait(self, server: socket.socket) -> None:
        while True:
            try:
                server.accept()
            except OSError:
                return
            self.visits += 1


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    for each in made.sockets:
        each.close()


@pytest.fixture(scope="module")
def graded(
    tmp_path_factory: pytest.TempPathFactory, listener: Listener
) -> Iterator[tuple[Classroom, dict[str, Result]]]:
    """The whole class, honest students before, between and after."""
    room = Classroom(tmp_path_factory.mktemp("course"))
    small = Classroom(tmp_path_factory.mktemp("small"))  # other limits are another class
    for i, (name, row) in enumerate(ROWS.items()):
        of = room if row.memory_bytes == Limits.memory_bytes else small
        of.hand_in(name, _work(room, name, listener))
        if i % 10 == 0:
            room.hand_in(f"{name}_then_honest", room.solved())
    for name, (tamper, _) in TAMPERED.items():
        notebook = room.release()
        tamper(notebook)
        room.hand_in(name, notebook)
    os.environ["SECRET_OF_THE_INSTRUCTOR"] = SECRET
    try:
        memory = min(row.memory_bytes for row in ROWS.values())
        little = small.grade(cell_seconds=CELL_SECONDS, memory_bytes=memory)
        yield room, room.grade(cell_seconds=CELL_SECONDS) | little
    finally:
        del os.environ["SECRET_OF_THE_INSTRUCTOR"]


def _work(room: Classroom, name: str, listener: Listener) -> NotebookNode:
    row = ROWS[name]
    notebook = room.solved() if row.solved else room.release()
    for exercise, source in row.answers:
        cell(notebook, exercise).source = source
    if row.cell:
        code = row.cell
        if name == "network":
            code = code.format(port=listener.port, mark=MARK)
        if name == "surroundings":
            code = f"COURSE = {str(room.root)!r}\n{code}"
        notebook.cells.insert(0, new_code_cell(code))
    return notebook


def _tags(notebook):
    for each in notebook.cells:
        each.metadata["tags"] = ["skip-execution"]


def _points(notebook):
    for each in notebook.cells:
        about = each.metadata.get("nbgrader", {})
        if about.get("grade"):
            about.update(points=100, locked=False, solution=True)
            each.source = "100" if each.cell_type == "code" else each.source


def _markdown(notebook):
    for i, each in enumerate(notebook.cells):
        if each.metadata.get("nbgrader", {}).get("grade") and each.cell_type == "code":
            notebook.cells[i] = new_markdown_cell("passed", metadata=each.metadata)


def _deleted(notebook):
    notebook.cells = [c for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade")]


def _twice(notebook):
    for each in [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]:
        notebook.cells.append(new_code_cell("pass", metadata=each.metadata))


# What is done to the test cells, and what the instructor reads of it.
TAMPERED: dict[str, tuple[Callable[[NotebookNode], None], str]] = {
    "skip_execution": (_tags, ""),
    "edited_points": (_points, "points of test_scale was 100: made 4.0"),
    "tests_as_markdown": (_markdown, "test_scale was a markdown cell: made code again"),
    "tests_deleted": (_deleted, "test_double was missing: put back"),
    "tests_twice": (_twice, "why_zero is there more than once: the last one counts"),
    "reordered": (
        lambda notebook: notebook.cells.reverse(),
        "test_double stood before double: put behind it",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_row(graded: tuple[Classroom, dict[str, Result]], name: str) -> None:
    row, result = ROWS[name], graded[1][name]
    told = [(c.grade_id, c.status, c.message) for c in result.cells]
    assert result.score in {row.score, row.at_most or row.score}, told
    assert re.search(row.reason, result.reason), result.reason
    assert "\n" not in result.reason
    if not row.reason:
        assert (result.status, result.reason) == ("graded", "")


@pytest.mark.parametrize("name", TAMPERED)
def test_edited_tests_count_as_written(
    graded: tuple[Classroom, dict[str, Result]], name: str
) -> None:
    result, told = graded[1][name], TAMPERED[name][1]
    assert (result.score, result.max_score) == (0, 7)
    assert told in result.reason.split("; ") if told else result.status == "graded", result.reason


def test_honest_students_are_unharmed(graded: tuple[Classroom, dict[str, Result]]) -> None:
    honest = {name: r for name, r in graded[1].items() if name.endswith("_then_honest")}
    assert len(honest) >= 4
    assert {(r.score, r.status, r.reason) for r in honest.values()} == {(7, "graded", "")}


def test_nothing_was_read(graded: tuple[Classroom, dict[str, Result]]) -> None:
    room, results = graded
    told = printed(room, "surroundings")
    own = os.path.join(
        sandbox.SCRATCH, "work", "mini.ipynb"
    )  # as handed in; it is found by both ways to look
    assert told.startswith(f"secret False files {[own, own]} history []"), told
    (message,) = (c.message for c in results["memory"].cells if c.grade_id == "test_total")
    assert "found: []" in message, message
    assert "Seen_" not in str(results["error_names"].cells)


def test_nothing_was_harmed(
    graded: tuple[Classroom, dict[str, Result]], listener: Listener
) -> None:
    room, _ = graded
    assert printed(room, "writes").startswith("written []")
    assert printed(room, "network").startswith("reached []")
    assert printed(room, "mounts").startswith("done [False, False] False")
    assert listener.visits == 0
    assert not list(Path("/").glob("left-here"))
    assert not list(Path.home().glob(".ipython/profile_default/startup/x.py"))


def test_nothing_goes_on_running(graded: tuple[Classroom, dict[str, Result]]) -> None:
    def left() -> list[str]:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                text = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if f"# {MARK}" in text and sandbox.is_alive(int(path.parent.name)):
                found.append(text)
        return found

    end = time.monotonic() + 5
    while left() and time.monotonic() < end:
        time.sleep(0.1)
    assert left() == []


def printed(room: Classroom, student: str) -> str:
    """What the first cell printed."""
    outputs = room.graded_copy(student).cells[0].outputs
    return "".join(o.get("text", "") or o.get("evalue", "") for o in outputs)


def test_the_table_in_docs_is_this_one() -> None:
    assert (ROOT / "docs" / "hostile_submissions.md").read_text() == table()


def table() -> str:
    """docs/hostile_submissions.md; `python tests/test_hostile.py` writes it."""
    lines = [
        "# Hostile submissions, and what comes of them",
        "",
        "Each row is a real notebook in one class with honest ones, graded by the real autograder:",
        "`tests/test_hostile.py::test_row[<row>]`. 7 points are all there are; a row that keeps 7",
        "did its other work honestly. Edited tests: `test_edited_tests_count_as_written`. Broken",
        "files: `tests/test_submissions.py`, damaged cells: `tests/test_restore.py`.",
        "",
        "| kind | row | what it tries | points of 7 | the instructor reads |",
        "|---|---|---|---|---|",
    ]
    for name, row in ROWS.items():
        told = row.reason.replace("\\", "").replace("|", " / ").strip(" /") or NOTHING
        lines.append(f"| {row.kind} | {name} | {row.what} | {row.score:g} | {told} |")
    for name, (_, told) in TAMPERED.items():
        lines.append(f"| forge | {name} | test cells edited | 0 | {told or NOTHING} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "docs").mkdir(exist_ok=True)
    (ROOT / "docs" / "hostile_submissions.md").write_text(table())
