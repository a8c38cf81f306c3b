"""Values of the fields that a company defines for itself: how each kind is read, kept as JSON, and put over what was there."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.core.cards import clean_note
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.core.read_json import kept_object
from crm_desktop.core.typed import read_bool, read_day

Custom = Mapping[str, object]
"""What was given, by the field's name: a text, number, day or yes/no; nothing (None or an empty text) takes the value away."""
Kept = str | bool
"""What lies in the store: numbers are their digits, so that none is rounded; days are ISO."""

NOTHING = "{}"
LONGEST_TEXT = 10_000
PLACES = 4
_NUMBER = re.compile(rf"[+-]?\d{{1,11}}(?:\.\d{{1,{PLACES}}})?", re.ASCII)
"""Fifteen digits at most: spreadsheets keep no more."""
_NAME = re.compile(r"\w(?:[\w /&+#()-]{0,58}[\w)#+])?")
"""Letters, digits and a few signs: names stand in SQL, in JSON paths and before an equals sign."""


class CustomTable(StrEnum):
    """Whose records can have further fields."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    PRODUCT = "product"
    ORDER = "order"
    INTERACTION = "interaction"
    CASE = "case"


class Definition(NamedTuple):
    """A field that somebody defined. `name` is its key, `label` what people read."""

    name: str
    label: str
    kind: CustomFieldKind
    choices: tuple[str, ...] = ()
    active: bool = True


def dumped(values: Mapping[str, Kept]) -> str:
    """In one spelling, so that equal values are equal texts. What has no value is left out."""
    return json.dumps({name: value for name, value in values.items() if value is not None}, ensure_ascii=False, sort_keys=True)


def overlaid(now: str, given: Custom, definitions: Iterable[Definition]) -> str:
    """What was given over what the record holds; names that were not given stay. Raises UserError for what the field does not take."""
    values: dict[str, Kept] = kept_object(now)
    known = {plain_name(each.name): each for each in definitions}
    for name, value in given.items():
        found = known.get(plain_name(name))
        if found is not None and found.active:
            _put(values, found.name, kept_value(found, value))
        elif value in (None, ""):
            values.pop(name, None)
        elif values.get(name) != value:
            raise _unknown(name, found, known.values())
    return dumped(values)


def _put(values: dict[str, Kept], name: str, value: Kept | None) -> None:
    if value is None:
        values.pop(name, None)
    else:
        values[name] = value


def kept_value(field: Definition, given: object) -> Kept | None:
    """As it is kept; None for nothing. Raises UserError that names the field."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    try:
        return _READERS[field.kind](field, given)
    except UserError as error:
        raise UserError(_("{label}: {problem} Nothing was saved.").format(label=field.label, problem=error)) from error


def number_text(amount: Decimal) -> str:
    """`0012.50` and `12.5` are the same number."""
    text = format(amount, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _text(_field: Definition, given: object) -> str:
    if not isinstance(given, str):
        raise UserError(_("“{value}” is no text.").format(value=given))
    text = clean_note(given)
    if len(text) > LONGEST_TEXT:
        raise UserError(_("The text has {count} characters; {most} are the most.").format(count=len(text), most=LONGEST_TEXT))
    return text


def _number(_field: Definition, given: object) -> str:
    text = given.strip() if isinstance(given, str) else str(given)
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal) or not _NUMBER.fullmatch(text):
        raise UserError(_("“{value}” is not a number. Write it as 12.50, with at most {places} places.").format(value=given, places=PLACES))
    return number_text(Decimal(text))


def _day(_field: Definition, given: object) -> str:
    return given.isoformat() if type(given) is date else read_day(str(given)).isoformat()


def _yes_no(_field: Definition, given: object) -> bool:
    return given if isinstance(given, bool) else read_bool(str(given))


def _choice(field: Definition, given: object) -> str:
    for choice in field.choices:
        if plain_name(choice) == plain_name(str(given)):
            return choice
    raise UserError(_("“{value}” is not one of: {choices}.").format(value=given, choices=", ".join(field.choices)))


_READERS: Mapping[CustomFieldKind, Callable[[Definition, object], Kept]] = {
    CustomFieldKind.TEXT: _text,
    CustomFieldKind.NUMBER: _number,
    CustomFieldKind.DAY: _day,
    CustomFieldKind.YES_NO: _yes_no,
    CustomFieldKind.CHOICE: _choice,
}


def _unknown(name: str, retired: Definition | None, known: Collection[Definition]) -> UserError:
    if retired is not None:
        return UserError(_("The field “{name}” is retired and takes no new values. Nothing was saved.").format(name=retired.name))
    names = ", ".join(each.name for each in known if each.active) or "–"
    return UserError(_("There is no further field “{name}”. There are: {names}. Nothing was saved.").format(name=name, names=names))


def is_field_name(name: str) -> bool:
    """Whether a field may be called so."""
    return _NAME.fullmatch(name) is not None


def plain_name(text: str) -> str:
    """What names and choices are compared by."""
    return " ".join(text.split()).casefold()
