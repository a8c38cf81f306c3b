"""A list of the window as its user narrowed it: which records, in which order, and any column of those on screen.

The conditions are those of `list --where`. An order of an index needs no sorting; any other is for lists that are not long.
"""

from array import array
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.data.database import reading
from crm_desktop.queries.columns import Column, Kind, Subject
from crm_desktop.queries.conditions import Asked, among, conditions, for_engine, text_sql
from crm_desktop.queries.custom_fields import PREFIX, TABLES, definitions, with_custom_fields
from crm_desktop.queries.list_orders import indexed
from crm_desktop.queries.listing import Question, count
from crm_desktop.queries.lists import ids_of, rows_of
from crm_desktop.queries.subjects import BY_NAME
from crm_desktop.queries.values import Value, ground, readers

SORTED_AT_MOST = 50_000
"""Records that are sorted without an index while somebody looks on: a fifth of a second."""
Ids = Callable[[], "array[int]"]


class Narrowed(NamedTuple):
    """`among` gives the ids of those it is about, where a search or something else found them. `put_away`: also what lies in the archive
    or the trash."""

    subject: Subject
    where: tuple[Asked, ...] = ()
    sort: str = ""
    downwards: bool = False
    among: Ids | None = None
    put_away: bool = False


def subject_called(name: str) -> Subject:
    """With the fields that the company added."""
    return with_custom_fields(BY_NAME[name])


def labels_of(subject: Subject) -> dict[str, str]:
    """What the company calls its own fields, by column."""
    tables = {"orders": "sales_order", **{f"{word}s": table for word, table in TABLES.items() if word != "order"}}
    table = tables.get(subject.name)
    return {PREFIX + each.name: each.label or each.name for each in definitions(table)} if table else {}


def narrowed_ids(wanted: Narrowed, limit: int | None = None) -> "array[int]":
    """Raises UserError for a condition that makes no sense, and where too many would have to be sorted without an index."""
    with reading():
        return ids_of(*narrowed_sql(wanted, limit))


def narrowed_sql(wanted: Narrowed, limit: int | None = None) -> tuple[str, tuple[Any, ...]]:
    """The text and its parameters, as the engine takes them."""
    key, where = wanted.subject.key, _where(wanted)
    order = indexed(wanted.subject.name).get(wanted.sort)
    if order is None and wanted.sort:
        _demand_few(wanted, *where)
    text = f"SELECT {key} FROM {wanted.subject.source} WHERE {where[0]} ORDER BY {_order(wanted, order)}"
    return for_engine(text + (" LIMIT ?" if limit is not None else "")), (*where[1], *(() if limit is None else (limit,)))


def is_quick_to_end(wanted: Narrowed) -> bool:
    """Whether its last ids are found without all others: an index gives its order, and nobody has to look for the records first."""
    return wanted.among is None and (not wanted.sort or wanted.sort in indexed(wanted.subject.name))


def count_of(wanted: Narrowed) -> int:
    if not wanted.where and wanted.among is None:
        return count(Question(wanted.subject, put_away=wanted.put_away))
    with reading():
        where, params = _where(wanted)
        return int(rows_of(for_engine(f"SELECT COUNT(*) FROM {wanted.subject.source} WHERE {where}"), params)[0][0])


def values_of(subject: Subject, columns: Sequence[Column], ids: Sequence[int]) -> dict[int, tuple[Value, ...]]:
    """Python values of these columns, by id. Money is in the currency of its record."""
    if not ids:
        return {}
    asked = [*columns]
    if not any(column.name == "currency" for column in asked) and (currency := subject.column("currency")) is not None:
        asked.append(currency)
    names = ", ".join(column.sql for column in asked)
    found = among(subject.key, list(ids))
    text = f"SELECT {subject.key}, {names} FROM {subject.source} WHERE {found.sql}"
    read = readers(asked, ground().zone)[: len(columns)]
    return {
        row[0]: tuple(None if raw is None else reader(raw, row[1:]) for reader, raw in zip(read, row[1:], strict=False))
        for row in rows_of(for_engine(text), found.params)
    }


def known_values(subject: Subject, column: Column) -> list[str]:
    """The words there are in a column that refers to a short list, such as colleagues or channels, or that holds tags."""
    if column.kind is Kind.TAGS:
        return [row[0] for row in rows_of("SELECT MIN(name) FROM tag GROUP BY key ORDER BY key")]
    table, name = SHORT_LISTS[column.refers]
    return [row[0] for row in rows_of(f"SELECT DISTINCT {name} FROM {table} ORDER BY {name}")]


SHORT_LISTS = {
    "staff": ("staff", "login"),
    "channels": ("channel", "name"),
    "reasons": ("contact_reason", "name"),
    "categories": ("product_category", "name"),
    "case-statuses": ("case_status", "name"),
}
"""Table and column of the words of columns that refer to few records."""


def _where(wanted: Narrowed) -> tuple[str, tuple[Any, ...]]:
    subject = wanted.subject
    found = conditions(subject, wanted.where, ground().zone)
    parts, params = [found.sql], list(found.params)
    if Question(subject, wanted.where, put_away=wanted.put_away).leaves_out and subject.lies is not None:
        parts.append(subject.lies.in_sight)
    if wanted.among is not None:
        some = among(subject.key, [row_id for row_id in wanted.among() if row_id > 0])
        parts.append(some.sql)
        params += some.params
    return " AND ".join(parts), tuple(params)


def _order(wanted: Narrowed, indexed: str | None) -> str:
    """Empty values come last in an order without an index, in either direction."""
    key, way = wanted.subject.key, "DESC" if wanted.downwards else "ASC"
    if not wanted.sort:
        return f"{key} {way}"
    if indexed is not None:
        return f"{indexed} {way}, {key} {way}"
    column = wanted.subject.column(wanted.sort)
    if column is None or not column.kind.can_be_asked:
        raise UserError(_("This list cannot be sorted by “{name}”.").format(name=wanted.sort))
    return f"{column.folded or (text_sql(column) if column.kind in (Kind.TEXT, Kind.DAY) else column.sql)} {way} NULLS LAST, {key} {way}"


def _demand_few(wanted: Narrowed, where: str, params: tuple[Any, ...]) -> None:
    text = f"SELECT COUNT(*) FROM (SELECT 1 FROM {wanted.subject.source} WHERE {where} LIMIT {SORTED_AT_MOST + 1}) AS sought"
    if rows_of(for_engine(text), params)[0][0] > SORTED_AT_MOST:
        raise UserError(
            _("More than {most} records cannot be sorted by this column. Narrow the list with a filter first.").format(most=SORTED_AT_MOST)
        )
