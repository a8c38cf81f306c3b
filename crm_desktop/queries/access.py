"""Reads of who looked at what, printed it or took it out of the house."""

from datetime import datetime
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.rights import Right, demand
from crm_desktop.queries.lists import at, rows_of


class AccessRow(NamedTuple):
    """`whom` is a customer's number and name, or what it was otherwise: a document's number, a list. `who` empty: nobody known."""

    id: int
    at: datetime
    who: str
    action: str
    what: str
    whom: str


_WHOM = "COALESCE(customer.number || ' ' || customer.name, log.detail)"
_FROM = """FROM access_log AS log LEFT JOIN staff ON staff.id = log.staff_id
LEFT JOIN customer ON log.entity_table = 'customer' AND customer.id = log.row_id"""
_SELECT = f"SELECT log.id, log.at, COALESCE(staff.name, ''), log.action, log.entity_table, {_WHOM} {_FROM}"
_THEIRS = """WHERE log.id IN (SELECT id FROM access_log WHERE entity_table = 'customer' AND row_id = ?
    UNION SELECT id FROM access_log WHERE detail <> '' AND detail IN (SELECT number FROM customer WHERE id = ? OR merged_into_id = ?))"""


def access_rows(by: Actor, limit: int, staff_id: int = 0) -> list[AccessRow]:
    """The latest first; of one colleague where one is named. Raises NotAllowed for who may not see it."""
    demand(by, Right.SEE_ACCESS)
    where, params = ("WHERE log.staff_id = ?", (staff_id,)) if staff_id else ("", ())
    return _rows(f"{_SELECT} {where} ORDER BY log.at DESC, log.id DESC LIMIT {limit:d}", params)


def access_to(customer_id: int, by: Actor, limit: int) -> list[AccessRow]:
    """Who looked at this customer, and which papers about them left the house; the latest first."""
    demand(by, Right.SEE_ACCESS)
    return _rows(f"{_SELECT} {_THEIRS} ORDER BY log.at DESC, log.id DESC LIMIT {limit:d}", (customer_id,) * 3)


def looked_at(customer_ids: list[int]) -> list[tuple[int, int, str, str]]:
    """For these customers' own eyes: id, moment, what was done, and with what; never by whom."""
    found: dict[int, tuple[Any, ...]] = {}
    for customer_id in customer_ids:
        text = f"SELECT log.id, log.at, log.action, log.entity_table {_FROM} {_THEIRS} ORDER BY log.id"
        found |= {row[0]: row for row in rows_of(text, (customer_id,) * 3)}
    return [(int(row[0]), int(row[1]), row[2], row[3]) for _row_id, row in sorted(found.items())]


def _rows(text: str, params: tuple[int, ...]) -> list[AccessRow]:
    return [AccessRow._make((row[0], at(row[1]), *row[2:])) for row in rows_of(text, params)]
