"""Everything that records or changes a contact with a customer."""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.custom_values import Custom
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Direction, Outcome
from crm_desktop.core.phones import normal_phone
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Channel, Company, ContactReason, Customer, Interaction, Order, Product, ReturnRequest
from crm_desktop.data.numbering import next_number
from crm_desktop.services.case_events import contact_logged
from crm_desktop.services.custom_fields import fill_in
from crm_desktop.services.follow_ups import FollowUpInput, new_follow_up

Span = tuple[datetime, datetime]
_NUMBER = re.compile(r"\+?[\d\s()/.\-–]{5,}")


@dataclass(frozen=True, slots=True)
class InteractionInput:
    """Raw times; `started_at` None: now. Without a customer, `caller` says who it was. `follow_up` is saved with it.

    `phone` is the number at their end, however it is written; empty: the caller's, where that is one.
    """

    channel_id: int
    customer_id: int | None = None
    contact_id: int | None = None
    caller: str = ""
    phone: str = ""
    direction: Direction = Direction.IN
    reason_id: int | None = None
    summary: str = ""
    notes: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    holds: tuple[Span, ...] = ()
    wrap_up_ended_at: datetime | None = None
    outcome: Outcome | None = None
    verified: str = ""
    mood_before: int | None = None
    mood_after: int | None = None
    order_id: int | None = None
    return_id: int | None = None
    product_id: int | None = None
    case_id: int | None = None
    follow_up: FollowUpInput | None = field(default=None)
    custom: Custom | None = None

    def checked(self) -> "InteractionInput":
        wanted = replace(
            self,
            caller=clean_said(self.caller),
            phone=clean_line(self.phone),
            summary=clean_said(self.summary),
            notes=clean_note(self.notes),
            verified=clean_said(self.verified),
            started_at=self.started_at or self.ended_at or utc_now(),
        )
        wanted._check_times()
        if not any((wanted.customer_id, wanted.caller, wanted.summary, wanted.notes)):
            raise UserError(_("Say who it was or what it was about. Nothing was saved."))
        for mood in (wanted.mood_before, wanted.mood_after):
            if mood is not None and not 1 <= mood <= 5:
                raise UserError(_("A mood is a number from 1 to 5. Nothing was saved."))
        return wanted

    def _check_times(self) -> None:
        """Start, holds, end and wrap-up follow one another."""
        times = [self.started_at, *(moment for span in self.holds for moment in span), self.ended_at, self.wrap_up_ended_at]
        known = [moment for moment in times if moment is not None]
        if known != sorted(known):
            raise UserError(_("The times do not follow one another: it ended before it began. Nothing was saved; check start and end."))
        if self.holds and self.ended_at is None:
            raise UserError(_("Hold times need the end of the conversation. Nothing was saved; fill it in."))

    def fill(self, interaction: Interaction) -> None:
        for name in ("customer", "contact", "channel", "reason", "order", "product", "case"):
            setattr(interaction, name, getattr(self, f"{name}_id"))
        interaction.return_id = self.return_id
        interaction.phone = _normal_number(self)
        for name in ("caller", "direction", "summary", "notes", "started_at", "ended_at", "wrap_up_ended_at", "verified"):
            setattr(interaction, name, getattr(self, name))
        interaction.outcome = self.outcome or ""
        interaction.mood_before, interaction.mood_after = self.mood_before, self.mood_after
        interaction.holds = json.dumps([[int(start.timestamp()), int(end.timestamp())] for start, end in self.holds])
        fill_in(interaction, self.custom)


def log_interaction(wanted: InteractionInput, by: Actor, key: str | None = None) -> Change:
    """A contact as it was, and its follow-up where there is one, in one operation."""
    wanted = wanted.checked()
    with operation(N_("Logged interaction {number}"), by, may=Right.LOG_INTERACTIONS, key=key) as done:
        interaction = new_interaction(wanted, by, done)
        if wanted.follow_up is not None:
            promised = replace(
                wanted.follow_up,
                customer_id=wanted.follow_up.customer_id or wanted.customer_id,
                order_id=wanted.follow_up.order_id or wanted.order_id,
                interaction_id=interaction.id,
                case_id=wanted.follow_up.case_id or wanted.case_id,
            )
            new_follow_up(promised, by, done)
        done.numbers["number"] = interaction.number
    return done.change


def new_interaction(wanted: InteractionInput, by: Actor, done: Done) -> Interaction:
    """Within an operation that is under way; `follow_up` is left to the caller."""
    wanted = wanted.checked()
    _check_links(wanted)
    interaction = Interaction(number=next_number(Interaction), staff=by.id)
    wanted.fill(interaction)
    done.insert(interaction)
    if interaction.case_id is not None:
        contact_logged(interaction, by, done)
    return interaction


def change_interaction(interaction_id: int, version: int, wanted: InteractionInput, by: Actor, key: str | None = None) -> Change:
    """`version` is the one the form was filled from. Raises EditConflict when somebody saved since."""
    wanted = wanted.checked()
    with operation(N_("Changed interaction {number}"), by, may=Right.LOG_INTERACTIONS, key=key) as done:
        _check_links(wanted)
        interaction = Interaction.get_by_id(interaction_id)
        interaction.version = version
        wanted.fill(interaction)
        done.save(interaction)
        contact_logged(interaction, by, done)
        done.numbers["number"] = interaction.number
    return done.change


def _check_links(wanted: InteractionInput) -> None:
    links = (
        (Channel, wanted.channel_id, _("This channel is not there any more. Nothing was saved; choose another.")),
        (Customer, wanted.customer_id, _("This customer is not there any more. Nothing was saved; choose another.")),
        (ContactReason, wanted.reason_id, _("This reason is not there any more. Nothing was saved; choose another.")),
        (Order, wanted.order_id, _("This order is not there any more. Nothing was saved; choose another.")),
        (ReturnRequest, wanted.return_id, _("This return is not there any more. Nothing was saved; choose another.")),
        (Product, wanted.product_id, _("This product is not there any more. Nothing was saved; choose another.")),
    )
    for model, row_id, sentence in links:
        if row_id is not None and model.get_or_none(id=row_id) is None:
            raise UserError(sentence)


def _normal_number(wanted: InteractionInput) -> str:
    """Of what somebody noted as the caller, only what is nothing but a number."""
    written = wanted.phone or (wanted.caller if _NUMBER.fullmatch(wanted.caller) else "")
    return normal_phone(written, Company.the().locale.rpartition("_")[2]) if written else ""
