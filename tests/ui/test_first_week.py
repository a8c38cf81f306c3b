"""What a new user does in the first week, each with real keys on a company's file, as they would sit there."""

import contextlib
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from crm_desktop.core.dates import utc_now
from crm_desktop.data.models import Company, Customer, FollowUp, Interaction, Order, Payment, Product, ReturnLine, ReturnRequest, Shipment
from crm_desktop.data.opening import opened
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.orders import LineInput, OrderInput, place_order, ship_order
from crm_desktop.services.products import ProductInput, add_product, receive_goods
from tests.conftest import COMPANY, found_alone

DRAFT_SECONDS = 3
"""Far less than the ten that nobody may lose more than."""


pytestmark = pytest.mark.usefixtures("own_places")


def lamp_shop():
    found_alone()
    add_customer(CustomerInput("Maria Anders"), FOUNDER)
    add_product(ProductInput("LAMP", "Desk lamp", Decimal("49.00")), FOUNDER)
    receive_goods(Product.get().id, Decimal(10), date(2026, 1, 5), FOUNDER)


@pytest.fixture
def shop(company_file):
    """A company with a customer and a product, closed."""
    return company_file(lamp_shop)


def test_an_order_is_taken_paid_and_shipped(person, shop):
    person.starts(shop)
    person.commands("new order")
    person.types("maria")
    person.presses("enter", "tab")
    person.types("lamp")
    person.presses("enter")
    person.types("3")
    person.presses("enter", "ctrl+enter")
    person.sees("Order SO-00001 was placed for Maria Anders.")

    person.presses("ctrl+2")
    person.commands("payment")
    person.presses("ctrl+enter")
    person.sees("The payment for order SO-00001 is recorded.")
    person.commands("ship")
    person.types("DHL")
    person.presses("ctrl+enter")
    person.sees("is on its way.")

    with person.store():
        order = Order.get()
        assert (order.total, order.paid, order.payment_state, order.fulfilment) == (147, 147, "paid", "fulfilled")
        assert (Payment.get().amount, Shipment.get().carrier, Product.get().on_hand) == (147, "DHL", 7)


@pytest.fixture
def shipped(shop):
    """Three lamps have left the house."""
    with opened(shop):
        place_order(OrderInput(Customer.get().id, (LineInput(Product.get().id, Decimal(3)),)), FOUNDER)
        ship_order(Order.get().id, 1, utc_now().date(), "DHL", FOUNDER)
    return shop


def test_damaged_goods_come_back_and_are_replaced(person, shipped):
    person.starts(shipped)
    person.presses("ctrl+2")
    person.commands("return")
    person.fills("1", "dam", "The shade is cracked")
    person.presses("ctrl+enter")
    person.sees("Return RMA-00001 of order SO-00001 is noted.")

    person.presses("ctrl+3")
    person.commands("approve")
    person.commands("received")
    person.commands("inspect")
    person.types("def")
    person.presses("ctrl+enter")
    person.commands("settle")
    person.types("repl")
    person.sees("A new order for 1 × Desk lamp is placed and costs nothing.")
    person.presses("ctrl+enter")

    with person.store():
        line = ReturnLine.get()
        assert (line.resolution, line.replacement.total, ReturnRequest.get().state) == ("replacement", 0, "settled")
        assert Product.get().on_hand == 6


def test_a_caller_is_found_and_the_call_saved_with_a_return_and_a_follow_up(person, shipped):
    person.starts(shipped)
    person.presses("f2")
    person.types("anders")
    person.presses("enter")
    person.types("One lamp is broken")
    person.presses("alt+t", "tab")
    person.types("1")
    person.presses("alt+f", "ctrl+enter")
    person.sees("Contact I-00001 logged, return RMA-00001 noted, follow-up planned.")

    with person.store():
        call, back, promise = Interaction.get(), ReturnRequest.get(), FollowUp.get()
        assert {row.customer_id for row in (call, back, promise)} == {Customer.get().id}
        assert (call.summary, promise.title) == ("One lamp is broken", "Call back: One lamp is broken")


def test_what_was_done_yesterday_is_taken_back_today(person, shop):
    person.starts(shop)
    person.presses("ctrl+1")
    person.commands("archive")
    with person.store():
        assert Customer.get().shelf == "archive"
    person.ends()

    person.starts(shop)
    person.presses("ctrl+z")
    person.sees("Maria Anders")
    with person.store():
        assert Customer.get().shelf == ""


def test_two_windows_that_change_one_customer_choose_field_by_field(person, shop):
    person.starts(shop)
    person.presses("ctrl+1", "ctrl+shift+n")
    person.brings_to_front(2)
    person.presses("ctrl+1")
    person.commands("edit")
    person.presses("end")
    person.types(" Ltd")
    person.brings_to_front(1)
    person.commands("edit")
    person.presses("end")
    person.types(" & Sons")
    person.presses("ctrl+enter")
    person.brings_to_front(2)
    person.presses("ctrl+enter")
    person.sees("Maria Anders Ltd")
    person.sees("Maria Anders & Sons")
    person.presses("ctrl+enter")

    with person.store():
        assert Customer.get().name == "Maria Anders Ltd"


def test_a_new_company_has_its_first_customer_within_a_minute(person):
    person.starts()
    person.goes_to("Start my company. Name, currency, place, protection: four questions")
    person.presses("space")
    person.types("Hafenhandel")
    person.goes_to("Protect it with a passphrase")
    person.presses("space", "enter")
    person.waits_for_window()
    person.commands("new customer")
    person.types("Maria Anders")
    person.presses("ctrl+enter")
    person.sees("Maria Anders is customer CU-00001 now.")

    with person.store():
        assert (Company.get().name, Customer.get().name) == ("Hafenhandel", "Maria Anders")


def test_two_customers_who_are_one_are_merged(person, shop):
    with opened(shop):
        add_customer(CustomerInput("Maria Andres"), FOUNDER)
    person.starts(shop)
    person.presses("ctrl+1")
    person.commands("merge")
    person.types("andres")
    person.presses("enter", "ctrl+enter")
    person.sees("Maria Andres")
    person.presses("ctrl+enter")

    with person.store():
        kept = Customer.get(Customer.merged_into.is_null())
        assert (kept.name, Customer.get(Customer.id != kept.id).merged_into_id) == ("Maria Anders", kept.id)


ORDERS = """No,Date,Customer,Product,Quantity,Unit price
A-1,31/12/2024,Ann Lee,Fine pen,2,3.50
A-2,30/12/2024,Bo Diaz,Black ink,1,8.00
"""


def test_a_shops_orders_are_brought_in_from_a_file_and_taken_out_again(person, shop, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    person.starts(shop)
    person.commands("bring my data")
    person.commands("choose files")
    person.types(str(path))
    person.presses("enter")
    person.sees("31/12/2024 → 31 Dec 2024")
    person.presses("ctrl+enter")
    person.waits_to_see("new orders")
    person.presses("ctrl+enter")
    person.waits_to_see("Undo this import")
    with person.store():
        assert sorted(order.number for order in Order.select()) == ["A-1", "A-2"]

    person.commands("undo this import")
    person.waits_to_see("taken out")
    with person.store():
        assert not Order.select().exists()


def test_the_months_report_is_saved_as_a_pdf(person, shipped, tmp_path, real_drawing):
    person.starts(shipped)
    person.presses("ctrl+7")
    target = tmp_path / "month.pdf"
    person.waits_until_offered("Save PDF")
    person.commands("save pdf")
    person.presses("ctrl+a")
    person.types(str(target))
    person.presses("enter")
    person.waits_to_see(f"Saved as {target}.")

    words = " ".join(page.extract_text() for page in PdfReader(target).pages)
    assert COMPANY.name in words and "Customer interactions" in words


TYPING = """
import sys
from PySide6.QtWidgets import QApplication
from tests.ui.person import Bot, Person
from crm_desktop.ui.look import Look

app = QApplication([])
Look(app)
person = Person(Bot())
person.starts(sys.argv[1])
person.commands("new customer")
person.types("Half a name")
print("typed", flush=True)
app.exec()
"""


def test_what_was_typed_before_the_program_was_killed_is_there_again(person, shop):
    with subprocess.Popen([sys.executable, "-c", TYPING, str(shop)], stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout.readline() == "typed\n"
        with contextlib.suppress(subprocess.TimeoutExpired):
            killed.wait(DRAFT_SECONDS)
        killed.kill()

    person.starts(shop)
    person.commands("new customer")
    person.sees("Half a name")
    person.sees("What you had typed before is here again.")
    person.presses("ctrl+enter")
    with person.store():
        assert Customer.select().where(Customer.name == "Half a name").exists()
