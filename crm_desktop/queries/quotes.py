"""What customers wrote themselves, for a report that was asked to quote them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crm_desktop.core.kinds import ChannelKind, CustomerStatus, Direction
from crm_desktop.core.quoting import quote_of
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of

WRITTEN = (ChannelKind.EMAIL, ChannelKind.CHAT, ChannelKind.WEB, ChannelKind.MESSENGER, ChannelKind.SOCIAL, ChannelKind.LETTER)
_LOOKED_AT = 500
"""Their own e-mails first, then the latest."""
_WRITTEN = ", ".join(f"'{kind}'" for kind in WRITTEN)
_LATEST = f"""SELECT held.number, held.reason_id FROM interaction AS held JOIN channel ON channel.id = held.channel_id
WHERE {{where}} AND held.direction = '{Direction.IN}' AND channel.kind IN ({_WRITTEN}) AND held.notes <> ''
ORDER BY CASE WHEN EXISTS (SELECT 1 FROM mail_message AS mail WHERE mail.interaction_id = held.id) THEN 0 ELSE 1 END,
    held.started_at DESC, held.id DESC LIMIT {_LOOKED_AT}"""
_WORDS = f"""SELECT held.number, held.notes, held.caller, COALESCE(customer.name, ''), COALESCE(contact.name, ''), held.customer_id
FROM interaction AS held LEFT JOIN customer ON customer.id = held.customer_id LEFT JOIN contact ON contact.id = held.contact_id
WHERE held.number IN ({{marks}}) AND COALESCE(customer.status, '') <> '{CustomerStatus.ANONYMISED}'"""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Of which interaction; what was said is looked up when it is printed."""

    number: str
    reason_id: int | None


def quotable(scope: Scope, reasons: Sequence[int | None], count: int = 3) -> tuple[Quoted, ...]:
    """One of each of these reasons in turn, the latest that says something."""
    text = _LATEST.format(where=scope.where("held.started_at", "held.staff_id"))
    latest = [Quoted(*row) for row in rows_of(text, scope.params)]
    said = words_of({each.number for each in latest})
    by_reason: dict[int | None, Quoted] = {}
    for each in latest:
        if said.get(each.number):
            by_reason.setdefault(each.reason_id, each)
    ranked = [by_reason[reason_id] for reason_id in reasons if reason_id in by_reason]
    return tuple(ranked[:count])


def words_of(numbers: Collection[str]) -> dict[str, str]:
    """What was written there, without names, numbers and addresses; an erased person said nothing."""
    given = tuple(sorted(numbers))
    if not given:
        return {}
    rows = rows_of(_WORDS.format(marks=", ".join("?" * len(given))), given)
    staff = [name for (name,) in rows_of("SELECT name FROM staff")]
    people = _people({row[5] for row in rows if row[5] is not None})
    return {row[0]: quote_of(row[1], (*row[2:5], *staff, *people.get(row[5], ()))) for row in rows}


def _people(customer_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    ids = tuple(sorted(customer_ids))
    if ids:
        text = f"SELECT customer_id, name FROM contact WHERE customer_id IN ({', '.join('?' * len(ids))})"
        for customer_id, name in rows_of(text, ids):
            found.setdefault(customer_id, []).append(name)
    return found
