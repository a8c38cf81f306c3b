"""What is printed of a record is the same on both engines."""

from decimal import Decimal

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import AddressKind, CustomerKind
from crm_desktop.core.kinds_of_trade import PaymentMethod, ReturnReason
from crm_desktop.data.models import Contact, Invoice, InvoiceLine, Order, OrderLine, ReturnRequest
from crm_desktop.queries.documents import addressee, house, invoice_paper, order_paper, return_paper
from crm_desktop.services.customers import AddressInput
from crm_desktop.services.invoices import issue_credit_note, issue_invoice, tax_shares
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return
from crm_desktop.services.shipments import ShipmentInput, ship
from tests.conftest import DAY, MOMENT


@pytest.fixture
def order(make_order, make_customer):
    return make_order(make_customer(addresses=(AddressInput("Am Kai 3", kind=AddressKind.SHIPPING), AddressInput("Lange Reihe 7", "Köln"))))


def test_the_company_is_the_sender(store):
    found = house()
    assert (found.sender.name, found.locale, found.paper, found.prices_include_tax) == ("Hafenhandel", "en_GB", "a4", False)


def test_an_order_comes_with_lines_parcels_and_what_was_paid(order, nancy):
    record_payment(PaymentInput(order.id, Decimal(10), PaymentMethod.CASH, received_at=MOMENT), nancy)
    ship(order.id, order.version, ShipmentInput(shipped_on=DAY, carrier="DHL"), nancy)
    paper = order_paper(order.number)

    assert (paper.recipient.name, paper.recipient.address, paper.shipping_address) == ("Ada Ltd", "Lange Reihe 7\nKöln", "Am Kai 3")
    assert [(item.sku, item.quantity, item.total) for item in paper.items] == [("P-1", 3, Decimal("29.97"))]
    assert [(parcel.shipped_on, parcel.carrier) for parcel in paper.parcels] == [(DAY, "DHL")]
    assert [(row.method, row.amount) for row in paper.account.payments] == [("cash", 10)]
    assert (paper.account.owed, paper.ordered_at, paper.staff) == (Decimal("19.97"), MOMENT, "Nancy Davolio")


def test_an_order_of_another_system_without_an_address_goes_to_the_customers(order):
    Order.update(billing_address="").execute()
    assert order_paper(order.number).recipient.address == "Lange Reihe 7\nKöln"


def test_an_invoice_comes_as_issued_with_what_corrected_it(order, nancy):
    issue_invoice(order.id, nancy, issued_on=DAY)
    invoice, line = Invoice.get(), OrderLine.get()
    issue_credit_note(invoice.id, "one too many", nancy, {InvoiceLine.get().id: Decimal(1)}, issued_on=DAY)
    paper, note = invoice_paper("INV-00001"), invoice_paper("CN-00001")

    assert (paper.issued_on, paper.due_on, paper.total, paper.items[0].name) == (DAY, None, Decimal("29.97"), line.name)
    assert paper.shares == tax_shares(invoice)
    assert [(each.number, each.total) for each in paper.notes] == [("CN-00001", Decimal("9.99"))]
    assert (note.corrects.number, note.reason, paper.account.owed) == ("INV-00001", "one too many", Decimal("19.98"))


def test_a_return_for_money_and_its_credit_note_are_taken_off_once(order, nancy):
    issue_invoice(order.id, nancy, issued_on=DAY)
    issue_credit_note(Invoice.get().id, "came back", nancy, {InvoiceLine.get().id: Decimal(1)}, issued_on=DAY)
    for taken_off, owed in ((5, "19.98"), (Decimal("9.99"), "19.98"), (12, "17.97")):
        Order.update(credited=Decimal(taken_off)).execute()
        assert order_paper(order.number).account.owed == Decimal(owed)


def test_a_return_comes_with_its_lines(order, nancy):
    ship(order.id, order.version, ShipmentInput(shipped_on=DAY), nancy)
    line = ReturnLineInput(Decimal("1.5"), ReturnReason.DAMAGED, OrderLine.get().id)
    request_return(ReturnInput((line,), order.id, requested_at=MOMENT), nancy)
    paper = return_paper(ReturnRequest.get().number)

    assert (paper.order, paper.state, paper.deadline, paper.recipient.address) == (order.number, "requested", None, "Am Kai 3")
    assert [(item.sku, item.quantity, item.reason) for item in paper.items] == [("P-1", Decimal("1.5"), "damaged")]


def test_a_return_without_an_order_goes_by_the_customers_address(order, make_product, nancy):
    line = ReturnLineInput(Decimal(1), ReturnReason.GIFT, product_id=make_product("P-9").id)
    request_return(ReturnInput((line,), customer_id=order.customer_id, requested_at=MOMENT), nancy)
    paper = return_paper(ReturnRequest.get().number)

    assert (paper.order, paper.recipient.address, paper.items[0].sku) == ("", "Lange Reihe 7\nKöln", "P-9")


def test_a_letter_is_to_a_person_or_to_one_at_a_company(order, make_customer):
    customer = order.customer
    Contact.create(customer=customer, name="Zoë Byron", salutation="Ms", last_name="Byron")
    make_customer("Bob Dole", kind=CustomerKind.PERSON, salutation="Mr", last_name="Dole")

    assert addressee("CU-00002")[1:] == (True, "Bob Dole", "Mr", "Dole")
    assert addressee("CU-00001")[1:] == (False, "Ada Ltd", "", "")
    assert addressee("CU-00001", "zoe byron")[1:] == (True, "Zoë Byron", "Ms", "Byron")
    with pytest.raises(UserError, match="known are: Zoë Byron"):
        addressee("CU-00001", "Bob")


def test_what_is_not_there_is_none(store):
    assert [read("X-1") for read in (order_paper, invoice_paper, return_paper, addressee)] == [None] * 4
