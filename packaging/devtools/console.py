"""What the person at the terminal reads, and how programs are run for them."""

from __future__ import annotations

import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class SetUpTrouble(Exception):
    """Something this computer lacks, in a sentence that says what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> int:
    """Run a program that talks to the terminal itself; its exit status."""
    sys.stdout.flush()
    return subprocess.run(command, env=env, cwd=cwd, check=False).returncode


def run_quietly(
    command: Sequence[str],
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    watch: Callable[[str], None] | None = None,
) -> tuple[int, str]:
    """Run a program without showing its output: its exit status and the last lines. `watch` sees every line as it comes."""
    last: deque[str] = deque(maxlen=15)
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    try:
        process = subprocess.Popen(command, env=env, cwd=cwd, encoding="utf-8", errors="replace", **options)  # type: ignore[call-overload]
    except OSError as error:
        return 127, str(error)
    with process:
        for line in process.stdout:
            if watch:
                watch(line)
            if line.strip():
                last.append(line.rstrip())
    return process.returncode, "\n".join(last)
