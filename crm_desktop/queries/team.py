"""Who does how much: open work and time spent of every colleague, who is there, and who works together."""

from datetime import date, datetime
from typing import NamedTuple

from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.queries.lists import day, rows_of


class Load(NamedTuple):
    """One colleague's open work now. `late` are cases whose time is over. `away_until`: absent today, until that day."""

    staff_id: int
    version: int
    name: str
    login: str
    role: str
    availability: str
    languages: str
    specialities: str
    away_until: date | None
    cases: int
    late: int
    urgent: int
    escalations: int
    follow_ups: int


class Spent(NamedTuple):
    """`seconds` were spent on `contacts`, from their start to the end of the work after them; `calls` are those by phone, and
    `call_seconds` what they took. `solved` counts cases that somebody solved."""

    staff_id: int
    contacts: int
    seconds: int
    calls: int
    call_seconds: int
    solved: int

    @property
    def per_call(self) -> int | None:
        """Seconds; None without a call."""
        return self.call_seconds // self.calls if self.calls else None


class Absence(NamedTuple):
    id: int
    version: int
    staff_id: int
    name: str
    from_on: date
    until_on: date
    reason: str


class TeamRow(NamedTuple):
    id: int
    version: int
    name: str
    members: tuple[int, ...]


_STAFF = """SELECT staff.id, staff.version, staff.name, staff.login, staff.role, staff.availability, staff.languages, staff.specialities,
    (SELECT MAX(until_on) FROM staff_absence WHERE staff_absence.staff_id = staff.id AND from_on <= ? AND until_on >= ?)
FROM staff WHERE staff.active AND staff.role <> 'auditor' ORDER BY staff.name, staff.id"""
_CASES = """SELECT assignee_id, COUNT(*), COUNT(CASE WHEN next_due_at < ? THEN 1 END), COUNT(CASE WHEN priority = 'urgent' THEN 1 END)
FROM support_case WHERE assignee_id IS NOT NULL AND state <> 'done' AND shelf = '' GROUP BY assignee_id"""
_ESCALATIONS = """SELECT COALESCE(accepted_by_id, to_staff_id), COUNT(*) FROM escalation
WHERE state <> 'handed_back' AND COALESCE(accepted_by_id, to_staff_id) IS NOT NULL GROUP BY 1"""
_FOLLOW_UPS = "SELECT owner_id, COUNT(*) FROM follow_up WHERE state = 'open' AND owner_id IS NOT NULL GROUP BY owner_id"
_END = "COALESCE(held.wrap_up_ended_at, held.ended_at)"
_CONTACTS = f"""SELECT held.staff_id, COUNT(*), COALESCE(SUM({_END} - held.started_at), 0),
    COUNT(CASE WHEN channel.kind = 'phone' AND {_END} IS NOT NULL THEN 1 END),
    COALESCE(SUM(CASE WHEN channel.kind = 'phone' THEN {_END} - held.started_at END), 0)
FROM interaction AS held JOIN channel ON channel.id = held.channel_id
WHERE held.staff_id IS NOT NULL AND held.started_at >= ? AND held.started_at < ? GROUP BY held.staff_id"""
_SOLVED = """SELECT staff_id, COUNT(*) FROM case_event WHERE state = 'done' AND staff_id IS NOT NULL AND at >= ? AND at < ?
GROUP BY staff_id"""
_ABSENCES = """SELECT away.id, away.version, away.staff_id, staff.name, away.from_on, away.until_on, away.reason
FROM staff_absence AS away JOIN staff ON staff.id = away.staff_id WHERE away.until_on >= ? ORDER BY away.from_on, away.id"""


def open_work(now: datetime | None = None) -> tuple[Load, ...]:
    """Everybody who can be given work, by name."""
    moment = now or utc_now()
    today = _today(moment).isoformat()
    cases = {row[0]: row[1:] for row in rows_of(_CASES, (int(moment.timestamp()),))}
    helped, promised = dict(rows_of(_ESCALATIONS)), dict(rows_of(_FOLLOW_UPS))
    return tuple(
        Load._make(
            (
                *row[:8],
                day(row[8]) if row[8] else None,
                *cases.get(row[0], (0, 0, 0)),
                helped.get(row[0], 0),
                promised.get(row[0], 0),
            )
        )
        for row in rows_of(_STAFF, (today, today))
    )


def time_spent(since: datetime, until: datetime) -> tuple[Spent, ...]:
    """Of everybody who did something in the period."""
    moments = (int(since.timestamp()), int(until.timestamp()))
    solved = dict(rows_of(_SOLVED, moments))
    contacts = {row[0]: tuple(map(int, row[1:])) for row in rows_of(_CONTACTS, moments)}
    return tuple(
        Spent._make((staff_id, *contacts.get(staff_id, (0, 0, 0, 0)), solved.get(staff_id, 0)))
        for staff_id in sorted(contacts.keys() | solved.keys())
    )


def absences(since: date | None = None) -> list[Absence]:
    """Those that last until this day or longer; None: today."""
    first = (since or _today(utc_now())).isoformat()
    return [
        Absence._make((*row[:4], date.fromisoformat(row[4]), date.fromisoformat(row[5]), row[6])) for row in rows_of(_ABSENCES, (first,))
    ]


def teams() -> list[TeamRow]:
    members: dict[int, list[int]] = {}
    for team_id, staff_id in rows_of("SELECT team_id, staff_id FROM team_member ORDER BY team_id, id"):
        members.setdefault(team_id, []).append(staff_id)
    rows = rows_of("SELECT id, version, name FROM team ORDER BY name, id")
    return [TeamRow._make((*row, tuple(members.get(row[0], ())))) for row in rows]


def call_target() -> int:
    """Seconds that a call should take at most, with the work after it; 0: no target."""
    return next((int(row[0]) for row in rows_of("SELECT call_target_seconds FROM company")), 0)


def _today(moment: datetime) -> date:
    ((zone,),) = rows_of("SELECT zone FROM company")
    return local_day(moment, zone_of(zone))
