"""Invents what is sold: products, orders with their lines, and the stock that goes in and out."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import ChannelKind, MovementKind, OrderState
from crm_desktop.sample.catalogue import CARRIERS, CATALOGUE, FRAGILE, ROUGH, Category, Item
from crm_desktop.sample.colleagues import STAFF_COUNT
from crm_desktop.sample.people import Invented
from crm_desktop.sample.rhythm import working_day
from crm_desktop.sample.words import CANCEL_REASONS, ORDER_NOTES

TAX_PERCENT = 23
_NO_TAX = frozenset({"US", "AU", "GB"})
_CHANNELS = ((ChannelKind.WEB, 74), (ChannelKind.PHONE, 14), (ChannelKind.EMAIL, 12))
_UNSENT = 5
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


@dataclass(slots=True)
class Sale:
    """An order to be; customer, contact and staff are places in their lists; `on` is its day; amounts in cents."""

    at: int
    on: date
    customer: int
    contact: int | None
    staff: int | None
    channel: ChannelKind
    lines: list[Line]
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

    @property
    def goods(self) -> int:
        return sum(line.total for line in self.lines)


@dataclass(frozen=True, slots=True)
class Movement:
    good: int
    sale: int | None
    kind: MovementKind
    quantity: int
    on: date
    note: str = ""


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
    goods: Sequence[Good]
    customers: Sequence[Invented]
    until: date
    zone: ZoneInfo
    _shares: list[float] = field(init=False)
    _sums: list[float] = field(init=False)
    _known_since: list[date] = field(init=False)

    def __post_init__(self) -> None:
        self._shares = [good.item.share / max(1, len(good.item.variants)) for good in self.goods]
        self._sums = list(accumulate(customer.share if customer.buys else 0.0 for customer in self.customers))
        self._known_since = [customer.since for customer in self.customers]

    def sales(self, moments: Sequence[int]) -> list[Sale]:
        """The last few are still to be packed, whatever day it is."""
        found = [self._sale(at) for at in moments]
        for sale in found[-_UNSENT:]:
            if sale.state != OrderState.CANCELLED:
                sale.state, sale.shipped_on, sale.carrier = OrderState.OPEN, NEVER, ""
        return found

    def _sale(self, at: int) -> Sale:
        random, ordered = self.random, datetime.fromtimestamp(at, self.zone).date()
        known = max(1, bisect_right(self._known_since, ordered))
        customer = min(bisect_right(self._sums, random.random() * self._sums[known - 1]), known - 1)
        buyer = self.customers[customer]
        channel = random.choices([kind for kind, _share in _CHANNELS], [share for _kind, share in _CHANNELS])[0]
        lines = list(self._lines(random.choices((1, 2, 3, 4, 5, 7), (26, 27, 20, 13, 9, 5))[0], bool(buyer.colleagues), ordered))
        sale = Sale(
            at=at,
            on=ordered,
            customer=customer,
            contact=random.randrange(len(buyer.colleagues)) if buyer.colleagues else None,
            staff=None if channel == ChannelKind.WEB else random.randrange(STAFF_COUNT),
            channel=channel,
            lines=lines,
            carrier=self._carrier(lines),
            shipped_on=NEVER,
            state=OrderState.OPEN,
            note=random.choice(ORDER_NOTES) if random.random() < 0.08 else "",
        )
        self._charge(sale, buyer)
        self._send(sale, ordered)
        return sale

    def _lines(self, count: int, trader: bool, ordered: date) -> Iterator[Line]:
        years_back = (self.until - ordered).days // 365
        for place in dict.fromkeys(self.random.choices(range(len(self.goods)), self._shares, k=count)):
            item = self.goods[place].item
            quantity = self.random.randint(1, item.most * 2 if trader else max(1, item.most // 2))
            discount = (15 if quantity >= 12 else 10 if quantity >= 6 else 5) if trader else self.random.choices((0, 10, 20), (90, 7, 3))[0]
            price = item.price * (100 - 3 * years_back) // 1000 * 10
            yield Line(place, quantity, price, discount)

    def _carrier(self, lines: Sequence[Line]) -> str:
        if any(self.goods[line.good].fragile for line in lines) and self.random.random() < 0.4:
            return ROUGH
        return self.random.choices([name for name, _share in CARRIERS], [share for _name, share in CARRIERS])[0]

    def _charge(self, sale: Sale, buyer: Invented) -> None:
        sale.coupon = 500 if sale.goods > 4_000 and self.random.random() < 0.05 else 0
        sale.shipping = 0 if sale.goods >= _FREE_SHIPPING else 490
        taxed = 0 if buyer.places[0].country in _NO_TAX else TAX_PERCENT
        sale.tax = ((sale.goods - sale.coupon + sale.shipping) * taxed + 50) // 100

    def _send(self, sale: Sale, ordered: date) -> None:
        """Most leave the next working day; the newest wait, and a few are called off."""
        if self.random.random() < 0.025:
            sale.state, sale.cancel_reason = OrderState.CANCELLED, self.random.choice(CANCEL_REASONS)
            sale.cancelled_at = min(sale.at + self.random.randint(1, 40) * 3_600, self._end() - 1)
            sale.carrier = ""
            return
        shipped = working_day(ordered, self.random.choices((1, 2, 3, 6, 11), (52, 28, 12, 6, 2))[0])
        if shipped >= self.until:
            sale.carrier = ""
            return
        sale.shipped_on = shipped
        if shipped + timedelta(days=5) < self.until:
            sale.state = OrderState.COMPLETED

    def _end(self) -> int:
        return int(datetime(self.until.year, self.until.month, self.until.day, 8, tzinfo=UTC).timestamp())


def movements(sales: Sequence[Sale], goods: Sequence[Good], random: Random, first: date) -> list[Movement]:
    """Goods come in on the first of each month, somewhat more than will be sold, and go out with each order."""
    sold: defaultdict[tuple[int, date], int] = defaultdict(int)
    out = []
    for place, sale in enumerate(sales):
        for line in sale.lines:
            out.append(Movement(line.good, place, MovementKind.SALE, -line.quantity, sale.on))
            sold[line.good, sale.on.replace(day=1)] += line.quantity
            if sale.cancelled_at is not None:
                on = datetime.fromtimestamp(sale.cancelled_at, UTC).date()
                out.append(Movement(line.good, place, MovementKind.RETURN, line.quantity, on))
    opening = [
        Movement(place, None, MovementKind.OPENING, random.randint(2, 6) * good.item.most + 6, first) for place, good in enumerate(goods)
    ]
    receipts = [
        Movement(place, None, MovementKind.RECEIPT, quantity + random.randint(0, max(1, quantity // 12)), max(first, month), "Delivery")
        for (place, month), quantity in sorted(sold.items())
    ]
    corrections = [
        Movement(random.randrange(len(goods)), None, MovementKind.CORRECTION, random.choice((-2, -1, 1)), month, "Counted")
        for month in sorted({month for _place, month in sold})
    ]
    return sorted(opening + receipts + corrections + out, key=lambda movement: (movement.on, movement.kind == MovementKind.SALE))
