"""The passphrase of a protected company, asked for before anything of it is shown; or its recovery key, and a new passphrase."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.recovery_key import read
from crm_desktop.services.protection import remember_key, renew_passphrase, unlock, unlock_by_recovery
from crm_desktop.ui.aside import aside
from crm_desktop.ui.dialogs.new_passphrase import NewPassphrase
from crm_desktop.ui.dialogs.small_dialog import lay_out, secret_edit
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form


class UnlockDialog(QDialog):
    unlocked = Signal(object)
    """The key."""
    forgotten = Signal()

    def __init__(self, path: Path, *, can_remember: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.setWindowTitle(_("Open {file}").format(file=path.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)  # the company's window comes a moment after it
        self.form = Form()
        self.form.add(label(_("This company is protected."), wrap=True))
        self.passphrase = secret_edit()
        self._row = self.form.add_row(_("&Passphrase"), self.passphrase)
        self.remember = QCheckBox(_("&Remember it on this computer"))
        self.remember.setAccessibleDescription(_("In the keyring of this system: whoever is signed in here opens the company then."))
        self.remember.setToolTip(self.remember.accessibleDescription())
        self.remember.setVisible(can_remember)
        self.form.add(self.remember)
        self.forgot, self.cancel, self.go = (
            button(_("I &forgot it"), role="quiet"),
            button(_("Cancel")),
            button(_("&Open"), "check", "primary"),
        )
        lay_out(self, self.form, self.cancel, self.go, self.forgot)
        self.go.clicked.connect(self._on_go)
        self.forgot.clicked.connect(self._on_forgot)
        self.passphrase.setFocus()

    @Slot()
    def _on_go(self) -> None:
        if not self.passphrase.text():
            self._row.mark(_("Type the passphrase of this company."))
            return
        self._row.clear()
        self.setEnabled(False)
        aside(partial(_unlocked, self._path, self.passphrase.text(), self.remember.isChecked()), self._on_unlocked, self._on_failed)

    @Slot()
    def _on_forgot(self) -> None:
        dialog = RecoverDialog(self._path, self)
        dialog.recovered.connect(self._on_unlocked)
        dialog.open()

    @Slot(object)
    def _on_unlocked(self, key: bytes) -> None:
        self.unlocked.emit(key)
        self.accept()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.setEnabled(True)
        self._row.mark(sentence(error))
        self.passphrase.selectAll()


class RecoverDialog(QDialog):
    recovered = Signal(object)
    """The key; the new passphrase counts already."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.setWindowTitle(_("A new passphrase"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Form()
        self.typed = QLineEdit()
        self._row = self.form.add_row(
            _("&Recovery key"), self.typed, _("The eight groups from the sheet that was printed when the company was protected.")
        )
        self.secret = NewPassphrase()
        self.form.add(self.secret)
        self.cancel, self.go = button(_("Cancel")), button(_("&Open"), "check", "primary")
        lay_out(self, self.form, self.cancel, self.go, width=520)
        self.go.clicked.connect(self._on_go)

    @Slot()
    def _on_go(self) -> None:
        self._row.clear()
        try:
            read(self.typed.text())
        except UserError as error:
            self._row.mark(str(error))
            return
        passphrase = self.secret.passphrase()
        if passphrase is not None:
            self.setEnabled(False)
            aside(partial(_recovered, self._path, self.typed.text(), passphrase), self._on_recovered, self._on_failed)

    @Slot(object)
    def _on_recovered(self, key: bytes) -> None:
        self.recovered.emit(key)
        self.accept()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.setEnabled(True)
        self._row.mark(sentence(error))


def _unlocked(path: Path, passphrase: str, remember: bool) -> bytes:
    key = unlock(path, passphrase)
    if remember:
        remember_key(path, key)
    return key


def _recovered(path: Path, recovery: str, passphrase: str) -> bytes:
    key = unlock_by_recovery(path, recovery)
    renew_passphrase(path, key, passphrase)
    return key
