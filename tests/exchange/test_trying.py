import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.data.models import Customer, ImportRun, Order, Product
from crm_desktop.exchange.column_guesses import guess_places, guess_shape
from crm_desktop.exchange.made_mapping import Matching, missing
from crm_desktop.exchange.recognising import recognise
from crm_desktop.exchange.trying import Plan, Stopped, bring, open_points, source_of, stopping, take_out, try_out

ORDERS = """No,Date,Customer,Product,Quantity,Unit price
1,31/12/2024,Ada,Pen,2,1.50
1,31/12/2024,Ada,Ink,1,3
2,30/12/2024,Grace,Pen,oops,1.50
"""


@pytest.fixture
def plan(write):
    """As the window makes it when nobody changes a guess."""

    def plan(text, name="orders.csv"):
        found = recognise([write(name, text)])
        shape = guess_shape(found.table.header)
        way = next(way for way in found.ways if way.by_hand)
        places = guess_places(found.table.header, shape, found.table.rows)
        return Plan(found.paths, way, Matching(shape.name, places, source_of(found.paths), name))

    return plan


def counts(result):
    return {word: count.new for word, count in result.counts.items() if count.new}


def test_a_trial_counts_and_writes_nothing(store, nancy, plan):
    made = plan(ORDERS)
    assert missing(made.matching) == [] and open_points(made) == []
    trial = try_out(made, nancy, None)
    assert counts(trial.result) == {"product": 2, "customer": 1, "order": 1, "line": 2}
    assert [(refused.place.line, refused.column) for refused in trial.result.refused] == [(4, "Quantity")]
    assert trial.total == 6
    assert not ImportRun.select().exists() and not Order.select().exists()


def test_what_was_tried_comes_in_and_goes_out_again(store, nancy, plan):
    made = plan(ORDERS)
    trial = try_out(made, nancy, None)
    result = bring(made, nancy, None, trial.state)
    assert counts(result) == counts(trial.result)
    assert Order.get(number="1").customer.name == "Ada"

    assert take_out(result.run, nancy).kept == []
    assert not Order.select().exists() and not Product.select().exists()


def test_the_same_file_again_changes_nothing(store, nancy, plan):
    made = plan(ORDERS)
    bring(made, nancy, None, try_out(made, nancy, None).state)
    again = try_out(made, nancy, None).result
    assert counts(again) == {}
    assert again.counts["order"].same == 1


def test_a_file_that_changed_since_is_tried_again_first(store, nancy, plan, write):
    made = plan(ORDERS)
    state = try_out(made, nancy, None).state
    write("orders.csv", ORDERS.replace("Grace", "Somebody else"))
    with pytest.raises(UserError, match="changed since"):
        bring(made, nancy, None, state)
    assert not Customer.select().exists()


def test_somebody_who_stops_it_leaves_nothing_behind(store, nancy, plan):
    made = plan(ORDERS)
    state = try_out(made, nancy, None).state
    with pytest.raises(Stopped):
        bring(made, nancy, stopping(lambda _share: None, lambda: True), state)
    assert not ImportRun.select().exists() and not Customer.select().exists()


CALLS = """Date,Number,Channel,Subject
03/11/2026 09:12,040 555 0101,Phone,Where is the parcel
13/11/2026 10:40,040 555 0101,Phone,Still not here
"""


def test_the_numbers_of_a_call_log_say_who_rang_and_tell_no_two_calls_apart(write, plan):
    assert plan(CALLS, "calls.csv").matching.places["Number"] == "interaction.caller"
    assert recognise([write("calls.csv", CALLS)]).ways[0].by_hand


def test_numbers_that_are_none_of_a_telephone_are_the_records_own(write, plan):
    tickets = CALLS.replace("040 555 0101,Phone,Where", "T-17,Phone,Where").replace("040 555 0101,Phone,Still", "T-18,Phone,Still")
    assert plan(tickets, "tickets.csv").matching.places["Number"] == "interaction.number"
    assert not recognise([write("tickets.csv", tickets)]).ways[0].by_hand
