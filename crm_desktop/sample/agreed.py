"""Invents what was agreed: subscriptions and services, and when whom to meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds_of_trade import AgreementState, Answer, AppointmentState
from crm_desktop.sample.people import Invented
from crm_desktop.sample.rhythm import pick, shift_to_monday
from crm_desktop.sample.words import APPOINTMENTS, CALLED_OFF, SERVICES, STOP_REASONS

_BEFORE = 15
"""Minutes that a reminder comes before."""
_TIMES = ("09:30", "10:00", "11:30", "14:00", "15:00", "16:00")
_PAST = ((AppointmentState.HELD, 82), (AppointmentState.NO_SHOW, 8), (AppointmentState.CANCELLED, 10))
_PAST_SHARES = list(accumulate(share for _state, share in _PAST))
_COMING = ((0, "15:00"), (1, "10:00"), (1, ""), (3, "14:00"), (6, "11:30"), (9, "09:30"), (20, "10:00"))
"""Days after the last one, and times, of what is planned in every company."""


@dataclass(slots=True)
class Agreed:
    """`price` in cents per renewal; `customer` is a place in its list."""

    customer: int
    name: str
    starts_on: date
    months: int
    price: int
    renews_on: date
    ends_on: date = NEVER
    state: AgreementState = AgreementState.STARTED
    stop_reason: str = ""


@dataclass(slots=True)
class Planned:
    """`minutes` 0: all day. Customer and owner are places in their lists; `contact` one of the customer's."""

    title: str
    customer: int
    contact: int | None
    owner: int
    place: str
    link: str
    starts_on: date
    starts_time: str
    minutes: int
    uid: str
    state: AppointmentState = AppointmentState.PLANNED
    state_reason: str = ""
    recurrence: str = ""
    answer: Answer = Answer.NONE
    remind_at: int | None = None


def agreements(random: Random, customers: Sequence[Invented], first: date, until: date) -> Iterator[Agreed]:
    """Of one business in six and a few persons; some renew in the next weeks, some were stopped."""
    for place, customer in enumerate(customers):
        if not customer.buys or random.random() > (0.16 if customer.colleagues else 0.03):
            continue
        name, months, price = random.choice(SERVICES)
        earliest = max(first, customer.since)
        starts = earliest + timedelta(days=random.randrange(max(1, (until - earliest).days)))
        agreed = Agreed(place, name, starts, months, price, starts + relativedelta(months=months))
        terms = 1
        while agreed.renews_on < until:
            terms += 1
            agreed.renews_on = starts + relativedelta(months=months * terms)
        if random.random() < 0.18:
            agreed.state, agreed.stop_reason = AgreementState.STOPPED, random.choice(STOP_REASONS)
            agreed.ends_on = starts + timedelta(days=random.randrange(max(1, (until - starts).days)))
        yield agreed


@dataclass(slots=True)
class Calendar:
    random: Random
    staff: int
    customers: Sequence[Invented]
    zone: ZoneInfo
    first: date
    until: date

    def appointments(self) -> list[Planned]:
        """In the order of their days."""
        found = [self._past() for _ in range(20 + len(self.customers) // 25)]
        found += [self._coming(days, at) for days, at in _COMING * (1 + len(self.customers) // 3_000)]
        found += [self._series(self._coming(3, "09:30"), "FREQ=WEEKLY"), self._series(self._coming(8, "14:00"), "FREQ=MONTHLY")]
        found.sort(key=lambda planned: (planned.starts_on, planned.starts_time))
        for number, planned in enumerate(found, start=1):
            planned.uid = f"{number:06}.{planned.starts_on:%Y%m%d}@ostrelund-quill.example"
        return found

    def _past(self) -> Planned:
        random = self.random
        day = self.first + timedelta(days=random.randrange(max(1, (self.until - self.first).days - 1)))
        planned = self._planned(day - timedelta(days=max(0, day.weekday() - 4)), random.choice(_TIMES))
        planned.state = _PAST[pick(random, _PAST_SHARES)][0]
        planned.answer = Answer.ACCEPTED
        if planned.state == AppointmentState.CANCELLED:
            planned.state_reason, planned.answer = random.choice(CALLED_OFF), Answer.DECLINED
        return planned

    def _coming(self, days: int, at: str) -> Planned:
        planned = self._planned(shift_to_monday(self.until + timedelta(days=days)), at)
        planned.answer = self.random.choice((Answer.ACCEPTED, Answer.ACCEPTED, Answer.NONE))
        if at:
            start = datetime.combine(planned.starts_on, time.fromisoformat(at), self.zone)
            planned.remind_at = int(start.timestamp()) - _BEFORE * 60
        return planned

    def _series(self, planned: Planned, rule: str) -> Planned:
        planned.recurrence, planned.title = rule, "Regular call"
        return planned

    def _planned(self, day: date, at: str) -> Planned:
        random = self.random
        place = random.randrange(len(self.customers))
        customer = self.customers[place]
        title, minutes, where = random.choice(APPOINTMENTS)
        contact = random.randrange(len(customer.colleagues)) if customer.colleagues else None
        home = customer.places[0]
        room = {"there": f"{home.lines}, {home.city}", "here": "Heron Quay 9, Dublin"}.get(where, "")
        link = f"https://meet.ostrelund-quill.example/{random.randrange(10**9):09}" if where == "video" else ""
        return Planned(
            f"{title}, {customer.name}", place, contact, random.randrange(self.staff), room, link, day, at, minutes if at else 0, ""
        )
