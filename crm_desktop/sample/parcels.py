"""Invents how goods leave the house: as a rule in one parcel, sometimes in two, and now and then one gets lost or comes back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import ShipmentStatus
from crm_desktop.sample.catalogue import BY_NAME, CARRIERS, Carrier
from crm_desktop.sample.rhythm import working_day
from crm_desktop.sample.trade import Line, Packed, Parcel, Sale


@dataclass(slots=True)
class Packing:
    """`until` is the day before which everything happened; of what was ordered from `untouched` on nobody has packed anything."""

    random: Random
    until: date
    untouched: int

    def pack(self, sale: Sale) -> None:
        if sale.state == OrderState.CANCELLED:
            return
        sale.parcels = tuple(self._waiting(sale) if sale.shipped_on == NEVER else self._gone(sale))

    def parcel(self, carrier: str, packed: Sequence[Packed], on: date) -> Parcel:
        """One that leaves on this day and arrives in some days, where that was before the end."""
        arrives = working_day(on, self.random.choice((1, 1, 1, 2, 2, 3, 4)))
        arrived = arrives < self.until
        status = ShipmentStatus.DELIVERED if arrived else ShipmentStatus.IN_TRANSIT
        return Parcel(carrier, self._tracking(BY_NAME[carrier]), on, arrives if arrived else NEVER, status, tuple(packed))

    def _gone(self, sale: Sale) -> Iterator[Parcel]:
        """The last one left on the day that the order says."""
        soon, days, chance = working_day(sale.on, 1), (sale.shipped_on - sale.on).days, self.random.random()
        packed = _whole(sale.lines)
        if days >= 8 and chance < 0.2:
            lost = self.parcel(sale.carrier, packed, soon)
            lost.status, lost.delivered_on = ShipmentStatus.LOST if chance < 0.12 else ShipmentStatus.SENT_BACK, NEVER
            yield lost
        elif days >= 4 and len(packed) > 1 and chance < 0.6:
            yield self.parcel(sale.carrier, packed[:1], soon)
            packed = packed[1:]
        yield self.parcel(sale.carrier, packed, sale.shipped_on)

    def _waiting(self, sale: Sale) -> Iterator[Parcel]:
        """Packed, or gone in part."""
        soon, packed = working_day(sale.on, 1), _whole(sale.lines)
        if sale.at >= self.untouched or not self.random.randrange(3):
            return
        sale.carrier = CARRIERS[0].name
        if soon < self.until and len(packed) > 1:
            yield self.parcel(sale.carrier, packed[:1], soon)
        else:
            yield Parcel(sale.carrier, "", NEVER, NEVER, ShipmentStatus.PREPARED, packed)

    def _tracking(self, carrier: Carrier) -> str:
        return f"{carrier.code}{self.random.randrange(10**10):010}"


def _whole(lines: Sequence[Line]) -> tuple[Packed, ...]:
    return tuple(Packed(place, line.quantity) for place, line in enumerate(lines))
