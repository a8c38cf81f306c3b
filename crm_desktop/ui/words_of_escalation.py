"""What people call the fixed kinds of service levels, escalations, approvals and routing."""

from typing import Any

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Availability
from crm_desktop.core.kinds_of_escalation import (
    ApprovalKind,
    Decision,
    EscalationKind,
    EscalationLevel,
    EscalationState,
    EscalationTrigger,
    RoutingWay,
    SlaStatus,
    SlaTargetKind,
)
from crm_desktop.ui.theme import Tone

SLA_STATUSES = {
    SlaStatus.NONE: (N_("Nothing promised"), Tone.PLAIN),
    SlaStatus.RESPONSE_DUE: (N_("First response due"), Tone.INFO),
    SlaStatus.RESOLUTION_DUE: (N_("Resolution due"), Tone.INFO),
    SlaStatus.PAUSED: (N_("Paused"), Tone.PLAIN),
    SlaStatus.FULFILLED: (N_("Fulfilled"), Tone.OK),
    SlaStatus.FAILED: (N_("Failed"), Tone.BAD),
}
TARGETS = {SlaTargetKind.RESPONSE: N_("First response"), SlaTargetKind.RESOLUTION: N_("Resolution")}
LEVELS = {
    EscalationLevel.TEAM_LEAD: N_("Team lead"),
    EscalationLevel.MANAGER: N_("Manager"),
    EscalationLevel.EXTERNAL: N_("Somebody outside"),
}
KINDS_OF_HELP = {EscalationKind.EXPERTISE: N_("Needs somebody who knows"), EscalationKind.AUTHORITY: N_("Needs somebody who may")}
TRIGGERS = {
    EscalationTrigger.HAND: N_("By hand"),
    EscalationTrigger.RESPONSE_BREACH: N_("First response is late"),
    EscalationTrigger.RESOLUTION_BREACH: N_("Resolution is late"),
    EscalationTrigger.VIP: N_("Important customer"),
    EscalationTrigger.KEYWORD: N_("A word in the case"),
}
ESCALATION_STATES = {
    EscalationState.WAITING: (N_("Waiting"), Tone.WARN),
    EscalationState.ACCEPTED: (N_("Taken on"), Tone.INFO),
    EscalationState.HANDED_BACK: (N_("Handed back"), Tone.OK),
}
APPROVALS = {ApprovalKind.REFUND: N_("Refund"), ApprovalKind.VOUCHER: N_("Voucher"), ApprovalKind.CLOSING: N_("Remedy of a complaint")}
DECISIONS = {
    Decision.WAITING: (N_("Waiting"), Tone.WARN),
    Decision.APPROVED: (N_("Approved"), Tone.OK),
    Decision.DECLINED: (N_("Declined"), Tone.BAD),
    Decision.WITHDRAWN: (N_("Withdrawn"), Tone.PLAIN),
}
WAYS = {RoutingWay.LEAST_BUSY: N_("Whoever has the least"), RoutingWay.ROUND_ROBIN: N_("Everybody in turn")}
AVAILABLE = {
    Availability.AVAILABLE: (N_("Available"), Tone.OK),
    Availability.AWAY: (N_("Away"), Tone.WARN),
    Availability.OFF: (N_("Off"), Tone.PLAIN),
}
THINGS_OF_ESCALATION = {
    "sla": N_("Service level"), "sla_target": N_("Target"), "escalation_rule": N_("Escalation rule"), "escalation": N_("Escalation"),
    "approval": N_("Approval"), "routing_rule": N_("Routing rule"), "staff_absence": N_("Absence"),
}  # fmt: skip
FIELDS_OF_ESCALATION = {
    "call_target_seconds": N_("Seconds a call should take"),
    "accepted_at": N_("Taken on"), "accepted_by": N_("Taken on by"), "around_the_clock": N_("Counts all day"), "asked_by": N_("Asked by"),
    "asked_of": N_("Asked of"), "by_language": N_("By language"), "case": N_("Case"), "case_kinds": N_("Kinds of case"),
    "decided_at": N_("Decided"), "decided_by": N_("Decided by"), "decision": N_("Decision"), "due_at": N_("Due"),
    "due_minutes": N_("Minutes to take it on"), "fallback": N_("For all other cases"), "from_on": N_("From"), "from_staff": N_("From"),
    "handed_back_at": N_("Handed back"), "level": N_("Level"), "only_available": N_("Only who is available"), "outside": N_("From outside"),
    "pauses_for_others": N_("Pauses for others"), "priorities": N_("Priorities"), "resolution_minutes": N_("Minutes to resolve"),
    "response_minutes": N_("Minutes to respond"), "sla": N_("Service level"), "speciality": N_("Field"), "to_staff": N_("To"),
    "to_team": N_("To the team"), "trigger": N_("When"), "until_on": N_("Until"), "vip_only": N_("Only important customers"),
    "wanted": N_("What is to be done"), "way": N_("Chosen by"), "what": N_("What"), "words": N_("Words"),
}  # fmt: skip
VALUES_OF_ESCALATION: dict[tuple[str, str], Any] = {
    ("escalation", "level"): LEVELS, ("escalation", "kind"): KINDS_OF_HELP, ("escalation", "trigger"): TRIGGERS,
    ("escalation", "state"): ESCALATION_STATES, ("escalation_rule", "level"): LEVELS, ("escalation_rule", "kind"): KINDS_OF_HELP,
    ("escalation_rule", "trigger"): TRIGGERS, ("approval", "what"): APPROVALS, ("approval", "decision"): DECISIONS,
    ("routing_rule", "way"): WAYS, ("staff", "availability"): AVAILABLE,
}  # fmt: skip
