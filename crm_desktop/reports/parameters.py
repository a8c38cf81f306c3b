"""What a report can be asked for. The command line and the window make their forms from the fields of its parameter class."""

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from typing import Any, NamedTuple


class Ask(StrEnum):
    """How a parameter is asked for, and the type of its value."""

    MONTH = "month"  # date, the first of it; None: not said
    DAY = "day"  # date or None
    FLAG = "flag"  # bool
    STAFF = "staff"  # tuple of logins, empty: everybody
    LANGUAGE = "language"  # a tag like de; empty: the one in use
    PAPER = "paper"  # a4 or letter; empty: the company's


class Parameter(NamedTuple):
    """`option` is its name on the command line, without dashes; `label` and `hint` are message ids."""

    name: str
    option: str
    ask: Ask
    label: str
    hint: str
    default: Any


def asked(ask: Ask, label: str, hint: str, option: str = "") -> dict[str, Any]:
    """Metadata of a field of a parameter class. `label` and `hint` are marked with N_ where they are written."""
    return {"ask": ask, "label": label, "hint": hint, "option": option}


def parameters_of(asked_class: type) -> Iterator[Parameter]:
    for each in fields(asked_class):
        said = each.metadata
        yield Parameter(each.name, said["option"] or each.name.replace("_", "-"), said["ask"], said["label"], said["hint"], each.default)
