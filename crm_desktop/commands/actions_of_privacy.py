"""What `do` can do about incidents with data, and about what persons ask about theirs."""

from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import N_
from crm_desktop.data.models import Incident, PrivacyRequest
from crm_desktop.services import incidents, privacy_requests


def _incident(row: Incident) -> dict[str, Any]:
    return same_names(incidents.IncidentInput, row, without=set())


def _request(row: PrivacyRequest) -> dict[str, Any]:
    told = same_names(privacy_requests.RequestInput, row, without={"answered_on"})
    return {**told, "answered_on": None if row.answered_on == NEVER else row.answered_on}


ACTIONS = (
    Action("note-incident", N_("Something went wrong with people’s data: 72 hours run."), incidents.note_incident),
    Action(
        "change-incident", N_("Change what is given of an incident: what was done, who was told."), incidents.change_incident, _incident
    ),
    Action("note-request", N_("Somebody asks about their data; it is due in a month."), privacy_requests.note_request),
    Action("change-request", N_("Change what is given of a request, or answer it."), privacy_requests.change_request, _request),
)
