"""Finds records by words: what `search.py` wrote is read here, by the names of tables alone. Lists are read without loading models."""

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
