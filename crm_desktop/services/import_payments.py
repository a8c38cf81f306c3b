"""Payments and refunds that an import brings: what `services.payments` demands of one is demanded of each row."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.currencies import checked_currency, digits_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import Flow, PaymentStatus
from crm_desktop.core.money import from_store, rounded, shown
from crm_desktop.data.models import Company, RoleLimit
from crm_desktop.services.import_matching import chunks, fetch_of, marks, names_of
from crm_desktop.services.import_orders import OrderFacts, orders_by_id
from crm_desktop.services.incoming import Refuse, Row
from crm_desktop.services.refund_limits import demand_limit

COLUMNS = (
    "order_id", "invoice_id", "customer_id", "direction", "amount", "allowance", "currency", "method", "reference", "reason",
    "received_at", "status", "staff_id", "return_line_id",
)  # fmt: skip
_OR_NONE = ("invoice_id", "staff_id", "return_line_id")
_TEXTS = ("reference", "reason")
_ACCOUNTS = """SELECT placed.id, CASE WHEN placed.state = 'cancelled' THEN 0 ELSE
    (SELECT COALESCE(SUM(total), 0) FROM order_line WHERE order_id = placed.id) - placed.discount + placed.shipping_charge + placed.tax
    - (SELECT COALESCE(SUM(allowance), 0) FROM payment WHERE payment.order_id = placed.id AND status = 'captured')
    - (SELECT COALESCE(SUM(back.value), 0) FROM return_line AS back JOIN return_request AS asked ON asked.id = back.return_id
        WHERE asked.order_id = placed.id AND back.resolution IN ('refund', 'exchange', 'store_credit', 'partial_refund')) END,
    (SELECT COALESCE(SUM(amount), 0) FROM payment WHERE payment.order_id = placed.id AND direction = 'in' AND status = 'captured'),
    (SELECT COALESCE(SUM(amount), 0) FROM payment WHERE payment.order_id = placed.id AND direction = 'out' AND status = 'captured'),
    (SELECT COALESCE(SUM(amount), 0) FROM payment WHERE payment.order_id = placed.id AND direction = 'out' AND status = 'pending')
FROM sales_order AS placed WHERE placed.id IN ({})"""
_REFERENCES = """SELECT order_id, direction, reference, amount FROM payment
WHERE reference <> '' AND source <> ? AND status <> 'failed' AND order_id IN ({})"""


@dataclass(slots=True)
class Account:
    """What an order's goods cost as of now, and the money that moved for them."""

    due: int = 0
    paid: int = 0
    refunded: int = 0
    leaving: int = 0

    @property
    def refundable(self) -> int:
        return self.paid - self.refunded - self.leaving

    def take(self, amount: int, status: str) -> None:
        self.paid += amount if status == PaymentStatus.CAPTURED else 0

    def allowance_of(self, amount: int) -> int:
        """What of a refund comes off the price: all but what was paid too much."""
        return max(0, amount + min(self.due - self.paid + self.refunded, 0))

    def give(self, amount: int, allowance: int, status: str) -> None:
        if status == PaymentStatus.CAPTURED:
            self.refunded, self.due = self.refunded + amount, self.due - allowance
        elif status == PaymentStatus.PENDING:
            self.leaving += amount


class _Item(NamedTuple):
    row: Row
    values: dict[str, Any]


class _Wrong(Exception):
    def __init__(self, column: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class Payments:
    """The checks of one import's payments: all that came in, then what went back, in the order in which it did."""

    def __init__(self, source: str, by: Actor) -> None:
        self._source, self._by = source, by
        self._limited = RoleLimit.select().where(RoleLimit.role == by.role, RoleLimit.refund_limit.is_null(False)).exists()
        self._currency = Company.the().currency
        self._given: defaultdict[int | None, int] = defaultdict(int)
        self._told: set[tuple[Any, ...]] = set()

    def check(self, columns: Sequence[str], rows: Iterable[Row], refuse: Refuse) -> tuple[tuple[str, ...], list[Row]]:
        """Those that may come in, with every column they are kept in."""
        items = [_Item(row, dict(zip(columns, row[1], strict=True))) for row in rows]
        invoices = names_of("invoice", ("order_id", "customer_id"), {row_id for item in items if (row_id := item.values.get("invoice_id"))})
        for item in items:
            order_id, customer_id = invoices.get(item.values.get("invoice_id") or 0, (None, None))
            item.values["order_id"] = item.values.get("order_id") or order_id
            item.values["customer_id"] = item.values.get("customer_id") or customer_id
        self._orders = orders_by_id(item.values["order_id"] for item in items)
        self._accounts = _accounts(self._orders)
        self._known = _references(self._orders, self._source)
        kept = set()
        for item in sorted(items, key=lambda item: (item.values["direction"] == Flow.OUT, item.values["received_at"])):
            try:
                self._complete(item.values)
                kept.add(id(item.row))
            except _Wrong as wrong:
                refuse(item.row, wrong.column, wrong.value, wrong.reason)
        return COLUMNS, [(row[0], [values[name] for name in COLUMNS], row[2]) for row, values in items if id(row) in kept]

    def _complete(self, values: dict[str, Any]) -> None:
        order = self._orders.get(values["order_id"] or 0)
        for name in _OR_NONE:
            values.setdefault(name, None)
        for name in _TEXTS:
            values.setdefault(name, "")
        values["customer_id"] = _customer(values["customer_id"], order)
        values["currency"] = _currency(values.get("currency") or "", order, self._currency)
        amount = from_store(values["amount"])
        digits = digits_of(values["currency"])
        if amount != rounded(amount, digits):
            raise _Wrong(
                "amount", amount, _("{currency} has {digits} digits after the point.").format(currency=values["currency"], digits=digits)
            )
        self._refuse_twice(values)
        stated = values.get("allowance")
        values["allowance"] = stated or 0
        if values["direction"] == Flow.OUT:
            self._give_back(values, order, stated)
        elif order is not None:
            self._accounts[order.id].take(values["amount"], values["status"])

    def _refuse_twice(self, values: dict[str, Any]) -> None:
        """Two of one file may share a reference as long as they are not the same payment; one that came otherwise is that one."""
        if not values["reference"] or values["status"] == PaymentStatus.FAILED:
            return
        key = tuple(values[name] for name in ("order_id", "direction", "reference", "amount"))
        here = (*key, values["received_at"])
        if key in self._known or here in self._told:
            raise _Wrong("reference", values["reference"], _("A payment with this reference and amount is here already."))
        self._told.add(here)

    def _give_back(self, values: dict[str, Any], order: OrderFacts | None, stated: int | None) -> None:
        amount: int = values["amount"]
        if values["status"] in (PaymentStatus.CAPTURED, PaymentStatus.PENDING):
            self._demand_limit(values, order)
        if order is None:
            return
        account = self._accounts[order.id]
        if values["status"] in (PaymentStatus.CAPTURED, PaymentStatus.PENDING) and amount > account.refundable:
            held = shown(from_store(max(account.refundable, 0)))
            raise _Wrong("amount", shown(from_store(amount)), _("Order {number} has {held} {currency} left to refund.").format(
                number=order.number, held=held, currency=order.currency))  # fmt: skip
        if stated is not None and not 0 <= stated <= amount:
            raise _Wrong("allowance", from_store(stated), _("What comes off the price lies between 0 and the amount."))
        values["allowance"] = account.allowance_of(amount) if stated is None else stated
        account.give(amount, values["allowance"], values["status"])

    def _demand_limit(self, values: dict[str, Any], order: OrderFacts | None) -> None:
        """Bringing a refund in by a file gets nobody past the limit of their role."""
        if not self._limited:
            return
        given = self._given[values["order_id"]] + values["amount"]
        try:
            demand_limit(self._by, from_store(given), values["currency"])
        except UserError as error:
            raise _Wrong("amount", shown(from_store(values["amount"])), str(error)) from error
        self._given[values["order_id"]] = given if order is not None else 0


def _customer(stated: int | None, order: OrderFacts | None) -> int:
    if order is None and stated is None:
        raise _Wrong("order", "", _("A payment needs an order, an invoice or a customer."))
    if order is None:
        assert stated is not None
        return stated
    if stated not in (None, order.customer_id):
        raise _Wrong("customer", "", _("Order {number} is another customer’s.").format(number=order.number))
    return order.customer_id


def _currency(stated: str, order: OrderFacts | None, own: str) -> str:
    wanted = own if order is None else order.currency
    stated = stated.strip().upper()
    if order is not None and stated not in ("", wanted):
        raise _Wrong("currency", stated, _("Order {number} is in {currency}.").format(number=order.number, currency=wanted))
    try:
        return checked_currency(stated) if stated else wanted
    except UserError as error:
        raise _Wrong("currency", stated, _("There is no such currency.")) from error


def _accounts(orders: Collection[int]) -> defaultdict[int, Account]:
    found: defaultdict[int, Account] = defaultdict(Account)
    for some in chunks(orders):
        found.update((row[0], Account(*map(int, row[1:]))) for row in fetch_of(_ACCOUNTS.format(marks(some)), some))
    return found


def _references(orders: Collection[int], source: str) -> set[tuple[Any, ...]]:
    return {tuple(row) for some in chunks(orders) for row in fetch_of(_REFERENCES.format(marks(some)), (source, *some))}
