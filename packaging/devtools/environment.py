"""The checkout's own .venv: made with the chosen Python, filled with the pinned packages, left alone while nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from devtools.console import SetUpTrouble, run_quietly, say
from devtools.pythons import Python, look_at_one

PINS = Path("packaging", "requirements-dev.txt")
# What an installation is made from: another text in one of them means another installation.
SOURCES = (PINS, Path("pyproject.toml"))
LAYOUTS = ("lib/python3.*/site-packages", "Lib/site-packages")  # the second is Windows'
STAMP = "crm-desktop.json"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")


def prepare(root: Path, python: Python) -> Path:
    """The path of the environment's Python, with everything installed. Takes a second when nothing changed."""
    folder = root / ".venv"
    ours = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not _is_made_by(python, folder, ours) or _was_moved(folder, root):
        _make(folder, python)
    if _stamp(folder) != (wanted := _wanted(root, python)):
        (folder / STAMP).unlink(missing_ok=True)  # an installation broken off half way must not look finished
        _install(ours, root)
        (folder / STAMP).write_text(json.dumps(wanted, indent=2), encoding="utf-8")
    return ours


def _is_made_by(python: Python, folder: Path, ours: Path) -> bool:
    """Whether it runs, has pip, and was made by this very Python."""
    made_by = look_at_one(str(ours)) if ours.exists() else None
    if made_by is None:
        return False
    has_pip = any(path for layout in LAYOUTS for path in folder.glob(f"{layout}/pip/__main__.py"))
    return has_pip and made_by.real == python.real and made_by.version[:2] == python.version[:2]


def _was_moved(folder: Path, root: Path) -> bool:
    """Its commands begin with its path, so a moved environment is broken though its Python runs."""
    stamp = _stamp(folder)
    return bool(stamp) and stamp.get("checkout") != str(root)


def _stamp(folder: Path) -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def _wanted(root: Path, python: Python) -> dict[str, str]:
    digest = hashlib.sha256()
    for path in SOURCES:
        # Git may write line ends the way of the system.
        digest.update((root / path).read_bytes().replace(b"\r\n", b"\n"))
    return {"checkout": str(root), "python": python.name, "packages": digest.hexdigest()}


def _make(folder: Path, python: Python) -> None:
    if folder.is_symlink() or folder.exists():
        _remove(folder)
    say(f"Making .venv with {python.name} ({python.base})")
    status, said = run_quietly([python.base, "-m", "venv", str(folder)])
    if status:
        raise SetUpTrouble(f"{python.name} could not make {folder}:\n{said}\nChoose another Python with --python PATH.")


def _remove(folder: Path) -> None:
    """Only what is plainly a virtual environment: a folder of that name may be somebody's own."""
    if folder.is_symlink() or not (folder / "pyvenv.cfg").is_file():
        raise SetUpTrouble(f"{folder} is there, but it is not a virtual environment made here. Move it away, then run this again.")
    say("The .venv that is here was made by another Python, moved, or is broken: making it anew")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise SetUpTrouble(f"{folder} could not be removed ({error}). Close the programs that use it, then run this again.") from error


class _Progress:
    """Counts the packages on a terminal, on one line; silent in a pipe."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._seen = 0
        self._shown = sys.stdout.isatty()

    def __call__(self, line: str) -> None:
        if line.startswith("Collecting "):
            self._seen += 1
            self._write(f"  {min(self._seen, self._total)} of {self._total}: {line.split()[1].split('=', maxsplit=1)[0]}")
        elif line.startswith("Installing collected packages"):
            self._write("  unpacking, this takes a moment")

    def end(self) -> None:
        self._write("")
        if self._shown:
            print("\r", end="", flush=True)

    def _write(self, text: str) -> None:
        if self._shown:
            print("\r" + text.ljust(60)[:60], end="", flush=True)


def _install(ours: Path, root: Path) -> None:
    pins = root / PINS
    total = sum("==" in line for line in pins.read_text(encoding="utf-8").splitlines())
    say(f"Installing the {total} pinned packages (the first time 150 to 310 MB come from the internet)")
    progress = _Progress(total)
    hashed = ["--require-hashes", "--only-binary", ":all:", "-r", str(pins)]
    status, said = run_quietly([str(ours), *PIP, "install", *hashed], watch=progress)
    progress.end()
    if status:
        raise SetUpTrouble(_why_pip_failed(said))
    # The build backend is among the pins: nothing is fetched here.
    project = ["--no-deps", "--no-index", "--no-build-isolation", "--editable", str(root)]
    status, said = run_quietly([str(ours), *PIP, "install", *project])
    if status:
        raise SetUpTrouble(f"crm-desktop itself could not be installed into .venv:\n{said}")


def _why_pip_failed(said: str) -> str:
    if "DO NOT MATCH THE HASHES" in said:
        advice = "A download differs from what was pinned: a broken download or a changed package. Try again; if it stays, do not use it."
    elif "No matching distribution" in said or "Could not find a version" in said:
        advice = "No internet, or no ready-made package for this system and Python. Check the connection, or choose another: --python PATH."
    else:
        advice = "Nothing is lost: when the connection and the disk are fine, run the same command again."
    return f"pip could not install the packages. Its last words:\n{said}\n{advice}"
