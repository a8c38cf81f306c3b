"""Recurring days by RFC 5545 rules, counted in local days: "every Monday" stays Monday whatever the clocks do."""

import re
from collections.abc import Collection
from datetime import date, datetime, time

from dateutil.rrule import rrule, rrulestr

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

_COUNT = re.compile(r"COUNT=(\d+)")
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


def checked_rule(rule: str) -> str:
    """The rule in capitals. Raises UserError for one that is not a day-wise RRULE, or that never comes again."""
    text = rule.strip().upper().removeprefix("RRULE:")
    if not text:
        return ""
    parts = dict(part.partition("=")[::2] for part in text.split(";"))
    if parts.get("FREQ") not in _FREQUENCIES or not parts.keys() <= _PARTS:
        raise _refusal(rule)
    try:
        _rule(text, date(2000, 1, 1))
    except (ValueError, KeyError, IndexError) as error:
        raise _refusal(rule) from error
    return text


def next_occurrence(rule: str, after: date) -> tuple[date, str] | None:
    """The next day of a rule whose present one is `after`, and the rule that goes with it; None when the series is over."""
    present = datetime.combine(after, time())
    found = _rule(rule, after).after(present)
    if found is None:
        return None
    started = next(iter(_rule(rule, after)), None) == present
    rest = _COUNT.sub(lambda count: f"COUNT={int(count[1]) - 1}", rule) if started else rule
    return found.date(), rest


def occurrences(rule: str, start: date, first: date, last: date, without: Collection[date] = ()) -> list[date]:
    """The days from `first` to `last` on which a series that began on `start` comes; the start counts, as in iCalendar."""
    begin, end = (datetime.combine(day, time()) for day in (first, last))
    days = {found.date() for found in _rule(rule, start).between(begin, end, inc=True)}
    return sorted((days | ({start} if first <= start <= last else set())).difference(without))


def first_occurrence(rule: str, start: date, since: date, without: Collection[date] = ()) -> date | None:
    """The first day from `since` on; None when the series is over by then."""
    if start >= since and start not in without:
        return start
    found = _rule(rule, start).after(datetime.combine(since, time()), inc=True)
    while found is not None and found.date() in without:
        found = _rule(rule, start).after(found)
    return None if found is None else found.date()


def _rule(text: str, start: date) -> rrule:
    return rrulestr(text, dtstart=datetime.combine(start, time()))  # type: ignore[return-value]


def _refusal(rule: str) -> UserError:
    return UserError(_("“{rule}” is not a repetition. Nothing was saved; write one like FREQ=WEEKLY;BYDAY=MO.").format(rule=rule))
