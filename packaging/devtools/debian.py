"""Debian and its relatives: what root may install there, and the command for everyone else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

from devtools.console import SetUpTrouble, run_quietly


def is_debian_like() -> bool:
    return shutil.which("apt-get") is not None and shutil.which("dpkg") is not None


def may_install() -> bool:
    return is_debian_like() and hasattr(os, "geteuid") and os.geteuid() == 0


def command(packages: Sequence[str]) -> str:
    return "sudo apt-get install -y " + " ".join(packages)


def install(packages: Sequence[str]) -> None:
    """Raises SetUpTrouble with the last lines of apt-get's own words."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A fresh machine or container has no package lists; where the update fails, the lists it has may still do.
    run_quietly(["apt-get", "update", "-q"], env=env)
    status, said = run_quietly(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], env=env)
    if status:
        raise SetUpTrouble(f"apt-get could not install {' '.join(packages)}:\n{said}\nMend that, or install them by hand, and try again.")
