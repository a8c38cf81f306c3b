"""What a report says about people, looked up when it is printed: kept figures hold numbers and logins, never names."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import at, moment, rows_of

_AT_ONCE = 400


def customer_names(numbers: Collection[str]) -> dict[str, str | None]:
    """None for an erased customer; one who is not there is left out."""
    return {
        number: None if status == CustomerStatus.ANONYMISED else name
        for part in _parts(numbers)
        for number, name, status in rows_of(f"SELECT number, name, status FROM customer WHERE number IN ({_marks(part)})", part)
    }


def staff_names() -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of("SELECT login, name FROM staff")}


def staff_logins() -> dict[int, str]:
    return {row[0]: row[1] for row in rows_of("SELECT id, login FROM staff")}


def follow_up_titles(numbers: Collection[str]) -> dict[str, str]:
    return {
        row[0]: row[1]
        for part in _parts(numbers)
        for row in rows_of(f"SELECT number, title FROM follow_up WHERE number IN ({_marks(part)})", part)
    }


def _parts(numbers: Collection[str]) -> Iterator[tuple[str, ...]]:
    given = tuple(sorted(numbers))
    for start in range(0, len(given), _AT_ONCE):
        yield given[start : start + _AT_ONCE]


def _marks(part: tuple[str, ...]) -> str:
    return ", ".join("?" * len(part))


class Listed(NamedTuple):
    """One interaction of the listing. `customer` None: nobody we know, or erased; `caller` says who it was as noted."""

    started_at: datetime
    number: str
    customer_number: str | None
    customer: str
    is_erased: bool
    caller: str
    channel: str
    direction: str
    reason_id: int | None
    summary: str
    staff: str
    outcome: str
    ended_at: datetime | None


def every_interaction(scope: Scope) -> list[Listed]:
    """In the order they began."""
    text = f"""
SELECT held.started_at, held.number, customer.number, COALESCE(customer.name, ''), COALESCE(customer.status, ''), held.caller, channel.name,
    held.direction, held.reason_id, held.summary, COALESCE(staff.name, ''), held.outcome, COALESCE(held.wrap_up_ended_at, held.ended_at)
FROM interaction AS held JOIN channel ON channel.id = held.channel_id
LEFT JOIN customer ON customer.id = held.customer_id LEFT JOIN staff ON staff.id = held.staff_id
WHERE {scope.where("held.started_at", "held.staff_id")} ORDER BY held.started_at, held.id"""
    return [
        Listed._make((at(row[0]), *row[1:4], row[4] == CustomerStatus.ANONYMISED, *row[5:12], moment(row[12])))
        for row in rows_of(text, scope.params)
    ]
