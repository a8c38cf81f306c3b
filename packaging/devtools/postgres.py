"""The PostgreSQL that the tests run their private server with: found, installed where that is allowed, or done without."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from devtools import debian
from devtools.console import SetUpTrouble, run_quietly, say


def environment(python: Path, root: Path) -> dict[str, str]:
    """The variable that tells tests/server.py where the programs lie; empty where none can be had."""
    folder = _find(python, root)
    if folder is None and debian.may_install():
        folder = _installed(python, root)
    if folder is None:
        say(f"No PostgreSQL here, so the tests that need a server will be skipped. To have them: {_advice()}")
        return {}
    return {"CRM_DESKTOP_POSTGRES_BIN": folder}


def _find(python: Path, root: Path) -> str | None:
    """Asks the tests themselves, so that both look in the same places."""
    status, said = run_quietly([str(python), str(root / "tests" / "server.py")])
    return said.splitlines()[-1] if status == 0 and said else None


def _installed(python: Path, root: Path) -> str | None:
    say("Installing PostgreSQL for the tests that need a server (they start a private one and stop it)")
    try:
        debian.install(["postgresql"])
    except SetUpTrouble as trouble:
        say(str(trouble))
        return None
    return _find(python, root)


def _advice() -> str:
    if debian.is_debian_like():
        return debian.command(["postgresql"])
    if sys.platform == "darwin":
        return "brew install postgresql@17"
    if os.name == "nt":
        return "winget install PostgreSQL.PostgreSQL.17"
    return "install PostgreSQL with your system's package manager; initdb must be on the path or in CRM_DESKTOP_POSTGRES_BIN"
