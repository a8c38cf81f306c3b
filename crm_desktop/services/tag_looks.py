"""How tags look and whether they are offered; what they are called is in `services.tags`."""

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.core.tag_names import tag_key, tag_name
from crm_desktop.data.history import operation
from crm_desktop.data.models import Tag, TagLook

TONES = ("plain", "info", "ok", "warn", "bad")
"""Colours by what they say, as chips have them."""


def change_tag_look(tag: str, tone: str, active: bool, by: Actor, key: str | None = None) -> Change:
    """One that is not active stays on the records that have it and is offered no more."""
    if tone not in TONES:
        raise UserError(_("There is no colour “{colour}”. Nothing was changed.").format(colour=tone))
    with operation(N_("Changed how a tag looks"), by, may=Right.EDIT_COMPANY, key=key) as done:
        wanted = tag_key(tag_name(tag))
        look = TagLook.get_or_none(key=wanted)
        if look is None:
            done.insert(TagLook(key=wanted, tone=tone, active=active))
        else:
            look.tone, look.active = tone, active
            done.save(look)
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
