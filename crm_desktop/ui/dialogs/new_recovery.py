"""Another recovery key for the open company: asked for with its passphrase, put on paper, and typed back once."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.second_place import second_place
from crm_desktop.core.settings import load_settings
from crm_desktop.services.backups import open_address
from crm_desktop.services.protection import NewProtection, new_recovery_here, use_recovery_here
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.recovery_key import RecoveryKeyDialog
from crm_desktop.ui.dialogs.small_dialog import lay_out, secret_edit
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form


class NewRecoveryDialog(QDialog):
    """No draft is kept of what is typed here, and the former key counts until the new one was typed back."""

    changed = Signal()

    def __init__(self, desk: Desk, company: str, paper: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._company, self._paper = desk, company, paper
        self.setWindowTitle(_("A new recovery key"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = _(
            "For the day the sheet is lost, or somebody saw it. The former key opens neither the company nor its backups any more; copies"
            " of them that somebody took before stay open to it."
        )
        self.form, self.secret = Form(), secret_edit()
        self.form.add(label(said, wrap=True))
        self._row = self.form.add_row(_("The passphrase of &now"), self.secret)
        self.cancel, self.go = button(_("Cancel")), button(_("&Go on"), "check", "primary")
        lay_out(self, self.form, self.cancel, self.go)
        self.go.clicked.connect(self._on_go)

    @Slot()
    def _on_go(self) -> None:
        self._row.clear()
        self.setEnabled(False)
        self.desk.jobs.note(self, partial(new_recovery_here, self.secret.text(), self.desk.by), self._on_made, failed=self._on_refused)

    def _on_made(self, new: NewProtection) -> None:
        self.setEnabled(True)
        dialog = RecoveryKeyDialog(new, self._company, self._paper, self)
        dialog.typed_back.connect(self._on_typed_back)
        dialog.open()

    @Slot(object)
    def _on_typed_back(self, new: NewProtection) -> None:
        self.setEnabled(False)
        self.desk.jobs.note(self, partial(_used, new, self.desk), self._on_used, failed=self._on_refused)

    def _on_used(self, _nothing: None) -> None:
        self.changed.emit()
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self._row.mark(sentence(error))


def _used(new: NewProtection, desk: Desk) -> None:
    use_recovery_here(new, desk.by, second_place(load_settings(), open_address()))
