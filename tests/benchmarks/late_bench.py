"""How late a timer of 10 ms comes on the window's thread while jobs run in the window's process, and what dialogs leave behind.

`python -m tests.benchmarks.late_bench [STORE]` measures in this store, which it changes, else in a sample company's of size shop.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.data.database import Guarded
from crm_desktop.data.opening import opened
from tests.benchmarks import import_bench
from tests.benchmarks.measuring import Measured
from tests.benchmarks.window_bench import ROOT, shop

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.jobs import Jobs
    from crm_desktop.ui.main_window import MainWindow

TICK, LATEST = 10, 50
"""Milliseconds: of the timer, and how late it may be at most."""
PAGES_ROWS = 9_000
"""Interactions that fill about 200 pages."""
TYPED = ("f", "fe", "fen", "par", "parcel", "broken", "0171", "a", "er")


class Late(NamedTuple):
    """Milliseconds, and how often the timer came in so many seconds of work."""

    name: str
    latest: float
    ticks: int
    seconds: float

    def __str__(self) -> str:
        verdict = "kept" if self.latest <= LATEST else "NOT KEPT"
        return (
            f"a timer of {TICK} ms while {self.name}: {self.latest:.1f} ms late at most (≤ {LATEST} ms) {verdict},"
            f" {self.ticks} times in {self.seconds:.1f} s"
        )


class Left(NamedTuple):
    name: str
    times: int
    objects: int
    """More than after the first few times."""

    def __str__(self) -> str:
        verdict = "NOT KEPT" if self.objects > 0 else "kept"
        return f"{self.name} opened and closed {self.times} times leaves {self.objects} objects (≤ 0) {verdict}"


def measure(address: Path, times: int = 500) -> Iterator[Late | Left]:
    """In this process, which has no application yet."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from crm_desktop.queries.desk import company_facts
    from crm_desktop.services.company import FOUNDER
    from crm_desktop.ui.desk import Desk, Doors
    from crm_desktop.ui.formats import Formats
    from crm_desktop.ui.jobs import Jobs, let_the_window_in
    from crm_desktop.ui.look import Look
    from crm_desktop.ui.main_window import MainWindow, StoreFacts
    from crm_desktop.ui.rubbish import collect_by_hand, spare_what_stays

    app = QApplication.instance() or QApplication(sys.argv[:1])
    collect_by_hand()
    Look(app)  # type: ignore[arg-type]
    with opened(address, window=True) as store:
        facts = company_facts()
        assert facts is not None
        jobs = Jobs(store.session)
        desk = Desk(jobs, FOUNDER, Formats(facts, "en"), Doors())
        window = MainWindow(desk, StoreFacts(facts.name, str(address), ""))
        window.show()
        settle(jobs)
        spare_what_stays()
        let_the_window_in()
        for name, work in works(store).items():
            yield timed(jobs, name, work)
        for name, make in dialogs(desk, window).items():
            yield Left(name, times, left_by(make, times, jobs))
        window.close()
        jobs.drain()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def works(store: Guarded) -> dict[str, Callable[[], object]]:
    """Done in a worker, as the window does them."""
    from crm_desktop.queries.search import everything
    from crm_desktop.reports.making import DrawJob
    from crm_desktop.services.company import FOUNDER
    from crm_desktop.services.imports import bring_in
    from crm_desktop.ui.drawing import Drawing
    from tests.benchmarks.report_bench import data_with

    def search() -> None:
        for _round in range(20):
            for word in TYPED:
                everything(word)

    def report() -> None:
        with tempfile.TemporaryDirectory() as folder:
            Drawing().draw(DrawJob("monthly-interactions", data, Path(folder) / "report.pdf"))

    def bring() -> None:
        bring_in(import_bench._incoming(), import_bench.RUN, FOUNDER)

    with tempfile.TemporaryDirectory() as folder:
        data = data_with(PAGES_ROWS, Path(folder) / "shop.crm")
    from crm_desktop.data.database import database

    database.initialize(store)  # the report's rows came from a store of their own
    return {"everything is searched": search, "a report of 200 pages is drawn": report, "an import runs": bring}


def timed(jobs: "Jobs", name: str, work: Callable[[], object]) -> Late:
    from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

    owner, loop, ticks, failed = QObject(), QEventLoop(), [perf_counter()], []
    timer = QTimer(interval=TICK, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(perf_counter()))

    def refused(error: Exception) -> None:
        failed.append(error)
        loop.quit()

    timer.start()
    jobs.note(owner, work, lambda _done: loop.quit(), failed=refused)
    loop.exec()
    timer.stop()
    ticks.append(perf_counter())
    if failed:
        raise failed[0]
    latest = max(later - earlier for earlier, later in pairwise(ticks)) * 1000 - TICK
    return Late(name, latest, len(ticks) - 2, ticks[-1] - ticks[0])


def dialogs(desk: "Desk", window: "MainWindow") -> dict[str, Callable[[], object]]:
    """Those that need no record to begin with, and are opened often."""
    from crm_desktop.ui.dialogs.about import AboutDialog
    from crm_desktop.ui.dialogs.appointment import AppointmentDialog
    from crm_desktop.ui.dialogs.customer import CustomerDialog
    from crm_desktop.ui.dialogs.follow_up import FollowUpDialog
    from crm_desktop.ui.dialogs.keyboard import KeyboardDialog
    from crm_desktop.ui.dialogs.order import OrderDialog
    from crm_desktop.ui.dialogs.product import ProductDialog

    return {
        "the customer's form": partial(CustomerDialog, desk, None, window),
        "the order's form": partial(OrderDialog, desk, None, window),
        "the follow-up's form": partial(FollowUpDialog, desk, parent=window),
        "the appointment's form": partial(AppointmentDialog, desk, parent=window),
        "the product's form": partial(ProductDialog, desk, None, window),
        "the keyboard's dialog": partial(KeyboardDialog, window),
        "About": partial(AboutDialog, desk, "", window),
    }


def left_by(make: Callable[[], "QDialog"], times: int, jobs: "Jobs") -> int:
    """QObjects that Python knows after so many times, above those after the first two."""
    for _time in range(2):
        open_and_close(make, jobs)
    before = objects(jobs)
    for _time in range(times):
        open_and_close(make, jobs)
    return objects(jobs) - before


def open_and_close(make: Callable[[], "QDialog"], jobs: "Jobs") -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    dialog = make()
    dialog.open()
    QCoreApplication.processEvents()
    dialog.reject()
    jobs.drain()
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def objects(jobs: "Jobs") -> int:
    """QObjects that are known to Python and still there."""
    import shiboken6
    from PySide6.QtCore import QObject

    settle(jobs)
    gc.unfreeze()
    gc.collect()
    return sum(isinstance(each, QObject) and shiboken6.isValid(each) for each in gc.get_objects())


def settle(jobs: "Jobs") -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    for _round in range(8):
        QCoreApplication.processEvents()
        jobs.drain()
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def in_a_child(store: Path) -> Iterator[Measured]:
    """An application cannot be made in a process that has done everything else."""
    command = [sys.executable, "-m", "tests.benchmarks.late_bench", str(store), "json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from (Measured(**json.loads(line)) for line in process.stdout if line.startswith("{"))
    if process.returncode:
        raise RuntimeError(f"the window ended with {process.returncode}")


def as_measured(each: Late | Left) -> Measured:
    """Late beside the timer's own beat; left beside one object, for nothing is nothing to divide by."""
    if isinstance(each, Late):
        name = f"a timer of {TICK} ms comes late while {each.name}"
        return Measured(name, "its own beat", TICK / 1000, each.latest / 1000, rounds=each.ticks, most=LATEST / 1000)
    name = f"objects left by {each.times} times of {each.name}"
    return Measured(name, "one object", 1, max(each.objects, 0), rounds=each.times, most=0.5, unit="objects")


def main(store: str = "", way: str = "") -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CRM_DESKTOP_CONFIG"] = os.environ["CRM_DESKTOP_LOGS"] = folder
        path = Path(store).absolute() if store else shop(Path(folder))
        for each in measure(path):
            print(json.dumps(as_measured(each)._asdict()) if way else each, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
