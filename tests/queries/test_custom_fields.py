"""Further fields as columns of lists, on both engines."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.custom_values import CustomTable, dumped
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_trade import CustomFieldKind as Kind
from crm_desktop.data.database import database, execute, write
from crm_desktop.data.models import Customer
from crm_desktop.queries.custom_fields import with_custom_fields
from crm_desktop.queries.listing import Question, count, groups, records
from crm_desktop.queries.subjects import CUSTOMERS, ORDERS, SUBJECTS
from crm_desktop.services.custom_fields import CustomFieldInput, add_custom_field, retire_custom_field
from crm_desktop.services.customers import CustomerInput, change_customer
from tests.examples import examples


@pytest.fixture
def fields(store, owner):
    for name, kind, choices in (
        ("size", Kind.NUMBER, ()), ("since", Kind.DAY, ()), ("member", Kind.YES_NO, ()), ("Größe & Art", Kind.TEXT, ()),
        ("colour", Kind.CHOICE, ("red", "blue")),
    ):  # fmt: skip
        add_custom_field(CustomFieldInput(CustomTable.CUSTOMER, name, kind=kind, choices=choices), owner)


def shown(*names, where=(), sort=""):
    subject = with_custom_fields(CUSTOMERS)
    return list(records(Question(subject, where, sort), [subject.column(name) for name in names]))


def test_each_field_is_a_column_of_its_kind_beside_the_data(fields, make_customer):
    make_customer("Ada", custom={"size": "42.5", "since": "2026-02-03", "member": True, "Größe & Art": "L, tall", "colour": "red"})
    make_customer("Ben", custom={"size": "-7", "member": False})

    assert shown("custom.size", "custom.since", "custom.member", "custom.Größe & Art", "custom.colour", sort="name") == [
        (Decimal("42.5"), date(2026, 2, 3), True, "L, tall", "red"), (Decimal(-7), None, False, "", ""),
    ]  # fmt: skip
    assert shown("custom", sort="name")[1] == ({"size": "-7", "member": False},)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("custom.size", ">", "9"), ["Ada"]),
        (("custom.size", "=", "-7.0"), ["Ben"]),
        (("custom.size", "=", ""), ["Cleo"]),
        (("custom.since", "=", "2026-02"), ["Ada"]),
        (("custom.since", "!=", "2026"), ["Ben", "Cleo"]),
        (("custom.member", "=", "no"), ["Ben"]),
        (("custom.colour", "=", "red"), ["Ada"]),
        (("custom.colour", "=", ""), ["Ben", "Cleo"]),
        (("custom.Größe & Art", "~", "GROSS"), ["Ada"]),
    ],
)
def test_they_are_asked_for_by_their_kind(fields, make_customer, asked, found):
    make_customer("Ada", custom={"size": "42.5", "since": "2026-02-03", "member": True, "Größe & Art": "sehr groß", "colour": "red"})
    make_customer("Ben", custom={"size": "-7", "member": False})
    make_customer("Cleo")

    assert [name for (name,) in shown("name", where=(asked,), sort="name")] == found
    assert count(Question(with_custom_fields(CUSTOMERS), (asked,))) == len(found)


def test_they_sort_add_up_and_group(fields, make_customer):
    for name, size, since, colour in (("Ada", "10", "2026-01-31", "red"), ("Ben", "9.0001", "2026-02-01", "red"), ("Cleo", "", "", "")):
        make_customer(name, custom={"size": size, "since": since, "colour": colour})
    question = Question(with_custom_fields(CUSTOMERS))

    assert [row for (row,) in shown("name", sort="-custom.size")] == ["Ada", "Ben", "Cleo"]
    assert [row for (row,) in shown("name", sort="custom.since")] == ["Ada", "Ben", "Cleo"]
    assert [group.total for group in groups(question, "custom.size")] == [Decimal("19.0001")]
    assert [(group.value, group.size) for group in groups(question, by="custom.since.month")] == [("2026-01", 1), ("2026-02", 1), (None, 1)]
    assert [(group.value, group.total) for group in groups(question, "custom.size", "custom.colour")] == [
        ("", 0),
        ("red", Decimal("19.0001")),
    ]
    with pytest.raises(UserError, match="cannot be added up"):
        groups(question, "custom.colour")


def test_a_retired_field_leaves_the_lists_and_no_other_list_has_it(fields, owner):
    assert [subject.name for subject in SUBJECTS if with_custom_fields(subject) != subject] == ["customers"]
    retire_custom_field(1, 1, owner)

    names = [column.name for column in with_custom_fields(CUSTOMERS).columns]
    assert names[len(CUSTOMERS.columns) :] == ["custom.since", "custom.member", "custom.Größe & Art", "custom.colour"]
    with pytest.raises(UserError, match=r"no field “custom\.size”"):
        count(Question(with_custom_fields(CUSTOMERS), (("custom.size", "=", "1"),)))
    assert with_custom_fields(ORDERS) == ORDERS


ODD = ["big", "", "-", ".", "1.", ".5", "--1", "1.2.3", "1e5", "12,5", "9" * 15, "0.12345", "2026-02-30", "0000-01-01", "2026-13-01",
       "true", True, 5, 1.5, None, ["x"], {"a": "b"}]  # fmt: skip


def test_what_an_import_kept_under_the_name_of_a_field_breaks_no_list(fields, make_customer):
    """It was there before the field was: what is no value of its kind is none in its column, and stands in the data as it is."""
    for number, odd in enumerate(ODD):
        row = make_customer(f"C{number:02}")
        with write():
            execute("UPDATE customer SET custom = ? WHERE id = ?", (json.dumps(dict.fromkeys(("size", "since", "member"), odd)), row.id))

    rows = shown("custom.size", "custom.since", "custom.member", "custom", sort="name")
    assert [row[:2] for row in rows] == [(None, None)] * len(ODD)
    assert [row[2] for row in rows] == [odd if isinstance(odd, bool) else None for odd in ODD]
    assert [row[3]["size"] for row in rows] == ODD
    assert (
        count(
            Question(
                with_custom_fields(CUSTOMERS), (("custom.size", ">", "0"), ("custom.since", ">", "2026"), ("custom.member", "=", "yes"))
            )
        )
        == 0
    )


NUMBERS = st.decimals(min_value=-(10**11) + 1, max_value=10**11 - 1, places=4)


@settings(max_examples=examples(10, 100), deadline=None, suppress_health_check=list(HealthCheck))
@given(sizes=st.lists(NUMBERS, min_size=1, max_size=5))
def test_numbers_are_exact_whatever_their_digits(fields, make_customer, nancy, sizes):
    with write():
        execute("UPDATE customer SET custom = '{}'")
    while Customer.select().count() < len(sizes):
        make_customer()
    for row, size in zip(Customer.select().order_by(Customer.id), sizes, strict=False):
        change_customer(row.id, row.version, CustomerInput("Ada", custom={"size": str(size)}), nancy)

    found = [size for (size,) in shown("custom.size", where=(("custom.size", "!=", ""),), sort="custom.size")]
    assert found == sorted(sizes)
    assert groups(Question(with_custom_fields(CUSTOMERS)), "custom.size")[0].total == sum(sizes)
    assert dumped({"size": "1"}) == '{"size": "1"}'


@pytest.mark.parametrize("table", CustomTable)
def test_every_table_that_takes_fields_shows_them_in_its_list(store, owner, table):
    add_custom_field(CustomFieldInput(table, "size", kind=Kind.NUMBER), owner)

    (subject,) = [whole for whole in map(with_custom_fields, SUBJECTS) if whole not in SUBJECTS]
    assert subject.columns[-1].name == "custom.size"
    assert groups(Question(subject), "custom.size") == []
    assert list(records(Question(subject, (("custom.size", ">", "1"),), "-custom.size"), subject.columns)) == []


@pytest.mark.parametrize("name", ["x' || (SELECT 1) || '", 'x"', "x'; DELETE FROM customer; --", "{value}", "%s", "?", "a\nb"])
def test_a_name_that_a_prepared_store_brought_along_is_never_run(name, fields, make_customer):
    make_customer("Ada", custom={"size": "42.5"})
    with write():
        execute(f"UPDATE custom_field SET name = {database.param} WHERE name = 'colour'", (name,))

    assert f"custom.{name}" not in [column.name for column in with_custom_fields(CUSTOMERS).columns]
    assert shown("custom.size") == [(Decimal("42.5"),)]
