"""One period of the store, asked for each figure's numbers once, and the periods that a report looks at together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from crm_desktop.core.figures import Value
from crm_desktop.core.kept_counts import Subject
from crm_desktop.data import contact_days
from crm_desktop.data.contact_days import ContactSums, Held, Quarter, held_in
from crm_desktop.data.trade_sums import read
from crm_desktop.queries import figures as held
from crm_desktop.queries import figures_customers as buyers
from crm_desktop.queries import figures_follow_ups as promises
from crm_desktop.queries.figures import Bucket, Named, Scope, Solved, Totals
from crm_desktop.queries.figures_appointments import Met, met_by_owner
from crm_desktop.queries.figures_availability import Colleague, Week, available, colleagues
from crm_desktop.queries.figures_company import Range, holidays, is_open_at, opening_hours
from crm_desktop.queries.figures_people import staff_logins
from crm_desktop.queries.kept_figures import KeptFigures
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.periods import FIRST_WEEK, Period


@dataclass(frozen=True)
class Reach:
    """One period as it is asked of the store. Without `has_data` it lies before the first record: its figures are unknown, not nought."""

    period: Period
    scope: Scope
    until: int
    has_data: bool
    zone: ZoneInfo

    def count(self, figure: str, counted: int) -> Value:
        return Value(figure, counted if self.has_data else None)

    def share(self, figure: str, part: int, whole: int) -> Value:
        return Value(figure, part, whole) if self.has_data and whole else Value(figure, None, None)

    @cached_property
    def kept(self) -> KeptFigures:
        return KeptFigures(self.scope)

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
    def held(self) -> Held:
        """The whole company's is kept, and that of each channel."""
        if (kept := self.kept.told(Subject.CONTACTS)) is not None:
            return contact_days.read(kept)
        if (kept := self.kept.told_by_channel()) is not None:
            return contact_days.read_channel(kept, self.scope.channels[0])
        return held_in(self.scope.where("held.started_at", "held.staff_id"), self.scope.params)

    @property
    def sums(self) -> ContactSums:
        return self.held.sums

    @property
    def quarters(self) -> list[Quarter]:
        return self.held.quarters

    @cached_property
    def local_quarters(self) -> list[tuple[datetime, Quarter]]:
        """Each with the company's clock when it began."""
        return [(datetime.fromtimestamp(each.start, UTC).astimezone(self.zone), each) for each in self.quarters]

    @property
    def totals(self) -> Totals:
        return Totals(*self.sums[: len(Totals._fields)])

    @cached_property
    def solved_by_channel(self) -> dict[int | None, Solved]:
        return held.solved_by("channel_id", self.scope)

    @property
    def solved(self) -> Solved:
        return Solved(self.sums.first, self.sums.resolved)

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

    @property
    def served(self) -> tuple[int, int]:
        """Different customers, and their interactions."""
        return self.held.customers, self.totals.contacts - self.sums.of_nobody

    @cached_property
    def active(self) -> int:
        kept = self.kept.told(Subject.ACTIVE_CUSTOMERS)
        return buyers.active(self.scope) if kept is None else int(kept)

    @cached_property
    def unreachable(self) -> int:
        return buyers.unreachable(self.scope)

    @cached_property
    def orders_placed(self) -> int:
        if (kept := self.kept.told(Subject.TRADE)) is None:
            return buyers.orders_placed(self.scope)
        return sum(placed.cases for placed in read(kept).placed.values())

    @cached_property
    def buckets(self) -> list[Bucket]:
        return held.buckets(self.scope)


def reach_of(days: Period, scope: Scope, until: int, zone: ZoneInfo, first: float | None, *, is_asked: bool) -> Reach:
    """`first`: when the first interaction began. Of the period that is asked for, what is not there is nought."""
    return Reach(days, scope, until, is_asked or (first is not None and first - scope.start <= FIRST_WEEK), zone)


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

    @cached_property
    def people(self) -> list[Colleague]:
        return colleagues()

    def available(self, reach: Reach) -> dict[int, int]:
        """Seconds of working time by person; nothing without working hours."""
        return available(reach.scope, reach.until, Week(self.opening, self.holidays, self.zone), self.people)

    def compared(self, made: Callable[[Reach], Value]) -> Compared:
        return Compared(made(self.now), made(self.before), made(self.year_ago))

    def is_open_on(self, day: date) -> bool:
        if day.isoformat() in self.holidays:
            return False
        return not self.opening or any(hours.weekday == day.weekday() for hours in self.opening)

    def is_open_at(self, local: datetime) -> bool:
        return is_open_at(local, self.opening, self.holidays)

    def local(self, bucket: Bucket | Quarter) -> datetime:
        return datetime.fromtimestamp(bucket.start, UTC).astimezone(self.zone)


def handle_time(reach: Reach, totals: Totals) -> Value:
    return reach.share("handle_time", totals.seconds, totals.timed)


def occupancy(reach: Reach, totals: Totals, there: int) -> Value:
    """`there`: seconds of working time. Unknown, not nought, where no interaction was timed."""
    return reach.share("occupancy", totals.seconds, there if totals.timed else 0)


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
    outside = sum(quarter.incoming for local, quarter in reach.local_quarters if not view.is_open_at(local))
    return reach.share("outside_hours", outside, reach.totals.incoming)
