"""The lists people edit: how contact happens and why, and why goods come back. Only their kinds count in rules and figures."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.kinds import ChannelKind, ReasonKind
from crm_desktop.data.models.base import Imported, Record


class Channel(Imported):
    name = TextField()
    kind = TextField(default=ChannelKind.OTHER)
    position = IntegerField(default=0)
    active = BooleanField(default=True)


class ContactReason(Imported):
    """Why somebody got in touch: a tree."""

    name = TextField()
    parent = ForeignKeyField("self", null=True)
    parent_id: int | None
    kind = TextField(default=ReasonKind.OTHER)
    position = IntegerField(default=0)
    active = BooleanField(default=True)


class VerificationCheck(Record):
    """What a caller is asked. `kind` is one of `core.verification.CheckKind`."""

    name = TextField()
    kind = TextField()
    position = IntegerField(default=0)
    active = BooleanField(default=True)


class NamedReturnReason(Imported):
    """Why goods come back. `kind` is one of `core.kinds_of_trade.ReturnReason`."""

    name = TextField()
    kind = TextField()
    position = IntegerField(default=0)
    active = BooleanField(default=True)

    class Meta:
        table_name = "return_reason"
