"""Frozen dataclasses to JSON values and back, so that a kept report is the same object again."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, ClassVar, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any, leave_out: frozenset[str] = frozenset()) -> Any:
    """Dataclasses become objects, tuples lists, days and moments ISO 8601. `leave_out` names fields of the outermost object."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value) if each.name not in leave_out}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return value


def from_plain(wanted: type[T], plain: Any) -> T:
    """The object again. Raises KeyError or TypeError when the JSON is not of this class."""
    made: T = _made(wanted, plain)
    return made


def _made(wanted: Any, plain: Any) -> Any:
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin is UnionType:
        kinds = [kind for kind in arguments if kind is not type(None)]
        return plain if plain is None or len(kinds) > 1 else _made(kinds[0], plain)
    if origin is tuple:
        kinds_of = [arguments[0]] * len(plain) if arguments[-1] is Ellipsis else list(arguments)
        return tuple(_made(kind, item) for kind, item in zip(kinds_of, plain, strict=True))
    if is_dataclass(wanted):
        made: Any = wanted
        return made(**{name: _made(kind, plain[name]) for name, kind in _hints(made).items() if name in plain})
    if wanted in (date, datetime):
        return wanted.fromisoformat(plain)
    return plain


@cache
def _hints(wanted: Any) -> dict[str, Any]:
    return {name: kind for name, kind in get_type_hints(wanted).items() if get_origin(kind) is not ClassVar}
