import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crm_desktop.data.audit import verify_chain
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import (
    Address,
    AuditEntry,
    Contact,
    ContactPoint,
    Customer,
    ImportRun,
    Operation,
    Order,
    OrderLine,
    Product,
    Staff,
    StockMovement,
)
from crm_desktop.data.search import find
from tests.exchange.conftest import FILES, MAPPING

CARRIERS = "carriers_csv"


def test_records_of_all_files_come_in_and_refer_to_each_other(shop, bring):
    result = bring(shop())
    assert {word: count.new for word, count in result.counts.items()} == {
        "staff": 1, "category": 2, "product": 2, "customer": 2, "order": 2, "line": 3,
    }  # fmt: skip
    order = Order.get(number="10")
    assert (order.customer.name, order.staff.name, order.carrier) == ("Bäckerei Ähre", "Erika Muster", "Blitz")
    assert order.ordered_at == datetime(2024, 1, 31, 13, 30, tzinfo=UTC)
    assert [line.product.name for line in OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.position)] == [
        "Mehl",
        "Zange",
    ]
    assert Product.get(sku="A1").category.name == "Backen"


def test_a_customer_comes_with_contact_phone_address_and_further_fields(shop, bring):
    bring(shop())
    customer = Customer.get(number="K1")
    assert Contact.get(customer=customer).name == "Anna Ähre"
    assert {(point.kind, point.value, point.normal) for point in ContactPoint.select().where(ContactPoint.customer == customer)} == {
        ("phone", "0221 123456", "+49221123456"),
        ("email", "Anna@Aehre.example", "anna@aehre.example"),
    }
    address = Address.get(customer=customer)
    assert (address.lines, address.city, address.postal_code, address.country) == ("Am Markt 1", "Köln", "50667", "DE")
    assert json.loads(customer.custom) == {"Branche": "Backwaren"}
    assert not Contact.get_or_none(customer=Customer.get(number="K2"))


def test_lines_are_rounded_one_by_one_to_the_currency(shop, bring):
    bring(shop())
    assert sorted((line.gross, line.total) for line in OrderLine.select()) == [
        (Decimal("19.49"), Decimal("19.49")),
        (Decimal("25.98"), Decimal("22.08")),
        (Decimal("3703.50"), Decimal("3703.50")),
    ]
    assert Order.get(number="10").total == Decimal("3730.48")


def test_a_stated_total_is_kept_to_four_places_and_the_price_follows_from_it(shop, bring):
    mapping = MAPPING.replace('unit_price = "Einzelpreis"', 'total = { column = "Einzelpreis", places = 4 }')
    bring(shop(mapping, orders_csv=FILES["orders.csv"].replace("1,5;12,99;0", "2;80,123456;0,2")))
    line = OrderLine.get(quantity=Decimal(2), discount_percent=Decimal(20))
    assert (line.total, line.gross, line.unit_price) == (Decimal("80.1235"), Decimal("100.1544"), Decimal("50.0772"))


def test_an_order_that_was_shipped_is_completed_and_another_is_open(shop, bring):
    bring(shop())
    assert {order.number: (order.state, order.fulfilment) for order in Order.select()} == {
        "10": ("completed", "fulfilled"),
        "11": ("open", "unfulfilled"),
    }


def test_historic_orders_move_no_stock_and_what_is_there_comes_as_one_opening(shop, bring):
    bring(shop())
    assert [(move.product.sku, move.kind, move.quantity) for move in StockMovement.select().order_by(StockMovement.id)] == [
        ("A1", "opening", Decimal(40)),
        ("A2", "opening", Decimal(0)),
    ]
    assert Product.get(sku="A1").on_hand == Decimal(40)


def test_a_login_that_is_taken_gets_a_number(shop, bring):
    bring(shop(staff_csv="Nr;Name\n7;Nancy\n8;Nancy\n"))
    assert {staff.login for staff in Staff.select().where(Staff.source == "shop")} == {"nancy2", "nancy3"}


def test_imported_numbers_stay_and_new_ones_pass_over_them(shop, bring, make_customer):
    customers = FILES["customers.csv"].replace("K1;", "CU-00001;").replace("K2;", "CU-00003;")
    bring(shop(customers_csv=customers, orders_csv=FILES["orders.csv"].replace("K1", "CU-00001").replace("K2", "CU-00003")))
    assert [make_customer().number, make_customer().number] == ["CU-00002", "CU-00004"]


def test_records_without_a_number_get_the_next_of_the_company(shop, bring):
    bring(shop(MAPPING.replace('number = "Nr"\n', "")))
    assert {customer.number for customer in Customer.select()} == {"CU-00001", "CU-00002"}


def test_search_sums_and_the_chain_are_right_afterwards(shop, bring, one):
    bring(shop())
    assert find(Customer, "aehre") == [Customer.get(number="K1").id]
    assert one("SELECT spent FROM customer WHERE number = 'K1'") == 37_255_800
    assert verify_chain() == []
    assert not any(rebuild().values())


def test_an_import_is_one_operation_with_one_entry_per_table(shop, bring):
    result = bring(shop())
    done = Operation.select().order_by(Operation.id.desc()).get()
    assert done.text() == "Imported 12 records, changed 0"
    assert result.change.operation == done.id
    entries = AuditEntry.select().where(AuditEntry.operation == done)
    assert {entry.kind for entry in entries} == {"block"}


def test_the_run_is_written_down_with_its_files_and_counts(shop, bring):
    result = bring(shop())
    run = ImportRun.get_by_id(result.run)
    assert (run.source, run.operation_id) == ("shop", result.change.operation)
    assert len(json.loads(run.files)["orders.csv"]) == 64
    assert json.loads(run.counts)["line"]["new"] == 3
    assert "[file.customer]" in run.mapping


def test_a_row_that_refers_to_a_rejected_one_is_rejected_too(shop, bring):
    result = bring(shop(customers_csv=FILES["customers.csv"].replace("K1;Bäckerei Ähre", "K1;Bäckerei;Ähre")))
    assert [(row.place.file, row.place.line, row.value) for row in result.refused] == [
        ("customers.csv", 2, ""),
        ("orders.csv", 2, "K1"),
        ("orders.csv", 3, "10"),
    ]
    assert [order.number for order in Order.select()] == ["11"]
    assert {word: count.rejected for word, count in result.counts.items() if count.rejected} == {"customer": 1, "order": 1, "line": 1}


def test_a_number_that_another_record_has_is_rejected(shop, bring, make_customer):
    number = make_customer().number
    result = bring(
        shop(customers_csv=FILES["customers.csv"].replace("K2;", f"{number};"), orders_csv=FILES["orders.csv"].replace("K2", number))
    )
    assert (result.refused[0].value, result.refused[0].reason) == (number, "Another record has this already.")
    assert result.counts["customer"].new == 1


def test_a_dry_run_says_the_same_and_changes_nothing(shop, bring, one):
    before = one("SELECT COUNT(*) FROM operation")
    trial = bring(shop(), dry_run=True, back_up=lambda: pytest.fail("a dry run needs no backup"))
    assert (trial.run, trial.change, one("SELECT COUNT(*) FROM customer")) == (None, None, 0)
    assert one("SELECT COUNT(*) FROM operation") == before
    assert one("SELECT COUNT(*) FROM import_run") == 0
    assert bring(shop()).counts == trial.counts


def test_an_import_that_is_stopped_leaves_nothing(shop, bring, one):
    def stop(share):
        if share > 0.7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(shop(), progress=stop)
    assert one("SELECT COUNT(*) FROM staff WHERE source <> ''") == 0
    assert one("SELECT COUNT(*) FROM import_run") == 0
    assert verify_chain() == []
