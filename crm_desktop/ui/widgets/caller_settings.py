"""Whether a telephone program may say who rings, and the address it is told."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui.caller_hook import CallerHook
from crm_desktop.ui.clipboard import copy_lasting
from crm_desktop.ui.widgets.basics import button, column, label, row
from crm_desktop.ui.widgets.flow import flowing


class CallerSettings(QWidget):
    def __init__(self, hook: CallerHook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hook = hook
        self.on = QCheckBox(_("Telephone shows who calls"))
        self.address, self.state = QLineEdit(readOnly=True), label("", "small", wrap=True)
        self.address.setAccessibleName(_("Address for the telephone program"))
        self.copy = button(_("Copy"), "copy", tip=_("Copy the address"))
        self.renew = button(_("New address"), tip=_("The old one is not heard any more"))
        help_text = _(
            "Lets a telephone program on this computer bring up the caller. Only programs on this computer"
            " are heard, and only those that know this address; they"
            " get no answer. Put it into your telephone program as what to open when it rings, with the caller’s number at its end."
            " The link crm-desktop:call?number=… does the same."
        )
        self.detail = QWidget()
        self.detail.setLayout(column(row(self.address), flowing(self.copy, self.renew)))
        self.setLayout(column(self.on, label(help_text, "small", wrap=True), self.detail, self.state))
        self.on.clicked.connect(self._on_switch)
        self.copy.clicked.connect(self._on_copy)
        self.renew.clicked.connect(self._on_renew)
        hook.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        address = self._hook.address()
        self.on.setChecked(address is not None or self._hook.is_missing())
        self.detail.setVisible(address is not None)
        self.address.setText(address.url() if address is not None else "")
        self.address.setCursorPosition(0)
        missing = _("Another program uses its address at the moment, perhaps this one in a second start. Switch it off and on again.")
        self.state.setText(missing if self._hook.is_missing() else "")

    @Slot(bool)
    def _on_switch(self, is_on: bool) -> None:
        self._try(self._hook.switch_on if is_on else self._hook.switch_off)

    @Slot()
    def _on_copy(self) -> None:
        copy_lasting(self.address.text())
        self.state.setText(_("The address was copied."))

    @Slot()
    def _on_renew(self) -> None:
        self._try(self._hook.renew)

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except UserError as error:
            self._show()
            self.state.setText(str(error))
