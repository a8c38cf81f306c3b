"""Fields as they were typed, or as JSON holds them, made into what a service function takes. One reader for each type."""

import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from crm_desktop.commands.references import REFERENCES, Given, resolve
from crm_desktop.core.changes import Entity
from crm_desktop.core.custom_values import Custom
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import ReturnReason
from crm_desktop.core.text import clean
from crm_desktop.core.typed import read_bool, read_day, read_decimal, read_integer, read_moment
from crm_desktop.queries.records import RecordName
from crm_desktop.services.customers import PointInput
from crm_desktop.services.interactions import Span
from crm_desktop.services.orders import LineInput

NEEDED: Any = object()
_NOT_ASKED = frozenset({"by", "key", "version", "return"})
_REFERENCE, _REFERENCES = "_id", "_ids"


class Field(NamedTuple):
    """`name` is what people type, `target` what the function or its input class calls it. `default` is NEEDED where there is none."""

    name: str
    target: str
    hint: Any
    default: Any

    @property
    def refers(self) -> bool:
        return self.name != self.target

    @property
    def kind(self) -> Any:
        """The type without "or None"; one of several that has a short form of its own stays as it is."""
        if get_origin(self.hint) is UnionType and self.hint not in SHORT_FORMS:
            return next(part for part in get_args(self.hint) if part is not type(None))
        return self.hint

    @property
    def typed(self) -> str:
        """Its name in FIELD=VALUE: one of several at a time, `line` for `lines`."""
        if not self.several:
            return self.name
        return self.name.removesuffix("es" if self.name.endswith("sses") else "s")

    @property
    def several(self) -> bool:
        return get_origin(self.kind) is tuple and get_args(self.kind)[-1] is Ellipsis

    @property
    def of_each(self) -> Any:
        return get_args(self.kind)[0] if self.several else self.kind


class Shape(NamedTuple):
    """What a function asks for: its own arguments, and the fields of the input class that it takes as its argument `taken`."""

    own: tuple[Field, ...]
    wanted: Any
    taken: str

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*self.own, *(fields_of(self.wanted) if self.wanted else ()))


@cache
def shape_of(function: Callable[..., Any]) -> Shape:
    hints = get_type_hints(function)
    own, wanted, taken = [], None, ""
    for name, parameter in inspect.signature(function).parameters.items():
        if name in _NOT_ASKED:
            continue
        if is_dataclass(hints[name]):
            wanted, taken = hints[name], name
        else:
            own.append(_field(name, hints[name], NEEDED if parameter.default is parameter.empty else parameter.default))
    return Shape(tuple(own), wanted, taken)


@cache
def fields_of(wanted: Any) -> tuple[Field, ...]:
    hints = get_type_hints(wanted)
    asked = (each for each in fields(wanted) if each.name not in _NOT_ASKED)
    return tuple(_field(each.name, hints[each.name], NEEDED if each.default is MISSING else each.default) for each in asked)


def has_version(wanted: Any) -> bool:
    return any(each.name == "version" for each in fields(wanted))


def _field(target: str, hint: Any, default: Any) -> Field:
    named = target.removesuffix(_REFERENCES if target.endswith(_REFERENCES) else _REFERENCE)
    return Field(named if named in REFERENCES else target, target, hint, default)


def values_of(known: tuple[Field, ...], given: Mapping[str, Any], zone: ZoneInfo, around: Given) -> dict[str, Any]:
    """What was given, by target. Raises UserError for a field that is not known or a value that makes no sense."""
    names = {field.name: field for field in known}
    for name in given:
        if name not in names:
            there = ", ".join(names)
            raise UserError(_("There is no field “{name}”. There are: {there}. Nothing was changed.").format(name=name, there=there))
    beside = {**around, **given}
    return {names[name].target: _value(names[name], raw, zone, beside) for name, raw in given.items()}


def made(wanted: Any, values: Mapping[str, Any]) -> Any:
    """The input object. A text left out is empty, so that the rules say what is missing; anything else that is needed is asked for."""
    return wanted(**with_needed(fields_of(wanted), values))


def with_needed(known: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    missing = [field for field in known if field.default is NEEDED and field.target not in values]
    for field in missing:
        if field.kind is not str:
            raise UserError(_("The field “{name}” is needed: {says}. Nothing was changed.").format(name=field.name, says=says(field)))
    return {**{field.target: "" for field in missing}, **values}


def says(field: Field) -> str:
    """What its value looks like, in words."""
    if field.several:
        return _("{each}; may be given several times").format(each=_says_of(field.typed, field.of_each, field.refers))
    return _says_of(field.typed, field.kind, field.refers)


def _says_of(name: str, kind: Any, refers: bool) -> str:
    if refers:
        return _(REFERENCES[name].says)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _("one of: {words}").format(words=", ".join(kind))
    short = SHORT_FORMS.get(kind)
    if short is not None:
        return _(short.says)
    if is_dataclass(kind):
        inner = ", ".join(field.name for field in fields_of(kind))  # type: ignore[arg-type]
        return _("JSON, or {name}.FIELD= for: {fields}").format(name=name, fields=inner)
    return _(_WORDS[kind])


def _value(field: Field, raw: Any, zone: ZoneInfo, beside: Given) -> Any:
    if raw is None or (raw == "" and field.kind is not str):
        return _emptied(field)
    if field.several:
        items = raw if isinstance(raw, list) else [raw]
        return tuple(_one(field, item, zone, beside) for item in items)
    return _one(field, raw, zone, beside)


def _emptied(field: Field) -> Any:
    if field.default is NEEDED and type(None) in get_args(field.hint):
        return None
    if field.default is NEEDED:
        raise UserError(_("The field “{name}” must not be empty: {says}. Nothing was changed.").format(name=field.name, says=says(field)))
    return field.default


def _one(field: Field, raw: Any, zone: ZoneInfo, beside: Given) -> Any:
    kind = field.of_each
    if isinstance(raw, str) and raw.lstrip().startswith("{") and (is_dataclass(kind) or kind == Custom):
        raw = json_object(raw, field.name)
    if isinstance(raw, dict) and is_dataclass(kind):
        return made(kind, values_of(fields_of(kind), raw, zone, beside))  # type: ignore[arg-type]
    if (isinstance(raw, bool) and kind is bool) or (isinstance(raw, dict) and kind == Custom):
        return raw
    if not isinstance(raw, str):
        raise UserError(_("The field “{name}” is {says}. Nothing was changed.").format(name=field.name, says=says(field)))
    if field.refers:
        return resolve(field.name, clean(raw), beside)
    if kind in SHORT_FORMS:
        return SHORT_FORMS[kind].read(kind, clean(raw), zone, beside)
    return _scalar(field, kind, raw, zone)


def _scalar(field: Field, kind: Any, raw: str, zone: ZoneInfo) -> Any:
    if is_dataclass(kind):
        raise UserError(_("The field “{name}” is {says}. Nothing was changed.").format(name=field.name, says=says(field)))
    try:
        text = clean(raw)
        if issubclass(kind, StrEnum):
            return _word(kind, text)
        return text if kind is str else read_moment(text, zone) if kind is datetime else _READERS[kind](text)
    except UserError as error:
        raise UserError(f"{field.name}: {error}") from error


_READERS: dict[Any, Callable[[str], Any]] = {int: read_integer, Decimal: read_decimal, bool: read_bool, date: read_day}


def _word(kind: type[StrEnum], text: str) -> StrEnum:
    wanted = text.strip().casefold().replace("-", "_").replace(" ", "_")
    for word in kind:
        if word == wanted:
            return word
    raise UserError(_("“{text}” is not one of: {words}. Nothing was changed.").format(text=text, words=", ".join(kind)))


_WORDS: dict[Any, str] = {
    str: N_("a text"),
    int: N_("a whole number"),
    Decimal: N_("a number like 12.50"),
    bool: N_("yes or no"),
    date: N_("a day like 2026-11-21"),
    datetime: N_("a moment like 2026-11-21T14:30"),
}


class ShortForm(NamedTuple):
    """How a part of a record is written in one value, without JSON."""

    says: str
    read: Callable[[Any, str, ZoneInfo, Given], Any]


_NUMBER = r"\d+(?:\.\d+)?"
_LINE = re.compile(
    rf"(?P<product>.+?):(?P<quantity>{_NUMBER})(?::(?P<unit_price>{_NUMBER}))?(?::(?P<discount_percent>{_NUMBER})%?)?", re.ASCII
)


def _line(kind: Any, text: str, zone: ZoneInfo, beside: Given) -> Any:
    found = _LINE.fullmatch(text)
    if found is None:
        raise UserError(
            _("“{text}” is no line. Write it as SKU:QUANTITY, SKU:QUANTITY:PRICE or SKU:QUANTITY:PRICE:DISCOUNT%.").format(text=text)
        )
    given = {name: value for name, value in found.groupdict().items() if value is not None}
    return made(kind, values_of(fields_of(kind), given, zone, beside))


def _point(kind: Any, text: str, zone: ZoneInfo, beside: Given) -> Any:
    what, colon, value = text.partition(":")
    if not colon:
        raise UserError(_("“{text}” is no phone or e-mail. Write it as phone:030 1234 or email:ada@example.org.").format(text=text))
    return made(kind, values_of(fields_of(kind), {"kind": what, "value": value.strip()}, zone, beside))


def _record(kind: Any, text: str, _zone: ZoneInfo, _beside: Given) -> Any:
    """A number may itself have a colon; then its kind must stand before."""
    what, colon, number = text.partition(":")
    return kind(number.strip(), _word(Entity, what)) if colon else kind(text.strip())


def _custom(_kind: Any, text: str, _zone: ZoneInfo, _beside: Given) -> Any:
    raise UserError(_("“{text}” names no further field. Write custom.NAME=VALUE for each.").format(text=text))


def _span(_kind: Any, text: str, zone: ZoneInfo, _beside: Given) -> Any:
    start, slash, end = text.partition("/")
    if not slash:
        raise UserError(_("“{text}” is no span of time. Write it as START/END.").format(text=text))
    return read_moment(start, zone), read_moment(end, zone)


def _return_reason(_kind: Any, text: str, _zone: ZoneInfo, beside: Given) -> Any:
    """The company's own name before the kind."""
    found = REFERENCES["return_reason"].find(text.strip(), beside)
    return _word(ReturnReason, text) if found is None else found


def json_object(text: str, name: str) -> dict[str, Any]:
    """Numbers stay the text they were written as, so that none is rounded. Raises UserError unless it is an object."""

    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is no number")

    try:
        found = json.loads(text, parse_float=str, parse_int=str, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, json.JSONDecodeError) else _("it cannot be read")
        raise UserError(_("{name} is no JSON: {why}. Nothing was changed.").format(name=name, why=why)) from error
    if not isinstance(found, dict):
        raise UserError(_("{name} must be a JSON object, with a value for each field. Nothing was changed.").format(name=name))
    return found


SHORT_FORMS: dict[Any, ShortForm] = {
    LineInput: ShortForm(N_("SKU:QUANTITY, SKU:QUANTITY:PRICE or SKU:QUANTITY:PRICE:DISCOUNT%"), _line),
    PointInput: ShortForm(N_("KIND:VALUE, like phone:030 1234 or email:ada@example.org"), _point),
    ReturnReason | int: ShortForm(N_("the name of a reason for returns, or its kind"), _return_reason),
    RecordName: ShortForm(N_("a number, SKU or code, or KIND:NUMBER as in order:10248"), _record),
    Custom: ShortForm(N_("custom.NAME=VALUE for each further field, or a JSON object"), _custom),
    Span: ShortForm(N_("START/END, each like 2026-11-21T14:30"), _span),
}
