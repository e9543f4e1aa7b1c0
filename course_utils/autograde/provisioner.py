"""Warm kernels for anything that speaks Jupyter: a kernel provisioner named `course-warm`.

    JUPYTER_DEFAULT_PROVISIONER_NAME=course-warm jupyter execute notebook.ipynb

A kernel is forked from a parent that has imported the libraries (warm.py); if that cannot be, it
starts as usual. It runs as you, without a box: `course grade` is what wall students' code off.
"""

import contextlib
import os
import signal
import time
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from course_utils.autograde.warm import Parent, parent

PRELOAD = "COURSE_WARM"  # environment variable: one more module that the parent imports first


class WarmProvisioner(LocalProvisioner):
    """Launches a kernel by asking the warm parent for a fork; cold where there is none."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        warm = parent(kwargs["env"].get(PRELOAD, ""))
        if warm is None or "-f" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        order = {
            "role": "kernel",
            "arguments": cmd[cmd.index("-f") :],
            "cwd": kwargs.get("cwd") or os.getcwd(),
            "env": kwargs["env"],
        }
        self.process = WarmProcess(warm, order)
        self.pid = self.pgid = self.process.pid
        return self.connection_info


class WarmProcess:
    """What LocalProvisioner needs of a subprocess, for a child of the warm parent."""

    stdin = stdout = stderr = None

    def __init__(self, warm: Parent, order: dict[str, Any]) -> None:
        self.warm, self.pid, self.waiter = warm, *warm.fork_kernel(order)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Exit code, None while it runs."""
        if self.returncode is None:
            self.returncode = self.warm.poll(self.waiter)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Exit code, when there is one."""
        while self.poll() is None:
            time.sleep(0.02)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """To the child alone; LocalProvisioner signals its group."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)
