"""What measured: the computer and the versions of what was measured with. Figures without them compare with nothing."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sqlcipher3.dbapi2 as engine

from crm_desktop import __version__

_PARTS = ("PySide6-Essentials", "peewee", "sqlcipher3", "reportlab", "psycopg")


def facts() -> dict[str, str]:
    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "crm-desktop": __version__,
        "computer": f"{_processor()}, {os.cpu_count()} cores, {_memory()}",
        "system": platform.platform(),
        "busy": f"{os.getloadavg()[0]:.1f} processes waited or ran in the minute before" if hasattr(os, "getloadavg") else "not known",
        "Python": platform.python_version(),
        "SQLite": engine.sqlite_version,
        **{name: found for name in _PARTS if (found := _version(name))},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor() or platform.machine())


def _memory() -> str:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return "memory not known"
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"
