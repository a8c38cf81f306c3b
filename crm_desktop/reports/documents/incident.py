"""One incident with data as the register has it: for the authority, and for the company's files."""

from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.core.i18n import N_, _
from crm_desktop.queries.privacy import IncidentRow, incident_of
from crm_desktop.reports.documents.collecting import head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

NAME = "incident"


@dataclass(frozen=True, slots=True)
class IncidentParameters:
    numbers: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Incident"), N_("its number, as the list incidents shows it"), "number", needed=True)
    )
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class IncidentPaper:
    number: str
    told: IncidentRow


def collect(wanted: IncidentParameters) -> Documents:
    """Raises UserError for an incident that is not there."""
    found = papers_of(wanted.numbers, _paper, _("There is no incident “{number}”. Nothing was printed."))
    head = head_of(wanted.language, wanted.paper)
    return Documents(NAME, head, found)


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.incident_pages import draw_pages

    draw_pages(data, path)


def _paper(number: str) -> IncidentPaper | None:
    found = incident_of(number)
    return IncidentPaper(str(found.id), found) if found is not None else None
