"""What every document asks before it is printed: the company, the language and paper, the records by their numbers."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.documents import Recipient, house
from crm_desktop.reports.documents.data import Head
from crm_desktop.reports.parameters import checked_paper
from crm_desktop.reports.wording import WRITTEN_IN, checked_language, spoken_on_paper
from crm_desktop.services.company_logo import company_logo

Paper = TypeVar("Paper")

MOST = 1_000
"""Papers that are printed in one go."""


def head_of(language: str, paper: str, customers: Collection[str] = ()) -> Head:
    """`customers` are the languages of those who get it. Raises UserError for a language or a paper that is not there."""
    found = house()
    if found is None:
        raise UserError(_("This store has no company yet, so there is nothing to print. Make one with “new”, or import one."))
    return Head(
        found.sender,
        found.locale,
        checked_language(language, is_document=True) if language else _language_of(customers, found.locale),
        found.zone,
        checked_paper(paper, found.paper),
        found.prices_include_tax,
        company_logo() or b"",
    )


def _language_of(customers: Collection[str], locale: str) -> str:
    """Theirs where all have one that documents are spoken in, else the company's, else English."""
    known = {spoken_on_paper(tag) for tag in customers}
    theirs = known.pop() if len(known) == 1 else ""
    return theirs or spoken_on_paper(locale) or WRITTEN_IN


def papers_of(numbers: Sequence[str], read: Callable[[str], Paper | None], unknown: str) -> tuple[Paper, ...]:
    """In the order they are asked for, each once. `unknown` is a sentence for a number that nothing has."""
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    if not wanted:
        raise UserError(_("Say what to print: its number, as it stands in the lists. Nothing was printed."))
    if len(wanted) > MOST:
        raise UserError(
            ngettext("At most {count} paper is printed in one go.", "At most {count} papers are printed in one go.", MOST)
            + " "
            + _("Nothing was printed; take them in parts.")
        )
    return tuple(_found(number, read, unknown) for number in wanted)


def demand_known(recipient: Recipient) -> None:
    """Raises UserError for somebody who was erased: nothing goes out to them any more."""
    if recipient.is_erased:
        raise UserError(
            _("Customer {number} was erased, so nothing can be sent to them. Nothing was printed.").format(number=recipient.number)
        )


def _found(number: str, read: Callable[[str], Paper | None], unknown: str) -> Paper:
    paper = read(number)
    if paper is None:
        raise UserError(unknown.format(number=number))
    return paper
