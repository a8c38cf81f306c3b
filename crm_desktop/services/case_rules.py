"""Which cases a rule is for: the same words for service levels, escalation and routing."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import EditConflict, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import operation
from crm_desktop.data.models import Channel, SupportCase, Team
from crm_desktop.data.models.sla import CaseFacts, ForCases

_MOST_LETTERS = 80
Rule = TypeVar("Rule", bound=ForCases)
Filled_contra = TypeVar("Filled_contra", bound=ForCases, contravariant=True)


class Fills(Protocol[Filled_contra]):
    """The input of a form that writes what it holds into a rule."""

    def fill(self, rule: Filled_contra, /) -> None: ...


@dataclass(frozen=True, slots=True)
class ForWhich:
    """Empty means any. Of several rules the first that fits counts, by `position`."""

    name: str
    for_kind: tuple[CaseKind, ...] = ()
    for_priority: tuple[Priority, ...] = ()
    vip_only: bool = False
    team_id: int | None = None
    channel_id: int | None = None
    position: int = 0
    active: bool = True

    def fill_which(self, rule: ForCases) -> None:
        """Raises UserError for a name that is missing or taken, and for a team or channel that is gone."""
        name = clean_line(self.name)
        if not 0 < len(name) <= _MOST_LETTERS:
            raise UserError(_("A name of 1 to {most} letters is needed. Nothing was saved.").format(most=_MOST_LETTERS))
        model = type(rule)
        if model.select().where(model.name == name, model.id != (rule.id or 0)).exists():
            raise UserError(_("“{name}” is there already. Nothing was saved.").format(name=name))
        if self.team_id is not None and Team.get_or_none(id=self.team_id) is None:
            raise UserError(_("This team is not there any more. Nothing was saved; choose another."))
        if self.channel_id is not None and Channel.get_or_none(id=self.channel_id) is None:
            raise UserError(_("This channel is not there any more. Nothing was saved; choose another."))
        rule.name = name
        rule.case_kinds, rule.priorities = ",".join(dict.fromkeys(self.for_kind)), ",".join(dict.fromkeys(self.for_priority))
        rule.vip_only, rule.position, rule.active = self.vip_only, self.position, self.active
        rule.team_id, rule.channel_id = self.team_id, self.channel_id


def which_of(rule: ForCases) -> dict[str, object]:
    """Its values by the input's fields."""
    return {
        "for_kind": tuple(map(CaseKind, filter(None, rule.case_kinds.split(",")))),
        "for_priority": tuple(map(Priority, filter(None, rule.priorities.split(",")))),
        "vip_only": rule.vip_only, "team_id": rule.team_id, "channel_id": rule.channel_id, "position": rule.position, "active": rule.active,
    }  # fmt: skip


def facts_of(case: SupportCase) -> CaseFacts:
    vip = case.customer is not None and bool(case.customer.vip)
    return CaseFacts(case.kind, case.priority, vip, case.team_id, case.channel_id)


def add_rule(label: str, rule: Rule, wanted: Fills[Rule], by: Actor, key: str | None) -> Change:
    with operation(label, by, may=Right.EDIT_COMPANY, key=key) as done:
        wanted.fill(rule)
        done.insert(rule)
        done.numbers["name"] = rule.name
    return done.change


def change_rule(label: str, model: type[Rule], rule_id: int, version: int, wanted: Fills[Rule], by: Actor, key: str | None) -> Change:
    with operation(label, by, may=Right.EDIT_COMPANY, key=key) as done:
        rule = rule_of(model, rule_id)
        rule.version = version
        wanted.fill(rule)
        done.save(rule)
        done.numbers["name"] = rule.name
    return done.change


def remove_rule(label: str, model: type[ForCases], rule_id: int, version: int, by: Actor, key: str | None) -> Change:
    with operation(label, by, may=Right.EDIT_COMPANY, key=key) as done:
        rule = rule_of(model, rule_id)
        if rule.version != version:
            raise EditConflict(_("Somebody changed this rule meanwhile. Nothing was removed; look at it again."), {}, {})
        done.delete(rule)
        done.numbers["name"] = rule.name
    return done.change


def rule_of(model: type[Rule], rule_id: int) -> Rule:
    found = model.get_or_none(id=rule_id)
    if found is None:
        raise rule_gone()
    return found


def rule_gone() -> UserError:
    return UserError(_("This rule is not there any more. Nothing was changed."))
