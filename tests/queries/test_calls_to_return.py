from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import Direction, Outcome, PointKind, Shelf
from crm_desktop.queries.callers import glance, who_calls
from crm_desktop.queries.interactions import InteractionFilter, first_interactions, interaction_ids
from crm_desktop.queries.today import today_of
from crm_desktop.services.customers import AddressInput, PointInput
from crm_desktop.services.shelves import put_on_shelf
from tests.conftest import DAY, MOMENT

TO_RETURN = InteractionFilter(to_return=True)


def later(minutes):
    return MOMENT + timedelta(minutes=minutes)


@pytest.fixture
def missed(make_interaction, make_customer):
    """Two calls that nobody took: one of Ada, one of nobody we know."""
    ada = make_customer("Ada", points=(PointInput(PointKind.PHONE, "030 123456"),), addresses=(AddressInput(country="DE"),))
    return [make_interaction(ada, outcome=Outcome.MISSED), make_interaction(phone="+49301111111", outcome=Outcome.MISSED)]


@pytest.mark.parametrize(
    ("back", "left"),
    [
        ({"direction": Direction.OUT}, 1),
        ({"direction": Direction.IN, "outcome": Outcome.RESOLVED}, 1),
        ({"direction": Direction.OUT, "outcome": Outcome.VOICEMAIL}, 1),
        ({"direction": Direction.OUT, "outcome": Outcome.MISSED}, 2),
        ({"direction": Direction.IN, "outcome": Outcome.VOICEMAIL}, 2),
        ({"direction": Direction.IN, "outcome": Outcome.MISSED}, 3),
        ({"direction": Direction.OUT, "started_at": later(-5)}, 2),
    ],
)
def test_a_missed_call_waits_until_somebody_of_the_customer_is_reached(missed, make_interaction, back, left):
    ada = missed[0].customer
    make_interaction(ada, **{"started_at": later(5), **back})
    assert len(interaction_ids(TO_RETURN)) == left


def test_who_has_no_record_is_called_back_by_their_number(missed, make_interaction):
    make_interaction(phone="+49 30 / 1111111", direction=Direction.OUT, started_at=later(5))
    assert list(interaction_ids(TO_RETURN)) == [missed[0].id]


def test_what_was_thrown_away_returned_no_call(missed, make_interaction, nancy):
    back = make_interaction(missed[0].customer, direction=Direction.OUT, started_at=later(5))
    put_on_shelf(Entity.INTERACTION, back.id, back.version, Shelf.TRASH, nancy)
    assert len(interaction_ids(TO_RETURN)) == 2


def test_today_lists_only_calls_that_were_not_returned(missed, make_interaction, nancy):
    make_interaction(missed[0].customer, direction=Direction.OUT, started_at=later(5))
    found = today_of(nancy.id, later(60), ZoneInfo("Europe/Berlin"))
    assert (found.missed.now, [call.id for call in found.calls]) == (1, [missed[1].id])


def test_the_list_of_calls_to_return_is_searched_too(missed):
    assert [row.id for row in first_interactions(InteractionFilter("ada", to_return=True), 5)] == [missed[0].id]


@pytest.mark.parametrize("number", ["+49 30 123456", "030 123456", "030/12-34-56", "0049 30 123456", "123456"])
def test_a_caller_is_found_however_the_number_is_written(missed, number):
    assert [row.name for row in who_calls(number, "DE")] == ["Ada"]


def test_nobody_calls_from_an_unknown_or_hidden_number(missed):
    assert [who_calls(number, "DE") for number in ("+49 40 999999", "anonymous", "")] == [[], [], []]


def test_who_called_from_a_strange_number_before_is_known_by_it(missed, make_interaction):
    make_interaction(missed[0].customer, phone="+49 171 5550000", started_at=later(9))
    assert [row.name for row in who_calls("+491715550000", "DE")] == ["Ada"]


def test_at_a_glance_stands_what_is_open_before_what_was(missed, make_order, make_follow_up, make_interaction):
    ada = missed[0].customer
    make_order(ada)
    make_follow_up(customer_id=ada.id, due_on=DAY)
    make_interaction(ada, summary="Before", started_at=later(-60))
    found = glance(ada.id)
    assert [entry.kind for entry in found.open] == [Entity.INTERACTION, Entity.ORDER, Entity.FOLLOW_UP]
    assert [entry.record.id for entry in found.open[:1]] == [missed[0].id]
    assert [entry.record.summary for entry in found.latest if entry.kind == Entity.INTERACTION] == ["Before"]
