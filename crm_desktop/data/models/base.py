"""What all tables share."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, ClassVar, Self

from peewee import AutoField, IntegerField, Model, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.data.database import database, fetch
from crm_desktop.data.fields import UtcField


class Base(Model):
    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def get_by_id(cls, pk: Any) -> Self:
        """Peewee builds the text of this query anew each time, which takes several times as long as the query."""
        found = cls._by_id(pk)
        if found is None:
            raise cls.DoesNotExist(f"{cls.__name__} {pk}")  # type: ignore[attr-defined]  # made by Peewee
        return found

    @classmethod
    def get_or_none(cls, *query: Any, **filters: Any) -> Self | None:
        if not query and filters.keys() == {"id"}:
            return cls._by_id(filters["id"])
        return super().get_or_none(*query, **filters)

    @classmethod
    def by_ids(cls, ids: Collection[int]) -> dict[int, Self]:
        """Those that are there; up to a few hundred at once."""
        return {row.id: row for row in cls._read(f"IN ({', '.join([database.param] * len(ids))})", tuple(ids))} if ids else {}

    @classmethod
    def _by_id(cls, pk: Any) -> Self | None:
        return next(cls._read(f"= {database.param}", (pk,)), None)

    @classmethod
    def _read(cls, which: str, params: tuple[Any, ...]) -> Iterator[Self]:
        text, fields = _reading(cls)
        for values in fetch(f"{text} {which}", params):
            row = cls(__no_default__=True)
            row.__data__ = {name: convert(value) for (name, convert), value in zip(fields, values, strict=True)}
            yield row


@cache
def _reading(model: type[Base]) -> tuple[str, tuple[tuple[str, Any], ...]]:
    fields = model._meta.sorted_fields
    columns = ", ".join(field.column_name for field in fields)
    return f"SELECT {columns} FROM {model._meta.table_name} WHERE id", tuple((field.name, field.python_value) for field in fields)


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
