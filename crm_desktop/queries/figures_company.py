"""What figures need to know about the company: its zone and hours, and how far its data goes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.working_hours import Hours
from crm_desktop.queries.lists import at, moment, rows_of


class Setting(NamedTuple):
    """What a report takes from the company, and how far the data goes: the newest operation, never the clock."""

    company: str
    locale: str
    zone: str
    paper: str
    currency: str
    as_of: datetime | None
    operation: int


def setting() -> Setting | None:
    """None in a store without a company."""
    text = """
SELECT company.name, company.locale, company.zone, company.paper, company.currency,
    (SELECT at FROM operation ORDER BY sequence DESC LIMIT 1), COALESCE((SELECT MAX(sequence) FROM operation), 0) FROM company"""
    for row in rows_of(text):
        return Setting._make((*row[:5], moment(row[5]), int(row[6])))
    return None


def first_and_last_contact() -> tuple[datetime, datetime] | None:
    for first, last in rows_of("SELECT (SELECT MIN(started_at) FROM interaction), (SELECT MAX(started_at) FROM interaction)"):
        return None if first is None else (at(first), at(last))
    return None


_COUNTED = {
    "interaction": "started_at",
    "support_case": "opened_at",
    "survey_response": "asked_at",
    "sales_order": "ordered_at",
    "return_request": "requested_at",
    "payment": "received_at",
}
"""Tables that figures count, each by the column that says in which days: all have an index of it."""


def newest_counted(until: datetime | None) -> datetime | None:
    """Of what figures count, by the time that data goes to: what is dated later does not count yet. None where there is nothing."""
    bound = int(until.timestamp()) if until else 2**62
    parts = ", ".join(f"(SELECT MAX({column}) FROM {table} WHERE {column} <= ?)" for table, column in _COUNTED.items())
    (row,) = rows_of(f"SELECT {parts}", (bound,) * len(_COUNTED))
    known = [int(second) for second in row if second is not None]
    return at(max(known)) if known else None


class Range(NamedTuple):
    """Opening hours of one weekday (0 is Monday), in hours: 9.5 is half past nine."""

    weekday: int
    opens: float
    closes: float

    @property
    def hours(self) -> Hours:
        return Hours(self.weekday, _wall(self.opens), _wall(self.closes))


def opening_hours() -> list[Range]:
    rows = rows_of("SELECT weekday, opens, closes FROM business_hours ORDER BY weekday, opens")
    return [Range(row[0], _hours(row[1]), _hours(row[2])) for row in rows]


def _hours(text: str) -> float:
    hours, minutes = text.split(":")[:2]
    return int(hours) + int(minutes) / 60


def _wall(hours: float) -> str:
    return "{:02}:{:02}".format(*divmod(round(hours * 60), 60))


def is_open_at(local: datetime, opening: Sequence[Range], closed: Collection[str]) -> bool:
    """By the company's clock; `closed`: its holidays."""
    hour, weekday = local.hour + local.minute / 60, local.weekday()
    for each in opening:
        if each.weekday == weekday and each.opens <= hour < each.closes:
            return not closed or local.date().isoformat() not in closed
    return False


def holidays() -> frozenset[str]:
    return frozenset(row[0] for row in rows_of("SELECT day FROM holiday"))
