"""What `../shared/data/README.md` says about real companies comes out of the command line."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import crm, done
from tests.examples import in_full

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = [pytest.mark.realdata, pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real input is not beside the checkout")]


def groups(what, by, *more):
    found = json.loads(done("list", what, "--by", by, *more, "--json"))["groups"]
    return {group["value"]: group for group in found}


def total(what, field, *more):
    (group,) = json.loads(done("list", what, "--sum", field, *more, "--json"))["groups"]
    return group["sum"]


def count(what, *where):
    return int(done("list", what, *(("--where", *where) if where else ()), "--count"))


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A store for each mapping, made once; its path by name."""
    folder = tmp_path_factory.mktemp("real")
    stores = {}

    def make(name, data):
        if data not in stores:
            stores[data] = folder / f"{len(stores)}.crm"
            crm("--store", stores[data], "import", "--from", name, DATA / data)
        done("--store", stores[data], "list", "company")
        return stores[data]

    return make


def test_northwind(imported):
    imported("northwind", "northwind/csv")

    assert [count(what) for what in ("customers", "products", "orders", "order-lines", "staff")] == [91, 77, 830, 2155, 10]
    assert [total("orders", field) for field in ("gross", "goods", "shipping_charge")] == ["1354458.59", "1265793.29", "64942.69"]
    assert len(groups("customers", "country")) == 21
    best = groups("order-lines", "customer", "--sum", "total", "--sort", "-sum", "--limit", "3")
    # 110,277.3050, 104,874.9785 and 104,361.9500 before each line is rounded to cents.
    assert {number: group["sum"] for number, group in best.items()} == {"QUICK": "110277.32", "ERNSH": "104875.00", "SAVEA": "104361.96"}
    idle = json.loads(done("list", "customers", "--where", "order_count", "=", "0", "--json"))["records"]
    assert [customer["number"] for customer in idle] == ["FISSA", "PARIS"]
    assert count("orders", "fulfilment", "=", "unfulfilled") == count("orders", "shipped_on", "=", "") == 21
    months = [group["count"] for group in groups("orders", "ordered_at.month").values()]
    assert months == [22, 25, 23, 26, 25, 31, 33, 29, 30, 31, 32, 30, 33, 33, 37, 38, 34, 48, 55, 54, 73, 74, 14]


def test_superstore(imported):
    imported("superstore", "superstore")

    assert [count(what) for what in ("order-lines", "orders", "customers", "products")] == [9994, 5009, 793, 1862]
    assert (total("order-lines", "total"), total("order-lines", "quantity")) == ("2297200.8603", 37873)
    november = ("--where", "ordered_at.month", "=", "2014-11")
    assert (count("orders", *november[1:]), total("orders", "goods", *november)) == (252, "112326.4710")
    assert (count("returns"), total("returns", "value")) == (296, "180504.2779")
    assert [group["count"] for group in groups("returns", "requested_at.year").values()] == [53, 61, 77, 105]
    assert (count("returns", "requested_at", "=", "2014-11"), count("returns", "dated", "=", "false")) == (15, 296)


def test_a_whole_company_goes_out_and_is_counted(imported, tmp_path):
    imported("northwind", "northwind/csv")

    done("export", "everything", tmp_path / "all", "--format", "json")

    described = json.loads((tmp_path / "all" / "description.json").read_text(encoding="utf-8"))
    counts = {file["file"]: file["records"] for file in described["files"]}
    assert (counts["customers.json"], counts["order-lines.json"], counts["contacts.json"]) == (91, 2155, 91)


BY_CHANNEL = {"Phone": 4995, "API": 2571, "Internal": 2194, "Mail": 206, "System": 19, "Other": 10, "E-mail": 4, "Web": 1}
BY_STATUS = {
    "Closed": 9567, "Closed (Duplicate)": 207, "Open": 113, "New": 67, "Closed (Transferred)": 18, "Pending": 17, "Open (Duplicate)": 8,
    "New (Duplicate)": 2, "In progress": 1,
}  # fmt: skip
OF_MAY = {"Phone": 116, "API": 71, "Internal": 49, "Mail": 1}


@pytest.mark.torture
@pytest.mark.parametrize("ending", ["csv", *in_full("xlsx")])
def test_ten_thousand_cases(imported, ending):
    imported("baltimore-311", f"cases-baltimore/311_sample.{ending}")

    assert _counts("channel") == BY_CHANNEL
    assert _counts("status") == BY_STATUS
    assert _counts("opened_at.month")["2018-05"] == 237
    assert _counts("channel", "--where", "opened_at", "=", "2018-05") == OF_MAY
    assert count("cases", "closed_at", "=", "") == 208


def test_tickets_with_scores(imported):
    imported("tickets-csat", "tickets-csat")

    assert _counts("channel") == {"Web Portal": 252, "Chat": 251, "Phone": 250, "E-mail": 247}
    assert _counts("opened_at.month")["2024-06"] == 96
    rated = json.loads(done("list", "survey-responses", "--json"))["records"]
    june = [found["score"] for found in rated if found["answered_at"].startswith("2024-06")]
    assert (len(rated), f"{sum(found['score'] for found in rated) / len(rated):.4f}") == (428, "3.6963")
    assert (len(june), sum(june) / len(june)) == (50, 3.94)
    assert count("case-events", "kind", "=", "answered") == 1000
    assert count("cases", "resolved_at", "=", "") == 1000 - 428


def test_tickets_of_zendesk(tmp_path):
    store = tmp_path / "desk.crm"
    done("new", store, "--name", "Desk")
    done("--store", store, "import", "--from", "zendesk", DATA / "export-zendesk")

    # Ten tickets, two of them deleted; the people of all but one are in no file.
    assert (count("cases"), count("customers"), count("staff", "login", "=", "arthur.agent")) == (8, 9, 1)
    assert _counts("status") == {"closed": 7, "Solved": 1}
    assert count("cases", "customer_name", "=", "Earnest End User") == 1


def _counts(by, *more):
    return {value: group["count"] for value, group in groups("cases", by, *more).items()}
