"""Reads for the panel beside the list of customers: who they are, and how much belongs to them. Each tab reads its own rows."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.money import UNIT
from crm_desktop.queries.consents import ConsentRow, consents_of
from crm_desktop.queries.customer_sheets import Party, party
from crm_desktop.queries.customers import CustomerCard, customer_card
from crm_desktop.queries.lists import at, rows_of
from crm_desktop.queries.records import TABLES
from crm_desktop.queries.tags import tags_of, tones_of
from crm_desktop.queries.timeline import counts


class Beside(NamedTuple):
    """`shelf` is where the record lies. `balance` is what they still owe; below zero: what they are to get back."""

    card: CustomerCard
    shelf: str
    balance: Decimal
    tags: dict[str, str]
    counts: Mapping[Entity, int]
    documents: int


class OpenVoucher(NamedTuple):
    """`percent` of an order, or what is left of an amount."""

    code: str
    remaining: Decimal
    percent: Decimal
    currency: str


class Returnable(NamedTuple):
    """An order of which something that was shipped has not come back."""

    id: int
    number: str
    ordered_at: datetime


class Details(NamedTuple):
    party: Party
    consents: tuple[ConsentRow, ...]
    vouchers: tuple[OpenVoucher, ...]
    legal_hold: str


_OWN = "SELECT shelf, balance, number, legal_hold FROM customer WHERE id = ?"
_FILES = "SELECT COUNT(*) FROM attachment WHERE entity_table = 'customer' AND row_id = ?"
_VOUCHERS = """
SELECT code, remaining, percent, currency FROM voucher WHERE customer_id = ? AND NOT cancelled AND (remaining > 0 OR percent > 0)
AND expires_on >= ? AND (max_uses = 0 OR uses < max_uses) ORDER BY expires_on, id"""

_RETURNABLE = """
SELECT placed.id, placed.number, placed.ordered_at FROM sales_order AS placed WHERE placed.customer_id = ? AND placed.shelf <> 'trash'
AND EXISTS (SELECT 1 FROM order_line AS line WHERE line.order_id = placed.id AND line.shipped > line.returned)
ORDER BY placed.ordered_at DESC, placed.id DESC LIMIT ?"""


def beside(customer_id: int) -> Beside | None:
    """None when the customer is not there (any more)."""
    card = customer_card(customer_id)
    for shelf, balance, *_rest in rows_of(_OWN, (customer_id,)) if card else ():
        assert card is not None
        ((files,),) = rows_of(_FILES, (customer_id,))
        return Beside(card, shelf, balance * UNIT, tones_of(tags_of("customer", customer_id)), counts(customer_id), files)
    return None


def details(customer_id: int, today: str) -> Details | None:
    """`today` in ISO letters: vouchers that ended before are not open."""
    for _shelf, _balance, number, legal_hold in rows_of(_OWN, (customer_id,)):
        found = party(number)
        vouchers = tuple(
            OpenVoucher(code, left * UNIT, percent * UNIT, currency)
            for code, left, percent, currency in rows_of(_VOUCHERS, (customer_id, today))
        )
        return Details(found, consents_of(customer_id), vouchers, legal_hold) if found else None
    return None


def returnable(customer_id: int, limit: int) -> list[Returnable]:
    """The latest orders of which something can come back."""
    return [Returnable(row_id, number, at(when)) for row_id, number, when in rows_of(_RETURNABLE, (customer_id, limit))]


def customer_of(entity: Entity, row_id: int) -> int:
    """Whose it is; 0 for nobody's, or what is gone."""
    found = rows_of(f"SELECT customer_id FROM {TABLES[entity]} WHERE id = ?", (row_id,))
    return int(found[0][0] or 0) if found else 0
