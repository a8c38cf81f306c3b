"""The tables of a report or document as rows and columns, for spreadsheets: everything that is printed, nothing that is not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.figures import FIGURES_BY_ID, Unit, Value
from crm_desktop.core.money import from_store, rounded
from crm_desktop.core.plain import to_plain
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.registry import Document, Printable

_FIGURES = ("id", "of", "from", "until", "value", "numerator", "denominator", "unit", "name", "definition")
_LONGEST_NAME = 31
"""Letters of a sheet's name."""


class Sheet(NamedTuple):
    """`rows` hold texts, numbers and None."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def sheets_of(printable: Printable, data: Any) -> list[Sheet]:
    """The figures with their definitions first, then each list of rows."""
    told = printable.figures(data)
    found = []
    if not isinstance(printable, Document):
        rows = tuple(tuple(_cell(figure.get(name)) for name in _FIGURES) for figure in told["figures"])
        found.append(Sheet("figures", _FIGURES, rows))
    parts = [(name, inner) for name, inner in _parts(data) if name != "head" and not (name == "people" and data.head.hide_names)]
    return found + list(_unique(sheet for name, inner in parts for sheet in _lists(_joined("", name), inner)))


def _lists(path: str, value: Any) -> Iterator[Sheet]:
    """Every list of records below `value`, named by where it stands."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _lists(_joined(path, str(name)), inner)
    elif isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        rows = [row for row in map(_row, value) if row is not None]
        if rows and len(rows) == len(value):
            header = tuple(dict.fromkeys(name for row in rows for name in row))
            yield Sheet(path, header, tuple(tuple(row.get(name) for name in header) for row in rows))
        for item in value:
            for name, inner in _parts(item):
                yield from _lists(_joined(path, name), inner)
    else:
        for name, inner in _parts(value):
            yield from _lists(_joined(path, name), inner)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Fields of a dataclass or named tuple that hold more than one value."""
    if isinstance(value, Value):
        return
    for name in getattr(value, "__dataclass_fields__", None) or getattr(value, "_fields", None) or ():
        inner = getattr(value, name)
        if isinstance(inner, tuple | list | Mapping) or hasattr(inner, "__dataclass_fields__"):
            yield name, inner


def _row(item: Any) -> dict[str, Any] | None:
    """The plain values of a record; None for what is no record."""
    names = getattr(item, "__dataclass_fields__", None) or getattr(item, "_fields", None)
    if not names or isinstance(item, Value):
        return None
    row: dict[str, Any] = _figure_named(item.now) if isinstance(item, Compared) else {}
    for name in names:
        inner = getattr(item, name)
        if isinstance(inner, Value):
            row[name] = _amount(inner)
        elif isinstance(inner, Mapping) and all(each is None or isinstance(each, str | int | float) for each in inner.values()):
            row[name] = _cell(inner)
        elif not isinstance(inner, tuple | list | Mapping) and not hasattr(inner, "__dataclass_fields__"):
            row[name] = _cell(to_plain(inner))
    return row or None


def _figure_named(value: Value) -> dict[str, Any]:
    """What a line of numbers is about, where the printed page has its name beside them."""
    figure = FIGURES_BY_ID[value.figure]
    return {"figure": figure.name, "unit": " ".join(filter(None, (str(figure.unit), value.currency)))}


def _amount(value: Value) -> Any:
    """In the figure's unit; money with the digits of its currency."""
    if FIGURES_BY_ID[value.figure].unit is Unit.MONEY and value.numerator is not None:
        return rounded(from_store(value.numerator), digits_of(value.currency))
    return None if value.amount is None else round(float(value.amount), 6)


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {inner}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _joined(path: str, name: str) -> str:
    return f"{path} {name}".strip().replace("_", " ")


def _unique(sheets: Iterator[Sheet]) -> Iterator[Sheet]:
    """Lists of one name are one sheet where their columns are the same; else they are numbered."""
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        before = found.get(sheet.name)
        if before is not None and before.header == sheet.header:
            found[sheet.name] = Sheet(sheet.name, sheet.header, before.rows + sheet.rows)
        else:
            found[sheet.name if before is None else f"{sheet.name} {len(found)}"] = sheet
    seen: set[str] = set()
    for name, sheet in found.items():
        short = _short(name, seen)
        seen.add(short.casefold())
        yield sheet._replace(name=short)


def _short(name: str, seen: Sequence[str] | set[str]) -> str:
    short = name[-_LONGEST_NAME:].strip() if len(name) > _LONGEST_NAME else name
    number = 2
    while short.casefold() in seen:
        short, number = f"{short[: _LONGEST_NAME - 3]} {number}", number + 1
    return short
