"""Writes the pinned versions with the hashes of every system's packages, from what pyproject.toml asks for."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from devtools.console import SetUpTrouble, run_quietly, say
from devtools.pythons import Python

OLDEST = "3.11"
HEADER = "# Pinned by `python3 packaging/dev.py pins`; change pyproject.toml, not this file.\n"
# The second starts from the first, so that one thing never has two versions.
FILES = (
    (Path("packaging", "requirements.txt"), ()),
    (Path("packaging", "requirements-dev.txt"), ("--extra", "dev", "--constraint", "packaging/requirements.txt")),
)
# One file for all systems and all Pythons from the oldest on, by markers; no word of where the packages come from.
COMPILE = (
    "pip", "compile", "--universal", "--python-version", OLDEST, "--generate-hashes", "--no-header", "--no-annotate",
    "--no-emit-index-url", "--no-emit-find-links", "--only-binary", ":all:", "--quiet",
)  # fmt: skip


def write(root: Path, python: Python, *, upgrade: bool) -> None:
    """Needs the internet. Without `upgrade` versions that still fit stay as they are."""
    with tempfile.TemporaryDirectory(prefix="crm-pins-") as folder:
        resolver = _resolver(Path(folder), python)
        for target, options in FILES:
            _compile(root, resolver, target, [*options, *(["--upgrade"] if upgrade else [])])


def _resolver(folder: Path, python: Python) -> Path:
    """uv, in an environment of its own: it alone resolves for systems other than this one."""
    say("Fetching the resolver")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    for command in ([python.base, "-m", "venv", str(folder)], [str(scripts / "python"), "-m", "pip", "install", "--quiet", "uv"]):
        status, said = run_quietly(command)
        if status:
            raise SetUpTrouble(f"The resolver could not be installed:\n{said}")
    return scripts / "uv"


def _compile(root: Path, resolver: Path, target: Path, options: list[str]) -> None:
    say(f"Resolving {target.as_posix()}")
    with tempfile.TemporaryDirectory(prefix="crm-pins-") as folder:
        output = Path(folder, "pins.txt")
        if (root / target).exists():
            shutil.copy(root / target, output)  # what it holds is preferred
        status, said = run_quietly([str(resolver), *COMPILE, *options, "--output-file", str(output), "pyproject.toml"], cwd=root)
        if status:
            raise SetUpTrouble(f"{target.as_posix()} could not be resolved:\n{said}")
        text = output.read_text(encoding="utf-8")
    with (root / target).open("w", encoding="utf-8", newline="\n") as pins:
        pins.write(HEADER + text)
