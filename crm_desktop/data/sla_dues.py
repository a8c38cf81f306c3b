"""By when cases are to be answered and settled: derived from policies, hours and the raw times of what happened.

A case that is done stays judged by what counted then: hours and policies that change later change nothing about it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress, groupby
from operator import itemgetter, ne
from typing import Any, NamedTuple

from crm_desktop.core.dates import FAR, zone_of
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.core.sla_clock import MINUTE, WARN_AT, AroundTheClock, Clock, Hold, working_clock_of
from crm_desktop.core.working_hours import Hours
from crm_desktop.data.database import database, execute_many, fetch
from crm_desktop.data.models import BusinessHours, Company, Holiday, Record, Sla, SlaTarget
from crm_desktop.data.models.sla import CaseFacts

Ids = Mapping[type[Record], Collection[int]]
TERMS: tuple[type[Record], ...] = (Sla, SlaTarget, BusinessHours, Holiday, Company)
"""What every case that is not done is counted anew by."""
_CHUNK = 2_000
_DONE = CaseStatusKind.DONE.value
_NOTHING = (None, None)
_WAITS = (frozenset({CaseStatusKind.WAITING_CUSTOMER, CaseStatusKind.DONE}), frozenset({*CaseStatusKind} - {CaseStatusKind.OPEN}))
"""While these nothing is expected of us: where others count, and where they pause the clock too."""
_COLUMNS = (
    "sla_id", "response_due_at", "resolution_due_at", "next_due_at", "next_warn_at", "sla_held", "sla_left", "response_took",
    "resolution_took", "answered_at", "judged_at",
)  # fmt: skip
_CASES = f"""SELECT asked.id, asked.kind, asked.priority, COALESCE(customer.vip, FALSE), asked.team_id, asked.channel_id, asked.opened_at,
    asked.state, asked.first_response_at, asked.resolved_at, asked.merged_into_id, {", ".join(f"asked.{name}" for name in _COLUMNS)}
FROM support_case AS asked LEFT JOIN customer ON customer.id = asked.customer_id WHERE asked.id IN ({{}})"""
_EVENTS = "SELECT case_id, at, state FROM case_event WHERE state <> '' AND case_id IN ({}) ORDER BY case_id, at, id"
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


_MERGED = Dues()


class Promise(NamedTuple):
    """What counts for a case: after how many seconds it is late, and nearly late; empty where nothing is promised. Without working
    hours there may be no clock."""

    sla_id: int | None
    clock: Clock | None
    response: tuple[int, ...]
    resolution: tuple[int, ...]
    pauses_for_others: bool


class Terms:
    """Every policy, and a clock for each way of counting. Read once for many cases."""

    def __init__(self) -> None:
        self._slas = list(Sla.select().where(Sla.active).order_by(Sla.position, Sla.id))
        self._targets = {(row.sla_id, row.priority): row for row in SlaTarget.select()}
        self._all_day, self.working = AroundTheClock(), working_clock()
        self._promises: dict[tuple[Any, ...], Promise] = {}

    def sla_of(self, case: CaseFacts) -> Sla | None:
        fitting = (sla for sla in self._slas if not sla.fallback and sla.fits(case))
        return next(fitting, None) or next((sla for sla in self._slas if sla.fallback), None)

    def promise(self, seen: tuple[Any, ...]) -> "Promise":
        """The same for all cases of which rules see the same: kind, priority, VIP, team and channel as the store has them."""
        found = self._promises.get(seen)
        if found is None:
            found = self._promises[seen] = self._promise(_facts(seen))
        return found

    def _promise(self, case: CaseFacts) -> "Promise":
        sla = self.sla_of(case)
        if sla is None:
            return Promise(None, self.working, (), (), True)
        target = self._targets.get((sla.id, case.priority))
        limits = (_limits(target.response_minutes), _limits(target.resolution_minutes)) if target is not None else ((), ())
        return Promise(sla.id, self._all_day if sla.around_the_clock else self.working, *limits, sla.pauses_for_others)


def _limits(minutes: int | None) -> tuple[int, ...]:
    return () if minutes is None else (minutes * MINUTE, round(minutes * MINUTE * WARN_AT))


def working_clock() -> Clock | None:
    """The company's; None without working hours."""
    hours = [Hours(row.weekday, row.opens, row.closes) for row in BusinessHours.select()]
    company = Company.get_or_none(id=1)
    if not hours or company is None:
        return None
    return working_clock_of(hours, (row.day for row in Holiday.select()), zone_of(company.zone))


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
        _write(_changes(fetch(_CASES.format(marks), some), turns, terms))


def _changes(
    rows: Sequence[tuple[Any, ...]], turns: Mapping[int, Sequence[tuple[int, str]]], terms: Terms
) -> dict[tuple[bool, ...], list[tuple[Any, ...]]]:
    """Values to write, by which columns differ: one that stays as it is would cost its index as much as one that changes."""
    found: dict[tuple[bool, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        stored = row[11:]
        fresh = _fresh(row, stored, turns.get(row[0], ()), terms)
        if fresh != stored:
            differ = tuple(map(ne, fresh, stored))
            found.setdefault(differ, []).append((*compress(fresh, differ), row[0]))
    return found


def _write(changes: Mapping[tuple[bool, ...], Sequence[Sequence[Any]]]) -> None:
    for differ, rows in changes.items():
        names = ", ".join(f"{name} = ?" for name in compress(_COLUMNS, differ))
        execute_many(f"UPDATE support_case SET {names} WHERE id = ?", rows)


def times_of(case_id: int) -> tuple[CaseFacts, Times] | None:
    """What a single case's clock is made of."""
    turns = [row[1:] for row in fetch(_EVENTS.format(database.param), (case_id,))]
    rows = fetch(_CASES.format(database.param), (case_id,))
    return next(((_facts(row[1:6]), Times(row[6], row[7], row[8], row[9], turns)) for row in rows), None)


def holds_of(times: Times, *, others: bool) -> list[Hold]:
    """When nothing was expected of us: while a customer or, with `others`, somebody else was waited for, and while it was done before."""
    waits, since, found = _WAITS[others], None, []
    for at, state in times.turns:
        if since is not None:
            found.append(Hold(since, at))
        since = at if state in waits else None
    if since is not None and times.state != _DONE:
        found.append(Hold(since, None))
    return found


def _fresh(row: tuple[Any, ...], stored: tuple[Any, ...], turns: Sequence[tuple[int, str]], terms: Terms) -> tuple[Any, ...]:
    """As stored where it stays judged by what counted then."""
    opened, state, answered, resolved, merged_into = row[6:11]
    if merged_into is not None:
        return _MERGED
    if state == _DONE and stored[0] is not None and stored[-1] == resolved:
        return stored
    return _dues(terms.promise(row[1:6]), Times(opened, state, answered, resolved, turns))


def _facts(seen: Sequence[Any]) -> CaseFacts:
    kind, priority, vip, team_id, channel_id = seen
    return CaseFacts(kind, priority, bool(vip), team_id, channel_id)


def _dues(promise: Promise, times: Times) -> Dues:
    sla_id, clock, response, resolution, others = promise
    opened, state, _first, resolved, turns = times
    answered = _answered(times)
    if clock is None:
        return Dues(sla_id=sla_id, answered_at=answered)
    holds, is_done = holds_of(times, others=others) if turns else [], state == _DONE
    if holds or not response or not resolution:
        answer, answer_warning = clock.moments(opened, response) if response else _NOTHING
        settled, warning = clock.moments(opened, resolution, holds) if resolution else _NOTHING
    else:
        answer, answer_warning, settled, warning = clock.moments(opened, response + resolution)
    next_due_at, next_warn_at = (FAR, FAR) if is_done else (settled or FAR, warning or FAR)
    if answered is None:
        next_due_at, next_warn_at = min(next_due_at, answer or FAR), min(next_warn_at, answer_warning or FAR)
    held = not is_done and bool(holds) and holds[-1].end is None
    return Dues(
        sla_id,
        answer,
        settled,
        next_due_at,
        next_warn_at,
        held,
        clock.due(opened, resolution[0], holds).left if held and resolution and settled is None else None,
        None if answered is None else clock.between(opened, answered),
        clock.elapsed(opened, resolved, holds) if is_done and resolved is not None else None,
        answered,
        resolved if is_done else None,
    )


def _answered(times: Times) -> int | None:
    found = [at for at, state in times.turns if state == _DONE]
    return min(found, default=None) if times.answered is None else min((times.answered, *found))


def cases_of(ids: Collection[int]) -> Iterable[int]:
    """Cases that are not done of customers who may have become, or ceased to be, a VIP."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        marks = ", ".join([database.param] * len(some))
        yield from (row[0] for row in fetch(f"{_COUNTED} AND customer_id IN ({marks})", some))
