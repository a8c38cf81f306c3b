"""Fields that a company adds to its customers, their contacts, products, orders, interactions and cases, and the values in them."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.custom_values import Custom, CustomTable, is_field_name, overlaid, plain_name
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import operation
from crm_desktop.data.models import Contact, Customer, CustomField, Interaction, Order, Product, SupportCase
from crm_desktop.queries.custom_fields import TABLES, definitions
from crm_desktop.queries.records import RecordRef, number_of

Extended = Customer | Contact | Product | Order | Interaction | SupportCase

_LONGEST_LABEL = 80
EXTENDED: dict[Entity, tuple[type[Extended], Right]] = {
    Entity.CUSTOMER: (Customer, Right.EDIT_CUSTOMERS),
    Entity.PRODUCT: (Product, Right.EDIT_PRODUCTS),
    Entity.ORDER: (Order, Right.PLACE_ORDERS),
    Entity.INTERACTION: (Interaction, Right.LOG_INTERACTIONS),
    Entity.CASE: (SupportCase, Right.HANDLE_CASES),
}
"""Whose values can be changed on their own, and who may; a contact's are part of its customer."""
_MOST_CHOICES = 200
_MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class CustomFieldInput:
    """`name` is what scripts and files call it and never changes; without a label, it is what people read too."""

    table: CustomTable
    name: str
    label: str = ""
    kind: CustomFieldKind = CustomFieldKind.TEXT
    choices: tuple[str, ...] = ()
    position: int | None = None


@dataclass(frozen=True, slots=True)
class CustomFieldChange:
    """Values that were taken from `choices` stay in the records that have them. Not active: retired, as by `retire_custom_field`."""

    label: str = ""
    choices: tuple[str, ...] = ()
    position: int = 0
    active: bool = True


def add_custom_field(wanted: CustomFieldInput, by: Actor, key: str | None = None) -> Change:
    name = " ".join(unicodedata.normalize("NFC", clean_line(wanted.name)).split())
    if not is_field_name(name):
        raise UserError(
            _("“{name}” cannot name a field. Nothing was saved; use up to 60 letters, digits, spaces, _ and -.").format(name=wanted.name)
        )
    choices = _choices(wanted.kind, wanted.choices)
    with operation(N_("Added the field {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        table = TABLES[wanted.table]
        there = definitions(table, retired=True)
        _demand_free(name, [each.name for each in there])
        position = len(there) if wanted.position is None else wanted.position
        done.insert(
            CustomField(
                entity_table=table, name=name, label=_label(wanted.label or name), kind=wanted.kind, choices=choices, position=position
            )
        )
        done.numbers["name"] = name
    return done.change


def change_custom_field(custom_field_id: int, version: int, wanted: CustomFieldChange, by: Actor, key: str | None = None) -> Change:
    """Label, choices, place and whether it is in use. Name and kind stay: values were entered under them."""
    with operation(N_("Changed the field {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        field = CustomField.get_by_id(custom_field_id)
        field.version, field.label, field.position, field.active = version, _label(wanted.label), wanted.position, wanted.active
        field.choices = _choices(CustomFieldKind(field.kind), wanted.choices)
        done.save(field)
        done.numbers["name"] = field.name
    return done.change


def retire_custom_field(custom_field_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """It takes no new values and leaves the lists; the values there are stay."""
    with operation(N_("Retired the field {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        field = CustomField.get_by_id(custom_field_id)
        if not field.active:
            raise UserError(_("The field “{name}” is retired already. Nothing was changed.").format(name=field.name))
        field.version, field.active = version, False
        done.save(field)
        done.numbers["name"] = field.name
    return done.change


def extended(record: RecordRef) -> tuple[type[Extended], Right]:
    """Its model, and what changing it takes. Raises UserError for a kind of record that has no further fields."""
    found = EXTENDED.get(record.entity)
    if found is None:
        raise UserError(_("These records have no further fields. Nothing was saved."))
    return found


def fill_in(row: Extended, given: Custom | None) -> None:
    """Within an operation: put what was given over the row's further fields. Raises UserError for what they do not take."""
    if given:
        row.custom = overlaid(row.custom, given, definitions(row._meta.table_name, retired=True))


def change_custom_values(record: RecordRef, version: int, custom: Custom, by: Actor, key: str | None = None) -> Change:
    """The further fields of a record that is there; those left out stay as they are."""
    model, right = extended(record)
    with operation(N_("Changed further fields of {number}"), by, may=right, key=key) as done:
        row = model.get_by_id(record.row_id)
        row.version = version
        fill_in(row, custom)
        done.save(row)
        done.numbers["number"] = number_of(record)
    return done.change


def _label(text: str) -> str:
    label = clean_line(text)
    if not label or len(label) > _LONGEST_LABEL:
        raise UserError(_("A field needs a label of at most {most} letters. Nothing was saved.").format(most=_LONGEST_LABEL))
    return label


def _choices(kind: CustomFieldKind, given: Sequence[str]) -> str:
    choices = [choice for choice in (clean_line(each) for each in given) if choice]
    if kind != CustomFieldKind.CHOICE and choices:
        raise UserError(_("Only a field of the kind “choice” has choices. Nothing was saved."))
    if kind == CustomFieldKind.CHOICE and not choices:
        raise UserError(_("A choice needs something to choose from. Nothing was saved; give its choices."))
    if len({plain_name(choice) for choice in choices}) < len(choices):
        raise UserError(_("A choice stands twice. Nothing was saved; take one away."))
    if len(choices) > _MOST_CHOICES:
        raise UserError(_("A field has at most {most} choices. Nothing was saved.").format(most=_MOST_CHOICES))
    return json.dumps(choices, ensure_ascii=False)


def _demand_free(name: str, there: Sequence[str]) -> None:
    if plain_name(name) in {plain_name(each) for each in there}:
        raise UserError(
            _("There is a field “{name}” already, perhaps a retired one. Nothing was saved; use that one or choose another name.").format(
                name=name
            )
        )
    if len(there) >= _MOST_FIELDS:
        raise UserError(_("There are {most} fields already. Nothing was saved; more would help nobody.").format(most=_MOST_FIELDS))
