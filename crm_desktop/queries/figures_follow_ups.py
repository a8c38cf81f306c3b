"""Counts of follow-ups for figures: promised, done on time or late, kept, overdue."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.kinds import FollowUpState
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import at, rows_of

_DONE = f"planned.state = '{FollowUpState.DONE}'"
_ON_TIME = "planned.completed_at <= planned.due_at"
_MADE = "COALESCE(origin.started_at, CASE WHEN planned.source = '' THEN planned.created_at END)"


class Promised(NamedTuple):
    """One owner's follow-ups. `due` fell due in the period and was not cancelled; `kept` of them were done in time."""

    created: int = 0
    on_time: int = 0
    late: int = 0
    due: int = 0
    kept: int = 0
    overdue: int = 0
    still_open: int = 0

    def plus(self, other: "Promised") -> "Promised":
        return Promised(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def promised_by_owner(scope: Scope, until: int) -> dict[int | None, Promised]:
    """`until`: the end of the period, or the moment the data goes to if that is earlier; nothing falls due after it."""
    start, end, cutoff = scope.start, scope.end, min(scope.end, until)
    found = {
        "created": _count(scope, f"{_MADE} >= ? AND {_MADE} < ?", (start, end)),
        "on_time": _count(scope, f"{_DONE} AND {_ON_TIME} AND planned.completed_at >= ? AND planned.completed_at < ?", (start, end)),
        "late": _count(scope, f"{_DONE} AND NOT {_ON_TIME} AND planned.completed_at >= ? AND planned.completed_at < ?", (start, end)),
        "due": _count(scope, f"{_NOT_CANCELLED} AND planned.due_at >= ? AND planned.due_at < ?", (start, cutoff)),
        "kept": _count(scope, f"{_DONE} AND {_ON_TIME} AND planned.due_at >= ? AND planned.due_at < ?", (start, cutoff)),
        "overdue": _count(scope, _OVERDUE, (cutoff, cutoff)),
        "still_open": _count(scope, f"planned.state = '{FollowUpState.OPEN}' AND planned.due_at < ?", (cutoff,)),
    }
    owners = {owner for counts in found.values() for owner in counts}
    return {owner: Promised(**{name: counts.get(owner, 0) for name, counts in found.items()}) for owner in owners}


_NOT_CANCELLED = f"planned.state <> '{FollowUpState.CANCELLED}'"
_OVERDUE = f"{_NOT_CANCELLED} AND planned.due_at < ? AND (planned.completed_at IS NULL OR planned.completed_at >= ?)"


def _count(scope: Scope, condition: str, params: tuple[int, ...]) -> dict[int | None, int]:
    text = f"""
SELECT planned.owner_id, COUNT(*) FROM follow_up AS planned LEFT JOIN interaction AS origin ON origin.id = planned.interaction_id
WHERE {condition}{_of_staff(scope)} GROUP BY planned.owner_id"""
    return {row[0]: int(row[1]) for row in rows_of(text, (*params, *scope.staff))}


def _of_staff(scope: Scope) -> str:
    return f" AND planned.owner_id IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""


def late_due_moments(scope: Scope) -> list[datetime]:
    """When those done late in the period had been due."""
    text = f"""
SELECT planned.due_at FROM follow_up AS planned
WHERE {_DONE} AND NOT {_ON_TIME} AND planned.completed_at >= ? AND planned.completed_at < ?{_of_staff(scope)}"""
    return [at(row[0]) for row in rows_of(text, scope.params)]


class Overdue(NamedTuple):
    number: str
    customer: str | None
    owner: str | None
    due_at: datetime
    is_open: bool


def overdue(scope: Scope, until: int, limit: int) -> list[Overdue]:
    """The oldest promises that were open at the end of the period; customers by number, owners by login."""
    cutoff = min(scope.end, until)
    text = f"""
SELECT planned.number, customer.number, staff.login, planned.due_at, planned.state FROM follow_up AS planned
LEFT JOIN customer ON customer.id = planned.customer_id LEFT JOIN staff ON staff.id = planned.owner_id
WHERE {_OVERDUE}{_of_staff(scope)} ORDER BY planned.due_at, planned.id LIMIT ?"""
    rows = rows_of(text, (cutoff, cutoff, *scope.staff, limit))
    return [Overdue._make((*row[:3], at(row[3]), row[4] == FollowUpState.OPEN)) for row in rows]


def has_follow_ups() -> bool:
    return bool(rows_of("SELECT 1 FROM follow_up LIMIT 1"))
