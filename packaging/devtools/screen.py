"""A screen for programs that need one where there is none: Xvfb, which draws into memory."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools import debian, qt_libraries
from devtools.console import SetUpTrouble, say

PROGRAM, PACKAGE = "Xvfb", "xvfb"
SIZE = "1920x1080x24"


@contextmanager
def screen(python: Path) -> Iterator[dict[str, str]]:
    """The environment for windows that nobody sees: without any screen where there can be none, or as the caller chose."""
    if os.environ.get("QT_QPA_PLATFORM") or not _has_xvfb():
        yield qt_libraries.offscreen()
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [PROGRAM, "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"],
        pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        os.close(writing)
        yield _environment(python, _told(reading))
    finally:
        server.terminate()
        server.wait()


def _has_xvfb() -> bool:
    """On Debian-like systems root gets it installed."""
    if shutil.which(PROGRAM) is None and debian.may_install():
        say("Installing a screen that draws into memory")
        try:
            debian.install((PACKAGE,))
        except SetUpTrouble as trouble:
            say(str(trouble))
    if shutil.which(PROGRAM) is None:
        hint = f": {debian.command((PACKAGE,))}" if debian.is_debian_like() else ""
        say(f"{PROGRAM} is not here, so the pages are drawn without a screen. It can be installed{hint}")
        return False
    return True


def _told(reading: int) -> str:
    """The display that the server chose; empty when it ended instead."""
    with os.fdopen(reading) as told:
        return told.readline().strip()


def _environment(python: Path, number: str) -> dict[str, str]:
    if not number:
        say(f"{PROGRAM} did not start, so the pages are drawn without a screen")
        return qt_libraries.offscreen()
    env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    try:
        qt_libraries.ensure_windows(python, env)
    except SetUpTrouble as trouble:
        say(f"No window can be opened on a virtual screen, so the pages are drawn without one. {trouble}")
        return qt_libraries.offscreen()
    return env
