"""Files that nobody on this project wrote: every fact that is known about them comes out of the store."""

import csv
import json
import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.dates import local_day
from crm_desktop.core.money import from_store
from crm_desktop.core.paths import resource
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import fetch
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import RECORDS, Customer, Interaction, Order, OrderLine
from crm_desktop.exchange.importing import prepare, run_import, undo_import, write_prepared
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company

pytestmark = pytest.mark.realdata

MONTHS = "22 25 23 26 25 31 33 29 30 31 32 30 33 33 37 38 34 48 55 54 73 74 14"
TICKETS = """
source = "tickets"
[company]
name = "Tickets"
currency = "USD"
zone = "UTC"
[[file]]
path = "customer_support_tickets.csv"
[file.staff]
id = "Assigned_Agent"
name = "Assigned_Agent"
repeated = "same"
[file.channel]
id = "Channel"
name = "Channel"
kind = { column = "Channel", map = { "Web Portal" = "web" }, other = "other" }
repeated = "same"
[file.reason]
id = "Ticket_Type"
name = "Ticket_Type"
repeated = "same"
[file.interaction]
id = "Ticket_ID"
number = "Ticket_ID"
channel = "Channel"
staff = "Assigned_Agent"
reason = "Ticket_Type"
started_at = "Created_Date"
keep = ["CSAT_Score"]
"""


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


def unrounded_net(number):
    lines = OrderLine.select(OrderLine).join(Order).join(Customer).where(Customer.number == number)
    return round(sum(line.quantity * line.unit_price * (100 - line.discount_percent) / 100 for line in lines), 2)


def contents():
    return {model._meta.table_name: fetch(f"SELECT * FROM {model._meta.table_name} ORDER BY id") for model in RECORDS}


def by_channel():
    rows = fetch("SELECT channel.name, COUNT(*) FROM interaction JOIN channel ON channel.id = channel_id GROUP BY channel.name")
    return {name.replace("-", "").casefold(): count for name, count in rows}


def test_northwind(bring, real):
    folder, mapping = real("northwind") / "csv", resource("mappings", "northwind.toml")
    result = bring(mapping, folder)
    assert not result.partly
    assert {word: count.new for word, count in result.counts.items()} == {
        "staff": 9, "category": 8, "product": 77, "customer": 91, "order": 830, "line": 2155,
    }  # fmt: skip
    assert money("SELECT SUM(gross) FROM order_line") == Decimal("1354458.59")
    assert money("SELECT SUM(goods) FROM sales_order") == Decimal("1265793.29")
    assert money("SELECT SUM(shipping_charge) FROM sales_order") == Decimal("64942.69")
    best = [customer.number for customer in Customer.select().order_by(Customer.spent.desc()).limit(3)]
    assert {number: unrounded_net(number) for number in best} == {  # these were published without rounding each line
        "QUICK": Decimal("110277.30"), "ERNSH": Decimal("104874.98"), "SAVEA": Decimal("104361.95"),
    }  # fmt: skip
    assert Customer.get(number="QUICK").spent == Decimal("110277.32")
    assert {customer.number for customer in Customer.select().where(Customer.order_count == 0)} == {"FISSA", "PARIS"}
    assert one("SELECT COUNT(*) FROM sales_order WHERE fulfilment = 'unfulfilled'") == 21
    assert one("SELECT COUNT(DISTINCT country) FROM address") == 21
    zone = ZoneInfo("America/Los_Angeles")
    months = Counter(local_day(order.ordered_at, zone).replace(day=1) for order in Order.select())
    assert (min(months), max(months)) == (date(1996, 7, 1), date(1998, 5, 1))
    assert " ".join(str(months[month]) for month in sorted(months)) == MONTHS
    assert Order.get(number="10248").carrier == "Federal Shipping"
    assert money("SELECT SUM(on_hand) FROM product") == 3119
    assert one("SELECT COUNT(*) FROM customer WHERE name = 'NULL'") == 0
    assert verify_chain() == []
    assert not any(rebuild().values())

    before = contents()
    again = run_import(mapping, folder, by=FOUNDER)
    assert (again.change, again.partly, contents()) == (None, False, before)


def test_undoing_northwind_leaves_the_store_as_it_was(empty_store, real):
    mapping = resource("mappings", "northwind.toml")
    prepared = prepare(mapping, real("northwind") / "csv")
    found_company(prepared.mapping.company)
    before = contents()
    result = write_prepared(prepared, by=FOUNDER)
    undone = undo_import(result.run, by=FOUNDER)
    assert (undone.kept, contents()) == ([], before)


def test_northwind_exported_without_quotes(bring, real):
    result = bring(resource("mappings", "northwind.toml"), real("northwind-broken-csv"))
    assert {word: (count.new, count.rejected) for word, count in result.counts.items()} == {"customer": (67, 24), "order": (654, 176)}
    assert [row.place.line for row in result.refused if row.place.file == "customers.csv"][:4] == [8, 9, 10, 16]
    assert [row.place.line for row in result.refused if row.place.file == "orders.csv"][:5] == [4, 5, 6, 7, 10]
    assert {row.reason for row in result.refused} == {"12 cells stand under 11 headers.", "15 cells stand under 14 headers."}
    shifted = one("SELECT COUNT(*) FROM address WHERE LENGTH(country) <> 2")
    assert shifted == 0


def test_lines_of_orders_that_were_rejected_are_rejected_too(bring, real, tmp_path):
    shutil.copytree(real("northwind") / "csv", tmp_path / "mixed")
    for name in ("customers.csv", "orders.csv"):
        (tmp_path / "mixed" / name).unlink()
        shutil.copy(real("northwind-broken-csv") / name, tmp_path / "mixed" / name)
    result = bring(resource("mappings", "northwind.toml"), tmp_path / "mixed")
    assert (result.counts["line"].new, result.counts["line"].rejected) == (2155 - 439, 439)


def test_tickets(bring, real, write):
    result = bring(write("tickets.toml", TICKETS), real("tickets-csat"))
    assert not result.partly
    assert by_channel() == {"web portal": 252, "chat": 251, "phone": 250, "email": 247}
    scores = [json.loads(row[0]).get("CSAT_Score") for row in fetch("SELECT custom FROM interaction")]
    rated = [Decimal(score) for score in scores if score]
    assert (len(rated), round(sum(rated) / len(rated), 4)) == (428, Decimal("3.6963"))
    june = [i for i in Interaction.select() if (i.started_at.year, i.started_at.month) == (2024, 6)]
    scores = [Decimal(score) for i in june if (score := json.loads(i.custom).get("CSAT_Score"))]
    assert (len(june), len(scores), round(sum(scores) / len(scores), 2)) == (96, 50, Decimal("3.94"))


def test_every_naughty_string_comes_back_identical_from_every_field(empty_store, real, write):
    found_company(CompanyInput("Shop", "EUR", "Europe/Berlin"))
    strings = json.loads((real("strings-blns") / "blns.json").read_text(encoding="utf-8"))
    path = write("naughty.csv", "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Id", "Name", "Notes", "City", "Mail", "Role", "More"])
        writer.writerows([number, f"n{text}", text, text, text, text, text] for number, text in enumerate(strings))
    result = run_import(write("naughty.toml", NAUGHTY), by=FOUNDER)

    refused = {row.place.line: row.reason for row in result.refused}
    assert all("control character U+00" in reason for reason in refused.values())
    assert len(refused) == 6
    kept = {row.source_id: row for row in Customer.select()}
    cities, mails = dict(fetch("SELECT source_id, city FROM address")), dict(fetch("SELECT source_id, value FROM contact_point"))
    for number, text in enumerate(strings):
        if str(number) in kept:
            row, blank = kept[str(number)], not text.strip()
            assert (row.name, row.notes, json.loads(row.custom)) == (f"n{text}", text, {"More": text} if text else {})
            assert cities.get(f"{number}#billing", "") == ("" if blank else text)
            assert mails.get(f"{number}#email", "") == ("" if blank else text)
    assert len(kept) + len(refused) == len(strings)


NAUGHTY = """
source = "naughty"
[[file]]
path = "naughty.csv"
[file.customer]
id = "Id"
name = "Name"
notes = "Notes"
city = "City"
email = "Mail"
best_time = "Role"
keep = "rest"
"""
