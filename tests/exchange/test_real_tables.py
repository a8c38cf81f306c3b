"""Large files that nobody on this project wrote, on one engine: what is known about them comes out of the store."""

import json
import shutil
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.dates import local_day
from crm_desktop.core.money import from_store
from crm_desktop.core.paths import resource
from crm_desktop.data.database import fetch
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Order, OrderLine, Product, ReturnRequest
from crm_desktop.exchange.importing import prepare, run_import, undo_import, write_prepared
from crm_desktop.services.company import FOUNDER, found_company

pytestmark = pytest.mark.realdata
NEW_YORK = ZoneInfo("America/New_York")
SUPERSTORE = resource("mappings", "superstore.toml")

CASES = """
source = "baltimore"
[company]
name = "City"
currency = "USD"
zone = "America/New_York"
[[file]]
path = "311_sample.csv"
[file.channel]
id = "MethodReceived"
name = "MethodReceived"
repeated = "same"
[file.interaction]
id = "SRRecordID"
channel = "MethodReceived"
started_at = "CreatedDate"
notes = "Outcome"
keep = ["SRStatus", "SRType"]
"""


@pytest.fixture
def address(empty_files, tmp_path):
    shutil.copy(empty_files / "plain", tmp_path / "shop.crm")
    return tmp_path / "shop.crm", None


@pytest.fixture
def bring(empty_store):
    """Import into a new store, whose company is the mapping's own."""

    def make(mapping, folder):
        prepared = prepare(mapping, folder)
        found_company(prepared.mapping.company)
        return write_prepared(prepared, by=FOUNDER)

    return make


def one(sql):
    ((value,),) = fetch(sql)
    return value


def money(sql):
    return from_store(int(one(sql)))


def month_of(moment):
    return local_day(moment, NEW_YORK).replace(day=1)


@pytest.mark.torture(short="test_northwind of test_real_data.py, test_superstore of the commands")
def test_superstore_and_that_a_second_import_changes_nothing(bring, real):
    result = bring(SUPERSTORE, real("superstore"))
    assert not result.partly
    assert {word: count.new for word, count in result.counts.items()} == {
        "customer": 793, "category": 20, "product": 1862, "order": 5009, "line": 9994, "return": 296,
    }  # fmt: skip
    assert money("SELECT SUM(total) FROM order_line") == Decimal("2297200.8603")
    assert money("SELECT SUM(goods) FROM sales_order") == Decimal("2297200.8603")
    assert money("SELECT SUM(quantity) FROM order_line") == 37873
    assert one("SELECT COUNT(*) FROM (SELECT DISTINCT sku, name FROM order_line) AS pairs") == 1894
    pairs = "SELECT COUNT(*) FROM (SELECT 1 FROM order_line GROUP BY order_id, product_id HAVING COUNT(*) > 1) AS twice"
    assert one(pairs) == 8
    orders = Order.select(Order.shipping_address, Order.ordered_at)
    assert sum(month_of(order.ordered_at) == date(2014, 11, 1) for order in orders) == 252
    codes = [order.shipping_address.split("\n")[2] for order in orders]
    assert {len(code) for code in codes} == {5}
    assert result.notices == [
        "product: 32 records stand with several values; the first was kept (name).",
        "8 orders name a product twice: kept as two lines.",
        "Postal Code: 438 values got their leading zeros back.",
    ]
    assert Product.get(sku="FUR-BO-10001798").category.parent.name == "Furniture"
    assert OrderLine.get(source_id="2").total == Decimal("731.94")
    assert money("SELECT SUM(value) FROM return_line") == Decimal("180504.2779")
    returns = list(ReturnRequest.select())
    assert Counter(local_day(back.requested_at, NEW_YORK).year for back in returns) == {2011: 53, 2012: 61, 2013: 77, 2014: 105}
    assert sum(month_of(back.requested_at) == date(2014, 11, 1) for back in returns) == 15
    assert not any(back.dated for back in returns)
    assert one("SELECT COUNT(*) FROM return_line WHERE reason = 'unknown'") == 800
    assert one("SELECT COUNT(*) FROM sales_order WHERE fulfilment = 'returned'") == 296
    again = run_import(SUPERSTORE, real("superstore"), by=FOUNDER)
    assert (again.change, again.counts["line"].same, again.counts["return"].same) == (None, 9994, 296)
    undone = undo_import(result.run, by=FOUNDER)
    assert (undone.kept, one("SELECT COUNT(*) FROM return_request"), one("SELECT COUNT(*) FROM sales_order")) == ([], 0, 0)
    assert not any(rebuild().values())


@pytest.mark.torture(short="test_cells_come_as_text_whatever_their_kind")
def test_the_workbook_of_superstore_says_the_same_as_its_csv(real, tmp_path):
    shutil.copy(real("superstore") / "superstore.xlsx", tmp_path)
    sheet, text = prepare(SUPERSTORE, tmp_path), prepare(SUPERSTORE, real("superstore"))
    assert sheet.refused == text.refused == []
    assert [rows.rows for rows in sheet.incoming] == [rows.rows for rows in text.incoming]


@pytest.mark.torture(short="test_ten_thousand_cases of the commands")
def test_cases(bring, real, write):
    result = bring(write("cases.toml", CASES), real("cases-baltimore"))
    assert not result.partly
    channels = dict(fetch("SELECT channel.name, COUNT(*) FROM interaction JOIN channel ON channel.id = channel_id GROUP BY channel.name"))
    assert channels == {"Phone": 4995, "API": 2571, "Internal": 2194, "Mail": 206, "System": 19, "Other": 10, "E-mail": 4, "Web": 1}
    states = Counter(json.loads(row[0])["SRStatus"] for row in fetch("SELECT custom FROM interaction"))
    assert states == {
        "Closed": 9567, "Closed (Duplicate)": 207, "Open": 113, "New": 67, "Closed (Transferred)": 18, "Pending": 17,
        "Open (Duplicate)": 8, "New (Duplicate)": 2, "In Progress": 1,
    }  # fmt: skip
    rows = fetch("SELECT started_at, channel.name FROM interaction JOIN channel ON channel.id = channel_id")
    may = [name for at, name in rows if month_of(datetime.fromtimestamp(at, NEW_YORK)) == date(2018, 5, 1)]
    assert Counter(may) == {"Phone": 116, "API": 71, "Internal": 49, "Mail": 1}
