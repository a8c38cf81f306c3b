"""The figures file beside a PDF: every figure that is printed, with its numbers, unit and definition. A kept run is the same."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from crm_desktop import __version__
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.figures import FIGURES_BY_ID, STORED, Figure, Unit
from crm_desktop.core.money import from_store, rounded
from crm_desktop.core.plain import to_plain
from crm_desktop.reports.monthly_data import Placed, placed_values
from crm_desktop.reports.periods import Period

_NOT_KEPT = frozenset({"people"})


def file_of(report: str, data: Any) -> dict[str, Any]:
    """Under `data` stands everything the report is drawn from; no name of a customer is in it."""
    return {"report": report, "version": __version__, "figures": list(_listed(data)), "data": to_plain(data, _NOT_KEPT)}


def _listed(data: Any) -> Iterator[dict[str, Any]]:
    """Each figure once, though the PDF may print it in two places."""
    head = data.head
    periods = {"now": head.period, "before": head.compared, "year_ago": head.year_ago}
    seen = set()
    for placed in placed_values(data):
        if placed not in seen:
            seen.add(placed)
            yield _told(placed, periods[placed.period])


def _told(placed: Placed, period: Period) -> dict[str, Any]:
    value, figure = placed.value, FIGURES_BY_ID[placed.value.figure]
    of = {placed.kind: placed.key} if placed.kind else {}
    return {
        "id": figure.id,
        "of": {**of, "currency": value.currency} if value.currency else of,
        "from": period.first.isoformat(),
        "until": period.last.isoformat(),
        "value": _amount(placed, figure),
        "numerator": _number(value.numerator, figure, value.currency),
        "denominator": _number(value.denominator, figure, ""),
        "unit": str(figure.unit),
        "name": figure.name,
        "numerator_is": figure.numerator,
        "denominator_is": figure.denominator,
        "definition": figure.definition,
    }


def _amount(placed: Placed, figure: Figure) -> float | str | None:
    value = placed.value
    if figure.unit is Unit.MONEY and value.numerator is not None:
        return _money(value.numerator, value.currency)
    return None if value.amount is None else round(float(value.amount), 6)


def _number(stored: int | None, figure: Figure, currency: str) -> int | float | str | None:
    """What is kept larger is told as it is: units of goods, and money as a string."""
    if stored is None or figure.scale == 1:
        return stored
    if figure.unit is Unit.MONEY:
        return _money(stored, currency)
    return stored // STORED if stored % STORED == 0 else stored / STORED


def _money(stored: int, currency: str) -> str:
    """With the digits of its currency; with all its places where it has more."""
    amount = from_store(stored)
    shown: Decimal = rounded(amount, digits_of(currency))
    return str(shown) if shown == amount else f"{amount.normalize():f}"
