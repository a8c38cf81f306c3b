"""Further fields, tags and attached files by commands alone, read back by `list`."""

import json

import pytest

from tests.commands.conftest import crm, done


def listed(what, *where):
    return json.loads(done("list", what, "--json", *where))["records"]


def only(what, *where):
    (record,) = listed(what, *where)
    return record


@pytest.fixture
def sizes(shop):
    done("do", "add-custom-field", "table=customer", "name=size", "label=Shoe size", "kind=number")
    done("do", "add-custom-field", "table=order", "name=wrapping", "kind=choice", "choice=Paper", "choice=Box")
    return shop


def test_a_further_field_is_filled_listed_and_retired(sizes):
    done("do", "change-customer", "customer=CU-00001", "custom.size=42.50")
    done("do", "add-customer", "name=Ben", 'custom={"size": 7}')
    done("do", "change-custom-values", "record=SO-00001", "custom.wrapping=box")

    assert [(row["name"], row["custom"], row["custom.size"]) for row in listed("customers", "--sort", "-custom.size")] == [
        ("Müller & Søn", {"size": "42.5"}, 42.5), ("Ben", {"size": "7"}, 7),
    ]  # fmt: skip
    assert done("list", "customers", "--sum", "custom.size") == "49.5\n"
    assert only("orders", "--where", "custom.wrapping", "=", "Box")["custom.wrapping"] == "Box"
    assert done("list", "orders").splitlines()[0].endswith("custom.wrapping")
    assert [(row["table"], row["name"], row["label"], row["choices"]) for row in listed("custom-fields")] == [
        ("customer", "size", "Shoe size", []), ("order", "wrapping", "wrapping", ["Paper", "Box"]),
    ]  # fmt: skip

    done("do", "change-custom-field", "custom_field=wrapping", "label=Wrapping")
    done("do", "retire-custom-field", "custom_field=customer.size")
    assert [(row["label"], row["active"], row["choices"]) for row in listed("custom-fields")] == [
        ("Shoe size", False, []), ("Wrapping", True, ["Paper", "Box"]),
    ]  # fmt: skip
    assert "custom.size" not in only("customers", "--where", "name", "=", "Ben")
    done("do", "change-customer", "customer=CU-00001", "notes=Rings twice")
    assert only("customers", "--where", "number", "=", "CU-00001")["custom"] == {"size": "42.5"}


def test_a_value_is_taken_away_by_an_empty_one(sizes):
    done("do", "change-customer", "customer=CU-00001", "custom.size=42")
    done("do", "change-customer", "customer=CU-00001", "custom.size=")

    assert only("customers")["custom"] == {}


WRONG = (
    (["add-customer", "name=x", "custom.size=big"], "Shoe size: “big” is not a number"),
    (["add-customer", "name=x", "custom.colour=red"], "no further field “colour”. There are: size"),
    (["add-customer", "name=x", "custom=red"], "custom.NAME=VALUE"),
    (["add-customer", "name=x", 'custom={"size": [1]}'], "is not a number"),
    (["add-customer", "name=x", 'custom={"size": NaN}'], "no JSON"),
    (["change-custom-values", "record=SO-00001", "custom.wrapping=Silk"], "not one of: Paper, Box"),
    (["change-custom-values", "record=SO-9", "custom.wrapping=Box"], "no record “SO-9”"),
    (["change-custom-values", "record=follow-up:F-00001", "custom.wrapping=Box"], "no further fields"),
    (["retire-custom-field", "custom_field=colour"], "No custom_field “colour” is known"),
    (["add-custom-field", "table=staff", "name=x"], "not one of: customer, contact, product, order, interaction"),
    (["add-custom-field", "table=customer", "name=a.b"], "cannot name a field"),
)


def test_a_wrong_value_is_one_sentence_and_nothing_is_changed(sizes):
    before = done("history")

    for arguments, words in WRONG:
        refused = crm("do", *arguments)
        assert (refused.status, refused.err.count("\n")) == (1, 1), arguments
        assert words in refused.err
    assert done("history") == before
    assert crm("--as", "nancy", "do", "add-custom-field", "table=order", "name=x").status == 1


def test_the_fields_of_a_list_are_those_of_the_company(sizes):
    assert "custom.size" in done("list", "customers", "--fields")
    assert "There is no field “custom.colour” in customers." in crm("list", "customers", "--where", "custom.colour", "=", "x").err
