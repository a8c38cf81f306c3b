"""The recovery key of a new protection: shown, saved on a sheet, and typed back before anything is made."""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.reports.recovery_sheet import RecoverySheet, draw
from crm_desktop.services.protection import NewProtection
from crm_desktop.ui.aside import aside
from crm_desktop.ui.dialogs.small_dialog import lay_out
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button, label, row
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.message_line import MessageLine

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
        self.save = button(_("&Save the sheet as PDF …"), "download")
        self.form.layout().addLayout(row(self.save, 1))  # type: ignore[union-attr]
        self.message = MessageLine()
        self.form.add(self.message)
        self.typed = QLineEdit()
        self._typed_row = self.form.add_row(
            _("&Type it once, from your sheet"), self.typed, _("It is covered meanwhile. Spaces, dashes and small letters do not matter.")
        )
        self.go, self.cancel = button(_("&Go on"), "check", "primary"), button(_("Cancel"))
        self._cover("")
        lay_out(self, self.form, self.cancel, self.go, width=520)
        self.typed.textChanged.connect(self._cover)
        self.save.clicked.connect(self._on_save)
        self.go.clicked.connect(self._on_go)

    @Slot(str)
    def _cover(self, typed: str) -> None:
        groups = self._new.sheet_words().split("-")
        shown = [_COVERED] * len(groups) if typed else groups
        half = len(groups) // 2
        self.shown.setText("\n".join("   ".join(part) for part in (shown[:half], shown[half:])))

    @Slot()
    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save the sheet as PDF"), _("recovery key.pdf"), _("PDF files ({files})").format(files="*.pdf"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        sheet = RecoverySheet(self._new.sheet_words(), "", self._company, datetime.now().astimezone().date(), self._paper)
        aside(partial(_drawn, sheet, Path(path)), self._on_saved, self._on_not_saved)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        text = _("{path} is ready. Print it, put the paper away, and remove the file: whoever finds it can open the company.")
        self.message.say(text.format(path=path), Tone.OK)

    @Slot(object)
    def _on_not_saved(self, error: Exception) -> None:
        self.message.show_error(error)

    @Slot()
    def _on_go(self) -> None:
        try:
            self._new.demand_typed_back(self.typed.text())
        except UserError as error:
            self._typed_row.mark(str(error))
            return
        self.typed_back.emit(self._new)
        self.accept()


def _drawn(sheet: RecoverySheet, path: Path) -> Path:
    draw(sheet, path)
    return path
