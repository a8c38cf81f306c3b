"""What the sample company knows and says could have been written by its staff."""

from crm_desktop.core.kinds_of_knowledge import ArticleState
from crm_desktop.core.placeholders import demand_known
from crm_desktop.core.script_flow import checked_flow
from crm_desktop.data.models import Article, KnowledgeUse, Script, Template
from crm_desktop.queries.template_values import About
from crm_desktop.queries.templates import filled_template, template_by_shortcut
from crm_desktop.services.scripts import steps_of


def test_its_scripts_can_be_followed_to_their_end(sample):
    assert [script.name for script in Script.select()] == ["Damaged goods", "Where is my order?", "Product advice"]
    for script in Script.select():
        assert checked_flow(steps_of(script.id))


def test_its_templates_ask_for_what_there_is_in_two_languages(sample):
    for template in Template.select():
        demand_known(template.subject)
        demand_known(template.body)
    assert template_by_shortcut("refund", 1, ("de",)).name == "Geld ist zurück"
    assert filled_template(Template.get(shortcut="hi", language="en").id, About(1), 1).empty == ()


def test_its_articles_were_approved_and_used(sample):
    assert {article.state for article in Article.select()} == {ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.PUBLISHED}
    published = Article.select().where(Article.state == ArticleState.PUBLISHED)
    assert all(article.approver_id for article in published)
    assert sum(row.used for model in (Article, Template) for row in model.select()) == KnowledgeUse.select().count()
