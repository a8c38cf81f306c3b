"""A list's columns moved by the mouse: what somebody wants is told, and comes back as other columns of the model."""

from PySide6.QtCore import QObject, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QTableView

from crm_desktop.ui.models.record_table import RecordTableModel


class ColumnOrder(QObject):
    """Belongs to the view of a `RecordTableModel`."""

    changed = Signal(object)
    """The keys of all columns, in their new order."""

    def __init__(self, records: RecordTableModel, view: QTableView) -> None:
        super().__init__(view)
        self._records, self._header = records, view.horizontalHeader()
        self._header.setSectionsMovable(True)
        self._header.sectionMoved.connect(self._on_moved)

    def as_in_model(self) -> None:
        """Before the model gets the columns in the order that was asked for."""
        with QSignalBlocker(self._header):
            for place in range(self._header.count()):
                self._header.moveSection(self._header.visualIndex(place), place)

    @Slot()
    def _on_moved(self) -> None:
        places = (self._header.logicalIndex(place) for place in range(self._header.count()))
        self.changed.emit(tuple(self._records.columns[place].key for place in places))
