"""Payments, shipments and returns of an import: their rows are checked together with their lines before any is written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crm_desktop.core.actors import Actor
from crm_desktop.services.import_matching import names_of
from crm_desktop.services.import_orders import lines_by_order, orders_by_id
from crm_desktop.services.import_payments import Payments
from crm_desktop.services.import_returns import LINE_COLUMNS as RETURN_LINES
from crm_desktop.services.import_returns import Head, Returns, Sold, sold_of
from crm_desktop.services.import_shipments import LINE_COLUMNS as SHIPMENT_LINES
from crm_desktop.services.import_shipments import Made, PartRow, Shipments, check_inward
from crm_desktop.services.incoming import Incoming, Refuse, Row

PARTS = {"shipment": "shipment_line", "return_request": "return_line"}
OWNER = {"shipment_line": "shipment_id", "return_line": "return_id"}
LINES = {"shipment_line": SHIPMENT_LINES, "return_line": RETURN_LINES}
TRADE = frozenset({"payment", *PARTS, *OWNER})


class Trade:
    def __init__(self, source: str, by: Actor) -> None:
        self._source, self._by = source, by
        self.payments = Payments(source, by)

    def check(
        self, incoming: Incoming, rows: Sequence[Row], parts: Mapping[str, list[PartRow]], refuse: Refuse, leave_open: Refuse
    ) -> tuple[tuple[str, ...], list[Row], list[Made]]:
        """Of these shipments or returns, those that may come in with all their columns, and their lines."""
        if "return_id" in incoming.columns:
            return check_inward(incoming.columns, rows, refuse)
        if incoming.table == "shipment":
            return Shipments(self._source, whole=incoming.whole).check(incoming.columns, rows, parts, refuse)
        return Returns(whole=incoming.whole).check(incoming.columns, rows, parts, refuse, leave_open)

    def later_lines(self, incoming: Incoming, rows: Sequence[Row], refuse: Refuse) -> list[Made]:
        """Lines of shipments and returns that are here already, each with the id of what it belongs to."""
        place = incoming.columns.index(OWNER[incoming.table])
        parts: defaultdict[int, list[PartRow]] = defaultdict(list)
        for row in rows:
            parts[row[1][place]].append(PartRow(str(row[1][place]), row, dict(zip(incoming.columns, row[1], strict=True)), refuse))
        made = _of_shipments(self._source, parts) if incoming.table == "shipment_line" else _of_returns(parts)
        return [line._replace(values=[int(line.owner), *line.values[1:]]) for line in made]


def _of_shipments(source: str, parts: Mapping[int, list[PartRow]]) -> list[Made]:
    heads = names_of("shipment", ("order_id", "status"), parts)
    lines = lines_by_order({order_id for order_id, _status in heads.values()} - {None})
    checks = Shipments(source, whole=False)
    return [made for row_id, some in parts.items() for made in checks.add(heads[row_id][1], lines[heads[row_id][0]], some)]


def _of_returns(parts: Mapping[int, list[PartRow]]) -> list[Made]:
    heads = names_of("return_request", ("order_id", "currency", "state", "requested_at"), parts)
    orders = orders_by_id(head[0] for head in heads.values())
    sold = sold_of(orders)
    checks = Returns(whole=False)
    checks.know_products(part for some in parts.values() for part in some)
    made: list[Made] = []
    for row_id, some in parts.items():
        order_id, currency, state, at = heads[row_id]
        made += checks.add(Head(orders.get(order_id), currency, state, at), sold.get(order_id, Sold((), {})), some)
    return made
