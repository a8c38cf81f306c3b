"""What somebody must have agreed to: a word that completes itself to those that are in use."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from crm_desktop.core.i18n import _
from crm_desktop.queries.consents import purposes
from crm_desktop.ui.desk import Desk


class PurposeEdit(QLineEdit):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._known = QStringListModel([], self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.setPlaceholderText(_("such as Newsletter"))
        desk.jobs.read(self, purposes, self._offer)

    def _offer(self, found: tuple[str, ...]) -> None:
        self._known.setStringList(list(found))


def whom_it_reaches() -> str:
    return _("Left empty, it goes to everybody: what an order, a return or a question needs takes no consent.")
