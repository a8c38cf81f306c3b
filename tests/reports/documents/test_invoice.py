import json
from decimal import Decimal

import pytest
from pypdf import PdfReader

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_trade import PaymentMethod
from crm_desktop.data.models import Company, Customer, Invoice, InvoiceLine, Product
from crm_desktop.reports.documents import invoice
from crm_desktop.reports.documents.data import figures
from crm_desktop.services.customers import CustomerInput, change_customer
from crm_desktop.services.invoices import issue_credit_note, issue_invoice, tax_shares
from crm_desktop.services.payments import PaymentInput, record_payment
from tests.reports.documents.conftest import ORDERED, pages_of
from tests.reports.documents.test_order_confirmation import german

DAY = ORDERED.date()


@pytest.fixture
def issued(sold, nancy):
    issue_invoice(sold.id, nancy, issued_on=DAY)
    return Invoice.get()


@pytest.fixture
def print_invoice(tmp_path):
    def made(*numbers, name="invoice.pdf", **options):
        wanted = invoice.InvoiceParameters(numbers, **{"language": "en", **options})
        invoice.draw(invoice.collect_invoices(wanted), tmp_path / name)
        return tmp_path / name

    return made


@pytest.fixture
def print_note(tmp_path):
    def made(*numbers):
        invoice.draw(invoice.collect_credit_notes(invoice.CreditNoteParameters(numbers, language="en")), tmp_path / "note.pdf")
        return tmp_path / "note.pdf"

    return made


def test_it_states_what_was_issued(issued, print_invoice):
    (text,) = pages_of(print_invoice("INV-00001"))

    for words in ("INV-00001", "SO-00001", "5 Oct 2026", "4 Nov 2026", "Müller & Søn GmbH", "DE 123456789", "Please pay by 4 Nov 2026"):
        assert words in text, words
    for share in tax_shares(issued):
        assert f"{share.rate.normalize():f} % {german(share.net)} {german(share.tax)} {german(share.net + share.tax)}" in text
    lines = sum(line.total for line in InvoiceLine.select())
    assert f"Goods {german(lines)}" in text and lines == issued.goods
    assert f"Total {german(issued.total)} €" in text and issued.total == lines - 5 + Decimal("4.90") + issued.tax
    assert f"Still to pay {german(issued.total - 100)} €" in text


def test_a_reprint_is_the_same_file_whatever_became_of_customer_product_and_company(issued, sold, print_invoice, nancy):
    first = print_invoice("INV-00001").read_bytes()
    customer = Customer.get_by_id(sold.customer_id)
    change_customer(customer.id, customer.version, CustomerInput("Renamed", legal_name="Renamed Ltd", language="de"), nancy)
    Product.update(name="Another", price=Decimal(1), tax_rate=Decimal(0)).execute()
    Company.update(tax_id="DE 999", prices_include_tax=True).execute()

    assert print_invoice("INV-00001", name="again.pdf").read_bytes() == first


def test_what_is_paid_shows_at_once(issued, sold, print_invoice, nancy):
    record_payment(PaymentInput(sold.id, issued.total - 100, PaymentMethod.CARD, received_at=ORDERED), nancy)
    (text,) = pages_of(print_invoice("INV-00001"))

    assert "Nothing left to pay 0,00 €" in text and f"Card, 5 Oct 2026 -{german(issued.total - 100)}" in text
    assert "Thank you for your payment" in text


def test_a_credit_note_names_its_invoice_and_the_reason(issued, print_note, print_invoice, nancy):
    line = InvoiceLine.get()
    issue_credit_note(issued.id, "one lamp was broken", nancy, {line.id: Decimal(1)}, issued_on=DAY)
    note = Invoice.get(kind="credit_note")
    (text,) = pages_of(print_note("CN-00001"))

    assert "corrects invoice INV-00001 of 5 Oct 2026. Reason: one lamp was broken" in text
    assert f"Credited {german(note.total)} €" in text and "Payments" not in text
    (text,) = pages_of(print_invoice("INV-00001"))
    assert f"Credit note CN-00001 of 5 Oct 2026 corrected part of this invoice: {german(note.total)} €" in text
    assert f"Still to pay {german(issued.total - note.total - 100)} €" in text


def test_a_void_invoice_says_so_and_asks_for_nothing(issued, print_invoice, nancy):
    issue_credit_note(issued.id, "wrong address", nancy, issued_on=DAY)
    (text,) = pages_of(print_invoice("INV-00001"))

    assert "This invoice is void: credit note CN-00001 of 5 Oct 2026" in text and "To pay 0,00 €" in text
    assert "Please pay" not in text and "Payment due" not in text


def test_a_part_of_an_order_says_that_the_rest_is_owed_too(sold, print_invoice, nancy):
    from crm_desktop.data.models import OrderLine

    line = OrderLine.get()
    issue_invoice(sold.id, nancy, issued_on=DAY, take={line.id: Decimal(1)})

    assert "Still to pay, whole order" in pages_of(print_invoice("INV-00001"))[0]


def test_an_erased_customers_invoice_keeps_its_name(issued, erase, print_invoice):
    erase(issued.customer_id)
    assert "Müller & Søn GmbH" in pages_of(print_invoice("INV-00001"))[0]

    Invoice.update(name="", address="").execute()
    assert "Erased (CU-00001)" in pages_of(print_invoice("INV-00001"))[0]


def test_several_are_one_file_each_with_its_own_pages(issued, make_order, nancy, print_invoice):
    order = make_order(Customer.get())
    issue_invoice(order.id, nancy, issued_on=DAY)
    pages = pages_of(print_invoice("INV-00002", "INV-00001", "INV-00002"))

    assert len(pages) == 2
    assert "INV-00002" in pages[0] and "INV-00001" in pages[1] and all("Page 1 of 1" in page for page in pages)


def test_all_of_some_days_are_printed_in_the_order_they_were_issued(issued, make_order, nancy):
    for day in (DAY.replace(day=4), DAY.replace(day=20)):
        issue_invoice(make_order(Customer.get()).id, nancy, issued_on=day)

    def numbers(**options):
        return invoice.collect_invoices(invoice.InvoiceParameters(**options)).numbers

    assert numbers(since=DAY.replace(day=1), until=DAY) == ("INV-00002", "INV-00001")
    assert numbers(since=DAY.replace(day=6)) == ("INV-00003",)
    with pytest.raises(UserError, match="Nothing was issued in this time"):
        numbers(until=DAY.replace(day=1))
    with pytest.raises(UserError, match="not both"):
        numbers(numbers=("INV-00001",), until=DAY)


def test_the_file_says_what_it_is_and_in_which_language(issued, print_invoice):
    reader = PdfReader(print_invoice("INV-00001", language="de"))

    assert (reader.metadata.title, reader.metadata.author) == ("Invoice INV-00001, 5. Okt. 2026", "Hafenhandel")
    assert reader.trailer["/Root"]["/Lang"] == "de"


def test_invoices_and_credit_notes_are_not_mixed_up(issued, nancy):
    issue_credit_note(issued.id, "wrong", nancy)
    with pytest.raises(UserError, match=r"CN-00001 is a credit note.*“credit-note”"):
        invoice.collect_invoices(invoice.InvoiceParameters(("INV-00001", "CN-00001")))
    with pytest.raises(UserError, match="INV-00001 is an invoice"):
        invoice.collect_credit_notes(invoice.CreditNoteParameters(("INV-00001",)))
    with pytest.raises(UserError, match="no invoice “INV-7”"):
        invoice.collect_invoices(invoice.InvoiceParameters(("INV-7",)))


def test_the_figures_hold_every_tax_share(issued):
    told = json.loads(json.dumps(figures(invoice.collect_invoices(invoice.InvoiceParameters(("INV-00001",))))))
    (paper,) = told["documents"]

    assert [share["rate"] for share in paper["shares"]] == ["7", "19"]
    assert Decimal(paper["net"]) + Decimal(paper["tax"]) == Decimal(paper["total"]) == issued.total
    assert sum(Decimal(item["total"]) for item in paper["items"]) == issued.goods
