"""Reads for the list of articles, and for one with all that is read of it."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from crm_desktop.core.kinds_of_knowledge import ArticleState, Audience
from crm_desktop.core.languages import best_for
from crm_desktop.data.finding import find
from crm_desktop.queries.attachments import AttachmentRow, attachments_of
from crm_desktop.queries.lists import FOUND, day, ids_of, in_order, moment, rows_by_ids, rows_of

SORTS = {"title": "sort_key", "used": "used", "review_by": "review_by", "changed": "updated_at"}


class ArticleRow(NamedTuple):
    id: int
    title: str
    kind: str
    language: str
    audience: str
    state: str
    author: str
    review_by: date | None
    used: int


class Linked(NamedTuple):
    """A product or a reason an article is about."""

    id: int
    name: str


class ArticleSheet(NamedTuple):
    """`body` is Markdown; `note` is what was to be changed when it came back from review."""

    id: int
    version: int
    title: str
    body: str
    kind: str
    language: str
    shortcut: str
    audience: str
    state: str
    author: str
    approver: str
    approved_at: datetime | None
    review_by: date | None
    note: str
    used: int
    changed_at: datetime | None
    products: tuple[Linked, ...]
    reasons: tuple[Linked, ...]
    pictures: tuple[AttachmentRow, ...]


class Missed(NamedTuple):
    """What was looked for in vain: how often, and when last."""

    words: str
    times: int
    last_at: datetime | None


_ROWS = """
SELECT article.id, article.title, article.kind, article.language, article.audience, article.state, COALESCE(author.name, ''),
    article.review_by, article.used
FROM article LEFT JOIN staff AS author ON author.id = article.author_id WHERE article.id IN ({ids})"""
_SHEET = """
SELECT article.id, article.version, article.title, article.body, article.kind, article.language, article.shortcut,
    article.audience, article.state, COALESCE(author.name, ''), COALESCE(approver.name, ''), article.approved_at, article.review_by,
    article.note, article.used, article.updated_at
FROM article LEFT JOIN staff AS author ON author.id = article.author_id LEFT JOIN staff AS approver ON approver.id = article.approver_id
WHERE article.id = ?"""
_PRODUCTS = """
SELECT product.id, product.name FROM article_link AS link JOIN product ON product.id = link.product_id
WHERE link.article_id = ? ORDER BY product.sort_key, product.id"""
_REASONS = """
SELECT reason.id, reason.name FROM article_link AS link JOIN contact_reason AS reason ON reason.id = link.reason_id
WHERE link.article_id = ? ORDER BY reason.position, reason.id"""
_BY_SHORTCUT = "SELECT id, language FROM article WHERE shortcut = ? AND state = ? ORDER BY sort_key, id"
_MOST_USED = "SELECT id FROM article WHERE state = ? AND audience = ? ORDER BY used DESC, id DESC LIMIT ?"
_MISSED = """
SELECT MIN(words), COUNT(*), MAX(at) FROM missed_search GROUP BY LOWER(words) ORDER BY COUNT(*) DESC, MAX(at) DESC, MIN(words) LIMIT ?"""


def article_ids(text: str = "", states: tuple[ArticleState, ...] = (), sort: str = "title", downwards: bool = False) -> "array[int]":
    """`states` empty: all. With a text, those it finds, at most a thousand."""
    if text.strip():
        return _found(text, states, downwards)
    return ids_of(_ids_text(sort, downwards, len(states)), states)


def first_articles(
    text: str, limit: int, states: tuple[ArticleState, ...] = (), sort: str = "title", downwards: bool = False
) -> list[ArticleRow]:
    if text.strip():
        ids = _found(text, states, downwards)[:limit]
    else:
        ids = ids_of(_ids_text(sort, downwards, len(states)) + " LIMIT ?", (*states, limit))
    return in_order(ids, article_rows(ids))


def article_rows(ids: Sequence[int]) -> dict[int, ArticleRow]:
    return {row[0]: ArticleRow._make((*row[:7], day(row[7]), row[8])) for row in rows_by_ids(_ROWS, ids)}


def article_sheet(article_id: int) -> ArticleSheet | None:
    for row in rows_of(_SHEET, (article_id,)):
        links = (tuple(Linked(*each) for each in rows_of(text, (article_id,))) for text in (_PRODUCTS, _REASONS))
        files = tuple(attachments_of("article", article_id))
        return ArticleSheet._make((*row[:11], moment(row[11]), day(row[12]), *row[13:15], moment(row[15]), *links, files))
    return None


def article_by_shortcut(shortcut: str, languages: Iterable[str] = ()) -> ArticleSheet | None:
    """The published one that somebody means who types this word after a slash: in the first of the languages that there is."""
    word = shortcut.strip().lstrip("/").lower()
    best = best_for(languages, rows_of(_BY_SHORTCUT, (word, ArticleState.PUBLISHED)), _language) if word else None
    return None if best is None else article_sheet(best[0])


def articles_for_customers(text: str, limit: int = 20) -> list[ArticleRow]:
    """Published ones that customers may read: those with these words, or without any the most used."""
    ids = find("article", text, FOUND) if text.strip() else ids_of(_MOST_USED, (ArticleState.PUBLISHED, Audience.CUSTOMERS, limit))
    rows = in_order(ids, article_rows(ids))
    return [row for row in rows if (row.state, row.audience) == (ArticleState.PUBLISHED, Audience.CUSTOMERS)][:limit]


def waiting_for_review() -> int:
    return int(rows_of("SELECT COUNT(*) FROM article WHERE state = ?", (ArticleState.IN_REVIEW,))[0][0])


def missed_searches(limit: int = 50) -> list[Missed]:
    """What nobody wrote about yet, the most wanted first."""
    return [Missed(words, times, moment(last)) for words, times, last in rows_of(_MISSED, (limit,))]


def missed_among(ids: Sequence[int]) -> list[Missed]:
    """These searches, those for the same words as one: the most wanted first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for _row_id, words, when in rows_by_ids("SELECT id, words, at FROM missed_search WHERE id IN ({ids})", ids):
        found.setdefault(words.lower(), []).append((when, words))
    made = (Missed(min(words for _when, words in each), len(each), moment(max(each)[0])) for each in found.values())
    return sorted(made, key=lambda each: (-each.times, each.words))


def _language(row: tuple[int, str]) -> str:
    return row[1]


@cache
def _ids_text(sort: str, downwards: bool, states: int) -> str:
    order = "DESC" if downwards else "ASC"
    where = f"WHERE state IN ({', '.join('?' * states)}) " if states else ""
    return f"SELECT id FROM article {where}ORDER BY {SORTS[sort]} {order}, id {order}"


def _found(text: str, states: tuple[ArticleState, ...], downwards: bool) -> "array[int]":
    rows = rows_by_ids("SELECT sort_key, id, state FROM article WHERE id IN ({ids})", find("article", text, FOUND))
    kept = (row[:2] for row in rows if not states or row[2] in states)
    return array("q", (row[1] for row in sorted(kept, reverse=downwards)))
