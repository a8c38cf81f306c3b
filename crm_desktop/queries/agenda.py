"""What stands in the calendar: appointments and follow-ups of some days, each time of a series for itself."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import DAY_MINUTES, day_bounds, local_day, span, zone_of
from crm_desktop.core.recurrence import occurrences
from crm_desktop.queries.columns import in_sight
from crm_desktop.queries.lists import in_order, rows_by_ids, rows_of
from crm_desktop.queries.to_do import Whose

SHORT = timedelta(minutes=30)
"""How long a follow-up is drawn: it has a time, but lasts as long as it takes."""
MOST = 2_000
"""Follow-ups a calendar shows at most; who has more in six weeks reads them in the list."""


class Block(NamedTuple):
    """`begins` and `ends` are UTC; `all_day` ones have no time. `day` is the wall day of this time of it, in its own zone.

    `is_repeat` says that it is a later time of a follow-up's series, made when the one before is done:
    it can be looked at, not moved.
    """

    entity: Entity
    record_id: int
    version: int
    title: str
    customer_id: int | None
    customer: str
    begins: datetime
    ends: datetime
    all_day: bool
    day: date
    time: str
    zone: str
    repeats: bool
    is_repeat: bool
    is_done: bool
    urgent: bool
    owner: str
    place: str
    link: str
    phone: str


_PHONE = """COALESCE((SELECT point.value FROM contact_point AS point WHERE point.customer_id = {}.customer_id
    AND point.kind IN ('phone', 'mobile') AND NOT point.invalid AND NOT point.opted_out ORDER BY point.main DESC, point.id LIMIT 1), '')"""
_FOLLOW_UPS = f"""
SELECT wanted.id, wanted.version, wanted.title, wanted.customer_id, COALESCE(customer.name, ''), wanted.due_on, wanted.due_time,
    wanted.zone, wanted.recurrence, wanted.state, wanted.priority, COALESCE(staff.name, ''), {_PHONE.format("wanted")}
FROM follow_up AS wanted
LEFT JOIN customer ON customer.id = wanted.customer_id
LEFT JOIN staff ON staff.id = wanted.owner_id
WHERE {{}} AND {in_sight("wanted.id", "follow_up")}"""
_APPOINTMENTS = f"""
SELECT met.id, met.version, met.title, met.customer_id, COALESCE(customer.name, ''), met.starts_on, met.starts_time, met.zone,
    met.recurrence, met.state, COALESCE(staff.name, ''), {_PHONE.format("met")}, met.minutes, met.except_days, met.place, met.link
FROM appointment AS met
LEFT JOIN customer ON customer.id = met.customer_id
LEFT JOIN staff ON staff.id = met.owner_id
WHERE """
_PLANNED = f"{_APPOINTMENTS}met.state <> 'cancelled' AND met.starts_at < ? AND (met.recurrence <> '' OR met.ends_at > ?)"


def agenda(whose: Whose, first: date, last: date, zone: ZoneInfo) -> list[Block]:
    """Of these days of `zone`, by when they begin, those without a time first. Closed follow-ups are left out, cancelled meetings too."""
    start, end = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
    found = [*_follow_ups(whose, start, end, zone), *_appointments(whose, start, end, zone)]
    return sorted(found, key=_place)


def appointments_on(whose: Whose, first: date, last: date, zone: ZoneInfo) -> list[Block]:
    """The same without the follow-ups."""
    start, end = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
    return sorted(_appointments(whose, start, end, zone), key=_place)


def appointments_of(ids: Sequence[int]) -> list[Block]:
    """Just these in their order, whatever became of them; a series where it begins."""
    found = {row[0]: _met(row, date.fromisoformat(row[5])) for row in rows_by_ids(_APPOINTMENTS + "met.id IN ({ids})", ids)}
    return in_order(ids, found)


def _place(block: Block) -> tuple[bool, datetime, str, int]:
    return not block.all_day, block.begins, block.title, block.record_id


def _follow_ups(whose: Whose, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Block]:
    wheres, values = ["wanted.state = 'open'"], list[Any]()
    if whose.staff_ids:
        wheres.append(f"wanted.owner_id IN ({', '.join('?' * len(whose.staff_ids))})")
        values += whose.staff_ids
    # What repeats has one open row; its later times come of its rule.
    wheres.append("(wanted.due_at >= ? OR wanted.recurrence <> '') AND wanted.due_at < ?")
    text = _FOLLOW_UPS.format(" AND ".join(wheres)) + " ORDER BY wanted.due_at, wanted.id LIMIT ?"
    for row in rows_of(text, (*values, int(start.timestamp()), int(end.timestamp()), MOST)):
        begins_on, rule = date.fromisoformat(row[5]), row[8]
        days = occurrences(rule, begins_on, local_day(start, zone) - timedelta(1), local_day(end, zone)) if rule else [begins_on]
        for each in days:
            block = _promised(row, each, each > begins_on)
            if block.begins < end and block.ends > start:
                yield block


def _promised(row: Sequence[Any], day: date, is_repeat: bool) -> Block:
    begins, ends = span(day, row[6], int(SHORT.total_seconds() // 60), zone_of(row[7]))
    return Block(
        Entity.FOLLOW_UP, row[0], row[1], row[2], row[3], row[4], begins, ends, not row[6], day, row[6], row[7], bool(row[8]), is_repeat,
        row[9] != "open", row[10] in ("high", "urgent"), row[11], "", "", row[12],
    )  # fmt: skip


def _appointments(whose: Whose, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Block]:
    text, values = _PLANNED, [int(end.timestamp()), int(start.timestamp())]
    if whose.staff_ids:
        marks = ", ".join("?" * len(whose.staff_ids))
        text += f" AND (met.owner_id IN ({marks}) OR met.id IN (SELECT appointment_id FROM attendee WHERE staff_id IN ({marks})))"
        values += [*whose.staff_ids, *whose.staff_ids]
    for row in rows_of(text, values):
        for each in _days(row, local_day(start, zone), local_day(end, zone)):
            block = _met(row, each)
            if block.begins < end and block.ends > start:
                yield block


def _met(row: Sequence[Any], day: date) -> Block:
    begins, ends = span(day, row[6], row[12], zone_of(row[7]))
    return Block(
        Entity.APPOINTMENT, row[0], row[1], row[2], row[3], row[4], begins, ends, not row[6], day, row[6], row[7],
        bool(row[8]), False, row[9] != "planned", False, row[10], row[14], row[15], row[11],
    )  # fmt: skip


def _days(row: Sequence[Any], first: date, last: date) -> list[date]:
    """A day more at both ends, for its zone may be another; and as many before as one of them lasts."""
    begins_on = date.fromisoformat(row[5])
    if not row[8]:
        return [begins_on]
    skipped = tuple(map(date.fromisoformat, filter(None, row[13].split(","))))
    return occurrences(row[8], begins_on, first - timedelta(2 + row[12] // DAY_MINUTES), last + timedelta(1), skipped)
