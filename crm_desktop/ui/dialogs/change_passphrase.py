"""Another passphrase for the open company."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.protection import change_passphrase_here
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.new_passphrase import NewPassphrase
from crm_desktop.ui.dialogs.small_dialog import lay_out, secret_edit
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.form import Form


class ChangePassphraseDialog(QDialog):
    """No draft is kept of what is typed here."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(_("Change the passphrase"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form, self.old, self.secret = Form(), secret_edit(), NewPassphrase()
        self._row = self.form.add_row(_("The passphrase of &now"), self.old)
        self.form.add(self.secret)
        self.cancel, self.go = button(_("Cancel")), button(_("&Change it"), "check", "primary")
        lay_out(self, self.form, self.cancel, self.go)
        self.go.clicked.connect(self._on_go)

    @Slot()
    def _on_go(self) -> None:
        self._row.clear()
        passphrase = self.secret.passphrase()
        if passphrase is not None:
            self.setEnabled(False)
            work = partial(change_passphrase_here, self.old.text(), passphrase, self.desk.by)
            self.desk.jobs.note(self, work, self._on_changed, failed=self._on_refused)

    def _on_changed(self, _nothing: None) -> None:
        self.changed.emit()
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self._row.mark(sentence(error))
