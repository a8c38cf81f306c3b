"""The pages of one window: made when they are first asked for, shown one at a time, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame

from crm_desktop.core.i18n import _
from crm_desktop.core.links import asked_in
from crm_desktop.ui.desk import Desk, Place
from crm_desktop.ui.pages.page import Page, PageCard
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import column, label, surface
from crm_desktop.ui.widgets.one_shown import OneShown
from crm_desktop.ui.window_places import restore_splits

_REMEMBERED = 50
"""Pages one can go back to."""


class PageStack(OneShown):
    shown = Signal(str)
    """The page's name."""
    _desk: Desk

    def __init__(self, pages: tuple[PageCard, ...], first: str) -> None:
        """`first`: the page it begins with, where that is still there."""
        super().__init__()
        self.first = first if any(page.name == first for page in pages) else pages[0].name
        self._waiting: QFrame | None = surface("card")
        self.addWidget(self._waiting)
        self._cards = {page.name: page for page in pages}
        self._open: dict[str, Page] = {}
        self._trail: list[str] = []

    def say_waiting(self, text: str) -> None:
        """Where the first page will be."""
        if self._waiting is not None and self._waiting.layout() is None:
            self._waiting.setLayout(column(1, label(text, "soft", wrap=True), 2, margins=(4 * GAP, 0, 4 * GAP, 0)))

    def begin(self, desk: Desk) -> None:
        """There is a store: pages can be made."""
        self._desk = desk
        if self._waiting is not None:
            self.removeWidget(self._waiting)
            self._waiting.deleteLater()
            self._waiting = None
        desk.doors.wanted.connect(self.go)
        desk.doors.closed.connect(self._on_closed)

    def open_pages(self) -> list[Page]:
        return list(self._open.values())

    def page(self, name: str) -> Page:
        if name not in self._open:
            made = self._cards[name].made(self._desk, self)
            self._open[name] = made
            self.addWidget(made)
            restore_splits(made, name)
        return self._open[name]

    def current(self) -> Page:
        page = self.currentWidget()
        assert isinstance(page, Page)
        return page

    def asks_first(self, then: Callable[[], object]) -> bool:
        """Whether somebody is asked about something that is not saved, before it goes on to `then`."""
        asking = next((page for page in self.open_pages() if page.asks_first(then)), None)
        if asking is not None:
            self.show_page(asking.name)
        return asking is not None

    def take_over(self) -> None:
        """Another window was closed."""
        for page in self.open_pages():
            page.take_over()

    def show_page(self, name: str) -> Page:
        if self.count() and self.current().name != name:
            self._trail = [*self._trail, self.current().name][-_REMEMBERED:]
        page = self.page(name)
        self.setCurrentWidget(page)
        self.shown.emit(name)
        return page

    @Slot(object)
    def go(self, place: Place) -> None:
        page = self.show_page(place.page)
        if place.only is not None:
            page.narrow(place.only, place.called)
        elif place.record_id:
            page.open_record(place.record_id, place.about)
        else:
            page.start()

    def ask(self, address: str) -> None:
        """What another program wants to see, by an address such as `crm-desktop:call?number=…`."""
        asked = asked_in(address)
        name = next((page.name for page in self._cards.values() if asked in page.answers), None)
        if name is not None:
            self.show_page(name).answer(address)
        elif asked:
            self._desk.say(_("Another program asked for something that is not known here. Nothing was done."), Tone.WARN)
        self._desk.doors.asked.emit(address)

    @Slot()
    def back(self) -> None:
        here = self.current().name
        while self._trail and self._trail[-1] == here:
            self._trail.pop()
        if self._trail:
            name = self._trail.pop()
            self.show_page(name).start()
            self._trail.pop()  # where one came back from is not a way further back

    @Slot()
    def open_window(self) -> None:
        self._desk.doors.window_wanted.emit(None)

    @Slot()
    def open_again(self) -> None:
        """What is shown here, in a window of its own."""
        self._desk.doors.window_wanted.emit(self.current().place())

    @Slot(QAction)
    def on_page(self, action: QAction) -> None:
        """An action whose data is a page. Before there is a store: the page it will begin with."""
        if self._waiting is not None:
            self.first = action.data().name
            self.shown.emit(self.first)
            return
        self.show_page(action.data().name).start()

    @Slot(QAction)
    def on_new(self, action: QAction) -> None:
        self.show_page(action.data().name).add_new()

    @Slot(object)
    def _on_closed(self, page: Page) -> None:
        if self.currentWidget() is page:
            if not self._trail:
                self._trail.append(next(iter(self._cards)))
            self.back()
