"""What the kinds of articles, scripts and templates are called on screen, and which colour a state has."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds_of_knowledge import (
    AnswerKind,
    ArticleKind,
    ArticleState,
    Audience,
    NodeKind,
    TemplateKind,
    TemplateScope,
    UsedIn,
)
from crm_desktop.ui.theme import Tone

ARTICLE_KINDS = {
    ArticleKind.GUIDE: N_("Product guide"),
    ArticleKind.FAQ: N_("Question and answer"),
    ArticleKind.TROUBLESHOOTING: N_("Troubleshooting"),
    ArticleKind.POLICY: N_("Policy"),
    ArticleKind.MANUAL: N_("Manual"),
    ArticleKind.DIALOGUE: N_("What to say"),
}
ARTICLE_STATES = {
    ArticleState.DRAFT: (N_("Draft"), Tone.PLAIN),
    ArticleState.IN_REVIEW: (N_("In review"), Tone.WARN),
    ArticleState.PUBLISHED: (N_("Published"), Tone.OK),
    ArticleState.ARCHIVED: (N_("Archived"), Tone.PLAIN),
}
AUDIENCES = {Audience.INTERNAL: N_("For colleagues"), Audience.CUSTOMERS: N_("For customers too")}
TEMPLATE_KINDS = {
    TemplateKind.EMAIL: N_("E-mail"),
    TemplateKind.LETTER: N_("Letter"),
    TemplateKind.CHAT: N_("Chat"),
    TemplateKind.MESSAGE: N_("Message"),
}
SCOPES = {TemplateScope.COMPANY: N_("Everybody"), TemplateScope.TEAM: N_("A team"), TemplateScope.ME: N_("Only me")}
NODE_KINDS = {
    NodeKind.GREETING: N_("Greeting"),
    NodeKind.VERIFY: N_("Who is it?"),
    NodeKind.PROBE: N_("Question"),
    NodeKind.ANSWER: N_("Answer"),
    NodeKind.BRANCH: N_("Fork"),
    NodeKind.OBJECTION: N_("Calming down"),
    NodeKind.UP_SELL: N_("Offer"),
    NodeKind.CLOSE: N_("Goodbye"),
}
ANSWER_KINDS = {
    AnswerKind.NONE: N_("Asks nothing"),
    AnswerKind.YES_NO: N_("Yes or no"),
    AnswerKind.CHOICE: N_("One of several"),
    AnswerKind.TEXT: N_("Words"),
    AnswerKind.NUMBER: N_("A number"),
}
USED_IN = {
    UsedIn.CALL: N_("Call"),
    UsedIn.EMAIL: N_("E-mail"),
    UsedIn.LETTER: N_("Letter"),
    UsedIn.CHAT: N_("Chat"),
    UsedIn.CASE: N_("Case"),
    UsedIn.OTHER: N_("Elsewhere"),
}
WORDS_OF_KNOWLEDGE: dict[type[StrEnum], Mapping[Any, str]] = {
    ArticleKind: ARTICLE_KINDS,
    ArticleState: {state: name for state, (name, _tone) in ARTICLE_STATES.items()},
    Audience: AUDIENCES,
    TemplateKind: TEMPLATE_KINDS,
    TemplateScope: SCOPES,
    NodeKind: NODE_KINDS,
    AnswerKind: ANSWER_KINDS,
    UsedIn: USED_IN,
}
