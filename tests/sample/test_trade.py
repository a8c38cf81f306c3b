"""Money and goods of the sample company are sound, and look like a shop's."""

import json
from collections import Counter, defaultdict
from datetime import date

from crm_desktop.core.changes import Entity
from crm_desktop.core.custom_values import CustomTable
from crm_desktop.core.kinds_of_trade import (
    AppointmentState,
    InvoiceKind,
    PaymentState,
    PaymentStatus,
    Resolution,
    ReturnReason,
    ReturnState,
    ShipmentStatus,
)
from crm_desktop.core.money import ZERO
from crm_desktop.data.database import fetch
from crm_desktop.data.models import (
    Appointment,
    AppointmentReminder,
    Attachment,
    Customer,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    Payment,
    Repair,
    ReturnLine,
    ReturnRequest,
    Shipment,
    SupplierReturn,
    Tag,
    Voucher,
)
from crm_desktop.data.soundness import FLAWS, demand_sound
from crm_desktop.queries.custom_fields import TABLES, definitions
from crm_desktop.queries.duplicates import likely_duplicates
from crm_desktop.sample.catalogue import FRAGILE, ROUGH
from crm_desktop.services.return_values import value_of
from crm_desktop.services.returns import claimed
from tests.sample.conftest import UNTIL

MONEY_BACK = (Resolution.REFUND, Resolution.EXCHANGE, Resolution.STORE_CREDIT)


def test_nothing_is_there_that_a_service_would_have_refused(sample):
    demand_sound({flaw.model: [row.id for row in flaw.model.select()] for flaw in FLAWS})
    for line in OrderLine.select():
        assert claimed(line) <= line.shipped <= line.quantity


def test_a_returned_line_is_worth_what_was_paid_for_it(sample):
    worth = ReturnLine.select().where(ReturnLine.resolution.in_([*MONEY_BACK, Resolution.REPLACEMENT]))
    assert worth.count() >= 5
    for line in worth:
        if line.order_line is not None:
            assert line.value == value_of(line.return_request.order, line.order_line, line.quantity, ZERO)


def test_what_goes_back_for_a_line_is_its_value(sample):
    for line in ReturnLine.select().where(ReturnLine.resolution.in_([*MONEY_BACK, Resolution.PARTIAL_REFUND])):
        back = Payment.select().where(Payment.return_line == line, Payment.direction == "out")
        assert sum((payment.amount for payment in back), ZERO) == line.value
        assert {payment.status for payment in back} == {PaymentStatus.CAPTURED}


def test_returns_stand_in_every_state_and_were_settled_in_every_way(sample):
    assert {request.state for request in ReturnRequest.select()} == set(ReturnState)
    assert {line.resolution for line in ReturnLine.select()} == set(Resolution)
    assert Repair.select().exists()
    assert SupplierReturn.select().exists()
    assert ReturnRequest.select().where(ReturnRequest.order.is_null()).exists()


def test_payments_go_wrong_now_and_then(sample):
    assert {payment.status for payment in Payment.select()} >= {PaymentStatus.CAPTURED, PaymentStatus.FAILED, PaymentStatus.CHARGED_BACK}
    states = Counter(order.payment_state for order in Order.select().where(Order.state != "cancelled"))
    assert states.keys() == set(PaymentState) - {PaymentState.REFUNDED}
    assert states[PaymentState.PAID] > 0.8 * states.total()


def test_its_figures_are_a_shops(sample):
    shipped, returned = fetch("SELECT SUM(shipped), SUM(returned) FROM order_line")[0]
    assert 0.002 < returned / shipped < 0.08
    assert 0.04 <= ReturnRequest.select().count() / Order.select().count() <= 0.085
    owing = Customer.select().where(Customer.balance > 0).count()
    assert 0 < owing < 0.35 * Customer.select().count()


def test_parcels_have_numbers_that_lead_to_their_carrier(sample):
    assert {parcel.status for parcel in Shipment.select()} >= {ShipmentStatus.DELIVERED, ShipmentStatus.LOST, ShipmentStatus.SENT_BACK}
    for parcel in Shipment.select().where(Shipment.status == ShipmentStatus.DELIVERED):
        assert parcel.tracking in parcel.link
        assert parcel.shipped_on < parcel.delivered_on < UNTIL


def test_invoices_state_what_their_order_comes_to_and_their_numbers_have_no_gap(sample):
    for kind, prefix in ((InvoiceKind.INVOICE, "INV"), (InvoiceKind.CREDIT_NOTE, "CN")):
        issued = list(Invoice.select().where(Invoice.kind == kind).order_by(Invoice.number))
        assert [invoice.number for invoice in issued] == [f"{prefix}-{number:05}" for number in range(1, len(issued) + 1)]
        assert [invoice.issued_on for invoice in issued] == sorted(invoice.issued_on for invoice in issued)
    for invoice in Invoice.select():
        lines = InvoiceLine.select().where(InvoiceLine.invoice == invoice)
        assert sum((line.total for line in lines), ZERO) == invoice.goods
        assert sum(net + tax for _rate, net, tax in json.loads(invoice.taxes)) == invoice.total * 10_000
        assert invoice.kind == InvoiceKind.CREDIT_NOTE or invoice.total == invoice.order.total
    assert Invoice.select().where(Invoice.state == "void").exists()


def test_one_carrier_breaks_one_product_more_and_more(sample):
    broken = ReturnLine.select().where(ReturnLine.reason == ReturnReason.DAMAGED_IN_TRANSIT, ReturnLine.name == FRAGILE)
    months = Counter(f"{line.return_request.requested_at:%Y-%m}" for line in broken)
    assert {line.return_request.order.carrier for line in broken} == {ROUGH}
    assert months["2026-04"] + months["2026-05"] >= 2
    assert months["2026-04"] + months["2026-05"] > months["2026-02"] + months["2026-03"]


def test_vouchers_are_used_and_never_for_more_than_they_hold(sample):
    used = defaultdict(lambda: ZERO)
    for payment in Payment.select().where(Payment.voucher.is_null(False)):
        used[payment.voucher] += payment.amount
        assert payment.received_at > payment.voucher.given_at
        assert payment.voucher.customer_id in (None, payment.customer_id)
    assert used
    assert all(amount <= voucher.amount for voucher, amount in used.items() if voucher.amount)
    assert {voucher.kind for voucher in Voucher.select()} >= {"store_credit", "goodwill", "coupon"}


def test_appointments_were_held_or_not_and_some_are_to_come(sample):
    assert {appointment.state for appointment in Appointment.select()} >= set(AppointmentState) - {AppointmentState.NO_SHOW}
    assert all(appointment.starts_on >= UNTIL for appointment in Appointment.select().where(Appointment.state == "planned"))
    assert Appointment.select().where(Appointment.recurrence != "").count() == 2
    assert AppointmentReminder.select().exists()


def test_some_customers_are_in_it_twice_and_would_be_noticed(sample):
    found = [
        duplicate
        for customer in Customer.select().where(Customer.number > "CU-00030")
        for duplicate in likely_duplicates(customer.name, customer.place.partition(",")[0], _normals(customer), customer.id)
    ]
    assert len(found) >= 2


def _normals(customer):
    return [normal for (normal,) in fetch(f"SELECT normal FROM contact_point WHERE customer_id = {customer.id} AND normal <> ''")]


def test_birthdays_tags_fields_and_a_file_are_there(sample):
    birthdays = [customer.birthday for customer in Customer.select() if customer.birthday]
    assert len(birthdays) > 5
    assert all(date.fromisoformat(day.replace("--", "2000-")) for day in birthdays)
    assert Tag.select().count() > 5
    assert Attachment.select().where(Attachment.entity_table == Entity.RETURN + "_request").exists()
    fields = {field.name: field for field in definitions(TABLES[CustomTable.CUSTOMER])}
    for customer in Customer.select():
        for name, value in json.loads(customer.custom).items():
            assert value in fields[name].choices if fields[name].choices else value != ""
