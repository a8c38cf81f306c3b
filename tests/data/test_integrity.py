from collections import Counter
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import CustomerKind
from crm_desktop.core.rights import Right
from crm_desktop.data.audit import Entry, Kind, canonical, digest_of, kept_of_block, verify_chain
from crm_desktop.data.contents import contents, differences
from crm_desktop.data.database import current, execute, is_server, write
from crm_desktop.data.history import operation
from crm_desktop.data.integrity import LOOKS, check
from crm_desktop.data.models import Channel, Customer, Product
from crm_desktop.data.undo import undo
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.orders import LineInput, OrderInput, cancel_order, place_order
from crm_desktop.services.products import ProductInput, add_product
from tests.conftest import DAY, MOMENT


def wrong(*, deep=True):
    return [finding.name for finding in check(deep=deep) if not finding.ok]


def sentences():
    return " ".join(problem for finding in check(deep=True) for problem in finding.problems)


def tamper(*statements):
    with write():
        for statement in statements:
            execute(statement)


def bring_in():
    """Three customers and two products that came in as blocks."""
    with operation("Imported", FOUNDER, may=Right.IMPORT) as done:
        rows = [(f"X-{n}", f"Name {n}", CustomerKind.PERSON, True, "wrong", 0) for n in range(3)]
        ids = done.insert_many(Customer, ("number", "name", "kind", "vip", "sort_key", "spent"), rows)
        done.insert_many(Product, ("sku", "name", "price"), [("A", "Ä", 1_0000), ("B", "B", 25_000)])
    return ids


@pytest.fixture
def imported(store):
    return bring_in()


def order_a_lamp(customer):
    (product,) = add_product(ProductInput(f"P-{customer}", "Lamp", Decimal("9.99")), FOUNDER).of(Entity.PRODUCT)
    wanted = OrderInput(customer, (LineInput(product, Decimal(3)),), ordered_at=MOMENT)
    (order,) = place_order(wanted, FOUNDER).of(Entity.ORDER)
    return order


def FILLING():
    """Something of everything happened, undo and erasing included."""
    imported, owner = bring_in(), FOUNDER
    (customer,) = add_customer(CustomerInput("Ada Ltd"), owner).of(Entity.CUSTOMER)
    order = order_a_lamp(customer)
    phone = Channel.get(kind="phone").id
    log_interaction(InteractionInput(channel_id=phone, customer_id=customer, summary="Called", started_at=MOMENT), owner)
    add_follow_up(FollowUpInput("Call back", due_on=DAY, customer_id=customer), owner)
    with operation("Changed", owner, may=Right.EDIT_CUSTOMERS) as done:
        changed = Customer.get_by_id(imported[1])
        changed.name = "Another"
        done.save(changed)
    with operation("Deleted", owner, may=Right.EDIT_CUSTOMERS) as done:
        done.delete(Customer.get_by_id(imported[2]))
    undo(undo(done.change.operation, owner).operation, owner)
    cancel_order(order, "no", owner)
    erase_customer(customer, owner)
    (another,) = add_customer(CustomerInput("Bob Ltd"), owner).of(Entity.CUSTOMER)
    order_a_lamp(another)


@pytest.fixture
def lived(filled_store):
    """A store in which something of everything happened."""
    return [row.id for row in Customer.select(Customer.id).where(Customer.number.startswith("X-")).order_by(Customer.id)]


def test_a_store_that_lived_is_whole(lived):
    findings = check(deep=True)
    assert [finding for finding in findings if not finding.ok] == []
    assert {finding.name for finding in findings} == {look.name for look in LOOKS if not (look.local and is_server())}


def test_looking_changes_nothing_and_mends_nothing(lived):
    tamper("UPDATE customer SET sort_key = 'other' WHERE id = 1", "DELETE FROM product_search")
    before, found = contents(current()), check(deep=True)
    assert differences(contents(current()), before) == []
    assert check(deep=True) == found
    assert [finding.name for finding in found if not finding.ok] == ["search", "figures", "words"]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_entry SET after = REPLACE(after, 'Hafenhandel', 'Hafenhandem') WHERE id = 1", "history"),
        ("UPDATE operation SET at = at + 1 WHERE sequence = 2", "history"),
        ("UPDATE chain_head SET sequence = 2, link = (SELECT link FROM operation WHERE sequence = 2)", "history"),
        ("UPDATE customer SET spent = spent + 1 WHERE id = 1", "figures"),
        ("UPDATE product SET on_hand = 7 WHERE id = 2", "figures"),
        ("UPDATE sales_order SET total = total + 10000", "figures"),
        ("UPDATE customer SET notes = 'somebody else wrote this' WHERE SUBSTR(number, 1, 3) = 'CU-'", "rows"),
        ("UPDATE customer SET vip = NOT vip WHERE id = 2", "rows"),
        ("UPDATE product SET price = price + 1 WHERE id = 1", "rows"),
        ("DELETE FROM business_hours WHERE id = 3", "rows"),
        ("INSERT INTO holiday (id, version, created_at, updated_at, day) VALUES (1, 1, 0, 0, '2026-12-25')", "rows"),
    ],
)
def test_what_was_changed_behind_the_programs_back_is_found(lived, statement, found):
    tamper(statement)
    assert found in wrong()


def test_an_operation_that_was_taken_out_is_named(store, make_customer):
    make_customer()
    tamper("DELETE FROM audit_entry WHERE operation_id = 2", "DELETE FROM operation WHERE id = 2")
    assert verify_chain() == ["operation 2 is missing"]


def test_a_changed_word_of_an_imported_row_is_found_with_its_block(imported):
    tamper("UPDATE customer SET name = 'Nama 1' WHERE number = 'X-1'")
    assert "customer 1 to 3: what was imported was changed" in sentences()


def test_an_imported_row_cannot_be_hidden_behind_a_column_that_never_was(imported):
    tamper(
        "UPDATE customer SET name = 'Nama 1' WHERE number = 'X-1'",
        """UPDATE audit_entry SET after = '["gone"]' WHERE entity = 'customer'""",
    )
    assert "history" in wrong(deep=False)
    assert ": the entry of customer 1 was changed" in sentences()


def test_what_was_imported_by_an_older_program_is_compared_as_it_was_sealed_then(store, owner, monkeypatch):
    monkeypatch.setattr("crm_desktop.data.history.block_entry", block_entry_without_columns)
    with operation("Imported", owner, may=Right.IMPORT) as done:
        done.insert_many(Customer, ("number", "name", "kind", "vip"), [(f"X-{n}", "Ada", CustomerKind.PERSON, True) for n in range(3)])
    assert wrong() == []
    tamper("UPDATE customer SET name = 'Eve' WHERE number = 'X-1'")
    assert "customer 1 to 3: what was imported was changed" in sentences()


def block_entry_without_columns(model, ids, columns, rows):
    names, held = kept_of_block(model, columns, rows)
    return Entry(
        Kind.BLOCK, "customer", ids[0], ids[-1], "", canonical(names), "5a17", digest_of("5a17", canonical(names), canonical(held))
    )


def test_an_imported_row_that_was_changed_properly_and_then_behind_the_back_is_found(lived):
    tamper("UPDATE customer SET name = 'Yet another' WHERE number = 'X-1'")
    assert "customer 2 is not what history says" in sentences()


def test_a_record_that_the_index_does_not_know_is_named(make_customer):
    customer = make_customer()
    key = "id" if is_server() else "rowid"
    tamper(f"DELETE FROM customer_search WHERE {key} = {customer.id}")
    assert wrong(deep=False) == ["search"]
    assert f"customer {customer.id} is missing in the search index" in sentences()


def test_a_record_indexed_under_other_words_is_found(make_customer):
    customer = make_customer("Ada")
    other = "array_to_tsvector(ARRAY['bob'])" if is_server() else "'bob'"
    key = "id" if is_server() else "rowid"
    tamper(
        f"DELETE FROM customer_search WHERE {key} = {customer.id}",
        f"INSERT INTO customer_search ({key}, words) VALUES ({customer.id}, {other})",
    )
    assert wrong(deep=False) == []
    assert wrong() == ["words"]


def test_an_id_that_would_be_given_out_again_is_found(store):
    if is_server():
        tamper("ALTER SEQUENCE staff_id_seq RESTART WITH 1")
    else:
        tamper("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'staff'")
    assert "ids" in wrong(deep=False)


def test_a_reference_that_leads_nowhere_is_found(make_order, store):
    order = make_order()
    if is_server():
        pytest.skip("a server refuses it")
    store.execute_sql("PRAGMA foreign_keys = 0")
    tamper(f"DELETE FROM sales_order WHERE id = {order.id}")
    assert {"references"} < set(wrong())
    assert "row 1 of order_line refers to a row of sales_order that is not there" in sentences()


def test_more_than_twenty_problems_are_not_listed(imported, owner):
    with operation("Imported", owner, may=Right.IMPORT) as done:
        done.insert_many(Product, ("sku", "name"), [(f"P-{n}", "") for n in range(50)])
    tamper("DELETE FROM product_search")
    counts = Counter({finding.name: len(finding.problems) for finding in check()})
    assert counts["search"] == 20


def test_stock_that_disagrees_with_its_movements_is_a_plain_sentence(make_product):
    product = make_product(on_hand=4)
    Product.update(on_hand=Decimal(5)).where(Product.id == product.id).execute()
    (figures,) = (finding for finding in check() if not finding.ok)
    assert figures.sentence == "1 problem: product: 1 rows have wrong figures"
