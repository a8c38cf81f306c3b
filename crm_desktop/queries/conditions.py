"""`FIELD OP VALUE` as SQL, the same on both engines. Values are read by the kind of their column and travel as parameters."""

import csv
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds, local_day, utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.money import to_store
from crm_desktop.core.relative_days import relative_days
from crm_desktop.core.tag_names import tag_key
from crm_desktop.core.text import clean, fold
from crm_desktop.core.typed import read_bool, read_days, read_decimal, read_integer, read_period
from crm_desktop.data.database import database, is_server, stream
from crm_desktop.queries.columns import NOW, Column, Kind, Subject

Asked = tuple[str, str, str]
"""Field, operator and value, as they were typed."""

COMPARED = ("=", "!=", "<", "<=", ">", ">=")
ONE_OF = "in"
"""One of several, with commas between them; a value that holds a comma stands in double quotes."""
OPERATORS = (*COMPARED, "~", ONE_OF)
RANGE = ".."
"""Between two numbers or times, both of which count; either may be left out."""
PERIODS = {"year": 4, "month": 7, "day": 10}
"""How many characters of a day in ISO's spelling name the period."""


class Condition(NamedTuple):
    """With `?` for each parameter."""

    sql: str
    params: tuple[Any, ...]


def conditions(subject: Subject, asked: Sequence[Asked], zone: ZoneInfo) -> Condition:
    """All of them hold. Raises UserError for a field, operator or value that makes no sense."""
    found = [_condition(subject, *one, zone) for one in asked]
    return Condition(" AND ".join(part.sql for part in found) or "1 = 1", tuple(value for part in found for value in part.params))


def column_of(subject: Subject, field: str) -> tuple[Column, str]:
    """The column and the period after its point, as in `ordered_at.month`; empty without one."""
    name, period = field.strip(), ""
    column = subject.column(name)
    if column is None and name.rpartition(".")[0] not in ("", "custom"):
        name, _point, period = name.rpartition(".")
        column = subject.column(name)
    if column is None:
        names = ", ".join(column.name for column in subject.columns)
        raise UserError(_("There is no field “{name}” in {what}. There are: {names}.").format(name=name, what=subject.name, names=names))
    if period and not (column.kind.has_periods and period in PERIODS):
        raise UserError(_("“{field}” makes no sense; after the point of a time stands year, month or day.").format(field=field))
    if not column.kind.can_be_asked:
        raise UserError(_("“{name}” can only be shown, not asked for.").format(name=name))
    return column, period


def text_sql(column: Column) -> str:
    """Compared by code points, as SQLite does, whatever the server's language."""
    return f'({column.sql}) COLLATE "C"' if is_server() else column.sql


def _condition(subject: Subject, field: str, operator: str, value: str, zone: ZoneInfo) -> Condition:
    column, period = column_of(subject, field)
    if operator not in OPERATORS:
        known = " ".join(OPERATORS)
        raise UserError(_("“{operator}” is no comparison. There are: {known}.").format(operator=operator, known=known))
    value = clean(value)
    if period and len(value.strip()) != PERIODS[period]:
        raise UserError(_("“{value}” is not a {period}. Nothing was looked up.").format(value=value, period=_(period)))
    if operator == "~":
        return _contains(subject, column, value)
    if operator == ONE_OF:
        return _one_of(column, value)
    if column.kind in (Kind.TEXT, Kind.TAGS):
        return (_of_text if column.kind is Kind.TEXT else _of_tags)(column, operator, value)
    return _of_size(column, operator, value, zone)


def _of_size(column: Column, operator: str, value: str, zone: ZoneInfo) -> Condition:
    if not value.strip():
        return _of_nothing(column, operator)
    if RANGE in value and operator in ("=", "!=") and column.kind is not Kind.FLAG:
        return _of_range(column, operator, value, zone)
    if column.kind.has_periods:
        return _of_time(column, operator, value, zone)
    return _of_number(column, operator, value)


def several(value: str) -> list[str]:
    """The values of `in`, none of them twice."""
    return list(
        dict.fromkeys(each.strip() for each in next(csv.reader([" ".join(value.splitlines())], skipinitialspace=True), []) if each.strip())
    )


def _one_of(column: Column, value: str) -> Condition:
    wanted = several(value)
    if not wanted:
        raise UserError(_("“{name} in” needs at least one value.").format(name=column.name))
    if column.kind is Kind.TAGS:
        having = " OR ".join([column.having] * len(wanted))
        return Condition(f"({having})", tuple(tag_key(each) for each in wanted))
    if column.kind is not Kind.TEXT:
        raise UserError(_("“{name}” is not a text; ask with one of: {operators}.").format(name=column.name, operators=" ".join(COMPARED)))
    values = tuple(each if column.words is None else _word(column, each) for each in wanted)
    return Condition(f"{text_sql(column)} IN ({', '.join('?' * len(values))})", values)


def _of_range(column: Column, operator: str, value: str, zone: ZoneInfo) -> Condition:
    least, _dots, most = (part.strip() for part in value.partition(RANGE))
    ends = [(">=", least), ("<=", most)]
    compare = _of_time if column.kind.has_periods else _of_number
    found = [compare(column, sign, end, zone) for sign, end in ends if end]
    if not found:
        raise UserError(_("“{name} {operator}” needs a value.").format(name=column.name, operator=operator))
    both = " AND ".join(part.sql for part in found)
    params = tuple(param for part in found for param in part.params)
    return Condition(f"({both})" if operator == "=" else f"COALESCE(NOT ({both}), TRUE)", params)


def _of_text(column: Column, operator: str, value: str) -> Condition:
    if column.words is not None and value:
        value = _word(column, value)
    return Condition(f"{text_sql(column)} {operator} ?", (value,))


def _of_tags(column: Column, operator: str, value: str) -> Condition:
    """Whether the tag is among a record's; an empty value stands for no tag at all."""
    if operator not in ("=", "!="):
        raise UserError(_("“{name}” are words; ask with =, != or ~.").format(name=column.name))
    if not value.strip():
        return Condition(f"({column.sql}) {operator} ''", ())
    return Condition(column.having if operator == "=" else f"NOT ({column.having})", (tag_key(value),))


def _word(column: Column, value: str) -> str:
    assert column.words is not None
    word = value.strip().casefold().replace("-", "_")
    if word not in tuple(column.words):
        words = ", ".join(column.words)
        raise UserError(_("“{name}” is never “{value}”. It is one of: {words}.").format(name=column.name, value=value, words=words))
    return word


def _of_nothing(column: Column, operator: str) -> Condition:
    if operator == "=":
        return Condition(f"({column.sql}) IS NULL", ())
    if operator == "!=":
        return Condition(f"({column.sql}) IS NOT NULL", ())
    raise UserError(_("“{name} {operator}” needs a value.").format(name=column.name, operator=operator))


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: read_integer,
    Kind.QUANTITY: lambda text: to_store(read_decimal(text)),
    Kind.MONEY: lambda text: to_store(read_decimal(text)),
    Kind.FLAG: read_bool,
}


def _of_number(column: Column, operator: str, value: str, _zone: ZoneInfo | None = None) -> Condition:
    if column.kind is Kind.FLAG and operator not in ("=", "!="):
        raise UserError(_("“{name}” is yes or no; ask with = or !=.").format(name=column.name))
    # An empty value is another one too, which `!=` alone would not say.
    sign = "IS DISTINCT FROM" if operator == "!=" else operator
    return Condition(f"({column.sql}) {sign} ?", (_READERS[column.kind](value),))


def _of_time(column: Column, operator: str, value: str, zone: ZoneInfo) -> Condition:
    """`<= 1997` holds to the end of 1997."""
    first, after = _ends(column, value, zone)
    sql = f"({column.sql})"
    if operator == "=":
        return Condition(f"({sql} >= ? AND {sql} < ?)", (first, after))
    if operator == "!=":
        return Condition(f"({sql} < ? OR {sql} >= ? OR {sql} IS NULL)", (first, after))
    bound = first if operator in ("<", ">=") else after
    return Condition(f"{sql} {'<' if '<' in operator else '>='} ?", (bound,))


def _ends(column: Column, value: str, zone: ZoneInfo) -> tuple[Any, Any]:
    told = relative_days(value, local_day(utc_now(), zone))
    if column.kind is Kind.DAY:
        first, after = told or read_days(value)
        return first.isoformat(), after.isoformat()
    if told is not None:
        first_day, after_it = told
        return _seconds(day_bounds(first_day, zone)[0]), _seconds(day_bounds(after_it, zone)[0])
    period = read_period(value, zone)
    return _seconds(period.first), _seconds(period.after)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _contains(subject: Subject, column: Column, value: str) -> Condition:
    """Anywhere in the text, whatever its accents and capitals."""
    if column.kind not in (Kind.TEXT, Kind.TAGS):
        raise UserError(_("“{name}” is not a text; ask with one of: {operators}.").format(name=column.name, operators=" ".join(COMPARED)))
    sought = fold(value)
    if not sought.strip():
        raise UserError(_("“{name} ~” needs some words to look for.").format(name=column.name))
    if column.folded:
        within = "strpos" if is_server() else "instr"
        return Condition(f"{within}({column.folded}, ?) > 0", (sought,))
    return among(subject.key, _keys(subject, column, sought))


def _keys(subject: Subject, column: Column, sought: str) -> list[int]:
    """Folding is the program's own, so texts without a stored folded key are looked through here."""
    rows = stream(f"SELECT {subject.key}, {column.sql} FROM {subject.source}")
    return [key for key, text in rows if sought in fold(text)]


def among(key: str, keys: list[int]) -> Condition:
    """One parameter, however many they are."""
    if is_server():
        return Condition(f"{key} = ANY(?)", (keys,))
    return Condition(f"{key} IN (SELECT value FROM json_each(?))", (json.dumps(keys),))


_QUESTION_MARK = re.compile(r"\?")


def for_engine(sql: str) -> str:
    return _QUESTION_MARK.sub(database.param, sql).replace(NOW, str(int(utc_now().timestamp())))
