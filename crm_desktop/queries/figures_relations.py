"""Who has not been in touch for long, what ends or renews soon, whose birthday comes.

Unlike what happened, this is about whom to turn to: customers in the archive or the trash are left out.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.core.kinds_of_trade import AgreementState
from crm_desktop.queries.lists import rows_of

_HELD = "SELECT 1 FROM interaction AS held WHERE held.customer_id = customer.id AND held.started_at"
_PLACED = "SELECT 1 FROM sales_order AS placed WHERE placed.customer_id = customer.id AND placed.ordered_at"
_SILENT = f"""customer.status = '{CustomerStatus.ACTIVE}' AND customer.shelf = ''
    AND (+customer.last_contact_at < ? OR +customer.last_contact_at >= ? AND NOT EXISTS ({_HELD} >= ? AND held.started_at < ?))
    AND NOT EXISTS ({_PLACED} >= ? AND placed.ordered_at < ?)
    AND (customer.last_contact_at > 0 AND customer.last_contact_at < ? OR EXISTS ({_HELD} < ?) OR EXISTS ({_PLACED} < ?))"""
"""For `_silence` of a time: `last_contact_at`, the newest of all, answers for nearly everybody. The plus keeps SQLite from its index,
by which it would fetch half of all customers one by one."""


def _silence(since: int, end: int) -> tuple[int, ...]:
    return (since, end) * 3 + (since,) * 3


_THERE = f"customer.status <> '{CustomerStatus.ANONYMISED}' AND customer.shelf = ''"


def silent_customers(since: int, end: int) -> int:
    """Active customers with neither interaction nor order from `since` to before `end`, who had one before."""
    ((count,),) = rows_of(f"SELECT COUNT(*) FROM customer WHERE {_SILENT}", _silence(since, end))
    return int(count)


class Silent(NamedTuple):
    """`spent` in the company's currency, as it is stored; `last_at` is their newest interaction or order before."""

    number: str
    spent: int
    last_at: int


def most_missed(since: int, end: int, limit: int) -> list[Silent]:
    """Of the silent customers those who spent most."""
    text = f"""
SELECT customer.number, customer.spent, COALESCE((SELECT MAX(seen.at) FROM
    (SELECT MAX(held.started_at) AS at FROM interaction AS held WHERE held.customer_id = customer.id AND held.started_at < ?
    UNION ALL SELECT MAX(placed.ordered_at) FROM sales_order AS placed WHERE placed.customer_id = customer.id AND placed.ordered_at < ?)
    AS seen), 0)
FROM customer WHERE {_SILENT} ORDER BY customer.spent DESC, customer.id DESC LIMIT ?"""
    return [Silent(row[0], int(row[1]), int(row[2])) for row in rows_of(text, (since, since, *_silence(since, end), limit))]


class Term(NamedTuple):
    """An agreement that comes to its end, or renews, on that day. `price` as it is stored."""

    id: int
    customer: str
    on: date
    renews: bool
    price: int
    currency: str


def terms(first: date, last: date) -> list[Term]:
    """Running agreements by their day; one that ends and renews on it renews."""
    text = f"""
SELECT agreed.id, customer.number, agreed.renews_on, 1, agreed.price, agreed.currency FROM agreement AS agreed
JOIN customer ON customer.id = agreed.customer_id
WHERE agreed.state = '{AgreementState.STARTED}' AND agreed.renews_on >= ? AND agreed.renews_on <= ?
UNION ALL SELECT agreed.id, customer.number, agreed.ends_on, 0, agreed.price, agreed.currency FROM agreement AS agreed
JOIN customer ON customer.id = agreed.customer_id
WHERE agreed.state = '{AgreementState.STARTED}' AND agreed.ends_on >= ? AND agreed.ends_on <= ?
    AND NOT (agreed.renews_on >= ? AND agreed.renews_on <= ?)
ORDER BY 3, 2, 1"""
    rows = rows_of(text, (first.isoformat(), last.isoformat()) * 3)
    return [Term(row[0], row[1], date.fromisoformat(row[2]), bool(row[3]), int(row[4]), row[5]) for row in rows]


def agreement_names(ids: Collection[int]) -> dict[int, str]:
    marks = ", ".join("?" * len(ids))
    return dict(rows_of(f"SELECT id, name FROM agreement WHERE id IN ({marks})", tuple(ids))) if ids else {}


def has_agreements() -> bool:
    return bool(rows_of("SELECT 1 FROM agreement LIMIT 1"))


class Birthday(NamedTuple):
    """Of a customer, or of the contact `name` at one. `year` 0: not known."""

    month: int
    day: int
    year: int
    customer: str
    name: str


def birthdays(first: date, last: date) -> list[Birthday]:
    """From one day to another, in the order of the calendar from the first on."""
    text = f"""
SELECT born.birthday, born.number, born.name FROM
    (SELECT customer.birthday, customer.number, '' AS name FROM customer WHERE customer.birthday <> ''
        AND {_THERE} AND customer.merged_into_id IS NULL
    UNION ALL SELECT contact.birthday, customer.number, contact.name FROM contact JOIN customer ON customer.id = contact.customer_id
    WHERE contact.birthday <> '' AND contact.active AND {_THERE}) AS born
WHERE {_within(first, last, "substr(born.birthday, length(born.birthday) - 4, 5)")}"""
    found = [_birthday(*row) for row in rows_of(text, (f"{first:%m-%d}", f"{last:%m-%d}"))]
    start = (first.month, first.day)
    return sorted(found, key=lambda each: ((each.month, each.day) < start, each.month, each.day, each.customer, each.name))


def _within(first: date, last: date, day: str) -> str:
    """Days of the year that a period covers, perhaps over its end."""
    if (last - first).days >= 365:
        return f"({day} >= ? OR {day} <= ? OR 1 = 1)"
    joined = "AND" if f"{first:%m-%d}" <= f"{last:%m-%d}" else "OR"
    return f"({day} >= ? {joined} {day} <= ?)"


def _birthday(text: str, customer: str, name: str) -> Birthday:
    """From `YYYY-MM-DD`, or `--MM-DD` where nobody knows the year."""
    year, month, day = text[:-6].strip("-") or "0", text[-5:-3], text[-2:]
    return Birthday(int(month), int(day), int(year), customer, name)


def has_birthdays() -> bool:
    text = "SELECT 1 FROM customer WHERE birthday <> '' UNION ALL SELECT 1 FROM contact WHERE birthday <> '' LIMIT 1"
    return bool(rows_of(text))
