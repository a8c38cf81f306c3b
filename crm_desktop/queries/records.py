"""Any record by the name people know it by: its number, SKU or code; what has none goes by the number in its list."""

from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.data.database import database, fetch

NAMED = {
    Entity.CUSTOMER: ("customer", "number"),
    Entity.ORDER: ("sales_order", "number"),
    Entity.PRODUCT: ("product", "sku"),
    Entity.INTERACTION: ("interaction", "number"),
    Entity.FOLLOW_UP: ("follow_up", "number"),
    Entity.RETURN: ("return_request", "number"),
    Entity.INVOICE: ("invoice", "number"),
    Entity.VOUCHER: ("voucher", "code"),
    Entity.PAYMENT: ("payment", "id"),
    Entity.SHIPMENT: ("shipment", "id"),
    Entity.AGREEMENT: ("agreement", "id"),
    Entity.APPOINTMENT: ("appointment", "id"),
    Entity.CASE: ("support_case", "number"),
    Entity.ESCALATION: ("escalation", "id"),
    Entity.APPROVAL: ("approval", "id"),
    Entity.ARTICLE: ("article", "id"),
    Entity.SCRIPT: ("script", "id"),
    Entity.TEMPLATE: ("template", "id"),
    Entity.SURVEY_RESPONSE: ("survey_response", "number"),
    Entity.ASSESSMENT: ("assessment", "number"),
}
"""Table and column of the name, by what people call the record."""
TABLES = {entity: table for entity, (table, _column) in NAMED.items()}
ENTITIES = {table: entity for entity, table in TABLES.items()}
_ID = "id"


class RecordName(NamedTuple):
    """Without its kind: the only record of that number, SKU or code."""

    number: str
    kind: Entity | None = None


class RecordRef(NamedTuple):
    entity: Entity
    row_id: int


def find_record(name: RecordName) -> RecordRef:
    """Raises UserError where there is none, or where records of several kinds have this number. Who was merged is the one kept."""
    number = name.number.strip()
    kinds = [entity for entity, (_table, column) in NAMED.items() if column != _ID] if name.kind is None else [name.kind]
    found = [ref for entity in kinds for ref in _find(entity, number)]
    if len(found) > 1:
        kinds_of = ", ".join(f"{ref.entity}:{number}" for ref in found)
        raise UserError(
            _("Several records have the number “{number}”. Nothing was changed; say which: {kinds}.").format(number=number, kinds=kinds_of)
        )
    if not found:
        raise UserError(
            _("There is no record “{number}”. Nothing was changed; write its number, or KIND:NUMBER as in order:10248.").format(
                number=number
            )
        )
    return found[0]


def number_of(ref: RecordRef) -> str:
    """What people call it; empty where it is gone."""
    table, column = NAMED[ref.entity]
    found = fetch(f"SELECT {column} FROM {table} WHERE id = {database.param}", (ref.row_id,))
    return str(found[0][0]) if found else ""


def kind_sql(hanging: str) -> str:
    """SQL of the kind of record that something hangs on, in the word people use; `hanging` is its table's name in the query."""
    words = " ".join(f"WHEN '{table}' THEN '{entity}'" for table, entity in ENTITIES.items() if table != entity)
    return f"CASE {hanging}.entity_table {words} ELSE {hanging}.entity_table END"


def number_sql(hanging: str) -> str:
    """SQL of that record's name."""
    names = " ".join(
        f"WHEN '{table}' THEN (SELECT CAST({column} AS TEXT) FROM {table} AS held WHERE held.id = {hanging}.row_id)"
        for table, column in NAMED.values()
    )
    return f"COALESCE(CASE {hanging}.entity_table {names} END, '')"


def _find(entity: Entity, number: str) -> list[RecordRef]:
    table, column = NAMED.get(entity, ("", ""))
    if not table or (column == _ID and not (number.isascii() and number.isdigit() and len(number) < 10)):
        return []
    wanted = int(number) if column == _ID else number
    row = "COALESCE(merged_into_id, id)" if entity == Entity.CUSTOMER else "id"
    return [RecordRef(entity, row_id) for (row_id,) in fetch(f"SELECT {row} FROM {table} WHERE {column} = {database.param}", (wanted,))]
