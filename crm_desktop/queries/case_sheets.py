"""One case with all that its page shows: what is known of it, what happened, what was checked and what made it good."""

from array import array
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.money import UNIT
from crm_desktop.queries.lists import at, day, ids_of, in_order, moment, rows_by_ids, rows_of


class CaseSheet(NamedTuple):
    id: int
    version: int
    number: str
    subject: str
    description: str
    kind: str
    priority: str
    status_id: int
    status: str
    state: str
    customer_id: int | None
    customer: str
    contact_id: int | None
    contact: str
    caller: str
    channel_id: int | None
    channel: str
    reason_id: int | None
    reason: str
    assignee_id: int | None
    assignee: str
    team_id: int | None
    team: str
    product_id: int | None
    product: str
    order_id: int | None
    order: str
    invoice_id: int | None
    invoice: str
    return_id: int | None
    returned: str
    agreement_id: int | None
    agreement: str
    parent_id: int | None
    parent: str
    merged_into_id: int | None
    merged_into: str
    split_from_id: int | None
    split_from: str
    validity: str
    cause: str
    cause_note: str
    remedy: str
    remedy_cost: Decimal
    custom: str
    shelf: str
    reopened: int
    opened_at: datetime
    first_response_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    closes_on: date | None
    payments: tuple["Paid", ...]


class Paid(NamedTuple):
    """Money that a case is about, or may be about."""

    id: int
    received_at: datetime
    direction: str
    amount: Decimal
    currency: str
    method: str
    order: str


class EventRow(NamedTuple):
    """`said` is what `after` names: a status, colleague, team or other case. What follows is of the contact that an event came with."""

    id: int
    at: datetime
    staff: str
    kind: str
    before: str
    after: str
    state: str
    said: str
    note: str
    visibility: str
    interaction_id: int | None
    contact: str
    channel_kind: str
    direction: str
    outcome: str
    summary: str
    ended_at: datetime | None


_SHEET = """
SELECT asked.id, asked.version, asked.number, asked.subject, asked.description, asked.kind, asked.priority, asked.status_id, status.name,
    asked.state, asked.customer_id, COALESCE(customer.name, ''), asked.contact_id, COALESCE(contact.name, ''), asked.caller,
    asked.channel_id, COALESCE(channel.name, ''), asked.reason_id, COALESCE(reason.name, ''), asked.assignee_id, COALESCE(staff.name, ''),
    asked.team_id, COALESCE(team.name, ''), asked.product_id, COALESCE(product.name, ''), asked.order_id, COALESCE(placed.number, ''),
    asked.invoice_id, COALESCE(billed.number, ''), asked.return_id, COALESCE(back.number, ''), asked.agreement_id,
    COALESCE(agreed.name, ''), asked.parent_id, COALESCE(above.number, ''), asked.merged_into_id, COALESCE(kept.number, ''),
    asked.split_from_id, COALESCE(former.number, ''),
    asked.validity, asked.cause, asked.cause_note, asked.remedy, asked.remedy_cost, asked.custom, asked.shelf, asked.reopened,
    asked.opened_at, asked.first_response_at, asked.resolved_at, asked.closed_at, asked.closes_on
FROM support_case AS asked JOIN case_status AS status ON status.id = asked.status_id
LEFT JOIN customer ON customer.id = asked.customer_id LEFT JOIN contact ON contact.id = asked.contact_id
LEFT JOIN channel ON channel.id = asked.channel_id LEFT JOIN contact_reason AS reason ON reason.id = asked.reason_id
LEFT JOIN staff ON staff.id = asked.assignee_id LEFT JOIN team ON team.id = asked.team_id
LEFT JOIN product ON product.id = asked.product_id LEFT JOIN sales_order AS placed ON placed.id = asked.order_id
LEFT JOIN invoice AS billed ON billed.id = asked.invoice_id LEFT JOIN return_request AS back ON back.id = asked.return_id
LEFT JOIN agreement AS agreed ON agreed.id = asked.agreement_id
LEFT JOIN support_case AS above ON above.id = asked.parent_id LEFT JOIN support_case AS kept ON kept.id = asked.merged_into_id
LEFT JOIN support_case AS former ON former.id = asked.split_from_id WHERE asked.id = ?"""
_PAID = """
SELECT payment.id, payment.received_at, payment.direction, payment.amount, payment.currency, payment.method, COALESCE(placed.number, '')
FROM payment LEFT JOIN sales_order AS placed ON placed.id = payment.order_id """
_PAID_ABOUT = f"{_PAID} JOIN case_payment AS about ON about.payment_id = payment.id WHERE about.case_id = ? ORDER BY about.id"
_PAID_BY = f"{_PAID} WHERE payment.customer_id = ? ORDER BY payment.received_at DESC, payment.id DESC LIMIT ?"
_EVENT_ROWS = """
SELECT event.id, event.at, COALESCE(staff.name, ''), event.kind, event.before, event.after, event.state,
    COALESCE(CASE WHEN event.after = '' THEN ''
        WHEN event.kind IN ('opened', 'status', 'reopened') THEN (SELECT name FROM case_status WHERE id = CAST(event.after AS INTEGER))
        WHEN event.kind = 'assigned' THEN (SELECT name FROM staff AS taker WHERE taker.id = CAST(event.after AS INTEGER))
        WHEN event.kind = 'team' THEN (SELECT name FROM team WHERE id = CAST(event.after AS INTEGER))
        WHEN event.kind IN ('merged', 'merged_into', 'split', 'split_from', 'parent')
            THEN (SELECT number FROM support_case WHERE id = CAST(event.after AS INTEGER)) END, ''),
    event.note, event.visibility, event.interaction_id, COALESCE(contact.number, ''), COALESCE(channel.kind, ''),
    COALESCE(contact.direction, ''), COALESCE(contact.outcome, ''),
    COALESCE(contact.summary || CASE WHEN contact.summary <> '' AND contact.notes <> '' THEN ' · ' ELSE '' END || contact.notes, ''),
    contact.ended_at
FROM case_event AS event LEFT JOIN staff ON staff.id = event.staff_id LEFT JOIN interaction AS contact ON contact.id = event.interaction_id
LEFT JOIN channel ON channel.id = contact.channel_id WHERE event.id IN ({ids})"""
_EVENT_IDS = "SELECT id FROM case_event WHERE case_id = ? ORDER BY at DESC, id DESC"

_SPOKEN_IDS = """
SELECT id FROM case_event WHERE case_id = ? AND kind IN ('answered', 'heard', 'note') ORDER BY at DESC, id DESC LIMIT ?"""


def case_sheet(case_id: int) -> CaseSheet | None:
    """None when the case is not there (any more)."""
    for row in rows_of(_SHEET, (case_id,)):
        times = (at(row[47]), *map(moment, row[48:51]), day(row[51]))
        return CaseSheet._make((*row[:43], int(row[43]) * UNIT, *row[44:47], *times, _paid(_PAID_ABOUT, case_id)))
    return None


def payments_to_be_about(customer_id: int, limit: int = 30) -> tuple[Paid, ...]:
    """A customer's latest payments and refunds."""
    return _paid(_PAID_BY, customer_id, limit)


def _paid(text: str, *params: int) -> tuple[Paid, ...]:
    return tuple(Paid._make((row[0], at(row[1]), row[2], row[3] * UNIT, *row[4:])) for row in rows_of(text, params))


def event_ids(case_id: int) -> "array[int]":
    """The newest first."""
    return ids_of(_EVENT_IDS, (case_id,))


def case_events(case_id: int, limit: int) -> list[EventRow]:
    """The newest first."""
    ids = ids_of(f"{_EVENT_IDS} LIMIT ?", (case_id, limit))
    return in_order(ids, event_rows(ids))


def spoken_events(case_id: int, limit: int = 200) -> list[EventRow]:
    """What was said and written, the newest first: it can go along to another case."""
    ids = ids_of(_SPOKEN_IDS, (case_id, limit))
    return in_order(ids, event_rows(ids))


def event_rows(ids: Sequence[int]) -> dict[int, EventRow]:
    return {row[0]: EventRow._make((row[0], at(row[1]), *row[2:16], moment(row[16]))) for row in rows_by_ids(_EVENT_ROWS, ids)}
