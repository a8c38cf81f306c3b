"""Currencies by their ISO 4217 codes."""

from functools import cache

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


def checked_currency(code: str) -> str:
    """The code in capitals. Raises UserError for one that no country uses."""
    from babel.numbers import list_currencies

    wanted = code.strip().upper()
    if wanted not in list_currencies():
        raise UserError(_("There is no currency “{code}”. Nothing was changed; use a code like EUR.").format(code=code))
    return wanted


@cache
def digits_of(code: str) -> int:
    """Digits after the point: 0 for JPY, 2 for EUR, 3 for KWD."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(code)
