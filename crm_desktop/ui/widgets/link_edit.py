"""The address of a meeting, and the button that opens its program."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.meeting_links import meeting_link
from crm_desktop.ui.join import join
from crm_desktop.ui.theme import set_role
from crm_desktop.ui.widgets.basics import button, row


class LinkEdit(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(placeholderText="https://")
        self.join = button(_("Join"), "video", tip=_("Open the meeting’s program"))
        self.setLayout(row(self.line, self.join))
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_text)
        self.join.clicked.connect(self._on_join)
        self._on_text("")

    def text(self) -> str:
        return self.line.text()

    def makes_sense(self) -> bool:
        return not self.text().strip() or bool(meeting_link(self.text()))

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self.join.setEnabled(bool(meeting_link(text)))

    @Slot()
    def _on_join(self) -> None:
        set_role(self.line, "invalid", "false" if join(self.text()) else "true")
