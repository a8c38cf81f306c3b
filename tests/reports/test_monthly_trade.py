"""Orders, returns, money, appointments and what comes next, as the monthly report prints them."""

import json
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from crm_desktop.core.dates import local_day, utc_now
from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import Customer, Interaction, OrderLine, Payment, ReturnLine, ReturnRequest, Shipment, ShipmentLine
from crm_desktop.queries.figures_returns import Damaged
from crm_desktop.reports.making import reprint
from crm_desktop.reports.monthly_data import placed_values
from crm_desktop.reports.monthly_findings import told
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect, draw, figures, restore
from crm_desktop.reports.monthly_sheet import sheet_of
from crm_desktop.reports.relations_sections import coming
from crm_desktop.reports.returns_collect import stands_out
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.reports import keep_run
from tests.reports.conftest import words_of
from tests.reports.shop import BERLIN, MONTH, fill, seconds
from tests.reports.trade_shop import fill_trade

SECTIONS = (
    "Orders",
    "Returns",
    "Refunds and goodwill in EUR",
    "Refunds and goodwill in JPY",
    "Money in EUR",
    "Money in JPY",
    "Follow-ups",
    "Appointments",
    "Customers",
)
NEW = ("trade", "returns", "refunds", "money", "appointments", "relations")
UNIT = 10_000


def asked(**said):
    return MonthlyInteractionsParameters(**{"month": MONTH, **said})


def FILLING():
    fill(contacts=60)
    fill_trade()


@pytest.fixture
def trade(filled_store):
    return filled_store


@pytest.fixture
def printed(tmp_path):
    def made(data=None, **said):
        draw(data or collect(asked(**said)), tmp_path / "report.pdf")
        return words_of(tmp_path / "report.pdf")

    return made


def test_every_part_has_its_section_and_every_figure_is_printed(trade, printed, tmp_path):
    data = collect(asked())
    words, printer = printed(data), sheet_of(data).printer
    marks = [mark.title for mark in PdfReader(tmp_path / "report.pdf").outline if not isinstance(mark, list)]
    now = {printer.value(placed.value) for placed in placed_values(data) if placed.period == "now"}

    assert tuple(title for title in marks if title in SECTIONS) == SECTIONS
    assert {text for text in now if text not in words} == set()


def test_money_in_the_file_is_a_string_with_its_currency(trade):
    listed = figures(collect(asked()))["figures"]
    money = [each for each in listed if each["unit"] == "money" and each["value"] is not None]

    assert len({(each["id"], str(each["of"]), each["from"]) for each in listed}) == len(listed)
    assert {each["of"]["currency"] for each in money} == {"EUR", "JPY"}
    assert all(each["value"] == each["numerator"] for each in money)
    (yen,) = {each["value"] for each in money if (each["id"], each["from"]) == ("refunds_paid", "2025-11-01")} & {
        each["value"] for each in money if each["of"]["currency"] == "JPY"
    }
    assert "." not in yen or float(yen) != round(float(yen))


def test_a_run_kept_by_an_earlier_version_prints_again(trade, owner, printed, tmp_path):
    """Its file knows nothing of what came later, in no place."""
    kept = json.loads(json.dumps(figures(collect(asked()))))
    for name in NEW:
        del kept["data"][name]
    _forget_currency(kept["data"])
    run = keep_run("monthly-interactions", {}, kept, "", 1, owner)

    assert reprint(run, owner, tmp_path / "again.pdf").figures == kept
    words = words_of(tmp_path / "again.pdf")
    assert "Orders placed" in words and "Refunds and goodwill" not in words and "Appointments" not in words


def _forget_currency(part):
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _forget_currency(each)
    if isinstance(part, dict) and "numerator" in part:
        del part["currency"]


def test_kept_figures_give_the_same_report_and_name_nobody(trade):
    data = collect(asked())
    kept = json.loads(json.dumps(figures(data)))

    assert restore(kept) == data
    assert "Contact 1" not in json.dumps(kept) and not [row.name for row in Customer.select() if f'"{row.name}"' in json.dumps(kept)]


def test_a_month_without_contacts_still_tells_of_returns_and_money(trade, printed):
    Interaction.update(started_at=seconds(date(2025, 10, 1))).execute()
    words = printed()

    assert "No interactions were recorded in November 2025." in words
    assert "Why goods came back" in words and "Open balances by age" in words and "Return rate" in words
    assert "No returns were asked for or settled in March 2024." in printed(month=date(2024, 3, 1))


def test_a_birthday_is_told_by_name_unless_names_are_hidden_or_the_person_is_erased(trade, print_pages):
    ada = Customer.get(number="CU-00003")
    said, hidden = (
        words_of(print_pages(*coming(sheet_of(data), data.relations))) for data in map(collect, (asked(), asked(hide_names=True)))
    )

    assert f"24 Dec {ada.name} 41" in said and "Contact 11" in said
    assert "Turns" not in hidden and "Contact 11" not in hidden

    Customer.update(status=CustomerStatus.ANONYMISED).where(Customer.id == ada.id).execute()
    assert (12, 24) not in {(born.month, born.day) for born in collect(asked()).people.birthdays}


def test_a_thing_that_one_carrier_breaks_stands_out():
    assert stands_out(Damaged(3, 3 * UNIT), 5 * UNIT, 0, 5 * UNIT)
    assert stands_out(Damaged(3, 5 * UNIT), 20 * UNIT, 1 * UNIT, 10 * UNIT)
    assert not stands_out(Damaged(4, 4 * UNIT), 20 * UNIT, 1 * UNIT, 10 * UNIT)
    assert not stands_out(Damaged(2, 15 * UNIT), 20 * UNIT, 0, 5 * UNIT)
    assert not stands_out(Damaged(3, 3 * UNIT), 4 * UNIT, 0, 5 * UNIT)
    assert not stands_out(Damaged(3, 3 * UNIT), 5 * UNIT, 0, 4 * UNIT)


@pytest.fixture
def broken(make_order, make_interaction):
    """Ten lamps with each carrier; of those with Hare Post four came back broken, of the others one."""
    order = make_order(quantity=20)
    make_interaction(started_at=datetime(2025, 11, 3, 9, tzinfo=UTC))
    line = OrderLine.get(order=order)
    with operation("Sent", FOUNDER, may=Right.IMPORT) as done:
        for carrier, units in (("Hare Post", 4), ("Tortoise Freight", 1)):
            sold = done.insert_many(
                OrderLine,
                ("order_id", "position", "product_id", "sku", "name", "quantity", "unit_price", "gross", "total"),
                [(order.id, 2, line.product_id, line.sku, line.name, 10 * UNIT, UNIT, UNIT, UNIT)],
            )
            parcels = done.insert_many(
                Shipment, ("order_id", "carrier", "shipped_on", "status"), [(order.id, carrier, "2025-11-04", "in_transit")]
            )
            done.insert_many(
                ShipmentLine,
                ("shipment_id", "order_line_id", "product_id", "quantity"),
                [(parcels[0], sold[0], line.product_id, 10 * UNIT)],
            )
            asked_for = done.insert_many(
                ReturnRequest,
                ("number", "customer_id", "order_id", "requested_at", "currency", "state"),
                [(carrier, order.customer_id, order.id, seconds(date(2025, 11, 9)), "EUR", "approved")],
            )
            done.insert_many(
                ReturnLine,
                ("return_id", "order_line_id", "product_id", "quantity", "reason"),
                [(asked_for[0], sold[0], line.product_id, UNIT, "damaged_in_transit") for _unit in range(units)],
            )
    return order


@pytest.fixture
def said():
    def made():
        data = collect(asked())
        printer = sheet_of(data).printer
        return ["".join(span.text for span in told(finding, printer, "October 2025")) for finding in data.findings]

    return made


def test_the_first_page_names_what_a_carrier_breaks(broken, said):
    expected = "Product P-1: 4 of 10 units sent with Hare Post came back damaged (40%); with the other carriers 10%."
    assert said()[0] == expected


def test_the_first_page_names_refunds_that_wait_and_returns_that_are_stuck(broken, said):
    assert not [sentence for sentence in said() if "still to be paid" in sentence or "stuck" in sentence]
    with operation("Paid", FOUNDER, may=Right.IMPORT) as done:
        columns = ("customer_id", "order_id", "direction", "amount", "currency", "method", "received_at", "status")
        row = (broken.customer_id, broken.id, "out", 1_234_500, "EUR", "transfer", seconds(date(2025, 11, 5)), "pending")
        done.insert_many(Payment, columns, [row])
        done.insert_many(
            ReturnRequest,
            ("number", "customer_id", "requested_at", "currency", "state"),
            [("RMA-3", broken.customer_id, seconds(date(2025, 11, 9)), "EUR", "requested")],
        )
    days = (local_day(utc_now(), BERLIN) - date(2025, 11, 9)).days

    assert "Refunds of €123.45 are still to be paid." in said()
    assert any(sentence.startswith(f"3 returns are stuck; Hare Post has waited longest, {days} days.") for sentence in said())
