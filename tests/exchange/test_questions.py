from pathlib import Path

import pytest

from crm_desktop.exchange.made_mapping import Matching, mapping_text
from crm_desktop.exchange.mapping_file import mapping_of
from crm_desktop.exchange.questions import About, answered, questions

PLACES = {"Day": "follow_up.due_on", "What": "follow_up.title", "How": "follow_up.priority"}


@pytest.fixture
def ask(write):
    def ask(rows, most=None, dates=None, words=None):
        path = write("a.csv", "Day,What,How\n" + "\n".join(rows) + "\n")
        matching = Matching("follow_ups", PLACES, "m", "a.csv", words=words or {})
        mapping = answered(mapping_of(mapping_text(matching), Path("m.toml")), dates or {}, {})
        return questions(mapping, (path,), {}, most)

    return ask


def test_a_day_that_can_be_read_two_ways_is_asked_for(ask):
    (question,) = ask(["3/4/2024,Call,high"])
    assert (question.about, question.column, question.example) == (About.DATES, "Day", "3/4/2024")


@pytest.mark.parametrize("day", ["13/4/2024", "2024-04-03", "4/4/2024", "3 Apr 2024"])
def test_a_day_that_can_only_be_one_is_not(ask, day):
    assert ask([f"{day},Call,high"]) == []


def test_one_row_that_tells_the_order_answers_for_the_column(ask):
    assert ask(["3/4/2024,Call,high", "25/4/2024,Call,high"]) == []
    assert ask(["3/4/2024,Call,high", "25/4/2024,Call,high"], most=1) != []


def test_rows_that_contradict_each_other_leave_the_question_open(ask):
    assert [question.column for question in ask(["3/4/2024,Call,high", "25/4/2024,Call,high", "4/25/2024,Call,high"])] == ["Day"]


def test_an_answer_closes_it(ask):
    assert ask(["3/4/2024,Call,high"], dates={"day": "DMY"}) == []


def test_words_that_mean_nothing_here_are_asked_for_with_those_that_do(ask):
    (question,) = ask(["2024-04-03,Call,hoch", "2024-04-04,Call,high", "2024-04-04,Write,hoch"])
    assert (question.about, question.field, question.unknown) == (About.WORDS, "follow_up.priority", ("hoch",))
    assert "high" in question.known
    assert ask(["2024-04-03,Call,hoch"], words={"How": {"hoch": "high"}}) == []


def test_a_number_that_can_be_two_is_asked_for(write):
    path = write("p.csv", "Name;Preis\nMehl;1.234\n")
    mapping = mapping_of(
        mapping_text(Matching("products", {"Name": "product.name", "Preis": "product.price"}, "m", "p.csv", delimiter=";")), Path("m.toml")
    )
    (question,) = questions(mapping, (path,), {})
    assert (question.about, question.example) == (About.NUMBERS, "1.234")
    assert questions(answered(mapping, {}, {"Preis": ","}), (path,), {}) == []


def codes(write, rows, **more):
    path = write("c.csv", "Name,PLZ\n" + "\n".join(rows) + "\n")
    matching = Matching("customers", {"Name": "customer.name", "PLZ": "customer.postal_code"}, "m", "c.csv", **more)
    return questions(mapping_of(mapping_text(matching), Path("m.toml")), (path,), {})


def test_codes_that_are_one_digit_short_are_asked_for(write):
    (question,) = codes(write, ["Ada,10115", "Bob,1067", "Cem,50667"])
    assert (question.about, question.example, question.length) == (About.CODES, "1067", 5)
    assert codes(write, ["Ada,10115", "Bob,1067", "Cem,50667"], digits={"PLZ": 5}) == []


def test_codes_of_several_countries_are_left_alone(write):
    assert codes(write, ["Ada,10115", "Bob,50667"]) == []
    assert codes(write, ["Ada,10115", "Bob,50667", "Cem,101"]) == []
    assert codes(write, ["Ada,SW1A 1AA"]) == []
