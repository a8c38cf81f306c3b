"""Who signs in with what, and which role may do what."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.settings import SignInRow, sign_in_rows
from crm_desktop.services.sign_in import drop_factor, stop_sign_in
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.confirm import ConfirmDialog
from crm_desktop.ui.dialogs.password import PasswordDialog
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.pages.settings_lists import ROLE_NAMES
from crm_desktop.ui.pages.settings_section import ListSection
from crm_desktop.ui.widgets.basics import button


class SignInSection(ListSection):
    name: ClassVar[str] = "sign-in"
    title: ClassVar[str] = N_("Signing in")
    said: ClassVar[str] = N_(
        "As soon as an owner has a password, everybody signs in with theirs, and owners with a second factor too. Who works alone may do"
        " without. On a file of this computer this is a rule of work: whoever may open the file could read it with another program too."
    )
    terms: ClassVar[tuple[str, ...]] = (N_("Password"), N_("Second factor"), N_("Authenticator"), N_("Login"))
    add_title: ClassVar[str] = N_("Add")
    change_title: ClassVar[str] = N_("Give a password")
    turn_titles: ClassVar[tuple[str, str]] = (N_("Take the second factor off"), N_("Take the second factor off"))
    can_add: ClassVar[bool] = False

    def columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Name"), _name), Column(_("Login"), _login, 140), Column(_("Password"), _password, 140),
            Column(_("Second factor"), _factor, 160),
        )  # fmt: skip

    def read(self) -> Sequence[SignInRow]:
        """One's own alone, without the right to edit staff."""
        everybody = Right.EDIT_STAFF in RIGHTS[self.desk.by.role]
        return [row for row in sign_in_rows() if everybody or row.id == self.desk.by.id]

    def turning(self, entry: SignInRow) -> Callable[[], Change]:
        return partial(drop_factor, entry.id, self.desk.by)

    def more_buttons(self) -> tuple[QPushButton, ...]:
        self.stop = button(_("Stop signing in"), role="quiet", tip=_("All passwords and second factors are forgotten."))
        self.stop.setVisible(Right.EDIT_STAFF in RIGHTS[self.desk.by.role])
        self.stop.clicked.connect(self._on_stop)
        return (self.stop,)

    @Slot()
    def _on_stop(self) -> None:
        text = _("Whoever opens this company is its owner then. Nothing brings passwords and second factors back.")
        dialog = ConfirmDialog(_("Stop signing in"), text, _("Stop signing in"), parent=self)
        dialog.agreed.connect(self._stop)
        dialog.open()

    @Slot()
    def _stop(self) -> None:
        self.write(partial(stop_sign_in, self.desk.by))

    @Slot(int)
    def _on_current(self, entry_id: int) -> None:
        super()._on_current(entry_id)
        entry = self.chosen()
        self.turn.setEnabled(entry is not None and entry.has_factor)
        self.stop.setEnabled(any(each.has_password for each in self.entries))

    def _open(self, entry: SignInRow, _title: str) -> None:
        PasswordDialog(self.desk, entry, self).open()


class RightRow(NamedTuple):
    id: int
    right: Right


class RightsSection(ListSection):
    name: ClassVar[str] = "rights"
    title: ClassVar[str] = N_("Roles and rights")
    said: ClassVar[str] = N_("What each role may do. It is the same in every company; the role of a person is chosen under People.")
    terms: ClassVar[tuple[str, ...]] = (N_("Permissions"), N_("May"), N_("Role"))
    add_title: ClassVar[str] = N_("Add")
    can_add: ClassVar[bool] = False
    can_turn: ClassVar[bool] = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.change.hide()

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Right"), _right), *(Column(_(ROLE_NAMES[role]), partial(_may, role), 130) for role in Role)

    def read(self) -> Sequence[RightRow]:
        return [RightRow(place, right) for place, right in enumerate(Right, start=1)]

    def _open(self, _entry: RightRow, _title: str) -> None:
        """There is nothing to change."""


def _name(row: SignInRow) -> Cell:
    return Cell(row.name)


def _login(row: SignInRow) -> Cell:
    return Cell(row.login)


def _password(row: SignInRow) -> Cell:
    return Cell(_("has one") if row.has_password else _("none"), soft=not row.has_password)


def _factor(row: SignInRow) -> Cell:
    return Cell(_("has one") if row.has_factor else _("none"), soft=not row.has_factor)


def _right(row: RightRow) -> Cell:
    return Cell(_(str(row.right)))


def _may(role: Role, row: RightRow) -> Cell:
    return Cell(_("yes") if row.right in RIGHTS[role] else "–", soft=row.right not in RIGHTS[role])
