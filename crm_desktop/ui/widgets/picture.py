"""A picture as large as there is room for, never larger than it is."""

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import colours, theme

_HEIGHT = 190


class Picture(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setAccessibleName(_("Preview of the file"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._repaint)
        self.clear()

    def sizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    def show_image(self, image: QImage | None) -> None:
        """Nothing hides it."""
        self._image = image or QImage()
        self.setVisible(not self._image.isNull())
        self.update()

    def clear(self) -> None:
        self.show_image(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio).boundedTo(self._image.size())
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        painter.setPen(QColor(colours().line))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()

    @Slot()
    def _repaint(self) -> None:
        self.update()
