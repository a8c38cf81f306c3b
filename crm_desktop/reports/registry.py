"""The reports and documents there are: explicit tuples. A new one is a module and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.reports import monthly_interactions, returns_report
from crm_desktop.reports.documents import (
    customer_sheet,
    dossier,
    follow_up_list,
    free_letter,
    incident,
    invoice,
    order_confirmation,
    quality_sheet,
    record_list,
    retention_protocol,
    return_slip,
    sales_list,
    survey_sheet,
)
from crm_desktop.reports.documents.data import Documents, figures


@dataclass(frozen=True)
class Printable:
    """`collect` takes an instance of `parameters` and reads the store; `draw` needs none. `figures` is everything that is printed."""

    name: str
    title: str
    description: str
    parameters: type[Any]
    collect: Callable[[Any], Any]
    draw: Callable[[Any, Path], None]
    figures: Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Report(Printable):
    """About a time. Its figures, which name nobody, are kept, and `restore` makes the data of them again."""

    restore: Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Document(Printable):
    """About single records, with names on it: nothing of it is kept, but the access log notes who printed what.

    What `collect` gives has `numbers`, those of the records. `example` are options for the help.
    """

    example: str
    demand: Callable[[Any, Actor], None] | None = None
    """Raises NotAllowed where this person may not have what was collected; None: whoever may print may."""


REPORTS = (
    Report(
        monthly_interactions.NAME,
        N_("Monthly interactions"),
        N_("Who contacted the company, why and how, and what became of it."),
        monthly_interactions.MonthlyInteractionsParameters,
        monthly_interactions.collect,
        monthly_interactions.draw,
        monthly_interactions.figures,
        monthly_interactions.restore,
    ),
    Report(
        returns_report.NAME,
        N_("Returns and refunds"),
        N_("What came back, why, which carrier damaged it, how it was settled, what is stuck, and what was paid back."),
        returns_report.ReturnsParameters,
        returns_report.collect,
        returns_report.draw,
        returns_report.figures,
        returns_report.restore,
    ),
)
DOCUMENTS = (
    Document(
        order_confirmation.NAME,
        N_("Order confirmation"),
        N_("What a customer ordered, what it costs, what was paid and what has left."),
        order_confirmation.OrderConfirmationParameters,
        order_confirmation.collect,
        order_confirmation.draw,
        figures,
        "--number SO-00001",
    ),
    Document(
        invoice.INVOICE,
        N_("Invoice"),
        N_("An invoice as it was issued, and what of it is still to be paid."),
        invoice.InvoiceParameters,
        invoice.collect_invoices,
        invoice.draw,
        figures,
        "--number INV-00001",
    ),
    Document(
        invoice.CREDIT_NOTE,
        N_("Credit note"),
        N_("A credit note as it was issued, with the invoice that it corrects and why."),
        invoice.CreditNoteParameters,
        invoice.collect_credit_notes,
        invoice.draw,
        figures,
        "--number CN-00001",
    ),
    Document(
        return_slip.NAME,
        N_("Return slip"),
        N_("What travels with returned goods: the number large and as a QR code, what comes back, and a label to cut off."),
        return_slip.ReturnSlipParameters,
        return_slip.collect,
        return_slip.draw,
        figures,
        "--number RMA-00001",
    ),
    Document(
        free_letter.NAME,
        N_("Letter"),
        N_("Your own words to a customer, on the company's paper, with the address in the envelope's window."),
        free_letter.LetterParameters,
        free_letter.collect,
        free_letter.draw,
        figures,
        '--customer CU-00001 --subject "Your visit" --text-file visit.txt',
    ),
    Document(
        customer_sheet.NAME,
        N_("Customer sheet"),
        N_("One customer with everything: how to reach them, how things stand, and all that happened, newest first."),
        customer_sheet.CustomerSheetParameters,
        customer_sheet.collect,
        customer_sheet.draw,
        figures,
        "--number CU-00001",
    ),
    Document(
        dossier.NAME,
        N_("What we hold about a person"),
        N_("Everything that is stored about a customer, for that customer to read; with --figures also for machines."),
        dossier.DossierParameters,
        dossier.collect,
        dossier.draw,
        figures,
        "--number CU-00001",
    ),
    Document(
        follow_up_list.NAME,
        N_("Follow-ups"),
        N_("What is to be done, to work from on paper: by urgency, with whom to call, and the appointments that come."),
        follow_up_list.FollowUpListParameters,
        follow_up_list.collect,
        follow_up_list.draw,
        figures,
        "--staff nancy",
    ),
    Document(
        sales_list.NAME,
        N_("Sales"),
        N_("What was sold between two days: by month, by product and by customer."),
        sales_list.SalesParameters,
        sales_list.collect,
        sales_list.draw,
        figures,
        "--from 2026-01-01 --until 2026-10-31",
    ),
    Document(
        survey_sheet.NAME,
        N_("Survey sheet"),
        N_("The questions of a survey on paper, with the number and the QR code by which the answers are entered."),
        survey_sheet.SurveySheetParameters,
        survey_sheet.collect,
        survey_sheet.draw,
        figures,
        "--number SV-00001",
    ),
    Document(
        incident.NAME,
        N_("Incident with data"),
        N_("One incident as the register has it: what happened, what was done, who was told and when."),
        incident.IncidentParameters,
        incident.collect,
        incident.draw,
        figures,
        "--number 3",
    ),
    Document(
        retention_protocol.NAME,
        N_("Deletion protocol"),
        N_("What was let go of because it was kept long enough: by which rule, how much, by whom, and the backup before."),
        retention_protocol.RetentionProtocolParameters,
        retention_protocol.collect,
        retention_protocol.draw,
        figures,
        "--number 2",
    ),
    Document(
        quality_sheet.NAME,
        N_("Quality sheet"),
        N_("How one person's conversations were judged in a month or a year: their own figures, with how they are counted."),
        quality_sheet.QualitySheetParameters,
        quality_sheet.collect,
        quality_sheet.draw,
        figures,
        "--login nancy --month 2026-10",
        quality_sheet.demand_own,
    ),
)
PRINTABLES: tuple[Printable, ...] = (*REPORTS, *DOCUMENTS)
OF_THE_WINDOW = (
    Document(
        record_list.NAME,
        N_("List"),
        N_("A list as it is shown in the window."),
        Documents,
        record_list.as_it_is,
        record_list.draw,
        figures,
        "",
    ),
)
"""What only the window asks for: it brings the data along."""

One = TypeVar("One", bound=Printable)


def report_called(name: str) -> Report:
    """Raises UserError naming those that exist."""
    return _called(name, REPORTS)


def printable_called(name: str) -> Printable:
    """A report or a document. Raises UserError naming those that exist."""
    return _called(name, (*PRINTABLES, *OF_THE_WINDOW))


def _called(name: str, those: tuple[One, ...]) -> One:
    for each in those:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in those)
    raise UserError(_("There is no report “{name}”. There are: {known}.").format(name=name, known=known))
