from decimal import Decimal

import pytest
from PySide6.QtTest import QTest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_trade import Condition, Disposition, Resolution, ReturnReason
from crm_desktop.data.models import Order, Product, ReturnLine, ReturnRequest
from crm_desktop.services.orders import ship_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return
from crm_desktop.ui.dialogs.loose_return import LooseReturnDialog
from crm_desktop.ui.dialogs.return_request import ReturnDialog
from crm_desktop.ui.dialogs.settle_return import InspectDialog, SettleDialog
from tests.conftest import DAY
from tests.ui.test_main_window import shown
from tests.ui.test_order_form import CTRL, ENTER, opened


@pytest.fixture
def sold(make_order, make_product, nancy):
    """Paid and shipped: three at 10.00."""
    order = make_order(product=make_product("L-1", price="10.00", on_hand=5))
    record_payment(PaymentInput(order.id, Decimal(30)), nancy)
    ship_order(order.id, Order.get_by_id(order.id).version, DAY, "Post", nancy)
    return order


@pytest.fixture
def asked(window, sold, settle, press):
    """A return of two of them, begun at its order."""
    page = window.show_page("order")
    page.open_record(sold.id)
    settle()
    page.sheet.steps.give_back.click()
    settle()
    dialog = opened(window, ReturnDialog)
    dialog.goods.fields[0].setText("2")
    dialog.words.setPlainText("The lid is broken")
    press(ENTER, CTRL)
    if dialog.isVisible():
        dialog.window_reason.setText("we are kind")
        press(ENTER, CTRL)
    return ReturnRequest.get()


def test_a_return_begins_at_its_order_and_says_why(window, asked, settle):
    line = ReturnLine.get()
    assert (line.quantity, line.note, line.chosen_reason.name) == (2, "The lid is broken", "Damaged or defective")
    page = window.show_page("return")
    settle()
    assert shown(page.model) == [asked.number]
    assert page.sheet.number.text() == asked.number
    assert page.sheet.steps_ahead.approve.isVisible() and not page.sheet.steps_ahead.received.isVisible()


def test_goods_of_no_order_come_back_from_the_menu_of_new_things(window, make_customer, make_product, settle, press):
    ada, _lamp = make_customer("Ada Ltd"), make_product("LAMP")
    next(each for each in window.commands.adding.actions() if each.data().name == "return").trigger()
    settle()
    dialog = opened(window, LooseReturnDialog)
    press(ENTER, CTRL)
    assert dialog.form.rows[0].note.text().startswith("A return is somebody's")
    press("ada")
    press(ENTER)
    dialog.goods.setFocus()
    press("lamp")
    press(ENTER)
    press("0")
    press(ENTER, CTRL)
    assert "at least one" in dialog.form.rows[1].note.text()
    dialog.goods.fields[0].setText("3")
    press(ENTER, CTRL)

    assert (ReturnRequest.get().customer_id, ReturnRequest.get().order_id, ReturnLine.get().quantity) == (ada.id, None, 3)


def test_damaged_goods_are_taken_back_inspected_and_replaced(window, asked, settle, press):
    page = window.show_page("return")
    settle()
    page.sheet.steps_ahead.approve.click()
    settle()
    page.sheet.steps_ahead.received.click()
    settle()
    page.sheet.steps_ahead.inspect.click()
    settle()
    dialog = opened(window, InspectDialog)
    dialog.condition.setCurrentIndex(dialog.condition.findData(Condition.DEFECTIVE))
    assert dialog.disposition.currentData() == Disposition.SCRAP, "nobody sells broken goods again"
    press(ENTER, CTRL)
    page.sheet.steps_ahead.settle.click()
    settle()
    dialog = opened(window, SettleDialog)
    dialog.way.setCurrentIndex(dialog.way.findData(Resolution.REFUND))
    settle()
    assert dialog.happens.text() == "€20.00 goes back; €20.00 comes off the order."
    dialog.way.setCurrentIndex(dialog.way.findData(Resolution.REPLACEMENT))
    assert dialog.happens.text() == "A new order for 2 × Product L-1 is placed and costs nothing."
    press(ENTER, CTRL)

    line = ReturnLine.get()
    assert (line.resolution, line.replacement.total, ReturnRequest.get().state) == ("replacement", 0, "settled")
    assert Product.get().on_hand == 0
    assert page.sheet.model.index(0, 3).data() == f"Replacement, {line.replacement.number}"
    assert not page.sheet.steps_ahead.settle.isVisible()


def about_to_settle(window, page, settle, press):
    for step in (page.sheet.steps_ahead.approve, page.sheet.steps_ahead.received, page.sheet.steps_ahead.inspect):
        step.click()
        settle()
    press(ENTER, CTRL)
    page.sheet.steps_ahead.settle.click()
    settle()
    return opened(window, SettleDialog)


def test_an_exchange_chooses_other_goods(window, asked, settle, press, make_product):
    cup = make_product("C-1", price="25.00")
    page = window.show_page("return")
    settle()
    dialog = about_to_settle(window, page, settle, press)
    dialog.way.setCurrentIndex(dialog.way.findData(Resolution.EXCHANGE))
    dialog.save.click()
    assert "instead" in dialog._goods_row.note.text()
    dialog.goods.model.add(cup)
    press(ENTER, CTRL)
    again = ReturnLine.get().replacement
    assert (again.total, again.owed) == (25, 5)


def test_a_return_is_declined_with_a_reason(window, asked, settle, press):
    page = window.show_page("return")
    settle()
    page.sheet.steps_ahead.decline.click()
    settle()
    press("opened and used")
    press(ENTER, CTRL)
    assert (ReturnRequest.get().state, ReturnRequest.get().state_reason) == ("declined", "opened and used")
    assert "opened and used" in page.sheet.note.text()


def test_returns_are_filtered_by_what_is_still_to_do(window, asked, settle):
    page = window.show_page("return")
    page.which.setCurrentIndex(1)
    settle()
    assert shown(page.model) == [asked.number]
    page.which.setCurrentText("Settled")
    settle()
    assert shown(page.model) == []
    assert page.empty.isVisible()


def test_the_slip_for_the_parcel_is_shown_as_it_would_be_printed(window, asked, settle):
    page = window.show_page("return")
    settle()
    page.sheet.steps_ahead.approve.click()
    settle()
    page.sheet.steps_ahead.slip.click()
    settle()
    view = window.current_page().view
    assert (view._report.name, view.parameters.fields["numbers"].text()) == ("return-slip", asked.number)


def test_the_code_of_a_slip_is_scanned_into_the_page(window, asked, settle, press):
    page = window.show_page("return")
    page.sought.setFocus()
    page.which.setCurrentIndex(page.which.count() - 1)
    QTest.keyClicks(page.sought, asked.number.lower())
    QTest.keyClick(page.sought, ENTER)
    settle()
    assert (page.table.chosen(), page.sheet.number.text(), page.sought.text()) == (asked.id, asked.number, "")
    page.sought.setFocus()
    QTest.keyClicks(page.sought, asked.order.number)
    QTest.keyClick(page.sought, ENTER)
    settle()
    assert (window.current_page().name, window.current_page().table.chosen()) == ("order", asked.order_id)
    window.show_page("return").sought.setFocus()
    press("RX-nothing")
    press(ENTER)
    assert "No record has the number “RX-nothing”" in window.message.text()


def test_what_settling_says_is_true_of_goods_that_no_order_here_knows(window, make_customer, make_product, settle, press, nancy):
    lamp, ada = make_product("LAMP", price="12.50"), make_customer("Ada Ltd")
    (row_id,) = request_return(
        ReturnInput((ReturnLineInput(Decimal(2), ReturnReason.DAMAGED, product_id=lamp.id),), customer_id=ada.id), nancy
    ).of(Entity.RETURN)
    page = window.show_page("return")
    page.open_record(row_id)
    settle()
    dialog = about_to_settle(window, page, settle, press)
    assert dialog.happens.text() == "€25.00 goes back to the customer."
    dialog.value.clear()
    dialog.value.setFocus()
    press("40")
    assert dialog.happens.text() == "€40.00 goes back to the customer."
    dialog.value.clear()
    dialog.way.setCurrentIndex(dialog.way.findData(Resolution.STORE_CREDIT))
    press(ENTER, CTRL)
    code = ReturnLine.get().voucher.code
    assert window.message.text() == f"Settled. A voucher over €25.00 is made; it pays for later orders. Its code is {code}."
