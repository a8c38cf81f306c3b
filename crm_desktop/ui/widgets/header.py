"""The line above every page: the one field that finds everything, what is begun most often, and the menu of everything."""

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import menus
from crm_desktop.ui.actions import Actions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.page import Where
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, row, set_menu

_LEAST_FIELD = 260
"""Pixels below which nobody sees what was typed; before that the buttons give up their words."""


class Header(QFrame):
    def __init__(self, field: QWidget, actions: Actions, bell: QWidget) -> None:
        super().__init__()
        self._bell = bell
        self.setProperty("surface", "header")
        self._actions = actions
        self.page_buttons: dict[str, QPushButton] = {}
        for going in actions.of_pages(Where.HEADER):
            made = button(going.text(), going.data().icon)
            made.clicked.connect(going.trigger)
            self.page_buttons[going.objectName()] = made
        self.new = button(_("New"), "plus", "primary")
        adding = QMenu(self.new)
        adding.addActions(actions.adding.actions())
        set_menu(self.new, adding)
        self.new.setHidden(adding.isEmpty())
        self.menu = button("", "menu", "quiet", tip=_("Menu"))
        self.menu.setHidden(menus.has_bar())
        self._everything = QMenu(self.menu)
        menus.fill_menu(self._everything, menus.sections(actions))
        words = (*self.page_buttons.values(), self.new)
        self._words = {each: each.text() for each in words}
        self._is_short = False
        layout = row(field, 1, *words, bell, self.menu, gap=GAP + 2, margins=(2 * GAP, 10, 2 * GAP, 10))
        layout.setStretch(0, 1000)
        self.setLayout(layout)
        self.menu.clicked.connect(self.open_menu)
        actions.keys_changed.connect(self._on_keys)
        self._on_keys()

    def begin(self, desk: Desk) -> None:
        """What this person may begin."""
        for going in self._actions.of_pages(Where.HEADER):
            self.page_buttons[going.objectName()].setVisible(going.data().is_for(desk.by))
        self.new.setVisible(any(adding.data().may_add(desk.by) for adding in self._actions.adding.actions()))

    @Slot()
    def open_menu(self) -> None:
        far = self.menu.width() - self._everything.sizeHint().width() if not self.isRightToLeft() else 0
        self._everything.popup(self.menu.mapToGlobal(QPoint(far, self.menu.height() + 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(self._whole(each) for each in self._words if not each.isHidden())
        needed += self._bell.sizeHint().width() + self.menu.sizeHint().width()
        is_short = self.width() - needed - (len(self._words) + 6) * GAP < _LEAST_FIELD
        if is_short != self._is_short:
            self._is_short = is_short
            for each, words in self._words.items():
                each.setText("" if is_short else words)

    def _whole(self, button: QPushButton) -> int:
        missing = 0 if button.text() else button.fontMetrics().horizontalAdvance(self._words[button].replace("&", ""))
        return button.sizeHint().width() + missing

    @Slot()
    def _on_keys(self) -> None:
        named = {"new": (self.new, _("Add a customer, a follow-up …")), "menu": (self.menu, _("Menu"))}
        for name, made in self.page_buttons.items():
            named[name] = (made, made.accessibleName())
        for name, (each, title) in named.items():
            keys = self._actions.keys(name)
            each.setToolTip(f"{title} ({keys})" if keys else title)
