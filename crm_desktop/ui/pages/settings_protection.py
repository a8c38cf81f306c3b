"""Whether the company's file can be read by whoever finds it."""

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.services.protection import is_protected_here
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.change_passphrase import ChangePassphraseDialog
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button, label, row

_SAID = {
    True: N_("This company is protected: its file and every backup open with the passphrase or the recovery key, and not without."),
    False: N_(
        "This company is not protected: whoever has its file or a backup can read everything. To protect it, close this window and run"
        " crm-desktop protect with the file's name; it takes a moment and makes a backup on the way."
    ),
    None: N_("This company is on a server: its administrator protects it."),
}


class ProtectionSection(Section):
    name: ClassVar[str] = "protection"
    title: ClassVar[str] = N_("Protection")
    said: ClassVar[str] = N_("Whether somebody who finds this computer, or a copy of the file, can read it.")
    right: ClassVar[Right | None] = Right.PROTECT
    terms: ClassVar[tuple[str, ...]] = (N_("Passphrase"), N_("Encryption"), N_("Recovery key"), N_("Security"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.state = label("", wrap=True)
        self.change = button(_("Change the &passphrase …"), "shield-check")
        self.change.hide()
        self.change.clicked.connect(self._on_change)
        self.inside.addWidget(self.state)
        self.inside.addLayout(row(self.change, 1))
        self.inside.addStretch(1)
        self.reload()

    def reload(self) -> None:
        self.desk.jobs.read(self, is_protected_here, self._show, newest="protection")

    def start(self, term: str = "") -> None:
        self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, is_protected: bool | None) -> None:
        self.state.setText(_(_SAID[is_protected]))
        self.change.setVisible(bool(is_protected) and self.may)

    @Slot()
    def _on_change(self) -> None:
        dialog = ChangePassphraseDialog(self.desk, self)
        dialog.changed.connect(self._on_changed)
        dialog.open()

    @Slot()
    def _on_changed(self) -> None:
        self.message.say(_("The passphrase is changed. Make a backup, so that the newest one opens with it too."), Tone.OK)
