"""Everything about one customer, newest first: what was said, sold, paid, sent, returned, promised, planned and agreed, in one list."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.data.database import database, fetch, stream
from crm_desktop.queries.columns import NOT_THROWN_AWAY
from crm_desktop.queries.follow_ups import FollowUpRow, follow_up_rows
from crm_desktop.queries.interactions import InteractionRow, interaction_rows
from crm_desktop.queries.lists import for_engine, in_order, rows_of
from crm_desktop.queries.orders import OrderRow, order_rows
from crm_desktop.queries.timeline_rows import (
    AgreementRow,
    AppointmentRow,
    InvoiceRow,
    PaymentRow,
    ReturnRow,
    ShipmentRow,
    VoucherRow,
    agreement_rows,
    appointment_rows,
    invoice_rows,
    payment_rows,
    return_rows,
    shipment_rows,
    voucher_rows,
)

Record = (
    InteractionRow | OrderRow | FollowUpRow | PaymentRow | InvoiceRow | ShipmentRow | ReturnRow | VoucherRow | AgreementRow | AppointmentRow
)
_STEP = 16
"""An entry's id is its record's times this, plus the place of its kind: room for kinds to come."""
_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


class Arm(NamedTuple):
    """One kind. `text` gives moments, or days in ISO letters, and ids of a customer's records, the latest first where an index has them so.

    Without such an index (`indexed` is false) there are few of them: as many as a customer has orders, at most.
    """

    kind: Entity
    text: str
    rows: Callable[[Sequence[int]], Mapping[int, Record]]
    by_day: bool = False
    indexed: bool = True


def _latest(table: str, moment: str, where: str = "") -> str:
    return f"SELECT {moment}, id FROM {table} WHERE customer_id = ?{where} ORDER BY {moment} DESC, id DESC"


def _but_trash(table: str) -> str:
    """What was archived happened, and is told."""
    return f" AND {NOT_THROWN_AWAY.format('id', table)}"


_SENT = """SELECT sent.shipped_on, sent.id FROM sales_order AS placed JOIN shipment AS sent ON sent.order_id = placed.id
WHERE placed.customer_id = ?
UNION ALL SELECT came.shipped_on, came.id FROM return_request AS back JOIN shipment AS came ON came.return_id = back.id
WHERE back.customer_id = ? AND came.order_id IS NULL"""
ARMS = (
    Arm(Entity.INTERACTION, _latest("interaction", "started_at", _but_trash("interaction")), interaction_rows),
    Arm(Entity.ORDER, _latest("sales_order", "ordered_at", _but_trash("sales_order")), order_rows),
    Arm(Entity.FOLLOW_UP, _latest("follow_up", "due_at", _but_trash("follow_up")), follow_up_rows),
    Arm(Entity.PAYMENT, _latest("payment", "received_at"), payment_rows),
    Arm(Entity.INVOICE, _latest("invoice", "issued_on"), invoice_rows, by_day=True),
    Arm(Entity.RETURN, _latest("return_request", "requested_at"), return_rows),
    Arm(Entity.APPOINTMENT, _latest("appointment", "starts_at"), appointment_rows),
    Arm(Entity.SHIPMENT, _SENT, shipment_rows, by_day=True, indexed=False),
    Arm(Entity.VOUCHER, "SELECT given_at, id FROM voucher WHERE customer_id = ?", voucher_rows, indexed=False),
    Arm(Entity.AGREEMENT, "SELECT starts_on, id FROM agreement WHERE customer_id = ?", agreement_rows, by_day=True, indexed=False),
)
KINDS = tuple(arm.kind for arm in ARMS)
_TEXTS = tuple(arm.text for arm in ARMS if arm.indexed)
_COUNTED = "(SELECT COUNT(*) FROM ({}) AS of_{})"
_COUNTS = "SELECT " + ", ".join(_COUNTED.format(arm.text.partition(" ORDER BY ")[0], arm.kind) for arm in ARMS)


class Entry(NamedTuple):
    id: int
    kind: Entity
    record: Record


def entry_id(kind: Entity, record_id: int) -> int:
    return record_id * _STEP + KINDS.index(kind)


def record_of(entry: int) -> tuple[Entity, int]:
    return KINDS[entry % _STEP], entry // _STEP


def timeline_ids(customer_id: int, kinds: Sequence[Entity] = KINDS) -> "array[int]":
    """Each kind comes from its index, and they are merged here: no engine sorts anything."""
    return array("q", _merged(customer_id, kinds))


def first_entries(customer_id: int, limit: int, kinds: Sequence[Entity] = KINDS) -> list[Entry]:
    ids = tuple(islice(_merged(customer_id, kinds, limit), limit))
    return in_order(ids, entries(ids))


def entries(ids: Sequence[int]) -> dict[int, Entry]:
    wanted: list[list[int]] = [[] for _ in ARMS]
    for entry in ids:
        wanted[entry % _STEP].append(entry // _STEP)
    found = {}
    for place, (arm, records) in enumerate(zip(ARMS, wanted, strict=True)):
        for record_id, row in arm.rows(records).items():
            entry = record_id * _STEP + place
            found[entry] = Entry(entry, arm.kind, row)
    return found


def counts(customer_id: int) -> dict[Entity, int]:
    """How many entries of each kind."""
    found = rows_of(_COUNTS, (customer_id,) * _COUNTS.count("?"))
    return dict(zip(KINDS, found[0], strict=True))


def _merged(customer_id: int, kinds: Sequence[Entity], limit: int | None = None) -> Iterator[int]:
    arms = [_read(place, customer_id, limit) for place in map(KINDS.index, kinds)]
    return (-record * _STEP + place for _seconds, place, record in merge(*arms))


def _read(place: int, customer_id: int, limit: int | None) -> list[tuple[int, int, int]]:
    """Negated, so that the latest comes first and, of two at the same moment, the one written last."""
    arm = ARMS[place]
    values: tuple[int, ...] = (customer_id,) * arm.text.count("?")
    text = arm.text
    if arm.indexed and limit is not None:
        text, values = f"{text} LIMIT ?", (*values, limit)
    text = for_engine(text, database.param)
    rows: Iterable[tuple[Any, ...]] = stream(text, values) if limit is None else fetch(text, values)
    found = [(-(_end_of(moment) if arm.by_day else moment), place, -record) for moment, record in rows]
    if not arm.indexed:
        found.sort()
    return found


@cache
def _end_of(day: str) -> int:
    """A document of a day stands above what led to it that day."""
    return (date.fromisoformat(day).toordinal() - _EPOCH + 1) * _DAY - 1
