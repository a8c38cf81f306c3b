"""A store that somebody made by hand to do harm: what the program never makes is not used, before anything else in the file is read.

A trigger would run when the program saves; a view or a computed column would answer with something else than was saved; a table of another
module could read files.
"""

import re

from peewee import Database, __exception_wrapper__  # type: ignore[attr-defined]

_LITERAL = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]")
_COMMENT = re.compile(r"--|/\*")
_COMPUTED = re.compile(r"\b(?:AS\b|GENERATED\b|DEFAULT\s*\(|CHECK\b(?!\s*\(ID = 1\)))")
_WORDS = re.compile(
    r"CREATE VIRTUAL TABLE \"?\w+_search\"? USING fts5\s*\(words, content='', contentless_delete=1, (?:prefix='[0-9 ]+',\s*)?"
    r"tokenize='unicode61 [a-z0-9_ ]+'\)"
)
_OF_SEARCH = re.compile(r"\w+_search_(?:data|idx|content|docsize|config)")
_NOT_STRICT = frozenset({"schema_migration", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"})
_CALLED = re.compile(r"\b(\w+)\s*\(")
_HARMLESS = frozenset({"coalesce", "nullif", "lower", "where", "in", "and", "or", "not"})


def strange_in(store: Database) -> str:
    """What the program never makes; empty where there is nothing of that kind. Reads nothing but how tables are made."""
    with __exception_wrapper__:
        made = store.execute_sql("SELECT type, name, COALESCE(sql, '') FROM sqlite_schema ORDER BY rowid").fetchall()
    return next((f"{kind} {name}" for kind, name, text in made if _is_strange(kind, name, text)), "")


def _is_strange(kind: str, name: str, text: str) -> bool:
    if kind == "index":
        return bool(text) and _calls(text)
    if kind != "table":
        return True
    if text[:20].upper().startswith("CREATE VIRTUAL"):
        return _WORDS.fullmatch(text) is None
    if text.endswith("STRICT") and not _COMPUTED.search(text.upper()) and not _COMMENT.search(text):
        return False  # nearly all are
    plain = _LITERAL.sub("''", text)
    is_strict = plain.rstrip().endswith("STRICT") or name in _NOT_STRICT or _OF_SEARCH.fullmatch(name) is not None
    return not is_strict or bool(_COMPUTED.search(plain.upper()) or _COMMENT.search(plain))


def _calls(text: str) -> bool:
    """What stands behind the name of its table may only put ready values together."""
    behind = text.partition(" ON ")[2].partition("(")[2]
    if "(" not in behind and "--" not in behind and "/*" not in behind:
        return False
    behind = _LITERAL.sub("x", text).partition(" ON ")[2].partition("(")[2]
    return any(found[1].lower() not in _HARMLESS for found in _CALLED.finditer(behind)) or _COMMENT.search(behind) is not None
