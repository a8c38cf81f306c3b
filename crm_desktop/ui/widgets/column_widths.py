"""How wide a list's columns are: as somebody made them, else as they are meant; what is left over is shared out."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QTableView

from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel
from crm_desktop.ui.theme import sized, theme

_HEADER_ROOM = 30
"""Pixels beside a column's title, for the arrow of its order."""
_LEAST, _ROOMY = 128, 420
"""Pixels of a column that takes what is left over: at least, and before others get some of it."""
_GROWTH = 0.7
"""By how much of its own width a column of words may grow then."""


class ColumnWidths(QObject):
    """Belongs to the view of a `RecordTableModel`."""

    changed = Signal(object)
    """Somebody made a column wider or narrower: all that were given, as `given`."""

    def __init__(self, records: RecordTableModel, view: QTableView) -> None:
        super().__init__(view)
        self._records, self._view = records, view
        self.given: dict[str, int] = {}
        """In pixels, by the keys of the columns."""
        self._is_sharing = False
        self.apply({})
        view.horizontalHeader().sectionResized.connect(self._on_resized)
        theme().changed.connect(self._on_theme)

    def apply(self, given: Mapping[str, int]) -> None:
        self.given = dict(given)
        header = self._view.horizontalHeader()
        self._is_sharing = True
        for place, column in enumerate(self._records.columns):
            header.resizeSection(place, self.given.get(column.key) or self._usual(place))
        self._is_sharing = False
        self.share_out()

    def share_out(self) -> None:
        """What is left over goes to the columns without a width, and once they have plenty to the other words too; below their least
        width the list scrolls sideways."""
        header, columns = self._view.horizontalHeader(), self._records.columns
        wide = [place for place, column in enumerate(columns) if not column.width and column.key not in self.given]
        if not wide:
            return
        usual = {place: self._usual(place) for place, column in enumerate(columns) if column.width and self._is_as_meant(column)}
        taken = sum(usual.get(place) or header.sectionSize(place) for place in range(len(columns)) if place not in wide)
        left = self._view.viewport().width() - taken
        spare = max(left - len(wide) * sized(_ROOMY), 0)
        words = {place: width for place, width in usual.items() if columns[place].align != RIGHT}
        share = min(spare / sum(words.values()), _GROWTH) if words else 0.0
        wanted = {**usual, **{place: width + int(width * share) for place, width in words.items()}}
        left += sum(usual.values()) - sum(wanted.values())
        wanted |= dict.fromkeys(wide, max(left // len(wide), sized(_LEAST)))
        self._is_sharing = True
        for place, width in wanted.items():
            if header.sectionSize(place) != width:
                header.resizeSection(place, width)
        self._is_sharing = False

    def _is_as_meant(self, column: Column) -> bool:
        return bool(column.key) and column.key not in self.given

    def _usual(self, place: int) -> int:
        """As it is meant, but never narrower than its title."""
        column, header = self._records.columns[place], self._view.horizontalHeader()
        return max(sized(column.width), header.fontMetrics().horizontalAdvance(column.title) + _HEADER_ROOM)

    @Slot()
    def _on_theme(self) -> None:
        self.apply(self.given)

    @Slot(int, int, int)
    def _on_resized(self, place: int, _before: int, width: int) -> None:
        if self._is_sharing or place >= len(self._records.columns):
            return
        key = self._records.columns[place].key
        if key:
            self.given[key] = width
        self.share_out()
        if key:
            self.changed.emit(self.given)
