"""What the one search finds among articles, scripts and templates: nothing that is a colleague's own."""

from crm_desktop.data.finding import find
from crm_desktop.queries.lists import in_order, rows_by_ids

Known = tuple[int, str, str]
"""Id, title, and what stands below it."""

_ARTICLES = "SELECT id, title, state FROM article WHERE state <> 'archived' AND id IN ({ids})"
_SCRIPTS = "SELECT id, name, about FROM script WHERE active AND id IN ({ids})"
_TEMPLATES = "SELECT id, name, subject FROM template WHERE active AND owner_id IS NULL AND id IN ({ids})"


def articles(text: str, limit: int) -> list[Known]:
    """What is published comes without its state."""
    found = _found(_ARTICLES, find("article", text, limit))
    return [(row_id, title, "" if state == "published" else state) for row_id, title, state in found]


def scripts(text: str, limit: int) -> list[Known]:
    return _found(_SCRIPTS, find("script", text, limit))


def templates(text: str, limit: int) -> list[Known]:
    return _found(_TEMPLATES, find("template", text, limit))


def _found(text: str, ids: list[int]) -> list[Known]:
    return in_order(ids, {row[0]: row for row in rows_by_ids(text, ids)})
