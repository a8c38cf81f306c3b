"""How numbers of customers, orders, invoices … are written, and from which number they go on."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import EditConflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Numbering
from crm_desktop.data.numbering import Series, counted, series_of

KINDS = {
    "customer": N_("Customers"),
    "order": N_("Orders"),
    "invoice": N_("Invoices"),
    "credit_note": N_("Credit notes"),
    "return": N_("Returns"),
    "interaction": N_("Interactions"),
    "follow_up": N_("Follow-ups"),
    "case": N_("Cases"),
    "survey_response": N_("Surveys"),
    "assessment": N_("Assessments"),
}
GAPLESS = frozenset({"invoice", "credit_note"})
"""Whose numbers must follow one another: tax offices ask where the missing ones are."""
MOST_DIGITS, LONGEST_PREFIX, HIGHEST = 10, 12, 999_999_999
_PREFIX = re.compile(r"[^\W_][\w./ -]*|")


class NumberingRow(NamedTuple):
    """`id` is the place in the list. `next_number` is written as the next record's would be, if no record has it yet."""

    id: int
    kind: str
    prefix: str
    width: int
    next_count: int
    next_number: str


@dataclass(frozen=True, slots=True)
class NumberingInput:
    """`next_count`: the number after the prefix, without zeros before it."""

    prefix: str
    width: int
    next_count: int


def numbering_rows() -> list[NumberingRow]:
    return [_row(place, kind, series_of(kind)) for place, kind in enumerate(KINDS, start=1)]


def change_numbering(before: NumberingRow, wanted: NumberingInput, by: Actor, key: str | None = None) -> Change:
    """From now on; numbers that were given stay. `before` is what the form was filled from: raises EditConflict when it is not any more."""
    with operation(N_("Changed how {kind} are numbered"), by, may=Right.EDIT_COMPANY, key=key) as done:
        stored = series_of(before.kind)
        if (stored.prefix, stored.width) != (before.prefix, before.width):
            raise EditConflict(_("Somebody changed this meanwhile. Nothing was overwritten; look at it again."), {}, {})
        prefix = _checked(before.kind, wanted)
        _choose(before.kind, prefix, wanted.width, done)
        _begin(before.kind, wanted.next_count, done)
        done.numbers["kind"] = _(KINDS[before.kind]).lower()
    return done.change


def _row(place: int, kind: str, series: Series) -> NumberingRow:
    following = max(counted(series) + 1, series.start)
    return NumberingRow(place, kind, series.prefix, series.width, following, f"{series.prefix}{following:0{series.width}}")


def _checked(kind: str, wanted: NumberingInput) -> str:
    prefix = wanted.prefix.strip()
    if len(prefix) > LONGEST_PREFIX or not _PREFIX.fullmatch(prefix):
        raise UserError(
            _("“{prefix}” cannot stand before a number. Nothing was saved; use up to {most} letters, digits and - . /").format(
                prefix=prefix, most=LONGEST_PREFIX
            )
        )
    if not 1 <= wanted.width <= MOST_DIGITS or not 1 <= wanted.next_count <= HIGHEST:
        raise UserError(_("A number has 1 to {most} digits. Nothing was saved.").format(most=MOST_DIGITS))
    for other, name in KINDS.items():
        if other != kind and series_of(other).prefix == prefix:
            raise UserError(
                _("“{prefix}” stands before the numbers of {other} already. Nothing was saved; nobody could tell them apart.").format(
                    prefix=prefix, other=_(name).lower()
                )
            )
    return prefix


def _choose(kind: str, prefix: str, width: int, done: Done) -> None:
    """This prefix and no other, so many digits."""
    chosen = None
    for row in Numbering.select().where(Numbering.kind == kind):
        row.in_use = row.prefix == prefix
        if row.in_use:
            chosen, row.width = row, width
        done.save(row)
    if chosen is None:
        done.insert(Numbering(kind=kind, prefix=prefix, width=width))


def _begin(kind: str, count: int, done: Done) -> None:
    row, given = Numbering.get(kind=kind, in_use=True), counted(series_of(kind))
    if count <= given:
        raise UserError(
            _("{number} was given already, and numbers are never given twice. Nothing was saved; go on from {least}.").format(
                number=f"{row.prefix}{count:0{row.width}}", least=given + 1
            )
        )
    if kind in GAPLESS and given and count > given + 1:
        raise UserError(
            _("These numbers run without a gap: the next one is {next}. Nothing was saved; another prefix may begin anew.").format(
                next=given + 1
            )
        )
    if count not in (row.start, given + 1):
        row.start = count
        done.save(row)
