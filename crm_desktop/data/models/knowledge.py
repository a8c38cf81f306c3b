"""What the company knows and says: articles, scripts for calls and templates for what is written."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds_of_knowledge import AnswerKind, ArticleState, Audience, TemplateScope
from crm_desktop.data.fields import DayField, UtcField, maybe, personal
from crm_desktop.data.models.activity import Interaction
from crm_desktop.data.models.activity_lists import ContactReason
from crm_desktop.data.models.base import Base, Imported, Record
from crm_desktop.data.models.catalogue import Product
from crm_desktop.data.models.company import Staff, Team


class Article(Imported):
    """`body` is Markdown; its pictures are attached files. `shortcut` is what is typed for it after a slash.

    `note` is what the approver wrote; `used` counts where it was used.
    """

    entity = Entity.ARTICLE
    derived = frozenset({"used", "sort_key"})

    kind = TextField()
    title = TextField()
    body = TextField()
    language = TextField(default="")
    shortcut = TextField(default="")
    audience = TextField(default=Audience.INTERNAL)
    state = TextField(default=ArticleState.DRAFT)
    author = ForeignKeyField(Staff, null=True)
    author_id: int | None
    approver = ForeignKeyField(Staff, null=True)
    approver_id: int | None
    approved_at = maybe(UtcField())
    review_by = DayField(default=NEVER)
    note = TextField(default="")
    used = IntegerField(default=0)
    sort_key = TextField(default="")


class ArticleLink(Record):
    """A product or a reason that an article is about."""

    part_of = "article"

    article = ForeignKeyField(Article)
    article_id: int
    product = ForeignKeyField(Product, null=True)
    product_id: int | None
    reason = ForeignKeyField(ContactReason, null=True)
    reason_id: int | None


class Script(Imported):
    """`channel` is the kind of channel it serves, empty for all; its version covers its steps."""

    entity = Entity.SCRIPT
    derived = frozenset({"used", "sort_key"})

    name = TextField()
    about = TextField(default="")
    channel = TextField(default="")
    reason = ForeignKeyField(ContactReason, null=True)
    reason_id: int | None
    language = TextField(default="")
    active = BooleanField(default=True)
    used = IntegerField(default=0)
    sort_key = TextField(default="")


class ScriptNode(Record):
    """A step. `choices` is JSON: the answers there are; `ways` is JSON: pairs of answer and step, and else `next_step`; empty ends it."""

    part_of = "script"

    script = ForeignKeyField(Script)
    script_id: int
    position = IntegerField()
    name = TextField()
    kind = TextField()
    say = TextField(default="")
    ask = TextField(default="")
    answer = TextField(default=AnswerKind.NONE)
    choices = TextField(default="[]")
    ways = TextField(default="[]")
    next_step = TextField(default="")
    required = BooleanField(default=False)
    seconds = IntegerField(default=0)
    article = ForeignKeyField(Article, null=True)
    article_id: int | None


class ScriptPath(Record):
    """The way a call took through a script, as it was then. `steps` is JSON: name, what was said or asked, answer, UTC seconds."""

    part_of = "interaction"

    interaction = ForeignKeyField(Interaction)
    interaction_id: int
    script = ForeignKeyField(Script)
    script_id: int
    script_version = IntegerField()
    ended = BooleanField(default=False)
    steps = personal(TextField(default="[]"))


class Template(Imported):
    """`body` and `subject` hold placeholders. Templates of one shortcut are one text in several languages.

    `purpose` is what somebody must have agreed to before they are sent it; empty: nothing, as with what an order needs.
    """

    entity = Entity.TEMPLATE
    derived = frozenset({"used", "sort_key"})

    name = TextField()
    kind = TextField()
    subject = TextField(default="")
    body = TextField()
    language = TextField(default="")
    shortcut = TextField(default="")
    scope = TextField(default=TemplateScope.COMPANY)
    team = ForeignKeyField(Team, null=True)
    team_id: int | None
    owner = ForeignKeyField(Staff, null=True)
    owner_id: int | None
    active = BooleanField(default=True)
    purpose = TextField(default="")
    used = IntegerField(default=0)
    sort_key = TextField(default="")


class KnowledgeUse(Record):
    """That an article or a template was used: when, by whom, in what, and in which conversation, where there was one."""

    article = ForeignKeyField(Article, null=True)
    article_id: int | None
    template = ForeignKeyField(Template, null=True)
    template_id: int | None
    used_at = UtcField()
    used_in = TextField()
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    interaction = ForeignKeyField(Interaction, null=True)
    interaction_id: int | None


class MissedSearch(Base):
    """Words that somebody looked for and no article has. Outside history: it says what to write next, and changes nothing."""

    at = UtcField()
    staff_id = IntegerField(null=True)
    words = TextField()
