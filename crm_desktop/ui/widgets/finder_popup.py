"""What a finder found, below its field."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from crm_desktop.core.i18n import _
from crm_desktop.ui.models.record_table import RecordTableModel
from crm_desktop.ui.theme import FINDER_HEADING_HEIGHT, FINDER_ROW_HEIGHT, GAP, sized, theme
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.record_view import RecordView

_HIGHEST, _LEAST_WIDTH = 560, 360


class FinderPopup(QFrame):
    """A child of the window, not a window: the field keeps the keyboard."""

    def __init__(self, field: QLineEdit, model: RecordTableModel) -> None:
        super().__init__(field.window())
        self._field, self._model = field, model
        self.setProperty("surface", "popup")
        self.view = RecordView(model, _("What was found"), FINDER_ROW_HEIGHT)
        self.view.horizontalHeader().hide()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = label("", "soft", wrap=True)
        self._none.setContentsMargins(12, GAP, 12, GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 4, 2, 4)
        layout.addWidget(self.view)
        layout.addWidget(self._none)
        field.window().installEventFilter(self)

    def open_below(self, count: int, nothing: str) -> None:
        self._none.setText(nothing)
        self.view.setVisible(count > 0)
        self._none.setVisible(count == 0)
        height = self._rows_height() if count else self._none.sizeHint().height()
        place = self._field.mapTo(self._field.window(), QPoint(0, self._field.height() + 4))
        room = self._field.window().height() - place.y() - GAP
        width = min(max(self._field.width(), sized(_LEAST_WIDTH)), self._field.window().width() - place.x() - GAP)
        self.setGeometry(place.x(), place.y(), width, min(height + 14, room, sized(_HIGHEST)))
        self.view.clearSelection()
        self.view.setCurrentIndex(QModelIndex())
        self.show()
        self.raise_()

    def _rows_height(self) -> int:
        """Of all rows; the window's edge cuts what is too much, and then the list scrolls."""
        heading, usual = sized(FINDER_HEADING_HEIGHT), theme().row_height(FINDER_ROW_HEIGHT)
        for row in range(self._model.rowCount()):
            # Every row anew: the view keeps the heights of what was found before.
            self.view.setRowHeight(row, heading if self._model.id_at(row) < 0 else usual)
        return sum(self.view.rowHeight(row) for row in range(self._model.rowCount()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)
