"""Currencies and time zones as a company's forms offer them."""

from PySide6.QtCore import QTimeZone

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "NOK", "DKK", "CAD", "AUD", "NZD", "JPY", "INR", "BRL", "MXN", "ZAR")


def zone_names() -> list[str]:
    """Of places; not the ones that are only an offset."""
    names = sorted(bytes(name.data()).decode() for name in QTimeZone.availableTimeZoneIds())
    return [name for name in names if "/" in name and not name.startswith("Etc/")]
