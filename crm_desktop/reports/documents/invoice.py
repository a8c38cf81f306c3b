"""Invoices and credit notes, printed from what was issued: names, prices and taxes of that day, never those of today."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import InvoiceKind
from crm_desktop.queries.documents import InvoicePaper, invoice_paper, issued_between
from crm_desktop.reports.documents.collecting import head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

INVOICE = "invoice"
CREDIT_NOTE = "credit-note"


@dataclass(frozen=True, slots=True)
class InvoiceParameters:
    numbers: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Invoice"), N_("an invoice's number, like INV-00001"), "number", needed=True)
    )
    since: date | None = field(
        default=None, metadata=asked(Ask.DAY, N_("From"), N_("all that were issued since this day, instead of numbers"), "from")
    )
    until: date | None = field(default=None, metadata=asked(Ask.DAY, N_("Until"), N_("the last day of these")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class CreditNoteParameters:
    numbers: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Credit note"), N_("a credit note's number, like CN-00001"), "number", needed=True)
    )
    since: date | None = field(
        default=None, metadata=asked(Ask.DAY, N_("From"), N_("all that were issued since this day, instead of numbers"), "from")
    )
    until: date | None = field(default=None, metadata=asked(Ask.DAY, N_("Until"), N_("the last day of these")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


def collect_invoices(wanted: InvoiceParameters) -> Documents:
    """Raises UserError for an invoice that is not there, and for a credit note."""
    head = head_of(wanted.language, wanted.paper)
    numbers = _numbers(wanted, InvoiceKind.INVOICE)
    papers = papers_of(numbers, invoice_paper, _("There is no invoice “{number}”. Nothing was printed."))
    _demand_kind(papers, InvoiceKind.INVOICE, _("{number} is a credit note. Nothing was printed; print it as “credit-note”."))
    return Documents(INVOICE, head, papers)


def collect_credit_notes(wanted: CreditNoteParameters) -> Documents:
    """Raises UserError for a credit note that is not there, and for an invoice."""
    head = head_of(wanted.language, wanted.paper)
    numbers = _numbers(wanted, InvoiceKind.CREDIT_NOTE)
    papers = papers_of(numbers, invoice_paper, _("There is no credit note “{number}”. Nothing was printed."))
    _demand_kind(papers, InvoiceKind.CREDIT_NOTE, _("{number} is an invoice. Nothing was printed; print it as “invoice”."))
    return Documents(CREDIT_NOTE, head, papers)


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.invoice_pages import draw_pages

    draw_pages(data, path)


def _numbers(wanted: InvoiceParameters | CreditNoteParameters, kind: InvoiceKind) -> tuple[str, ...]:
    if wanted.since is None and wanted.until is None:
        return wanted.numbers
    if wanted.numbers:
        raise UserError(_("Say numbers, or from when until when, not both. Nothing was printed."))
    found = issued_between(kind, wanted.since or date.min, wanted.until or NEVER)
    if not found:
        raise UserError(_("Nothing was issued in this time, so nothing was printed."))
    return tuple(found)


def _demand_kind(papers: tuple[InvoicePaper, ...], kind: InvoiceKind, otherwise: str) -> None:
    for paper in papers:
        if paper.kind != kind:
            raise UserError(otherwise.format(number=paper.number))
