"""A password for somebody, or another one."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.passphrases import LEAST, LEAST_OF_OWNERS
from crm_desktop.queries.settings import SignInRow
from crm_desktop.services.sign_in import set_password
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.small_dialog import lay_out, secret_edit
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.form import Form


class PasswordDialog(QDialog):
    """No draft is kept of what is typed here."""

    def __init__(self, desk: Desk, row: SignInRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._row = desk, row
        self.setWindowTitle(_("Password of {name}").format(name=row.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Form()
        self.old, self.first, self.again = secret_edit(), secret_edit(), secret_edit()
        if row.has_password and row.id == desk.by.id:
            self.form.add_row(_("Your password of &now"), self.old)
        least = LEAST_OF_OWNERS if row.role == Role.OWNER else LEAST
        said = _("{least} signs or more; several words in a row are easy to keep in mind.").format(least=least)
        self._first_row = self.form.add_row(_("New &password"), self.first, said)
        self._again_row = self.form.add_row(_("The same &again"), self.again)
        self.cancel, self.go = button(_("Cancel")), button(_("&Save"), "check", "primary")
        lay_out(self, self.form, self.cancel, self.go)
        self.go.clicked.connect(self._on_go)

    @Slot()
    def _on_go(self) -> None:
        self.form.clear_marks()
        if self.first.text() != self.again.text():
            self._again_row.mark(_("These are not the same. Type it once more."))
            return
        self.setEnabled(False)
        work = partial(set_password, self._row.id, self.first.text(), self.desk.by, self.old.text())
        self.desk.jobs.write(self, work, self._on_saved, self._on_refused)

    def _on_saved(self, _change: Change) -> None:
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self._first_row.mark(sentence(error))
