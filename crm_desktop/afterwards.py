"""What comes when the windows of a company are closed: the program starts again with it, as it is, as it was, or under a passphrase."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from crm_desktop.ui.desk import Doors

if TYPE_CHECKING:
    from crm_desktop.ui.dialogs.protect import Protecting


class Afterwards(QObject):
    wanted = Signal()
    """A page asked for something that needs the company closed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.backup: Path | None = None
        """Takes the store's place when the program starts again: nothing of this one has the store open then."""
        self._protecting: Protecting | None = None

    def watch(self, doors: Doors) -> None:
        doors.bring_back_wanted.connect(self._on_bring_back)
        doors.protect_wanted.connect(self._on_protect)

    def work(self) -> None:
        """When the store is closed. Here and not in the program that starts then: no key is handed from one to the other."""
        if self._protecting is not None:
            from crm_desktop.ui.dialogs.protect import ProtectingDialog

            dialog = ProtectingDialog(self._protecting)
            dialog.begin()
            dialog.exec()

    @Slot(object)
    def _on_bring_back(self, backup: Path) -> None:
        self.backup = backup
        self.wanted.emit()

    @Slot(object)
    def _on_protect(self, wanted: "Protecting") -> None:
        self._protecting = wanted
        self.wanted.emit()
