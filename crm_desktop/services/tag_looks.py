"""Tags as a whole: their names, their colours and whether they are offered."""

from dataclasses import dataclass

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.core.tag_names import tag_key, tag_name
from crm_desktop.data.history import operation
from crm_desktop.data.models import Tag, TagLook
from crm_desktop.services.tags import renamed

TONES = ("plain", "info", "ok", "warn", "bad")
"""Colours by what they say, as chips have them."""


@dataclass(frozen=True, slots=True)
class TagInput:
    """One that is not active stays on the records that have it and is offered no more."""

    name: str
    tone: str = "plain"
    active: bool = True


def change_tag(tag: str, wanted: TagInput, by: Actor, key: str | None = None) -> Change:
    """Name, colour and whether it is offered, in one step. The name of another tag makes the two one."""
    if wanted.tone not in TONES:
        raise UserError(_("There is no colour “{colour}”. Nothing was changed.").format(colour=wanted.tone))
    with operation(N_("Changed a tag"), by, may=Right.EDIT_COMPANY, key=key) as done:
        renamed(tag, wanted.name, done)
        old, new = tag_key(tag_name(tag)), tag_key(tag_name(wanted.name))
        looks = {look.key: look for look in TagLook.select().where(TagLook.key.in_((old, new)))}
        if old != new and old in looks:
            done.delete(looks[old])
        if new in looks:
            looks[new].tone, looks[new].active = wanted.tone, wanted.active
            done.save(looks[new])
        else:
            done.insert(TagLook(key=new, tone=wanted.tone, active=wanted.active))
    return done.change


def remove_tag(tag: str, by: Actor, key: str | None = None) -> Change:
    """From every record that has it, and what it looked like."""
    with operation(N_("Took a tag from {count} records"), by, may=Right.EDIT_COMPANY, key=key) as done:
        wanted = tag_key(tag_name(tag))
        rows = list(Tag.select().where(Tag.key == wanted).order_by(Tag.id))
        if not rows:
            raise UserError(_("There is no tag “{tag}”. Nothing was changed.").format(tag=tag_name(tag)))
        for row in rows:
            done.delete(row)
        look = TagLook.get_or_none(key=wanted)
        if look is not None:
            done.delete(look)
        done.numbers["count"] = len(rows)
    return done.change
