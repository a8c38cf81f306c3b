"""A trading company in Hamburg, with goods at two tax rates, and what its papers say when they are read back."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.core.kinds_of_trade import PaymentMethod
from crm_desktop.data.models import Company, Customer, Order, Product
from crm_desktop.reports.documents import order_confirmation
from crm_desktop.services.customers import AddressInput, CustomerInput, add_customer
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from crm_desktop.services.payments import PaymentInput, record_payment

MM = 72 / 25.4
ORDERED = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def pages_of(path: Path) -> list[str]:
    """The text of each page, with single spaces."""
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    return [" ".join(page.extract_text().replace("\u00a0", " ").replace("\u202f", " ").split()) for page in pages]


def placed(path: Path, page: int = 0) -> list[tuple[str, float, float]]:
    """Each piece of text with its x and its distance from the upper edge, in points."""
    found = []
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    height = float(reader.pages[page].mediabox.height)

    def visit(text, matrix, origin, _font, _size):
        if text.strip():
            found.append((text.strip(), float(origin[4]) * matrix[0] + matrix[4], height - (float(origin[5]) * matrix[3] + matrix[5])))

    reader.pages[page].extract_text(visitor_text=visit)
    return found


@pytest.fixture
def house(store):
    """German formats, an address, and everything else that stands on a letter."""
    Company.update(
        name="Hafenhandel", legal_name="Hafenhandel GmbH", address="Speicherstraße 14\n20457 Hamburg", phone="+49 40 1234567",
        email="post@hafenhandel.example", tax_id="DE 123456789", locale="de_DE",
    ).execute()  # fmt: skip
    return Company.the()


@pytest.fixture
def buyer(house, nancy):
    address = AddressInput("Lange Reihe 7", "Köln", "", "50667", "DE")
    (row_id,) = add_customer(CustomerInput("Müller & Søn", legal_name="Müller & Søn GmbH", addresses=(address,)), nancy).of(Entity.CUSTOMER)
    return Customer.get_by_id(row_id)


@pytest.fixture
def erase(store):
    """As erasing leaves a customer; what else it takes away is its own tests' matter."""

    def made(customer_id):
        Customer.update(status=CustomerStatus.ANONYMISED, name="", legal_name="").where(Customer.id == customer_id).execute()

    return made


@pytest.fixture
def make_goods(make_product):
    def make(sku, price, rate):
        product = make_product(sku, price=price, on_hand=90_000)
        Product.update(tax_rate=Decimal(rate), name=f"Goods {sku}").where(Product.id == product.id).execute()
        return product

    return make


@pytest.fixture
def lamp_and_book(make_goods):
    return make_goods("lamp", "149.90", 19), make_goods("book", "24.95", 7)


@pytest.fixture
def sold(buyer, lamp_and_book, nancy):
    """Two lamps less 10 %, 1.5 books, 5 off, 4.90 for shipping; 100 paid."""
    lamp, book = lamp_and_book
    lines = (LineInput(lamp.id, Decimal(2), discount_percent=Decimal(10)), LineInput(book.id, Decimal("1.5")))
    wanted = OrderInput(buyer.id, lines, ordered_at=ORDERED, due_on=date(2026, 11, 4), discount=Decimal(5), shipping_charge=Decimal("4.90"))
    (row_id,) = place_order(wanted, nancy).of(Entity.ORDER)
    record_payment(PaymentInput(row_id, Decimal(100), PaymentMethod.TRANSFER, received_at=ORDERED), nancy)
    return Order.get_by_id(row_id)


@pytest.fixture
def print_order(tmp_path):
    def made(*numbers, name="order.pdf", **options):
        data = order_confirmation.collect(order_confirmation.OrderConfirmationParameters(numbers, **{"language": "en", **options}))
        order_confirmation.draw(data, tmp_path / name)
        return tmp_path / name

    return made
