"""What the company knows, in articles: written, reviewed, published, archived; and that one was used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_knowledge import ArticleKind, ArticleState, Audience, TemplateScope, UsedIn
from crm_desktop.core.languages import checked_language
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.slash_words import checked_shortcut
from crm_desktop.data.database import write
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    Article,
    ArticleLink,
    Company,
    ContactReason,
    Interaction,
    KnowledgeUse,
    MissedSearch,
    Product,
    Record,
    Template,
)

LONGEST = 200_000
"""Letters of an article; a book is a file."""
_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """`body` is Markdown, `language` as in de. `shortcut` is what is typed for it, without the slash.

    `review_by` is the day on which somebody looks whether it still holds.
    """

    title: str
    body: str
    kind: ArticleKind = ArticleKind.FAQ
    language: str = ""
    audience: Audience = Audience.INTERNAL
    review_by: date = NEVER
    product_ids: tuple[int, ...] = ()
    reason_ids: tuple[int, ...] = ()
    shortcut: str = ""

    def checked(self) -> "ArticleInput":
        title, body = clean_said(self.title), clean_note(self.body).strip()
        if not title or not body:
            raise UserError(_("An article needs a title and a text. Nothing was saved."))
        if len(body) > LONGEST:
            raise UserError(
                _("An article has {most} letters at most. Nothing was saved; part it, or attach a file.").format(most=f"{LONGEST:,}")
            )
        products, reasons = tuple(dict.fromkeys(self.product_ids)), tuple(dict.fromkeys(self.reason_ids))
        return replace(
            self, title=title, body=body, language=checked_language(self.language), product_ids=products, reason_ids=reasons,
            shortcut=checked_shortcut(self.shortcut),
        )  # fmt: skip

    def fill(self, article: Article) -> None:
        for name in ("title", "body", "kind", "language", "audience", "review_by", "shortcut"):
            setattr(article, name, getattr(self, name))


def write_article(wanted: ArticleInput, by: Actor, key: str | None = None) -> Change:
    """A draft: nobody is offered it before it is published."""
    wanted = wanted.checked()
    with operation(N_("Wrote the article {title}"), by, may=Right.WRITE_KNOWLEDGE, key=key) as done:
        article = Article(author=by.id)
        wanted.fill(article)
        _demand_own_shortcut(article)
        done.insert(article)
        _link(article, wanted, done)
        done.numbers["title"] = article.title
    return done.change


def change_article(article_id: int, version: int, wanted: ArticleInput, by: Actor, key: str | None = None) -> Change:
    """A published one goes back to review, unless whoever changes it may approve it."""
    wanted = wanted.checked()
    with operation(N_("Changed the article {title}"), by, may=Right.WRITE_KNOWLEDGE, key=key) as done:
        article = _article(article_id)
        wanted.fill(article)
        _demand_own_shortcut(article)
        article.version = version
        if article.state == ArticleState.PUBLISHED and not _may_approve(by):
            article.state, article.approver, article.approved_at = ArticleState.IN_REVIEW, None, None
        done.save(article)
        _link(article, wanted, done)
        done.numbers["title"] = article.title
    return done.change


def submit_article(article_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """The draft is ready for somebody else to read."""
    with operation(N_("Submitted the article {title}"), by, may=Right.WRITE_KNOWLEDGE, key=key) as done:
        article = _standing(article_id, version, ArticleState.DRAFT)
        article.state = ArticleState.IN_REVIEW
        done.save(article)
        done.numbers["title"] = article.title
    return done.change


def publish_article(article_id: int, version: int, by: Actor, review_by: date = NEVER, key: str | None = None) -> Change:
    """Approved: everybody is offered it from now on. `review_by`, where given, replaces the day on which it is looked at again."""
    with operation(N_("Published the article {title}"), by, may=Right.APPROVE_KNOWLEDGE, key=key) as done:
        article = _standing(article_id, version, ArticleState.DRAFT, ArticleState.IN_REVIEW)
        if review_by != NEVER:
            article.review_by = review_by
        if article.review_by < local_day(utc_now(), zone_of(Company.the().zone)):
            raise UserError(_("The day for its next review has passed. Nothing was changed; choose one that lies ahead."))
        article.state, article.note = ArticleState.PUBLISHED, ""
        article.approver_id, article.approved_at = by.id, utc_now()
        done.save(article)
        done.numbers["title"] = article.title
    return done.change


def send_back_article(article_id: int, version: int, note: str, by: Actor, key: str | None = None) -> Change:
    """To its author, with what is to be changed."""
    note = clean_said(note)
    if not note:
        raise UserError(_("Say what is to be changed. Nothing was sent back."))
    with operation(N_("Sent the article {title} back"), by, may=Right.APPROVE_KNOWLEDGE, key=key) as done:
        article = _standing(article_id, version, ArticleState.IN_REVIEW)
        article.state, article.note = ArticleState.DRAFT, note
        done.save(article)
        done.numbers["title"] = article.title
    return done.change


def archive_article(article_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """It is offered no more, and stays to be read."""
    with operation(N_("Archived the article {title}"), by, may=Right.APPROVE_KNOWLEDGE, key=key) as done:
        article = _standing(article_id, version, ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.PUBLISHED)
        article.state = ArticleState.ARCHIVED
        done.save(article)
        done.numbers["title"] = article.title
    return done.change


def revive_article(article_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """From the archive, as a draft."""
    with operation(N_("Took the article {title} from the archive"), by, may=Right.WRITE_KNOWLEDGE, key=key) as done:
        article = _standing(article_id, version, ArticleState.ARCHIVED)
        article.state, article.approver, article.approved_at = ArticleState.DRAFT, None, None
        _demand_own_shortcut(article)
        done.save(article)
        done.numbers["title"] = article.title
    return done.change


def use_article(
    article_id: int, by: Actor, used_in: UsedIn = UsedIn.OTHER, interaction_id: int | None = None, key: str | None = None
) -> Change:
    """It went into a reply, or was read out. Raises NotAllowed unless it is published."""
    with operation(N_("Used the article {title}"), by, may=Right.LOG_INTERACTIONS, key=key) as done:
        article = _article(article_id)
        note_uses((article,), by, done, used_in, interaction_id)
        done.numbers["title"] = article.title
    return done.change


def note_uses(used: Iterable[Article | Template], by: Actor, done: Done, used_in: UsedIn, interaction_id: int | None = None) -> None:
    """Within an operation that is under way."""
    if interaction_id is not None and Interaction.get_or_none(id=interaction_id) is None:
        raise UserError(_("This conversation is not there any more. Nothing was saved."))
    for row in used:
        use = KnowledgeUse(used_at=utc_now(), used_in=used_in, staff=by.id, interaction=interaction_id)
        if isinstance(row, Article):
            if row.state != ArticleState.PUBLISHED:
                raise NotAllowed(_("“{title}” is not published. Nothing was changed; use another article.").format(title=row.title))
            use.article = row
        else:
            use.template = row
        done.insert(use)


def note_missed_search(words: str, by: Actor) -> Change:
    """Nobody wrote about this yet. It is no record of anything else, so it lies outside history."""
    words = clean_said(words)[:_LONGEST_SEARCH]
    if words:
        with write():
            MissedSearch.create(at=utc_now(), staff_id=by.id, words=words)
    return Change()


def _article(article_id: int) -> Article:
    article = Article.get_or_none(id=article_id)
    if article is None:
        raise UserError(_("This article is not there any more. Nothing was changed."))
    return article


def _standing(article_id: int, version: int, *states: ArticleState) -> Article:
    article = _article(article_id)
    if article.version == version and article.state not in states:
        raise NotAllowed(_("This does not fit the state of “{title}”. Nothing was changed.").format(title=article.title))
    article.version = version
    return article


def _demand_own_shortcut(article: Article) -> None:
    """Nothing else that everybody is offered in its language answers to the same word."""
    if not article.shortcut:
        return
    same = Article.shortcut == article.shortcut, Article.language == article.language, Article.state != ArticleState.ARCHIVED
    others = [other.title for other in Article.select().where(*same) if other.id != article.id]
    theirs = Template.shortcut == article.shortcut, Template.language == article.language, Template.active
    others += [other.name for other in Template.select().where(*theirs, Template.scope == TemplateScope.COMPANY)]
    if others:
        raise UserError(
            _("“{other}” has the shortcut “{shortcut}” in this language already. Nothing was saved; choose another.").format(
                other=others[0], shortcut=article.shortcut
            )
        )


def _may_approve(by: Actor) -> bool:
    return Right.APPROVE_KNOWLEDGE in RIGHTS[by.role]


def _link(article: Article, wanted: ArticleInput, done: Done) -> None:
    """The links as they were given replace those there are; what stays is left alone."""
    links: tuple[tuple[str, type[Record], tuple[int, ...]], ...] = (
        ("product_id", Product, wanted.product_ids),
        ("reason_id", ContactReason, wanted.reason_ids),
    )
    present = list(ArticleLink.select().where(ArticleLink.article == article).order_by(ArticleLink.id))
    for name, model, ids in links:
        for link in present:
            if getattr(link, name) is not None and getattr(link, name) not in ids:
                done.delete(link)
        for row_id in ids:
            if model.get_or_none(id=row_id) is None:
                raise UserError(_("What the article is about is not there any more. Nothing was saved; choose again."))
            if all(getattr(link, name) != row_id for link in present):
                done.insert(ArticleLink(article=article, **{name: row_id}))
