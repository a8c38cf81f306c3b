"""By when cases are to be answered and settled: derived from policies, hours and the raw times of what happened.

A case that is done stays judged by what counted then: hours and policies that change later change nothing about it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from crm_desktop.core.dates import FAR, zone_of
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.core.sla_clock import MINUTE, WARN_AT, AroundTheClock, Clock, Due, Hold, NoWorkingTime, WorkingClock
from crm_desktop.core.working_hours import Hours
from crm_desktop.data.database import database, execute_many, fetch
from crm_desktop.data.models import BusinessHours, Company, Holiday, Record, Sla, SlaTarget
from crm_desktop.data.models.sla import CaseFacts

Ids = Mapping[type[Record], Collection[int]]
TERMS: tuple[type[Record], ...] = (Sla, SlaTarget, BusinessHours, Holiday, Company)
"""What every case that is not done is counted anew by."""
_CHUNK = 500
_NOTHING = Due(None)
_COLUMNS = (
    "sla_id", "response_due_at", "resolution_due_at", "next_due_at", "next_warn_at", "sla_held", "sla_left", "response_took",
    "resolution_took", "answered_at", "judged_at",
)  # fmt: skip
_CASES = f"""SELECT asked.id, asked.kind, asked.priority, COALESCE(customer.vip, FALSE), asked.team_id, asked.channel_id, asked.opened_at,
    asked.state, asked.first_response_at, asked.resolved_at, asked.merged_into_id, {", ".join(f"asked.{name}" for name in _COLUMNS)}
FROM support_case AS asked LEFT JOIN customer ON customer.id = asked.customer_id WHERE asked.id IN ({{}})"""
_EVENTS = "SELECT case_id, at, state FROM case_event WHERE state <> '' AND case_id IN ({}) ORDER BY case_id, at, id"
_UPDATE = f"UPDATE support_case SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"
_COUNTED = "SELECT id FROM support_case WHERE (state <> 'done' OR sla_id IS NULL)"


class Times(NamedTuple):
    """What happened to a case, in seconds. `turns`: since when it was whose turn, in order."""

    opened: int
    state: str
    answered: int | None
    resolved: int | None
    turns: Sequence[tuple[int, str]]


class Dues(NamedTuple):
    """One case's derived columns. `answered_at`: the first answer, or when it was solved without one."""

    sla_id: int | None = None
    response_due_at: int | None = None
    resolution_due_at: int | None = None
    next_due_at: int = FAR
    next_warn_at: int = FAR
    sla_held: bool = False
    sla_left: int | None = None
    response_took: int | None = None
    resolution_took: int | None = None
    answered_at: int | None = None
    judged_at: int | None = None


class Promise(NamedTuple):
    """What counts for a case; minutes, None where nothing is promised. Without working hours there may be no clock."""

    sla_id: int | None
    clock: Clock | None
    response: int | None
    resolution: int | None
    pauses_for_others: bool


class Terms:
    """Every policy, and a clock for each way of counting. Read once for many cases."""

    def __init__(self) -> None:
        self._slas = list(Sla.select().where(Sla.active).order_by(Sla.position, Sla.id))
        self._targets = {(row.sla_id, row.priority): row for row in SlaTarget.select()}
        self._all_day, self.working = AroundTheClock(), working_clock()
        self._promises: dict[CaseFacts, Promise] = {}

    def sla_of(self, case: CaseFacts) -> Sla | None:
        fitting = (sla for sla in self._slas if not sla.fallback and sla.fits(case))
        return next(fitting, None) or next((sla for sla in self._slas if sla.fallback), None)

    def promise(self, case: CaseFacts) -> "Promise":
        """The same for all cases of which rules see the same."""
        found = self._promises.get(case)
        if found is None:
            found = self._promises[case] = self._promise(case)
        return found

    def _promise(self, case: CaseFacts) -> "Promise":
        sla = self.sla_of(case)
        if sla is None:
            return Promise(None, self.working, None, None, True)
        target = self._targets.get((sla.id, case.priority))
        minutes = (target.response_minutes, target.resolution_minutes) if target is not None else (None, None)
        return Promise(sla.id, self._all_day if sla.around_the_clock else self.working, *minutes, sla.pauses_for_others)


def working_clock() -> Clock | None:
    """The company's; None without working hours."""
    hours = [Hours(row.weekday, row.opens, row.closes) for row in BusinessHours.select()]
    company = Company.get_or_none(id=1)
    if not hours or company is None:
        return None
    return WorkingClock(hours, {row.day for row in Holiday.select()}, zone_of(company.zone))


def refresh_dues(changed: Ids, cases: Collection[int]) -> None:
    """`cases` were reached themselves; terms that changed reach all that are not done."""
    if any(changed.get(model) for model in TERMS):
        cases = {*cases, *(row[0] for row in fetch(_COUNTED))}
    set_dues(cases)


def set_dues(ids: Collection[int]) -> None:
    if not ids:
        return
    terms, ordered = Terms(), sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        marks = ", ".join([database.param] * len(some))
        turns = {case_id: [row[1:] for row in rows] for case_id, rows in groupby(fetch(_EVENTS.format(marks), some), key=itemgetter(0))}
        fresh = (_fresh(row, turns.get(row[0], ()), terms) for row in fetch(_CASES.format(marks), some))
        execute_many(_UPDATE, [values for values in fresh if values is not None])


def times_of(case_id: int) -> tuple[CaseFacts, Times] | None:
    """What a single case's clock is made of."""
    turns = [row[1:] for row in fetch(_EVENTS.format(database.param), (case_id,))]
    return next((_read(row, turns) for row in fetch(_CASES.format(database.param), (case_id,))), None)


def holds_of(times: Times, *, others: bool) -> list[Hold]:
    """When nothing was expected of us: while a customer or, with `others`, somebody else was waited for, and while it was done before."""
    waits = {CaseStatusKind.WAITING_CUSTOMER, CaseStatusKind.DONE, *((CaseStatusKind.WAITING_OTHER,) if others else ())}
    ends = [*(at for at, _state in times.turns[1:]), *([None] if times.turns else [])]
    holds = [Hold(since, until) for (since, state), until in zip(times.turns, ends, strict=True) if state in waits]
    return holds[:-1] if times.state == CaseStatusKind.DONE and holds else holds


def _fresh(row: Sequence[Any], turns: Sequence[tuple[int, str]], terms: Terms) -> tuple[Any, ...] | None:
    """Values to write; None where nothing differs."""
    stored = Dues(*row[11:])
    case, times = _read(row, turns)
    if times.state == CaseStatusKind.DONE and stored.sla_id is not None and stored.judged_at == times.resolved and row[10] is None:
        return None
    dues = Dues() if row[10] is not None else _dues(terms.promise(case), times)
    return None if dues == stored else (*dues, row[0])


def _read(row: Sequence[Any], turns: Sequence[tuple[int, str]]) -> tuple[CaseFacts, Times]:
    return CaseFacts(row[1], row[2], bool(row[3]), row[4], row[5]), Times(row[6], row[7], row[8], row[9], turns)


def _dues(promise: Promise, times: Times) -> Dues:
    sla_id, clock, response, resolution, others = promise
    if clock is None:
        return Dues(sla_id=sla_id, answered_at=_answered(times))
    holds, is_done = holds_of(times, others=others), times.state == CaseStatusKind.DONE
    answered = _answered(times)
    answer = _due(clock, times.opened, response, ())
    settled = _due(clock, times.opened, resolution, holds)
    running = [] if answered is not None or response is None else [(answer, _warning(clock, times.opened, response, ()))]
    if not is_done and resolution is not None:
        running.append((settled, _warning(clock, times.opened, resolution, holds)))
    held = not is_done and bool(holds) and holds[-1].end is None
    return Dues(
        sla_id=sla_id,
        response_due_at=answer.at,
        resolution_due_at=settled.at,
        next_due_at=min((due.at for due, _warn in running if due.at is not None), default=FAR),
        next_warn_at=min((warn.at for _due, warn in running if warn.at is not None), default=FAR),
        sla_held=held,
        sla_left=settled.left if held and resolution is not None and settled.at is None else None,
        response_took=None if answered is None else clock.between(times.opened, answered),
        resolution_took=clock.elapsed(times.opened, times.resolved, holds) if is_done and times.resolved is not None else None,
        answered_at=answered,
        judged_at=times.resolved if is_done else None,
    )


def _due(clock: Clock, opened: int, minutes: int | None, holds: Sequence[Hold]) -> Due:
    return _after(clock, opened, minutes and minutes * MINUTE, holds)


def _warning(clock: Clock, opened: int, minutes: int, holds: Sequence[Hold]) -> Due:
    return _after(clock, opened, round(minutes * MINUTE * WARN_AT), holds)


def _after(clock: Clock, opened: int, seconds: int | None, holds: Sequence[Hold]) -> Due:
    """Hours may have become so few that it never comes: then nothing falls due."""
    if seconds is None:
        return _NOTHING
    try:
        return clock.due(opened, seconds, holds)
    except NoWorkingTime:
        return _NOTHING


def _answered(times: Times) -> int | None:
    solved = [at for at, state in times.turns if state == CaseStatusKind.DONE]
    return min([*solved, *([] if times.answered is None else [times.answered])], default=None)


def cases_of(ids: Collection[int]) -> Iterable[int]:
    """Cases that are not done of customers who may have become, or ceased to be, a VIP."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        marks = ", ".join([database.param] * len(some))
        yield from (row[0] for row in fetch(f"{_COUNTED} AND customer_id IN ({marks})", some))
