"""What customers contact the company about more than usual: reasons by product, carrier, channel and region, as `contact_months` counts.

Contacts in the archive or the trash count, as in every figure.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import month_bounds
from crm_desktop.core.kept_counts import Counted, Stretch, Subject
from crm_desktop.core.rising import LEAST, SURE, By, Compared, corrected
from crm_desktop.data.kept import BY_WAY, Told, told_of
from crm_desktop.queries.figures import channels, reasons
from crm_desktop.queries.interactions import IS_REPEAT, InteractionFilter
from crm_desktop.queries.lists import at, rows_of

MONTHS = (6, 12, 24)
"""Whose usual a month can be compared with, itself included."""


class Span(NamedTuple):
    """UTC seconds: the month from `month` to before `until`, and the time before it from `first`.

    `stretches` are whole months, from that of the first contact to the month itself.
    """

    first: int
    month: int
    until: int
    stretches: tuple[Stretch, ...]


class Rise(NamedTuple):
    """A reason, with the product, carrier, channel or region it rises at. `opens` gives the month's contacts that are counted.

    `chance`: how likely so many are if nothing changed; `corrected`: the same for having looked at all of them together.
    """

    reason: str
    named: str
    now: int
    before: int
    usual: float
    times: float | None
    chance: float
    corrected: float
    opens: InteractionFilter

    @property
    def is_sure(self) -> bool:
        return self.corrected <= SURE


class Trends(NamedTuple):
    """`compared`: how many pairs were tested together. Without a time before there is no usual, and `rises` is None. `fresh`: months that
    were counted and are not kept yet."""

    span: Span
    by: By
    contacts: int
    compared: int
    rises: tuple[Rise, ...] | None
    fresh: tuple[Counted, ...] = ()


def newest_month(zone: ZoneInfo) -> date | None:
    """The month of the newest contact; None where there is none."""
    ((newest,),) = rows_of("SELECT MAX(started_at) FROM interaction")
    return None if newest is None else at(newest).astimezone(zone).date().replace(day=1)


def span_of(month: date, months: int, zone: ZoneInfo, now: datetime) -> Span | None:
    """`months` ending with this one, as far as there are contacts; what is still to come does not count. None before the first contact."""
    start, end = month_bounds(month, zone)
    earliest = month_bounds(earlier_month(month, months - 1), zone)[0]
    ((first,),) = rows_of("SELECT MIN(started_at) FROM interaction")
    until = min(int(end.timestamp()), int(now.timestamp()) + 1)
    if first is None or first >= until or until <= int(start.timestamp()):
        return None
    bounds = (month_bounds(earlier_month(month, back), zone) for back in range(months - 1, -1, -1))
    stretches = ((int(start.timestamp()), int(end.timestamp())) for start, end in bounds)
    since = max(first, int(earliest.timestamp()))
    return Span(since, int(start.timestamp()), until, tuple(each for each in stretches if each[1] > since))


def rising(by: By, span: Span) -> Trends:
    """The most certain first."""
    now, before, fresh = _counted(by, span)
    if span.first >= span.month:
        return Trends(span, by, sum(now.values()), 0, None, fresh)
    pairs = [pair for pair in now.keys() | before.keys() if now[pair] + before[pair] >= LEAST]
    times = span.until - span.month, span.month - span.first
    counted = {pair: Compared(now[pair], before[pair], *times) for pair in pairs}
    chances = [counted[pair].chance for pair in pairs]
    names, words = _names(by), reasons()
    rises = [
        Rise(
            words[pair[0]].name, names(pair[1]), found.now, found.before, found.usual, found.times, chance, level,
            InteractionFilter(since=at(span.month), until=at(span.until), direction="in", reason_id=pair[0], **_narrowed(by, pair[1])),
        )
        for (pair, found), chance, level in zip(counted.items(), chances, corrected(chances), strict=True)
        if found.is_rise
    ]  # fmt: skip
    rises.sort(key=lambda each: (each.chance, -each.now, each.reason, each.named))
    return Trends(span, by, sum(now.values()), len(pairs), tuple(rises), fresh)


def earlier_month(month: date, months: int) -> date:
    """The first day of the month so many before."""
    years, place = divmod(month.year * 12 + month.month - 1 - months, 12)
    return date(max(years, 1), place + 1, 1)


Pair = tuple[int, Any]


def _counted(by: By, span: Span) -> tuple[Counter[Pair], Counter[Pair], tuple[Counted, ...]]:
    """The month's contacts by reason and value, and those before; months that are not over are counted up to now."""
    now, fresh = _sum(by, span.stretches[-1:], span.until)
    before, more = _sum(by, span.stretches[:-1], span.month)
    return now, before, (*more, *fresh)


def _sum(by: By, months: Sequence[Stretch], until: int) -> tuple[Counter[Pair], tuple[Counted, ...]]:
    told = _told(BY_WAY[by], months, until)
    found: Counter[Pair] = Counter()
    for month in told.found:
        for reason, *value, count in month:
            found[reason, tuple(value) if by is By.REGION else value[0]] += count
    return found, told.fresh


def _told(subject: Subject, months: Sequence[Stretch], until: int) -> Told:
    """A month in which there are contacts of later is not kept as it is now."""
    if months and months[-1][1] > until and rows_of(_LATER, (until, months[-1][1])):
        told, (start, _end) = told_of(subject, months[:-1]), months[-1]
        return Told([*told.found, told_of(subject, [(start, until)]).found[0]], told.fresh)
    return told_of(subject, months)


_LATER = "SELECT 1 FROM interaction WHERE started_at >= ? AND started_at < ? LIMIT 1"


def _names(by: By) -> Callable[[Any], str]:
    if by is By.CHANNEL:
        named = channels()
        return lambda value: named[value].name
    if by is By.PRODUCT:
        products = {row[0]: row[1] for row in rows_of("SELECT id, name FROM product")}
        return lambda value: products[value]
    if by is By.REGION:
        return lambda value: " · ".join(filter(None, value))
    return lambda value: str(value or "")


def _narrowed(by: By, value: Any) -> dict[str, Any]:
    if by is By.CHANNEL:
        return {"channel_id": value}
    if by is By.PRODUCT:
        return {"product_id": value}
    if by is By.CARRIER:
        return {"carrier": value}
    return {"home": value} if by is By.REGION else {}


class Repeats(NamedTuple):
    """Incoming contacts with customer and reason, and those of them whose customer came for the same reason in the seven days before."""

    again: int
    contacts: int


class Again(NamedTuple):
    """How often a customer came again for one reason."""

    customer_id: int
    customer: str
    reason: str
    again: int
    opens: InteractionFilter


class Repeated(NamedTuple):
    """Of the month, and of the time before; `fresh` as in `Trends`."""

    now: Repeats
    before: Repeats
    fresh: tuple[Counted, ...]


NOBODY_AGAIN = Repeated(Repeats(0, 0), Repeats(0, 0), ())


def repeats(span: Span) -> Repeated:
    now, before = _told(Subject.CAME_AGAIN, span.stretches[-1:], span.until), _told(Subject.CAME_AGAIN, span.stretches[:-1], span.month)
    return Repeated(_added(now), _added(before), (*before.fresh, *now.fresh))


def _added(told: Told) -> Repeats:
    return Repeats(sum(again for again, _contacts in told.found), sum(contacts for _again, contacts in told.found))


_AGAIN = f"""SELECT interaction.customer_id, customer.name, interaction.reason_id, COUNT(*) FROM interaction
JOIN customer ON customer.id = interaction.customer_id WHERE interaction.started_at >= ? AND interaction.started_at < ? AND {IS_REPEAT}
GROUP BY interaction.customer_id, customer.name, interaction.reason_id ORDER BY 4 DESC, 1, 3 LIMIT ?"""


def came_again(span: Span, most: int) -> tuple[Again, ...]:
    """Most often first."""
    words, since, until = reasons(), at(span.month), at(span.until)
    return tuple(
        Again(
            customer, name, words[reason].name, count,
            InteractionFilter(since=since, until=until, customer_id=customer, reason_id=reason, is_repeat=True),
        )
        for customer, name, reason, count in rows_of(_AGAIN, (span.month, span.until, most))
    )  # fmt: skip
