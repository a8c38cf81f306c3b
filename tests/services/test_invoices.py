from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import AlreadyDone, CannotUndo, NotAllowed, UserError
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Company, Customer, Invoice, InvoiceLine, Operation, Order, OrderLine, Product
from crm_desktop.data.search import find
from crm_desktop.services.customers import AddressInput, CustomerInput, change_customer
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import undo
from crm_desktop.services.invoices import issue_credit_note, issue_invoice, tax_shares
from crm_desktop.services.orders import (
    LineInput,
    OrderInput,
    cancel_order,
    change_lines,
    change_quantity,
    complete_order,
    place_order,
    ship_order,
)
from crm_desktop.services.payments import PaymentInput, record_payment
from tests.conftest import DAY


def fresh(row):
    return type(row).get_by_id(row.id)


def tax(product, rate):
    Product.update(tax_rate=Decimal(rate)).where(Product.id == product.id).execute()
    return product


@pytest.fixture
def order(make_customer, make_product, nancy):
    """Three books at 7 % and one lamp at 19 %: 29.97 + 50.00 - 5.00 + 4.90, plus tax."""
    goods = tax(make_product("book", price="9.99"), 7), tax(make_product("lamp", price="50"), 19)
    wanted = tuple(LineInput(product.id, Decimal(count)) for product, count in zip(goods, (3, 1), strict=True))
    customer = make_customer("Ada Ltd", legal_name="Ada Limited")
    place_order(OrderInput(customer.id, wanted, discount=Decimal(5), shipping_charge=Decimal("4.90")), nancy)
    return Order.get()


@pytest.fixture
def invoice(order, nancy):
    issue_invoice(order.id, nancy, DAY)
    return Invoice.get()


def test_an_invoice_states_the_tax_of_each_rate(invoice, order):
    assert (invoice.number, invoice.name, invoice.total, invoice.issued_on) == ("INV-00001", "Ada Limited", order.total, DAY)
    assert [(share.rate, share.net, share.tax) for share in tax_shares(invoice)] == [
        (7, Decimal("29.93"), Decimal("2.10")),
        (19, Decimal("49.94"), Decimal("9.49")),
    ]
    assert (invoice.net, invoice.tax) == (Decimal("79.87"), Decimal("11.59"))
    assert [line.total for line in InvoiceLine.select()] == [Decimal("29.97"), 50]


def test_prices_that_include_tax_are_not_raised_by_it(make_customer, make_product, nancy):
    Company.update(prices_include_tax=True).execute()
    lamp = tax(make_product("lamp", price="119"), 19)
    place_order(OrderInput(make_customer().id, (LineInput(lamp.id, Decimal(1)),)), nancy)
    issue_invoice(Order.get().id, nancy)
    assert (Invoice.get().total, Invoice.get().net, Invoice.get().tax, Order.get().tax) == (119, 100, 19, 0)


def test_numbers_run_without_gaps_even_past_a_refusal(order, make_order, nancy):
    issue_invoice(order.id, nancy)
    with pytest.raises(NotAllowed, match="INV-00001 of order"):
        issue_invoice(order.id, nancy)
    issue_invoice(make_order().id, nancy)
    assert [invoice.number for invoice in Invoice.select().order_by(Invoice.id)] == ["INV-00001", "INV-00002"]


def test_an_issued_invoice_cannot_be_undone(invoice, nancy):
    issued = Operation.select().order_by(Operation.id.desc()).get().id
    with pytest.raises(CannotUndo, match="INV-00001"):
        undo(issued, nancy)


def test_the_same_form_twice_is_one_invoice(order, nancy):
    issue_invoice(order.id, nancy, key="form")
    with pytest.raises(AlreadyDone):
        issue_invoice(order.id, nancy, key="form")
    assert Invoice.select().count() == 1


def test_a_later_name_does_not_reach_an_invoice(invoice, nancy):
    customer = invoice.customer
    change_customer(customer.id, customer.version, CustomerInput("Ada & Sons", legal_name="Ada & Sons Ltd"), nancy)
    assert fresh(invoice).name == "Ada Limited"


def test_an_invoice_keeps_its_name_when_its_customer_is_erased(invoice, order, owner):
    ship_order(order.id, fresh(order).version, DAY, "Post", owner)
    complete_order(order.id, fresh(order).version, owner)
    erase_customer(invoice.customer_id, owner)
    assert (fresh(invoice).name, Customer.get().name) == ("Ada Limited", "")


def test_an_invoiced_orders_lines_stay_until_a_credit_note(invoice, order, nancy):
    line = OrderLine.get()
    with pytest.raises(NotAllowed, match="credit note"):
        change_lines(order.id, order.version, [LineInput(line.product_id, Decimal(1), id=line.id)], nancy)
    with pytest.raises(NotAllowed, match="credit note"):
        change_quantity(line.id, Decimal(1), nancy)
    with pytest.raises(NotAllowed, match="credit note"):
        cancel_order(order.id, "no", nancy)


def test_a_wrong_invoice_is_corrected_and_issued_anew(invoice, order, nancy):
    change = issue_credit_note(invoice.id, "wrong quantity", nancy, issued_on=DAY)
    note = Invoice.get(kind="credit_note")
    assert (note.number, note.total, note.corrects_id, note.reason) == ("CN-00001", invoice.total, invoice.id, "wrong quantity")
    assert (fresh(invoice).state, fresh(invoice).credited) == ("void", invoice.total)
    assert change.of(Entity.INVOICE) == {invoice.id, note.id}

    change_quantity(OrderLine.get().id, Decimal(1), nancy)
    issue_invoice(order.id, nancy)

    again = Invoice.select().order_by(Invoice.id.desc()).get()
    assert (again.number, again.total, again.state) == ("INV-00002", fresh(order).total, "issued")
    assert set(rebuild().values()) == {0}


def test_credit_notes_in_parts_come_to_the_invoice_to_the_cent(invoice, nancy):
    book, lamp = InvoiceLine.select().where(InvoiceLine.invoice == invoice).order_by(InvoiceLine.id)
    for take in ({book.id: Decimal(1)}, {book.id: Decimal(1)}, {book.id: Decimal(1), lamp.id: Decimal(1)}):
        issue_credit_note(invoice.id, "sent back", nancy, take)
    notes = list(Invoice.select().where(Invoice.kind == "credit_note"))
    assert sum(note.total for note in notes) == invoice.total
    assert sum(note.tax for note in notes) == invoice.tax
    assert sum(note.goods for note in notes) == invoice.goods
    assert fresh(invoice).state == "void"


@pytest.mark.parametrize("units", ["4", "0", "-1"])
def test_a_credit_note_takes_no_more_than_the_invoice_states(invoice, nancy, units):
    with pytest.raises(UserError, match="takes units"):
        issue_credit_note(invoice.id, "sent back", nancy, {InvoiceLine.get().id: Decimal(units)})


def test_a_credited_invoice_is_not_credited_again(invoice, nancy):
    issue_credit_note(invoice.id, "wrong", nancy)
    with pytest.raises(NotAllowed, match="left to correct"):
        issue_credit_note(invoice.id, "wrong", nancy)


def test_a_credit_note_is_not_corrected(invoice, nancy):
    issue_credit_note(invoice.id, "wrong", nancy)
    with pytest.raises(NotAllowed, match="cannot be corrected"):
        issue_credit_note(Invoice.get(kind="credit_note").id, "wrong", nancy)


def test_a_credit_note_says_why(invoice, nancy):
    with pytest.raises(UserError, match="Say why"):
        issue_credit_note(invoice.id, " ", nancy)


def test_an_invoice_is_paid_when_its_order_is(invoice, order, nancy):
    record_payment(PaymentInput(order.id, order.total), nancy)
    assert fresh(invoice).state == "paid"


def test_a_tax_that_does_not_follow_from_the_rates_is_not_invoiced(make_customer, make_product, nancy):
    wanted = OrderInput(make_customer().id, (LineInput(make_product().id, Decimal(1)),), tax=Decimal(1))
    place_order(wanted, nancy)
    with pytest.raises(NotAllowed, match="does not follow"):
        issue_invoice(Order.get().id, nancy)


def test_a_cancelled_order_is_not_invoiced(order, nancy):
    cancel_order(order.id, "no", nancy)
    with pytest.raises(NotAllowed, match="cancelled"):
        issue_invoice(order.id, nancy)


@pytest.mark.parametrize(("currency", "total"), [("JPY", "33"), ("KWD", "32.967")])
def test_a_currency_has_its_own_digits(make_customer, make_product, nancy, currency, total):
    product = tax(make_product(price="9.99"), 10)
    place_order(OrderInput(make_customer().id, (LineInput(product.id, Decimal(3)),), currency=currency), nancy)
    issue_invoice(Order.get().id, nancy)
    assert Invoice.get().total == Decimal(total)


def test_an_invoice_is_found_by_its_number(invoice):
    assert find(Invoice, "INV-00001") == [invoice.id]


def test_an_auditor_issues_nothing(order, auditor):
    with pytest.raises(NotAllowed):
        issue_invoice(order.id, auditor)


@pytest.mark.parametrize("address", ["plain"], indirect=True)
def test_an_order_of_two_thousand_lines_is_invoiced_and_credited(make_customer, make_product, nancy):
    product = tax(make_product("screw", price="0.03"), 19)
    wanted = tuple(LineInput(product.id, Decimal(1)) for _ in range(2_000))
    place_order(OrderInput(make_customer().id, wanted), nancy)
    issue_invoice(Order.get().id, nancy)
    issue_credit_note(Invoice.get().id, "wrong", nancy)
    assert [(each.total, InvoiceLine.select().where(InvoiceLine.invoice == each).count()) for each in Invoice.select()] == [
        (Decimal("71.40"), 2_000), (Decimal("71.40"), 2_000),
    ]  # fmt: skip


def test_an_order_that_costs_nothing_has_an_invoice_that_can_be_corrected(make_customer, make_product, nancy):
    free = make_product("sample", price="0")
    place_order(OrderInput(make_customer().id, (LineInput(free.id, Decimal(2)),)), nancy)
    issue_invoice(Order.get().id, nancy)
    assert (Invoice.get().total, Invoice.get().state) == (0, "paid")
    invoice = Invoice.get()
    issue_credit_note(invoice.id, "wrong address", nancy)
    assert fresh(invoice).state == "void"
    with pytest.raises(NotAllowed, match="left to correct"):
        issue_credit_note(invoice.id, "wrong address", nancy)


def test_an_order_without_an_address_is_invoiced_to_the_customers(make_order, make_customer, nancy):
    order = make_order(make_customer("Ada", addresses=(AddressInput("Kai 1", "Kiel", postal_code="24103", country="DE"),)))
    Order.update(billing_address="").where(Order.id == order.id).execute()
    (row_id,) = issue_invoice(order.id, nancy).of(Entity.INVOICE)
    assert Invoice.get_by_id(row_id).address == "Kai 1\n24103 Kiel\nDE"
