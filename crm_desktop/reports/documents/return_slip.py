"""The slip that travels with returned goods: the number large and as a QR code, what comes back and why, and a label to cut off.

The QR code holds the return's number and nothing else, so that a scanner types it wherever a number is asked for.
"""

from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import ReturnState
from crm_desktop.queries.documents import ReturnPaper, return_paper
from crm_desktop.reports.documents.collecting import demand_known, head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.documents.terms import RETURN_STATES
from crm_desktop.reports.parameters import Ask, asked

NAME = "return-slip"
_WITHOUT = frozenset({ReturnState.REQUESTED, ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED})
"""Nothing may be sent in on these."""


@dataclass(frozen=True, slots=True)
class ReturnSlipParameters:
    numbers: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Return"), N_("a return's number, like RMA-00001"), "number", needed=True)
    )
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


def collect(wanted: ReturnSlipParameters) -> Documents:
    """Raises UserError for a return that is not there or not approved, and where the company has no address to send it to."""
    papers = papers_of(wanted.numbers, return_paper, _("There is no return “{number}”. Nothing was printed."))
    head = head_of(wanted.language, wanted.paper, [paper.recipient.language for paper in papers])
    if not head.sender.address.strip():
        raise UserError(_("The company has no address yet that goods could be sent to. Nothing was printed; enter it first."))
    for paper in papers:
        _demand_approved(paper)
        demand_known(paper.recipient)
    return Documents(NAME, head, papers)


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.return_slip_pages import draw_pages

    draw_pages(data, path)


def _demand_approved(paper: ReturnPaper) -> None:
    state = ReturnState(paper.state)
    if state in _WITHOUT:
        raise UserError(
            _("Return {number} is {state}, so nothing is to be sent in. Nothing was printed.").format(
                number=paper.number, state=_(RETURN_STATES[state])
            )
        )
