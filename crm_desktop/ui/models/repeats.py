"""Repetitions in words, and the parts a form shows of one: how often, and until when."""

from datetime import date
from typing import NamedTuple

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.formats import Formats

WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


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


def repeat_of(rule: str) -> Repeat:
    """Of a rule that was checked before."""
    parts = _parts(rule)
    until, count = parts.pop("UNTIL", ""), parts.pop("COUNT", "")
    body = ";".join(f"{name}={value}" for name, value in parts.items())
    return Repeat(body, date.fromisoformat(until[:8]) if until else None, int(count) if count else None)


def repeat_words(rule: str, formats: Formats) -> str:
    """`every Monday until 21 Dec`; empty where nothing repeats."""
    if not rule:
        return ""
    repeat = repeat_of(rule)
    words = _often(repeat.body, formats)
    if repeat.until is not None:
        return _("{often} until {day}").format(often=words, day=formats.day(repeat.until))
    if repeat.times is not None:
        return _("{often}, {times}").format(often=words, times=ngettext("{count} time", "{count} times", repeat.times))
    return words


def _often(body: str, formats: Formats) -> str:
    parts = _parts(body)
    every = int(parts.pop("INTERVAL", "1"))
    frequency, days = parts.pop("FREQ", ""), parts.pop("BYDAY", "")
    parts.pop("WKST", "")
    known = {day: place for place, day in enumerate(_NAMES)}
    if parts or (days and (frequency != "WEEKLY" or not known.keys() >= set(days.split(",")))):
        return _("by the rule {rule}").format(rule=body)
    if body == WORKDAYS:
        return _("every workday")
    named = ", ".join(formats.day_name(known[day]) for day in days.split(",")) if days else ""
    if named and every == 1:
        return _("every {days}").format(days=named)
    often = _each(frequency, every)
    return _("{often} on {days}").format(often=often, days=named) if named else often


def _each(frequency: str, every: int) -> str:
    once = {"DAILY": _("every day"), "WEEKLY": _("every week"), "MONTHLY": _("every month"), "YEARLY": _("every year")}
    if every == 1:
        return once[frequency]
    if frequency == "DAILY":
        return ngettext("every {count} day", "every {count} days", every)
    if frequency == "WEEKLY":
        return ngettext("every {count} week", "every {count} weeks", every)
    if frequency == "MONTHLY":
        return ngettext("every {count} month", "every {count} months", every)
    return ngettext("every {count} year", "every {count} years", every)


def _parts(rule: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in rule.split(";") if part)
