"""Who was asked for help with cases: to which level, why, how long until somebody took over, and what came of it."""

from typing import NamedTuple

from crm_desktop.queries.lists import rows_of


class Escalated(NamedTuple):
    """Times in UTC seconds; None: that did not happen. `helper`: the login of who took over, or else of who was asked."""

    id: int
    case: str
    level: str
    trigger: str
    helper: str
    at: int
    accepted_at: int | None
    handed_back_at: int | None


def escalated(start: int, end: int) -> list[Escalated]:
    """Made in these UTC seconds, the earliest first."""
    text = """SELECT made.id, asked.number, made.level, made.trigger, COALESCE(taken.login, wanted.login, ''), made.at, made.accepted_at,
    made.handed_back_at FROM escalation AS made JOIN support_case AS asked ON asked.id = made.case_id
LEFT JOIN staff AS taken ON taken.id = made.accepted_by_id LEFT JOIN staff AS wanted ON wanted.id = made.to_staff_id
WHERE made.at >= ? AND made.at < ? ORDER BY made.at, made.id"""
    return [Escalated._make(row) for row in rows_of(text, (start, end))]


def escalated_case_ids(start: int, end: int, *, accepted_only: bool = False) -> list[int]:
    taken = " AND accepted_at IS NOT NULL" if accepted_only else ""
    text = f"SELECT case_id, MAX(at) FROM escalation WHERE at >= ? AND at < ?{taken} GROUP BY case_id ORDER BY 2 DESC, 1 DESC"
    return [row[0] for row in rows_of(text, (start, end))]


def outcomes_of(ids: list[int]) -> dict[int, str]:
    """In the words of who handed it back."""
    if not ids:
        return {}
    return dict(rows_of(f"SELECT id, outcome FROM escalation WHERE id IN ({', '.join('?' * len(ids))})", tuple(ids)))
