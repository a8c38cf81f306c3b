"""Everything about a customer stands in their timeline."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_escalation import EscalationLevel
from crm_desktop.core.kinds_of_trade import ReturnReason, VoucherKind
from crm_desktop.data.models import OrderLine, SupportCase
from crm_desktop.queries import timeline
from crm_desktop.services.agreements import AgreementInput, start_agreement
from crm_desktop.services.appointments import AppointmentInput, plan_appointment
from crm_desktop.services.approvals import ask_for_voucher
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.escalations import EscalationInput, escalate
from crm_desktop.services.invoices import issue_invoice
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, approve_return, request_return, send_return
from crm_desktop.services.shipments import ShipmentInput, ship
from crm_desktop.services.vouchers import VoucherInput, give_voucher
from tests.asked import ask_how_it_was
from tests.conftest import DAY, MOMENT


@pytest.fixture
def busy(make_customer, make_order, make_interaction, make_follow_up, owner):
    """A customer with one record of each kind, and two parcels."""
    customer = make_customer("Ada")
    order = make_order(customer, due_on=DAY + timedelta(days=30))
    make_interaction(customer, started_at=MOMENT - timedelta(hours=2))
    make_follow_up("Call", customer_id=customer.id, due_on=DAY - timedelta(days=20))
    record_payment(PaymentInput(order.id, Decimal(5), received_at=MOMENT + timedelta(hours=1)), owner)
    issue_invoice(order.id, owner, DAY)
    ship(order.id, type(order).get_by_id(order.id).version, ShipmentInput(shipped_on=DAY, carrier="Post"), owner)
    line = OrderLine.get(order=order.id)
    lines = (ReturnLineInput(Decimal(1), ReturnReason.UNWANTED, line.id),)
    (back,) = request_return(ReturnInput(lines, order.id, requested_at=MOMENT + timedelta(days=3)), owner).of(Entity.RETURN)
    approve_return(back, 1, owner)
    send_return(back, 2, owner, on=DAY + timedelta(days=5), carrier="Post", tracking="P1")
    give_voucher(VoucherInput(VoucherKind.GOODWILL, Decimal(5), customer_id=customer.id, reason="sorry"), owner)
    start_agreement(AgreementInput(customer.id, "Filters", DAY - timedelta(days=400)), owner)
    plan_appointment(AppointmentInput("Visit", DAY + timedelta(days=9), "10:00", customer_id=customer.id), owner)
    open_case(CaseInput("Wet", customer_id=customer.id, opened_at=MOMENT - timedelta(hours=4)), owner)
    case = SupportCase.get()
    escalate(EscalationInput(case.id, "Beyond me", level=EscalationLevel.EXTERNAL, outside="The maker"), owner)
    ask_for_voucher(VoucherInput(VoucherKind.GOODWILL, Decimal(500), customer_id=customer.id, reason="Much water"), owner)
    ask_how_it_was(customer.id, owner, asked_at=MOMENT - timedelta(hours=5), score=4)
    return customer.id


def test_every_kind_of_record_is_in_it(busy):
    found = timeline.first_entries(busy, 200)
    assert {entry.kind for entry in found} == set(timeline.KINDS)
    assert tuple(arm.kind for arm in timeline.ARMS) == timeline.KINDS
    assert timeline.counts(busy) == {kind: 2 if kind == Entity.SHIPMENT else 1 for kind in timeline.KINDS}


def test_the_latest_comes_first_and_a_document_above_what_led_to_it_that_day(busy):
    kinds = [entry.kind for entry in timeline.first_entries(busy, 200)]
    assert {*kinds[:3]} == {Entity.APPROVAL, Entity.ESCALATION, Entity.VOUCHER}
    assert kinds[3:] == [
        Entity.APPOINTMENT, Entity.SHIPMENT, Entity.RETURN, Entity.INVOICE, Entity.SHIPMENT, Entity.PAYMENT,
        Entity.ORDER, Entity.INTERACTION, Entity.CASE, Entity.SURVEY_RESPONSE, Entity.FOLLOW_UP, Entity.AGREEMENT,
    ]  # fmt: skip


def test_the_first_entries_are_those_the_whole_timeline_begins_with(busy):
    ids = list(timeline.timeline_ids(busy))
    for limit in (1, 3, 5, 200):
        assert [entry.id for entry in timeline.first_entries(busy, limit)] == ids[:limit]


def test_one_kind_can_be_asked_for(busy):
    (entry,) = timeline.first_entries(busy, 10, (Entity.INVOICE,))
    assert entry.record.number == "INV-00001"
    assert entry.record.issued_on == DAY
    assert timeline.record_of(entry.id) == (Entity.INVOICE, entry.record.id)


def test_what_belongs_to_somebody_else_is_not_in_it(busy, make_customer):
    assert timeline.first_entries(make_customer("Bob").id, 10) == []


def test_a_parcel_that_waits_in_the_house_stands_on_top(make_customer, make_order, owner):
    customer = make_customer("Ada")
    order = make_order(customer)
    ship(order.id, order.version, ShipmentInput(), owner)
    parcel, placed = timeline.first_entries(customer.id, 10)
    assert (parcel.kind, parcel.record.shipped_on, placed.kind) == (Entity.SHIPMENT, None, Entity.ORDER)
    assert parcel.record.order == placed.record.number


def test_days_end_where_the_next_begin():
    assert timeline._end_of("1970-01-01") == 86_399
    assert timeline._end_of(date(2026, 1, 5).isoformat()) + 1 == timeline._end_of("2026-01-06") - 86_399
