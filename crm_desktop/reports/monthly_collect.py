"""Reads one period of the store into the monthly interaction report's data."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from crm_desktop.core.figures import Value
from crm_desktop.queries import figures as held
from crm_desktop.queries import figures_customers as buyers
from crm_desktop.queries import figures_follow_ups as promises
from crm_desktop.queries.figures import Solved, Totals
from crm_desktop.queries.figures_left_out import left_out
from crm_desktop.reports import desk_reach as desk
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.desk_collect import DeskView
from crm_desktop.reports.monthly_data import (
    Bin,
    ChannelRow,
    CustomerRow,
    FollowUps,
    Hours,
    OutcomeRow,
    OverdueRow,
    OwnerRow,
    ProductPart,
    ProductRow,
    ReasonRow,
    RisingRow,
    StaffRow,
)
from crm_desktop.reports.monthly_reach import (
    Reach,
    View,
    handle_time,
    is_rising,
    kept,
    login,
    mean,
    occupancy,
    outside_hours,
    reason_name,
    resolved,
    summed,
)
from crm_desktop.reports.periods import Period
from crm_desktop.reports.returns_collect import return_rate
from crm_desktop.reports.trade_reach import TradeReach, TradeView

PRODUCT_REASONS = 5
TILES, TILES_WITH_CASES, REASONS, CUSTOMERS, LAYERS, OLDEST, PRODUCTS = 8, 16, 15, 20, 5, 10, 8
"""Rows that each list shows at most."""


def contacts(reach: Reach) -> Value:
    return reach.count("contacts", reach.totals.contacts)


def served(reach: Reach) -> Value:
    return reach.count("customers_served", reach.served[0])


def missed(reach: Reach) -> Value:
    return reach.share("missed_calls", reach.sums.missed, reach.sums.offered)


def called_back_hour(reach: Reach) -> Value:
    return reach.share("called_back_hour", reach.sums.within_hour, reach.sums.lost)


def called_back_day(reach: Reach) -> Value:
    return reach.share("called_back_day", reach.sums.within_day, reach.sums.lost)


def transferred(reach: Reach) -> Value:
    return reach.share("transfer_rate", reach.sums.transferred, reach.sums.calls_taken)


def contact_rate(reach: Reach) -> Value:
    return reach.share("contact_rate", reach.totals.incoming, reach.orders_placed)


def without_end(reach: Reach) -> Value:
    return reach.share("without_end", reach.totals.taken - reach.totals.timed, reach.totals.taken)


def repeated(reach: Reach) -> Value:
    return reach.share("repeat_contacts", reach.sums.again, reach.sums.known)


def overdue(reach: Reach) -> Value:
    return reach.count("follow_ups_overdue", reach.promised_in_all.overdue)


def new(reach: Reach) -> Value:
    return reach.count("customers_new", buyers.new_customers(reach.period.first, reach.period.last))


def active(reach: Reach) -> Value:
    return reach.count("customers_active", reach.active)


def per_customer(reach: Reach) -> Value:
    return reach.share("contacts_per_customer", reach.served[1], reach.served[0])


def placed(reach: TradeReach) -> Value:
    return reach.count("orders_placed", sum(found.cases for found in reach.placed.values()))


def tiles(view: View, sold: TradeView, at_desk: DeskView | None) -> tuple[Compared, ...]:
    """The figures of the first page: those of which anything is known, the most telling first. With cases there are more of them."""
    made = [contacts, served, lambda reach: resolved(reach, reach.solved), lambda reach: handle_time(reach, reach.totals), missed]
    if view.has_follow_ups:
        made += [lambda reach: kept(reach, reach.promised_in_all), *([overdue] if at_desk is None else [])]
    told = [view.compared(each) for each in made]
    if at_desk is not None:
        told[2:2] = _of_cases(at_desk)
    returned = sold.compared(return_rate)
    refunds = () if at_desk is None else (sold.money("refunds_paid", sold.own, lambda reach: reach.moved(sold.own)[1]),)
    told += [each for each in (returned, *refunds) if each.is_told]
    told.append(view.compared(repeated))
    if view.has_orders:
        told.append(sold.compared(placed))
    made = [new] if view.has_new_customers and not view.now.scope.staff else []
    told += [view.compared(each) for each in (*made, per_customer, active)]
    most = TILES if at_desk is None else TILES_WITH_CASES
    return tuple(each for each in told if each.now.amount is not None)[:most]


def _of_cases(view: DeskView) -> list[Compared]:
    """What came and went, how long it took, what was promised, and how satisfied people were."""
    flow = view.all_compared(desk.flow)
    took = next(each for each in view.all_compared(desk.times) if each.now.figure == "full_resolution_median")
    levels = view.all_compared(desk.levels) if view.is_whole else ()
    return [flow[1], flow[3], flow[4], view.compared(desk.first_response), took, *levels, view.all_compared(desk.voices)[0]]


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
    for local, bucket in view.now.local_quarters:
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
    if not view.now.sums.offered:
        return ()
    return (
        view.compared(missed),
        view.compared(called_back_hour),
        view.compared(called_back_day),
        view.compared(transferred),
        *([view.compared(lambda reach: outside_hours(view, reach))] if view.opening else []),
    )


def outcome_rows(view: View) -> tuple[OutcomeRow, ...]:
    def share(reach: Reach, outcome: str) -> Value:
        ended = sum(count for word, count in reach.outcomes.items() if word)
        return reach.share("outcome_share", reach.outcomes.get(outcome, 0), ended)

    ranked = sorted((word for word in view.now.outcomes if word), key=lambda word: (-view.now.outcomes[word], word))
    return tuple(OutcomeRow(word, share(view.now, word), share(view.before, word)) for word in ranked)


def reasons_ranked(view: View) -> list[int | None]:
    """Their ids, the most frequent first; None: no reason was recorded."""
    by_reason = view.now.by_reason
    return sorted(by_reason, key=lambda row_id: (-by_reason[row_id].contacts, reason_name(view, row_id)))


def left_out_figures(view: View) -> tuple[Value, ...]:
    found = left_out(view.now.scope)
    return (
        Value("cases_merged", found.merged),
        Value("orders_drafted", found.drafts),
        Value("interactions_thrown_away", found.thrown_away),
    )


def reason_rows(view: View) -> tuple[ReasonRow, ...]:
    """The most frequent reasons; what is beyond the list is summed up in a last row. Left out where nobody records reasons."""
    by_reason = view.now.by_reason
    if not any(row_id is not None for row_id in by_reason):
        return ()
    ranked = reasons_ranked(view)
    shown, rest = ranked[:REASONS], ranked[REASONS:]
    rows, running = [], 0
    for row_ids, name in [*(((row_id,), reason_name(view, row_id)) for row_id in shown), *([(tuple(rest), "")] if rest else [])]:
        totals = summed(by_reason[row_id] for row_id in row_ids)
        before = summed(view.before.by_reason.get(row_id, Totals()) for row_id in row_ids)
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
    shown = sorted(rows, key=lambda row: (-(row.trouble.numerator or 0), row.name, row.sku))[:PRODUCTS]
    return tuple(_with_parts(view, shown, now))


def _with_parts(view: View, rows: list[ProductRow], found: dict[tuple[str, str], dict[int, int]]) -> Iterator[ProductRow]:
    """The same reasons in every row: those that come most."""
    counts: Counter[int] = Counter()
    for row in rows:
        counts.update(found[row.sku, row.name])
    most = sorted(counts, key=lambda row_id: (-counts[row_id], reason_name(view, row_id)))[:PRODUCT_REASONS]
    for row in rows:
        own = found[row.sku, row.name]
        named = [ProductPart(row.sku, reason_name(view, row_id), view.now.count("product_trouble", own.get(row_id, 0))) for row_id in most]
        rest = sum(count for row_id, count in own.items() if row_id not in most)
        yield replace(row, parts=(*named, ProductPart(row.sku, "", view.now.count("product_trouble", rest))))


def follow_ups(view: View) -> FollowUps | None:
    if not view.has_follow_ups:
        return None
    oldest = promises.overdue(view.now.scope, view.now.until, OLDEST)
    cutoff = datetime.fromtimestamp(min(view.now.scope.end, view.now.until), UTC).astimezone(view.zone).date()
    return FollowUps(
        view.compared(lambda reach: reach.count("follow_ups_created", reach.promised_in_all.created)),
        view.compared(lambda reach: reach.count("follow_ups_on_time", reach.promised_in_all.on_time)),
        view.compared(lambda reach: reach.count("follow_ups_late", reach.promised_in_all.late)),
        view.compared(lambda reach: kept(reach, reach.promised_in_all)),
        view.compared(overdue),
        view.compared(lambda reach: reach.count("follow_ups_still_open", reach.promised_in_all.still_open)),
        tuple(_owner_row(view, owner, view.now.promised[owner]) for owner in sorted(view.now.promised, key=lambda o: login(view, o))),
        tuple(_overdue_row(view, each, cutoff) for each in oldest),
    )


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
    """New customers only where days are recorded, and for the whole company."""
    knows_new = view.has_new_customers and not view.now.scope.staff
    return tuple(view.compared(each) for each in (*((new,) if knows_new else ()), active, served, per_customer, repeated))


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


def order_figures(view: View, sold: TradeView) -> tuple[Compared, ...]:
    if not view.has_orders:
        return ()
    return (
        sold.compared(placed),
        view.compared(lambda reach: reach.count("orders_touched", buyers.orders_touched(reach.scope))),
        view.compared(contact_rate),
    )


def team_rows(view: View) -> tuple[StaffRow, ...]:
    """By login: a report of people is no ranking."""
    solved = held.solved_by("staff_id", view.now.scope)
    rows, there = [], view.available(view.now)
    for staff_id in sorted({*view.now.by_staff, *view.now.promised}, key=lambda row_id: login(view, row_id)):
        totals = view.now.by_staff.get(staff_id, Totals())
        promised = view.now.promised.get(staff_id, promises.Promised())
        if not totals.contacts and not promised.due and not promised.overdue:
            continue
        rows.append(
            StaffRow(
                login(view, staff_id),
                view.now.count("contacts", totals.contacts),
                view.before.count("contacts", view.before.by_staff.get(staff_id, Totals()).contacts),
                handle_time(view.now, totals),
                resolved(view.now, solved.get(staff_id, Solved())),
                kept(view.now, promised),
                view.now.count("follow_ups_overdue", promised.overdue),
                occupancy(view.now, totals, there.get(staff_id, 0) if staff_id is not None else 0),
            )
        )
    return tuple(rows)


def quality_figures(view: View) -> tuple[Compared, ...]:
    def lacking(figure: str, count: Callable[[Reach], int]) -> Compared:
        return view.compared(lambda reach: reach.share(figure, count(reach), reach.totals.contacts))

    return (
        lacking("without_customer", lambda reach: reach.sums.of_nobody),
        lacking("without_reason", lambda reach: reach.sums.without_reason),
        lacking("without_outcome", lambda reach: reach.sums.without_outcome),
        view.compared(without_end),
        view.compared(lambda reach: reach.share("unreachable", reach.unreachable, reach.served[0])),
    )
