"""Recurring days by RFC 5545 rules, counted in local days: "every Monday" stays Monday whatever the clocks do."""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrule, rrulestr

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

_COUNT = re.compile(r";?COUNT=(\d+)")
_UNTIL = re.compile(r";?UNTIL=(\d{8})[T\dZ]*")
_INTERVAL = re.compile(r";?INTERVAL=\d+")
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_FAR = 30
"""Years after which a series that did not come will not come: a rule like the 30th of February is looked for no further."""


def checked_rule(rule: str) -> str:
    """The rule in capitals. Raises UserError for one that is not a day-wise RRULE, or that never comes."""
    text = rule.strip().upper().removeprefix("RRULE:")
    if not text:
        return ""
    parts = dict(part.partition("=")[::2] for part in text.split(";"))
    if parts.get("FREQ") not in _FREQUENCIES or not parts.keys() <= _PARTS or not _counts(parts):
        raise _refusal(rule)
    try:
        rrulestr(text, dtstart=datetime(2000, 1, 1))  # noqa: DTZ001
        comes = _comes(_INTERVAL.sub("", text), date(2000, 1, 1), date(2000 + _FAR, 1, 1))
    except (ValueError, KeyError, IndexError) as error:
        raise _refusal(rule) from error
    if not comes:
        raise _refusal(rule)
    return text


def next_occurrence(rule: str, after: date) -> tuple[date, str] | None:
    """The next day of a rule whose present one is `after`, and the rule that goes with it; None when the series is over."""
    present, last = datetime.combine(after, time()), _far(after)
    if not _comes(rule, after, last):
        return None
    found = _rule(rule, after, last).after(present)
    if found is None:
        return None
    started = next(iter(_rule(rule, after, last)), None) == present
    rest = _COUNT.sub(lambda count: count[0].replace(count[1], str(int(count[1]) - 1)), rule) if started else rule
    return found.date(), rest


def next_after_done(rule: str, due: date, done: date) -> tuple[date, str] | None:
    """What follows one that was done on a day, maybe late: those missed meanwhile are not asked for any more, unless they are counted."""
    if "COUNT" in rule:
        return next_occurrence(rule, due)
    day = first_occurrence(rule, due, max(due + timedelta(1), done))
    return None if day is None else (day, rule)


def occurrences(rule: str, start: date, first: date, last: date, without: Collection[date] = ()) -> list[date]:
    """The days from `first` to `last` on which a series that began on `start` comes; the start counts, as in iCalendar."""
    begin, end = (datetime.combine(day, time()) for day in (first, last))
    comes = last >= start and _comes(rule, start, last)
    days = {found.date() for found in _rule(rule, start, last).between(begin, end, inc=True)} if comes else set()
    return sorted((days | ({start} if first <= start <= last else set())).difference(without))


def first_occurrence(rule: str, start: date, since: date, without: Collection[date] = ()) -> date | None:
    """The first day from `since` on; None when the series is over by then."""
    if start >= since and start not in without:
        return start
    last = _far(max(since, start))
    if not _comes(rule, start, last):
        return None
    found = _rule(rule, start, last).after(datetime.combine(since, time()), inc=True)
    while found is not None and found.date() in without:
        found = _rule(rule, start, last).after(found)
    return None if found is None else found.date()


def _counts(parts: dict[str, str]) -> bool:
    """Every nought of days is never over."""
    return all(parts[name].isascii() and parts[name].isdigit() and int(parts[name]) > 0 for name in ("INTERVAL", "COUNT") if name in parts)


def _comes(text: str, start: date, last: date) -> bool:
    """Whether a series comes by then at all, however often: dateutil would go on looking for one that does not to the year 9999."""
    return next(iter(_rule(_UNTIL.sub("", _COUNT.sub("", text)), start, last)), None) is not None


def _rule(text: str, start: date, last: date) -> rrule:
    """Without a count it ends on `last` at the latest."""
    until = _UNTIL.search(text)
    if not _COUNT.search(text) and (until is None or until[1] > f"{last:%Y%m%d}"):
        text = f"{_UNTIL.sub('', text)};UNTIL={last:%Y%m%d}"
    return rrulestr(text.strip(";"), dtstart=datetime.combine(start, time()))  # type: ignore[return-value]


def _far(day: date) -> date:
    return date(min(day.year + _FAR, 9999), 1, 1)


def _refusal(rule: str) -> UserError:
    return UserError(_("“{rule}” is not a repetition. Nothing was saved; write one like FREQ=WEEKLY;BYDAY=MO.").format(rule=rule))
