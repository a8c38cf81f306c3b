"""What was promised next: planning it, trying it, getting it done."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, due_moment, local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Attempt, FollowUpState, Priority
from crm_desktop.core.recurrence import checked_rule, next_after_done
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Company, Customer, FollowUp, FollowUpAttempt, Interaction, Order, Reminder, Staff, SupportCase
from crm_desktop.data.numbering import next_number

MORNING = "09:00"
"""When a reminder for a follow-up without a time comes."""


@dataclass(frozen=True, slots=True)
class FollowUpInput:
    """A day, or wall time (`due_time`, `HH:MM`) in `zone` (empty: the company's). `owner_id` None: who writes it.

    `recurrence` is an RFC 5545 RRULE. `remind_before` is minutes before it is due; None: no reminder.
    """

    title: str
    due_on: date = NEVER
    due_time: str = ""
    zone: str = ""
    customer_id: int | None = None
    contact_id: int | None = None
    interaction_id: int | None = None
    order_id: int | None = None
    case_id: int | None = None
    channel_id: int | None = None
    promise: str = ""
    priority: Priority = Priority.NORMAL
    owner_id: int | None = None
    recurrence: str = ""
    remind_before: int | None = None

    def checked(self) -> "FollowUpInput":
        title = clean_said(self.title)
        if not title:
            raise UserError(_("A follow-up needs a few words on what to do. Nothing was saved."))
        if self.due_time and self.due_on == NEVER:
            raise UserError(_("A follow-up with a time needs a day. Nothing was saved."))
        if self.recurrence and self.due_on == NEVER:
            raise UserError(_("A follow-up that repeats needs a first day. Nothing was saved."))
        return replace(
            self,
            title=title,
            due_time=checked_time(self.due_time),
            zone=self.zone or Company.the().zone,
            promise=clean_note(self.promise),
            recurrence=checked_rule(self.recurrence),
        )

    def fill(self, follow_up: FollowUp) -> None:
        for name in ("title", "due_on", "due_time", "zone", "promise", "priority", "recurrence"):
            setattr(follow_up, name, getattr(self, name))
        for name in ("customer", "contact", "interaction", "order", "case", "channel", "owner"):
            setattr(follow_up, name, getattr(self, f"{name}_id"))


def add_follow_up(wanted: FollowUpInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Added follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        done.numbers["number"] = new_follow_up(wanted, by, done).number
    return done.change


def new_follow_up(wanted: FollowUpInput, by: Actor, done: Done) -> FollowUp:
    """Within an operation that is under way."""
    wanted = wanted.checked()
    _check_links(wanted)
    follow_up = FollowUp(number=next_number(FollowUp))
    replace(wanted, owner_id=wanted.owner_id or by.id).fill(follow_up)
    done.insert(follow_up)
    plan_reminder(follow_up, wanted.remind_before, done)
    return follow_up


def change_follow_up(follow_up_id: int, version: int, wanted: FollowUpInput, by: Actor, key: str | None = None) -> Change:
    """`version` is the one the form was filled from. A reminder moves with the day; raises EditConflict when somebody saved since."""
    with operation(N_("Changed follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        wanted = wanted.checked()
        _check_links(wanted)
        follow_up = FollowUp.get_by_id(follow_up_id)
        follow_up.demand_open()
        follow_up.version = version
        replace(wanted, owner_id=wanted.owner_id or follow_up.owner_id).fill(follow_up)
        done.save(follow_up)
        cancel_reminders(follow_up, done)
        plan_reminder(follow_up, wanted.remind_before, done)
        done.numbers["number"] = follow_up.number
    return done.change


def complete_follow_up(
    follow_up_id: int,
    by: Actor,
    outcome: str = "",
    completed_at: datetime | None = None,
    key: str | None = None,
    then: FollowUpInput | None = None,
) -> Change:
    """Done. One that repeats is followed by its next, in the same operation, and so it is by `then`.

    Raises NotAllowed unless it is open.
    """
    with operation(N_("Completed follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = FollowUp.get_by_id(follow_up_id)
        follow_up.demand_open()
        complete(follow_up, outcome, completed_at, done)
        if then is not None:
            new_follow_up(then, by, done)
        done.numbers["number"] = follow_up.number
    return done.change


def complete(follow_up: FollowUp, outcome: str, at: datetime | None, done: Done) -> None:
    """One that is open."""
    follow_up.state, follow_up.outcome = FollowUpState.DONE, clean_note(outcome)
    follow_up.completed_at = at or utc_now()
    done.save(follow_up)
    cancel_reminders(follow_up, done)
    _plan_next(follow_up, done)


def cancel_follow_up(follow_up_id: int, by: Actor, outcome: str = "", key: str | None = None) -> Change:
    """Not needed any more; one that repeats ends with it."""
    with operation(N_("Cancelled follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = FollowUp.get_by_id(follow_up_id)
        follow_up.demand_open()
        call_off(follow_up, outcome, done)
        done.numbers["number"] = follow_up.number
    return done.change


def call_off(follow_up: FollowUp, outcome: str, done: Done) -> None:
    """One that is open."""
    follow_up.state, follow_up.outcome = FollowUpState.CANCELLED, clean_note(outcome)
    done.save(follow_up)
    cancel_reminders(follow_up, done)


def record_attempt(
    follow_up_id: int, result: Attempt, by: Actor, note: str = "", at: datetime | None = None, key: str | None = None
) -> Change:
    """A try to reach somebody; the follow-up stays open."""
    with operation(N_("Tried follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = FollowUp.get_by_id(follow_up_id)
        follow_up.demand_open()
        done.insert(FollowUpAttempt(follow_up=follow_up, at=at or utc_now(), staff=by.id, result=result, note=clean_note(note)))
        done.numbers["number"] = follow_up.number
    return done.change


def snooze(follow_up_id: int, until: datetime, by: Actor, key: str | None = None) -> Change:
    """Its open reminders come again at `until`; without one, a reminder is made."""
    with operation(N_("Snoozed follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = FollowUp.get_by_id(follow_up_id)
        follow_up.demand_open()
        standing = list(standing_reminders(follow_up))
        for reminder in standing:
            reminder.snoozed_until, reminder.shown_at = until, None
            done.save(reminder)
        if not standing:
            done.insert(Reminder(follow_up=follow_up, at=until))
        done.numbers["number"] = follow_up.number
    return done.change


def dismiss_reminder(follow_up_id: int, by: Actor, key: str | None = None) -> Change:
    """Seen; the follow-up stays open. Raises UserError where no reminder waits."""
    with operation(N_("Dismissed the reminder of follow-up {number}"), by, may=Right.PLAN_FOLLOW_UPS, key=key) as done:
        follow_up = FollowUp.get_by_id(follow_up_id)
        waiting = [reminder for reminder in standing_reminders(follow_up) if reminder.shown_at is None]
        if not waiting:
            raise UserError(_("No reminder of follow-up {number} waits. Nothing was changed.").format(number=follow_up.number))
        for reminder in waiting:
            reminder.shown_at = utc_now()
            done.save(reminder)
        done.numbers["number"] = follow_up.number
    return done.change


def checked_time(text: str) -> str:
    if not text:
        return ""
    try:
        return time.fromisoformat(text.zfill(5)).strftime("%H:%M")
    except ValueError as error:
        raise UserError(_("“{text}” is not a time of day. Nothing was saved; write it as 14:30.").format(text=text)) from error


def _check_links(wanted: FollowUpInput) -> None:
    links = (
        (Customer, wanted.customer_id, _("This customer is not there any more. Nothing was saved; choose another.")),
        (Order, wanted.order_id, _("This order is not there any more. Nothing was saved; choose another.")),
        (Interaction, wanted.interaction_id, _("This interaction is not there any more. Nothing was saved.")),
        (SupportCase, wanted.case_id, _("This case is not there any more. Nothing was saved; choose another.")),
        (Staff, wanted.owner_id, _("This colleague is not there any more. Nothing was saved; choose another.")),
    )
    for model, row_id, sentence in links:
        if row_id is not None and model.get_or_none(id=row_id) is None:
            raise UserError(sentence)


def _plan_next(follow_up: FollowUp, done: Done) -> None:
    if not follow_up.recurrence:
        return
    done_on = local_day(follow_up.completed_at or utc_now(), zone_of(follow_up.zone))
    following = next_after_done(follow_up.recurrence, follow_up.due_on, done_on)
    if following is None:
        return
    day, rule = following
    again = FollowUp(number=next_number(FollowUp), due_on=day, recurrence=rule)
    for name in ("title", "due_time", "zone", "promise", "priority"):
        setattr(again, name, getattr(follow_up, name))
    for name in ("customer", "contact", "interaction", "order", "case", "channel", "owner"):
        setattr(again, name, getattr(follow_up, f"{name}_id"))
    done.insert(again)
    plan_reminder(again, _lead(follow_up), done)


def _lead(follow_up: FollowUp) -> int | None:
    """Minutes between the follow-up's last reminder and what it reminds of."""
    last = Reminder.select().where(Reminder.follow_up == follow_up).order_by(Reminder.at.desc()).first()
    return None if last is None else int((_reminded_moment(follow_up) - last.at).total_seconds() // 60)


def _reminded_moment(follow_up: FollowUp) -> datetime:
    return due_moment(follow_up.due_on, follow_up.due_time or MORNING, zone_of(follow_up.zone))


def plan_reminder(follow_up: FollowUp, before: int | None, done: Done) -> None:
    if before is None:
        return
    if follow_up.due_on == NEVER:
        raise UserError(_("A reminder needs a day. Nothing was saved; say when the follow-up is due."))
    at = _reminded_moment(follow_up) - timedelta(minutes=before)
    earlier = Reminder.get_or_none(follow_up=follow_up, at=at)
    if earlier is None:
        done.insert(Reminder(follow_up=follow_up, at=at))
    else:
        earlier.cancelled = False
        done.save(earlier)


def standing_reminders(follow_up: FollowUp) -> list[Reminder]:
    return list(Reminder.select().where(Reminder.follow_up == follow_up, ~Reminder.cancelled))


def cancel_reminders(follow_up: FollowUp, done: Done) -> None:
    for reminder in standing_reminders(follow_up):
        reminder.cancelled = True
        done.save(reminder)
