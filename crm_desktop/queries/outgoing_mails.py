"""Reads for e-mails that are not sent yet, and for what a new one begins with."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.queries.lists import at, rows_of
from crm_desktop.queries.mails import MailRow, mail_of, thread_of


class WaitingMail(NamedTuple):
    """`state` is held, sending or failed; of the last two `problem` says what happened."""

    id: int
    state: str
    send_at: datetime
    recipients: str
    subject: str
    problem: str


class Begun(NamedTuple):
    """`to` is how a customer is reached; empty where no address is known. `earlier` is the mail that is answered."""

    to: str
    customer_id: int | None
    contact_id: int | None
    case_id: int | None
    order_id: int | None
    return_id: int | None
    subject: str
    earlier: MailRow | None


_WAITING = "SELECT id, state, send_at, recipients, subject, problem FROM outgoing_mail WHERE staff_id = ? ORDER BY id"
_ADDRESS = """SELECT value FROM contact_point WHERE kind = 'email' AND NOT invalid AND customer_id = ?
AND (contact_id IS NULL OR contact_id = ?) ORDER BY CASE WHEN contact_id = ? THEN 0 ELSE 1 END, main DESC, id LIMIT 1"""
_ANY_ADDRESS = "SELECT value FROM contact_point WHERE kind = 'email' AND NOT invalid AND customer_id = ? ORDER BY main DESC, id LIMIT 1"
_ABOUT = {
    "customer": "SELECT id, NULL, NULL, NULL, NULL, '' FROM customer WHERE id = ?",
    "order": "SELECT customer_id, NULL, NULL, id, NULL, number FROM sales_order WHERE id = ?",
    "return": "SELECT customer_id, NULL, NULL, order_id, id, number FROM return_request WHERE id = ?",
    "case": "SELECT customer_id, contact_id, id, order_id, return_id, number || ': ' || subject FROM support_case WHERE id = ?",
    "interaction": "SELECT customer_id, contact_id, case_id, order_id, return_id, summary FROM interaction WHERE id = ?",
}


def waiting_mails(staff_id: int) -> list[WaitingMail]:
    """This person's, the oldest first."""
    return [WaitingMail(row[0], row[1], at(row[2]), *row[3:]) for row in rows_of(_WAITING, (staff_id,))]


def begun_mail(entity: str, row_id: int) -> Begun | None:
    """What a mail about this record begins with; of an interaction, an answer to it. None when it is not there (any more)."""
    for customer_id, contact_id, case_id, order_id, return_id, about in rows_of(_ABOUT[entity], (row_id,)):
        earlier = mail_of(row_id) if entity == "interaction" else None
        to = _address(customer_id, contact_id)
        if earlier is not None:
            to = (earlier.sender if earlier.direction == "in" else earlier.recipients) or to
        subject = about if earlier is None else earlier.subject or about
        return Begun(to, customer_id, contact_id, case_id, order_id, return_id, subject, earlier)
    return None


def answers_of(interaction_id: int) -> tuple[str, ...]:
    """The Message-IDs that an answer to it names, the earliest first."""
    earlier = mail_of(interaction_id)
    if earlier is None:
        return ()
    known = [*earlier.references, *(row.message_id for row in thread_of(interaction_id) if row.at < earlier.at), earlier.message_id]
    return tuple(dict.fromkeys(filter(None, known)))


def _address(customer_id: int | None, contact_id: int | None) -> str:
    if customer_id is None:
        return ""
    found = rows_of(_ADDRESS, (customer_id, contact_id or 0, contact_id or 0)) or rows_of(_ANY_ADDRESS, (customer_id,))
    return found[0][0] if found else ""
