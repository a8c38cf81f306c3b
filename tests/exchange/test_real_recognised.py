"""Files that nobody on this project wrote, as the window takes them when nobody changes a guess."""

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.exchange.column_guesses import guess_places, guess_shape
from crm_desktop.exchange.made_mapping import Matching, missing
from crm_desktop.exchange.recognising import recognise
from crm_desktop.exchange.trying import Plan, open_points, source_of, try_out

pytestmark = pytest.mark.realdata
ON_ONE = pytest.mark.parametrize("address", ["plain"], indirect=True)
"""What is read is the same on the other engine; test_real_data.py writes to both."""


def by_hand(path):
    found = recognise([path])
    table, shape = found.table, guess_shape(found.table.header)
    matching = Matching(
        shape.name, guess_places(table.header, shape), source_of(found.paths), path.name, table.sheet, table.encoding, table.delimiter
    )
    assert missing(matching) == []
    return Plan(found.paths, next(way for way in found.ways if way.by_hand), matching)


def new(trial):
    return {word: count.new for word, count in trial.result.counts.items() if count.new}


@ON_ONE
def test_a_shop_of_order_lines(store, nancy, real):
    plan = by_hand(real("superstore") / "Orders.csv")
    (question,) = open_points(plan)
    assert (question.column, len(question.example), question.length) == ("Postal Code", 4, 5)
    trial = try_out(plan, nancy, None)
    assert new(trial) == {"order": 5009, "line": 9994, "customer": 793, "product": 1862, "category": 3}
    assert not trial.result.refused and f"{trial.total:.2f}" == "2297200.86"


@ON_ONE
def test_ten_thousand_cases(store, nancy, real):
    trial = try_out(by_hand(real("cases-baltimore") / "311_sample.csv"), nancy, None)
    assert new(trial)["interaction"] == 10_000 and not trial.result.refused


@ON_ONE
def test_tickets(store, nancy, real):
    assert new(try_out(by_hand(real("tickets-csat") / "customer_support_tickets.csv"), nancy, None))["interaction"] == 1000


@ON_ONE
def test_customers_in_a_broken_table_and_those_of_another_program(store, nancy, real):
    trial = try_out(by_hand(real("northwind-broken-csv") / "customers.csv"), nancy, None)
    assert new(trial)["customer"] == 67 and len(trial.result.refused) == 24
    assert new(try_out(by_hand(real("northwind") / "csv" / "products.csv"), nancy, None))["product"] == 77


@ON_ONE
@pytest.mark.parametrize(
    ("folder", "title", "counted"),
    [("northwind/csv", "Northwind traders", {"order": 830, "line": 2155}), ("northwind-broken-csv", "Northwind traders", {"order": 654})],
)
def test_a_folder_of_a_known_system(store, nancy, real, folder, title, counted):
    found = recognise([real(folder)])
    assert found.ways[0].title == title
    brought = new(try_out(Plan((real(folder),), found.ways[0]), nancy, None))
    assert brought | counted == brought


@pytest.mark.parametrize(
    ("file", "reader"),
    [("gmail.csv", "google-contacts"), ("outlook.csv", "outlook"), ("tb_plain.csv", "thunderbird"), ("email.vcf", "vcard")],
)
def test_address_books(real, file, reader):
    assert recognise([real("contacts-csv") / "Csv2vcard" / file]).ways[0].reader == reader


@pytest.mark.parametrize("folder", ["export-zendesk", "export-freshdesk", "mail-mbox", "mail-eml", "csv-spectrum", "strings-blns"])
def test_every_other_file_is_recognised_or_refused_in_words(real, folder):
    told = []
    for path in sorted(path for path in real(folder).rglob("*") if path.is_file()):
        try:
            told.append(bool(recognise([path]).ways))
        except UserError as error:
            told.append("Nothing was imported" in str(error))
    assert told and all(told)
