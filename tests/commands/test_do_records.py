"""Whole records by commands alone: merged, put away, thrown away, erased."""

import json

import pytest

from tests.commands.conftest import crm, done


def listed(what, *options):
    return json.loads(done("list", what, "--json", *options))["records"]


def names(what, field, *options):
    return [record[field] for record in listed(what, *options)]


def refused(*arguments):
    found = crm(*arguments)
    assert (found.status, found.err.count("\n")) == (1, 1), found.err
    return found.err


@pytest.fixture
def twin(shop):
    """A second record of the shop's only customer."""
    done("do", "add-customer", "name=MÜLLER & Søn", "point=phone:030 123 45 67", "point=email:m@shop.example", "address.city=Köln",
         "address.country=DE", "language=de", "notes=Rings twice")  # fmt: skip
    done("do", "log-interaction", "customer=CU-00002", "channel=Phone", "summary=Opening hours?", "started_at=2026-01-08T11:00")
    return "CU-00002"


def test_two_records_of_one_customer_are_found_merged_and_parted_again(twin):
    (pair,) = listed("duplicates")
    assert (pair["customer"], pair["other"], pair["hints"]) == ("CU-00001", twin, 2)

    said = done("do", "merge-customers", "customer=CU-00001", f"other={twin}", "name=other", "notes=kept")
    assert said == "Merged customer CU-00002 into CU-00001\n"
    (customer,) = listed("customers")
    assert (customer["number"], customer["name"], customer["language"], customer["notes"]) == ("CU-00001", "MÜLLER & Søn", "de", "")
    assert set(names("interactions", "customer")) == {"CU-00001"} and names("contact-points", "value") == [
        "030 123 45 67",
        "m@shop.example",
    ]
    assert listed("duplicates") == []
    assert "Merged customer CU-00002 into CU-00001" in done("history", "customer", "CU-00001").splitlines()[0]
    assert "merged_into: – → CU-00001" in done("history", "customer", twin)

    done("undo")
    assert names("customers", "number") == ["CU-00001", twin]
    assert sorted(names("interactions", "customer")) == ["CU-00001", twin]
    done("check", "--deep")


def test_the_old_number_leads_to_the_kept_customer(twin):
    done("do", "merge-customers", "customer=CU-00001", f"other={twin}")

    done("do", "log-interaction", f"customer={twin}", "channel=Phone", "summary=Again", "started_at=2026-01-09T11:00")
    done("do", "change-customer", f"customer={twin}", "best_time=mornings")
    assert len(listed("interactions", "--where", "customer", "=", twin)) == 3
    assert names("customers", "number", "--where", "number", "=", twin) == ["CU-00001"]
    assert "CU-00001" in done("search", twin) and "CU-00001" in done("search", "m@shop")
    (stub,) = listed("customers", "--where", "merged_into", "=", "CU-00001")
    assert (stub["number"], stub["shelf"]) == (twin, "archive")
    assert "was merged into CU-00001" in refused("do", "merge-customers", "customer=CU-00001", f"other={twin}")


def test_merging_asks_for_fields_and_sides_that_are_there(twin):
    assert "is not one of: kept, other, both" in refused("do", "merge-customers", "customer=CU-00001", f"other={twin}", "name=mine")
    assert "Of “name” only this can stay" in refused("do", "merge-customers", "customer=CU-00001", f"other={twin}", "name=both")
    assert "no field “custom.size”" in refused("do", "merge-customers", "customer=CU-00001", f"other={twin}", "custom=size")
    assert "with itself" in refused("do", "merge-customers", "customer=CU-00001", "other=CU-00001")
    shown = done("do", "--list", "merge-customers")
    assert "quick_facts" in shown and "a customer's number" in shown


def test_records_are_put_away_brought_back_and_thrown_away(shop):
    done("do", "complete-follow-up", "follow_up=F-00001")
    assert done("do", "archive", "record=F-00001") == "Archived F-00001\n"
    assert listed("follow-ups") == [] and names("follow-ups", "number", "--all") == ["F-00001"]
    shown = crm("list", "follow-ups")
    assert shown.err == "1 record lies in the archive or the trash; --all shows it.\n"
    assert "F-00001" in done("search", "back")

    done("do", "move-to-trash", "record=follow_up:F-00001")
    assert names("follow-ups", "shelf", "--where", "shelf", "=", "trash") == ["trash"]
    assert "F-00001" not in done("search", "back")
    assert done("list", "follow-ups", "--count") == "0\n"
    done("do", "bring-back", "record=F-00001")
    assert names("follow-ups", "shelf") == [""]


def test_only_what_can_be_put_away_is(shop):
    assert "SO-00001 is open" in refused("do", "archive", "record=SO-00001")
    assert "SO-00001 is open and needs this" in refused("do", "move-to-trash", "record=P-1")
    assert "There is no record “X-9”" in refused("do", "archive", "record=X-9")
    done("do", "issue-invoice", "order=SO-00001")
    assert "Only these can be put away: customer, product, order" in refused("do", "archive", "record=INV-00001")


def test_emptying_the_trash_says_first_what_would_be_gone(shop):
    assert "The trash is empty" in refused("do", "empty-trash")
    done("do", "add-customer", "name=Nobody")
    done("do", "cancel-order", "order=SO-00001", "reason=no")
    done("do", "complete-follow-up", "follow_up=F-00001")
    for record in ("CU-00001", "CU-00002", "F-00001"):
        done("do", "move-to-trash", f"record={record}")

    warning = refused("do", "empty-trash")
    assert "gone for good: 1 × customer, 1 × follow_up" in warning or "gone for good: 1 × follow_up, 1 × customer" in warning
    assert "needs it: 1 × customer" in warning
    assert len(listed("customers", "--all")) == 2
    assert crm("--as", "nancy", "do", "empty-trash", "sure=yes").status == 1
    assert done("do", "empty-trash", "sure=yes") == "Emptied the trash: 2 gone for good, 1 kept\n"
    assert names("customers", "number", "--all") == ["CU-00001"]
    emptied = json.loads(done("history", "--limit", "1", "--json"))["records"][0]["operation"]
    assert "cannot be undone" in refused("undo", emptied)


def test_a_person_is_erased_and_the_protocol_is_a_list(shop):
    assert "SO-00001 is open" in refused("do", "erase-customer", "customer=CU-00001")
    done("do", "issue-invoice", "order=SO-00001")
    done("do", "ship-order", "order=SO-00001", "on=2026-01-06", "carrier=Post")
    done("do", "complete-order", "order=SO-00001")
    done("do", "erase-customer", "customer=CU-00001")

    (customer,), (protocol,) = listed("customers"), listed("erasures")
    assert (customer["name"], customer["status"], customer["spent"]) == ("", "anonymised", "29.97")
    assert protocol["result"]["invoices_kept"][0]["number"] == "INV-00001"
    assert names("invoices", "name") == ["Müller & Søn"]
    assert "Müller" not in done("history", "customer", "CU-00001", "--json") + done("history", "order", "SO-00001", "--json")
    assert "kept for long enough" in refused("do", "erase-kept-invoices")
