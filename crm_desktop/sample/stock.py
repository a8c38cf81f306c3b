"""What goes in and out of the sample company's stock."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

from crm_desktop.core.kinds import MovementKind
from crm_desktop.core.kinds_of_trade import Disposition, ShipmentStatus
from crm_desktop.sample.returns import Returned
from crm_desktop.sample.trade import Good, Sale

_SEARCHED = timedelta(days=7)
"""So long after it left a parcel counts as lost."""


class Movement(NamedTuple):
    """`good` and `sale` are places in their lists."""

    good: int
    sale: int | None
    kind: MovementKind
    quantity: int
    on: date
    note: str = ""


class Stock:
    """Goods come in on the first of each month, somewhat more than will be needed, and go out with each order."""

    def __init__(
        self, random: Random, goods: Sequence[Good], sales: Sequence[Sale], returns: Sequence[Returned], first: date, until: date
    ) -> None:
        self._returns = returns
        self._random, self._goods, self._sales, self._first, self._until = random, goods, sales, first, until
        self._needed: defaultdict[date, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        for sale in sales:
            for moved in self._out(sale):
                self._needed[moved.on.replace(day=1)][moved.good] -= moved.quantity

    def movements(self) -> Iterator[Movement]:
        """What comes in stands before what goes out."""
        random = self._random
        for place, good in enumerate(self._goods):
            yield Movement(place, None, MovementKind.OPENING, random.randint(2, 6) * good.item.most + 6, self._first)
        for month, needed in sorted(self._needed.items()):
            on = max(self._first, month)
            for place, quantity in sorted(needed.items()):
                more = random.randint(0, max(1, quantity // 12))
                yield Movement(place, None, MovementKind.RECEIPT, quantity + more, on, "Delivery")
            yield Movement(random.randrange(len(self._goods)), None, MovementKind.CORRECTION, random.choice((-2, -1, 1)), on, "Counted")
        for sale in self._sales:
            yield from self._out(sale)
            yield from _called_off(sale)
        for returned in self._returns:
            yield from _put_away(returned)

    def _out(self, sale: Sale) -> Iterator[Movement]:
        for line in sale.lines:
            yield Movement(line.good, sale.place, MovementKind.SALE, -line.quantity, sale.on)
        for parcel in sale.parcels:
            if parcel.status == ShipmentStatus.LOST:
                on = min(parcel.shipped_on + _SEARCHED, self._until)
                for place, quantity in parcel.packed:
                    yield Movement(sale.lines[place].good, sale.place, MovementKind.LOSS, -quantity, on)


def _called_off(sale: Sale) -> Iterator[Movement]:
    """Of an order that was called off."""
    if sale.cancelled_at is not None:
        on = datetime.fromtimestamp(sale.cancelled_at, UTC).date()
        for line in sale.lines:
            yield Movement(line.good, sale.place, MovementKind.RETURN, line.quantity, on)


def _put_away(returned: Returned) -> Iterator[Movement]:
    for line in returned.lines:
        if line.disposition == Disposition.RESTOCK:
            sale = returned.sale
            yield Movement(sale.lines[line.line].good, sale.place, MovementKind.RETURN, line.quantity, line.inspected_on)
