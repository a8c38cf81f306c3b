"""Placeholders in templates, `{customer.first_name,fallback=there}`: found, checked, and filled in one pass.

What is filled in is never looked at again: whatever a customer wrote stays as it is, also where it looks like a placeholder. One that has
neither a value nor a fallback is shown as `⟦order.number⟧`, and a text that has such a mark is not ready to leave the house.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _

CURSOR = "cursor"
"""Where writing goes on once a template is in place."""
NAMES: dict[str, str] = {
    "customer.name": N_("the customer's name"),
    "customer.first_name": N_("first name"),
    "customer.last_name": N_("last name"),
    "customer.salutation": N_("how they are addressed, like Ms"),
    "customer.number": N_("the customer's number"),
    "customer.email": N_("the customer's e-mail address"),
    "customer.phone": N_("the customer's phone number"),
    "contact.name": N_("the name of the person there"),
    "contact.first_name": N_("that person's first name"),
    "contact.last_name": N_("that person's last name"),
    "order.number": N_("the order's number"),
    "order.date": N_("the day of the order"),
    "order.items": N_("what was ordered, one line each"),
    "order.total": N_("the order's total"),
    "order.owed": N_("what is still to be paid"),
    "order.due_date": N_("until when it is to be paid"),
    "shipment.carrier": N_("who carries the parcel"),
    "shipment.tracking": N_("the parcel's tracking number"),
    "shipment.date": N_("the day the parcel left"),
    "return.number": N_("the return's number"),
    "return.items": N_("what comes back, one line each"),
    "return.deadline": N_("until when it can be sent back"),
    "refund.amount": N_("what was paid back"),
    "case.number": N_("the case's number"),
    "case.title": N_("what the case is about"),
    "staff.name": N_("your name"),
    "staff.email": N_("your e-mail address"),
    "signature": N_("your name and the company's, as a signature"),
    "company.name": N_("the company's name"),
    "company.phone": N_("the company's phone number"),
    "company.email": N_("the company's e-mail address"),
    "company.address": N_("the company's address"),
    "today": N_("today's date"),
    CURSOR: N_("where you go on writing"),
}
"""What a placeholder can be, and what it stands for."""
_HOLE = re.compile(r"\{([A-Za-z_][\w.]*)(?:,([^{}]*))?\}")
_FALLBACK = "fallback="
_OPEN, _CLOSE = "⟦", "⟧"
_EMPTY = re.compile(f"{_OPEN}([a-z_.]+){_CLOSE}")


class Filled(NamedTuple):
    """`empty` are the names without a value; `cursor` is where writing goes on, None where the template does not say."""

    text: str
    empty: tuple[str, ...]
    cursor: int | None


def names_in(text: str) -> tuple[str, ...]:
    """What a text asks for, each name once, in the order they come."""
    return tuple(dict.fromkeys(found[1] for found in _HOLE.finditer(text)))


def holes(text: str) -> list[tuple[int, int, str]]:
    """Where placeholders stand, known or not: start, end and name, for marking them."""
    return [(*found.span(), found[1]) for found in _HOLE.finditer(text)]


def demand_known(text: str, about: str = "") -> None:
    """`about`: the field it stands in. Raises UserError naming the first placeholder that is not one, or is not written as one."""
    for found in _HOLE.finditer(text):
        if found[1] not in NAMES:
            raise UserError(
                _("There is no placeholder {name}. Nothing was saved; choose one of the list, or write it without braces.").format(
                    name="{" + found[1] + "}"
                ),
                about=about,
            )
        if found[2] is not None and not found[2].strip().startswith(_FALLBACK):
            raise UserError(
                _("{hole} is not written right: after the comma comes fallback= and what to say instead. Nothing was saved.").format(
                    hole=found[0]
                ),
                about=about,
            )


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Every placeholder by its value, else its fallback, else a mark that shows it is empty. A text without any stays as it is."""
    parts: list[str] = []
    empty: dict[str, None] = {}
    end, length, cursor = 0, 0, None
    for found in _HOLE.finditer(text):
        before = text[end : found.start()]
        said = _said(found, values)
        if found[1] == CURSOR:
            cursor = length + len(before) if cursor is None else cursor
            said = ""
        elif said is None:
            empty[found[1]] = None
            said = f"{_OPEN}{found[1]}{_CLOSE}"
        parts += [before, said]
        length += len(before) + len(said)
        end = found.end()
    return Filled("".join([*parts, text[end:]]), tuple(empty), cursor)


def still_empty(text: str) -> tuple[str, ...]:
    """Placeholders that a filled text shows as empty."""
    return tuple(dict.fromkeys(name for name in _EMPTY.findall(text) if name in NAMES))


def demand_complete(text: str) -> None:
    """Raises UserError naming what is still empty: such a text is neither sent nor printed."""
    empty = still_empty(text)
    if empty:
        raise UserError(
            _("The text still has empty places: {names}. Nothing left the house; fill them in or take them out.").format(
                names=", ".join(f"{_OPEN}{name}{_CLOSE}" for name in empty)
            )
        )


def empty_places(text: str) -> list[tuple[int, int]]:
    """Where a filled text shows empty placeholders: start and end of each, for marking them."""
    return [found.span() for found in _EMPTY.finditer(text) if found[1] in NAMES]


def _said(found: re.Match[str], values: Mapping[str, str]) -> str | None:
    value = values.get(found[1], "").strip()
    if value:
        return value
    rest = (found[2] or "").strip()
    return rest.removeprefix(_FALLBACK) if rest.startswith(_FALLBACK) else None
