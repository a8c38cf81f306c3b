"""Counts of orders and sums of money for figures, each currency for itself. Money stays as it is stored."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER, day_bounds
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import Flow, PaymentState, PaymentStatus, ShipmentStatus
from crm_desktop.data import trade_sums
from crm_desktop.data.trade_sums import COUNTED, Sum
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import at, rows_of

_UNPAID = ", ".join(f"'{state}'" for state in PaymentState if state is not PaymentState.PAID)
AGES = (0, 30, 60, 90)
"""Days past due that one step of the ageing ends with; the last step has no end."""


def _of_staff(scope: Scope, person: str) -> str:
    return f" AND {person} IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""


def placed_by_currency(scope: Scope) -> dict[str, Sum]:
    return trade_sums.placed_by_currency(scope.where("placed.ordered_at", "placed.staff_id"), scope.params)


def touched_by_currency(scope: Scope) -> dict[str, Sum]:
    """Orders that an interaction of the period is about."""
    text = f"""
SELECT placed.currency, COUNT(*), SUM(placed.total) FROM sales_order AS placed WHERE placed.id IN
    (SELECT held.order_id FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")} AND held.order_id IS NOT NULL)
GROUP BY placed.currency"""
    return {row[0]: Sum(int(row[1]), int(row[2])) for row in rows_of(text, scope.params)}


def shipped_orders(scope: Scope, first: date, last: date) -> int:
    text = f"""
SELECT COUNT(DISTINCT parcel.order_id) FROM shipment AS parcel JOIN sales_order AS placed ON placed.id = parcel.order_id
WHERE parcel.shipped_on >= ? AND parcel.shipped_on <= ? AND parcel.direction = '{Flow.OUT}'
    AND parcel.status <> '{ShipmentStatus.PREPARED}'{_of_staff(scope, "placed.staff_id")}"""
    ((count,),) = rows_of(text, (first.isoformat(), last.isoformat(), *scope.staff))
    return int(count)


def cancelled_by_reason(scope: Scope) -> dict[str, int]:
    """Where it is not recorded when an order was cancelled, it counts when it was placed."""
    text = f"""
SELECT gone.cancel_reason, COUNT(*) FROM (SELECT placed.cancel_reason FROM sales_order AS placed
    WHERE {scope.where("placed.cancelled_at", "placed.staff_id")} AND placed.state = '{OrderState.CANCELLED}'
    UNION ALL SELECT placed.cancel_reason FROM sales_order AS placed
    WHERE {scope.where("placed.ordered_at", "placed.staff_id")} AND placed.state = '{OrderState.CANCELLED}'
    AND placed.cancelled_at IS NULL) AS gone
GROUP BY gone.cancel_reason"""
    return {row[0]: int(row[1]) for row in rows_of(text, scope.params * 2)}


class Way(NamedTuple):
    """How money moved: `direction` in or out; `for_return`: it settles a line of a return."""

    currency: str
    direction: str
    method: str
    status: str
    for_return: bool


def payments(scope: Scope) -> dict[Way, Sum]:
    text = f"""
SELECT paid.currency, paid.direction, paid.method, paid.status, CASE WHEN paid.return_line_id IS NULL THEN 0 ELSE 1 END,
    COUNT(*), SUM(paid.amount)
FROM payment AS paid WHERE {scope.where("paid.received_at", "paid.staff_id")} GROUP BY 1, 2, 3, 4, 5"""
    return {Way(row[0], row[1], row[2], row[3], bool(row[4])): Sum(int(row[5]), int(row[6])) for row in rows_of(text, scope.params)}


def moved_by_currency(scope: Scope) -> dict[str, tuple[int, int]]:
    """What came in and what went back, as `payments` tells it way by way."""
    return trade_sums.moved_by_currency(scope.where("paid.received_at", "paid.staff_id"), scope.params)


def pending_refunds(scope: Scope) -> dict[str, Sum]:
    """Recorded before the end of the period and pending now, by currency."""
    text = f"""
SELECT paid.currency, COUNT(*), SUM(paid.amount) FROM payment AS paid
WHERE paid.status = '{PaymentStatus.PENDING}' AND paid.received_at < ? AND paid.direction = '{Flow.OUT}'{_of_staff(scope, "paid.staff_id")}
GROUP BY paid.currency"""
    return {row[0]: Sum(int(row[1]), int(row[2])) for row in rows_of(text, (scope.end, *scope.staff))}


def vouchers_given(scope: Scope) -> dict[tuple[str, str], Sum]:
    """By currency and kind; one worth percent counts, but has no amount."""
    text = f"""
SELECT given.currency, given.kind, COUNT(*), SUM(given.amount) FROM voucher AS given
WHERE {scope.where("given.given_at", "given.staff_id")} AND NOT given.cancelled GROUP BY 1, 2"""
    return {(row[0], row[1]): Sum(int(row[2]), int(row[3])) for row in rows_of(text, scope.params)}


def invoices(scope: Scope, first: date, last: date) -> dict[tuple[str, str], Sum]:
    """By currency and kind."""
    text = f"""
SELECT issued.currency, issued.kind, COUNT(*), SUM(issued.total) FROM invoice AS issued
WHERE issued.issued_on >= ? AND issued.issued_on <= ?{_of_staff(scope, "issued.staff_id")} GROUP BY 1, 2"""
    rows = rows_of(text, (first.isoformat(), last.isoformat(), *scope.staff))
    return {(row[0], row[1]): Sum(int(row[2]), int(row[3])) for row in rows}


def open_balances(today: date, zone: ZoneInfo) -> dict[tuple[str, int], Sum]:
    """What orders still owe on that day, by currency and step of `AGES`; 0 is not due yet, the last is older than all of them."""
    steps = [today - timedelta(days=days) for days in AGES]
    due_on = [day.isoformat() for day in steps]
    placed_at = [int(day_bounds(day, zone)[0].timestamp()) for day in steps]
    text = f"""
SELECT owing.currency, owing.step, COUNT(*), SUM(owing.owed) FROM
    (SELECT placed.currency, placed.total - placed.credited - placed.paid + placed.refunded AS owed,
        CASE WHEN placed.due_on <> '{NEVER}' THEN {_steps("placed.due_on")} ELSE {_steps("placed.ordered_at")} END AS step
    FROM sales_order AS placed WHERE placed.payment_state IN ({_UNPAID}) AND {COUNTED}) AS owing
WHERE owing.owed > 0 GROUP BY 1, 2"""
    return {(row[0], int(row[1])): Sum(int(row[2]), int(row[3])) for row in rows_of(text, (*due_on, *placed_at))}


def _steps(moment: str) -> str:
    cases = " ".join(f"WHEN {moment} >= ? THEN {step}" for step in range(len(AGES)))
    return f"CASE {cases} ELSE {len(AGES)} END"


def has_payments() -> bool:
    return bool(rows_of("SELECT 1 FROM payment LIMIT 1"))


def has_invoices() -> bool:
    return bool(rows_of("SELECT 1 FROM invoice LIMIT 1"))


def first_and_last_trade() -> tuple[datetime, datetime] | None:
    """Of orders, returns and payments."""
    text = """
SELECT (SELECT MIN(ordered_at) FROM sales_order), (SELECT MIN(requested_at) FROM return_request), (SELECT MIN(received_at) FROM payment),
    (SELECT MAX(ordered_at) FROM sales_order), (SELECT MAX(requested_at) FROM return_request), (SELECT MAX(received_at) FROM payment)"""
    (row,) = rows_of(text)
    known = [int(second) for second in row if second is not None]
    return (at(min(known)), at(max(known))) if known else None
