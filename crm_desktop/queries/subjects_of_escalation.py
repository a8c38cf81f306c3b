"""What `list` and `export` know of service levels, escalations, approvals, routing, teams, absences and when the company is open."""

from crm_desktop.core.dates import FAR
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import (
    ApprovalKind,
    Decision,
    EscalationKind,
    EscalationLevel,
    EscalationState,
    EscalationTrigger,
    RoutingWay,
)
from crm_desktop.queries.columns import CUSTOMER, JOIN_CUSTOMER, PLACED, Column, Kind, Subject, other, plain


def _which(table: str) -> tuple[Column, ...]:
    return (
        *plain(table, "case_kinds", "priorities"),
        Column("vip_only", f"{table}.vip_only", Kind.FLAG),
        other("team", "team.name", "teams"),
        other("channel", "channel.name", "channels"),
        Column("position", f"{table}.position", Kind.NUMBER),
        Column("active", f"{table}.active", Kind.FLAG),
    )


_TEAM_AND_CHANNEL = "LEFT JOIN team ON team.id = {0}.team_id LEFT JOIN channel ON channel.id = {0}.channel_id"
_CHANGED = ("created_at", "updated_at")
SLAS = Subject(
    "service-levels",
    f"sla {_TEAM_AND_CHANNEL.format('sla')}",
    "sla.id",
    ("name", "case_kinds", "priorities", "vip_only", "fallback", "around_the_clock", "active"),
    (
        Column("service_level", "sla.id", Kind.NUMBER),
        *plain("sla", "name"),
        *_which("sla"),
        *plain("sla", "fallback", "around_the_clock", "pauses_for_others", kind=Kind.FLAG),
        *plain("sla", *_CHANGED, kind=Kind.MOMENT),
    ),
)
SLA_TARGETS = Subject(
    "service-level-targets",
    "sla_target AS target JOIN sla ON sla.id = target.sla_id",
    "target.id",
    ("service_level", "priority", "response_minutes", "resolution_minutes"),
    (
        other("service_level", "sla.name", "service-levels"),
        Column("priority", "target.priority", words=Priority),
        *plain("target", "response_minutes", "resolution_minutes", kind=Kind.NUMBER),
    ),
)
ESCALATIONS = Subject(
    "escalations",
    f"""escalation AS helped JOIN support_case AS asked ON asked.id = helped.case_id {JOIN_CUSTOMER.format("asked")}
    LEFT JOIN staff AS asker ON asker.id = helped.from_staff_id LEFT JOIN staff AS helper ON helper.id = helped.to_staff_id
    LEFT JOIN staff AS taker ON taker.id = helped.accepted_by_id""",
    "helped.id",
    ("escalation", "case", "at", "level", "kind", "trigger", "reason", "from", "to", "due_at", "state", "outcome"),
    (
        Column("escalation", "helped.id", Kind.NUMBER),
        other("case", "asked.number", "cases"),
        *CUSTOMER,
        Column("at", "helped.at", Kind.MOMENT),
        Column("level", "helped.level", words=EscalationLevel),
        Column("kind", "helped.kind", words=EscalationKind),
        Column("trigger", "helped.trigger", words=EscalationTrigger),
        *plain("helped", "reason"),
        other("from", "asker.login", "staff"),
        other("to", "helper.login", "staff"),
        *plain("helped", "outside"),
        Column("due_at", f"NULLIF(helped.due_at, {FAR})", Kind.MOMENT),
        Column("accepted_at", "helped.accepted_at", Kind.MOMENT),
        other("accepted_by", "taker.login", "staff"),
        Column("handed_back_at", "helped.handed_back_at", Kind.MOMENT),
        *plain("helped", "outcome"),
        Column("state", "helped.state", words=EscalationState),
        *plain("helped", *_CHANGED, kind=Kind.MOMENT),
    ),
)
APPROVALS = Subject(
    "approvals",
    f"""approval AS wanted {JOIN_CUSTOMER.format("wanted")} LEFT JOIN support_case AS asked ON asked.id = wanted.case_id
    LEFT JOIN {PLACED} ON placed.id = wanted.order_id LEFT JOIN staff AS asker ON asker.id = wanted.asked_by_id
    LEFT JOIN staff AS helper ON helper.id = wanted.asked_of_id LEFT JOIN staff AS decider ON decider.id = wanted.decided_by_id""",
    "wanted.id",
    ("approval", "what", "customer_name", "order", "amount", "currency", "asked_by", "at", "decision", "decided_by", "note"),
    (
        Column("approval", "wanted.id", Kind.NUMBER),
        Column("what", "wanted.what", words=ApprovalKind),
        *CUSTOMER,
        other("case", "asked.number", "cases"),
        other("order", "placed.number", "orders"),
        Column("amount", "wanted.amount", Kind.MONEY),
        Column("currency", "COALESCE(NULLIF(wanted.currency, ''), (SELECT currency FROM company))"),
        *plain("wanted", "reason"),
        other("asked_by", "asker.login", "staff"),
        other("asked_of", "helper.login", "staff"),
        Column("at", "wanted.at", Kind.MOMENT),
        Column("decision", "wanted.decision", words=Decision),
        other("decided_by", "decider.login", "staff"),
        Column("decided_at", "wanted.decided_at", Kind.MOMENT),
        *plain("wanted", "note"),
        Column("wanted", "wanted.wanted", Kind.DATA),
        *plain("wanted", *_CHANGED, kind=Kind.MOMENT),
    ),
)
ESCALATION_RULES = Subject(
    "escalation-rules",
    f"escalation_rule AS rule {_TEAM_AND_CHANNEL.format('rule')} LEFT JOIN staff AS helper ON helper.id = rule.to_staff_id",
    "rule.id",
    ("name", "trigger", "words", "level", "kind", "to", "active"),
    (
        Column("escalation_rule", "rule.id", Kind.NUMBER),
        *plain("rule", "name"),
        Column("trigger", "rule.trigger", words=EscalationTrigger),
        *plain("rule", "words"),
        *_which("rule"),
        Column("level", "rule.level", words=EscalationLevel),
        Column("kind", "rule.kind", words=EscalationKind),
        other("to", "helper.login", "staff"),
        Column("due_minutes", "rule.due_minutes", Kind.NUMBER),
        *plain("rule", *_CHANGED, kind=Kind.MOMENT),
    ),
)
ROUTING_RULES = Subject(
    "routing-rules",
    f"routing_rule AS rule {_TEAM_AND_CHANNEL.format('rule')} LEFT JOIN team AS goal ON goal.id = rule.to_team_id",
    "rule.id",
    ("name", "way", "to_team", "speciality", "by_language", "only_available", "active"),
    (
        Column("routing_rule", "rule.id", Kind.NUMBER),
        *plain("rule", "name"),
        *_which("rule"),
        Column("way", "rule.way", words=RoutingWay),
        other("to_team", "goal.name", "teams"),
        *plain("rule", "speciality"),
        *plain("rule", "by_language", "only_available", kind=Kind.FLAG),
        *plain("rule", *_CHANGED, kind=Kind.MOMENT),
    ),
)
TEAMS = Subject(
    "teams",
    "team",
    "team.id",
    ("name", "members"),
    (
        *plain("team", "name"),
        Column("members", "(SELECT COUNT(*) FROM team_member WHERE team_member.team_id = team.id)", Kind.NUMBER),
        *plain("team", *_CHANGED, kind=Kind.MOMENT),
    ),
)
TEAM_MEMBERS = Subject(
    "team-members",
    "team_member AS member JOIN team ON team.id = member.team_id JOIN staff ON staff.id = member.staff_id",
    "member.id",
    ("team", "staff"),
    (other("team", "team.name", "teams"), other("staff", "staff.login", "staff")),
)
ABSENCES = Subject(
    "absences",
    "staff_absence AS away JOIN staff ON staff.id = away.staff_id",
    "away.id",
    ("absence", "staff", "from_on", "until_on", "reason"),
    (
        Column("absence", "away.id", Kind.NUMBER),
        other("staff", "staff.login", "staff"),
        Column("from_on", "away.from_on", Kind.DAY),
        Column("until_on", "away.until_on", Kind.DAY),
        *plain("away", "reason"),
        *plain("away", *_CHANGED, kind=Kind.MOMENT),
    ),
)
WORKING_HOURS = Subject(
    "working-hours",
    "business_hours",
    "business_hours.id",
    ("weekday", "opens", "closes"),
    (
        Column("weekday", "business_hours.weekday + 1", Kind.NUMBER),
        *plain("business_hours", "opens", "closes"),
        *plain("business_hours", *_CHANGED, kind=Kind.MOMENT),
    ),
)
HOLIDAYS = Subject(
    "holidays",
    "holiday",
    "holiday.id",
    ("day", "name"),
    (Column("day", "holiday.day", Kind.DAY), *plain("holiday", "name"), *plain("holiday", *_CHANGED, kind=Kind.MOMENT)),
)
SUBJECTS = (
    SLAS,
    SLA_TARGETS,
    ESCALATIONS,
    APPROVALS,
    ESCALATION_RULES,
    ROUTING_RULES,
    TEAMS,
    TEAM_MEMBERS,
    ABSENCES,
    WORKING_HOURS,
    HOLIDAYS,
)
