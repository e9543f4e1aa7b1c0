"""IPython as in a Jupyter kernel, without its sockets and threads.

ipykernel's own kernel, shell, displays and streams; what they would send to a frontend is kept,
cut to a size that a person could read. A fork of a process with one thread can become this, also
where no port can be opened.
"""

import asyncio
import contextvars
import fcntl
import logging
import os
import sys
import tempfile
import threading
from base64 import b64encode
from collections.abc import Coroutine
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

sys.modules["debugpy"] = None  # type: ignore[assignment]  # a debugger: 350 modules, 0.3 s
import ipykernel.debugger  # noqa: E402, F401

del sys.modules["debugpy"]
from ipykernel import ipkernel  # noqa: E402
from ipykernel.iostream import IOPubThread, OutStream  # noqa: E402
from ipykernel.ipkernel import IPythonKernel  # noqa: E402
from ipykernel.kernelapp import IPKernelApp  # noqa: E402
from jupyter_client.session import Session  # noqa: E402
from matplotlib_inline.backend_inline import _enable_matplotlib_integration  # noqa: E402
from traitlets.config import Config  # noqa: E402

MAX_TEXT = 200_000  # characters that one cell may print
MAX_SHOWN = 200  # figures and results that one cell may show
MAX_SHOWN_BYTES = 8_000_000
MAX_BUFFER = 10_000  # characters that a stream keeps before it hands them on
MAX_RAW = 1_000_000  # bytes written to a descriptor that are read at once; more is too much anyway


class Screen(Session):
    """What the running cell has shown, in nbformat's terms, up to a limit.

    A session of Jupyter's protocol: all that a kernel shows goes through `send`.
    """

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.owner = os.getpid()
        self.clear()

    def clear(self) -> None:
        """Forget it."""
        self.outputs: list[dict[str, Any]] = []
        self.left = {"text": MAX_TEXT, "shown": MAX_SHOWN, "bytes": MAX_SHOWN_BYTES}
        self.clear_next = False

    def send(  # type: ignore[override]
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None,
        ident: Any = None, buffers: Any = None, track: bool = False, header: Any = None,
        metadata: Any = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Keep a message, if a notebook would show it."""
        message: dict[str, Any] = (
            msg_or_type
            if isinstance(msg_or_type, dict)
            else self.msg(msg_or_type, content, parent, header, metadata)
        )
        kind, content = message["msg_type"], message["content"]
        if os.getpid() != self.owner:  # a fork: its text goes where the parent looks
            if kind == "stream":
                os.write(1 if content["name"] == "stdout" else 2, content["text"].encode())
        elif kind == "clear_output" and content["wait"]:
            self.clear_next = True
        elif kind == "clear_output":
            self.clear()
        elif kind == "update_display_data":
            self._update(content)
        elif kind in ("stream", "display_data", "execute_result", "error"):
            if self.clear_next:
                self.clear()
            getattr(self, f"_{kind}")(content)
        return message

    def _stream(self, content: dict[str, Any]) -> None:
        """Something printed; what is too much is dropped, and said so once."""
        name, text = content["name"], content["text"]
        if self.left["text"] <= 0:
            return
        text, cut = text[: self.left["text"]], len(text) > self.left["text"]
        self.left["text"] -= len(text)
        if cut or self.left["text"] == 0:
            text += "\n[cut here: too long]"
            self.left["text"] = 0
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": [text]})

    def _display_data(self, content: dict[str, Any], kind: str = "display_data") -> None:
        data = self._affordable(content["data"])
        if data is not None and self.left["shown"] > 0:
            self.left["shown"] -= 1
            identity = content.get("transient", {}).get("display_id")
            self.outputs.append({"output_type": kind, "data": data, "id": identity})

    def _execute_result(self, content: dict[str, Any]) -> None:
        self._display_data(content, "execute_result")

    def _update(self, content: dict[str, Any]) -> None:
        identity = content["transient"].get("display_id")
        shown = [output for output in self.outputs if output.get("id") == identity is not None]
        data = self._affordable(content["data"]) if shown else None
        for output in shown if data is not None else ():
            self.left["bytes"] += _size(output["data"])
            output["data"] = data

    def _affordable(self, data: dict[str, Any]) -> dict[str, str] | None:
        """Texts and pictures in base64, and nothing else; None if they are too large."""
        texts = {k: b64encode(v).decode() if isinstance(v, bytes) else v for k, v in data.items()}
        plain = {k: v for k, v in texts.items() if isinstance(v, str)}
        if _size(plain) > self.left["bytes"]:
            return None
        self.left["bytes"] -= _size(plain)
        return plain

    def _error(self, content: dict[str, Any]) -> None:
        """The error that ended the cell."""
        trace = [str(line)[:MAX_TEXT] for line in content["traceback"][:50]]
        shown = {"output_type": "error", "ename": content["ename"][:200]}
        self.outputs.append({**shown, "evalue": content["evalue"][:MAX_TEXT], "traceback": trace})

    def failed(self, content: dict[str, Any]) -> None:
        """A cell ended with an error: it is shown, also if IPython only printed it."""
        if not any(output["output_type"] == "error" for output in self.outputs):
            self._error(content)

    def taken(self) -> list[dict[str, Any]]:
        """Everything, and forget it."""
        outputs = self.outputs
        for output in outputs:
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
        self.clear()
        return outputs


def _size(data: dict[str, str]) -> int:
    return sum(map(len, data.values()))


class _NoThread(IOPubThread):
    """What a stream wants to be done in another thread is done at once."""

    def __init__(self) -> None:
        self.thread, self.io_loop = threading.Thread(), None  # type: ignore[assignment]


class Stream(OutStream):
    """sys.stdout or sys.stderr of a kernel, without its three threads.

    What is written to the descriptor itself (os.write, other programs, libraries in C) lands in a
    file without a name, and is read whenever this stream is written to or flushed: so the order
    holds, and all of it is there when a cell ends. As in a kernel, `fileno()` leads to a terminal
    that nobody reads.
    """

    def __init__(self, screen: Screen, name: str, descriptor: int) -> None:
        super().__init__(screen, _NoThread(), name, watchfd=False)
        self._original_stdstream_copy = os.dup(descriptor)
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        fcntl.fcntl(self._file, fcntl.F_SETFL, os.O_APPEND)
        os.dup2(self._file.fileno(), descriptor)
        self._read = self._waiting = 0
        os.register_at_fork(before=self.flush)  # or parent and child would both say it

    def write(self, string: str) -> int:
        self._fetch()
        super().write(string)
        self._waiting += len(string)
        if self._waiting > MAX_BUFFER:
            self.flush()
        return len(string)

    def flush(self) -> None:
        self._fetch()
        self._waiting = 0
        super().flush()

    def forget(self) -> None:
        """Read files need not be kept: between two cells."""
        self.flush()
        self._file.truncate(0)
        self._read = 0

    def _schedule_flush(self) -> None:
        pass

    def _fetch(self) -> None:
        if (
            self._is_master_process()
            and (size := os.fstat(self._file.fileno()).st_size) > self._read
        ):
            raw = os.pread(self._file.fileno(), MAX_RAW, self._read)
            self._read = size
            super().write(raw.decode(errors="replace"))


class Kernel:
    """A kernel, ready to run cells; there can be one in a process.

    Attributes:
        shell: IPython's, with the namespace of the cells.
        screen: what the running cell has shown.
    """

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False  # a database, and a thread that writes to it
        config.InteractiveShell.colors = "nocolor"
        # Not initialized: that opens ports. But `%matplotlib` and others ask it for the kernel.
        app = IPKernelApp.instance(config=config)
        self.screen = Screen(parent=app)
        self._streams = [Stream(self.screen, "stdout", 1), Stream(self.screen, "stderr", 2)]
        sys.stdout, sys.stderr = self._streams
        # It lists all modules, for a debugger: reading them would copy every page of them.
        with patch.object(ipkernel, "sys", SimpleNamespace(modules={})):
            self._kernel = app.kernel = IPythonKernel.instance(
                parent=app, session=self.screen, log=logging.getLogger("ipykernel"),
                shell_channel_thread=SimpleNamespace(parent_thread=None),
            )  # fmt: skip
        self.shell: Any = self._kernel.shell
        app.shell = self.shell
        app.init_path()
        app.init_extensions()
        app.init_pdb()
        sys.breakpointhook = lambda *_, **__: None  # as in a kernel that no debugger looks at
        self._kernel._forward_input(allow_stdin=False)  # input() says at once: nobody is there
        _enable_matplotlib_integration()  # done when imported, if there is a shell then
        self._context = contextvars.copy_context()
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._cell: asyncio.Task[Any] | None = None

    def serve(self, serving: Coroutine[Any, Any, None]) -> None:
        """Run this until it ends, in a running event loop, as cells in a kernel are.

        Everything shares one context: settings of NumPy and decimal last from cell to cell.
        """
        task = self._loop.create_task(serving, context=self._context)
        task.add_done_callback(lambda _: self._loop.stop())
        while not task.done():  # a cell may stop the loop
            try:
                self._loop.run_forever()
            except KeyboardInterrupt:  # while a cell was awaiting something
                if self._cell is not None:
                    self._cell.cancel()

    async def run(self, source: str, identity: str | None) -> None:
        """Run a cell; `shown` tells what it shows."""
        self._kernel.set_parent([], self.screen.msg("execute_request"))
        running = self._kernel.do_execute(source, silent=False, cell_id=identity)
        self._cell = self._loop.create_task(running, context=self._context)
        reply = await self._cell
        if reply["status"] == "error":
            self.screen.failed(reply)
        await asyncio.sleep(0)  # tasks that it started go on, until they wait for something

    def shown(self) -> list[dict[str, Any]]:
        """What was shown since it was asked the last time, in nbformat's terms."""
        for stream in self._streams:
            stream.forget()
        return self.screen.taken()
