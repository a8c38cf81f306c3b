"""Who is on the line: found by the number they call from; and what to know of them at once."""

from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.phones import digits_of, normal_phone
from crm_desktop.data.finding import find
from crm_desktop.queries.case_pages import CaseRef, open_cases_of
from crm_desktop.queries.customers import FoundCustomer, customer_rows
from crm_desktop.queries.interactions import InteractionFilter, interaction_ids
from crm_desktop.queries.lists import in_order, rows_of
from crm_desktop.queries.orders import OrderFilter, OrderRow, first_orders
from crm_desktop.queries.return_sheets import OPEN, ReturnRow, return_rows
from crm_desktop.queries.timeline import Entry, entries, entry_id, first_entries

_SHOWN = 8
_SURE = 6
"""Digits from which the end of a number is worth looking for: exchanges leave out the country, or the first zero."""
_BY_NUMBER = """
SELECT DISTINCT point.customer_id FROM contact_point AS point JOIN customer ON customer.id = point.customer_id
WHERE point.normal = ? AND customer.merged_into_id IS NULL AND customer.shelf <> 'trash' ORDER BY 1 LIMIT ?"""
_CALLED_BEFORE = """
SELECT held.customer_id FROM interaction AS held JOIN customer ON customer.id = held.customer_id
WHERE held.phone = ? AND held.phone <> '' AND customer.shelf <> 'trash' ORDER BY held.started_at DESC LIMIT 1"""
_ORDERS = """
SELECT id FROM sales_order WHERE customer_id = ? AND state IN ('draft', 'open') AND shelf = '' ORDER BY ordered_at DESC, id DESC LIMIT ?"""
_RETURNS = "SELECT id FROM return_request WHERE customer_id = ? AND state IN ({}) ORDER BY requested_at DESC, id DESC LIMIT ?"
_FOLLOW_UPS = "SELECT id FROM follow_up WHERE customer_id = ? AND state = 'open' ORDER BY due_at, id LIMIT ?"
_OPEN_SHOWN = 4
_OFFERED = 20


class Glance(NamedTuple):
    """What is still to be done for a customer, calls to return first, and what happened last."""

    open: tuple[Entry, ...]
    latest: tuple[Entry, ...]


def who_calls(number: str, country: str = "") -> list[FoundCustomer]:
    """Everybody who has this number; failing that, whose number ends so, or who called from it last."""
    normal = normal_phone(number, country)
    ids = [row[0] for row in rows_of(_BY_NUMBER, (normal, _SHOWN))] if normal else []
    digits = digits_of(number).lstrip("0")
    if not ids and len(digits) >= _SURE:
        ids = find("customer", digits, _SHOWN)
    if not ids and normal:
        ids = [row[0] for row in rows_of(_CALLED_BEFORE, (normal,))]
    rows = customer_rows(ids)
    return [FoundCustomer(row.id, row.number, row.name, row.person, row.place, "") for row in (rows[each] for each in ids if each in rows)]


def glance(customer_id: int, latest: int = 30) -> Glance:
    missed = interaction_ids(InteractionFilter(customer_id=customer_id, to_return=True))[:_OPEN_SHOWN]
    returns = _RETURNS.format(", ".join("?" * len(OPEN)))
    wanted = [entry_id(Entity.INTERACTION, row_id) for row_id in missed]
    for kind, text, values in ((Entity.RETURN, returns, OPEN), (Entity.ORDER, _ORDERS, ()), (Entity.FOLLOW_UP, _FOLLOW_UPS, ())):
        wanted += [entry_id(kind, row[0]) for row in rows_of(text, (customer_id, *values, _OPEN_SHOWN))]
    found = entries(wanted)
    still = tuple(found[each] for each in wanted if each in found)
    past = [entry for entry in first_entries(customer_id, latest) if entry.id not in found]
    return Glance(still, tuple(past))


class Concerned(NamedTuple):
    """What a customer's contact may be about: their latest orders, and their returns and cases that are open."""

    orders: list[OrderRow]
    returns: list[ReturnRow]
    cases: tuple[CaseRef, ...] = ()


def may_concern(customer_id: int) -> Concerned:
    ids = [row[0] for row in rows_of(_RETURNS.format(", ".join("?" * len(OPEN))), (customer_id, *OPEN, _OFFERED))]
    orders = first_orders(OrderFilter(customer_id=customer_id), _OFFERED)
    return Concerned(orders, in_order(ids, return_rows(ids)), open_cases_of(customer_id))
