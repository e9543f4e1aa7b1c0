"""A hard cap on the processes and threads of a box, kept by the kernel (the pids cgroup).

For an ordinary user RLIMIT_NPROC is such a cap; root it does not bind. Root, on the other hand, can
usually make a cgroup. Where neither holds (root in a container with a read-only /sys/fs/cgroup) the
watching of session.py has to be quick enough.
"""

import contextlib
import itertools
import os
import time
from functools import cache
from pathlib import Path

_HOME = Path("/sys/fs/cgroup")
_PREFIX = "course-box"
_numbers = itertools.count()
_left: list[Path] = []


def make(most: int) -> Path | None:
    """A group for at most so many tasks; None where none can be made."""
    home = _place()
    if home is None:
        return None
    group = home / f"{_PREFIX}-{os.getpid()}-{next(_numbers)}"
    try:
        group.mkdir()
        (group / "pids.max").write_text(str(most))
    except OSError:
        remove(group)
        return None
    return group


def door(group: Path | None) -> Path | None:
    """Where a process's number is written to put it in."""
    return group and group / "cgroup.procs"


def remove(group: Path | None) -> None:
    """Remove it; where its last processes need longer to end, at a later call."""
    if group is not None:
        _left.append(group)
    for _ in range(10):
        for each in _left[:]:
            with contextlib.suppress(OSError):
                each.rmdir()
            if not each.exists():
                _left.remove(each)
        if not _left:
            return
        time.sleep(0.005)


@cache
def _place() -> Path | None:
    """Where groups can be made: of cgroup v1, or the root of v2 (others may hold processes, and
    then have no children with limits)."""
    for home in (_HOME / "pids", _HOME):
        try:
            v2 = "pids" in (home / "cgroup.subtree_control").read_text().split()
        except OSError:
            v2 = False
        if (v2 or home.name == "pids") and os.access(home, os.W_OK):
            _sweep(home)
            return home
    return None


def _sweep(home: Path) -> None:
    """Remove what graders that were killed have left."""
    for group in home.glob(f"{_PREFIX}-*-*"):
        if not os.path.exists(f"/proc/{group.name.split('-')[2]}"):
            with contextlib.suppress(OSError):
                group.rmdir()
