"""What went wrong with data in the sample company, and what its customers asked about theirs."""

from datetime import date, datetime, timedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.kinds import CustomerKind, CustomerStatus
from crm_desktop.core.privacy import RequestKind, RequestOutcome, Risk
from crm_desktop.data.models import Customer, Staff
from crm_desktop.sample.colleagues import COMPANY
from crm_desktop.sample.rhythm import MORNING
from crm_desktop.services.access import note_look
from crm_desktop.services.incidents import IncidentInput, note_incident
from crm_desktop.services.privacy_requests import RequestInput, note_request

_LONG_AGO, _LATELY = timedelta(days=37), timedelta(hours=20)


def keep_registers(until: date) -> None:
    """Two incidents, one of them with its 72 hours running; four requests, one of them open and one answered late."""
    end, now = datetime.combine(until, MORNING, zone_of(COMPANY.zone)), utc_now()
    end = min(end, now)
    by = Staff.get(login="tomasz").actor()
    _incidents(end, by)
    _requests(local_day(end, zone_of(COMPANY.zone)), by)
    _looks(end)


def _incidents(end: datetime, by: Actor) -> None:
    found = end - _LONG_AGO
    note_incident(
        IncidentInput(
            "An invoice went to a customer of nearly the same name.", found, found - timedelta(days=2), "name, address, one order", 1,
            Risk.NONE, "Asked for it back; the form now shows the place beside the name.", why_not="one invoice, sent back unread",
            persons_told_at=found + timedelta(hours=5), closed_at=found + timedelta(days=1),
        ),
        by,
    )  # fmt: skip
    note_incident(
        IncidentInput(
            "A driver lost a list of Thursday’s deliveries.", end - _LATELY, data="names, addresses, phones", persons=23,
            measures="The driver went back along the round. Lists carry no phones from now on.",
        ),
        by,
    )  # fmt: skip


def _looks(end: datetime) -> None:
    """Who opened whose record on the last morning."""
    logins = ("ciara", "eleni", "dara", "tomasz", "ciara", "eleni", "owner")
    for place, (login, customer) in enumerate(zip(logins, Customer.select().order_by(Customer.id), strict=False)):
        note_look(customer.id, Staff.get(login=login).actor(), end - timedelta(minutes=11 * (len(logins) - place)))


def _requests(today: date, by: Actor) -> None:
    persons = Customer.select().where(Customer.kind == CustomerKind.PERSON, Customer.status == CustomerStatus.ACTIVE)
    first, second, third = persons.order_by(Customer.id).limit(3)
    for wanted in (
        RequestInput(
            RequestKind.ACCESS, first.id, asked_on=today - timedelta(days=52), identity="called back at their number",
            staff_id=by.id, outcome=RequestOutcome.GRANTED, answered_on=today - timedelta(days=45), answer="Sent the paper by letter.",
        ),
        RequestInput(
            RequestKind.CORRECTION, second.id, asked_on=today - timedelta(days=60), identity="knows two orders",
            note="Moved in spring.", staff_id=by.id, outcome=RequestOutcome.GRANTED, answered_on=today - timedelta(days=20),
            answer="Put right, and said sorry for the wait.",
        ),
        RequestInput(
            RequestKind.OBJECTION, third.id, asked_on=today - timedelta(days=6), identity="wrote from their address",
            note="No more advertising by letter.", staff_id=by.id,
        ),
        RequestInput(
            RequestKind.ERASURE, who="Somebody who once asked for a catalogue", asked_on=today - timedelta(days=33),
            identity="wrote from the address we had", staff_id=by.id, outcome=RequestOutcome.GRANTED,
            answered_on=today - timedelta(days=30), answer="Nothing was held any more.",
        ),
    ):  # fmt: skip
        note_request(wanted, by)
