"""Times that are told from today: `this month`, `last 30 days`, `this week`."""

import re
from datetime import date, timedelta

from crm_desktop.core.dates import next_month
from crm_desktop.core.i18n import N_

_COUNTED = re.compile(r"(last|next) ([1-9]\d{0,3}) days", re.ASCII)

RELATIVE = {
    "today": N_("Today"),
    "yesterday": N_("Yesterday"),
    "tomorrow": N_("Tomorrow"),
    "this week": N_("This week"),
    "last week": N_("Last week"),
    "next week": N_("Next week"),
    "this month": N_("This month"),
    "last month": N_("Last month"),
    "next month": N_("Next month"),
    "this year": N_("This year"),
    "last year": N_("Last year"),
    "last 7 days": N_("Last 7 days"),
    "last 30 days": N_("Last 30 days"),
    "last 90 days": N_("Last 90 days"),
    "last 365 days": N_("Last 365 days"),
    "next 7 days": N_("Next 7 days"),
    "next 30 days": N_("Next 30 days"),
}
"""Those that are offered, and what people call them; any other number of days is understood as well."""


def relative_days(text: str, today: date, first_weekday: int = 0) -> tuple[date, date] | None:
    """The first day and the first one after; None for what is no such time. The last and the next days count today.

    `first_weekday`: on which day a week begins there; 0 is Monday."""
    wanted = " ".join(text.split()).casefold()
    counted = _COUNTED.fullmatch(wanted)
    if counted is not None:
        days = timedelta(int(counted[2]))
        return (today + timedelta(1) - days, today + timedelta(1)) if counted[1] == "last" else (today, today + days)
    return _named(wanted, today, today - timedelta((today.weekday() - first_weekday) % 7))


def tells_weeks(text: str) -> bool:
    return text.casefold().split()[-1:] == ["week"]


def _named(wanted: str, today: date, week: date) -> tuple[date, date] | None:
    day, first = timedelta(1), today.replace(day=1)
    this, after = date(today.year, 1, 1), next_month(first)
    return {
        "today": (today, today + day),
        "yesterday": (today - day, today),
        "tomorrow": (today + day, today + 2 * day),
        "this week": (week, week + 7 * day),
        "last week": (week - 7 * day, week),
        "next week": (week + 7 * day, week + 14 * day),
        "this month": (first, after),
        "last month": ((first - day).replace(day=1), first),
        "next month": (after, next_month(after)),
        "this year": (this, date(today.year + 1, 1, 1)),
        "last year": (date(today.year - 1, 1, 1), this),
    }.get(wanted)
