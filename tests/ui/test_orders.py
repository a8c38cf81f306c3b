from crm_desktop.core.changes import Entity
from crm_desktop.services.orders import cancel_order
from tests.ui.test_main_window import shown


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
