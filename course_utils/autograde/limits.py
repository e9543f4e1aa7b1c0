"""What a submission may use, and what it has used, seen from outside.

Time is charged for what the submission did, not for what the machine was short of: processor time
of all its processes, and waiting that is its own (sleep, input, a lock), but not the time in which
it could have run and no processor was free. Linux tells how long each thread stood in that queue
(second field of /proc/<pid>/task/<tid>/schedstat); where it does not, the state of the processes
at each look has to do, and where there is no /proc (macOS) all time counts.
"""

import contextlib
import os
import re
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Waiting for a processor shows only when it is over, so some of it is set off against time that
# was charged a moment before; not more, or waiting of many threads would pay for a long sleep.
CREDIT = 1.0
PATIENCE = 0.2  # seconds for one exact count of memory
_CLOCK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_RESIDENT = re.compile(rb"^(?:RssAnon|RssShmem|VmSwap):\s+(\d+) kB", re.MULTILINE)
_AVAILABLE = re.compile(rb"^MemAvailable:\s+(\d+) kB", re.MULTILINE)
_SHARED_ONCE = re.compile(rb"^(?:Pss_Anon|Pss_Shmem|SwapPss):\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes:
        cell_seconds: of processor time and own waiting, for one cell.
        submission_seconds: the same for all cells.
        memory_bytes: resident memory of all its processes and files in memory.
        tasks: threads of all its processes.
        scratch_bytes: files in its scratch folder.
        inodes: how many files and folders it may have there.
        demo: also run cells tagged `demo` (figures, long training), which no test needs.
    """

    cell_seconds: float = 30
    submission_seconds: float = 300.0
    memory_bytes: int = 3_000_000_000
    tasks: int = 256
    scratch_bytes: int = 64_000_000
    inodes: int = 20_000
    demo: bool = False


def far(seconds: float) -> float:
    """The wall time that ends even what is not charged, for this limit.

    On two cores with eight busy loops beside it a submission gets a fifth of a processor; twice
    that far is a machine on which nobody should grade. The minute is for short limits, where one
    pause of a virtual machine would count.
    """
    return 10 * seconds + 60


@dataclass(frozen=True)
class Usage:
    """What the processes of a box hold now: bytes in memory, tasks (threads), files."""

    memory: int = 0
    tasks: int = 0
    inodes: int = 0


@dataclass(frozen=True)
class _Process:
    """Of /proc/<pid>/stat; seconds of processor time, its own and of children it waited for."""

    parent: int
    threads: int
    own: float
    children: float
    waits: bool


@dataclass
class _Look:
    """Everything at one moment: (pid, start) -> process, thread -> seconds in the queue."""

    at: float
    processes: dict[tuple[int, int], _Process] = field(default_factory=dict)
    delays: dict[tuple[int, int], float] = field(default_factory=dict)
    grader: float = 0.0


class Meter:
    """Charges a submission: `charged` seconds so far.

    Args:
        memory_bytes: above this, pages that processes share are counted exactly, which is slow.
    """

    def __init__(self, memory_bytes: int) -> None:
        self.charged = 0.0
        self._memory_bytes = memory_bytes
        self._shared = _SharedOnce()
        self._last: _Look | None = None
        self._credit = 0.0

    def look(self, boxes: Sequence[tuple[int, ...]]) -> list[Usage]:
        """Charge the time since the last look; what each box holds now.

        Args:
            boxes: for each the pids that all its other processes descend from: the box's first
                process (0 without a box) and the one that was put into it.
        """
        now, used = self._now(boxes)
        if self._last is not None:
            self._charge(self._last, now)
        self._last = now
        return used

    def skip(self, boxes: Sequence[tuple[int, ...]]) -> None:
        """Charge nothing for the time since the last look: the grader was starting processes."""
        self._last, _ = self._now(boxes, hold=False)

    def _now(
        self, boxes: Sequence[tuple[int, ...]], hold: bool = True
    ) -> tuple[_Look, list[Usage]]:
        look, used = _Look(time.monotonic(), grader=_grader()), []
        every = _processes()
        for roots in boxes:
            inside = _descendants(roots, every)
            look.processes |= {key: every[key] for key in inside}
            for key in inside:
                look.delays |= _delays(key, every[key].threads)
            if hold:
                tasks = sum(every[key].threads for key in inside)
                held, inodes = self._held(roots[0], [pid for pid, _ in inside])
                used.append(Usage(held, tasks, inodes))
        return look, used

    def _charge(self, before: _Look, now: _Look) -> None:
        passed = now.at - before.at
        cpu = _processor_time(before.processes, now.processes)
        same = before.processes.keys() == now.processes.keys()
        queued = sum(now.delays[thread] - before.delays.get(thread, 0.0) for thread in now.delays)
        if not now.delays and any(p.waits for p in now.processes.values()):
            queued = passed  # no schedstat: it could run, so what it did not get was not there
        # Processes that came and went between two looks are not seen, nor is their processor time
        # if nobody waits for them: then waiting of the others is no excuse.
        self._credit += queued + now.grader - before.grader if same else -self._credit
        stolen = min(self._credit, passed - min(passed, cpu))
        self._credit = min(self._credit - stolen, CREDIT)
        self.charged += max(cpu, passed - stolen)

    def _held(self, first: int, pids: Iterable[int]) -> tuple[int, int]:
        """Bytes and inodes of a box. Shared pages count once, but only if that matters."""
        pids = list(pids)
        files, inodes = _files(first)
        files += sum(_unnamed(pids).values())
        resident = {pid: _resident(pid) for pid in pids}
        if files + 1024 * sum(resident.values()) > self._memory_bytes:
            resident = self._shared.read(resident)
        return files + 1024 * sum(resident.values()), inodes


class _SharedOnce:
    """Memory of processes with shared pages counted once.

    The kernel counts them while it holds a lock that a process which forks without end keeps from
    others for seconds. So a thread waits for it, and the look goes on with what is known so far.
    """

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._known: dict[int, int] = {}

    def read(self, resident: dict[int, int]) -> dict[int, int]:
        """Kilobytes by pid.

        Args:
            resident: the same with shared pages in full, of every process. That is what counts for
                one that forbids to be looked at, and for all when the machine has no time to lose.
        """
        for _ in range(2):
            begun = self._thread is None or not self._thread.is_alive()
            if begun:
                self._thread = threading.Thread(target=self._fill, args=(resident,), daemon=True)
                self._thread.start()
            assert self._thread
            self._thread.join(PATIENCE)
            if self._thread.is_alive():
                break
            if begun:  # else it counted for an earlier look, and does not know who came since
                return {pid: self._known.get(pid, resident[pid]) for pid in resident}
        scarce = (_kilobytes(_AVAILABLE, "meminfo") or 0) < sum(resident.values()) // 2
        return resident if scarce else {pid: self._known.get(pid, 0) for pid in resident}

    def _fill(self, resident: dict[int, int]) -> None:
        for pid, full in resident.items():
            found = _kilobytes(_SHARED_ONCE, f"{pid}/smaps_rollup")
            self._known[pid] = full if found is None else found
        self._known = {pid: self._known[pid] for pid in resident}


def _processor_time(
    before: dict[tuple[int, int], _Process], now: dict[tuple[int, int], _Process]
) -> float:
    """Seconds between two looks. Who waits for a child gets all its time, charged before or not."""
    none = _Process(0, 0, 0.0, 0.0, False)
    own = sum(p.own - before.get(key, none).own for key, p in now.items())
    children = sum(p.children - before.get(key, none).children for key, p in now.items())
    ended = sum(p.own + p.children for key, p in before.items() if key not in now)
    return own + max(0.0, children - ended)


def _processes() -> dict[tuple[int, int], _Process]:
    """Every process of this machine by pid and time of its start; {} where there is no /proc."""
    found = {}
    for entry in os.listdir("/proc") if os.path.isdir("/proc/self") else ():
        if entry.isdigit():
            with contextlib.suppress(OSError, IndexError):  # it ended meanwhile
                f = _read(f"/proc/{entry}/stat").rpartition(b")")[2].split()
                own, children = int(f[11]) + int(f[12]), int(f[13]) + int(f[14])
                found[int(entry), int(f[19])] = _Process(
                    int(f[1]), int(f[17]), own / _CLOCK, children / _CLOCK, f[0] == b"R"
                )
    return found


def _descendants(
    roots: Iterable[int], every: dict[tuple[int, int], _Process]
) -> list[tuple[int, int]]:
    """These and all that descend from them.

    By parents and not by namespaces: those of a process that forbids to be looked at (prctl) only
    root can read. What loses its parent in a box becomes a child of the box's first process.
    """
    children: dict[int, list[tuple[int, int]]] = {}
    for key, process in every.items():
        children.setdefault(process.parent, []).append(key)
    by_pid = {pid: (pid, start) for pid, start in every}
    left, seen = [by_pid[pid] for pid in roots if pid in by_pid], set()
    while left:
        key = left.pop()
        if key not in seen:
            seen.add(key)
            left += children.get(key[0], [])
    return sorted(seen)


def _delays(key: tuple[int, int], threads: int) -> dict[tuple[int, int], float]:
    """(thread, start of its process) -> seconds that it could run and had to wait."""
    pid, start = key
    found = {}
    with contextlib.suppress(OSError):
        for tid in [str(pid)] if threads == 1 else os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError, IndexError):
                line = _read(f"/proc/{pid}/task/{tid}/schedstat").split()
                found[int(tid), start] = int(line[1]) / 1e9
    return found


def _grader() -> float:
    """Seconds that this thread used or waited for: while it works, the submission waits for it."""
    try:
        line = _read(f"/proc/self/task/{threading.get_native_id()}/schedstat").split()
        return (int(line[0]) + int(line[1])) / 1e9
    except (OSError, IndexError):
        return time.thread_time()


def _kilobytes(what: "re.Pattern[bytes]", name: str) -> int | None:
    """Sum of these lines of /proc/<name>; None if there are none, or it may not be read."""
    with contextlib.suppress(OSError):
        found = what.findall(_read(f"/proc/{name}"))
        return sum(map(int, found)) if found else None
    return None


def _resident(pid: int) -> int:
    """Kilobytes of a process, shared pages in full.

    When its first thread has ended, only the others know its memory.
    """
    found = _kilobytes(_RESIDENT, f"{pid}/status")
    if found is None:
        with contextlib.suppress(OSError, ValueError):
            tid = max(os.listdir(f"/proc/{pid}/task"), key=int)
            found = _kilobytes(_RESIDENT, f"{pid}/task/{tid}/status")
    return found or 0


def _unnamed(pids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Bytes of files without a name (memfd) that these processes have open, each file once."""
    found = {}
    for pid in pids:
        with contextlib.suppress(OSError):  # it ended, or only root may look at its files
            for descriptor in os.listdir(f"/proc/{pid}/fd"):
                path = f"/proc/{pid}/fd/{descriptor}"
                with contextlib.suppress(OSError):
                    if os.readlink(path).startswith("/memfd:"):
                        about = os.stat(path)
                        found[about.st_dev, about.st_ino] = 512 * about.st_blocks
    return found


def _files(first: int) -> tuple[int, int]:
    """Bytes and inodes of the box's folders, which live in memory; 0 without a box."""
    size = inodes = 0
    for folder in ("tmp", "dev/shm"):
        with contextlib.suppress(OSError):
            about = os.statvfs(f"/proc/{first}/root/{folder}")
            size += (about.f_blocks - about.f_bfree) * about.f_frsize
            inodes += about.f_files - about.f_ffree
    return size, inodes


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()
