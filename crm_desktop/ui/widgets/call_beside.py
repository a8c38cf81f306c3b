"""Right of the notes: what comes next, and below it what helps. What helps leaves all room that it does not need."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.widgets.call_help import CallHelp

_MOST = 0.4
"""Of the height, for what helps."""


class CallBeside(QSplitter):
    def __init__(self, forms: QWidget, help_: CallHelp, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent, childrenCollapsible=False)
        self._forms, self._help, self._is_moved = forms, help_, False
        self.addWidget(forms)
        self.addWidget(help_)
        help_.grown.connect(self.share)
        self.splitterMoved.connect(self._on_moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share()

    @Slot()
    def share(self) -> None:
        """Until somebody drags the line between them."""
        if self._is_moved or self._forms.isHidden():
            return
        lower = min(self._help.height_of_all(), int(self.height() * _MOST))
        self.setSizes([self.height() - lower, lower])

    @Slot()
    def order_stops(self) -> None:
        """What stands here comes after what stands left of it."""
        follow_the_eye(self.parentWidget())

    @Slot()
    def _on_moved(self) -> None:
        self._is_moved = True
