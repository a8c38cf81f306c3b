"""Reads for one contact with all that is known of it: for the panel beside the list, and for the form that changes it."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.read_json import kept_list
from crm_desktop.queries.interactions import InteractionFilter, interaction_ids
from crm_desktop.queries.lists import at, moment, rows_of
from crm_desktop.queries.scripts import PathRow, paths_of

Span = tuple[datetime, datetime]


class PromisedRow(NamedTuple):
    """A follow-up that was agreed in it."""

    id: int
    number: str
    title: str
    state: str


class InteractionSheet(NamedTuple):
    """`to_return`: it was missed, and nobody of the same customer or number was reached since."""

    id: int
    version: int
    number: str
    customer_id: int | None
    customer: str
    contact_id: int | None
    contact: str
    caller: str
    phone: str
    channel_id: int
    channel: str
    channel_kind: str
    direction: str
    reason_id: int | None
    reason: str
    reason_kind: str
    summary: str
    notes: str
    staff: str
    started_at: datetime
    ended_at: datetime | None
    holds: tuple[Span, ...]
    wrap_up_ended_at: datetime | None
    outcome: str
    verified: str
    mood_before: int | None
    mood_after: int | None
    order_id: int | None
    order: str
    return_id: int | None
    back: str
    product_id: int | None
    product: str
    case_id: int | None
    case: str
    shelf: str
    promised: tuple[PromisedRow, ...]
    to_return: bool
    paths: tuple[PathRow, ...] = ()
    """The ways it took through scripts."""
    used: tuple[str, ...] = ()
    """Titles of the articles and templates that were used in it."""


_SHEET = """
SELECT held.id, held.version, held.number, held.customer_id, COALESCE(customer.name, ''), held.contact_id, COALESCE(contact.name, ''),
    held.caller, held.phone, held.channel_id, channel.name, channel.kind, held.direction, held.reason_id, COALESCE(reason.name, ''),
    COALESCE(reason.kind, ''), held.summary, held.notes, COALESCE(staff.name, ''), held.started_at, held.ended_at, held.holds,
    held.wrap_up_ended_at, held.outcome, held.verified, held.mood_before, held.mood_after, held.order_id, COALESCE(placed.number, ''),
    held.return_id, COALESCE(back.number, ''), held.product_id, COALESCE(product.name, ''), held.case_id,
    COALESCE(asked.number || ' ' || asked.subject, ''), held.shelf
FROM interaction AS held
JOIN channel ON channel.id = held.channel_id
LEFT JOIN customer ON customer.id = held.customer_id
LEFT JOIN contact ON contact.id = held.contact_id
LEFT JOIN contact_reason AS reason ON reason.id = held.reason_id
LEFT JOIN staff ON staff.id = held.staff_id
LEFT JOIN sales_order AS placed ON placed.id = held.order_id
LEFT JOIN return_request AS back ON back.id = held.return_id
LEFT JOIN product ON product.id = held.product_id
LEFT JOIN support_case AS asked ON asked.id = held.case_id
WHERE held.id = ?"""
_USED = """
SELECT COALESCE(article.title, template.name, '') FROM knowledge_use AS used LEFT JOIN article ON article.id = used.article_id
LEFT JOIN template ON template.id = used.template_id WHERE used.interaction_id = ? ORDER BY used.id"""
_PROMISED = "SELECT id, number, title, state FROM follow_up WHERE interaction_id = ? ORDER BY id"


def interaction_sheet(interaction_id: int) -> InteractionSheet | None:
    """None when it is not there (any more)."""
    for row in rows_of(_SHEET, (interaction_id,)):
        holds = tuple((at(start), at(end)) for start, end in kept_list(row[21]))
        promised = tuple(PromisedRow(*found) for found in rows_of(_PROMISED, (interaction_id,)))
        paths, used = tuple(paths_of(interaction_id)), tuple(found[0] for found in rows_of(_USED, (interaction_id,)))
        missed = bool(row[23] == "missed" and interaction_id in _waiting(row[19]))
        return InteractionSheet._make(
            (*row[:19], at(row[19]), moment(row[20]), holds, moment(row[22]), *row[23:], promised, missed, paths, used)
        )
    return None


def _waiting(started_at: int) -> set[int]:
    """Calls of that moment that nobody returned."""
    return set(interaction_ids(InteractionFilter(since=at(started_at), until=at(started_at + 1), to_return=True)))
