"""The same files a second time, changed files, edits in between, and taking an import out again."""

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.paths import resource
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import fetch
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import (
    RECORDS,
    Channel,
    ContactPoint,
    ContactReason,
    Customer,
    ImportRun,
    Interaction,
    Operation,
    Order,
    OrderLine,
    Product,
    ProductCategory,
    Staff,
)
from crm_desktop.exchange.importing import undo_import
from crm_desktop.services.customers import CustomerInput, change_customer
from crm_desktop.services.history import undo
from crm_desktop.services.incoming import Counts
from tests.exchange.conftest import FILES, MAPPING, reasons

CUSTOMERS, ORDERS, PRODUCTS = FILES["customers.csv"], FILES["orders.csv"], FILES["products.csv"]


def contents():
    """Every record of the store, table by table."""
    return {model._meta.table_name: fetch(f"SELECT * FROM {model._meta.table_name} ORDER BY id") for model in RECORDS}


def rename(customer, name, by):
    return change_customer(customer.id, customer.version, CustomerInput(name), by)


def test_a_second_import_of_the_same_files_changes_nothing(shop, bring, one):
    bring(shop())
    before, operations = contents(), one("SELECT COUNT(*) FROM operation")
    again = bring(shop())
    assert contents() == before
    assert one("SELECT COUNT(*) FROM operation") == operations
    assert again.change is None
    assert again.counts == {word: Counts(same=count) for word, count in
                            {"staff": 1, "category": 2, "product": 2, "customer": 2, "order": 2, "line": 3}.items()}  # fmt: skip
    assert ImportRun.get_by_id(again.run).operation_id is None


def test_what_changed_in_the_files_changes_here_and_nothing_else(shop, bring):
    bring(shop())
    before = Customer.get(number="K2")
    again = bring(shop(customers_csv=CUSTOMERS.replace("Bäckerei Ähre", "Konditorei Ähre"), products_csv=PRODUCTS.replace(";40", ";44")))
    assert Customer.get(number="K1").name == "Konditorei Ähre"
    assert Customer.get(number="K2").version == before.version
    assert Product.get(sku="A1").on_hand == 44
    assert (again.counts["customer"], again.counts["product"]) == (Counts(changed=1, same=1), Counts(same=2))
    assert verify_chain() == []
    assert not any(rebuild().values())


def test_new_lines_of_an_order_that_is_there_raise_its_version(shop, bring):
    bring(shop())
    before = Order.get(number="11").version
    bring(shop(orders_csv=ORDERS + "11;K2;9;01.02.2024;NULL;0;2;A1;1;10;0\n"))
    order = Order.get(number="11")
    assert (order.version, order.line_count) == (before + 1, 2)
    assert [line.position for line in OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.id)] == [1, 2]


def test_what_a_person_changed_here_stays_while_the_file_says_nothing_new(shop, bring, nancy):
    bring(shop())
    rename(Customer.get(number="K1"), "Ähre & Töchter", nancy)
    again = bring(shop())
    assert Customer.get(number="K1").name == "Ähre & Töchter"
    assert (again.refused, again.counts["customer"]) == ([], Counts(same=2))


def test_what_a_person_changed_here_stays_and_is_told_where_the_file_says_something_else(shop, bring, nancy):
    bring(shop())
    rename(Customer.get(number="K1"), "Ähre & Töchter", nancy)
    again = bring(shop(customers_csv=CUSTOMERS.replace("Bäckerei Ähre", "Konditorei").replace("Backwaren", "Torten")))
    customer = Customer.get(number="K1")
    assert (customer.name, customer.custom) == ("Ähre & Töchter", '{"Branche": "Torten"}')
    assert reasons(again) == [("customers.csv", 2, "name", "Konditorei", "Somebody changed this here since: it was kept as it is.")]
    assert (again.counts["customer"], again.partly) == (Counts(changed=1, kept=1, same=1), True)


def test_an_edit_that_was_undone_no_longer_stands_in_the_way(shop, bring, nancy):
    bring(shop())
    undo(rename(Customer.get(number="K1"), "Ähre & Töchter", nancy).operation, nancy)
    bring(shop(customers_csv=CUSTOMERS.replace("Bäckerei Ähre", "Konditorei")))
    assert Customer.get(number="K1").name == "Konditorei"


def test_a_change_that_was_imported_may_be_changed_by_the_next_import(shop, bring):
    for name in ("Erste", "Zweite", "Dritte"):
        bring(shop(customers_csv=CUSTOMERS.replace("Bäckerei Ähre", name)))
        assert Customer.get(number="K1").name == name


def test_undoing_an_import_leaves_the_store_as_it_was_table_by_table(shop, bring, make_order, owner):
    make_order()
    before = contents()
    result = bring(shop())
    undone = undo_import(result.run, by=owner)
    assert contents() == before
    assert undone.kept == []
    assert ImportRun.get_by_id(result.run).undone_by_id == undone.change.operation
    assert verify_chain() == []


def test_an_import_that_was_taken_out_can_come_in_again(shop, bring, owner):
    undo_import(bring(shop()).run, by=owner)
    assert bring(shop()).counts["customer"] == Counts(new=2)


def test_undoing_an_import_keeps_and_lists_what_was_touched_since(shop, bring, owner, nancy):
    result = bring(shop())
    rename(Customer.get(number="K2"), "Zoll", nancy)
    undone = undo_import(result.run, by=owner)
    assert [(kept.table, kept.name) for kept in undone.kept] == [("customer", "K2")]
    assert [customer.name for customer in Customer.select()] == ["Zoll"]
    assert Operation.get_by_id(undone.change.operation).numbers.count('"kept":1') == 1


def test_undoing_changes_of_an_import_brings_back_what_was_there_but_for_later_edits(shop, bring, owner, nancy):
    bring(shop())
    second = bring(shop(customers_csv=CUSTOMERS.replace("Bäckerei Ähre", "Konditorei").replace("Zoll, Zange", "Zoll")))
    rename(Customer.get(number="K2"), "Ganz anders", nancy)
    undo_import(second.run, by=owner)
    assert {customer.name for customer in Customer.select()} == {"Bäckerei Ähre", "Ganz anders"}


def test_an_import_is_undone_only_once_and_only_if_it_brought_something(shop, bring, owner):
    first, second = bring(shop()), bring(shop())
    with pytest.raises(UserError, match="brought nothing new"):
        undo_import(second.run, by=owner)
    undo_import(first.run, by=owner)
    with pytest.raises(UserError, match="taken out already"):
        undo_import(first.run, by=owner)
    with pytest.raises(UserError, match="no import 99"):
        undo_import(99, by=owner)


def test_the_import_of_another_is_undone_only_by_who_may_undo_for_others(shop, bring, store):
    result = bring(shop())
    with pytest.raises(NotAllowed):
        undo_import(result.run, by=Actor(99, "rita", Role.REPRESENTATIVE))


def test_bringing_back_an_undone_import_makes_its_run_count_again(shop, bring, owner):
    result = bring(shop())
    before = contents()
    undone = undo_import(result.run, by=owner)
    undo(undone.change.operation, owner)
    assert [table for table, rows in contents().items() if len(rows) != len(before[table])] == []
    assert ImportRun.get_by_id(result.run).undone_by_id is None


LIST = """
source = "calls"
[[file]]
path = "calls.csv"
[file.customer]
id = "Who"
name = "Who"
match = ["number", "name"]
optional = true
repeated = "same"
[file.staff]
id = "By"
name = "By"
match = ["login", "name"]
repeated = "same"
[file.channel]
id = "Via"
name = "Via"
repeated = "same"
[file.reason]
id = "Why"
name = "Why"
repeated = "same"
[file.interaction]
customer = "Who"
staff = "By"
channel = "Via"
reason = "Why"
started_at = "When"
minutes = "Minutes"
notes = "Notes"
"""
CALLS = "Who,By,Via,Why,When,Minutes,Notes\n"


@pytest.fixture
def calls(write, bring):
    def make(text, mapping=LIST):
        write("calls.csv", CALLS + text)
        return bring(write("calls.toml", mapping))

    return make


def test_records_that_are_known_by_number_or_name_are_not_doubled(calls, make_customer, one):
    ada = make_customer("Ada Ltd")
    result = calls(
        f"ADA ltd,nancy,phone,order STATUS,2024-01-31 09:00,5,hello\n{ada.number},Nancy Davolio,e-mail,Order status,2024-01-31 10:00,,\n"
    )
    assert one("SELECT COUNT(*) FROM customer") == 1
    assert one("SELECT COUNT(*) FROM channel WHERE source <> ''") == 0
    assert one("SELECT COUNT(*) FROM contact_reason WHERE source <> ''") == 0
    assert one("SELECT COUNT(DISTINCT staff_id) FROM interaction") == 1
    assert result.counts["customer"] == Counts(same=2)


def test_a_record_that_is_only_recognised_stays_as_it_is_and_gets_no_parts(calls, make_customer):
    make_customer("Ada Ltd")
    calls(
        "Ada Ltd,nancy,Phone,Other,2024-01-31 09:00,5,0301234\n",
        LIST.replace('match = ["number", "name"]', 'match = ["name"]\nphone = "Notes"'),
    )
    assert ContactPoint.select().count() == 0


def test_names_that_are_new_become_records_and_an_empty_one_an_unknown_caller(calls):
    result = calls("Bo,nancy,Pigeon,Lost seed,2024-01-31 09:00,5,\n,nancy,Phone,Other,2024-01-31 10:00,,\n")
    assert (Customer.get().name, Channel.get(source="calls").kind, ContactReason.get(source="calls").name) == ("Bo", "other", "Lost seed")
    assert result.counts["interaction"] == Counts(new=2)


def test_a_name_that_several_have_is_rejected(calls, make_customer):
    make_customer("Ada"), make_customer("Ada")
    result = calls("Ada,nancy,Phone,Other,2024-01-31 09:00,,\n")
    assert [(row.value, row.reason) for row in result.refused] == [("Ada", "Several are called this. Use their numbers.")]
    assert result.counts["interaction"].new == 0


def test_rows_without_an_id_are_known_by_all_they_say_and_equal_ones_stay_two(calls, one):
    text = "Bo,nancy,Phone,Other,2024-01-31 09:00,5,hi\n" * 2
    calls(text)
    calls(text)
    assert one("SELECT COUNT(*) FROM interaction") == 2
    calls(text + "Bo,nancy,Phone,Other,2024-01-31 09:00,5,hi\n")
    assert one("SELECT COUNT(*) FROM interaction") == 3


def test_minutes_become_an_end_and_one_before_the_beginning_is_rejected(calls, one):
    result = calls("Bo,nancy,Phone,Other,2024-01-31 09:00,7,\nBo,nancy,Phone,Other,2024-01-31 09:00,-7,\n")
    assert one("SELECT ended_at - started_at FROM interaction") == 420
    assert [row.reason for row in result.refused] == ["This ends before it begins."]


def test_references_by_number_find_what_is_here(calls, make_customer, make_order):
    order = make_order()
    mapping = LIST.replace('customer = "Who"\nstaff', 'order = { column = "Notes", by = "number" }\nstaff')
    result = calls(f"Bo,nancy,Phone,Other,2024-01-31 09:00,,{order.number}\nBo,nancy,Phone,Other,2024-01-31 10:00,,SO-99999\n", mapping)
    assert fetch("SELECT order_id FROM interaction") == [(order.id,)]
    assert [row.value for row in result.refused] == ["SO-99999"]


def test_a_tree_comes_in_whatever_the_order_of_its_rows(write, bring):
    write("tree.csv", "Id,Name,Up\n3,Leaf,2\n2,Branch,1\n1,Root,\n4,Lost,9\n")
    text = 'source = "t"\n[[file]]\npath = "tree.csv"\n[file.category]\nid = "Id"\nname = "Name"\nparent = "Up"\n'
    result = bring(write("tree.toml", text))
    assert result.counts["category"] == Counts(new=3, rejected=1)
    assert ProductCategory.get(name="Leaf").parent.parent.name == "Root"


def test_staff_edits_survive_a_second_import(shop, bring):
    bring(shop())
    Staff.update(role="owner").where(Staff.source == "shop").execute()
    bring(shop(staff_csv="Nr;Name\n7;Erika Mustermann\n"))
    staff = Staff.get(source="shop")
    assert (staff.name, staff.role, staff.login) == ("Erika Mustermann", "owner", "erika.muster")


def test_the_mapping_may_leave_what_the_store_sets_alone(shop, bring, one):
    bring(shop(MAPPING))
    Customer.update(status="blocked").where(Customer.number == "K1").execute()
    bring(shop(customers_csv=CUSTOMERS.replace("Bäckerei Ähre", "Konditorei")))
    assert Customer.get(number="K1").status == "blocked"


def test_the_shipped_mapping_of_interactions_takes_a_plain_list_whatever_columns_it_has(write, bring, make_customer):
    ada = make_customer("Ada Ltd")
    text = (
        "Date;Channel;Client;Agent;Topic;Subject;Direction;Duration;Status;Order;Mood\n"
        f"31/01/2024 14:30;Phone call; ada LTD ;Nancy Davolio;Late delivery;Where is it?;incoming;5;Closed;;calm\n"
        f"1/2/2024 9:00;E-mail;{ada.number};Bo;Praise;Thanks;out;;Pending;SO-1;\n"
        "2/2/2024 9:00;;;;;Nobody there;;;missed;;\n"
    )
    result = bring(resource("mappings", "interactions.toml"), write("interactions.csv", text).parent)
    assert not result.partly
    found = list(Interaction.select().order_by(Interaction.id))
    assert [(call.customer_id, call.channel.name, call.direction, call.outcome) for call in found] == [
        (ada.id, "Phone call", "in", "resolved"),
        (ada.id, "E-mail", "out", "follow_up"),
        (None, "Other", "in", "missed"),
    ]
    assert [call.channel.kind for call in found] == ["phone", "email", "other"]
    assert (found[0].staff.login, found[0].reason.name, found[0].custom) == ("nancy", "Late delivery", '{"Mood": "calm"}')
    assert (found[0].ended_at - found[0].started_at).seconds == 300


def test_the_shipped_mapping_of_interactions_needs_no_more_than_when_and_what(write, bring):
    text = "date,channel,summary\n2026-10-05 09:30,Phone,Where is it?\n2026-10-06 10:00,E-mail,Broken\n"
    result = bring(resource("mappings", "interactions.toml"), write("interactions.csv", text).parent)
    assert not result.partly
    assert [(call.summary, call.custom) for call in Interaction.select().order_by(Interaction.id)] == [
        ("Where is it?", "{}"),
        ("Broken", "{}"),
    ]
