"""The monthly interaction report as its pages see it: the data, and how it reads."""

from dataclasses import dataclass

from crm_desktop.reports.monthly_data import MonthlyInteractions
from crm_desktop.reports.sheet import PeriodSheet, period_sheet


@dataclass(frozen=True)
class Sheet(PeriodSheet):
    data: MonthlyInteractions


def sheet_of(data: MonthlyInteractions) -> Sheet:
    return Sheet(**vars(period_sheet(data.head, data.people)), data=data)
