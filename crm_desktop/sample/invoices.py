"""Invents invoices and the credit notes that correct them, with gapless numbers in the order of their days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import InvoiceKind, PaymentMethod, Resolution
from crm_desktop.sample.people import Invented
from crm_desktop.sample.returns import Returned
from crm_desktop.sample.trade import TAX_PERCENT, Sale
from crm_desktop.sample.words import WRONG_INVOICES

_WRONG = 60
"""One invoice in so many is corrected whole and issued anew."""


@dataclass(slots=True)
class Billed:
    """A document to be: of a whole order, or a credit note for `units` of its lines (place, quantity, total). Amounts in cents."""

    kind: InvoiceKind
    sale: Sale
    on: date
    units: tuple[tuple[int, int, int], ...]
    discount: int
    shipping: int
    reason: str = ""
    corrects: "Billed | None" = None
    number: str = ""
    place: int = -1

    @property
    def due_on(self) -> date:
        return NEVER if self.kind == InvoiceKind.CREDIT_NOTE else self.sale.due_on

    @property
    def goods(self) -> int:
        return sum(total for _place, _quantity, total in self.units)

    @property
    def net(self) -> int:
        return self.goods - self.discount + self.shipping

    @property
    def rate(self) -> int:
        return TAX_PERCENT if self.sale.tax else 0

    @property
    def tax(self) -> int:
        return (self.net * self.rate + 50) // 100


def documents(sales: Sequence[Sale], buyers: Sequence[Invented], returns: Sequence[Returned], zone: ZoneInfo, until: date) -> list[Billed]:
    """Businesses get an invoice when their order left, persons when they pay by transfer."""
    back = {returned.sale.place: returned for returned in returns}
    found: list[Billed] = []
    number = 0
    for sale in sales:
        if not _is_billed(sale, buyers, until):
            continue
        number += 1
        first = _whole(sale, sale.shipped_on)
        found.append(first)
        again = first.on + timedelta(days=3)
        if number % _WRONG == _WRONG // 2 and again < until:
            reason = WRONG_INVOICES[number % len(WRONG_INVOICES)]
            note = _whole(sale, again)
            note.kind, note.reason, note.corrects = InvoiceKind.CREDIT_NOTE, reason, first
            first = _whole(sale, again)
            found += [note, first]
        found += _notes(first, back.get(sale.place), zone)
    return sorted(found, key=lambda billed: billed.on)


def _is_billed(sale: Sale, buyers: Sequence[Invented], until: date) -> bool:
    if sale.state == OrderState.CANCELLED or not sale.total or sale.shipped_on >= until or sale.shipped_on == NEVER:
        return False
    return bool(buyers[sale.customer].colleagues) or sale.method == PaymentMethod.TRANSFER


def _whole(sale: Sale, on: date) -> Billed:
    units = tuple((place, line.quantity, line.total) for place, line in enumerate(sale.lines))
    return Billed(InvoiceKind.INVOICE, sale, on, units, sale.coupon, sale.shipping)


def _notes(first: Billed, returned: Returned | None, zone: ZoneInfo) -> Iterator[Billed]:
    """For goods that came back for money: their share of the discount goes with them, shipping stays until all is corrected."""
    if returned is None or returned.settled_at is None:
        return
    sale = first.sale
    units = tuple(_units(sale, line.line, line.quantity) for line in returned.lines if line.resolution in _FOR_MONEY)
    if not units:
        return
    on = max(datetime.fromtimestamp(returned.settled_at, zone).date(), first.on)
    note = Billed(InvoiceKind.CREDIT_NOTE, sale, on, units, 0, 0, returned.number, first)
    if [unit[:2] for unit in units] == [unit[:2] for unit in first.units]:
        note.discount, note.shipping = first.discount, first.shipping
    elif first.goods:
        note.discount = (2 * first.discount * note.goods + first.goods) // (2 * first.goods)
    if note.net > 0:
        yield note


_FOR_MONEY = frozenset({Resolution.REFUND, Resolution.EXCHANGE, Resolution.STORE_CREDIT})


def _units(sale: Sale, place: int, quantity: int) -> tuple[int, int, int]:
    line = sale.lines[place]
    return place, quantity, (2 * line.total * quantity + line.quantity) // (2 * line.quantity)
