"""Counts of returns for figures: what came back, why, from whom, how it was settled. Units and money stay as they are stored."""

from datetime import date
from typing import NamedTuple

from crm_desktop.core.kinds_of_trade import Condition, Flow, RepairState, Resolution, ReturnReason, ReturnState, ShipmentStatus
from crm_desktop.core.kinds_of_trade import SupplierReturnState as Supplied
from crm_desktop.data import trade_sums
from crm_desktop.data.trade_sums import COUNTED, NO_REPLACEMENT
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of

_DROPPED = f"('{ReturnState.DECLINED}', '{ReturnState.CANCELLED}', '{ReturnState.EXPIRED}')"
_DAMAGED = (
    f"(line.reason IN ('{ReturnReason.DAMAGED}', '{ReturnReason.DAMAGED_IN_TRANSIT}') OR line.condition = '{Condition.DAMAGED_BY_CARRIER}')"
)
_SKU = "COALESCE(product.sku, sold.sku, '')"
_NAME = "COALESCE(product.name, sold.name, line.name, '')"


def _asked(scope: Scope) -> str:
    """The period's returns. One that states no day has its order's."""
    return scope.where("asked.requested_at", "asked.responsible_id")


class Asked(NamedTuple):
    """Returns in one state; of them those without a date, and those without an order."""

    cases: int
    undated: int
    orderless: int


def asked_by_state(scope: Scope) -> dict[str, Asked]:
    text = f"""
SELECT asked.state, COUNT(*), SUM(CASE WHEN asked.dated THEN 0 ELSE 1 END),
    SUM(CASE WHEN asked.order_id IS NULL THEN 1 ELSE 0 END)
FROM return_request AS asked WHERE {_asked(scope)} GROUP BY asked.state"""
    return {row[0]: Asked(*map(int, row[1:])) for row in rows_of(text, scope.params)}


class Goods(NamedTuple):
    sku: str
    name: str


class Came(NamedTuple):
    """Lines of one product that came back for one reason, and how many of them are under warranty."""

    goods: Goods
    reason: str
    lines: int
    units: int
    warranted: int


def came_back(scope: Scope) -> list[Came]:
    """By product and reason; a product goes by its name of today, or else by its name when it was sold."""
    text = f"""
SELECT {_SKU}, {_NAME}, line.reason, COUNT(*), SUM(line.quantity), SUM(CASE WHEN line.reason = '{ReturnReason.WARRANTY}' OR EXISTS
    (SELECT 1 FROM repair WHERE repair.return_line_id = line.id AND repair.warranty AND repair.state <> '{RepairState.CANCELLED}')
    THEN 1 ELSE 0 END)
FROM return_request AS asked JOIN return_line AS line ON line.return_id = asked.id
LEFT JOIN order_line AS sold ON sold.id = line.order_line_id LEFT JOIN product ON product.id = line.product_id
WHERE {_asked(scope)} AND asked.state NOT IN {_DROPPED} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    return [Came(Goods(row[0], row[1]), row[2], *map(int, row[3:])) for row in rows_of(text, scope.params)]


def units_sold_in_all(scope: Scope) -> int:
    return trade_sums.units_sold(scope.where("placed.ordered_at", "placed.staff_id"), scope.params)


def units_sold(scope: Scope) -> dict[Goods, int]:
    """Of orders placed; what was sent again in place of returned goods was not sold."""
    text = f"""
SELECT COALESCE(product.sku, line.sku), COALESCE(product.name, line.name), SUM(line.quantity)
FROM sales_order AS placed JOIN order_line AS line ON line.order_id = placed.id LEFT JOIN product ON product.id = line.product_id
WHERE {scope.where("placed.ordered_at", "placed.staff_id")} AND {COUNTED}
    AND line.quantity > 0 AND {NO_REPLACEMENT}
GROUP BY 1, 2"""
    return {Goods(row[0], row[1]): int(row[2]) for row in rows_of(text, scope.params)}


class Carried(NamedTuple):
    goods: Goods
    carrier: str


def units_shipped(first: date, last: date) -> dict[Carried, int]:
    """By product and the carrier that took them; `''` where nobody wrote the carrier down."""
    text = f"""
SELECT {_SKU}, COALESCE(product.name, sold.name, ''), parcel.carrier, SUM(line.quantity)
FROM shipment AS parcel JOIN shipment_line AS line ON line.shipment_id = parcel.id
LEFT JOIN order_line AS sold ON sold.id = line.order_line_id LEFT JOIN product ON product.id = line.product_id
WHERE parcel.shipped_on >= ? AND parcel.shipped_on <= ? AND parcel.direction = '{Flow.OUT}'
    AND parcel.status <> '{ShipmentStatus.PREPARED}' GROUP BY 1, 2, 3"""
    rows = rows_of(text, (first.isoformat(), last.isoformat()))
    return {Carried(Goods(row[0], row[1]), row[2]): int(row[3]) for row in rows}


_CARRIER = f"""(SELECT parcel.carrier FROM shipment_line AS packed JOIN shipment AS parcel ON parcel.id = packed.shipment_id
    WHERE packed.order_line_id = line.order_line_id AND parcel.direction = '{Flow.OUT}' AND parcel.status <> '{ShipmentStatus.PREPARED}'
    ORDER BY parcel.shipped_on DESC, parcel.id DESC LIMIT 1)"""


class Damaged(NamedTuple):
    lines: int
    units: int


def damaged(scope: Scope) -> dict[Carried, Damaged]:
    """By product and the carrier of the order's last parcel with them; goods that no parcel of ours is known for are left out."""
    text = f"""
SELECT sku, name, carrier, COUNT(*), SUM(quantity) FROM (SELECT {_SKU} AS sku, {_NAME} AS name, {_CARRIER} AS carrier, line.quantity
    FROM return_request AS asked JOIN return_line AS line ON line.return_id = asked.id
    LEFT JOIN order_line AS sold ON sold.id = line.order_line_id LEFT JOIN product ON product.id = line.product_id
    WHERE {_asked(scope)} AND asked.state NOT IN {_DROPPED} AND line.order_line_id IS NOT NULL AND {_DAMAGED}) AS damaged
WHERE carrier IS NOT NULL GROUP BY 1, 2, 3"""
    return {Carried(Goods(row[0], row[1]), row[2]): Damaged(int(row[3]), int(row[4])) for row in rows_of(text, scope.params)}


class Back(NamedTuple):
    units: int
    orders: int


def back_in_all(scope: Scope) -> Back:
    """All units that `came_back` tells by product and reason, and how many different orders they are of."""
    text = f"""
SELECT COALESCE(SUM(line.quantity), 0), COUNT(DISTINCT asked.order_id)
FROM return_request AS asked JOIN return_line AS line ON line.return_id = asked.id
WHERE {_asked(scope)} AND asked.state NOT IN {_DROPPED}"""
    return Back(*map(int, rows_of(text, scope.params)[0]))


class Settled(NamedTuple):
    lines: int
    units: int
    value: int


def settled_by_resolution(scope: Scope) -> dict[tuple[str, str], Settled]:
    """By currency and resolution: lines settled in the period, whenever they were asked for."""
    text = f"""
SELECT asked.currency, line.resolution, COUNT(*), SUM(line.quantity), SUM(line.value)
FROM return_line AS line JOIN return_request AS asked ON asked.id = line.return_id
WHERE {scope.where("line.settled_at", "asked.responsible_id")} AND line.resolution <> '{Resolution.NONE}' GROUP BY 1, 2"""
    return {(row[0], row[1]): Settled(*map(int, row[2:])) for row in rows_of(text, scope.params)}


def settling_time(scope: Scope) -> tuple[int, int]:
    """Seconds from request to settlement of the returns settled in the period, and how many these are.

    The state is joined to nothing, to keep SQLite from its index, by which it would look at all that was ever settled.
    """
    text = f"""
SELECT COALESCE(SUM(asked.settled_at - asked.requested_at), 0), COUNT(*) FROM return_request AS asked
WHERE {scope.where("asked.settled_at", "asked.responsible_id")} AND asked.state || '' = '{ReturnState.SETTLED}' AND asked.dated"""
    ((seconds, count),) = rows_of(text, scope.params)
    return int(seconds), int(count)


class Supplier(NamedTuple):
    lines: int
    credit: int


def supplier_returns(scope: Scope) -> dict[tuple[str, str], Supplier]:
    """By currency and state: what waits or is at a supplier now, and what suppliers answered in the period."""
    answered = f"back.state IN ('{Supplied.CREDITED}', '{Supplied.REFUSED}')"
    of_staff = f" AND asked.responsible_id IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""
    text = f"""
SELECT asked.currency, back.state, COUNT(*), SUM(back.credit) FROM supplier_return AS back
JOIN return_line AS line ON line.id = back.return_line_id JOIN return_request AS asked ON asked.id = line.return_id
WHERE (NOT {answered} OR back.updated_at >= ? AND back.updated_at < ?){of_staff} GROUP BY 1, 2"""
    return {(row[0], row[1]): Supplier(*map(int, row[2:])) for row in rows_of(text, scope.params)}


def has_returns() -> bool:
    return bool(rows_of("SELECT 1 FROM return_request LIMIT 1"))
