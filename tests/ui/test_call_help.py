"""What stands beside a call: verification, the script, suggestions while the notes are typed, calls to return."""

import json
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import Direction, Outcome
from crm_desktop.core.kinds_of_knowledge import AnswerKind, NodeKind, TemplateKind
from crm_desktop.core.script_flow import ScriptStep, Way
from crm_desktop.data.models import Article, FollowUp, Interaction, KnowledgeUse, ScriptPath
from crm_desktop.services.articles import ArticleInput, publish_article, write_article
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.customers import AddressInput
from crm_desktop.services.scripts import ScriptInput, add_script
from crm_desktop.services.templates import TemplateInput, add_template
from crm_desktop.services.verification import set_verification
from crm_desktop.ui.dialogs.read_article import ReadArticle
from tests.ui.test_order_form import CTRL, ENTER, opened

F2 = Qt.Key.Key_F2
STEPS = (
    ScriptStep("Apologise", NodeKind.GREETING, say="I am sorry.", then="Photos"),
    ScriptStep("Photos", ask="Are there photos?", answer=AnswerKind.YES_NO, ways=(Way("yes", "Offer"),), required=True),
    ScriptStep("Offer", NodeKind.ANSWER, say="Offer a replacement first"),
)


@pytest.fixture
def ada(make_customer):
    return make_customer("Ada Ltd", addresses=(AddressInput(postal_code="10115", country="DE"),))


@pytest.fixture
def page(window, press):
    press(F2)
    return window.current_page()


@pytest.fixture
def damage(store, nancy, reason):
    add_script(ScriptInput("Damaged goods", STEPS, reason_id=reason.id), nancy)


def answered(card, text):
    card.which.setCurrentIndex(card.which.findText("Postal code"))
    card.said.setText(text)
    card.said.textEdited.emit(text)


def test_what_they_answer_is_kept_with_the_call(page, ada, press, settle):
    press("ada")
    press(ENTER)
    verify = page.view.side.verify
    answered(verify, "99999")
    assert verify.verified() == ""
    answered(verify, "10 115")
    assert verify.state.text() == "Verified"
    press("About the lamp")
    press(ENTER, CTRL)
    assert Interaction.get().verified == "Postal code"


def test_nothing_is_told_before_where_the_company_wants_it_so(store, owner, page, ada, make_order, press, settle):
    order = make_order(ada)
    set_verification(1, True, owner)
    press("ada")
    press(ENTER)
    side = page.view.side
    assert side.caller.locked.isVisible() and not side.caller.list.isVisible()
    assert page.view.form.about.count() == 1, "their orders are not offered either"
    answered(side.verify, "10115")
    settle()
    assert side.caller.list.isVisible() and not side.caller.locked.isVisible()
    assert order.number in page.view.form.about.itemText(1)


def test_the_way_through_the_script_is_saved_with_the_call(page, damage, ada, reason, press, settle):
    press("ada")
    press(ENTER)
    form = page.view.form
    form.reason.setCurrentIndex(form.reason.findData(reason.id))
    form.reason.activated.emit(0)
    settle()
    script = page.view.help.script
    assert script.sheet.name == "Damaged goods", "the reason chooses it"
    script.take("")
    script.take("no")
    script.back()
    script.take("yes")
    assert script.now == "Offer"
    form.summary.setText("Wet carton")
    press(ENTER, CTRL)
    steps = json.loads(ScriptPath.get().steps)
    assert [(step["step"], step["answer"]) for step in steps] == [("Apologise", ""), ("Photos", "yes")]
    assert ScriptPath.get().interaction_id == Interaction.get().id


def test_an_article_is_suggested_read_and_put_into_the_notes(store, nancy, window, page, press, settle):
    (row_id,) = write_article(ArticleInput("Transit damage", "Crushed cartons are **replaced**."), nancy).of(Entity.ARTICLE)
    publish_article(row_id, 1, nancy)
    press("somebody")
    page.view.form.notes.setPlainText("The carton was crushed")
    page.view.help.suggested._later.stop()
    page.view.help.suggested.read()
    settle()
    (article, *_rest) = page.view.help.suggested.buttons()
    assert article.text() == "Transit damage"
    article.click()
    settle()
    opened(window, ReadArticle).insert.click()
    assert page.view.form.notes.toPlainText() == "The carton was crushed\nCrushed cartons are replaced."
    press(ENTER, CTRL)
    assert (KnowledgeUse.get().article_id, Article.get().used) == (row_id, 1)
    assert KnowledgeUse.get().interaction_id == Interaction.get().id


def test_a_call_is_handed_to_a_colleague(store, owner, page, press, settle):
    add_staff(StaffInput("Rob Reid", "rob"), owner)
    press(ENTER, CTRL)
    page.view.drop()
    press(F2)
    view = page.view
    settle()
    rob = next(each for each in view.card._colleagues.actions() if each.text() == "Rob Reid")
    view.side.customer.setText("Somebody")
    view.form.summary.setText("Invoice is wrong")
    rob.trigger()
    press(ENTER, CTRL)
    promise = FollowUp.get()
    assert (Interaction.get().outcome, promise.owner.login, promise.title) == (Outcome.TRANSFERRED, "rob", "Take over: Invoice is wrong")
    assert promise.interaction_id == Interaction.get().id


def test_missed_calls_wait_where_the_next_call_begins(make_interaction, ada, window, press, settle):
    at = utc_now() - timedelta(hours=2)
    make_interaction(ada, outcome=Outcome.MISSED, started_at=at)
    press(F2)
    settle()
    view = window.current_page().view
    missed = view.side.missed
    assert missed.title.text() == "Calls to return: 1"
    back = missed._rows.itemAt(0).widget()
    assert back.text() == "Ada Ltd · 2 h"
    back.click()
    settle()
    assert view.side.customer.customer_id() == ada.id
    assert view.form.direction.currentData() == Direction.OUT


def test_a_shortcut_in_the_notes_becomes_its_template(store, nancy, page, ada, press):
    add_template(TemplateInput("Hello", "Dear {customer.name},", TemplateKind.CHAT, shortcut="hi"), nancy)
    press("ada")
    press(ENTER)
    notes = page.view.form.notes
    notes.setFocus()
    press("/nothing /hi ")
    assert notes.toPlainText() == "/nothing \nDear Ada Ltd,"
    press(ENTER, CTRL)
    assert KnowledgeUse.get().template.name == "Hello"
