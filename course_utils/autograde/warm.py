"""Kernels that start in milliseconds: forked from a parent that has imported the libraries.

`import tensorflow` takes 10 seconds and more, as long as grading everything else. So a worker
keeps a parent process that has imported it once, run nothing, and forks for every submission.
The parent never sees a notebook, a test or the gradebook's address: every child inherits what it
knows. Offered as a jupyter_client kernel provisioner, `course-warm`, so that plain `nbgrader
autograde` can use it too (JUPYTER_DEFAULT_PROVISIONER_NAME=course-warm). Where a parent cannot
fork safely (not Linux, or a library started threads) the kernel starts cold, with the same results.
"""

import atexit
import contextlib
import ctypes
import importlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

PRELOAD = "COURSE_WARM"  # environment variable: one more module that the parent imports first
ALWAYS = ("numpy", "scipy.special", "ipykernel.kernelapp", "course_utils.checks")
START_SECONDS = 120.0
PR_SET_PDEATHSIG = 1


class WarmProvisioner(LocalProvisioner):
    """Launches a kernel by asking the warm parent for a fork; cold where there is none."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        parent = _parent(kwargs["env"].get(PRELOAD, ""))
        if parent is None or "-f" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index("-f") :]
        order = {"do": "start", "arguments": arguments, "cwd": kwargs.get("cwd") or os.getcwd()}
        pid = parent.ask(order | {"env": kwargs["env"]})["pid"]
        self.process = WarmProcess(parent, pid)
        self.pid = self.pgid = pid
        return self.connection_info


class WarmProcess:
    """What LocalProvisioner needs of a subprocess, for a child of the warm parent."""

    stdin = stdout = stderr = None

    def __init__(self, parent: "Parent", pid: int) -> None:
        self.parent, self.pid = parent, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Exit code, None while it runs."""
        if self.returncode is None:
            self.returncode = self.parent.ask({"do": "poll", "pid": self.pid})["code"]
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Exit code, when there is one."""
        while self.poll() is None:
            time.sleep(0.02)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """To the child alone; LocalProvisioner signals its group."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class Parent:
    """The warm process, seen from the worker that started it."""

    def __init__(self, module: str) -> None:
        ours, theirs = socket.socketpair()
        # One BLAS thread: a process with more than one thread cannot be forked safely.
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(theirs.fileno()), module],
            pass_fds=[theirs.fileno()],
            env={**os.environ, **threads},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        ours.settimeout(START_SECONDS)
        self.stream = ours.makefile("rw", encoding="utf-8")
        self.usable = self._read().get("threads") == 1
        atexit.register(self.close)

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """One order, one answer."""
        self.stream.write(json.dumps(order) + "\n")
        self.stream.flush()
        return self._read()

    def close(self) -> None:
        """End it, and with it every child that still runs."""
        with contextlib.suppress(OSError):
            self.stream.close()
        self.process.kill()
        self.process.wait()

    def _read(self) -> dict[str, Any]:
        line = self.stream.readline()
        if not line:
            raise RuntimeError("the warm parent ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


_parents: dict[str, Parent | None] = {}


def _parent(module: str) -> Parent | None:
    """This process's warm parent with `module` imported, started at the first call."""
    if module not in _parents:
        _parents[module] = None
        if sys.platform == "linux":
            with contextlib.suppress(OSError, RuntimeError, ValueError):
                parent = Parent(module)
                _parents[module] = parent if parent.usable else None
    return _parents[module]


def serve(descriptor: int, module: str) -> None:
    """The warm parent: import, say so, then fork a kernel for every order."""
    _die_with_parent()
    for name in (*ALWAYS, *([module] if module else [])):
        importlib.import_module(name)
    stream = socket.socket(fileno=descriptor).makefile("rw", encoding="utf-8")
    _answer(stream, {"threads": len(os.listdir("/proc/self/task"))})
    for line in stream:
        order = json.loads(line)
        if order["do"] == "poll":
            _answer(stream, {"code": _exit_code(order["pid"])})
            continue
        pid = os.fork()
        if pid == 0:
            os.close(descriptor)
            _become_kernel(order)
        _answer(stream, {"pid": pid})


def _answer(stream: Any, answer: dict[str, Any]) -> None:
    stream.write(json.dumps(answer) + "\n")
    stream.flush()


def _exit_code(pid: int) -> int | None:
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 1
    return os.waitstatus_to_exitcode(status) if ended else None


def _become_kernel(order: dict[str, Any]) -> None:
    """In the child: a session, environment and folder of its own, then an ordinary kernel."""
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    code = 1
    try:
        _die_with_parent()
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["cwd"])
        random.seed()  # or every submission would draw the same "random" numbers
        np.random.seed()
        app = IPKernelApp.instance()
        app.initialize(order["arguments"])
        app.start()
        code = 0
    finally:
        os._exit(code)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
