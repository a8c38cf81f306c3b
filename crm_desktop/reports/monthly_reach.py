"""One period of the store, asked for each figure's numbers once, and the periods that a report looks at together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from crm_desktop.core.figures import Value
from crm_desktop.queries import figures as held
from crm_desktop.queries import figures_customers as buyers
from crm_desktop.queries import figures_follow_ups as promises
from crm_desktop.queries.figures import Bucket, Calls, Named, Scope, Solved, Totals
from crm_desktop.queries.figures_appointments import Met, met_by_owner
from crm_desktop.queries.figures_company import Range, holidays, opening_hours
from crm_desktop.queries.figures_people import staff_logins
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.periods import Period


@dataclass(frozen=True)
class Reach:
    """One period as it is asked of the store. Without `has_data` it lies before the first record: its figures are unknown, not nought."""

    period: Period
    scope: Scope
    until: int
    has_data: bool

    def count(self, figure: str, counted: int) -> Value:
        return Value(figure, counted if self.has_data else None)

    def share(self, figure: str, part: int, whole: int) -> Value:
        return Value(figure, part, whole) if self.has_data and whole else Value(figure, None, None)

    @cached_property
    def by_channel(self) -> dict[int | None, Totals]:
        return held.totals_by("channel_id", self.scope)

    @cached_property
    def by_reason(self) -> dict[int | None, Totals]:
        return held.totals_by("reason_id", self.scope)

    @cached_property
    def by_staff(self) -> dict[int | None, Totals]:
        return held.totals_by("staff_id", self.scope)

    @cached_property
    def totals(self) -> Totals:
        return summed(self.by_channel.values())

    @cached_property
    def solved_by_channel(self) -> dict[int | None, Solved]:
        return held.solved_by("channel_id", self.scope)

    @cached_property
    def solved(self) -> Solved:
        found = self.solved_by_channel.values()
        return Solved(sum(each.first for each in found), sum(each.resolved for each in found))

    @cached_property
    def calls(self) -> Calls:
        return held.calls(self.scope)

    @cached_property
    def outcomes(self) -> dict[str, int]:
        return held.outcomes(self.scope)

    @cached_property
    def promised(self) -> dict[int | None, promises.Promised]:
        return promises.promised_by_owner(self.scope, self.until)

    @cached_property
    def promised_in_all(self) -> promises.Promised:
        found = promises.Promised()
        for each in self.promised.values():
            found = found.plus(each)
        return found

    @cached_property
    def met(self) -> dict[int | None, Met]:
        return met_by_owner(self.scope, self.until)

    @cached_property
    def met_in_all(self) -> Met:
        found = Met()
        for each in self.met.values():
            found = found.plus(each)
        return found

    @cached_property
    def customers(self) -> buyers.Customers:
        return buyers.customers(self.scope)

    @cached_property
    def orders(self) -> buyers.Orders:
        return buyers.orders(self.scope)

    @cached_property
    def buckets(self) -> list[Bucket]:
        return held.buckets(self.scope)


def summed(totals: Iterable[Totals]) -> Totals:
    found = Totals()
    for each in totals:
        found = found.plus(each)
    return found


@dataclass(frozen=True)
class View:
    """The period, what it is compared with, and up to three periods before it that have data."""

    now: Reach
    before: Reach
    year_ago: Reach
    usual: tuple[Reach, ...]
    zone: ZoneInfo
    channels: Mapping[int, Named] = field(default_factory=held.channels)
    reasons: Mapping[int, Named] = field(default_factory=held.reasons)
    logins: Mapping[int, str] = field(default_factory=staff_logins)
    opening: Sequence[Range] = field(default_factory=opening_hours)
    holidays: frozenset[str] = field(default_factory=holidays)
    has_follow_ups: bool = field(default_factory=promises.has_follow_ups)
    has_orders: bool = field(default_factory=buyers.has_orders)
    has_new_customers: bool = field(default_factory=buyers.has_first_days)

    def compared(self, made: Callable[[Reach], Value]) -> Compared:
        return Compared(made(self.now), made(self.before), made(self.year_ago))

    def is_open_on(self, day: date) -> bool:
        if day.isoformat() in self.holidays:
            return False
        return not self.opening or any(hours.weekday == day.weekday() for hours in self.opening)

    def is_open_at(self, local: datetime) -> bool:
        hour = local.hour + local.minute / 60
        return local.date().isoformat() not in self.holidays and any(
            hours.weekday == local.weekday() and hours.opens <= hour < hours.closes for hours in self.opening
        )

    def local(self, bucket: Bucket) -> datetime:
        return datetime.fromtimestamp(bucket.start, UTC).astimezone(self.zone)


def handle_time(reach: Reach, totals: Totals) -> Value:
    return reach.share("handle_time", totals.seconds, totals.timed)


def resolved(reach: Reach, solved: Solved) -> Value:
    return reach.share("first_contact_resolved", solved.resolved, solved.first)


def kept(reach: Reach, promised: promises.Promised) -> Value:
    return reach.share("follow_ups_kept", promised.kept, promised.due)


def login(view: View, staff_id: int | None) -> str:
    return "" if staff_id is None else view.logins[staff_id]


def reason_name(view: View, row_id: int | None) -> str:
    return "" if row_id is None else view.reasons[row_id].name


def mean(counts: Sequence[int]) -> float | None:
    return round(sum(counts) / len(counts), 2) if counts else None


def is_rising(now: int, usual: float | None) -> bool:
    return usual is not None and now >= 3 and now >= 1.5 * usual


def outside_hours(view: View, reach: Reach) -> Value:
    outside = sum(bucket.incoming for bucket in reach.buckets if not view.is_open_at(view.local(bucket)))
    return reach.share("outside_hours", outside, reach.totals.incoming)
