"""Colleagues named in notes, and who has a case open now."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.queries.lists import at, rows_of


class MentionRow(NamedTuple):
    id: int
    case_id: int
    number: str
    subject: str
    by: str
    at: datetime
    note: str


_UNSEEN = """
SELECT mention.id, asked.id, asked.number, asked.subject, COALESCE(writer.name, ''), happened.at, happened.note
FROM mention JOIN case_event AS happened ON happened.id = mention.case_event_id JOIN support_case AS asked ON asked.id = happened.case_id
LEFT JOIN staff AS writer ON writer.id = happened.staff_id
WHERE mention.staff_id = ? AND NOT EXISTS (SELECT 1 FROM seen_mention AS seen WHERE seen.mention_id = mention.id)
ORDER BY mention.id DESC"""
_VIEWERS = """
SELECT staff.name FROM case_viewer AS viewer JOIN staff ON staff.id = viewer.staff_id
WHERE viewer.case_id = ? AND viewer.staff_id <> ? AND viewer.at >= ? ORDER BY staff.name"""


def unseen_mentions(staff_id: int) -> list[MentionRow]:
    """The newest first."""
    return [MentionRow._make((*row[:5], at(row[5]), row[6])) for row in rows_of(_UNSEEN, (staff_id,))]


def who_else_looks(case_id: int, staff_id: int, since: datetime) -> tuple[str, ...]:
    """Colleagues who have this case open, and said so since then."""
    return tuple(row[0] for row in rows_of(_VIEWERS, (case_id, staff_id, int(since.timestamp()))))
