"""My company: name, currency, place and protection."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLocale, Qt, QTimeZone, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.company import CompanyInput
from crm_desktop.services.protection import NewProtection, new_protection
from crm_desktop.ui.aside import aside
from crm_desktop.ui.dialogs.new_passphrase import NewPassphrase
from crm_desktop.ui.dialogs.recovery_key import RecoveryKeyDialog
from crm_desktop.ui.dialogs.small_dialog import lay_out
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.places import CURRENCIES
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.zone_box import ZoneBox


class Founding(NamedTuple):
    """`files`: what is brought in afterwards, perhaps to be chosen then; None: nothing. Without `protection` anybody can read the file."""

    company: CompanyInput
    protection: NewProtection | None = None
    files: tuple[str, ...] | None = None


class CompanyDialog(QDialog):
    """Four questions; everything else can be changed later."""

    wanted = Signal(object)
    """A Founding, once its recovery key was typed back."""

    def __init__(self, parent: QWidget | None = None, files: tuple[str, ...] | None = None) -> None:
        """`files`: what comes into the company then, perhaps to be chosen there; None: nothing."""
        super().__init__(parent)
        self.setWindowTitle(_("My company"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = QLocale.system()
        own = here.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
        self.name, self.currency, self.zone = QLineEdit(), QComboBox(), ZoneBox()
        self.currency.addItems(list(dict.fromkeys(filter(None, (own, *CURRENCIES)))))
        self.currency.setEditable(True)
        here_now = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        self.zone.choose(here_now)
        self.form = Form()
        self._name_row = self.form.add_row(_("What is it ca&lled?"), self.name)
        self.form.add_row(_("Which &currency?"), self.currency, _("It stays, once there are orders."))
        self.form.add_row(_("&Where is it?"), self.zone, _("Type a city: days and months are counted by the clocks there."))
        self.protect = QCheckBox(_("&Protect it with a passphrase"))
        self.protect.setChecked(True)
        self.protect.setAccessibleDescription(_("Without it, whoever has the file or a backup can read everything."))
        self.secret = NewPassphrase()
        for part in (self.protect, label(self.protect.accessibleDescription(), "small", wrap=True), self.secret):
            self.form.add(part)
        if files is not None:
            names = ", ".join(Path(file).name for file in files)
            then = _("Then {files} is brought into it.").format(files=names) if files else _("Then you choose what is brought into it.")
            self.form.add(label(then, "soft", wrap=True))
        self.go, self.cancel = button(_("&Start"), "check", "primary"), button(_("Cancel"))
        lay_out(self, self.form, self.cancel, self.go)
        self._files = files
        self.protect.toggled.connect(self.secret.setVisible)
        self.go.clicked.connect(self._on_go)

    @Slot()
    def _on_go(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._name_row.mark(_("A company needs a name."))
            return
        self.zone.take()
        here = QLocale.system().name()
        locale = here if "_" in here else "en_GB"
        paper = "letter" if locale.endswith(("_US", "_CA", "_MX", "_PH")) else "a4"
        self._company = CompanyInput(name, self.currency.currentText().strip().upper(), self.zone.currentData(), locale, paper)
        if not self.protect.isChecked():
            self._finish(None)
        elif (passphrase := self.secret.passphrase()) is not None:
            self.setEnabled(False)
            aside(partial(new_protection, passphrase), self._on_protection, self._on_failed)

    @Slot(object)
    def _on_protection(self, new: NewProtection) -> None:
        self.setEnabled(True)
        dialog = RecoveryKeyDialog(new, self._company.name, self._company.paper, self)
        dialog.typed_back.connect(self._finish)
        dialog.open()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.setEnabled(True)
        self._name_row.mark(sentence(error))

    @Slot(object)
    def _finish(self, protection: NewProtection | None) -> None:
        self.wanted.emit(Founding(self._company, protection, self._files))
        self.accept()
