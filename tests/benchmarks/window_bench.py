"""What the window costs beside a bare Qt window: its start in time and memory. Whole processes, from their start until it is painted.

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
    with tempfile.TemporaryDirectory() as folder:
        run = Runs(store, Path(folder))
        yield compare("first painted window", BARE, run.bare, run.window, rounds=rounds, budget=2)
        yield compare("customers' first rows", BARE, run.bare, run.customers, rounds=rounds, budget=2.3)
        bare, window = run.memory["bare"], run.memory["window"]
        for kind in ("window", "customers"):
            least, floor = min(run.processor[kind]), min(run.processor["bare"])
            print(f"processor time of {kind}, least of all rounds: {least * 1000:.0f} ms, {least / floor:.2f} × the bare window's")
        yield Measured("memory of the first painted window", BARE, bare, window, rounds=1, most=120, unit="MB", above=True)


class Runs:
    def __init__(self, store: Path, folder: Path) -> None:
        """Settings and logs go to folders of their own: each kind begins where it was left, and knows its company from the first round."""
        self._store, self._folder = store, folder
        # Without what Python compiled earlier, every start would compile everything.
        given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._env = {**given, "QT_QPA_PLATFORM": "offscreen"}
        self.processor: dict[str, list[float]] = {"bare": [], "window": [], "customers": []}
        """Seconds of every start of each kind: they tell more than the clock where a computer has much else to do."""
        self.memory: dict[str, float] = {}
        """Megabytes at their highest, in the latest start of each kind."""

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
        env = {**self._env, **dict.fromkeys(("CRM_DESKTOP_CONFIG", "CRM_DESKTOP_LOGS"), str(self._folder / kind))}
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            said = process.stdout.readline().split()
            taken = perf_counter() - began
            _rest, complaint = process.communicate(timeout=60)
        assert said[:1] == ["painted"], complaint
        self.memory[kind] = float(said[1])
        self.processor[kind].append(float(said[2]))
        return taken


def main(store: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(store).absolute() if store else shop(Path(folder))
        for each in start(path):
            print(told(each), flush=True)


def shop(folder: Path) -> Path:
    path = folder / "shop.crm"
    create_file(path)
    with open_store(path).connection_context():
        make_sample("shop")
    return path


if __name__ == "__main__":
    main(*sys.argv[1:])
