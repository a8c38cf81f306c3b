from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds import Outcome, PointKind
from crm_desktop.core.kinds_of_trade import ReturnReason
from crm_desktop.data.models import Appointment, Customer, FollowUp, Interaction, Operation, Order, OrderLine, Product, ReturnRequest
from crm_desktop.services.appointments import AppointmentInput
from crm_desktop.services.calls import CallInput, save_call
from crm_desktop.services.customers import CustomerInput, PointInput
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.services.history import redo_latest, undo_latest
from crm_desktop.services.interactions import InteractionInput
from crm_desktop.services.orders import LineInput, OrderInput
from crm_desktop.services.returns import ReturnInput, ReturnLineInput
from crm_desktop.services.shipments import ship_order
from tests.conftest import DAY, MOMENT

CREATED = (Interaction, FollowUp, ReturnRequest, Appointment)


@pytest.fixture
def shipped(make_order, make_product, nancy):
    order = make_order(product=make_product(on_hand=9))
    ship_order(order.id, order.version, DAY, "Post", nancy)
    return Order.get_by_id(order.id)


@pytest.fixture
def call(shipped, phone):
    """A call with one of everything."""
    line = OrderLine.get(order=shipped)
    contact = InteractionInput(
        phone.id, customer_id=shipped.customer_id, summary="Crushed", started_at=MOMENT, ended_at=MOMENT + timedelta(minutes=4)
    )
    return CallInput(
        contact,
        orders=(OrderInput(0, (LineInput(line.product_id, Decimal(2)),)),),
        returns=(ReturnInput((ReturnLineInput(Decimal(1), ReturnReason.DAMAGED, line.id),), shipped.id, window_reason="A friend"),),
        follow_ups=(FollowUpInput("Call back", DAY), FollowUpInput("Write", DAY)),
        appointments=(AppointmentInput("Visit", DAY, "10:00"),),
    )


def test_all_that_comes_of_a_call_is_one_operation_and_one_undo_takes_it_back(call, shipped, nancy):
    before, stock = Operation.select().count(), Product.get().on_hand

    change = save_call(call, nancy)

    contact, back, again = Interaction.get(), ReturnRequest.get(), Order.select().order_by(Order.id.desc()).first()
    assert Operation.select().count() == before + 1
    assert (contact.order_id, contact.return_id, contact.outcome) == (shipped.id, back.id, Outcome.FOLLOW_UP)
    assert {promise.interaction_id for promise in FollowUp.select()} == {contact.id}
    assert {row.customer_id for row in (*FollowUp.select(), Appointment.get(), again, back)} == {shipped.customer_id}
    assert {row.channel_id for row in (again, back)} == {contact.channel_id}
    assert Product.get().on_hand == stock - 2
    assert {Entity.INTERACTION, Entity.ORDER, Entity.RETURN, Entity.FOLLOW_UP, Entity.APPOINTMENT} <= change.membership
    undo_latest(nancy)
    assert not any(model.select().exists() for model in CREATED)
    assert (Order.select().count(), Product.get().on_hand) == (1, stock)
    redo_latest(nancy)
    assert Interaction.get().return_id == ReturnRequest.get().id


@pytest.mark.parametrize(
    "broken",
    [
        {"appointments": (AppointmentInput("", DAY),)},
        {"follow_ups": (FollowUpInput("x", DAY, "25:61"),)},
        {"orders": (OrderInput(0, ()),)},
        {"returns": (ReturnInput(()),)},
    ],
)
def test_one_part_that_cannot_be_saved_leaves_nothing_of_the_call(call, nancy, broken):
    before, stock = Operation.select().count(), Product.get().on_hand
    with pytest.raises(UserError, match="Nothing was saved"):
        save_call(replace(call, **broken), nancy)
    assert not any(model.select().exists() for model in CREATED)
    assert (Operation.select().count(), Order.select().count(), Product.get().on_hand) == (before, 1, stock)


def test_a_customer_who_is_new_is_made_with_the_call_and_goes_with_it(make_product, phone, nancy):
    lamp = make_product(on_hand=5)
    new = CustomerInput("Maria Anders", points=(PointInput(PointKind.PHONE, "030 123456"),))
    wanted = CallInput(InteractionInput(phone.id, summary="New"), new, orders=(OrderInput(0, (LineInput(lamp.id, Decimal(1)),)),))
    save_call(wanted, nancy)
    maria = Customer.get(name="Maria Anders")
    assert (Interaction.get().customer_id, Interaction.get().caller, Order.get().customer_id) == (maria.id, "", maria.id)
    undo_latest(nancy)
    assert not Customer.select().exists() and not Order.select().exists()


def test_what_is_somebodys_needs_a_customer(call, nancy):
    with pytest.raises(UserError, match="choose a customer"):
        save_call(replace(call, contact=replace(call.contact, customer_id=None)), nancy)


def test_every_part_asks_for_its_own_right(call, monkeypatch, nancy):
    from crm_desktop.core import rights

    logs_only = {Role.REPRESENTATIVE: frozenset({rights.Right.LOG_INTERACTIONS, rights.Right.PLAN_FOLLOW_UPS})}
    monkeypatch.setattr(rights, "RIGHTS", rights.RIGHTS | logs_only)
    clerk = Actor(nancy.id, nancy.login, Role.REPRESENTATIVE)
    with pytest.raises(NotAllowed, match="place orders"):
        save_call(call, clerk)
    save_call(replace(call, orders=(), returns=(), appointments=()), clerk)
    assert FollowUp.select().count() == 2


def test_the_same_key_saves_once(call, nancy):
    from crm_desktop.core.errors import AlreadyDone

    save_call(call, nancy, "k")
    with pytest.raises(AlreadyDone):
        save_call(call, nancy, "k")
    assert Interaction.select().count() == 1


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"phone": "030 / 12 34 56"}, "+4930123456"),
        ({"caller": "+49 30 123456"}, "+4930123456"),
        ({"caller": "Mrs Nobody, 030 123456"}, ""),
        ({"caller": "Maria", "phone": "anonymous"}, ""),
    ],
)
def test_a_number_is_kept_as_numbers_are_compared(make_interaction, fields, kept, store):
    from crm_desktop.data.models import Company

    Company.update(locale="de_DE").execute()
    assert make_interaction(**fields).phone == kept
