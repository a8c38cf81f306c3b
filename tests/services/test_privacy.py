"""The registers of data protection: incidents with their 72 hours, and what persons ask with its month."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.dates import NEVER, utc_now
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.privacy import ClockState, RequestKind, RequestOutcome, Risk
from crm_desktop.data.models import Incident, PrivacyRequest
from crm_desktop.data.undo import undo
from crm_desktop.queries.dossiers import dossier
from crm_desktop.queries.privacy import incident_of, incidents, requests
from crm_desktop.reports.documents import incident as paper
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.incidents import IncidentInput, change_incident, note_incident
from crm_desktop.services.privacy_requests import RequestInput, change_request, note_request

FOUND = utc_now() - timedelta(hours=10)
LIST = IncidentInput("A parcel list was left on a counter.", FOUND, data="names, addresses", persons=12)
ASKED = RequestInput(RequestKind.ACCESS, who="Ada Lovelace", asked_on=date(2026, 1, 31), identity="passport seen")


def test_an_incident_is_noted_told_and_closed(nancy, store):
    note_incident(LIST, nancy)
    (row,) = incidents()
    assert (row.clock.state, row.found_by) == (ClockState.RUNS, "Nancy Davolio")
    assert row.clock.hours in (61, 62)

    settled = replace(LIST, reported_at=utc_now(), measures="Fetched it, told the driver.", closed_at=utc_now())
    change_incident(row.id, row.version, settled, nancy)
    (row,) = incidents()
    assert row.clock.state is ClockState.TOLD
    assert row.closed_at is not None
    with pytest.raises(EditConflict):
        change_incident(row.id, 1, LIST, nancy)


@pytest.mark.parametrize(
    "wrong",
    [
        {"description": " "},
        {"persons": -1},
        {"found_at": utc_now() + timedelta(1)},
        {"happened_at": utc_now()},
        {"reported_at": FOUND - timedelta(1)},
        {"closed_at": utc_now()},
        {"closed_at": utc_now(), "risk": Risk.NONE},
        {"closed_at": utc_now(), "risk": Risk.HIGH, "reported_at": utc_now()},
    ],
)
def test_what_makes_no_sense_or_still_has_to_be_told_is_not_saved(nancy, store, wrong):
    with pytest.raises(UserError):
        note_incident(replace(LIST, **wrong), nancy)
    assert not Incident.select().exists()


def test_what_harms_nobody_is_closed_with_a_reason(nancy, store):
    note_incident(replace(LIST, risk=Risk.NONE, why_not="it was encrypted", closed_at=utc_now()), nancy)
    assert incidents()[0].clock.state is ClockState.NOT_NEEDED


def test_who_answers_calls_keeps_no_register_of_incidents(nancy, store):
    with pytest.raises(NotAllowed):
        note_incident(LIST, Actor(nancy.id, "nancy", Role.REPRESENTATIVE))


def test_an_incident_comes_on_paper_and_one_that_is_not_there_does_not(nancy, store, tmp_path):
    note_incident(LIST, nancy)
    data = paper.collect(paper.IncidentParameters(("1",)))
    paper.draw(data, tmp_path / "incident.pdf")

    assert (tmp_path / "incident.pdf").read_bytes().startswith(b"%PDF")
    assert data.papers[0].told.data == "names, addresses"
    assert incident_of("7") is None and incident_of("one") is None
    with pytest.raises(UserError):
        paper.collect(paper.IncidentParameters(("7",)))


def test_a_request_is_due_in_a_month_and_answered(nancy, store):
    change = note_request(ASKED, nancy)
    (row,) = requests()
    assert (row.called, row.due_on, row.outcome, row.is_late) == ("Ada Lovelace", date(2026, 2, 28), RequestOutcome.OPEN, True)

    change_request(row.id, row.version, replace(ASKED, outcome=RequestOutcome.GRANTED, answered_on=date(2026, 2, 28)), nancy)
    (row,) = requests()
    assert (row.outcome, row.is_late) == (RequestOutcome.GRANTED, False)
    change = change_request(row.id, row.version, replace(ASKED, extended_because="many records"), nancy)
    (row,) = requests()
    assert (row.due_on, row.answered_on, row.outcome) == (date(2026, 4, 30), NEVER, RequestOutcome.OPEN)
    undo(change.operation, nancy)
    assert requests()[0].outcome is RequestOutcome.GRANTED


@pytest.mark.parametrize(
    "wrong",
    [
        {"who": " "},
        {"asked_on": date(2999, 1, 1)},
        {"outcome": RequestOutcome.GRANTED, "answered_on": date(2026, 1, 1)},
        {"outcome": RequestOutcome.REFUSED},
        {"customer_id": 99},
        {"staff_id": 99},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(nancy, store, wrong):
    with pytest.raises(UserError):
        note_request(replace(ASKED, **wrong), nancy)
    assert not PrivacyRequest.select().exists()


def test_what_a_customer_asked_is_in_their_dossier_and_goes_with_them(nancy, owner, make_customer):
    ada = make_customer("Ada")
    note_request(replace(ASKED, customer_id=ada.id, who="", note="wants everything by letter"), nancy)

    tables = {table.table: table.rows for table in dossier(ada.number).tables}
    assert tables["privacy_request"][0].values["note"] == "wants everything by letter"
    erase_customer(ada.id, owner)
    row = PrivacyRequest.get()
    assert (row.note, row.identity, row.kind, row.due_on) == ("", "", "access", date(2026, 2, 28))
