"""What was promised for cases and what was kept: clocks of one case, who is late, and figures over a period."""

from array import array
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds_of_escalation import SlaStatus, SlaTargetKind
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.core.sla_clock import MINUTE, AroundTheClock
from crm_desktop.data.models import Sla
from crm_desktop.data.sla_dues import Times, holds_of, times_of, working_clock
from crm_desktop.queries.lateness import BREACHED, SOON
from crm_desktop.queries.lists import at, ids_of, moment, rows_of

# A target is met where it was reached by its time, missed where the time passed; one that is still to come is neither.
_ENDS = {SlaTargetKind.RESPONSE: ("response_due_at", "answered_at"), SlaTargetKind.RESOLUTION: ("resolution_due_at", "resolved_at")}
_MET = "({ended} IS NOT NULL AND {ended} <= {due})"
_MISSED = "(({ended} IS NULL OR {ended} > {due}) AND {due} < ?)"
_ATTAINMENT = """SELECT priority, COUNT(CASE WHEN {met} THEN 1 END), COUNT(CASE WHEN {missed} THEN 1 END) FROM support_case
WHERE {due} >= ? AND {due} < ? GROUP BY priority"""
_ATTAINED = "SELECT id FROM support_case WHERE {due} >= ? AND {due} < ? AND {which} ORDER BY {due}, id"
_WAITING = """WITH turns AS (SELECT happened.state, happened.at,
    COALESCE(LEAD(happened.at) OVER (PARTITION BY happened.case_id ORDER BY happened.at, happened.id), ?) AS until_at
    FROM case_event AS happened JOIN support_case AS asked ON asked.id = happened.case_id
    WHERE happened.state <> '' AND asked.merged_into_id IS NULL AND asked.opened_at < ?
        AND (asked.state <> 'done' OR asked.resolved_at >= ?))
SELECT state, SUM(CASE WHEN until_at < ? THEN until_at ELSE ? END - CASE WHEN at > ? THEN at ELSE ? END) FROM turns
WHERE at < ? AND until_at > ? GROUP BY state"""
_ESCALATED = """SELECT COUNT(*), COUNT(CASE WHEN EXISTS (SELECT 1 FROM escalation WHERE escalation.case_id = asked.id) THEN 1 END)
FROM support_case AS asked WHERE asked.opened_at >= ? AND asked.opened_at < ? AND asked.merged_into_id IS NULL"""
_MADE = """SELECT level, trigger, COUNT(*), COUNT(accepted_at), COUNT(handed_back_at) FROM escalation WHERE at >= ? AND at < ?
GROUP BY level, trigger ORDER BY level, trigger"""
_APPROVALS = "SELECT COUNT(*), COUNT(CASE WHEN decision = 'approved' THEN 1 END) FROM approval WHERE at >= ? AND at < ?"
_LATE = """SELECT asked.id, asked.number, asked.subject, COALESCE(customer.name, asked.caller), asked.assignee_id, COALESCE(staff.name, ''),
    asked.priority, CASE WHEN asked.answered_at IS NULL AND asked.response_due_at = asked.next_due_at THEN 'response' ELSE 'resolution' END,
    asked.next_due_at
FROM support_case AS asked LEFT JOIN customer ON customer.id = asked.customer_id LEFT JOIN staff ON staff.id = asked.assignee_id
WHERE {where} AND asked.shelf = ''{whose} ORDER BY asked.next_due_at, asked.id LIMIT ?"""
_COUNT = "SELECT COUNT(*) FROM support_case AS asked WHERE {where} AND asked.shelf = ''{whose}"
_WHOSE = " AND (asked.assignee_id = ? OR asked.assignee_id IS NULL)"
_TARGETS = """SELECT sla.name, sla.around_the_clock, target.response_minutes, target.resolution_minutes, asked.answered_at,
    asked.response_due_at, asked.resolution_due_at, asked.sla_held, asked.sla_left, asked.response_took, asked.resolution_took,
    asked.sla_id FROM support_case AS asked LEFT JOIN sla ON sla.id = asked.sla_id
LEFT JOIN sla_target AS target ON target.sla_id = sla.id AND target.priority = asked.priority WHERE asked.id = ?"""


class Attained(NamedTuple):
    target: SlaTargetKind
    priority: str
    met: int
    missed: int


class Waiting(NamedTuple):
    """Seconds by the clock on the wall in which it was whose turn."""

    us: int
    customer: int
    other: int


class EscalationFacts(NamedTuple):
    """`cases` were opened in the period, `escalated` are those of them that ever were. The rest counts what was asked in the period."""

    cases: int
    escalated: int
    by_level: dict[str, int]
    by_trigger: dict[str, int]
    accepted: int
    handed_back: int
    approvals_asked: int
    approvals_approved: int


class DueCase(NamedTuple):
    """`target` is the one that falls due next, or fell due first."""

    id: int
    number: str
    subject: str
    customer: str
    assignee_id: int | None
    assignee: str
    priority: str
    target: SlaTargetKind
    due_at: datetime

    def minutes_late(self, now: datetime) -> int:
        """By the clock on the wall; below zero while there is time."""
        return int((now - self.due_at).total_seconds()) // MINUTE


class TargetClock(NamedTuple):
    """Seconds that the policy's clock counts. `ended_at` is when it was reached; `due_at` None while it is held. `left` is below zero
    once it is late."""

    kind: SlaTargetKind
    target: int
    took: int
    left: int
    due_at: datetime | None
    ended_at: datetime | None
    met: bool | None


class CaseClocks(NamedTuple):
    """`waited` is by the clock on the wall, since the case was opened until now or until it was solved. `turn` says who is to act."""

    sla: str
    around_the_clock: bool
    status: SlaStatus
    targets: tuple[TargetClock, ...]
    waited: Waiting
    turn: CaseStatusKind


def attainment(since: datetime, until: datetime, now: datetime | None = None) -> tuple[Attained, ...]:
    """Of targets that fell due in the period, by priority: first responses, then resolutions."""
    moments, ends = (_seconds(since), _seconds(until)), _seconds(now or utc_now())
    found: list[Attained] = []
    for target, (due, ended) in _ENDS.items():
        met, missed = _MET.format(due=due, ended=ended), _MISSED.format(due=due, ended=ended)
        rows = rows_of(_ATTAINMENT.format(met=met, missed=missed, due=due), (ends, *moments))
        found += sorted(Attained._make((target, *row)) for row in rows if row[1] or row[2])
    return tuple(found)


def attained_ids(since: datetime, until: datetime, target: SlaTargetKind, *, met: bool, now: datetime | None = None) -> "array[int]":
    """The cases behind a figure, by when they were due."""
    due, ended = _ENDS[target]
    params: tuple[int, ...] = (_seconds(since), _seconds(until))
    which = (_MET if met else _MISSED).format(due=due, ended=ended)
    return ids_of(_ATTAINED.format(due=due, which=which), params if met else (*params, _seconds(now or utc_now())))


def waiting(since: datetime, until: datetime, now: datetime | None = None) -> Waiting:
    """How long it was whose turn within the period, over all cases that were not done."""
    first, last = _seconds(since), min(_seconds(until), _seconds(now or utc_now()))
    rows = rows_of(_WAITING, (last, last, first, last, last, first, first, last, first))
    return _waiting({state: int(seconds) for state, seconds in rows})


def escalation_facts(since: datetime, until: datetime) -> EscalationFacts:
    moments = (_seconds(since), _seconds(until))
    ((cases, escalated),) = rows_of(_ESCALATED, moments)
    by_level: dict[str, int] = {}
    by_trigger: dict[str, int] = {}
    accepted = handed_back = 0
    for level, trigger, made, taken, back in rows_of(_MADE, moments):
        by_level[level] = by_level.get(level, 0) + made
        by_trigger[trigger] = by_trigger.get(trigger, 0) + made
        accepted, handed_back = accepted + taken, handed_back + back
    ((asked, approved),) = rows_of(_APPROVALS, moments)
    return EscalationFacts(cases, escalated, by_level, by_trigger, accepted, handed_back, asked, approved)


def breaches(now: datetime, limit: int = 200, staff_id: int | None = None) -> list[DueCase]:
    """Cases whose time is over, the latest first. Of one person with what is nobody's, or None: everybody's."""
    return _late(BREACHED, (_seconds(now),), staff_id, limit)


def due_soon(now: datetime, limit: int = 200, staff_id: int | None = None) -> list[DueCase]:
    """Four fifths of their time are over."""
    return _late(SOON, (_seconds(now), _seconds(now)), staff_id, limit)


def late_counts(now: datetime, staff_id: int | None = None) -> tuple[int, int]:
    """How many are due soon, and how many are late."""
    whose, person = ("", ()) if staff_id is None else (_WHOSE, (staff_id,))
    moment_now = _seconds(now)
    ((soon,),) = rows_of(_COUNT.format(where=SOON, whose=whose), (moment_now, moment_now, *person))
    ((late,),) = rows_of(_COUNT.format(where=BREACHED, whose=whose), (moment_now, *person))
    return int(soon), int(late)


def case_clocks(case_id: int, now: datetime | None = None) -> CaseClocks | None:
    """What the panel of a case shows. None for a case that is gone."""
    found, moment_now = times_of(case_id), _seconds(now or utc_now())
    if found is None:
        return None
    ((name, all_day, response, resolution, answered, answer_due, due, held, _left, response_took, resolution_took, sla_id),) = rows_of(
        _TARGETS, (case_id,)
    )
    _case, times = found
    clock = AroundTheClock() if all_day else working_clock()
    is_done = times.state == CaseStatusKind.DONE
    targets: list[TargetClock] = []
    if clock is not None and sla_id is not None:
        sla = Sla.get_or_none(id=sla_id)
        holds = holds_of(times, others=sla is None or sla.pauses_for_others)
        if response is not None:
            took = response_took if response_took is not None else clock.between(times.opened, moment_now)
            targets.append(_target(SlaTargetKind.RESPONSE, response, took, answer_due, answered, moment_now))
        if resolution is not None:
            took = resolution_took if resolution_took is not None else clock.elapsed(times.opened, moment_now, holds)
            targets.append(_target(SlaTargetKind.RESOLUTION, resolution, took, due, times.resolved if is_done else None, moment_now))
    return CaseClocks(
        name or "", bool(all_day), _status(targets, is_done=is_done, held=bool(held)), tuple(targets), _waited(times, moment_now),
        CaseStatusKind(times.state),
    )  # fmt: skip


def _late(where: str, params: Sequence[int], staff_id: int | None, limit: int) -> list[DueCase]:
    whose, person = ("", ()) if staff_id is None else (_WHOSE, (staff_id,))
    rows = rows_of(_LATE.format(where=where, whose=whose), (*params, *person, limit))
    return [DueCase._make((*row[:7], SlaTargetKind(row[7]), at(row[8]))) for row in rows]


def _target(kind: SlaTargetKind, minutes: int, took: int, due: int | None, ended: int | None, now: int) -> TargetClock:
    target = minutes * MINUTE
    met = ended <= due if ended is not None and due is not None else False if due is not None and due < now else None
    return TargetClock(kind, target, took, target - took, moment(due), moment(ended), met)


def _status(targets: Sequence[TargetClock], *, is_done: bool, held: bool) -> SlaStatus:
    if not targets:
        return SlaStatus.NONE
    if any(each.met is False for each in targets):
        return SlaStatus.FAILED
    if is_done:
        return SlaStatus.FULFILLED
    if held:
        return SlaStatus.PAUSED
    if any(each.kind == SlaTargetKind.RESPONSE and each.met is None for each in targets):
        return SlaStatus.RESPONSE_DUE
    return SlaStatus.RESOLUTION_DUE


def _waited(times: Times, now: int) -> Waiting:
    end = times.resolved if times.state == CaseStatusKind.DONE and times.resolved is not None else now
    spent: dict[str, int] = {}
    turns = [*times.turns, (end, "")]
    for (since, state), (until, _next) in pairwise(turns):
        spent[state] = spent.get(state, 0) + max(min(until, end) - since, 0)
    return _waiting(spent)


def _waiting(spent: dict[str, int]) -> Waiting:
    kinds = (CaseStatusKind.OPEN, CaseStatusKind.WAITING_CUSTOMER, CaseStatusKind.WAITING_OTHER)
    return Waiting(*(spent.get(kind, 0) for kind in kinds))


def _seconds(when: datetime) -> int:
    return int(when.timestamp())
