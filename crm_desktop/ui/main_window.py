"""The frame around the pages: rail, header with the one field, messages, status bar. It knows navigation, nothing of entities.

It is there before the store is open, and before what reads stores is even imported: what is asked for meanwhile is done once it `begin`s.
"""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit

from crm_desktop.core.i18n import _
from crm_desktop.ui import menus
from crm_desktop.ui.actions import Actions
from crm_desktop.ui.desk import Desk, Place
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.look import dress
from crm_desktop.ui.page_stack import PageStack
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.page import Page, PageCard
from crm_desktop.ui.palette import Command, commands_of
from crm_desktop.ui.taking_back import TakingBack
from crm_desktop.ui.theme import Choice, theme
from crm_desktop.ui.unsent import ask_about_unsent
from crm_desktop.ui.widgets.basics import column, row, surface
from crm_desktop.ui.widgets.header import Header
from crm_desktop.ui.widgets.message_line import Messages
from crm_desktop.ui.widgets.notices import NoticeButton
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
    quit_wanted = Signal()

    desk: Desk

    def __init__(self, desk: Desk | None, facts: StoreFacts, pages: tuple[PageCard, ...] = PAGES, first: str = "") -> None:
        """`first`: the page it begins with, where that is still there. Without a desk it waits for one."""
        super().__init__()
        dress(self)
        self.facts, self.has_begun = facts, False
        self.asks_before_closing = False
        """Whether somebody who closes it is asked about what is unsaved; else it is kept, and is there at the next start."""
        self.commands, self._steps, self._stack = Actions(self, pages), TakingBack(self), PageStack(pages, first)
        self.say_waiting, self.take_over = self._stack.say_waiting, self._stack.take_over
        self._build()
        self._connect()
        if desk is not None:
            self.begin(desk, facts)
        else:
            self.commands.offer_work(wanted=False)
            self.setWindowTitle(f"{facts.company} – CRM Desktop")
            self.rail.mark(self._stack.first)

    def begin(self, desk: Desk, facts: StoreFacts) -> None:
        """The store is open."""
        self.desk, self.facts, self.has_begun = desk, facts, True
        self.setWindowTitle(f"{facts.company} – CRM Desktop")
        self.rail.show_names(facts.company, facts.person)
        self._stack.begin(desk)
        for part in (self._steps, self.rail, self.header, self.messages, self.status):
            part.begin(desk)
        is_typing = self.search.hasFocus() and bool(self.search.text())
        first = self.show_page(self._stack.first)
        if not is_typing:
            first.start()
        self.search.begin(desk)
        self.commands.offer_work(wanted=True)
        self.commands.fit(desk.by)
        desk.jobs.once_rested(self, self._read_beside)

    def _read_beside(self) -> None:
        """What stands around the page, once the page shows what somebody waits for."""
        self._steps.look()
        self.rail.read_badges()
        self.status.look_for_backup()
        self.bell.begin(self.desk)
        ask_about_unsent(self.desk, self)

    def page(self, name: str) -> Page:
        """The page, made when it is first asked for."""
        return self._stack.page(name)

    def open_pages(self) -> list[Page]:
        return self._stack.open_pages()

    def current_page(self) -> Page:
        return self._stack.current()

    def show_page(self, name: str) -> Page:
        return self._stack.show_page(name)

    def go(self, place: Place) -> None:
        self._stack.go(place)

    def ask(self, address: str) -> None:
        """What another program wants to see, by an address such as `crm-desktop:call?number=…`."""
        self._stack.ask(address)

    def keep_typing(self) -> None:
        """What stands in forms is written down now, not a moment after the last key."""
        from crm_desktop.ui.draft import Draft

        if not self.has_begun:
            return
        for draft in (*self.findChildren(Draft), *self.desk.doors.findChildren(Draft)):
            draft.keep()
        self.desk.doors.leaving.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._order_stops()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.asks_before_closing and not _session_ends() and self._stack.asks_first(partial(_close_now, self)):
            event.ignore()
            return
        self.keep_typing()
        self.closing.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.has_begun:
            self.status.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc comes here when nothing on the page wanted it."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers() and self.has_begun:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.rail = Rail(self.facts.company, self.facts.person, self.commands)
        self.rail.watch(self)
        self.search = SearchBox(self._commands)
        self.bell = NoticeButton()
        self.header, self.messages = Header(self.search, self.commands, self.bell), Messages()
        self.new, self.message = self.header.new, self.messages.line
        self.status = StatusBar(self.facts.address, self._steps)
        body = column(self.header, self.messages, self._stack, gap=0)
        body.setStretch(2, 1)
        upper = row(self.rail, body, gap=0)
        upper.setStretch(1, 1)
        outer = column(upper, self.status, gap=0)
        outer.setStretch(0, 1)
        self.setCentralWidget(surface("clear", outer))
        self.setMinimumSize(900, 560)
        if menus.has_bar():
            menus.fill_bar(self, menus.sections(self.commands))

    def _connect(self) -> None:
        has, stack = self.commands, self._stack
        stack.shown.connect(self.rail.mark)
        stack.shown.connect(self._order_stops)
        self._steps.found.connect(self._on_steps)
        has.keys_changed.connect(self._on_keys)
        has.going.triggered.connect(stack.on_page)
        has.adding.triggered.connect(stack.on_new)
        has.looks.triggered.connect(self._on_look)
        for name, does in (
            ("palette", self.search.start),
            ("commands", self.search.start_commands),
            ("new", self.new.showMenu),
            ("undo", self._steps.undo),
            ("redo", self._steps.redo),
            ("reload", self._reload),
            ("backup", self.status.back_up_now),
            ("back", stack.back),
            ("new_window", stack.open_window),
            ("same_window", stack.open_again),
            ("menu", self.header.open_menu),
            ("keyboard", self._show_keyboard),
            ("about", self._show_about),
            ("close", self.close),
            ("quit", self.quit_wanted),
        ):
            has[name].triggered.connect(does)
        self._on_keys()

    def _commands(self) -> tuple[Command, ...]:
        return commands_of(self, self.current_page())

    @Slot()
    def _order_stops(self) -> None:
        """Only through the page that is shown: those behind it may have hundreds of stops, and nobody gets there."""
        follow_the_eye(self.rail, self.header, self.messages, self._stack.currentWidget(), self.status)

    @Slot()
    def _on_keys(self) -> None:
        self.search.show_keys(self.commands.keys("palette"))
        self.status.undo.show_keys(self.commands.keys("undo"))
        self.status.redo.show_keys(self.commands.keys("redo"))

    @Slot(str, str)
    def _on_steps(self, undo: str, redo: str) -> None:
        for name, title, text, words in (("undo", _("Undo"), _("Undo: {what}"), undo), ("redo", _("Redo"), _("Redo: {what}"), redo)):
            self.commands[name].setText(text.format(what=words.replace("&", "&&")) if words else title)

    @Slot(QAction)
    def _on_look(self, action: QAction) -> None:
        choice = Choice(action.data())  # an action keeps the bare word
        theme().choose(choice)
        self.theme_chosen.emit(choice)

    @Slot()
    def _reload(self) -> None:
        self.current_page().reload()
        self.rail.read_badges()
        self._steps.look()

    def _leave(self) -> None:
        """A message goes, typing gives way to the page, the page to the one before."""
        focused = QApplication.focusWidget()
        if self.message.isVisible():
            self.message.clear()
            return
        if isinstance(focused, QLineEdit | QPlainTextEdit) and not focused.isReadOnly():
            self.current_page().start()
        if focused is QApplication.focusWidget():
            self._stack.back()

    @Slot()
    def _show_keyboard(self) -> None:
        from crm_desktop.ui.dialogs.keyboard import KeyboardDialog

        KeyboardDialog(self).open()

    @Slot()
    def _show_about(self) -> None:
        from crm_desktop.ui.dialogs.about import AboutDialog

        AboutDialog(self.desk, self.facts.address, self).open()


def _close_now(window: MainWindow) -> None:
    """It was asked about already."""
    window.asks_before_closing = False
    window.close()


def _session_ends() -> bool:
    """The computer is being shut down: nobody is there to answer."""
    app = QApplication.instance()
    return isinstance(app, QApplication) and app.isSavingSession()
