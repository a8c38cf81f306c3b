"""The fields a company defined for itself: what they are, and as columns of the lists."""

from collections.abc import Iterator

from crm_desktop.core.custom_values import CustomTable, Definition, is_field_name, plain_name
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.core.read_json import kept_list
from crm_desktop.data.database import database, fetch, is_server
from crm_desktop.queries.columns import Column, Kind, Subject

TABLES = {
    CustomTable.CUSTOMER: "customer",
    CustomTable.CONTACT: "contact",
    CustomTable.PRODUCT: "product",
    CustomTable.ORDER: "sales_order",
    CustomTable.INTERACTION: "interaction",
    CustomTable.CASE: "support_case",
}
PREFIX = "custom."
_LISTS = {
    "customers": "customer", "contacts": "contact", "products": "product", "orders": "sales_order", "interactions": "interaction",
    "cases": "support_case",
}  # fmt: skip
_FIELDS = "SELECT name, label, kind, choices, active FROM custom_field WHERE entity_table = ? ORDER BY position, id"
_KINDS = {CustomFieldKind.NUMBER: Kind.QUANTITY, CustomFieldKind.DAY: Kind.DAY, CustomFieldKind.YES_NO: Kind.FLAG}

# An import may have kept any text under a name before somebody defined a field of that name: what is no value of the kind is none here.
# SQLite: digits with at most one point between them; without the point, times what the missing places are worth, they are ten-thousandths.
_NUMBER_ON_SQLITE = """(SELECT CASE WHEN digits GLOB '[0-9]*' AND digits GLOB '*[0-9]'
    AND trim(digits, '0123456789') IN ('', '.') AND places <= 4 AND length(replace(digits, '.', '')) - places <= 14
    THEN CAST(replace(raw, '.', '') AS INTEGER) * CAST(substr('10000', 1, 5 - places) AS INTEGER) END
FROM (SELECT raw, digits, CASE instr(digits, '.') WHEN 0 THEN 0 ELSE length(digits) - instr(digits, '.') END AS places
      FROM (SELECT raw, substr(raw, CASE substr(raw, 1, 1) WHEN '-' THEN 2 ELSE 1 END) AS digits FROM (SELECT {value} AS raw))))"""
_NUMBER_ON_SERVER = """(SELECT CASE WHEN raw ~ '^-{{0,1}}[0-9]{{1,14}}([.][0-9]{{1,4}}){{0,1}}$'
    THEN CAST(raw::numeric * 10000 AS BIGINT) END
FROM (SELECT {value} AS raw) AS given)"""
_DAY_ON_SQLITE = """(SELECT CASE WHEN raw GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND raw >= '0001' AND date(raw) = raw
    THEN raw END
FROM (SELECT {value} AS raw))"""
_DAY_ON_SERVER = """(SELECT CASE WHEN raw ~ '^[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' AND raw >= '0001' THEN
    CASE WHEN substr(raw, 9)::int <= extract(day FROM (substr(raw, 1, 7) || '-01')::date + interval '1 month - 1 day') THEN raw END END
FROM (SELECT {value} AS raw) AS given)"""
_TEXT_ON_SQLITE = "CASE json_type({data}, '$.\"{name}\"') WHEN 'text' THEN {data} ->> '$.\"{name}\"' END"
_TEXT_ON_SERVER = "CASE json_typeof({data}::json -> '{name}') WHEN 'string' THEN {data}::json ->> '{name}' END"
_FLAG_ON_SQLITE = "CASE json_type({data}, '$.\"{name}\"') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END"
_FLAG_ON_SERVER = "CASE WHEN json_typeof({data}::json -> '{name}') = 'boolean' THEN CAST({data}::json ->> '{name}' AS BOOLEAN) END"


def definitions(table: str, *, retired: bool = False) -> tuple[Definition, ...]:
    """Of one table of the store, in the order people gave them."""
    found = (
        Definition(name, label, CustomFieldKind(kind), tuple(kept_list(choices)), bool(active))
        for name, label, kind, choices, active in fetch(_FIELDS.replace("?", database.param), (table,))
    )
    return tuple(each for each in found if retired or each.active)


def all_definitions() -> dict[tuple[str, str], Definition]:
    """Of every table, retired ones included, by table and by name without regard to case and white space."""
    return {(table, plain_name(each.name)): each for table in TABLES.values() for each in definitions(table, retired=True)}


def with_custom_fields(subject: Subject) -> Subject:
    """With a column for each active field that was defined for these records; others are as they are."""
    table = _LISTS.get(subject.name)
    added = tuple(_columns(subject, table)) if table else ()
    names = tuple(column.name for column in added)
    return subject._replace(columns=(*subject.columns, *added), main=(*subject.main, *names)) if added else subject


def _columns(subject: Subject, table: str) -> Iterator[Column]:
    data = next(column.sql for column in subject.columns if column.name == "custom")
    for field in definitions(table):
        if is_field_name(field.name):
            yield Column(PREFIX + field.name, _sql(field, data), _KINDS.get(field.kind, Kind.TEXT))


def _sql(field: Definition, data: str) -> str:
    """Names hold nothing that SQL or JSON would obey: one that a store brought along with such a thing is no column."""
    server = is_server()
    value = (_TEXT_ON_SERVER if server else _TEXT_ON_SQLITE).format(data=data, name=field.name)
    kinds = {
        CustomFieldKind.NUMBER: _NUMBER_ON_SERVER if server else _NUMBER_ON_SQLITE,
        CustomFieldKind.DAY: _DAY_ON_SERVER if server else _DAY_ON_SQLITE,
        CustomFieldKind.YES_NO: _FLAG_ON_SERVER if server else _FLAG_ON_SQLITE,
    }
    return kinds.get(field.kind, "COALESCE({value}, '')").format(value=value, data=data, name=field.name)
