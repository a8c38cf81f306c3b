"""Shipments that an import brings: no more of a line leaves the house than was ordered, whoever says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import Flow, ReturnState, ShipmentStatus
from crm_desktop.core.money import from_store, shown
from crm_desktop.services.import_matching import chunks, fetch_of, marks, names_of
from crm_desktop.services.import_orders import LineFacts, Meant, OrderFacts, line_meant, lines_by_order, orders_by_id
from crm_desktop.services.incoming import Place, Refuse, Row

COLUMNS = ("order_id", "carrier", "tracking", "link", "shipped_on", "delivered_on", "status", "note")
INWARD_COLUMNS = ("return_id", "direction", *COLUMNS)
LINE_COLUMNS = ("shipment_id", "order_line_id", "product_id", "quantity")
_ON_THEIR_WAY = (ReturnState.IN_TRANSIT, ReturnState.RECEIVED, ReturnState.INSPECTED, ReturnState.SETTLED)
_INWARD = "SELECT return_id FROM shipment WHERE direction = 'in' AND return_id IN ({})"
_GOODS = "SELECT return_id, id, order_line_id, product_id, quantity FROM return_line WHERE return_id IN ({}) ORDER BY return_id, id"
_BACK = (ShipmentStatus.LOST, ShipmentStatus.SENT_BACK)
_EMPTY = {"carrier": "", "tracking": "", "link": "", "shipped_on": "9999-12-31", "delivered_on": "9999-12-31", "note": ""}
_TRACKED = "SELECT order_id, tracking FROM shipment WHERE tracking <> '' AND source <> ? AND order_id IN ({})"


class PartRow(NamedTuple):
    """A line that comes in with its shipment or return: that record's key, the row, and how to keep it out."""

    owner: str
    row: Row
    values: dict[str, Any]
    refuse: Refuse


class Made(NamedTuple):
    """A line as it is to be kept, but for the id of what it belongs to, which stands first. `row` is None where no file has it."""

    owner: str
    key: str
    values: list[Any]
    place: Place
    row: Row | None


class Shipments:
    """The checks of one import's shipments. `whole`: they come without lines, and take all that waits."""

    def __init__(self, source: str, *, whole: bool) -> None:
        self._source, self._whole = source, whole

    def check(
        self, columns: Sequence[str], rows: Iterable[Row], parts: Mapping[str, list[PartRow]], refuse: Refuse
    ) -> tuple[tuple[str, ...], list[Row], list[Made]]:
        """Those that may come in with all their columns, and their lines."""
        items = [(row, {**_EMPTY, **dict(zip(columns, row[1], strict=True))}) for row in rows]
        orders = orders_by_id(values["order_id"] for _row, values in items)
        lines = lines_by_order(orders)
        tracked = {tuple(row) for some in chunks(orders) for row in fetch_of(_TRACKED.format(marks(some)), (self._source, *some))}
        kept: list[Row] = []
        made: list[Made] = []
        for row, values in items:
            order = orders[values["order_id"]]
            reason = _wrong(order, values, tracked)
            if reason:
                refuse(row, *reason)
                continue
            own = self._packed(row, values["status"], lines[order.id], parts.get(row[0], ()))
            if not own:
                nothing = _("Nothing of this order waits to be shipped.") if self._whole else _("No line of it came in.")
                refuse(row, "order", order.number, nothing)
                continue
            kept.append((row[0], [values[name] for name in COLUMNS], row[2]))
            made += own
        return COLUMNS, kept, made

    def add(self, status: str, lines: Sequence[LineFacts], parts: Iterable[PartRow]) -> list[Made]:
        """Lines that come later than their shipment."""
        return [line for part in parts if (line := _made(part, status, lines)) is not None]

    def _packed(self, row: Row, status: str, lines: Sequence[LineFacts], parts: Iterable[PartRow]) -> list[Made]:
        if not self._whole:
            return self.add(status, lines, parts)
        found = [(line, line.waiting) for line in lines if line.waiting]
        for line, quantity in found:
            _pack(line, quantity, status)
        return [Made(row[0], f"{row[0]}#{line.id}", [None, line.id, line.product_id, quantity], row[2], None) for line, quantity in found]


def check_inward(columns: Sequence[str], rows: Iterable[Row], refuse: Refuse) -> tuple[tuple[str, ...], list[Row], list[Made]]:
    """Parcels that bring the goods of a return: one for each, with all its lines."""
    items = [(row, {**_EMPTY, "direction": str(Flow.IN), **dict(zip(columns, row[1], strict=True))}) for row in rows]
    returns = {values["return_id"] for _row, values in items}
    heads = names_of("return_request", ("order_id", "state", "number"), returns)
    here = {row[0] for some in chunks(returns) for row in fetch_of(_INWARD.format(marks(some)), some)}
    goods: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for some in chunks(returns):
        for return_id, *line in fetch_of(_GOODS.format(marks(some)), some):
            goods[return_id].append(tuple(line))
    kept: list[Row] = []
    made: list[Made] = []
    for row, values in items:
        return_id = values["return_id"]
        values["order_id"], state, number = heads[return_id]
        if return_id in here:
            refuse(row, "return", number, _("A parcel of this return is here already."))
        elif state not in _ON_THEIR_WAY:
            refuse(row, "return", number, _("A return that is {state} has no goods on their way.").format(state=_(state)))
        else:
            here.add(return_id)
            kept.append((row[0], [values[name] for name in INWARD_COLUMNS], row[2]))
            made += [Made(row[0], f"{row[0]}#{line[0]}", [None, *line[1:]], row[2], None) for line in goods[return_id]]
    return INWARD_COLUMNS, kept, made


def _wrong(order: OrderFacts, values: dict[str, Any], tracked: set[tuple[Any, ...]]) -> tuple[str, object, str] | None:
    """Column, value and reason."""
    if order.state == OrderState.CANCELLED:
        return "order", order.number, _("This order was cancelled.")
    if (order.id, values["tracking"]) in tracked:
        return "tracking", values["tracking"], _("A shipment with this tracking number is here already.")
    return None


def _made(part: PartRow, status: str, lines: Sequence[LineFacts]) -> Made | None:
    quantity: int = part.values["quantity"]
    line = line_meant(lines, Meant.of(part.values), {line.id for line in lines if line.waiting >= quantity})
    if isinstance(line, str):
        part.refuse(part.row, "line", "", line)
        return None
    if quantity > line.waiting:
        reason = _("Only {count} of “{name}” still wait to be shipped.").format(count=shown(from_store(line.waiting)), name=line.name)
        part.refuse(part.row, "quantity", shown(from_store(quantity)), reason)
        return None
    _pack(line, quantity, status)
    return Made(part.owner, part.row[0], [None, line.id, line.product_id, quantity], part.row[2], part.row)


def _pack(line: LineFacts, quantity: int, status: str) -> None:
    """What got lost or came back waits again."""
    if status not in _BACK:
        line.held += quantity
    if status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        line.shipped += quantity
