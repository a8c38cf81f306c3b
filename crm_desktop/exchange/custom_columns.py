"""Columns of a file that become further fields of its records: by the kind that somebody defined, else as they are written."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from crm_desktop.core.cards import mask_cards
from crm_desktop.core.custom_values import LONGEST_TEXT, Definition, Kept, number_text
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.core.money import from_store
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.targets import Field, Kind
from crm_desktop.exchange.values import Reader, plain, read_text

WHOLE = "custom"
"""All further fields at once, as a JSON object."""
PREFIX = "custom."
Definitions = Mapping[tuple[str, str], Definition]
"""By table, and by name without regard to case and white space."""

_KINDS = {
    CustomFieldKind.TEXT: Kind.NOTE,
    CustomFieldKind.NUMBER: Kind.QUANTITY,
    CustomFieldKind.DAY: Kind.DAY,
    CustomFieldKind.YES_NO: Kind.BOOL,
    CustomFieldKind.CHOICE: Kind.WORD,
}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOST_UNITS = 10**15
"""Ten-thousandths: eleven digits before the point."""


def defined(table: str, header: str, definitions: Definitions) -> Definition | None:
    """The field that a column of this name holds, also as this program's own lists write it."""
    return definitions.get((table, plain(header.removeprefix(PREFIX))))


def custom_field(table: str, name: str, definitions: Definitions) -> Field:
    """How the values of a rule for `custom` or `custom.NAME` are read."""
    if name == WHOLE:
        return Field(name, Kind.CUSTOM, empty=None, of=table)
    found = defined(table, name, definitions)
    if found is None:
        return Field(name, Kind.NOTE, empty=None)
    return Field(PREFIX + found.name, _KINDS[found.kind], empty=None, words=found.choices)


def is_custom(name: str) -> bool:
    return name == WHOLE or name.startswith(PREFIX)


def kept_reader(item: Field, read: Reader) -> Reader:
    """What a further field keeps of what was read: numbers as their digits."""

    def kept(text: str) -> Kept:
        if item.kind is Kind.DAY and _ISO_DAY.fullmatch(text):
            return _day(text)
        value = read(text)
        if item.kind is Kind.QUANTITY:
            if abs(value) >= _MOST_UNITS:
                raise BadValue(_("This number is too large."))
            return number_text(from_store(value))
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise BadValue(_("The text has {count} characters; {most} are the most.").format(count=len(value), most=LONGEST_TEXT))
        return value  # type: ignore[no-any-return]

    return kept


def _day(text: str) -> str:
    """Of any year: it was checked when somebody typed it."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadValue(_("There is no such day.")) from error


def object_reader(table: str, definitions: Definitions, masked: Callable[[int], None]) -> Reader:
    """A JSON object as this program writes it into its lists."""

    def read(text: str) -> dict[str, Kept]:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadValue(_("This is no JSON object with further fields.")) from error
        if not isinstance(found, dict) or not all(isinstance(value, str | bool) for value in found.values()):
            raise BadValue(_("This is no JSON object with further fields."))
        return {name: _checked(table, name, value, definitions, masked) for name, value in found.items()}

    return read


def together(kept: Mapping[str, Any], values: dict[str, Any]) -> str:
    """One text of all further fields of a row, and their own values taken out. Nothing stands for a cell that was empty."""
    found = dict(kept)
    found.update(values.pop(WHOLE, None) or {})
    for name in [name for name in values if name.startswith(PREFIX)]:
        found[name.removeprefix(PREFIX)] = values.pop(name)
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _checked(table: str, name: str, value: Kept, definitions: Definitions, masked: Callable[[int], None]) -> Kept:
    """A value that this program wrote is what it was; one that somebody else did must be of the field's kind."""
    found = defined(table, name, definitions)
    if found is not None and isinstance(value, bool) != (found.kind is CustomFieldKind.YES_NO):
        raise BadValue(_("“{name}” is not of the kind “{kind}”.").format(name=name, kind=_(found.kind)))
    if isinstance(value, bool):
        return value
    text, cards = mask_cards(read_text(value))
    if cards:
        masked(cards)
    return text
