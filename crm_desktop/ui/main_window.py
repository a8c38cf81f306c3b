"""The frame around the pages: rail, header with search, messages, status bar. It knows navigation, nothing of entities."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QMenu, QPushButton, QStackedWidget, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.links import asked_in
from crm_desktop.ui.crash import report_bug
from crm_desktop.ui.desk import Desk, Place, Said
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.page import Badge, Page, Where
from crm_desktop.ui.theme import GAP, Choice, Tone, theme
from crm_desktop.ui.widgets.basics import button, column, row, set_menu, surface
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.rail import Rail
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.status_bar import StatusBar


class StoreFacts(NamedTuple):
    """What the frame says about the store and who works with it."""

    company: str
    address: str
    person: str


class MainWindow(QMainWindow):
    theme_chosen = Signal(object)
    closing = Signal()

    def __init__(self, desk: Desk, facts: StoreFacts, pages: tuple[type[Page], ...] = PAGES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._facts = desk, facts
        self._classes = {page.name: page for page in pages}
        self._open: dict[str, Page] = {}
        self._before = ""
        self.setWindowTitle(f"{facts.company} – CRM Desktop")
        self._going, self._adding, self._looks = QActionGroup(self), QActionGroup(self), QActionGroup(self)
        self._build()
        self._connect()
        self.show_page(pages[0].name).start()
        self._read_badges()

    def page(self, name: str) -> Page:
        """The page, made when it is first asked for."""
        if name not in self._open:
            made = self._classes[name](self.desk, self._stack)
            self._open[name] = made
            self._stack.addWidget(made)
        return self._open[name]

    def current_page(self) -> Page:
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def show_page(self, name: str) -> Page:
        if self._stack.count() and self.current_page().name != name:
            self._before = self.current_page().name
        page = self.page(name)
        self._stack.setCurrentWidget(page)
        self.rail.mark(name)
        return page

    def ask(self, address: str) -> None:
        """What another program wants to see, by an address such as `crm-desktop:call?number=…`."""
        asked = asked_in(address)
        name = next((page.name for page in self._classes.values() if asked in page.answers), None)
        if name is not None:
            self.show_page(name).answer(address)
        self.desk.doors.asked.emit(address)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _build(self) -> None:
        in_rail = tuple(page for page in self._classes.values() if page.where in (Where.RAIL, Where.FOOT))
        self.rail = Rail(self._facts.company, in_rail, self._facts.person, self._look_menu())
        self.search, self.message, self._stack = SearchBox(self.desk), MessageLine(), QStackedWidget()
        self.status = StatusBar(self.desk, self._facts.address)
        self._lines = surface("card", column(self.message, margins=(2 * GAP, GAP, 2 * GAP, 0)))
        self._lines.hide()
        body = column(self._header(), self._lines, self._stack, gap=0)
        body.setStretch(2, 1)
        upper = row(self.rail, body, gap=0)
        upper.setStretch(1, 1)
        outer = column(upper, self.status, gap=0)
        outer.setStretch(0, 1)
        self.setCentralWidget(surface("clear", outer))
        self.setMinimumSize(900, 560)

    def _header(self) -> QFrame:
        self.page_buttons: list[QPushButton] = []
        for page in self._classes.values():
            going = self._action(self._going, _(page.title), page.name, page.shortcut)
            if page.where == Where.HEADER:
                made = button(_(page.title), page.icon, tip=f"{_(page.title)} ({page.shortcut})")
                made.clicked.connect(going.trigger)
                self.page_buttons.append(made)
        self.new = button(_("New"), "plus", "primary", tip=_("Add a customer, a follow-up …"), keys="Ctrl+N")
        menu = QMenu(self.new)
        menu.addActions([self._action(self._adding, _(page.new_title), page.name) for page in self._classes.values() if page.new_title])
        set_menu(self.new, menu)
        if menu.isEmpty():
            self.new.hide()
        return surface("header", row(self.search, 1, *self.page_buttons, self.new, gap=GAP + 2, margins=(2 * GAP, 10, 2 * GAP, 10)))

    def _look_menu(self) -> QMenu:
        menu = QMenu(self)
        for choice, name in ((Choice.SYSTEM, _("Look as the system")), (Choice.LIGHT, _("Light")), (Choice.DARK, _("Dark"))):
            menu.addAction(self._action(self._looks, name, choice))
        return menu

    def _action(self, group: QActionGroup, title: str, data: object, keys: str = "") -> QAction:
        made = QAction(title, group)
        made.setData(data)
        if keys:
            made.setShortcut(QKeySequence(keys))
            self.addAction(made)
        return made

    def _connect(self) -> None:
        jobs, doors = self.desk.jobs, self.desk.doors
        jobs.changed.connect(self._on_changed)
        jobs.failed.connect(self._on_failed)
        doors.wanted.connect(self._on_wanted)
        doors.said.connect(self._on_said)
        doors.closed.connect(self._on_closed)
        self.message.closed.connect(self._lines.hide)
        self.rail.chosen.connect(self._on_chosen)
        self._going.triggered.connect(self._on_go)
        self._adding.triggered.connect(self._on_add)
        self._looks.triggered.connect(self._on_look)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.search.start)

    @Slot(QAction)
    def _on_go(self, action: QAction) -> None:
        self.show_page(action.data()).start()

    @Slot(QAction)
    def _on_add(self, action: QAction) -> None:
        self.show_page(action.data()).add_new()

    @Slot(QAction)
    def _on_look(self, action: QAction) -> None:
        theme().choose(action.data())
        self.theme_chosen.emit(action.data())

    @Slot(object)
    def _on_chosen(self, page: type[Page]) -> None:
        self.show_page(page.name).start()

    @Slot(object)
    def _on_wanted(self, place: Place) -> None:
        page = self.show_page(place.page)
        if place.only is not None:
            page.narrow(place.only, place.called)
        elif place.record_id:
            page.open_record(place.record_id, place.about)
        else:
            page.start()

    @Slot(object)
    def _on_closed(self, page: Page) -> None:
        if self._stack.currentWidget() is page:
            self.show_page(self._before or next(iter(self._classes))).start()

    @Slot(object)
    def _on_said(self, said: Said) -> None:
        self._lines.show()
        self.message.say_in_passing(said.text, said.tone, said.action)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._on_said(Said(str(error), Tone.BAD, None))
        else:
            report_bug(error)

    @Slot(object)
    def _on_changed(self, _change: Change) -> None:
        self._read_badges()

    def _read_badges(self) -> None:
        for page in self._classes.values():
            if page.badge is not None:
                self.desk.jobs.read(self, partial(page.badge.read, self.desk.by), partial(self._show_badge, page.name), newest=page.name)

    def _show_badge(self, name: str, badge: Badge) -> None:
        self.rail.buttons[name].show_badge(badge)
