"""What a customer's timeline shows of money, goods and what was agreed: one short row for each."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from crm_desktop.core.money import UNIT
from crm_desktop.queries.lists import at, day, moment, rows_by_ids


class PaymentRow(NamedTuple):
    id: int
    direction: str
    amount: Decimal
    currency: str
    method: str
    status: str
    reason: str
    reference: str
    received_at: datetime
    order_id: int | None
    order: str
    voucher: str


class InvoiceRow(NamedTuple):
    """`corrects` is the number of the invoice that a credit note corrects."""

    id: int
    number: str
    kind: str
    total: Decimal
    currency: str
    state: str
    reason: str
    issued_on: date | None
    due_on: date | None
    order_id: int | None
    order: str
    corrects: str


class ShipmentRow(NamedTuple):
    id: int
    direction: str
    carrier: str
    tracking: str
    link: str
    status: str
    shipped_on: date | None
    delivered_on: date | None
    order_id: int | None
    order: str
    return_number: str


class ReturnRow(NamedTuple):
    """`name` is of its first line; `value` what all its lines were settled for."""

    id: int
    number: str
    state: str
    state_reason: str
    note: str
    requested_at: datetime
    order: str
    currency: str
    lines: int
    name: str
    value: Decimal


class VoucherRow(NamedTuple):
    id: int
    code: str
    kind: str
    amount: Decimal
    percent: Decimal
    currency: str
    remaining: Decimal
    reason: str
    given_at: datetime
    expires_on: date | None
    cancelled: bool


class AgreementRow(NamedTuple):
    id: int
    name: str
    state: str
    price: Decimal
    currency: str
    starts_on: date | None
    ends_on: date | None
    renews_on: date | None
    stop_reason: str
    note: str


class AppointmentRow(NamedTuple):
    id: int
    title: str
    state: str
    state_reason: str
    starts_on: date | None
    starts_time: str
    starts_at: datetime
    place: str
    link: str
    owner: str
    repeats: bool
    note: str


class SurveyRow(NamedTuple):
    """A survey that was asked; `highest` is the end of its scale, `low` a score that somebody followed up."""

    id: int
    number: str
    survey: str
    kind: str
    channel: str
    state: str
    score: int
    low: bool
    comment: str
    asked_at: datetime


class CaseRow(NamedTuple):
    id: int
    number: str
    subject: str
    kind: str
    priority: str
    status: str
    state: str
    description: str
    assignee: str
    order: str
    invoice: str
    payments: int
    opened_at: datetime
    resolved_at: datetime | None


_PAYMENTS = """
SELECT paid.id, paid.direction, paid.amount, paid.currency, paid.method, paid.status, paid.reason, paid.reference, paid.received_at,
    paid.order_id, COALESCE(placed.number, ''), COALESCE(voucher.code, '')
FROM payment AS paid LEFT JOIN sales_order AS placed ON placed.id = paid.order_id LEFT JOIN voucher ON voucher.id = paid.voucher_id
WHERE paid.id IN ({ids})"""
_INVOICES = """
SELECT bill.id, bill.number, bill.kind, bill.total, bill.currency, bill.state, bill.reason, bill.issued_on, bill.due_on, bill.order_id,
    COALESCE(placed.number, ''), COALESCE(first.number, '')
FROM invoice AS bill LEFT JOIN sales_order AS placed ON placed.id = bill.order_id LEFT JOIN invoice AS first ON first.id = bill.corrects_id
WHERE bill.id IN ({ids})"""
_SHIPMENTS = """
SELECT sent.id, sent.direction, sent.carrier, sent.tracking, sent.link, sent.status, sent.shipped_on, sent.delivered_on, sent.order_id,
    COALESCE(placed.number, ''), COALESCE(back.number, '')
FROM shipment AS sent LEFT JOIN sales_order AS placed ON placed.id = sent.order_id
LEFT JOIN return_request AS back ON back.id = sent.return_id
WHERE sent.id IN ({ids})"""
_RETURNS = """
SELECT asked.id, asked.number, asked.state, asked.state_reason, asked.note, asked.requested_at, COALESCE(placed.number, ''), asked.currency,
    (SELECT COUNT(*) FROM return_line WHERE return_line.return_id = asked.id),
    (SELECT name FROM return_line WHERE return_line.return_id = asked.id ORDER BY id LIMIT 1),
    (SELECT COALESCE(SUM(value), 0) FROM return_line WHERE return_line.return_id = asked.id)
FROM return_request AS asked LEFT JOIN sales_order AS placed ON placed.id = asked.order_id WHERE asked.id IN ({ids})"""
_VOUCHERS = """
SELECT id, code, kind, amount, percent, currency, remaining, reason, given_at, expires_on, cancelled FROM voucher WHERE id IN ({ids})"""
_AGREEMENTS = """
SELECT id, name, state, price, currency, starts_on, ends_on, renews_on, stop_reason, note FROM agreement WHERE id IN ({ids})"""
_APPOINTMENTS = """
SELECT held.id, held.title, held.state, held.state_reason, held.starts_on, held.starts_time, held.starts_at, held.place, held.link,
    COALESCE(staff.name, ''), held.recurrence, held.note
FROM appointment AS held LEFT JOIN staff ON staff.id = held.owner_id WHERE held.id IN ({ids})"""

_CASES = """
SELECT asked.id, asked.number, asked.subject, asked.kind, asked.priority, status.name, asked.state, asked.description,
    COALESCE(staff.name, ''), COALESCE(placed.number, ''), COALESCE(billed.number, ''),
    (SELECT COUNT(*) FROM case_payment AS about WHERE about.case_id = asked.id), asked.opened_at, asked.resolved_at
FROM support_case AS asked JOIN case_status AS status ON status.id = asked.status_id
LEFT JOIN staff ON staff.id = asked.assignee_id LEFT JOIN sales_order AS placed ON placed.id = asked.order_id
LEFT JOIN invoice AS billed ON billed.id = asked.invoice_id WHERE asked.id IN ({ids})"""


_SURVEYS = """
SELECT asked.id, asked.number, survey.name, survey.kind, asked.channel, asked.state, asked.score,
    CASE WHEN asked.score > -1 AND asked.score <= COALESCE(survey.low_score, -1) THEN 1 ELSE 0 END, asked.comment, asked.asked_at
FROM survey_response AS asked JOIN survey ON survey.id = asked.survey_id WHERE asked.id IN ({ids})"""


def survey_rows(ids: Sequence[int]) -> dict[int, SurveyRow]:
    return {row[0]: SurveyRow._make((*row[:7], bool(row[7]), row[8], at(row[9]))) for row in rows_by_ids(_SURVEYS, ids)}


def case_rows(ids: Sequence[int]) -> dict[int, CaseRow]:
    return {row[0]: CaseRow._make((*row[:12], at(row[12]), moment(row[13]))) for row in rows_by_ids(_CASES, ids)}


def payment_rows(ids: Sequence[int]) -> dict[int, PaymentRow]:
    return {row[0]: PaymentRow._make((*row[:2], row[2] * UNIT, *row[3:8], at(row[8]), *row[9:])) for row in rows_by_ids(_PAYMENTS, ids)}


def invoice_rows(ids: Sequence[int]) -> dict[int, InvoiceRow]:
    return {
        row[0]: InvoiceRow._make((*row[:3], row[3] * UNIT, *row[4:7], day(row[7]), day(row[8]), *row[9:]))
        for row in rows_by_ids(_INVOICES, ids)
    }


def shipment_rows(ids: Sequence[int]) -> dict[int, ShipmentRow]:
    return {row[0]: ShipmentRow._make((*row[:6], day(row[6]), day(row[7]), *row[8:])) for row in rows_by_ids(_SHIPMENTS, ids)}


def return_rows(ids: Sequence[int]) -> dict[int, ReturnRow]:
    return {row[0]: _return(row) for row in rows_by_ids(_RETURNS, ids)}


def _return(row: tuple[Any, ...]) -> ReturnRow:
    return ReturnRow._make((*row[:5], at(row[5]), *row[6:9], row[9] or "", int(row[10]) * UNIT))


def voucher_rows(ids: Sequence[int]) -> dict[int, VoucherRow]:
    return {
        row[0]: VoucherRow._make(
            (*row[:3], row[3] * UNIT, row[4] * UNIT, row[5], row[6] * UNIT, row[7], at(row[8]), day(row[9]), bool(row[10]))
        )
        for row in rows_by_ids(_VOUCHERS, ids)
    }


def agreement_rows(ids: Sequence[int]) -> dict[int, AgreementRow]:
    return {
        row[0]: AgreementRow._make((*row[:3], row[3] * UNIT, row[4], day(row[5]), day(row[6]), day(row[7]), *row[8:]))
        for row in rows_by_ids(_AGREEMENTS, ids)
    }


def appointment_rows(ids: Sequence[int]) -> dict[int, AppointmentRow]:
    return {
        row[0]: AppointmentRow._make((*row[:4], day(row[4]), row[5], at(row[6]), *row[7:10], bool(row[10]), row[11]))
        for row in rows_by_ids(_APPOINTMENTS, ids)
    }
