"""What customers contact the company about more than usual: reasons by product, carrier, channel and region.

A contact is incoming and has a reason. It counts once for each product it is about or its order holds, and once for each carrier that
brought its order. Contacts in the archive or the trash count, as in every figure.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import month_bounds
from crm_desktop.core.rising import LEAST, SURE, Compared, corrected
from crm_desktop.data.contact_days import CAME_BEFORE
from crm_desktop.data.database import database, stream
from crm_desktop.queries.figures import channels, reasons
from crm_desktop.queries.interactions import IS_REPEAT, InteractionFilter
from crm_desktop.queries.lists import at, for_engine, rows_of

MONTHS = (6, 12, 24)
"""Whose usual a month can be compared with, itself included."""


class By(StrEnum):
    """What a reason is looked at together with."""

    ALL = "all"
    PRODUCT = "product"
    CARRIER = "carrier"
    CHANNEL = "channel"
    REGION = "region"


class Span(NamedTuple):
    """UTC seconds: the month from `month` to before `until`, and the time before it from `first`."""

    first: int
    month: int
    until: int


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
    """`compared`: how many pairs were tested together. Without a time before there is no usual, and `rises` is None."""

    span: Span
    by: By
    contacts: int
    compared: int
    rises: tuple[Rise, ...] | None


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
    return Span(max(first, int(earliest.timestamp())), int(start.timestamp()), until)


def rising(by: By, span: Span) -> Trends:
    """The most certain first."""
    now, before = _counted(by, span)
    if span.first >= span.month:
        return Trends(span, by, sum(now.values()), 0, None)
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
    return Trends(span, by, sum(now.values()), len(pairs), tuple(rises))


def earlier_month(month: date, months: int) -> date:
    """The first day of the month so many before."""
    years, place = divmod(month.year * 12 + month.month - 1 - months, 12)
    return date(max(years, 1), place + 1, 1)


Pair = tuple[int, Any]
_WHERE = "held.direction = 'in' AND held.reason_id IS NOT NULL AND held.started_at >= ? AND held.started_at < ?"
_CONTACTS = "SELECT held.reason_id, {value}, CASE WHEN held.started_at >= ? THEN 1 ELSE 0 END FROM interaction AS held {more} WHERE {where}"
_SENT = "sent.order_id = held.order_id AND sent.direction = 'out' AND sent.carrier <> ''"
_OTHER = "(held.product_id IS NULL OR held.product_id <> line.product_id)"
_VALUES: dict[By, tuple[tuple[str, str, str], ...]] = {
    By.ALL: (("0", "", ""),),
    By.CHANNEL: (("held.channel_id", "", ""),),
    By.REGION: (("held.customer_id", "", " AND held.customer_id IS NOT NULL"),),
    By.CARRIER: (("sent.carrier", f"JOIN shipment AS sent ON {_SENT}", ""),),
    By.PRODUCT: (
        ("held.product_id", "", " AND held.product_id IS NOT NULL"),
        ("line.product_id", f"JOIN order_line AS line ON line.order_id = held.order_id AND {_OTHER}", " AND line.product_id IS NOT NULL"),
    ),
}
"""Of each: the value, the tables it comes from, and a further condition."""
_TWICE = """SELECT held.reason_id, {value}, CASE WHEN held.started_at >= ? THEN 1 ELSE 0 END, {part}.more
FROM (SELECT order_id, {column}, COUNT(*) - 1 AS more FROM {table} GROUP BY order_id, {column} HAVING COUNT(*) > 1) AS {part}
CROSS JOIN interaction AS held WHERE held.order_id = {part}.order_id AND {where}"""
_MORE = {
    By.CARRIER: ("sent", "carrier", "shipment WHERE direction = 'out' AND carrier <> ''", ""),
    By.PRODUCT: ("line", "product_id", "order_line WHERE product_id IS NOT NULL", f" AND {_OTHER}"),
}
"""What an order has more than once counts once, and is taken off again: asking of each line whether it is the first takes twice as long."""
_HOMES = "SELECT customer_id, country, region FROM address ORDER BY id DESC"


def _counted(by: By, span: Span) -> tuple[Counter[Pair], Counter[Pair]]:
    """The month's contacts by reason and value, and those before. Counting here takes a third of what sorting groups takes the store."""
    found: Counter[tuple[int, Any, int]] = Counter()
    for value, more, only in _VALUES[by]:
        text = _CONTACTS.format(value=value, more=more, where=_WHERE + only)
        found.update(stream(for_engine(text, database.param), (span.month, span.first, span.until)))
    if by in _MORE:
        part, column, table, only = _MORE[by]
        text = _TWICE.format(value=f"{part}.{column}", part=part, column=column, table=table, where=_WHERE + only)
        for reason, value, is_now, more in stream(for_engine(text, database.param), (span.month, span.first, span.until)):
            found[reason, value, is_now] -= more
    if by is By.REGION:
        found = _by_home(found)
    now: Counter[Pair] = Counter({(reason, value): count for (reason, value, is_now), count in found.items() if is_now})
    before: Counter[Pair] = Counter({(reason, value): count for (reason, value, is_now), count in found.items() if not is_now})
    return now, before


def _by_home(found: Counter[tuple[int, Any, int]]) -> Counter[tuple[int, Any, int]]:
    """By where the customer lives: the first address. Who has none, or none with a country, is left out."""
    homes: dict[Any, tuple[str, str]] = dict(_homes())
    moved: Counter[tuple[int, Any, int]] = Counter()
    for (reason, customer, is_now), count in found.items():
        if homes.get(customer, ("", ""))[0]:
            moved[reason, homes[customer], is_now] += count
    return moved


def _homes() -> Iterator[tuple[int, tuple[str, str]]]:
    for customer, country, region in stream(_HOMES):
        yield customer, (country, region)


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


def repeats(span: Span) -> tuple[Repeats, Repeats]:
    """Of the month, and of the time before."""
    return _repeats(span.month, span.until), _repeats(span.first, span.month)


def _repeats(since: int, until: int) -> Repeats:
    ((again, contacts),) = rows_of(_REPEATS, (since, until))
    return Repeats(int(again), int(contacts))


_REPEATS = f"""SELECT COALESCE(SUM(CASE WHEN EXISTS ({CAME_BEFORE}) THEN 1 ELSE 0 END), 0), COUNT(*) FROM interaction AS held
WHERE held.started_at >= ? AND held.started_at < ? AND held.direction = 'in' AND held.customer_id IS NOT NULL
AND held.reason_id IS NOT NULL"""
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
