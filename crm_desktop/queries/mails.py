"""Reads for e-mails: what is here already, who writes, and which belong together."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from crm_desktop.core.kinds import ChannelKind
from crm_desktop.data.database import database, fetch
from crm_desktop.queries.lists import at, rows_of

_CHUNK = 500
_MOST_IN_THREAD = 500
_HERE = "SELECT message_id, source FROM mail_message WHERE message_id IN ({})"
_CAME = "SELECT source_id FROM interaction WHERE source = '{}' AND source_id IN ({{}})"
_CHANNEL = f"SELECT id FROM channel WHERE kind = '{ChannelKind.EMAIL}' AND active ORDER BY position, id LIMIT 1"
_SHARED = """SELECT point.normal FROM contact_point AS point JOIN customer ON customer.id = point.customer_id
WHERE point.kind = 'email' AND point.normal IN ({}) AND customer.merged_into_id IS NULL
GROUP BY point.normal HAVING COUNT(DISTINCT point.customer_id) > 1"""
_NAMED_BY = (
    "SELECT id, message_id FROM mail_message WHERE id IN ({0}) UNION SELECT mail_id, message_id FROM mail_reference WHERE mail_id IN ({0})"
)
_NAMING = """SELECT id FROM mail_message WHERE message_id IN ({0})
UNION SELECT mail_id FROM mail_reference WHERE message_id IN ({0})"""
_HEAD = """SELECT mail.id, held.id, held.number, held.started_at, held.direction, mail.sender, mail.recipients, mail.copies, mail.subject,
    held.summary, held.notes, mail.message_id
FROM mail_message AS mail JOIN interaction AS held ON held.id = mail.interaction_id WHERE held.shelf <> 'trash' AND mail.id IN ({})"""
_CASES = """SELECT mail.message_id, held.case_id, held.customer_id
FROM mail_message AS mail JOIN interaction AS held ON held.id = mail.interaction_id
JOIN support_case AS asked ON asked.id = held.case_id WHERE mail.message_id IN ({0}) AND asked.shelf <> 'trash' AND held.shelf <> 'trash'
UNION SELECT named.message_id, held.case_id, held.customer_id
FROM mail_reference AS named JOIN mail_message AS mail ON mail.id = named.mail_id
JOIN interaction AS held ON held.id = mail.interaction_id JOIN support_case AS asked ON asked.id = held.case_id
WHERE named.message_id IN ({0}) AND asked.shelf <> 'trash' AND held.shelf <> 'trash' ORDER BY 2"""
_OF_INTERACTION = "SELECT id FROM mail_message WHERE interaction_id = ? ORDER BY id LIMIT 1"
_ANSWERED = "SELECT message_id FROM mail_reference WHERE mail_id = ? ORDER BY id"


class MailRow(NamedTuple):
    """An e-mail with the interaction it is. `references` are the Message-IDs of those it follows, the earliest first."""

    id: int
    interaction_id: int
    number: str
    at: datetime
    direction: str
    sender: str
    recipients: str
    copies: str
    subject: str
    summary: str
    notes: str
    message_id: str
    references: tuple[str, ...]


def sources_of(message_ids: Collection[str]) -> dict[str, set[str]]:
    """Where the mails of these Message-IDs came from; an empty source: they were written here."""
    found: dict[str, set[str]] = {}
    for message_id, source in _found(_HERE, message_ids - {""} if isinstance(message_ids, set) else set(message_ids) - {""}):
        found.setdefault(message_id, set()).add(source)
    return found


def came_before(source: str, keys: Collection[str]) -> set[str]:
    """Of these keys of a source, those whose interactions are here."""
    return {key for (key,) in _found(_CAME.format(source), keys)}


def mail_channel() -> int | None:
    """The company's channel for e-mail; None where it has none."""
    return next((row_id for (row_id,) in fetch(_CHANNEL)), None)


def shared_addresses(normals: Collection[str]) -> set[str]:
    """Those that several customers have: they say nothing of who writes."""
    return {normal for (normal,) in _found(_SHARED, normals)}


def company_address() -> str:
    """In small letters; empty where the company states none."""
    return next((email.strip().casefold() for (email,) in fetch("SELECT email FROM company WHERE id = 1")), "")


class CaseOfThread(NamedTuple):
    case_id: int
    customer_id: int | None


def cases_of_threads(message_ids: Collection[str]) -> dict[str, CaseOfThread]:
    """By Message-ID, what e-mails that have it or name it are about; of several cases the latest."""
    return {name: CaseOfThread(*rest) for name, *rest in _found(_CASES, set(message_ids) - {""}, times=2)}


def mail_of(interaction_id: int) -> MailRow | None:
    """None where the interaction is no e-mail whose head is known."""
    ids = [row_id for (row_id,) in rows_of(_OF_INTERACTION, (interaction_id,))]
    return next(iter(_rows(ids)), None)


def thread_of(interaction_id: int) -> list[MailRow]:
    """All e-mails that answer one another, in whatever order they came in: the earliest first. Empty where it is none."""
    ids = {row_id for (row_id,) in rows_of(_OF_INTERACTION, (interaction_id,))}
    names: set[str] = set()
    fresh = set(ids)
    while fresh and len(ids) < _MOST_IN_THREAD:
        named = {name for _row_id, name in _found(_NAMED_BY, fresh, times=2)} - names - {""}
        names |= named
        fresh = {row_id for (row_id,) in _found(_NAMING, named, times=2)} - ids
        ids |= fresh
    return sorted(_rows(ids), key=lambda row: (row.at, row.id))


def _rows(ids: Collection[int]) -> Iterator[MailRow]:
    for row in _found(_HEAD, ids):
        references = tuple(name for (name,) in rows_of(_ANSWERED, (row[0],)))
        yield MailRow._make((*row[:3], at(row[3]), *row[4:], references))


def _found(text: str, values: Collection[Any], *, times: int = 1) -> Iterator[tuple[Any, ...]]:
    remaining = iter(sorted(values))
    while some := list(islice(remaining, _CHUNK)):
        yield from fetch(text.format(", ".join([database.param] * len(some))), some * times)
