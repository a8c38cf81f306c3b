"""The fixed kinds of service levels, escalations, approvals and routing."""

from enum import StrEnum


class SlaStatus(StrEnum):
    """Where a case stands against what was promised. NONE: nothing was promised."""

    NONE = ""
    RESPONSE_DUE = "response_due"
    RESOLUTION_DUE = "resolution_due"
    PAUSED = "paused"
    FULFILLED = "fulfilled"
    FAILED = "failed"


class SlaTargetKind(StrEnum):
    RESPONSE = "response"
    RESOLUTION = "resolution"


class EscalationLevel(StrEnum):
    """Who is asked: next in line, whoever owns the business, or somebody outside, such as the manufacturer or a lawyer."""

    TEAM_LEAD = "team_lead"
    MANAGER = "manager"
    EXTERNAL = "external"


class EscalationKind(StrEnum):
    """What is missing: somebody who knows, or somebody who may."""

    EXPERTISE = "expertise"
    AUTHORITY = "authority"


class EscalationTrigger(StrEnum):
    HAND = "hand"
    RESPONSE_BREACH = "response_breach"
    RESOLUTION_BREACH = "resolution_breach"
    VIP = "vip"
    KEYWORD = "keyword"


class EscalationState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    HANDED_BACK = "handed_back"


class ApprovalKind(StrEnum):
    REFUND = "refund"
    VOUCHER = "voucher"
    CLOSING = "closing"


class Decision(StrEnum):
    WAITING = ""
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RoutingWay(StrEnum):
    """LEAST_BUSY: who has the fewest open cases. ROUND_ROBIN: whose last one was the longest ago."""

    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"
