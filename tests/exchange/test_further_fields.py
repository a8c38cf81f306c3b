"""Further fields and tags out of the store and in again."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.changes import Entity
from crm_desktop.core.custom_values import LONGEST_TEXT, CustomTable
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_trade import CustomFieldKind as Kind
from crm_desktop.core.paths import resource
from crm_desktop.data.database import execute, fetch, write
from crm_desktop.data.models import Customer, CustomField
from crm_desktop.exchange.export import export
from crm_desktop.exchange.importing import undo_import
from crm_desktop.queries.custom_fields import with_custom_fields
from crm_desktop.queries.listing import Question, records
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.subjects import CUSTOMERS
from crm_desktop.queries.tags import tags_of
from crm_desktop.services.custom_fields import CustomFieldInput, add_custom_field, change_custom_values, retire_custom_field
from crm_desktop.services.history import undo
from crm_desktop.services.tags import tag, untag
from tests.examples import examples
from tests.exchange.conftest import reasons

HEAD = """
source = "shop"
[[file]]
path = "customers.csv"
[file.customer]
id = "Nr"
name = "Name"
"""
NAMED = HEAD + 'custom = { size = "Schuhgröße", colour = "Farbe", "made up" = "Sonst" }\ntags = { column = "Tags", optional = true }\n'
REST = HEAD + 'keep = ["rest"]\n'
LINES = "Nr;Name;Schuhgröße;Farbe;Sonst;Tags\n1;Ada;42,5;RED;x;VIP, Großhandel\n2;Ben;;;;\n"


@pytest.fixture
def fields(store, owner):
    kinds = {"size": Kind.NUMBER, "colour": Kind.CHOICE, "text": Kind.TEXT, "old": Kind.TEXT, "since": Kind.DAY, "member": Kind.YES_NO}
    for name, kind in kinds.items():
        choices = ("red", "blue") if kind == Kind.CHOICE else ()
        add_custom_field(CustomFieldInput(CustomTable.CUSTOMER, name, kind=kind, choices=choices), owner)


@pytest.fixture
def came(write, bring):
    """Import these lines of customers by this mapping."""
    return lambda lines=LINES, mapping=NAMED: (write("customers.csv", lines), bring(write("shop.toml", mapping)))[1]


def custom(name="Ada"):
    return json.loads(Customer.get(name=name).custom)


def test_a_mapping_names_further_fields_and_tags(fields, came):
    assert reasons(came()) == []

    assert (custom("Ada"), custom("Ben")) == ({"size": "42.5", "colour": "red", "made up": "x"}, {})
    assert tags_of("customer", Customer.get(name="Ada").id) == ["Großhandel", "VIP"]
    again = came()
    assert (again.change, again.counts["customer"].same) == (None, 2)


@pytest.mark.parametrize("mapping", [NAMED, REST])
def test_a_wrong_value_of_a_defined_field_rejects_its_row(fields, came, mapping):
    lines = LINES.replace("Schuhgröße", "size").replace("Farbe", "colour")
    mapping = mapping.replace("Schuhgröße", "size").replace("Farbe", "colour")

    result = came(lines.replace("42,5", "groß") + "3;Cleo;9;green;;\n", mapping)

    assert [(line, column, value) for _file, line, column, value, _reason in reasons(result)] == [
        (2, "size", "groß"),
        (4, "colour", "green"),
    ]
    assert "Known are: red, blue" in result.refused[1].reason
    assert [row.name for row in Customer.select()] == ["Ben"]


def test_what_is_left_over_is_kept_as_it_is_but_for_fields_that_are_defined(fields, came):
    came(LINES.replace("Schuhgröße", "SIZE"), REST)

    assert custom() == {"size": "42.5", "Farbe": "RED", "Sonst": "x", "Tags": "VIP, Großhandel"}
    assert came(LINES.replace("Schuhgröße", "SIZE"), REST).change is None


def test_each_field_follows_the_file_unless_a_person_changed_that_one_here(fields, came, nancy):
    came()
    ada = Customer.get(name="Ada")
    change_custom_values(RecordRef(Entity.CUSTOMER, ada.id), ada.version, {"colour": "blue", "text": "by hand"}, nancy)

    assert came().change is None
    result = came(LINES.replace("42,5", "43").replace(";x;", ";;"))
    assert reasons(result) == []
    assert custom() == {"size": "43", "colour": "blue", "text": "by hand"}

    assert came(LINES.replace("42,5", "43").replace(";x;", ";;")).change is None
    result = came(LINES.replace("42,5", "44").replace("RED", "").replace(";x;", ";;"))
    assert [(column, reason.split(":")[0]) for _file, _line, column, _value, reason in reasons(result)] == [
        ("custom", "Somebody changed this here since")
    ]
    assert custom() == {"size": "43", "colour": "blue", "text": "by hand"}


def test_a_tag_that_was_taken_away_here_stays_away_and_an_undone_import_leaves_none(fields, came, nancy, owner):
    run = came().run
    ada = RecordRef(Entity.CUSTOMER, Customer.get(name="Ada").id)
    untag([ada], ["vip"], nancy)
    tag([ada], ["mine"], nancy)

    came(LINES.replace("Ada", "Ada Ltd").replace("VIP", "vip, new"))
    assert tags_of("customer", ada.row_id) == ["Großhandel", "mine", "new"]

    undone = undo_import(run, by=owner)
    assert [row.name for row in undone.kept] == ["CU-00001"]
    assert tags_of("customer", ada.row_id) == ["mine", "new"]


def test_undoing_an_import_keeps_what_somebody_tagged_since(fields, came, nancy, owner):
    run = came(mapping=HEAD).run
    tag([RecordRef(Entity.CUSTOMER, Customer.get(name="Ben").id)], ["mine"], nancy)

    undone = undo_import(run, by=owner)

    assert [row.name for row in undone.kept] == [Customer.get().number]
    assert [row.name for row in Customer.select()] == ["Ben"]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (HEAD + "custom = 5\n", "must be a table"),
        (HEAD + 'custom = { size = { column = "Farbe", by = "name" } }\n', "“by”"),
        (HEAD + 'custom = { size = "Nowhere" }\n', "no column “Nowhere”"),
        (HEAD.replace("customer]", "staff]") + 'custom = { size = "Farbe" }\n', "no further fields"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(fields, came, mapping, words):
    with pytest.raises(UserError, match=words):
        came(mapping=mapping)


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\n"), min_size=1, max_size=40).filter(
    lambda text: text.strip()
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "text": TEXTS
        | st.sampled_from(["=1+1", "'=x", "'", "yes", "12,50", '"', "a;b", "_x0000_", "\ufffe", "x" * LONGEST_TEXT, " \u2028 x"]),
        "old": TEXTS,
        "size": st.decimals(min_value=-(10**11) + 1, max_value=10**11 - 1, places=4).map(str),
        "since": st.dates().map(str),
        "member": st.booleans(),
        "colour": st.sampled_from(["red", "blue"]),
    },
)


WORDS = TEXTS.map(lambda text: " ".join(text.replace(",", "").replace(";", "").split())[:60].strip()).filter(bool)


def tags():
    return sorted(fetch("SELECT tag.name, customer.number FROM tag JOIN customer ON customer.id = tag.row_id"))


def stored():
    return fetch("SELECT number, custom FROM customer ORDER BY number")


def typed():
    subject = with_custom_fields(CUSTOMERS)
    return list(records(Question(subject, sort="number"), [column for column in subject.columns if column.name.startswith("custom")]))


def empty_store():
    with write():
        execute("DELETE FROM tag")
        execute("DELETE FROM customer")


@settings(max_examples=examples(4, 40), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    ending=st.sampled_from([".csv", ".json", ".xlsx"]), values=st.lists(VALUES, min_size=1, max_size=3), words=st.lists(WORDS, max_size=2)
)
def test_what_goes_out_comes_in_again_identical(fields, make_customer, owner, nancy, bring, tmp_path_factory, ending, values, words):
    """The field “old” is retired when the list is written: its values go out with the others, and come back."""
    empty_store()
    ids = [RecordRef(Entity.CUSTOMER, make_customer(custom=given_values).id) for given_values in values]
    if words:
        tag(ids, words, nancy)
    before, seen, tagged = stored(), typed(), tags()
    folder = tmp_path_factory.mktemp("out")
    retired = retire_custom_field(CustomField.get(name="old").id, CustomField.get(name="old").version, owner)
    try:
        export(Question(CUSTOMERS), folder / f"customers{ending}", owner)
        empty_store()
        result = bring(resource("mappings", "crm-desktop.toml"), folder)
        again = bring(resource("mappings", "crm-desktop.toml"), folder)
    finally:
        undo(retired.operation, owner)

    assert (reasons(result), again.change) == ([], None)
    assert (stored(), typed(), tags()) == (before, seen, tagged)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"what": "customers", "records": [\n{"number": "1", "name":\n], "count": 1}\n', "Line 2 of customers.json is not a record"),
        ('{"what": "customers", "records": [], "count": 0}\n', "holds no records"),
    ],
)
def test_a_list_in_json_is_read_only_as_it_was_written(fields, write, bring, text, words):
    with pytest.raises(UserError, match=words):
        bring(resource("mappings", "crm-desktop.toml"), write("customers.json", text).parent)
