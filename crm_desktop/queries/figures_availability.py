"""How much working time everybody had: the company's hours within a period, less the days on which they were away."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.actors import Role
from crm_desktop.core.sla_clock import Hold, WorkingClock, working_clock_of
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.figures_company import Range
from crm_desktop.queries.lists import rows_of

_STAFF = f"""SELECT staff.id, staff.active, staff.created_at,
    (SELECT MIN(started_at) FROM interaction WHERE interaction.staff_id = staff.id),
    (SELECT MAX(started_at) FROM interaction WHERE interaction.staff_id = staff.id)
FROM staff WHERE staff.role <> '{Role.AUDITOR}' ORDER BY staff.id"""
_AWAY = "SELECT staff_id, from_on, until_on FROM staff_absence ORDER BY staff_id, from_on"


class Colleague(NamedTuple):
    """Whose time counts: since they were added, or since their first interaction if that was earlier, as with what was imported; who has
    left was there until their last. `end` None: still. `away`: first and last day of each absence."""

    id: int
    start: int
    end: int | None
    away: Sequence[tuple[date, date]]


def colleagues() -> list[Colleague]:
    away: dict[int, list[tuple[date, date]]] = {}
    for staff_id, *days in rows_of(_AWAY):
        first, last = map(date.fromisoformat, days)
        away.setdefault(staff_id, []).append((first, last))
    found = []
    for staff_id, is_active, added, first, last in rows_of(_STAFF):
        start = added if first is None else min(added, first)
        found.append(Colleague(staff_id, start, None if is_active else start if last is None else last, away.get(staff_id, ())))
    return found


class Week(NamedTuple):
    """The company's hours, its holidays and its clock on the wall."""

    opening: Sequence[Range]
    holidays: Collection[str]
    zone: ZoneInfo


def available(scope: Scope, until: int, week: Week, people: Sequence[Colleague]) -> dict[int, int]:
    """Seconds by person, up to the moment the data goes to; who had none is left out. Nothing without working hours."""
    if not week.opening:
        return {}
    stop, clock = min(scope.end, until + 1), _clock(week)
    found = {}
    for person in people:
        begin, end = max(scope.start, person.start), stop if person.end is None else min(stop, person.end)
        if begin < end and (not scope.staff or person.id in scope.staff):
            found[person.id] = clock.elapsed(begin, end, _away(person, scope, week.zone))
    return {person: seconds for person, seconds in found.items() if seconds}


def _clock(week: Week) -> WorkingClock:
    return working_clock_of((each.hours for each in week.opening), map(date.fromisoformat, week.holidays), week.zone)


def _away(person: Colleague, scope: Scope, zone: ZoneInfo) -> list[Hold]:
    """Absences that lie in the period; both their days count whole."""
    found = []
    for first, last in person.away:
        start, end = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
        if start < scope.end and end > scope.start:
            found.append(Hold(max(start, scope.start), min(end, scope.end)))
    return found


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())
