"""What an import of payments, shipments and returns has to know of the orders they belong to, read for many at once.

Amounts and quantities are the store's ten-thousandths. Nothing here relies on derived columns: the orders may have come a moment ago.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import Resolution, ReturnState, ShipmentStatus
from crm_desktop.services.import_matching import chunks, fetch_of, marks

GONE = (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED)
DROPPED = (ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED)
GIVEN_BACK = (Resolution.REPAIR, Resolution.REJECTED)


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_ORDERS = """SELECT id, number, customer_id, currency, state, ordered_at, discount, shipping_charge, tax
FROM sales_order WHERE id IN ({})"""
_OF_CUSTOMERS = f"""SELECT id FROM sales_order
WHERE state NOT IN ('{OrderState.CANCELLED}', '{OrderState.DRAFT}') AND customer_id IN ({{}})"""
_LINES = f"""SELECT line.order_id, line.id, line.position, line.product_id, line.sku, line.name, line.quantity, line.total, line.tax_rate,
    line.source_id,
    (SELECT COALESCE(SUM(packed.quantity), 0) FROM shipment_line AS packed JOIN shipment ON shipment.id = packed.shipment_id
        WHERE packed.order_line_id = line.id AND shipment.direction = 'out'
            AND shipment.status IN ({_words((*GONE, ShipmentStatus.PREPARED))})),
    (SELECT COALESCE(SUM(packed.quantity), 0) FROM shipment_line AS packed JOIN shipment ON shipment.id = packed.shipment_id
        WHERE packed.order_line_id = line.id AND shipment.direction = 'out' AND shipment.status IN ({_words(GONE)})),
    (SELECT COALESCE(SUM(back.quantity), 0) FROM return_line AS back JOIN return_request AS asked ON asked.id = back.return_id
        WHERE back.order_line_id = line.id AND asked.state NOT IN ({_words(DROPPED)}) AND back.resolution NOT IN ({_words(GIVEN_BACK)}))
FROM order_line AS line WHERE line.order_id IN ({{}}) ORDER BY line.order_id, line.position, line.id"""


class OrderFacts(NamedTuple):
    id: int
    number: str
    customer_id: int
    currency: str
    state: str
    ordered_at: int
    discount: int
    shipping_charge: int
    tax: int


@dataclass(slots=True)
class LineFacts:
    """`held` is shipped or packed, `shipped` has left the house, `claimed` is in a return: asked for, under way, or back for good."""

    order_id: int
    id: int
    position: int
    product_id: int | None
    sku: str
    name: str
    quantity: int
    total: int
    tax_rate: int
    source_id: str
    held: int
    shipped: int
    claimed: int

    @property
    def waiting(self) -> int:
        return max(self.quantity - self.held, 0)

    @property
    def returnable(self) -> int:
        return max(self.shipped - self.claimed, 0)


class Meant(NamedTuple):
    """Which line of an order a row says it is about."""

    order_line_id: int | None
    position: int | None
    product_id: int | None
    sku: str

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Meant":
        return cls(values.get("order_line_id"), values.get("position"), values.get("product_id"), values.get("sku") or "")

    def is_met_by(self, line: LineFacts) -> bool:
        if self.order_line_id is not None:
            return line.id == self.order_line_id
        if self.position is not None:
            return line.position == self.position
        return line.product_id == self.product_id if self.product_id is not None else not self.sku or line.sku == self.sku


def orders_by_id(ids: Iterable[int | None]) -> dict[int, OrderFacts]:
    wanted = {row_id for row_id in ids if row_id is not None}
    found = (OrderFacts(*row) for some in chunks(wanted) for row in fetch_of(_ORDERS.format(marks(some)), some))
    return {order.id: order for order in found}


def orders_of_customers(ids: Collection[int]) -> dict[int, OrderFacts]:
    """Those that could be meant: placed, and not cancelled."""
    return orders_by_id(row[0] for some in chunks(ids) for row in fetch_of(_OF_CUSTOMERS.format(marks(some)), some))


def lines_by_order(ids: Iterable[int]) -> defaultdict[int, list[LineFacts]]:
    found: defaultdict[int, list[LineFacts]] = defaultdict(list)
    for some in chunks(ids):
        for row in fetch_of(_LINES.format(marks(some)), some):
            found[row[0]].append(LineFacts(*row[:10], *map(int, row[10:])))  # a server adds up to a Decimal
    return found


def line_meant(lines: Sequence[LineFacts], meant: Meant, enough: Collection[int]) -> LineFacts | str:
    """The one line that can be meant, or why there is none. `enough` are the ids of lines that have as many units left."""
    if meant == Meant(None, None, None, "") and len(lines) != 1:
        return _("It does not say which line of the order it is about.")
    found = [line for line in lines if meant.is_met_by(line)]
    if not found:
        return _("The order has no such line.")
    if len(found) > 1:
        found = [line for line in found if line.id in enough] or found
    if len(found) > 1:
        return _("Several lines of the order could be meant. Name the line by its position.")
    return found[0]
