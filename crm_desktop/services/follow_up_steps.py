"""What happens to a follow-up on its way: moved, handed on, tried again, left out once, opened again."""

from dataclasses import dataclass
from datetime import date, datetime

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, due_moment, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Attempt, FollowUpState
from crm_desktop.core.recurrence import next_occurrence
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Company, FollowUp, FollowUpAttempt, Staff
from crm_desktop.services.follow_ups import MORNING, cancel_reminders, checked_time, plan_reminder, standing_reminders


@dataclass(frozen=True, slots=True)
class Due:
    """A day of the company's calendar, and a time (`HH:MM`) there; NEVER: any day."""

    day: date
    time: str = ""


def move_follow_up(follow_up_id: int, version: int, due: Due, by: Actor, key: str | None = None) -> Change:
    """Its reminder moves with it. Raises EditConflict when somebody saved since this version."""
    with operation(N_("Moved follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = _open(follow_up_id)
        follow_up.version = version
        move(follow_up, due, done)
        done.numbers["number"] = follow_up.number
    return done.change


def assign_follow_up(follow_up_id: int, version: int, owner_id: int, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Handed on follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = _open(follow_up_id)
        if Staff.get_or_none(id=owner_id) is None:
            raise UserError(_("This colleague is not there any more. Nothing was saved; choose another."))
        follow_up.version, follow_up.owner_id = version, owner_id
        done.save(follow_up)
        done.numbers["number"] = follow_up.number
    return done.change


def try_again(
    follow_up_id: int, result: Attempt, due: Due | None, by: Actor, note: str = "", at: datetime | None = None, key: str | None = None
) -> Change:
    """A try to reach somebody that came to nothing yet, and when the next one is due; `due` None: as before."""
    with operation(N_("Tried follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = _open(follow_up_id)
        if due is not None:
            move(follow_up, due, done)
        done.insert(FollowUpAttempt(follow_up=follow_up, at=at or utc_now(), staff=by.id, result=result, note=clean_note(note)))
        done.numbers["number"] = follow_up.number
    return done.change


def skip_follow_up(follow_up_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """One that repeats is left out this time and comes on the next day of its series. Raises UserError where there is none."""
    with operation(N_("Left out follow-up {number} once"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = _open(follow_up_id)
        following = next_occurrence(follow_up.recurrence, follow_up.due_on) if follow_up.recurrence else None
        if following is None:
            raise UserError(
                _("Follow-up {number} does not come again. Nothing was changed; cancel it instead.").format(number=follow_up.number)
            )
        lead = _lead(follow_up)
        cancel_reminders(follow_up, done)
        follow_up.version = version
        follow_up.due_on, follow_up.recurrence = following
        done.save(follow_up)
        plan_reminder(follow_up, lead, done)
        done.numbers["number"] = follow_up.number
    return done.change


def reopen_follow_up(follow_up_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """It is to be done after all. Of one that repeats the next was planned when it was done: the series goes on with that."""
    with operation(N_("Opened follow-up {number} again"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = FollowUp.get_by_id(follow_up_id)
        if follow_up.state == FollowUpState.OPEN:
            raise NotAllowed(_("Follow-up {number} is open already. Nothing was changed.").format(number=follow_up.number))
        if follow_up.state == FollowUpState.DONE:
            follow_up.recurrence = ""
        follow_up.version, follow_up.state, follow_up.completed_at, follow_up.outcome = version, FollowUpState.OPEN, None, ""
        done.save(follow_up)
        done.numbers["number"] = follow_up.number
    return done.change


def _open(follow_up_id: int) -> FollowUp:
    follow_up = FollowUp.get_by_id(follow_up_id)
    follow_up.demand_open()
    return follow_up


def move(follow_up: FollowUp, due: Due, done: Done) -> None:
    if due.day == NEVER and (due.time or follow_up.recurrence):
        raise UserError(_("What has a time or repeats needs a day. Nothing was changed."))
    lead = _lead(follow_up)
    follow_up.due_on, follow_up.due_time, follow_up.zone = due.day, checked_time(due.time), Company.the().zone
    done.save(follow_up)
    cancel_reminders(follow_up, done)
    if due.day != NEVER:
        plan_reminder(follow_up, lead, done)


def _lead(follow_up: FollowUp) -> int | None:
    """Minutes between the reminder that stands and what it reminds of; None without one. One that only a snooze made has none."""
    due = due_moment(follow_up.due_on, follow_up.due_time or MORNING, zone_of(follow_up.zone))
    leads = [int((due - reminder.at).total_seconds() // 60) for reminder in standing_reminders(follow_up) if reminder.at <= due]
    return min(leads, default=None)
