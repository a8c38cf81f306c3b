"""E-mails on their way out: held back for a moment, sent once, and logged as contacts that stay as they are.

What is held lies in the store: a program that ends meanwhile asks about it when it starts again. Before a mail is handed to a server it is
marked, and only somebody who looks can take the mark away: nothing is sent twice by itself.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from enum import StrEnum

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.file_names import clean_file_name, media_type_of
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind, Direction
from crm_desktop.core.kinds_of_knowledge import ArticleState, UsedIn
from crm_desktop.core.mail_addresses import addresses_text, checked_addresses
from crm_desktop.core.placeholders import demand_complete
from crm_desktop.core.read_json import kept_list
from crm_desktop.core.rights import Right, demand
from crm_desktop.data.database import write
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    Article,
    Channel,
    Contact,
    Customer,
    Interaction,
    MailMessage,
    MailReference,
    Order,
    OutgoingFile,
    OutgoingMail,
    ReturnRequest,
    SupportCase,
    Template,
)
from crm_desktop.queries.merging import standing
from crm_desktop.services.articles import note_uses
from crm_desktop.services.attachments import FileInput, new_attachment
from crm_desktop.services.consents import NoConsent, what_hinders
from crm_desktop.services.interactions import InteractionInput, new_interaction

HELD_FOR = timedelta(seconds=15)
MOST_BYTES = 25_000_000
"""Servers take no more, and encoding adds a third."""
Deliver = Callable[[EmailMessage], None]
"""Hands a mail to a server. Raises UserError where it was refused, MaybeSent where nobody can tell."""


class MailState(StrEnum):
    HELD = "held"
    TAKEN = "taken"
    """Back in its form, where somebody writes on."""
    SENDING = "sending"
    FAILED = "failed"


class MaybeSent(UserError):
    """The server went away before it said whether it took the mail."""


class PartlyTaken(UserError):
    """It went out, but not to all of them."""


@dataclass(frozen=True, slots=True)
class MailInput:
    """Addresses as they are typed. `answers` are Message-IDs of what it answers, the earliest first; `article_ids` stand in it.

    `is_needed`: an order, a return or a case of theirs needs it, whatever they agreed to.
    """

    to: str
    subject: str
    body: str
    cc: str = ""
    files: tuple[FileInput, ...] = ()
    customer_id: int | None = None
    contact_id: int | None = None
    case_id: int | None = None
    order_id: int | None = None
    return_id: int | None = None
    template_id: int | None = None
    answers: tuple[str, ...] = ()
    article_ids: tuple[int, ...] = ()
    is_needed: bool = False

    def checked(self) -> "MailInput":
        """Raises UserError for what cannot leave the house."""
        to, cc = checked_addresses(self.to), checked_addresses(self.cc)
        if not to:
            raise UserError(_("Say to whom it goes. Nothing was sent."))
        subject, body = clean_said(self.subject), clean_note(self.body)
        if not subject:
            raise UserError(_("Say in a few words what it is about. Nothing was sent."))
        if not body.strip() and not self.files:
            raise UserError(_("There is nothing in it yet. Nothing was sent."))
        demand_complete(subject)
        demand_complete(body)
        size = sum(len(file.content) for file in self.files)
        if size > MOST_BYTES:
            raise UserError(
                _("The attachments have {size} MB together; mail servers take {most}. Nothing was sent; leave some out.").format(
                    size=-(-size // 1_000_000), most=MOST_BYTES // 1_000_000
                )
            )
        return replace(self, to=addresses_text(to), cc=addresses_text(cc), subject=subject, body=body)


def hold_mail(
    wanted: MailInput, sender: str, by: Actor, key: str | None = None, *, instead_of: int | None = None,
    held_for: timedelta = HELD_FOR, now: datetime | None = None,
) -> int:  # fmt: skip
    """Keep it to be sent in a moment; its id. The same key again holds nothing more. `instead_of` is one that was taken back.

    Raises UserError for what cannot be sent.
    """
    demand(by, Right.LOG_INTERACTIONS)
    wanted = wanted.checked()
    _demand_agreed(wanted)
    ((_name, address),) = checked_addresses(sender) or ((("", "")),)
    if not address:
        raise UserError(_("Your own address is not known. Nothing was sent; state it in the settings, under E-mail."))
    now = now or utc_now()
    with write():
        known = OutgoingMail.get_or_none(key=key) if key else None
        if known is not None:
            return int(known.id)
        if instead_of is not None:
            _drop(instead_of, by)
        links = {name: getattr(wanted, name) for name in _LINKS}
        row = OutgoingMail.create(
            key=key or secrets.token_hex(16), staff_id=by.id, state=MailState.HELD, written_at=now, send_at=now + held_for,
            message_id=make_msgid(domain=address.rpartition("@")[2]).strip("<>"), sender=sender.strip(), recipients=wanted.to,
            copies=wanted.cc, subject=wanted.subject, body=wanted.body, **_stored(wanted),
            **links,
        )  # fmt: skip
        for file in wanted.files:
            OutgoingFile.create(mail=row, name=clean_file_name(file.name), content=file.content)
    return int(row.id)


def take_back(mail_id: int, by: Actor) -> MailInput:
    """It is not sent; what it says, to go on writing. It is kept until that is held, or thrown away.

    Raises UserError where it is on its way.
    """
    with write():
        row = _own(mail_id, by)
        if row.state == MailState.SENDING:
            raise UserError(_("It is on its way already and cannot be taken back."))
        row.state, row.problem = MailState.TAKEN, ""
        row.save()
        return input_of(row)


def throw_away(mail_id: int, by: Actor) -> None:
    """Nobody wants to send it any more. Raises UserError where it is on its way."""
    with write():
        _drop(mail_id, by)


def send_held(mail_id: int, by: Actor, deliver: Deliver, told: Callable[[str], None] | None = None) -> Change:
    """Hand it to a server, and log it. Raises UserError where it was refused: then it is kept, and says why.

    `told` hears whom of several the server refused.
    """
    message = _mark(mail_id, by)
    try:
        deliver(message)
    except PartlyTaken as error:
        if told is not None:
            told(str(error))
    except MaybeSent as error:
        _note_problem(mail_id, MailState.SENDING, str(error))
        raise
    except UserError as error:
        _note_problem(mail_id, MailState.FAILED, str(error))
        raise
    return note_sent(mail_id, by)


def note_sent(mail_id: int, by: Actor) -> Change:
    """It went out: from now on it is a contact that nobody takes back."""
    with operation(N_("Sent e-mail {number}"), by, may=Right.LOG_INTERACTIONS, final=True) as done:
        row = _own(mail_id, by)
        interaction = _log(row, by, done)
        _forget(row)
        done.numbers["number"] = interaction.number
    return done.change


def what_hinders_mail(template_id: int | None, customer_id: int | None) -> str:
    """Why this customer is not to get this template by e-mail, for want of their consent; empty where they are."""
    template = Template.get_or_none(id=template_id) if template_id else None
    return what_hinders(template.purpose, customer_id, ChannelKind.EMAIL) if template is not None else ""


def log_handed_over(wanted: MailInput, by: Actor, key: str | None = None) -> Change:
    """A mail that the computer's mail program sends: a contact like any that is logged by hand, which can be taken back."""
    wanted = wanted.checked()
    _demand_agreed(wanted)
    with operation(N_("Logged e-mail {number}"), by, may=Right.LOG_INTERACTIONS, key=key) as done:
        row = OutgoingMail(
            state="", sender="", recipients=wanted.to, copies=wanted.cc, subject=wanted.subject, body=wanted.body, message_id="",
            **_stored(wanted), **{name: getattr(wanted, name) for name in _LINKS},
        )  # fmt: skip
        done.numbers["number"] = _log(row, by, done).number
    return done.change


def _demand_agreed(wanted: MailInput) -> None:
    """Raises NoConsent for a template that they did not agree to get, unless something of theirs needs the mail."""
    is_about = wanted.order_id or wanted.return_id or wanted.case_id
    sentence = what_hinders_mail(wanted.template_id, wanted.customer_id)
    if sentence and not (wanted.is_needed and is_about):
        raise NoConsent(sentence)


def try_again(mail_id: int, by: Actor, now: datetime | None = None) -> None:
    """Somebody looked and says that it did not go out: it is held as if it had just been written."""
    with write():
        row = _own(mail_id, by)
        row.state, row.send_at, row.problem = MailState.HELD, now or utc_now(), ""
        row.save()


def input_of(row: OutgoingMail) -> MailInput:
    files = OutgoingFile.select().where(OutgoingFile.mail == row.id).order_by(OutgoingFile.id)
    return MailInput(
        row.recipients, row.subject, row.body, row.copies, tuple(FileInput(file.name, bytes(file.content)) for file in files),
        answers=tuple(kept_list(row.answers)), article_ids=tuple(kept_list(row.articles)),
        **{name: getattr(row, name) for name in _LINKS},
    )  # fmt: skip


def _stored(wanted: MailInput) -> dict[str, str]:
    return {"answers": json.dumps(wanted.answers), "articles": json.dumps(wanted.article_ids)}


def message_of(row: OutgoingMail) -> EmailMessage:
    wanted = input_of(row)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = row.sender, wanted.to, wanted.subject
    if wanted.cc:
        message["Cc"] = wanted.cc
    message["Date"] = utc_now()
    message["Message-ID"] = f"<{row.message_id}>"
    if wanted.answers:
        message["In-Reply-To"] = f"<{wanted.answers[-1]}>"
        message["References"] = " ".join(f"<{each}>" for each in wanted.answers)
    message.set_content(wanted.body)
    for file in wanted.files:
        main, _slash, sub = media_type_of(file.name, file.content).partition("/")
        if main in ("message", "multipart"):
            main, sub = "application", "octet-stream"  # what has parts of its own may not be encoded
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


_LINKS = ("customer_id", "contact_id", "case_id", "order_id", "return_id", "template_id")


def _own(mail_id: int, by: Actor) -> OutgoingMail:
    row = OutgoingMail.get_or_none(id=mail_id)
    if row is None or row.staff_id != by.id:
        raise UserError(_("This e-mail is not waiting any more: it was sent, or taken back."))
    return row


def _mark(mail_id: int, by: Actor) -> EmailMessage:
    """Only one desk gets it."""
    with write():
        row = _own(mail_id, by)
        ready = (MailState.HELD, MailState.FAILED)
        taken = OutgoingMail.update(state=MailState.SENDING).where(OutgoingMail.id == mail_id, OutgoingMail.state.in_(ready)).execute()
        if not taken:
            raise UserError(_("This e-mail is on its way already, or was taken back."))
        return message_of(row)


def _note_problem(mail_id: int, state: MailState, problem: str) -> None:
    with write():
        OutgoingMail.update(state=state, problem=problem).where(OutgoingMail.id == mail_id).execute()


def _drop(mail_id: int, by: Actor) -> None:
    row = OutgoingMail.get_or_none(id=mail_id, staff_id=by.id)
    if row is not None and row.state == MailState.SENDING:
        raise UserError(_("It is on its way already and cannot be taken back."))
    if row is not None:
        _forget(row)


def _forget(row: OutgoingMail) -> None:
    OutgoingFile.delete().where(OutgoingFile.mail == row.id).execute()
    row.delete_instance()


def _log(row: OutgoingMail, by: Actor, done: Done) -> Interaction:
    """What it was about may be gone or merged by now; that it was sent is true all the same."""
    customer = Customer.get_or_none(id=row.customer_id) if row.customer_id else None
    customer_id = None if customer is None else standing(customer).id
    contact = Contact.get_or_none(id=row.contact_id) if row.contact_id else None
    case = SupportCase.get_or_none(id=row.case_id) if row.case_id else None
    while case is not None and case.merged_into_id is not None:
        case = SupportCase.get_by_id(case.merged_into_id)
    channel = (
        Channel.select().where(Channel.kind == ChannelKind.EMAIL).order_by(Channel.active.desc(), Channel.position, Channel.id).first()
    )
    if channel is None:
        channel = Channel(name=_("E-mail"), kind=ChannelKind.EMAIL)
        done.insert(channel)
    interaction = new_interaction(
        InteractionInput(
            channel.id, customer_id=customer_id, contact_id=contact.id if contact and contact.customer_id == customer_id else None,
            caller="" if customer_id else row.recipients, direction=Direction.OUT, summary=row.subject, notes=row.body,
            order_id=row.order_id if row.order_id and Order.get_or_none(id=row.order_id) else None,
            return_id=row.return_id if row.return_id and ReturnRequest.get_or_none(id=row.return_id) else None,
            case_id=None if case is None else case.id,
        ),
        by,
        done,
    )  # fmt: skip
    head = MailMessage(
        interaction=interaction, message_id=row.message_id, sender=row.sender, recipients=row.recipients, copies=row.copies,
        subject=row.subject,
    )  # fmt: skip
    done.insert(head)
    done.insert(*(MailReference(mail=head, message_id=each) for each in kept_list(row.answers)))
    files = input_of(row).files if row.id else ()
    done.insert(*(new_attachment("interaction", interaction.id, file) for file in files))
    used: list[Article | Template] = list(Template.select().where(Template.id == row.template_id))
    offered = Article.select().where(Article.id.in_(kept_list(row.articles)), Article.state == ArticleState.PUBLISHED)
    used.extend(offered.order_by(Article.id))
    note_uses(used, by, done, UsedIn.EMAIL, interaction.id)
    return interaction
