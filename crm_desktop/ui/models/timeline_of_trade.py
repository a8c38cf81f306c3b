"""How what is no contact, order or promise looks in a customer's timeline, and reads in full."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
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
from crm_desktop.queries.case_sheets import Paid
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow
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
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.words import INVOICE_STATES, RETURN_STATES, SHIPMENT_STATUSES
from crm_desktop.ui.words_of_escalation import APPROVALS, DECISIONS, ESCALATION_STATES, LEVELS
from crm_desktop.ui.words_of_service import CASE_KINDS, CASE_STATES
from crm_desktop.ui.words_of_surveys import RESPONSE_STATES, SURVEY_CHANNELS
from crm_desktop.ui.words_of_trade import AGREEMENT_STATES, APPOINTMENT_STATES, METHODS, PAYMENT_STATUSES, VOUCHER_KINDS


class Drawn(NamedTuple):
    """A kind of entry: its cell in the list; title and text where it is read in full."""

    cell: Callable[[Any, Formats], Cell]
    title: Callable[[Any, Formats], str]
    text: Callable[[Any, Formats], str]


def _dotted(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _chip(known: tuple[str, Tone]) -> Chip:
    return Chip(_(known[0]), known[1])


def _day(formats: Formats, when: date | None) -> str:
    return formats.day(when) if when else ""


def _payment(row: PaymentRow, formats: Formats) -> Cell:
    status = PaymentStatus(row.status)
    chips = () if status == PaymentStatus.CAPTURED else (_chip(PAYMENT_STATUSES[status]),)
    return Cell(_paid(row, formats), _dotted(row.order, row.voucher, row.reason), chips, "banknote", formats.moment(row.received_at))


def paid_in_words(row: Paid, formats: Formats) -> str:
    """Where something is about money: how much, how and when."""
    return _dotted(_paid(row, formats), formats.day(formats.local_day(row.received_at)))


def _paid(row: PaymentRow | Paid, formats: Formats) -> str:
    """`Paid 49.90 by card` says who gave: the customer, or the company."""
    amount, method = formats.money(row.amount, row.currency), _(METHODS[PaymentMethod(row.method)])
    text = _("Refund {amount} · {method}") if row.direction == Flow.OUT else _("Payment {amount} · {method}")
    return text.format(amount=amount, method=method)


def _payment_title(row: PaymentRow, formats: Formats) -> str:
    return _dotted(_paid(row, formats), formats.day_and_time(row.received_at), _(PAYMENT_STATUSES[PaymentStatus(row.status)][0]))


def _payment_text(row: PaymentRow, _formats: Formats) -> str:
    return _lines(_dotted(row.order, row.voucher), row.reason, row.reference)


def _invoice(row: InvoiceRow, formats: Formats) -> Cell:
    chips = () if row.kind == InvoiceKind.CREDIT_NOTE else (_chip(INVOICE_STATES[InvoiceState(row.state)]),)
    return Cell(_bill(row, formats), _dotted(row.corrects, row.order, row.reason), chips, "receipt", _day(formats, row.issued_on))


def _bill(row: InvoiceRow, formats: Formats) -> str:
    text = _("Credit note {number} · {amount}") if row.kind == InvoiceKind.CREDIT_NOTE else _("Invoice {number} · {amount}")
    return text.format(number=row.number, amount=formats.money(row.total, row.currency))


def _invoice_text(row: InvoiceRow, formats: Formats) -> str:
    due = _("Due {when}").format(when=formats.day(row.due_on)) if row.due_on else ""
    corrects = _("Corrects invoice {number}").format(number=row.corrects) if row.corrects else ""
    return _lines(row.order, due, corrects, row.reason)


def _shipment(row: ShipmentRow, formats: Formats) -> Cell:
    when = _day(formats, row.shipped_on)
    return Cell(_parcel(row), _dotted(row.order, row.return_number, row.tracking), (_sent(row),), "truck", when)


def _parcel(row: ShipmentRow) -> str:
    if row.direction == Flow.IN:
        return _("Sent back with {carrier}").format(carrier=row.carrier) if row.carrier else _("Sent back")
    return _("Sent with {carrier}").format(carrier=row.carrier) if row.carrier else _("Parcel")


def _sent(row: ShipmentRow) -> Chip:
    return _chip(SHIPMENT_STATUSES[ShipmentStatus(row.status)])


def _shipment_text(row: ShipmentRow, formats: Formats) -> str:
    left = _("Left on {day}").format(day=formats.day(row.shipped_on)) if row.shipped_on else ""
    arrived = _("Arrived on {day}").format(day=formats.day(row.delivered_on)) if row.delivered_on else ""
    return _lines(_dotted(row.order, row.return_number), _dotted(left, arrived), row.tracking, row.link)


def _return(row: ReturnRow, formats: Formats) -> Cell:
    value = formats.money(row.value, row.currency) if row.value else ""
    return Cell(
        _dotted(_("Return {number}").format(number=row.number), value), _dotted(row.order, _goods(row)),
        (_chip(RETURN_STATES[ReturnState(row.state)]),), "package-open", formats.moment(row.requested_at),
    )  # fmt: skip


def _goods(row: ReturnRow) -> str:
    """Its first line, and how many there are besides."""
    more = ngettext("and {count} more", "and {count} more", row.lines - 1).format(count=row.lines - 1) if row.lines > 1 else ""
    return " ".join(filter(None, (row.name, more)))


def _return_text(row: ReturnRow, _formats: Formats) -> str:
    return _lines(_dotted(row.order, _goods(row)), row.note, row.state_reason)


def _voucher(row: VoucherRow, formats: Formats) -> Cell:
    return Cell(
        _dotted(_("Voucher {code}").format(code=row.code), _worth(row, formats)),
        _dotted(_(VOUCHER_KINDS[VoucherKind(row.kind)]), row.reason),
        _left(row, formats), "ticket", formats.moment(row.given_at),
    )  # fmt: skip


def _worth(row: VoucherRow, formats: Formats) -> str:
    return formats.money(row.amount, row.currency) if row.amount else formats.percent(row.percent)


def _left(row: VoucherRow, formats: Formats) -> tuple[Chip, ...]:
    if row.cancelled:
        return (Chip(_("Cancelled")),)
    if row.expires_on and row.expires_on < formats.today():
        return (Chip(_("Expired")),)
    if not row.amount:
        return ()
    if not row.remaining:
        return (Chip(_("Used up"), Tone.OK),)
    return (Chip(_("{amount} left").format(amount=formats.money(row.remaining, row.currency)), Tone.INFO),)


def _voucher_text(row: VoucherRow, formats: Formats) -> str:
    until = _("Until {day}").format(day=formats.day(row.expires_on)) if row.expires_on else ""
    return _lines(_(VOUCHER_KINDS[VoucherKind(row.kind)]), row.reason, until)


def _agreement(row: AgreementRow, formats: Formats) -> Cell:
    return Cell(row.name, _term(row, formats), _standing(row, formats), "handshake", _day(formats, row.starts_on))


def _standing(row: AgreementRow, formats: Formats) -> tuple[Chip, ...]:
    due = row.state == AgreementState.STARTED and row.renews_on is not None and row.renews_on <= formats.today()
    return (Chip(_("Renewal due"), Tone.WARN),) if due else (_chip(AGREEMENT_STATES[AgreementState(row.state)]),)


def _term(row: AgreementRow, formats: Formats) -> str:
    ends = _("until {day}").format(day=formats.day(row.ends_on)) if row.ends_on else ""
    renews = _("renews {day}").format(day=formats.day(row.renews_on)) if row.renews_on and row.state == AgreementState.STARTED else ""
    return _dotted(formats.money(row.price, row.currency) if row.price else "", renews, ends)


def _agreement_text(row: AgreementRow, formats: Formats) -> str:
    return _lines(_term(row, formats), row.stop_reason, row.note)


def _appointment(row: AppointmentRow, formats: Formats) -> Cell:
    when = formats.due(row.starts_on, row.starts_time)
    return Cell(row.title, _one_line(_dotted(row.place or row.link, row.owner)), (_held(row),), "calendar", when)


def _held(row: AppointmentRow, now: datetime | None = None) -> Chip:
    """One that was planned and is over waits for a word on how it went; of a series nobody can tell."""
    if row.state == AppointmentState.PLANNED and not row.repeats and row.starts_at < (now or utc_now()):
        return Chip(_("Over"), Tone.WARN)
    return _chip(APPOINTMENT_STATES[AppointmentState(row.state)])


def _appointment_title(row: AppointmentRow, formats: Formats) -> str:
    return _dotted(formats.due(row.starts_on, row.starts_time), row.title, row.owner)


def _appointment_text(row: AppointmentRow, _formats: Formats) -> str:
    return _lines(row.place, row.link, row.state_reason, row.note)


def _survey(row: SurveyRow, formats: Formats) -> Cell:
    scale = SCALES.get(SurveyKind(row.kind))
    given = f"{row.score} / {scale.highest}" if scale is not None and row.score != NO_SCORE else ""
    stands = Chip(given, Tone.BAD if row.low else Tone.OK) if given else _chip(RESPONSE_STATES[ResponseState(row.state)])
    second = _dotted(row.number, _(SURVEY_CHANNELS[SurveyChannel(row.channel)]))
    return Cell(row.survey, second, (stands,), "star", formats.moment(row.asked_at))


def _survey_text(row: SurveyRow, _formats: Formats) -> str:
    return row.comment


def _case(row: CaseRow, formats: Formats) -> Cell:
    kind = _chip(CASE_KINDS[CaseKind(row.kind)])
    stands = Chip(row.status, CASE_STATES[CaseStatusKind(row.state)][1])
    paid = ngettext("{count} payment", "{count} payments", row.payments).format(count=row.payments) if row.payments else ""
    second = _dotted(row.number, row.order, row.invoice, paid, row.assignee)
    return Cell(row.subject, second, (kind, stands), "message-square-warning", formats.moment(row.opened_at))


def _case_text(row: CaseRow, formats: Formats) -> str:
    solved = _("Solved {moment}").format(moment=formats.day_and_time(row.resolved_at)) if row.resolved_at else ""
    return _lines(row.description, solved)


def _escalation(row: EscalationRow, formats: Formats) -> Cell:
    second = _dotted(row.number, row.helper or _(LEVELS[row.level]), _one_line(row.reason))
    return Cell(_("Help asked for"), second, (_chip(ESCALATION_STATES[row.state]),), "circle-alert", formats.moment(row.at))


def _escalation_title(row: EscalationRow, formats: Formats) -> str:
    return _dotted(row.number, formats.day_and_time(row.at), row.asker)


def _approval(row: ApprovalRow, formats: Formats) -> Cell:
    second = _dotted(row.case, row.order, row.asker, _one_line(row.reason))
    return Cell(_decision(row, formats), second, (_chip(DECISIONS[row.decision]),), "shield-check", formats.moment(row.at))


def _decision(row: ApprovalRow, formats: Formats) -> str:
    amount = formats.money(row.amount, row.currency) if row.amount else ""
    return _dotted(_("Decision asked for"), _(APPROVALS[row.what]), amount)


def _approval_title(row: ApprovalRow, formats: Formats) -> str:
    return _dotted(_decision(row, formats), formats.day_and_time(row.at), row.decider)


DRAWN: dict[type, Drawn] = {
    EscalationRow: Drawn(_escalation, _escalation_title, lambda row, _formats: _lines(row.reason, row.outcome)),
    ApprovalRow: Drawn(_approval, _approval_title, lambda row, _formats: _lines(row.reason, row.note)),
    PaymentRow: Drawn(_payment, _payment_title, _payment_text),
    InvoiceRow: Drawn(_invoice, lambda row, formats: _dotted(_bill(row, formats), _day(formats, row.issued_on)), _invoice_text),
    ShipmentRow: Drawn(_shipment, lambda row, _formats: _dotted(_parcel(row), _sent(row).text), _shipment_text),
    ReturnRow: Drawn(_return, lambda row, formats: _dotted(row.number, formats.day_and_time(row.requested_at)), _return_text),
    VoucherRow: Drawn(_voucher, lambda row, formats: _dotted(row.code, formats.day_and_time(row.given_at)), _voucher_text),
    AgreementRow: Drawn(_agreement, lambda row, formats: _dotted(row.name, _day(formats, row.starts_on)), _agreement_text),
    SurveyRow: Drawn(
        _survey, lambda row, formats: _dotted(row.number, formats.day_and_time(row.asked_at)), lambda row, _formats: row.comment
    ),
    CaseRow: Drawn(_case, lambda row, formats: _dotted(row.number, formats.day_and_time(row.opened_at)), _case_text),
    AppointmentRow: Drawn(_appointment, _appointment_title, _appointment_text),
}
