"""Everything about one customer, newest first: what was said, sold, paid, sent, returned, promised, planned and agreed, in one list."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from heapq import merge
from typing import NamedTuple

from crm_desktop.core.changes import IN_TIMELINE, Entity
from crm_desktop.data.database import database, fetch, stream
from crm_desktop.queries.columns import NOT_THROWN_AWAY
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow, approval_rows, escalation_rows
from crm_desktop.queries.follow_ups import FollowUpRow, follow_up_rows
from crm_desktop.queries.interactions import InteractionRow, interaction_rows
from crm_desktop.queries.lists import for_engine, in_order, rows_of
from crm_desktop.queries.orders import OrderRow, order_rows
from crm_desktop.queries.timeline_rows import (
    AgreementRow,
    AppointmentRow,
    CaseRow,
    InvoiceRow,
    PaymentRow,
    ReturnRow,
    ShipmentRow,
    SurveyRow,
    VoucherRow,
    agreement_rows,
    appointment_rows,
    case_rows,
    invoice_rows,
    payment_rows,
    return_rows,
    shipment_rows,
    survey_rows,
    voucher_rows,
)

Record = (
    InteractionRow | OrderRow | FollowUpRow | PaymentRow | InvoiceRow | ShipmentRow | ReturnRow | VoucherRow | AgreementRow | AppointmentRow
    | CaseRow
    | SurveyRow | EscalationRow | ApprovalRow
)  # fmt: skip
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
    return f"SELECT {moment} AS moment, id FROM {table} WHERE customer_id = ?{where} ORDER BY {moment} DESC, id DESC"


def _but_trash(table: str) -> str:
    """What was archived happened, and is told."""
    return f" AND {NOT_THROWN_AWAY.format('id', table)}"


_SENT = """SELECT sent.shipped_on AS moment, sent.id AS id FROM sales_order AS placed JOIN shipment AS sent ON sent.order_id = placed.id
WHERE placed.customer_id = ?
UNION ALL SELECT came.shipped_on, came.id FROM return_request AS back JOIN shipment AS came ON came.return_id = back.id
WHERE back.customer_id = ? AND came.order_id IS NULL"""
_HELP = f"""SELECT asked.at AS moment, asked.id AS id FROM support_case AS held JOIN escalation AS asked ON asked.case_id = held.id
WHERE held.customer_id = ? AND {NOT_THROWN_AWAY.format("held.id", "support_case")}"""
_DECISIONS = """SELECT at AS moment, id FROM approval WHERE customer_id = ?
UNION ALL SELECT asked.at, asked.id FROM support_case AS held JOIN approval AS asked ON asked.case_id = held.id
WHERE held.customer_id = ? AND asked.customer_id IS NULL"""
ARMS = (
    Arm(Entity.INTERACTION, _latest("interaction", "started_at", _but_trash("interaction")), interaction_rows),
    Arm(Entity.ORDER, _latest("sales_order", "ordered_at", _but_trash("sales_order")), order_rows),
    Arm(Entity.FOLLOW_UP, _latest("follow_up", "due_at", _but_trash("follow_up")), follow_up_rows),
    Arm(Entity.PAYMENT, _latest("payment", "received_at"), payment_rows),
    Arm(Entity.INVOICE, _latest("invoice", "issued_on"), invoice_rows, by_day=True),
    Arm(Entity.RETURN, _latest("return_request", "requested_at"), return_rows),
    Arm(Entity.APPOINTMENT, _latest("appointment", "starts_at"), appointment_rows),
    Arm(Entity.SHIPMENT, _SENT, shipment_rows, by_day=True, indexed=False),
    Arm(Entity.VOUCHER, "SELECT given_at AS moment, id FROM voucher WHERE customer_id = ?", voucher_rows, indexed=False),
    Arm(
        Entity.AGREEMENT, "SELECT starts_on AS moment, id FROM agreement WHERE customer_id = ?", agreement_rows, by_day=True, indexed=False
    ),
    Arm(Entity.CASE, _latest("support_case", "opened_at", _but_trash("support_case")), case_rows),
    Arm(Entity.SURVEY_RESPONSE, _latest("survey_response", "asked_at"), survey_rows),
    Arm(Entity.ESCALATION, _HELP, escalation_rows, indexed=False),
    Arm(Entity.APPROVAL, _DECISIONS, approval_rows, indexed=False),
)
KINDS = IN_TIMELINE
_TEXTS = tuple(arm.text for arm in ARMS if arm.indexed)
_COUNTED = "(SELECT COUNT(*) FROM ({}) AS of_{})"
_COUNTS = "SELECT " + ", ".join(_COUNTED.format(arm.text.partition(" ORDER BY ")[0], arm.kind) for arm in ARMS)


Key = tuple[int, int, int]
"""Moment, place of the kind and record; both numbers negated, so that the latest comes first and, of two at once, the one written last."""


class Entry(NamedTuple):
    id: int
    kind: Entity
    record: Record


def entry_id(kind: Entity, record_id: int) -> int:
    return record_id * _STEP + KINDS.index(kind)


def record_of(entry: int) -> tuple[Entity, int]:
    return KINDS[entry % _STEP], entry // _STEP


def timeline_ids(customer_id: int, kinds: Sequence[Entity] = KINDS) -> "array[int]":
    """Each kind comes from its index, and they are merged here: no engine sorts what could be many."""
    return array("q", _merged(customer_id, kinds))


def first_entries(customer_id: int, limit: int, kinds: Sequence[Entity] = KINDS) -> list[Entry]:
    ids = tuple(_newest(customer_id, limit, kinds))
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


def _merged(customer_id: int, kinds: Sequence[Entity]) -> Iterator[int]:
    arms = [_read(place, customer_id) for place in map(KINDS.index, kinds)]
    return (_entry(*key) for key in merge(*arms))


def _read(place: int, customer_id: int) -> list[Key]:
    arm = ARMS[place]
    rows = stream(for_engine(arm.text, database.param), (customer_id,) * arm.text.count("?"))
    found = [(-(_end_of(moment) if arm.by_day else moment), place, -record) for moment, record in rows]
    if not arm.indexed:
        found.sort()
    return found


def _newest(customer_id: int, limit: int, kinds: Sequence[Entity]) -> Iterator[int]:
    """One statement for all kinds: a question to the engine takes as long as most answers."""
    places = tuple(map(KINDS.index, kinds))
    values = [value for place in places for value in (*((customer_id,) * ARMS[place].text.count("?")), limit)]
    rows = fetch(for_engine(_newest_of(places), database.param), values)
    found = sorted((-(_end_of(day) if day else moment), place, -record) for moment, day, record, place in rows)
    return (_entry(*key) for key in found[:limit])


@cache
def _newest_of(places: tuple[int, ...]) -> str:
    texts = []
    for place in places:
        arm = ARMS[place]
        cells = "0, moment" if arm.by_day else "moment, ''"
        order = "" if arm.indexed else " ORDER BY 1 DESC, 2 DESC"
        texts.append(f"SELECT {cells}, id, {place} FROM ({arm.text}{order} LIMIT ?) AS of_{arm.kind}")
    return " UNION ALL ".join(texts)


def _entry(_moment: int, place: int, record: int) -> int:
    return -record * _STEP + place


@cache
def _end_of(day: str) -> int:
    """A document of a day stands above what led to it that day."""
    return (date.fromisoformat(day).toordinal() - _EPOCH + 1) * _DAY - 1
