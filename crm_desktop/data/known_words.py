"""Every word of a long table once, so that a part of a word is looked for among some thousand words, not in a million texts.

There may be words that no record has any more: whoever asks looks at the records they lead to. On a server there are none.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from crm_desktop.data.database import execute, execute_many, fetch, is_server

TABLES = frozenset({"interaction", "customer"})
_MANY = 200
_LEARN = "INSERT INTO {}_word (word) VALUES (?) ON CONFLICT DO NOTHING"
_TERMS = "CREATE VIRTUAL TABLE temp.{0}_terms USING fts5vocab('main', '{0}_search', 'row')"
_INDEXED = "SELECT term FROM temp.{}_terms WHERE term GLOB '*[^0-9]*'"


def learn(table: str, words: Iterable[str]) -> None:
    """Numbers are no words: nearly each record has one of its own."""
    if knows(table):
        execute_many(_LEARN.format(table), [(word,) for word in sorted(words) if not _is_number(word)])


def learn_anew(table: str) -> None:
    """From the search index alone, after words were removed from it: nobody is to find what was erased."""
    if knows(table):
        with _terms(table):
            execute(f"DELETE FROM {table}_word")
            execute(f"INSERT INTO {table}_word (word) {_INDEXED.format(table)}")


def unknown(table: str, most: int) -> list[str]:
    """Words of the search index that are missing here: by a part of them, no filter would find their records."""
    if not knows(table):
        return []
    missing = f"SELECT term FROM ({_INDEXED.format(table)} EXCEPT SELECT word FROM {table}_word)"
    whole = f"SELECT 1 FROM {table}_word WHERE instr(word, term) > 0"  # the engine takes some words apart at letters it does not know
    with _terms(table):
        return [row[0] for row in fetch(f"{missing} WHERE NOT EXISTS ({whole}) ORDER BY 1 LIMIT {most}")]


@contextmanager
def _terms(table: str) -> Iterator[None]:
    execute(_TERMS.format(table))
    yield
    execute(f"DROP TABLE temp.{table}_terms")


def forget(table: str) -> None:
    if knows(table):
        execute(f"DELETE FROM {table}_word")


def with_part(table: str, part: str, longest: int) -> list[str] | None:
    """Words that have this in them, and those that were cut at the longest there are. None where nobody knows, or where they are many."""
    if not knows(table) or _is_number(part):
        return None
    text = f"SELECT word FROM {table}_word WHERE instr(word, ?) > 0 OR length(word) >= ? LIMIT {_MANY + 1}"
    words = [row[0] for row in fetch(text, (part, longest))]
    return None if len(words) > _MANY else words


def knows(table: str) -> bool:
    return table in TABLES and not is_server()


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()
