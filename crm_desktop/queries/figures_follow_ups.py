"""Counts of follow-ups for figures: promised, done on time or late, kept, overdue."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.kinds import FollowUpState
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import at, rows_of

_DONE = f"planned.state = '{FollowUpState.DONE}'"
_WAS_DONE = f"planned.state || '' = '{FollowUpState.DONE}'"
"""Joined to nothing, to keep SQLite from its index, by which it would look at all that was ever done."""
_ON_TIME = "planned.completed_at <= planned.due_at"


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


class Part(NamedTuple):
    """Some of the follow-ups that a figure counts: where they are looked for, a condition, and its parameters."""

    source: str
    condition: str
    params: tuple[int, ...]


_ALONE = "follow_up AS planned"
_WITH_ORIGIN = "interaction AS origin CROSS JOIN follow_up AS planned"
_TO_BE_DONE = f"planned.state <> '{FollowUpState.CANCELLED}' AND planned.due_at < ?"


def counted(scope: Scope, until: int) -> dict[str, tuple[Part, ...]]:
    """Which follow-ups each figure counts, none of them twice, each part where an index finds it.

    `until`: the end of the period, or the moment the data goes to if that is earlier.
    """
    start, end, cutoff = scope.start, scope.end, min(scope.end, until)

    def alone(condition: str, *params: int) -> Part:
        return Part(_ALONE, condition, params)

    of_origin = "planned.interaction_id = origin.id AND origin.started_at >= ? AND origin.started_at < ?"
    entered = "planned.interaction_id IS NULL AND planned.source = '' AND planned.created_at >= ? AND planned.created_at < ?"
    completed = "planned.completed_at >= ? AND planned.completed_at < ?"
    return {
        "created": (Part(_WITH_ORIGIN, of_origin, (start, end)), alone(entered, start, end)),
        "on_time": (alone(f"{_WAS_DONE} AND {_ON_TIME} AND {completed}", start, end),),
        "late": (alone(f"{_WAS_DONE} AND NOT {_ON_TIME} AND {completed}", start, end),),
        "due": (alone(f"planned.due_at >= ? AND {_TO_BE_DONE}", start, cutoff),),
        "kept": (alone(f"{_DONE} AND {_ON_TIME} AND planned.due_at >= ? AND planned.due_at < ?", start, cutoff),),
        "overdue": (
            alone(f"planned.completed_at IS NULL AND {_TO_BE_DONE}", cutoff),
            alone(f"planned.completed_at >= ? AND {_TO_BE_DONE}", cutoff, cutoff),
        ),
        "still_open": (alone(f"planned.state = '{FollowUpState.OPEN}' AND planned.due_at < ?", cutoff),),
    }


def promised_by_owner(scope: Scope, until: int) -> dict[int | None, Promised]:
    """`until` as for `counted`; nothing falls due after it."""
    found = {name: _count(scope, parts) for name, parts in counted(scope, until).items()}
    owners = {owner for counts in found.values() for owner in counts}
    return {owner: Promised(**{name: counts.get(owner, 0) for name, counts in found.items()}) for owner in owners}


_NOT_CANCELLED = f"planned.state <> '{FollowUpState.CANCELLED}'"
_OVERDUE = f"{_NOT_CANCELLED} AND planned.due_at < ? AND (planned.completed_at IS NULL OR planned.completed_at >= ?)"


def how_many(name: str, scope: Scope, until: int) -> int:
    """Of one of those figures, whoever's they are: the sum over all owners."""
    found = 0
    for part in counted(scope, until)[name]:
        text = f"SELECT COUNT(*) FROM {part.source} WHERE {part.condition}{of_staff(scope)}"
        found += int(rows_of(text, (*part.params, *scope.staff))[0][0])
    return found


def _count(scope: Scope, parts: tuple[Part, ...]) -> Counter[int | None]:
    """Counted here: grouped by the database, it would walk the index of owners from end to end."""
    owners: Counter[int | None] = Counter()
    for part in parts:
        text = f"SELECT planned.owner_id FROM {part.source} WHERE {part.condition}{of_staff(scope)}"
        owners.update(row[0] for row in rows_of(text, (*part.params, *scope.staff)))
    return owners


def of_staff(scope: Scope) -> str:
    return f" AND planned.owner_id IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""


def late_due_moments(scope: Scope) -> list[datetime]:
    """When those done late in the period had been due."""
    text = f"""
SELECT planned.due_at FROM follow_up AS planned
WHERE {_WAS_DONE} AND NOT {_ON_TIME} AND planned.completed_at >= ? AND planned.completed_at < ?{of_staff(scope)}"""
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
WHERE {_OVERDUE}{of_staff(scope)} ORDER BY planned.due_at, planned.id LIMIT ?"""
    rows = rows_of(text, (cutoff, cutoff, *scope.staff, limit))
    return [Overdue._make((*row[:3], at(row[3]), row[4] == FollowUpState.OPEN)) for row in rows]


def has_follow_ups() -> bool:
    return bool(rows_of("SELECT 1 FROM follow_up LIMIT 1"))
