"""The lists a company keeps for itself: names that change, what is offered no more, and the order in which they are offered."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import EditConflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import CaseStatus, Channel, ChecklistItem, ContactReason, CustomField, NamedReturnReason, VerificationCheck

Listed = Channel | ContactReason | NamedReturnReason | CustomField | CaseStatus | ChecklistItem | VerificationCheck


class CompanyList(StrEnum):
    CHANNELS = "channels"
    REASONS = "reasons"
    RETURN_REASONS = "return reasons"
    CUSTOM_FIELDS = "further fields"
    CASE_STATUSES = "statuses of cases"
    CHECKLISTS = "checklists"
    VERIFICATION = "checks of callers"


_MODELS: dict[CompanyList, type[Listed]] = {
    CompanyList.CHANNELS: Channel,
    CompanyList.REASONS: ContactReason,
    CompanyList.RETURN_REASONS: NamedReturnReason,
    CompanyList.CUSTOM_FIELDS: CustomField,
    CompanyList.CASE_STATUSES: CaseStatus,
    CompanyList.CHECKLISTS: ChecklistItem,
    CompanyList.VERIFICATION: VerificationCheck,
}


def change_channel(channel_id: int, version: int, name: str, active: bool, by: Actor, key: str | None = None) -> Change:
    """Its kind stays: figures of the past count it. One that is not active is offered no more."""
    with operation(N_("Changed the channel {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        channel = Channel.get_by_id(channel_id)
        others = Channel.select().where(Channel.id != channel_id)
        if not active and not others.where(Channel.active).exists():
            raise UserError(_("At least one channel must stay. Nothing was changed; add another first."))
        _save(channel, version, name, active, others.where(Channel.name == clean_line(name)).exists(), done)
    return done.change


def change_reason(reason_id: int, version: int, name: str, active: bool, by: Actor, key: str | None = None) -> Change:
    """Why somebody got in touch; the new name shows on earlier contacts too. Its kind stays."""
    with operation(N_("Changed the reason {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        reason = ContactReason.get_by_id(reason_id)
        taken = ContactReason.select().where(ContactReason.id != reason_id, ContactReason.name == clean_line(name)).exists()
        _save(reason, version, name, active, taken, done)
    return done.change


def reorder(which: CompanyList, ids: Sequence[int], by: Actor, key: str | None = None) -> Change:
    """These rows come in this order, in the places they have among the others. Raises EditConflict where one of them is gone."""
    with operation(N_("Changed the order of the {list}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        model = _MODELS[which]
        rows: list[Any] = list(model.select().order_by(model.position, model.id))
        by_id = {row.id: row for row in rows}
        if len(set(ids)) < len(ids) or not by_id.keys() >= set(ids):
            raise EditConflict(_("Somebody changed this list meanwhile. Nothing was moved; look at it again."), {}, {})
        wanted = iter(ids)
        ordered = [by_id[next(wanted)] if row.id in set(ids) else row for row in rows]
        for position, row in enumerate(ordered):
            row.position = position
            done.save(row)
        done.numbers["list"] = _(which)
    return done.change


def _save(row: Channel | ContactReason, version: int, name: str, active: bool, taken: bool, done: Done) -> None:
    name = clean_line(name)
    if not name:
        raise UserError(_("A name is needed. Nothing was saved."))
    if taken:
        raise UserError(_("“{name}” is there already. Nothing was saved.").format(name=name))
    row.version, row.name, row.active = version, name, active
    done.save(row)
    done.numbers["name"] = name
