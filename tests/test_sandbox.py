"""What students' code finds around it, seen from inside the box."""

import json
import os
import platform
import pwd
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from typing import Any

import nbformat
import pytest
from classroom import NO_WALLS, ROOT, boxes

from course_utils.autograde import sandbox, seccomp
from course_utils.autograde.execute import Limits, run
from course_utils.autograde.limits import Meter

pytestmark = pytest.mark.skipif(bool(NO_WALLS), reason=NO_WALLS or " ")

# Into other processes, into the kernel, or into memory that nobody counts.
REFUSED = """
io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key kcmp bpf perf_event_open
ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd userfaultfd mount umount2
move_mount fsopen fsmount fsconfig open_tree mount_setattr pivot_root chroot unshare setns clone3
personality quotactl quotactl_fd swapon swapoff reboot acct syslog init_module finit_module
delete_module kexec_load open_by_handle_at name_to_handle_at fanotify_init memfd_create memfd_secret
shmget shmat semget msgget mq_open settimeofday clock_settime adjtimex iopl ioperm modify_ldt
vhangup seccomp landlock_create_ruleset move_pages mbind set_mempolicy migrate_pages
"""
LOOK = (
    f"REFUSED = {REFUSED.split()}"
    + """
import ctypes, getpass, grp, json, os, pathlib, pwd, resource, socket
numbers, libc = ctypes.CDLL("libseccomp.so.2"), ctypes.CDLL(None, use_errno=True)
def call(name):
    number = numbers.seccomp_syscall_resolve_name(name.encode())
    if number < 0: return False
    return libc.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 38
def can(do, *arguments):
    try: do(*arguments)
    except OSError: return False
    return True
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines())
mounts = [line.split() for line in open("/proc/self/mounts")]
print(json.dumps({
    "capabilities": [status[k].strip() for k in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")],
    "init": [line for line in open("/proc/1/status") if line.startswith("CapEff")],
    "no_new_privileges": status["NoNewPrivs"].strip(),
    "user": [os.getuid(), os.getgid(), os.getgroups()],
    "namespaces": {k: os.readlink(f"/proc/self/ns/{k}") for k in os.listdir("/proc/self/ns")},
    "environment": sorted(os.environ),
    "environment at start": open("/proc/self/environ").read().split("\\0"),
    "writable": [m[1] for m in mounts if "rw" in m[3].split(",")],
    "root": sorted(os.listdir("/")),
    "work": os.listdir("."),
    "processes": sum(p.isdigit() for p in os.listdir("/proc")),
    "interfaces": [name for _, name in socket.if_nameindex()],
    "host": socket.gethostname(),
    "names": {"user": getpass.getuser(), "owner": pathlib.Path.home().owner(),
              "home": os.path.expanduser("~"), "of": os.path.expanduser("~" + getpass.getuser()),
              "group": grp.getgrgid(os.getgid()).gr_name,
              "entry": pwd.getpwuid(os.getuid()).pw_dir, "host": socket.getfqdn(),
              "addresses": [socket.gethostbyname(n) for n in ("localhost", socket.gethostname())]},
    "free": os.statvfs(".").f_blocks * os.statvfs(".").f_frsize,
    "limits": {k: resource.getrlimit(getattr(resource, "RLIMIT_" + k))[0]
               for k in ("DATA", "FSIZE", "NPROC", "NOFILE", "CORE", "MEMLOCK", "MSGQUEUE")},
    "filter": status["Seccomp"].strip(),
    "calls": {name: call(name) for name in REFUSED},
    "sockets": {name: can(socket.socket, getattr(socket, name), socket.SOCK_RAW)
                for name in ("AF_ALG", "AF_PACKET", "AF_VSOCK", "AF_CAN")},
    "descriptors": [os.readlink(fd) for fd in map("/proc/self/fd/{}".format,
                    os.listdir("/proc/self/fd")) if os.path.lexists(fd)],
}))
"""
)


@pytest.fixture(scope="module")
def inside() -> dict[str, Any]:
    os.environ["SECRET_OF_THE_INSTRUCTOR"] = "1"
    try:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LOOK)])
        ran = run(nbformat.writes(notebook), Limits(scratch_bytes=10_000_000))
    finally:
        del os.environ["SECRET_OF_THE_INSTRUCTOR"]
    (cell,) = nbformat.reads(ran.text, as_version=4).cells
    told: dict[str, Any] = json.loads(cell.outputs[0].text)
    return told


def test_no_capability_now_or_later(inside: dict[str, Any]) -> None:
    assert set(inside["capabilities"]) == {"0" * 16}
    assert inside["no_new_privileges"] == "1"
    assert inside["init"] == ["CapEff:\t" + "0" * 16 + "\n"]  # nothing to be had by tracing it


def test_nobody_in_namespaces_of_its_own(inside: dict[str, Any]) -> None:
    assert inside["user"][:2] == [65534, 65534]
    for kind in ("mnt", "pid", "net", "ipc", "uts", "user"):
        assert inside["namespaces"][kind] != os.readlink(f"/proc/self/ns/{kind}")
    assert inside["host"] == "box"


def test_it_knows_who_and_where_it_is(inside: dict[str, Any]) -> None:
    assert inside["names"] == {
        "user": "student", "owner": "student", "home": "/tmp", "of": "/tmp", "group": "student",
        "entry": "/tmp", "host": "localhost", "addresses": ["127.0.0.1", "127.0.0.1"],
    }  # fmt: skip


def test_no_environment_but_its_own(inside: dict[str, Any]) -> None:
    assert not [name for name in inside["environment"] if "SECRET" in name]
    assert not [line for line in inside["environment at start"] if "SECRET" in line]


def test_only_scratch_can_be_written(inside: dict[str, Any]) -> None:
    kernels = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty",
               "/dev/pts")  # fmt: skip
    assert set(inside["writable"]) - set(kernels) == {"/tmp", "/dev/shm"}
    assert inside["free"] <= 10_100_000


def test_nothing_to_see_but_python_and_the_course(inside: dict[str, Any]) -> None:
    assert inside["work"] == []
    assert not {"home", "mnt", "srv", "boot"} & set(inside["root"])
    assert inside["processes"] <= 4  # the box's own two, and this one
    assert inside["interfaces"] == ["lo"]
    own = re.compile(r"/dev/null|socket:\[\d+\]|anon_inode:\[eventpoll\]|/tmp/#\d+ \(deleted\)")
    assert [to for to in inside["descriptors"] if not own.fullmatch(to)] == []
    assert len(inside["descriptors"]) <= 12  # its streams, its channel, its event loop


def test_limits(inside: dict[str, Any]) -> None:
    assert inside["limits"]["CORE"] == 0
    assert inside["limits"]["FSIZE"] <= 64_000_000
    assert inside["limits"]["DATA"] <= 3_000_000_000
    assert inside["limits"]["NPROC"] <= 256


def test_system_calls_that_no_program_of_the_course_needs_do_not_exist(
    inside: dict[str, Any],
) -> None:
    assert inside["filter"] == "2"
    assert [name for name, answered in inside["calls"].items() if answered] == []
    assert not any(inside["sockets"].values())
    assert inside["limits"]["MSGQUEUE"] == 0 and inside["limits"]["MEMLOCK"] <= 1_000_000


HONEST = """
import array, mmap, multiprocessing, subprocess, sys, tempfile, threading
from multiprocessing import shared_memory
import matplotlib.pyplot as plt, numpy as np
told = []
with multiprocessing.Pool(2) as pool: told.append(pool.map(abs, [-1, -2]))
told.append(subprocess.run(["echo", "hi"], capture_output=True, text=True).stdout)
told.append(subprocess.check_output([sys.executable, "-c", "print(6 * 7)"], text=True))
thread = threading.Thread(target=told.append, args=("thread",)); thread.start(); thread.join()
memory = shared_memory.SharedMemory(create=True, size=80)
np.frombuffer(memory.buf, float)[:] = 1; told.append(sum(memory.buf) > 0)
queue = multiprocessing.Queue(); queue.put(3); told.append(queue.get())
with tempfile.TemporaryFile() as file: told.append(np.save(file, np.ones(3)))
plt.plot([1, 2]); plt.savefig("figure.png"); told.append(len(np.linalg.svd(np.ones((9, 9)))))
print(told)
"""


def test_what_honest_programs_do_still_works() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(HONEST)])
    (cell,) = nbformat.reads(run(nbformat.writes(notebook)).text, as_version=4).cells
    assert cell.outputs[0].get("text") == (
        "[[1, 2], 'hi\\n', '42\\n', 'thread', True, 3, None, 3]\n"
    ), cell.outputs


OTHER_WORD_SIZE = """
import ctypes, mmap
from course_utils.autograde import sandbox, seccomp
sandbox.give_up_rights()
code = mmap.mmap(-1, 4096, prot=7)
code.write(bytes.fromhex("b814000000cd80c3"))  # getpid, as a program of 32 bits asks
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
"""


@pytest.mark.skipif(platform.machine() != "x86_64", reason="a call of this architecture's")
def test_calls_of_the_other_word_size_are_no_way_around() -> None:
    ran = subprocess.run([sys.executable, "-c", OTHER_WORD_SIZE], capture_output=True, text=True)
    assert ran.returncode in (-signal.SIGSYS, -signal.SIGSEGV), ran.stderr


def test_a_box_without_the_filter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> bytes:
        raise OSError("libseccomp.so.2: no such file")

    monkeypatch.setattr(seccomp, "program", missing)
    with pytest.raises(sandbox.NoSandbox, match=r"libseccomp.*package.*--sandbox none"):
        sandbox.probe()


def test_solutions_are_not_there() -> None:
    visible = sandbox.needed()
    assert not any(os.path.exists(os.path.join(v, "solutions")) for v in visible)
    assert not any((ROOT / "solutions").is_relative_to(v) for v in visible if v != "/usr")


BUILDING = """
from course_utils.autograde import sandbox, seccomp

print("begin", flush=True)
while True:
    sandbox.build(1_000_000, ["/usr"]).close()
"""


def test_a_box_ends_with_the_grader_that_is_just_building_it() -> None:
    before, rng = boxes(), random.Random(0)
    for _ in range(20):
        grader = subprocess.Popen([sys.executable, "-c", BUILDING], stdout=subprocess.PIPE)
        assert grader.stdout and grader.stdout.readline() == b"begin\n"
        time.sleep(rng.uniform(0, 0.06))
        grader.kill()
        grader.communicate()
    end = time.monotonic() + 10
    while boxes() - before and time.monotonic() < end:
        time.sleep(0.1)
    assert boxes() <= before


LEAVING = r"""
from course_utils.autograde import warm
from course_utils.autograde.remote import frames

child = warm.start("student")
source = "import os\nfor _ in range(5):\n    if not os.fork():\n        while True: pass"
for order in ({"folder": "", "files": {}}, {"do": "run", "source": source}):
    frames.send(child.channel, frames.ORDER, frames.pack(order))
frames.receive(child.channel)
print(child.box.pid, child.pid, flush=True)
input()
"""


def test_what_runs_in_a_box_ends_with_the_grader() -> None:
    grader = subprocess.Popen(
        [sys.executable, "-c", LEAVING], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert grader.stdout
    first, student = map(int, grader.stdout.readline().split())
    (used,) = Meter(10**9).look([(first, student)])
    assert used.tasks >= 6
    grader.kill()
    grader.communicate()
    end = time.monotonic() + 10
    while sandbox.is_alive(first) and time.monotonic() < end:
        time.sleep(0.05)
    assert not sandbox.is_alive(first)


def test_it_is_refused_where_it_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(sandbox.NoSandbox, match=r"bubblewrap is not installed.*--sandbox none"):
        sandbox.probe()


NOT_NOW = """
import pathlib
from course_utils.autograde import sandbox, seccomp

most = pathlib.Path("/proc/sys/user/max_user_namespaces")
most.write_text("0")
for _ in range(2):
    try:
        sandbox.build(1_000_000, ["/usr"]).close()
        print("built")
    except sandbox.TryAgain as why:
        print(why)
    most.write_text("100")
"""


def test_what_fails_at_this_moment_can_be_tried_again() -> None:
    """In a user namespace of its own, where the number of further ones can be limited."""
    ran = subprocess.run(
        ["unshare", "--user", "--map-root-user", sys.executable, "-c", NOT_NOW],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "unshare" in ran.stderr:
        pytest.skip("no user namespace can be made here")
    first, second = ran.stdout.splitlines() or ("", ran.stderr[-2000:])
    assert first.startswith("bubblewrap did not start: ")
    assert first.endswith("exceeded (ENOSPC)")
    assert second == "built"


def test_it_works_for_an_ordinary_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A copy of the package where nobody can read it, run by nobody."""
    if os.getuid() != 0:
        pytest.skip("the tests run as an ordinary user already")
    nobody = pwd.getpwnam("nobody")
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None:
        pytest.skip("no Python that everybody may run")
    folder = tmp_path_factory.mktemp("ordinary")
    for parent in (folder, *folder.parents):
        if parent.is_relative_to("/tmp") and parent != parent.parent and str(parent) != "/tmp":
            parent.chmod(0o755)
    (folder / "course_utils" / "autograde").mkdir(parents=True)
    (folder / "course_utils" / "__init__.py").touch()
    for name in ("course.py", *(f"autograde/{module}.py" for module in (
        "__init__", "sandbox", "seccomp", "limits", "taskgroup"
    ))):  # fmt: skip
        shutil.copy(ROOT / "course_utils" / name, folder / "course_utils" / name)
    code = """
import ctypes, os, signal, sys
from course_utils.autograde import limits, sandbox, seccomp
box = sandbox.build(1_000_000, ["/usr"])
ready, tell = os.pipe()
if os.fork() == 0:
    sandbox.enter(box.pid)
    child = os.fork()
    if child == 0:
        sandbox.give_up_rights()
        status = open("/proc/self/status").read()
        effective = status.partition("CapEff:")[2].split()[0]
        print(os.getuid(), effective, os.path.exists("/proc/3"), flush=True)
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # nobody shall look at me
        held = b"x" * 50_000_000
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    os.write(tell, child.to_bytes(8, "little"))
    os.wait(); os._exit(0)
roots = box.pid, int.from_bytes(os.read(ready, 8), "little")
(used,) = limits.Meter(60_000_000).look([roots])  # by the slow way: it holds more
print(used.memory // 50_000_000, used.tasks)
box.close()
os.wait()
"""
    ran = subprocess.run(
        [python, "-c", code], cwd=folder, user=nobody.pw_uid, group=nobody.pw_gid, env={},
        extra_groups=[], capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    if "operation not permitted" in ran.stderr.lower() and "namespace" in ran.stderr.lower():
        pytest.skip("this system lets nobody but root build namespaces")
    inside, outside = ran.stdout.splitlines() or ("", ran.stderr[-2000:])
    assert inside.split()[:2] == ["65534", "0" * 16]
    assert outside == "1 3"  # times 50 MB, and: the box's first process, its shell, this one
