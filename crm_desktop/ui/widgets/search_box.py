"""The one field above every page: finds every record while one types, and everything that can be done; Enter jumps or does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.queries.search import Hit, everything
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell, Heading
from crm_desktop.ui.palette import Command, Recent, is_named, meant
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.finder import Finder
from crm_desktop.ui.words import ENTITIES, ENTITY_ICONS

ONLY_COMMANDS = ">"
_KINDS = (*Entity, None)
"""None: a command."""
_WIDEST, _NARROWEST = 432, 160
_ON_TOP, _BELOW = 3, 6
_EXACT, _TWO = -1_000, 2
"""The heading above what has exactly the number that was typed, and the row of a second such record."""
_BESIDE_KEYS = 4
"""Pixels between what is typed and the keys that stand in the field."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit or a command with an id that no other has."""

    id: int
    what: Hit | Command


class SearchBox(Finder):
    def __init__(self, desk: Desk, commands: Callable[[], Sequence[Command]], parent: QWidget | None = None) -> None:
        """`commands`: what could be done at this moment."""
        nothing = _("Nothing was found. Any part of a name, number, phone or note will do; the last word may be unfinished.")
        super().__init__(desk.jobs, _("Search customers, orders, phones, notes …"), _nothing, _cell, nothing, parent)
        self._desk, self._commands = desk, commands
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
        # Gathered here: a worker may not ask widgets.
        self._offered = tuple(self._commands())
        for each in self._offered:
            self._numbers.setdefault(each.key, len(self._numbers) + 1)
        super()._on_typed(text)

    def _found(self, text: str, _limit: int) -> Sequence[Any]:
        """In a worker. Records first, as whoever is on the phone needs; a command only where it is called as was typed."""
        wanted = text.strip()
        if wanted.startswith(ONLY_COMMANDS):
            return self._rows_of(-1, meant(self._offered, wanted[1:], self._recent.keys()), _("Commands"))
        exact = _exact(wanted)
        fitting = meant(self._offered, wanted, self._recent.keys())
        first = [each for each in fitting if is_named(each, wanted)][:_ON_TOP]
        rest = [each for each in fitting if each not in first][:_BELOW]
        title = _("More commands") if first else _("Commands")
        return [*_exact_rows(exact), *self._rows_of(-1, first, _("Commands")), *_records(wanted, exact), *self._rows_of(-2, rest, title)]

    def is_clear(self) -> bool:
        """Several records of one number are chosen from."""
        found = self.results()
        return found.rowCount() <= _TWO or found.id_at(0) != _EXACT or found.id_at(_TWO) < 0

    def _rows_of(self, heading: int, commands: Sequence[Command], title: str) -> list[_Found | Heading]:
        if not commands:
            return []
        rows = [_Found(_number(self._numbers[each.key], None), each) for each in commands]
        return [Heading(heading, title), *rows]

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
        self.clear()
        number, place = divmod(found, len(_KINDS))
        kind = _KINDS[place]
        if kind is not None:
            self._desk.go_to(kind.value, number)
            return
        self._give_back_focus()
        key = next(key for key, each in self._numbers.items() if each == number)
        command = next((each for each in self._commands() if each.key == key), None)
        if command is not None:
            self._recent.add(key)
            command.run()


def _number(number: int, kind: Entity | None) -> int:
    return number * len(_KINDS) + _KINDS.index(kind)


def _nothing(_text: str) -> Sequence[Any]:
    """The field has a way of its own."""
    return ()


def _exact(text: str) -> list[Hit]:
    from crm_desktop.queries.search import exactly  # as below

    return exactly(text)


def _exact_rows(hits: Sequence[Hit]) -> list[_Found | Heading]:
    if not hits:
        return []
    return [Heading(_EXACT, _("This number")), *(_Found(_number(hit.record_id, hit.kind), hit) for hit in hits)]


def _records(text: str, but: Sequence[Hit]) -> list[_Found | Heading]:
    """A heading before the first hit of each kind."""
    rows: list[_Found | Heading] = []
    last: Entity | None = None
    known = {(hit.kind, hit.record_id) for hit in but}
    for hit in everything(text):
        if (hit.kind, hit.record_id) in known:
            continue
        if hit.kind != last:
            rows.append(Heading(-3 - _KINDS.index(hit.kind), _(ENTITIES[hit.kind])))
        last = hit.kind
        rows.append(_Found(_number(hit.record_id, hit.kind), hit))
    return rows


def _cell(row: _Found) -> Cell:
    if isinstance(row.what, Command):
        return Cell(row.what.title, row.what.group, icon=row.what.icon or "zap", aside=row.what.keys)
    return Cell(row.what.title, row.what.second, icon=ENTITY_ICONS[row.what.kind], aside=row.what.number)
