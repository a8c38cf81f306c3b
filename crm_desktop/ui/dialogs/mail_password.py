"""The password of the mail server: asked for once per start, and written down nowhere."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.exchange.smtp import Server
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, row
from crm_desktop.ui.widgets.form import Form


def ask_password(parent: QWidget, server: Server, then: Callable[[str], None]) -> None:
    PasswordDialog(server, then, parent).open()


class PasswordDialog(QDialog):
    def __init__(self, server: Server, then: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then = then
        self.setWindowTitle(_("Password of the mail server"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form = Form()
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        said = _("It is kept until the program ends, and never written down.")
        form.add_row(_("&Password of {user} at {host}").format(user=server.user, host=server.host), self.password, said)
        self.cancel, self.go_on = button(_("Cancel")), button(_("Go on"), "check", "primary")
        self.go_on.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        layout.addWidget(form)
        layout.addLayout(row(1, self.cancel, self.go_on))
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go_on)

    @Slot()
    def _on_go_on(self) -> None:
        password = self.password.text()
        self.accept()
        self._then(password)
