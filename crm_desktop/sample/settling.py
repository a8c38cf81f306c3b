"""How returned lines are settled: with money, other goods, a voucher, a repair, or not at all. The sums are those of the services."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.kinds_of_trade import RepairState, Resolution, ReturnState, SupplierReturnState, VoucherKind
from crm_desktop.sample.returns import Onward, Repaired, Returned, ReturnedLine
from crm_desktop.sample.rhythm import working_day
from crm_desktop.sample.trade import Good, Line, Market, Sale, value_of
from crm_desktop.sample.vouchers import Given, code_of
from crm_desktop.sample.words import FAULTS, REJECTED_LINES, SUPPLIERS

_PARTS = (20, 25, 30, 50)
"""Percent that come off where the customer keeps the goods."""


@dataclass(slots=True)
class Settling:
    """`until` is the day before which everything happened."""

    random: Random
    staff: int
    market: Market
    goods: Sequence[Good]
    zone: ZoneInfo
    until: date

    def settle(self, returned: Returned, resolution: Resolution, at: int) -> None:
        """Every line in the same way."""
        for line in returned.lines:
            line.resolution, line.settled_at = resolution, at
            line.value = value_of(returned.sale, line.line, line.quantity)
            self._settle(line, returned.sale, at)
        returned.state, returned.settled_at = ReturnState.SETTLED, at
        returned.sale.paid_before = at

    def onward(self, inspected: date) -> Onward:
        """To the supplier, who answers in some weeks."""
        sent, answered = working_day(inspected, 4), working_day(inspected, 18)
        if sent >= self.until:
            return Onward()
        supplier = self.random.choice(SUPPLIERS)
        if answered >= self.until:
            return Onward(SupplierReturnState.SENT, supplier, sent)
        if self.random.random() < 0.25:
            return Onward(SupplierReturnState.REFUSED, supplier, sent)
        return Onward(SupplierReturnState.CREDITED, supplier, sent, self.random.randrange(500, 4_000, 10))

    def _settle(self, line: ReturnedLine, sale: Sale, at: int) -> None:
        sold = sale.lines[line.line]
        if line.resolution == Resolution.PARTIAL_REFUND:
            line.value = max(1, line.value * self.random.choice(_PARTS) // 100)
        elif line.resolution == Resolution.STORE_CREDIT:
            line.voucher = Given(code_of(self.random), sale.customer, VoucherKind.STORE_CREDIT, line.value, at, self._somebody())
        elif line.resolution == Resolution.EXCHANGE:
            other = self._other(sold.good)
            line.again = self.market.again(sale, at, replace(sold, good=other, quantity=line.quantity, price=self.goods[other].item.price))
        elif line.resolution == Resolution.REPLACEMENT:
            line.again = self.market.again(sale, at, Line(sold.good, line.quantity, sold.price, 100))
        elif line.resolution == Resolution.REPAIR:
            line.value, line.repair = 0, self._repair(at)
        elif line.resolution == Resolution.REJECTED:
            line.value, line.resolution_note = 0, self.random.choice(REJECTED_LINES)

    def _other(self, good: int) -> int:
        """The same in another colour or size, or else something near it."""
        item = self.goods[good].item
        same = [place for place, other in enumerate(self.goods) if other.item is item and place != good]
        near = [place for place, other in enumerate(self.goods) if other.category is self.goods[good].category and place != good]
        return self.random.choice(same or near)

    def _repair(self, at: int) -> Repaired:
        """The longer ago, the further."""
        random = self.random
        days = (self.until - datetime.fromtimestamp(at, self.zone).date()).days
        steps = (RepairState.QUOTED, RepairState.CONFIRMED, RepairState.UNDER_REPAIR, RepairState.REPAIRED)
        state = steps[min(3, days // 5)]
        warranty = random.random() < 0.7
        if state == RepairState.REPAIRED and random.random() < 0.1:
            state = RepairState.CANCELLED
        parts, labour = random.randrange(200, 2_500, 10), random.randrange(1_000, 4_500, 50)
        return Repaired(state, random.choice(FAULTS), parts, labour, warranty)

    def _somebody(self) -> int:
        return self.random.randrange(self.staff)
