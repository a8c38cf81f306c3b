"""Appointments, and what comes next with customers, as plain data. Birthdays are counted here and looked up when a page is printed."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from crm_desktop.core.figures import Value
from crm_desktop.reports.compared import NONE, Compared


@dataclass(frozen=True, slots=True)
class MetRow:
    """One owner's appointments; `login` is empty for those of nobody."""

    kind: ClassVar[str] = "owner"

    login: str
    held: Value
    no_show: Value
    share: Value
    cancelled: Value
    unsettled: Value

    @property
    def key(self) -> str:
        return self.login or NONE


@dataclass(frozen=True, slots=True)
class Appointments:
    figures: tuple[Compared, ...]
    owners: tuple[MetRow, ...]


@dataclass(frozen=True, slots=True)
class SilentRow:
    """`spent` is a stored amount in the company's currency; `last_on` the day of the last interaction or order."""

    number: str
    spent: int
    last_on: date


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A customer at risk: how often they complained, and the lowest answer they gave, None where that was not low."""

    number: str
    complaints: int
    answer: int | None


@dataclass(frozen=True, slots=True)
class TermRow:
    """An agreement that ends or renews on that day; its name is looked up by `id`. `price` is a stored amount."""

    customer: str
    id: int
    on: date
    renews: bool
    price: int
    currency: str


@dataclass(frozen=True, slots=True)
class Relations:
    """`first` and `last` are the days after the period that agreements and birthdays are looked for in."""

    silent: Compared
    most_missed: tuple[SilentRow, ...]
    first: date
    last: date
    currency: str
    agreements: tuple[Value, ...]
    terms: tuple[TermRow, ...]
    birthdays: tuple[Value, ...]
    risk: Compared | None = None
    at_risk: tuple[RiskRow, ...] = ()
