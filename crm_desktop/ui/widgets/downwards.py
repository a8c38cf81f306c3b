"""A part of a page that scrolls on a low screen, or with large text, instead of being pressed together."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from crm_desktop.ui.theme import sized

_LEAST = 120
"""Pixels of height."""


class Downwards(QScrollArea):
    """As wide as what it shows, also while that changes; only where even the window is too narrow it scrolls sideways."""

    def __init__(self, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = inner
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.resize(1, 1)  # or Qt asks everything in it for its size now, and dresses it once more wherever it is put
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:
        width = max(self._inner.minimumSizeHint().width(), self._inner.minimumWidth())
        return QSize(width + self.verticalScrollBar().sizeHint().width(), sized(_LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_high_enough()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._keep_high_enough()
        return super().eventFilter(watched, event)

    def _keep_high_enough(self) -> None:
        """A scroll area asks for the height that the content likes at this width, which may be less than the least it needs."""
        layout = self._inner.layout()
        if layout is not None and layout.hasHeightForWidth():
            width = min(self.viewport().width(), self._inner.maximumWidth())
            self._inner.setMinimumHeight(layout.minimumHeightForWidth(width))


def _kinds_of_scroll_areas() -> None:
    """Whoever asks the first one for its viewport waits until Python knows all kinds of widgets there are."""
    if QApplication.instance() is not None:
        QScrollArea().viewport()


AT_REST = (_kinds_of_scroll_areas,)
