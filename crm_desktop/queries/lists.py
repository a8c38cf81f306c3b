"""What the lists share: SQL texts made once per shape, ids in display order, and whole rows for the ids on screen."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from crm_desktop.core.dates import NEVER
from crm_desktop.data.database import database, fetch, stream

FOUND = 1_000
"""Records a search shows at most; who looks for more types another word."""


def ids_of(text: str, params: Sequence[Any] = ()) -> "array[int]":
    """The first column, streamed: a million ids are 8 MB and never hold the interpreter for long."""
    return array("q", (row[0] for row in stream(for_engine(text, database.param), params)))


def rows_of(text: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    return fetch(for_engine(text, database.param), params)


def rows_by_ids(text: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """`{ids}` in the text stands for them. The count is rounded up to a power of two, so that few texts are ever made."""
    if not ids:
        return []
    count = 1 << (len(ids) - 1).bit_length()
    return fetch(_with_ids(text, count, database.param), (*ids, *[ids[-1]] * (count - len(ids))))


def in_order(ids: Iterable[int], rows: "dict[int, Any]") -> list[Any]:
    """Rows in the order of their ids; what vanished between the two reads is left out."""
    return [rows[row_id] for row_id in ids if row_id in rows]


def moment(seconds: int | None) -> datetime | None:
    """Stored UTC seconds; 0 stands for none in columns that a list can sort by."""
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def day(text: str) -> date | None:
    found = date.fromisoformat(text)
    return None if found == NEVER else found


@cache
def for_engine(text: str, param: str) -> str:
    return text.replace("?", param)


@cache
def _with_ids(text: str, count: int, param: str) -> str:
    return text.format(ids=", ".join([param] * count))
