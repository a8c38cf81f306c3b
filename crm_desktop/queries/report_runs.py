"""Reports that were kept: which, of when, by whom; and whether one of a month is there already."""

from datetime import datetime
from typing import Any, NamedTuple

from crm_desktop.core.read_json import kept_object
from crm_desktop.queries.lists import at, rows_of


class KeptReport(NamedTuple):
    """`month` is `YYYY-MM`, or the first and the last day."""

    id: int
    report: str
    month: str
    at: datetime
    who: str


_RUNS = """
SELECT run.id, run.report, run.parameters, run.at, COALESCE(staff.name, ''), run.figures
FROM report_run AS run LEFT JOIN staff ON staff.id = run.staff_id ORDER BY run.id DESC LIMIT ?"""


def kept_reports(limit: int = 20) -> list[KeptReport]:
    """The latest first."""
    return [KeptReport(row[0], row[1], _period(row[5]), at(row[3]), row[4]) for row in rows_of(_RUNS, (limit,))]


def is_kept(report: str, parameters: dict[str, Any]) -> bool:
    """Whether this report was kept with these parameters."""
    rows = rows_of("SELECT parameters FROM report_run WHERE report = ? ORDER BY id DESC", (report,))
    return any(kept_object(row[0]) == parameters for row in rows)


def _period(figures: str) -> str:
    period = kept_object(figures)["data"]["head"]["period"]
    first, last = period["first"], period["last"]
    return first[:7] if first.endswith("-01") and first[:7] == last[:7] else f"{first} – {last}"
