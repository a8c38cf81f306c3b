"""How wide a list's columns are: as somebody made them, else as they are meant; what is left over is shared out."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QTableView

from crm_desktop.ui.models.record_table import RecordTableModel
from crm_desktop.ui.theme import sized, theme

_HEADER_ROOM = 30
"""Pixels beside a column's title, for the arrow of its order."""
_LEAST = 140


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
            least = header.fontMetrics().horizontalAdvance(column.title) + _HEADER_ROOM
            header.resizeSection(place, self.given.get(column.key) or max(sized(column.width), least))
        self._is_sharing = False
        self.share_out()

    def share_out(self) -> None:
        """What is left over goes to the columns without a width; below their least width the list scrolls sideways."""
        header, columns = self._view.horizontalHeader(), self._records.columns
        wide = [place for place, column in enumerate(columns) if not column.width and column.key not in self.given]
        taken = sum(header.sectionSize(place) for place in range(len(columns)) if place not in wide)
        self._is_sharing = True
        for place in wide:
            wanted = max((self._view.viewport().width() - taken) // len(wide), sized(_LEAST))
            if header.sectionSize(place) != wanted:
                header.resizeSection(place, wanted)
        self._is_sharing = False

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
