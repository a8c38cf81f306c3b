"""What customers agree to: noted once, withdrawn once, and asked before anything is done that needs it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.consents import ConsentState
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Company, Consent, Customer
from crm_desktop.queries.consents import how_it_stands
from crm_desktop.queries.merging import standing


class NoConsent(NotAllowed):
    """They did not agree to this, or do not any more."""


@dataclass(frozen=True, slots=True)
class ConsentInput:
    """What a customer allows: for which purpose, by which kind of channel (empty: any), and how we know. No moment: now.

    `text_version` are the words they agreed to, `evidence` is what proves it. `refused`: they were asked, and said no.
    With an `id`, the one to be withdrawn, and `withdrawal` is how they did: nothing else of a consent ever changes.
    """

    purpose: str
    channel: str = ""
    source: str = ""
    lawful_basis: str = ""
    text_version: str = ""
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None
    id: int | None = None
    evidence: str = ""
    withdrawal: str = ""
    refused: bool = False


def note_consent(customer_id: int, wanted: ConsentInput, by: Actor, key: str | None = None) -> Change:
    """What they said is noted beside what they said before."""
    if wanted.id is not None:
        raise UserError(_("What was said before stays as it is. Nothing was saved; withdraw it, or note what they say now."))
    with operation(N_("Noted a consent of customer {number}"), by, may=Right.EDIT_CUSTOMERS, key=key) as done:
        customer = _customer(customer_id)
        write_consent(customer, wanted, by, done)
        done.numbers["number"] = customer.number
    return done.change


def withdraw_consent(
    consent_id: int, by: Actor, withdrawal: str = "", withdrawn_at: datetime | None = None, key: str | None = None
) -> Change:
    """Once; who withdrew and consents again has given another consent. `withdrawal` is how they withdrew it."""
    with operation(N_("Customer {number} withdrew a consent"), by, may=Right.EDIT_CUSTOMERS, key=key) as done:
        consent = Consent.get_or_none(id=consent_id)
        if consent is None:
            raise UserError(_("This consent is not there any more. Nothing was saved; open the customer again."))
        if consent.withdrawn_at is not None:
            raise NotAllowed(_("This consent was withdrawn before. Nothing was changed."))
        customer = _customer(consent.customer_id)
        wanted = ConsentInput("", id=consent_id, withdrawn_at=withdrawn_at or utc_now(), withdrawal=withdrawal)
        write_consent(customer, wanted, by, done)
        done.numbers["number"] = customer.number
    return done.change


def write_consent(customer: Customer, wanted: ConsentInput, by: Actor, done: Done) -> None:
    """Within an operation that is under way."""
    if wanted.id is not None:
        _withdraw(customer, wanted, by, done)
        return
    purpose, given = clean_line(wanted.purpose), wanted.given_at or utc_now()
    if not purpose:
        raise UserError(_("A consent is for something. Nothing was saved; say what for."))
    if given > utc_now():
        raise UserError(_("Nobody agreed to anything ahead of time. Nothing was saved; check the day."))
    withdrawn = given if wanted.refused else _withdrawn(given, wanted.withdrawn_at)
    consent = Consent(
        customer=customer,
        purpose=purpose,
        channel=channel_kind(wanted.channel),
        lawful_basis=clean_line(wanted.lawful_basis),
        text_version=clean_said(wanted.text_version),
        given_at=given,
        withdrawn_at=withdrawn,
        source=clean_line(wanted.source),
        evidence=clean_said(wanted.evidence),
        withdrawal=clean_said(wanted.withdrawal) if withdrawn else "",
        noted_by=by.id,
        withdrawn_by=by.id if withdrawn else None,
    )
    done.insert(consent)


def channel_kind(text: str) -> str:
    """The kind of a channel, or nothing. Raises UserError for another word."""
    wanted = text.strip().lower()
    if wanted and wanted not in set(ChannelKind):
        raise UserError(
            _("“{text}” is no way to reach somebody. Nothing was saved; choose from: {kinds}.").format(
                text=clean_line(text), kinds=", ".join(ChannelKind)
            )
        )
    return wanted


def demand_consent(purpose: str, customer_id: int | None, channel: ChannelKind) -> None:
    """Raises NoConsent, in a sentence that says since when, where they did not agree to this by this kind of channel."""
    sentence = what_hinders(purpose, customer_id, channel)
    if sentence:
        raise NoConsent(sentence)


def what_hinders(purpose: str, customer_id: int | None, channel: ChannelKind) -> str:
    """Why this may not be done; empty where it may. Nothing is asked of what has no purpose that needs a consent."""
    if not purpose:
        return ""
    customer = Customer.get_or_none(id=customer_id) if customer_id else None
    if customer is None:
        return _("This is only for who agreed to “{purpose}”, and nobody is known here. Nothing was done; choose the customer.").format(
            purpose=purpose
        )
    customer = standing(customer)
    found = how_it_stands(customer.id, purpose, channel)
    if found.allows:
        return ""
    sentences = {
        ConsentState.WITHDRAWN: _("{number} withdrew their consent to “{purpose}” on {day}. Nothing was done; ask for a new one first."),
        ConsentState.REFUSED: _("{number} said no to “{purpose}” on {day}. Nothing was done; ask for their consent first."),
        ConsentState.NEVER: _("{number} never agreed to “{purpose}” this way. Nothing was done; ask for their consent first."),
    }
    day = local_day(found.since, zone_of(Company.the().zone)).isoformat() if found.since else ""
    return sentences[found.state].format(number=customer.number, purpose=purpose, day=day)


def _withdraw(customer: Customer, wanted: ConsentInput, by: Actor, done: Done) -> None:
    """Once; what was withdrawn before stays as it is."""
    consent = Consent.get_or_none(Consent.id == wanted.id, Consent.customer == customer)
    if consent is None:
        raise UserError(_("This consent is not there any more. Nothing was saved; open the customer again."))
    if consent.withdrawn_at is None and wanted.withdrawn_at is not None:
        consent.withdrawn_at = _withdrawn(consent.given_at, wanted.withdrawn_at)
        consent.withdrawal, consent.withdrawn_by_id = clean_said(wanted.withdrawal), by.id
        done.save(consent)


def _withdrawn(given: datetime, withdrawn: datetime | None) -> datetime | None:
    """Later than it was given: the same second means that they said no."""
    if withdrawn is not None and withdrawn < given:
        raise UserError(_("A consent cannot be withdrawn before it was given. Nothing was saved; check the days."))
    return max(withdrawn, given + timedelta(seconds=1)) if withdrawn is not None else None


def _customer(customer_id: int) -> Customer:
    customer = Customer.get_or_none(id=customer_id)
    if customer is None:
        raise UserError(_("This customer is not there any more. Nothing was saved."))
    return customer
