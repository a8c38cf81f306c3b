"""What the program holds after every page was shown once: python -m tests.benchmarks.tour_bench [STORE]

Beside a bare Qt window, each in a process of its own. Told is what is held at rest, as it is some seconds after the last key: connections
are closed by then, and what the C library keeps for later is given back.
"""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.benchmarks.measuring import Measured, told
from tests.benchmarks.memory import held_memory

ROOT = Path(__file__).parents[2]
BARE = "bare QMainWindow with a QTableView, at its highest"
MOST = 120
"""Megabytes above the bare window."""


def measure(store: Path, pages: Collection[str] = ()) -> Iterator[Measured]:
    """`pages`: these alone, else all."""
    bare, opened, toured = _bare(), *_toured(store, pages)
    yield Measured("memory of the window at rest, as it was opened", BARE, bare, opened, rounds=1, most=MOST, unit="MB", above=True)
    yield Measured("memory at rest after a tour of all pages", BARE, bare, toured, rounds=1, most=MOST, unit="MB", above=True)


def _bare() -> float:
    """That process loads nothing of ours."""
    return float(_said("tests.benchmarks.window_start", "bare").split()[1])


def _toured(store: Path, pages: Collection[str]) -> list[float]:
    return [float(line) for line in _said("tests.benchmarks.tour_bench", "tour", str(store), *pages).split()]


def _said(*words: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CRM_DESKTOP_CONFIG": folder, "CRM_DESKTOP_LOGS": folder}
        return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout


def tour(address: Path, pages: Collection[str]) -> Iterator[float]:
    """When it was opened, and after the tour."""
    from crm_desktop.core.memory import give_back
    from crm_desktop.ui.pages import PAGES
    from tests.benchmarks.opening_bench import rest, window_on

    with window_on(address) as (window, jobs, let_go):

        def held() -> float:
            rest(jobs)
            gc.collect()
            let_go()
            give_back()
            return held_memory()

        yield held()
        for card in PAGES:
            if card.name in pages or not pages:
                window.commands[f"page.{card.name}"].trigger()
                rest(jobs)
        yield held()


def main(store: str = "", *words: str) -> None:
    if store == "tour":
        for megabytes in tour(Path(words[0]), words[1:]):
            print(megabytes, flush=True)
        return
    from tests.benchmarks.window_bench import shop  # loads the sample, which a window that is measured does not

    with tempfile.TemporaryDirectory() as folder:
        for each in measure(Path(store).absolute() if store else shop(Path(folder))):
            print(told(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
