"""Returns that an import brings: line by line, or as nothing but the word that an order came back.

Where no file says which order goods came back from, it is looked for: the one earlier order of that customer that can hold all of the
return's lines. Where several can, none is taken, and the return is reported as left open.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from crm_desktop.core.currencies import checked_currency, digits_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import Resolution, ReturnReason, ReturnState
from crm_desktop.core.money import ZERO, from_store, rounded, shown, to_store
from crm_desktop.data.models import Company
from crm_desktop.services.import_matching import names_of
from crm_desktop.services.import_orders import (
    DROPPED,
    GIVEN_BACK,
    LineFacts,
    Meant,
    OrderFacts,
    line_meant,
    lines_by_order,
    orders_by_id,
    orders_of_customers,
)
from crm_desktop.services.import_shipments import Made, PartRow
from crm_desktop.services.incoming import Refuse, Row
from crm_desktop.services.return_values import Extras, paid_for, part_of

COLUMNS = (
    "number", "customer_id", "order_id", "channel_id", "responsible_id", "requested_at", "dated", "deadline", "currency", "state",
    "window_reason", "note", "state_reason", "received_at", "settled_at",
)  # fmt: skip
LINE_COLUMNS = (
    "return_id", "order_line_id", "product_id", "name", "quantity", "reason", "chosen_reason_id", "note", "condition", "disposition",
    "resolution", "value", "resolution_note", "settled_at",
)  # fmt: skip
_HERE = (ReturnState.RECEIVED, ReturnState.INSPECTED, ReturnState.SETTLED)
_NOT_YET = (ReturnState.REQUESTED, *DROPPED)
_OTHERWISE: dict[str, Any] = {
    "order_id": None, "customer_id": None, "channel_id": None, "responsible_id": None, "requested_at": None, "deadline": "9999-12-31",
    "currency": "", "window_reason": "", "note": "", "state_reason": "",
}  # fmt: skip
_OTHERWISE_LINE: dict[str, Any] = {
    "name": "", "note": "", "condition": "", "disposition": "", "resolution_note": "", "product_id": None, "value": None,
    "unit_price": None, "chosen_reason_id": None,
}  # fmt: skip


class Head(NamedTuple):
    """A return that is coming in or is here; lines can be added to either."""

    order: OrderFacts | None
    currency: str
    state: str
    at: int


class Sold(NamedTuple):
    """The lines of an order and, by line, what was paid for it."""

    lines: Sequence[LineFacts]
    paid: Mapping[int, Decimal]


class Returns:
    """The checks of one import's returns. `whole`: they come without lines, and each takes all of its order that was shipped."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole
        self._currency = Company.the().currency

    def check(
        self, columns: Sequence[str], rows: Iterable[Row], parts: Mapping[str, list[PartRow]], refuse: Refuse, leave_open: Refuse
    ) -> tuple[tuple[str, ...], list[Row], list[Made]]:
        """Those that may come in with all their columns, and their lines. `leave_open` is told of those whose order cannot be told."""
        items = [(row, {**_OTHERWISE, **dict(zip(columns, row[1], strict=True))}) for row in rows]
        self._look_up(items, parts)
        kept: list[Row] = []
        made: list[Made] = []
        for row, values in items:
            doubt = "" if self._whole else self._find_order(values, parts.get(row[0], ()))
            reason = self._wrong(values)
            if reason:
                refuse(row, *reason)
                continue
            own = self._lines(row, values, parts.get(row[0], ()))
            if not own:
                nothing = _("Nothing of this order was shipped and can have come back.") if self._whole else _("No line of it came in.")
                refuse(row, "order", self._number(values), nothing)
                continue
            if doubt:
                leave_open(row, "order", "", doubt)
            kept.append((row[0], [values[name] for name in COLUMNS], row[2]))
            made += own
        return COLUMNS, kept, made

    def add(self, head: Head, sold: Sold, parts: Iterable[PartRow]) -> list[Made]:
        """Lines of a return, for as many units as left the house and did not come back yet."""
        return [line for part in parts if (line := self._made(head, sold, part)) is not None]

    def _look_up(self, items: Sequence[tuple[Row, dict[str, Any]]], parts: Mapping[str, list[PartRow]]) -> None:
        self._orders = orders_by_id(values["order_id"] for _row, values in items)
        seeking = {values["customer_id"] for row, values in items if values["order_id"] is None and parts.get(row[0])} - {None}
        candidates = orders_of_customers(seeking)
        self._of_customer: defaultdict[int, list[OrderFacts]] = defaultdict(list)
        for order in candidates.values():
            self._of_customer[order.customer_id].append(order)
        self._orders |= candidates
        self._sold = sold_of(self._orders)
        self.know_products(part for some in parts.values() for part in some)

    def know_products(self, parts: Iterable[PartRow]) -> None:
        self._products = names_of("product", ("name", "price"), {row_id for part in parts if (row_id := part.values.get("product_id"))})

    def _find_order(self, values: dict[str, Any], parts: Sequence[PartRow]) -> str:
        """Sets the order where it is certain. Why it is not, where it is sought in vain."""
        if values["order_id"] is not None or values["customer_id"] is None or not parts:
            return ""
        before = [order for order in self._of_customer[values["customer_id"]]
                  if values["requested_at"] is None or order.ordered_at <= values["requested_at"]]  # fmt: skip
        able = [order for order in before if all(_fits(self._sold[order.id].lines, part) for part in parts)]
        if len(able) == 1:
            values["order_id"] = able[0].id
            return ""
        if not able:
            return _("No one earlier order holds all that came back. It came in without an order.")
        numbers = ", ".join(order.number for order in able[:5])
        return _("Several orders could be meant: {numbers}. It came in without an order.").format(numbers=numbers)

    def _wrong(self, values: dict[str, Any]) -> tuple[str, object, str] | None:
        """Column, value and reason; completes what follows from the order."""
        order = self._orders.get(values["order_id"] or 0)
        if order is None and values["customer_id"] is None:
            return "order", "", _("A return needs a customer or an order.")
        if order is not None:
            if values["customer_id"] not in (None, order.customer_id):
                return "customer", "", _("Order {number} is another customer’s.").format(number=order.number)
            values["customer_id"] = order.customer_id
        try:
            stated = checked_currency(values["currency"]) if values["currency"] else ""
        except UserError:
            return "currency", values["currency"], _("There is no such currency.")
        values["currency"] = stated or self._currency if order is None else order.currency
        if stated not in ("", values["currency"]):
            return "currency", stated, _("Order {number} is in {currency}.").format(
                number=self._number(values), currency=values["currency"])  # fmt: skip
        return _date(values, order)

    def _lines(self, row: Row, values: dict[str, Any], parts: Sequence[PartRow]) -> list[Made]:
        order = self._orders.get(values["order_id"] or 0)
        head = Head(order, values["currency"], values["state"], values["settled_at"] or values["requested_at"])
        sold = self._sold[order.id] if order else Sold((), {})
        if not self._whole:
            return self.add(head, sold, parts)
        found: list[Made] = []
        for line in sold.lines:
            if line.returnable:
                stated = {"quantity": line.returnable, "order_line_id": line.id, "reason": values.get("reason") or ReturnReason.UNKNOWN,
                          "resolution": values.get("resolution")}  # fmt: skip
                key = f"{row[0]}#{line.id}"
                part = PartRow(row[0], (key, [], row[2]), stated, _never)
                found += self.add(head, sold, [part])
        return [line._replace(row=None) for line in found]

    def _made(self, head: Head, sold: Sold, part: PartRow) -> Made | None:
        values = {**_OTHERWISE_LINE, **part.values}
        _settle(values, head)
        reason = _wrong_state(values, head)
        if reason is None and head.order is not None:
            reason = _take_off(values, head, sold)
        elif reason is None:
            reason = self._value_without_order(values, head)
        if reason is not None:
            part.refuse(part.row, *reason)
            return None
        return Made(part.owner, part.row[0], [None, *(values[name] for name in LINE_COLUMNS[1:])], part.row[2], part.row)

    def _value_without_order(self, values: dict[str, Any], head: Head) -> tuple[str, object, str] | None:
        name, price = self._products.get(values["product_id"] or 0, ("", 0))
        if not (values["name"] or name):
            return "product", "", _("A return without an order needs a product in each line.")
        values["order_line_id"], values["name"] = None, values["name"] or name
        if values["value"] is None:
            price = price if values["unit_price"] is None else values["unit_price"]
            whole = from_store(price) * from_store(values["quantity"])
            values["value"] = to_store(rounded(whole, digits_of(head.currency)))
        return None

    def _number(self, values: Mapping[str, Any]) -> str:
        order = self._orders.get(values["order_id"] or 0)
        return order.number if order else ""


def sold_of(orders: Mapping[int, OrderFacts]) -> dict[int, Sold]:
    lines = lines_by_order(orders)
    return {row_id: Sold(lines[row_id], _paid(order, lines[row_id])) for row_id, order in orders.items()}


def _paid(order: OrderFacts, lines: Sequence[LineFacts]) -> dict[int, Decimal]:
    extras = Extras(from_store(order.discount), from_store(order.shipping_charge), from_store(order.tax))
    paid = paid_for([(from_store(line.total), from_store(line.tax_rate)) for line in lines], extras, digits_of(order.currency))
    return {line.id: amount for line, amount in zip(lines, paid, strict=True)}


def _fits(lines: Sequence[LineFacts], part: PartRow) -> bool:
    wanted = Meant.of(part.values)
    return any(wanted.is_met_by(line) and line.returnable >= part.values["quantity"] for line in lines)


def _date(values: dict[str, Any], order: OrderFacts | None) -> tuple[str, object, str] | None:
    """Without a day of its own it counts in its order's month, and says so."""
    values["dated"] = values["requested_at"] is not None
    if order is None and not values["dated"]:
        return "requested_at", "", _("A return without an order needs the day it was asked for.")
    if order is not None and values["requested_at"] is None:
        values["requested_at"] = order.ordered_at
    if "received_at" not in values:
        values["received_at"] = values["requested_at"] if values["state"] in _HERE else None
    if "settled_at" not in values:
        values["settled_at"] = values["received_at"] if values["state"] == ReturnState.SETTLED else None
    return None


def _settle(values: dict[str, Any], head: Head) -> None:
    """Where nothing says how: what is settled was refunded, and nothing else is yet."""
    if values.get("resolution") is None:
        values["resolution"] = str(Resolution.REFUND if head.state == ReturnState.SETTLED else Resolution.NONE)
    if values.get("settled_at") is None:
        values["settled_at"] = head.at if values["resolution"] else None


def _wrong_state(values: dict[str, Any], head: Head) -> tuple[str, object, str] | None:
    if values["condition"] and head.state not in _HERE:
        return "condition", values["condition"], _("Goods are inspected when they are here, and this return is not.")
    if values["resolution"] and head.state in _NOT_YET:
        return "resolution", values["resolution"], _("A return that is {state} is not settled.").format(state=_(head.state))
    return None


def _take_off(values: dict[str, Any], head: Head, sold: Sold) -> tuple[str, object, str] | None:
    """Binds the line to that of the order and takes its units from what can come back. The value is at most what was paid."""
    quantity: int = values["quantity"]
    line = line_meant(sold.lines, Meant.of(values), {line.id for line in sold.lines if line.returnable >= quantity})
    if isinstance(line, str):
        return "line", "", line
    goes = head.state in DROPPED or values["resolution"] in GIVEN_BACK
    if not goes and quantity > line.returnable:
        return "quantity", shown(from_store(quantity)), _("Only {count} of “{name}” were shipped and can be returned.").format(
            count=shown(from_store(line.returnable)), name=line.name)  # fmt: skip
    digits = digits_of(head.currency)
    most = _worth(sold.paid[line.id], line, quantity, digits)
    if values["value"] is None and values["unit_price"] is not None:
        values["value"] = to_store(min(rounded(from_store(values["unit_price"]) * from_store(quantity), digits), most))
    value = (most if values["resolution"] else ZERO) if values["value"] is None else from_store(values["value"])
    if value > most:
        return "value", shown(value), _("The value of this line lies between 0 and {most} {currency}.").format(
            most=shown(most), currency=head.currency)  # fmt: skip
    values.update(order_line_id=line.id, product_id=line.product_id, name=line.name)
    values["value"] = to_store(value) if values["resolution"] not in GIVEN_BACK and head.state not in DROPPED else 0
    line.claimed += 0 if goes else quantity
    return None


def _worth(paid: Decimal, line: LineFacts, quantity: int, digits: int) -> Decimal:
    """A whole line is worth what it cost, to the last place that its source states; a part of one is rounded."""
    if line.quantity <= 0:
        return ZERO
    if quantity == line.quantity and not line.claimed:
        return paid
    return part_of(paid, from_store(line.quantity), from_store(quantity), from_store(line.claimed), digits)


def _never(row: Row, column: str, value: object, reason: str) -> None:
    raise AssertionError(f"what was shipped can come back: {column} {reason}")
