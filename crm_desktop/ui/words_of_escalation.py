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
VALUES_OF_ESCALATION: dict[tuple[str, str], Any] = {
    ("escalation", "level"): LEVELS, ("escalation", "kind"): KINDS_OF_HELP, ("escalation", "trigger"): TRIGGERS,
    ("escalation", "state"): ESCALATION_STATES, ("escalation_rule", "level"): LEVELS, ("escalation_rule", "kind"): KINDS_OF_HELP,
    ("escalation_rule", "trigger"): TRIGGERS, ("approval", "what"): APPROVALS, ("approval", "decision"): DECISIONS,
    ("routing_rule", "way"): WAYS, ("staff", "availability"): AVAILABLE,
}  # fmt: skip
