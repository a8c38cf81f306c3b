"""Vouchers: store credit, a small thing for those who waited long, and codes for everybody."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import VoucherKind
from crm_desktop.sample.trade import Sale

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_LATE = 7
"""Days from order to parcel after which somebody says sorry."""
_SEASONS = ((2, "SPRING", 10), (6, "SUMMER", 5), (11, "ADVENT", 10))
"""Months in which a code for everybody is printed on the slip, its first letters, and percent."""


@dataclass(slots=True)
class Given:
    """A voucher to be; `amount` in cents or, of codes for everybody, `percent`. `left` is what no order used yet."""

    code: str
    customer: int | None
    kind: VoucherKind
    amount: int
    at: int
    staff: int
    reason: str = ""
    percent: int = 0
    expires_on: date = NEVER
    cancelled: bool = False
    left: int = 0
    place: int = -1

    def __post_init__(self) -> None:
        self.left = self.amount


def code_of(random: Random) -> str:
    return "".join(random.choice(_LETTERS) for _place in range(8))


def sorry(random: Random, sales: Sequence[Sale], staff: int, end: int) -> Iterator[Given]:
    """For some of the orders that left late."""
    for sale in sales:
        if sale.state == OrderState.CANCELLED or sale.shipped_on == NEVER or (sale.shipped_on - sale.on).days < _LATE:
            continue
        at = sale.at + _LATE * 86_400 + random.randrange(20_000)
        if random.random() < 0.3 and at < end:
            until = date.fromordinal(sale.on.toordinal() + 366)
            reason = f"{sale.number} came late"
            yield Given(
                code_of(random), sale.customer, VoucherKind.GOODWILL, random.choice((500, 500, 1_000, 1_500)), at, random.randrange(staff),
                reason, expires_on=until,
            )  # fmt: skip


def codes(first: date, last: date, zone: ZoneInfo) -> list[Given]:
    """One a season, and one for who buys for the first time."""
    start = int(datetime.combine(first, time(9), zone).timestamp())
    found = [Given("WELCOME5", None, VoucherKind.COUPON, 0, start, 0, "first order", 5)]
    for year in range(first.year, last.year + 1):
        for month, letters, percent in _SEASONS:
            begins = date(year, month, 1)
            if first < begins < last:
                at = int(datetime.combine(begins, time(8), zone).timestamp())
                until = begins + timedelta(days=45)
                found.append(Given(f"{letters}{year}", None, VoucherKind.DISCOUNT, 0, at, 0, "newsletter", percent, until))
    return found


class Purse:
    """What each customer, and everybody, can pay with."""

    def __init__(self, vouchers: Sequence[Given]) -> None:
        self._own: defaultdict[int, list[Given]] = defaultdict(list)
        self._codes = [voucher for voucher in vouchers if voucher.percent]
        for voucher in vouchers:
            if voucher.customer is not None:
                self._own[voucher.customer].append(voucher)

    def own(self, sale: Sale) -> Iterator[Given]:
        for voucher in self._own.get(sale.customer, ()):
            if voucher.left and voucher.at < sale.at and sale.on <= voucher.expires_on:
                yield voucher

    def codes(self, sale: Sale) -> list[Given]:
        return [voucher for voucher in self._codes if voucher.at < sale.at and sale.on <= voucher.expires_on]
