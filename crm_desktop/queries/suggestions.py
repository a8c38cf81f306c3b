"""What may help while somebody types: articles, templates, like cases, what they bought, and what others bought with it.

Everything comes from the store's own index. Each part looks at a bounded number of rows, however large the store is.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds_of_knowledge import ArticleState, Audience
from crm_desktop.core.languages import best_for
from crm_desktop.core.money import UNIT
from crm_desktop.core.text import fold, search_words
from crm_desktop.data.models import Article, SupportCase, Template
from crm_desktop.data.search import find_any, find_most
from crm_desktop.queries.articles import ArticleRow, article_rows
from crm_desktop.queries.lists import in_order, rows_by_ids, rows_of

_ARTICLES, _TEMPLATES, _PRODUCTS, _TOGETHER = 4, 2, 3, 2
_CANDIDATES = 60
_CASES = 200
_WORDS = 12
"""The last words typed that are looked for: what is being talked about now."""
_SHORTEST = 4
_MONTH = timedelta(days=30)
_RECENT_LINES = 300
"""Lines of a product in which is looked for what was bought with it."""


class About(NamedTuple):
    """What is known of the contact so far; `languages` are the customer's and the company's."""

    text: str
    customer_id: int = 0
    reason_id: int | None = None
    product_id: int | None = None
    order_id: int | None = None
    staff_id: int = 0
    languages: tuple[str, ...] = ()


class SuggestedArticle(NamedTuple):
    id: int
    title: str
    gist: str
    language: str


class SuggestedTemplate(NamedTuple):
    id: int
    name: str
    shortcut: str
    language: str


class LikeCases(NamedTuple):
    """How many of the last month are like it, and the numbers of the latest of them."""

    size: int
    ids: tuple[int, ...]
    latest: tuple[str, ...]


class SuggestedProduct(NamedTuple):
    id: int
    name: str
    on_hand: Decimal
    stocked: bool


class Suggestions(NamedTuple):
    articles: tuple[SuggestedArticle, ...]
    templates: tuple[SuggestedTemplate, ...]
    cases: LikeCases
    bought: tuple[SuggestedProduct, ...]
    together: tuple[SuggestedProduct, ...]


NOTHING = Suggestions((), (), LikeCases(0, (), ()), (), ())
_LANGUAGES = f"SELECT id, language FROM article WHERE state = '{ArticleState.PUBLISHED}' AND id IN ({{ids}})"
_ARTICLE_ROWS = "SELECT id, title, body, language FROM article WHERE id IN ({ids})"
_OF_REASON = f"""
SELECT article.id FROM article_link AS link JOIN article ON article.id = link.article_id
WHERE link.reason_id = ? AND article.state = '{ArticleState.PUBLISHED}' ORDER BY article.used DESC, article.id LIMIT ?"""
_OF_PRODUCT = f"""
SELECT article.id FROM article_link AS link JOIN article ON article.id = link.article_id
WHERE link.product_id = ? AND article.state = '{ArticleState.PUBLISHED}' ORDER BY article.used DESC, article.id LIMIT ?"""
_TEMPLATE_ROWS = """
SELECT id, name, shortcut, language, owner_id FROM template WHERE active AND id IN ({ids})"""
_CASE_ROWS = "SELECT id, number, opened_at FROM support_case WHERE id IN ({ids})"
_THEIR_PRODUCTS = """
SELECT product.id, product.name, product.on_hand, product.stocked
FROM (SELECT id FROM sales_order WHERE customer_id = ? AND shelf = '' ORDER BY ordered_at DESC, id DESC LIMIT 20) AS latest
JOIN order_line AS line ON line.order_id = latest.id JOIN product ON product.id = line.product_id
GROUP BY product.id, product.name, product.on_hand, product.stocked ORDER BY MAX(line.id) DESC LIMIT 40"""
_IN_ORDER = """
SELECT product.id, product.name, product.on_hand, product.stocked FROM order_line AS line JOIN product ON product.id = line.product_id
WHERE line.order_id = ? ORDER BY line.position, line.id LIMIT 10"""
_ONE = "SELECT id, name, on_hand, stocked FROM product WHERE id = ?"
_BOUGHT_WITH = f"""
SELECT product.id, product.name, product.on_hand, product.stocked
FROM (SELECT DISTINCT order_id FROM (SELECT order_id FROM order_line WHERE product_id = ? ORDER BY id DESC LIMIT {_RECENT_LINES}) AS mine)
    AS orders
JOIN order_line AS other ON other.order_id = orders.order_id AND other.product_id <> ?
JOIN product ON product.id = other.product_id AND product.active
GROUP BY product.id, product.name, product.on_hand, product.stocked ORDER BY COUNT(*) DESC, product.id LIMIT {_TOGETHER}"""


def suggestions(about: About) -> Suggestions:
    """Empty where nothing was typed or chosen yet."""
    words = telling(about.text)
    if not words and about.reason_id is None and not about.customer_id:
        return NOTHING
    bought = _bought(about, words)
    return Suggestions(_articles(about, words), _templates(about, words), _like_cases(words), bought, _together(about, bought, words))


def articles_about(about: About) -> list[ArticleRow]:
    """Published articles that customers may read, those that are most like what is written first."""
    ids = [each.id for each in _articles(about, telling(about.text))]
    return [row for row in in_order(ids, article_rows(ids)) if row.audience == Audience.CUSTOMERS]


def telling(text: str) -> tuple[str, ...]:
    """The last words that say something: not short ones, no mere numbers, each once."""
    found = [word for word in search_words(text) if len(word) >= _SHORTEST and not word.isdigit()]
    return tuple(dict.fromkeys(reversed(found)))[:_WORDS]


def _articles(about: About, words: Sequence[str]) -> tuple[SuggestedArticle, ...]:
    """Those of the reason or the product first where they share a word, then by how much they share."""
    found = find_any(Article, words, _CANDIDATES)
    linked = [row[0] for row in rows_of(_OF_REASON, (about.reason_id or 0, _ARTICLES))]
    linked += [row[0] for row in rows_of(_OF_PRODUCT, (about.product_id or 0, _ARTICLES))] if about.product_id else []
    ids = [*(each for each in found if each in linked), *(each for each in found if each not in linked)]
    ids += [each for each in dict.fromkeys(linked) if each not in found]
    best = _in_a_language(ids, about.languages)[:_ARTICLES]
    rows = {row[0]: SuggestedArticle(row[0], row[1], _gist(row[2]), row[3]) for row in rows_by_ids(_ARTICLE_ROWS, best)}
    return tuple(in_order(best, rows))


def _in_a_language(ids: Sequence[int], languages: tuple[str, ...]) -> list[int]:
    """Published ones, those in a language that is spoken here first."""
    spoken = {language.partition("_")[0] for language in languages} | {""}
    foreign = {row_id: language not in spoken for row_id, language in rows_by_ids(_LANGUAGES, ids)}
    return sorted((row_id for row_id in ids if row_id in foreign), key=foreign.__getitem__)


def _templates(about: About, words: Sequence[str]) -> tuple[SuggestedTemplate, ...]:
    ids = find_any(Template, words, _CANDIDATES)
    rows = {row[0]: row for row in rows_by_ids(_TEMPLATE_ROWS, ids) if row[4] in (None, about.staff_id)}
    by_shortcut: dict[str, list[SuggestedTemplate]] = {}
    for row in in_order(ids, rows):
        made = SuggestedTemplate(*row[:4])
        by_shortcut.setdefault(made.shortcut or f"#{made.id}", []).append(made)
    best = (best_for(about.languages, same, _language) for same in by_shortcut.values())
    return tuple(each for each in best if each is not None)[:_TEMPLATES]


def _like_cases(words: Sequence[str]) -> LikeCases:
    """Of the last month, those that share the most telling words."""
    ids = find_most(SupportCase, words, _CASES)
    since = int((utc_now() - _MONTH).timestamp())
    rows = [row for row in rows_by_ids(_CASE_ROWS, ids) if row[2] >= since]
    rows.sort(reverse=True)
    return LikeCases(len(rows), tuple(row[0] for row in rows), tuple(row[1] for row in rows[:3]))


def _bought(about: About, words: Sequence[str]) -> tuple[SuggestedProduct, ...]:
    """What the contact is about, else what of their orders is spoken of, the latest first."""
    if about.product_id is not None:
        return _products(_ONE, (about.product_id,))
    if about.order_id is not None:
        of_order = _products(_IN_ORDER, (about.order_id,))
        return (_spoken_of(of_order, words) or of_order)[:_PRODUCTS]
    return _spoken_of(_products(_THEIR_PRODUCTS, (about.customer_id,)), words)[:_PRODUCTS] if about.customer_id else ()


def _spoken_of(products: Sequence[SuggestedProduct], words: Sequence[str]) -> tuple[SuggestedProduct, ...]:
    def shares(product: SuggestedProduct) -> bool:
        name = search_words(product.name)
        return any(part.startswith(word) or word.startswith(part) for word in words for part in name if len(part) >= _SHORTEST)

    return tuple(each for each in products if shares(each))


def _together(about: About, bought: Sequence[SuggestedProduct], words: Sequence[str]) -> tuple[SuggestedProduct, ...]:
    """What others bought with what it is about."""
    meant = bought[0].id if bought and (words or about.product_id or about.order_id) else 0
    return _products(_BOUGHT_WITH, (meant, meant)) if meant else ()


def _products(text: str, params: tuple[object, ...]) -> tuple[SuggestedProduct, ...]:
    return tuple(SuggestedProduct(row_id, name, on_hand * UNIT, bool(stocked)) for row_id, name, on_hand, stocked in rows_of(text, params))


def _gist(body: str) -> str:
    """Its first sentence without the signs of Markdown."""
    first = next((line for line in body.splitlines() if fold(line).strip(" #>*-|")), "")
    return first.replace("**", "").replace("`", "").strip(" #>*-|")


def _language(template: SuggestedTemplate) -> str:
    return template.language
