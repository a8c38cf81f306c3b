"""Tells everybody each reminder once, whatever windows they have open and however often they start. Outside history: no record changes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.data.database import execute, write
from crm_desktop.queries.lists import rows_of
from crm_desktop.queries.reminders import Notice, due_notices, next_notice_at

_KEPT = timedelta(days=400)
_TOLD = "SELECT kind, reminder_id, due FROM told_notice WHERE staff_id = ?"
_TELL = "INSERT INTO told_notice (staff_id, kind, reminder_id, due) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_FORGET = "DELETE FROM told_notice WHERE staff_id = ? AND kind = ? AND reminder_id = ? AND due = ?"


class Due(NamedTuple):
    """`fresh` are those nobody told this person yet; from now on they count as told. `next_at` in seconds since 1970, 0 for none."""

    notices: tuple[Notice, ...]
    fresh: tuple[Notice, ...]
    next_at: int


def tell_due(by: Actor) -> Due:
    """What is due now, and when the next one will be. Who asks first is the one to tell."""
    now = utc_now()
    notices = tuple(due_notices(by.id, now))
    following = next_notice_at(by.id, now)
    return Due(notices, _claimed(notices, now, by), int(following.timestamp()) if following is not None else 0)


def _claimed(notices: Sequence[Notice], now: datetime, by: Actor) -> tuple[Notice, ...]:
    """Most times nothing is written: only where something is due that was not told, or was told by a clock that was ahead."""
    told = {(str(kind), int(reminder), int(due)) for kind, reminder, due in rows_of(_TOLD, (by.id,))}
    wanted = {_key(each) for each in notices}
    fresh = [each for each in notices if _key(each) not in told]
    early = {each for each in told if each[2] > now.timestamp()}
    if not fresh and not early:
        return ()
    gone = {each for each in told - wanted if each[2] < (now - _KEPT).timestamp()}
    with write():
        for each in sorted(early | gone):
            execute(_FORGET, (by.id, *each))
        return tuple(each for each in fresh if execute(_TELL, (by.id, *_key(each))))


def _key(notice: Notice) -> tuple[str, int, int]:
    return str(notice.entity), notice.reminder_id, int(notice.due.timestamp())
