"""The fixed kinds of articles, scripts and templates."""

from enum import StrEnum


class ArticleKind(StrEnum):
    GUIDE = "guide"
    FAQ = "faq"
    TROUBLESHOOTING = "troubleshooting"
    POLICY = "policy"
    MANUAL = "manual"
    DIALOGUE = "dialogue"


class ArticleState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Who may read an article: colleagues only, or customers too."""

    INTERNAL = "internal"
    CUSTOMERS = "customers"


class TemplateKind(StrEnum):
    EMAIL = "email"
    LETTER = "letter"
    CHAT = "chat"
    MESSAGE = "message"


class TemplateScope(StrEnum):
    COMPANY = "company"
    TEAM = "team"
    ME = "me"


class NodeKind(StrEnum):
    """What a step of a script is for."""

    GREETING = "greeting"
    VERIFY = "verify"
    PROBE = "probe"
    ANSWER = "answer"
    BRANCH = "branch"
    OBJECTION = "objection"
    UP_SELL = "up_sell"
    CLOSE = "close"


class AnswerKind(StrEnum):
    """How a step's question is answered. `none`: it asks nothing."""

    NONE = "none"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"


class UsedIn(StrEnum):
    """Where an article or a template was used."""

    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"
    CHAT = "chat"
    CASE = "case"
    OTHER = "other"
