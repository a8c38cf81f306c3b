"""Several invoices for one order: what was shipped, what was asked for, and what is left."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Company, Invoice, InvoiceLine, Order, OrderLine, Payment, Product
from crm_desktop.queries.invoices import invoice_preview, lines_to_invoice, shares_of, shipped_to_invoice
from crm_desktop.services import invoices
from crm_desktop.services.invoices import issue_credit_note, issue_invoice
from crm_desktop.services.orders import LineInput, OrderInput, change_quantity, place_order
from crm_desktop.services.payments import PaymentInput, record_payment, refund
from crm_desktop.services.shipments import ParcelLine, ShipmentInput, ship
from tests.conftest import DAY
from tests.examples import examples


def fresh(row):
    return type(row).get_by_id(row.id)


def latest():
    return Invoice.select().order_by(Invoice.id.desc()).get()


def lines_of(order):
    return list(OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.id))


def stated(field):
    """All invoices of the store less their credit notes."""
    return sum(getattr(each, field) * (1 if each.kind == "invoice" else -1) for each in Invoice.select())


def bill(order, by, *units):
    """An invoice for so many units of each line."""
    take = {line.id: Decimal(count) for line, count in zip(lines_of(order), units, strict=False) if count}
    issue_invoice(order.id, by, take=take)
    return latest()


@pytest.fixture
def make_sale(make_customer, make_product, nancy):
    """Three books at 7 % and two lamps at 19 %."""
    goods = make_product("book", price="9.99", on_hand=9), make_product("lamp", price="50", on_hand=9)
    for product, rate in zip(goods, (7, 19), strict=True):
        Product.update(tax_rate=Decimal(rate)).where(Product.id == product.id).execute()
    customer = make_customer()

    def make(**more):
        wanted = tuple(LineInput(product.id, Decimal(count)) for product, count in zip(goods, (3, 2), strict=True))
        fields = {"discount": Decimal(5), "shipping_charge": Decimal("4.90"), **more}
        place_order(OrderInput(customer.id, wanted, **fields), nancy)
        return Order.select().order_by(Order.id.desc()).get()

    return make


@pytest.fixture
def order(make_sale):
    return make_sale()


def test_three_invoices_come_to_the_order(order, nancy):
    book, rest, last = bill(order, nancy, 1), bill(order, nancy, 2, 1), bill(order, nancy, 0, 1)

    assert [each.number for each in (book, rest, last)] == ["INV-00001", "INV-00002", "INV-00003"]
    assert [(line.name, line.quantity, line.total) for line in InvoiceLine.select().where(InvoiceLine.invoice == book)] == [
        ("Product book", 1, Decimal("9.99"))
    ]
    assert stated("total") == fresh(order).total
    assert stated("shipping_charge") == Decimal("4.90")
    assert [share.rate for share in shares_of(book.taxes)] == [7]
    with pytest.raises(NotAllowed, match="INV-00001 of order"):
        issue_invoice(order.id, nancy)
    assert set(rebuild().values()) == {0}


def test_what_was_shipped_is_invoiced_and_then_the_rest(order, nancy):
    book, lamp = lines_of(order)
    ship(order.id, order.version, ShipmentInput((ParcelLine(book.id, Decimal(2)),), DAY, "Post"), nancy)
    assert shipped_to_invoice(order.id) == {book.id: 2}

    issue_invoice(order.id, nancy, take=shipped_to_invoice(order.id))

    assert shipped_to_invoice(order.id) == {}
    assert [(line.invoiced, line.left) for line in lines_to_invoice(order.id)] == [(2, 1), (0, 2)]
    issue_invoice(order.id, nancy)
    assert [(line.order_line_id, line.quantity) for line in InvoiceLine.select().where(InvoiceLine.invoice == latest())] == [
        (book.id, 1), (lamp.id, 2),
    ]  # fmt: skip
    assert stated("total") == order.total


@pytest.mark.parametrize("units", ["3", "0", "-1"])
def test_no_more_is_invoiced_than_is_left(order, nancy, units):
    bill(order, nancy, 1)
    before = Invoice.select().count()
    with pytest.raises(UserError, match="2 of “Product book” are left"):
        issue_invoice(order.id, nancy, take={lines_of(order)[0].id: Decimal(units)})
    assert Invoice.select().count() == before


def test_lines_are_those_of_the_order_and_some_are_needed(order, make_sale, nancy):
    other = make_sale()
    with pytest.raises(UserError, match="not one of order"):
        issue_invoice(order.id, nancy, take={lines_of(other)[0].id: Decimal(1)})
    with pytest.raises(UserError, match="was chosen"):
        issue_invoice(order.id, nancy, take={})
    with pytest.raises(UserError, match="not there any more"):
        issue_invoice(99, nancy)


def test_a_preview_shows_what_is_issued_and_keeps_nothing(order, nancy):
    take = {lines_of(order)[1].id: Decimal(1)}
    draft = invoice_preview(order.id, take)
    assert not Invoice.select().exists()

    issue_invoice(order.id, nancy, take=take)

    issued = latest()
    assert issued.number == "INV-00001"
    assert [getattr(issued, field) for field in ("goods", "discount", "shipping_charge", "net", "tax", "total")] == [
        *draft.amounts[:3], draft.amounts.net, draft.amounts.tax, draft.amounts.total,
    ]  # fmt: skip
    assert shares_of(issued.taxes) == draft.amounts.shares
    assert (issued.name, issued.address, issued.currency) == (draft.name, draft.address, draft.currency)
    stored = InvoiceLine.get(invoice=issued)
    assert {name: getattr(stored, name) for name in draft.lines[0]._fields} == draft.lines[0]._asdict()
    with pytest.raises(UserError, match="left to invoice"):
        invoice_preview(order.id, {lines_of(order)[1].id: Decimal(2)})


def test_what_a_credit_note_took_is_left_again(order, nancy):
    first = bill(order, nancy, 3, 1)
    issue_credit_note(first.id, "one came back", nancy, {InvoiceLine.get(invoice=first).id: Decimal(1)})
    assert [line.left for line in lines_to_invoice(order.id)] == [1, 1]
    issue_invoice(order.id, nancy)
    assert stated("total") == order.total
    assert stated("discount") == 5


def test_a_wrong_invoice_among_several_is_corrected_alone(order, nancy):
    first, second = bill(order, nancy, 3), bill(order, nancy, 0, 2)
    issue_credit_note(first.id, "wrong price", nancy)
    assert (fresh(first).state, fresh(second).state) == ("void", "issued")
    with pytest.raises(NotAllowed, match="INV-00002"):
        change_quantity(lines_of(order)[0].id, Decimal(1), nancy)
    issue_credit_note(second.id, "wrong price", nancy)
    change_quantity(lines_of(order)[0].id, Decimal(1), nancy)
    issue_invoice(order.id, nancy)
    assert stated("total") == fresh(order).total


def test_money_pays_invoices_in_the_order_they_were_issued(order, nancy):
    first, second = bill(order, nancy, 3), bill(order, nancy, 0, 2)
    record_payment(PaymentInput(order.id, first.total), nancy)
    assert (fresh(first).state, fresh(second).state) == ("paid", "issued")
    record_payment(PaymentInput(order.id, second.total), nancy)
    assert (fresh(second).state, fresh(order).payment_state) == ("paid", "paid")
    assert set(rebuild().values()) == {0}


def test_money_that_names_an_invoice_pays_that_one(order, nancy):
    first, second = bill(order, nancy, 3), bill(order, nancy, 0, 2)
    record_payment(PaymentInput(order.id, second.total, invoice_id=second.id), nancy)
    assert (fresh(first).state, fresh(second).state) == ("issued", "paid")
    record_payment(PaymentInput(order.id, first.total), nancy)
    assert (fresh(first).state, fresh(second).state) == ("paid", "paid")
    refund(PaymentInput(order.id, second.total, reason="wrong", still_owed=True, invoice_id=second.id), nancy)
    assert (fresh(first).state, fresh(second).state) == ("paid", "issued")
    assert set(rebuild().values()) == {0}


def test_money_is_only_for_an_invoice_of_its_order(order, make_sale, nancy):
    other = bill(make_sale(), nancy, 3)
    issue_credit_note(other.id, "wrong", nancy)
    for which in (other.id, latest().id, 99):
        with pytest.raises(UserError, match="no invoice of order"):
            record_payment(PaymentInput(order.id, Decimal(1), invoice_id=which), nancy)
    assert not Payment.select().exists()


@pytest.mark.parametrize(("currency", "totals"), [("JPY", [11, 22]), ("KWD", ["10.989", "21.978"])])
def test_a_part_has_its_currencys_digits(make_customer, make_product, nancy, currency, totals):
    product = make_product(price="9.99")
    Product.update(tax_rate=Decimal(10)).execute()
    place_order(OrderInput(make_customer().id, (LineInput(product.id, Decimal(3)),), currency=currency), nancy)
    order = Order.get()
    parts = bill(order, nancy, 1), bill(order, nancy, 2)
    assert [part.total for part in parts] == [Decimal(total) for total in totals]
    assert stated("total") == order.total


def test_free_goods_are_invoiced_on_their_own(make_customer, make_product, nancy):
    free, paid = make_product("sample", price="0"), make_product("pen", price="2")
    place_order(OrderInput(make_customer().id, (LineInput(free.id, Decimal(2)), LineInput(paid.id, Decimal(1)))), nancy)
    order = Order.get()
    assert (bill(order, nancy, 1).total, bill(order, nancy, 0, 1).total) == (0, 2)
    assert [line.left for line in lines_to_invoice(order.id)] == [1, 0]


def test_prices_keep_their_tax_as_the_first_invoice_had_it(order, nancy):
    bill(order, nancy, 1)
    Company.update(prices_include_tax=True).execute()
    issue_invoice(order.id, nancy)
    assert stated("total") == order.total
    assert not latest().prices_include_tax


def test_a_failure_leaves_no_gap_in_the_numbers(order, nancy, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(invoices, "InvoiceLine", None)
        with pytest.raises(TypeError):
            bill(order, nancy, 1)
    assert not Invoice.select().exists()
    assert bill(order, nancy, 1).number == "INV-00001"


def test_two_clients_that_invoice_one_order_share_its_units_and_leave_no_gap(store, make_customer, make_product, nancy):
    place_order(OrderInput(make_customer().id, (LineInput(make_product().id, Decimal(6)),)), nancy)
    order, line = Order.get(), OrderLine.get()

    def client(_number):
        refused = 0
        with store.connection_context():
            for _ in range(4):
                try:
                    issue_invoice(order.id, nancy, take={line.id: Decimal(1)})
                except UserError:
                    refused += 1
        return refused

    with ThreadPoolExecutor(2) as clients:
        refused = sum(clients.map(client, range(2)))

    assert refused == 2
    assert [each.number for each in Invoice.select().order_by(Invoice.id)] == [f"INV-{number:05}" for number in range(1, 7)]
    assert stated("total") == order.total


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 99), st.integers(0, 3), st.integers(0, 2)), max_size=6)
ORDERS = st.tuples(st.integers(0, 3_000), st.integers(0, 2_000), st.sampled_from(["EUR", "JPY", "KWD"]))


@pytest.mark.parametrize("address", ["plain"], indirect=True)
@settings(max_examples=examples(6, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ORDERS, STEPS)
def test_whatever_is_invoiced_and_credited_between_it_comes_to_the_order(make_sale, nancy, wanted, steps):
    discount, shipping, currency = wanted
    order = make_sale(discount=Decimal(discount) / 100 // 1, shipping_charge=Decimal(shipping) / 100 // 1, currency=currency)
    for credits, which, *units in steps:
        try:
            if credits:
                issued = list(Invoice.select().where(Invoice.order == order, Invoice.kind == "invoice"))
                lines = list(InvoiceLine.select().where(InvoiceLine.invoice == issued[which % len(issued)])) if issued else []
                take = {line.id: Decimal(count) for line, count in zip(lines, units, strict=False) if count}
                if lines:
                    issue_credit_note(lines[0].invoice_id, "sent back", nancy, take)
            else:
                bill(order, nancy, *units)
        except UserError:
            continue
    if any(line.left for line in lines_to_invoice(order.id)):
        issue_invoice(order.id, nancy)

    for field in ("goods", "discount", "shipping_charge", "total"):
        of_order = list(Invoice.select().where(Invoice.order == order))
        assert sum(getattr(each, field) * (1 if each.kind == "invoice" else -1) for each in of_order) == getattr(order, field)
