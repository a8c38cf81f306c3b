"""Goods that came back as invoices of their own, with quantities below zero: of which order, and what is left open."""

import shutil

import pytest

from crm_desktop.core.paths import resource
from crm_desktop.data.models import Order, ReturnLine, ReturnRequest
from crm_desktop.exchange.importing import undo_import

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
SOLD = (
    "100,CUP,Cup,4,12/1/2010 8:26,2.50,17850,United Kingdom\n"
    "100,POT,Pot,1,12/1/2010 8:26,30,17850,United Kingdom\n"
    "101,CUP,Cup,6,12/5/2010 9:00,2.40,17850,United Kingdom\n"
    "102,CUP,Cup,9,12/6/2010 9:00,2.50,13047,United Kingdom\n"
)


@pytest.fixture
def address(empty_files, tmp_path):
    """One engine is enough: nothing here is decided by the store."""
    shutil.copy(empty_files / "plain", tmp_path / "shop.crm")
    return tmp_path / "shop.crm", None


@pytest.fixture
def retail(write, bring):
    def make(*rows):
        path = write("online-retail.csv", HEADER + SOLD + "".join(f"{row}\n" for row in rows))
        return bring(resource("mappings", "online-retail.toml"), path.parent)

    return make


def back(invoice, article, units, day="12/20/2010 10:00", price="2.50", customer=17850):
    return f"{invoice},{article},,{-units},{day},{price},{customer},United Kingdom"


def told(result):
    return [(row.place.line, row.column, row.reason) for row in result.refused]


def test_the_one_earlier_order_that_can_hold_it_is_the_one_it_came_back_from(retail):
    result = retail(back("C200", "POT", 1, price="30"), back("C201", "CUP", 5, price="2.40"))
    assert not result.partly
    pot, cup = ReturnRequest.select().order_by(ReturnRequest.source_id)
    assert (pot.order.number, cup.order.number) == ("100", "101")
    assert {(line.name, str(line.value)) for line in ReturnLine.select()} == {("Pot", "30.0000"), ("Cup", "12.0000")}
    assert Order.get(number="100").credited == 30


def test_where_several_orders_can_be_meant_none_is_taken_and_it_is_told(retail):
    result = retail(back("C200", "CUP", 3))
    assert told(result) == [(6, "order", "Several orders could be meant: 100, 101. It came in without an order.")]
    request, line = ReturnRequest.get(), ReturnLine.get()
    assert (request.order, request.customer.number, request.state, line.name, line.value, line.order_line) == (
        None, "17850", "settled", "Cup", 7.5, None,
    )  # fmt: skip
    assert result.counts["return"].new == 1
    again = retail(back("C200", "CUP", 3))
    assert (again.change, again.refused) == (None, [])


def test_all_its_lines_together_tell_which_order_it_was(retail):
    assert not retail(back("C200", "CUP", 3), back("C200", "POT", 1, price="30")).partly
    assert ReturnRequest.get().order.number == "100"


def test_what_was_sold_later_or_to_another_or_came_back_before_is_not_meant(retail):
    result = retail(
        back("C200", "CUP", 3, day="12/2/2010 9:00"),  # before 101 was written
        back("C201", "CUP", 3),  # one cup of 100 is left
        back("C202", "CUP", 10),
        back("C203", "CUP", 9, customer=13047),
    )
    assert [(r.source_id, r.order and r.order.number) for r in ReturnRequest.select().order_by(ReturnRequest.source_id)] == [
        ("C200", "100"), ("C201", "101"), ("C202", None), ("C203", "102"),
    ]  # fmt: skip
    assert told(result) == [(8, "order", "No one earlier order holds all that came back. It came in without an order.")]


def test_rows_that_are_neither_are_counted(retail):
    result = retail("103,CUP,Cup,-5,12/20/2010 10:00,0,17850,United Kingdom")
    assert result.notices[-1] == "online-retail.csv: 1 row holds nothing that the mapping looks for."


def test_taking_it_out_leaves_nothing(retail, owner):
    result = retail(back("C200", "CUP", 3), back("C201", "POT", 1))
    assert undo_import(result.run, by=owner).kept == []
    assert ReturnLine.select().count() + Order.select().count() == 0
