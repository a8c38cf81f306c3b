"""What the sample company knows and says: articles, scripts for calls, and templates in English and German."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from crm_desktop.core.dates import NEVER, zone_of
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.kinds_of_knowledge import AnswerKind, ArticleState, NodeKind, TemplateKind, UsedIn
from crm_desktop.core.script_flow import ScriptStep, Way, checked_flow
from crm_desktop.data.history import Done
from crm_desktop.data.models import Article, ArticleLink, ContactReason, KnowledgeUse, Script, Staff, Template
from crm_desktop.sample.colleagues import COMPANY
from crm_desktop.sample.knowledge_words import ARTICLES, TEMPLATES, Words
from crm_desktop.services.scripts import nodes_of

_TRANSIT, _SORRY = "Transit damage: what we offer", "When somebody is angry"
SCRIPTS = (
    (
        "Damaged goods", "Something arrived broken or wet", "Damaged goods", ChannelKind.PHONE,
        (
            ScriptStep("Apologise", NodeKind.GREETING, say="I am sorry. I will see to it that this is put right today.", then="Repeat"),
            ScriptStep("Repeat", NodeKind.PROBE, say="Repeat in your own words what arrived, and how.", then="Photos", seconds=60),
            ScriptStep(
                "Photos", NodeKind.PROBE, ask="Are there photos of the carton and the goods?", answer=AnswerKind.YES_NO,
                ways=(Way("yes", "Offer"), Way("no", "Ask for photos")), required=True,
            ),
            ScriptStep(
                "Ask for photos", NodeKind.ANSWER, say="Please send two by e-mail: the outer carton, and what is broken.", then="Offer",
            ),
            ScriptStep(
                "Offer", NodeKind.ANSWER, say="Offer a replacement first, then the money back.", ask="What would help most?",
                answer=AnswerKind.CHOICE, choices=("Replacement", "Refund", "Neither"), ways=(Way("Neither", "Calm down"),), then="Date",
                required=True, seconds=90,
            ),
            ScriptStep(
                "Calm down", NodeKind.OBJECTION, say="I understand. What would you call a fair solution?", ask="Is that possible for us?",
                answer=AnswerKind.YES_NO, ways=(Way("no", "Hand over"),), then="Date",
            ),
            ScriptStep("Hand over", NodeKind.CLOSE, say="A supervisor rings you back today. Escalate with all you noted."),
            ScriptStep("Date", NodeKind.CLOSE, say="Agree a date for the follow-up, and thank them for telling us."),
        ),
    ),
    (
        "Where is my order?", "Late delivery, tracking, delivery dates", "Order status", ChannelKind.PHONE,
        (
            ScriptStep("Find it", NodeKind.VERIFY, ask="Which order is it: its number, or the day?", answer=AnswerKind.TEXT, then="Gone?"),
            ScriptStep(
                "Gone?", NodeKind.BRANCH, ask="Has the parcel left?", answer=AnswerKind.YES_NO, ways=(Way("yes", "Tracking"),),
                then="Why not", required=True,
            ),
            ScriptStep(
                "Tracking", NodeKind.ANSWER, say="Tell the tracking number and the carrier's date; send both by e-mail.", then="Goodbye",
            ),
            ScriptStep(
                "Why not", NodeKind.ANSWER,
                say="Say what is missing and when it is packed. Never promise a day the carrier decides.", then="Goodbye",
            ),
            ScriptStep("Goodbye", NodeKind.CLOSE, say="Is there anything else? Then have a good day."),
        ),
    ),
    (
        "Product advice", "Which article fits, how it is cared for", "Product question", None,
        (
            ScriptStep("What for", NodeKind.GREETING, ask="What will you use it for?", answer=AnswerKind.TEXT, then="Answer"),
            ScriptStep("Answer", NodeKind.ANSWER, say="Look it up beside the call rather than guess.", then="Helped?"),
            ScriptStep(
                "Helped?", NodeKind.PROBE, ask="Does that answer it?", answer=AnswerKind.YES_NO, ways=(Way("no", "What for"),),
                then="Goes with it",
            ),
            ScriptStep("Goes with it", NodeKind.UP_SELL, say="Name one thing others bought with it, only if it helps.", then="Bye"),
            ScriptStep("Bye", NodeKind.CLOSE, say="Thank you for asking us."),
        ),
    ),
)  # fmt: skip
_STEPS_WITH_ARTICLES = {"Offer": _TRANSIT, "Calm down": _SORRY}
_WHERE = {
    TemplateKind.EMAIL: UsedIn.EMAIL, TemplateKind.LETTER: UsedIn.LETTER, TemplateKind.CHAT: UsedIn.CHAT,
    TemplateKind.MESSAGE: UsedIn.OTHER,
}  # fmt: skip
_USES = 140
_SHORTEST_DAY, _LONGEST_DAY = 9, 17


class _Staff(NamedTuple):
    writer: Staff
    approver: Staff
    all: list[Staff]


def write_knowledge(done: Done, random: Random, first: date, last: date) -> None:
    """In the operation that settles the company in."""
    people = list(Staff.select().order_by(Staff.id))
    staff = _Staff(people[-1], people[min(1, len(people) - 1)], people)
    articles = _articles(done, staff, first, last)
    _scripts(done, articles)
    templates = _templates(done)
    done.insert(*_uses(random, [*articles.values()], templates, staff, first, last))


def _articles(done: Done, staff: _Staff, first: date, last: date) -> dict[str, Article]:
    reasons = {reason.name: reason for reason in ContactReason.select()}
    made: dict[str, Article] = {}
    for place, written in enumerate(ARTICLES):
        article = _article(written, staff, place, first, last)
        done.insert(article)
        if written.reason in reasons:
            done.insert(ArticleLink(article=article, reason=reasons[written.reason]))
        made[article.title] = article
    return made


def _article(written: Words, staff: _Staff, place: int, first: date, last: date) -> Article:
    published = written.state == ArticleState.PUBLISHED
    approved_at = datetime.combine(first + timedelta(3 + place), time(11), zone_of(COMPANY.zone))
    return Article(
        title=written.title, body=written.body, kind=written.kind, language=written.language, audience=written.audience,
        shortcut=written.shortcut,
        state=written.state, author=staff.writer, approver=staff.approver if published else None,
        approved_at=approved_at if published else None, review_by=last + timedelta(60 + 30 * place) if published else NEVER,
    )  # fmt: skip


def _scripts(done: Done, articles: dict[str, Article]) -> None:
    reasons = {reason.name: reason for reason in ContactReason.select()}
    for name, about, reason, channel, steps in SCRIPTS:
        script = Script(name=name, about=about, reason=reasons.get(reason), channel=channel or "", language="en")
        done.insert(script)
        for node in nodes_of(checked_flow(steps)):
            node.script = script
            node.article = articles.get(_STEPS_WITH_ARTICLES.get(node.name, ""))
            done.insert(node)


def _templates(done: Done) -> list[Template]:
    made = []
    for written in TEMPLATES:
        template = Template(
            name=written.name, kind=written.kind, subject=written.subject, body=written.body, language=written.language,
            shortcut=written.shortcut,
        )  # fmt: skip
        done.insert(template)
        made.append(template)
    return made


def _uses(
    random: Random, articles: list[Article], templates: list[Template], staff: _Staff, first: date, last: date
) -> Iterator[KnowledgeUse]:
    """Some are used every day, others hardly ever."""
    used = [article for article in articles if article.state == ArticleState.PUBLISHED]
    days, zone = max((last - first).days, 1), zone_of(COMPANY.zone)
    for _each in range(_USES):
        moment = datetime.combine(
            first + timedelta(random.randrange(days)), time(random.randrange(_SHORTEST_DAY, _LONGEST_DAY), random.randrange(60)), zone
        )
        person, rank = random.choice(staff.all), random.paretovariate(1.1) - 1
        if random.random() < 0.5:
            yield KnowledgeUse(article=used[int(rank * 2) % len(used)], used_at=moment, used_in=UsedIn.CALL, staff=person)
        else:
            template = templates[int(rank * 2) % len(templates)]
            yield KnowledgeUse(template=template, used_at=moment, used_in=_WHERE[TemplateKind(template.kind)], staff=person)
