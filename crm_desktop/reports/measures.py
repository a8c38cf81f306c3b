"""Every figure of one period as screen and report count it: by the same functions, grouped as people look for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.core.figures import Value
from crm_desktop.core.i18n import N_
from crm_desktop.data.trade_sums import Sum
from crm_desktop.queries.figures_follow_ups import how_many
from crm_desktop.reports import desk_reach as desk
from crm_desktop.reports import monthly_collect as month
from crm_desktop.reports import returns_collect as back
from crm_desktop.reports.desk_escalations import escalation_figures
from crm_desktop.reports.desk_reach import DeskReach
from crm_desktop.reports.monthly_reach import Reach, handle_time, occupancy, outside_hours, resolved
from crm_desktop.reports.monthly_reach import View as Surroundings
from crm_desktop.reports.relations_collect import at_risk
from crm_desktop.reports.trade_reach import TradeReach


class Side(StrEnum):
    """What a figure can be narrowed by."""

    STAFF = "staff"
    CHANNEL = "channel"
    REASON = "reason"
    PRODUCT = "product"


@dataclass(frozen=True)
class Reaches:
    """One period, asked of every subject. `around` knows the company's hours; `own` is its currency."""

    held: Reach
    sold: TradeReach
    desk: DeskReach
    around: Surroundings
    own: str


class Measure(NamedTuple):
    """`by`: what its rows know. By anything else it cannot be told."""

    figure: str
    made: Callable[[Reaches], Value]
    by: frozenset[Side]


class Group(NamedTuple):
    """`title` is a message id."""

    title: str
    measures: tuple[Measure, ...]


_CONTACT = frozenset(Side)
_STAFF = frozenset({Side.STAFF})
_SOLD = frozenset({Side.STAFF, Side.CHANNEL})
_WHOLE = frozenset[Side]()


def _held(figure: str, made: Callable[[Reach], Value], by: frozenset[Side] = _CONTACT) -> Measure:
    return Measure(figure, lambda reaches: made(reaches.held), by)


def _sold(figure: str, made: Callable[[TradeReach], Value], by: frozenset[Side] = _SOLD) -> Measure:
    return Measure(figure, lambda reaches: made(reaches.sold), by)


def _money(figure: str, found: Callable[[TradeReach, str], int], by: frozenset[Side] = _STAFF) -> Measure:
    """In the company's own currency."""
    return Measure(figure, lambda reaches: reaches.sold.count(figure, found(reaches.sold, reaches.own), reaches.own), by)


def _promised(figure: str, name: str) -> Measure:
    return _held(figure, lambda reach: reach.count(figure, how_many(name, reach.scope, reach.until)), _STAFF)


def _kept(reach: Reach) -> Value:
    kept, due = (how_many(name, reach.scope, reach.until) for name in ("kept", "due"))
    return reach.share("follow_ups_kept", kept, due)


def _met(figure: str, name: str) -> Measure:
    return _held(figure, lambda reach: reach.count(figure, getattr(reach.met_in_all, name)), _STAFF)


def _lacking(figure: str, name: str) -> Measure:
    return _held(figure, lambda reach: reach.share(figure, getattr(reach.sums, name), reach.totals.contacts))


def _sales(reach: TradeReach, currency: str) -> int:
    return reach.placed.get(currency, Sum()).amount


def _occupancy(reaches: Reaches) -> Value:
    return occupancy(reaches.held, reaches.held.totals, sum(reaches.around.available(reaches.held).values()))


def _refund_rate(reaches: Reaches) -> Value:
    return reaches.sold.share("refund_rate", reaches.sold.moved(reaches.own)[1], _sales(reaches.sold, reaches.own))


def _desk(made: Callable[[DeskReach], Sequence[Value]], by: frozenset[Side], *figures: str) -> tuple[Measure, ...]:
    """Figures that are counted together, in their order: once for each period."""

    def one(place: int) -> Callable[[Reaches], Value]:
        return lambda reaches: reaches.desk.once(made)[place]

    return tuple(Measure(figure, one(place), by) for place, figure in enumerate(figures))


def _known(figure: str, place: int) -> Measure:
    return Measure(figure, lambda reaches: desk.knowledge_figures(reaches.desk, reaches.held.totals.contacts)[place], _STAFF)


_FLOW = ("cases_open_before", "cases_opened", "cases_reopened", "cases_closed", "cases_open")
DESK_GROUPS = (
    Group(
        N_("Cases"),
        (
            *_desk(desk.flow, _CONTACT, *_FLOW),
            Measure("complaints_opened", lambda reaches: desk.complaints(reaches.desk), _CONTACT),
            *_desk(desk.shares, _CONTACT, "case_first_contact", "one_touch", "reopened_rate"),
            Measure("escalation_rate", lambda reaches: desk.escalation_rate(reaches.desk), _WHOLE),
            Measure("escalations", lambda reaches: reaches.desk.once(escalation_figures)[0], _WHOLE),
            Measure("escalation_take_over", lambda reaches: reaches.desk.once(escalation_figures)[3], _WHOLE),
        ),
    ),
    Group(N_("Service levels"), (*_desk(desk.levels, _WHOLE, "sla_response", "sla_resolution"), *_desk(desk.times, _CONTACT, *desk.TIMES))),
    Group(
        N_("What customers say"),
        _desk(desk.voices, _STAFF, "csat", "csat_mean", "csat_asked", "nps", "nps_promoters", "nps_detractors", "ces"),
    ),
    Group(N_("Quality"), _desk(desk.qualities, _STAFF, "qa_score", "qa_done", "qa_nought", "qa_planned", "qa_own", "qa_gap")),
    Group(
        N_("Knowledge"),
        tuple(
            _known(figure, place)
            for place, figure in enumerate(("knowledge_share", "knowledge_uses", "searches_missed", "articles_new", "articles_late"))
        ),
    ),
)
GROUPS = (
    Group(
        N_("Interactions"),
        (
            _held("contacts", month.contacts),
            _held("contacts_in", lambda reach: reach.count("contacts_in", reach.totals.incoming)),
            _held("contacts_out", lambda reach: reach.count("contacts_out", reach.totals.outgoing)),
            _held("customers_served", month.served),
            _held("handle_time", lambda reach: handle_time(reach, reach.totals)),
            Measure("occupancy", _occupancy, _STAFF),
            _held("first_contact_resolved", lambda reach: resolved(reach, reach.solved)),
            _held("repeat_contacts", month.repeated),
            _held("contacts_per_customer", month.per_customer),
            Measure("outside_hours", lambda reaches: outside_hours(reaches.around, reaches.held), _CONTACT),
        ),
    ),
    Group(
        N_("Calls"),
        (
            _held("missed_calls", month.missed),
            _held("called_back_hour", month.called_back_hour),
            _held("called_back_day", month.called_back_day),
            _held("transfer_rate", month.transferred),
        ),
    ),
    *DESK_GROUPS,
    Group(
        N_("Follow-ups and appointments"),
        (
            _held("follow_ups_kept", _kept, _STAFF),
            _promised("follow_ups_on_time", "on_time"),
            _promised("follow_ups_late", "late"),
            _promised("follow_ups_overdue", "overdue"),
            _promised("follow_ups_still_open", "still_open"),
            _met("appointments_held", "held"),
            _met("appointments_no_show", "no_show"),
            _met("appointments_cancelled", "cancelled"),
        ),
    ),
    Group(
        N_("Orders and returns"),
        (
            _sold("orders_placed", month.placed),
            _money("order_value", _sales, _SOLD),
            _sold("orders_cancelled", lambda reach: reach.count("orders_cancelled", sum(reach.cancelled.values()))),
            Measure("contact_rate", lambda reaches: month.contact_rate(reaches.held), _STAFF),
            _sold("returns_requested", back.requested),
            _sold("returned_units", lambda reach: reach.count("returned_units", back.returned_units(reach))),
            _sold("return_rate", back.return_rate, _WHOLE),
            _sold("orders_returned", back.orders_returned, _WHOLE),
            _sold("settle_days", lambda reach: reach.share("settle_days", *reach.settling_time)),
        ),
    ),
    Group(
        N_("Money"),
        (
            _money("payments_in", lambda reach, currency: reach.moved(currency)[0]),
            _money("refunds_paid", lambda reach, currency: reach.moved(currency)[1]),
            Measure("refund_rate", _refund_rate, _WHOLE),
        ),
    ),
    Group(
        N_("Customers"),
        (
            _held("customers_new", month.new, _WHOLE),
            _held("customers_active", month.active, _STAFF),
            _held("customers_at_risk", at_risk, _WHOLE),
        ),
    ),
    Group(
        N_("What the records lack"),
        (
            _lacking("without_customer", "of_nobody"),
            _lacking("without_reason", "without_reason"),
            _lacking("without_outcome", "without_outcome"),
            _held("without_end", month.without_end),
        ),
    ),
)
MEASURES = {measure.figure: measure for group in GROUPS for measure in group.measures}
