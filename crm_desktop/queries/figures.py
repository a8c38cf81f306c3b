"""Counts of interactions for figures: what a period held, by channel, reason and person. Sums stay whole numbers; shares are made later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from crm_desktop.core.kinds import ChannelKind, Direction, Outcome
from crm_desktop.queries.lists import rows_of

QUARTER = 900
"""Seconds of a bucket: offsets of all time zones are whole quarters of an hour."""
WEEK, DAY, HOUR = 7 * 86_400, 86_400, 3_600
NOT_TAKEN = (Outcome.MISSED, Outcome.VOICEMAIL, Outcome.WRONG_NUMBER)
MISSED = (Outcome.MISSED, Outcome.VOICEMAIL)


@dataclass(frozen=True, slots=True)
class Scope:
    """From `start` to before `end` in UTC seconds; without `staff` it is everybody's."""

    start: int
    end: int
    staff: tuple[int, ...] = ()

    def where(self, moment: str, person: str) -> str:
        marks = ", ".join("?" * len(self.staff))
        return f"{moment} >= ? AND {moment} < ?" + (f" AND {person} IN ({marks})" if self.staff else "")

    @property
    def params(self) -> tuple[int, ...]:
        return (self.start, self.end, *self.staff)


def _words(outcomes: tuple[Outcome, ...]) -> str:
    return ", ".join(f"'{outcome}'" for outcome in outcomes)


_TAKEN = f"held.outcome NOT IN ({_words(NOT_TAKEN)})"
_END = "COALESCE(held.wrap_up_ended_at, held.ended_at)"
_IN = f"held.direction = '{Direction.IN}'"


class Bucket(NamedTuple):
    """How many interactions began in one quarter of an hour. `missed`: inbound calls nobody took."""

    start: int
    channel_id: int
    incoming: int
    outgoing: int
    missed: int


def buckets(scope: Scope) -> list[Bucket]:
    """The caller counts days and hours in the company's zone; one read serves day charts, heat map and opening hours."""
    text = f"""
SELECT held.started_at / {QUARTER}, held.channel_id, SUM(CASE WHEN {_IN} THEN 1 ELSE 0 END), SUM(CASE WHEN {_IN} THEN 0 ELSE 1 END),
    SUM(CASE WHEN {_IN} AND channel.kind = '{ChannelKind.PHONE}' AND held.outcome IN ({_words(MISSED)}) THEN 1 ELSE 0 END)
FROM interaction AS held JOIN channel ON channel.id = held.channel_id
WHERE {scope.where("held.started_at", "held.staff_id")}
GROUP BY held.started_at / {QUARTER}, held.channel_id ORDER BY 1, 2"""
    return [Bucket(row[0] * QUARTER, *map(int, row[1:])) for row in rows_of(text, scope.params)]


class Totals(NamedTuple):
    """`seconds` of the `timed` interactions, those that were taken and have an end; `taken` includes those without one."""

    incoming: int = 0
    outgoing: int = 0
    taken: int = 0
    timed: int = 0
    seconds: int = 0

    @property
    def contacts(self) -> int:
        return self.incoming + self.outgoing

    def plus(self, other: "Totals") -> "Totals":
        return Totals(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


Column = Literal["channel_id", "reason_id", "staff_id"]


def totals_by(column: Column, scope: Scope) -> dict[int | None, Totals]:
    text = f"""
SELECT held.{column}, SUM(CASE WHEN {_IN} THEN 1 ELSE 0 END), SUM(CASE WHEN {_IN} THEN 0 ELSE 1 END),
    SUM(CASE WHEN {_TAKEN} THEN 1 ELSE 0 END), SUM(CASE WHEN {_TAKEN} AND {_END} IS NOT NULL THEN 1 ELSE 0 END),
    SUM(CASE WHEN {_TAKEN} AND {_END} IS NOT NULL THEN {_END} - held.started_at ELSE 0 END)
FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")} GROUP BY held.{column}"""
    return {row[0]: Totals(*map(int, row[1:])) for row in rows_of(text, scope.params)}


def _same(moment: str) -> str:
    """Another inbound contact of the customer for the same reason."""
    return f"""SELECT 1 FROM interaction AS other WHERE other.customer_id = held.customer_id AND other.reason_id = held.reason_id
    AND other.direction = '{Direction.IN}' AND {moment}"""


_BEFORE = _same(
    f"other.started_at >= held.started_at - {WEEK} AND other.started_at <= held.started_at"
    " AND (other.started_at < held.started_at OR other.id < held.id)"
)
_AFTER = _same(
    f"other.started_at <= held.started_at + {WEEK} AND other.started_at >= held.started_at"
    " AND (other.started_at > held.started_at OR other.id > held.id)"
)


class Solved(NamedTuple):
    """First contacts with reason and outcome, and those of them that were resolved and did not come again."""

    first: int = 0
    resolved: int = 0


def solved_by(column: Literal["channel_id", "staff_id"], scope: Scope) -> dict[int | None, Solved]:
    text = f"""
SELECT held.{column}, COUNT(*), SUM(CASE WHEN held.outcome = '{Outcome.RESOLVED}' AND NOT EXISTS ({_AFTER}) THEN 1 ELSE 0 END)
FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")} AND {_IN} AND held.outcome <> ''
    AND held.customer_id IS NOT NULL AND held.reason_id IS NOT NULL AND NOT EXISTS ({_BEFORE})
GROUP BY held.{column}"""
    return {row[0]: Solved(*map(int, row[1:])) for row in rows_of(text, scope.params)}


def repeats(scope: Scope) -> tuple[int, int]:
    """Repeat contacts, and the inbound contacts they are a part of."""
    text = f"""
SELECT COALESCE(SUM(CASE WHEN EXISTS ({_BEFORE}) THEN 1 ELSE 0 END), 0), COUNT(*)
FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")} AND {_IN}
    AND held.customer_id IS NOT NULL AND held.reason_id IS NOT NULL"""
    ((again, all_of_them),) = rows_of(text, scope.params)
    return int(again), int(all_of_them)


class Calls(NamedTuple):
    """Inbound calls with an outcome; of those missed, how many came from known customers and were answered in time."""

    offered: int
    missed: int
    known: int
    within_hour: int
    within_day: int


def calls(scope: Scope) -> Calls:
    missed = f"held.outcome IN ({_words(MISSED)})"
    known = f"{missed} AND held.customer_id IS NOT NULL"
    text = f"""
SELECT COUNT(*), COALESCE(SUM(CASE WHEN {missed} THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN {known} THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN {known} AND EXISTS ({_answer(HOUR)}) THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN {known} AND EXISTS ({_answer(DAY)}) THEN 1 ELSE 0 END), 0)
FROM interaction AS held JOIN channel ON channel.id = held.channel_id
WHERE {scope.where("held.started_at", "held.staff_id")} AND {_IN} AND channel.kind = '{ChannelKind.PHONE}'
    AND held.outcome <> ''"""
    (row,) = rows_of(text, scope.params)
    return Calls(*map(int, row))


def _answer(seconds: int) -> str:
    return f"""SELECT 1 FROM interaction AS other WHERE other.customer_id = held.customer_id AND other.direction = '{Direction.OUT}'
    AND other.started_at >= held.started_at AND other.started_at <= held.started_at + {seconds}"""


def outcomes(scope: Scope) -> dict[str, int]:
    """How many ended how; an empty word is those without an outcome."""
    text = f"""
SELECT held.outcome, COUNT(*) FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")} GROUP BY held.outcome"""
    return {row[0]: int(row[1]) for row in rows_of(text, scope.params)}


class Named(NamedTuple):
    name: str
    kind: str
    position: int


def channels() -> dict[int, Named]:
    return {row[0]: Named(*row[1:]) for row in rows_of("SELECT id, name, kind, position FROM channel")}


def reasons() -> dict[int, Named]:
    """A reason below another carries its name too."""
    rows: dict[int, tuple[Any, ...]] = {row[0]: row for row in rows_of("SELECT id, name, kind, position, parent_id FROM contact_reason")}
    return {row_id: Named(_path(row_id, rows), rows[row_id][2], rows[row_id][3]) for row_id in rows}


def _path(reason_id: int, rows: Mapping[int, tuple[Any, ...]]) -> str:
    names: list[str] = []
    above: int | None = reason_id
    while above is not None and len(names) < 10:
        names.insert(0, rows[above][1])
        above = rows[above][4]
    return " › ".join(names)
