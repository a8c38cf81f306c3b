import json
from pathlib import Path

import pytest

from crm_desktop.queries.subjects import SUBJECTS
from tests.commands.conftest import crm, done

GOLDEN = Path(__file__).parent / "golden"
PROMISED = json.loads((GOLDEN / "fields.json").read_text(encoding="utf-8"))


def listed(*arguments):
    return json.loads(done("list", *arguments, "--json"))


@pytest.mark.parametrize("what", PROMISED)
def test_the_fields_that_scripts_rely_on_stay(what, shop):
    """Names only get added: when one is, add it to the golden file."""
    names = [field["name"] for field in json.loads(done("list", what, "--fields", "--json"))["fields"]]

    assert names == PROMISED[what]
    assert all(list(record) == names for record in listed(what)["records"])


def test_every_list_is_promised():
    assert list(PROMISED) == [subject.name for subject in SUBJECTS]


def test_a_record_says_money_times_and_references_as_the_page_on_the_command_line_says(shop):
    found = listed("orders")
    (order,) = found.pop("records")

    assert found == {"what": "orders", "count": 1}
    assert (order["total"], order["currency"], order["customer"]) == ("29.97", "EUR", "CU-00001")
    assert order["ordered_at"] == "2026-01-05T10:30:00+01:00"
    assert order["shipped_on"] is None
    assert listed("follow-ups")["records"][0]["due_on"] == "2026-01-07"
    assert listed("stock-movements")["records"][0]["quantity"] == -3


def test_the_count_is_of_all_that_match_and_not_of_the_limit(shop):
    found = listed("channels", "--where", "kind", "!=", "phone", "--limit", "2")

    assert (found["count"], len(found["records"])) == (10, 2)
    assert done("list", "channels", "--count") == "11\n"
    assert listed("channels", "--count") == {"what": "channels", "count": 11}


def test_sums_and_groups(shop):
    done("do", "place-order", "customer=CU-00001", "line=P-1:1", "ordered_at=2026-02-05T10:30", "currency=JPY")

    assert done("list", "orders", "--sum", "total") == "29.97 EUR\n10 JPY\n"
    assert listed("orders", "--by", "ordered_at.month", "--sum", "total") == {
        "what": "orders", "count": 2, "by": "ordered_at.month", "sum": "total",
        "groups": [
            {"value": "2026-01", "count": 1, "sum": "29.97", "currency": "EUR"},
            {"value": "2026-02", "count": 1, "sum": "10", "currency": "JPY"},
        ],
    }  # fmt: skip
    assert listed("order-lines", "--sum", "quantity")["groups"] == [{"count": 2, "sum": 4}]
    assert done("list", "interactions", "--where", "number", "=", "I-9", "--sum", "seconds") == "0\n"
    assert done("list", "interactions", "--by", "staff").splitlines() == ["staff  count", "owner      1"]


def test_a_table_has_one_line_for_each_record(shop):
    done("do", "add-customer", "name=東京\u0301 Ltd", "point=phone:1", "address.city=a\tb")

    assert done("list", "customers").splitlines() == [
        "number    name          city  country  phone          email  order_count  spent  currency  last_contact_at",
        "CU-00001  Müller & Søn  Köln  DE       030 123 45 67                   1  29.97  EUR       2026-01-06 11:00",
        "CU-00002  東京\u0301 Ltd      a b            1                               0   0.00  EUR",
    ]


def test_on_a_terminal_long_lists_and_long_texts_are_cut(shop, monkeypatch):
    monkeypatch.setattr("crm_desktop.commands.output.on_terminal", lambda: True)
    monkeypatch.setattr("crm_desktop.commands.listing.on_terminal", lambda: True)
    monkeypatch.setattr("crm_desktop.commands.listing.ON_TERMINAL", 3)
    monkeypatch.setenv("COLUMNS", "40")
    done("do", "log-interaction", "channel=Phone", "caller=x", "summary=" + "long " * 20, "started_at=2026-01-07T10:00")

    shown = crm("list", "channels")
    lines = done("list", "interactions").splitlines()

    assert len(shown.out.splitlines()) == 4
    assert shown.err == "3 of 11 are shown; --limit shows more.\n"
    assert all("…" in line for line in lines[1:])
    assert len(listed("channels")["records"]) == 3
    assert len(listed("channels", "--limit", "20")["records"]) == 11


def test_an_unknown_field_names_those_there_are(shop):
    refused = crm("list", "channels", "--where", "nme", "=", "x")

    assert refused.status == 1
    assert refused.err == (
        "There is no field “nme” in channels. There are: "
        "name, kind, position, active, source, source_id, import_run, created_at, updated_at.\n"
    )


def test_an_unknown_word_names_those_there_are_but_not_the_empty_one(shop):
    assert "It is one of: response_due, " in crm("list", "cases", "--where", "service_state", "=", "late").err


def test_found_records_come_with_their_numbers(shop):
    found = json.loads(done("search", "muller", "--json"))

    assert {"kind": "customer", "number": "CU-00001", "title": "Müller & Søn", "about": "Köln, DE"} in found["records"]
    assert found["count"] == len(found["records"])
    assert "P-1" in done("search", "ham")
    assert "CU-00001" in done("search", "123", "45")
    assert json.loads(done("search", "", "--json"))["records"] == []
    assert json.loads(done("search", "“*(", "--json"))["records"] == []


def test_what_was_said_of_colleagues_is_listed_for_those_who_may_assess(shop):
    assert done("--as", "nancy", "list", "assessments", "--count") == done("--as", "ann", "list", "trainings", "--count") == "0\n"
    refused = crm("--as", "rob", "list", "assessments")
    assert (refused.status, refused.out) == (1, "") and "tells of colleagues" in refused.err
