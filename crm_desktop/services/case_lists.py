"""Where a case stands, in the company's own words, and what is checked on the way: lists that people add to, rename and retire."""

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import operation
from crm_desktop.data.models import CaseStatus, ChecklistItem

CASE_STATUSES = (
    (N_("New"), CaseStatusKind.OPEN),
    (N_("In progress"), CaseStatusKind.OPEN),
    (N_("Waiting for the customer"), CaseStatusKind.WAITING_CUSTOMER),
    (N_("Waiting for somebody else"), CaseStatusKind.WAITING_OTHER),
    (N_("Solved"), CaseStatusKind.DONE),
)
CHECKLISTS = (
    (N_("Photos or a description asked for"), CaseKind.COMPLAINT),
    (N_("Checked against the order and the delivery"), CaseKind.COMPLAINT),
    (N_("Remedies offered"), CaseKind.COMPLAINT),
    (N_("Cause reported to whom it concerns"), CaseKind.COMPLAINT),
    (N_("Follow-up agreed"), CaseKind.COMPLAINT),
    (N_("Invoice and payments compared"), CaseKind.BILLING_DISPUTE),
    (N_("Customer told what is owed"), CaseKind.BILLING_DISPUTE),
    (N_("Steps to see it again written down"), CaseKind.TECHNICAL),
    (N_("Guide and known solutions tried"), CaseKind.TECHNICAL),
)
"""What a company starts with."""


def add_case_status(name: str, kind: CaseStatusKind, by: Actor, key: str | None = None) -> Change:
    """Last in the list. Raises UserError for a name that is there already."""
    with operation(N_("Added the status {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        name = _fresh_status(name)
        last = max((row.position for row in CaseStatus.select(CaseStatus.position)), default=-1)
        done.insert(CaseStatus(name=name, kind=kind, position=last + 1))
        done.numbers["name"] = name
    return done.change


def change_case_status(status_id: int, version: int, name: str, active: bool, by: Actor, key: str | None = None) -> Change:
    """Its kind stays: figures of the past count it. One that is not active is offered no more; of "open" and "done" one always is."""
    with operation(N_("Changed the status {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        status = CaseStatus.get_by_id(status_id)
        name = _fresh_status(name, besides=status_id)
        needed = status.kind in (CaseStatusKind.OPEN, CaseStatusKind.DONE)
        others = CaseStatus.select().where(CaseStatus.kind == status.kind, CaseStatus.active, CaseStatus.id != status_id)
        if not active and needed and not others.exists():
            raise UserError(_("Every case needs a status of this kind. Nothing was changed; add another of it first."))
        status.version, status.name, status.active = version, name, active
        done.save(status)
        done.numbers["name"] = name
    return done.change


def add_checklist_item(name: str, kind: CaseKind, by: Actor, key: str | None = None) -> Change:
    """Last in the list of what is checked in cases of this kind."""
    with operation(N_("Added “{name}” to a checklist"), by, may=Right.EDIT_COMPANY, key=key) as done:
        name = _fresh_item(name, kind)
        last = max((row.position for row in ChecklistItem.select(ChecklistItem.position)), default=-1)
        done.insert(ChecklistItem(name=name, kind=kind, position=last + 1))
        done.numbers["name"] = name
    return done.change


def change_checklist_item(item_id: int, version: int, name: str, active: bool, by: Actor, key: str | None = None) -> Change:
    """The new name shows on earlier cases too. One that is not active is asked for no more."""
    with operation(N_("Changed “{name}” in a checklist"), by, may=Right.EDIT_COMPANY, key=key) as done:
        item = ChecklistItem.get_by_id(item_id)
        item.version, item.name, item.active = version, _fresh_item(name, CaseKind(item.kind), besides=item_id), active
        done.save(item)
        done.numbers["name"] = item.name
    return done.change


def first_status(kind: CaseStatusKind) -> CaseStatus:
    """The first of a kind that is offered. Raises UserError where the company offers none."""
    of_kind = CaseStatus.select().where(CaseStatus.kind == kind, CaseStatus.active)
    found: CaseStatus | None = of_kind.order_by(CaseStatus.position, CaseStatus.id).first()
    if found is None:
        raise UserError(_("No status of this kind is offered. Nothing was saved; add one in the settings."))
    return found


def offered_status(status_id: int) -> CaseStatus:
    found = CaseStatus.get_or_none(id=status_id)
    if found is None or not found.active:
        raise UserError(_("This status is not offered any more. Nothing was saved; choose another."))
    return found


def _fresh_status(name: str, besides: int = 0) -> str:
    return _fresh(name, CaseStatus.select().where(CaseStatus.name == clean_line(name), CaseStatus.id != besides).exists())


def _fresh_item(name: str, kind: CaseKind, besides: int = 0) -> str:
    same = ChecklistItem.select().where(ChecklistItem.name == clean_line(name), ChecklistItem.kind == kind, ChecklistItem.id != besides)
    return _fresh(name, same.exists())


def _fresh(name: str, taken: bool) -> str:
    name = clean_line(name)
    if not name:
        raise UserError(_("A name is needed. Nothing was saved."))
    if taken:
        raise UserError(_("“{name}” is there already. Nothing was saved.").format(name=name))
    return name
