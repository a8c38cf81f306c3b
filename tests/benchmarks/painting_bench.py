"""Lists in a real window: opened, sorted, at their end, repainted, scrolled, all selected: python -m tests.benchmarks.painting_bench STORE

Each is measured until it is painted, on the window's thread and the workers together, in a process of its own: an application cannot be
made in one that has done everything else.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from crm_desktop.data.database import open_store
from tests.benchmarks.late_bench import settle
from tests.benchmarks.measuring import Measured, compare, told
from tests.benchmarks.window_bench import ROOT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.pages.list_page import ListPage

PAGES = ("customer", "order", "interaction", "case", "follow_up", "return", "product")
LONGEST = 30
"""Seconds to wait for anything."""
PLAIN_ROWS = 2_000
STEPS = 120
_OPEN, _END, _SORT, _ALL, _FRAME = 0.1, 0.1, 0.15, 0.1, (1.3, 1.5)


def measure(store: Path, pages: Sequence[str] = PAGES) -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CRM_DESKTOP_CONFIG": folder, "CRM_DESKTOP_LOGS": folder}
        command = [sys.executable, "-m", "tests.benchmarks.painting_bench", str(store), "json", *pages]
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            yield from (Measured(**json.loads(line)) for line in process.stdout)
    if process.returncode:
        raise RuntimeError(f"the window ended with {process.returncode}")


def within(store: Path, pages: Sequence[str] = PAGES) -> Iterator[Measured]:
    """In this process, which has no application yet."""
    from PySide6.QtWidgets import QApplication

    from crm_desktop.queries.desk import company_facts
    from crm_desktop.services.company import FOUNDER
    from crm_desktop.ui.desk import Desk, Doors
    from crm_desktop.ui.formats import Formats
    from crm_desktop.ui.jobs import Jobs
    from crm_desktop.ui.look import Look
    from crm_desktop.ui.main_window import MainWindow, StoreFacts

    app = QApplication.instance() or QApplication(sys.argv[:1])
    Look(app)  # type: ignore[arg-type]
    found = open_store(store)
    with found.connection_context():
        facts = company_facts()
        assert facts is not None
        jobs = Jobs(found.session)
        window = MainWindow(Desk(jobs, FOUNDER, Formats(facts, "en"), Doors()), StoreFacts(facts.name, str(store), ""))
        window.resize(1280, 800)
        window.show()
        settle(jobs)
        yield from _of_pages(window, pages)
        window.close()
        jobs.drain()


def _of_pages(window: "MainWindow", pages: Sequence[str]) -> Iterator[Measured]:
    for name in pages:
        yield from of_page(window, name)
    page = window.show_page(pages[0])
    plain = _plain(page.table)  # type: ignore[attr-defined]
    yield from frames(page.table, plain)  # type: ignore[attr-defined]


def of_page(window: "MainWindow", name: str) -> Iterator[Measured]:
    """What is asked of the store for it is the floor elsewhere; here it is the wait itself, from the wish to the picture."""
    page: Any = window.show_page(name)
    jobs = window.desk.jobs
    settle(jobs)
    if not page.model.rowCount():
        return
    first_order, others = page.first_order, [column.sort for column in page.model.columns if column.sort]
    rows = page.model.rowCount()

    def shown() -> None:
        page.reload()

    def at_the_end() -> None:
        page.table.scrollToBottom()

    yield _waited(f"{name}: list of {rows:,} opened, first rows painted", page, shown, lambda: _is_there(page, 0), _OPEN, 7)
    settle(jobs)
    yield _waited(f"{name}: jump to the end, painted", page, at_the_end, lambda: _is_there(page, page.model.rowCount() - 1), _END, 5)
    if rows > page.model.FIRST and page.model.source.last is not None:
        yield _waited(
            f"{name}: jump to the end as soon as it opened, painted", page, at_the_end, lambda: _is_at_the_end(page, rows), _END, 5,
            partial(_just_opened, page),
        )  # fmt: skip
    sorts = iter([*others, first_order[0]] * 9)
    yield _waited(
        f"{name}: another order, painted", page, lambda: page.sort_by(next(sorts), False), lambda: _is_there(page, 0), _SORT,
        max(len(others), 5),
    )  # fmt: skip
    page.sort_by(*first_order)
    settle(jobs)
    yield _waited(f"{name}: all {rows:,} selected", page, page.table.selectAll, lambda: True, _ALL, 5)
    page.table.clearSelection()
    settle(jobs)


def _is_there(page: "ListPage", row: int) -> bool:
    from crm_desktop.ui.models.record_table import WAITING

    return page.model.rowCount() > row >= 0 and page.model.shown(row, 0) is not WAITING


def _just_opened(page: "ListPage") -> None:
    """Its first rows are painted, and of all others nothing is known."""
    from PySide6.QtCore import QCoreApplication

    came: list[bool] = []
    link = page.model.modelReset.connect(lambda: came.append(True))
    page.reload()
    while not came:
        QCoreApplication.processEvents()
    page.model.disconnect(link)
    page.table.viewport().repaint()


def _is_at_the_end(page: "ListPage", rows: int) -> bool:
    page.table.scrollToBottom()
    return page.model.rowCount() >= rows and _is_there(page, page.model.rowCount() - 1)


def _waited(
    name: str,
    page: "ListPage",
    wish: Callable[[], object],
    is_there: Callable[[], bool],
    most: float,
    rounds: int,
    prepare: Callable[[], object] = bool,
) -> Measured:
    """Beside a repaint of what stands there: what no wish can take less than."""
    from PySide6.QtCore import QCoreApplication, QObject

    told_anew: list[int] = []
    watch = QObject()
    page.model.modelReset.connect(lambda: told_anew.append(1))
    taken, painted = [], []
    for _round in range(rounds + 1):
        settle(page.desk.jobs)
        page.table.scrollToTop()
        QCoreApplication.processEvents()
        prepare()
        told_anew.clear()
        generation = page.model._generation
        start = perf_counter()
        wish()
        while not ((page.model._generation == generation or told_anew) and is_there()):
            QCoreApplication.processEvents()
            if perf_counter() - start > LONGEST:
                raise RuntimeError(f"{name}: nothing came")
        page.table.viewport().repaint()
        taken.append(perf_counter() - start)
        start = perf_counter()
        page.table.viewport().repaint()
        painted.append(perf_counter() - start)
    watch.deleteLater()
    mine, bare = taken[1:], painted[1:]
    return Measured(name, "its repaint", median(bare), median(mine), None, rounds, max(bare), max(mine), min(bare), min(mine), most)


def _plain(like: "QTableView") -> "QTableView":
    """Qt's own model and delegate, of the same size."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    from crm_desktop.ui.look import dress

    table = QTableView()
    dress(table)
    columns = like.model().columnCount()
    model = QStandardItemModel(PLAIN_ROWS, columns, table)
    for row in range(PLAIN_ROWS):
        for column in range(columns):
            model.setItem(row, column, QStandardItem(f"Cell {row} of {column}"))
    table.setModel(model)
    table.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    for column in range(like.model().columnCount()):
        table.setColumnWidth(column, like.columnWidth(column))
    table.resize(like.size())
    table.show()
    QCoreApplication.processEvents()
    return table


def frames(table: "QTableView", plain: "QTableView") -> Iterator[Measured]:
    yield compare(
        "repaint of a list", f"QStandardItemModel of {PLAIN_ROWS:,} rows",
        lambda _round: plain.viewport().repaint(), lambda _round: table.viewport().repaint(), rounds=60, budget=_FRAME[0],
    )  # fmt: skip
    floor, ours = (sorted(_scrolled(each)) for each in (plain, table))
    at = int(STEPS * 0.95)
    yield Measured("frame while scrolling, p95", "the same in QStandardItemModel", floor[at], ours[at], _FRAME[1], STEPS)


def _scrolled(table: "QTableView") -> Iterator[float]:
    from PySide6.QtCore import QCoreApplication

    bar = table.verticalScrollBar()
    bar.setValue(0)
    QCoreApplication.processEvents()
    for _step in range(STEPS):
        start = perf_counter()
        bar.setValue(bar.value() + 3)
        table.viewport().repaint()
        yield perf_counter() - start
        QCoreApplication.processEvents()


def main(store: str, way: str = "", *pages: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for each in within(Path(store), pages or PAGES):
        print(json.dumps(each._asdict()) if way else told(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
