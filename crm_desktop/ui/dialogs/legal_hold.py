"""Why a customer is kept for a legal matter, whatever the rules say; empty: they are not kept any more."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.queries.retention import Hold, hold_of
from crm_desktop.services.retention import set_legal_hold
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import Ask, EntryDialog, Values
from crm_desktop.ui.widgets.notes_edit import NoteLine


def open_hold(desk: Desk, customer_id: int, parent: QWidget) -> None:
    desk.jobs.read(parent, partial(hold_of, customer_id), partial(_open, desk, parent))


def hold_dialog(desk: Desk, hold: Hold, parent: QWidget | None = None) -> EntryDialog:
    why = NoteLine()
    why.setText(hold.why)
    said = _("They are neither erased nor deleted while this stands here. Empty it when the matter is over.")
    asks = (Ask("why", _("&Why they are kept"), why, said=said),)
    return EntryDialog(desk, _("Keep for a legal matter"), asks, partial(_saving, desk), hold, partial(_again, hold.id), parent)


def _open(desk: Desk, parent: QWidget, found: Hold | None) -> None:
    if found is None:
        desk.say_error(UserError(_("This customer is not there any more.")))
        return
    hold_dialog(desk, found, parent).open()


def _saving(desk: Desk, values: Values, hold: Hold, key: str) -> Callable[[], Change]:
    return partial(set_legal_hold, hold.id, hold.version, values["why"], desk.by, key)


def _again(customer_id: int) -> list[Hold]:
    found = hold_of(customer_id)
    return [found] if found is not None else []
