"""What was typed and not yet saved, kept through a crash. Outside history: it changes no record."""

import json
from collections.abc import Mapping

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.data.database import write
from crm_desktop.data.models import UnsavedForm


def keep_draft(form: str, typed: Mapping[str, str], by: Actor) -> Change:
    """One per person and form; the newest counts."""
    content = json.dumps(dict(typed), ensure_ascii=False)
    with write():
        kept = UnsavedForm.get_or_none(staff_id=by.id, form=form) or UnsavedForm(staff_id=by.id, form=form)
        kept.content, kept.at = content, utc_now()
        kept.save()
    return Change()


def drop_draft(form: str, by: Actor) -> Change:
    """It was saved, or is not wanted any more."""
    with write():
        UnsavedForm.delete().where(UnsavedForm.staff_id == by.id, UnsavedForm.form == form).execute()
    return Change()
