"""A long life: what somebody does in a window, one thing after another, as chance wants it. The same seed gives the same life."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from crm_desktop.core.changes import Entity
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.ui.dialogs.customer import CustomerDialog
from crm_desktop.ui.main_window import MainWindow, StoreFacts
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import Choice, theme
from tests.benchmarks.dialogs_bench import open_and_close, opened, openers
from tests.ui.pictures.studio import Studio

_NOT_SHOWN = frozenset({"log", "import"})
"""Pages that are forms: they are begun and left as forms are."""
_WORDS = ("f", "fen", "parcel", "broken", "a", "er", "carafe", "0171", "ümlaut", "zz")
_ASKED = {
    Entity.CUSTOMER: ("name", "~", "a"), Entity.ORDER: ("number", "~", "1"), Entity.INTERACTION: ("summary", "~", "ar"),
    Entity.PRODUCT: ("name", "~", "e"),
}  # fmt: skip


class Life:
    def __init__(self, studio: Studio, seed: int = 1) -> None:
        self._studio, self._random = studio, Random(seed)
        self._window, self._desk = studio.window, studio.desk
        self._pages = [card.name for card in PAGES if card.name not in _NOT_SHOWN]
        self._forms = openers(self._desk, self._window)
        self._actions: dict[Callable[[], None], int] = {
            self.open_page: 22, self.choose_record: 20, self.seek: 10, self.sort: 6, self.narrow: 6, self.search_everything: 8,
            self.cancel_form: 8, self.save_form: 2, self.add_follow_up: 3, self.undo: 3, self.redo: 2, self.change_theme: 1,
            self.second_window: 1, self.go_back: 5, self.reload: 3,
        }  # fmt: skip
        self.done: dict[str, int] = {}

    def act(self) -> str:
        """One thing, until it is shown."""
        (action,) = self._random.choices([*self._actions], [*self._actions.values()])
        action()
        self.settle()
        self.done[action.__name__] = self.done.get(action.__name__, 0) + 1
        return action.__name__

    def begin_with_all(self) -> None:
        """Every page, form and thing to do once: what is made when it is first wanted is there."""
        for name in self._pages:
            self._window.show_page(name)
            self.settle()
        for name in sorted(self._forms):
            self._open_form(name)
        for action in self._actions:
            action()
            self.settle()

    def settle(self) -> None:
        for _round in range(6):
            QApplication.processEvents()
            self._studio.jobs.drain()
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def open_page(self) -> None:
        self._window.show_page(self._random.choice(self._pages)).start()

    def choose_record(self) -> None:
        page = self._list()
        if page.model.rowCount():
            page.table.choose(page.model.id_at(self._random.randrange(page.model.rowCount())))

    def seek(self) -> None:
        """Typed key by key, then taken out again."""
        page = self._list()
        page.sought.setFocus()
        for key in self._random.choice(_WORDS):
            QTest.keyClick(page.sought, key)
            QApplication.processEvents()
        self.settle()
        page.sought.clear()

    def sort(self) -> None:
        page = self._list()
        if sorts := [column.sort for column in page.model.columns if column.sort]:
            page.sort_by(self._random.choice(sorts), self._random.random() < 0.5)

    def narrow(self) -> None:
        page = self._list(*_ASKED)
        page.shape.narrow((_ASKED[page.entity],))
        self.settle()
        page.shape.narrow(())

    def search_everything(self) -> None:
        self._window.search.start()
        for key in self._random.choice(_WORDS):
            QTest.keyClick(QApplication.focusWidget() or self._window, key)
            QApplication.processEvents()
        self.settle()
        QTest.keyClick(QApplication.focusWidget() or self._window, Qt.Key.Key_Escape)
        self._window.search.clear()

    def cancel_form(self) -> None:
        self._open_form(self._random.choice(sorted(self._forms)))

    def save_form(self) -> None:
        form = CustomerDialog(self._desk, None, self._window)
        form.open()
        self.settle()
        form.name.setText(f"{self._random.choice(_WORDS)} {self._random.randrange(1_000_000)}")
        form.accept()
        self.settle()
        if shiboken6.isValid(form) and form.isVisible():  # somebody of that name is there already, and the form asks
            form.throw_away()

    def add_follow_up(self) -> None:
        wanted = FollowUpInput(title=f"Call back about {self._random.choice(_WORDS)}")
        self._desk.jobs.write(self._window, partial(add_follow_up, wanted, FOUNDER), lambda _change: None, self._studio.failures.append)

    def undo(self) -> None:
        self._window.commands["undo"].trigger()

    def redo(self) -> None:
        self._window.commands["redo"].trigger()

    def change_theme(self) -> None:
        theme().choose(self._random.choice((Choice.LIGHT, Choice.DARK)))

    def second_window(self) -> None:
        facts: StoreFacts = self._window.facts
        other = MainWindow(self._desk, facts)
        other.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        other.show()
        self.settle()
        other.show_page(Entity.CUSTOMER.value)
        self.settle()
        other.close()

    def go_back(self) -> None:
        self._window.commands["back"].trigger()

    def reload(self) -> None:
        self._window.commands["reload"].trigger()

    def _open_form(self, name: str) -> None:
        before = self._window.current_page().name
        self._window.show_page(Entity.CUSTOMER.value)
        self.settle()
        open_and_close(partial(opened, self._forms[name], name, self._studio.jobs), self._studio.jobs)
        self.settle()
        for left in QApplication.topLevelWidgets():
            assert not (isinstance(left, QDialog) and left.isVisible()), (name, left)
        self._window.show_page(before)

    def _list(self, *entities: Entity) -> Any:
        """The page that is shown, if it is a list of these, else one of them."""
        page = self._window.current_page()
        if isinstance(page, ListPage) and (not entities or page.entity in entities):
            return page
        chosen = self._random.choice(entities or tuple(_ASKED))
        page = self._window.show_page(chosen.value)
        self.settle()
        return page
