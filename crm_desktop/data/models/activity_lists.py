"""The lists people edit: how contact happens, and why. Only their kinds count in rules and figures."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.kinds import ChannelKind, ReasonKind
from crm_desktop.data.models.base import Imported


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
