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
from crm_desktop.core.relative_days import relative_days, tells_weeks
from crm_desktop.core.tag_names import tag_key
from crm_desktop.core.text import clean, fold, sort_key
from crm_desktop.core.typed import read_bool, read_days, read_decimal, read_integer, read_period
from crm_desktop.data.database import database, fetch, is_server, stream
from crm_desktop.data.models import Company
from crm_desktop.queries.columns import NOW, Column, Kind, Subject
from crm_desktop.queries.indexed_words import few_with, few_with_part, place_of
from crm_desktop.queries.joins import Join, join_of, stands_alone

Asked = tuple[str, str, str]
"""Field, operator and value, as they were typed."""

COMPARED = ("=", "!=", "<", "<=", ">", ">=")
ONE_OF = "in"
"""One of several, with commas between them; a value that holds a comma stands in double quotes."""
OPERATORS = (*COMPARED, "~", ONE_OF)
RANGE = ".."
"""Between two numbers or times, both of which count; either may be left out."""
_FEW = 5_000
"""Records that are sorted rather than looked for in the order of a list."""
_SOON = 1_000
"""Records in which a text was found, where each look takes long: of more, the first of a list are found soon along its order."""
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
        return _by_join(subject, column, _one_of(column, value))
    if column.kind in (Kind.TEXT, Kind.TAGS):
        found = (_of_text if column.kind is Kind.TEXT else _of_tags)(column, operator, value)
    else:
        found = _of_size(column, operator, value, zone)
    if operator != "=" or not value.strip():
        return _beside_its_index(column, found)
    if column.part:
        return _by_part(subject, column, found, Condition(f"{column.part.value} = ?", found.params))
    return _narrowed(subject, column, found, value, whole=True)


def _narrowed(subject: Subject, column: Column, found: Condition, text: str, *, whole: bool) -> Condition:
    """The same, asked only of those records that may fulfil it, as far as it is known which they are."""
    place = place_of(subject, column) if column.kind is Kind.TEXT and column.words is None else None
    few = few_with(place, text, whole=whole) if place is not None else None
    if place is None or few is None:
        return _by_join(subject, column, found)
    where = among(place.key, few)
    found = Condition(f"{where.sql} AND {found.sql}", (*where.params, *found.params))
    return found if place.key == subject.key else _by_join(subject, column, found)


def _by_words(subject: Subject, column: Column, found: Condition, text: str) -> Condition | None:
    """The same, asked only of those records that the search index knows by the words of a value among several."""
    few = few_with_part(subject, column, text)
    if few is None:
        return None
    where = among(subject.key, few)
    return Condition(f"{where.sql} AND {found.sql}", (*where.params, *found.params))


def _by_part(subject: Subject, column: Column, found: Condition, of_part: Condition) -> Condition:
    """Only records of which some part has the value can have it themselves."""
    assert column.part is not None
    keys = fetch(for_engine(f"{column.part.records} AND {of_part.sql} LIMIT {_FEW + 1}"), of_part.params)
    if len(keys) > _FEW:
        return found
    few = among(subject.key, [row[0] for row in keys])
    return Condition(f"{few.sql} AND {found.sql}", (*few.params, *found.params))


def _by_join(subject: Subject, column: Column, found: Condition) -> Condition:
    """The same, asked of the other table first that the column stands in: of that it is known at once which few records it leads to.

    What holds where there is no such row, and what holds for many of them, is asked of each record.
    """
    join = join_of(subject, column)
    if join is None:
        return _by_looking(subject, column, found, _SOON if "instr" in found.sql else _FEW)
    if column.kind is Kind.TAGS or fetch(for_engine(f"SELECT 1 FROM {join.nothing} WHERE {found.sql}"), found.params):
        return found
    text = f"SELECT {join.gives} FROM {join.source} WHERE {join.only} AND {found.sql} LIMIT {_FEW + 1}"
    return _leading_to(subject, join, [row[0] for row in fetch(for_engine(text), found.params)], found)


def _by_looking(subject: Subject, column: Column, found: Condition, few: int) -> Condition:
    """The same, as ids where they are few: a table is read faster from its start to its end than along the order of a list.

    Of many, the first come soon in any order; SQLite would rather take all of them from an index and sort them.
    """
    if is_server() or column.kind is Kind.TAGS or "SELECT" in column.sql or not stands_alone(subject, column):
        return found
    text = f"SELECT {subject.key} FROM {subject.alone} WHERE {found.sql} LIMIT {few + 1}"
    keys = fetch(for_engine(text), found.params)
    if len(keys) <= few:
        return among(subject.key, [row[0] for row in keys])
    return _beside_its_index(column, found) if column.kind.has_periods else Condition(f"+({found.sql})", found.params)


def _beside_its_index(column: Column, found: Condition) -> Condition:
    """A day that may be missing gives no list its order: of many, SQLite would rather take all from its index and sort them."""
    return Condition(f"+({found.sql})", found.params) if column.sql.startswith("NULLIF") and not is_server() else found


def _leading_to(subject: Subject, join: Join, ids: list[int], found: Condition) -> Condition:
    """Records that lead to one of these rows: by their own ids where they are few, for then no order need be walked to find them."""
    if len(ids) > _FEW:
        return found
    where = among(join.of, ids)
    keys = fetch(for_engine(f"SELECT {subject.key} FROM {subject.alone} WHERE {where.sql} LIMIT {_FEW + 1}"), where.params)
    if len(keys) > _FEW:
        return where if is_server() else Condition(f"+{where.sql}", where.params)
    return among(subject.key, [row[0] for row in keys])


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
    found = Condition(f"{text_sql(column)} {operator} ?", (value,))
    if operator != "=" or not column.folded or not value:
        return found
    return Condition(f"{found.sql} AND {column.folded} = ?", (value, sort_key(value)))


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
        words = ", ".join(filter(None, column.words))
        raise UserError(_("“{name}” is never “{value}”. It is one of: {words}.").format(name=column.name, value=value, words=words))
    return word


def _of_nothing(column: Column, operator: str) -> Condition:
    if operator == "=":
        # Mostly they are many: SQLite takes them for few, and would sort all of them rather than walk the order of the list.
        return Condition(f"{'' if is_server() else '+'}({column.sql}) IS NULL", ())
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
    told = relative_days(value, local_day(utc_now(), zone), _first_weekday() if tells_weeks(value) else 0)
    if column.kind is Kind.DAY:
        first, after = told or read_days(value)
        return first.isoformat(), after.isoformat()
    if told is not None:
        first_day, after_it = told
        return _seconds(day_bounds(first_day, zone)[0]), _seconds(day_bounds(after_it, zone)[0])
    period = read_period(value, zone)
    return _seconds(period.first), _seconds(period.after)


def _first_weekday() -> int:
    """As the calendar has it: where the company is, a week begins on Monday, Sunday or Saturday."""
    from crm_desktop.core.formats import locale_of  # all of Babel, for this alone

    return int(locale_of(Company.the().locale).first_week_day)


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
        found = Condition(f"{'strpos' if is_server() else 'instr'}({column.folded}, ?) > 0", (sought,))
        return _narrowed(subject, column, found, value, whole=False)
    if is_server():
        return _on_server(subject, column, sought)
    if "SELECT" in column.sql:
        found = Condition(f"instr(folded({column.sql}), ?) > 0", (sought,))
        return _by_words(subject, column, found, value) or (
            _by_part(subject, column, found, _holds(column.part.value, sought)) if column.part else found
        )
    return _narrowed(subject, column, _holds(column.sql, sought), value, whole=False)


def _holds(text: str, sought: str) -> Condition:
    """Most texts are plain, and the engine folds those itself."""
    plain = f"octet_length({text}) = length({text})"
    return Condition(f"CASE WHEN {plain} THEN instr(lower({text}), ?) ELSE instr(folded({text}), ?) END > 0", (sought, sought))


def _on_server(subject: Subject, column: Column, sought: str) -> Condition:
    """Folding is the program's own: texts without a stored folded key are looked through here, but plain ones without it. Of a value among
    several, only records are asked of which some part holds it."""
    source, only = subject.alone if stands_alone(subject, column) else subject.source, Condition("TRUE", ())
    if column.part:
        parts = _may_hold(f'({column.part.value}) COLLATE "C"', sought)
        keys = stream(for_engine(f"{column.part.records} AND {parts.sql}"), parts.params)
        only = among(subject.key, list({row[0] for row in keys}))
    maybe = _may_hold(text_sql(column), sought)
    text = f"SELECT {subject.key}, {column.sql} FROM {source} WHERE {only.sql} AND {maybe.sql}"
    rows = stream(for_engine(text), (*only.params, *maybe.params))
    return among(subject.key, [found for found, text in rows if sought in fold(text)])


def _may_hold(text: str, sought: str) -> Condition:
    """Of a plain text it is known."""
    odd = f"octet_length({text}) <> length({text})"
    return Condition(f"({odd} OR strpos(lower({text}), ?) > 0)", (sought,)) if sought.isascii() else Condition(odd, ())


def among(key: str, keys: list[int]) -> Condition:
    """One parameter, however many they are."""
    if is_server():
        return Condition(f"{key} = ANY(?)", (keys,))
    return Condition(f"{key} IN (SELECT value FROM json_each(?))", (json.dumps(keys),))


_QUESTION_MARK = re.compile(r"\?")


def for_engine(sql: str) -> str:
    return _QUESTION_MARK.sub(database.param, sql).replace(NOW, str(int(utc_now().timestamp())))
