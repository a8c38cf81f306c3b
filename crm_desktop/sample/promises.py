"""Invents follow-ups: what was promised, kept in time, late, or still open, and those that come again and again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import isqrt
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import due_moment
from crm_desktop.core.kinds import Attempt, ChannelKind, FollowUpState, Outcome, Priority
from crm_desktop.sample.desk import Contacted
from crm_desktop.sample.people import Invented
from crm_desktop.sample.rhythm import shift_to_monday, working_day
from crm_desktop.sample.words import OUTCOMES, OWN_IDEAS, RECURRING

_DAY = 86_400
_TIMES = ("09:30", "10:00", "11:00", "14:00", "15:30", "16:00")
_MORNING = "09:00"
_TRIES = (Attempt.NO_ANSWER, Attempt.NO_ANSWER, Attempt.BUSY, Attempt.VOICEMAIL, Attempt.LEFT_MESSAGE)
_STANDING = ((-5, "15:30"), (-1, "11:00"), (0, "10:30"), (0, ""), (1, "09:30"), (2, ""), (5, "14:00"))
_OWN = ((-2, ""), (0, "14:00"), (0, "16:00"), (1, ""), (3, "11:00"), (8, ""))
"""Days after the last one, and times, of what is open then: from contacts, and of staff's own accord."""
_RECENT_DAYS = 12
"""Older promises are nearly all settled."""


@dataclass(frozen=True, slots=True)
class Tried:
    at: int
    staff: int
    result: Attempt


@dataclass(frozen=True, slots=True)
class Reminded:
    at: int
    snoozed_until: int | None
    shown_at: int | None
    cancelled: bool


@dataclass(slots=True)
class Promised:
    """A follow-up to be; references are places in their lists, times UTC seconds."""

    made_at: int
    title: str
    due_on: date
    due_time: str
    customer: int | None
    contact: int | None
    contacted: int | None
    sale: int | None
    channel: ChannelKind
    owner: int
    promise: str = ""
    priority: Priority = Priority.NORMAL
    recurrence: str = ""
    state: FollowUpState = FollowUpState.OPEN
    outcome: str = ""
    completed_at: int | None = None
    tries: tuple[Tried, ...] = ()
    reminders: tuple[Reminded, ...] = ()


@dataclass(slots=True)
class Promises:
    """What `of` made of each contact, of the last ones, and of nobody's asking, in one list."""

    random: Random
    staff: int
    zone: ZoneInfo
    until: date
    end: int
    found: list[Promised] = field(default_factory=list)

    def of(self, place: int, contacted: Contacted) -> None:
        if contacted.promised:
            self.found.append(self._of(place, contacted))

    def standing(self, contacts: Sequence[Contacted], start: int) -> None:
        """Open ones around the last day, so that there is something to do, some of it late.

        `contacts` are the last ones, from the place `start` on; some are marked as not settled after all.
        """
        settled = [place for place, contacted in enumerate(contacts) if contacted.outcome == Outcome.RESOLVED and contacted.to_do]
        for days, at in _STANDING * (1 + start // 20_000):
            due_on = self._near(days)
            before = self._moment(min(due_on, self.until) - timedelta(days=1), _MORNING)
            place = next((place for place in reversed(settled) if contacts[place].ended < before), None)
            if place is not None:
                settled.remove(place)
                contacts[place].outcome = Outcome.FOLLOW_UP
                self.found.append(self._stands(self._made(start + place, contacts[place]), due_on, at))

    def all(self, customers: Sequence[Invented], first: date) -> list[Promised]:
        """In the order they were made."""
        found = [*self.found, *self._own(customers)]
        businesses = [place for place, customer in enumerate(customers) if customer.colleagues and customer.buys]
        for place in self.random.sample(businesses, min(len(businesses), 3 + isqrt(len(customers)) // 2)):
            found += self._series(place, first)
        return sorted(found, key=lambda promised: promised.made_at)

    def _own(self, customers: Sequence[Invented]) -> Iterator[Promised]:
        """Nobody asked for these."""
        random = self.random
        for days, at in _OWN * (1 + len(customers) // 2_000):
            due_on, place = self._near(days), random.randrange(len(customers))
            made_at = self._moment(min(due_on, self.until) - timedelta(days=random.randint(3, 9)), _MORNING) + random.randrange(7 * 3_600)
            title = random.choice(OWN_IDEAS).format(name=customers[place].name)
            made = Promised(made_at, title, due_on, at, place, None, None, None, ChannelKind.PHONE, random.randrange(self.staff))
            yield self._stands(made, due_on, at)

    def _stands(self, promised: Promised, due_on: date, at: str) -> Promised:
        promised.due_on, promised.due_time = due_on, at
        if due_on < self.until:
            self._try(promised)
        self._remind(promised)
        return promised

    def _near(self, days: int) -> date:
        """So many days after the last one; never on a weekend but for that day itself."""
        day = self.until + timedelta(days=days)
        if days >= 0:
            return shift_to_monday(day) if days else day
        return day - timedelta(days=max(0, day.weekday() - 4))

    def _of(self, place: int, contacted: Contacted) -> Promised:
        promised = self._made(place, contacted)
        self._live(promised)
        return promised

    def _made(self, place: int, contacted: Contacted) -> Promised:
        random = self.random
        made_on = datetime.fromtimestamp(contacted.ended, self.zone).date()
        urgent = contacted.outcome == Outcome.ESCALATED
        promised = Promised(
            made_at=contacted.wrap_up or contacted.ended,
            title=contacted.to_do,
            due_on=working_day(made_on, random.choices((0, 1, 2, 3, 5, 10), (10, 34, 25, 16, 11, 4))[0]),
            due_time=random.choice(_TIMES) if random.random() < 0.4 else "",
            customer=contacted.customer,
            contact=contacted.contact,
            contacted=place,
            sale=contacted.sale,
            channel=ChannelKind.EMAIL if contacted.channel == ChannelKind.EMAIL else ChannelKind.PHONE,
            owner=contacted.staff if contacted.staff is not None and random.random() < 0.85 else random.randrange(self.staff),
            promise="We ring back." if random.random() < 0.4 else "",
            priority=random.choices(list(Priority), (0, 30, 50, 20) if urgent else (12, 74, 12, 2))[0],
        )
        if promised.due_on == made_on:
            promised.due_time = ""
        return promised

    def _series(self, customer: int, first: date) -> Iterator[Promised]:
        """Each occurrence is planned when the one before is done; the last one stands open."""
        random = self.random
        title, rule, days, at = random.choice(RECURRING)
        due, owner = first + timedelta(days=random.randrange(days)), random.randrange(self.staff)
        made_at = self._moment(due, _MORNING) - _DAY
        while made_at < self.end:
            day = shift_to_monday(due)
            promised = Promised(made_at, title, day, at, customer, None, None, None, ChannelKind.PHONE, owner, recurrence=rule)
            if day < self.until - timedelta(days=days // 3):
                self._done(promised, late=random.random() < 0.12)
                made_at = promised.completed_at or self.end
            else:
                made_at = self.end
            self._remind(promised)
            yield promised
            due += timedelta(days=days)

    def _live(self, promised: Promised) -> None:
        days_ago, chance = (self.until - promised.due_on).days, self.random.random()
        settled = 0.998 if days_ago > _RECENT_DAYS else 0.86 if days_ago > 0 else 0.2 if days_ago == 0 else 0.05
        if chance < settled * 0.95:
            self._done(promised, late=chance < settled * 0.14 and days_ago > 0)
        elif chance < settled and days_ago > 0:
            promised.state, promised.outcome = FollowUpState.CANCELLED, OUTCOMES[-1]
        if promised.channel == ChannelKind.PHONE and self.random.random() < 0.3:
            self._try(promised)
        if self.random.random() < 0.55:
            self._remind(promised)

    def _done(self, promised: Promised, *, late: bool) -> None:
        """Left open when there was no time for it yet."""
        due = self._moment(promised.due_on, promised.due_time)
        if late:
            at = self._moment(working_day(promised.due_on, self.random.randint(1, 4)), "10:00") + self.random.randrange(6 * 3_600)
        else:
            at = self._in_time(promised, due)
        if promised.made_at < at < self.end:
            promised.state, promised.completed_at, promised.outcome = FollowUpState.DONE, at, self.random.choice(OUTCOMES[:-1])

    def _in_time(self, promised: Promised, due: int) -> int:
        """On the day, sometimes the day before, as a rule some minutes before it is due."""
        on = promised.due_on - timedelta(days=self.random.choice((0, 0, 0, 1)))
        on = promised.due_on if on.weekday() > 4 else on
        at = self._moment(on, _MORNING) + self.random.randrange(7 * 3_600)
        return max(min(at, due - self.random.randrange(60, 1_800)), promised.made_at + self.random.randrange(300, 900))

    def _try(self, promised: Promised) -> None:
        end = promised.completed_at or min(self.end, self._moment(promised.due_on, promised.due_time))
        if end - promised.made_at < 3_600:
            return
        moments = sorted(self.random.randrange(promised.made_at + 600, end) for _ in range(self.random.choice((1, 1, 2, 3))))
        tries = [Tried(self._office(at), promised.owner, self.random.choice(_TRIES)) for at in moments]
        promised.tries = tuple(each for each in tries if promised.made_at < each.at < end)
        if promised.tries and promised.completed_at is not None:
            promised.tries += (Tried(promised.completed_at, promised.owner, Attempt.REACHED),)

    def _remind(self, promised: Promised) -> None:
        at = self._moment(promised.due_on, promised.due_time or _MORNING) - self.random.choice((0, 15, 60)) * 60
        shown = at + 5 if at < min(self.end, promised.completed_at or self.end) else None
        snoozed = at + 3_600 if shown and promised.state == FollowUpState.OPEN and self.random.random() < 0.3 else None
        promised.reminders = (Reminded(at, snoozed, shown, cancelled=promised.state != FollowUpState.OPEN),)

    def _office(self, at: int) -> int:
        """The same day between ten and four."""
        day = datetime.fromtimestamp(at, self.zone).date()
        return self._moment(shift_to_monday(day), "10:00") + at % (6 * 3_600)

    def _moment(self, day: date, at: str) -> int:
        return int(due_moment(day, at, self.zone).timestamp())
