"""Invents what is sold: products, orders with their lines, and the stock that goes in and out."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import ChannelKind, OrderState
from crm_desktop.core.kinds_of_trade import PaymentMethod, ShipmentStatus
from crm_desktop.sample.catalogue import BY_NAME, CARRIERS, CATALOGUE, FRAGILE, ROUGH, Category, Item
from crm_desktop.sample.people import Invented
from crm_desktop.sample.rhythm import pick, working_day
from crm_desktop.sample.words import CANCEL_REASONS, ORDER_NOTES

TAX_PERCENT = 23


def _weighed(*shares: tuple[PaymentMethod, float]) -> tuple[list[PaymentMethod], list[float]]:
    return [method for method, _share in shares], list(accumulate(share for _method, share in shares))


_NO_TAX = frozenset({"US", "AU", "GB"})
_CHANNELS = ((ChannelKind.WEB, 74), (ChannelKind.PHONE, 14), (ChannelKind.EMAIL, 12))
_CHANNEL_SHARES = list(accumulate(share for _kind, share in _CHANNELS))
_CARRIER_SHARES = list(accumulate(carrier.share for carrier in CARRIERS))
_LINES, _LINE_SHARES = (1, 2, 3, 4, 5, 7), list(accumulate((20, 23, 20, 16, 13, 8)))
_PERSONS_PAY = _weighed(
    (PaymentMethod.CARD, 70), (PaymentMethod.TRANSFER, 13), (PaymentMethod.DIRECT_DEBIT, 8), (PaymentMethod.ON_DELIVERY, 5),
    (PaymentMethod.OTHER, 4),
)  # fmt: skip
_TRADERS_PAY = _weighed((PaymentMethod.TRANSFER, 72), (PaymentMethod.DIRECT_DEBIT, 14), (PaymentMethod.CARD, 14))
UNSENT, UNTOUCHED = 9, 5
"""How many of the newest orders wait, whatever day it is, and on how many of them nobody has packed anything."""
_FREE_SHIPPING = 9_000  # cents


@dataclass(frozen=True, slots=True)
class Good:
    """A product: an item in one of its variants. Prices in cents."""

    sku: str
    name: str
    category: Category
    item: Item
    cost: int

    @property
    def fragile(self) -> bool:
        return self.item.name == FRAGILE


@dataclass(frozen=True, slots=True)
class Line:
    """`good` is its place in the list of goods; amounts in cents, the discount in percent."""

    good: int
    quantity: int
    price: int
    discount: int

    @property
    def gross(self) -> int:
        return self.quantity * self.price

    @property
    def total(self) -> int:
        """Half up to the cent, as `core.money.line_total`."""
        return (self.gross * (100 - self.discount) + 50) // 100


class Packed(NamedTuple):
    """`line` is its place in the order."""

    line: int
    quantity: int


@dataclass(slots=True)
class Parcel:
    carrier: str
    tracking: str
    shipped_on: date
    delivered_on: date
    status: ShipmentStatus
    packed: tuple[Packed, ...]

    @property
    def link(self) -> str:
        return BY_NAME[self.carrier].page.format(tracking=self.tracking) if self.tracking else ""


@dataclass(slots=True)
class Sale:
    """An order to be; customer, contact and staff are places in their lists, as `place` is its own; `on` is its day; amounts in cents."""

    at: int
    on: date
    customer: int
    contact: int | None
    staff: int | None
    channel: ChannelKind
    lines: tuple[Line, ...]
    carrier: str
    shipped_on: date
    state: OrderState
    coupon: int = 0
    shipping: int = 0
    tax: int = 0
    note: str = ""
    cancel_reason: str = ""
    cancelled_at: int | None = None
    number: str = ""
    parcels: tuple[Parcel, ...] = ()
    place: int = -1
    method: PaymentMethod = PaymentMethod.CARD
    due_on: date = NEVER
    completed_at: int | None = None
    paid_before: int | None = None
    """When it was settled that goods of it came back: the customer had paid by then."""
    goods: int = field(init=False)

    def __post_init__(self) -> None:
        self.goods = sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        return self.goods - self.coupon + self.shipping + self.tax


def value_of(sale: Sale, line: int, quantity: int) -> int:
    """What the customer paid for so much of a line, tax included, as `services.return_values` reckons it."""
    totals = [each.total for each in sale.lines]
    after_discount = [total - part for total, part in zip(totals, _spread(sale.coupon, totals), strict=True)]
    taxed = sum(totals) - sale.coupon + sale.shipping
    goods_tax = _share(sale.tax, taxed - sale.shipping, taxed) if sale.tax else 0
    paid = after_discount[line] + _spread(goods_tax, after_discount)[line]
    return _share(paid, quantity, sale.lines[line].quantity)


def _spread(amount: int, over: Sequence[int]) -> list[int]:
    """As `core.tax.spread`, in cents."""
    whole, so_far, given, parts = sum(over), 0, 0, []
    for weight in over[:-1]:
        so_far += weight
        parts.append(_share(amount, so_far, whole) - given if whole else 0)
        given += parts[-1]
    return [*parts, amount - given]


def _share(amount: int, part: int, whole: int) -> int:
    """Half up."""
    return (2 * amount * part + whole) // (2 * whole)


def all_goods() -> list[Good]:
    found = []
    for category in CATALOGUE:
        for place, item in enumerate(category.items, start=1):
            for variant_place, variant in enumerate(item.variants or ("",)):
                name = f"{item.name}, {variant}" if variant else item.name
                found.append(Good(f"{category.code}-{place:02}{variant_place}", name, category, item, item.price * 11 // 20))
    return found


@dataclass(slots=True)
class Market:
    """Draws orders. Customers buy once they are known, the busy ones more often."""

    random: Random
    staff: int
    goods: Sequence[Good]
    customers: Sequence[Invented]
    until: date
    zone: ZoneInfo
    _shares: list[float] = field(init=False)
    _sums: list[float] = field(init=False)
    _known_since: list[date] = field(init=False)

    def __post_init__(self) -> None:
        self._shares = list(accumulate(good.item.share / max(1, len(good.item.variants)) for good in self.goods))
        self._sums = list(accumulate(customer.share if customer.buys else 0.0 for customer in self.customers))
        self._known_since = [customer.since for customer in self.customers]

    def sales(self, moments: Sequence[int]) -> list[Sale]:
        """The last few are still to be packed, whatever day it is."""
        found = [self._sale(at) for at in moments]
        for sale in found[-UNSENT:]:
            if sale.state != OrderState.CANCELLED:
                sale.state, sale.shipped_on, sale.carrier = OrderState.OPEN, NEVER, ""
        return found

    def _sale(self, at: int) -> Sale:
        random, ordered = self.random, datetime.fromtimestamp(at, self.zone).date()
        known = max(1, bisect_right(self._known_since, ordered))
        customer = min(bisect_right(self._sums, random.random() * self._sums[known - 1]), known - 1)
        buyer = self.customers[customer]
        channel = _CHANNELS[pick(random, _CHANNEL_SHARES)][0]
        lines = tuple(self._lines(_LINES[pick(random, _LINE_SHARES)], bool(buyer.colleagues), ordered))
        sale = Sale(
            at=at,
            on=ordered,
            customer=customer,
            contact=random.randrange(len(buyer.colleagues)) if buyer.colleagues else None,
            staff=None if channel == ChannelKind.WEB else random.randrange(self.staff),
            channel=channel,
            lines=lines,
            carrier=self._carrier(lines),
            shipped_on=NEVER,
            state=OrderState.OPEN,
            note=random.choice(ORDER_NOTES) if random.random() < 0.08 else "",
        )
        self._charge(sale, buyer)
        self._agree(sale, trader=bool(buyer.colleagues))
        self._send(sale, ordered)
        return sale

    def again(self, earlier: Sale, at: int, line: Line) -> Sale:
        """What is sent for returned goods. Nothing is charged for bringing it."""
        ordered = datetime.fromtimestamp(at, self.zone).date()
        sale = Sale(
            at, ordered, earlier.customer, earlier.contact, self.random.randrange(self.staff), earlier.channel, (line,),
            self._carrier((line,)), NEVER, OrderState.OPEN,
        )  # fmt: skip
        sale.tax = (sale.goods * (TAX_PERCENT if earlier.tax else 0) + 50) // 100
        self._dispatch(sale, ordered)
        return sale

    def _lines(self, count: int, trader: bool, ordered: date) -> Iterator[Line]:
        years_back = (self.until - ordered).days // 365
        for place in dict.fromkeys(pick(self.random, self._shares) for _ in range(count)):
            item = self.goods[place].item
            quantity = self.random.randint(1, item.most * 2 if trader else max(1, item.most // 2))
            discount = (15 if quantity >= 12 else 10 if quantity >= 6 else 5) if trader else self.random.choices((0, 10, 20), (90, 7, 3))[0]
            price = item.price * (100 - 3 * years_back) // 1000 * 10
            yield Line(place, quantity, price, discount)

    def _carrier(self, lines: Sequence[Line]) -> str:
        if any(self.goods[line.good].fragile for line in lines) and self.random.random() < 0.4:
            return ROUGH
        return CARRIERS[pick(self.random, _CARRIER_SHARES)].name

    def _charge(self, sale: Sale, buyer: Invented) -> None:
        sale.coupon = 500 if sale.goods > 4_000 and self.random.random() < 0.05 else 0
        sale.shipping = 0 if sale.goods >= _FREE_SHIPPING else 490
        taxed = 0 if buyer.places[0].country in _NO_TAX else TAX_PERCENT
        sale.tax = ((sale.goods - sale.coupon + sale.shipping) * taxed + 50) // 100

    def _agree(self, sale: Sale, *, trader: bool) -> None:
        """How it is to be paid; businesses as a rule after they have their invoice."""
        terms = _TRADERS_PAY if trader else _PERSONS_PAY
        sale.method = terms[0][pick(self.random, terms[1])]
        if trader and sale.method == PaymentMethod.TRANSFER:
            sale.due_on = sale.on + timedelta(days=self.random.choice((14, 30, 30)))

    def _send(self, sale: Sale, ordered: date) -> None:
        """Most leave the next working day; the newest wait, and a few are called off."""
        if self.random.random() < 0.025:
            sale.state, sale.cancel_reason = OrderState.CANCELLED, self.random.choice(CANCEL_REASONS)
            sale.cancelled_at = min(sale.at + self.random.randint(1, 40) * 3_600, self._end() - 1)
            sale.carrier = ""
            return
        self._dispatch(sale, ordered)

    def _dispatch(self, sale: Sale, ordered: date) -> None:
        shipped = working_day(ordered, self.random.choices((1, 2, 3, 6, 11), (52, 28, 12, 6, 2))[0])
        if shipped >= self.until:
            sale.carrier = ""
            return
        sale.shipped_on = shipped
        if shipped + timedelta(days=5) < self.until:
            sale.state = OrderState.COMPLETED
            sale.completed_at = int(datetime.combine(shipped + timedelta(days=5), time(17), self.zone).timestamp())

    def _end(self) -> int:
        return int(datetime(self.until.year, self.until.month, self.until.day, 8, tzinfo=UTC).timestamp())
