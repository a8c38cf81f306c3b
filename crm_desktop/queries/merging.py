"""Two records of one customer side by side: what would stay of each field, and what would move."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerKind, CustomerStatus
from crm_desktop.core.read_json import kept_object
from crm_desktop.core.text import fold
from crm_desktop.data.merged import demand_standing
from crm_desktop.data.models import Address, Customer, Staff
from crm_desktop.data.models.party import HANGING
from crm_desktop.data.rows import children

OWN = "custom."
"""Before the name of a field that the company added."""
ADDRESS = "address"
"""Whose first address is where the customer is."""
_PERSON = ("salutation", "first_name", "last_name", "birthday")
_JOINED = ("notes", "quick_facts")
_PLAIN = (
    "kind", "name", "legal_name", "tax_id", *_PERSON, "language", "preferred_channel", "best_time", "vip", "account_owner_id",
    "credit_limit", *_JOINED, "status", "customer_since",
)  # fmt: skip
_RANK = (CustomerStatus.BLOCKED, CustomerStatus.ACTIVE, CustomerStatus.INACTIVE, CustomerStatus.LEAD)
"""Whom somebody blocked stays blocked, and who buys is no lead."""


class Side(StrEnum):
    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"


class FieldPair(NamedTuple):
    """`stays` is what happens unless somebody chooses another of `sides`. An own field's name begins with `custom.`."""

    name: str
    kept: Any
    other: Any
    stays: Side
    sides: tuple[Side, ...]


class Party(NamedTuple):
    id: int
    version: int
    number: str
    name: str


class Moving(NamedTuple):
    """How many rows of a table belong to the other customer."""

    table: str
    rows: int


class Comparison(NamedTuple):
    kept: Party
    other: Party
    fields: tuple[FieldPair, ...]
    moving: tuple[Moving, ...]


def comparison(kept_id: int, other_id: int) -> Comparison:
    """Everything a form shows before two customers become one. Raises UserError where they cannot."""
    kept, other = mergeable(kept_id, other_id)
    fields = tuple(_with_owners(pair) for pair in pairs(kept, other))
    return Comparison(_party(kept), _party(other), fields, tuple(_moving(other_id)))


def mergeable(kept_id: int, other_id: int) -> tuple[Customer, Customer]:
    """Both, unless one is gone, erased, in the trash, or was merged before."""
    kept, other = (Customer.get_or_none(id=row_id) for row_id in (kept_id, other_id))
    if kept is None or other is None:
        raise UserError(_("This customer is not there any more. Nothing was changed."))
    if kept_id == other_id:
        raise UserError(_("Customer {number} cannot be merged with itself. Nothing was changed; name two.").format(number=kept.number))
    for customer in (kept, other):
        demand_standing({customer.id})
        if customer.status == CustomerStatus.ANONYMISED:
            raise UserError(
                _("Customer {number} was erased, and nobody can tell who that was. Nothing was changed.").format(number=customer.number)
            )
    if kept.shelf == "trash":
        raise UserError(_("Customer {number} lies in the trash. Nothing was changed; bring it back first.").format(number=kept.number))
    return kept, other


def standing(customer: Customer) -> Customer:
    """Who this customer is by now: the one it was merged into, else itself."""
    return customer if customer.merged_into_id is None else Customer.get_by_id(customer.merged_into_id)


def pairs(kept: Customer, other: Customer) -> Iterator[FieldPair]:
    """Field by field, what is empty filled from the other."""
    two = (Side.KEPT, Side.OTHER)
    for name in _PLAIN:
        mine, theirs = getattr(kept, name), getattr(other, name)
        sides = (*two, Side.BOTH) if name in _JOINED else two
        yield FieldPair(name, _shown(mine), _shown(theirs), _stays(name, kept, other), sides)
    yield FieldPair("do_not_contact", kept.do_not_contact, other.do_not_contact, Side.BOTH, (Side.BOTH,))
    mine, theirs = kept_object(kept.custom), kept_object(other.custom)
    for name in sorted({*mine, *theirs}):
        side = Side.OTHER if _is_empty(mine.get(name)) else Side.KEPT
        yield FieldPair(f"{OWN}{name}", mine.get(name), theirs.get(name), side, two)
    mine, theirs = (_first_address(customer) for customer in (kept, other))
    yield FieldPair(ADDRESS, mine, theirs, Side.KEPT if mine or not theirs else Side.OTHER, two)


def chosen(kept: Customer, other: Customer, choices: Mapping[str, Side]) -> dict[str, Side]:
    """What stays of each field. Raises UserError for a field that is not there, or a side that it cannot have."""
    found = {pair.name: pair for pair in pairs(kept, other)}
    for name, side in choices.items():
        if name not in found:
            names = ", ".join(found)
            raise UserError(
                _("Customers have no field “{name}”. Nothing was merged; choose among: {names}.").format(name=name, names=names)
            )
        if side not in found[name].sides:
            there = ", ".join(found[name].sides)
            raise UserError(_("Of “{name}” only this can stay: {sides}. Nothing was merged.").format(name=name, sides=there))
    return {name: choices.get(name, pair.stays) for name, pair in found.items()}


def _stays(name: str, kept: Customer, other: Customer) -> Side:
    mine, theirs = getattr(kept, name), getattr(other, name)
    if name in _JOINED:
        return Side.BOTH if mine and theirs and mine != theirs else Side.KEPT if mine else Side.OTHER
    if name == "status":
        return Side.KEPT if _RANK.index(mine) <= _RANK.index(theirs) else Side.OTHER
    if name == "customer_since":
        return Side.OTHER if theirs < mine else Side.KEPT
    if name in _PERSON and not _same_person(kept, other):
        return Side.KEPT
    return Side.OTHER if _is_empty(mine) and not _is_empty(theirs) else Side.KEPT


def _is_empty(value: Any) -> bool:
    """A credit limit of 0 says something."""
    return value is None or value is False or value == ""


def _same_person(kept: Customer, other: Customer) -> bool:
    """Half of one name and half of another make a name that nobody has."""
    names = [(fold(getattr(kept, name)), fold(getattr(other, name))) for name in ("first_name", "last_name")]
    return kept.kind == CustomerKind.PERSON and all(mine == theirs or not mine or not theirs for mine, theirs in names)


def _first_address(customer: Customer) -> str:
    first = Address.select().where(Address.customer == customer).order_by(Address.id).first()
    return ", ".join(filter(None, (first.lines, first.postal_code, first.city, first.country))) if first else ""


def _shown(value: Any) -> Any:
    return None if value == NEVER else value


def _with_owners(pair: FieldPair) -> FieldPair:
    """Colleagues by login."""
    if pair.name != "account_owner_id":
        return pair
    kept, other = (row_id and Staff.get_by_id(row_id).login for row_id in (pair.kept, pair.other))
    return pair._replace(kept=kept, other=other)


def _party(customer: Customer) -> Party:
    return Party(customer.id, customer.version, customer.number, customer.name)


def _moving(other_id: int) -> Iterator[Moving]:
    for name, child in children(Customer):
        if count := child.select().where(getattr(child, name) == other_id).count():
            yield Moving(child._meta.table_name, count)
    for model in HANGING:
        if count := model.select().where(model.entity_table == "customer", model.row_id == other_id).count():
            yield Moving(model._meta.table_name, count)
