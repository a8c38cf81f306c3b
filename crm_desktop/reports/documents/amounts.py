"""Money, quantities and rates as a document prints them: every digit that counts, so that a reader can add them up."""

import re
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.formats import Formats, locale_of
from crm_desktop.reports.documents.data import places_of

_CODE_BESIDE = re.compile(r"[^\W\d_](?=\d)")
"""The last letter of a currency's code that stands right before the amount."""
_DIGITS = re.compile(r"0(\.0+)?(?=[^0#.,]*(;|$))")


@dataclass(frozen=True, slots=True)
class Amounts:
    """An amount has the digits of its currency, and more only where the record itself has more."""

    formats: Formats
    currency: str

    def plain(self, amount: Decimal) -> str:
        """Without the currency, for columns whose title names it."""
        return self.formats.number(amount, self._digits(amount))

    def money(self, amount: Decimal) -> str:
        locale = locale_of(self.formats.locale)
        digits = self._digits(amount)
        pattern = _DIGITS.sub("0" + ("." + "0" * digits if digits else ""), locale.currency_formats["standard"].pattern)
        written = str(format_currency(amount, self.currency, format=pattern, locale=locale, currency_digits=False))
        return _CODE_BESIDE.sub("\\g<0>\N{NO-BREAK SPACE}", written)

    def quantity(self, quantity: Decimal) -> str:
        """Without needless zeros: 3, 1.5."""
        return self.formats.number(quantity, places_of(quantity))

    def percent(self, rate: Decimal) -> str:
        return self.formats.percent(rate / 100, places_of(rate))

    def _digits(self, amount: Decimal) -> int:
        return max(digits_of(self.currency), places_of(amount))
