"""Records as plain lists for another process, and from there back into what they are said to be.

What comes back is checked against the types of the record it becomes: nothing of another kind gets in, whatever the other side sends.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from itertools import chain
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Unpack = Callable[[Any], Any]


class Unfitting(Exception):
    """This cannot become what it is said to be."""


def packed(value: Any) -> Any:
    """Fields whose names begin with an underscore stay behind."""
    if is_dataclass(value):
        return [packed(getattr(value, name)) for name in _names(type(value))]
    if isinstance(value, dict):
        return [[packed(key), packed(each)] for key, each in value.items()]
    if isinstance(value, (list, tuple, set)):
        return [packed(each) for each in value]
    return _packed_alone(value)


def _packed_alone(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, date) else value


def unpacked(kind: Any, plain: Any) -> Any:
    """Raises Unfitting."""
    return _unpacker(kind)(plain)


@cache
def _unpacker(kind: Any) -> Unpack:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _one_of(parts)
    return _record(kind) if origin is None else _holder(origin, parts)


def _holder(origin: Any, parts: tuple[Any, ...]) -> Unpack:
    if origin is dict:
        pair = _fixed(tuple, tuple(map(_unpacker, parts)))
        return lambda plain: dict(pair(each) for each in _list(plain))
    if origin is tuple and parts[1:] != (...,):
        return _fixed(tuple, tuple(map(_unpacker, parts)))
    if origin is list and parts[0] in (str, int):
        return partial(_all_of, parts[0])
    if origin is list and get_args(parts[0]) in ((str,), (int,)) and get_origin(parts[0]) is list:
        return partial(_all_of_each, *get_args(parts[0]))
    return _several(origin, _unpacker(parts[0]))


def _record(kind: Any) -> Unpack:
    hints = get_type_hints(kind)
    if is_dataclass(kind):
        names = _names(kind)
        values = _fixed(tuple, tuple(_unpacker(hints[name]) for name in names))
        return lambda plain: kind(**dict(zip(names, values(plain), strict=True)))  # type: ignore[operator]
    if issubclass(kind, Enum):
        return _converted(kind, str)
    return _fixed(kind._make, tuple(_unpacker(hints[name]) for name in kind._fields))


def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if not field.name.startswith("_"))


def _one_of(parts: tuple[Any, ...]) -> Unpack:
    """The first that fits: what is nothing is nothing, and a moment is no day."""
    ways = [_unpacker(part) for part in sorted(parts, key=lambda part: (part is not NoneType, part is not datetime))]

    def unpack(plain: Any) -> Any:
        for way in ways:
            try:
                return way(plain)
            except Unfitting:
                continue
        raise Unfitting

    return unpack


def _several(made: Callable[[Any], Any], unpack: Unpack) -> Unpack:
    return lambda plain: made([unpack(each) for each in _list(plain)])


def _fixed(made: Callable[[Any], Any], unpackers: tuple[Unpack, ...]) -> Unpack:
    def unpack(plain: Any) -> Any:
        if len(_list(plain)) != len(unpackers):
            raise Unfitting
        return made([each(value) for each, value in zip(unpackers, plain, strict=True)])

    return unpack


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise Unfitting
    return plain


def _all_of(kind: type, plain: Any) -> list[Any]:
    if not set(map(type, _list(plain))) <= {kind}:
        raise Unfitting
    return plain  # type: ignore[no-any-return]


def _all_of_each(kind: type, plain: Any) -> list[list[Any]]:
    """Cells come by the million: a look at all of them at once."""
    _all_of(list, plain)
    if not set(map(type, chain.from_iterable(plain))) <= {kind}:
        raise Unfitting
    return plain  # type: ignore[no-any-return]


def _just(kind: type) -> Unpack:
    def unpack(plain: Any) -> Any:
        if type(plain) is not kind:
            raise Unfitting
        return plain

    return unpack


def _converted(convert: Callable[[Any], Any], source: type) -> Unpack:
    def unpack(plain: Any) -> Any:
        if type(plain) is not source:
            raise Unfitting
        try:
            return convert(plain)
        except (ValueError, TypeError) as error:
            raise Unfitting from error

    return unpack


def _moment(text: str) -> datetime:
    if "T" not in text:
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError from error


_SIMPLE: dict[Any, Unpack] = {
    str: _just(str), int: _just(int), bool: _just(bool), NoneType: _just(NoneType),
    float: _just(float), bytes: _converted(_bytes, str), date: _converted(date.fromisoformat, str), datetime: _converted(_moment, str),
}  # fmt: skip
