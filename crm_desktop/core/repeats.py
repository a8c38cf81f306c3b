"""Repetitions in words, and the parts a form shows of one: how often, and until when."""

import re
from datetime import date
from typing import NamedTuple, Protocol

from crm_desktop.core.i18n import _, ngettext

WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIVE = ",".join(_NAMES[:5])
_WEEKDAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")


class Repeat(NamedTuple):
    """`body` is the rule without its end; `until` and `times` are how it ends, both None for one that does not."""

    body: str
    until: date | None = None
    times: int | None = None

    def rule(self) -> str:
        if not self.body:
            return ""
        if self.until is not None:
            return f"{self.body};UNTIL={self.until:%Y%m%d}"
        return f"{self.body};COUNT={self.times}" if self.times else self.body


class Days(Protocol):
    """What days are called."""

    def day(self, day: date, /) -> str: ...

    def day_name(self, weekday: int, /) -> str: ...

    def day_of_year(self, month: int, day: int, /) -> str: ...


def repeat_of(rule: str) -> Repeat:
    """Of a rule that was checked before."""
    parts = _parts(rule)
    until, count = parts.pop("UNTIL", ""), parts.pop("COUNT", "")
    body = ";".join(f"{name}={value}" for name, value in parts.items())
    return Repeat(body, date.fromisoformat(until[:8]) if until else None, int(count) if count else None)


def repeat_words(rule: str, formats: Days) -> str:
    """`every Monday until 21 Dec`; empty where nothing repeats. What no words are known for is told as calendars write it."""
    if not rule:
        return ""
    try:
        repeat = repeat_of(rule)
        words = _often(repeat.body, formats)
    except (ValueError, KeyError):
        return _as_written(rule)
    if repeat.until is not None:
        return _("{often} until {day}").format(often=words, day=formats.day(repeat.until))
    if repeat.times is not None:
        return _("{often}, {times}").format(often=words, times=ngettext("{count} time", "{count} times", repeat.times))
    return words


def _often(body: str, formats: Days) -> str:
    parts = _parts(body)
    parts.pop("WKST", "")
    often, on = _each(parts.pop("FREQ"), int(parts.pop("INTERVAL", "1"))), tuple(sorted(parts))
    if not on:
        return often
    if body.startswith("FREQ=WEEKLY") and on == ("BYDAY",):
        return _weekly(often, parts["BYDAY"], formats)
    said = _place((body.partition(";")[0], *on), parts, formats)
    return said.format(often=often) if said else _as_written(body)


def _weekly(often: str, days: str, formats: Days) -> str:
    if not set(days.split(",")) <= set(_NAMES):
        raise ValueError(days)
    is_each = often == _("every week")
    if days == _FIVE:
        return _("every workday") if is_each else _("{often} on workdays").format(often=often)
    named = ", ".join(formats.day_name(_NAMES.index(day)) for day in days.split(","))
    return _("every {days}").format(days=named) if is_each else _("{often} on {days}").format(often=often, days=named)


def _place(on: tuple[str, ...], parts: dict[str, str], formats: Days) -> str:
    """Where in the month or year, with a gap for how often; empty where no words are known."""
    match on:
        case ("FREQ=MONTHLY", "BYMONTHDAY"):
            return _day_of_month(parts["BYMONTHDAY"])
        case ("FREQ=YEARLY", "BYMONTH", "BYMONTHDAY"):
            return "{often}, " + formats.day_of_year(int(parts["BYMONTH"]), int(parts["BYMONTHDAY"]))
        case ("FREQ=MONTHLY", "BYDAY"):
            return _weekday_of_month(parts["BYDAY"], formats)
        case ("FREQ=MONTHLY", "BYDAY", "BYSETPOS") if parts["BYDAY"] == _FIVE:
            return _counted(parts["BYSETPOS"], _("workday"))
        case ("FREQ=MONTHLY", "BYDAY", "BYSETPOS"):
            return _weekday_of_month(parts["BYSETPOS"] + parts["BYDAY"], formats)
    return ""


def _day_of_month(days: str) -> str:
    if days == "-1":
        return _("{often} on the last day")
    return _("{often} on day {day}").replace("{day}", days.replace(",", ", ")) if days.replace(",", "").isdigit() else ""


def _weekday_of_month(text: str, formats: Days) -> str:
    found = _WEEKDAY.fullmatch(text)
    return _counted(found[1], formats.day_name(_NAMES.index(found[2]))) if found and found[1] else ""


def _counted(place: str, day: str) -> str:
    said = {
        1: _("{often} on the first {day}"),
        2: _("{often} on the second {day}"),
        3: _("{often} on the third {day}"),
        4: _("{often} on the fourth {day}"),
        5: _("{often} on the fifth {day}"),
        -1: _("{often} on the last {day}"),
    }
    return said.get(int(place), "").replace("{day}", day)


def _each(frequency: str, every: int) -> str:
    once = {"DAILY": _("every day"), "WEEKLY": _("every week"), "MONTHLY": _("every month"), "YEARLY": _("every year")}
    if every == 1:
        return once[frequency]
    counted = {
        "DAILY": ngettext("every {count} day", "every {count} days", every),
        "WEEKLY": ngettext("every {count} week", "every {count} weeks", every),
        "MONTHLY": ngettext("every {count} month", "every {count} months", every),
        "YEARLY": ngettext("every {count} year", "every {count} years", every),
    }
    return counted[frequency]


def _as_written(rule: str) -> str:
    return _("by the rule {rule}").format(rule=rule)


def _parts(rule: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in rule.split(";") if part)
