"""A list, or where it holds nothing, why."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.models.record_table import RecordTableModel
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.record_view import RecordView


class RowsOrNot(QWidget):
    def __init__(self, model: RecordTableModel, table: RecordView, nothing: str) -> None:
        super().__init__()
        self._table, self.nothing = table, label(nothing, "soft", wrap=True)
        self.nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.nothing)
        layout.addWidget(table, 1)
        layout.addStretch()
        model.loaded.connect(self._on_loaded)

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        self._table.setVisible(count > 0)
        self.nothing.setVisible(count == 0)
