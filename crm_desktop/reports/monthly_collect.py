"""Reads one period of the store into the monthly interaction report's data."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.figures import Value
from crm_desktop.queries import figures as held
from crm_desktop.queries import figures_customers as buyers
from crm_desktop.queries import figures_follow_ups as promises
from crm_desktop.queries.figures import Bucket, Calls, Named, Scope, Solved, Totals
from crm_desktop.queries.figures_company import Range, holidays, opening_hours
from crm_desktop.queries.figures_people import staff_logins
from crm_desktop.reports.monthly_data import (
    Bin,
    ChannelRow,
    Compared,
    CustomerRow,
    FollowUps,
    Hours,
    OutcomeRow,
    OverdueRow,
    OwnerRow,
    ProductRow,
    ReasonRow,
    RisingRow,
    StaffRow,
)
from crm_desktop.reports.periods import Period

REASONS, CUSTOMERS, LAYERS, OLDEST, PRODUCTS = 15, 20, 5, 10, 8
"""Rows that each list shows at most."""


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
        return _summed(self.by_channel.values())

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
    def customers(self) -> buyers.Customers:
        return buyers.customers(self.scope)

    @cached_property
    def orders(self) -> buyers.Orders:
        return buyers.orders(self.scope)

    @cached_property
    def buckets(self) -> list[Bucket]:
        return held.buckets(self.scope)


def _summed(totals: Iterable[Totals]) -> Totals:
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


def tiles(view: View) -> tuple[Compared, ...]:
    made = (
        lambda reach: reach.count("contacts", reach.totals.contacts),
        lambda reach: reach.count("customers_served", reach.customers.served),
        lambda reach: resolved(reach, reach.solved),
        lambda reach: handle_time(reach, reach.totals),
        lambda reach: reach.share("missed_calls", reach.calls.missed, reach.calls.offered),
        lambda reach: reach.share("repeat_contacts", *held.repeats(reach.scope)),
        lambda reach: kept(reach, reach.promised_in_all),
        lambda reach: reach.count("follow_ups_overdue", reach.promised_in_all.overdue),
    )
    return tuple(view.compared(each) for each in made)


class _Step(NamedTuple):
    first: date
    last: date


def _steps(period: Period) -> list[_Step]:
    """Days; weeks from two months on; months from a year on."""
    steps, first = [], period.first
    while first <= period.last:
        if period.days <= 62:
            last = first
        elif period.days <= 370:
            last = first + timedelta(days=6 - first.weekday())
        else:
            last = (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        steps.append(_Step(first, min(last, period.last)))
        first = last + timedelta(days=1)
    return steps


def layers(view: View) -> list[int]:
    """The channels that get a layer of their own: the most used; the rest is one layer together."""
    ranked = _ranked_channels(view)
    return ranked if len(ranked) <= LAYERS else ranked[: LAYERS - 1]


def _ranked_channels(view: View) -> list[int]:
    totals = view.now.by_channel
    return sorted(
        (row_id for row_id in totals if row_id is not None), key=lambda row_id: (-totals[row_id].contacts, view.channels[row_id].name)
    )


def layer_names(view: View) -> tuple[str, ...]:
    """An empty name for all the others together."""
    own = layers(view)
    names = [view.channels[row_id].name for row_id in own]
    return (*names, "") if len(own) < len(_ranked_channels(view)) else tuple(names)


def bins(view: View) -> tuple[Bin, ...]:
    own = layers(view)
    has_rest = len(own) < len(_ranked_channels(view))
    per_day: Counter[tuple[date, int]] = Counter()
    for bucket in view.now.buckets:
        layer = own.index(bucket.channel_id) if bucket.channel_id in own else len(own)
        per_day[view.local(bucket).date(), layer] += bucket.incoming + bucket.outgoing
    found = []
    for first, last in _steps(view.now.period):
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        counts = tuple(sum(per_day[day, layer] for day in days) for layer in range(len(own) + has_rest))
        found.append(Bin(first, last, sum(counts), any(map(view.is_open_on, days)), counts))
    return tuple(found)


def hours(view: View) -> Hours | None:
    counts = [[0] * 24 for _weekday in range(7)]
    for bucket in view.now.buckets:
        local = view.local(bucket)
        counts[local.weekday()][local.hour] += bucket.incoming + bucket.outgoing
    if not any(map(any, counts)):
        return None
    return Hours(tuple(map(tuple, counts)), tuple((each.weekday, each.opens, each.closes) for each in view.opening))


def channel_rows(view: View) -> tuple[ChannelRow, ...]:
    now, before = view.now, view.before
    return tuple(
        _channel_row(
            view,
            view.channels[row_id].name,
            now.by_channel[row_id],
            before.by_channel.get(row_id, Totals()),
            now.solved_by_channel.get(row_id, Solved()),
        )
        for row_id in _ranked_channels(view)
    )


def all_channels(view: View) -> ChannelRow:
    return _channel_row(view, "", view.now.totals, view.before.totals, view.now.solved)


def _channel_row(view: View, name: str, totals: Totals, before: Totals, solved: Solved) -> ChannelRow:
    now = view.now
    return ChannelRow(
        name,
        now.count("contacts_in", totals.incoming),
        now.count("contacts_out", totals.outgoing),
        now.count("contacts", totals.contacts),
        view.before.count("contacts", before.contacts),
        now.share("contact_share", totals.contacts, now.totals.contacts),
        handle_time(now, totals),
        resolved(now, solved),
    )


def call_figures(view: View) -> tuple[Compared, ...]:
    """Left out where nobody ever called."""
    if not view.now.calls.offered:
        return ()
    return (
        view.compared(lambda reach: reach.share("missed_calls", reach.calls.missed, reach.calls.offered)),
        view.compared(lambda reach: reach.share("called_back_hour", reach.calls.within_hour, reach.calls.known)),
        view.compared(lambda reach: reach.share("called_back_day", reach.calls.within_day, reach.calls.known)),
        *([view.compared(lambda reach: outside_hours(view, reach))] if view.opening else []),
    )


def outside_hours(view: View, reach: Reach) -> Value:
    outside = sum(bucket.incoming for bucket in reach.buckets if not view.is_open_at(view.local(bucket)))
    return reach.share("outside_hours", outside, reach.totals.incoming)


def outcome_rows(view: View) -> tuple[OutcomeRow, ...]:
    def share(reach: Reach, outcome: str) -> Value:
        ended = sum(count for word, count in reach.outcomes.items() if word)
        return reach.share("outcome_share", reach.outcomes.get(outcome, 0), ended)

    ranked = sorted((word for word in view.now.outcomes if word), key=lambda word: (-view.now.outcomes[word], word))
    return tuple(OutcomeRow(word, share(view.now, word), share(view.before, word)) for word in ranked)


def reason_rows(view: View) -> tuple[ReasonRow, ...]:
    """The most frequent reasons; what is beyond the list is summed up in a last row. Left out where nobody records reasons."""
    by_reason = view.now.by_reason
    if not any(row_id is not None for row_id in by_reason):
        return ()
    ranked = sorted(by_reason, key=lambda row_id: (-by_reason[row_id].contacts, reason_name(view, row_id)))
    shown, rest = ranked[:REASONS], ranked[REASONS:]
    rows, running = [], 0
    for row_ids, name in [*(((row_id,), reason_name(view, row_id)) for row_id in shown), *([(tuple(rest), "")] if rest else [])]:
        totals = _summed(by_reason[row_id] for row_id in row_ids)
        before = _summed(view.before.by_reason.get(row_id, Totals()) for row_id in row_ids)
        running += totals.contacts
        rows.append(
            ReasonRow(
                name,
                len(row_ids) > 1 or row_ids == tuple(rest),
                view.now.count("contacts", totals.contacts),
                view.before.count("contacts", before.contacts),
                view.now.share("contact_share", totals.contacts, view.now.totals.contacts),
                view.now.share("contact_share_running", running, view.now.totals.contacts),
                handle_time(view.now, totals),
            )
        )
    return tuple(rows)


def reason_name(view: View, row_id: int | None) -> str:
    return "" if row_id is None else view.reasons[row_id].name


def mean(counts: Sequence[int]) -> float | None:
    return round(sum(counts) / len(counts), 2) if counts else None


def is_rising(now: int, usual: float | None) -> bool:
    return usual is not None and now >= 3 and now >= 1.5 * usual


def rising_rows(view: View) -> tuple[RisingRow, ...]:
    """New reasons have a usual of nought."""
    rows = []
    for row_id, totals in view.now.by_reason.items():
        usual = mean([reach.by_reason.get(row_id, Totals()).contacts for reach in view.usual])
        before = view.before.by_reason.get(row_id, Totals()).contacts
        if row_id is not None and is_rising(totals.contacts, usual):
            now_value, before_value = view.now.count("contacts", totals.contacts), view.before.count("contacts", before)
            rows.append(RisingRow(reason_name(view, row_id), now_value, before_value, usual))
    return tuple(sorted(rows, key=lambda row: ((row.usual or 0) - (row.contacts.numerator or 0), row.name)))


def product_rows(view: View) -> tuple[ProductRow, ...]:
    """Products whose orders people complained or asked about most."""
    now, before = buyers.trouble_by_product(view.now.scope), buyers.trouble_by_product(view.before.scope)
    earlier = [buyers.trouble_by_product(reach.scope) for reach in view.usual]
    rows = []
    for (sku, name), reasons in now.items():
        reason_id = max(reasons, key=lambda row_id: (reasons[row_id], -row_id))
        rows.append(
            ProductRow(
                sku,
                name,
                view.now.count("product_trouble", sum(reasons.values())),
                view.before.count("product_trouble", sum(before.get((sku, name), {}).values())),
                mean([sum(month.get((sku, name), {}).values()) for month in earlier]),
                reason_name(view, reason_id),
                reasons[reason_id],
            )
        )
    return tuple(sorted(rows, key=lambda row: (-(row.trouble.numerator or 0), row.name, row.sku))[:PRODUCTS])


def follow_ups(view: View) -> FollowUps | None:
    if not promises.has_follow_ups():
        return None
    oldest = promises.overdue(view.now.scope, view.now.until, OLDEST)
    cutoff = datetime.fromtimestamp(min(view.now.scope.end, view.now.until), UTC).astimezone(view.zone).date()
    return FollowUps(
        view.compared(lambda reach: reach.count("follow_ups_created", reach.promised_in_all.created)),
        view.compared(lambda reach: reach.count("follow_ups_on_time", reach.promised_in_all.on_time)),
        view.compared(lambda reach: reach.count("follow_ups_late", reach.promised_in_all.late)),
        view.compared(lambda reach: reach.count("follow_ups_overdue", reach.promised_in_all.overdue)),
        view.compared(lambda reach: reach.count("follow_ups_still_open", reach.promised_in_all.still_open)),
        tuple(_owner_row(view, owner, view.now.promised[owner]) for owner in sorted(view.now.promised, key=lambda o: login(view, o))),
        tuple(_overdue_row(view, each, cutoff) for each in oldest),
    )


def login(view: View, staff_id: int | None) -> str:
    return "" if staff_id is None else view.logins[staff_id]


def _owner_row(view: View, owner: int | None, promised: promises.Promised) -> OwnerRow:
    now = view.now
    return OwnerRow(
        login(view, owner),
        now.count("follow_ups_created", promised.created),
        now.count("follow_ups_on_time", promised.on_time),
        now.count("follow_ups_late", promised.late),
        kept(now, promised),
        now.count("follow_ups_overdue", promised.overdue),
        now.count("follow_ups_still_open", promised.still_open),
    )


def _overdue_row(view: View, each: promises.Overdue, cutoff: date) -> OverdueRow:
    due_on = each.due_at.astimezone(view.zone).date()
    return OverdueRow(each.number, each.customer or "", each.owner or "", due_on, (cutoff - due_on).days, each.is_open)


def customer_figures(view: View) -> tuple[Compared, ...]:
    def new(reach: Reach) -> Value:
        return reach.count("customers_new", buyers.new_customers(reach.period.first, reach.period.last))

    return (
        *([] if view.now.scope.staff else [view.compared(new)]),
        view.compared(lambda reach: reach.count("customers_active", reach.customers.active)),
        view.compared(lambda reach: reach.count("customers_served", reach.customers.served)),
        view.compared(lambda reach: reach.share("contacts_per_customer", reach.customers.contacts, reach.customers.served)),
        view.compared(lambda reach: reach.share("repeat_contacts", *held.repeats(reach.scope))),
    )


def top_customers(view: View) -> tuple[CustomerRow, ...]:
    found = buyers.contacts_by_customer(view.now.scope, CUSTOMERS)
    before = buyers.contacts_of(tuple(number for number, _count in found), view.before.scope)
    return tuple(
        CustomerRow(
            number,
            view.now.count("contacts", count),
            view.before.count("contacts", before.get(number, 0)),
            view.now.share("contact_share", count, view.now.totals.contacts),
        )
        for number, count in found
    )


def order_figures(view: View) -> tuple[Compared, ...]:
    if not buyers.has_orders():
        return ()
    return (
        view.compared(lambda reach: reach.count("orders_placed", reach.orders.placed)),
        view.compared(lambda reach: reach.count("orders_touched", reach.orders.touched)),
        view.compared(lambda reach: reach.share("contact_rate", reach.totals.incoming, reach.orders.placed)),
    )


def team_rows(view: View) -> tuple[StaffRow, ...]:
    """By login: a report of people is no ranking."""
    solved = held.solved_by("staff_id", view.now.scope)
    rows = []
    for staff_id in sorted({*view.now.by_staff, *view.now.promised}, key=lambda row_id: login(view, row_id)):
        totals = view.now.by_staff.get(staff_id, Totals())
        promised = view.now.promised.get(staff_id, promises.Promised())
        if not totals.contacts and not promised.due:
            continue
        rows.append(
            StaffRow(
                login(view, staff_id),
                view.now.count("contacts", totals.contacts),
                view.before.count("contacts", view.before.by_staff.get(staff_id, Totals()).contacts),
                handle_time(view.now, totals),
                resolved(view.now, solved.get(staff_id, Solved())),
                kept(view.now, promised),
            )
        )
    return tuple(rows)


def quality_figures(view: View) -> tuple[Compared, ...]:
    def lacking(figure: str, count: Callable[[Reach], int]) -> Compared:
        return view.compared(lambda reach: reach.share(figure, count(reach), reach.totals.contacts))

    return (
        lacking("without_customer", lambda reach: reach.totals.contacts - reach.customers.contacts),
        lacking("without_reason", lambda reach: reach.by_reason.get(None, Totals()).contacts),
        lacking("without_outcome", lambda reach: reach.outcomes.get("", 0)),
        view.compared(lambda reach: reach.share("without_end", reach.totals.taken - reach.totals.timed, reach.totals.taken)),
        view.compared(lambda reach: reach.share("unreachable", reach.customers.unreachable, reach.customers.served)),
    )
