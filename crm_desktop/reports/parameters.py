"""What a report or a document can be asked for. The command line and the window make their forms from the fields of its parameter class."""

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

PAPERS = ("a4", "letter")


class Ask(StrEnum):
    """How a parameter is asked for, and the type of its value."""

    MONTH = "month"  # date, the first of it; None: not said
    DAY = "day"  # date or None
    FLAG = "flag"  # bool
    STAFF = "staff"  # tuple of logins, empty: everybody
    LANGUAGE = "language"  # a tag like de; empty: the one in use
    PAPER = "paper"  # a4 or letter; empty: the company's
    NUMBERS = "numbers"  # tuple of the numbers of records, as people say them
    CUSTOMER = "customer"  # a customer's number, or empty
    TEXT = "text"  # one line
    LONG_TEXT = "long text"  # paragraphs; on the command line also from a file
    CHOICE = "choice"  # one of the parameter's `choices`


class Parameter(NamedTuple):
    """`option` is its name on the command line, without dashes; `label` and `hint` are message ids.

    `choices` are values and message ids. A form does not draw while a needed one is empty, `unless` the one of this name is filled.
    """

    name: str
    option: str
    ask: Ask
    label: str
    hint: str
    default: Any
    choices: tuple[tuple[str, str], ...]
    needed: bool
    unless: str


def asked(
    ask: Ask,
    label: str,
    hint: str,
    option: str = "",
    *,
    choices: tuple[tuple[str, str], ...] = (),
    needed: bool = False,
    unless: str = "",
) -> dict[str, Any]:
    """Metadata of a field of a parameter class. `label` and `hint` are marked with N_ where they are written."""
    return {"ask": ask, "label": label, "hint": hint, "option": option, "choices": choices, "needed": needed, "unless": unless}


def parameters_of(asked_class: type) -> Iterator[Parameter]:
    for each in fields(asked_class):
        said = each.metadata
        option = said["option"] or each.name.replace("_", "-")
        ways = said["choices"], said["needed"], said["unless"]
        yield Parameter(each.name, option, said["ask"], said["label"], said["hint"], each.default, *ways)


def checked_paper(wanted: str, companys: str) -> str:
    """Raises UserError for a paper that no page is made for."""
    paper = wanted or companys
    if paper not in PAPERS:
        raise UserError(_("Paper is a4 or letter, not “{paper}”. Nothing was printed.").format(paper=paper))
    return paper
