"""The search above every page: everything that matches, by kind, and a jump to it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.queries.search import Hit, everything
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell, Heading
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.finder import Finder
from crm_desktop.ui.words import ENTITIES, ENTITY_ICONS

_KINDS = tuple(Entity)


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit with an id that no other kind has."""

    id: int
    hit: Hit


class SearchBox(Finder):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        nothing = _("Nothing was found. Any part of a name, number, phone or note will do; the last word may be unfinished.")
        super().__init__(desk.jobs, _("Search customers, orders, phones, notes …"), _find, _cell, nothing, parent)
        self._desk = desk
        self.setMinimumWidth(432)
        self._keys = label("Ctrl K", "key")
        self._keys.setParent(self)
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picked.connect(self._on_picked)

    @Slot()
    def start(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._keys.sizeHint()
        self._keys.resize(size)
        left = self.width() - size.width() - 10 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else 10
        self._keys.move(left, (self.height() - size.height()) // 2)

    @Slot(int)
    def _on_picked(self, found: int) -> None:
        self.clear()
        record_id, place = divmod(found, len(_KINDS))
        self._desk.go_to(_KINDS[place].value, record_id)


def _find(text: str) -> list[_Found | Heading]:
    """A heading before the first hit of each kind."""
    rows: list[_Found | Heading] = []
    for hit in everything(text):
        last = rows[-1] if rows else None
        if not isinstance(last, _Found) or last.hit.kind != hit.kind:
            rows.append(Heading(-1 - _KINDS.index(hit.kind), _(ENTITIES[hit.kind])))
        rows.append(_Found(hit.record_id * len(_KINDS) + _KINDS.index(hit.kind), hit))
    return rows


def _cell(row: _Found) -> Cell:
    return Cell(row.hit.title, row.hit.second, icon=ENTITY_ICONS[row.hit.kind], aside=row.hit.number)
