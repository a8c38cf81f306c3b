"""Counts of interactions for figures: what a period held, by channel, reason and person. Sums stay whole numbers; shares are made later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from crm_desktop.core.kinds import Outcome
from crm_desktop.data.contact_days import CAME_AGAIN, CAME_BEFORE, ENDED, INCOMING, QUARTER, TAKEN
from crm_desktop.queries.lists import rows_of


@dataclass(frozen=True, slots=True)
class Scope:
    """From `start` to before `end` in UTC seconds; without `staff` it is everybody's.

    Channels, reasons and products narrow what knows them: a figure whose rows do not is not asked for with them.
    """

    start: int
    end: int
    staff: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    reasons: tuple[int, ...] = ()
    products: tuple[int, ...] = ()

    def where(self, moment: str, person: str) -> str:
        """For `params`."""
        return f"{moment} >= ? AND {moment} < ?{self.among(moment.partition('.')[0], person)[0]}"

    def among(self, table: str, person: str) -> tuple[str, tuple[int, ...]]:
        """What narrows it whenever it was, and its parameters. Of a channel or a reason there are so many rows that those of the time are
        looked through instead: `+` keeps an engine from their index."""
        given = (
            (person, self.staff),
            (f"+{table}.channel_id", self.channels),
            (f"+{table}.reason_id", self.reasons),
            (f"{table}.product_id", self.products),
        )
        narrowed = "".join(f" AND {column} IN ({', '.join('?' * len(ids))})" for column, ids in given if ids)
        return narrowed, (*self.staff, *self.channels, *self.reasons, *self.products)

    @property
    def params(self) -> tuple[int, ...]:
        return (self.start, self.end, *self.among("", "")[1])


class Bucket(NamedTuple):
    """How many interactions of one channel began in one quarter of an hour."""

    start: int
    channel_id: int
    incoming: int
    outgoing: int


def buckets(scope: Scope) -> list[Bucket]:
    """The caller counts days in the company's zone."""
    text = f"""
SELECT held.started_at / {QUARTER}, held.channel_id, SUM(CASE WHEN {INCOMING} THEN 1 ELSE 0 END),
    SUM(CASE WHEN {INCOMING} THEN 0 ELSE 1 END)
FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")}
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
SELECT held.{column}, SUM(CASE WHEN {INCOMING} THEN 1 ELSE 0 END), SUM(CASE WHEN {INCOMING} THEN 0 ELSE 1 END),
    SUM(CASE WHEN {TAKEN} THEN 1 ELSE 0 END), SUM(CASE WHEN {TAKEN} AND {ENDED} IS NOT NULL THEN 1 ELSE 0 END),
    SUM(CASE WHEN {TAKEN} AND {ENDED} IS NOT NULL THEN {ENDED} - held.started_at ELSE 0 END)
FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")} GROUP BY held.{column}"""
    return {row[0]: Totals(*map(int, row[1:])) for row in rows_of(text, scope.params)}


class Solved(NamedTuple):
    """First contacts with reason and outcome, and those of them that were resolved and did not come again."""

    first: int = 0
    resolved: int = 0


def solved_by(column: Literal["channel_id", "staff_id"], scope: Scope) -> dict[int | None, Solved]:
    text = f"""
SELECT held.{column}, COUNT(*), SUM(CASE WHEN held.outcome = '{Outcome.RESOLVED}' AND NOT EXISTS ({CAME_AGAIN}) THEN 1 ELSE 0 END)
FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")} AND {INCOMING} AND held.outcome <> ''
    AND held.customer_id IS NOT NULL AND held.reason_id IS NOT NULL AND NOT EXISTS ({CAME_BEFORE})
GROUP BY held.{column}"""
    return {row[0]: Solved(*map(int, row[1:])) for row in rows_of(text, scope.params)}


def held_at(scope: Scope) -> list[tuple[int, int]]:
    """Every interaction of the period and when it began, the latest first."""
    text = f"""
SELECT held.id, held.started_at FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")}
ORDER BY held.started_at DESC, held.id DESC"""
    return [(row[0], row[1]) for row in rows_of(text, scope.params)]


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
