"""How long a company keeps what: one rule for each kind of record. A rule proposes; an owner decides."""

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.read_json import kept_object

YEARS_OF_INVOICES = 10
"""Where the company does not say otherwise; counted from the end of their year."""
_A_YEAR = 12


class Kept(StrEnum):
    """Kinds of what is kept; the words stand in the company's row and in the protocol."""

    LEADS = "leads"
    CUSTOMERS = "customers"
    INTERACTIONS = "interactions"
    RECORDINGS = "recordings"
    CASES = "cases"
    FILES = "files"
    DRAFTS = "drafts"
    SEARCHES = "searches"
    REJECTS = "rejects"
    ACCESS = "access"
    INVOICES = "invoice"


class Rule(NamedTuple):
    """`proposed` months are what many companies choose; none is in force before an owner sets it."""

    kind: Kept
    name: str
    does: str
    proposed: int
    by_years: bool = False


RULES = (
    Rule(Kept.LEADS, N_("Who asked and never bought"), N_("erased"), 24),
    Rule(Kept.CUSTOMERS, N_("Customers"), N_("erased"), 120),
    Rule(Kept.INTERACTIONS, N_("What was written about contacts"), N_("words go, counts stay"), 36),
    Rule(Kept.RECORDINGS, N_("Links to recordings of calls"), N_("the link goes"), 3),
    Rule(Kept.CASES, N_("What was written in cases"), N_("words go, counts stay"), 36),
    Rule(Kept.FILES, N_("Documents, except those of invoices"), N_("deleted"), 60),
    Rule(Kept.DRAFTS, N_("Forms that were never saved"), N_("deleted"), 3),
    Rule(Kept.SEARCHES, N_("Words that were looked for in vain"), N_("deleted"), 12),
    Rule(Kept.REJECTS, N_("Values that an import did not take"), N_("deleted"), 12),
    Rule(Kept.ACCESS, N_("Who looked at what"), N_("deleted"), 24),
    Rule(Kept.INVOICES, N_("Invoices of who was erased"), N_("name and address go"), 120, by_years=True),
)
BY_KIND = {rule.kind: rule for rule in RULES}
LONGEST = 600
"""Months."""


def months_kept(stored: str, kind: Kept) -> int:
    """0: for ever. `stored` is the company's: months by kind, of invoices years."""
    told = kept_object(stored)
    if kind is Kept.INVOICES:
        return int(told.get(kind, YEARS_OF_INVOICES)) * _A_YEAR
    return int(told.get(kind, 0))


def with_months(stored: str, kind: Kept, months: int) -> str:
    """What the company's row holds once this kind is kept for so many months. Raises UserError for what cannot be."""
    rule = BY_KIND[kind]
    if not 0 <= months <= LONGEST:
        raise UserError(_("Something is kept for 1 to {most} months, or 0 for ever. Nothing was saved.").format(most=LONGEST))
    if rule.by_years and (months < _A_YEAR or months % _A_YEAR):
        raise UserError(_("Invoices are kept for whole years, one at least: the law asks for them. Nothing was saved."))
    told = kept_object(stored)
    told[kind.value] = months // _A_YEAR if rule.by_years else months
    return json.dumps(told, sort_keys=True)


def last_day_gone(today: date, months: int) -> date:
    """What happened before this day is older than so many months."""
    place = today.year * _A_YEAR + today.month - 1 - months
    year, month = divmod(place, _A_YEAR)
    for day in range(today.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def second_of(day: date) -> int:
    """Midnight of it, UTC: a rule of months does not turn on hours."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
