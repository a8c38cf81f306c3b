"""Lists that anybody can ask for: which records, in which order, how many, added up, by what. SQL text of known names, no models."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text import clean
from crm_desktop.data.database import fetch, stream
from crm_desktop.queries.columns import Column, Kind, Subject
from crm_desktop.queries.conditions import PERIODS, Asked, Condition, column_of, conditions, for_engine, text_sql
from crm_desktop.queries.local_time import period_sql
from crm_desktop.queries.values import Value, amount_of, ground, quantity_of, readers


class Question(NamedTuple):
    """`sort` names a field, with a minus for the greatest first. Of records that are put away it asks with `put_away`, or by asking
    where they lie.
    """

    subject: Subject
    where: tuple[Asked, ...] = ()
    sort: str = ""
    limit: int | None = None
    put_away: bool = False

    @property
    def leaves_out(self) -> bool:
        """Whether what lies in the archive or the trash does not count."""
        return (
            self.subject.lies is not None
            and not self.put_away
            and not any(field in _WHERE_IT_LIES for field, _operator, _value in self.where)
        )


_WHERE_IT_LIES = ("shelf", "merged_into")


class Group(NamedTuple):
    """`value` is what its records share, `currency` that of a sum of money. Sums of two currencies are two groups."""

    value: Value
    currency: str
    size: int
    total: int | Decimal | None


def count(question: Question) -> int:
    """All that match, whatever the limit. Of a whole list it is quicker to count what is not meant."""
    subject = question.subject
    if subject.lies is not None and question.leaves_out and not question.where:
        text = f"SELECT (SELECT COUNT(*) FROM {subject.alone}) - (SELECT COUNT(*) FROM {subject.alone} WHERE {subject.lies.put_away})"
        return int(_rows(text, ())[0][0])
    where = _condition(question, ground().zone)
    source = subject.source if question.where else subject.alone
    return int(_rows(f"SELECT COUNT(*) FROM {source} WHERE {where.sql}", where.params)[0][0])


def records(question: Question, columns: Sequence[Column]) -> Iterator[tuple[Value, ...]]:
    """Rows of Python values. Money needs the column `currency` beside it."""
    zone = ground().zone
    where = _condition(question, zone)
    text, params = records_sql(question, columns, where)
    read = readers(columns, zone)
    for row in stream(for_engine(text), params):
        yield tuple(None if raw is None else reader(raw, row) for reader, raw in zip(read, row, strict=True))


def _condition(question: Question, zone: ZoneInfo) -> Condition:
    """What was asked for; a customer who was merged is asked for by either number."""
    leaves_out = question.leaves_out
    asked = tuple(
        (field, operator, _standing(value) if operator in ("=", "!=") and _names_customer(question.subject, field, leaves_out) else value)
        for field, operator, value in question.where
    )
    found = conditions(question.subject, asked, zone)
    if not leaves_out or question.subject.lies is None:
        return found
    return Condition(f"{found.sql} AND {question.subject.lies.in_sight}", found.params)


def _names_customer(subject: Subject, field: str, leaves_out: bool) -> bool:
    """Whoever asks where customers lie asks for the number itself."""
    column = subject.column(field.strip())
    if column is None or column.refers == "customers":
        return column is not None and column.name == "customer"
    return leaves_out and (subject.name, column.name) == ("customers", "number")


def _standing(number: str) -> str:
    merged = "SELECT kept.number FROM customer JOIN customer AS kept ON kept.id = customer.merged_into_id WHERE customer.number = ?"
    return next((kept for (kept,) in _rows(merged, (clean(number),))), number)


def records_sql(question: Question, columns: Sequence[Column], where: Condition) -> tuple[str, tuple[Any, ...]]:
    subject = question.subject
    names = ", ".join(column.sql for column in columns)
    limit = () if question.limit is None else (question.limit,)
    return (
        f"SELECT {names} FROM {subject.source} WHERE {where.sql} ORDER BY {_order(question)}{' LIMIT ?' if limit else ''}",
        (*where.params, *limit),
    )


def groups(question: Question, added: str = "", by: str = "") -> list[Group]:
    """Counts, and sums of the field `added` where it is named, for all that match or for each value of the field `by`."""
    subject, where = question.subject, _condition(question, ground().zone)
    addend = _addend(subject, added)
    if not by and addend is not None and (whole := _in_one_currency(question, addend, where)) is not None:
        return whole
    key = _key(question, by, where) if by else "''"
    currency = "''" if addend is None or addend.kind is not Kind.MONEY else _column(subject, "currency").sql
    total = "0" if addend is None else f"SUM({addend.sql})"
    text = f"SELECT {key}, {currency}, COUNT(*), {total} FROM {subject.source} WHERE {where.sql} GROUP BY 1, 2"
    found = [_group(row, addend, subject, by) for row in _rows(text, where.params)]
    return _sorted(found, question, by)


def _in_one_currency(question: Question, addend: Column, where: Condition) -> list[Group] | None:
    """The sum of all of them, which needs neither the other table nor groups where every order is in one currency."""
    subject = question.subject
    if question.where or addend.kind is not Kind.MONEY or not subject.currencies:
        return None
    ((least, greatest),) = _rows(subject.currencies, ())
    if least is None or least != greatest:
        return None
    own = subject.alone.partition(" JOIN ")[0]
    ((number, units),) = _rows(f"SELECT COUNT(*), SUM({addend.sql}) FROM {own} WHERE {where.sql}", where.params)
    return [Group(None, least, int(number), _total(units, addend, least))] if number else []


def _order(question: Question) -> str:
    """Empty values come last, in either direction."""
    key = question.subject.key
    if not question.sort:
        return key
    column, period = column_of(question.subject, question.sort.removeprefix("-"))
    if period:
        raise UserError(_("Sort by “{name}” itself: its order is that of the time.").format(name=column.name))
    way = "DESC" if question.sort.startswith("-") else "ASC"
    value = column.folded or (text_sql(column) if column.kind in (Kind.TEXT, Kind.DAY) else column.sql)
    return f"{value} {way} NULLS LAST, {key} {way}"


def _addend(subject: Subject, name: str) -> Column | None:
    if not name:
        return None
    column = _column(subject, name)
    if not column.kind.can_be_added:
        raise UserError(_("“{name}” cannot be added up: it is no number.").format(name=name))
    return column


def _column(subject: Subject, name: str) -> Column:
    column, _period = column_of(subject, name)
    return column


def _key(question: Question, by: str, where: Condition) -> str:
    column, period = column_of(question.subject, by)
    if not column.kind.can_be_grouped:
        raise UserError(_("A record can have several tags, so it has no one group. “list tags” counts them."))
    if column.kind is Kind.DAY:
        return f"substr({column.sql}, 1, {PERIODS.get(period, 10)})"
    if column.kind is not Kind.MOMENT:
        return column.sql
    ends = _rows(f"SELECT MIN({column.sql}), MAX({column.sql}) FROM {question.subject.source} WHERE {where.sql}", where.params)
    first, last = ends[0] if ends[0][0] is not None else (0, 0)
    return period_sql(column.sql, period or "day", int(first), int(last), ground().zone)


def _group(row: tuple[Any, ...], addend: Column | None, subject: Subject, by: str) -> Group:
    raw, currency, number, units = row
    return Group(_by_value(raw, subject, by), currency, int(number), _total(units, addend, currency))


def _total(units: Any, addend: Column | None, currency: str) -> int | Decimal | None:
    """PostgreSQL adds bigints up to a numeric; nothing but empty values adds up to nothing."""
    if addend is None:
        return None
    if addend.kind is Kind.MONEY:
        return amount_of(int(units or 0), currency)
    return quantity_of(int(units or 0)) if addend.kind is Kind.QUANTITY else int(units or 0)


def _by_value(raw: Any, subject: Subject, by: str) -> Value:
    if raw is None or not by:
        return None
    kind = column_of(subject, by)[0].kind
    if kind in (Kind.MONEY, Kind.QUANTITY):
        return quantity_of(int(raw))
    return bool(raw) if kind is Kind.FLAG else raw


def _sorted(found: list[Group], question: Question, by: str) -> list[Group]:
    """By what they share, or by `count` or `sum`; groups without a value come last."""
    wanted = question.sort.removeprefix("-") or by
    if wanted not in (by, "count", "sum"):
        raise UserError(_("Groups can be sorted by {by}, count or sum, not by “{name}”.").format(by=by, name=wanted))

    def place(group: Group) -> tuple[Any, ...]:
        return {"count": (group.size,), "sum": (group.total or 0,)}.get(wanted, (group.value,))

    named = [group for group in found if group.value is not None or not by]
    named.sort(key=lambda group: (group.currency, str(group.value)))
    named.sort(key=place, reverse=question.sort.startswith("-"))
    return [*named, *(group for group in found if group not in named)][: question.limit]


def _rows(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    return fetch(for_engine(text), params)
