"""Invents what was paid and what went back. Most pay on time; a few late, in part, twice, or never."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import Flow, PaymentMethod, PaymentStatus, Resolution
from crm_desktop.sample.returns import Returned, ReturnedLine
from crm_desktop.sample.trade import Sale
from crm_desktop.sample.vouchers import Given, Purse
from crm_desktop.sample.words import GOODWILL_REFUNDS

_DAY = 86_400
_RARE = 22
"""One payment in so many goes wrong, in each way in turn."""
_CARDS = frozenset({PaymentMethod.CARD, PaymentMethod.OTHER})
_BY_BANK = frozenset({PaymentMethod.CARD, PaymentMethod.DIRECT_DEBIT})


class _Trouble(Enum):
    CHARGED_BACK = 1
    IN_PART = 2
    FORGOTTEN = 3
    TWICE = 4
    SHIPPING_BACK = 5
    FAILED = 6


@dataclass(slots=True)
class Paid:
    """A payment to be; amounts in cents, `staff` a place in its list."""

    sale: Sale
    amount: int
    method: PaymentMethod
    at: int
    direction: Flow = Flow.IN
    status: PaymentStatus = PaymentStatus.CAPTURED
    allowance: int = 0
    reference: str = ""
    reason: str = ""
    staff: int | None = None
    line: ReturnedLine | None = None
    voucher: Given | None = None


class Till:
    """Orders come to it in the order of time."""

    def __init__(self, random: Random, zone: ZoneInfo, end: int, purse: Purse, returns: Sequence[Returned]) -> None:
        self._random, self._zone, self._end, self._purse = random, zone, end, purse
        self._returns = {returned.sale.place: returned for returned in returns}
        self._offsets = {line.again.place: (returned, line) for returned in returns for line in returned.lines if line.again is not None}
        self._paid_for, self._troubles = 0, list(_Trouble)

    def payments(self, sale: Sale) -> Iterator[Paid]:
        """All of one order, coming and going."""
        owed = sale.total
        if sale.state == OrderState.CANCELLED:
            yield from self._called_off(sale)
            return
        for paid in self._without_money(sale, owed):
            owed -= paid.amount
            yield paid
        if owed > 0:
            yield from self._calm(sale, owed) if sale.paid_before is not None else self._money(sale, owed)
        returned = self._returns.get(sale.place)
        if returned is not None:
            for line in returned.lines:
                yield from self._back(returned, line)

    def _called_off(self, sale: Sale) -> Iterator[Paid]:
        """What was paid at once goes back at once."""
        if sale.method in _CARDS and sale.cancelled_at is not None and sale.total:
            yield self._paid(sale, sale.total, sale.at + 60)
            back = self._paid(sale, sale.total, min(sale.cancelled_at + 900, self._end - 1))
            back.direction, back.reason = Flow.OUT, sale.cancel_reason
            yield back

    def _without_money(self, sale: Sale, owed: int) -> Iterator[Paid]:
        """Toward an exchange, or by voucher."""
        returned, line = self._offsets.get(sale.place, (None, None))
        if returned is not None and line is not None and owed:
            amount = min(line.value, owed)
            yield Paid(sale, amount, PaymentMethod.OFFSET, sale.at, reference=returned.number, staff=returned.staff, line=line)
            return
        if owed <= 0 or sale.paid_before is not None:
            return
        for voucher in self._purse.own(sale):
            if self._random.random() < 0.7:
                amount = min(voucher.left, owed)
                voucher.left -= amount
                yield Paid(sale, amount, PaymentMethod.VOUCHER, sale.at + 60, voucher=voucher)
                return
        codes = self._purse.codes(sale) if self._random.random() < 0.03 else ()
        if codes:
            voucher = codes[-1]
            yield Paid(sale, (2 * owed * voucher.percent + 100) // 200, PaymentMethod.VOUCHER, sale.at + 60, voucher=voucher)

    def _calm(self, sale: Sale, owed: int) -> Iterator[Paid]:
        """Before goods of it were settled that came back."""
        assert sale.paid_before is not None
        yield self._paid(sale, owed, min(self._when(sale), sale.paid_before - 3_600))

    def _money(self, sale: Sale, owed: int) -> Iterator[Paid]:
        """On time as a rule."""
        at = self._when(sale)
        if at >= self._end:
            if sale.method == PaymentMethod.DIRECT_DEBIT and sale.at < self._end - _DAY:
                yield self._paid(sale, owed, self._end - 3_600, PaymentStatus.PENDING)
            return
        self._paid_for += 1
        if self._paid_for % _RARE == 0 and owed >= 1_000:
            trouble = next(trouble for trouble in self._troubles if self._fits(trouble, sale, at))
            self._troubles.remove(trouble)
            self._troubles.append(trouble)
            yield from self._with_trouble(trouble, sale, owed, at)
        else:
            yield self._paid(sale, owed, at)

    def _fits(self, trouble: _Trouble, sale: Sale, at: int) -> bool:
        if at > self._end - 20 * _DAY:
            return trouble == _Trouble.FAILED
        fitting = {
            _Trouble.CHARGED_BACK: sale.method in _BY_BANK,
            _Trouble.FORGOTTEN: sale.method == PaymentMethod.TRANSFER,
            _Trouble.SHIPPING_BACK: sale.shipping > 0,
        }
        return fitting.get(trouble, True)

    def _with_trouble(self, trouble: _Trouble, sale: Sale, owed: int, at: int) -> Iterator[Paid]:
        later = at + 2 * _DAY
        if trouble == _Trouble.CHARGED_BACK:
            yield self._paid(sale, owed, at, PaymentStatus.CHARGED_BACK)
        elif trouble == _Trouble.IN_PART:
            yield self._paid(sale, owed // 200 * 100, at)
            if self._random.random() < 0.6:
                yield self._paid(sale, owed - owed // 200 * 100, at + 15 * _DAY)
        elif trouble == _Trouble.TWICE:
            yield self._paid(sale, owed, at)
            yield self._paid(sale, owed, at + 3_600)
            yield self._refunded(sale, owed, later, "Paid twice")
        elif trouble == _Trouble.SHIPPING_BACK:
            yield self._paid(sale, owed, at)
            back = self._refunded(sale, sale.shipping, later, self._random.choice(GOODWILL_REFUNDS))
            back.allowance = back.amount
            yield back
        elif trouble == _Trouble.FAILED:
            yield self._paid(sale, owed, at, PaymentStatus.FAILED)
            if later < self._end:
                yield self._paid(sale, owed, later)

    def _back(self, returned: Returned, line: ReturnedLine) -> Iterator[Paid]:
        """What a settled line gives the customer, who had paid all of it."""
        if not line.value or line.settled_at is None:
            return
        sale, reason, at = returned.sale, returned.number, line.settled_at
        rest = line.value
        method = sale.method if sale.method in _CARDS else PaymentMethod.TRANSFER
        if line.resolution == Resolution.STORE_CREDIT:
            method = PaymentMethod.VOUCHER
        elif line.resolution == Resolution.EXCHANGE and line.again is not None:
            toward = min(rest, line.again.total)
            rest -= toward
            if toward:
                yield Paid(sale, toward, PaymentMethod.OFFSET, at, Flow.OUT, reason=reason, staff=returned.staff, line=line)
        elif line.resolution not in (Resolution.REFUND, Resolution.PARTIAL_REFUND):
            return
        if rest:
            yield Paid(sale, rest, method, at, Flow.OUT, reason=reason, staff=returned.staff, line=line)

    def _paid(self, sale: Sale, amount: int, at: int, status: PaymentStatus = PaymentStatus.CAPTURED) -> Paid:
        return Paid(sale, amount, sale.method, at, status=status, reference=f"{sale.number} {at % 10**6:06}", staff=sale.staff)

    def _refunded(self, sale: Sale, amount: int, at: int, reason: str) -> Paid:
        staff = 0 if sale.staff is None else sale.staff
        return Paid(sale, amount, sale.method, at, Flow.OUT, reason=reason, staff=staff)

    def _when(self, sale: Sale) -> int:
        random = self._random
        if sale.due_on != NEVER:
            days = random.choice((-6, -3, -2, -1, 0, 0, 1)) if random.random() < 0.88 else random.randint(3, 40)
            return max(sale.at + _DAY, self._noon(sale.on + (sale.due_on - sale.on) + timedelta(days=days)))
        if sale.method == PaymentMethod.ON_DELIVERY:
            arrived = max((parcel.delivered_on for parcel in sale.parcels), default=NEVER)
            return self._end if arrived == NEVER else self._noon(arrived)
        if sale.method in _CARDS:
            return sale.at + 30 + random.randrange(90)
        return sale.at + _DAY + random.randrange(3 * _DAY)

    def _noon(self, day: date) -> int:
        return int(datetime.combine(day, time(12), self._zone).timestamp()) + self._random.randrange(14_000)
