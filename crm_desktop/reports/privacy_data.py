"""Data protection in a period, as plain data. Incidents and requests stand in it by number, customers too: never a name."""

from dataclasses import dataclass
from datetime import date

from crm_desktop.core.figures import Value
from crm_desktop.reports.compared import Compared


@dataclass(frozen=True, slots=True)
class IncidentTold:
    """`hours`: after how many the authority was told; None where it was not. `persons` 0: not known."""

    number: int
    found_on: date
    persons: int
    risk: str
    hours: int | None


@dataclass(frozen=True, slots=True)
class RequestOpen:
    """`days`: left until it is due, below nought late. `customer` is a number, empty for who is none."""

    number: int
    request: str
    customer: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Privacy:
    """`standing`: what is so today."""

    figures: tuple[Compared, ...]
    standing: tuple[Value, ...]
    incidents: tuple[IncidentTold, ...]
    requests: tuple[RequestOpen, ...]
