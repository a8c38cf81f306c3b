"""What happened with a customer, in words: what it was, what of it is worth reading, and the amount."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Direction, FollowUpState, Fulfilment, OrderState, Outcome, Priority
from crm_desktop.core.kinds_of_escalation import ApprovalKind, Decision, EscalationState
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.kinds_of_trade import (
    AgreementState,
    AppointmentState,
    Flow,
    InvoiceKind,
    InvoiceState,
    PaymentMethod,
    PaymentStatus,
    ReturnState,
    ShipmentStatus,
    VoucherKind,
)
from crm_desktop.core.survey_kinds import NO_SCORE, SCALES, ResponseState, SurveyChannel, SurveyKind
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow
from crm_desktop.queries.follow_ups import FollowUpRow
from crm_desktop.queries.interactions import InteractionRow
from crm_desktop.queries.orders import OrderRow
from crm_desktop.queries.timeline import Record
from crm_desktop.queries.timeline_rows import (
    AgreementRow,
    AppointmentRow,
    CaseRow,
    InvoiceRow,
    PaymentRow,
    ReturnRow,
    ShipmentRow,
    SurveyRow,
    VoucherRow,
)
from crm_desktop.reports.documents import record_terms
from crm_desktop.reports.documents.customer_sheet import Happened
from crm_desktop.reports.documents.terms import PAYMENT_METHODS, RETURN_STATES, SHIPMENT_STATUSES
from crm_desktop.reports.tables import CELL
from crm_desktop.reports.text import width_of


class Told(NamedTuple):
    """`headline` is set in bold before the rest; `text` may have paragraphs."""

    what: str
    headline: str
    text: str
    amount: str = ""


_ROOM = 1_800.0
"""Points of text in one row: about 400 letters, or 80 that no font here draws and that stand as their codes."""
_LINES = 12
_LONG_WORD = 80


def parts(text: str) -> Iterator[str]:
    """A long text in pieces that each fit a row of a table; broken between words, and nothing is left out."""
    piece: list[str] = []
    used = 0.0
    for line in text.split("\n"):
        for words in _short(line):
            wide = width_of(words, CELL)
            if piece and (used + wide > _ROOM or len(piece) == _LINES):
                yield "\n".join(piece)
                piece, used = [], 0.0
            piece.append(words)
            used += wide
    yield "\n".join(piece)


def _short(line: str) -> Iterator[str]:
    if width_of(line, CELL) <= _ROOM:
        yield line
        return
    piece: list[str] = []
    used = 0.0
    for word in line.split(" "):
        for start in range(0, max(len(word), 1), _LONG_WORD):
            some = word[start : start + _LONG_WORD]
            wide = width_of(some + " ", CELL)
            if piece and (start or used + wide > _ROOM):
                yield " ".join(piece)
                piece, used = [], 0.0
            piece.append(some)
            used += wide
    yield " ".join(piece)


def when(formats: Formats, each: Happened) -> str:
    if each.day is None:
        return _("Any day") if isinstance(each.record, FollowUpRow) else _("Not yet")
    return "\n".join(filter(None, (formats.day(each.day), formats.time(each.at) if each.at else "")))


def widest(title: str, words: Iterable[str], most: float = 160) -> float:
    """Points that a column takes in which nothing is broken: languages write days, and companies numbers, shorter or longer."""
    found = max(width_of(line, CELL) for text in (title, *words) for line in text.split("\n"))
    return min(found + 1, most)


def told(formats: Formats, today: date, row: Record) -> Told:
    """What is overdue or expired is so on `today`."""
    return _TELLERS[type(row)](formats, today, row)


def dotted(*some: str) -> str:
    return " · ".join(filter(None, some))


def lined(*some: str) -> str:
    return "\n".join(filter(None, some))


def _interaction(_formats: Formats, _today: date, row: InteractionRow) -> Told:
    way = _("{channel}, outgoing") if row.direction == Direction.OUT else _("{channel}, incoming")
    outcome = _(record_terms.OUTCOMES[Outcome(row.outcome)]) if row.outcome else ""
    facts = dotted(row.number, row.reason, outcome, row.staff, row.order)
    return Told(way.format(channel=row.channel), row.summary, lined(row.notes, facts))


def _order(formats: Formats, _today: date, row: OrderRow) -> Told:
    state, shipping = OrderState(row.state), record_terms.SHIPPING.get(Fulfilment(row.fulfilment), "")
    count = ngettext("{count} item", "{count} items", row.line_count)
    facts = dotted(_(record_terms.ORDER_STATES[state]), _(shipping) if shipping else "", count)
    return Told(_("Order {number}").format(number=row.number), "", facts, formats.money(row.total, row.currency))


def _payment(formats: Formats, _today: date, row: PaymentRow) -> Told:
    status = PaymentStatus(row.status)
    amount = -row.amount if row.direction == Flow.OUT else row.amount
    said = "" if status == PaymentStatus.CAPTURED else _(record_terms.PAYMENT_STATUSES[status])
    method = _(PAYMENT_METHODS[PaymentMethod(row.method)])
    facts = dotted(method, said, row.order, row.voucher, row.reference)
    what = _("Refund") if row.direction == Flow.OUT else _("Payment received") if status == PaymentStatus.CAPTURED else _("Payment")
    return Told(what, "", lined(facts, row.reason), formats.money(amount, row.currency))


def _invoice(formats: Formats, _today: date, row: InvoiceRow) -> Told:
    is_note = row.kind == InvoiceKind.CREDIT_NOTE
    what = _("Credit note {number}") if is_note else _("Invoice {number}")
    due = _("due {day}").format(day=formats.day(row.due_on)) if row.due_on and row.state == InvoiceState.ISSUED and not is_note else ""
    state = "" if is_note else _(record_terms.INVOICE_STATES[InvoiceState(row.state)])
    corrects = _("corrects {number}").format(number=row.corrects) if row.corrects else ""
    amount = formats.money(-row.total if is_note else row.total, row.currency)
    return Told(what.format(number=row.number), "", lined(dotted(state, due, corrects, row.order), row.reason), amount)


def _shipment(formats: Formats, _today: date, row: ShipmentRow) -> Told:
    what = _("Parcel sent back") if row.direction == Flow.IN else _("Parcel")
    arrived = _("arrived {day}").format(day=formats.day(row.delivered_on)) if row.delivered_on else ""
    state = _(SHIPMENT_STATUSES[ShipmentStatus(row.status)])
    return Told(what, "", dotted(state, arrived, row.carrier, row.tracking, row.order, row.return_number))


def _return(formats: Formats, _today: date, row: ReturnRow) -> Told:
    more = ngettext("and {count} more", "and {count} more", row.lines - 1) if row.lines > 1 else ""
    goods = " ".join(filter(None, (row.name, more)))
    facts = dotted(_(RETURN_STATES[ReturnState(row.state)]), row.order)
    amount = formats.money(row.value, row.currency) if row.value else ""
    return Told(_("Return {number}").format(number=row.number), goods, lined(facts, row.state_reason, row.note), amount)


def _voucher(formats: Formats, today: date, row: VoucherRow) -> Told:
    kind = _(record_terms.VOUCHER_KINDS[VoucherKind(row.kind)])
    until = _("until {day}").format(day=formats.day(row.expires_on)) if row.expires_on else ""
    worth = formats.money(row.amount, row.currency) if row.amount else formats.percent(row.percent / 100, 2 if row.percent % 1 else 0)
    facts = dotted(kind, _left(formats, today, row), until)
    return Told(_("Voucher {code}").format(code=row.code), "", lined(facts, row.reason), worth)


def _left(formats: Formats, today: date, row: VoucherRow) -> str:
    if row.cancelled:
        return _("Called off")
    if row.expires_on and row.expires_on < today:
        return _("expired")
    if not row.amount:
        return ""
    return _("{amount} left").format(amount=formats.money(row.remaining, row.currency)) if row.remaining else _("used up")


def _follow_up(formats: Formats, today: date, row: FollowUpRow) -> Told:
    state = FollowUpState(row.state)
    is_late = state == FollowUpState.OPEN and row.due_on is not None and row.due_on < today
    stands = _("Overdue") if is_late else _(record_terms.FOLLOW_UP_STATES[state])
    done = formats.day(row.completed_at.astimezone(formats.zone).date()) if row.completed_at else ""
    priority = record_terms.PRIORITIES.get(Priority(row.priority), "")
    said = dotted(stands, done, row.owner, _(priority) if priority else "", row.order)
    return Told(_("Follow-up {number}").format(number=row.number), row.title, lined(row.promise, said, row.outcome))


def _appointment(_formats: Formats, _today: date, row: AppointmentRow) -> Told:
    again = _("repeats") if row.repeats else ""
    facts = dotted(_(record_terms.APPOINTMENT_STATES[AppointmentState(row.state)]), again, row.owner, row.place, row.link)
    return Told(_("Appointment"), row.title, lined(facts, row.state_reason, row.note))


def _agreement(formats: Formats, _today: date, row: AgreementRow) -> Told:
    state = AgreementState(row.state)
    day = partial(_on, formats)
    renews = day(_("renews {day}"), row.renews_on) if state == AgreementState.STARTED else ""
    facts = dotted(_(record_terms.AGREEMENT_STATES[state]), renews, day(_("until {day}"), row.ends_on))
    amount = formats.money(row.price, row.currency) if row.price else ""
    return Told(_("Agreement"), row.name, lined(facts, row.stop_reason, row.note), amount)


def _case(formats: Formats, _today: date, row: CaseRow) -> Told:
    solved = formats.day(row.resolved_at.astimezone(formats.zone).date()) if row.resolved_at else ""
    priority = record_terms.PRIORITIES.get(Priority(row.priority), "")
    paid = ngettext("{count} payment", "{count} payments", row.payments).format(count=row.payments) if row.payments else ""
    facts = dotted(
        _(record_terms.CASE_KINDS[CaseKind(row.kind)]), row.status, _("solved {day}").format(day=solved) if solved else "", row.assignee,
        row.order, row.invoice, paid, _(priority) if priority else "",
    )  # fmt: skip
    return Told(_("Case {number}").format(number=row.number), row.subject, lined(facts, row.description))


def _survey(_formats: Formats, _today: date, row: SurveyRow) -> Told:
    scale = SCALES.get(SurveyKind(row.kind))
    given = _("{score} of {highest}").format(score=row.score, highest=scale.highest) if scale and row.score != NO_SCORE else ""
    facts = dotted(
        given or _(record_terms.RESPONSE_STATES[ResponseState(row.state)]), _(record_terms.SURVEY_CHANNELS[SurveyChannel(row.channel)])
    )
    return Told(_("Survey {number}").format(number=row.number), row.survey, lined(facts, row.comment))


def _escalation(_formats: Formats, _today: date, row: EscalationRow) -> Told:
    facts = dotted(_(record_terms.ESCALATION_STATES[EscalationState(row.state)]), row.asker, row.accepted_by or row.helper, row.number)
    return Told(_("Help was asked for"), row.reason, lined(row.outcome, facts))


def _approval(formats: Formats, _today: date, row: ApprovalRow) -> Told:
    facts = dotted(_(record_terms.DECISIONS[Decision(row.decision)]), row.decider, row.asker, row.case, row.order)
    amount = formats.money(row.amount, row.currency) if row.amount else ""
    what = _("To be approved: {what}").format(what=_(record_terms.APPROVALS[ApprovalKind(row.what)]))
    return Told(what, row.reason, lined(row.note, facts), amount)


def _on(formats: Formats, words: str, day: date | None) -> str:
    return words.format(day=formats.day(day)) if day else ""


_TELLERS: dict[type, Callable[[Formats, date, Any], Told]] = {
    InteractionRow: _interaction,
    OrderRow: _order,
    PaymentRow: _payment,
    InvoiceRow: _invoice,
    ShipmentRow: _shipment,
    ReturnRow: _return,
    VoucherRow: _voucher,
    FollowUpRow: _follow_up,
    AppointmentRow: _appointment,
    AgreementRow: _agreement,
    CaseRow: _case,
    SurveyRow: _survey,
    EscalationRow: _escalation,
    ApprovalRow: _approval,
}
