"""The reports there are: one explicit tuple. A new report is a module and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.reports import monthly_interactions


@dataclass(frozen=True)
class Report:
    """`collect` takes an instance of `parameters`; `figures` is what is kept, and `restore` makes the data of it again."""

    name: str
    title: str
    description: str
    parameters: type[Any]
    collect: Callable[[Any], Any]
    draw: Callable[[Any, Path], None]
    figures: Callable[[Any], dict[str, Any]]
    restore: Callable[[dict[str, Any]], Any]


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
)


def report_called(name: str) -> Report:
    """Raises UserError naming those that exist."""
    for report in REPORTS:
        if report.name == name:
            return report
    known = ", ".join(report.name for report in REPORTS)
    raise UserError(_("There is no report “{name}”. There are: {known}.").format(name=name, known=known))
