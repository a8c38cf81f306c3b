"""What was said and written about a case, to tick what goes along to a case that is split off it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.case_sheets import EventRow
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.case_events import second_of, title_of, whole_text
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import sized

_SHOWN, _HIGH = 90, 116


class GoingAlong(QListWidget):
    edited = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._ticked: list[int] = []
        """Also what was ticked before the list was there."""
        self.setFixedHeight(sized(_HIGH))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemChanged.connect(self._on_changed)
        self.itemActivated.connect(self._on_activated)

    def offer(self, events: Sequence[EventRow]) -> None:
        self.blockSignals(True)
        for event in events:
            said = second_of(event)
            words = " · ".join(filter(None, (self._formats.moment(event.at), title_of(event, self._formats), said)))
            item = QListWidgetItem(words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…")
            item.setToolTip(plain_tip(whole_text(event, self._formats)))
            item.setData(Qt.ItemDataRole.UserRole, event.id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if event.id in self._ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.blockSignals(False)
        self._on_changed()

    def ids(self) -> list[int]:
        return list(self._ticked)

    def tick(self, ids: Sequence[int]) -> None:
        self._ticked = list(ids)
        for item in self._items():
            is_on = item.data(Qt.ItemDataRole.UserRole) in ids
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)

    def told(self, ids: Sequence[int] | None) -> str:
        return _("{count} entries").format(count=len(ids or ()))

    @Slot()
    def _on_changed(self) -> None:
        self._ticked = [item.data(Qt.ItemDataRole.UserRole) for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        self.edited.emit()

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem) -> None:
        """Enter ticks what the keyboard is on."""
        item.setCheckState(Qt.CheckState.Unchecked if item.checkState() == Qt.CheckState.Checked else Qt.CheckState.Checked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(place) for place in range(self.count())]
