"""Sums of interactions for each day, kept so that a month of many need not be counted again. Outside history, as everything derived.

A day is of the whole company. An operation forgets the days of the interactions it reached, and of those that the same customers had up
to a week away, for which they are a repeat or an answer. Whoever looks at figures has the missing days counted, and then kept.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from crm_desktop.core.kinds import ChannelKind, Direction, Outcome
from crm_desktop.core.read_json import kept_list
from crm_desktop.data.database import database, execute, execute_many, fetch

QUARTER = 900
"""Seconds of a bucket: offsets of all time zones are whole quarters of an hour."""
WEEK, DAY, HOUR = 7 * 86_400, 86_400, 3_600
NOT_TAKEN = (Outcome.MISSED, Outcome.VOICEMAIL, Outcome.WRONG_NUMBER)
MISSED = (Outcome.MISSED, Outcome.VOICEMAIL)


def words_in(outcomes: tuple[Outcome, ...]) -> str:
    return ", ".join(f"'{outcome}'" for outcome in outcomes)


TAKEN = f"held.outcome NOT IN ({words_in(NOT_TAKEN)})"
ENDED = "COALESCE(held.wrap_up_ended_at, held.ended_at)"
INCOMING = f"held.direction = '{Direction.IN}'"


def _same(moment: str) -> str:
    """Another inbound contact of the customer for the same reason."""
    return f"""SELECT 1 FROM interaction AS other WHERE other.customer_id = held.customer_id AND other.reason_id = held.reason_id
    AND other.direction = '{Direction.IN}' AND {moment}"""


CAME_BEFORE = _same(
    f"other.started_at >= held.started_at - {WEEK} AND other.started_at <= held.started_at"
    " AND (other.started_at < held.started_at OR other.id < held.id)"
)
CAME_AGAIN = _same(
    f"other.started_at <= held.started_at + {WEEK} AND other.started_at >= held.started_at"
    " AND (other.started_at > held.started_at OR other.id > held.id)"
)


def answered_within(seconds: int) -> str:
    return f"""SELECT 1 FROM interaction AS other WHERE other.customer_id = held.customer_id AND other.direction = '{Direction.OUT}'
    AND other.started_at >= held.started_at AND other.started_at <= held.started_at + {seconds}"""


class ContactSums(NamedTuple):
    """Everything about interactions that adds up from day to day. `known`: inbound, of a known customer, with a reason."""

    incoming: int = 0
    outgoing: int = 0
    taken: int = 0
    timed: int = 0
    seconds: int = 0
    known: int = 0
    again: int = 0
    first: int = 0
    resolved: int = 0
    offered: int = 0
    missed: int = 0
    lost: int = 0
    within_hour: int = 0
    within_day: int = 0
    calls_taken: int = 0
    transferred: int = 0
    of_nobody: int = 0
    without_reason: int = 0
    without_outcome: int = 0

    def plus(self, other: "ContactSums") -> "ContactSums":
        return ContactSums(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Quarter(NamedTuple):
    """How many interactions began in one quarter of an hour. `missed`: inbound calls nobody took."""

    start: int
    incoming: int
    outgoing: int
    missed: int


class Held(NamedTuple):
    """What a stretch of time held: sums, quarters of an hour in their order, and how many customers there was an interaction with."""

    sums: ContactSums
    quarters: list[Quarter]
    customers: int


NOTHING_HELD = Held(ContactSums(), [], 0)
_FLAGS = f"""SELECT held.direction, held.outcome, held.customer_id, held.reason_id, held.channel_id, {TAKEN} AS taken,
    {ENDED} - held.started_at AS seconds, {INCOMING} AS incoming,
    {INCOMING} AND held.outcome <> ''
        AND +held.channel_id IN (SELECT id FROM channel WHERE kind = '{ChannelKind.PHONE}') AS call,
    CASE WHEN {INCOMING} AND held.customer_id IS NOT NULL AND held.reason_id IS NOT NULL THEN
        CASE WHEN EXISTS ({CAME_BEFORE}) THEN 2 WHEN held.outcome <> '{Outcome.RESOLVED}' THEN 1
            WHEN EXISTS ({CAME_AGAIN}) THEN 1 ELSE 0 END END AS step,
    CASE WHEN {INCOMING} AND held.customer_id IS NOT NULL AND held.outcome IN ({words_in(MISSED)}) THEN
        CASE WHEN EXISTS ({answered_within(HOUR)}) THEN 2 WHEN EXISTS ({answered_within(DAY)}) THEN 1 ELSE 0 END END AS answer
FROM interaction AS held WHERE {{}}"""
"""`step`: 2 came before, 0 was resolved for good, 1 neither. `answer`: 2 within an hour, 1 within a day."""


def _count(condition: str) -> str:
    return f"COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)"


_SUMS = ", ".join(
    (
        _count("incoming"),
        _count("NOT incoming"),
        _count("taken"),
        _count("taken AND seconds IS NOT NULL"),
        "COALESCE(SUM(CASE WHEN taken AND seconds IS NOT NULL THEN seconds ELSE 0 END), 0)",
        _count("step IS NOT NULL"),
        _count("step = 2"),
        _count("step < 2 AND outcome <> ''"),
        _count("step = 0"),
        _count("call"),
        _count(f"call AND outcome IN ({words_in(MISSED)})"),
        _count("call AND answer IS NOT NULL"),
        _count("call AND answer = 2"),
        _count("call AND answer >= 1"),
        _count("call AND taken"),
        _count(f"call AND outcome = '{Outcome.TRANSFERRED}'"),
        _count("customer_id IS NULL"),
        _count("reason_id IS NULL"),
        _count("outcome = ''"),
    )
)


def counted(where: str, params: Sequence[Any]) -> ContactSums:
    """Every row of `interaction AS held` that is meant is looked at."""
    ((*row,),) = _rows(f"WITH flags AS MATERIALIZED ({_FLAGS.format(where)}) SELECT {_SUMS} FROM flags", params)
    return ContactSums(*map(int, row))


_PHONE = f"+held.channel_id IN (SELECT id FROM channel WHERE kind = '{ChannelKind.PHONE}')"
_QUARTERS = f"""held.started_at / {QUARTER}, SUM(CASE WHEN {INCOMING} THEN 1 ELSE 0 END), SUM(CASE WHEN {INCOMING} THEN 0 ELSE 1 END),
    SUM(CASE WHEN {INCOMING} AND held.outcome IN ({words_in(MISSED)}) AND {_PHONE} THEN 1 ELSE 0 END) FROM interaction AS held"""


def counted_quarters(where: str, params: Sequence[Any]) -> list[Quarter]:
    rows = _rows(f"SELECT {_QUARTERS} WHERE {where} GROUP BY held.started_at / {QUARTER} ORDER BY 1", params)
    return [_quarter(row) for row in rows]


def _quarter(row: Sequence[Any]) -> Quarter:
    return Quarter(row[0] * QUARTER, *map(int, row[1:]))


def customers_of(where: str, params: Sequence[Any]) -> list[int]:
    """Those with an interaction."""
    text = f"SELECT DISTINCT held.customer_id FROM interaction AS held WHERE {where} AND held.customer_id IS NOT NULL ORDER BY 1"
    return [row[0] for row in _rows(text, params)]


def held_in(where: str, params: Sequence[Any]) -> Held:
    """Every row looked at."""
    return Held(counted(where, params), counted_quarters(where, params), len(customers_of(where, params)))


def held_between(start: int, end: int) -> Held:
    """The whole company's: added up from the days that are kept, and counted where none is. Kept days never overlap."""
    sums, quarters, customers, since = ContactSums(), list[Quarter](), set[int](), start
    rows = _rows(f"SELECT starts_at, ends_at, quarters, customers, {COLUMNS} FROM contact_day WHERE {_INSIDE}", (start, end))
    for begins, ends, more, named, *numbers in [*rows, (end, end, "[]", "[]", *ContactSums())]:
        if since < begins:
            gap = since, begins
            sums, quarters = sums.plus(counted(WITHIN, gap)), quarters + counted_quarters(WITHIN, gap)
            customers.update(customers_of(WITHIN, gap))
        sums = sums.plus(ContactSums(*numbers))
        quarters += [Quarter(begins + offset, *counts) for offset, *counts in kept_list(more)]
        customers.update(kept_list(named))
        since = ends
    return Held(sums, quarters, len(customers))


def told(start: int, end: int) -> list[Any]:
    """As it is kept."""
    held = held_between(start, end)
    return [list(held.sums), [list(each) for each in held.quarters], held.customers]


def told_by_channel(start: int, end: int) -> list[Any]:
    """Of each channel what `told` tells of all."""
    days = start, end
    sums = _rows(f"WITH flags AS MATERIALIZED ({_FLAGS.format(WITHIN)}) SELECT channel_id, {_SUMS} FROM flags GROUP BY 1 ORDER BY 1", days)
    quarters: dict[int, list[Quarter]] = {}
    for channel, *row in _rows(f"SELECT held.channel_id, {_QUARTERS} WHERE {WITHIN} GROUP BY 1, 2 ORDER BY 1, 2", days):
        quarters.setdefault(channel, []).append(_quarter(row))
    seen = "SELECT held.channel_id, COUNT(DISTINCT held.customer_id) FROM interaction AS held"
    customers = {channel: int(count) for channel, count in _rows(f"{seen} WHERE {WITHIN} GROUP BY 1", days)}
    return [[channel, list(map(int, row)), [list(each) for each in quarters[channel]], customers[channel]] for channel, *row in sums]


def read_channel(kept: Sequence[Sequence[Any]], channel_id: int) -> Held:
    """Of one of them; nothing where it was not used."""
    return next((read(row[1:]) for row in kept if row[0] == channel_id), NOTHING_HELD)


def read(kept: Sequence[Any]) -> Held:
    sums, quarters, customers = kept
    return Held(ContactSums(*sums), [Quarter(*each) for each in quarters], customers)


def with_knowledge(where: str, params: Sequence[Any]) -> int:
    """Interactions in which an article or a template was used."""
    used = "EXISTS (SELECT 1 FROM knowledge_use AS used WHERE used.interaction_id = held.id)"
    return int(_rows(f"SELECT COUNT(*) FROM interaction AS held WHERE {where} AND {used}", params)[0][0])


_INSIDE = "starts_at >= ? AND ends_at <= ? ORDER BY starts_at"
WITHIN = "held.started_at >= ? AND held.started_at < ?"
COLUMNS = ", ".join(ContactSums._fields)
_FORGET = "DELETE FROM contact_day WHERE starts_at <= ? AND ends_at > ?"
_MARKS = ", ".join("?" * (4 + len(ContactSums._fields)))
_KEEP = f"INSERT INTO contact_day (starts_at, ends_at, quarters, customers, {COLUMNS}) VALUES ({_MARKS})"
_OF_THAT_LENGTH = "DELETE FROM contact_day WHERE starts_at < ? AND ends_at > ?"


def forget(first: int, last: int) -> None:
    """The days that have any moment from first to last in them."""
    execute(_FORGET.replace("?", database.param), (last, first))


def forget_all() -> None:
    execute("DELETE FROM contact_day")


def keep(days: Iterable[tuple[int, int]]) -> None:
    """Days of the calendar in UTC seconds. What was kept of them in another time zone goes."""
    for day in days:
        execute(_OF_THAT_LENGTH.replace("?", database.param), (day[1], day[0]))
        execute_many(_KEEP, [(*day, *_told(day))])


def _told(day: tuple[int, int]) -> tuple[Any, ...]:
    quarters = [[quarter.start - day[0], *quarter[1:]] for quarter in counted_quarters(WITHIN, day)]
    return _text(quarters), _text(customers_of(WITHIN, day)), *counted(WITHIN, day)


def _text(numbers: Any) -> str:
    return json.dumps(numbers, separators=(",", ":"))


def rebuild() -> int:
    """How many kept days were wrong; they are right again."""
    rows = fetch(f"SELECT starts_at, ends_at, quarters, customers, {COLUMNS} FROM contact_day")
    wrong = [(row[0], row[1]) for row in rows if tuple(row[2:]) != _told((row[0], row[1]))]
    keep(wrong)
    return len(wrong)


def _rows(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    return fetch(text.replace("?", database.param), params)
