"""A protected company on its way to be opened: nothing of it is on screen before its passphrase was given."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from crm_desktop.commands.keys import raw_key
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.store_files import is_locked
from crm_desktop.ui.aside import aside


class _Found(NamedTuple):
    """`is_ours`: it has a passphrase. `key`: what the keyring holds for it, or its owner's own file."""

    is_ours: bool
    key: bytes | None
    can_remember: bool


class Unlocking(QObject):
    opened = Signal(object)
    """The key, or None where it is not for us to ask for one: opening it says what is the matter."""
    refused = Signal(object)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path

    def begin(self) -> None:
        """The keyring, which may take its time, is asked aside."""
        aside(self._look, self._on_found, self.refused)

    def _look(self) -> _Found:
        from crm_desktop.services.protection import can_remember, is_protected, unlock_remembered

        if not is_protected(self._path):
            return _Found(False, raw_key(), False)
        return _Found(True, unlock_remembered(self._path), can_remember())

    @Slot(object)
    def _on_found(self, found: _Found) -> None:
        if not found.is_ours or found.key is not None:
            self.opened.emit(found.key)
            return
        from crm_desktop.ui.dialogs.unlock import UnlockDialog

        self.dialog = UnlockDialog(self._path, can_remember=found.can_remember)
        self.dialog.unlocked.connect(self.opened)
        self.dialog.rejected.connect(self._on_given_up)
        self.dialog.show()

    @Slot()
    def _on_given_up(self) -> None:
        self.refused.emit(UserError(_("{file} stays closed. Open it again when you have its passphrase.").format(file=self._path.name)))


def needs_unlocking(address: Path | str) -> bool:
    return isinstance(address, Path) and is_locked(address)
