"""Rules of the service desk, for the settings: in the order in which they are tried."""

from typing import Any, NamedTuple

from crm_desktop.data.models import EscalationRule, RoutingRule, Sla, SlaTarget
from crm_desktop.data.models.sla import ForCases
from crm_desktop.queries.lists import rows_of

Targets = dict[str, tuple[int | None, int | None]]


class Which(NamedTuple):
    """Which cases a rule is for; `case_kinds` and `priorities` are words with commas between them, empty for any."""

    case_kinds: str
    priorities: str
    vip_only: bool
    team_id: int | None
    channel_id: int | None
    position: int


class SlaRow(NamedTuple):
    """`targets` by priority: first response and resolution in minutes. `cases`: how many open ones it counts for."""

    id: int
    version: int
    name: str
    active: bool
    which: Which
    fallback: bool
    around_the_clock: bool
    pauses_for_others: bool
    targets: Targets
    cases: int


class EscalationRuleRow(NamedTuple):
    id: int
    version: int
    name: str
    active: bool
    which: Which
    trigger: str
    words: str
    level: str
    kind: str
    to_staff_id: int | None
    due_minutes: int | None


class RoutingRuleRow(NamedTuple):
    id: int
    version: int
    name: str
    active: bool
    which: Which
    way: str
    to_team_id: int | None
    by_language: bool
    speciality: str
    only_available: bool


class RuleChoices(NamedTuple):
    """What rules can be made of: ids and names."""

    teams: tuple[tuple[int, str], ...]
    channels: tuple[tuple[int, str], ...]
    staff: tuple[tuple[int, str], ...]


_COUNTS = "SELECT sla_id, COUNT(*) FROM support_case WHERE sla_id IS NOT NULL AND state <> 'done' GROUP BY sla_id"


def sla_rows() -> list[SlaRow]:
    """The fallback last."""
    counts = dict(rows_of(_COUNTS))
    targets: dict[int, Targets] = {}
    for row in SlaTarget.select():
        targets.setdefault(row.sla_id, {})[row.priority] = (row.response_minutes, row.resolution_minutes)
    return [
        SlaRow._make(
            (*_first(sla), sla.fallback, sla.around_the_clock, sla.pauses_for_others, targets.get(sla.id, {}), counts.get(sla.id, 0))
        )
        for sla in Sla.select().order_by(Sla.fallback, Sla.position, Sla.id)
    ]


def escalation_rule_rows() -> list[EscalationRuleRow]:
    return [
        EscalationRuleRow._make((*_first(rule), rule.trigger, rule.words, rule.level, rule.kind, rule.to_staff_id, rule.due_minutes))
        for rule in EscalationRule.select().order_by(EscalationRule.position, EscalationRule.id)
    ]


def routing_rule_rows() -> list[RoutingRuleRow]:
    return [
        RoutingRuleRow._make((*_first(rule), rule.way, rule.to_team_id, rule.by_language, rule.speciality, rule.only_available))
        for rule in RoutingRule.select().order_by(RoutingRule.position, RoutingRule.id)
    ]


def rule_choices() -> RuleChoices:
    return RuleChoices(
        _choices("SELECT id, name FROM team ORDER BY name, id"),
        _choices("SELECT id, name FROM channel WHERE active ORDER BY position, id"),
        _choices("SELECT id, name FROM staff WHERE active AND role <> 'auditor' ORDER BY name, id"),
    )


def _first(rule: ForCases) -> tuple[Any, ...]:
    which = Which(rule.case_kinds, rule.priorities, rule.vip_only, rule.team_id, rule.channel_id, rule.position)
    return rule.id, rule.version, rule.name, rule.active, which


def _choices(text: str) -> tuple[tuple[int, str], ...]:
    return tuple((row[0], row[1]) for row in rows_of(text))
