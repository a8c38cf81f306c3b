"""Who gets a case: by the company's rules, of those who are there and can. Where nobody can, the case is nobody's, and it says why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Availability
from crm_desktop.core.kinds_of_escalation import RoutingWay
from crm_desktop.core.kinds_of_service import CaseEventKind
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line, fold
from crm_desktop.data.database import database, fetch
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Company, RoutingRule, Staff, StaffAbsence, SupportCase, Team, TeamMember
from crm_desktop.services.case_events import happened
from crm_desktop.services.case_rules import ForWhich, add_rule, change_rule, facts_of, remove_rule

_BUSY = (
    "SELECT assignee_id, COUNT(*) FROM support_case WHERE assignee_id IS NOT NULL AND state <> 'done' AND shelf = '' GROUP BY assignee_id"
)
_LAST = "SELECT after, MAX(at), MAX(id) FROM case_event WHERE kind = ? AND after <> '' GROUP BY after"


@dataclass(frozen=True, slots=True)
class RoutingRuleInput(ForWhich):
    """`to_team_id` None: anybody. `speciality`: only who has it. `only_available`: only who is at work just now."""

    way: RoutingWay = RoutingWay.LEAST_BUSY
    to_team_id: int | None = None
    by_language: bool = False
    speciality: str = ""
    only_available: bool = False

    def fill(self, rule: RoutingRule) -> None:
        self.fill_which(rule)
        if self.to_team_id is not None and Team.get_or_none(id=self.to_team_id) is None:
            raise UserError(_("This team is not there any more. Nothing was saved; choose another."))
        rule.way, rule.to_team_id, rule.by_language = self.way, self.to_team_id, self.by_language
        rule.speciality, rule.only_available = clean_line(self.speciality), self.only_available


@dataclass(frozen=True, slots=True)
class Proposal:
    """`staff_id` None: nobody, and `why` is a sentence that says so. No rule for the case: both are empty."""

    staff_id: int | None = None
    why: str = ""


def add_routing_rule(wanted: RoutingRuleInput, by: Actor, key: str | None = None) -> Change:
    return add_rule(N_("Added the routing rule {name}"), RoutingRule(), wanted, by, key)


def change_routing_rule(routing_rule_id: int, version: int, wanted: RoutingRuleInput, by: Actor, key: str | None = None) -> Change:
    return change_rule(N_("Changed the routing rule {name}"), RoutingRule, routing_rule_id, version, wanted, by, key)


def remove_routing_rule(routing_rule_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    return remove_rule(N_("Removed the routing rule {name}"), RoutingRule, routing_rule_id, version, by, key)


def route_case(case_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """To whom the rules say. Where they find nobody, that is noted in the case, which stays as it is."""
    with operation(N_("Routed case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = SupportCase.get_or_none(id=case_id)
        if case is None:
            raise UserError(_("This case is not there any more. Nothing was changed."))
        case.demand_open()
        case.version = version
        found = proposed(case)
        if found == Proposal():
            raise UserError(_("No routing rule is for this case. Nothing was changed; add one in the settings, or choose somebody."))
        give(case, found, by, done)
        done.numbers["number"] = case.number
    return done.change


def give(case: SupportCase, found: Proposal, by: Actor, done: Done) -> None:
    """Within an operation that is under way."""
    if found.staff_id is None:
        if found.why:
            happened(case, CaseEventKind.NOTE, by, done, note=found.why)
        return
    before = case.assignee_id
    case.assignee_id = found.staff_id
    done.save(case)
    if before != found.staff_id:
        happened(case, CaseEventKind.ASSIGNED, by, done, before=before, after=found.staff_id)


def proposed(case: SupportCase) -> Proposal:
    """Of those who can, whose turn it is."""
    facts = facts_of(case)
    rules = RoutingRule.select().where(RoutingRule.active).order_by(RoutingRule.position, RoutingRule.id)
    rule = next((each for each in rules if each.fits(facts)), None)
    if rule is None:
        return Proposal()
    able = list(Staff.select().where(Staff.active, Staff.role != Role.AUDITOR).order_by(Staff.id))
    for keeps, why in _demands(rule, case):
        able = [staff for staff in able if keeps(staff)]
        if not able:
            return Proposal(None, why)
    return Proposal(_turn(RoutingWay(rule.way), [staff.id for staff in able]))


def _demands(rule: RoutingRule, case: SupportCase) -> list[tuple[Callable[[Staff], bool], str]]:
    """What somebody must fulfil, and what is said when nobody does."""
    demands: list[tuple[Callable[[Staff], bool], str]] = []
    if rule.to_team_id is not None:
        members = {row.staff_id for row in TeamMember.select().where(TeamMember.team == rule.to_team_id)}
        demands.append((lambda staff: staff.id in members, _("Nobody of the team is there; somebody must choose.")))
    if rule.speciality:
        demands.append((lambda staff: has_word(staff.specialities, rule.speciality), _("Nobody knows this field; somebody must choose.")))
    language = case.customer.language if case.customer is not None else ""
    if rule.by_language and language:
        demands.append((lambda staff: has_word(staff.languages, language), _("Nobody speaks their language; somebody must choose.")))
    away = absent_on(today())
    demands.append((lambda staff: staff.id not in away, _("All who could take it are absent today; somebody must choose.")))
    if rule.only_available:
        free = Availability.AVAILABLE
        demands.append((lambda staff: staff.availability == free, _("Nobody who could take it is available now; somebody must choose.")))
    return demands


def has_word(listed: str, wanted: str) -> bool:
    """One of a list with commas; of a language such as de-AT also de."""
    parts = {fold(part.strip()) for part in listed.replace(";", ",").split(",")}
    return fold(wanted) in parts or fold(wanted.replace("_", "-").partition("-")[0]) in parts


def absent_on(day: date) -> set[int]:
    absences = StaffAbsence.select().where(StaffAbsence.from_on <= day, StaffAbsence.until_on >= day)
    return {row.staff_id for row in absences}


def today() -> date:
    return local_day(utc_now(), zone_of(Company.the().zone))


def _turn(way: RoutingWay, able: list[int]) -> int:
    """Whoever got one the longest ago decides between equals."""
    last = {int(staff): (at, row) for staff, at, row in fetch(_LAST.replace("?", database.param), (CaseEventKind.ASSIGNED,))}
    waited = {staff_id: last.get(staff_id, (0, 0)) for staff_id in able}
    if way == RoutingWay.ROUND_ROBIN:
        return min(able, key=lambda staff_id: waited[staff_id])
    busy = dict(fetch(_BUSY))
    return min(able, key=lambda staff_id: (busy.get(staff_id, 0), waited[staff_id]))
