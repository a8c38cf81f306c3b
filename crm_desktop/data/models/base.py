"""What all tables share."""

from typing import ClassVar

from peewee import AutoField, IntegerField, Model, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.data.database import database
from crm_desktop.data.fields import UtcField


class Base(Model):
    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False


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
