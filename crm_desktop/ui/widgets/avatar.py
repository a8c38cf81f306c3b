"""A person's or company's initials in a circle."""

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.theme import Tone, theme


def initials(name: str) -> str:
    """Of the first and the last word that begins with a letter or digit."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else "?"


class Avatar(QWidget):
    def __init__(self, size: int = 44, square: bool = False, parent: QWidget | None = None) -> None:
        """`square`: filled with the accent colour, as the company's sign."""
        super().__init__(parent)
        self._text, self._square = "", square
        self.setFixedSize(size, size)
        theme().changed.connect(self._repaint)

    def show_name(self, name: str) -> None:
        self._text = initials(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme().colours
        ink, ground = (colours.on_accent, colours.accent) if self._square else colours.tones[Tone.INFO]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        radius = 7.0 if self._square else self.width() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        font = self.font()
        font.setPixelSize(round(self.width() * (0.42 if self._square else 0.33)))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()

    @Slot()
    def _repaint(self) -> None:
        self.update()
