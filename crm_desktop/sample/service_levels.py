"""What the sample company promises for cases, who works together there, who gets what, and when somebody is asked for help."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from crm_desktop.core.actors import Role
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import EscalationLevel, EscalationTrigger, RoutingWay
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.data.history import Done
from crm_desktop.data.models import (
    Company,
    EscalationRule,
    FigureTarget,
    RoleLimit,
    RoutingRule,
    Sla,
    SlaTarget,
    Staff,
    StaffAbsence,
    Team,
    TeamMember,
)
from crm_desktop.services.sla import STANDARD

_VIP = ((Priority.URGENT, 15, 60), (Priority.HIGH, 30, 120), (Priority.NORMAL, 120, 480), (Priority.LOW, 240, 960))
_CLAIMS = ((Priority.URGENT, 30, 240), (Priority.HIGH, 60, 480), (Priority.NORMAL, 120, 960), (Priority.LOW, 240, 1_920))
_TEAMS = {"Front desk": ("ciara", "dara"), "Trade and large orders": ("owner", "eleni")}
_CALL_SECONDS = 420
_LIMIT = Decimal(100)
_TARGETS = {
    "first_response": 240, "first_contact_resolved": 70, "sla_response": 90, "sla_resolution": 90, "csat": 80, "csat_mean": 4,
    "follow_ups_kept": 90, "handle_time": 7, "repeat_contacts": 10, "missed_calls": 5, "reopened_rate": 10, "qa_score": 85,
}  # fmt: skip
"""Percent, minutes, and the mean of 1 to 5."""


def promise_levels(done: Done, last: date) -> None:
    """Within the operation in which the company settles in; its staff is there."""
    staff, company = {row.login: row for row in Staff.select()}, Company.the()
    company.call_target_seconds = _CALL_SECONDS
    done.save(company)
    _levels(done)
    teams = _work_together(done, staff)
    done.insert(
        EscalationRule(name="Solution is late", trigger=EscalationTrigger.RESOLUTION_BREACH, due_minutes=60),
        EscalationRule(name="Words that alarm", trigger=EscalationTrigger.KEYWORD, words="solicitor,newspaper,trading standards",
                       level=EscalationLevel.MANAGER, due_minutes=30, position=1),
        EscalationRule(name="Important customer complains", trigger=EscalationTrigger.VIP, case_kinds=CaseKind.COMPLAINT,
                       to_staff=staff["tomasz"], due_minutes=60, position=2),
    )  # fmt: skip
    done.insert(
        RoutingRule(name="Technical questions", case_kinds=CaseKind.TECHNICAL, way=RoutingWay.LEAST_BUSY, speciality="Products",
                    by_language=False, only_available=False),
        RoutingRule(name="Questions in turn", case_kinds=CaseKind.QUESTION, way=RoutingWay.ROUND_ROBIN, to_team=teams["Front desk"],
                    by_language=False, only_available=False, position=1),
    )  # fmt: skip
    done.insert(StaffAbsence(staff=staff["dara"], from_on=last + timedelta(days=3), until_on=last + timedelta(days=12), reason="Holiday"))
    done.insert(RoleLimit(role=Role.REPRESENTATIVE, refund_limit=_LIMIT))
    done.insert(*(FigureTarget(figure=figure, aim=Decimal(aim)) for figure, aim in _TARGETS.items()))


def _levels(done: Done) -> None:
    levels = (
        (Sla(name="Important customers", vip_only=True), _VIP),
        (Sla(name="Complaints", case_kinds=CaseKind.COMPLAINT, position=1), _CLAIMS),
        (Sla(name="Everybody", fallback=True, position=2), STANDARD),
    )
    for sla, targets in levels:
        done.insert(sla)
        done.insert(
            *(SlaTarget(sla=sla, priority=priority, response_minutes=soon, resolution_minutes=late) for priority, soon, late in targets)
        )


def _work_together(done: Done, staff: Mapping[str, Staff]) -> dict[str, Team]:
    teams = {name: Team(name=name) for name in _TEAMS}
    for name, team in teams.items():
        done.insert(team)
        done.insert(*(TeamMember(team=team, staff=staff[login]) for login in _TEAMS[name]))
    return teams
