"""How long the company keeps what, and letting go of what it kept long enough: an owner decides, a backup is made, a protocol stays."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.retention import Kept, months_kept, with_months
from crm_desktop.core.rights import Right, demand
from crm_desktop.core.text import clean_line
from crm_desktop.data.attachment_contents import drop_contents
from crm_desktop.data.erased import leave_no_page, remember_erased
from crm_desktop.data.fields import is_personal
from crm_desktop.data.history import Done, operation
from crm_desktop.data.manifest import Reason
from crm_desktop.data.merged import demand_standing
from crm_desktop.data.models import (
    AccessLog,
    Attachment,
    Company,
    Customer,
    ImportReject,
    Interaction,
    Invoice,
    MissedSearch,
    Record,
    SupportCase,
    UnsavedForm,
)
from crm_desktop.data.rows import children
from crm_desktop.data.search import forget_removed
from crm_desktop.queries.belongings import persons_of
from crm_desktop.queries.retention import DueKind, DueRow, due_rows, retention_due
from crm_desktop.services.backups import back_up_before
from crm_desktop.services.erasing import Erasure, blank_row, write_down

Told = Callable[[int, int], bool]
MOST_PERSONS, MOST = 500, 5_000
"""Of each kind in one go: the store is not locked for longer than a few minutes."""


def set_retention(kind: Kept, months: int, by: Actor, key: str | None = None) -> Change:
    """From now on; 0 keeps it for ever. Nothing goes before an owner applies the rules."""
    with operation(N_("Changed how long something is kept"), by, may=Right.EDIT_COMPANY, key=key) as done:
        company = Company.the()
        company.retention = with_months(company.retention, kind, months)
        done.save(company)
    return done.change


def set_legal_hold(customer_id: int, version: int, why: str, by: Actor, key: str | None = None) -> Change:
    """A customer is not erased while `why` stands, for instance a lawsuit; empty: not any more."""
    why = clean_line(why)
    label = N_("Customer {number} is kept for a legal matter") if why else N_("Customer {number} is not kept for a legal matter any more")
    with operation(label, by, may=Right.ERASE, key=key) as done:
        customer = Customer.get_or_none(id=customer_id)
        if customer is None:
            raise UserError(_("This customer is not there any more. Nothing was changed."))
        demand_standing({customer_id})
        if not (why or customer.legal_hold):
            raise UserError(_("Say why they are kept. Nothing was saved."))
        customer.version, customer.legal_hold = version, why
        done.save(customer)
        done.numbers["number"] = customer.number
    return done.change


def apply_retention(by: Actor, sure: bool = False, key: str | None = None) -> Change:
    """Let go of what is due, after a backup; of very much a part. Cannot be undone. Unless it is sure, only says what would be gone."""
    return _apply(*_begun(by, sure=sure), by, key)


def apply_retention_wholly(by: Actor, sure: bool = False, told: Told = lambda _gone, _of: True) -> Change:
    """The same until nothing is due: some at a time, each time an operation with a protocol of its own, all after one backup.

    `told` is called after each with how many of how many went, and says whether to go on. What went stays gone.
    """
    due, backup = _begun(by, sure=sure)
    of = left = _count(due)
    while True:
        change = _apply(due, backup, by, None)
        due, before = _due(), left
        left = _count(due)
        if not told(of - left, of) or not due:
            return change
        if left >= before:
            raise UserError(_("What is due does not become less. What went stays gone; look at what is due, rule by rule."))


def _begun(by: Actor, *, sure: bool) -> tuple[list[DueKind], str]:
    """What is due, and the name of the backup that was made."""
    demand(by, Right.ERASE)
    due = _due()
    if not due:
        raise UserError(_("Nothing has been kept for longer than your rules say. Nothing was changed."))
    if not sure:
        gone = ", ".join(f"{_(each.rule.name)}: {each.due}" for each in due)
        raise NotAllowed(_("This would be gone for good: {gone}. Nothing was changed yet; do it with sure=yes.").format(gone=gone))
    saved = back_up_before(Reason.ERASURE, by)
    return due, saved.path.name if saved else ""


def _count(due: Sequence[DueKind]) -> int:
    return sum(each.due for each in due)


def _due() -> list[DueKind]:
    return [each for each in retention_due() if each.due]


def _apply(due: Sequence[DueKind], backup: str, by: Actor, key: str | None) -> Change:
    with operation(N_("Let go of {count} records that were kept long enough"), by, may=Right.ERASE, key=key, final=True) as done:
        gone = [_let_go(each, by, done) for each in due]
        done.numbers["count"] = sum(each["gone"] for each in gone)
        done.at_end(lambda _operation: forget_removed())
        write_down(by, done, {"rules": gone, "backup": backup})
    leave_no_page()
    remember_erased()
    return done.change


def _let_go(due: DueKind, by: Actor, done: Done) -> dict[str, Any]:
    """What the protocol says of one rule: never whose it was."""
    kind = due.rule.kind
    most = MOST_PERSONS if kind in (Kept.LEADS, Kept.CUSTOMERS) else MOST
    rows = due_rows(kind, most)
    _DOES[kind](rows, by, done)
    months = months_kept(Company.the().retention, kind)
    left = due.due - len(rows) if len(rows) == most else 0  # what went with a person before is not left
    return {"rule": kind.value, "months": months, "gone": len(rows), "held": due.held, "left": left}


def _erase_persons(rows: Iterable[DueRow], by: Actor, done: Done) -> None:
    for row in rows:
        Erasure(persons_of(Customer.get_by_id(row.id)), done, by).run()


def _blank(model: type[Record]) -> Callable[[Iterable[DueRow], Actor, Done], None]:
    """The words of a record and of its parts; what is counted stays."""
    parts = [(name, child) for name, child in children(model) if child.part_of == name and any(map(is_personal, child._meta.sorted_fields))]

    def does(rows: Iterable[DueRow], _by: Actor, done: Done) -> None:
        for row in rows:
            blank_row(model.get_by_id(row.id), done)
            for name, child in parts:
                for part in child.select().where(getattr(child, name) == row.id):
                    blank_row(part, done)

    return does


def _drop_recordings(rows: Iterable[DueRow], _by: Actor, done: Done) -> None:
    """Also what history says of them: a link to a call is the call."""
    for row in rows:
        call = Interaction.get_by_id(row.id)
        call.recording = ""
        done.save(call)
        done.erase(Interaction, row.id)


def _drop_files(rows: Iterable[DueRow], _by: Actor, done: Done) -> None:
    files = [Attachment.get_by_id(row.id) for row in rows]
    for file in files:
        done.delete(file)
        done.erase(Attachment, file.id)
    hashes = {file.sha256 for file in files}
    done.at_end(lambda _operation: drop_contents(hashes))


def _delete(model: type[Any]) -> Callable[[Iterable[DueRow], Actor, Done], None]:
    def does(rows: Iterable[DueRow], _by: Actor, done: Done) -> None:
        ids = [row.id for row in rows]
        done.at_end(lambda _operation: [model.delete().where(model.id == row_id).execute() for row_id in ids])

    return does


def _forget_values(rows: Iterable[DueRow], _by: Actor, done: Done) -> None:
    ids = [row.id for row in rows]
    done.at_end(lambda _operation: [ImportReject.update(value="").where(ImportReject.id == row_id).execute() for row_id in ids])


_DOES: dict[Kept, Callable[[Iterable[DueRow], Actor, Done], None]] = {
    Kept.LEADS: _erase_persons,
    Kept.CUSTOMERS: _erase_persons,
    Kept.INTERACTIONS: _blank(Interaction),
    Kept.RECORDINGS: _drop_recordings,
    Kept.CASES: _blank(SupportCase),
    Kept.FILES: _drop_files,
    Kept.DRAFTS: _delete(UnsavedForm),
    Kept.SEARCHES: _delete(MissedSearch),
    Kept.REJECTS: _forget_values,
    Kept.ACCESS: _delete(AccessLog),
    Kept.INVOICES: _blank(Invoice),
}
