"""A letter of one's own words to a customer, on the company's paper, with the address in the envelope's window."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.placeholders import demand_complete
from crm_desktop.core.text import clean, clean_line
from crm_desktop.queries.documents import Addressee, addressee
from crm_desktop.reports.documents.collecting import demand_known, head_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.documents.letter_template import begun_letter
from crm_desktop.reports.parameters import Ask, asked

NAME = "letter"
_LONGEST = 200_000
"""Characters: about sixty pages."""
_PARAGRAPH = 9_000


@dataclass(frozen=True, slots=True)
class LetterParameters:
    """`day` None: today, in the company's zone."""

    customer: str = field(default="", metadata=asked(Ask.CUSTOMER, N_("Customer"), N_("a customer's number, like CU-00001"), needed=True))
    contact: str = field(default="", metadata=asked(Ask.TEXT, N_("Contact"), N_("the name of a person there")))
    subject: str = field(
        default="", metadata=asked(Ask.TEXT, N_("Subject"), N_("the line above the letter"), needed=True, unless="template")
    )
    text: str = field(
        default="",
        metadata=asked(Ask.LONG_TEXT, N_("Text"), N_("the letter; an empty line begins a paragraph"), needed=True, unless="template"),
    )
    template: str = field(
        default="", metadata=asked(Ask.TEXT, N_("Template"), N_("name or shortcut of one of the company's letter templates"))
    )
    order: str = field(default="", metadata=asked(Ask.TEXT, N_("Order"), N_("the number of the order that the template speaks of")))
    is_needed: bool = field(
        default=False,
        metadata=asked(Ask.FLAG, N_("Their order needs this letter"), N_("it is no advertising, so that no consent is needed"), "needed"),
    )
    day: date | None = field(
        default=None, metadata=asked(Ask.DAY, N_("Date"), N_("the letter's date; today, unless said otherwise"), "date")
    )
    signed: str = field(default="", metadata=asked(Ask.TEXT, N_("Signed by"), N_("a name; the company's, unless said otherwise")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class FreeLetter:
    to: Addressee
    subject: str
    paragraphs: tuple[str, ...]
    day: date
    signed: str

    @property
    def number(self) -> str:
        """The customer's: letters have none of their own."""
        return self.to.recipient.number


def collect(wanted: LetterParameters) -> Documents:
    """Raises UserError for a customer or contact who is not there or was erased, and for a letter without a subject or words."""
    if not wanted.customer.strip():
        raise UserError(_("Say to whom: a customer's number. Nothing was printed."))
    to = addressee(wanted.customer.strip(), wanted.contact)
    if to is None:
        raise UserError(_("There is no customer “{number}”. Nothing was printed.").format(number=wanted.customer.strip()))
    demand_known(to.recipient)
    head = head_of(wanted.language, wanted.paper, [to.recipient.language])
    subject, text = _words(wanted, to.recipient.number)
    if not subject or not text:
        raise UserError(_("A letter needs a subject and a text. Nothing was printed."))
    demand_complete(f"{subject}\n{text}")
    if len(text) > _LONGEST or any(len(paragraph) > _PARAGRAPH for paragraph in _paragraphs(text)):
        raise UserError(_("This text is longer than any letter, or has a paragraph that fills pages. Nothing was printed; part it."))
    day = wanted.day or local_day(utc_now(), zone_of(head.zone))
    return Documents(NAME, head, (FreeLetter(to, subject, _paragraphs(text), day, clean_line(wanted.signed)),))


def _words(wanted: LetterParameters, customer: str) -> tuple[str, str]:
    """What was written, within what a template says; a subject of one's own counts more than the template's."""
    subject, text = clean_line(wanted.subject), clean(wanted.text).strip()
    if not wanted.template.strip():
        return subject, text
    begun = begun_letter(wanted.template, customer, wanted.order, text, is_needed=wanted.is_needed)
    return subject or clean_line(begun.subject), clean(begun.text).strip()


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.free_letter_pages import draw_pages

    draw_pages(data, path)


def _paragraphs(text: str) -> tuple[str, ...]:
    """Parted by empty lines; single line breaks stay where they were written."""
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            parts[-1].append(line.rstrip())
        elif parts[-1]:
            parts.append([])
    return tuple("\n".join(part) for part in parts if part)
