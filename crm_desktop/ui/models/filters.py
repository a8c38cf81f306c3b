"""What a list was narrowed by, in words, and the ways in which a column can be asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.relative_days import RELATIVE
from crm_desktop.queries.columns import Column, Kind, Subject
from crm_desktop.queries.conditions import ONE_OF, RANGE, Asked, several
from crm_desktop.queries.narrowed import SHORT_LISTS
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.words_of_lists import title_of, word_of

EMPTY, FILLED = ("=", ""), ("!=", "")
SAYINGS = {
    "=": N_("{title}: {value}"),
    "!=": N_("{title}: not {value}"),
    "<": N_("{title}: below {value}"),
    "<=": N_("{title}: at most {value}"),
    ">": N_("{title}: above {value}"),
    ">=": N_("{title}: at least {value}"),
    "~": N_("{title}: contains “{value}”"),
    ONE_OF: N_("{title}: {value}"),
}
SAYINGS_OF_TIME = {
    **SAYINGS,
    "<": N_("{title}: before {value}"),
    "<=": N_("{title}: up to {value}"),
    ">": N_("{title}: after {value}"),
    ">=": N_("{title}: from {value}"),
}


def has_choices(column: Column) -> bool:
    """Whether its values are few and known."""
    return column.words is not None or column.kind is Kind.TAGS or column.refers in SHORT_LISTS


def told(asked: Asked, subject: Subject, labels: Mapping[str, str], formats: Formats) -> str:
    """One condition as people read it; of a field that is gone, as it was stored."""
    name, operator, value = asked
    column = subject.column(name)
    if column is None:
        return " ".join(asked)
    if column.words is Shelf and value and operator in ("=", ONE_OF):
        return _value(column, operator, value, formats)
    title = title_of(column, labels)
    if not value:
        return (_("{title}: empty") if operator == "=" else _("{title}: filled in")).format(title=title)
    sayings = SAYINGS_OF_TIME if column.kind.has_periods else SAYINGS
    return _(sayings[operator]).format(title=title, value=_value(column, operator, value, formats))


def told_together(where: Sequence[Asked], subject: Subject, labels: Mapping[str, str], formats: Formats) -> str:
    return " · ".join(told(each, subject, labels, formats) for each in where)


def one_of(values: Iterable[str]) -> str:
    """As `in` reads them."""
    return ",".join('"' + each.replace('"', '""') + '"' if set(each) & set(',"') else each for each in values)


def _value(column: Column, operator: str, value: str, formats: Formats) -> str:
    if operator == ONE_OF:
        return ", ".join(word_of(column, each) for each in several(value))
    if column.kind is Kind.FLAG:
        return _("Yes") if value == "yes" else _("No")
    if RANGE in value:
        least, _dots, most = value.partition(RANGE)
        if not most:
            return _("{least} or more").format(least=_single(column, least, formats))
        if not least:
            return _("up to {most}").format(most=_single(column, most, formats))
        return _("{least} to {most}").format(least=_single(column, least, formats), most=_single(column, most, formats))
    return _single(column, value, formats)


def _single(column: Column, value: str, formats: Formats) -> str:
    if column.kind.has_periods:
        return _(RELATIVE[value]) if value in RELATIVE else _day(value, formats)
    if column.kind in (Kind.NUMBER, Kind.QUANTITY, Kind.MONEY):
        return _number(value, formats)
    return word_of(column, value)


def _day(value: str, formats: Formats) -> str:
    try:
        return formats.day(date.fromisoformat(value))
    except ValueError:
        # A year or a month reads as it is written.
        return value


def _number(value: str, formats: Formats) -> str:
    try:
        return formats.number(Decimal(value))
    except InvalidOperation:
        return value
