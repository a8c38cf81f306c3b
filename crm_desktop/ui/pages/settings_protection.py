"""Whether the company's file can be read by whoever finds it."""

from pathlib import Path
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.queries.desk import CompanyFacts, company_facts
from crm_desktop.services.backups import open_address
from crm_desktop.services.protection import is_protected_here
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.change_passphrase import ChangePassphraseDialog
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button, label, row

_SAID = {
    True: N_("This company is protected: its file and every backup open with the passphrase or the recovery key, and not without."),
    False: N_(
        "This company is not protected: whoever has its file or a backup can read everything. A passphrase encrypts it, and a recovery key"
        " on paper opens it when nobody knows the passphrase any more."
    ),
    None: N_("This company is on a server: its administrator protects it."),
}


class _Found(NamedTuple):
    is_protected: bool | None
    address: str
    facts: CompanyFacts


class ProtectionSection(Section):
    name: ClassVar[str] = "protection"
    title: ClassVar[str] = N_("Protection")
    said: ClassVar[str] = N_("Whether somebody who finds this computer, or a copy of the file, can read it.")
    right: ClassVar[Right | None] = Right.PROTECT
    terms: ClassVar[tuple[str, ...]] = (N_("Passphrase"), N_("Encryption"), N_("Recovery key"), N_("Security"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._found: _Found | None = None
        self.state = label("", wrap=True)
        self.change = button(_("Change the &passphrase …"), "shield-check")
        self.recovery = button(_("New &recovery key …"), "printer")
        self.protect = button(_("&Protect this company …"), "shield-check", "primary")
        self.change.clicked.connect(self._on_change)
        self.recovery.clicked.connect(self._on_recovery)
        self.protect.clicked.connect(self._on_protect)
        self.inside.addWidget(self.state)
        for each in (self.change, self.recovery, self.protect):
            each.hide()
            self.inside.addLayout(row(each, 1))
        self.inside.addStretch(1)
        self.reload()

    def reload(self) -> None:
        self.desk.jobs.read(self, _look, self._show, newest="protection")

    def start(self, term: str = "") -> None:
        (self.protect if self.protect.isVisible() else self.change).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: _Found) -> None:
        self._found = found
        self.state.setText(_(_SAID[found.is_protected]))
        self.change.setVisible(bool(found.is_protected) and self.may)
        self.recovery.setVisible(bool(found.is_protected) and self.may)
        self.protect.setVisible(found.is_protected is False and self.may)

    @Slot()
    def _on_protect(self) -> None:
        # It draws a sheet: loaded when somebody wants it.
        from crm_desktop.ui.dialogs.protect import ProtectDialog

        assert self._found is not None, "the button comes with what was found"
        facts = self._found.facts
        dialog = ProtectDialog(Path(self._found.address), facts.name, facts.paper, self.desk.by, self.window())
        dialog.ready.connect(self.desk.doors.protect_wanted)
        dialog.open()

    @Slot()
    def _on_change(self) -> None:
        dialog = ChangePassphraseDialog(self.desk, self)
        dialog.changed.connect(self._on_changed)
        dialog.open()

    @Slot()
    def _on_recovery(self) -> None:
        from crm_desktop.ui.dialogs.new_recovery import NewRecoveryDialog

        assert self._found is not None, "the button comes with what was found"
        dialog = NewRecoveryDialog(self.desk, self._found.facts.name, self._found.facts.paper, self.window())
        dialog.changed.connect(self._on_renewed)
        dialog.open()

    @Slot()
    def _on_renewed(self) -> None:
        self.message.say(_("The new recovery key counts now, for the backups too. Tear up the former sheet."), Tone.OK)

    @Slot()
    def _on_changed(self) -> None:
        self.message.say(_("The passphrase is changed. Make a backup, so that the newest one opens with it too."), Tone.OK)


def _look() -> _Found:
    facts = company_facts()
    assert facts is not None, "somebody works here, so there is a company"
    return _Found(is_protected_here(), open_address(), facts)
