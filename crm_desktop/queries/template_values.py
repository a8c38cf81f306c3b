"""What placeholders stand for: of a customer, their order, return or case, the company and whoever writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import local_day, utc_now
from crm_desktop.core.money import UNIT
from crm_desktop.queries.lists import at, day, rows_of

if TYPE_CHECKING:
    from crm_desktop.core.formats import Formats


@dataclass(frozen=True, slots=True)
class About:
    """What a text is about. Of what is not named, the customer's latest order or return is not guessed: it stays empty."""

    customer_id: int | None = None
    contact_id: int | None = None
    order_id: int | None = None
    return_id: int | None = None
    case_id: int | None = None


_COMPANY = "SELECT name, phone, email, address, locale, zone FROM company"
_STAFF = "SELECT name, email FROM staff WHERE id = ?"
_CUSTOMER = """
SELECT customer.name, customer.first_name, customer.last_name, customer.salutation, customer.number,
    COALESCE((SELECT value FROM contact_point AS point WHERE point.customer_id = customer.id AND point.kind = 'email' AND NOT point.invalid
        ORDER BY point.main DESC, point.id LIMIT 1), ''),
    COALESCE((SELECT value FROM contact_point AS point WHERE point.customer_id = customer.id AND point.kind IN ('phone', 'mobile')
        AND NOT point.invalid ORDER BY point.main DESC, point.id LIMIT 1), '')
FROM customer WHERE customer.id = ?"""
_CONTACT = "SELECT name, first_name, last_name FROM contact WHERE id = ? AND customer_id = ?"
_ORDER = """
SELECT number, ordered_at, total, total - credited - paid + refunded, currency, due_on, state FROM sales_order WHERE id = ?"""
_ITEMS = "SELECT quantity, name FROM order_line WHERE order_id = ? ORDER BY position, id"
_SHIPMENT = """
SELECT carrier, tracking, shipped_on FROM shipment WHERE order_id = ? AND direction = 'out' ORDER BY shipped_on DESC, id DESC LIMIT 1"""
_RETURN = "SELECT number, deadline FROM return_request WHERE id = ?"
_RETURNED = """
SELECT came.quantity, CASE WHEN came.name <> '' THEN came.name ELSE COALESCE(product.name, '') END
FROM return_line AS came LEFT JOIN product ON product.id = came.product_id WHERE came.return_id = ? ORDER BY came.id"""
_REFUND_OF_RETURN = """
SELECT COALESCE(SUM(paid.amount), 0), MIN(paid.currency) FROM payment AS paid JOIN return_line AS came ON came.id = paid.return_line_id
WHERE came.return_id = ? AND paid.direction = 'out' AND paid.status = 'captured'"""
_REFUND_OF_ORDER = """
SELECT COALESCE(SUM(amount), 0), MIN(currency) FROM payment WHERE order_id = ? AND direction = 'out' AND status = 'captured'"""
_CASE = "SELECT number, subject FROM support_case WHERE id = ?"
_LANGUAGE = "SELECT language FROM customer WHERE id = ?"


def languages_for(about: About) -> tuple[str, ...]:
    """The customer's, then the company's."""
    theirs = [row[0] for row in rows_of(_LANGUAGE, (about.customer_id,))] if about.customer_id else []
    ours = [row[0].partition("_")[0] for row in rows_of("SELECT locale FROM company")]
    return tuple(filter(None, (*theirs, *ours)))


def values_for(about: About, staff_id: int, language: str) -> dict[str, str]:
    """By the names of placeholders; what is not known is empty. Money and days are written as the company's country does."""
    from crm_desktop.core.formats import Formats  # Babel's data, needed only where a text is filled in

    ((name, phone, email, address, locale, zone),) = rows_of(_COMPANY)
    formats = Formats(locale, language, ZoneInfo(zone))
    values = {
        "company.name": name, "company.phone": phone, "company.email": email, "company.address": address,
        "today": formats.day(local_day(utc_now(), formats.zone)),
    }  # fmt: skip
    for person, their_email in rows_of(_STAFF, (staff_id,)):
        values |= {"staff.name": person, "staff.email": their_email, "signature": "\n".join(filter(None, (person, name)))}
    values |= dict(_of_customer(about))
    values |= dict(_of_order(about, formats))
    values |= dict(_of_return(about, formats))
    for number, subject in rows_of(_CASE, (about.case_id,)) if about.case_id else ():
        values |= {"case.number": number, "case.title": subject}
    return values


def _of_customer(about: About) -> Iterator[tuple[str, str]]:
    for row in rows_of(_CUSTOMER, (about.customer_id,)) if about.customer_id else ():
        names = ("name", "first_name", "last_name", "salutation", "number", "email", "phone")
        yield from ((f"customer.{name}", value) for name, value in zip(names, row, strict=True))
    for row in rows_of(_CONTACT, (about.contact_id, about.customer_id)) if about.contact_id else ():
        yield from ((f"contact.{name}", value) for name, value in zip(("name", "first_name", "last_name"), row, strict=True))


def _of_order(about: About, formats: Formats) -> Iterator[tuple[str, str]]:
    for number, ordered_at, total, owed, currency, due_on, state in rows_of(_ORDER, (about.order_id,)) if about.order_id else ():
        yield "order.number", number
        yield "order.date", formats.day(local_day(at(ordered_at), formats.zone))
        yield "order.total", formats.money(total * UNIT, currency)
        yield "order.owed", "" if state == "cancelled" else formats.money(max(Decimal(owed) * UNIT, Decimal(0)), currency)
        yield "order.due_date", _day(day(due_on), formats)
        yield "order.items", _items(rows_of(_ITEMS, (about.order_id,)), formats)
        for carrier, tracking, shipped_on in rows_of(_SHIPMENT, (about.order_id,)):
            yield "shipment.carrier", carrier
            yield "shipment.tracking", tracking
            yield "shipment.date", _day(day(shipped_on), formats)
        yield from _refund(rows_of(_REFUND_OF_ORDER, (about.order_id,)), formats)


def _of_return(about: About, formats: Formats) -> Iterator[tuple[str, str]]:
    for number, deadline in rows_of(_RETURN, (about.return_id,)) if about.return_id else ():
        yield "return.number", number
        yield "return.deadline", _day(day(deadline), formats)
        yield "return.items", _items(rows_of(_RETURNED, (about.return_id,)), formats)
        yield from _refund(rows_of(_REFUND_OF_RETURN, (about.return_id,)), formats)


def _refund(rows: list[tuple[Any, ...]], formats: Formats) -> Iterator[tuple[str, str]]:
    """Nothing where nothing was paid back, so that a letter cannot promise what did not happen."""
    for amount, currency in rows:
        if amount:
            yield "refund.amount", formats.money(Decimal(amount) * UNIT, currency)


def _items(rows: list[tuple[Any, ...]], formats: Formats) -> str:
    return "\n".join(f"{formats.quantity(quantity * UNIT)} × {name}" for quantity, name in rows)


def _day(found: date | None, formats: Formats) -> str:
    return formats.day(found) if found else ""
