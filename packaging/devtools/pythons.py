"""Which Python to use: every one that can be found is run once, because a name on the path may be a stub that fails."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from devtools import debian
from devtools.console import SetUpTrouble, say

OLDEST, NEWEST = (3, 11), (3, 14)
RANGE = "Python 3.11 to 3.14, 64-bit"
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")
FOLDERS = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/Library/Frameworks/Python.framework/Versions/*/bin")
SECONDS = 20  # a stub that opens a shop or asks a question must not stop the search
# `base` is the Python behind a virtual environment. Old Pythons run this too, to be named when none is suitable.
PROBE = """
import json, os, sys
from importlib.util import find_spec
import sysconfig
print(json.dumps({
    "executable": sys.executable,
    "base": getattr(sys, "_base_executable", None) or sys.executable,
    "real": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
    "version": list(sys.version_info[:3]),
    "usual": sys.implementation.name == "cpython" and sys.maxsize > 2**32 and not sysconfig.get_config_var("Py_GIL_DISABLED")
        and sys.version_info[3] in ("final", "candidate"),
    "makes_environments": bool(find_spec("venv") and find_spec("ensurepip")),
}))
"""


class Python(NamedTuple):
    executable: str  # as it was called
    base: str  # what made the virtual environment, or `executable` itself
    real: str  # `base` without symbolic links: says whether two are the same
    version: tuple[int, int, int]
    usual: bool  # CPython, 64-bit, with the interpreter lock, released
    makes_environments: bool  # Debian takes venv apart into a package of its own

    @property
    def suitable(self) -> bool:
        return self.usual and OLDEST <= self.version[:2] <= NEWEST

    @property
    def name(self) -> str:
        return "Python " + ".".join(map(str, self.version))


def _start(executable: str) -> subprocess.Popen[str] | None:
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__")}
    command = [executable, "-c", PROBE]
    try:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, universal_newlines=True
        )
    except OSError:
        return None


def _answer(process: subprocess.Popen[str] | None) -> Python | None:
    if process is None:
        return None
    try:
        output, _ = process.communicate(timeout=SECONDS)
        said = json.loads(output)
    except (subprocess.TimeoutExpired, ValueError):
        process.kill()
        process.communicate()
        return None
    return Python(**{**said, "version": tuple(said["version"])})


def look_at(executables: list[str]) -> list[Python]:
    """Those of the given programs that are a working Python, each once; all are started together."""
    answers = [_answer(process) for process in [_start(executable) for executable in executables]]
    found: dict[str, Python] = {}
    for python in answers:
        if python:
            found.setdefault(python.real, python)
    return list(found.values())


def look_at_one(executable: str) -> Python | None:
    return _answer(_start(executable))


def _windows_launcher() -> list[str]:
    """The paths that `py -0p` lists: ` -V:3.13 *        C:\\Python313\\python.exe`."""
    launcher = shutil.which("py")
    if not launcher:
        return []
    listed = subprocess.run([launcher, "-0p"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return launcher_paths(listed.stdout.decode(errors="replace"))


def launcher_paths(listed: str) -> list[str]:
    return re.findall(r"[A-Za-z]:\\.*?python[0-9.]*\.exe", listed, flags=re.IGNORECASE)


def _pyenv() -> list[str]:
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    return [*map(str, root.glob("versions/*/bin/python")), *map(str, root.glob("pyenv-win/versions/*/python.exe"))]


def _on_path(name: str) -> list[str]:
    """Every program of this name, not only the first: a stub may stand before the real one."""
    found = (shutil.which(name, path=folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder)
    return [path for path in found if path]


def _in_usual_folders() -> list[str]:
    root = Path("/")
    folders = [folder for pattern in FOLDERS for folder in root.glob(pattern[1:])]
    return [str(folder / name) for folder in folders for name in NAMES if (folder / name).exists()]


def candidates() -> list[str]:
    """Programs worth running, the one that runs this first."""
    found = [sys.executable, *(path for name in NAMES for path in _on_path(name)), *_in_usual_folders(), *_windows_launcher(), *_pyenv()]
    return list(dict.fromkeys(found))


def newest(pythons: list[Python]) -> Python | None:
    """The newest suitable one that can make an environment; else the newest that cannot yet."""
    suitable = [python for python in pythons if python.suitable]
    return max(suitable, key=lambda python: (python.makes_environments, python.version), default=None)


def choose(asked: str | None) -> Python:
    """Raises SetUpTrouble, naming what was found, when none is suitable."""
    chosen = _asked_for(asked) if asked else _newest_here()
    return chosen if chosen.makes_environments else _with_venv(chosen)


def _newest_here() -> Python:
    found = look_at(candidates())
    chosen = newest(found)
    if chosen is None:
        raise SetUpTrouble(_none_found(found))
    return chosen


def _asked_for(asked: str) -> Python:
    path = shutil.which(asked) or asked
    python = look_at_one(path)
    if python is None:
        raise SetUpTrouble(f"{asked} does not run as a Python. Give --python the full path of one ({RANGE}).")
    if not python.suitable:
        raise SetUpTrouble(f"{asked} is {python.name}, but crm-desktop needs {RANGE}.")
    return python


def _with_venv(python: Python) -> Python:
    package = f"python{python.version[0]}.{python.version[1]}-venv"
    if debian.may_install() and python.real.startswith("/usr/bin/"):
        say(f"{python.name} comes without venv: installing {package} ...")
        debian.install([package])
        again = look_at_one(python.executable)
        if again and again.makes_environments:
            return again
    raise SetUpTrouble(
        f"{python.name} ({python.executable}) cannot make virtual environments: its venv or ensurepip module is missing.\n"
        f"On Debian or Ubuntu: {debian.command([package])}\n"
        "Elsewhere: reinstall Python with pip, or choose another with --python PATH."
    )


def _none_found(found: list[Python]) -> str:
    seen = ", ".join(sorted(f"{python.name} ({python.executable})" for python in found)) or "none"
    return (
        f"crm-desktop needs {RANGE}, and none was found here.\nFound: {seen}.\n"
        "To get one:\n"
        "  Debian, Ubuntu   sudo apt-get install python3 python3-venv   (Debian 12, Ubuntu 24.04 or newer)\n"
        "  Fedora           sudo dnf install python3.13\n"
        "  macOS            brew install python@3.13   or the installer of python.org\n"
        "  Windows          winget install Python.Python.3.13   or the installer of python.org\n"
        "Then run the same command again, or name it: --python PATH"
    )
