"""Filling a store that nobody has looked at yet: rows in blocks as an import writes them, and what follows from them made once, at the end.

An operation remembers every row that it reached; of millions that alone would be a gigabyte.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.core.rights import Right, demand
from crm_desktop.data import contact_days, kept
from crm_desktop.data.audit import Entry, append, canonical, lock_head
from crm_desktop.data.database import execute, fetch, is_server, write
from crm_desktop.data.derived import SUMS, count_anew, refresh
from crm_desktop.data.history import insert_blocks
from crm_desktop.data.models import Appointment, Operation, Record
from crm_desktop.data.search import SEARCHED, USUALLY_GATHERED, gather

Tell = Callable[[int, int], None]
"""Rows done, of how many. What it raises ends the filling, and then nothing was filled."""
_STRETCH = 10_000
"""Rows that are computed or indexed between two words on how far it is."""
_CACHE = 200_000  # KiB
_WORDS_AT_ONCE = 64 * 2**20


class Bulk:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.models = set[type[Record]]()

    def insert_many(self, model: type[Record], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> range:
        """As `Done.insert_many`. Derived columns may be among them, and are computed all the same."""
        ids, entries = insert_blocks(model, columns, rows)
        self.entries += entries
        self.models.add(model)
        return ids


@contextmanager
def filling(label: str, by: Actor, tell: Tell) -> Iterator[Bulk]:
    """One operation that cannot be undone. Every derived column and every word of the search index is made anew when it ends."""
    demand(by, Right.IMPORT)
    with roomy(_CACHE), write():
        _patient()
        sequence, head = lock_head()
        bulk = Bulk()
        with _words_at_once(_WORDS_AT_ONCE):
            yield bulk
            count_anew(bulk.models)
            _follow(tell)
            contact_days.forget_all()
            kept.forget_all()
        record = Operation(
            key=secrets.token_hex(16), label=label, numbers=canonical({}), staff_id=by.id, at=utc_now(), final=1, sequence=sequence + 1
        )
        append(record, bulk.entries, head)


def _follow(tell: Tell) -> None:
    named: list[type[Record]] = [*(searched.model for searched in SEARCHED), Appointment]
    rows = {model: _highest(model) for model in [*(model for model, _update, _key in SUMS), *named]}
    of = sum(rows[model] for model, _update, _key in SUMS) + sum(rows[model] for model in named)
    done = 0
    for model, update, key in SUMS:
        for some in _stretches(rows[model]):
            execute(update.format(f"{key} BETWEEN {some[0]} AND {some[-1]}"))
            done += len(some)
            tell(done, of)
    for model in named:
        for some in _stretches(rows[model]):
            refresh({model: some}, {}, {})
            done += len(some)
            tell(done, of)


def _highest(model: type[Record]) -> int:
    return int(fetch(f"SELECT COALESCE(MAX(id), 0) FROM {model._meta.table_name}")[0][0])


def _stretches(highest: int) -> Iterator[range]:
    return (range(first, min(first + _STRETCH, highest + 1)) for first in range(1, highest + 1, _STRETCH))


def _patient() -> None:
    """A server ends a transaction that thinks for a minute, and whole orders of five years are invented between two statements."""
    if is_server():
        execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        execute("SET LOCAL statement_timeout = 0")


@contextmanager
def roomy(kibibytes: int) -> Iterator[None]:
    """More of a file's pages in memory: its indexes are written all over, and what does not fit is written again and again."""
    if is_server():
        yield
        return
    ((usual,),) = fetch("PRAGMA cache_size")
    execute(f"PRAGMA cache_size = {-kibibytes}")
    try:
        yield
    finally:
        execute(f"PRAGMA cache_size = {usual}")


@contextmanager
def _words_at_once(size: int) -> Iterator[None]:
    for searched in () if is_server() else SEARCHED:
        gather(searched.table, size)
    yield
    for searched in () if is_server() else SEARCHED:
        gather(searched.table, USUALLY_GATHERED)
