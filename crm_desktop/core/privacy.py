"""What data protection counts by: how grave an incident is and its 72 hours, and what persons may ask with its month."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.core.dates import NEVER

HOURS = 72
"""In which the authority is told of a breach, counted from when it was found: article 33 of the GDPR."""
_MONTHS, _MORE_MONTHS = 1, 2
BACKED_UP, FAILED_BACKUP = "backup", "failed backup"
"""As the access log keeps them."""


class Risk(StrEnum):
    """For those whose data it is."""

    NONE = "none"
    RISK = "risk"
    HIGH = "high"


class ClockState(StrEnum):
    RUNS = "runs"
    OVER = "over"
    TOLD = "told"
    TOLD_LATE = "told late"
    NOT_NEEDED = "not needed"


class Clock(NamedTuple):
    """`hours` are those left, or by which it is late; of what was told in time, how long it took."""

    state: ClockState
    hours: int


class RequestKind(StrEnum):
    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    OBJECTION = "objection"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"


class RequestOutcome(StrEnum):
    """Empty: nothing was answered yet."""

    OPEN = ""
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


def clock_of(found_at: datetime, told_at: datetime | None, risk: Risk, now: datetime) -> Clock:
    """How it stands with telling the authority."""
    if told_at is None and risk is Risk.NONE:
        return Clock(ClockState.NOT_NEEDED, 0)
    deadline = found_at + timedelta(hours=HOURS)
    if told_at is not None:
        late = told_at > deadline
        return Clock(ClockState.TOLD_LATE if late else ClockState.TOLD, _hours(told_at - (deadline if late else found_at)))
    return Clock(ClockState.OVER, _hours(now - deadline)) if now > deadline else Clock(ClockState.RUNS, _hours(deadline - now))


def due_of(asked_on: date, *, is_extended: bool) -> date:
    """A month later, or three where it was extended, as article 12 of the GDPR has it; the last day of a shorter month."""
    place = asked_on.year * 12 + asked_on.month - 1 + _MONTHS + (_MORE_MONTHS if is_extended else 0)
    year, month = divmod(place, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(asked_on.day, last))


def is_late(due_on: date, answered_on: date, today: date) -> bool:
    return min(answered_on, today) > due_on if answered_on != NEVER else today > due_on


def _hours(span: timedelta) -> int:
    """Begun ones do not count."""
    return int(span.total_seconds() // 3600)
