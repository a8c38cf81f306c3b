"""The register of what went wrong with people's data: when it was found, what was done, and who was told in time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.privacy import Risk
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import Incident

_FIELDS = (
    "description", "found_at", "happened_at", "data", "persons", "risk", "measures", "reported_at", "why_not", "persons_told_at",
    "closed_at",
)  # fmt: skip
_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class IncidentInput:
    """What happened, in general words: nobody's name. `data` says which kinds of data, `persons` how many people as far as is known.

    `reported_at`: when the authority was told; `why_not`: why it need not be. `found_at` None: now.
    """

    description: str
    found_at: datetime | None = None
    happened_at: datetime | None = None
    data: str = ""
    persons: int = 0
    risk: Risk = Risk.RISK
    measures: str = ""
    reported_at: datetime | None = None
    why_not: str = ""
    persons_told_at: datetime | None = None
    closed_at: datetime | None = None

    def checked(self) -> "IncidentInput":
        now = utc_now()
        found = self.found_at or now
        wanted = replace(
            self, description=clean_note(self.description).strip(), found_at=found, data=clean_said(self.data),
            measures=clean_note(self.measures).strip(), why_not=clean_said(self.why_not),
        )  # fmt: skip
        if not wanted.description:
            raise UserError(_("Say what happened. Nothing was saved."))
        if wanted.persons < 0:
            raise UserError(_("Nobody or more are concerned. Nothing was saved; 0 where you do not know yet."))
        moments = (found, wanted.happened_at, wanted.reported_at, wanted.persons_told_at, wanted.closed_at)
        if any(each is not None and each > now + _SLACK for each in moments):
            raise UserError(_("One of these moments lies ahead. Nothing was saved; check the days."))
        if wanted.happened_at is not None and wanted.happened_at > found:
            raise UserError(_("It was found before it happened. Nothing was saved; check the days."))
        told = (wanted.reported_at, wanted.persons_told_at, wanted.closed_at)
        if any(each is not None and each < found for each in told):
            raise UserError(_("Somebody was told, or it was closed, before it was found. Nothing was saved; check the days."))
        if wanted.closed_at is not None:
            wanted._demand_settled()
        return wanted

    def _demand_settled(self) -> None:
        """Nothing is closed that somebody still has to be told of."""
        if self.reported_at is None and self.risk is not Risk.NONE:
            raise UserError(_("The authority was not told yet. Nothing was saved; tell it, or say that there is no risk, and why."))
        if self.risk is Risk.NONE and self.reported_at is None and not self.why_not:
            raise UserError(_("Say why nobody has to be told. Nothing was saved."))
        if self.risk is Risk.HIGH and self.persons_told_at is None:
            raise UserError(_("The risk is high, so those concerned have to be told. Nothing was saved; tell them first."))

    def fill(self, incident: Incident) -> None:
        for name in _FIELDS:
            setattr(incident, name, getattr(self, name))


def note_incident(wanted: IncidentInput, by: Actor, key: str | None = None) -> Change:
    """From when it was found, 72 hours run."""
    with operation(N_("Noted an incident with data"), by, may=Right.KEEP_INCIDENTS, key=key) as done:
        incident = Incident(staff=by.id)
        wanted.checked().fill(incident)
        done.insert(incident)
    return done.change


def change_incident(incident_id: int, version: int, wanted: IncidentInput, by: Actor, key: str | None = None) -> Change:
    """What was found out, done and told since."""
    with operation(N_("Changed incident {number}"), by, may=Right.KEEP_INCIDENTS, key=key) as done:
        incident = Incident.get_or_none(id=incident_id)
        if incident is None:
            raise UserError(_("This incident is not there any more. Nothing was changed."))
        incident.version = version
        wanted.checked().fill(incident)
        done.save(incident)
        done.numbers["number"] = incident_id
    return done.change
