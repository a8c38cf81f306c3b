import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import UserError
from crm_desktop.core.placeholders import (
    CURSOR,
    NAMES,
    demand_complete,
    demand_known,
    empty_places,
    fill,
    names_in,
    still_empty,
)

KNOWN = sorted(set(NAMES) - {CURSOR})
VALUES = {"customer.first_name": "Ada", "order.number": "SO-00007"}


def test_a_placeholder_becomes_its_value():
    assert fill("Dear {customer.first_name}, about {order.number}.", VALUES).text == "Dear Ada, about SO-00007."


def test_a_fallback_stands_where_there_is_no_value():
    assert fill("Dear {contact.name,fallback=customer}!", VALUES) == ("Dear customer!", (), None)
    assert fill("Hello{contact.name,fallback=}!", VALUES).text == "Hello!"


def test_an_empty_one_is_shown_and_keeps_the_text_in_the_house():
    filled = fill("Tracking: {shipment.tracking}", VALUES)

    assert (filled.text, filled.empty) == ("Tracking: ⟦shipment.tracking⟧", ("shipment.tracking",))
    assert still_empty(filled.text) == ("shipment.tracking",)
    assert empty_places(filled.text) == [(10, 29)]
    with pytest.raises(UserError, match=r"shipment\.tracking"):
        demand_complete(filled.text)


def test_writing_goes_on_where_the_template_says():
    filled = fill("Dear {customer.first_name},\n{cursor}\nBye", VALUES)
    assert (filled.text, filled.cursor) == ("Dear Ada,\n\nBye", 10)


@pytest.mark.parametrize("text", ["{customer.nickname}", "{Order.Number}", "{order.number,or=x}", "{order.number,}", "{x,fallback=y}"])
def test_what_is_no_placeholder_is_refused_by_name(text):
    with pytest.raises(UserError, match="Nothing was saved"):
        demand_known(f"Hello {text} and goodbye")


@pytest.mark.parametrize("text", ["{}", "{ }", "{1}", "{a b}", "{{", "a { b } c", "if (x) { return; }", '{"json": 1}'])
def test_other_braces_are_text(text):
    demand_known(text)
    assert fill(text, VALUES).text == text


@given(text=st.text())
def test_a_text_without_placeholders_stays_as_it_is(text):
    if not names_in(text):
        assert fill(text, VALUES) == (text, (), None)


@given(before=st.text(alphabet=st.characters(exclude_characters="{}")), value=st.text(min_size=1), name=st.sampled_from(KNOWN))
def test_what_a_customer_wrote_is_never_filled_in_again(before, value, name):
    wild = f"{value}{{customer.name}}{{order.number,fallback=x}}"
    values = {**dict.fromkeys(KNOWN, "WRONG"), name: wild}

    assert fill(before + "{" + name + "}", values).text == before + wild.strip()


@given(parts=st.lists(st.tuples(st.text(alphabet=st.characters(exclude_characters="{}")), st.sampled_from(KNOWN)), max_size=6))
def test_every_name_is_either_filled_in_or_told_as_empty(parts):
    text = "".join(before + "{" + name + "}" for before, name in parts)
    filled = fill(text, VALUES)

    assert set(filled.empty) == {name for _before, name in parts} - VALUES.keys()
    assert set(filled.empty) <= set(still_empty(filled.text))
