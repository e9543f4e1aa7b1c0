"""System calls that students' code may make; every other one answers "not implemented".

A list of what is allowed, so that what a kernel learns next is refused: what Python, NumPy,
TensorFlow, subprocess, multiprocessing and matplotlib use. Not on it, among others: io_uring,
keyrings, ptrace and other processes' memory, mounts and namespaces, BPF, System V and POSIX
queues and shared memory, and files in memory without a name (memfd): memory that belongs to no
process could not be counted. The programs of the other word size are killed.

libseccomp knows the numbers of every architecture; it is part of every Debian and Ubuntu. The
filter is made once and inherited as bytes, for a fork is to take milliseconds.
"""

import ctypes
import errno
import functools
import os
import tempfile

_ANY_ARGUMENTS = """
read write pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2 sendfile splice tee
vmsplice copy_file_range lseek open openat openat2 creat close close_range dup dup2 dup3 pipe pipe2
fcntl flock ioctl fsync fdatasync sync syncfs sync_file_range truncate ftruncate fallocate fadvise64
readahead stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 getdents
getdents64 getcwd chdir fchdir mkdir mkdirat rmdir rename renameat renameat2 link linkat symlink
symlinkat readlink readlinkat unlink unlinkat chmod fchmod fchmodat fchmodat2 chown fchown lchown
fchownat umask utime utimes utimensat futimesat mknod mknodat getxattr lgetxattr fgetxattr
listxattr llistxattr flistxattr setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
inotify_init inotify_init1 inotify_add_watch inotify_rm_watch
mmap munmap mremap mprotect msync madvise mincore brk mlock mlock2 munlock mlockall munlockall
membarrier pkey_alloc pkey_free pkey_mprotect get_mempolicy cachestat
fork vfork execve execveat exit exit_group wait4 waitid getpid getppid gettid getpgid getpgrp
setpgid getsid setsid set_tid_address set_robust_list get_robust_list rseq futex futex_waitv
futex_wait futex_wake futex_requeue arch_prctl prctl kill tkill tgkill pidfd_open pidfd_send_signal
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait
rt_sigqueueinfo rt_tgsigqueueinfo sigaltstack pause alarm restart_syscall signalfd signalfd4
getuid geteuid getgid getegid getresuid getresgid getgroups setuid setgid setreuid setregid
setresuid setresgid setfsuid setfsgid setgroups capget capset getcpu sched_yield
sched_getaffinity sched_setaffinity sched_getparam sched_setparam sched_getscheduler
sched_setscheduler sched_getattr sched_setattr sched_get_priority_max sched_get_priority_min
sched_rr_get_interval getpriority setpriority ioprio_get ioprio_set getrlimit setrlimit prlimit64
getrusage times sysinfo uname time gettimeofday clock_gettime clock_getres clock_nanosleep nanosleep
getitimer setitimer timer_create timer_settime timer_gettime timer_getoverrun timer_delete
timerfd_create timerfd_settime timerfd_gettime getrandom
poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
eventfd eventfd2 bind listen accept accept4 connect getsockname getpeername getsockopt setsockopt
sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg shutdown
"""
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEW* of sched.h
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000  # SCMP_ACT_*
_EQUAL, _MASKED = 4, 7  # SCMP_CMP_*
_BAD_ARCHITECTURE = 2  # SCMP_FLTATR_ACT_BADARCH
_JOIN_SESSION_KEYRING = 1
_PR_SET_SECCOMP, _FILTER = 22, 2


class _Comparison(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64),
                ("b", ctypes.c_uint64)]  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def _equal(argument: int, value: int) -> _Comparison:
    return _Comparison(argument, _EQUAL, value, 0)


# Calls that are allowed with some arguments only; each line is one way.
_SOME: list[tuple[str, list[_Comparison]]] = [
    *(("socket", [_equal(0, family)]) for family in (_UNIX, _INET, _INET6)),
    ("socket", [_equal(0, _NETLINK), _equal(2, 0)]),  # names of the box's own interfaces
    ("socketpair", [_equal(0, _UNIX)]),
    ("clone", [_Comparison(0, _MASKED, _NEW_NAMESPACES, 0)]),
    ("personality", [_equal(0, 0xFFFFFFFF)]),  # a question
]


def _library() -> ctypes.CDLL:
    """libseccomp.

    Raises:
        OSError: it is not installed.
    """
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_attr_set.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32]
    library.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint,
        ctypes.POINTER(_Comparison),
    ]  # fmt: skip
    library.seccomp_export_bpf.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.seccomp_release.argtypes = [ctypes.c_void_p]
    library.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    return library


@functools.cache
def program() -> bytes:
    """The filter, as the kernel takes it. Made once; forks inherit it.

    Raises:
        OSError: libseccomp is not installed, or refuses.
    """
    library = _library()
    made = library.seccomp_init(_ERRNO | errno.ENOSYS)
    try:
        _try(library.seccomp_attr_set(made, _BAD_ARCHITECTURE, _KILL))
        for name, comparisons in [*((name, []) for name in _ANY_ARGUMENTS.split()), *_SOME]:
            number = library.seccomp_syscall_resolve_name(name.encode())
            if number >= 0:  # below: another architecture has it, or a later library knows it
                array = (_Comparison * len(comparisons))(*comparisons)
                _try(library.seccomp_rule_add_array(made, _ALLOW, number, len(array), array))
        with tempfile.TemporaryFile() as file:
            _try(library.seccomp_export_bpf(made, file.fileno()))
            file.seek(0)
            return file.read()
    finally:
        library.seccomp_release(made)


def _try(result: int) -> None:
    if result < 0:
        raise OSError(-result, f"libseccomp: {os.strerror(-result)}")


def install() -> None:
    """Hold this process and all its children to the list; needs no_new_privs.

    Raises:
        OSError: libseccomp is not installed, or the kernel refuses.
    """
    bytecode = program()
    libc = ctypes.CDLL(None, use_errno=True)
    filter_ = _Program(len(bytecode) // 8, bytecode)
    if libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(filter_), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")


def leave_keyring() -> None:
    """A session keyring of its own: the one of a login, with its keys, would be inherited."""
    number = _library().seccomp_syscall_resolve_name(b"keyctl")
    # Where it fails there are no keyrings, or an outer filter forbids them.
    ctypes.CDLL(None).syscall(number, _JOIN_SESSION_KEYRING, None)
