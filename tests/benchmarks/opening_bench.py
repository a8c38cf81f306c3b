"""How long the window's thread is held when something is opened for the first time: python -m tests.benchmarks.opening_bench [STORE]

Each page with the panel of its first record, each part that is made when it is asked for, and the forms of new records. Counted is the
processor's time of the window's thread between two beats of a timer, the least of several whole processes: the clock would tell more of
what else the computer has to do.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

from crm_desktop.data.opening import opened
from tests.benchmarks.measuring import Measured, told

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.jobs import Jobs
    from crm_desktop.ui.main_window import MainWindow

ROOT = Path(__file__).parents[2]
BEAT, MOST = 1, 50
"""Milliseconds: of the timer, and what one turn may take."""
QUIET, PATIENCE = 0.15, 20.0
"""Seconds: so long nothing more happens, or nobody waits for it any longer."""
PROCESSES = 3
Opened = Callable[[], object]


def measure(store: Path, pages: Collection[str] = (), processes: int = PROCESSES) -> Iterator[Measured]:
    """A thing is opened for the first time once in a process. `pages`: these alone, else all."""
    rounds = [dict(_in_a_child(store, pages)) for _round in range(processes)]
    for name in rounds[0]:
        longest, whole = (min(each[name][part] for each in rounds if name in each) for part in (0, 1))
        said = f"{name}: longest turn when it is opened first"
        yield Measured(said, "all its turns", whole, longest, rounds=processes, most=MOST / 1000)


def _in_a_child(store: Path, pages: Collection[str]) -> Iterator[tuple[str, tuple[float, float]]]:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CRM_DESKTOP_CONFIG": folder, "CRM_DESKTOP_LOGS": folder}
        command = [sys.executable, "-m", "tests.benchmarks.opening_bench", str(store), "json", *pages]
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                name, longest, whole = json.loads(line)
                yield name, (longest, whole)
    if process.returncode:
        raise RuntimeError(f"the window ended with {process.returncode}")


def within(address: Path, pages: Collection[str] = ()) -> Iterator[tuple[str, float, float]]:
    """What was opened, its longest turn and all of them, in seconds. In this process, which has no application yet."""
    with window_on(address) as (window, jobs, _let_go):
        for name, does in first_times(window, pages):
            yield name, *_turns(jobs, does)


@contextmanager
def window_on(address: Path) -> Iterator[tuple["MainWindow", "Jobs", Callable[[], None]]]:
    """With the code of all pages loaded, as it is at rest; the last lets go of the store's connections at rest."""
    from crm_desktop.start import import_qt

    import_qt()

    from PySide6.QtWidgets import QApplication

    from crm_desktop.queries.desk import company_facts
    from crm_desktop.services.company import FOUNDER
    from crm_desktop.ui.beforehand import loading
    from crm_desktop.ui.desk import Desk, Doors
    from crm_desktop.ui.formats import Formats
    from crm_desktop.ui.jobs import Jobs, let_the_window_in
    from crm_desktop.ui.look import Look
    from crm_desktop.ui.main_window import MainWindow, StoreFacts
    from crm_desktop.ui.pages import PAGES
    from crm_desktop.ui.rubbish import collect_by_hand, spare_what_stays

    app = QApplication.instance() or QApplication(sys.argv[:1])
    collect_by_hand()
    Look(app)  # type: ignore[arg-type]
    with opened(address, window=True) as store:
        facts = company_facts()
        assert facts is not None
        jobs = Jobs(store.session)
        window = MainWindow(Desk(jobs, FOUNDER, Formats(facts, "en"), Doors()), StoreFacts(facts.name, str(address), ""))
        window.resize(1280, 800)
        window.show()
        for _module in loading(card.home.partition(":")[0] for card in PAGES):
            pass
        rest(jobs)
        spare_what_stays()
        let_the_window_in()
        yield window, jobs, store.let_go
        window.close()
        jobs.finish()


def first_times(window: "MainWindow", pages: Collection[str]) -> Iterator[tuple[str, Opened]]:
    from crm_desktop.ui.pages import PAGES

    cards = [card for card in PAGES if card.name in pages or not pages]
    for card in cards:
        yield f"page {card.name}", window.commands[f"page.{card.name}"].trigger
        page = window.page(card.name)
        for name, does in _parts(page):
            yield f"page {card.name}, {name}", does
    for card in cards:
        if card.new_title and card.name != "log":
            yield f"form of {card.name}", partial(_add_new, window, card.name)


def _parts(page: "QWidget") -> Iterator[tuple[str, Opened]]:
    """What its bars and sides offer, each chosen once."""
    from PySide6.QtWidgets import QButtonGroup, QListWidget, QTabBar

    for group in page.findChildren(QButtonGroup):
        for each in group.buttons():
            if each.isCheckable() and each.isVisible() and not each.isChecked():
                yield each.text() or each.accessibleName(), each.click
    for bar in page.findChildren(QTabBar):
        for place in range(1, bar.count()):
            if bar.isVisible():
                yield bar.tabText(place), partial(bar.setCurrentIndex, place)
    for kinds in page.findChildren(QListWidget):
        for place in range(1, kinds.count()):
            if kinds.isVisible():
                yield kinds.item(place).text(), partial(kinds.setCurrentRow, place)


def _add_new(window: "MainWindow", name: str) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    def away() -> None:
        found: Any = QApplication.activeModalWidget()
        if found is not None:
            found.reject()

    QTimer.singleShot(1_000, window, away)
    window.page(name).add_new()


def _turns(jobs: "Jobs", does: Opened) -> tuple[float, float]:
    """The longest time between two beats while it is opened, and all the time it took."""
    from PySide6.QtCore import QTimer

    beats = [thread_time()]
    timer = QTimer(interval=BEAT)
    timer.timeout.connect(lambda: beats.append(thread_time()))
    timer.start()
    QTimer.singleShot(0, does)
    rest(jobs)
    timer.stop()
    gaps = [later - earlier for earlier, later in pairwise(beats)]
    return max(gaps), beats[-1] - beats[0]


def rest(jobs: "Jobs") -> None:
    """Until nothing was read or written for a moment."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, begun = QEventLoop(), perf_counter()
    since = [begun]

    def look() -> None:
        now = perf_counter()
        if not jobs.is_resting:
            since[0] = now
        if now - since[0] > QUIET or now - begun > PATIENCE:
            loop.quit()

    timer = QTimer(interval=10)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()


def main(store: str = "", way: str = "", *pages: str) -> None:
    from tests.benchmarks.window_bench import shop  # loads the sample, which a window that is measured does not

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(store).absolute() if store else shop(Path(folder))
        if way:
            for each in within(path, pages):
                print(json.dumps(each), flush=True)
            return
        for each_measured in measure(path):
            print(told(each_measured), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
