"""What of a customer's a case may be about: their latest orders, invoices, payments, returns and agreements, in one read."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.queries.case_sheets import Paid, payments_to_be_about
from crm_desktop.queries.follow_up_sheets import About, orders_to_be_about
from crm_desktop.queries.invoices import Billed, invoices_to_be_about
from crm_desktop.queries.lists import at, rows_of


class Back(NamedTuple):
    id: int
    number: str
    order_id: int | None
    requested_at: datetime


class Links(NamedTuple):
    """`agreements`: ids and names."""

    orders: list[About]
    invoices: list[Billed]
    payments: tuple[Paid, ...]
    returns: tuple[Back, ...]
    agreements: tuple[tuple[int, str], ...]


_RETURNS = "SELECT id, number, order_id, requested_at FROM return_request WHERE customer_id = ? ORDER BY requested_at DESC, id DESC LIMIT ?"
_AGREEMENTS = "SELECT id, name FROM agreement WHERE customer_id = ? ORDER BY starts_on DESC, id DESC LIMIT ?"


def links_of(customer_id: int, limit: int = 30) -> Links:
    asked = (customer_id, limit)
    returns = tuple(Back._make((*row[:3], at(row[3]))) for row in rows_of(_RETURNS, asked))
    agreements = tuple((row[0], row[1]) for row in rows_of(_AGREEMENTS, asked))
    return Links(orders_to_be_about(*asked), invoices_to_be_about(*asked), payments_to_be_about(*asked), returns, agreements)
