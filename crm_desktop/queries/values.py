"""Stored values as Python's: money with its currency's digits, moments in the company's zone."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.money import PLACES, from_store
from crm_desktop.core.read_json import kept_json, kept_list
from crm_desktop.data.database import fetch
from crm_desktop.queries.columns import Column, Kind

Value = Any
"""str, int, Decimal, datetime, date, bool, None; a list of pairs of datetimes for spans, of names for tags; any JSON for data."""

_UNITS = [Decimal(1).scaleb(-places) for places in range(PLACES + 1)]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Ground(NamedTuple):
    """What every figure of a company stands on."""

    zone: ZoneInfo
    currency: str


def ground() -> Ground:
    """Raises UserError in a store that has no company yet."""
    for zone, currency in fetch("SELECT zone, currency FROM company"):
        return Ground(zone_of(zone), currency)
    raise UserError(_("This store has no company yet. Make one with “new”, or import one."))


def moment_of(seconds: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(seconds=seconds)).astimezone(zone)


def amount_of(units: int, currency: str) -> Decimal:
    """With the currency's digits, or with all four places where an import stated more."""
    exact = _with_places(units, digits_of(currency))
    return from_store(units) if exact is None else exact


def quantity_of(units: int) -> Decimal:
    """With as many digits as it takes."""
    return next(amount for places in range(PLACES + 1) if (amount := _with_places(units, places)) is not None)


def _with_places(units: int, places: int) -> Decimal | None:
    """None where it takes more places to be exact."""
    whole, rest = divmod(units, 10 ** (PLACES - places))
    return None if rest else whole * _UNITS[places]


def readers(columns: Sequence[Column], zone: ZoneInfo) -> list[Callable[[Any, Sequence[Any]], Value]]:
    """One for each column: its stored value and the whole row in, its Python value out; NULL is None."""
    names = [column.name for column in columns]
    currency = names.index("currency") if "currency" in names else -1
    by_kind: dict[Kind, Callable[[Any, Sequence[Any]], Value]] = {
        Kind.TEXT: lambda raw, _row: raw,
        Kind.NUMBER: lambda raw, _row: int(raw),
        Kind.QUANTITY: lambda raw, _row: quantity_of(int(raw)),
        Kind.MONEY: lambda raw, row: amount_of(int(raw), row[currency]),
        Kind.MOMENT: lambda raw, _row: moment_of(raw, zone),
        Kind.DAY: lambda raw, _row: date.fromisoformat(raw),
        Kind.FLAG: lambda raw, _row: bool(raw),
        Kind.SPANS: lambda raw, _row: [[moment_of(end, zone) for end in span] for span in kept_list(raw)],
        Kind.DATA: lambda raw, _row: kept_json(raw),
        Kind.TAGS: lambda raw, _row: raw.split(", ") if raw else [],
    }
    return [by_kind[column.kind] for column in columns]
