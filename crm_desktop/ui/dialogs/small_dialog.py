"""A few fields with two buttons below them."""

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui.look import dress
from crm_desktop.ui.opening_size import open_as_wide
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import row
from crm_desktop.ui.widgets.downwards import Downwards


def lay_out(dialog: QDialog, content: QWidget, cancel: QPushButton, go: QPushButton, *left: QWidget, width: int = 420) -> None:
    """`left`: what stands at the other end of the buttons' line."""
    dress(dialog)
    go.setDefault(True)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
    layout.setSpacing(2 * GAP)
    layout.addWidget(content)
    layout.addLayout(row(*left, 1, cancel, go))
    if not open_as_wide(dialog, width):
        layout.replaceWidget(content, Downwards(content))
    cancel.clicked.connect(dialog.reject)


def secret_edit() -> QLineEdit:
    """Paste is welcome: it is how a password manager hands things over."""
    return QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=1_000)
