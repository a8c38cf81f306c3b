"""What the company holds about one person, for the person: all of it, as it is stored. The figures file is the same for machines."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.i18n import N_, _
from crm_desktop.queries.dossiers import Dossier, dossier
from crm_desktop.reports.documents.collecting import head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

NAME = "dossier"


@dataclass(frozen=True, slots=True)
class DossierParameters:
    numbers: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Customer"), N_("a customer's number, like CU-00001"), "number", needed=True)
    )
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class DossierPaper:
    day: date
    held: Dossier

    @property
    def number(self) -> str:
        return self.held.number


def collect(wanted: DossierParameters) -> Documents:
    """Also of who was erased: what is left of them. Raises UserError for somebody who is not there."""
    found = papers_of(wanted.numbers, dossier, _("There is no customer “{number}”. Nothing was printed."))
    head = head_of(wanted.language, wanted.paper, [each.language for each in found])
    today = local_day(utc_now(), zone_of(head.zone))
    kept = {each.number: each for each in found}
    return Documents(NAME, head, tuple(DossierPaper(today, each) for each in kept.values()))


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.dossier_pages import draw_pages

    draw_pages(data, path)
