"""What an entry of each kind looks like."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.paths import resource
from crm_desktop.queries import timeline_rows as rows
from crm_desktop.queries.desk import company_facts
from crm_desktop.queries.timeline import KINDS, Entry
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.timeline import timeline_column
from crm_desktop.ui.models.timeline_of_trade import DRAWN
from crm_desktop.ui.widgets.timeline import _FILTERS

AT, DAY = datetime(2026, 1, 5, 9, tzinfo=UTC), date(2026, 1, 5)
PAYMENT = rows.PaymentRow(1, "in", Decimal(5), "EUR", "card", "captured", "", "x", AT, 1, "SO-1", "")
INVOICE = rows.InvoiceRow(1, "INV-1", "invoice", Decimal(5), "EUR", "paid", "", DAY, DAY, 1, "SO-1", "")
SHIPMENT = rows.ShipmentRow(1, "out", "Post", "P1", "https://post.example/P1", "in_transit", DAY, None, 1, "SO-1", "")
RETURN = rows.ReturnRow(1, "RMA-1", "received", "", "", AT, "SO-1", "EUR", 3, "Mug", Decimal(5))
VOUCHER = rows.VoucherRow(1, "ABC", "goodwill", Decimal(5), Decimal(0), "EUR", Decimal(2), "sorry", AT, None, False)
AGREEMENT = rows.AgreementRow(1, "Filters", "started", Decimal(5), "EUR", DAY, None, date(2099, 1, 1), "", "")
APPOINTMENT = rows.AppointmentRow(1, "Visit", "planned", "", DAY, "10:00", AT, "Kiel", "", "Nancy", False, "")


@pytest.fixture
def formats(store):
    return Formats(company_facts())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (PAYMENT, ["Payment €5.00 · Card", "SO-1"]),
        (PAYMENT._replace(direction="out", status="pending"), ["Refund €5.00", "Pending"]),
        (INVOICE, ["Invoice INV-1 · €5.00", "Paid"]),
        (INVOICE._replace(kind="credit_note", corrects="INV-1", number="CN-1"), ["Credit note CN-1", "INV-1"]),
        (SHIPMENT, ["Sent with Post", "On its way", "P1"]),
        (SHIPMENT._replace(direction="in", carrier=""), ["Sent back"]),
        (RETURN, ["Return RMA-1 · €5.00", "Mug and 2 more", "Received"]),
        (VOUCHER, ["Voucher ABC · €5.00", "Goodwill", "€2.00 left"]),
        (VOUCHER._replace(amount=Decimal(0), percent=Decimal("7.5")), ["7.5%"]),
        (VOUCHER._replace(expires_on=DAY), ["Expired"]),
        (AGREEMENT, ["Filters", "Running", "renews"]),
        (AGREEMENT._replace(renews_on=DAY), ["Renewal due"]),
        (APPOINTMENT, ["Visit", "Over", "Nancy"]),
        (APPOINTMENT._replace(repeats=True), ["Planned"]),
        (APPOINTMENT._replace(state="no_show"), ["Nobody came"]),
    ],
)
def test_an_entry_says_what_it_is(formats, row, words):
    cell = timeline_column(formats).cell(Entry(1, Entity.PAYMENT, row))
    assert all(word in cell.spoken() for word in words), cell.spoken()
    assert resource("icons", f"{cell.icon}.svg").is_file()


@pytest.mark.parametrize("row", [PAYMENT, INVOICE, SHIPMENT, RETURN, VOUCHER, AGREEMENT, APPOINTMENT])
def test_an_entry_is_read_in_full(formats, row):
    drawn = DRAWN[type(row)]
    assert drawn.title(row, formats)
    assert drawn.text(row, formats)


def test_every_kind_is_under_a_tab():
    assert {kind for name, kinds in _FILTERS.items() if name for kind in kinds} == set(KINDS)
