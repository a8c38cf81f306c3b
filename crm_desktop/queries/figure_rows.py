"""The records behind a figure: which it counts, as ids in the order of their list, newest first.

The conditions are those that the figures themselves are counted with.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import zone_of
from crm_desktop.core.kinds import ChannelKind, Direction, OrderState, Outcome
from crm_desktop.core.kinds_of_trade import NO_MONEY, AppointmentState, Flow, PaymentStatus, ReturnState
from crm_desktop.data.contact_days import (
    CAME_AGAIN,
    CAME_BEFORE,
    DAY,
    ENDED,
    HOUR,
    INCOMING,
    MISSED,
    TAKEN,
    answered_within,
    words_in,
)
from crm_desktop.data.trade_sums import COUNTED
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.figures_company import holidays, is_open_at, opening_hours, setting
from crm_desktop.queries.figures_customers import active_text
from crm_desktop.queries.figures_follow_ups import counted, of_staff
from crm_desktop.queries.figures_knowledge import HELPED
from crm_desktop.queries.lists import ids_of, rows_of

_KNOWN = f"{INCOMING} AND held.customer_id IS NOT NULL AND held.reason_id IS NOT NULL"
_FIRST = f"{_KNOWN} AND held.outcome <> '' AND NOT EXISTS ({CAME_BEFORE})"
_CALL = f"{INCOMING} AND held.outcome <> '' AND held.channel_id IN (SELECT id FROM channel WHERE kind = '{ChannelKind.PHONE}')"
_MISSED = f"{_CALL} AND held.outcome IN ({words_in(MISSED)})"
_LOST = f"{_MISSED} AND held.customer_id IS NOT NULL"


class Behind(NamedTuple):
    """`text` selects ids."""

    entity: Entity
    text: str
    params: tuple[int | str, ...]

    def ids(self) -> "array[int]":
        return ids_of(self.text, self.params)


class Found(NamedTuple):
    """What no condition of a query says."""

    entity: Entity
    rows: "array[int]"

    def ids(self) -> "array[int]":
        return self.rows


class Span(NamedTuple):
    """What is asked for: the moments and whose, the same as days of the calendar, and the moment the data goes to."""

    scope: Scope
    first: date
    last: date
    until: int


Maker = Callable[[Span], Behind | Found]


class Parts(NamedTuple):
    """What the two numbers count; None where that is no record, as with seconds and money."""

    numerator: Maker | None
    denominator: Maker | None = None


def of_these(column: str, ids: Sequence[int]) -> str:
    """Empty: anybody's."""
    return f" AND {column} IN ({', '.join('?' * len(ids))})" if ids else ""


def _held(condition: str = "1 = 1") -> Maker:
    def made(span: Span) -> Behind:
        scope = span.scope
        where = scope.where("held.started_at", "held.staff_id")
        text = f"SELECT held.id FROM interaction AS held WHERE {where} AND {condition} ORDER BY held.started_at DESC, held.id DESC"
        return Behind(Entity.INTERACTION, text, scope.params)

    return made


def _planned(name: str) -> Maker:
    def made(span: Span) -> Behind:
        scope = span.scope
        parts = counted(scope, span.until)[name]
        found = " UNION ALL ".join(f"SELECT planned.id FROM {part.source} WHERE {part.condition}{of_staff(scope)}" for part in parts)
        text = f"SELECT id FROM follow_up WHERE id IN ({found}) ORDER BY due_at DESC, id DESC"
        return Behind(Entity.FOLLOW_UP, text, tuple(value for part in parts for value in (*part.params, *scope.staff)))

    return made


def _placed(condition: str = COUNTED) -> Maker:
    def made(span: Span) -> Behind:
        scope = span.scope
        where = scope.where("placed.ordered_at", "placed.staff_id")
        text = f"SELECT placed.id FROM sales_order AS placed WHERE {where} AND {condition} ORDER BY placed.ordered_at DESC, placed.id DESC"
        return Behind(Entity.ORDER, text, scope.params)

    return made


def _asked(condition: str = "1 = 1") -> Maker:
    def made(span: Span) -> Behind:
        scope = span.scope
        where = scope.where("asked.requested_at", "asked.responsible_id")
        text = f"SELECT asked.id FROM return_request AS asked WHERE {where} AND {condition} ORDER BY asked.requested_at DESC, asked.id DESC"
        return Behind(Entity.RETURN, text, scope.params)

    return made


def _settled(span: Span) -> Behind:
    scope = span.scope
    where = scope.where("asked.settled_at", "asked.responsible_id")
    text = f"""SELECT asked.id FROM return_request AS asked
        WHERE {where} AND asked.state = '{ReturnState.SETTLED}' AND asked.dated ORDER BY asked.settled_at DESC, asked.id DESC"""
    return Behind(Entity.RETURN, text, scope.params)


def _customers(condition: str = "1 = 1") -> Maker:
    def made(span: Span) -> Behind:
        scope = span.scope
        where = scope.where("held.started_at", "held.staff_id")
        text = f"""SELECT customer.id FROM customer WHERE customer.id IN
            (SELECT held.customer_id FROM interaction AS held WHERE {where}) AND {condition} ORDER BY customer.sort_key, customer.id"""
        return Behind(Entity.CUSTOMER, text, scope.params)

    return made


def _active(span: Span) -> Behind:
    text = f"SELECT customer.id FROM customer WHERE customer.id IN ({active_text(span.scope)}) ORDER BY customer.sort_key, customer.id"
    return Behind(Entity.CUSTOMER, text, span.scope.params * 2)


def _new(span: Span) -> Behind:
    text = """SELECT customer.id FROM customer WHERE customer_since >= ? AND customer_since <= ? AND +merged_into_id IS NULL
        ORDER BY customer.sort_key, customer.id"""
    return Behind(Entity.CUSTOMER, text, (span.first.isoformat(), span.last.isoformat()))


def _cancelled(span: Span) -> Behind:
    """Where it is not recorded when, by the moment they were placed."""
    scope = span.scope
    cancelled = scope.where("placed.cancelled_at", "placed.staff_id")
    placed = scope.where("placed.ordered_at", "placed.staff_id")
    text = f"""SELECT placed.id FROM sales_order AS placed WHERE placed.state = '{OrderState.CANCELLED}'
        AND ({cancelled} OR {placed} AND placed.cancelled_at IS NULL) ORDER BY placed.ordered_at DESC, placed.id DESC"""
    return Behind(Entity.ORDER, text, scope.params * 2)


def _met(state: AppointmentState) -> Maker:
    def made(span: Span) -> Behind:
        scope = span.scope
        where = scope.where("met.starts_at", "met.owner_id")
        text = f"""SELECT met.id FROM appointment AS met WHERE {where} AND met.state = '{state}'
            ORDER BY met.starts_at DESC, met.id DESC"""
        return Behind(Entity.APPOINTMENT, text, scope.params)

    return made


def _outside(span: Span) -> Found:
    """By the company's clock, hours and holidays."""
    known, opening, closed = setting(), opening_hours(), holidays()
    zone, scope = zone_of(known.zone if known else ""), span.scope
    text = f"""SELECT held.id, held.started_at FROM interaction AS held WHERE {scope.where("held.started_at", "held.staff_id")}
        AND {INCOMING} ORDER BY held.started_at DESC, held.id DESC"""
    held = ((row_id, datetime.fromtimestamp(moment, zone)) for row_id, moment in rows_of(text, scope.params))
    return Found(Entity.INTERACTION, array("q", (row_id for row_id, local in held if not is_open_at(local, opening, closed))))


def _articles_used(span: Span) -> Behind:
    scope = span.scope
    text = f"""SELECT article.id FROM article WHERE article.id IN (SELECT used.article_id FROM knowledge_use AS used
        WHERE used.used_at >= ? AND used.used_at < ?{of_these("used.staff_id", scope.staff)}) ORDER BY article.title, article.id"""
    return Behind(Entity.ARTICLE, text, (scope.start, scope.end, *scope.staff))


_DROPPED = f"asked.state IN ('{ReturnState.DECLINED}', '{ReturnState.CANCELLED}', '{ReturnState.EXPIRED}')"
_COMES_BACK = f"NOT {_DROPPED}"


def _returned(span: Span) -> Behind:
    """Orders, whenever they were placed."""
    scope = span.scope
    where = scope.where("asked.requested_at", "asked.responsible_id")
    text = f"""SELECT placed.id FROM sales_order AS placed WHERE placed.id IN (SELECT asked.order_id FROM return_request AS asked
        JOIN return_line AS line ON line.return_id = asked.id WHERE {where} AND {_COMES_BACK})
        ORDER BY placed.ordered_at DESC, placed.id DESC"""
    return Behind(Entity.ORDER, text, scope.params)


_OWN_CURRENCY = "currency = (SELECT currency FROM company)"
_NO_MONEY = ", ".join(f"'{method}'" for method in sorted(NO_MONEY))


def _paid(condition: str) -> Maker:
    """Orders that such a payment of the period is for."""

    def made(span: Span) -> Behind:
        scope = span.scope
        where = scope.where("paid.received_at", "paid.staff_id")
        text = f"""SELECT placed.id FROM sales_order AS placed WHERE placed.id IN (SELECT paid.order_id FROM payment AS paid
            WHERE {where} AND {condition} AND paid.{_OWN_CURRENCY} AND paid.method NOT IN ({_NO_MONEY}))
            ORDER BY placed.ordered_at DESC, placed.id DESC"""
        return Behind(Entity.ORDER, text, scope.params)

    return made


_IN = f"paid.direction = '{Flow.IN}' AND paid.status IN ('{PaymentStatus.CAPTURED}', '{PaymentStatus.CHARGED_BACK}')"
_BACK = f"paid.direction = '{Flow.OUT}' AND paid.status = '{PaymentStatus.CAPTURED}'"
RESOLVED = f"held.outcome = '{Outcome.RESOLVED}' AND NOT EXISTS ({CAME_AGAIN})"
PARTS: Mapping[str, Parts] = {
    "contacts": Parts(_held()),
    "contacts_in": Parts(_held(INCOMING)),
    "contacts_out": Parts(_held(f"held.direction <> '{Direction.IN}'")),
    "customers_served": Parts(_customers()),
    "contacts_per_customer": Parts(_held("held.customer_id IS NOT NULL"), _customers()),
    "handle_time": Parts(None, _held(f"{TAKEN} AND {ENDED} IS NOT NULL")),
    "occupancy": Parts(_held(f"{TAKEN} AND {ENDED} IS NOT NULL")),
    "first_contact_resolved": Parts(_held(f"{_FIRST} AND {RESOLVED}"), _held(_FIRST)),
    "repeat_contacts": Parts(_held(f"{_KNOWN} AND EXISTS ({CAME_BEFORE})"), _held(_KNOWN)),
    "missed_calls": Parts(_held(_MISSED), _held(_CALL)),
    "called_back_hour": Parts(_held(f"{_LOST} AND EXISTS ({answered_within(HOUR)})"), _held(_LOST)),
    "called_back_day": Parts(_held(f"{_LOST} AND EXISTS ({answered_within(DAY)})"), _held(_LOST)),
    "transfer_rate": Parts(_held(f"{_CALL} AND held.outcome = '{Outcome.TRANSFERRED}'"), _held(f"{_CALL} AND {TAKEN}")),
    "outside_hours": Parts(_outside, _held(INCOMING)),
    "appointments_held": Parts(_met(AppointmentState.HELD)),
    "appointments_no_show": Parts(_met(AppointmentState.NO_SHOW)),
    "appointments_cancelled": Parts(_met(AppointmentState.CANCELLED)),
    "knowledge_share": Parts(_held(HELPED), _held()),
    "knowledge_uses": Parts(_articles_used),
    "without_customer": Parts(_held("held.customer_id IS NULL"), _held()),
    "without_reason": Parts(_held("held.reason_id IS NULL"), _held()),
    "without_outcome": Parts(_held("held.outcome = ''"), _held()),
    "without_end": Parts(_held(f"{TAKEN} AND {ENDED} IS NULL"), _held(TAKEN)),
    "customers_new": Parts(_new),
    "customers_active": Parts(_active),
    "follow_ups_on_time": Parts(_planned("on_time")),
    "follow_ups_late": Parts(_planned("late")),
    "follow_ups_overdue": Parts(_planned("overdue")),
    "follow_ups_still_open": Parts(_planned("still_open")),
    "follow_ups_kept": Parts(_planned("kept"), _planned("due")),
    "orders_placed": Parts(_placed()),
    "order_value": Parts(_placed(f"{COUNTED} AND placed.{_OWN_CURRENCY}")),
    "orders_cancelled": Parts(_cancelled),
    "contact_rate": Parts(_held(INCOMING), _placed()),
    "returns_requested": Parts(_asked()),
    "returns_undated": Parts(_asked("NOT asked.dated")),
    "returns_without_order": Parts(_asked("asked.order_id IS NULL")),
    "returns_dropped": Parts(_asked(_DROPPED)),
    "returned_units": Parts(_asked(_COMES_BACK)),
    "return_rate": Parts(_asked(_COMES_BACK), _placed()),
    "orders_returned": Parts(_returned, _placed()),
    "settle_days": Parts(None, _settled),
    "refund_rate": Parts(_paid(_BACK), _placed(f"{COUNTED} AND placed.{_OWN_CURRENCY}")),
    "payments_in": Parts(_paid(_IN)),
    "refunds_paid": Parts(_paid(_BACK)),
}
"""What stands at one moment is not here."""


def behind(figure: str, span: Span, *, numerator: bool) -> Behind | Found | None:
    """None where the number counts no records."""
    parts = PARTS.get(figure)
    maker = parts and (parts.numerator if numerator else parts.denominator)
    return maker(span) if maker else None
