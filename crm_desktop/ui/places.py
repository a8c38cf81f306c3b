"""Currencies and time zones as a company's forms offer them."""

from functools import cache

from PySide6.QtCore import QTimeZone

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "NOK", "DKK", "CAD", "AUD", "NZD", "JPY", "INR", "BRL", "MXN", "ZAR")


@cache
def zone_names() -> tuple[str, ...]:
    """Of places; not the ones that are only an offset."""
    names = sorted(bytes(name.data()).decode() for name in QTimeZone.availableTimeZoneIds())
    return tuple(name for name in names if "/" in name and not name.startswith("Etc/"))


AT_REST = (zone_names,)
