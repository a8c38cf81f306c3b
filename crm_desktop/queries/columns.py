"""What a column of a list holds: its name, its SQL, and how its values are compared and written."""

from enum import Enum, StrEnum, auto
from typing import NamedTuple

NOW = "<now>"
"""Stands in the SQL of a column for this very moment, in UTC seconds."""


class Kind(Enum):
    TEXT = auto()
    NUMBER = auto()
    QUANTITY = auto()
    """Ten-thousandths."""
    MONEY = auto()
    """Ten-thousandths of the record's currency."""
    MOMENT = auto()
    """UTC seconds."""
    DAY = auto()
    """`YYYY-MM-DD`."""
    FLAG = auto()
    SPANS = auto()
    """JSON: pairs of UTC seconds."""
    DATA = auto()
    """Any JSON."""
    TAGS = auto()
    """Names with `, ` between them."""

    @property
    def can_be_asked(self) -> bool:
        return self not in (Kind.SPANS, Kind.DATA)

    @property
    def can_be_added(self) -> bool:
        return self in (Kind.NUMBER, Kind.QUANTITY, Kind.MONEY)

    @property
    def can_be_grouped(self) -> bool:
        """Of several tags a record has no one."""
        return self.can_be_asked and self is not Kind.TAGS

    @property
    def has_periods(self) -> bool:
        return self in (Kind.MOMENT, Kind.DAY)


class Part(NamedTuple):
    """`records` is SQL of the records that have any, with its conditions; `value` what is among several values."""

    records: str
    value: str


class Column(NamedTuple):
    """`folded` is SQL of the stored key a text sorts by; `words` are the only values there are; `refers` names another list.

    Of tags, `having` is SQL that is true for records with the tag whose key is `?`. Of a value among several, `part` says where they stand.
    """

    name: str
    sql: str
    kind: Kind = Kind.TEXT
    words: type[StrEnum] | None = None
    folded: str = ""
    refers: str = ""
    having: str = ""
    part: Part | None = None


class Lies(NamedTuple):
    """`key` is SQL of the id of a record of the table that lies on some shelf. What is put away is few, and has an index of its own."""

    key: str
    table: str

    @property
    def put_away(self) -> str:
        return f"{self.key} IN (SELECT id FROM {self.table} WHERE shelf <> '')"

    @property
    def in_sight(self) -> str:
        return f"{self.key} NOT IN (SELECT id FROM {self.table} WHERE shelf <> '')"


class Subject(NamedTuple):
    """What can be listed. `key` is SQL of a number of each record alone, and the order they come in; `main` columns stand in a table.

    `lies` says what of it can lie in the archive or the trash.
    `currencies` asks for the least and the greatest currency there is, where an index knows: mostly they are one.
    """

    name: str
    source: str
    key: str
    main: tuple[str, ...]
    columns: tuple[Column, ...]
    lies: Lies | None = None
    currencies: str = ""

    @property
    def alone(self) -> str:
        """Enough of the source to count all of it: what is joined from the left neither adds nor takes a record."""
        return self.source.partition(" LEFT JOIN ")[0]

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


def plain(table: str, *names: str, kind: Kind = Kind.TEXT) -> tuple[Column, ...]:
    """Columns that stand in the table under their own names."""
    return tuple(Column(name, f"{table}.{name}", kind) for name in names)


def day_or_none(name: str, sql: str) -> Column:
    """A day whose column holds a far one for "none"."""
    return Column(name, f"NULLIF({sql}, '9999-12-31')", Kind.DAY)


NOT_THROWN_AWAY = "{} NOT IN (SELECT id FROM {} WHERE shelf <> '' AND shelf = 'trash')"


def in_sight(key: str, table: str) -> str:
    return Lies(key, table).in_sight


def other(name: str, sql: str, refers: str) -> Column:
    """The number of another record, empty where there is none."""
    return Column(name, f"COALESCE({sql}, '')", refers=refers)


def tags(table: str, name: str) -> Column:
    """The words people put on records of a table, which the query calls `name`."""
    of_table = f"FROM tag WHERE tag.entity_table = '{table}'"
    return Column(
        "tags",
        f"COALESCE((SELECT string_agg(tag.name, ', ' ORDER BY tag.key) {of_table} AND tag.row_id = {name}.id), '')",
        Kind.TAGS,
        having=f"{name}.id IN (SELECT tag.row_id {of_table} AND tag.key = ?)",
    )


def origin(table: str) -> tuple[Column, ...]:
    """Where an imported record came from, and when any was made and changed."""
    return (
        *plain(table, "source", "source_id"),
        Column("import_run", f"{table}.import_run_id", Kind.NUMBER, refers="import-runs"),
        *plain(table, "created_at", "updated_at", kind=Kind.MOMENT),
    )


OWN_CURRENCY = Column("currency", "(SELECT currency FROM company)")
CUSTOMER = (
    other("customer", "customer.number", "customers"),
    Column("customer_name", "COALESCE(customer.name, '')", folded="customer.sort_key"),
)
JOIN_CUSTOMER = "LEFT JOIN customer ON customer.id = {}.customer_id"
PLACED = "sales_order AS placed"
