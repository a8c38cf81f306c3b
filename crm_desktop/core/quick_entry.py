"""A follow-up in one line: "call maria anders monday 9 about replacement", taken apart into what, who, when and how often.

What is not understood stays text: nothing that was typed is lost, and nothing is guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from crm_desktop.core.entry_words import Sense, Table, Value
from crm_desktop.core.text import fold

_TOKEN = re.compile(r'"[^"]*"|\S+')
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2})?)?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?", re.ASCII)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(am|pm)?", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})(am|pm|h)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}
_LONGEST_PHRASE = 4
_FARTHEST = 100
"""Years from now that somebody plans for."""


@dataclass(frozen=True, slots=True)
class When:
    """What was said of the time: a day, a time (`HH:MM`), a repetition by RFC 5545."""

    day: date | None = None
    time: str = ""
    rule: str = ""

    def joined(self, other: "When") -> "When | None":
        """None where both say the same thing differently."""
        if (self.day and other.day) or (self.time and other.time) or (self.rule and other.rule):
            return None
        return When(self.day or other.day, self.time or other.time, self.rule or other.rule)


class Entry(NamedTuple):
    """`verb` is the word that says how somebody is reached, as it was typed, and `channel` the kind it names; both may be empty.
    `who` are the words a customer is looked for by. `about` begins with its own word; `said` is all that is not time.
    """

    verb: str
    channel: str
    who: str
    about: str
    said: str
    day: date | None
    time: str
    rule: str

    def title(self, name: str = "", further: str = "") -> str:
        """`name` is the customer's where one was found, `further` those words of `who` that are not theirs."""
        if not self.verb:
            return _capital(self.said)
        if further or self.about:
            return _capital(" ".join(filter(None, (self.verb, further, self.about))))
        return _capital(" ".join(filter(None, (self.verb, name or self.who))))


def parse(text: str, now: datetime, words: Table, month_first: bool = False) -> Entry:
    """`now` is wall time where the company is. Any text is a valid one."""
    tokens = _TOKEN.findall(text)
    at = next((place for place, token in enumerate(tokens) if place and fold(token) in words[Sense.ABOUT]), len(tokens))
    reader = _Reader(tokens, now, words, month_first)
    head, when = reader.without_times(0, at)
    tail, when = reader.without_last_times(at, when)
    who, verb, channel = _who(head, words)
    if verb and not when.time and len(who) > 1 and not (when.day and tail):
        who, when = _last_hour(who, when)
    when = _first_day(when, now)
    said = " ".join([*head, *tail])
    return Entry(verb, channel, _plain(who), " ".join(tail), said, when.day, when.time, when.rule)


class _Words:
    """The words of a line, and what a few of them say by themselves. Each method gives what it found and where it ends, or None."""

    def __init__(self, tokens: Sequence[str], now: datetime, words: Table, month_first: bool) -> None:
        self._tokens, self._today, self._now = tokens, now.date(), now
        self._folded = [fold(token).strip(",;") for token in tokens]
        self._words, self._month_first = words, month_first

    def _time(self, place: int, bare: bool) -> tuple[str, int] | None:
        """`bare`: an hour alone counts as one."""
        token = self._token(place)
        clock, hour = _CLOCK.fullmatch(token), _HOUR.fullmatch(token)
        if clock and "." in token and not bare and clock[3] is None and not self._is(Sense.CLOCK, place + 1):
            return None
        found = clock or hour
        if found is None:
            return None
        minutes = int(clock[2]) if clock else 0
        half = found[3] if clock else found[2]
        after = place + 1
        for sense, name in ((Sense.AM, "am"), (Sense.PM, "pm"), (Sense.CLOCK, "h")):
            if not half and (said := self._is(sense, after)):
                half, after = name, said[1]
        if not clock and not half and not bare:
            return None
        return _wall_time(int(found[1]), minutes, half, after)

    def _part(self, place: int) -> tuple[str, int] | None:
        found = self._is(Sense.PART, place)
        return (str(found[0]), found[1]) if found else None

    def _number(self, place: int) -> tuple[Value, int] | None:
        token = self._token(place)
        return (int(token), place + 1) if _NUMBER.fullmatch(token) else self._is(Sense.NUMBER, place)

    def _token(self, place: int) -> str:
        return self._folded[place] if place < len(self._folded) else ""

    def _is(self, sense: Sense, place: int) -> tuple[Value, int] | None:
        """The longest phrase from here on that says this, and where it ends."""
        for length in range(min(_LONGEST_PHRASE, len(self._folded) - place), 0, -1):
            phrase = " ".join(self._folded[place : place + length])
            if phrase in self._words[sense]:
                return self._words[sense][phrase], place + length
        return None


class _Reader(_Words):
    """Reads what says when, at any place of the line."""

    def without_times(self, first: int, after: int) -> tuple[list[str], When]:
        """The words that say nothing of the time, and what the others said."""
        left, when, place = list[str](), When(), first
        while place < after:
            found = self._piece(place)
            joined = when.joined(found[0]) if found is not None and found[1] <= after else None
            if found is None or joined is None:
                left.append(self._tokens[place])
                place += 1
            else:
                when, place = joined, found[1]
        return left, when

    def without_last_times(self, first: int, when: When) -> tuple[list[str], When]:
        """Of what it is about only the end can be a time: "about the order of monday morning 9" is, "about 3 chairs" is not."""
        for begin in range(first + 1, len(self._tokens)):
            left, found = self.without_times(begin, len(self._tokens))
            joined = when.joined(found)
            if not left and joined is not None:
                return list(self._tokens[first:begin]), joined
        return list(self._tokens[first:]), when

    def _piece(self, place: int) -> "tuple[When, int] | None":
        readers: tuple[Callable[[int], tuple[When, int] | None], ...] = (self._repeated, self._on_day, self._from_now, self._at_time)
        return next((found for found in (read(place) for read in readers) if found is not None), None)

    def _on_day(self, place: int) -> "tuple[When, int] | None":
        found = self._day(place)
        if found is None and (skipped := self._is(Sense.ON, place)):
            found = self._day(skipped[1]) or self._number_of_day(skipped[1])
        return None if found is None else self._with_time(When(found[0]), found[1])

    def _with_time(self, when: When, place: int) -> tuple[When, int]:
        """A time may follow, with or without its "at"; a bare hour counts here."""
        begin = skipped[1] if (skipped := self._is(Sense.AT, place)) else place
        found = self._time(begin, bare=True) or self._part(place)
        return (replace(when, time=found[0]), found[1]) if found else (when, place)

    def _repeated(self, place: int) -> "tuple[When, int] | None":
        often = self._is(Sense.OFTEN, place)
        found = (f"FREQ={often[0]}", None, often[1]) if often else self._every(place)
        if found is None:
            return None
        rule, day, after = found
        when, after = self._with_time(When(day, rule=rule), after)
        until = self._is(Sense.UNTIL, after)
        end = self._day(until[1]) if until else None
        if end is not None and end[0] >= (day or self._today):
            return replace(when, rule=f"{rule};UNTIL={end[0]:%Y%m%d}"), end[1]
        return when, after

    def _every(self, place: int) -> "tuple[str, date | None, int] | None":
        every = self._is(Sense.EVERY, place)
        if not every:
            return None
        place = every[1]
        if workday := self._is(Sense.WORKDAY, place):
            return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", self._next({0, 1, 2, 3, 4}), workday[1]
        count = self._is(Sense.OTHER, place) or self._number(place)
        begin, interval = (count[1], f";INTERVAL={count[0]}" if count[0] != 1 else "") if count else (place, "")
        if unit := self._is(Sense.UNIT, begin):
            frequency = _FREQUENCIES.get(str(unit[0]))
            return (f"FREQ={frequency}{interval}", None, unit[1]) if frequency and (not count or count[0]) else None
        days, after = self._weekdays(begin)
        if not days or (count and not count[0]):
            return None
        return f"FREQ=WEEKLY{interval};BYDAY={','.join(_NAMES[day] for day in sorted(days))}", self._next(days), after

    def _weekdays(self, place: int) -> tuple[set[int], int]:
        days = set[int]()
        found = self._is(Sense.WEEKDAY, place) or self._is(Sense.SHORT_DAY, place)
        while found:
            days.add(int(found[0]))
            place = found[1]
            begin = joined[1] if (joined := self._is(Sense.AND, place)) else place
            found = self._is(Sense.WEEKDAY, begin) or self._is(Sense.SHORT_DAY, begin)
        return days, place

    def _next(self, days: set[int]) -> date:
        """The first of these weekdays from today on."""
        return next(day for day in (self._today + timedelta(ahead) for ahead in range(7)) if day.weekday() in days)

    def _from_now(self, place: int) -> "tuple[When, int] | None":
        begin = self._is(Sense.IN, place)
        count = self._number(begin[1]) if begin else None
        unit = self._is(Sense.UNIT, count[1]) if count else None
        if not count or not unit:
            return None
        size = int(count[0])
        if unit[0] in ("h", "min"):
            moment = self._now + timedelta(minutes=size * (60 if unit[0] == "h" else 1))
            return When(moment.date(), f"{moment:%H:%M}"), unit[1]
        names = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
        if unit[0] == "y" and size > _FARTHEST:
            return None
        return self._with_time(When(self._today + relativedelta(**{names[str(unit[0])]: size})), unit[1])  # type: ignore[arg-type]

    def _at_time(self, place: int) -> "tuple[When, int] | None":
        at = self._is(Sense.AT, place)
        found = self._time(at[1], bare=True) or self._part(at[1]) if at else self._time(place, bare=False)
        return None if found is None else (When(time=found[0]), found[1])

    def _day(self, place: int) -> tuple[date, int] | None:
        if named := self._is(Sense.DAY, place):
            return self._today + timedelta(int(named[0])), named[1]
        if weekday := self._is(Sense.WEEKDAY, place) or self._short_day(place):
            date_beside = self._date_beside(weekday[1])
            if date_beside is not None and date_beside[0].weekday() == weekday[0]:
                return date_beside
            if date_beside is not None and not self._time(weekday[1], bare=True):  # 9.10 may be a time, and 1.12. is none
                return None
            return self._today + timedelta((int(weekday[0]) - self._today.weekday() - 1) % 7 + 1), weekday[1]
        return self._next_day(place) or self._end_of(place) or self._dated(place)

    def _dated(self, place: int) -> tuple[date, int] | None:
        return self._written(place) or self._with_month(place)

    def _date_beside(self, place: int) -> tuple[date, int] | None:
        """Which of its weekdays is meant: monday 30.11., monday the 30th."""
        article = self._is(Sense.ARTICLE, place)
        begin = article[1] if article else place
        return self._dated(begin) or (self._number_of_day(begin) if article else None)

    def _number_of_day(self, place: int) -> tuple[date, int] | None:
        """On the 15th: the next day of that number."""
        token = self._token(place)
        number = _DAY_OF_MONTH.fullmatch(token)
        if not number or token.isdecimal():
            return None
        coming = (self._today + timedelta(ahead) for ahead in range(62))
        found = next((day for day in coming if day.day == int(number[1])), None)
        return None if found is None else (found, place + 1)

    def _short_day(self, place: int) -> tuple[Value, int] | None:
        found = self._is(Sense.SHORT_DAY, place)
        if found is None:
            return None
        after = found[1]
        ends = after >= len(self._tokens) or self._folded[after] in self._words[Sense.ABOUT]
        is_said = place > 0 and self._folded[place - 1] in self._words[Sense.ON]
        is_followed = self._is(Sense.AT, after) or self._time(after, bare=True) or self._date_beside(after)
        return found if ends or is_said or is_followed else None

    def _next_day(self, place: int) -> tuple[date, int] | None:
        found = self._is(Sense.NEXT, place)
        if found is None:
            return None
        monday = self._today + timedelta(7 - self._today.weekday())
        if weekday := self._is(Sense.WEEKDAY, found[1]) or self._is(Sense.SHORT_DAY, found[1]):
            return monday + timedelta(int(weekday[0])), weekday[1]
        unit = self._is(Sense.UNIT, found[1])
        firsts = {"w": monday, "m": (self._today.replace(day=1) + timedelta(32)).replace(day=1)}
        return (firsts[str(unit[0])], unit[1]) if unit and unit[0] in firsts else None

    def _end_of(self, place: int) -> tuple[date, int] | None:
        found = self._is(Sense.END_OF, place)
        if found is None:
            return None
        friday = self._today + timedelta((4 - self._today.weekday()) % 7)
        last = (self._today.replace(day=1) + timedelta(32)).replace(day=1) - timedelta(1)
        return friday if found[0] == "w" else last, found[1]

    def _written(self, place: int) -> tuple[date, int] | None:
        token = self._token(place)
        if iso := _ISO.fullmatch(token):
            return self._made(int(iso[1]), int(iso[2]), int(iso[3]), place + 1)
        if dotted := _DOTTED.fullmatch(token):
            return self._made(dotted[3], int(dotted[2]), int(dotted[1]), place + 1)
        if slashed := _SLASHED.fullmatch(token):
            day, month = (slashed[2], slashed[1]) if self._month_first else (slashed[1], slashed[2])
            return self._made(slashed[3], int(month), int(day), place + 1)
        return None

    def _with_month(self, place: int) -> tuple[date, int] | None:
        """14 december, 14th of december, 14. dezember 2026, dec 14th."""
        month, number = self._is(Sense.MONTH, place), _DAY_OF_MONTH.fullmatch(self._token(place))
        if month:
            number = _DAY_OF_MONTH.fullmatch(self._token(month[1]))
            after = month[1] + 1
        elif number:
            begin = of[1] if (of := self._is(Sense.OF, place + 1)) else place + 1
            month = self._is(Sense.MONTH, begin)
            after = month[1] if month else place
        if not month or not number:
            return None
        year = self._token(after) if _YEAR.fullmatch(self._token(after)) else None
        return self._made(year, int(month[0]), int(number[1]), after + (year is not None))

    def _made(self, year: str | int | None, month: int, day: int, after: int) -> tuple[date, int] | None:
        """Without a year, the next time this day comes."""
        years: Sequence[int] = range(self._today.year, self._today.year + 9)
        if year:
            years = [int(year) + (2000 if int(year) < 100 else 0)]
        for some in years:
            try:
                found = date(some, month, day)
            except ValueError:
                continue
            if abs(some - self._today.year) <= _FARTHEST and (year or found >= self._today):
                return found, after
        return None


def _wall_time(hour: int, minutes: int, half: str | None, after: int) -> tuple[str, int] | None:
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (f"{hour:02}:{minutes:02}", after) if hour < 24 and minutes < 60 else None


def _who(head: list[str], words: Table) -> tuple[list[str], str, str]:
    """Whom it is about, and the word that says how they are reached: it begins the line, or, as in German, ends it."""
    folded = [fold(word) for word in head]
    for length in range(min(3, len(head)), 0, -1):
        for first in dict.fromkeys((0, len(head) - length)):
            channel = words[Sense.VERB].get(" ".join(folded[first : first + length]))
            if channel is not None:
                rest = [*head[:first], *head[first + length :]]
                if rest and fold(rest[0]) in words[Sense.WHOM]:
                    rest = rest[1:]
                return rest, " ".join(head[first : first + length]), str(channel)
    last = max((place for place, word in enumerate(folded) if place and word in words[Sense.WHOM]), default=len(head))
    return head[last + 1 :], "", ""


def _last_hour(who: list[str], when: When) -> tuple[list[str], When]:
    """A bare hour at the end of a name: "call maria 9"."""
    hour = _HOUR.fullmatch(who[-1])
    found = _wall_time(int(hour[1]), 0, None, 0) if hour and not hour[2] else None
    return (who[:-1], replace(when, time=found[0])) if found else (who, when)


def _first_day(when: When, now: datetime) -> When:
    """A time without a day is the next such time; what repeats begins today, or when its time next comes."""
    is_past = bool(when.time) and when.time <= f"{now:%H:%M}"
    if when.day is None and (when.time or when.rule):
        return replace(when, day=now.date() + timedelta(is_past))
    if when.rule and "BYDAY" in when.rule and when.day == now.date() and is_past:
        days = {_NAMES.index(name) for name in when.rule.partition("BYDAY=")[2].partition(";")[0].split(",")}
        following = (now.date() + timedelta(ahead) for ahead in range(1, 8))
        return replace(when, day=next(day for day in following if day.weekday() in days))
    return when


def _plain(words: Sequence[str]) -> str:
    """Names in quotation marks were said to be no times."""
    return " ".join(word.strip('"') for word in words).strip(" ,;")


def _capital(text: str) -> str:
    text = text.replace('"', "").strip(" ,;")
    return text[:1].upper() + text[1:]
