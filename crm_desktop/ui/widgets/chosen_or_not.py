"""What stands beside a list: the chosen record, or in the middle that none is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.widgets.basics import label


class ChosenOrNot(QVBoxLayout):
    def __init__(self, body: QWidget, nothing: str) -> None:
        super().__init__()
        self._body, self._nothing = body, label(nothing, "soft", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(0, 0, 0, 0)
        self.addWidget(self._nothing)
        self.addWidget(self._body)
        self._body.hide()

    def show_chosen(self, is_chosen: bool) -> None:
        self._body.setVisible(is_chosen)
        self._nothing.setVisible(not is_chosen)
