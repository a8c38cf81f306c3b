"""Login and password, a code where somebody has a second factor, and for an owner who has none yet, setting one up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import staff_name
from crm_desktop.services.sign_in import CodeWanted, NewFactor, SignedIn, new_factor, sign_in
from crm_desktop.ui.aside import aside
from crm_desktop.ui.dialogs.second_factor import SecondFactorDialog
from crm_desktop.ui.dialogs.small_dialog import lay_out, secret_edit
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form

Session = Callable[[], AbstractContextManager[Any]]


class SignInDialog(QDialog):
    signed_in = Signal(object, str)
    """The Actor, and what they are called."""

    def __init__(self, session: Session, company: str, login: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("Sign in to {company}").format(company=company))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Form()
        self.form.add(label(company, "heading", wrap=True))
        self.login, self.password, self.code = QLineEdit(login), secret_edit(), QLineEdit()
        self.form.add_row(_("&Login"), self.login)
        self._row = self.form.add_row(_("&Password"), self.password)
        self._code_row = self.form.add_row(
            _("C&ode"), self.code, _("The six digits that your telephone shows, or one of the codes you wrote down.")
        )
        self._code_row.hide()
        self.cancel, self.go = button(_("Cancel")), button(_("&Sign in"), "check", "primary")
        lay_out(self, self.form, self.cancel, self.go)
        self.go.clicked.connect(self._on_go)
        (self.password if login else self.login).setFocus()

    @Slot()
    def _on_go(self) -> None:
        self.form.clear_marks()
        self.setEnabled(False)
        typed = (self.login.text(), self.password.text(), self.code.text())
        aside(partial(_signed_in, self._session, *typed), self._on_signed_in, self._on_failed)

    @Slot(object)
    def _on_signed_in(self, found: tuple[SignedIn, str, NewFactor | None]) -> None:
        signed, self._person, factor = found
        self._by = signed.actor
        if factor is None:
            self._on_whole()
            return
        dialog = SecondFactorDialog(self._session, factor, signed.actor, self)
        dialog.kept.connect(self._on_whole)
        dialog.rejected.connect(self._on_not_set_up)
        dialog.open()

    @Slot()
    def _on_whole(self) -> None:
        self.signed_in.emit(self._by, self._person)
        self.accept()

    @Slot()
    def _on_not_set_up(self) -> None:
        self.setEnabled(True)
        self._row.mark(_("An owner needs a second factor: sign in again to set it up."))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.setEnabled(True)
        if isinstance(error, CodeWanted):
            self._code_row.show()
            self.code.setFocus()
            return
        (self._code_row if self.code.text() else self._row).mark(sentence(error))
        (self.code if self.code.text() else self.password).selectAll()


def _signed_in(session: Session, login: str, password: str, code: str) -> tuple[SignedIn, str, NewFactor | None]:
    with session():
        found = sign_in(login, password, code)
        return found, staff_name(found.actor.id), new_factor(found.actor) if found.needs_factor else None
