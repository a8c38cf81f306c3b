"""The page of articles, scripts and templates, and their forms."""

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_knowledge import AnswerKind, ArticleState, NodeKind, TemplateKind
from crm_desktop.core.script_flow import ScriptStep, Way
from crm_desktop.data.models import Article, KnowledgeUse, MissedSearch, Script, Template
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.articles import ArticleInput, publish_article, write_article
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.scripts import ScriptInput, add_script, steps_of
from crm_desktop.services.templates import TemplateInput, add_template
from crm_desktop.ui.dialogs.article import ArticleDialog
from crm_desktop.ui.dialogs.script import ScriptDialog
from crm_desktop.ui.dialogs.template import TemplateDialog
from tests.ui.test_order_form import CTRL, ENTER, opened

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae"
    "426082"
)
STEPS = (
    ScriptStep("Greeting", NodeKind.GREETING, say="Good morning", then="Wet"),
    ScriptStep("Wet", ask="Is the carton wet?", answer=AnswerKind.YES_NO, ways=(Way("yes", "Offer"),), then=""),
    ScriptStep("Offer", NodeKind.ANSWER, say="We send a new one"),
)


@pytest.fixture
def policy(store, nancy):
    wanted = ArticleInput("Transit damage", "Free within **14 days**.\n\n![](box.png) ![](http://evil.example/x.png) <b>raw</b>")
    (row_id,) = write_article(wanted, nancy).of(Entity.ARTICLE)
    attach(RecordRef(Entity.ARTICLE, row_id), FileInput("box.png", PIXEL), nancy)
    return Article.get_by_id(row_id)


@pytest.fixture
def page(window, settle):
    page = window.show_page("article")
    settle()
    return page


def test_an_article_reads_as_text_with_its_own_pictures_and_nothing_from_elsewhere(policy, page, settle):
    panel = page.lists[Entity.ARTICLE].sheet
    assert panel.title.text() == "Transit damage"
    assert "Free within 14 days." in panel.text.toPlainText()
    assert "<b>raw</b>" in panel.text.toPlainText(), "what is no Markdown is text"
    assert panel.text.loadResource(2, "box.png").width() == 1
    assert panel.text.loadResource(2, "http://evil.example/x.png") is None
    assert panel.text.loadResource(2, "/etc/hostname") is None


def test_it_is_published_and_copied_for_a_reply(policy, page, settle, qapp):
    panel = page.lists[Entity.ARTICLE].sheet
    assert not panel.copy.isVisible()
    panel.publish.click()
    settle()
    assert Article.get().state == ArticleState.PUBLISHED
    panel.copy.click()
    settle()
    assert "Free within 14 days." in qapp.clipboard().text()
    assert KnowledgeUse.select().count() == 1


def test_a_new_article_with_the_keyboard(page, settle, press, window):
    page.add_new()
    settle()
    dialog = opened(window, ArticleDialog)
    press("Descaling")
    dialog.body.setPlainText("# How\nWith vinegar")
    press(ENTER, CTRL)
    assert (Article.get().title, Article.get().body) == ("Descaling", "# How\nWith vinegar")


def test_a_search_in_vain_is_shown_as_what_to_write_next(policy, page, settle, press):
    page.lists[Entity.ARTICLE].sought.setFocus()
    press("descaling")
    press(ENTER)
    assert [missed.words for missed in MissedSearch.select()] == ["descaling"]
    page._group.button(3).click()
    settle()
    assert page.missed.model.index(0, 0).data() == "descaling"


def test_a_template_with_an_unknown_placeholder_is_kept_back(page, settle, press, window):
    page._group.button(2).click()
    page.add_new()
    settle()
    dialog = opened(window, TemplateDialog)
    dialog.name.setText("Refund")
    dialog.kind.setCurrentIndex(dialog.kind.findData(TemplateKind.CHAT.value))
    dialog.body.setPlainText("Dear {customer.nickname}")
    press(ENTER, CTRL)
    assert "{customer.nickname}" in dialog.places["body"].note.text()
    dialog.body.setPlainText("Dear {customer.name}")
    press(ENTER, CTRL)
    assert Template.get().body == "Dear {customer.name}"


def test_a_template_is_shown_with_what_it_is_for(store, nancy, window, settle):
    add_template(TemplateInput("Refund", "Dear {customer.name}", subject="Your refund", shortcut="refund", language="en"), nancy)
    page = window.show_page("article")
    page.open_record(Template.get().id, Entity.TEMPLATE)
    settle()
    panel = page.lists[Entity.TEMPLATE].sheet
    assert (panel.title.text(), panel.line.text(), panel.body.toPlainText()) == ("Refund", "/refund · en", "Dear {customer.name}")


def test_the_steps_of_a_script_are_changed_and_lead_on(store, nancy, window, settle, press):
    add_script(ScriptInput("Damage", STEPS), nancy)
    page = window.show_page("article")
    page.open_record(Script.get().id, Entity.SCRIPT)
    settle()
    page.lists[Entity.SCRIPT].sheet.edit.click()
    settle()
    editor = opened(window, ScriptDialog).editor
    assert editor.steps() == STEPS, "showing a script changes nothing of it"
    editor.list.setCurrentRow(2)
    editor.name.setText("Offer a new one")
    editor.name.editingFinished.emit()
    editor.add.click()
    editor.say.setPlainText("Goodbye")
    press(ENTER, CTRL)

    steps = steps_of(Script.get().id)
    assert [step.name for step in steps] == ["Greeting", "Wet", "Offer a new one", "Step 1"]
    assert steps[1].ways == (Way("yes", "Offer a new one"),)
    assert (steps[2].then, steps[3].say) == ("Step 1", "Goodbye")


def test_a_script_that_goes_round_names_the_step_in_the_form(store, nancy, window, settle, press):
    add_script(ScriptInput("Damage", STEPS), nancy)
    page = window.show_page("article")
    page.open_record(Script.get().id, Entity.SCRIPT)
    settle()
    page.lists[Entity.SCRIPT].sheet.edit.click()
    settle()
    dialog = opened(window, ScriptDialog)
    dialog.editor.list.setCurrentRow(2)
    dialog.editor.then.setCurrentIndex(dialog.editor.then.findData("Offer"))
    press(ENTER, CTRL)
    assert "“Offer”" in dialog.message.text()
    press(Qt.Key.Key_Escape)
    assert steps_of(Script.get().id) == STEPS


def test_a_published_article_is_offered_to_the_step_of_a_script(policy, nancy, window, settle):
    publish_article(policy.id, 1, nancy)
    page = window.show_page("article")
    page.open_record(policy.id, Entity.SCRIPT)
    page.lists[Entity.SCRIPT].add_new()
    settle()
    dialog = opened(window, ScriptDialog)
    assert dialog.editor.article.findData(policy.id) > 0
    dialog.throw_away()
