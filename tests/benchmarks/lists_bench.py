"""Every list of the window in every order, its end, a filter on each column: python -m tests.benchmarks.lists_bench [STORE]

The slowest are told with the plan of their query. Each filter asks for what the record in the middle of its list says.
"""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.data.database import fetch, is_server, open_store
from crm_desktop.queries.columns import Column, Kind
from crm_desktop.queries.conditions import Asked
from crm_desktop.queries.list_orders import LISTS, indexed
from crm_desktop.queries.narrowed import Narrowed, narrowed_ids, narrowed_sql, subject_called, values_of
from tests.benchmarks import million_bench
from tests.benchmarks.measuring import Measured, compare, told
from tests.benchmarks.reading_bench import raw

FIRST = 256
MOST = 0.1
"""Seconds until the first rows of a list, or its last, are there."""
_DOWN_FIRST = ("ordered", "requested", "started", "asked", "day", "opened_at")
"""Orders in which a page begins with the latest."""
_SHOWN = 15


class Look(NamedTuple):
    """One way to ask for a list."""

    what: str
    wanted: Narrowed
    limit: int | None = FIRST

    @property
    def name(self) -> str:
        way = ", downwards" if self.wanted.downwards else ""
        asked = "".join(f" where {field} {operator} {value[:20]}" for field, operator, value in self.wanted.where)
        return f"{self.wanted.subject.name}{asked} by {self.wanted.sort}{way}: {self.what}"


def orders() -> Iterator[Look]:
    """First rows of every list in every order."""
    for name in LISTS:
        subject = subject_called(name)
        for sort in indexed(name):
            for downwards in (False, True):
                yield Look("first rows", Narrowed(subject, (), sort, downwards))


def usual() -> Iterator[Look]:
    """First rows of every list as its page opens."""
    for name in LISTS:
        yield Look("first rows", Narrowed(subject_called(name), (), *_usual(name)))


def wholes() -> Iterator[Look]:
    """All ids, which a list needs to jump to its end."""
    for name in LISTS:
        yield Look("all of it", Narrowed(subject_called(name), (), *_usual(name)), None)


def filters() -> Iterator[Look]:
    for name in LISTS:
        subject, (sort, downwards) = subject_called(name), _usual(name)
        ids = narrowed_ids(Narrowed(subject, (), sort, downwards))
        columns = [column for column in subject.columns if column.kind.can_be_asked]
        if not ids:
            continue
        (said,) = values_of(subject, columns, [ids[len(ids) // 2]]).values()
        for column, value in zip(columns, said, strict=True):
            for asked in _asked(column, value):
                yield Look("filtered, first rows", Narrowed(subject, (asked,), sort, downwards))


def _usual(name: str) -> tuple[str, bool]:
    sort = next(iter(indexed(name)))
    return sort, sort in _DOWN_FIRST


def _asked(column: Column, value: Any) -> Iterator[Asked]:
    text = _typed(value)
    if column.kind is not Kind.TAGS:
        yield column.name, "=", text
    if column.kind is Kind.TEXT and column.words is None and text.strip():
        yield column.name, "~", text[:6]


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def measured(look: Look, rounds: int) -> Measured:
    """Beside the same records by their ids alone: neither where they lie nor what was asked is looked at."""
    wanted = look.wanted
    order = indexed(wanted.subject.name)[wanted.sort]
    way = "DESC" if wanted.downwards else "ASC"
    limit = "" if look.limit is None else f" LIMIT {look.limit}"
    text = f"SELECT {wanted.subject.key} FROM {wanted.subject.alone} ORDER BY {order} {way}, {wanted.subject.key} {way}{limit}"
    return compare(
        look.name, "raw SQL of as many ids", lambda _round: raw(text), lambda _round: narrowed_ids(wanted, look.limit), rounds=rounds,
        most=MOST if look.limit else None,
    )  # fmt: skip


def ends(rounds: int = 9) -> Iterator[Measured]:
    """The rows at the end of each list, as they come when somebody jumps there."""
    for name in LISTS:
        subject = subject_called(name)
        columns = [column for each in subject.main if (column := subject.column(each))]
        ids = list(narrowed_ids(Narrowed(subject, (), *_usual(name))))[-FIRST:]
        if ids:
            text = f"SELECT * FROM {subject.alone} WHERE {subject.key} BETWEEN {min(ids)} AND {max(ids)} LIMIT {FIRST}"
            yield compare(
                f"{name}: last {len(ids)} rows", "raw SQL of as many rows of the table",
                lambda _round, text=text: raw(text),
                lambda _round, subject=subject, columns=columns, ids=ids: values_of(subject, columns, ids),
                rounds=rounds,
                most=MOST,
            )  # fmt: skip


def slowest(looks: Iterator[Look], count: int = 5, rounds: int = 5) -> list[tuple[Measured, Look]]:
    found = [(measured(look, rounds), look) for look in looks]
    return sorted(found, key=lambda each: -each[0].ours)[:count]


def measure(rounds: int = 5) -> Iterator[Measured]:
    """The slowest of each way to look at a list."""
    for looks, times in ((orders(), rounds), (wholes(), rounds), (filters(), 1)):  # hundreds of filters: each is looked at once
        yield from (each for each, _look in slowest(looks, 5, times))
    yield from sorted(ends(rounds), key=lambda each: -each.ours)[:5]


def broken() -> list[str]:
    """Lists whose first rows need a sort in memory, or a walk through a table beside its indexes. SQLite tells; a server's plan depends
    on how much there is."""
    wrong = []
    for look in () if is_server() else orders():
        for step in plan_of(look):
            main = look.wanted.subject.alone.split(" AS ")[-1].split()[0]
            if "TEMP B-TREE" in step or (step.startswith(f"SCAN {main}") and "INDEX" not in step):
                wrong.append(f"{look.name}: {step}")
    return wrong


def plan_of(look: Look) -> list[str]:
    text, params = narrowed_sql(look.wanted, look.limit)
    return [row[-1] for row in fetch(f"EXPLAIN {'' if is_server() else 'QUERY PLAN '}{text}", params)]


def main(store: str = "") -> None:
    path = Path(store) if store else million_bench.made()[0]
    with open_store(path).connection_context():
        for looks in (orders(), wholes(), filters()):
            for each, look in slowest(looks, _SHOWN, 1):
                print(told(each), *(f"\n      {step}" for step in plan_of(look)), flush=True)
        for each in ends():
            print(told(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
