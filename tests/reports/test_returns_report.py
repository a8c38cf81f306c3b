"""The report of returns and refunds as it comes out, and that it never says anything else than the monthly report."""

import json
from datetime import date

import pytest
from pypdf import PdfReader

from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.data.models import Company, Customer, Product, ReturnLine
from crm_desktop.reports import monthly_interactions as monthly
from crm_desktop.reports.making import make_report, reprint
from crm_desktop.reports.monthly_data import placed_values
from crm_desktop.reports.registry import report_called
from crm_desktop.reports.returns_report import ReturnsParameters, collect, draw, figures, restore
from crm_desktop.reports.sheet import period_sheet
from tests.reports.conftest import words_of
from tests.reports.recount import rows_of
from tests.reports.shop import MONTH, fill
from tests.reports.trade_shop import fill_trade

SECTIONS = [
    "Returns and refunds",
    "Returns",
    "Refunds and goodwill in EUR",
    "Refunds and goodwill in JPY",
    "Every return",
    "Every refund in EUR",
    "Every refund in JPY",
    "Every return to a supplier",
    "How this was counted",
]


def asked(**said):
    return ReturnsParameters(**{"month": MONTH, **said})


def FILLING():
    fill(contacts=60)
    fill_trade()


@pytest.fixture
def trade(filled_store):
    return filled_store


@pytest.fixture
def printed(tmp_path):
    """The words of the report that these parameters give."""

    def made(data=None, **said):
        path = tmp_path / "returns.pdf"
        draw(data or collect(asked(**said)), path)
        return words_of(path)

    return made


def titles(path):
    outline = PdfReader(path).outline
    return [mark.title for mark in outline if not isinstance(mark, list)]


def test_every_part_has_its_section_and_every_figure_is_printed(trade, printed, tmp_path):
    data = collect(asked())
    words, printer = printed(data), period_sheet(data.head, data.people).printer
    told = {printer.value(placed.value) for placed in placed_values(data) if placed.period == "now"}

    assert titles(tmp_path / "returns.pdf") == SECTIONS
    assert len(told) > 40
    assert {text for text in told if text not in words} == set()


def test_it_says_of_returns_and_refunds_what_the_monthly_report_says(trade):
    ours, theirs = collect(asked()), monthly.collect(monthly.MonthlyInteractionsParameters(month=MONTH))

    assert (ours.returns, ours.refunds) == (theirs.returns, theirs.refunds)
    told = {json.dumps(each) for each in figures(ours)["figures"] if each["numerator"] is not None}
    assert told <= {json.dumps(each) for each in monthly.figures(theirs)["figures"]}


def test_every_line_of_the_month_is_listed_with_a_mark_where_the_day_is_its_order_s(trade, printed):
    data = collect(asked())
    words = printed(data)

    assert len(data.lines) > 20
    assert all(row.number in words for row in data.lines)
    assert not all(row.is_dated for row in data.lines)
    assert "* has no day of its own" in words and "they count when their order was placed" in words
    assert sum(row.units for row in data.lines if row.state not in ("declined", "cancelled", "expired")) == sum(
        row.units.numerator for row in data.returns.by_reason
    )


def test_pending_refunds_of_earlier_months_are_listed_too(trade):
    rows = collect(asked(month=date(2026, 3, 1))).refund_rows
    pending = [row for row in rows_of("payment") if row["status"] == "pending" and row["direction"] == "out"]

    in_order = sorted(pending, key=lambda row: (row["currency"], row["received_at"], row["id"]))
    assert [row.amount for row in rows] == [row["amount"] for row in in_order]


def test_the_same_data_prints_the_same_bytes_and_a_kept_run_prints_again(trade, owner, tmp_path):
    report = report_called("returns-and-refunds")
    made = make_report(report, asked(), owner, tmp_path / "then.pdf", tmp_path / "then.json")
    again = reprint(made.run, owner, tmp_path / "again.pdf")
    kept = json.loads((tmp_path / "then.json").read_text(encoding="utf-8"))

    assert again.fingerprint == made.fingerprint
    assert restore(kept) == collect(asked())
    assert not [row.name for row in Customer.select() if f'"{row.name}"' in json.dumps(kept)]


def test_an_erased_customer_is_erased_and_names_can_be_hidden(trade, printed):
    data = collect(asked())
    number = data.lines[0].customer
    Customer.update(name="", status=CustomerStatus.ANONYMISED).where(Customer.number == number).execute()

    assert f"erased ({number})" in printed(restore(figures(data)))
    hidden = printed(hide_names=True)
    assert number in hidden and "erased" not in hidden


def test_a_month_without_returns_says_so(trade, printed):
    words = printed(month=date(2024, 2, 1))

    assert "No returns were asked for or settled in February 2024." in words
    assert "Stuck returns" in words


def test_a_company_without_returns_has_a_report_too(store, printed, tmp_path):
    assert "No returns are recorded here yet." in printed(month=date(2026, 2, 1))
    assert collect(ReturnsParameters()).head.period.is_month


def test_without_a_month_it_is_the_newest_order_return_or_payment_s(trade):
    assert collect(ReturnsParameters()).head.period.first == date(2025, 12, 1)
    head = collect(asked(month=None, since=date(2025, 11, 3), until=date(2025, 11, 9))).head
    assert (head.compared.first, head.year_ago.first) == (date(2025, 10, 27), date(2024, 11, 3))


def test_texts_of_the_store_are_never_markup_and_long_names_fit(trade, printed, tmp_path):
    wicked = "<img src='/etc/passwd'/>{x}</para>\U0001f4a9" + " of many words" * 30
    for model, name in ((Customer, "name"), (Product, "name"), (Company, "name")):
        model.update({name: wicked}).execute()
    ReturnLine.update(name=wicked).execute()
    Company.update(locale="de_DE", paper="letter").execute()

    assert printed().count("/etc/passwd") > 20
    assert round(PdfReader(tmp_path / "returns.pdf").pages[0].mediabox.width) == 612
