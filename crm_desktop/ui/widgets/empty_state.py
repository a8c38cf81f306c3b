"""An empty list says why it is empty and offers the next step."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.theme import GAP, colours, sized, theme
from crm_desktop.ui.widgets.basics import button, label


class EmptyState(QWidget):
    wanted = Signal()
    """The next step was asked for."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.why = label("", "soft", wrap=True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.step = button("", role="primary")
        self.step.clicked.connect(self.wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GAP, 4 * GAP, 4 * GAP, 4 * GAP)
        layout.setSpacing(2 * GAP)
        layout.addStretch(2)
        layout.addWidget(self._icon)
        layout.addWidget(self.why)
        layout.addWidget(self.step, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        theme().changed.connect(self._paint)
        self._paint()

    def say(self, why: str, step: str = "") -> None:
        self.why.setText(why)
        self.step.setText(step)
        self.step.setAccessibleName(step)
        self.step.setVisible(bool(step))

    def add(self, more: str) -> None:
        """One more sentence of why."""
        self.why.setText(f"{self.why.text()}\n{more}")

    @Slot()
    def _paint(self) -> None:
        self._icon.setPixmap(icons.pixmap(self._icon_name, colours().strong_line, sized(32), self.devicePixelRatioF()))
