"""What `do` can do about articles, scripts and templates."""

from datetime import date
from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.data.models import Article, ArticleLink, Script, Template, VerificationCheck
from crm_desktop.services import articles, scripts, templates, verification


def _article(row: Article) -> dict[str, Any]:
    links = list(ArticleLink.select().where(ArticleLink.article == row).order_by(ArticleLink.id))
    return {
        **same_names(articles.ArticleInput, row, without={"product_ids", "reason_ids"}),
        "product_ids": tuple(link.product_id for link in links if link.product_id is not None),
        "reason_ids": tuple(link.reason_id for link in links if link.reason_id is not None),
    }


def _script(row: Script) -> dict[str, Any]:
    channel = ChannelKind(row.channel) if row.channel else None
    return {**same_names(scripts.ScriptInput, row, without={"steps", "channel"}), "channel": channel, "steps": scripts.steps_of(row.id)}


def _template(row: Template) -> dict[str, Any]:
    return same_names(templates.TemplateInput, row, without=set())


def publish_article(article_id: int, version: int, by: Actor, review_by: date = NEVER) -> Change:
    return articles.publish_article(article_id, version, by, review_by)


def _check(row: VerificationCheck) -> dict[str, Any]:
    return {"name": row.name, "active": row.active}


ACTIONS = (
    Action("write-article", N_("An article, as a draft."), articles.write_article),
    Action("change-article", N_("Change what is given of an article."), articles.change_article, _article),
    Action("submit-article", N_("A draft is ready to be read by somebody else."), articles.submit_article),
    Action("publish-article", N_("Approve an article: everybody is offered it."), publish_article),
    Action("send-back-article", N_("Back to its author, with what is to be changed."), articles.send_back_article),
    Action("archive-article", N_("An article is offered no more."), articles.archive_article),
    Action("revive-article", N_("From the archive, as a draft."), articles.revive_article),
    Action("use-article", N_("An article went into a reply or was read out."), articles.use_article),
    Action("add-script", N_("A script with its steps, for calls or chats."), scripts.add_script),
    Action("change-script", N_("Change what is given of a script; steps replace those there are."), scripts.change_script, _script),
    Action("log-script-path", N_("The way a conversation took through a script."), scripts.log_path),
    Action("add-template", N_("A text with placeholders, to be used again."), templates.add_template),
    Action("change-template", N_("Change what is given of a template."), templates.change_template, _template),
    Action("add-verification-check", N_("What callers are asked before their data is told."), verification.add_check),
    Action("change-verification-check", N_("Change what is given of a check."), verification.change_check, _check),
    Action("set-verification", N_("How many answers must be right, and whether data is hidden until then."), verification.set_verification),
    Action("use-template", N_("A template was used."), templates.use_template),
)
