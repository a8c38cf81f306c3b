"""E-mails that came in: one about a case is a contact with it like any other, which reopens what is solved."""

from collections.abc import Collection
from itertools import islice

from crm_desktop.core.actors import Actor
from crm_desktop.data.history import Done
from crm_desktop.data.models import Interaction
from crm_desktop.services.case_events import contact_logged

_MANY = 500


def log_on_cases(interactions: Collection[int], by: Actor, done: Done) -> None:
    """The earliest first, within an operation that is under way."""
    coming = iter(sorted(interactions))
    about: list[Interaction] = []
    while some := list(islice(coming, _MANY)):
        about.extend(Interaction.select().where(Interaction.id.in_(some), Interaction.case.is_null(False)))
    for mail in sorted(about, key=lambda row: (row.started_at, row.id)):
        contact_logged(mail, by, done)
