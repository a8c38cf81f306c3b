"""Reads about returns: what is stuck."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from crm_desktop.core.dates import day_bounds, zone_of
from crm_desktop.data.models import Company
from crm_desktop.queries.lists import at, rows_of

PATIENCE_DAYS = {"requested": 2, "approved": 14, "in_transit": 10, "received": 3, "inspected": 3}
"""How long a return may stay in a state before somebody should look."""


class StuckReturn(NamedTuple):
    id: int
    number: str
    customer_id: int
    customer: str
    state: str
    since: datetime
    customer_number: str


_SINCE = "CASE WHEN asked.version = 1 THEN COALESCE(asked.received_at, asked.requested_at) ELSE asked.updated_at END"
"""When somebody last did something with it. What came in as it stands was written down later than it happened."""
_STUCK = f"""
SELECT asked.id, asked.number, asked.customer_id, customer.name, asked.state, {_SINCE}, customer.number
FROM return_request AS asked JOIN customer ON customer.id = asked.customer_id
WHERE asked.state = ? AND ({_SINCE} < ? OR asked.deadline < ?){{}} ORDER BY {_SINCE}, asked.id LIMIT ?"""


def stuck_returns(today: date, limit: int = 500, responsible: tuple[int, ...] = ()) -> list[StuckReturn]:
    """Untouched for longer than their state allows, or past their deadline; the longest waiting first. `responsible`: only theirs."""
    zone = zone_of(Company.the().zone)
    text = _STUCK.format(f" AND asked.responsible_id IN ({', '.join('?' * len(responsible))})" if responsible else "")
    found = []
    for state, days in PATIENCE_DAYS.items():
        before = int(day_bounds(today - timedelta(days=days), zone)[0].timestamp())
        rows = rows_of(text, (state, before, today.isoformat(), *responsible, limit))
        found += [StuckReturn._make((*row[:5], at(row[5]), row[6])) for row in rows]
    return sorted(found, key=lambda row: (row.since, row.id))[:limit]
