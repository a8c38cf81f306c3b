from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import OrderState
from crm_desktop.data.models import Customer, Invoice, Order
from crm_desktop.services.history import undo_latest
from crm_desktop.services.orders import cancel_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.ui.dialogs.confirm import ConfirmDialog
from tests.ui.test_main_window import shown
from tests.ui.test_order_form import CTRL, ENTER, chosen, opened


def test_the_chosen_order_shows_its_lines_and_sums(window, make_order, make_product, settle):
    order = make_order(product=make_product("P-1", price="2.50"), quantity=4)
    page = window.show_page("order")
    settle()
    assert shown(page.model) == [order.number]
    assert page.sheet.number.text() == order.number
    assert shown(page.sheet.model) == ["Product P-1"]
    assert page.sheet.model.index(0, 3).data() == "€10.00"


def test_orders_are_filtered_by_state(window, make_order, settle, owner):
    first, second = make_order(), make_order()
    cancel_order(first.id, "changed their mind", owner)
    page = window.show_page("order")
    page.state.setCurrentText("Cancelled")
    settle()
    assert shown(page.model) == [first.number]
    page.open_record(second.id)
    settle()
    assert set(shown(page.model)) == {first.number, second.number}
    assert page.sheet.number.text() == second.number


def test_the_list_says_of_an_order_how_far_it_is_what_left_the_house_and_what_is_paid(window, make_order, settle, nancy):
    order = make_order()
    record_payment(PaymentInput(order.id, order.total), nancy)
    page = window.show_page("order")
    settle()
    state = page.model.shown(0, 5)
    assert ([chip.text for chip in state.chips], state.second) == (["Open"], "Paid")
    assert "paid" in state.second.lower()


def test_from_an_order_to_its_customer(window, make_order, settle):
    make_order()
    page = window.show_page("order")
    settle()
    page.sheet.customer.click()
    settle()
    assert window.current_page().name == Entity.CUSTOMER
    assert window.current_page().person.name.text() == "Ada Ltd"


def test_products_show_what_is_left(window, make_product, settle):
    make_product("P-1", on_hand=5)
    make_product("P-2")
    page = window.show_page("product")
    settle()
    assert [page.model.index(row, 4).data() for row in range(2)] == ["5", "0"]
    assert page.model.index(1, 5).data() == "None left"


def test_a_contact_is_shown_in_full(window, make_interaction, make_customer, settle):
    make_interaction(make_customer("Ada"), summary="Asked", notes="every\nword")
    page = window.show_page("interaction")
    settle()
    assert page.reading.notes.toPlainText() == "every\nword"
    page.reading.customer.click()
    settle()
    assert window.current_page().person.name.text() == "Ada"


def test_several_drafts_are_confirmed_at_once_and_what_is_none_is_named_and_stays(window, make_order, settle, nancy):
    drafts = [make_order(draft=True) for _draft in range(2)]
    settled = make_order()
    page = window.show_page("order")
    settle()
    page.table.selectAll()
    actions = page.selecting.actions()
    next(action for action in actions._menu.actions() if action.text() == "Confirm").trigger()
    settle()
    dialog = opened(window, ConfirmDialog)
    assert "2 records will be changed, 1 stay" in dialog.text.text() and settled.number in dialog.details.toPlainText()
    dialog.go.click()
    settle()
    assert {Order.get_by_id(each.id).state for each in drafts} == {OrderState.OPEN}
    undo_latest(nancy)
    assert {Order.get_by_id(each.id).state for each in drafts} == {OrderState.DRAFT}


def test_what_was_made_of_an_order_is_named_with_its_number_and_can_be_opened(window, make_order, settle, press):
    order = make_order()
    page = window.show_page("order")
    page.open_record(order.id)
    settle()
    chosen(page, "Issue the invoice").trigger()
    settle()
    invoice = Invoice.get()
    assert (window.message.text(), window.message._act.text()) == (f"Invoice {invoice.number} was issued.", "Open")
    chosen(page, "Credit note …").trigger()
    settle()
    press("wrong address")
    press(ENTER, CTRL)
    note = Invoice.get(Invoice.corrects == invoice)
    assert window.message.text() == f"Issued credit note {note.number} for invoice {invoice.number}."
    chosen(page, "Order the same again").trigger()
    settle()
    again = Order.get(Order.id != order.id)
    assert window.message.text() == f"Placed order {again.number} as order {order.number} was." and page.sheet.number.text() == again.number


def test_what_a_form_just_made_is_opened_from_the_message(window, make_customer, settle, press):
    make_customer("Ada Ltd")
    window.show_page("today")
    window.commands.adding.actions()[0].trigger()
    settle()
    press("Grace Hopper")
    press(ENTER, CTRL)
    grace = Customer.get(name="Grace Hopper")
    assert window.message.text() == f"Grace Hopper is customer {grace.number} now."
    window.show_page("today")
    window.message._act.click()
    settle()
    assert window.current_page().name == "customer" and window.current_page().person.name.text() == "Grace Hopper"
