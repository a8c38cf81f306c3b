"""Somebody closes a window in which calls are not saved yet: they say once what becomes of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMessageBox

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.widgets.call_view import CallView

if TYPE_CHECKING:
    from crm_desktop.ui.pages.log_interaction import LogInteractionPage

_Button = QMessageBox.StandardButton


class Leaving(QObject):
    def __init__(self, page: "LogInteractionPage", then: Callable[[], object]) -> None:
        super().__init__(page)
        self._page, self._then = page, then

    def ask(self) -> None:
        calls = self._unsaved()
        one = _("The call with {who} is not saved yet.").format(who=calls[0].side.title())
        many = ngettext("{count} call is not saved yet.", "{count} calls are not saved yet.", len(calls)).format(count=len(calls))
        box = QMessageBox(self._page)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(_("Close the window"))
        box.setText(one if len(calls) == 1 else many)
        box.setInformativeText(_("What is kept for later is there again under “Log call”, with its clock."))
        box.setStandardButtons(_Button.Save | _Button.Close | _Button.Discard | _Button.Cancel)
        for which, text, does in (
            (_Button.Save, _("Save"), self._save_next), (_Button.Close, _("Keep for later"), self._keep),
            (_Button.Discard, _("Throw away"), self._throw_away), (_Button.Cancel, _("Go on with it"), self._go_on),
        ):  # fmt: skip
            box.button(which).setText(text)
            box.button(which).clicked.connect(does)
        box.setDefaultButton(_Button.Save)
        box.open()

    def _unsaved(self) -> list[CallView]:
        return [view for view in self._page.calls() if not view.is_blank()]

    @Slot()
    def _save_next(self) -> None:
        """One after the other; the first that cannot be saved is shown, and the window stays."""
        calls = self._unsaved()
        if not calls:
            self._then()
            return
        view = calls[0]
        self._page.show_call(self._page.calls().index(view))
        view.saved.connect(self._save_next, Qt.ConnectionType.QueuedConnection)
        view.refused.connect(self._stay)
        view.try_save()
        if view.save.isEnabled():  # something had to be marked first
            self._stay()

    @Slot()
    def _stay(self) -> None:
        """What is saved later on closes nothing."""
        self.deleteLater()

    @Slot()
    def _keep(self) -> None:
        self._then()

    @Slot()
    def _go_on(self) -> None:
        self._page.view.start()
        self._stay()

    @Slot()
    def _throw_away(self) -> None:
        for view in self._unsaved():
            view.drop()
        self._then()
