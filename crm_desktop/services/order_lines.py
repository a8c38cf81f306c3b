"""The lines of an order: made from products as they are today, reckoned, taxed, and taken from stock."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import MovementKind, OrderState
from crm_desktop.core.kinds_of_trade import PaymentState
from crm_desktop.core.money import ZERO, from_store, line_gross, line_total, to_store
from crm_desktop.core.order_sums import OrderSums, order_sums
from crm_desktop.data.database import database, fetch
from crm_desktop.data.history import Done
from crm_desktop.data.models import Order, OrderLine, StockMovement

MOST_LINES = 2_000
_MOVED = """SELECT product_id, SUM(quantity) FROM stock_movement WHERE order_id = ? AND kind <> 'loss'
GROUP BY product_id ORDER BY product_id"""


@dataclass(frozen=True, slots=True)
class LineInput:
    """`unit_price` None: the product's price today. With an `id`, the line to change."""

    product_id: int
    quantity: Decimal
    unit_price: Decimal | None = None
    discount_percent: Decimal = ZERO
    id: int | None = None


class Terms(NamedTuple):
    """What of the company an order's sums and days follow from. Reading all of it takes as long as writing an order's lines."""

    currency: str
    prices_include_tax: bool
    zone: str


def terms() -> Terms:
    ((currency, included, zone),) = fetch("SELECT currency, prices_include_tax, zone FROM company")
    return Terms(currency, bool(included), zone)


def check_lines(lines: Sequence[LineInput]) -> None:
    if not lines:
        raise UserError(_("An order needs at least one line. Nothing was saved."))
    if len(lines) > MOST_LINES:
        raise UserError(
            _("An order has at most {most} lines; this one has {count}. Nothing was saved; make two of it.").format(
                most=MOST_LINES, count=len(lines)
            )
        )
    for line in lines:
        if line.quantity <= 0:
            raise UserError(_("A quantity must be above zero. Nothing was saved."))
        if not 0 <= line.discount_percent <= 100:
            raise UserError(_("A discount lies between 0 and 100 percent. Nothing was saved."))
        if line.unit_price is not None and line.unit_price < 0:
            raise UserError(_("A price cannot be below zero. Nothing was saved."))


def make_lines(order: Order, wanted: Sequence[LineInput], first: int = 1) -> list[OrderLine]:
    """Name and price as they are today; later changes of the product do not reach them."""
    products, digits = _sold({line.product_id for line in wanted}), digits_of(order.currency)
    lines = []
    for place, given in enumerate(wanted, start=first):
        product = products.get(given.product_id)
        if product is None:
            raise UserError(_("A product of this order is not there any more. Nothing was saved; choose another."))
        sku, name, tax_rate, today = product
        price = today if given.unit_price is None else given.unit_price
        gross = line_gross(given.quantity, price, digits)
        total = line_total(given.quantity, price, given.discount_percent, digits) if given.discount_percent else gross
        lines.append({
            "order": order.id, "position": place, "product": given.product_id, "sku": sku, "name": name, "tax_rate": tax_rate,
            "quantity": given.quantity, "unit_price": price, "discount_percent": given.discount_percent, "gross": gross, "total": total,
        })  # fmt: skip
    return OrderLine.made(lines)


def _sold(ids: Collection[int]) -> dict[int, tuple[str, str, Decimal, Decimal]]:
    """SKU, name, tax rate and price of those that are there: whole records take as long to read as the order takes to write."""
    if not ids:
        return {}
    text = f"SELECT id, sku, name, tax_rate, price FROM product WHERE id IN ({', '.join([database.param] * len(ids))})"
    return {row_id: (sku, name, from_store(rate), from_store(price)) for row_id, sku, name, rate, price in fetch(text, tuple(ids))}


def reckon(line: OrderLine, quantity: Decimal, currency: str) -> None:
    digits = digits_of(currency)
    line.quantity = quantity
    line.gross = line_gross(quantity, line.unit_price, digits)
    line.total = line_total(quantity, line.unit_price, line.discount_percent, digits)


def tax_of(order: Order, lines: Sequence[OrderLine], company: Terms) -> Decimal:
    """What comes on top of the lines' prices: nothing where they include their tax."""
    return _sums_of(order, lines, company).tax


def _sums_of(order: Order, lines: Sequence[OrderLine], company: Terms) -> OrderSums:
    rated = [(line.tax_rate, line.total) for line in lines]
    included, digits = company.prices_include_tax, digits_of(order.currency)
    return order_sums(rated, order.discount, order.shipping_charge, included=included, digits=digits)


def sum_up(order: Order, lines: Sequence[OrderLine], tax: Decimal | None, company: Terms) -> None:
    """What a new order comes to, as its derived columns will say: written at once, its indexes are not written twice."""
    sums = _sums_of(order, lines, company)
    order.tax = sums.tax if tax is None else tax
    order.gross, order.goods, order.line_count = sum([line.gross for line in lines], ZERO), sums.goods, len(lines)
    order.total = sums._replace(tax=order.tax).total
    order.payment_state = PaymentState.PAID if order.total <= 0 else PaymentState.UNPAID


def total_of(order: Order) -> Decimal:
    """What an order comes to whose derived columns wait for the end of the operation."""
    lines = OrderLine.select(OrderLine.total).where(OrderLine.order == order)
    return sum((line.total for line in lines), ZERO) - order.discount + order.shipping_charge + order.tax


def take_goods(order: Order, goods: Iterable[tuple[int | None, Decimal]], company: Terms, done: Done) -> None:
    """What is ordered leaves the stock at once; a negative quantity comes back. Nobody ever edits these movements: one block.

    A draft waits with it until it is confirmed.
    """
    if order.state == OrderState.DRAFT:
        return
    today = local_day(order.ordered_at, zone_of(company.zone)).isoformat()
    rows = [
        (product_id, order.id, MovementKind.SALE, to_store(-quantity), today)
        for product_id, quantity in goods
        if product_id is not None and quantity
    ]
    done.insert_many(StockMovement, ("product_id", "order_id", "kind", "quantity", "moved_on"), rows)


def bring_back(order: Order, done: Done) -> None:
    """Only what this order moved: an imported order of the past moved nothing."""
    moved = fetch(_MOVED.replace("?", database.param), (order.id,))
    today = local_day(utc_now(), zone_of(terms().zone))
    done.insert(
        *(
            StockMovement(product=product_id, order=order, kind=MovementKind.RETURN, quantity=-from_store(int(units)), moved_on=today)
            for product_id, units in moved
            if units
        )
    )
