"""What starting the command line costs beside importing the library it is built with."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import Measured, compare

ROOT = Path(__file__).parents[2]


def help_page(rounds: int = 15) -> Iterator[Measured]:
    yield compare(
        "crm-desktop --help, whole process",
        "python -c 'import click'",
        lambda _round: _run("-c", "import click"),
        lambda _round: _run("-m", "crm_desktop", "--help"),
        rounds=rounds,
        budget=2,
    )


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
