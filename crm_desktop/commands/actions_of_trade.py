"""What `do` can do about money, goods on their way, agreements and appointments."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.data.models import Agreement, Appointment, Attendee, NamedReturnReason, Order, Shipment
from crm_desktop.queries.invoices import shipped_to_invoice
from crm_desktop.services import (
    agreements,
    appointment_reminders,
    appointments,
    figure_targets,
    follow_ups,
    invoices,
    orders,
    payments,
    refund_limits,
    return_reasons,
    returns,
    settlements,
    shipments,
    supplier_returns,
    vouchers,
)


@dataclass(frozen=True, slots=True)
class ReturnPart:
    return_line_id: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class OrderPart:
    order_line_id: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class InvoicePart:
    invoice_line_id: int
    quantity: Decimal


def change_lines(order_id: int, version: int, lines: tuple[orders.LineInput, ...], by: Actor) -> Change:
    return orders.change_lines(order_id, version, lines, by)


def split_return(return_id: int, version: int, lines: tuple[ReturnPart, ...], by: Actor) -> Change:
    return returns.split_return(return_id, version, _units((line.return_line_id, line.quantity) for line in lines), by)


def issue_invoice(
    order_id: int,
    by: Actor,
    issued_on: date | None = None,
    due_on: date = NEVER,
    lines: tuple[OrderPart, ...] = (),
    shipped: bool = False,
) -> Change:
    """Without lines: all that stands on no invoice yet, or what of it was shipped."""
    if shipped and lines:
        raise UserError(_("Either lines or what was shipped. Nothing was issued; leave one of them out."))
    take = shipped_to_invoice(order_id) if shipped else _units((line.order_line_id, line.quantity) for line in lines) or None
    return invoices.issue_invoice(order_id, by, issued_on, due_on, take)


def issue_credit_note(invoice_id: int, reason: str, by: Actor, lines: tuple[InvoicePart, ...] = ()) -> Change:
    """Without lines: all that is left of the invoice."""
    return invoices.issue_credit_note(invoice_id, reason, by, _units((line.invoice_line_id, line.quantity) for line in lines) or None)


def _units(parts: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """A line that is named twice counts twice."""
    units: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line_id, quantity in parts:
        units[line_id] += quantity
    return dict(units)


def _order(row: Order) -> dict[str, Any]:
    return same_names(orders.OrderDetails, row, without=set())


def _shipment(row: Shipment) -> dict[str, Any]:
    return same_names(shipments.ShipmentInput, row, without={"lines"})


def _agreement(row: Agreement) -> dict[str, Any]:
    return same_names(agreements.AgreementInput, row, without=set())


def _appointment(row: Appointment) -> dict[str, Any]:
    asked = Attendee.select().where(Attendee.appointment == row).order_by(Attendee.id)
    attendees = tuple(appointments.AttendeeInput(**same_names(appointments.AttendeeInput, attendee, without=set())) for attendee in asked)
    kept = same_names(appointments.AppointmentInput, row, without={"attendees", "except_days"})
    return {**kept, "attendees": attendees, "except_days": tuple(row.skipped)}


def _return_reason(row: NamedReturnReason) -> dict[str, Any]:
    return same_names(return_reasons.ReturnReasonInput, row, without=set())


ACTIONS = (
    Action("change-lines", N_("All lines of an open order, as they are to be."), change_lines),
    Action("change-order", N_("Change what is given of an open order beside its lines."), orders.change_order, _order),
    Action("confirm-order", N_("A draft becomes an order; its goods leave the stock."), orders.confirm_order),
    Action("complete-order", N_("Everything about an order is done."), orders.complete_order),
    Action("reorder", N_("The same goods again, at today's prices."), orders.reorder),
    Action("record-payment", N_("Money for an order came in."), payments.record_payment),
    Action("refund", N_("Money of an order goes back."), payments.refund),
    Action("set-payment-status", N_("What the bank says of a payment."), payments.set_payment_status),
    Action(
        "set-figure-target",
        N_("What the company aims at with a figure, like csat target=90; empty: nothing."),
        figure_targets.set_figure_target,
    ),
    Action("set-refund-limit", N_("How much a role may give back per order; empty: no limit."), refund_limits.set_refund_limit),
    Action("issue-invoice", N_("An invoice for an order, or for some of it. Cannot be undone."), issue_invoice),
    Action("issue-credit-note", N_("Corrects an invoice, whole or some of its lines. Cannot be undone."), issue_credit_note),
    Action("give-voucher", N_("A voucher worth an amount or a percentage."), vouchers.give_voucher),
    Action("pay-by-voucher", N_("Pay an order with a voucher."), vouchers.pay_by_voucher),
    Action("cancel-voucher", N_("A voucher counts no more."), vouchers.cancel_voucher),
    Action("ship", N_("Some or all of an order left the house."), shipments.ship),
    Action("change-shipment", N_("Change what is given of a shipment."), shipments.change_shipment, _shipment),
    Action("mark-delivered", N_("A shipment arrived."), shipments.mark_delivered),
    Action("mark-lost", N_("A shipment is lost; its goods wait to be shipped again."), shipments.mark_lost),
    Action("mark-sent-back", N_("A shipment came back unclaimed."), shipments.mark_sent_back),
    Action("request-return", N_("A customer wants to send goods back."), returns.request_return),
    Action("approve-return", N_("They may send them."), returns.approve_return),
    Action("decline-return", N_("They may not."), returns.decline_return),
    Action("cancel-return", N_("The customer keeps the goods."), returns.cancel_return),
    Action("expire-return", N_("Nothing came in time."), returns.expire_return),
    Action("send-return", N_("The goods are on their way to us."), returns.send_return),
    Action("receive-return", N_("All goods of a return are here."), returns.receive_return),
    Action("split-return", N_("Some units go into a return of their own."), split_return),
    Action("inspect-line", N_("The state that returned goods are in, and where they go."), returns.inspect_line),
    Action("settle-by-refund", N_("Money goes back for returned goods."), settlements.settle_by_refund),
    Action("settle-by-partial-refund", N_("The customer keeps the goods for a lower price."), settlements.settle_by_partial_refund),
    Action("settle-by-store-credit", N_("A voucher for returned goods."), settlements.settle_by_store_credit),
    Action("settle-by-exchange", N_("Other goods for returned ones."), settlements.settle_by_exchange),
    Action("settle-by-replacement", N_("The same goods again for returned ones."), settlements.settle_by_replacement),
    Action("settle-by-repair", N_("Returned goods are repaired."), settlements.settle_by_repair),
    Action("reject-line", N_("Returned goods go back to the customer."), settlements.reject_line),
    Action("add-return-reason", N_("A reason why goods come back."), return_reasons.add_return_reason),
    Action(
        "change-return-reason",
        N_("Rename, move or retire a reason why goods come back."),
        return_reasons.change_return_reason,
        _return_reason,
    ),
    Action("set-repair-state", N_("How far a repair is."), settlements.set_repair_state),
    Action("send-to-supplier", N_("Returned goods go on to their supplier."), supplier_returns.send_to_supplier),
    Action("note-supplier-answer", N_("What the supplier gave for them; empty: refused."), supplier_returns.note_supplier_answer),
    Action("start-agreement", N_("A subscription, contract or service of a customer."), agreements.start_agreement),
    Action("change-agreement", N_("Change what is given of a running agreement."), agreements.change_agreement, _agreement),
    Action("renew-agreement", N_("An agreement holds for another term."), agreements.renew_agreement),
    Action("stop-agreement", N_("An agreement ends."), agreements.stop_agreement),
    Action("resume-agreement", N_("A stopped agreement runs again."), agreements.resume_agreement),
    Action("plan-appointment", N_("When whom is met."), appointments.plan_appointment),
    Action("change-appointment", N_("Change what is given of a planned appointment."), appointments.change_appointment, _appointment),
    Action("close-appointment", N_("An appointment was held, nobody came, or it is cancelled."), appointments.close_appointment),
    Action("skip-occurrence", N_("A series of appointments does not come on one day."), appointments.skip_occurrence),
    Action("snooze-appointment", N_("Its reminder comes again later."), appointment_reminders.snooze_appointment),
    Action(
        "dismiss-appointment-reminder", N_("The reminder of an appointment was seen."), appointment_reminders.dismiss_appointment_reminder
    ),
    Action("dismiss-follow-up-reminder", N_("The reminder of a follow-up was seen."), follow_ups.dismiss_reminder),
    Action("note-answer", N_("What somebody who was asked to an appointment said."), appointments.note_answer),
)
