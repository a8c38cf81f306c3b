"""What an owner let go of because it was kept long enough: the protocol of one time, for the files. It names nobody it was about."""

from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.core.i18n import N_, _
from crm_desktop.queries.retention import Run, run_of
from crm_desktop.reports.documents.collecting import head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

NAME = "retention-protocol"


@dataclass(frozen=True, slots=True)
class RetentionProtocolParameters:
    numbers: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Protocol"), N_("its number, as the list erasures shows it"), "number", needed=True)
    )
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class RetentionPaper:
    number: str
    told: Run


def collect(wanted: RetentionProtocolParameters) -> Documents:
    """Raises UserError where nothing was let go of by the rules under this number."""
    unknown = _("There is no protocol “{number}” of what was kept long enough. Nothing was printed.")
    return Documents(NAME, head_of(wanted.language, wanted.paper), papers_of(wanted.numbers, _paper, unknown))


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.retention_protocol_pages import draw_pages

    draw_pages(data, path)


def _paper(number: str) -> RetentionPaper | None:
    found = run_of(number)
    return RetentionPaper(str(found.id), found) if found is not None else None
