"""A company made of an open copy: what it is, whether it gets a passphrase, and a bar that fills meanwhile."""

from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QProgressBar, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import new_company_file
from crm_desktop.exchange.open_copy import OpenCopy
from crm_desktop.exchange.open_copy_reading import company_from_copy, read_about, unjudged
from crm_desktop.services.protection import NewProtection, new_protection
from crm_desktop.ui.aside import aside
from crm_desktop.ui.dialogs.new_passphrase import NewPassphrase
from crm_desktop.ui.dialogs.recovery_key import RecoveryKeyDialog
from crm_desktop.ui.dialogs.small_dialog import lay_out
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.message_line import MessageLine

_PAPER = "a4"
"""Of the recovery sheet: the company's own paper is known when it is open."""


class _Making(QObject):
    """Tells how far it is, from its own thread, and hears that it is to stop."""

    went = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.stopped = Event()

    def tell(self, done: int, of: int) -> None:
        if self.stopped.is_set():
            raise UserError(_("This was stopped. Nothing was made."))
        self.went.emit(done, of)


class OpenCopyDialog(QDialog):
    made = Signal(str)
    """The path of the new company's file."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        """Raises UserError where the folder is no open copy."""
        super().__init__(parent)
        self.about: OpenCopy = read_about(folder)
        self._folder, self._path = folder, new_company_file(self.about.company)
        self._making = _Making(self)
        self._is_busy = False
        self.setWindowTitle(_("A company of an open copy"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = _("{company}, as it was on {moment} UTC: {rows} rows. Every table is compared before it is opened.")
        rows = f"{sum(part.rows for part in self.about.tables.values()):,}"
        self.form, self.secret = Form(), NewPassphrase()
        self.form.add(label(said.format(company=self.about.company, moment=f"{self.about.made_at:%Y-%m-%d %H:%M}", rows=rows), wrap=True))
        self.form.add(label(_("It goes into {path}.").format(path=self._path), "small", wrap=True))
        if warning := unjudged(self.about):
            self.form.add(label(warning, "small", wrap=True))
        self.protect = QCheckBox(_("&Protect it with a passphrase"))
        self.protect.setChecked(True)
        self.protect.setAccessibleDescription(_("Without it, whoever has the file or a backup can read everything."))
        self.bar, self.message = QProgressBar(textVisible=False), MessageLine()
        self.bar.setAccessibleName(_("How far it is"))
        self.bar.hide()
        for part in (
            self.protect, label(self.protect.accessibleDescription(), "small", wrap=True), self.secret, self.bar, self.message
        ):  # fmt: skip
            self.form.add(part)
        self.go, self.cancel = button(_("&Make the company"), "check", "primary"), button(_("Cancel"))
        lay_out(self, self.form, self.cancel, self.go, width=480)
        self.protect.toggled.connect(self.secret.setVisible)
        self.go.clicked.connect(self._on_go)
        self._making.went.connect(self._on_went)

    @Slot()
    def _on_go(self) -> None:
        self.message.clear()
        if not self.protect.isChecked():
            self._make(None)
        elif (passphrase := self.secret.passphrase()) is not None:
            self._show_busy(True)
            aside(partial(new_protection, passphrase), self._on_protection, self._on_failed)

    @Slot(object)
    def _on_protection(self, new: NewProtection) -> None:
        self._show_busy(False)
        dialog = RecoveryKeyDialog(new, self.about.company, _PAPER, self)
        dialog.typed_back.connect(self._make)
        dialog.open()

    @Slot(object)
    def _make(self, protection: NewProtection | None) -> None:
        self._show_busy(True)
        work = partial(company_from_copy, self._folder, self._path, protection, self._making.tell)
        aside(work, self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, _about: OpenCopy) -> None:
        self._is_busy = False
        self.accept()
        self.made.emit(str(self._path))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._show_busy(False)
        self._making.stopped.clear()
        if isinstance(error, UserError):
            self.message.say(str(error), Tone.WARN)
        else:
            self.message.show_error(error)

    @Slot(int, int)
    def _on_went(self, done: int, of: int) -> None:
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)

    def _show_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.bar.setVisible(busy)
        self.bar.setRange(0, 0)
        for each in (self.go, self.protect, self.secret):
            each.setEnabled(not busy)

    def reject(self) -> None:
        """What is under way stops before its next rows, and then the dialog may go."""
        if self._is_busy:
            self._making.stopped.set()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_busy:
            self._making.stopped.set()
            event.ignore()
        else:
            super().closeEvent(event)
