"""What all tables share."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from types import NoneType
from typing import Any, ClassVar, Self

from peewee import OP, AutoField, Expression, Field, ForeignKeyField, IntegerField, Model, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.data.database import database, fetch
from crm_desktop.data.fields import UtcField

_PLAIN = (str, int, date, Model, NoneType)


class Base(Model):
    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def get(cls, *query: Any, **filters: Any) -> Self:
        """Peewee builds the text of a query anew each time, which takes several times as long as the query: where columns of this table
        are to equal values, also for the row that a foreign key names, it is built once."""
        wanted = _equal(cls, query, filters)
        if wanted is None:
            return super().get(*query, **filters)
        equal = f"= {database.param}"
        which = " AND ".join(f"{field.column_name} {'IS NULL' if value is None else equal}" for field, value in wanted.items())
        params = tuple(field.db_value(value) for field, value in wanted.items() if value is not None)
        found = next(cls._read(f"{which} LIMIT 1", params), None)
        if found is None:
            raise cls.DoesNotExist(f"{cls.__name__} {params}")  # type: ignore[attr-defined]  # made by Peewee
        return found

    @classmethod
    def get_by_id(cls, pk: Any) -> Self:
        return cls.get(id=pk)

    @classmethod
    def by_ids(cls, ids: Collection[int]) -> dict[int, Self]:
        """Those that are there; up to a few hundred at once."""
        return {row.id: row for row in cls._read(f"id IN ({', '.join([database.param] * len(ids))})", tuple(ids))} if ids else {}

    @classmethod
    def made(cls, values: Iterable[Mapping[str, Any]]) -> list[Self]:
        """New rows of one moment, of values by the names of columns, as a field gives them, with defaults for the rest.

        Peewee sets each through a descriptor, which for ten lines of an order takes as long as writing them.
        """
        rest = {name: given() if callable(given) else given for name, given in _defaults(cls)}
        rows = []
        for each in values:
            row = cls(__no_default__=True)
            row.__data__ = {**rest, **each}
            rows.append(row)
        return rows

    @classmethod
    def _read(cls, which: str, params: tuple[Any, ...]) -> Iterator[Self]:
        text, fields = _reading(cls)
        for values in fetch(f"{text} {which}", params):
            row = cls(__no_default__=True)
            row.__data__ = {
                name: value if convert is None else convert(value) for (name, convert), value in zip(fields, values, strict=True)
            }
            yield row


def _equal(model: type[Base], query: tuple[Any, ...], filters: dict[str, Any]) -> dict[Field, Any] | None:
    """What each column is to equal; None for any other question."""
    if query:
        (first, *others) = query
        is_one = not (others or filters) and isinstance(first, Expression) and first.op == OP.EQ and isinstance(first.lhs, Field)
        wanted = {first.lhs: first.rhs} if is_one else {}
    else:
        wanted = {model._meta.fields.get(name): value for name, value in filters.items()}
    plain = (isinstance(field, Field) and field.model is model and isinstance(value, _PLAIN) for field, value in wanted.items())
    return wanted if wanted and all(plain) else None


@cache
def _reading(model: type[Base]) -> tuple[str, tuple[tuple[str, Any], ...]]:
    """The query's text, and for each column its name and what makes its value of the stored one, None for what stays as it is."""
    fields = model._meta.sorted_fields
    columns = ", ".join(field.column_name for field in fields)
    kept = (AutoField, IntegerField, ForeignKeyField, TextField)
    made = tuple((field.name, None if type(field) in kept else field.python_value) for field in fields)
    return f"SELECT {columns} FROM {model._meta.table_name} WHERE", made


@cache
def _defaults(model: type[Base]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in model._meta.sorted_fields if field.default is not None)


class Record(Base):
    """What people edit. `derived` columns follow from other rows; `part_of` names the record whose version covers this;
    `secret` columns never enter history."""

    entity: ClassVar[Entity | None] = None
    derived: ClassVar[frozenset[str]] = frozenset()
    part_of: ClassVar[str | None] = None
    secret: ClassVar[frozenset[str]] = frozenset()

    version = IntegerField(default=1)
    created_at = UtcField(default=utc_now)
    updated_at = UtcField(default=utc_now)


class Imported(Record):
    """What can come from another system: `source` and `source_id` find it again, both empty for what was made here."""

    source = TextField(default="")
    source_id = TextField(default="")
    import_run_id = IntegerField(null=True)
