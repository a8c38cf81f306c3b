"""Says what is about to happen to how many records, and waits for a yes: before what undo cannot bring back, or what leaves some out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.opening_size import open_as_wide, open_at
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label, row, surface

_SHOWN = 200


class ConfirmDialog(QDialog):
    agreed = Signal()

    def __init__(self, title: str, text: str, does: str, details: Sequence[str] = (), parent: QWidget | None = None) -> None:
        """`does`: what the button says. Cancel is the default."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = label(text, wrap=True)
        self.cancel, self.go = button(_("Cancel")), button(does)
        self.cancel.setDefault(True)
        inner = column(self.text, margins=(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP))
        if details:
            self.details = QPlainTextEdit("\n".join(details[:_SHOWN]), readOnly=True)
            self.details.setAccessibleName(_("Which stay, and why"))
            self.details.setTabChangesFocus(True)
            inner.addWidget(self.details, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(inner, 1)
        layout.addWidget(surface("status", row(1, self.cancel, self.go, margins=(3 * GAP, 12, 3 * GAP, 12))))
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        if details:
            open_at(self, 460, 320)
        else:
            open_as_wide(self, 460)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_go(self) -> None:
        self.agreed.emit()
        self.accept()
