"""The warm parent, and what its children become: the side of warm.py that students' code runs in.

    python -m course_utils.autograde.warm_parent serve|once ...

The parent imports, then forks for every order. A child enters its box (sandbox.py), gives up its
rights and becomes a student's or an examiner's process. Where there is no parent, the same process
starts cold (`once`).
"""

import contextlib
import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
import tempfile
from typing import Any

from course_utils.autograde import sandbox, seccomp

ALWAYS = (
    "numpy", "scipy.special", "scipy.signal", "msgpack", "encodings.idna",
    "matplotlib.pyplot",
    "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger",
    "IPython.core.oinspect", "IPython.extensions.storemagic", "IPython.utils.wildcard",
    "course_utils.checks", "course_utils.predict", "course_utils.plots._base",
    "course_utils.autograde.remote.student", "course_utils.autograde.remote.examiner",
)  # fmt: skip
FILE_BYTES = 64_000_000
PROCESSES = 256
PID_DIGITS = 10
# All that a student's process knows of its surroundings. One thread a worker: a process with more
# than one cannot be forked safely, and two workers on two cores would get in each other's way.
ENVIRONMENT = {
    "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "COURSE_DATA": "bundled",  # the same numbers everywhere, and no network
    "KERAS_BACKEND": "tensorflow",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "NBGRADER_EXECUTION": "autograde",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INDEX": "1",  # there is no network: say so at once
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}


def serve(descriptor: int, module: str, worker: int) -> None:
    """The warm parent: import, say so, then fork for every order."""
    sandbox.die_with_parent(worker)
    for name in (*ALWAYS, *([module, "keras"] if module else [])):
        importlib.import_module(name)
    with contextlib.suppress(OSError):  # only who needs it says that it is not to be had
        seccomp.program()
    gc.collect()
    gc.freeze()  # else each child's first collection would write to, and so copy, every page
    control = socket.socket(fileno=descriptor)
    _answer(control, {"threads": len(os.listdir("/proc/self/task"))})
    codes: dict[int, int] = {}  # of children that ended
    while True:
        line, given, _, _ = socket.recv_fds(control, 1_000_000, 1)
        if not line:
            return
        codes |= _ended()
        order = json.loads(line)
        if order["do"] == "poll":
            _answer(control, {"code": codes.get(order["pid"])})
            continue
        me = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:  # no process id, no memory: for this child, at this moment
            _answer(control, {"error": str(error)})
        else:
            if pid == 0:
                control.close()
                become(order, given[0], me)
            _answer(control, {"pid": pid})
        for descriptor in given:
            os.close(descriptor)


def _answer(control: socket.socket, answer: dict[str, Any]) -> None:
    control.sendall(json.dumps(answer).encode() + b"\n")


def _ended() -> dict[int, int]:
    """Pid -> exit code of the children that ended since."""
    codes = {}
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            codes[pid] = os.waitstatus_to_exitcode(status)
    return codes


def become(order: dict[str, Any], descriptor: int, parent: int) -> None:
    """In a fork: enter the box, fork into its PID namespace, and wait for that process."""
    sandbox.die_with_parent(parent)
    door = os.open(order["door"], os.O_WRONLY) if order.get("door") else None
    if order.get("box"):
        sandbox.enter(order["box"])
        sandbox.die_with_parent(parent)  # joining a user namespace made the kernel forget it
    pid = os.fork()
    if pid == 0:
        _work(order, descriptor)
    if door is not None:
        os.write(door, str(pid).encode())
    # Said when it is in its group: before that nobody gives it any orders.
    os.write(descriptor, str(pid).zfill(PID_DIGITS).encode())
    os.closerange(0, 1024)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code not in (9, 19) else None
        os.kill(os.getpid(), -code)
    os._exit(max(code, 0))


def _work(order: dict[str, Any], descriptor: int) -> None:
    """The process itself: a session of its own, limits, no rights, then its role."""
    import numpy as np

    code = 1
    try:
        sandbox.die_with_parent()
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.closerange(3, descriptor)
        os.closerange(descriptor + 1, 1024)
        if order.get("box"):
            sandbox.give_up_rights()
            sandbox.die_with_parent()
        random.seed()  # or every submission would draw the same "random" numbers
        np.random.seed()
        _speak(order, descriptor)
        code = 0
    finally:
        os._exit(code)


def _speak(order: dict[str, Any], descriptor: int) -> None:
    """A student's or an examiner's process."""
    sandbox.limit(order["memory"], FILE_BYTES, PROCESSES)
    home = order["home"]
    os.environ.clear()
    os.environ.update(ENVIRONMENT | {"HOME": home, "IPYTHONDIR": f"{home}/.ipython",
                                     "MPLCONFIGDIR": f"{home}/.matplotlib", "TMPDIR": home,
                                     "KERAS_HOME": f"{home}/.keras"})  # fmt: skip
    tempfile.tempdir = None
    os.chdir(home)
    role = importlib.import_module(f"course_utils.autograde.remote.{order['role']}")
    role.main(socket.socket(fileno=descriptor))


if __name__ == "__main__":
    what, number, rest, starter = sys.argv[1:]
    if what == "serve":
        serve(int(number), rest, int(starter))
    else:  # a cold start: what a fork of the warm parent would do
        become(json.loads(rest), int(number), int(starter))
