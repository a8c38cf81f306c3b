"""The program open for a week: python -m tests.benchmarks.long_life_bench [ACTIONS [SEED]]

Random actions in a real window on a sample company: pages, records, searches, orders, filters, forms cancelled and saved, undone and done
again, themes, second windows. It may not grow by more than 20 MB after it was warm, nor become slower.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from time import process_time
from typing import TYPE_CHECKING

from tests.benchmarks.late_bench import objects
from tests.benchmarks.measuring import Measured, told
from tests.benchmarks.memory import held_memory
from tests.benchmarks.window_bench import ROOT

if TYPE_CHECKING:
    from tests.ui.pictures.studio import Studio

ACTIONS = 10_000
WARM = 0.15
"""Share of the actions after which it counts as warm: pages, forms and what is kept for them are there."""
MOST_MB, SLOWER = 20, 1.1


def measure(actions: int = ACTIONS, seed: int = 1) -> Iterator[Measured]:
    """In a process of its own: an application cannot be made in one that has done everything else."""
    command = [sys.executable, "-m", "tests.benchmarks.long_life_bench", str(actions), str(seed), "json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from (Measured(**json.loads(line)) for line in process.stdout if line.startswith("{"))
    if process.returncode:
        raise RuntimeError(f"the window ended with {process.returncode}")


def live(studio: "Studio", actions: int, seed: int, *, is_told: bool = False) -> Iterator[Measured]:
    """Times are of the processor: others leave them alone. The last quarter stands beside the first after it was warm."""
    from tests.benchmarks.long_life import Life

    life = Life(studio, seed)
    life.begin_with_all()
    warm = int(actions * WARM)
    took: list[tuple[str, float]] = []
    before = _weighed(studio)
    for number in range(actions):
        if number == warm:
            before = _weighed(studio)
        start = process_time()
        name = life.act()
        took.append((name, process_time() - start))
        if is_told and number % max(actions // 20, 1) == 0:
            memory, parts = _weighed(studio)
            print(f"{number:6} actions: {memory:.1f} MB, {parts} objects", file=sys.stderr, flush=True)
    after, quarter = _weighed(studio), (actions - warm) // 4
    assert not studio.failures, studio.failures
    what, floor = f"after {actions:,} random actions", "when it was warm"
    yield Measured(f"memory {what}", floor, before[0], after[0], rounds=1, most=MOST_MB, unit="MB", above=True)
    yield Measured(f"objects of the window {what}", floor, before[1], after[1], rounds=1, budget=1.02, unit="objects")
    first, last = took[warm : warm + quarter], took[-quarter:]
    yield Measured(f"an action {what}", floor, *_like_with_like(first, last), SLOWER, rounds=quarter)


def _like_with_like(first: Sequence[tuple[str, float]], last: Sequence[tuple[str, float]]) -> tuple[float, float]:
    """Means of what was done in both quarters, each kind of action as often as the others: chance mixes them unevenly."""
    both = sorted({name for name, _seconds in first} & {name for name, _seconds in last})
    found = [mean(mean(took for name, took in some if name == kind) for kind in both) for some in (first, last)]
    return found[0], found[1]


def _weighed(studio: "Studio") -> tuple[float, int]:
    """Megabytes that the process holds, and objects of the window."""
    parts = objects(studio.jobs)
    gc.collect()
    return held_memory(), parts


def main(actions: str = str(ACTIONS), seed: str = "1", way: str = "") -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from crm_desktop.ui.look import Look
    from crm_desktop.ui.rubbish import collect_by_hand
    from tests.ui.pictures.studio import studio
    from tests.ui.screenshots import _sample

    app = QApplication(sys.argv[:1])
    collect_by_hand()
    Look(app).put_on()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CRM_DESKTOP_CONFIG"] = os.environ["CRM_DESKTOP_LOGS"] = folder
        path = Path(folder) / "sample.crm"
        _sample(path)
        with studio(path, app) as made:
            for each in live(made, int(actions), int(seed), is_told=True):
                print(json.dumps(each._asdict()) if way else told(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
