"""Finds records by words: what `search.py` wrote is read here, by the names of tables alone. Lists are read without loading models."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.core.text import search_words
from crm_desktop.data.database import database, fetch, is_server

LONGEST_WORD = 500
"""Letters of a word that count: PostgreSQL refuses words of more than 2,046 bytes."""
SHELVED = frozenset({"customer", "product", "sales_order", "interaction", "follow_up", "support_case"})
"""Tables of which records can lie in the trash: those of models with a shelf, as a test knows."""


def find(table: str, text: str, limit: int = 50) -> list[int]:
    """Ids of records that have, for each word of the text, one that starts with it; the newest first, none from the trash."""
    words = [word[:LONGEST_WORD] for word in search_words(text)]
    if not words:
        return []
    index, key = f"{table}_search", "id" if is_server() else "rowid"
    found = "words @@ %s::tsquery" if is_server() else f"{index} MATCH ?"
    sought = " & ".join(f"{word}:*" for word in words) if is_server() else " ".join(f'"{word}"*' for word in words)
    order = f"ORDER BY {key} DESC LIMIT {database.param}"
    return [row[0] for row in fetch(f"SELECT {key} FROM {index} WHERE {found}{but_trash(table, key)} {order}", (sought, limit))]


def but_trash(table: str, key: str) -> str:
    if table not in SHELVED:
        return ""
    return f" AND {key} NOT IN (SELECT id FROM {table} WHERE shelf <> '' AND shelf = 'trash')"


_QUOTE = '"'


class Sought(NamedTuple):
    """One of these words; `goes_on`: words that start with it are meant too."""

    words: tuple[str, ...]
    goes_on: bool = False

    def on_server(self) -> str:
        end = ":*" if self.goes_on else ""
        return f"({' | '.join(word + end for word in self.words)})"

    def local(self) -> str:
        end = '"*' if self.goes_on else '"'
        return f"({' OR '.join(_QUOTE + word + end for word in self.words)})"


def holders(table: str, sought: Sequence[Sought], most: int) -> list[int] | None:
    """Ids of records that have a word of each, also from the trash, and of those that nothing finds. None of more than `most`."""
    key = "id" if is_server() else "rowid"
    if is_server():
        found, text = "words @@ %s::tsquery", " & ".join(each.on_server() for each in sought)
    else:
        found, text = f"{table}_search MATCH ?", " AND ".join(each.local() for each in sought)
    if not all(each.words for each in sought):
        return _unfound(table)
    ids = [row[0] for row in fetch(f"SELECT {key} FROM {table}_search WHERE {found} LIMIT {most + 1}", (text,))]
    return None if len(ids) > most else [*ids, *_unfound(table)]


def _unfound(table: str) -> list[int]:
    if table != "customer":
        return []
    return [row[0] for row in fetch("SELECT id FROM customer WHERE merged_into_id IS NOT NULL")]
