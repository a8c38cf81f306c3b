"""The recovery key of a new protection: shown, saved on a sheet, and typed back before anything is made."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.reports.recovery_sheet import RecoverySheet, draw
from crm_desktop.services.protection import NewProtection
from crm_desktop.ui.dialogs.small_dialog import lay_out
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.sheet_buttons import SheetButtons

_COVERED = "••••"


class RecoveryKeyDialog(QDialog):
    typed_back = Signal(object)
    """The NewProtection, whose key is on paper now."""

    def __init__(self, new: NewProtection, company: str, paper: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._new, self._company, self._paper = new, company, paper
        self.setWindowTitle(_("Your recovery key"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Form()
        self.form.add(label(_("When nobody knows the passphrase any more, this key opens the company. There is no third way."), wrap=True))
        self.shown = label("", "title")
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.shown.setAccessibleName(_("Recovery key"))
        self.form.add(self.shown)
        self.sheet = SheetButtons(self._drawn_sheet, _("recovery key.pdf"))
        self.form.add(self.sheet)
        self.typed = QLineEdit()
        self._typed_row = self.form.add_row(
            _("&Type it once, from your sheet"), self.typed, _("It is covered meanwhile. Spaces, dashes and small letters do not matter.")
        )
        self.go, self.cancel = button(_("&Go on"), "check", "primary"), button(_("Cancel"))
        self._cover("")
        lay_out(self, self.form, self.cancel, self.go, width=520)
        self.typed.textChanged.connect(self._cover)
        self.go.clicked.connect(self._on_go)

    @Slot(str)
    def _cover(self, typed: str) -> None:
        groups = self._new.sheet_words().split("-")
        shown = [_COVERED] * len(groups) if typed else groups
        half = len(groups) // 2
        self.shown.setText("\n".join("   ".join(part) for part in (shown[:half], shown[half:])))

    def _drawn_sheet(self, path: Path) -> None:
        draw(RecoverySheet(self._new.sheet_words(), "", self._company, datetime.now().astimezone().date(), self._paper), path)

    @Slot()
    def _on_go(self) -> None:
        try:
            self._new.demand_typed_back(self.typed.text())
        except UserError as error:
            self._typed_row.mark(str(error))
            return
        self.typed_back.emit(self._new)
        self.accept()
