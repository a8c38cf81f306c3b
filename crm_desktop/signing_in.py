"""Who sits here, asked between the opening of a store and its first page, where people sign in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui.dialogs.sign_in import SignInDialog

if TYPE_CHECKING:
    from crm_desktop.at_work import Seen
    from crm_desktop.core.actors import Actor
    from crm_desktop.data.database import Guarded


class SigningIn(QObject):
    done = Signal(object)
    """The store, and what was seen of it by whom."""
    refused = Signal(object)

    def __init__(self, store: "Guarded", seen: "Seen", login: str | None, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._seen = store, seen
        self.dialog = SignInDialog(store.session, seen.facts.name, login or "")
        self.dialog.signed_in.connect(self._on_signed_in)
        self.dialog.rejected.connect(self._on_given_up)
        self.dialog.show()

    @Slot(object, str)
    def _on_signed_in(self, by: "Actor", person: str) -> None:
        self.done.emit((self._store, self._seen._replace(by=by, person=person)))

    @Slot()
    def _on_given_up(self) -> None:
        self.refused.emit(UserError(_("Nobody signed in, so {company} was closed again.").format(company=self._seen.facts.name)))
