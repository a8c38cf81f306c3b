from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from crm_desktop.data.models import Invoice, Order, OrderLine, Payment, Product, Shipment
from crm_desktop.queries.ordering import sold_products
from crm_desktop.services.orders import change_quantity
from crm_desktop.services.products import ProductInput, add_product, change_product
from crm_desktop.ui.dialogs.conflict import ConflictDialog
from crm_desktop.ui.dialogs.order import ChangeLinesDialog, OrderDetailsDialog, OrderDialog
from crm_desktop.ui.dialogs.order_steps import PaymentDialog, ReasonDialog, ShipDialog
from crm_desktop.ui.widgets.sides import Pick
from tests.ui.test_main_window import shown

ENTER, TAB, CTRL = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier


def opened(window, kind):
    (dialog,) = [each for each in window.findChildren(kind) if each.isVisible()]
    return dialog


def chosen(page, words):
    (action,) = [each for each in page.sheet.steps.menu.actions() if each.text() == words]
    return action


def sums(dialog):
    """What stands below the lines, by its name."""
    texts = [each.text() for each in dialog.lines.findChildren(QLabel) if each.isVisible()]
    names = ("Goods", "Discount", "Shipping", "Tax", "Total")
    return {name: texts[texts.index(name) + 1] for name in names if name in texts}


@pytest.fixture
def lamp(make_product):
    return make_product("Lamp", price="49.00", on_hand=5)


@pytest.fixture
def page(window, settle):
    page = window.show_page("order")
    settle()
    return page


def test_an_order_is_placed_with_the_keyboard_alone(window, press, settle, make_customer, lamp):
    make_customer("Ada")
    page = window.show_page("order")
    page.add_new()
    settle()
    press("ada")
    press(ENTER)
    press(TAB)
    press("lam")
    press(ENTER)
    press("3")
    press(TAB)
    press("40.5")
    press(ENTER)
    dialog = opened(window, OrderDialog)
    assert dialog.lines.finder.hasFocus()
    press(ENTER, CTRL)

    order = Order.get()
    line = OrderLine.get()
    assert (order.total, line.quantity, line.unit_price, line.product_id) == (Decimal("121.50"), 3, Decimal("40.5"), lamp.id)
    assert shown(page.model) == [order.number]


def test_a_new_order_is_the_one_that_is_shown(page, press, settle, make_order, window, lamp):
    older = make_order()
    page.reload()
    settle()
    page.table.choose(older.id)
    page.add_new()
    settle()
    press("ada")
    press(ENTER)
    press(TAB)
    press("lam")
    press(ENTER)
    press(ENTER, CTRL)
    settle()
    newest = Order.get(Order.id != older.id)
    assert page.table.chosen() == newest.id and page.sheet.number.text() == newest.number


def test_discount_shipping_and_tax_run_into_the_sums_while_they_are_typed(window, press, settle, page, make_customer, nancy):
    make_customer("Ada")
    add_product(ProductInput("TEA", "Tea", Decimal("10.00"), tax_rate=Decimal(20)), nancy)
    page.add_new()
    settle()
    press("ada")
    press(ENTER)
    press(TAB)
    press("tea")
    press(ENTER)
    press("4")
    press(TAB)
    press(TAB)
    press("25")
    press(ENTER)
    dialog = opened(window, OrderDialog)
    assert sums(dialog) == {"Goods": "€30.00", "Tax": "€6.00", "Total": "€36.00"}
    dialog.shipping.setFocus()
    press("5")
    assert sums(dialog)["Total"] != "€36.00"
    shown_total = sums(dialog)["Total"]
    press(ENTER, CTRL)
    order = Order.get()
    assert (order.total, OrderLine.get().quantity) == (Decimal(shown_total.removeprefix("€")), 4)


def test_the_same_is_ordered_again_at_todays_price_by_keys(window, press, page, settle, make_order, qtbot, nancy):
    earlier = make_order()
    product = OrderLine.get(order=earlier).product
    change_product(product.id, product.version, ProductInput(product.sku, product.name, Decimal("12.00")), nancy)
    page.reload()
    settle()
    page.table.choose(earlier.id)
    settle()
    page.sheet.steps.more.setFocus()
    press(Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    while menu.activeAction() is None or menu.activeAction().text() != "Order the same again":
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, ENTER)
    settle()
    again = Order.get(Order.id != earlier.id)
    ordered = OrderLine.get(order=again)
    assert (again.customer_id, ordered.product_id, ordered.unit_price) == (
        earlier.customer_id, product.id, Decimal("12.00"),
    )  # fmt: skip
    assert page.table.chosen() == again.id


def test_an_orders_confirmation_is_shown_as_it_would_be_printed(window, page, settle, make_order):
    order = make_order()
    page.reload()
    settle()
    page.table.choose(order.id)
    settle()
    chosen(page, "Print the confirmation").trigger()
    settle()
    view = window.page("reports").view
    assert window.current_page().name == "reports" and order.number in str(view.drawn.data)


def test_price_and_stock_are_shown_while_typing(window, press, settle, page, lamp):
    page.add_new()
    settle()
    dialog = opened(window, OrderDialog)
    dialog.lines.setFocus()
    press("lamp")
    assert dialog.lines.finder.results().index(0, 0).data() == "Product Lamp, Lamp · 5 in stock, €49.00"
    dialog.reject()


@pytest.mark.parametrize(
    ("place", "typed", "why"),
    [
        (2, "0", "above zero"),
        (2, "two", "no number"),
        (3, "-1", "below zero"),
        (4, "101", "between 0 and 100"),
        (3, "1.23456", "four digits"),
    ],
)
def test_what_cannot_be_is_said_and_not_taken(window, settle, page, lamp, place, typed, why):
    page.add_new()
    settle()
    dialog = opened(window, OrderDialog)
    dialog.lines.model.add(lamp)
    before = dialog.lines.model.lines
    assert not dialog.lines.model.setData(dialog.lines.model.index(0, place), typed)
    assert why in dialog.message.text()
    assert dialog.lines.model.lines == before
    dialog.reject()


def test_an_order_for_nobody_and_of_nothing_is_marked(window, settle, page, press):
    page.add_new()
    settle()
    dialog = opened(window, OrderDialog)
    dialog.save.click()
    assert dialog.form.rows[0].note.text() == "An order is somebody's. Choose a customer from what is found."
    assert not Order.select().exists()
    dialog.reject()


def test_the_lines_of_an_open_order_are_changed(window, settle, page, make_order, press):
    order = make_order(quantity=3)
    page.open_record(order.id)
    settle()
    chosen(page, "Change the lines …").trigger()
    settle()
    dialog = opened(window, ChangeLinesDialog)
    dialog.lines.model.setData(dialog.lines.model.index(0, 2), "1")
    dialog.save.click()
    settle()
    assert OrderLine.get().quantity == 1
    assert page.sheet.model.index(0, 1).data() == "1"


def test_an_order_is_paid_and_shipped(window, settle, page, make_order, press):
    order = make_order()
    page.open_record(order.id)
    settle()
    page.sheet.steps.pay.click()
    settle()
    assert opened(window, PaymentDialog).amount.text() == "29.97"
    press(ENTER, CTRL)
    assert Payment.get().amount == Decimal("29.97")
    assert not page.sheet.steps.pay.isVisible()

    page.sheet.steps.ship.click()
    settle()
    dialog = opened(window, ShipDialog)
    dialog.parcel.fields[0].setText("9")
    dialog.save.click()
    assert dialog.form.rows[0].note.text() == "Not more than what waits, and at least one."
    dialog.parcel.fields[0].setText("2")
    dialog.carrier.setText("Post")
    press(ENTER, CTRL)
    assert (Shipment.get().carrier, OrderLine.get().shipped) == ("Post", 2)
    assert page.sheet.steps.ship.isVisible(), "one still waits"


def test_an_order_is_cancelled_with_a_reason(window, settle, page, make_order, press):
    order = make_order()
    page.open_record(order.id)
    settle()
    chosen(page, "Cancel the order …").trigger()
    settle()
    press(ENTER, CTRL)
    dialog = opened(window, ReasonDialog)
    assert dialog.form.rows[0].note.text() == "A few words on why."
    press("changed their mind")
    press(ENTER, CTRL)
    assert (Order.get().state, Order.get().cancel_reason) == ("cancelled", "changed their mind")


def test_a_reason_half_written_is_there_again(window, settle, page, make_order, press):
    page.open_record(make_order().id)
    settle()
    chosen(page, "Cancel the order …").trigger()
    settle()
    press("changed their")
    opened(window, ReasonDialog).leave()
    settle()
    chosen(page, "Cancel the order …").trigger()
    settle()
    assert opened(window, ReasonDialog).reason.text() == "changed their"


def test_an_invoice_is_corrected_by_a_credit_note_with_its_reason_and_may_be_issued_anew(window, settle, page, make_order, press):
    page.open_record(make_order().id)
    settle()
    chosen(page, "Issue the invoice").trigger()
    settle()
    chosen(page, "Credit note …").trigger()
    settle()
    press("wrong address")
    press(ENTER, CTRL)
    invoice, note = Invoice.select().order_by(Invoice.id)
    assert (invoice.state, note.kind, note.total, note.reason) == ("void", "credit_note", invoice.total, "wrong address")
    assert chosen(page, "Issue the invoice").isVisible()
    chosen(page, "Print the credit note").trigger()
    settle()
    assert window.current_page().view.drawn.data.papers[0].number == note.number


def test_an_invoice_is_issued_and_shown_as_it_would_be_printed(window, settle, page, make_order):
    order = make_order()
    page.open_record(order.id)
    settle()
    chosen(page, "Issue the invoice").trigger()
    settle()
    chosen(page, "Print the invoice").trigger()
    settle()
    view = window.current_page().view
    assert (view._report.name, view.parameters.fields["numbers"].text()) == ("invoice", "INV-00001")
    assert view.drawn.data.papers[0].number == "INV-00001"


def test_a_customers_sheet_is_one_step_away(window, settle, make_customer):
    customer = make_customer("Ada")
    page = window.show_page("customer")
    settle()
    (paper,) = [each for each in page.person.actions_beside.menu.actions() if each.text() == "Print everything about them"]
    paper.trigger()
    settle()
    assert window.current_page().view.parameters.fields["numbers"].text() == customer.number


def test_a_draft_is_saved_and_confirmed(window, settle, page, press, make_customer, lamp):
    customer = make_customer("Ada")
    page.add_new()
    settle()
    dialog = opened(window, OrderDialog)
    dialog.customer.choose(customer.id, "Ada")
    dialog.lines.model.add(lamp)
    dialog.as_draft.setChecked(True)
    press(ENTER, CTRL)
    assert (Order.get().state, Product.get().on_hand) == ("draft", 5)
    assert not page.sheet.steps.ship.isVisible()

    chosen(page, "Confirm the order").trigger()
    settle()
    assert (Order.get().state, Product.get().on_hand) == ("open", 4)
    assert page.sheet.steps.ship.isVisible()


def test_an_orders_address_and_note_are_changed(window, settle, page, press, make_order):
    order = make_order()
    page.open_record(order.id)
    settle()
    chosen(page, "Change address, note …").trigger()
    settle()
    dialog = opened(window, OrderDetailsDialog)
    dialog.address.setPlainText("Kai 1\nKiel")
    dialog.shipping.setText("four")
    dialog.save.click()
    assert "no amount" in dialog._shipping_row.note.text()
    dialog.shipping.setText("4.90")
    press(ENTER, CTRL)
    assert (Order.get().shipping_address, Order.get().total) == ("Kai 1\nKiel", Decimal("34.87"))
    assert page.sheet.address.text() == "Kai 1, Kiel"


def test_what_was_typed_into_an_order_is_there_again_after_a_crash(window, settle, page, make_customer, lamp):
    ada = make_customer("Ada")
    page.add_new()
    settle()
    dialog = opened(window, OrderDialog)
    dialog.customer.choose(ada.id, "Ada")
    dialog.lines.model.add(sold_products([lamp.id])[lamp.id])
    dialog.lines.model.setData(dialog.lines.model.index(0, 2), "3")
    dialog.note.setPlainText("to the neighbour")
    dialog.leave()
    settle()

    page.add_new()
    settle()
    again = opened(window, OrderDialog)
    assert (again.customer.customer_id(), again.note.toPlainText()) == (ada.id, "to the neighbour")
    assert [(line.product.name, line.quantity) for line in again.lines.model.lines] == [("Product Lamp", 3)]
    again.throw_away()
    settle()

    page.add_new()
    settle()
    fresh = opened(window, OrderDialog)
    assert fresh.lines.model.lines == []
    fresh.reject()
    settle()
    assert not window.findChildren(OrderDialog)


def test_two_who_change_the_lines_of_an_order_choose_between_both_versions(window, settle, page, nancy, owner, make_order, lamp):
    order = make_order(product=lamp)
    page.open_record(order.id)
    settle()
    chosen(page, "Change the lines …").trigger()
    settle()
    dialog = opened(window, ChangeLinesDialog)
    (line,) = OrderLine.select()
    change_quantity(line.id, Decimal(4), owner)
    settle()
    dialog.lines.model.setData(dialog.lines.model.index(0, 2), "2")
    dialog.try_save()
    settle()

    conflict = opened(window, ConflictDialog)
    words = [conflict.sides.options["lines", side].words.text() for side in (Pick.LEFT, Pick.RIGHT)]
    assert words == ["2 × Product Lamp", "4 × Product Lamp"]
    conflict.save.click()
    settle()
    assert OrderLine.get().quantity == 2
