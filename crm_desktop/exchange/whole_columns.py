"""Many cells of a column read at once, where each of them is as cells usually are. What one by one would say is the same.

Every reader takes texts that are not empty and have no white space around them. None: one of them needs a look of its own.
"""

from collections.abc import Callable, Sequence
from typing import Any

from crm_desktop.core.cards import may_hold_card
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.tables import LONGEST_CELL
from crm_desktop.exchange.targets import Kind
from crm_desktop.exchange.values import Reader, holds_refused

ColumnReader = Callable[[Sequence[str]], Sequence[Any] | None]


def column_reader(kind: Kind, read: Reader) -> ColumnReader | None:
    """None for what is read one by one, as most of it is said again and again. `read` reads one of this kind."""
    if kind in (Kind.LINE, Kind.REFERENCE):
        return _texts
    if kind is Kind.NOTE:
        return _notes
    if kind is Kind.MOMENT:
        return lambda texts: _each(read, texts)
    return None


def _texts(texts: Sequence[str]) -> Sequence[str] | None:
    joined = "".join(texts)
    return texts if _is_plain(joined, texts) else None


def _notes(texts: Sequence[str]) -> Sequence[str] | None:
    joined = "\n".join(texts)  # a card number goes over no line's end
    return texts if _is_plain(joined, texts) and not may_hold_card(joined) else None


def _is_plain(joined: str, texts: Sequence[str]) -> bool:
    if "\r" in joined or (len(joined) > LONGEST_CELL and max(map(len, texts)) > LONGEST_CELL):
        return False
    return joined.replace("\n", " ").isprintable() or not holds_refused(joined)


def _each(read: Reader, texts: Sequence[str]) -> Sequence[Any] | None:
    try:
        return list(map(read, texts))
    except BadValue:
        return None
