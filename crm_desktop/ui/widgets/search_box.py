"""The one field above every page: finds every record while one types, and everything that can be done; Enter jumps or does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.palette import Command, Recent, is_named, meant
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.finder import Finder

if TYPE_CHECKING:
    from crm_desktop.ui.models.cells import Cell, Heading
    from crm_desktop.ui.models.search_results import Found

ONLY_COMMANDS = ">"
_WIDEST, _NARROWEST = 432, 160
_ON_TOP, _BELOW = 3, 6
_TWO = 2
"""The row of a second record that has exactly the number that was typed, below their heading."""
_BESIDE_KEYS = 4
"""Pixels between what is typed and the keys that stand in the field."""


class SearchBox(Finder):
    _desk: Desk

    def __init__(self, commands: Callable[[], Sequence[Command]], parent: QWidget | None = None) -> None:
        """`commands`: what could be done at this moment."""
        nothing = _("Nothing was found. Any part of a name, number, phone or note will do; the last word may be unfinished.")
        super().__init__(None, _("Search customers, orders, phones, notes …"), _nothing, _cell, nothing, parent)
        self._commands = commands
        self._recent = Recent(self)
        self._offered: tuple[Command, ...] = ()
        self._numbers: dict[str, int] = {}
        self._before: QWidget | None = None
        self.setToolTip(_("Finds records and commands; {sign} shows commands alone").format(sign=ONLY_COMMANDS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(_WIDEST)
        self._keys = label("", "key")
        self._keys.setParent(self)
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picked.connect(self._on_picked)

    def begin(self, desk: Desk) -> None:
        """What was typed before there was a store is looked for now."""
        self._desk, self._jobs = desk, desk.jobs
        if self.text():
            self._on_typed(self.text())

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST, super().sizeHint().height())

    def show_keys(self, keys: str) -> None:
        self._keys.setText(keys.replace("+", " "))
        self._keys.setVisible(bool(keys))
        self._place_keys()

    @Slot()
    def start(self) -> None:
        self._note_focus()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @Slot()
    def start_commands(self) -> None:
        """With everything that can be done below the field, before a letter is typed."""
        self.start()
        self.setText(ONLY_COMMANDS)
        self._on_typed(ONLY_COMMANDS)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keys.hide()
        self._place_keys()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._keys.setVisible(bool(self._keys.text()))
        self._place_keys()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.is_open():
            self.clear()
            self._give_back_focus()
        elif event.key() == Qt.Key.Key_Down and not self.text().strip():
            self.start_commands()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_keys()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if self._jobs is None:
            return
        # Gathered here: a worker may not ask widgets.
        self._offered = tuple(self._commands())
        for each in self._offered:
            self._numbers.setdefault(each.key, len(self._numbers) + 1)
        super()._on_typed(text)

    def _found(self, text: str) -> Sequence[Any]:
        """In a worker. Records first, as whoever is on the phone needs; a command only where it is called as was typed."""
        from crm_desktop.queries.search import exactly
        from crm_desktop.ui.models import search_results as results

        wanted = text.strip()
        if wanted.startswith(ONLY_COMMANDS):
            return self._rows_of(-1, meant(self._offered, wanted[1:], self._recent.keys()), _("Commands"))
        exact = exactly(wanted)
        fitting = meant(self._offered, wanted, self._recent.keys())
        first = [each for each in fitting if is_named(each, wanted)][:_ON_TOP]
        rest = [each for each in fitting if each not in first][:_BELOW]
        title = _("More commands") if first else _("Commands")
        named = self._rows_of(-1, first, _("Commands"))
        return [*results.exact_rows(exact), *named, *results.records(wanted, exact), *self._rows_of(-2, rest, title)]

    def is_clear(self) -> bool:
        """Several records of one number are chosen from."""
        from crm_desktop.ui.models.search_results import EXACT

        found = self.results()
        return found.rowCount() <= _TWO or found.id_at(0) != EXACT or found.id_at(_TWO) < 0

    def nothing_found(self) -> str:
        if self.text().strip().startswith(ONLY_COMMANDS):
            return _("Nothing that can be done here is called that. Without {sign} records are found too.").format(sign=ONLY_COMMANDS)
        return super().nothing_found()

    def _rows_of(self, heading: int, commands: Sequence[Command], title: str) -> list[Found | Heading]:
        from crm_desktop.ui.models.search_results import command_rows

        return command_rows(heading, title, [(self._numbers[each.key], each) for each in commands])

    def _note_focus(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and focused is not self and focused.window() is self.window():
            self._before = focused

    def _give_back_focus(self) -> None:
        before = self._before
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()

    def _place_keys(self) -> None:
        size = self._keys.sizeHint()
        self._keys.resize(size)
        leftwards = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._keys.move(10 if leftwards else self.width() - size.width() - 10, (self.height() - size.height()) // 2)
        room = size.width() + _BESIDE_KEYS if self._keys.text() and not self.hasFocus() else 0
        self.setTextMargins(room if leftwards else 0, 0, 0 if leftwards else room, 0)

    @Slot(int)
    def _on_picked(self, found: int) -> None:
        from crm_desktop.ui.models.search_results import meant_by

        self.clear()
        number, kind = meant_by(found)
        if kind is not None:
            if kind in (Entity.SCRIPT, Entity.TEMPLATE):
                self._desk.go_to(Entity.ARTICLE.value, number, kind)
            elif kind in (Entity.ESCALATION, Entity.APPROVAL):
                self._desk.go_to("team", number, kind)
            else:
                self._desk.go_to(kind.value, number)
            return
        self._give_back_focus()
        key = next(key for key, each in self._numbers.items() if each == number)
        command = next((each for each in self._commands() if each.key == key), None)
        if command is not None:
            self._recent.add(key)
            command.run()


def _nothing(_text: str) -> Sequence[Any]:
    """The field has a way of its own."""
    return ()


def _cell(row: Found) -> Cell:
    from crm_desktop.ui.models.search_results import cell

    return cell(row)
