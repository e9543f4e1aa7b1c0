"""Walls around students' code: bubblewrap builds the namespaces, a warm fork steps inside.

A box has its own user, mount, PID, network, IPC and host names. Inside there is Python, the course
package and one scratch folder of fixed size; everything else does not exist, nothing but the
scratch folder can be written, there is only a loopback network. When its first process is killed,
everything in it dies.

Three traps, each closed here and proven in tests/test_sandbox.py: `--info-fd` is written before
the box is finished, so its own command says when it is; who joins a user namespace gets every
capability in it, so they are dropped for good before any student code; the box's root could be
written and user namespaces nested, so it is remounted read-only and they are forbidden.
"""

import contextlib
import ctypes
import errno
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course_utils.autograde import seccomp, taskgroup
from course_utils.course import CourseError

SCRATCH = "/tmp"  # inside
START_SECONDS = 20.0
NOBODY = 65534
HOST = "box"
# What a process looks up about itself: who am I, where is home, who is localhost.
FILES = {
    "/etc/passwd": f"student:x:{NOBODY}:{NOBODY}:student:{SCRATCH}:/bin/sh\n",
    "/etc/group": f"student:x:{NOBODY}:\n",
    "/etc/hosts": f"127.0.0.1 localhost {HOST}\n::1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "/etc/resolv.conf": "",
}
# Holds up a box. Everything else in it ends when it is told so, and when nobody is there any more:
# a fork bomb would outlive its killed grader.
HOLD = "echo ready; while read -r order; do kill -9 -1; echo empty; done; kill -9 -1"
# Ends of what bubblewrap says when there is no process id, memory or descriptor at this moment.
SCARCE = (
    "(ENOSPC)",  # all namespaces that there may be are in use
    *map(os.strerror, (errno.EAGAIN, errno.ENOMEM, errno.ENOSPC, errno.EMFILE, errno.ENFILE)),
)
# Of sched.h and prctl.h; os.setns and friends came with Python 3.12.
_CLONE_NEW = {"mnt": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000,
              "pid": 0x20000000, "net": 0x40000000}  # fmt: skip
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_CAPABILITY_VERSION_3 = 0x20080522


class NoSandbox(CourseError):
    """No box can be built here; the text says why and what to do."""


class TryAgain(CourseError):
    """A process did not start at this moment: no memory, no process ids. Later it may."""


@dataclass
class Box:
    """A built box.

    Attributes:
        pid: its first process as seen from outside.
        group: what caps the tasks of processes that are put into it; None where the system has no
            such thing.
    """

    process: "subprocess.Popen[bytes]"
    pid: int
    group: Path | None = None

    def empty(self) -> bool:
        """End everything in it but what holds it up; its files stay. Whether that could be done.

        The box's own shell does it: only from inside does one call reach all of them, also those
        that are being forked, and it spares the first process and its caller.
        """
        assert self.process.stdin
        try:
            self.process.stdin.write(b"empty\n")
            self.process.stdin.flush()
            return self.answers("empty")
        except OSError:  # a student's process has ended the shell
            return False

    def answers(self, line: str) -> bool:
        """Whether it says this line, soon."""
        assert self.process.stdout
        ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        return bool(ready) and self.process.stdout.readline() == f"{line}\n".encode()

    def close(self) -> None:
        """End it and everything in it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            with contextlib.suppress(OSError):  # what was written and never read
                pipe.close()
        taskgroup.remove(self.group)


def build(scratch_bytes: int, visible: Sequence[str] | None = None, tasks: int = 0) -> Box:
    """A new box, finished and empty, in about 20 ms.

    Args:
        scratch_bytes: size of its scratch folder, which lives in memory.
        visible: folders to see, read-only; default `needed()`.
        tasks: as many processes and threads may be in it, if the kernel can see to that; 0: any.

    Raises:
        NoSandbox: bubblewrap is missing, or this system does not let it work.
        TryAgain: there was no memory or no process id for it.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise NoSandbox(_advice("bubblewrap is not installed"))
    with contextlib.ExitStack() as given:
        try:
            box = _built(program, scratch_bytes, visible, given)
        except OSError as error:
            raise TryAgain(f"bubblewrap did not start: {error.strerror}") from None
    box.group = taskgroup.make(tasks) if tasks else None
    return box


def _built(
    program: str, scratch_bytes: int, visible: Sequence[str] | None, given: contextlib.ExitStack
) -> Box:
    told = _memfd(given)  # bwrap dies of a pipe without reader, and leaves a child behind
    files = {path: _memfd(given, text) for path, text in FILES.items()}
    arguments = [
        program, "--unshare-all", "--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY),
        "--new-session", "--hostname", HOST, "--clearenv",
        "--info-fd", str(told), *_mounts(needed() if visible is None else visible, scratch_bytes),
        *(part for path, file in files.items() for part in ("--ro-bind-data", str(file), path)),
        "--remount-ro", "/", "--disable-userns",
        # It ends with a pipe that we alone hold, even if we are killed while it starts. With
        # --die-with-parent too bwrap can die halfway.
        "--", "/bin/sh", "-c", HOLD,
    ]  # fmt: skip
    process = subprocess.Popen(
        arguments, pass_fds=[told, *files.values()], env={}, cwd="/",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    box = Box(process, 0)
    with process.stderr:
        if not box.answers("ready"):
            process.kill()
            said = process.stderr.read().decode(errors="replace").strip().splitlines()
            process.wait()
            raise _refused(said[-1] if said else "")
    box.pid = json.loads(os.pread(told, 1000, 0))["child-pid"]
    return box


def _memfd(given: contextlib.ExitStack, text: str = "") -> int:
    descriptor = os.memfd_create("box")
    given.callback(os.close, descriptor)
    os.write(descriptor, text.encode())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _refused(said: str) -> CourseError:
    """What bubblewrap said, as an error: with no words it was killed, or had no time to start."""
    if not said or said.endswith(SCARCE):
        return TryAgain(f"bubblewrap did not start: {said or 'it gave no answer'}")
    return NoSandbox(_advice(said))


def needed() -> list[str]:
    """What Python and the course need to see: never the course's folder with its solutions."""
    package = Path(__file__).resolve().parents[1]
    folders = ["/usr", "/etc/ssl", "/etc/fonts", "/etc/localtime", "/etc/alternatives"]
    folders += ["/etc/services", "/etc/protocols"]
    folders += [sys.base_prefix, sys.prefix, str(package)]
    return [f for f in dict.fromkeys(folders) if os.path.exists(f)]


def _mounts(visible: Sequence[str], scratch_bytes: int) -> list[str]:
    package = Path(__file__).resolve().parents[1]
    # Scratch first: Python or the course may be installed below /tmp, and show through then.
    mounts = ["--size", str(scratch_bytes), "--tmpfs", SCRATCH]
    for folder in visible:
        if folder == str(package):  # in a course below /usr, say, hide the rest of it first
            if any(package.is_relative_to(f) for f in visible if f not in (folder, sys.prefix)):
                mounts += ["--tmpfs", str(package.parent)]
                if Path(sys.prefix).is_relative_to(package.parent):
                    mounts += ["--ro-bind", sys.prefix, sys.prefix]
            mounts += ["--ro-bind", folder, folder]
        else:
            mounts += ["--ro-bind", folder, folder]
    for link in ("/lib", "/lib64", "/bin", "/sbin"):
        if os.path.islink(link):
            mounts += ["--symlink", os.readlink(link), link]
        elif os.path.isdir(link):
            mounts += ["--ro-bind", link, link]
    return [
        *mounts, "--proc", "/proc", "--dev", "/dev",
        "--size", str(scratch_bytes), "--perms", "1777", "--tmpfs", "/dev/shm",
        "--remount-ro", "/dev", "--remount-ro", "/proc",  # else root could write /proc/sys
    ]  # fmt: skip


def enter(pid: int) -> None:
    """Join the namespaces of `pid`, of a process with one thread.

    The PID namespace holds for children: fork once more, then `give_up_rights` in the child.
    """
    target = os.pidfd_open(pid)
    kinds = sum(_CLONE_NEW.values())
    if _libc().setns(target, kinds) != 0:
        raise OSError(ctypes.get_errno(), "setns")
    os.close(target)
    os.chdir("/")


def give_up_rights() -> None:
    """No capability, now or ever: bounding set, sets of this process, programs it starts.

    And no system call but those of an ordinary program (seccomp.py), no keys of a login.

    Raises:
        OSError: not possible here.
    """
    libc = _libc()
    seccomp.leave_keyring()
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for capability in range(last + 1):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if libc.capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
    seccomp.install()


def die_with_parent(parent: int | None = None) -> None:
    """SIGKILL when the parent ends. To be said again after every change of rights.

    Args:
        parent: its pid, if known: it may have ended before this was said.
    """
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if parent is not None and os.getppid() != parent:
            os._exit(1)


def limit(memory_bytes: int, file_bytes: int, processes: int) -> None:
    """Hard limits of this process and its children.

    The count of processes does not bind root (setrlimit(2)), so it is watched from outside too,
    as is memory: a limit of address space would stop TensorFlow, one of data is per process.
    """
    import resource  # not on Windows

    for kind, most in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_NOFILE, 256),  # and so sockets and pipes, whose buffers count for nobody
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 1_000_000),
        (getattr(resource, "RLIMIT_MSGQUEUE", resource.RLIMIT_CORE), 0),  # only Linux has it
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (most, most))


def probe() -> None:
    """Build a box and step inside, for real.

    Raises:
        NoSandbox: it does not work here; why, and what to do.
    """
    if sys.platform != "linux":
        raise NoSandbox(_advice("a sandbox needs Linux namespaces"))
    try:
        seccomp.program()
        box = build(1_000_000, ["/usr"])
    except TryAgain as why:
        raise NoSandbox(_advice(str(why))) from None
    except OSError as why:
        raise NoSandbox(_advice(f"no filter of system calls ({why})")) from None
    try:
        # In a process of its own: joining cannot be undone.
        code = "from course_utils.autograde.sandbox import enter, give_up_rights\n"
        code += f"enter({box.pid})\ngive_up_rights()"
        tried = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
        )
        if tried.returncode:
            lines = tried.stderr.strip().splitlines()
            raise NoSandbox(_advice(f"namespaces cannot be joined ({lines[-1] if lines else ''})"))
    finally:
        box.close()


def _advice(problem: str) -> str:
    return (
        f"no sandbox: {problem}. Install bubblewrap and libseccomp (packages `bubblewrap` and "
        "`libseccomp2`), and let bubblewrap use user namespaces (in a container: --security-opt "
        "seccomp=unconfined; Ubuntu 24.04: an AppArmor profile for bwrap). Or grade a class you "
        "trust with --sandbox none."
    )


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def is_alive(pid: int) -> bool:
    """Whether a process of this number runs (one that ended and nobody asked about does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False
