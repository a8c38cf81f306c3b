"""What the window costs: its start beside a bare Qt window's, and how late its clock is while work is done.

`python -m tests.benchmarks.window_bench [STORE]` measures on this store, else on a sample company's of size shop.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from crm_desktop.data.database import create_file, open_store
from crm_desktop.sample.company import make_sample
from tests.benchmarks.measuring import Measured, compare, told

ROOT = Path(__file__).parents[2]
BARE = "bare QMainWindow with a QTableView"


def start(store: Path, rounds: int = 9) -> Iterator[Measured]:
    """Whole processes, from their start until the window is painted."""
    with tempfile.TemporaryDirectory() as folder:
        run = Runs(store, Path(folder))
        yield compare("first painted window", BARE, run.bare, run.window, rounds=rounds, budget=2.2)
        yield compare("customers' first rows", BARE, run.bare, run.customers, rounds=rounds, budget=2.5)


class Runs:
    def __init__(self, store: Path, folder: Path) -> None:
        """Settings and logs go to the folder."""
        self._store = store
        own = {"CRM_DESKTOP_CONFIG": str(folder), "CRM_DESKTOP_LOGS": str(folder)}
        self._env = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own}

    def bare(self, _round: int) -> float:
        return self._seconds("bare")

    def window(self, _round: int) -> float:
        return self._seconds("window")

    def customers(self, _round: int) -> float:
        return self._seconds("customers")

    def _seconds(self, kind: str) -> float:
        """Until it says that it is painted; how long it takes to close does not count."""
        began = perf_counter()
        command = [sys.executable, "-m", "tests.benchmarks.window_start", kind, str(self._store)]
        with subprocess.Popen(command, cwd=ROOT, env=self._env, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            said = process.stdout.readline().strip()
            taken = perf_counter() - began
            process.communicate(timeout=60)
        assert said == "painted", said
        return taken


def main(store: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(store).absolute() if store else _shop(Path(folder))
        for each in start(path):
            print(told(each), flush=True)


def _shop(folder: Path) -> Path:
    path = folder / "shop.crm"
    create_file(path)
    with open_store(path).connection_context():
        make_sample("shop")
    return path


if __name__ == "__main__":
    main(*sys.argv[1:])
