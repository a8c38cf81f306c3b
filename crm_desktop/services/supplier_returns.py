"""Returned goods that go on to whom they came from."""

from datetime import date
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import SupplierReturnState
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import operation
from crm_desktop.data.models import SupplierReturn


def send_to_supplier(
    supplier_return_id: int, version: int, supplier: str, on: date, by: Actor, note: str = "", key: str | None = None
) -> Change:
    supplier = clean_line(supplier)
    if not supplier:
        raise UserError(_("Say to whom the goods go. Nothing was changed."))
    with operation(N_("Sent goods of return {number} to their supplier"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        row = _in_state(supplier_return_id, version, SupplierReturnState.WAITING)
        row.state, row.supplier, row.sent_on, row.note = SupplierReturnState.SENT, supplier, on, clean_note(note)
        done.save(row)
        done.numbers["number"] = row.return_line.return_request.number
    return done.change


def note_supplier_answer(
    supplier_return_id: int, version: int, credit: Decimal | None, by: Actor, note: str = "", key: str | None = None
) -> Change:
    """What the supplier credited for it; None: refused."""
    if credit is not None and credit <= 0:
        raise UserError(_("An amount must be above zero. Nothing was saved."))
    with operation(N_("A supplier answered about goods of return {number}"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        row = _in_state(supplier_return_id, version, SupplierReturnState.SENT)
        row.state = SupplierReturnState.REFUSED if credit is None else SupplierReturnState.CREDITED
        row.credit = row.credit if credit is None else credit
        row.note = "\n".join(filter(None, (row.note, clean_note(note))))
        done.save(row)
        done.numbers["number"] = row.return_line.return_request.number
    return done.change


def _in_state(supplier_return_id: int, version: int, state: SupplierReturnState) -> SupplierReturn:
    row = SupplierReturn.get_by_id(supplier_return_id)
    if row.version == version and row.state != state:
        raise NotAllowed(_("These goods are {state}, so this cannot be done now. Nothing was changed.").format(state=_(row.state)))
    row.version = version
    return row
