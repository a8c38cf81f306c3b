"""The single returns, refunds and supplier returns of a period, as a report lists them. Customers by number; amounts as they are stored."""

from typing import NamedTuple

from crm_desktop.core.kinds_of_trade import Flow, PaymentStatus
from crm_desktop.core.kinds_of_trade import SupplierReturnState as Supplied
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of


def _of_staff(scope: Scope, person: str) -> str:
    return f" AND {person} IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""


class ListedLine(NamedTuple):
    """One line of a return. `is_dated`: whether the return has a day of its own, or stands on its order's."""

    requested_at: int
    is_dated: bool
    number: str
    customer: str
    order: str
    product: str
    units: int
    reason: str
    state: str
    resolution: str
    value: int
    currency: str
    carrier: str


def lines(scope: Scope) -> list[ListedLine]:
    """In the order they were asked for, whatever became of them."""
    text = f"""
SELECT asked.requested_at, CASE WHEN asked.dated THEN 1 ELSE 0 END, asked.number, customer.number, COALESCE(placed.number, ''),
    COALESCE(product.name, sold.name, line.name, ''), line.quantity, line.reason, asked.state, line.resolution, line.value, asked.currency,
    COALESCE((SELECT parcel.carrier FROM shipment_line AS packed JOIN shipment AS parcel ON parcel.id = packed.shipment_id
        WHERE packed.order_line_id = line.order_line_id AND parcel.direction = '{Flow.OUT}'
        ORDER BY parcel.shipped_on DESC, parcel.id DESC LIMIT 1), '')
FROM return_request AS asked JOIN return_line AS line ON line.return_id = asked.id JOIN customer ON customer.id = asked.customer_id
LEFT JOIN sales_order AS placed ON placed.id = asked.order_id
LEFT JOIN order_line AS sold ON sold.id = line.order_line_id LEFT JOIN product ON product.id = line.product_id
WHERE {scope.where("asked.requested_at", "asked.responsible_id")} ORDER BY asked.requested_at, asked.id, line.id"""
    return [ListedLine._make((int(row[0]), bool(row[1]), *row[2:])) for row in rows_of(text, scope.params)]


class ListedRefund(NamedTuple):
    """What goes back to a customer. `for_what`: the order's number, or the return's where there is no order."""

    received_at: int
    customer: str
    for_what: str
    method: str
    status: str
    amount: int
    currency: str


def refunds(scope: Scope) -> list[ListedRefund]:
    """Those of the period, in whatever way, and those from before it that are pending still."""
    text = f"""
SELECT paid.received_at, customer.number, COALESCE(placed.number, asked.number, ''), paid.method, paid.status, paid.amount, paid.currency
FROM (SELECT * FROM payment WHERE received_at >= ? AND received_at < ? AND direction = '{Flow.OUT}' UNION ALL
    SELECT * FROM payment WHERE status = '{PaymentStatus.PENDING}' AND received_at < ? AND direction = '{Flow.OUT}') AS paid
JOIN customer ON customer.id = paid.customer_id LEFT JOIN sales_order AS placed ON placed.id = paid.order_id
LEFT JOIN return_line AS line ON line.id = paid.return_line_id LEFT JOIN return_request AS asked ON asked.id = line.return_id
WHERE 1 = 1{_of_staff(scope, "paid.staff_id")} ORDER BY paid.received_at, paid.id"""
    return [ListedRefund._make(row) for row in rows_of(text, (scope.start, scope.end, scope.start, *scope.staff))]


class ListedSupply(NamedTuple):
    number: str
    product: str
    units: int
    supplier: str
    state: str
    sent_on: str
    credit: int
    currency: str


def supplier_returns(scope: Scope) -> list[ListedSupply]:
    """What waits or is at a supplier now, and what suppliers answered in the period."""
    answered = f"back.state IN ('{Supplied.CREDITED}', '{Supplied.REFUSED}')"
    text = f"""
SELECT asked.number, COALESCE(product.name, sold.name, line.name, ''), line.quantity, back.supplier, back.state, back.sent_on, back.credit,
    asked.currency
FROM supplier_return AS back JOIN return_line AS line ON line.id = back.return_line_id
JOIN return_request AS asked ON asked.id = line.return_id
LEFT JOIN order_line AS sold ON sold.id = line.order_line_id LEFT JOIN product ON product.id = line.product_id
WHERE (NOT {answered} OR back.updated_at >= ? AND back.updated_at < ?){_of_staff(scope, "asked.responsible_id")} ORDER BY back.id"""
    return [ListedSupply._make(row) for row in rows_of(text, scope.params)]
