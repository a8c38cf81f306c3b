import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.changes import Entity
from crm_desktop.data.models import FollowUp, Interaction, Operation
from tests.ui.test_main_window import CTRL


@pytest.fixture
def page(window, press):
    press(Qt.Key.Key_F2)
    return window.current_page()


def test_a_call_and_its_follow_up_are_saved_in_one_operation_by_keys_alone(page, window, make_customer, press):
    ada = make_customer("Ada Ltd")
    before = Operation.select().count()
    press("ada")
    press(Qt.Key.Key_Return)
    page.form.summary.setFocus()
    press("24 boxes arrived crushed")
    press(Qt.Key.Key_Tab)
    press("Outer carton wet")
    page.form.next_title.setFocus()
    press("Call back")
    press(Qt.Key.Key_Return, CTRL)

    (call,) = Interaction.select()
    (promise,) = FollowUp.select()
    assert (call.customer_id, call.summary, call.notes, call.outcome) == (
        ada.id,
        "24 boxes arrived crushed",
        "Outer carton wet",
        "follow_up",
    )
    assert (promise.title, promise.customer_id, promise.interaction_id) == ("Call back", ada.id, call.id)
    assert call.ended_at >= call.started_at
    assert Operation.select().count() == before + 1
    assert window.current_page().name == "today"
    assert window.message.text() == "Contact logged, follow-up planned."


def test_somebody_unknown_is_noted_as_the_caller(page, press):
    press("Mrs Nobody, 0151 99")
    page.form.summary.setFocus()
    press("Asked for the hours")
    press(Qt.Key.Key_Return, CTRL)
    (call,) = Interaction.select()
    assert (call.customer_id, call.caller) == (None, "Mrs Nobody, 0151 99")


def test_choosing_a_customer_shows_them_and_offers_their_orders(page, make_customer, make_order, press):
    order = make_order(make_customer("Ada Ltd"))
    press(order.number)
    press(Qt.Key.Key_Return)
    assert page.caller.name.text() == "Ada Ltd"
    assert page.form.order.findData(order.id) > 0


def test_an_order_in_hand_is_what_the_contact_is_about(page, make_order, settle, press):
    order = make_order()
    page.open_record(order.id, Entity.ORDER)
    settle()
    press("Where is it?")
    press(Qt.Key.Key_Return, CTRL)
    (call,) = Interaction.select()
    assert (call.order_id, call.customer_id) == (order.id, order.customer_id)


def test_a_letter_has_no_duration(page, press, settle):
    page.form.channel.setCurrentText("Letter")
    assert not page.time.isVisible()
    page.form.summary.setFocus()
    press("Wrote to us")
    press(Qt.Key.Key_Return, CTRL)
    assert Interaction.get().ended_at is None


def test_nothing_at_all_is_refused_in_a_sentence_and_nothing_is_saved(page, press):
    press(Qt.Key.Key_Return, CTRL)
    assert page.message.text() == "Say who it was or what it was about. Nothing was saved."
    assert Interaction.select().count() == 0
    assert page.save.isEnabled()


def test_a_promise_without_words_is_marked(page, settle):
    page.form.summary.setText("Asked")
    page.form.promised.setChecked(True)
    page.form.next_title.clear()
    page.form.promised.setChecked(True)
    page.try_save()
    settle()
    assert Interaction.select().count() == 0
    assert page.form.next.rows[0].note.text() == "A few words on what was promised."


def test_a_time_that_is_none_is_refused_and_what_was_typed_stays(page, settle):
    page.form.summary.setText("Asked")
    page.form.next_title.setText("Call")
    page.form.promised.setChecked(True)
    page.form.when.time.setText("25:77")
    page.try_save()
    settle()
    assert "25:77" in page.message.text()
    assert page.form.summary.text() == "Asked"


def test_leaving_and_coming_back_finds_what_was_typed(page, window, press):
    page.form.summary.setFocus()
    press("Half a sent")
    press(Qt.Key.Key_Escape)
    assert window.current_page().name == "today"
    press(Qt.Key.Key_F2)
    assert window.current_page().form.summary.text() == "Half a sent"


def test_what_was_typed_outlives_a_crash(page, desk, settle, qtbot, press):
    page.form.summary.setText("Half a sentence")
    page._draft.keep()
    settle()
    again = type(page)(desk)
    qtbot.addWidget(again)
    again.start()
    settle()
    assert again.form.summary.text() == "Half a sentence"
    again.form.summary.setFocus()
    again.try_save()
    settle()
    after = type(page)(desk)
    qtbot.addWidget(after)
    settle()
    assert after.form.summary.text() == ""


def test_saving_twice_saves_once(page, settle):
    page.form.summary.setText("Asked")
    page.try_save()
    page.try_save()
    settle()
    assert Interaction.select().count() == 1
