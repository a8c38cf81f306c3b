"""What `list` and `export` know of articles, scripts and templates."""

from crm_desktop.core.kinds import ChannelKind
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
from crm_desktop.core.verification import CheckKind
from crm_desktop.queries.columns import Column, Kind, Subject, day_or_none, origin, other, plain

_LINKED = """COALESCE((SELECT string_agg({name}, ', ' ORDER BY {name}) FROM article_link AS link JOIN {table} AS about
    ON about.id = link.{key} WHERE link.article_id = article.id), '')"""
ARTICLES = Subject(
    "articles",
    """article LEFT JOIN staff AS author ON author.id = article.author_id
    LEFT JOIN staff AS approver ON approver.id = article.approver_id""",
    "article.id",
    ("article", "title", "kind", "language", "audience", "state", "author", "review_by", "used"),
    (
        Column("article", "article.id", Kind.NUMBER),
        Column("title", "article.title", folded="article.sort_key"),
        Column("kind", "article.kind", words=ArticleKind),
        *plain("article", "language", "shortcut"),
        Column("audience", "article.audience", words=Audience),
        Column("state", "article.state", words=ArticleState),
        other("author", "author.login", "staff"),
        other("approver", "approver.login", "staff"),
        Column("approved_at", "article.approved_at", Kind.MOMENT),
        day_or_none("review_by", "article.review_by"),
        Column("used", "article.used", Kind.NUMBER),
        Column("products", _LINKED.format(name="about.sku", table="product", key="product_id")),
        Column("reasons", _LINKED.format(name="about.name", table="contact_reason", key="reason_id")),
        *plain("article", "body", "note"),
        *origin("article"),
    ),
)
SCRIPTS = Subject(
    "scripts",
    "script LEFT JOIN contact_reason AS reason ON reason.id = script.reason_id",
    "script.id",
    ("script", "name", "about", "channel", "reason", "language", "steps", "used", "active"),
    (
        Column("script", "script.id", Kind.NUMBER),
        Column("name", "script.name", folded="script.sort_key"),
        *plain("script", "about"),
        Column("channel", "script.channel", words=ChannelKind),
        other("reason", "reason.name", "reasons"),
        *plain("script", "language"),
        Column("active", "script.active", Kind.FLAG),
        Column("steps", "(SELECT COUNT(*) FROM script_node WHERE script_id = script.id)", Kind.NUMBER),
        Column("used", "script.used", Kind.NUMBER),
        Column("edition", "script.version", Kind.NUMBER),
        *origin("script"),
    ),
)
SCRIPT_STEPS = Subject(
    "script-steps",
    "script_node AS step JOIN script ON script.id = step.script_id LEFT JOIN article ON article.id = step.article_id",
    "step.id",
    ("script", "script_name", "position", "name", "kind", "say", "ask", "answer", "then"),
    (
        Column("script", "step.script_id", Kind.NUMBER, refers="scripts"),
        Column("script_name", "script.name", folded="script.sort_key"),
        Column("position", "step.position", Kind.NUMBER),
        *plain("step", "name"),
        Column("kind", "step.kind", words=NodeKind),
        *plain("step", "say", "ask"),
        Column("answer", "step.answer", words=AnswerKind),
        *plain("step", "choices", "ways", kind=Kind.DATA),
        Column("then", "step.next_step"),
        Column("required", "step.required", Kind.FLAG),
        Column("seconds", "step.seconds", Kind.NUMBER),
        Column("article", "step.article_id", Kind.NUMBER, refers="articles"),
    ),
)
SCRIPT_PATHS = Subject(
    "script-paths",
    """script_path AS way JOIN interaction AS talk ON talk.id = way.interaction_id JOIN script ON script.id = way.script_id""",
    "way.id",
    ("interaction", "script", "script_name", "edition", "ended", "steps"),
    (
        other("interaction", "talk.number", "interactions"),
        Column("script", "way.script_id", Kind.NUMBER, refers="scripts"),
        Column("script_name", "script.name", folded="script.sort_key"),
        Column("edition", "way.script_version", Kind.NUMBER),
        Column("ended", "way.ended", Kind.FLAG),
        Column("steps", "COALESCE(NULLIF(way.steps, ''), '[]')", Kind.DATA),
        *plain("way", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
TEMPLATES = Subject(
    "templates",
    "template LEFT JOIN team ON team.id = template.team_id LEFT JOIN staff AS owner ON owner.id = template.owner_id",
    "template.id",
    ("template", "name", "kind", "language", "shortcut", "scope", "subject", "used", "active"),
    (
        Column("template", "template.id", Kind.NUMBER),
        Column("name", "template.name", folded="template.sort_key"),
        Column("kind", "template.kind", words=TemplateKind),
        *plain("template", "language", "shortcut"),
        Column("scope", "template.scope", words=TemplateScope),
        Column("team", "COALESCE(team.name, '')"),
        other("owner", "owner.login", "staff"),
        *plain("template", "subject", "body", "purpose"),
        Column("used", "template.used", Kind.NUMBER),
        Column("active", "template.active", Kind.FLAG),
        *origin("template"),
    ),
)
KNOWLEDGE_USES = Subject(
    "knowledge-uses",
    """knowledge_use AS used LEFT JOIN article ON article.id = used.article_id LEFT JOIN template ON template.id = used.template_id
    LEFT JOIN staff ON staff.id = used.staff_id LEFT JOIN interaction AS talk ON talk.id = used.interaction_id""",
    "used.id",
    ("used_at", "article", "template", "name", "used_in", "staff", "interaction"),
    (
        Column("used_at", "used.used_at", Kind.MOMENT),
        Column("article", "used.article_id", Kind.NUMBER, refers="articles"),
        Column("template", "used.template_id", Kind.NUMBER, refers="templates"),
        Column("name", "COALESCE(article.title, template.name, '')"),
        Column("used_in", "used.used_in", words=UsedIn),
        other("staff", "staff.login", "staff"),
        other("interaction", "talk.number", "interactions"),
    ),
)
MISSED_SEARCHES = Subject(
    "missed-searches",
    "missed_search AS missed LEFT JOIN staff ON staff.id = missed.staff_id",
    "missed.id",
    ("at", "words", "staff"),
    (Column("at", "missed.at", Kind.MOMENT), *plain("missed", "words"), other("staff", "staff.login", "staff")),
)
VERIFICATION_CHECKS = Subject(
    "verification-checks",
    "verification_check AS asked",
    "asked.id",
    ("check", "name", "kind", "active"),
    (
        Column("check", "asked.id", Kind.NUMBER),
        *plain("asked", "name"),
        Column("kind", "asked.kind", words=CheckKind),
        Column("position", "asked.position", Kind.NUMBER),
        Column("active", "asked.active", Kind.FLAG),
    ),
)
SUBJECTS = (ARTICLES, SCRIPTS, SCRIPT_STEPS, SCRIPT_PATHS, TEMPLATES, KNOWLEDGE_USES, MISSED_SEARCHES, VERIFICATION_CHECKS)
