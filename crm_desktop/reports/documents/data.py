"""What is printed in one go, as plain data: the PDF and the file of figures come from this one object, in any process."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from crm_desktop import __version__
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import zone_of
from crm_desktop.core.formats import Formats
from crm_desktop.core.money import shown
from crm_desktop.queries.documents import Sender


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on all papers. `logo` is a picture file; empty: none."""

    sender: Sender
    locale: str
    language: str
    zone: str
    paper: str
    prices_include_tax: bool
    logo: bytes = b""

    @property
    def formats(self) -> Formats:
        return Formats(self.locale, self.language, zone_of(self.zone))


@dataclass(frozen=True, slots=True)
class Documents:
    """`document` is the name in the registry; `papers` are what its module collects, each with a `number`."""

    document: str
    head: Head
    papers: tuple[Any, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Of the records, for the access log and the file's name."""
        return tuple(paper.number for paper in self.papers)

    def apart(self) -> "Iterator[Documents]":
        """Each paper for itself, for a file of its own."""
        yield from (replace(self, papers=(paper,)) for paper in self.papers)


_NO_MONEY = frozenset({"quantity", "tax_rate", "rate", "discount_percent"})


def figures(data: Documents) -> dict[str, Any]:
    """Everything that the PDF prints. Money and quantities are texts, so that no digit is lost."""
    return {
        "document": data.document,
        "version": __version__,
        "language": data.head.language,
        "locale": data.head.locale,
        "sender": told(data.head.sender),
        "documents": [told(paper) for paper in data.papers],
    }


def told(value: Any, name: str = "", digits: int = 2) -> Any:
    """Records become objects, days and moments ISO 8601. Money has the digits of the currency that stands in its record."""
    if is_dataclass(value) and not isinstance(value, type):
        return _object({each.name: getattr(value, each.name) for each in fields(value)}, value, digits)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _object(value._asdict(), value, digits)
    if isinstance(value, tuple | list):
        return [told(item, name, digits) for item in value]
    if isinstance(value, Decimal):
        return shown(value) if name in _NO_MONEY else f"{value:.{max(digits, places_of(value))}f}"
    return value.isoformat() if isinstance(value, date) else value


def _object(items: Mapping[str, Any], value: Any, digits: int) -> dict[str, Any]:
    currency = getattr(value, "currency", "")
    return {name: told(item, name, digits_of(currency) if currency else digits) for name, item in items.items()}


def places_of(number: Decimal) -> int:
    """Digits behind the point that are not needless zeros."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int), number
    return max(-exponent, 0)
