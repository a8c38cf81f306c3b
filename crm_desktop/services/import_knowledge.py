"""What holds for articles and templates of a file among those that are here: a word after a slash means one of them."""

from collections.abc import Iterator, Sequence

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_knowledge import ArticleState, TemplateScope
from crm_desktop.data.models import Article, Template
from crm_desktop.services.incoming import Refuse, Row

Word = tuple[str, str]
"""A shortcut in a language."""


def checked_words(table: str, columns: Sequence[str], rows: Sequence[Row], refuse: Refuse) -> list[Row]:
    """Of rows of these tables, those that may come in."""
    has_words = table in ("article", "template") and "shortcut" in columns
    return list(_free(table, columns, rows, refuse)) if has_words else list(rows)


def _free(table: str, columns: Sequence[str], rows: Sequence[Row], refuse: Refuse) -> Iterator[Row]:
    """Templates of several kinds may share a word, articles share it with nothing."""
    shortcut, kind = columns.index("shortcut"), columns.index("kind")
    language = columns.index("language") if "language" in columns else None
    used = set(_used(table)) if any(row[1][shortcut] for row in rows) else set()
    for row in rows:
        spoken = "" if language is None else row[1][language]
        word, own = (row[1][shortcut], spoken), row[1][kind] if table == "template" else ""
        if word[0] and ((*word, own) in used or (*word, "") in used):
            refuse(row, "shortcut", word[0], _("Another article or template has this shortcut in its language."))
        else:
            used.add((*word, own))
            yield row


def _used(table: str) -> Iterator[tuple[str, str, str]]:
    articles = Article.select(Article.shortcut, Article.language).where(Article.shortcut != "", Article.state != ArticleState.ARCHIVED)
    yield from ((row.shortcut, row.language, "") for row in articles)
    of_all = Template.shortcut != "", Template.scope == TemplateScope.COMPANY, Template.active
    templates = Template.select(Template.shortcut, Template.language, Template.kind).where(*of_all)
    yield from ((row.shortcut, row.language, row.kind if table == "template" else "") for row in templates)
