"""Draws every page of the window, light and dark: `python -m tests.ui.screenshots FOLDER [STORE]`. Without a store, a sample company's."""

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.recent_stores import Recent
from crm_desktop.data.database import create_file
from crm_desktop.data.opening import opened
from crm_desktop.queries.desk import company_facts, staff_name
from crm_desktop.queries.ordering import find_products
from crm_desktop.services.company import actor_of
from crm_desktop.ui.desk import Desk, Doors
from crm_desktop.ui.dialogs.customer import CustomerDialog
from crm_desktop.ui.dialogs.follow_up import FollowUpDialog
from crm_desktop.ui.dialogs.order import OrderDialog
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.look import Look
from crm_desktop.ui.main_window import MainWindow, StoreFacts
from crm_desktop.ui.theme import Choice, theme
from crm_desktop.ui.welcome import Welcome

SIZE = QSize(1280, 800)
PAGES = ("today", "customer", "order", "follow_up", "interaction", "product", "reports", "log", "return")


def main(folder: Path, store: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    Look(app)
    with ExitStack() as stack:
        path = Path(store) if store else _sample(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        open_store = stack.enter_context(opened(path))
        jobs = Jobs(open_store.connection_context, app)
        actor, facts = actor_of(None), company_facts()
        desk = Desk(jobs, actor, Formats(facts), Doors(app))
        window = MainWindow(desk, StoreFacts(facts.name, str(path), staff_name(actor.id)))
        window.resize(SIZE)
        window.show()
        Pictures(folder, window, jobs).take()
        jobs.drain()
        window.close()


def _sample(folder: Path) -> Path:
    from crm_desktop.sample.company import make_sample

    path = folder / "sample.crm"
    create_file(path)
    with opened(path):
        make_sample("small")
    return path


class Pictures:
    def __init__(self, folder: Path, window: MainWindow, jobs: Jobs) -> None:
        self._folder, self._window, self._jobs = folder, window, jobs

    def take(self) -> None:
        for choice in (Choice.LIGHT, Choice.DARK):
            theme().choose(choice)
            for number, name in enumerate(PAGES, start=1):
                page = self._window.show_page(name)
                self._window.activateWindow()
                page.start()
                self._settle()
                if name == "customer":
                    page.person.timeline.list.selectRow(0)
                if name == "log":
                    self._fill_log(page)
                if name == "reports":
                    self._wait_for_report(page)
                self._save(f"{number}-{name}-{choice}", self._window)
            self._others(choice)

    def _others(self, choice: Choice) -> None:
        page = self._window.show_page("customer")
        self._window.activateWindow()
        self._settle()
        search = self._window.search
        search.start()
        search.setText("an")
        search.textEdited.emit("an")
        self._save(f"{len(PAGES) + 1}-search-{choice}", self._window)
        search.close_results()
        search.clear()
        dialogs = CustomerDialog(page.desk, page.person.card, page), FollowUpDialog(page.desk, parent=page), self._order_form(page)
        for number, dialog in enumerate(dialogs, start=len(PAGES) + 2):
            dialog.show()
            self._save(f"{number}-{type(dialog).__name__}-{choice}", dialog)
            dialog.close()
        welcome = Welcome(
            [Recent("/home/somebody/market-stall.crm", utc_now() - timedelta(days=1)), Recent("/home/somebody/northwind.crm")]
        )
        welcome.resize(SIZE)
        welcome.show()
        self._save(f"{len(PAGES) + 5}-welcome-{choice}", welcome)
        welcome.deleteLater()

    def _order_form(self, page: QWidget) -> OrderDialog:
        form = OrderDialog(page.desk, (page.person.card.id, page.person.card.name), page)
        for product in find_products("la")[:4]:
            form.lines.model.add(product)
        return form

    def _fill_log(self, page: QWidget) -> None:
        page.open_record(self._window.page("customer").table.chosen(), Entity.CUSTOMER)
        self._settle()
        view = page.view
        view.form.summary.setText("24 boxes arrived crushed")
        view.form.notes.setPlainText("Outer carton wet. Photos by e-mail.\nWants a replacement before Friday, no refund.")
        view.steps.open("follow_ups")
        view.steps.promised.title.setText("Call back: replacement on its way")

    def _wait_for_report(self, page: QWidget) -> None:
        until = time.monotonic() + 30
        while page.view.drawn is None and time.monotonic() < until:
            self._settle()
        self._settle(0.6)

    def _save(self, name: str, widget: QWidget) -> None:
        self._settle(0.1)
        widget.grab().save(str(self._folder / f"{name}.png"))

    def _settle(self, seconds: float = 0.05) -> None:
        until = time.monotonic() + seconds
        for _round in range(6):
            QApplication.processEvents()
            self._jobs.drain()
        while time.monotonic() < until:
            QApplication.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
