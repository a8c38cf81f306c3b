"""What `do` can do about service levels, escalations, approvals, routing and who is there."""

from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import EscalationKind, EscalationLevel, EscalationTrigger, RoutingWay
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.working_hours import read_hours
from crm_desktop.data.models import EscalationRule, RoutingRule, Sla, SlaTarget, Staff, StaffAbsence, Team, TeamMember
from crm_desktop.queries.settings import week_hours
from crm_desktop.services import approvals, escalation_rules, escalations, routing, sla, staffing, working_hours
from crm_desktop.services.case_rules import which_of

_CLOSED = "closed"
_WHICH = {"for_kind", "for_priority", "vip_only", "team_id", "channel_id", "position", "active"}


def _sla(row: Sla) -> dict[str, Any]:
    targets = tuple(
        sla.TargetInput(Priority(each.priority), each.response_minutes, each.resolution_minutes)
        for each in SlaTarget.select().where(SlaTarget.sla == row).order_by(SlaTarget.id)
    )
    return {**same_names(sla.SlaInput, row, without={"targets", *_WHICH}), **which_of(row), "targets": targets}


def _escalation_rule(row: EscalationRule) -> dict[str, Any]:
    kept = same_names(escalation_rules.EscalationRuleInput, row, without={"word", "trigger", "level", "kind", *_WHICH})
    words = tuple(filter(None, row.words.split(",")))
    kinds = {"trigger": EscalationTrigger(row.trigger), "level": EscalationLevel(row.level), "kind": EscalationKind(row.kind)}
    return {**kept, **which_of(row), **kinds, "word": words}


def _routing_rule(row: RoutingRule) -> dict[str, Any]:
    return {**same_names(routing.RoutingRuleInput, row, without={"way", *_WHICH}), **which_of(row), "way": RoutingWay(row.way)}


def _skills(row: Staff) -> dict[str, Any]:
    return same_names(staffing.SkillsInput, row, without=set())


def _absence(row: StaffAbsence) -> dict[str, Any]:
    return same_names(staffing.AbsenceInput, row, without=set())


def set_working_hours(
    by: Actor,
    monday: str = "",
    tuesday: str = "",
    wednesday: str = "",
    thursday: str = "",
    friday: str = "",
    saturday: str = "",
    sunday: str = "",
) -> Change:
    """A day that is not given stays as it is. Each is read as in the settings: `9-12, 13:30-17`; `closed`: not open at all."""
    before = week_hours()
    days = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    if not any(days):
        raise UserError(_("No day is given. Nothing was changed; write for instance monday=9-17 or sunday=closed."))
    wanted = [hours for hours in before if not days[hours.weekday]]
    for weekday, text in enumerate(days):
        wanted += read_hours(weekday, "" if text == _CLOSED else text)
    return working_hours.set_hours(before, wanted, by)


def escalate_due(by: Actor) -> Change:
    """What the window does by itself every few minutes."""
    if Right.DECIDE not in RIGHTS[by.role]:
        raise UserError(_("Only a supervisor may start this. Nothing was changed."))
    changes = escalation_rules.escalate_due()
    if not changes:
        raise UserError(_("No case is to be escalated now. Nothing was changed."))
    return changes[-1]


def add_team(name: str, by: Actor, member: tuple[str, ...] = ()) -> Change:
    """`member` are logins."""
    return staffing.add_team(name, by, _ids(member))


def change_team(team_id: int, version: int, by: Actor, name: str = "", member: tuple[str, ...] = ()) -> Change:
    """What is not given stays."""
    team = Team.get_by_id(team_id)
    members = _ids(member) if member else tuple(row.staff_id for row in TeamMember.select().where(TeamMember.team == team_id))
    return staffing.change_team(team_id, version, name or team.name, members, by)


def _ids(logins: tuple[str, ...]) -> tuple[int, ...]:
    found = {row.login: row.id for row in Staff.select().where(Staff.login.in_(logins))}
    for login in logins:
        if login not in found:
            raise UserError(_("Nobody here has the login “{login}”. Nothing was changed.").format(login=login))
    return tuple(found[login] for login in logins)


ACTIONS = (
    Action("add-service-level", N_("What is promised for some cases, per priority."), sla.add_sla),
    Action("change-service-level", N_("Change what is given of a service level; targets replace those there are."), sla.change_sla, _sla),
    Action("remove-service-level", N_("A service level counts no more."), sla.remove_sla),
    Action("escalate", N_("Ask somebody who knows or may more for help with a case."), escalations.escalate),
    Action("accept-escalation", N_("Take on a case that a colleague asked about."), escalations.accept_escalation),
    Action("hand-back", N_("Give it back, with what came of it."), escalations.hand_back),
    Action("hand-over-case", N_("A colleague goes on with a case."), escalations.hand_over),
    Action("add-escalation-rule", N_("When cases are escalated by themselves."), escalation_rules.add_escalation_rule),
    Action(
        "change-escalation-rule", N_("Change what is given of an escalation rule."), escalation_rules.change_escalation_rule,
        _escalation_rule,
    ),
    Action("remove-escalation-rule", N_("Nothing is escalated by this rule any more."), escalation_rules.remove_escalation_rule),
    Action("escalate-due", N_("Escalate now whatever the rules say, up to fifty cases."), escalate_due),
    Action("ask-for-refund", N_("Ask a supervisor to approve a refund above one's limit."), approvals.ask_for_refund),
    Action("ask-for-voucher", N_("Ask a supervisor to approve a voucher above one's limit."), approvals.ask_for_voucher),
    Action("ask-for-remedy", N_("Ask a supervisor to approve a remedy above one's limit."), approvals.ask_for_remedy),
    Action("approve", N_("Say yes: what was asked for is done at once."), approvals.approve),
    Action("decline", N_("Say no, and why."), approvals.decline),
    Action("withdraw", N_("What was to be approved is not needed any more."), approvals.withdraw),
    Action("route-case", N_("Give a case to whom the rules say."), routing.route_case),
    Action("add-routing-rule", N_("Who gets which cases."), routing.add_routing_rule),
    Action("change-routing-rule", N_("Change what is given of a routing rule."), routing.change_routing_rule, _routing_rule),
    Action("remove-routing-rule", N_("Cases go by this rule no more."), routing.remove_routing_rule),
    Action("set-skills", N_("Languages and fields that a colleague knows."), staffing.set_skills, _skills),
    Action("set-availability", N_("Whether a colleague takes work now."), staffing.set_availability),
    Action("set-working-hours", N_("When the company is open: monday=9-12,13-17 saturday=closed. Other days stay."), set_working_hours),
    Action("add-holiday", N_("A day on which the company is closed."), working_hours.add_holiday),
    Action("remove-holiday", N_("The company is open that day after all."), working_hours.remove_holiday),
    Action("add-absence", N_("From when to when a colleague is not there."), staffing.add_absence),
    Action("change-absence", N_("Change what is given of an absence."), staffing.change_absence, _absence),
    Action("remove-absence", N_("A colleague is there after all."), staffing.remove_absence),
    Action("add-team", N_("Colleagues who work together."), add_team),
    Action("change-team", N_("Another name, or other members."), change_team),
    Action("remove-team", N_("A team that no case and no rule names."), staffing.remove_team),
)  # fmt: skip
