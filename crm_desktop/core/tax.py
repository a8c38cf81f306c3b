"""Tax: rounded once per rate and document, on prices that include it or do not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.money import ZERO, rounded


class TaxShare(NamedTuple):
    """What of a document falls under one rate, in percent."""

    rate: Decimal
    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


def spread(amount: Decimal, over: Sequence[Decimal], digits: int = 2) -> list[Decimal]:
    """The amount in parts that are in proportion to `over` and add up to it exactly."""
    whole, parts, given, so_far = sum(over, ZERO), [], ZERO, ZERO
    for weight in over[:-1]:
        so_far += weight
        part = rounded(amount * so_far / whole, digits) - given if whole else ZERO
        parts.append(part)
        given += part
    return [*parts, amount - given] if over else []


def tax_per_rate(
    lines: Iterable[tuple[Decimal, Decimal]], extra: Decimal = ZERO, *, included: bool, digits: int = 2
) -> tuple[TaxShare, ...]:
    """`lines` are (rate, amount). `extra` (shipping less discount) belongs to all rates in proportion. Lowest rate first."""
    amounts: defaultdict[Decimal, Decimal] = defaultdict(Decimal)
    for rate, amount in lines:
        amounts[rate] += amount
    rates = sorted(amounts)
    extras = spread(extra, [amounts[rate] for rate in rates], digits)
    return tuple(_share(rate, amounts[rate] + more, included, digits) for rate, more in zip(rates, extras, strict=True))


def _share(rate: Decimal, amount: Decimal, included: bool, digits: int) -> TaxShare:
    if included:
        tax = rounded(amount * rate / (100 + rate), digits)
        return TaxShare(rate, amount - tax, tax)
    return TaxShare(rate, amount, rounded(amount * rate / 100, digits))
