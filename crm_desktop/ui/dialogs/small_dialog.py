"""A few fields with two buttons below them."""

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import row


def lay_out(dialog: QDialog, content: QWidget, cancel: QPushButton, go: QPushButton, *left: QWidget, width: int = 420) -> None:
    """`left`: what stands at the other end of the buttons' line."""
    go.setDefault(True)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
    layout.setSpacing(2 * GAP)
    layout.addWidget(content)
    layout.addLayout(row(*left, 1, cancel, go))
    dialog.resize(sized(width), dialog.sizeHint().height())
    cancel.clicked.connect(dialog.reject)


def secret_edit() -> QLineEdit:
    """Paste is welcome: it is how a password manager hands things over."""
    return QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=1_000)
