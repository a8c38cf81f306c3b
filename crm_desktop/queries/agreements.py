"""One agreement or voucher with all that its form or its panel shows."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.money import UNIT
from crm_desktop.queries.lists import at, day, rows_of


class AgreementSheet(NamedTuple):
    """`price` is per renewal; `product` is what it is for, empty where it is for none."""

    id: int
    version: int
    customer_id: int
    name: str
    product_id: int | None
    product: str
    starts_on: date | None
    ends_on: date | None
    renews_on: date | None
    renewal_months: int
    price: Decimal
    currency: str
    state: str
    stop_reason: str
    note: str


class VoucherUse(NamedTuple):
    order: str
    amount: Decimal
    received_at: datetime


class VoucherSheet(NamedTuple):
    """`uses` is what was paid with it, the latest first."""

    id: int
    version: int
    code: str
    kind: str
    amount: Decimal
    percent: Decimal
    currency: str
    remaining: Decimal
    reason: str
    expires_on: date | None
    max_uses: int
    cancelled: bool
    uses: tuple[VoucherUse, ...]


_AGREEMENT = """
SELECT agreed.id, agreed.version, agreed.customer_id, agreed.name, agreed.product_id, COALESCE(product.name, ''), agreed.starts_on,
    agreed.ends_on, agreed.renews_on, agreed.renewal_months, agreed.price, agreed.currency, agreed.state, agreed.stop_reason, agreed.note
FROM agreement AS agreed LEFT JOIN product ON product.id = agreed.product_id WHERE agreed.id = ?"""
_VOUCHER = """
SELECT id, version, code, kind, amount, percent, currency, remaining, reason, expires_on, max_uses, cancelled FROM voucher WHERE id = ?"""
_USES = """
SELECT COALESCE(placed.number, ''), paid.amount, paid.received_at
FROM payment AS paid LEFT JOIN sales_order AS placed ON placed.id = paid.order_id
WHERE paid.voucher_id = ? ORDER BY paid.received_at DESC, paid.id DESC"""


def agreement_sheet(agreement_id: int) -> AgreementSheet | None:
    for row in rows_of(_AGREEMENT, (agreement_id,)):
        return AgreementSheet._make((*row[:6], day(row[6]), day(row[7]), day(row[8]), row[9], row[10] * UNIT, *row[11:]))
    return None


def voucher_sheet(voucher_id: int) -> VoucherSheet | None:
    for row in rows_of(_VOUCHER, (voucher_id,)):
        uses = tuple(VoucherUse(order, amount * UNIT, at(when)) for order, amount, when in rows_of(_USES, (voucher_id,)))
        return _voucher(row, uses)
    return None


def _voucher(row: Sequence[object], uses: tuple[VoucherUse, ...]) -> VoucherSheet:
    *first, amount, percent, currency, remaining, reason, expires_on, max_uses, cancelled = row
    money = (amount * UNIT, percent * UNIT, currency, remaining * UNIT)  # type: ignore[operator]
    return VoucherSheet._make((*first, *money, reason, day(str(expires_on)), max_uses, bool(cancelled), uses))
