import pickle
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import ChannelKind, CustomerKind, CustomerStatus, Direction, Outcome, PointKind
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.kinds_of_trade import PaymentMethod, ReturnReason, VoucherKind
from crm_desktop.data.models import Customer, Interaction, Invoice, Order, OrderLine, Payment, SupportCase
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.timeline import KINDS, timeline_ids
from crm_desktop.reports.documents import customer_sheet
from crm_desktop.reports.documents.customer_sheet import CustomerSheetParameters, collect
from crm_desktop.reports.documents.data import figures
from crm_desktop.reports.documents.history_lines import parts
from crm_desktop.reports.making import DrawJob, draw_report
from crm_desktop.reports.tables import CELL
from crm_desktop.reports.text import lines
from crm_desktop.services.agreements import AgreementInput, start_agreement
from crm_desktop.services.appointments import AppointmentInput, plan_appointment
from crm_desktop.services.approvals import ask_for_voucher
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.customers import ContactInput, CustomerInput, PointInput, add_contact, change_customer
from crm_desktop.services.escalations import EscalationInput, escalate
from crm_desktop.services.invoices import issue_credit_note, issue_invoice
from crm_desktop.services.orders import LineInput, OrderInput, cancel_order, place_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return
from crm_desktop.services.shipments import ShipmentInput, ship
from crm_desktop.services.tags import tag
from crm_desktop.services.vouchers import VoucherInput, give_voucher
from tests.asked import ask_how_it_was
from tests.reports.documents.conftest import ORDERED, pages_of

DAY = ORDERED.date()


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    monkeypatch.setattr(customer_sheet, "utc_now", lambda: datetime(2026, 11, 1, 9, tzinfo=UTC))


@pytest.fixture
def lived(sold, buyer, make_interaction, make_follow_up, nancy):
    """Something of every kind happened with the buyer of the lamps."""
    (bill,) = issue_invoice(sold.id, nancy, DAY).of(Entity.INVOICE)
    issue_credit_note(bill, "wrong address", nancy, issued_on=DAY)
    ship(sold.id, Order.get_by_id(sold.id).version, ShipmentInput(shipped_on=DAY, carrier="Post", tracking="P1"), nancy)
    lines = (ReturnLineInput(Decimal(1), ReturnReason.UNWANTED, OrderLine.select().order_by(OrderLine.position).get().id),)
    request_return(ReturnInput(lines, sold.id, requested_at=ORDERED + timedelta(days=3)), nancy)
    give_voucher(VoucherInput(VoucherKind.GOODWILL, Decimal(5), customer_id=buyer.id, reason="for the trouble"), nancy)
    start_agreement(AgreementInput(buyer.id, "Filters", DAY - timedelta(days=400), price=Decimal("9.90")), nancy)
    plan_appointment(AppointmentInput("Visit the shop", DAY + timedelta(days=9), "10:00", customer_id=buyer.id), nancy)
    make_follow_up("Ring about it", customer_id=buyer.id, due_on=DAY + timedelta(days=2), promise="by Wednesday")
    make_interaction(
        buyer, started_at=ORDERED - timedelta(hours=1), summary="A lamp for the hall", notes="Wants two.\nGrey.", outcome=Outcome.RESOLVED
    )
    open_case(CaseInput("Lamp flickers", CaseKind.COMPLAINT, buyer.id, opened_at=ORDERED + timedelta(days=1)), nancy)
    case = SupportCase.get()
    escalate(EscalationInput(case.id, "They want the manager."), nancy)
    ask_for_voucher(VoucherInput(VoucherKind.GOODWILL, Decimal(50), customer_id=buyer.id, reason="a whole lamp"), nancy, case_id=case.id)
    ask_how_it_was(buyer.id, nancy, asked_at=ORDERED + timedelta(days=2), score=4)
    return Customer.get_by_id(buyer.id)


@pytest.fixture
def print_sheet(tmp_path):
    def made(*numbers, **options):
        data = collect(CustomerSheetParameters(numbers, **{"language": "en", **options}))
        draw_report(DrawJob(customer_sheet.NAME, data, tmp_path / "sheet.pdf"))
        return pages_of(tmp_path / "sheet.pdf")

    return made


def sheet(*numbers, **options):
    (paper,) = collect(CustomerSheetParameters(numbers, **options)).papers
    return paper


def test_it_says_who_they_are_how_to_reach_them_and_what_not_to_do(buyer, print_sheet, nancy):
    wanted = CustomerInput(
        "Ada Lovelace", CustomerKind.PERSON, salutation="Ms", first_name="Ada", last_name="Lovelace", language="de", vip=True,
        preferred_channel=ChannelKind.EMAIL, best_time="mornings", do_not_contact="phone,fax", customer_since=date(2020, 2, 29),
        quick_facts="Deaf in one ear", notes="Pays late.\nNever rude.", points=(PointInput(PointKind.MOBILE, "0170 1", main=True),),
    )  # fmt: skip
    change_customer(buyer.id, buyer.version, wanted, nancy)
    Customer.update(birthday="--12-10").execute()
    tag([RecordRef(Entity.CUSTOMER, buyer.id)], ["stammkunde"], nancy)
    add_contact(buyer.id, ContactInput("Bea", role="Secretary"), nancy, (PointInput(PointKind.EMAIL, "bea@b.example"),))
    text = " ".join(print_sheet("CU-00001"))

    for words in (
        "Ada Lovelace CU-00001 · Person", "Status Active · VIP", "Do not contact by phone, fax", "Customer since 29 Feb 2020",
        "Birthday 10 Dec", "Speaks German", "Prefers e-mail · mornings", "Tags stammkunde", "Mobile 0170 1 main one",
        "E-mail bea@b.example Bea", "For bills Lange Reihe 7, 50667 Köln", "Bea Secretary", "Deaf in one ear", "Pays late. Never rude.",
        "Nothing is recorded yet.",
    ):  # fmt: skip
        assert words in text, (words, text)


def test_everything_that_happened_is_there_newest_first_with_its_amount(lived, print_sheet):
    text = " ".join(print_sheet(lived.number))
    for words in (
        "14 Oct 2026 10:00 Appointment Visit the shop Planned · Nancy Davolio",
        "8 Oct 2026 Return RMA-00001 Goods lamp not approved yet · SO-00001",
        "7 Oct 2026 Follow-up F-00001 Ring about it by Wednesday Overdue",
        "5 Oct 2026 Credit note CN-00001 corrects INV-00001 · SO-00001 wrong address -361,02 €",
        "Invoice INV-00001 Corrected whole · SO-00001 361,02 €",
        "Parcel On its way · Post · P1 · SO-00001",
        "Payment received Bank transfer · SO-00001 100,00 €",
        "Order SO-00001 Open · Shipped · 2 items 361,02 €",
        "5 Oct 2026 10:30 Phone, incoming A lamp for the hall Wants two. Grey. I-00001 · Resolved · Nancy Davolio",
        "Goodwill · 5,00 € left for the trouble 5,00 €",
        "31 Aug 2025 Agreement Filters Running 9,90 €",
        "Case C-00001 Lamp flickers Complaint · New",
        "Help was asked for They want the manager. Waiting · Nancy Davolio",
        "To be approved: A voucher a whole lamp Waiting · Nancy Davolio · C-00001 50,00 €",
        "Interactions: 1",
    ):
        assert words in text, (words, text)


def test_no_kind_of_record_is_left_out(lived):
    paper = sheet(lived.number)
    assert {each.kind for each in paper.counts} == set(KINDS)
    assert len(paper.history) == len(timeline_ids(lived.id)) == sum(each.records for each in paper.counts)
    days = [each.day for each in paper.history]
    assert days == sorted(days, reverse=True)


def test_the_sums_are_those_of_plain_loops_each_currency_for_itself(lived, make_goods, nancy):
    pen = make_goods("pen", "2.00", 19)
    (dollars,) = place_order(OrderInput(lived.id, (LineInput(pen.id, Decimal(3)),), ordered_at=ORDERED, currency="USD"), nancy).of(
        Entity.ORDER
    )
    (gone,) = place_order(OrderInput(lived.id, (LineInput(pen.id, Decimal(7)),), ordered_at=ORDERED), nancy).of(Entity.ORDER)
    cancel_order(gone, "no", nancy)
    record_payment(PaymentInput(dollars, Decimal(5), PaymentMethod.CASH, received_at=ORDERED), nancy)
    paper = sheet(lived.number)

    def counted(currency):
        orders = sum(row.total for row in Order.select().where(Order.currency == currency, Order.state != "cancelled"))
        bills = [(row.total if row.kind == "invoice" else -row.total) for row in Invoice.select().where(Invoice.currency == currency)]
        money = sum(row.amount for row in Payment.select().where(Payment.currency == currency))
        return [currency, orders, sum(bills), money, 0]

    assert [list(sums) for sums in paper.sums] == [counted("EUR"), counted("USD")]
    kept = Customer.get_by_id(lived.id)
    assert (paper.party.order_count, paper.party.spent, paper.party.balance) == (kept.order_count, kept.spent, kept.balance)


def test_days_bound_the_history_and_nothing_else(lived, print_sheet):
    whole, part = sheet(lived.number), sheet(lived.number, since=DAY, until=DAY)
    assert part.history == tuple(each for each in whole.history if each.day == DAY) != ()
    assert part.party == whole.party
    text = " ".join(print_sheet(lived.number, since=DAY, until=DAY))
    assert "5 Oct 2026 to 5 Oct 2026" in text and "Ring about it" not in text
    assert "Nothing is recorded in these days." in " ".join(print_sheet(lived.number, since=date(1990, 1, 1), until=date(1990, 1, 2)))


def test_a_day_ends_at_the_companys_midnight(buyer, make_interaction):
    make_interaction(buyer, started_at=datetime(2026, 9, 30, 22, 30, tzinfo=UTC))
    assert [each.day for each in sheet(buyer.number).history] == [date(2026, 10, 1)]
    assert sheet(buyer.number, until=date(2026, 9, 30)).history == ()


def test_a_promise_without_a_day_stands_on_top_and_not_before_a_last_day(buyer, make_follow_up, print_sheet):
    make_follow_up("Some day", customer_id=buyer.id, due_on=date(9999, 12, 31))
    assert "Any day Follow-up F-00001 Some day" in " ".join(print_sheet(buyer.number))
    assert sheet(buyer.number, until=date(2030, 1, 1)).history == ()


def test_a_long_life_goes_over_pages_with_the_head_on_each(buyer, make_interaction, print_sheet):
    held = make_interaction(buyer, summary="Called 0")
    rows = [dict(held.__data__, id=None, number=f"I-9{n:05}", summary=f"Called {n}", direction=Direction.OUT) for n in range(1, 400)]
    for row in rows:
        del row["id"]
    Interaction.insert_many(rows).execute()
    pages = print_sheet(buyer.number)

    assert len(pages) > 9
    assert all("Day What Details Amount" in page for page in pages)
    assert sorted(map(int, re.findall(r"Called (\d+)", " ".join(pages)))) == list(range(400))


def test_a_long_note_is_printed_whole(buyer, make_interaction, print_sheet):
    words = [f"w{n}" for n in range(3000)]
    make_interaction(buyer, notes=" ".join(words[:2500]) + "\n" + "\n".join(words[2500:]))
    found = re.findall(r"\bw\d+\b", " ".join(print_sheet(buyer.number)))
    assert found == words


def test_a_summary_as_long_as_a_letter_is_printed_whole(buyer, make_interaction, print_sheet):
    words = [f"w{n}" for n in range(900)]
    make_interaction(buyer, summary="short")
    Interaction.update(summary=" ".join(words)).execute()
    assert re.findall(r"\bw\d+\b", " ".join(print_sheet(buyer.number))) == words


def test_notes_about_the_customer_are_printed_whole(buyer, print_sheet):
    words = [f"w{n}" for n in range(9000)]
    Customer.update(notes=" ".join(words)).execute()
    assert re.findall(r"\bw\d+\b", " ".join(print_sheet(buyer.number))) == words


def test_a_long_name_stands_whole_on_top(buyer, print_sheet):
    name = " ".join(f"Company{n}" for n in range(12))
    Customer.update(name=name).execute()
    assert name in " ".join(print_sheet(buyer.number)[0].split())


@pytest.mark.parametrize(
    "text", ["", "a", "a\n\nb", "x" * 5000, "word " * 900, "\n" * 60, "é" * 399 + " " + "z" * 500, "漢字" * 400, "W" * 79 + " W" * 700]
)
def test_pieces_hold_all_that_was_written_and_each_fits_a_row(text):
    found = list(parts(text))
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(len(lines(part, CELL, 220)) <= 24 for part in found)


def test_the_number_of_somebody_merged_prints_the_kept_one_once(buyer, make_customer):
    other = make_customer("Müller")
    Customer.update(merged_into=buyer).where(Customer.id == other.id).execute()
    data = collect(CustomerSheetParameters((other.number, buyer.number)))
    assert data.numbers == (buyer.number,)


def test_who_was_erased_or_is_not_there_is_refused(buyer, erase):
    erase(buyer.id)
    with pytest.raises(UserError, match="CU-00001 was erased"):
        sheet(buyer.number)
    with pytest.raises(UserError, match="no customer “CU-9”"):
        sheet("CU-9")


def test_days_the_wrong_way_round_are_refused(buyer):
    with pytest.raises(UserError, match="before the first"):
        sheet(buyer.number, since=DAY, until=DAY - timedelta(days=1))


def test_several_go_into_one_file_each_with_its_own_pages(lived, make_customer, print_sheet):
    make_customer("Zoë")
    pages = print_sheet(lived.number, "CU-00002")
    assert "Page 1 of 1" in pages[-1] and "Zoë" in pages[-1] and "Müller" not in pages[-1]


def test_what_is_printed_is_in_the_figures_and_goes_to_another_process(lived):
    data = collect(CustomerSheetParameters((lived.number,)))
    (told,) = figures(pickle.loads(pickle.dumps(data)))["documents"]
    assert told["sums"] == [{"currency": "EUR", "ordered": "361.02", "invoiced": "0.00", "received": "100.00", "paid_back": "0.00"}]
    assert [entry["day"] for entry in told["history"]] == [each.day.isoformat() for each in data.papers[0].history]


def test_it_is_german_where_it_is_asked_for(lived, print_sheet):
    text = " ".join(print_sheet(lived.number, language="de"))
    for words in (
        "Kundenblatt",
        "So erreichbar",
        "Verlauf",
        "Tag Was Einzelheiten Betrag",
        "Gutschrift CN-00001",
        "Überfällig",
        "noch zu zahlen",
    ):
        assert words in text, (words, text)


def test_a_blocked_customer_is_said_to_be(buyer, print_sheet):
    Customer.update(status=CustomerStatus.BLOCKED).execute()
    assert "Status Blocked" in print_sheet(buyer.number)[0]
