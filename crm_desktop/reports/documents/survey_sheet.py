"""A survey on paper: its questions with boxes to tick, and the number, also as a QR code, by which the answers are entered afterwards."""

from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.survey_kinds import ResponseState
from crm_desktop.queries.survey_sheets import ResponseSheet, response_of_number
from crm_desktop.reports.documents.collecting import head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

NAME = "survey-sheet"


@dataclass(frozen=True, slots=True)
class SurveySheetParameters:
    numbers: tuple[str, ...] = field(
        default=(),
        metadata=asked(Ask.NUMBERS, N_("Survey"), N_("the number of a survey that was asked, like SV-00001"), "number", needed=True),
    )
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


def collect(wanted: SurveySheetParameters) -> Documents:
    """Raises UserError for a number that no survey has, and for one that was answered or declined."""
    papers = papers_of(wanted.numbers, response_of_number, _("No survey was asked with the number “{number}”. Nothing was printed."))
    for paper in papers:
        _demand_waiting(paper)
    return Documents(NAME, head_of(wanted.language, wanted.paper, [paper.survey.language for paper in papers]), papers)


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.survey_sheet_pages import draw_pages

    draw_pages(data, path)


def _demand_waiting(paper: ResponseSheet) -> None:
    if paper.state != ResponseState.ASKED:
        raise UserError(_("Survey {number} waits for no answer any more. Nothing was printed.").format(number=paper.number))
