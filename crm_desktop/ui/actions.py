"""The commands of one window: each an action with the keys of the table, found by the menu, the palette and the keyboard alike."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow

from crm_desktop.core.actors import Actor
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.ui.pages.page import PageCard, Where
from crm_desktop.ui.palette import ALSO, GROUP
from crm_desktop.ui.shortcuts import COMMANDS, Group, Shortcut, shortcuts
from crm_desktop.ui.theme import Choice

_OF_A_STORE = ("undo", "redo", "reload", "backup", "back", "new_window", "same_window", "about")
_NOT_OFFERED = frozenset({"palette", "commands", "new", "menu"})
"""Whoever is in the palette is past them."""


class Actions(QObject):
    keys_changed = Signal()

    def __init__(self, window: QMainWindow, pages: Iterable[PageCard]) -> None:
        super().__init__(window)
        self._window = window
        self._by_name: dict[str, QAction] = {}
        self.going, self.adding, self.looks = QActionGroup(self), QActionGroup(self), QActionGroup(self)
        shortcuts().know(page_shortcuts(pages))
        for page in pages:
            if page.new_title:
                self._add(f"new.{page.name}", _(page.new_title), _("New"), self.adding, page).setProperty("icon_name", "plus")
        for page in pages:
            self._add(f"page.{page.name}", _(page.title), _("Go to"), self.going, page).setProperty("icon_name", page.icon)
            self._by_name[f"page.{page.name}"].setProperty(ALSO, _(page.also) if page.also else "")
        for each in COMMANDS:
            self._add(each.name, _(each.title), "" if each.name in _NOT_OFFERED else _(each.group.value))
        for choice, title in ((Choice.SYSTEM, _("Look as the system")), (Choice.LIGHT, _("Light")), (Choice.DARK, _("Dark"))):
            self._add(f"look.{choice}", title, _("Look"), self.looks, choice)
        shortcuts().changed.connect(self.apply_keys)
        self.apply_keys()

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def fit(self, by: Actor) -> None:
        """Nobody is offered what their role may not do; its keys do nothing then."""
        for going in self.going.actions():
            _offer(going, wanted=going.data().is_for(by))
        for adding in self.adding.actions():
            _offer(adding, wanted=adding.data().may_add(by))
        _offer(self._by_name["backup"], wanted=Right.BACK_UP in RIGHTS[by.role])
        for name in ("undo", "redo"):
            _offer(self._by_name[name], wanted=Right.UNDO in RIGHTS[by.role])

    def offer_work(self, *, wanted: bool) -> None:
        """What can be done only where a store is open; going to a page can be asked for before."""
        self.adding.setEnabled(wanted)
        self.looks.setEnabled(wanted)
        for name in _OF_A_STORE:
            self._by_name[name].setEnabled(wanted and self._by_name[name].isVisible())

    def keys(self, name: str) -> str:
        return shortcuts().shown(name)

    def of_pages(self, *where: Where) -> list[QAction]:
        return [action for action in self.going.actions() if action.data().where in where]

    @Slot()
    def apply_keys(self) -> None:
        for each in shortcuts().table():
            if each.name in self._by_name:
                self._by_name[each.name].setShortcuts(shortcuts().keys(each.name))
        self.keys_changed.emit()

    def _add(self, name: str, title: str, group: str, of: QActionGroup | None = None, data: object = None) -> QAction:
        made = QAction(title, of or self)
        made.setObjectName(name)
        made.setProperty(GROUP, group)
        made.setData(data)
        self._by_name[name] = made
        self._window.addAction(made)
        return made


def _offer(action: QAction, *, wanted: bool) -> None:
    action.setVisible(wanted)
    action.setEnabled(wanted)


def page_shortcuts(pages: Iterable[PageCard]) -> list[Shortcut]:
    return [Shortcut(f"page.{page.name}", page.title, page.shortcut, Group.PAGES) for page in pages]
