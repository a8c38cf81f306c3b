"""A box to tick whose words may need several lines; a click on the words ticks it too."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.ui.widgets.basics import label, row


class LongTick(QWidget):
    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick, self._words = QCheckBox(), label(words, wrap=True)
        self.tick.setAccessibleName(words)
        line = row(self.tick, self._words)
        line.setStretch(1, 1)
        line.setAlignment(self.tick, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.tick.toggle()
        super().mouseReleaseEvent(event)
