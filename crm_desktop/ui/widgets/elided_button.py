"""A button whose text ends in dots where there is less room than it needs; its tooltip says all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent

from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import Button


class ElidedButton(Button):
    least = 60
    """Pixels of width at the usual size of text."""

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), sized(self.least)), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        missing = self.sizeHint().width() - self.width()
        if missing <= 0:
            super().paintEvent(event)
            return
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter  # see `mirrored`

        option, painter = QStyleOptionButton(), QStylePainter(self)
        self.initStyleOption(option)
        room = self.fontMetrics().horizontalAdvance(self.text()) - missing
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
