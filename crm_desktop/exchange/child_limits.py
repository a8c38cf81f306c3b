"""What the process that reads foreign files may take: memory up to a limit, and nothing else of this computer but the file."""

import os
import sys
import threading
import time
from typing import Any

MOST_MEMORY = 1 << 30
_LOOKED_EVERY = 0.2
_REFUSED = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
     "os.forkpty", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.chmod", "os.kill", "shutil.rmtree"}
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class OutOfBounds(PermissionError):
    """What reads a file has no business doing."""


def limit_this_process() -> None:
    """For good. Whatever cannot be limited here is looked at from a thread that ends the process."""
    if sys.platform == "win32":
        _limit_job()
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold what the file says
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        else:
            threading.Thread(target=_watch_memory, daemon=True).start()
    sys.addaudithook(_demand_only_reading)


def _demand_only_reading(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _REFUSED or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING):
        raise OutOfBounds(event)


def _watch_memory() -> None:
    """macOS takes a limit of memory and does not keep it."""
    import resource

    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MOST_MEMORY:
        time.sleep(_LOOKED_EVERY)
    os._exit(1)


def _limit_job() -> None:
    """Windows keeps limits of a job, whose only process this one becomes."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64), ("PerJobUserTimeLimit", ctypes.c_int64), ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t), ("MaximumWorkingSetSize", ctypes.c_size_t), ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t), ("PriorityClass", wintypes.DWORD), ("SchedulingClass", wintypes.DWORD),
        )  # fmt: skip

    class Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", Basic), ("IoInfo", ctypes.c_uint64 * 6), ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t), ("PeakProcessMemoryUsed", ctypes.c_size_t), ("PeakJobMemoryUsed", ctypes.c_size_t),
        )  # fmt: skip

    process_memory, active_processes, extended_limits = 0x100, 0x8, 9
    limits = Extended()
    limits.Basic.LimitFlags, limits.Basic.ActiveProcessLimit = process_memory | active_processes, 1
    limits.ProcessMemoryLimit = MOST_MEMORY
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    job = kernel.CreateJobObjectW(None, None)
    if not (
        job
        and kernel.SetInformationJobObject(job, extended_limits, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    ):
        raise OSError(ctypes.get_last_error(), "no limit of memory")  # type: ignore[attr-defined, unused-ignore]
