"""How much a process holds. It loads nothing, for what is measured would be more."""

import math
import os
import re
import sys
from pathlib import Path


def highest_memory() -> float:
    """Megabytes that this process held at most; not a number on systems that do not tell."""
    told = Path("/proc/self/status")
    if told.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", told.read_text(encoding="ascii", errors="replace"))):
        return int(found[1]) * 1024 / 1e6  # what `resource` says begins with what the process held that started this one
    if sys.platform == "win32":
        return math.nan
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def held_memory() -> float:
    """Megabytes that this process holds now; on systems that do not tell, the most it held."""
    told = Path("/proc/self/statm")
    if told.exists():
        return int(told.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return highest_memory()
