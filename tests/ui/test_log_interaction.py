from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.call_clock import CallClock
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import PointKind
from crm_desktop.data.models import Appointment, Customer, FollowUp, Interaction, Operation, Order, Product, ReturnLine, ReturnRequest
from crm_desktop.queries.ordering import find_products
from crm_desktop.services.customers import AddressInput, PointInput
from crm_desktop.services.history import undo_latest
from crm_desktop.services.shipments import ship_order
from crm_desktop.ui.callers import Incoming
from crm_desktop.ui.models.order_lines import Place
from crm_desktop.ui.pages.log_interaction import LogInteractionPage
from tests.conftest import DAY
from tests.ui.test_main_window import CTRL

ENTER, TAB, F2, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_F2, Qt.Key.Key_Escape
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(window, press):
    press(F2)
    return window.current_page()


@pytest.fixture
def switch(qtbot, press):
    """A switch by its own keys: Qt shows it pressed for a moment first."""

    def switch(letter, which):
        before = which.isChecked()
        press(letter, ALT)
        qtbot.waitUntil(lambda: which.isChecked() != before)
        press("")

    return switch


@pytest.fixture
def ada(make_customer):
    phone = PointInput(PointKind.PHONE, "030 123456")
    return make_customer(
        "Ada Ltd", points=(phone, PointInput(PointKind.EMAIL, "ada@analytical.example")), addresses=(AddressInput(country="DE"),)
    )


@pytest.fixture
def shipped(ada, make_order, make_product, nancy):
    order = make_order(ada, make_product("LAMP", on_hand=9), ordered_at=utc_now())
    ship_order(order.id, order.version, utc_now().date(), "Post", nancy)
    return Order.get_by_id(order.id)


def test_a_call_is_logged_in_a_few_keys_without_a_mouse(window, ada, press):
    press(F2)
    press("ada")
    press(ENTER)
    press("24 boxes arrived crushed")
    press(TAB)
    press("Outer carton wet")
    press(ENTER, CTRL)

    (call,) = Interaction.select()
    assert (call.customer_id, call.summary, call.notes) == (ada.id, "24 boxes arrived crushed", "Outer carton wet")
    assert call.ended_at >= call.started_at
    assert window.current_page().name == "today"
    assert window.message.text() == f"Contact {Interaction.get().number} logged."


def test_a_return_an_order_a_promise_and_a_meeting_are_saved_with_the_call_in_one_operation(
    page, shipped, ada, press, switch, window, nancy
):
    before = Operation.select().count()
    press("ada")
    press(ENTER)
    press("Lamp is broken")
    switches = page.view.steps.switches
    switch(Qt.Key.Key_T, switches["returns"])
    press(TAB)
    press("1")
    switch(Qt.Key.Key_O, switches["orders"])
    press("lamp")
    press(ENTER)
    press("2")
    press(ENTER)
    switch(Qt.Key.Key_F, switches["follow_ups"])
    assert page.view.steps.promised.title.text() == "Call back: Lamp is broken"
    switch(Qt.Key.Key_M, switches["appointments"])
    press("Look at it together")
    press(ENTER, CTRL)

    assert Operation.select().count() == before + 1
    call, back, promise, meeting = (model.get() for model in (Interaction, ReturnRequest, FollowUp, Appointment))
    again = Order.select().order_by(Order.id.desc()).first()
    assert (call.order_id, call.return_id, call.outcome) == (shipped.id, back.id, "follow_up")
    assert {row.customer_id for row in (call, back, promise, meeting, again)} == {ada.id}
    assert (again.line_count, meeting.title) == (1, "Look at it together")
    assert window.message.text() == (
        f"Contact {call.number} logged, return {back.number} noted, order {again.number} placed, follow-up planned, appointment planned."
    )
    undo_latest(nancy)
    assert not any(model.select().exists() for model in (Interaction, ReturnRequest, FollowUp, Appointment))
    assert Product.get().on_hand == 6


def test_two_promises_and_two_orders_are_made_in_one_call_by_keys_and_one_more_can_be_left_out(
    page, ada, shipped, press, switch, window, nancy
):
    before = Operation.select().count()
    press("ada")
    press(ENTER)
    press("Lamp is broken")
    steps = page.view.steps
    switch(Qt.Key.Key_F, steps.switches["follow_ups"])
    press("Ask the carrier")
    for title in ("Tell her", "Never mind"):
        steps.forms.of("follow_ups")[-1].another.setFocus()
        press(Qt.Key.Key_Space)
        press(title)
    assert [part.heading.text() for part in steps.forms.of("follow_ups")] == ["Follow-up 1", "Follow-up 2", "Follow-up 3"]
    steps.forms.of("follow_ups")[-1].shut.click()
    switch(Qt.Key.Key_O, steps.switches["orders"])
    steps.ordered.another.setFocus()
    press(Qt.Key.Key_Space)
    for part in steps.forms.of("orders"):
        part.lines.model.add(find_products("lamp")[0])
    press(ENTER, CTRL)

    assert Operation.select().count() == before + 1
    assert {row.title for row in FollowUp.select()} == {"Ask the carrier", "Tell her"}
    first, second = (order.number for order in Order.select().where(Order.id != shipped.id).order_by(Order.id))
    assert window.message.text() == (f"Contact {Interaction.get().number} logged, orders {first}, {second} placed, 2 follow-ups planned.")


def test_an_order_in_a_call_shows_price_and_stock(page, make_product):
    make_product("LAMP", on_hand=7)
    page.view.steps.open("orders")
    lines = page.view.steps.ordered.lines
    lines.model.add(find_products("lamp")[0])
    shown = [lines.model.index(0, place).data() for place in Place if not lines.table.isColumnHidden(place)]
    assert shown == ["Product LAMP\n7 in stock", "1", "€9.99"]


def test_a_gift_comes_back_without_an_order(page, ada, make_product, press, switch):
    lamp = make_product("LAMP")
    press("ada")
    press(ENTER)
    press("Brings a gift back")
    switch(Qt.Key.Key_T, page.view.steps.switches["returns"])
    press(Qt.Key.Key_End)
    press(TAB)
    press("lamp")
    press(ENTER)
    press("2")
    press(ENTER, CTRL)

    back, line = ReturnRequest.get(), ReturnLine.get()
    assert (back.order_id, back.customer_id, line.product_id, line.quantity) == (None, ada.id, lamp.id, 2)
    assert Interaction.get().return_id == back.id


@pytest.mark.parametrize("scrap", ["ada", "123456", "analytical", "{order}"])
def test_whoever_calls_is_found_by_any_scrap(page, shipped, press, scrap):
    press(scrap.format(order=shipped.number))
    press(ENTER)
    assert page.view.side.caller.name.text() == "Ada Ltd"
    assert page.view.form.about.itemText(1).startswith(shipped.number)


def test_somebody_unknown_is_noted_as_the_caller(page, press):
    press("Mrs Nobody, 0151 99")
    page.view.form.summary.setFocus()
    press("Asked for the hours")
    press(ENTER, CTRL)
    (call,) = Interaction.select()
    assert (call.customer_id, call.caller) == (None, "Mrs Nobody, 0151 99")


def test_somebody_new_is_added_with_the_call(page, press, switch, nancy):
    press("+49 30 998877")
    switch(Qt.Key.Key_U, page.view.side.new)
    assert page.view.side.new_caller.phone.text() == "+49 30 998877"
    press("Grace Hopper")
    page.view.form.summary.setFocus()
    press("Wants a catalogue")
    press(ENTER, CTRL)
    grace = Customer.get()
    assert (grace.name, Interaction.get().customer_id, Interaction.get().caller) == ("Grace Hopper", grace.id, "")
    undo_latest(nancy)
    assert not Customer.select().exists()


def test_who_seems_new_but_is_known_is_taken_with_one_key(page, ada, press, switch, settle):
    switch(Qt.Key.Key_U, page.view.side.new)
    page.view.side.new_caller.email.setFocus()
    press("ada@analytical.example")
    assert "Ada Ltd" in page.view.side.new_caller.warning.text()
    page.view.side.new_caller.same.click()
    settle()
    assert (page.view.side.caller.name.text(), page.view.side.new.isChecked()) == ("Ada Ltd", False)


def test_an_order_in_hand_is_what_the_contact_is_about(page, make_order, settle, press):
    order = make_order()
    page.open_record(order.id, Entity.ORDER)
    settle()
    press("Where is it?")
    press(ENTER, CTRL)
    (call,) = Interaction.select()
    assert (call.order_id, call.customer_id) == (order.id, order.customer_id)


def test_a_product_can_be_what_it_is_about(page, make_product, press):
    lamp = make_product("LAMP")
    page.view.form.product.setFocus()
    press("lamp")
    press(ENTER, CTRL)
    assert "Choose one of what is found" in page.view.form.product_row.note.text()
    press(ENTER)
    press(ENTER, CTRL)
    assert "Say who it was" in page.view.message.text()
    page.view.form.summary.setFocus()
    press("How bright?")
    press(ENTER, CTRL)
    assert Interaction.get().product_id == lamp.id


def test_the_clock_keeps_talk_hold_and_wrap_up(page, press, qtbot):
    press("Somebody")
    press(Qt.Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: page.view.card.clock.held_since is not None)
    assert (page.view.card.state.text(), page.view.card.hold.text()) == ("On hold", "Resume")
    press(Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: page.view.card.clock.ended is not None)
    assert page.view.card.state.text() == "Wrap-up"
    press(ENTER, CTRL)
    call = Interaction.get()
    assert call.holds != "[]"
    assert call.started_at <= call.ended_at <= call.wrap_up_ended_at


def test_the_bar_below_the_clock_fills_until_the_time_for_a_call_is_over(page):
    card = page.view.card
    assert card.bar.isHidden() and card.target.isHidden()

    card.start_clock(CallClock(utc_now() - timedelta(minutes=3)))
    card.take_target(360)
    assert (card.bar.value() // 10, card.bar.maximum(), card.target.text(), card.bar.property("tone")) == (18, 360, "target 6 min", "ok")
    card.take_target(150)
    assert (card.bar.value(), card.target.text(), card.bar.property("tone")) == (150, "over 2 min 30 s", "warn")
    card.take_target(0)
    assert card.bar.isHidden()


def test_a_letter_has_no_clock_and_what_was_earlier_says_when(page, press):
    view = page.view
    view.form.channel.setCurrentText("Letter")
    assert not view.card.live.isVisible() and not view.card.length_row.isVisible()
    view.card.at.setText("00:01")
    view.form.summary.setFocus()
    press("Wrote to us")
    press(ENTER, CTRL)
    call = Interaction.get()
    assert (call.ended_at, call.started_at.astimezone(page.desk.formats.zone).strftime("%H:%M")) == (None, "00:01")


def test_a_call_of_yesterday_is_noted_with_its_length(page, press, settle):
    page.add_new()
    card = page.view.card
    card.day.setDate(card.day.date().addDays(-1))
    card.at.setText("9.30")
    card.length.setText("4:30")
    page.view.form.summary.setText("Asked")
    page.try_save()
    settle()
    call = Interaction.get()
    assert call.ended_at - call.started_at == timedelta(minutes=4, seconds=30)
    assert call.started_at < utc_now() - timedelta(hours=1)


@pytest.mark.parametrize(
    ("field", "typed", "why"), [("at", "25:99", "no"), ("length", "soon", "Minutes"), ("at", "23:59", "still to come")]
)
def test_a_time_that_makes_no_sense_is_marked_beside_its_field(page, settle, field, typed, why):
    page.add_new()
    card = page.view.card
    if why == "still to come":
        card.day.setDate(card.day.date().addDays(1))
    getattr(card, field).setText(typed)
    page.view.form.summary.setText("Asked")
    page.try_save()
    settle()
    assert why in getattr(card, f"{field}_row").note.text()
    assert not Interaction.select().exists()


def test_nothing_at_all_is_refused_in_a_sentence_and_nothing_is_saved(page, press):
    press(ENTER, CTRL)
    assert page.view.message.text() == "Say who it was or what it was about. Nothing was saved."
    assert Interaction.select().count() == 0
    assert page.view.save.isEnabled()


def test_a_promise_without_words_and_an_order_of_nobody_are_marked(page, settle):
    view = page.view
    view.form.summary.setText("Asked")
    view.steps.open("follow_ups")
    view.steps.promised.title.clear()
    page.try_save()
    settle()
    assert view.steps.promised.title_row.note.text() == "A few words on what was promised."
    view.steps.switches["follow_ups"].setChecked(False)
    view.steps.open("orders")
    page.try_save()
    assert view.steps.ordered.lines_row.note.text() == "An order needs at least one product."
    assert Interaction.select().count() == 0


def test_what_the_store_refuses_leaves_all_that_was_typed(page, settle):
    view = page.view
    view.form.summary.setText("Asked")
    view.steps.open("follow_ups")
    view.steps.promised.when.time.setText("25:77")
    page.try_save()
    settle()
    assert "25:77" in view.message.text()
    assert view.form.summary.text() == "Asked"
    assert not Interaction.select().exists() and not FollowUp.select().exists()


def test_leaving_and_coming_back_finds_what_was_typed(page, window, press):
    page.view.form.summary.setFocus()
    press("Half a sent")
    press(ESC)
    assert window.current_page().name == "today"
    press(F2)
    assert window.current_page().view.form.summary.text() == "Half a sent"


def test_a_second_call_parks_the_first_and_both_go_on(page, ada, press, window):
    press("ada")
    press(ENTER)
    press("First")
    press(F2)
    first, second = page.calls()
    assert page.view is second and page.waiting.isVisible()
    assert first.card.state.text() == "On hold"
    press("Somebody else")
    press(Qt.Key.Key_F2, CTRL)
    assert page.view is first and first.card.state.text() == "On call"
    press(ENTER, CTRL)
    assert page.calls() == [second] and window.current_page() is page
    press(ENTER, CTRL)
    assert [(call.summary, call.caller) for call in Interaction.select().order_by(Interaction.id)] == [("First", ""), ("", "Somebody else")]
    assert window.current_page().name == "today"


def test_what_was_typed_outlives_a_crash_with_its_clock_and_what_was_agreed(page, desk, ada, shipped, settle, qtbot, press, qapp):
    press("ada")
    press(ENTER)
    press("Half a sentence")
    view = page.view
    view.steps.open("follow_ups")
    view.steps.promised.title.setText("Write to her")
    view.steps.promised.another.click()
    view.steps.forms.of("follow_ups")[1].title.setText("And to him")
    view.steps.open("orders")
    settle()

    view.steps.ordered.lines.model.add(find_products("lamp")[0])
    view.draft.keep()
    settle()
    began, key = view.card.clock.began, view.key
    page._remove(view)  # as a crash does: whatever its clocks had still to write is gone with it
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    again = LogInteractionPage(desk)
    qtbot.addWidget(again)
    settle()
    back = again.view
    assert (back.key, back.form.summary.text(), back.side.caller.name.text()) == (key, "Half a sentence", "Ada Ltd")
    assert int(back.card.clock.began.timestamp()) == int(began.timestamp())
    assert [part.title.text() for part in back.steps.forms.of("follow_ups")] == ["Write to her", "And to him"]
    assert [line.product.sku for line in back.steps.ordered.lines.model.lines] == ["LAMP"]
    again.try_save()
    settle()
    assert Order.select().count() == 2
    after = LogInteractionPage(desk)
    qtbot.addWidget(after)
    settle()
    assert after.calls() == []


def test_saving_twice_saves_once(page, settle):
    page.view.form.summary.setText("Asked")
    page.try_save()
    page.try_save()
    settle()
    assert Interaction.select().count() == 1


def test_a_card_number_is_masked_while_it_is_typed_and_when_it_is_pasted(page, press):
    notes = page.view.form.notes
    notes.setFocus()
    press("Card 4111 1111 1111 1111, order 10248")
    assert notes.toPlainText() == "Card •••• 1111, order 10248"
    QGuiApplication.clipboard().setText(" and 5555555555554444")
    notes.paste()
    assert notes.toPlainText().endswith(" and •••• 4444")
    page.view.form.summary.setFocus()
    press("4111111111111111 again")
    assert page.view.form.summary.text() == "•••• 1111 again"
    page.view.form.summary.setFocus()
    page.view.form.summary.setText("5555555555554444")
    assert page.view.form.typed()["summary"] == "•••• 4444", "not in a draft either"


def test_a_telephone_brings_up_who_rings_and_the_same_ring_only_once(page, ada, press, settle):
    for _ring in range(2):
        page.narrow(Incoming("+49 30 123456"), "")
        settle()
    assert (len(page.calls()), page.view.side.caller.name.text()) == (1, "Ada Ltd")
    press("Asked")
    press(ENTER, CTRL)
    assert Interaction.get().phone == "+4930123456"


def test_who_rings_while_somebody_is_on_the_line_waits_for_their_turn(page, ada, press, settle):
    press("Somebody")
    page.answer("crm-desktop:call?number=%2B4930123456")
    settle()
    assert [view.side.title() for view in page.calls()] == ["Somebody", "Ada Ltd"]
    assert page.view.side.title() == "Somebody"
    press(Qt.Key.Key_F2, CTRL)
    assert (page.view.side.title(), page.calls()[0].card.state.text()) == ("Ada Ltd", "On hold")


def test_a_late_return_asks_why_it_is_taken_all_the_same(page, ada, make_order, make_product, press, settle, nancy):
    order = make_order(ada, make_product("OLD", on_hand=9))
    ship_order(order.id, order.version, DAY, "Post", nancy)
    press("ada")
    press(ENTER)
    press("Too late")
    view = page.view
    view.steps.open("returns")
    settle()
    view.steps.returned.goods.fields[0].setText("1")
    press(ENTER, CTRL)
    assert view.steps.returned.late_row.isVisible()
    view.steps.returned.window_reason.setText("A good customer")
    press(ENTER, CTRL)
    assert ReturnRequest.get().window_reason == "A good customer"


def test_a_call_that_is_over_leaves_nothing_behind(page, window, settle, press, qapp):
    for _call in range(3):
        page.view.side.customer.look_for("x")
        settle()
        page.view.drop()
        settle()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        press(F2)
    kinds = [type(each).__name__ for each in window.findChildren(QWidget)]
    assert kinds.count("CallView") == 1
    assert kinds.count("FinderPopup") <= 1
