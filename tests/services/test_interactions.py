import json
from datetime import timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import Outcome
from crm_desktop.data.models import Customer, FollowUp, Interaction, Operation
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.services.history import undo_latest
from crm_desktop.services.interactions import InteractionInput, change_interaction, log_interaction
from tests.conftest import DAY, MOMENT


def minutes(count):
    return MOMENT + timedelta(minutes=count)


def test_a_call_keeps_its_raw_times(make_interaction, make_customer):
    call = make_interaction(
        make_customer(), ended_at=minutes(6), holds=((minutes(1), minutes(2)),), wrap_up_ended_at=minutes(8), outcome=Outcome.RESOLVED
    )
    assert (call.started_at, call.ended_at, call.wrap_up_ended_at) == (MOMENT, minutes(6), minutes(8))
    assert json.loads(call.holds) == [[minutes(1).timestamp(), minutes(2).timestamp()]]


def test_a_customers_last_contact_follows_their_interactions(make_interaction, make_customer, nancy):
    customer = make_customer()
    make_interaction(customer)
    make_interaction(customer, started_at=minutes(90))
    assert Customer.get_by_id(customer.id).last_contact_at == minutes(90)
    undo_latest(nancy)
    assert Customer.get_by_id(customer.id).last_contact_at == MOMENT


def test_a_call_and_its_follow_up_are_one_operation(make_customer, make_order, phone, nancy):
    order = make_order()
    before = Operation.select().count()
    wanted = InteractionInput(
        phone.id, customer_id=order.customer_id, order_id=order.id, summary="Where is it?", follow_up=FollowUpInput("Call back", DAY)
    )

    change = log_interaction(wanted, nancy)

    promised = FollowUp.get()
    assert (promised.customer_id, promised.order_id, promised.interaction_id) == (order.customer_id, order.id, Interaction.get().id)
    assert change.membership == {Entity.INTERACTION, Entity.FOLLOW_UP}
    assert Operation.select().count() == before + 1
    undo_latest(nancy)
    assert not Interaction.select().exists() and not FollowUp.select().exists()


@pytest.mark.parametrize(
    "times",
    [
        {"ended_at": minutes(-1)},
        {"ended_at": minutes(5), "holds": ((minutes(4), minutes(6)),)},
        {"ended_at": minutes(5), "holds": ((minutes(3), minutes(2)),)},
        {"ended_at": minutes(5), "wrap_up_ended_at": minutes(4)},
        {"holds": ((minutes(1), minutes(2)),)},
    ],
)
def test_times_that_do_not_follow_one_another_are_refused(make_interaction, times):
    with pytest.raises(UserError, match="Nothing was saved"):
        make_interaction(**times)


@pytest.mark.parametrize("fields", [{"summary": ""}, {"mood_before": 6}, {"mood_after": 0}, {"channel_id": 99}, {"order_id": 99}])
def test_what_makes_no_sense_is_refused(make_interaction, fields):
    with pytest.raises(UserError, match="Nothing was saved"):
        make_interaction(**fields)
    assert not Interaction.select().exists()


def test_an_unknown_caller_needs_no_customer(make_interaction):
    assert make_interaction(caller="Somebody with a blue car", summary="").customer_id is None


def test_an_older_version_is_not_saved_over(make_interaction, phone, nancy):
    call = make_interaction()
    change_interaction(call.id, 1, InteractionInput(phone.id, summary="First", started_at=MOMENT), nancy)
    with pytest.raises(EditConflict):
        change_interaction(call.id, 1, InteractionInput(phone.id, summary="Second", started_at=MOMENT), nancy)
    assert Interaction.get().summary == "First"


def test_an_auditor_logs_nothing(store, phone, auditor):
    with pytest.raises(NotAllowed):
        log_interaction(InteractionInput(phone.id, summary="x"), auditor)


def test_a_card_number_is_cut_down_to_its_last_digits(make_interaction):
    call = make_interaction(summary="Card 4111 1111 1111 1111", notes="It is 4111111111111111, order 10248")
    assert (call.summary, call.notes) == ("Card •••• 1111", "It is •••• 1111, order 10248")
