"""Qt's wheels need libraries of the system. Whether they are there is found out by loading Qt, in a process of its own: it may abort."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from devtools import debian
from devtools.console import SetUpTrouble, run_quietly, say

# Text without any font is drawn as empty boxes, without a word of complaint.
PROBE = """
import sys
from PySide6 import QtCore, QtPdf, QtPdfWidgets, QtPrintSupport, QtSvg, QtWidgets
from PySide6.QtGui import QFontDatabase
application = QtWidgets.QApplication(["probe"])
sys.exit(0 if QFontDatabase.families() else "no font is installed")
"""
NO_ANSWER = "could not connect to display"  # what Qt says when all its libraries are there, but no screen
# Debian's names; newer releases still provide libglib2.0-0 under a longer one.
FOR_ANY_USE = (
    "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libfreetype6", "libglib2.0-0", "libgssapi-krb5-2",
    "fonts-dejavu-core",
)  # fmt: skip
FOR_WINDOWS = (
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0",
    "libxcb-sync1", "libxcb-xfixes0", "libxcb-xkb1", "libxkbcommon-x11-0", "libx11-xcb1",
)  # fmt: skip
# Other systems' commands, from their package lists; none was tried.
OTHERS = {
    "dnf": "sudo dnf install -y libglvnd-glx libglvnd-egl libxkbcommon libxkbcommon-x11 dbus-libs fontconfig freetype glib2 krb5-libs "
    "xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil dejavu-sans-fonts",
    "pacman": "sudo pacman -S --needed libglvnd libxkbcommon libxkbcommon-x11 dbus fontconfig freetype2 glib2 krb5 "
    "xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil ttf-dejavu",
    "zypper": "sudo zypper install -y libglvnd libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 fontconfig libfreetype6 libglib-2_0-0 krb5 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 dejavu-fonts",
}


def has_display() -> bool:
    """Windows and macOS always have one; elsewhere a variable tells."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def offscreen() -> dict[str, str]:
    """The environment of programs that draw without a display, unless the caller chose how."""
    return {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM") or "offscreen"}


def ensure(python: Path) -> None:
    """What every use of Qt needs. Raises SetUpTrouble with the command that installs it."""
    _ensure(python, {**os.environ, "QT_QPA_PLATFORM": "offscreen"}, FOR_ANY_USE)


def ensure_windows(python: Path, env: Mapping[str, str]) -> None:
    """What windows need on the display that `env` names. Raises SetUpTrouble."""
    _ensure(python, env, FOR_ANY_USE + FOR_WINDOWS)


def can_open_windows(python: Path) -> bool:
    """Whether there is a display that Qt can really use; on Debian-like systems root gets what is missing."""
    if not has_display():
        return False
    try:
        ensure_windows(python, os.environ)
    except SetUpTrouble as trouble:
        say(f"There is a display, but no window can be opened on it. {trouble}")
        return False
    return True


def _problem(python: Path, env: Mapping[str, str]) -> str:
    """Empty when Qt loads and starts; else its complaint."""
    status, said = run_quietly([str(python), "-c", PROBE], env=env)
    return (said or f"it ended with status {status}") if status else ""


def _ensure(python: Path, env: Mapping[str, str], packages: tuple[str, ...]) -> None:
    problem = _problem(python, env)
    if NO_ANSWER in problem:
        raise SetUpTrouble(f"The display {env.get('DISPLAY', '')} does not answer: {problem.splitlines()[0]}")
    if problem and debian.may_install():
        say("Installing the system libraries that Qt needs")
        debian.install(packages)
        problem = _problem(python, env)
    if problem:
        raise SetUpTrouble(f"Qt does not start on this system:\n{problem}\n{_advice(packages)}")


def _advice(packages: tuple[str, ...]) -> str:
    if debian.is_debian_like():
        return f"Install what it needs: {debian.command(packages)}"
    for program, command in OTHERS.items():
        if shutil.which(program):
            return f"Install what it needs: {command}"
    return "Install the libraries it names with your system's package manager; Windows needs the Visual C++ runtime."
