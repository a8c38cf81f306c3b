"""A passphrase for a company that has none: asked for, put on paper, and worked in while no window has it open."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.protection import Converted, NewProtection, new_protection, protect, remove_readable
from crm_desktop.ui.aside import aside
from crm_desktop.ui.dialogs.new_passphrase import NewPassphrase
from crm_desktop.ui.dialogs.recovery_key import RecoveryKeyDialog
from crm_desktop.ui.dialogs.small_dialog import lay_out
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form


class Protecting(NamedTuple):
    """Kept in memory only: neither the passphrase nor the key is handed to another program."""

    path: Path
    new: NewProtection
    by: Actor

    def work(self) -> Converted:
        return protect(self.path, self.new, self.by)


class ProtectDialog(QDialog):
    """No draft is kept of what is typed here, and nothing is changed before the recovery key was typed back."""

    ready = Signal(object)
    """A Protecting, whose recovery key is on paper."""

    def __init__(self, path: Path, company: str, paper: str, by: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._company, self._paper, self._by = path, company, paper, by
        self.setWindowTitle(_("Protect this company"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form, self.secret = Form(), NewPassphrase()
        said = _(
            "From then on the file and every new backup open with this passphrase only. The program closes its windows, makes a backup,"
            " encrypts the file and opens it again; what is typed in forms is kept."
        )
        self.form.add(label(said, wrap=True))
        self.form.add(self.secret)
        self.failed = label("", "error", wrap=True)
        self.failed.hide()
        self.form.add(self.failed)
        self.cancel, self.go = button(_("Cancel")), button(_("&Go on"), "check", "primary")
        lay_out(self, self.form, self.cancel, self.go)
        self.go.clicked.connect(self._on_go)

    @Slot()
    def _on_go(self) -> None:
        self.failed.hide()
        passphrase = self.secret.passphrase()
        if passphrase is not None:
            self.setEnabled(False)
            aside(partial(new_protection, passphrase), self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, new: NewProtection) -> None:
        self.setEnabled(True)
        dialog = RecoveryKeyDialog(new, self._company, self._paper, self)
        dialog.typed_back.connect(self._on_typed_back)
        dialog.open()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.setEnabled(True)
        self.failed.setText(sentence(error))
        self.failed.show()

    @Slot(object)
    def _on_typed_back(self, new: NewProtection) -> None:
        self.accept()
        self.ready.emit(Protecting(self._path, new, self._by))


class ProtectingDialog(QDialog):
    """The only window meanwhile: says what is done and how it ended, and offers to remove the backups that anybody can read."""

    def __init__(self, wanted: Protecting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._readable: list[Path] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Protecting {file}").format(file=wanted.path.name))
        self.said = label(_("A backup is made and the file is encrypted. This takes a moment."), wrap=True)
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setAccessibleName(self.windowTitle())
        self.form = Form()
        self.form.add(self.said)
        self.form.add(self.busy)
        self.remove, self.go = button(_("&Remove them")), button(_("&Open it again"), "check", "primary")
        lay_out(self, self.form, self.remove, self.go, width=520)
        self.remove.clicked.disconnect(self.reject)
        self.remove.clicked.connect(self._on_remove)
        self.go.clicked.connect(self.accept)
        self.remove.hide()

    def begin(self) -> None:
        self._begin(self._wanted.work, self._on_done)

    def _begin(self, work: Callable[[], Converted | None], then: Callable[[Any], None]) -> None:
        self.busy.show()
        self.go.setEnabled(False)
        self.remove.setEnabled(False)
        aside(work, then, self._on_failed)

    @Slot(object)
    def _on_done(self, done: Converted) -> None:
        text = _("{file} is protected now. It was backed up and verified: {backup}.")
        said = text.format(file=self._wanted.path.name, backup=done.backup.path.name)
        self._readable = done.readable
        if done.readable:
            said = f"{said} {_still_readable(len(done.readable))}"
        self._end(said)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._end(sentence(error))

    def _end(self, said: str) -> None:
        self.said.setText(said)
        self.busy.hide()
        self.go.setEnabled(True)
        self.remove.setEnabled(True)
        self.remove.setVisible(bool(self._readable))
        self.go.setFocus()

    @Slot()
    def _on_remove(self) -> None:
        self._begin(partial(remove_readable, self._readable, self._wanted.by), self._on_removed)

    @Slot(object)
    def _on_removed(self, _nothing: None) -> None:
        self._readable = []
        self._end(_("The backups from before are removed. Copies that you made of them elsewhere stay readable."))

    def reject(self) -> None:
        """Not while it is being done."""
        if self.go.isEnabled():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.go.isEnabled():
            super().closeEvent(event)
        else:
            event.ignore()


def _still_readable(count: int) -> str:
    return ngettext(
        "{count} backup from before can still be read by anybody.", "{count} backups from before can still be read by anybody.", count
    )
