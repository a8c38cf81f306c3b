"""Why goods come back, in the company's own words: reasons that people add, rename and retire. Each is of one fixed kind."""

from dataclasses import dataclass, replace

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import ReturnReason
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import operation
from crm_desktop.data.models import NamedReturnReason


@dataclass(frozen=True, slots=True)
class ReturnReasonInput:
    """What can change about a reason. Its kind stays: figures of the past count it. One that is not active is offered no more."""

    name: str
    position: int = 0
    active: bool = True

    def checked(self) -> "ReturnReasonInput":
        name = clean_line(self.name)
        if not name:
            raise UserError(_("A name is needed. Nothing was saved."))
        return replace(self, name=name)


def add_return_reason(name: str, kind: ReturnReason, by: Actor, key: str | None = None) -> Change:
    """Last in the list. Raises UserError for a name that is there already."""
    wanted = ReturnReasonInput(name).checked()
    with operation(N_("Added the reason {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        _demand_fresh(wanted.name)
        last = max((row.position for row in NamedReturnReason.select(NamedReturnReason.position)), default=-1)
        done.insert(NamedReturnReason(name=wanted.name, kind=kind, position=last + 1))
        done.numbers["name"] = wanted.name
    return done.change


def change_return_reason(return_reason_id: int, version: int, wanted: ReturnReasonInput, by: Actor, key: str | None = None) -> Change:
    """The new name shows on earlier returns too. Raises EditConflict when somebody saved since."""
    wanted = wanted.checked()
    with operation(N_("Changed the reason {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        reason = NamedReturnReason.get_by_id(return_reason_id)
        if wanted.name != reason.name:
            _demand_fresh(wanted.name)
        reason.version, reason.name, reason.position, reason.active = version, wanted.name, wanted.position, wanted.active
        done.save(reason)
        done.numbers["name"] = wanted.name
    return done.change


def chosen_reason(which: ReturnReason | int) -> NamedReturnReason:
    """By id; or the first of a kind. Raises UserError for one that is gone or not offered any more."""
    if isinstance(which, int):
        found = NamedReturnReason.get_or_none(id=which)
    else:
        of_kind = NamedReturnReason.select().where(NamedReturnReason.kind == which, NamedReturnReason.active)
        found = of_kind.order_by(NamedReturnReason.position, NamedReturnReason.id).first()
    if found is None or not found.active:
        raise UserError(_("This reason for a return is not offered any more. Nothing was saved; choose another."))
    return found


def _demand_fresh(name: str) -> None:
    if NamedReturnReason.get_or_none(name=name) is not None:
        raise UserError(_("“{name}” is there already. Nothing was saved.").format(name=name))
