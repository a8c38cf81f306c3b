"""Reads for documents on paper: one record with everything that is printed of it. None where no such number is known."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerKind, CustomerStatus, OrderState
from crm_desktop.core.money import UNIT, ZERO
from crm_desktop.core.read_json import kept_list
from crm_desktop.core.tax import TaxShare
from crm_desktop.core.text import fold
from crm_desktop.queries.lists import at, day, rows_of


class Sender(NamedTuple):
    """The company as it stands on its letters. `tax_id` may be replaced by the one an invoice was issued under."""

    name: str
    legal_name: str
    address: str
    phone: str
    email: str
    tax_id: str
    bank: str = ""


class House(NamedTuple):
    """What every document takes from the company."""

    sender: Sender
    locale: str
    zone: str
    paper: str
    prices_include_tax: bool


class Recipient(NamedTuple):
    """Who gets it. `name` is the one for the envelope; `contact` a person there; `language` may be empty."""

    number: str
    name: str
    contact: str
    address: str
    language: str
    is_erased: bool = False


class Item(NamedTuple):
    """One line of an order or an invoice; rates and discounts in percent."""

    position: int
    sku: str
    name: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    total: Decimal


class PaymentMade(NamedTuple):
    """Captured money; what went back is below zero."""

    received_at: datetime
    method: str
    amount: Decimal


class Parcel(NamedTuple):
    """`shipped_on` None: it has not left yet."""

    shipped_on: date | None
    carrier: str
    tracking: str
    status: str


class Corrected(NamedTuple):
    """An invoice or a credit note that another paper names."""

    number: str
    issued_on: date
    total: Decimal


class Account(NamedTuple):
    """What has become of an order's money. `notes` corrected its invoices that stand in part.

    `taken_off` is for returned goods and allowances beyond those notes: a credit note for a return is the same money twice.
    `owed` below zero: it goes back.
    """

    order: str
    is_cancelled: bool
    total: Decimal
    notes: tuple[Corrected, ...]
    taken_off: Decimal
    paid: Decimal
    refunded: Decimal
    owed: Decimal
    payments: tuple[PaymentMade, ...]


class OrderPaper(NamedTuple):
    number: str
    state: str
    ordered_at: datetime
    due_on: date | None
    staff: str
    recipient: Recipient
    shipping_address: str
    currency: str
    goods: Decimal
    discount: Decimal
    shipping_charge: Decimal
    tax: Decimal
    total: Decimal
    payment_state: str
    account: Account
    items: tuple[Item, ...]
    parcels: tuple[Parcel, ...]


class InvoicePaper(NamedTuple):
    """As it was issued, but for `state`, `notes` and `account`. `corrects` is what a credit note corrects, `notes` what corrected it."""

    number: str
    kind: str
    state: str
    issued_on: date
    due_on: date | None
    order: str
    customer: str
    name: str
    address: str
    tax_id: str
    staff: str
    currency: str
    prices_include_tax: bool
    reason: str
    goods: Decimal
    discount: Decimal
    shipping_charge: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    shares: tuple[TaxShare, ...]
    items: tuple[Item, ...]
    corrects: Corrected | None
    notes: tuple[Corrected, ...]
    account: Account | None


class ReturnItem(NamedTuple):
    """`chosen` is the company's own word for why; without one, `reason` is the fixed kind."""

    sku: str
    name: str
    quantity: Decimal
    reason: str
    chosen: str


class ReturnPaper(NamedTuple):
    number: str
    state: str
    requested_at: datetime
    deadline: date | None
    order: str
    staff: str
    recipient: Recipient
    items: tuple[ReturnItem, ...]


class Addressee(NamedTuple):
    """Whom a letter greets. `name` as it is known in full; salutation and last name as far as they are."""

    recipient: Recipient
    is_person: bool
    name: str
    salutation: str
    last_name: str


_COMPANY = "SELECT name, legal_name, address, phone, email, tax_id, locale, zone, paper, prices_include_tax, bank FROM company"
_ITEM = "position, sku, name, quantity, unit_price, discount_percent, tax_rate, total"
_ORDER = """
SELECT placed.id, placed.number, placed.state, placed.ordered_at, placed.due_on, COALESCE(staff.name, ''),
    customer.number, customer.name, customer.legal_name, customer.status, customer.language, COALESCE(contact.name, ''),
    placed.billing_address, placed.shipping_address, placed.currency, placed.goods, placed.discount, placed.shipping_charge, placed.tax,
    placed.total, placed.payment_state, placed.customer_id
FROM sales_order AS placed JOIN customer ON customer.id = placed.customer_id LEFT JOIN contact ON contact.id = placed.contact_id
LEFT JOIN staff ON staff.id = placed.staff_id WHERE placed.number = ?"""
_ACCOUNT = "SELECT number, total, credited, paid, refunded, state FROM sales_order WHERE id = ?"
_PAYMENTS = """
SELECT received_at, method, CASE WHEN direction = 'in' THEN amount ELSE -amount END FROM payment
WHERE order_id = ? AND status = 'captured' ORDER BY received_at, id"""
_NOTES = """
SELECT note.number, note.issued_on, note.total FROM invoice AS note JOIN invoice AS bill ON bill.id = note.corrects_id
WHERE bill.order_id = ? AND bill.state <> 'void' ORDER BY note.id"""
_PARCELS = """
SELECT shipped_on, carrier, tracking, status FROM shipment WHERE order_id = ? AND direction = 'out' ORDER BY shipped_on, id"""
_INVOICE = """
SELECT bill.id, bill.order_id, bill.corrects_id, bill.number, bill.kind, bill.state, bill.issued_on, bill.due_on,
    COALESCE(placed.number, ''), customer.number, bill.name, bill.address, bill.tax_id, COALESCE(staff.name, ''), bill.currency,
    bill.prices_include_tax, bill.reason, bill.goods, bill.discount, bill.shipping_charge, bill.net, bill.tax, bill.total, bill.taxes
FROM invoice AS bill JOIN customer ON customer.id = bill.customer_id LEFT JOIN sales_order AS placed ON placed.id = bill.order_id
LEFT JOIN staff ON staff.id = bill.staff_id WHERE bill.number = ?"""
_RETURN = """
SELECT back.id, back.number, back.state, back.requested_at, back.deadline, COALESCE(placed.number, ''), COALESCE(staff.name, ''),
    customer.number, customer.name, customer.legal_name, customer.status, customer.language, COALESCE(contact.name, ''),
    COALESCE(placed.shipping_address, ''), customer.id
FROM return_request AS back JOIN customer ON customer.id = back.customer_id LEFT JOIN sales_order AS placed ON placed.id = back.order_id
LEFT JOIN contact ON contact.id = placed.contact_id LEFT JOIN staff ON staff.id = back.responsible_id WHERE back.number = ?"""
_RETURN_ITEMS = """
SELECT COALESCE(sold.sku, product.sku, ''), came.name, came.quantity, came.reason, COALESCE(chosen.name, '')
FROM return_line AS came LEFT JOIN return_reason AS chosen ON chosen.id = came.chosen_reason_id
LEFT JOIN order_line AS sold ON sold.id = came.order_line_id LEFT JOIN product ON product.id = came.product_id
WHERE came.return_id = ? ORDER BY came.id"""
_ADDRESSEE = """
SELECT id, kind, name, salutation, last_name, number, name, legal_name, status, language FROM customer
WHERE id = (SELECT COALESCE(merged_into_id, id) FROM customer WHERE number = ?)"""
_CONTACTS = "SELECT name, salutation, last_name FROM contact WHERE customer_id = ? AND active ORDER BY id"
_ADDRESS = """
SELECT lines, postal_code, city, region, country FROM address WHERE customer_id = ?
ORDER BY CASE kind WHEN 'billing' THEN 0 ELSE 1 END, id LIMIT 1"""


def house() -> House | None:
    """None in a store without a company."""
    return next((House._make((Sender._make((*row[:6], row[10])), *row[6:9], bool(row[9]))) for row in rows_of(_COMPANY)), None)


def order_paper(number: str) -> OrderPaper | None:
    for row in rows_of(_ORDER, (number,)):
        sums = [units * UNIT for units in row[15:20]]
        items = _items("order_line", "order_id", row[0])
        parcels = tuple(Parcel(day(sent), *rest) for sent, *rest in rows_of(_PARCELS, (row[0],)))
        recipient = _recipient(row[6:12], row[12] or first_address(row[21]))
        made = (*row[1:3], at(row[3]), day(row[4]), row[5], recipient, row[13], row[14], *sums, row[20], _account(row[0]), items)
        return OrderPaper._make((*made, parcels))
    return None


def invoice_paper(number: str) -> InvoicePaper | None:
    for row in rows_of(_INVOICE, (number,)):
        row_id, order_id, corrects_id = row[:3]
        sums = [units * UNIT for units in row[17:23]]
        items = _items("invoice_line", "invoice_id", row_id)
        corrects = next(iter(_corrected("id", corrects_id)), None) if corrects_id else None
        account = _account(order_id) if order_id else None
        shown = (*row[3:6], date.fromisoformat(row[6]), day(row[7]), *row[8:15], bool(row[15]), row[16], *sums, _shares(row[23]))
        return InvoicePaper._make((*shown, items, corrects, tuple(_corrected("corrects_id", row_id)), account))
    return None


def issued_between(kind: str, first: date, last: date) -> list[str]:
    """Numbers in the order they were issued."""
    text = "SELECT number FROM invoice WHERE kind = ? AND issued_on BETWEEN ? AND ? ORDER BY issued_on, id"
    return [row[0] for row in rows_of(text, (str(kind), first.isoformat(), last.isoformat()))]


def return_paper(number: str) -> ReturnPaper | None:
    for row in rows_of(_RETURN, (number,)):
        items = tuple(ReturnItem._make((*line[:2], line[2] * UNIT, *line[3:])) for line in rows_of(_RETURN_ITEMS, (row[0],)))
        recipient = _recipient(row[7:13], row[13] or first_address(row[14]))
        return ReturnPaper._make((*row[1:3], at(row[3]), day(row[4]), *row[5:7], recipient, items))
    return None


def addressee(number: str, contact: str = "") -> Addressee | None:
    """A customer, or the contact of this name there. Raises UserError for a contact who is not there, or not alone of that name."""
    for row in rows_of(_ADDRESSEE, (number,)):
        customer_id, kind, name, salutation, last_name = row[:5]
        person = _contact(customer_id, contact) if contact else None
        recipient = _recipient((*row[5:], person[0] if person else ""), first_address(customer_id))
        if person is not None:
            return Addressee(recipient, True, *person)
        return Addressee(recipient, kind == CustomerKind.PERSON, name, salutation, last_name)
    return None


def _contact(customer_id: int, name: str) -> tuple[str, str, str]:
    """Name, salutation, last name. Accents and capitals do not matter."""
    found = [row for row in rows_of(_CONTACTS, (customer_id,)) if fold(row[0]) == fold(name.strip())]
    if len(found) == 1:
        return found[0]
    known = ", ".join(row[0] for row in rows_of(_CONTACTS, (customer_id,))) or _("nobody")
    raise UserError(
        _("There is no single contact “{name}” of this customer; known are: {known}. Nothing was printed.").format(name=name, known=known)
    )


def first_address(customer_id: int) -> str:
    """The first for bills, else the first of any, as it is written on an envelope."""
    for lines, postal_code, city, region, country in rows_of(_ADDRESS, (customer_id,)):
        return "\n".join(filter(None, (lines, " ".join(filter(None, (postal_code, city))), region, country)))
    return ""


def _recipient(stored: Sequence[Any], address: str) -> Recipient:
    number, name, legal_name, status, language, contact = stored
    return Recipient(number, legal_name or name, contact, address, language, status == CustomerStatus.ANONYMISED)


def _items(table: str, owner: str, row_id: int) -> tuple[Item, ...]:
    rows = rows_of(f"SELECT {_ITEM} FROM {table} WHERE {owner} = ? ORDER BY position, id", (row_id,))
    return tuple(Item._make((*row[:3], *(units * UNIT for units in row[3:]))) for row in rows)


def _account(order_id: int) -> Account:
    ((number, *units, state),) = rows_of(_ACCOUNT, (order_id,))
    total, taken_off, paid, refunded = (each * UNIT for each in units)
    payments = tuple(PaymentMade(at(moment), method, amount * UNIT) for moment, method, amount in rows_of(_PAYMENTS, (order_id,)))
    if state == OrderState.CANCELLED:
        return Account(number, True, total, (), ZERO, paid, refunded, refunded - paid, payments)
    notes = tuple(_made_corrected(row) for row in rows_of(_NOTES, (order_id,)))
    credited = sum((note.total for note in notes), ZERO)
    beyond = max(taken_off - credited, ZERO)
    return Account(number, False, total, notes, beyond, paid, refunded, total - credited - beyond - paid + refunded, payments)


def _corrected(column: str, row_id: int) -> list[Corrected]:
    rows = rows_of(f"SELECT number, issued_on, total FROM invoice WHERE {column} = ? ORDER BY id", (row_id,))
    return [_made_corrected(row) for row in rows]


def _made_corrected(row: Sequence[Any]) -> Corrected:
    return Corrected(row[0], date.fromisoformat(row[1]), row[2] * UNIT)


def _shares(taxes: str) -> tuple[TaxShare, ...]:
    return tuple(TaxShare(*(units * UNIT for units in share)) for share in kept_list(taxes))
